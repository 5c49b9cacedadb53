"""Manners towards one host: how many connections, how fast, and when not at all.

All feeds of a host share them. What a host teaches us (429, Retry-After, rate-limit headers) lasts as long as the
process; the instants themselves are also kept with each feed, so a restart asks nobody too early.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from datetime import datetime, timedelta

from msgspec import Struct, field

from aggregator.edge.clock import Clock
from aggregator.text import headers

CONNECTIONS = 2  # to a public host
NEAR_CONNECTIONS = 64  # to a host of an allowed private network: it is the operator's own
NEAR_TOGETHER = 16  # to all of those: many names may be one small machine, whose queue of new connections is short
LEARNT_GAP = timedelta(seconds=35)  # after a first 429
LARGEST_GAP = timedelta(minutes=2)
LONGEST_QUEUE = timedelta(minutes=1)
_FORGET_AFTER = 20  # good answers that halve a learnt gap
_RATE_CEILING = timedelta(hours=1)


class Held(Struct, frozen=True, kw_only=True):
    """The host shall be left alone for `span` more; nothing was sent."""

    span: timedelta
    why: str


class _Host(Struct, kw_only=True):
    slots: asyncio.Semaphore
    gap: timedelta
    free_at: datetime  # when the next request may begin
    held_until: datetime | None = None
    why: str = ""
    good: int = 0
    users: int = 0
    learnt: timedelta = field(default=timedelta(0))


class Hosts:
    """The hosts asked lately.

    Args:
        gap: between the beginnings of two exchanges with one public host.
        near_gap: the same for hosts of allowed private networks.
    """

    def __init__(self, clock: Clock, *, gap: timedelta, near_gap: timedelta = timedelta(0)) -> None:
        self._clock = clock
        self._gap = gap
        self._near_gap = near_gap
        self._hosts: dict[str, _Host] = {}
        self._near: set[str] = set()
        self._near_turns = asyncio.Semaphore(NEAR_TOGETHER)

    def set_near(self, host: str) -> None:
        """Remembers that `host` stands in an allowed private network."""
        if host not in self._near:
            self._near.add(host)
            former = self._hosts.pop(host, None)
            if former is not None and former.held_until is not None:
                self.hold(host, former.held_until, former.why)

    def hold(self, host: str, until: datetime, why: str) -> None:
        """Leaves `host` alone until `until`; an earlier promise is never shortened."""
        state = self._host(host)
        if state.held_until is None or state.held_until < until:
            state.held_until, state.why = until, why

    def held(self, host: str) -> Held | None:
        """What stands against asking `host` now."""
        state = self._hosts.get(host)
        now = self._clock.now()
        if state is None or state.held_until is None or state.held_until <= now:
            return None
        return Held(span=state.held_until - now, why=state.why)

    @asynccontextmanager
    async def visit(self, host: str, *, hop: bool = False) -> AsyncIterator[Held | None]:
        """A turn at `host`, waited for; or `Held` when it should not be waited for.

        Args:
            hop: the request continues an exchange (a redirect), so the gap is not waited for.
        """
        held = self.held(host)
        if held is None and not hop:
            held = await self._queue(host)
        if held is not None:
            yield held
            return
        state = self._host(host)
        state.users += 1
        try:
            async with state.slots, self._turn(host):
                # Those before us may have been told to stay away.
                yield self.held(host)
        finally:
            state.users -= 1
            self._trim()

    def _turn(self, host: str) -> AbstractAsyncContextManager[object]:
        return self._near_turns if host in self._near else nullcontext()

    def learn(self, host: str, status: int, answer: Mapping[bytes, bytes]) -> None:
        """Takes in what an answer says about the pace `host` wants.

        Args:
            answer: header values by lower-case name.
        """
        now = self._clock.now()
        state = self._host(host)
        if status in (429, 503) and b"retry-after" in answer:
            wait = headers.delay(_text(answer[b"retry-after"]), now)
            if wait:
                self.hold(host, now + wait, f"answered {status} and asked for {_words(wait)}")
        if status == 429:
            state.good = 0
            state.learnt = min(max(LEARNT_GAP, state.learnt * 2), LARGEST_GAP)
            state.free_at = max(state.free_at, now + state.learnt)
        elif status < 400:
            self._relax(state)
        if b"x-ratelimit-remaining" in answer and b"x-ratelimit-reset" in answer:
            remaining = headers.number(_text(answer[b"x-ratelimit-remaining"]))
            reset = headers.number(_text(answer[b"x-ratelimit-reset"]))
            if remaining is not None and remaining < 1 and reset is not None and reset <= _RATE_CEILING.total_seconds():
                self.hold(host, now + timedelta(seconds=reset), "its rate limit is used up")

    def slow(self, host: str, gap: timedelta) -> None:
        """Keeps at least `gap` between exchanges with `host`, as its robots.txt asks (`Crawl-delay`)."""
        self._host(host).gap = max(self._host(host).gap, min(gap, LARGEST_GAP))

    async def _queue(self, host: str) -> Held | None:
        """Waits until the gap has passed, in the order of arrival."""
        state, now = self._host(host), self._clock.now()
        wait = max(state.free_at - now, timedelta(0))
        if wait > LONGEST_QUEUE:
            return Held(span=wait, why="many requests wait for this host")
        state.free_at = now + wait + max(state.gap, state.learnt)
        if wait:
            state.users += 1
            try:
                await self._clock.sleep(wait)
            finally:
                state.users -= 1
        return self.held(host)

    def _relax(self, state: _Host) -> None:
        state.good += 1
        if state.good >= _FORGET_AFTER and state.learnt:
            state.good = 0
            state.learnt = state.learnt / 2 if state.learnt > self._gap else timedelta(0)

    def _host(self, host: str) -> _Host:
        state = self._hosts.get(host)
        if state is None:
            near = host in self._near
            state = self._hosts[host] = _Host(
                slots=asyncio.Semaphore(NEAR_CONNECTIONS if near else CONNECTIONS),
                gap=self._near_gap if near else self._gap,
                free_at=self._clock.now(),
            )
        return state

    def _trim(self) -> None:
        """Forgets hosts about which nothing is known any more, once there are many."""
        if len(self._hosts) < 4096:
            return
        now = self._clock.now()
        for name in [name for name, state in self._hosts.items() if _idle(state, now)]:
            del self._hosts[name]


def _idle(state: _Host, now: datetime) -> bool:
    held = state.held_until is not None and state.held_until > now
    return not (state.users or held or state.learnt or state.free_at > now)


def _text(value: bytes) -> str:
    return value.decode("latin-1")


def _words(span: timedelta) -> str:
    seconds = int(span.total_seconds())
    return f"{seconds} s" if seconds < 600 else f"{seconds // 60} min"
