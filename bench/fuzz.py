"""Documents nobody would write, read all the same: `python -m bench.fuzz [--seconds 900] [--seed 1] [--keep DIR]`.

The feeds of tests/corpus are damaged in one to a few places, spliced, cut, written in other tables, or swollen; each is then
read as a poll would read it, in a child process with bounds on CPU time and memory. A find is a document that

    raises      anything at all
    exceeds     its bounds: 5 s of CPU, 400 MB
    is slow     on the fast path: more than 100 ms and 4 us a byte
    differs     when it is read a second time
    cannot      be stored: text that is no UTF-8, a date out of bounds
    loses       entries that feedparser finds, although the fast path vouched for the document

Finds are written to DIR, with what is wrong in the name; each becomes a case of tests/corpus/feeds. Same seed, same documents.
"""

import argparse
import io
import random
import sys
import time
import warnings
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from aggregator.edge.workers import Exceeded, Workers
from aggregator.records import Feed, FeedId, FeedSpec, NeedsFallback, NotAFeed, ParsedFeed
from aggregator.stages import normalize, parse

CORPUS = Path(__file__).parents[1] / "tests" / "corpus" / "feeds"
URL = "https://feeds.example.org/section/feed.xml"
NOW = datetime(2026, 6, 1, tzinfo=UTC)
SECONDS, MAX_BYTES = 5.0, 400_000_000
LONGEST = 400_000  # bytes of a document
TOKENS = (
    b"<![CDATA[", b"]]>", b"<!--", b"-->", b"<item>", b"</item>", b"<entry>", b"</entry>", b"<item/>", b"<title>", b"</title>",
    b"&", b"&amp;", b"&amp;amp;", b"&nbsp;", b"&#0;", b"&#x110000;", b"&#xD800;", b"&#146;", b"&bogus;", b"<", b">", b"'",
    b"<!DOCTYPE rss [<!ENTITY a 'b'>]>", b"<?xml version='1.0' encoding='koi8-r'?>", b"<?php echo 1 ?>", b"\x00", b"\x0b",
    b"\xff", b"\xe2\x80\xa8", b"\xef\xbb\xbf", b"\xef\xbf\xbf", b"\xed\xa0\x80", b"\xff\xfe", b"</rss>", b"</feed>",
    b"</channel>", b"<channel>", b"<rss version='2.0'>", b"<feed xmlns='http://www.w3.org/2005/Atom'>",
    b" xmlns='urn:x'", b" xml:base='..'",
    b"<a:b>", b"<guid>", b"<link>", b"<link href='x'/>", b"<pubDate>0001-01-01</pubDate>", b"<content:encoded>",
    b"<media:content url='x'><media:description>", b"{", b"}", b"[", b"]", b"\"items\":[", b"\\ud800", b"1e999", b"null", b",",
)  # fmt: skip
TABLES = (
    "utf-16",
    "utf-16-le",
    "utf-32",
    "cp1252",
    "latin-1",
    "koi8-r",
    "gb18030",
    "shift_jis",
    "cp037",
    "utf-7",
    "hz",
)


# ------------------------------------------------------------------------------------------------- documents

Change = Callable[[random.Random, bytes, list[bytes]], bytes]


def _insert(chance: random.Random, body: bytes, _others: list[bytes]) -> bytes:
    at = chance.randrange(len(body) + 1)
    return body[:at] + chance.choice(TOKENS) + body[at:]


def _insert_at_tag(chance: random.Random, body: bytes, _others: list[bytes]) -> bytes:
    places = [n for n, byte in enumerate(body) if byte in b"<>"] or [0]
    at = chance.choice(places) + chance.randrange(2)
    return body[:at] + chance.choice(TOKENS) + body[at:]


def _flip(chance: random.Random, body: bytes, _others: list[bytes]) -> bytes:
    found = bytearray(body)
    for _ in range(chance.randrange(1, 8)):
        found[chance.randrange(len(found))] = chance.randrange(256)
    return bytes(found)


def _remove(chance: random.Random, body: bytes, _others: list[bytes]) -> bytes:
    at = chance.randrange(len(body))
    return body[:at] + body[at + chance.choice((1, 1, 2, 5, 20, 200)) :]


def _cut(chance: random.Random, body: bytes, _others: list[bytes]) -> bytes:
    return body[: chance.randrange(len(body))]


def _repeat(chance: random.Random, body: bytes, _others: list[bytes]) -> bytes:
    start = chance.randrange(len(body))
    piece = body[start : start + chance.choice((5, 40, 400))]
    at, times = chance.randrange(len(body) + 1), chance.choice((2, 20, 2000))
    return body[:at] + (piece * times)[:200_000] + body[at:]


def _swell(chance: random.Random, body: bytes, _others: list[bytes]) -> bytes:
    at = chance.randrange(len(body) + 1)
    return body[:at] + chance.choice(TOKENS) * chance.choice((50, 3_000, 20_000)) + body[at:]


def _splice(chance: random.Random, body: bytes, others: list[bytes]) -> bytes:
    other = chance.choice(others)
    return body[: chance.randrange(len(body))] + other[chance.randrange(len(other)) :]


def _rewrite(chance: random.Random, body: bytes, _others: list[bytes]) -> bytes:
    return body.decode("utf-8", "replace").encode(chance.choice(TABLES), "replace")


CHANGES: tuple[tuple[Change, int], ...] = (
    (_insert, 6), (_insert_at_tag, 8), (_flip, 4), (_remove, 5), (_cut, 2), (_repeat, 3), (_swell, 2), (_splice, 2),
    (_rewrite, 1),
)  # fmt: skip


def damaged(chance: random.Random, bodies: list[bytes]) -> bytes:
    """One document, damaged."""
    body = chance.choice(bodies)
    kinds, weights = zip(*CHANGES, strict=True)
    for change in chance.choices(kinds, weights, k=chance.choice((1, 1, 1, 2, 3, 6))):
        body = change(chance, body or b"<rss/>", bodies)[:LONGEST]
    return body


# ------------------------------------------------------------------------------------------------- what must hold


def verdict(body: bytes) -> str | None:
    """What is wrong with the reading of `body`; run in the child."""
    began = time.process_time()
    found = parse.parse(body, None, URL)
    spent = time.process_time() - began
    if spent > 0.1 + 4e-6 * len(body):
        return f"slow-{spent:.2f}s"
    read = parse.fallback(body, None, URL) if isinstance(found, NeedsFallback) else found
    if isinstance(read, NotAFeed):
        return None
    again = parse.parse(body, None, URL)
    if not isinstance(found, NeedsFallback) and again != found:
        return "differs"
    return _unfit(read) or (_lost(body, read) if isinstance(found, ParsedFeed) and found.path == "strict" else None)


def _unfit(read: ParsedFeed) -> str | None:
    """Why what was read could not be stored."""
    feed = Feed(id=FeedId(1), spec=FeedSpec(url=URL, name="fuzz"), url=URL)
    entries, _, _ = normalize.normalize(read, feed, NOW)
    for entry in entries:
        try:
            repr(entry).encode("utf-8")
        except UnicodeEncodeError:
            return "no-utf8"
        if any("\x00" in text for text in (entry.title, entry.text, entry.url or "")):
            return "nul"
        if entry.published is not None and not 1970 <= entry.published.year <= 2027:
            return "date"
    return None


def _lost(body: bytes, read: ParsedFeed) -> str | None:
    """How many entries feedparser finds that the strict path did not."""
    import feedparser

    with warnings.catch_warnings(), suppress(LookupError, ValueError, AttributeError):
        warnings.simplefilter("ignore")
        other = feedparser.parse(io.BytesIO(body), sanitize_html=False, resolve_relative_uris=False)
        # Empty ones and copies do not count: feedparser takes an `<item/>` inside a date for an entry, and a document that
        # was pasted into an entry for more of them.
        theirs = {key for one in other.entries if any(key := (one.get("title"), one.get("link"), one.get("id")))}
        if len(theirs) > len(read.entries):
            return f"loses-{len(theirs)}-{len(read.entries)}"
    return None


def judged(workers: Workers, body: bytes) -> str | None:
    """What is wrong with the reading of `body`, or None; bounded."""
    try:
        found = workers.run(verdict, body, seconds=SECONDS, max_bytes=MAX_BYTES)
    except RuntimeError as error:
        return f"raises-{str(error).strip().splitlines()[-1].split(':')[0]}"
    return f"exceeds-{found.what}" if isinstance(found, Exceeded) else found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=900)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=None, help="folder for the finds")
    asked = parser.parse_args()
    bodies = [path.read_bytes() for path in sorted(CORPUS.iterdir()) if not path.name.endswith(".expected.json")]
    chance, workers, finds = random.Random(asked.seed), Workers(), Counter[str]()
    until, count = time.monotonic() + asked.seconds, 0
    while time.monotonic() < until:
        body = damaged(chance, bodies)
        count += 1
        wrong = judged(workers, body)
        if wrong is None:
            continue
        kind = wrong.partition("-")[0]
        finds[kind] += 1
        print(f"{count} {wrong} {len(body)} bytes", flush=True)
        if asked.keep is not None and finds[kind] <= 200:
            asked.keep.mkdir(parents=True, exist_ok=True)
            (asked.keep / f"{asked.seed}-{count}-{wrong}.xml").write_bytes(body)
    workers.close()
    print(f"{count} documents of seed {asked.seed}, {sum(finds.values())} finds {dict(finds)}")
    return 1 if finds else 0


if __name__ == "__main__":
    from bench import fuzz  # by its own name, under which the child finds what it is asked to run

    sys.exit(fuzz.main())
