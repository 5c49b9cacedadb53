"""What keeping every changed feed document costs: bytes kept of bytes received, and time per body.

    python bench/payloads.py [--documents DIR] [--archive FOLDER] [--levels]

Three sources. A generator of news-like feeds: 30 entries, 1 to 3 new in each document, now and then an edit. With
`--documents`, real feed documents: a window of 30 entries (or half of them) rolls over the items each one holds, as if they
had been published one after the other. With `--archive`, the captures of an archive, stored again. `--levels` tries other
compression levels and sizes of delta at which the base is renewed.
"""

import argparse
import hashlib
import random
import re
import sqlite3
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aggregator.archive import payloads, schema
from aggregator.archive.payloads import Stored
from aggregator.archive.writer import connect_readonly
from aggregator.records import FeedId, Payload

AT = datetime(2026, 3, 10, tzinfo=UTC)
Series = list[bytes]


def generated(seed: int, documents: int = 200, entries: int = 30) -> Series:
    """The documents of one feed: paragraphs of words that follow Zipf's law, with the markup feeds have."""
    chance = random.Random(seed)
    syllables = [
        first + vowel for first in "bcdfglmnprstv" for vowel in ("a", "e", "i", "o", "u", "an", "on", "eu", "ai")
    ]
    words = ["".join(chance.choices(syllables, k=chance.choice((1, 2, 2, 3)))) for _ in range(6_000)]
    weights = [1 / rank for rank in range(1, len(words) + 1)]

    def prose(count: int) -> str:
        return " ".join(chance.choices(words, weights, k=count)).capitalize() + "."

    def item(number: int) -> str:
        key = hashlib.sha256(f"{seed}/{number}".encode()).hexdigest()
        return (
            f"<item><title>{prose(9)}</title><link>https://courrier.example/article/{prose(5)[:-1].replace(' ', '-')}-{number}"
            f'</link><description>&lt;p&gt;{prose(40)}&lt;/p&gt;</description><enclosure url="https://images.example/'
            f'{key[:2]}/{key}.jpg?w=1024" type="image/jpeg" length="{chance.randrange(10_000, 200_000)}"/>'
            f'<guid isPermaLink="false">{key[:16]}</guid><pubDate>{AT + timedelta(minutes=7 * number):%a, %d %b %Y %H:%M:%S} '
            f"+0000</pubDate></item>\n"
        )

    window, number, found = [item(n) for n in range(entries)][::-1], entries, []
    for _ in range(documents):
        found.append(_document(window))
        for _ in range(chance.choice((1, 1, 2, 3))):
            window = [item(number), *window[: entries - 1]]
            number += 1
        if chance.random() < 0.2:
            place = chance.randrange(entries)
            window[place] = window[place].replace("</title>", f" {prose(1)}</title>")
    return found


def _document(items: list[str]) -> bytes:
    head = '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Le Courrier</title>'
    return (head + "".join(items) + "</channel></rss>").encode()


def rolled(path: Path, entries: int = 30) -> Series:
    """The documents that a real one could have been: a window over its items, 1 to 3 new ones at a time."""
    text = path.read_bytes()
    items = re.findall(rb"<(item|entry)\b.*?</\1>", text, re.DOTALL)
    spans = [match.span() for match in re.finditer(rb"<(item|entry)\b.*?</\1>", text, re.DOTALL)]
    if len(items) < 40:
        return []
    size = min(entries, len(spans) // 2)
    head, tail = text[: spans[0][0]], text[spans[-1][1] :]
    bodies = [text[a:b] for a, b in spans]
    found, start, step = [], len(bodies) - size, 0
    while start >= 0:
        found.append(head + b"\n".join(bodies[start : start + size]) + tail)
        start -= (1, 2, 1, 3)[step % 4]
        step += 1
    return found


def captured(archive: Path) -> Iterator[Series]:
    """The documents of each feed of an archive."""
    conn = connect_readonly(archive / "payloads.db")
    for (feed,) in conn.execute("SELECT DISTINCT feed_id FROM captures WHERE kind = 'feed'").fetchall():
        rows = conn.execute("SELECT sha256 FROM captures WHERE kind = 'feed' AND feed_id = ? ORDER BY id", (feed,))
        yield [payloads.load(conn, row["sha256"]) for row in rows.fetchall()]


def measure(name: str, series: list[Series]) -> None:
    conn = sqlite3.connect(":memory:", isolation_level=None)
    conn.row_factory = sqlite3.Row
    conn.executescript(schema.PAYLOADS)
    took = 0.0
    for number, bodies in enumerate(series):
        for body in bodies:
            stored = _stored(body, number)
            before = time.process_time()
            payloads.store(conn, stored)
            took += time.process_time() - before
    received, kept = payloads.savings(conn)
    count = sum(map(len, series))
    whole = conn.execute("SELECT count(*) FROM bodies WHERE codec = 'zstd'").fetchone()[0]
    shas = [row[0] for row in conn.execute("SELECT sha256 FROM bodies")]
    before = time.process_time()
    for sha256 in shas:
        payloads.load(conn, sha256)
    reading = (time.process_time() - before) / len(shas) * 1000
    print(
        f"{name:34} {count:6} documents of {len(series):3} feeds  {received / 1e6:8.1f} MB -> {kept / 1e6:6.2f} MB"
        f"  saved {100 * (1 - kept / received):5.1f} %  whole {whole:4}"
        f"  store {1000 * took / count:5.2f} ms  load {reading:5.2f} ms"
    )


def _stored(body: bytes, number: int) -> Stored:
    payload = Payload(
        kind="feed", url="https://courrier.example/rss", final_url="https://courrier.example/rss", at=AT, status=200,
        request_headers=(), response_headers=(), hops=(), elapsed=timedelta(0), body=body,
        sha256=hashlib.sha256(body).digest(),
    )  # fmt: skip
    return Stored(payload=payload, sources=(f"feed:{number}",), feed=FeedId(number))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=Path)
    parser.add_argument("--archive", type=Path)
    parser.add_argument("--levels", action="store_true")
    given = parser.parse_args()
    sources = {"generated": [generated(seed) for seed in range(3)]}
    if given.documents:
        found = [rolled(path) for path in sorted(given.documents.rglob("*")) if path.is_file()]
        sources["real items, rolled"] = [series for series in found if series][:40]
    if given.archive:
        sources["archive"] = list(captured(given.archive))
    for name, series in sources.items():
        measure(name, series)
        if given.levels:
            standard = payloads.LEVEL, payloads.RENEW
            for level, renew in ((3, 0.25), (6, 0.25), (9, 0.15), (9, 0.4), (9, 0.6), (15, 0.25)):
                payloads.LEVEL, payloads.RENEW = level, renew
                measure(f"  level {level}, renewed above {renew}", series)
            payloads.LEVEL, payloads.RENEW = standard


if __name__ == "__main__":
    main()
