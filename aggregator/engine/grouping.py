"""Grouping as it goes on: the window of recent articles in memory, what it decides in the archive."""

import asyncio
import logging
from datetime import datetime, timedelta
from functools import partial

from aggregator.archive import Archive, Connection, derived, marks, moving, placing
from aggregator.edge import World, service
from aggregator.errors import ArchiveError
from aggregator.records import EntryId, Placed
from aggregator.stages import stories
from aggregator.stages.stories import Window

BATCH = 200  # articles placed per transaction
REMEMBER_EVERY = timedelta(minutes=30)  # the counts of words; a crash loses that much of them and no placement
EXPIRE_EVERY = timedelta(days=1)
PUT_OFF = timedelta(days=1)  # an entry that could not be placed; by then the program may be another
log = logging.getLogger("aggregator.stories")


class Grouping:
    """Places entries into events and stories; `start` comes first.

    Placing runs in a thread, a batch at a time; each batch is committed whole with the fingerprints that a restart reads.
    """

    def __init__(self, archive: Archive, world: World) -> None:
        self._archive = archive
        self._world = world
        self._window: Window | None = None
        self._expired: datetime | None = None
        self._remembered: datetime | None = None

    async def start(self) -> None:
        """Restore the window from the archive, once."""
        if self._window is None:
            await self.restart()

    async def restart(self) -> None:
        """Restore the window from the archive, with the hand decisions as they are now."""
        since = self._world.now() - timedelta(days=stories.WINDOW_DAYS)
        self._window, unread = await asyncio.to_thread(_restored, self._archive, since)
        await asyncio.to_thread(service.give_back_memory)
        if unread:
            now = self._world.now()
            await self._archive.submit(partial(_place_again, entries=unread, now=now))

    async def place_pending(self) -> int:
        """Place what is pending; returns how many entries were looked at."""
        await self.start()
        try:
            return await self._place_pending()
        except BaseException:
            # What the window holds and what was committed may now differ, and a thread that was called off may still
            # be at work in it: the next turn restores another one from the archive.
            self._window = None
            raise

    async def _place_pending(self) -> int:
        looked = 0
        while entries := derived.pending(self._archive.reader, "stories", self._world.now(), BATCH):
            try:
                await self._place(entries)
            except ArchiveError:
                raise
            except Exception:
                log.exception("grouping-failed entries=%d", len(entries))
                await self._place_until_one_fails(entries)
            looked += len(entries)
        window = self._window
        assert window is not None
        if looked:
            await self._save(window, await asyncio.to_thread(window.merge_pass, self._world.now()))
            await self._warm_up(window)
            if self._remembered is None or self._world.now() - self._remembered >= REMEMBER_EVERY:
                await self._remember(window)
        self._expire(window)
        return looked

    async def _place(self, entries: tuple[EntryId, ...]) -> None:
        window = self._window
        assert window is not None, "start() comes first"
        since = self._world.now() - timedelta(days=stories.WINDOW_DAYS)
        stay = moving.placed_before(self._archive.reader, entries, since)
        articles = placing.to_place(self._archive.reader, [entry for entry in entries if entry not in stay])
        await self._save(window, await asyncio.to_thread(window.place, articles), entries)
        if stay:
            await self._archive.submit(partial(moving.refresh_around, entries=stay))

    async def _place_until_one_fails(self, entries: tuple[EntryId, ...]) -> None:
        """Place them one by one; the first that fails us is put off, so that it keeps no other back."""
        await self.restart()
        for entry in entries:
            try:
                await self._place((entry,))
            except ArchiveError:
                raise
            except Exception:
                log.exception("grouping-failed entry=%d", entry)
                due = self._world.now() + PUT_OFF
                await self._archive.submit(
                    partial(derived.postpone, stage="stories", entry=entry, due=due, failed=True)
                )
                await self.restart()
                return

    async def close(self) -> None:
        """Keep what the window knows beyond its articles."""
        if self._window is not None:
            await self._remember(self._window)

    async def _remember(self, window: Window) -> None:
        self._remembered = self._world.now()
        state = await asyncio.to_thread(window.state)
        await self._archive.submit(partial(marks.set_blob, key="stories", data=state))

    async def _warm_up(self, window: Window) -> None:
        """Place the first articles of a language again once its words have been counted, or the first import has ended."""
        first = marks.get_state(self._archive.reader, "stories:imported") is None
        if not (first or window.ready_to_replace):
            return
        articles = placing.to_place(self._archive.reader, window.cold_entries)
        await self._save(window, await asyncio.to_thread(window.replace_cold, articles))
        if first:
            await self._archive.submit(partial(marks.set_state, key="stories:imported", value="yes"))
        log.info("re-placed entries=%d", len(articles))

    def _expire(self, window: Window) -> None:
        now = self._world.now()
        if self._expired is None or now - self._expired >= EXPIRE_EVERY:
            self._expired = now
            window.expire(now)

    async def _save(self, window: Window, placed: Placed, entries: tuple[EntryId, ...] = ()) -> None:
        prints = [(placement.entry, window.fingerprint(placement.entry)) for placement in placed.placements]
        now = self._world.now()

        def write(conn: Connection) -> None:
            placing.save_placed(conn, placed, now)
            placing.save_fingerprints(conn, prints, placed.made_by)
            derived.settle(conn, "stories", entries)

        await self._archive.submit(write)


def _place_again(conn: Connection, entries: tuple[EntryId, ...], now: datetime) -> None:
    for entry in entries:
        derived.postpone(conn, "stories", entry, now, failed=False)


def _restored(archive: Archive, since: datetime) -> tuple[Window, tuple[EntryId, ...]]:
    """The window as it was, and the entries that it must be given again."""
    conn = archive.connect()
    try:
        next_event, next_story = placing.next_ids(conn)
        window = Window(next_event=next_event, next_story=next_story, constraints=marks.constraints(conn))
        rows = (_stored(row) for row in placing.stored_prints(conn, since, stories.MADE_BY))
        return window, window.restore(rows, marks.get_blob(conn, "stories"))
    finally:
        conn.close()


def _stored(row: placing.StoredPrint) -> stories.Stored:
    placement = row.placement
    return stories.Stored(
        entry=placement.entry,
        fingerprint=row.fingerprint,
        event=placement.event,
        story=placement.story,
        follows=placement.follows,
        relation=placement.relation,
        role=placement.role,
        score=placement.score,
        because=placement.because,
        title=row.title,
        original=row.original,
        evidence=row.evidence,
    )
