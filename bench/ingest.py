"""What a poll costs when the archive is large: 30 known entries, and one new one, at 50,000 entries and at a million.

    python -m bench.ingest [--small 50000] [--large 1000000]

The archives are filled by SQL with rows like those of real polls (entries, keys, sightings, search index), because a million
polls would take hours. Then one feed is read again and again by the real `absorb`, and the CPU time of the writer counts.
"""

import argparse
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from aggregator.archive import feeds, open_archive
from aggregator.engine.absorb import absorb
from aggregator.engine.rhythms import Rhythms
from aggregator.records import Collected, Entry, Feed, FeedSpec, Fetched, ParsedFeed, Response, Validators
from aggregator.stages import schedule
from aggregator.text import diff

START = datetime(2026, 1, 1, tzinfo=UTC)
FEEDS, SHOWN, POLLS = 500, 30, 60
TEXT = "Le conseil s'est réuni {} pour parler du port {}, de la route et des écoles ; rien n'a été décidé avant la séance {}."


def fill(conn: sqlite3.Connection, count: int) -> None:
    """Rows for `count` entries of all feeds, the oldest first; each feed has shown its newest ones last."""
    conn.execute("BEGIN")
    conn.executemany(
        """
        INSERT INTO entries (id, feed_id, guid, url, url_canonical, title, text, language, published, date_quality, first_seen,
            last_seen, sort_at, wording_hash)
        VALUES (?, ?, ?, ?, ?, ?, ?, 'fr', ?, 'exact', ?, ?, ?, ?)
        """,
        _entries(count),
    )
    for kind, column in (("guid", "guid"), ("link-canonical", "url_canonical")):
        conn.execute(
            f"INSERT INTO aliases SELECT id, ?, {column}, feed_id, 'first seen with it', first_seen, first_seen FROM entries",
            (kind,),
        )
    conn.execute(
        """
        INSERT INTO sightings (entry_id, feed_id, first_seen, last_seen, rank, place, wording_hash, guid, url, open)
        SELECT id, feed_id, first_seen, first_seen, 1, -id, wording_hash, guid, url, id > ? FROM entries
        """,
        (count - FEEDS * SHOWN,),
    )
    conn.execute("INSERT INTO search (rowid, title, text) SELECT id, title, text FROM entries")
    conn.execute("INSERT INTO search_state SELECT id, 'feed' FROM entries")
    conn.execute("COMMIT")
    conn.execute("ANALYZE")


def _entries(count: int) -> Iterator[tuple[object, ...]]:
    for number in range(1, count + 1):
        entry = an_entry(number)
        at = f"{_at(number):%Y-%m-%dT%H:%M:%SZ}"
        yield (
            number, entry.feed, entry.guid, entry.url, entry.url_canonical, entry.title, entry.text, at, at, at, at,
            entry.wording_hash,
        )  # fmt: skip


def _at(number: int) -> datetime:
    return START + timedelta(seconds=number * 13)


def an_entry(number: int, rank: int = 1) -> Entry:
    from aggregator.records import FeedId

    feed = FeedId(number % FEEDS + 1)
    url = f"https://journal{feed}.example/articles/{number}"
    title, text = f"Séance {number} du conseil", TEXT.format(number % 365, number % 977, number)
    return Entry(
        feed=feed, guid=url, url=url, url_canonical=url, title=title, text=text, language="fr", published=_at(number),
        published_raw="", published_from="feed", date_quality="exact", wording_hash=diff.wording_hash(title, text),
        raw_hash=number.to_bytes(16, "big"), rank=rank,
    )  # fmt: skip


def collected(feed: Feed, numbers: list[int], now: datetime) -> Collected:
    """A poll that brought these entries, none of which is known by its bytes: the dearest case."""
    response = Response(url=feed.url, status=200, headers=(), body=b"", received=now, elapsed=timedelta(0))
    return Collected(
        feed=feed,
        at=now,
        outcome=Fetched(response=response, validators=Validators(), fresh_for=None, body_sha256=bytes(32)),
        parsed=ParsedFeed(format="rss20", path="strict"),
        entries=tuple(an_entry(number, rank) for rank, number in enumerate(numbers, start=1)),
    )


def learn(conn: sqlite3.Connection, feed: Feed, rhythms: Rhythms, now: datetime) -> None:
    rhythms.of(conn, feed.id, now, new=())


def measure(count: int, folder: Path) -> tuple[float, float]:
    """Milliseconds of CPU of a poll of known entries, and of one with a new entry: medians."""
    archive = open_archive(folder, since="now")
    specs = [
        FeedSpec(url=f"https://journal{n}.example/feed", name=f"j{n}", publisher=f"j{n}") for n in range(1, FEEDS + 1)
    ]
    try:
        archive.do(lambda conn: feeds.sync_feeds(conn, specs, START))
    finally:
        archive.close()
    conn = sqlite3.connect(folder / "archive.db", isolation_level=None)
    fill(conn, count)
    conn.close()
    archive = open_archive(folder, since="now")
    rhythms, now = Rhythms(), _at(count) + timedelta(hours=1)
    spans: dict[bool, list[float]] = {False: [], True: []}
    try:
        known = archive.do(lambda conn: feeds.load_feeds(conn, specs))
        for turn in range(POLLS):
            feed = known[turn * 7 % FEEDS]
            newest = count - (count - (feed.id - 1)) % FEEDS
            numbers = [newest - FEEDS * back for back in range(SHOWN)]
            fresh = turn % 2 == 1
            poll = collected(feed, [newest + FEEDS, *numbers[:-1]] if fresh else numbers, now)

            def timed(conn: sqlite3.Connection, poll: Collected = poll) -> float:
                began = time.thread_time()
                absorb(conn, poll, schedule.PRICE, rhythms)
                return time.thread_time() - began

            # Learning the rhythm of a feed is done once in some hours, and is no part of what is measured. Known entries are
            # read twice and measured once: the first time gives them the places in the document that the filling did not.
            archive.do(partial(learn, feed=feed, rhythms=rhythms, now=now))
            if not fresh:
                archive.do(timed)
            spans[fresh].append(archive.do(timed) * 1000)
    finally:
        archive.close()
    return statistics.median(spans[False]), statistics.median(spans[True])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--small", type=int, default=50_000)
    parser.add_argument("--large", type=int, default=1_000_000)
    asked = parser.parse_args()
    found = []
    print(f"{'entries':>10} {'30 known':>10} {'1 new of 30':>12}   ms of CPU a poll, in the writer")
    for count in (asked.small, asked.large):
        with tempfile.TemporaryDirectory() as folder:
            known, new = measure(count, Path(folder))
        found.append((known, new))
        print(f"{count:10d} {known:10.2f} {new:12.2f}", flush=True)
    print(f"{'ratio':>10} {found[1][0] / found[0][0]:10.2f} {found[1][1] / found[0][1]:12.2f}")


if __name__ == "__main__":
    main()
