"""The conductor: collect, absorb, think. Each job is one straight line through the stages.

`collect` touches no archive and may run on any machine; `absorb` runs whole in the writer's thread, so that two feeds
polled at once see each other's entries. What has still to be thought about an entry stands in `todo`: a crash, an upgrade
and a rebuild are the same case.
"""

import asyncio
import importlib
import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from aggregator.archive import Archive, Connection, Stored, derived, feeds, known, marks, open_archive
from aggregator.archive.feeds import Which
from aggregator.archive.rows import stamp
from aggregator.edge import World, live_world, workers
from aggregator.engine.absorb import Polled, absorb
from aggregator.engine.collect import ask, broken, is_large, read
from aggregator.engine.line import Line
from aggregator.engine.manners import Manners
from aggregator.engine.rhythms import Rhythms
from aggregator.engine.turns import Turns
from aggregator.engine.websub import Hubs
from aggregator.errors import ArchiveError
from aggregator.records import Collected, Config, EntryId, Feed, Fetched
from aggregator.stages import schedule

if (
    TYPE_CHECKING
):  # a poll needs neither; with them come numpy, word lists and page readers: more than all else together
    from aggregator.engine.pages import Pages
    from aggregator.engine.rechecks import Rechecks
    from aggregator.engine.think import Thinker

__all__ = ["Engine", "Polled", "engine_for", "import_all", "poll_once"]

STEER_EVERY = timedelta(hours=1)
AT_ONCE = 256  # polls of one command under way; the edge bounds them per host
log = logging.getLogger("aggregator.engine")


# What is imported when it is first needed.
_LATER = (
    "engine.pages",
    "engine.rechecks",
    "engine.think",
    "engine.walk",
    "stages.identify",
    "stages.normalize",
    "stages.parse",
)


def import_all() -> None:
    """Import now what a poll imports when it first needs it: who runs for months must not meet the files of a later version."""
    for module in _LATER:
        importlib.import_module(f"aggregator.{module}")


class Engine:
    """One archive, one world, one configuration: polls, thinks, answers requests, writes digests.

    `start` comes first; `close` last.
    """

    def __init__(self, *, config: Config, archive: Archive, world: World) -> None:
        self.config = config
        self.archive = archive
        self.world = world
        self._thinker: Thinker | None = None
        self._pages: tuple[Pages, Rechecks] | None = None
        self.price = schedule.PRICE
        self._steered: datetime | None = None
        self.line = Line()
        self._rhythms = Rhythms()
        self._manners = Manners(world)
        self._turns = Turns(self._take_in)
        self.hubs = Hubs(self)
        self._topics_told = False  # to the archive, since feeds.yaml was last read

    @property
    def thinker(self) -> "Thinker":
        """What tags and groups; made when it is first asked for."""
        if self._thinker is None:
            from aggregator.engine.think import Thinker

            self._thinker = Thinker(self.archive, self.world)
        return self._thinker

    async def start(self) -> None:
        """Forget the leases of a process that died, and bring the archive in step with feeds.yaml."""
        await self.archive.submit(feeds.release_leases)
        await self._follow_config()

    async def _follow_config(self) -> None:
        now = self.world.now()

        def prepare(conn: Connection) -> float:
            feeds.sync_feeds(conn, self.config.feeds, now)
            feeds.sync_publishers(conn, self.config.publishers)
            return float(marks.get_state(conn, "price") or schedule.PRICE)

        self.price = await self.archive.submit(prepare)
        for url, until in feeds.held(self.archive.reader, now):
            self.world.hold(url, until, "it asked an earlier run to wait")
        self._topics_told = False

    async def close(self) -> None:
        """Keep what has been learnt and end the child process; the archive stays open."""
        await self._turns.close()
        if self._thinker is not None:
            await self._thinker.close()
        await asyncio.to_thread(workers.close_shared)

    async def reconfigure(self, config: Config) -> None:
        """Follow a changed feeds.yaml from now on."""
        self.config = config
        self.world.allow(config.allow_networks)
        await self._follow_config()

    # -------------------------------------------------------------------------------------------------- polling

    async def claim_due(self, limit: int) -> tuple[Feed, ...]:
        """Feeds whose time has come, leased to this process."""
        now = self.world.now()
        await self._steer(now)
        if not feeds.any_due(self.archive.reader, now):
            return ()
        return await self.claim("due", limit=limit)

    async def claim(self, which: Which, *, names: Sequence[str] | None = None, limit: int = -1) -> tuple[Feed, ...]:
        """Feeds to poll, leased to this process; of `names` only, when they are given."""
        now = self.world.now()
        wanted = None if names is None else frozenset(names)
        specs = {spec.name: spec for spec in self.config.feeds if wanted is None or spec.name in wanted}
        return await self.archive.submit(lambda conn: feeds.claim(conn, specs, now, which=which, limit=limit))

    async def poll_all(self, claimed: Sequence[Feed]) -> AsyncIterator[Polled]:
        """Poll these feeds side by side, each as it is done; one that fails us is logged and the others go on."""
        gate = asyncio.Semaphore(AT_ONCE)

        async def one(feed: Feed) -> Polled | None:
            async with gate:
                try:
                    return await self.poll(feed)
                except ArchiveError:
                    raise  # the disk is full, or the archive is damaged: no other feed will fare better
                except Exception:
                    log.exception("poll-failed feed=%s", feed.spec.name)
                    return None

        for done in asyncio.as_completed([one(feed) for feed in claimed]):
            polled = await done
            if polled is not None:
                yield polled

    async def poll(self, feed: Feed) -> Polled:
        """Ask one feed and archive what it says."""
        outcome, at = await ask(feed, self.world, self.config)
        try:
            if isinstance(outcome, Fetched):
                reading = partial(read, feed, outcome, at, self.config, self.known_hashes)
                polled = await self._turns.take(reading, aside=is_large(outcome))
            else:
                polled = await self._take_in(Collected(feed=feed, at=at, outcome=outcome))
        except ArchiveError:
            raise  # the disk is full, or the archive is damaged: no other feed will fare better
        except Exception as error:
            # Whatever one document does to us, its bytes are kept, and the feed is asked again later and later.
            log.exception("document-failed feed=%s", feed.spec.name)
            polled = await self._take_in(broken(feed, outcome, at, error))
        if (polled.code == "ok" and feed.last_good is None) or polled.missed:
            from aggregator.engine.walk import walk_back

            older = await walk_back(polled.feed, self.world, self.config, self.archive, self._manners)
            return replace(polled, new=polled.new + older)
        return polled

    async def _take_in(self, collected: Collected) -> Polled:
        feed = collected.feed
        self.line.saw(collected)
        charged = not self.line.excuses(collected)
        bodies = (
            [Stored(payload=collected.payload, sources=(f"feed:{feed.id}",), feed=feed.id)] if collected.payload else []
        )
        polled = await self.archive.submit(
            lambda conn: absorb(conn, collected, self.price, self._rhythms, charged=charged), bodies=bodies
        )
        log.info(
            "polled feed=%s code=%s new=%d revised=%d ms=%d",
            feed.spec.name,
            polled.code,
            polled.new,
            polled.revised,
            round(polled.elapsed.total_seconds() * 1000),
        )
        return polled

    def known_hashes(self, feed: Feed) -> dict[bytes, EntryId]:
        """The entries of the feed's last document by the hash of their own bytes."""
        return known.open_raw_hashes(self.archive.reader, feed.id)

    async def _steer(self, now: datetime) -> None:
        """Let the price follow the request budget, hourly."""
        if self._steered is not None and now - self._steered < STEER_EVERY:
            return
        if self._steered is not None:
            asked = feeds.requests_since(self.archive.reader, self._steered)
            hours = (now - self._steered) / timedelta(hours=1)
            self.price = schedule.steer(self.price, asked / hours, self.config.budget)
            await self.archive.submit(lambda conn: marks.set_state(conn, "price", repr(self.price)))
        self._steered = now

    # ------------------------------------------------------------------------------------------------- thinking

    async def read_pages(self) -> int:
        """Fetch and read the pages that are pending; returns how many entries were looked at."""
        if not derived.pending(self.archive.reader, "page", self.world.now(), 1):
            return 0
        pages, rechecks = self._page_readers()
        return await pages.read_pending(self.config, rechecks.look_now)

    async def look_again(self) -> int:
        """Look again at pages that may have been edited in silence, within the budget; returns how many were asked for."""
        if not derived.pending(self.archive.reader, "recheck", self.world.now(), 1):
            return 0
        return await self._page_readers()[1].look_again(self.config)

    def _page_readers(self) -> "tuple[Pages, Rechecks]":
        """What reads pages, and what looks at them again; made when they are first asked for."""
        if self._pages is None:
            from aggregator.engine.pages import Pages
            from aggregator.engine.rechecks import Rechecks

            pages = Pages(self.archive, self.world, self._manners)
            self._pages = pages, Rechecks(self.archive, self.world, self._manners, pages.chrome)
        return self._pages

    async def think(self) -> int:
        """Tag and group what is pending; returns how many entries were looked at."""
        await self._tell_topics()
        await self.thinker.start()
        return await self.thinker.think(self.config)

    async def _tell_topics(self) -> None:
        """Keep the names of all topics in the archive, once for each reading of feeds.yaml."""
        if self._topics_told:
            return
        from aggregator.stages import topics

        known_topics = (*self.config.topics, *await asyncio.to_thread(topics.builtin))
        await self.archive.submit(partial(derived.save_topics, topics=known_topics))
        self._topics_told = True

    async def act(self, kind: str, argument: Mapping[str, Any]) -> str:
        """Do one thing that a person asked for on a page, and say in one sentence what came of it.

        Raises:
            UsageError: it cannot be done: what it is about does not exist.
        """
        from aggregator.engine import requests

        return await requests.act(self, kind, argument)

    async def answer_requests(self) -> None:
        """Do what commands beside this process asked for."""
        waiting = marks.open_requests(self.archive.reader)
        if not waiting:
            return
        from aggregator.engine import requests

        for asked in waiting:
            text = await requests.perform(self, asked)
            await self.archive.submit(partial(marks.answer, request=asked.id, text=text, now=self.world.now()))

    async def write_due_digests(self) -> None:
        """Write each digest whose hour has come since it was last written."""
        from aggregator.engine import digests

        await digests.write_due(self.archive, self.config, self.world.now())


@asynccontextmanager
async def engine_for(config: Config, folder: Path) -> AsyncIterator[Engine]:
    """An engine on the live world and the archive in `folder`, which is released at the end.

    Raises:
        ArchiveLocked, ArchiveTooNew, ArchiveError: the archive cannot be written.
    """
    async with live_world(config) as world:
        archive = open_archive(folder, since=stamp(world.now()))
        try:
            yield Engine(config=config, archive=archive, world=world)
        finally:
            archive.close()


async def poll_once(config: Config, folder: Path) -> tuple[Polled, ...]:
    """Poll every feed that is due, read pages, tag and group; then let the archive go."""
    async with engine_for(config, folder) as engine:
        await engine.start()
        polled = [one async for one in engine.poll_all(await engine.claim("due"))]
        await engine.read_pages()
        await engine.think()
        await engine.close()
    return tuple(polled)
