"""What is thought about entries once they are safe: topics and stories.

What is pending is in `todo`; a row leaves in the transaction that stores the thought, so this may stop anywhere.
"""

import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from aggregator.archive import Archive, Connection, derived
from aggregator.edge import World
from aggregator.engine import regroup
from aggregator.engine.grouping import Grouping
from aggregator.records import Config, EntryId, Subject, Topic
from aggregator.stages import topics

BATCH = 200  # entries per transaction
PUT_OFF = timedelta(days=1)  # an entry that could not be tagged; by then the program may be another
log = logging.getLogger("aggregator.topics")


class Thinker:
    """Works through what is pending; `start` comes first."""

    def __init__(self, archive: Archive, world: World) -> None:
        self._archive = archive
        self._world = world
        self._grouping = Grouping(archive, world)
        self._turn = asyncio.Lock()

    async def start(self) -> None:
        """Take up grouping where the archive says it stopped."""
        await self._grouping.start()

    async def close(self) -> None:
        """Keep what grouping knows for the next start."""
        async with self._turn:
            await self._grouping.close()

    async def restart_grouping(self) -> None:
        """Read hand decisions again, and look at the entries they speak of."""
        async with self._turn:
            await self._grouping.restart()

    async def regroup(self, *, dry_run: bool) -> str:
        """Group every entry anew, or say what that would change."""
        async with self._turn:
            if dry_run:
                difference = await regroup.compare(self._archive, self._world)
            else:
                difference = await regroup.adopt(self._archive, self._world)
                await self._grouping.restart()
        return "\n".join((regroup.in_words(difference), *difference.examples))

    async def think(self, config: Config) -> int:
        """Tag and group everything that is pending; returns how many entries were looked at."""
        async with self._turn:
            return await self._tag_pending(config) + await self._grouping.place_pending()

    async def _tag_pending(self, config: Config) -> int:
        looked = 0
        while entries := derived.pending(self._archive.reader, "topics", self._world.now(), BATCH):
            subjects = derived.to_tag(self._archive.reader, entries)
            tagged = await asyncio.to_thread(_tagged, subjects, config.topics)
            await self._archive.submit(partial(_save_tags, tagged=tagged, later=self._world.now() + PUT_OFF))
            looked += len(entries)
        return looked


_Tagged = list[tuple[EntryId, topics.Looked | None]]


def _tagged(subjects: Sequence[Subject], rules: Sequence[Topic]) -> _Tagged:
    return [(subject.entry, _looked(subject, rules)) for subject in subjects]


def _looked(subject: Subject, rules: Sequence[Topic]) -> topics.Looked | None:
    """What an entry is about; None when it fails us: it is put off, so that it keeps no other back."""
    try:
        return topics.look(subject, rules)
    except Exception:
        log.exception("tagging-failed entry=%d", subject.entry)
        return None


def _save_tags(conn: Connection, tagged: _Tagged, later: datetime) -> None:
    derived.settle(conn, "topics", [entry for entry, _ in tagged])
    for entry, looked in tagged:
        if looked is None:
            derived.postpone(conn, "topics", entry, later, failed=True)
        else:
            derived.save_tags(conn, entry, looked.tags)
            derived.save_mentions(conn, entry, looked.mentions, topics.MADE_BY)
