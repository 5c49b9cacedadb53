"""Bodies go by age, size, kind and quota; their tombstones, the starred and the texts stay."""

import hashlib
import sqlite3
from contextlib import closing
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from aggregator.archive import open_archive, payloads, pruning
from aggregator.archive.payloads import PRUNED, Stored
from aggregator.archive.pruning import Bounds
from aggregator.errors import ArchiveError
from aggregator.records import EntryId, Payload
from tests.archive.conftest import START

SITE = b"<nav>" + b"".join(hashlib.sha256(bytes([n])).hexdigest().encode() for n in range(200)) + b"</nav>"


def body(number, size=0):
    own = hashlib.sha256(f"page {number}".encode()).hexdigest().encode() * 3
    return b"<html>" + SITE + own + b"x" * size + b"</html>"


class Shelf:
    """An archive with pages of one site, a day between two."""

    def __init__(self, folder):
        self.folder = folder
        self.archive = open_archive(folder, since="2026-03-10T08:00:00Z")

    def keep(self, number, *, kind="page", entry=None, size=0, days=None, url=None):
        data = body(number, size)
        url = url or f"https://courrier.example/{number}"
        payload = Payload(
            kind=kind, url=url, final_url=url, at=START + timedelta(days=number if days is None else days), status=200,
            request_headers=(), response_headers=(), hops=(), elapsed=timedelta(0), body=data,
            sha256=hashlib.sha256(data).digest(),
        )  # fmt: skip
        sources = (f"url:{url}", f"site:{urlsplit(url).netloc}") if kind == "page" else ("feed:1",)
        stored = Stored(payload=payload, sources=sources, entry=EntryId(entry) if entry else None)
        self.archive.do(lambda _: None, bodies=[stored])
        return payload.sha256

    def look(self, sql, *values, file="payloads.db"):
        with closing(sqlite3.connect(self.folder / file)) as conn:
            return conn.execute(sql, values).fetchall()

    def load(self, sha256):
        with closing(sqlite3.connect(self.folder / "payloads.db")) as conn:
            conn.row_factory = sqlite3.Row
            return payloads.load(conn, sha256)

    def pruned(self):
        return {row[0] for row in self.look("SELECT sha256 FROM bodies WHERE codec = ?", PRUNED)}

    def prune(self, *, after=10, dry_run=False, **bounds):
        return pruning.prune(self.folder, Bounds(**bounds), START + timedelta(days=after), dry_run=dry_run)


@pytest.fixture
def shelf(tmp_path):
    shelf = Shelf(tmp_path / "archive")
    yield shelf
    shelf.archive.close()


def test_old_bodies_go_and_leave_hash_size_and_reason(shelf):
    shas = [shelf.keep(n) for n in range(10)]

    done = shelf.prune(older_than=timedelta(days=5))

    # The first page is the whole body that the younger ones stand against.
    assert shelf.pruned() == set(shas[1:5])
    assert done.bodies == 4
    size, base, why = shelf.look("SELECT size, base, CAST(data AS TEXT) FROM bodies WHERE sha256 = ?", shas[2])[0]
    assert (size, base) == (len(body(2)), None)
    assert why == "2026-03-20T08:00:00Z: older than 5 days"
    assert shelf.look("SELECT count(*) FROM captures") == [(10,)]
    with pytest.raises(ArchiveError, match="was pruned on 2026-03-20"):
        shelf.load(shas[2])


def test_what_stays_can_still_be_read_and_nothing_is_damaged(shelf):
    shas = [shelf.keep(n) for n in range(10)]

    shelf.prune(older_than=timedelta(days=5))

    assert [shelf.load(shas[n]) for n in (0, 5, 9)] == [body(n) for n in (0, 5, 9)]
    with closing(sqlite3.connect(shelf.folder / "payloads.db")) as conn:
        conn.row_factory = sqlite3.Row
        assert list(payloads.verify(conn)) == []
        assert conn.execute("PRAGMA foreign_key_check").fetchall() == []


def test_a_base_goes_once_nothing_stands_against_it_any_more(shelf):
    shas = [shelf.keep(n) for n in range(4)]

    done = shelf.prune(older_than=timedelta(days=1))

    assert shelf.pruned() == set(shas)
    assert done.left == 0
    assert shelf.look("SELECT count(*) FROM bases") == [(0,)]


def test_a_body_that_comes_again_is_kept_again(shelf):
    sha256 = shelf.keep(1)
    shelf.prune(older_than=timedelta(days=1))

    shelf.keep(1, days=12)

    assert shelf.load(sha256) == body(1)
    assert shelf.pruned() == set()


def test_pages_of_starred_entries_and_feed_documents_stay(shelf):
    starred, plain, feed = shelf.keep(1, entry=7), shelf.keep(2, entry=8), shelf.keep(3, kind="feed")
    shelf.archive.do(
        lambda conn: conn.execute("INSERT INTO marks (kind, a, at) VALUES ('star', 7, '2026-03-10T08:00:00Z')")
    )

    shelf.prune()

    assert shelf.pruned() == {plain}
    assert shelf.load(starred) == body(1)
    assert shelf.load(feed) == body(3)


def test_feed_documents_go_when_they_are_named(shelf):
    page, feed = shelf.keep(1), shelf.keep(2, kind="feed")

    shelf.prune(kinds=("feed",))

    assert shelf.pruned() == {feed}
    assert shelf.load(page) == body(1)


def test_only_large_bodies_go_when_a_size_is_named(shelf):
    small, large = shelf.keep(1), shelf.keep(2, size=200_000)

    shelf.prune(larger_than=100_000)

    assert shelf.pruned() == {large}
    assert shelf.load(small) == body(1)


def test_a_quota_takes_the_oldest_until_the_rest_fits(shelf):
    shas = [shelf.keep(n, url=f"https://site{n}.example/") for n in range(10)]
    held = shelf.look("SELECT sum(length(data)) FROM bodies")[0][0]

    done = shelf.prune(quota=held - 300)

    left = shelf.look("SELECT sum(length(data)) FROM bodies WHERE codec != ?", PRUNED)[0][0]
    assert left == done.left <= held - 300
    assert shas[9] not in shelf.pruned()
    assert len(shelf.pruned()) < 5


def test_the_least_valuable_go_first_and_proofs_of_an_edit_last(shelf):
    """One site each, so that nothing stands against anything; of one size, so that a quota takes whole steps."""
    looks: dict[str, list[tuple[int, str, str | None]]] = {
        "edited": [(1, "ok", None), (2, "ok", None), (3, "ok", None)],
        "looked": [(4, "ok", None), (5, "ok", None), (6, "unchanged", None), (7, "ok", None)],
        "walled": [(8, "ok", '["paywall"]')],
        "gone": [(9, "http-404", None)],
        "starred": [(10, "ok", '["paywall"]')],
    }
    shas: dict[tuple[str, int], bytes] = {}
    rows = []
    for entry, (name, pages) in enumerate(looks.items(), start=1):
        for number, code, flags in pages:
            url = f"https://site{number}.example/"
            shas[name, number] = shelf.keep(number, entry=entry, url=url)
            rows.append((entry, url, f"2026-03-10T08:00:{number:02}Z", 200, code, shas[name, number], flags))
    _note_pages(shelf.folder, rows)

    order = []
    while True:
        before = shelf.pruned()
        held = shelf.look("SELECT sum(length(data)) FROM bodies WHERE codec != ?", PRUNED)[0][0]
        if shelf.prune(quota=held - 1).bodies == 0:
            break
        order += [key for key, sha256 in shas.items() if sha256 in shelf.pruned() - before]

    assert order == [
        ("walled", 8), ("gone", 9),  # no article
        ("looked", 5), ("looked", 6),  # between the first and the last
        ("looked", 4), ("looked", 7),
        ("edited", 1), ("edited", 2), ("edited", 3),
    ]  # fmt: skip
    assert shas["starred", 10] not in shelf.pruned()


def _note_pages(folder, rows):
    """What was looked at, an edit of entry 1 and a star of entry 5; the entries themselves are not needed."""
    with closing(sqlite3.connect(folder / "archive.db")) as conn:
        conn.executemany(
            "INSERT INTO pages (entry_id, url, at, status, code, payload, flags) VALUES (?, ?, ?, ?, ?, ?, ?)", rows
        )
        conn.execute(
            "INSERT INTO revisions (entry_id, origin, wording_hash, seen, replaced, change, silent, title, text)"
            " VALUES (1, 'page', zeroblob(16), '2026-03-10T08:00:01Z', '2026-03-10T08:00:03Z', 'edit', 1, '', '')"
        )
        conn.execute("INSERT INTO marks (kind, a, at) VALUES ('star', 5, '2026-03-10T08:00:00Z')")
        conn.commit()


def test_feed_documents_do_not_count_towards_a_quota_of_pages(shelf):
    for n in range(5):
        shelf.keep(n, kind="feed", size=5_000)
    page = shelf.keep(9)
    pages = shelf.look("SELECT sum(length(data)) FROM bodies WHERE sha256 = ?", page)[0][0]

    assert shelf.prune(quota=pages).bodies == 0
    assert shelf.prune(quota=pages - 1).bodies == 1
    assert shelf.pruned() == {page}


def test_pages_within_their_quota_are_left_alone_and_beyond_it_some_room_is_made(shelf):
    for n in range(40):
        shelf.keep(n, url=f"https://site{n}.example/")
    held = shelf.look("SELECT sum(length(data)) FROM bodies")[0][0]
    now = START + timedelta(days=100)

    assert pruning.keep_within(shelf.folder, held, now) is None
    done = pruning.keep_within(shelf.folder, held - 1, now)

    assert done is not None
    assert 0.9 * held < done.left <= 0.95 * held
    assert done.bodies == len(shelf.pruned()) >= 2


def test_a_quota_that_is_kept_takes_nothing(shelf):
    shelf.keep(1)

    assert shelf.prune(quota=10_000_000).bodies == 0


@pytest.mark.parametrize(
    "bounds", [{"older_than": timedelta(days=5)}, {"older_than": timedelta(days=1)}, {"quota": 900}]
)
def test_a_dry_run_says_exactly_what_a_run_would_take_and_takes_nothing(shelf, bounds):
    for n in range(10):
        shelf.keep(n)

    said = shelf.prune(**bounds, dry_run=True)

    assert shelf.pruned() == set()
    assert said.bodies >= 3
    assert said == shelf.prune(**bounds)


def test_the_file_is_smaller_after_it_was_shrunk(shelf):
    shas = [shelf.keep(n, size=0, url=f"https://site{n}.example/") for n in range(60)]
    shelf.prune(older_than=timedelta(0), after=100)

    before, after = pruning.shrink(shelf.folder)

    assert after < before
    assert shelf.pruned() == set(shas)
