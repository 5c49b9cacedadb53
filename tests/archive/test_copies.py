"""Copies while somebody writes, and every damaged byte that matters named."""

import hashlib
import json
import sqlite3
import threading
from datetime import timedelta
from itertools import count

import pytest

from aggregator.archive import Stored, copies, facts, open_archive, read
from aggregator.archive.writer import connect_readonly
from aggregator.errors import ArchiveError, UsageError
from aggregator.records import FeedId, New, Payload
from aggregator.text import diff
from tests.archive.conftest import START, Press


def payload(body):
    return Payload(
        kind="feed",
        url="https://courrier.example/une.xml",
        final_url="https://courrier.example/une.xml",
        at=START,
        status=200,
        request_headers=(),
        response_headers=(("content-type", "application/rss+xml"),),
        hops=(),
        elapsed=timedelta(milliseconds=20),
        body=body,
        sha256=hashlib.sha256(body).digest(),
    )


def poll(archive, press, number):
    """One poll that brings one entry and one body."""
    body = payload(f"<rss>{number} {hashlib.sha256(str(number).encode()).hexdigest() * 40}</rss>".encode())

    def write(conn):
        press.conn = conn
        words = diff.wording_hash(f"Titre {number}", f"Le texte de la dépêche {number}.")
        entry = press.entry(number, raw=number.to_bytes(8, "big"), wording=words)
        facts.apply(conn, press.change(New(entry=entry, aliases=(), reason="new"), payload_sha256=body.sha256))

    archive.do(write, bodies=[Stored(payload=body, sources=("feed:1",), feed=FeedId(1))])


@pytest.fixture
def folder(tmp_path):
    """An archive of five polls, closed."""
    folder = tmp_path / "archive"
    archive = open_archive(folder, since="now")
    press = archive.do(Press)
    for number in range(5):
        poll(archive, press, number)
    archive.close()
    return folder


def count_of(folder, what, name="archive.db"):
    conn = connect_readonly(folder / name)
    number = conn.execute(f"SELECT count(*) FROM {what}").fetchone()[0]
    conn.close()
    return number


def test_a_backup_comes_back_with_everything_and_ids_go_on(folder, tmp_path):
    written = copies.backup(folder, tmp_path / "copy")
    copies.restore(tmp_path / "copy", tmp_path / "again")

    assert {path.name for path in written} == {"archive.db", "payloads.db", "backup.json"}
    assert list(copies.verify(tmp_path / "again")) == []
    assert count_of(tmp_path / "again", "entries") == 5
    assert count_of(tmp_path / "again", "bodies", "payloads.db") == 5
    archive = open_archive(tmp_path / "again", since="now")
    poll(archive, archive.do(Press), 6)
    assert archive.reader.execute("SELECT max(id) FROM entries").fetchone()[0] == 6
    archive.close()


def test_a_backup_taken_while_polls_are_written_names_no_missing_body(folder, tmp_path):
    archive = open_archive(folder, since="now")
    press = archive.do(Press)
    stop, written = threading.Event(), []

    def write():
        for number in count(100):
            if stop.is_set():
                break
            poll(archive, press, number)
            written.append(number)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(5):
            before = len(written)
            copies.backup(folder, tmp_path / f"copy-{number}")
            while len(written) == before:
                pass
    finally:
        stop.set()
        writer.join()
        archive.close()

    entries = [count_of(tmp_path / f"copy-{number}", "entries") for number in range(5)]
    assert entries == sorted(entries)
    assert 5 <= entries[0] < entries[-1] <= 5 + len(written)
    for number in range(5):
        assert list(copies.verify(tmp_path / f"copy-{number}")) == [], number


def test_nothing_is_ever_overwritten(folder, tmp_path):
    copies.backup(folder, tmp_path / "copy")
    before = (folder / "archive.db").read_bytes()

    with pytest.raises(UsageError, match="is there already"):
        copies.backup(folder, tmp_path / "copy")
    with pytest.raises(UsageError, match="is there already"):
        copies.restore(tmp_path / "copy", folder)

    assert (folder / "archive.db").read_bytes() == before


def test_what_an_interrupted_backup_left_is_not_taken_for_an_archive(folder, tmp_path):
    (tmp_path / "copy").mkdir()
    (tmp_path / "copy" / "archive.db.partial").write_bytes(b"half")

    with pytest.raises(ArchiveError, match="no archive"):
        copies.restore(tmp_path / "copy", tmp_path / "again")
    copies.backup(folder, tmp_path / "copy")

    assert sorted(path.name for path in (tmp_path / "copy").iterdir()) == ["archive.db", "backup.json", "payloads.db"]


def test_a_backup_that_lost_a_byte_is_not_restored(folder, tmp_path):
    copies.backup(folder, tmp_path / "copy")
    path = tmp_path / "copy" / "payloads.db"
    data = bytearray(path.read_bytes())
    data[-1] ^= 1  # in no row at all: nothing but the hash of the file can tell
    path.write_bytes(data)

    assert any("byte for byte" in text for text in copies.verify(tmp_path / "copy"))
    with pytest.raises(ArchiveError, match="byte for byte"):
        copies.restore(tmp_path / "copy", tmp_path / "again")

    assert not (tmp_path / "again").exists()


def test_a_backup_without_its_list_of_hashes_is_restored_all_the_same(folder, tmp_path):
    copies.backup(folder, tmp_path / "copy")
    (tmp_path / "copy" / "backup.json").unlink()

    copies.restore(tmp_path / "copy", tmp_path / "again")

    assert count_of(tmp_path / "again", "entries") == 5


def test_a_backup_that_is_written_again_is_an_archive_and_no_backup_any_more(folder, tmp_path):
    copies.backup(folder, tmp_path / "copy")
    archive = open_archive(tmp_path / "copy", since="now")
    poll(archive, archive.do(Press), 9)
    archive.close()

    assert list(copies.verify(tmp_path / "copy")) == []


def damaged(folder, name, sql, *values):
    raw = sqlite3.connect(folder / name)
    raw.execute("PRAGMA writable_schema = ON")
    assert raw.execute(sql, values).rowcount > 0
    raw.commit()
    raw.close()
    return "\n".join(copies.verify(folder))


@pytest.mark.parametrize(
    ("name", "sql", "named"),
    [
        ("archive.db", "DELETE FROM feeds", "refers to a missing row of feeds"),
        ("archive.db", "DELETE FROM search_state WHERE entry_id = 3", "1 entries are not in the search index"),
        ("archive.db", "UPDATE entries SET text = replace(text, 'texte', 'tezte') WHERE id = 2", "in rows 2"),
        ("archive.db", "UPDATE entries SET title = 'Gros titre' WHERE id = 2", "the search index differs"),
        ("archive.db", "UPDATE entries SET authors = '[{' WHERE id = 2", "entries row 2"),
        ("archive.db", "UPDATE sightings SET last_seen = '2026-03-1x' WHERE id = 4", "sightings row 4"),
        ("archive.db", "UPDATE polls SET payload = zeroblob(32) WHERE id = 1", "poll 1 names the missing payload"),
        ("archive.db", "UPDATE search_data SET block = zeroblob(length(block)) WHERE id > 10", "the search index"),
        ("payloads.db", "DELETE FROM bodies WHERE rowid = 2", "names the missing payload"),
        ("payloads.db", "UPDATE captures SET response_headers = 'x' WHERE id = 3", "captures row 3"),
    ],
)
def test_every_kind_of_damage_is_named(folder, name, sql, named):
    assert named in damaged(folder, name, sql)


def test_a_body_that_says_something_else_is_named(folder):
    raw = sqlite3.connect(folder / "payloads.db")
    first, second = raw.execute("SELECT sha256, data FROM bodies WHERE codec = 'zstd' LIMIT 2").fetchall()
    raw.execute("UPDATE bodies SET data = ? WHERE sha256 = ?", (second[1], first[0]))
    raw.commit()
    raw.close()

    found = list(copies.verify(folder))

    assert any(first[0].hex() in text for text in found)


def test_a_missing_payloads_file_is_said_and_the_entries_are_still_checked(folder):
    (folder / "payloads.db").unlink()

    (sentence,) = copies.verify(folder)

    assert "payloads.db is missing" in sentence


def test_verify_changes_nothing_and_needs_no_lock(folder):
    archive = open_archive(folder, since="now")
    archive.do(lambda conn: conn.execute("INSERT INTO state VALUES ('held', 'x')"))
    before = read(folder).execute("PRAGMA data_version").fetchone()[0]

    assert list(copies.verify(folder)) == []

    assert read(folder).execute("PRAGMA data_version").fetchone()[0] == before
    archive.close()


def test_the_list_of_hashes_is_readable(folder, tmp_path):
    copies.backup(folder, tmp_path / "copy")

    listed = json.loads((tmp_path / "copy" / "backup.json").read_text())["files"]

    for name, wanted in listed.items():
        data = (tmp_path / "copy" / name).read_bytes()
        assert wanted == {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
