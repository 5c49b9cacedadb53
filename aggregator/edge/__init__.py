"""Where the world comes in: time and network.

Stages decide what to ask; `World` is what the engine asks it of. `LiveWorld` is the real one.
"""

import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from aggregator.records import Config, Failed, Request, Response

if TYPE_CHECKING:  # http.py brings httpx along, which commands that only read the archive do not need
    from aggregator.edge.clock import Clock
    from aggregator.edge.http import Http


# httpx offers a command line of its own, and brings rich and pygments along for it: a tenth of what a poll costs to start.
# None stands for a module that cannot be imported, which httpx provides for.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]


class World(Protocol):
    """Everything outside this process that the engine needs."""

    def now(self) -> datetime:
        """The present instant, UTC."""

    async def send(self, request: Request) -> Response | Failed:
        """The answer to `request`, or what went wrong; does not raise for trouble with the world."""

    async def sleep(self, span: timedelta) -> None:
        """A wait of `span`."""

    def hold(self, url: str, until: datetime, why: str) -> None:
        """A promise to leave the host of `url` alone until then."""

    def allow(self, networks: Sequence[str]) -> None:
        """Leave to ask these private networks from now on, and no others."""

    def slow(self, url: str, gap: timedelta) -> None:
        """A promise to leave at least `gap` between two requests to the host of `url`."""


class LiveWorld(Struct, frozen=True):
    """The real world, by a clock and a way out to servers."""

    clock: "Clock"
    http: "Http"

    def now(self) -> datetime:
        """The present instant, UTC."""
        return self.clock.now()

    async def send(self, request: Request) -> Response | Failed:
        """The answer to `request`, or what went wrong."""
        return await self.http.send(request)

    async def sleep(self, span: timedelta) -> None:
        """A wait of `span`."""
        await self.clock.sleep(span)

    def hold(self, url: str, until: datetime, why: str) -> None:
        """A promise to leave the host of `url` alone until then."""
        self.http.hold(url, until, why)

    def allow(self, networks: Sequence[str]) -> None:
        """Leave to ask these private networks from now on, and no others."""
        self.http.allow(networks)

    def slow(self, url: str, gap: timedelta) -> None:
        """A promise to leave at least `gap` between two requests to the host of `url`."""
        self.http.slow(url, gap)

    async def aclose(self) -> None:
        """Closes every connection."""
        await self.http.aclose()


@asynccontextmanager
async def live_world(config: Config) -> AsyncIterator[LiveWorld]:
    """The real world as `config` lets us reach it, by this machine's clock."""
    from aggregator.edge.clock import system_clock
    from aggregator.edge.http import Http

    clock = system_clock()
    async with Http(clock, allow_networks=config.allow_networks) as http:
        yield LiveWorld(clock, http)
