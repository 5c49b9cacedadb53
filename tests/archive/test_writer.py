"""One writer: whole jobs, in order, never half of one."""

import asyncio
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from aggregator.archive import open_archive, read, schema
from aggregator.archive.marks import get_state, set_state
from aggregator.errors import ArchiveError, ArchiveLocked, ArchiveTooNew, DiskFull

SINCE = "2026-03-10T08:00:00Z"


def test_what_a_job_wrote_is_there_when_it_answers(tmp_path):
    archive = open_archive(tmp_path, since=SINCE)

    archive.do(lambda conn: set_state(conn, "price", "1.5"))

    assert get_state(read(tmp_path), "price") == "1.5"
    archive.close()


def test_a_job_that_fails_leaves_nothing_and_its_neighbours_stand(tmp_path):
    archive = open_archive(tmp_path, since=SINCE)

    def half(conn):
        set_state(conn, "half", "written")
        raise ValueError("in the middle")

    async def three():
        return await asyncio.gather(
            archive.submit(lambda conn: set_state(conn, "first", "1")),
            archive.submit(half),
            archive.submit(lambda conn: set_state(conn, "third", "3")),
            return_exceptions=True,
        )

    answers = asyncio.run(three())

    assert isinstance(answers[1], ValueError)
    conn = read(tmp_path)
    assert get_state(conn, "half") is None
    assert (get_state(conn, "first"), get_state(conn, "third")) == ("1", "3")
    archive.close()


def test_a_job_called_off_while_it_waits_does_not_end_the_writer(tmp_path):
    archive = open_archive(tmp_path, since=SINCE)
    begun, gate = threading.Event(), threading.Event()

    async def leave_in_a_hurry():
        def wait(conn):
            begun.set()
            gate.wait(5)

        first = asyncio.create_task(archive.submit(wait))
        await asyncio.to_thread(begun.wait, 5)
        second = asyncio.create_task(archive.submit(lambda conn: set_state(conn, "second", "written")))
        await asyncio.sleep(0.02)
        first.cancel()
        second.cancel()
        await asyncio.gather(first, second, return_exceptions=True)
        gate.set()
        await asyncio.wait_for(archive.submit(lambda conn: set_state(conn, "later", "written")), 5)

    asyncio.run(leave_in_a_hurry())

    assert get_state(read(tmp_path), "second") is None
    assert get_state(read(tmp_path), "later") == "written"
    archive.close()


def test_a_body_that_cannot_be_kept_is_told_and_the_writer_goes_on(tmp_path):
    archive = open_archive(tmp_path, since=SINCE)

    spoilt: Any = None  # no Stored at all: a mistake of ours
    with pytest.raises(AttributeError):
        archive.do(lambda conn: None, bodies=[spoilt])

    archive.do(lambda conn: set_state(conn, "later", "written"))
    assert get_state(read(tmp_path), "later") == "written"
    archive.close()


def test_a_job_that_breaks_its_transaction_spoils_no_other(tmp_path):
    archive = open_archive(tmp_path, since=SINCE)
    gate = threading.Event()

    async def together():
        waiting = archive.submit(lambda conn: gate.wait(5))
        jobs = [
            archive.submit(lambda conn: set_state(conn, "first", "1")),
            archive.submit(lambda conn: conn.execute("SELECT * FROM no_such_table")),
            archive.submit(lambda conn: set_state(conn, "third", "3")),
        ]
        tasks = [asyncio.create_task(job) for job in (waiting, *jobs)]
        await asyncio.sleep(0.05)
        gate.set()
        return await asyncio.gather(*tasks, return_exceptions=True)

    answers = asyncio.run(together())

    assert isinstance(answers[2], ArchiveError)
    assert (get_state(read(tmp_path), "first"), get_state(read(tmp_path), "third")) == ("1", "3")
    archive.close()


def test_a_second_writer_is_refused_with_the_pid_of_the_first(tmp_path):
    archive = open_archive(tmp_path, since=SINCE)
    code = (
        "import sys; from pathlib import Path; from aggregator.archive import open_archive; from aggregator import errors\n"
        "try: open_archive(Path(sys.argv[1]), since='now')\n"
        "except errors.ArchiveLocked as error: print(error.message, '|', error.hint)"
    )

    said = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True
    ).stdout

    assert "another aggregator writes here (pid " in said
    assert SINCE in said
    assert "aggregator web" in said
    archive.close()


def test_the_lock_ends_with_its_process(tmp_path):
    open_archive(tmp_path, since=SINCE).close()

    archive = open_archive(tmp_path, since=SINCE)

    archive.close()


def test_a_lock_held_in_this_process_is_refused_too(tmp_path):
    archive = open_archive(tmp_path, since=SINCE)

    with pytest.raises(ArchiveLocked):
        open_archive(tmp_path, since=SINCE)

    archive.close()


def test_readers_see_every_commit_and_cannot_write(tmp_path):
    archive = open_archive(tmp_path, since=SINCE)
    conn = read(tmp_path)

    archive.do(lambda writing: set_state(writing, "a", "1"))

    assert get_state(conn, "a") == "1"
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        conn.execute("DELETE FROM state")
    archive.close()


def test_an_archive_of_a_later_version_is_refused_and_left_alone(tmp_path):
    open_archive(tmp_path, since=SINCE).close()
    raw = sqlite3.connect(tmp_path / "archive.db")
    raw.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    raw.close()

    with pytest.raises(ArchiveTooNew) as caught:
        open_archive(tmp_path, since=SINCE)

    assert caught.value.exit_code == 6
    assert sqlite3.connect(tmp_path / "archive.db").execute("PRAGMA user_version").fetchone()[0] == schema.VERSION + 1


def first_version(path):
    """An archive as version 1 left it, with one entry shown at rank 3."""
    tables = schema.SCHEMA
    for line in (
        "    wire_sha256 BLOB                      -- of the last document taken, as received\n",
        "    place REAL NOT NULL DEFAULT 0         -- orders what a feed shows at one instant: smaller stands above\n",
    ):
        assert line in tables
        tables = tables.replace(line, "")
    tables = tables.replace("added TEXT NOT NULL, ", "added TEXT NOT NULL ").replace(
        "open INTEGER NOT NULL DEFAULT 1, ", "open INTEGER NOT NULL DEFAULT 1 "
    )
    conn = sqlite3.connect(path)
    conn.executescript(
        f"""
        PRAGMA application_id = {schema.APPLICATION_ID};
        {tables}
        INSERT INTO feeds (name, url, spec_url, added) VALUES ('une', 'https://a.example/', 'https://a.example/', '2026');
        INSERT INTO entries (feed_id, title, text, first_seen, last_seen, sort_at, wording_hash)
            VALUES (1, 'Un titre', 'Un texte', '2026', '2026', '2026', x'00');
        INSERT INTO sightings (entry_id, feed_id, first_seen, last_seen, rank, wording_hash)
            VALUES (1, 1, '2026', '2026', 3, x'00');
        PRAGMA user_version = 1;
        """
    )
    conn.close()


def test_an_archive_of_the_first_version_is_brought_up_to_date_with_all_it_holds(tmp_path):
    first_version(tmp_path / "archive.db")

    with pytest.raises(ArchiveError, match="version 1") as caught:
        read(tmp_path)
    open_archive(tmp_path, since=SINCE).close()
    open_archive(tmp_path / "new", since=SINCE).close()

    assert "aggregator poll" in str(caught.value.hint)
    conn = read(tmp_path)
    shown = conn.execute("SELECT e.title, s.rank, s.place FROM entries e JOIN sightings s ON s.entry_id = e.id")
    assert tuple(shown.fetchone()) == ("Un titre", 3, 3.0)
    columns = [
        [tuple(row) for row in one.execute("SELECT name, type, dflt_value FROM pragma_table_info('sightings')")]
        for one in (conn, read(tmp_path / "new"))
    ]
    assert columns[0] == columns[1]
    assert conn.execute("PRAGMA user_version").fetchone()[0] == schema.VERSION


@pytest.mark.parametrize("content", [b"not a database at all" * 100, b"SQLite format 3\x00" + b"\xff" * 4096])
def test_a_damaged_file_is_refused_in_one_sentence_and_left_alone(tmp_path, content):
    (tmp_path / "archive.db").write_bytes(content)

    with pytest.raises(ArchiveError) as caught:
        open_archive(tmp_path, since=SINCE)

    assert "archive.db" in caught.value.message
    assert caught.value.hint
    assert (tmp_path / "archive.db").read_bytes() == content


def test_another_programs_database_is_refused(tmp_path):
    raw = sqlite3.connect(tmp_path / "archive.db")
    raw.execute("CREATE TABLE photos (id INTEGER)")
    raw.close()

    before = (tmp_path / "archive.db").read_bytes()

    with pytest.raises(ArchiveError, match="not made by the aggregator"):
        open_archive(tmp_path, since=SINCE)

    assert (tmp_path / "archive.db").read_bytes() == before


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")

    with pytest.raises(ArchiveError, match="cannot hold an archive"):
        open_archive(tmp_path / "file", since=SINCE)


def test_an_archive_on_a_medium_that_cannot_be_written_is_read(tmp_path, monkeypatch):
    open_archive(tmp_path, since=SINCE).close()
    monkeypatch.setattr("os.access", lambda path, mode: False)  # as on a disc; root may write anywhere else

    conn = read(tmp_path)

    assert conn.execute("SELECT count(*) FROM entries").fetchone()[0] == 0
    assert not (tmp_path / "archive.db-shm").exists()


def test_a_full_disk_is_one_sentence_and_keeps_what_was_committed(tmp_path):
    archive = open_archive(tmp_path, since=SINCE)
    archive.do(lambda conn: set_state(conn, "before", "safe"))
    archive.do(lambda conn: conn.execute("PRAGMA max_page_count = 1"))

    def fill(conn):
        for n in range(100):
            set_state(conn, f"key {n}", "x" * 5000)

    with pytest.raises(DiskFull, match="could not be written"):
        archive.do(fill)

    assert get_state(read(tmp_path), "before") == "safe"
    assert get_state(read(tmp_path), "key 0") is None
    archive.close()


def test_a_folder_without_an_archive_is_named(tmp_path):
    with pytest.raises(ArchiveError, match="there is no archive at"):
        read(Path(tmp_path / "nowhere"))


def test_a_closed_archive_answers_instead_of_hanging(tmp_path):
    archive = open_archive(tmp_path, since=SINCE)
    archive.close()

    with pytest.raises(ArchiveError, match="closed"):
        archive.do(lambda conn: None)
