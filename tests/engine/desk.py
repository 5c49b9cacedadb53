"""A desk to poll from: a farm of loopback servers, a clock that stands still, a real archive, the real engine."""

import sqlite3
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from aggregator import config as configuration
from aggregator.archive import Archive, open_archive
from aggregator.archive.rows import instant, stamp
from aggregator.edge import LiveWorld
from aggregator.edge.clock import FrozenClock
from aggregator.edge.http import Http
from aggregator.engine import Engine, Polled
from tests.farm import Farm

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@dataclass(slots=True)
class Desk:
    """What a test asks and looks at."""

    farm: Farm
    clock: FrozenClock
    engine: Engine
    archive: Archive

    async def poll(self, which: Any = "due", *names: str) -> dict[str, Polled]:
        """Ask the feeds whose time has come (or `all`, or by `force`), by name."""
        claimed = await self.engine.claim(which, names=names or None)
        return {polled.feed.spec.name: polled async for polled in self.engine.poll_all(claimed)}

    async def when_due(self, name: str) -> Polled:
        """Move the clock to the instant at which the feed is due, and ask it."""
        self.clock.set(max(self.clock.now(), self.due(name) + timedelta(seconds=1)))
        return (await self.poll("due", name))[name]

    def due(self, name: str) -> datetime:
        """When the feed is asked next."""
        found = self.value("SELECT next_due FROM feeds WHERE name = ?", name)
        return self.clock.now() if found is None else instant(found)

    def rows(self, sql: str, *given: Any) -> list[sqlite3.Row]:
        return self.archive.reader.execute(sql, given).fetchall()

    def value(self, sql: str, *given: Any) -> Any:
        return self.rows(sql, *given)[0][0]

    def titles(self, name: str) -> set[str]:
        """The entries that the feed ever showed, by title."""
        found = self.rows(
            """
            SELECT DISTINCT e.title FROM entries e
            JOIN sightings s ON s.entry_id = e.id
            JOIN feeds f ON f.id = s.feed_id
            WHERE f.name = ?
            UNION
            SELECT e.title FROM entries e JOIN feeds f ON f.id = e.feed_id WHERE f.name = ?
            """,
            name,
            name,
        )
        return {row[0] for row in found}

    def codes(self, name: str) -> list[str]:
        """What came of each poll of the feed, older pages left out, in order."""
        found = self.rows(
            """
            SELECT p.code FROM polls p JOIN feeds f ON f.id = p.feed_id
            WHERE f.name = ? AND coalesce(p.message, '') NOT LIKE 'an older page%'
            ORDER BY p.id
            """,
            name,
        )
        return [row[0] for row in found]


def feeds_yaml(feeds: Mapping[str, str], *, more: str = "", deadline: str = "60s") -> str:
    """A feeds.yaml that follows these addresses, each feed a publisher of its own, on loopback."""
    lines = [
        f"  - {{url: '{url}', name: {name}, publisher: '{name}', full_text: false, limits: {{deadline: {deadline}}}}}"
        for name, url in feeds.items()
    ]
    return "\n".join(["allow_networks: ['127.0.0.0/8']", more, "feeds:", *lines, ""])


@asynccontextmanager
async def desk_for(farm: Farm, folder: Path, text: str, *, at: datetime = NOON, **http: Any) -> AsyncIterator[Desk]:
    """A desk over the archive in `folder`, following what `text` says; leave it and come again for a restart."""
    path = folder / "feeds.yaml"
    path.write_text(text, encoding="utf-8")
    config = configuration.load(path)
    clock = FrozenClock(at)
    archive = open_archive(folder / "archive", since=stamp(at))
    try:
        async with Http(clock, allow_networks=config.allow_networks, **http) as way_out:
            engine = Engine(config=config, archive=archive, world=LiveWorld(clock, way_out))
            await engine.start()
            yield Desk(farm, clock, engine, archive)
            await engine.close()
    finally:
        archive.close()
