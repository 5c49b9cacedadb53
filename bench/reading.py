"""What a click costs in a large archive: every list and search, p50 and p95, in CPU milliseconds.

    python bench/reading.py [ENTRIES] [--keep FOLDER]

Fills an archive with ENTRIES invented entries (default 200,000; 60 words each, vocabulary after Zipf, stories of one to
twelve entries, 200 feeds), then asks each query many times with varying arguments. Chance is seeded by hashes, so two
runs ask the same. Figures are CPU time of this process; compare them within one run only.
"""

import argparse
import hashlib
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aggregator.archive import fts, queries, search
from aggregator.archive.rows import stamp
from aggregator.archive.writer import connect, connect_readonly

START = datetime(2020, 1, 1, tzinfo=UTC)
FEEDS = 200
WORDS = 60
VOCABULARY = 60_000
ASKED = 60  # times each query is asked


def number(text: str) -> int:
    """A number that looks like chance and is the same in every run."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=6).digest(), "big")


def word(seed: int) -> str:
    """A word of the vocabulary, frequent ones often: rank is about the inverse of chance."""
    share = (seed % 1_000_003) / 1_000_003
    return f"mot{int(VOCABULARY**share)}"


def fill(folder: Path, entries: int) -> None:
    """The archive, written as the writer does but all at once."""
    conn = connect(folder / "archive.db")
    conn.execute("BEGIN")
    for feed in range(FEEDS):
        conn.execute(
            "INSERT INTO feeds (name, url, spec_url, title, publisher, state, last_polled, added) "
            "VALUES (?, ?, ?, ?, ?, 'active', ?, ?)",
            (
                f"feed{feed}",
                f"https://f{feed}.example/",
                "",
                f"Feed {feed}",
                f"p{feed // 2}",
                stamp(START),
                stamp(START),
            ),
        )
    conn.execute("INSERT INTO topics VALUES ('common', 'rule', '{\"fr\": \"Commun\"}', NULL)")
    story = left = 0
    for entry in range(1, entries + 1):
        if not left:
            story += 1
            left = 1 + number(f"story{story}") % 12
            first = stamp(START + timedelta(minutes=4 * entry))
            conn.execute("INSERT INTO stories VALUES (?, ?, 'fr', ?, ?, 0)", (story, f"Histoire {story}", first, first))
            conn.execute("INSERT INTO events VALUES (?, ?, NULL, ?, ?, 0)", (story, story, first, first))
        left -= 1
        insert(conn, entry, story)
    conn.execute("INSERT INTO counters VALUES ('entries', ?), ('topic:common', ?)", (entries, entries // 4))
    conn.execute("COMMIT")
    conn.execute("INSERT INTO search (search) VALUES ('optimize')")
    conn.execute("PRAGMA optimize")
    conn.close()


def insert(conn: sqlite3.Connection, entry: int, story: int) -> None:
    """One entry with its place in a story, its topic, and now and then a former wording."""
    seed = number(f"entry{entry}")
    at = stamp(START + timedelta(minutes=4 * entry))
    words = [word(seed * (place + 7) + place * place) for place in range(WORDS)]
    title, text = " ".join(words[:8]), " ".join(words)
    conn.execute(
        "INSERT INTO entries (id, feed_id, title, text, language, published, first_seen, last_seen, sort_at, wording_hash) "
        "VALUES (?, ?, ?, ?, 'fr', ?, ?, ?, ?, x'00')",
        (entry, 1 + seed % FEEDS, title, text, at, at, at, at),
    )
    fts.index_new(conn)
    conn.execute(
        "INSERT INTO placements VALUES (?, ?, ?, NULL, 'same-event', 'report', 0.7, '[\"mot\"]', NULL, 'bench')",
        (entry, story, story),
    )
    conn.execute(
        "INSERT INTO sightings (entry_id, feed_id, first_seen, last_seen, rank, wording_hash) VALUES (?, ?, ?, ?, 1, x'00')",
        (entry, 1 + seed % FEEDS, at, at),
    )
    conn.execute("UPDATE stories SET size = size + 1, last_seen = ? WHERE id = ?", (at, story))
    conn.execute("UPDATE events SET size = size + 1, last_seen = ? WHERE id = ?", (at, story))
    if seed % 4 == 0:
        conn.execute("INSERT INTO tags VALUES (?, 'common', 1.0, '[]', 'bench')", (entry,))
    if seed % 50 == 0:
        conn.execute(
            "INSERT INTO revisions (entry_id, feed_id, origin, wording_hash, seen, replaced, change, silent, title, text) "
            "VALUES (?, ?, 'feed', x'01', ?, ?, 'headline', 0, ?, ?)",
            (entry, 1 + seed % FEEDS, at, at, "Avant " + title, text),
        )


Asked = Callable[[sqlite3.Connection, int], object]


def questions(entries: int) -> dict[str, Asked]:
    """What is asked; the number varies the arguments."""

    def day(n: int) -> str:
        return stamp(START + timedelta(minutes=4 * (n % entries)))

    return {
        "first page": lambda conn, n: queries.today(conn),
        "stories, a page at a random date": lambda conn, n: queries.stories(conn, before=f"{day(n)}_1"),
        "newest 50": lambda conn, n: queries.newest(conn),
        "story": lambda conn, n: queries.story(conn, 1 + n % (entries // 8)),
        "entry": lambda conn, n: queries.entry(conn, 1 + n % entries),
        "topic": lambda conn, n: queries.topic(conn, "common"),
        "source": lambda conn, n: queries.source(conn, f"feed{n % FEEDS}"),
        "edits": lambda conn, n: queries.edits(conn),
        "edits of one outlet": lambda conn, n: queries.edits(conn, feed=f"p{n % 100}"),
        "search, newest: rare word": lambda conn, n: search.search(conn, f"mot{20_000 + n % 30_000}"),
        "search, newest: common word": lambda conn, n: search.search(conn, f"mot{2 + n % 8}"),
        "search, newest: two words": lambda conn, n: search.search(conn, f"mot{2 + n % 8} mot{30 + n % 90}"),
        "search, best: rare word": lambda conn, n: search.search(conn, f"mot{20_000 + n % 30_000}", order="best"),
        "search, best: common word": lambda conn, n: search.search(conn, f"mot{2 + n % 8}", order="best"),
        "search, best: start of a word": lambda conn, n: search.search(conn, f"mot{10 + n % 89}*", order="best"),
        "search in one source": lambda conn, n: search.search(conn, f"mot{30 + n % 90} feed:feed{n % FEEDS}"),
        "search since a day": lambda conn, n: search.search(conn, f"mot{2 + n % 8} after:2020-06-01"),
        "one source alone": lambda conn, n: search.search(conn, f"feed:feed{n % FEEDS}"),
    }


def main() -> None:
    """Fill, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("entries", nargs="?", type=int, default=200_000)
    parser.add_argument("--keep", type=Path, help="folder in which the archive stays for the next run")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / "archive.db").exists():
            fill(folder, options.entries)
        conn = connect_readonly(folder / "archive.db")
        print(f"{options.entries:,} entries, {(folder / 'archive.db').stat().st_size / 1e6:,.0f} MB")
        print(f"{'':36}{'p50':>8}{'p95':>8}  ms of CPU")
        for name, ask in questions(options.entries).items():
            ask(conn, 0)
            times = []
            for n in range(ASKED):
                began = time.process_time()
                ask(conn, number(f"{name}{n}"))
                times.append((time.process_time() - began) * 1000)
            print(f"{name:36}{statistics.median(times):8.2f}{sorted(times)[int(ASKED * 0.95)]:8.2f}")


if __name__ == "__main__":
    main()
