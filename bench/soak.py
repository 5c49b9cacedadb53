"""Days of polling in minutes: memory, write-ahead logs and open files must not grow, and the event loop must not stand still.

    python -m bench.soak [--feeds 300] [--hours 72]
    python -m bench.soak --pauses [--megabytes 8]

The real engine, a real archive and real sockets; only the clock is moved to the next poll that is due. The feeds publish
about eight entries a day each, with the rhythm of a day. `--pauses` reads large feeds instead, and measures how long the
event loop is kept waiting meanwhile.
"""

import argparse
import asyncio
import gc
import os
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import partial
from pathlib import Path

from aggregator.archive import open_archive
from aggregator.archive.rows import stamp
from aggregator.edge import LiveWorld
from aggregator.edge.clock import FrozenClock
from aggregator.edge.http import Http
from aggregator.engine import Engine
from aggregator.records import Config, FeedSpec

START = datetime(2026, 3, 2, tzinfo=UTC)
WINDOW = 15
EVERY = timedelta(hours=3)  # between two entries of one feed


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What the process holds at one instant."""

    hours: float
    polls: int
    entries: int
    megabytes: float  # resident
    wal: float  # megabytes of both write-ahead logs
    files: int  # open descriptors


class _Papers(asyncio.Protocol):
    """Feeds that publish by the clock: what they show is computed from the hour."""

    def __init__(self, clock: FrozenClock) -> None:
        self._clock = clock

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        assert isinstance(self._transport, asyncio.WriteTransport)
        feed = int(data.split(b" ", 2)[1][1:])
        shift = EVERY * (feed % 97) / 97
        newest = int((self._clock.now() - START + timedelta(days=4) - shift) / EVERY)
        tag = b'"%d"' % newest
        if b"If-None-Match: " + tag in data:
            self._transport.write(b"HTTP/1.1 304 Not Modified\r\nETag: %s\r\n\r\n" % tag)
            return
        body = _document(feed, newest, shift)
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nETag: %s\r\nContent-Length: %d\r\n\r\n"
        self._transport.write(head % (tag, len(body)) + body)


def _document(feed: int, newest: int, shift: timedelta) -> bytes:
    items = []
    for number in range(newest, newest - WINDOW, -1):
        at = format_datetime(START - timedelta(days=4) + shift + EVERY * number, usegmt=True)
        items.append(
            f"<item><title>Dépêche {number} du journal {feed}</title><guid>https://j{feed}.example/{number}</guid>"
            f"<link>https://j{feed}.example/{number}</link><pubDate>{at}</pubDate>"
            f"<description>Le conseil {number * 7919 % 9973} s'est réuni dans la ville {feed} pour parler du port, de la"
            f" route et des écoles ; rien n'a été décidé avant la séance {number}.</description></item>"
        )
    return (
        f"<rss version='2.0'><channel><title>Journal {feed}</title><link>https://j{feed}.example/</link>"
        f"<language>fr</language>{''.join(items)}</channel></rss>"
    ).encode()


@asynccontextmanager
async def engine_over(folder: Path, feeds: int, clock: FrozenClock) -> AsyncIterator[Engine]:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Papers(clock), "127.0.0.1", 0, backlog=1024)
    port = server.sockets[0].getsockname()[1]
    specs = tuple(
        FeedSpec(url=f"http://127.0.0.1:{port}/{n}", name=f"j{n}", publisher=f"j{n}", full_text=False)
        for n in range(feeds)
    )
    config = Config(path="feeds.yaml", feeds=specs, allow_networks=("127.0.0.0/8",))
    archive = open_archive(folder, since=stamp(clock.now()))
    try:
        async with Http(clock, allow_networks=config.allow_networks) as http:
            engine = Engine(config=config, archive=archive, world=LiveWorld(clock, http))
            await engine.start()
            yield engine
            await engine.close()
    finally:
        archive.close()
        server.close()


async def soak(folder: Path, *, feeds: int, hours: float, every: float) -> list[Look]:
    """Poll for that many simulated hours; a look at the process each `every` hours."""
    clock, looks, polls, next_look = FrozenClock(START), [], 0, 0.0
    async with engine_over(folder, feeds, clock) as engine:
        reader = engine.archive.reader
        while clock.now() - START < timedelta(hours=hours):
            polls += len([one async for one in engine.poll_all(await engine.claim_due(1000))])
            if (clock.now() - START) / timedelta(hours=1) >= next_look:
                looks.append(_look(folder, reader, clock, polls))
                next_look += every
            row = reader.execute("SELECT min(next_due) FROM feeds").fetchone()
            # What is due within the same minute is asked together, as a daemon's tick would not, but faster to simulate.
            clock.set(datetime.fromisoformat(row[0]) + timedelta(minutes=1))
        looks.append(_look(folder, reader, clock, polls))
    return looks


def _look(folder: Path, reader: object, clock: FrozenClock, polls: int) -> Look:
    gc.collect()
    entries = reader.execute("SELECT value FROM counters WHERE name = 'entries'").fetchone()  # type: ignore[attr-defined]
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return Look(
        hours=(clock.now() - START) / timedelta(hours=1),
        polls=polls,
        entries=entries[0] if entries else 0,
        megabytes=pages * os.sysconf("SC_PAGE_SIZE") / 1e6,
        wal=sum(path.stat().st_size for path in folder.glob("*.db-wal")) / 1e6,
        files=len(os.listdir("/proc/self/fd")),  # noqa: PTH208 - not a folder of files
    )


async def pauses(folder: Path, megabytes: float) -> list[float]:
    """How late the event loop was each time, in milliseconds, while a feed of this size is read and archived."""
    from bench.press import Press, Sizes, documents

    told = documents(Sizes(2, int(megabytes * 1000), full=0.0), rounds=1)
    press = Press(partial(list, told))
    late: list[float] = []

    async def watch() -> None:
        while True:
            began = time.perf_counter()
            await asyncio.sleep(0.002)
            late.append((time.perf_counter() - began - 0.002) * 1000)

    clock = FrozenClock(START)
    specs = tuple(FeedSpec(url=press.url(n), name=f"f{n}", publisher=f"f{n}", full_text=False) for n in range(2))
    config = Config(path="feeds.yaml", feeds=specs, allow_networks=("127.0.0.0/8",))
    archive = open_archive(folder, since=stamp(START))
    try:
        async with Http(clock, allow_networks=config.allow_networks) as http:
            engine = Engine(config=config, archive=archive, world=LiveWorld(clock, http))
            await engine.start()
            watching = asyncio.create_task(watch())
            done = [one async for one in engine.poll_all(await engine.claim_due(10))]
            watching.cancel()
            await engine.close()
            print(
                f"{sum(map(len, told[0])) / 1e6:.1f} MB in {len(done)} feeds, {sum(one.new for one in done)} new entries"
            )
    finally:
        archive.close()
        press.close()
    return sorted(late)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--feeds", type=int, default=300)
    parser.add_argument("--hours", type=float, default=72)
    parser.add_argument("--pauses", action="store_true")
    parser.add_argument("--megabytes", type=float, default=8)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if asked.pauses:
            late = asyncio.run(pauses(Path(folder), asked.megabytes))
            shown = (late[len(late) // 2], late[int(len(late) * 0.99)], late[-1])
            print("event loop late by {:.1f} ms at the median, {:.1f} ms at 99 %, {:.1f} ms at most".format(*shown))
            return
        print(f"{'hours':>6} {'polls':>8} {'entries':>8} {'MB':>6} {'WAL MB':>7} {'files':>6}")
        for look in asyncio.run(soak(Path(folder), feeds=asked.feeds, hours=asked.hours, every=asked.hours / 12)):
            print(
                f"{look.hours:6.0f} {look.polls:8d} {look.entries:8d} {look.megabytes:6.0f} {look.wal:7.1f} {look.files:6d}"
            )


if __name__ == "__main__":
    main()
