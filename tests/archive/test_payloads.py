"""Bodies as received come back byte for byte, and cost little."""

import hashlib
import sqlite3
from datetime import UTC, datetime, timedelta

import pytest

from aggregator.archive import payloads, schema
from aggregator.archive.payloads import Stored
from aggregator.errors import ArchiveError
from aggregator.records import FeedId, Payload

AT = datetime(2026, 3, 10, 8, tzinfo=UTC)


@pytest.fixture
def conn():
    conn = sqlite3.connect(":memory:")
    conn.row_factory = sqlite3.Row
    conn.executescript(schema.PAYLOADS)
    yield conn
    conn.close()


def stored(body: bytes, source: str = "feed:1") -> Stored:
    payload = Payload(
        kind="feed",
        url="https://courrier.example/rss",
        final_url="https://courrier.example/rss",
        at=AT,
        status=200,
        request_headers=(("accept", "*/*"),),
        response_headers=(("content-type", "application/rss+xml"), ("etag", '"é"')),
        hops=(),
        elapsed=timedelta(milliseconds=120),
        body=body,
        sha256=hashlib.sha256(body).digest(),
    )
    return Stored(payload=payload, sources=(source,), feed=FeedId(1))


def document(number: int, entries: int = 30) -> bytes:
    """A feed of `entries` items of which the newest is `number`: two neighbours share all but one item."""
    words = [
        "le",
        "port",
        "la",
        "grève",
        "du",
        "quai",
        "ouvert",
        "demain",
        "préfet",
        "navires",
        "attente",
        "accord",
        "vote",
        "syndicat",
    ]
    items = []
    for n in range(number, number - entries, -1):
        seed = hashlib.sha256(str(n).encode()).digest() * 3
        text = " ".join(words[byte % len(words)] + str(byte % 7) for byte in seed)
        items.append(f"<item><guid>{n}</guid><title>Dépêche {n}</title><description>{text}</description></item>")
    return ("<rss><channel>" + "".join(items) + "</channel></rss>").encode()


def test_every_body_comes_back_byte_for_byte(conn):
    bodies = [document(n) for n in range(100, 160)] + [b"", b"x", "é".encode() * 5, bytes(range(256)) * 40]

    for body in bodies:
        payloads.store(conn, stored(body))

    for body in bodies:
        assert payloads.load(conn, hashlib.sha256(body).digest()) == body


def test_no_delta_stands_on_a_delta(conn):
    for n in range(100, 200):
        payloads.store(conn, stored(document(n)))

    chained = conn.execute(
        "SELECT count(*) FROM bodies d JOIN bodies b ON b.sha256 = d.base WHERE d.codec = 'zstd+base' AND b.codec != 'zstd'"
    ).fetchone()[0]

    assert chained == 0


def test_a_hundred_changed_documents_cost_a_tenth_of_their_bytes(conn):
    raw = 0
    for n in range(100, 200):
        body = document(n)
        raw += len(body)
        payloads.store(conn, stored(body))

    kept = conn.execute("SELECT sum(length(data)) FROM bodies").fetchone()[0]

    assert kept < raw / 10


def test_the_base_is_renewed_when_deltas_grow(conn):
    for n in range(100, 200):
        payloads.store(conn, stored(document(n)))

    whole = conn.execute("SELECT count(*) FROM bodies WHERE codec = 'zstd'").fetchone()[0]

    assert 2 <= whole < 50


def test_the_same_body_twice_is_kept_once_and_both_exchanges_are(conn):
    body = document(1)

    payloads.store(conn, stored(body))
    payloads.store(conn, stored(body, source="feed:2"))

    assert conn.execute("SELECT count(*) FROM bodies").fetchone()[0] == 1
    assert conn.execute("SELECT count(*) FROM captures").fetchone()[0] == 2


def test_a_missing_body_and_a_flipped_byte_are_named(conn):
    body = document(1)
    payloads.store(conn, stored(body))
    data = bytearray(conn.execute("SELECT data FROM bodies").fetchone()[0])
    data[len(data) // 2] ^= 1
    conn.execute("UPDATE bodies SET data = ?", (bytes(data),))
    sha256 = hashlib.sha256(body).digest()

    with pytest.raises(ArchiveError, match="is missing"):
        payloads.load(conn, bytes(32))
    with pytest.raises(ArchiveError, match=sha256.hex()):
        payloads.load(conn, sha256)


def page(number, sources):
    """A page whose frame all pages of the site share."""
    frame = "".join(
        f'<li class="menu-{n}"><a href="/rubrique/{n * 7919 % 997}">Rubrique {n}</a></li>' for n in range(120)
    )
    words = " ".join(hashlib.sha256(f"{number}/{n}".encode()).hexdigest()[:6] for n in range(120))
    body = f"<html><body><ul>{frame}</ul><article>{words}</article></body></html>".encode()
    return Stored(payload=stored(body).payload, sources=sources, feed=FeedId(1))


def test_pages_of_one_site_are_kept_against_its_first_page(conn):
    for number in range(10):
        payloads.store(conn, page(number, (f"url:/{number}", "site:courrier.example")))

    kept = dict(conn.execute("SELECT codec, count(*) FROM bodies GROUP BY codec").fetchall())

    assert kept == {"zstd": 1, "zstd+base": 9}


def test_a_damaged_base_does_not_stop_its_feed(conn):
    payloads.store(conn, stored(document(1)))
    conn.execute("UPDATE bodies SET data = zeroblob(50)")

    payloads.store(conn, stored(document(2)))
    payloads.store(conn, stored(document(3)))

    for number in (2, 3):
        assert payloads.load(conn, hashlib.sha256(document(number)).digest()) == document(number)
