"""Pages that are looked at again and again: every version comes back, and the later ones cost next to nothing."""

import hashlib
import sqlite3
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

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


def noise(seed: str, size: int) -> bytes:
    """Text of this many bytes that repeats nothing."""
    return b"".join(hashlib.sha256(f"{seed} {n}".encode()).hexdigest().encode() for n in range(size // 64))


def page_of(number: int, *frame: bytes, own: int = 3_000) -> Stored:
    """A page made of these parts, which others may share, and of bytes of its own."""
    body = b"".join(frame) + noise(f"own {number}", own)
    one = page(number)
    return replace(one, payload=replace(one.payload, body=body, sha256=hashlib.sha256(body).digest()))


def kinds(conn) -> list[str]:
    """How each body is kept, in the order of arrival."""
    return [row[0] for row in conn.execute("SELECT codec FROM bodies ORDER BY rowid")]


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


def test_each_of_a_sites_frames_becomes_a_base_and_a_page_finds_the_one_that_suits(conn):
    frames = [noise(f"frame {name}", 40_000) for name in ("article", "gallery", "live")]

    for number in range(30):
        payloads.store(conn, page_of(number, frames[number % 3]))

    assert kinds(conn) == ["zstd"] * 3 + ["zstd+base"] * 27
    assert all(payloads.load(conn, row[0]) for row in conn.execute("SELECT sha256 FROM bodies").fetchall())


def test_odd_pages_do_not_displace_the_frame_that_others_share(conn):
    frame = noise("frame", 40_000)

    for number in range(40):
        odd = number % 4 == 3
        payloads.store(conn, page_of(number, noise(f"odd {number}", 40_000) if odd else frame))

    assert kinds(conn) == ["zstd"] + ["zstd" if number % 4 == 3 else "zstd+base" for number in range(1, 40)]


def test_a_frame_that_has_partly_changed_is_renewed_once_many_pages_cost_more_for_it(conn):
    same, old, new = noise("same", 12_000), noise("old", 28_000), noise("new", 28_000)

    for number in range(50):
        payloads.store(conn, page_of(number, same, old if number < 9 else new))

    sizes = [row[0] for row in conn.execute("SELECT length(data) FROM bodies ORDER BY rowid")]
    assert kinds(conn).count("zstd") == 2
    assert max(sizes[-30:]) < 0.2 * sizes[0]


def test_of_a_small_site_a_page_is_kept_against_another_though_it_spares_little(conn):
    same = noise("same", 10_000)

    for number in range(4):
        payloads.store(conn, page_of(number, same, own=30_000))

    assert kinds(conn) == ["zstd"] + ["zstd+base"] * 3


def test_a_first_version_that_is_damaged_is_left_for_verify_to_name(conn):
    payloads.store(conn, page(1))
    payloads.store(conn, page(2))
    broken = page(2).payload.sha256
    conn.execute("UPDATE bodies SET data = x'00' WHERE sha256 = ?", (broken,))

    payloads.store(conn, page(2, 1, AT + timedelta(hours=1)))

    assert [sentence for sentence in payloads.verify(conn) if broken.hex() in sentence]
    assert payloads.load(conn, page(2, 1).payload.sha256) == page(2, 1).payload.body
