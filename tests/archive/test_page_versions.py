"""Pages that are looked at again and again: every version comes back, and the later ones cost next to nothing."""

import hashlib
import sqlite3
from datetime import UTC, datetime, timedelta

import pytest

from aggregator.archive import payloads, schema
from aggregator.archive.payloads import Stored
from aggregator.records import Payload

AT = datetime(2026, 3, 10, 8, tzinfo=UTC)


@pytest.fixture
def conn():
    conn = sqlite3.connect(":memory:")
    conn.row_factory = sqlite3.Row
    conn.executescript(schema.PAYLOADS)
    yield conn
    conn.close()


def page(number: int, version: int = 0, at: datetime = AT) -> Stored:
    """A page of a site: a frame that all share, an article of its own, and what changes at every visit."""
    frame = b"".join(hashlib.sha256(f"frame {n}".encode()).hexdigest().encode() for n in range(300))
    own = b"".join(hashlib.sha256(f"{number} {n}".encode()).hexdigest().encode() for n in range(100))
    body = frame + own + f"<!-- built {version} -->".encode()
    url = f"https://courrier.example/{number}"
    payload = Payload(
        kind="page",
        url=url,
        final_url=url,
        at=at,
        status=200,
        request_headers=(),
        response_headers=(),
        hops=(),
        elapsed=timedelta(0),
        body=body,
        sha256=hashlib.sha256(body).digest(),
    )
    return Stored(payload=payload, sources=(f"url:{url}", "site:courrier.example"))


def kept(conn) -> int:
    return int(conn.execute("SELECT coalesce(sum(length(data)), 0) FROM bodies").fetchone()[0])


def test_a_page_whose_bytes_change_at_every_visit_costs_little_more_than_once(conn):
    payloads.store(conn, page(1))
    whole = kept(conn)
    payloads.store(conn, page(2))
    before = kept(conn)

    for version in range(1, 11):
        payloads.store(conn, page(2, version, AT + timedelta(hours=version)))

    # The second body of the address is kept whole, the first against it, and each later one costs next to nothing.
    assert before < 1.5 * whole
    assert kept(conn) < 2 * whole + 10 * 300
    for version in range(11):
        sha256 = page(2, version).payload.sha256
        assert payloads.load(conn, sha256) == page(2, version).payload.body
    assert list(payloads.verify(conn)) == []


def test_a_second_version_of_one_page_does_not_displace_the_base_of_its_site(conn):
    payloads.store(conn, page(1))
    payloads.store(conn, page(2))

    payloads.store(conn, page(2, 1, AT + timedelta(hours=1)))

    base = conn.execute("SELECT sha256 FROM bases WHERE source = 'site:courrier.example'").fetchone()[0]
    assert base == page(1).payload.sha256


def test_a_first_version_that_is_damaged_is_left_for_verify_to_name(conn):
    payloads.store(conn, page(1))
    payloads.store(conn, page(2))
    broken = page(2).payload.sha256
    conn.execute("UPDATE bodies SET data = x'00' WHERE sha256 = ?", (broken,))

    payloads.store(conn, page(2, 1, AT + timedelta(hours=1)))

    assert [sentence for sentence in payloads.verify(conn) if broken.hex() in sentence]
    assert payloads.load(conn, page(2, 1).payload.sha256) == page(2, 1).payload.body
