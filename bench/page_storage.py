"""What keeping every page costs: bytes kept a page beside gzip's, over pages that have a base, and for a revision.

A page has a base when a page of its site was kept before it, whether it is then stored against that or not: counting only
those that are would leave out the pages where it does not help.

    python bench/page_storage.py FOLDER

FOLDER holds pages as `COUNTRY-SITE-NUMBER.html` or a `fundus.tar.gz`-like archive of them; pages of one site are kept one
after the other, as they would arrive. For the revisions each page is kept again with one sentence edited and with the
figures that change at each visit (a build time, a token).
"""

import argparse
import gzip
import hashlib
import re
import sqlite3
import tarfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aggregator.archive import payloads, schema
from aggregator.archive.payloads import Stored
from aggregator.records import Payload

AT = datetime(2026, 3, 10, tzinfo=UTC)
KIB = 1024


def pages(path: Path) -> Iterator[tuple[str, bytes]]:
    """(name, body), by name."""
    if path.is_dir():
        yield from ((one.stem, one.read_bytes()) for one in sorted(path.rglob("*.html")))
        return
    with tarfile.open(path) as archive:
        for member in sorted(archive.getmembers(), key=lambda one: one.name):
            handle = archive.extractfile(member) if member.name.endswith(".html") else None
            if handle is not None:
                yield Path(member.name).stem, handle.read()


def site(name: str) -> str:
    return "-".join(name.split("-")[:2])


def edited(body: bytes) -> bytes:
    """The page an hour later: a sentence that ends otherwise, another build time, another token."""
    middle = len(body) // 2
    place = body.find(b". ", middle)
    place = place if place >= 0 else middle
    later = body[:place] + ", ont précisé mercredi les services de la préfecture".encode() + body[place:]
    token = hashlib.sha256(body).hexdigest().encode()
    return re.sub(rb"</body>", b"<!-- built 2026-03-10T09:00:00Z " + token + b" --></body>", later, count=1)


def stored(name: str, body: bytes) -> Stored:
    url = f"https://{site(name)}.example/{name}"
    payload = Payload(
        kind="page", url=url, final_url=url, at=AT, status=200, request_headers=(), response_headers=(), hops=(),
        elapsed=timedelta(0), body=body, sha256=hashlib.sha256(body).digest(),
    )  # fmt: skip
    return Stored(payload=payload, sources=(f"url:{url}", f"site:{site(name)}"))


def keep(conn: sqlite3.Connection, name: str, body: bytes) -> tuple[str, int, float]:
    """Codec, bytes kept and milliseconds of CPU for one page."""
    one = stored(name, body)
    before = time.process_time()
    payloads.store(conn, one)
    took = (time.process_time() - before) * 1000
    codec, size = conn.execute(
        "SELECT codec, length(data) FROM bodies WHERE sha256 = ?", (one.payload.sha256,)
    ).fetchone()
    return codec, size, took


def mean(values: list[int]) -> float:
    return sum(values) / len(values) / KIB if values else 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    given = parser.parse_args()
    conn = sqlite3.connect(":memory:", isolation_level=None)
    conn.row_factory = sqlite3.Row
    conn.executescript(schema.PAYLOADS)
    known: set[str] = set()
    sizes: list[int] = []
    zipped: list[int] = []
    followers: list[int] = []
    followers_zipped: list[int] = []
    deltas: list[int] = []
    took: list[float] = []
    everything = list(pages(given.folder))
    for name, body in everything:
        codec, size, ms = keep(conn, name, body)
        sizes.append(size)
        took.append(ms)
        zipped.append(len(gzip.compress(body, 6)))
        if site(name) in known:
            followers.append(size)
            followers_zipped.append(zipped[-1])
        if codec == "zstd+base":
            deltas.append(size)
        known.add(site(name))
    first, further = [], []
    for name, body in everything:
        before = held(conn)
        keep(conn, name, edited(body))
        between = held(conn)
        keep(conn, name, edited(edited(body)))
        first.append(between - before)
        further.append(held(conn) - between)
    print(
        f"{len(sizes)} pages of {len(known)} sites, {mean([len(body) for _, body in everything]):.0f} KiB as received"
    )
    print(f"gzip -6                          {mean(zipped):6.1f} KiB a page")
    print(f"kept                             {mean(sizes):6.1f} KiB a page, {sum(took) / len(took):.1f} ms of CPU")
    beside = f"{len(followers)}; gzip {mean(followers_zipped):.1f}"
    print(f"pages that have a base           {mean(followers):6.1f} KiB a page ({beside})")
    print(f"  and are stored against it      {mean(deltas):6.1f} KiB a page ({len(deltas)})")
    for what, grown in (("a first revision adds", sorted(first)), ("a further one adds", sorted(further))):
        print(f"{what:32} {grown[len(grown) // 2]:6d} bytes in the median, {mean(grown) * KIB:.0f} in the mean")


def held(conn: sqlite3.Connection) -> int:
    return int(conn.execute("SELECT sum(length(data)) FROM bodies").fetchone()[0])


if __name__ == "__main__":
    main()
