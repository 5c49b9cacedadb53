"""The conductor of `aggregator demo`: the invented week through the real engine, at once or within minutes."""

import shutil
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from aggregator import config as configuration
from aggregator.archive import digests, open_archive, read
from aggregator.archive.rows import stamp
from aggregator.daemon import Daemon
from aggregator.demo.newsroom import Newsroom
from aggregator.demo.server import Server, feeds_yaml
from aggregator.edge import LiveWorld
from aggregator.edge.clock import FastClock, FrozenClock, system_clock
from aggregator.edge.http import Http
from aggregator.engine import Engine
from aggregator.errors import UsageError
from aggregator.records import Config
from aggregator.server import serve

WEEK_START = datetime(2024, 6, 14, 6, tzinfo=UTC)  # of the week as the journey test plays it
LIVE_TICK = 0.25  # seconds between two looks at what is due, at high speed
MARK = "demo.txt"  # tells an archive of ours, which may be begun anew, from one that somebody needs


async def whole_week(
    folder: Path, *, start: datetime = WEEK_START, after_poll: Callable[[Engine], Awaitable[None]] | None = None
) -> dict[str, Any]:
    """Play the week into a new archive at `folder` as fast as it can be polled; returns the summary.

    Real HTTP, real SQLite, a clock that stands still between two polls.
    """
    _begin(folder)
    clock = FrozenClock(start)
    async with Server(Newsroom(start), clock.now) as server:
        config = _configured(server, folder)
        archive = open_archive(folder, since=stamp(clock.now()))
        try:
            async with Http(clock, allow_networks=config.allow_networks, min_gap=timedelta(0)) as http:
                engine = Engine(config=config, archive=archive, world=LiveWorld(clock, http))
                await engine.start()
                for moment in _moments(server.newsroom):
                    clock.set(moment)
                    await _one_round(engine)
                    if after_poll is not None:
                        await after_poll(engine)
                await engine.write_due_digests()
                await engine.close()
        finally:
            archive.close()
    return summary(folder)


def _moments(newsroom: Newsroom) -> list[datetime]:
    """Every instant at which something changes, and a last look an hour later."""
    return [*newsroom.moments(), newsroom.end + timedelta(hours=1)]


async def _one_round(engine: Engine) -> None:
    # One after the other, in the order of feeds.yaml, so that ids come out the same each time.
    names = [spec.name for spec in engine.config.feeds]
    for feed in sorted(await engine.claim("force"), key=lambda feed: names.index(feed.spec.name)):
        await engine.poll(feed)
    await engine.read_pages()
    await engine.think()


async def live(folder: Path, *, port: int, minutes: float, ready: Callable[[str], None]) -> None:
    """Let the daemon follow the newsroom at high speed, with its pages, until stopped.

    The week lies in the past, so that no date is in the future; it takes `minutes`, and the clock then goes on at its
    own pace.
    """
    _begin(folder)
    present = system_clock().now()
    newsroom = Newsroom(present - timedelta(days=7))
    speed = (newsroom.end - newsroom.start) / timedelta(minutes=minutes)
    clock = FastClock(speed, newsroom.start, until=newsroom.end + timedelta(hours=2))
    async with Server(newsroom, clock.now) as server:
        config = _configured(server, folder)
        archive = open_archive(folder, since=stamp(clock.now()))
        try:
            async with Http(clock, allow_networks=config.allow_networks, min_gap=timedelta(0)) as http:
                daemon = Daemon(
                    Engine(config=config, archive=archive, world=LiveWorld(clock, http)),
                    Path(config.path),
                    tick=LIVE_TICK,
                )
                daemon.listen_to_signals()
                await serve(daemon, folder, config.web.host, port, ready=ready)
        finally:
            archive.close()


def _begin(folder: Path) -> None:
    """Make room for a new demo archive; an archive that is not a demo is left alone."""
    if (folder / "archive.db").exists():
        if not (folder / MARK).exists():
            raise UsageError(
                f"{folder} holds an archive that is no demo",
                hint="give another folder with --archive; nothing was changed",
            )
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARK).write_text("An archive of `aggregator demo`; the next demo begins it anew.\n", encoding="utf-8")


def _configured(server: Server, folder: Path) -> Config:
    path = folder / "feeds.yaml"
    path.write_text(feeds_yaml(server), encoding="utf-8")
    return configuration.load(path)


# ------------------------------------------------------------------------------------------------------ summary


def summary(folder: Path) -> dict[str, Any]:
    """What the archive holds after the week: counts, copies, stories with their members."""
    conn = read(folder)
    try:
        return digests.summary(conn)
    finally:
        conn.close()
