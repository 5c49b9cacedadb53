"""Keeping an archive from the command line: verify, backup, restore, reparse, also beside a daemon that writes."""

import json
import shutil
import sqlite3
from dataclasses import dataclass

import pytest

from aggregator import cli, errors
from aggregator.archive import open_archive
from tests.still import Reader, item, rss

FEED = "https://courrier.example/une.xml"
FEEDS = f"feeds:\n  - {{url: '{FEED}', name: une, full_text: false}}\n"


@pytest.fixture(scope="module")
def polled(tmp_path_factory):
    """An archive of three documents, one of them an edit."""
    reader = Reader(tmp_path_factory.mktemp("polled"), FEEDS)
    treaty = item(
        "b", "Un traité signé", "Les deux pays se sont entendus hier soir.", link="https://courrier.example/b"
    )
    strike = [
        item("a", f"Grève au port, jour {day}", f"Les dockers ont cessé le travail, jour {day}." * 20)
        for day in ("un", "deux", "trois")
    ]
    reader.poll(*({FEED: rss(treaty, one)} for one in strike))
    return reader.folder


@pytest.fixture
def site(polled, tmp_path, monkeypatch):
    """A folder of one's own with a copy of that archive, where commands are run."""
    shutil.copytree(polled, tmp_path / "site")
    monkeypatch.chdir(tmp_path / "site")
    return tmp_path / "site"


@dataclass
class Done:
    code: object
    out: str
    err: str


@pytest.fixture
def aggregator(capsys):
    """Run a command in this process."""

    def run(*arguments):
        try:
            cli.main(arguments)
            code: object = 0
        except SystemExit as leaving:
            code = leaving.code or 0
        said = capsys.readouterr()
        return Done(code, said.out, said.err)

    return run


def flip(path, needle):
    """Turn one bit of the first place in a file that holds these bytes."""
    data = bytearray(path.read_bytes())
    place = data.index(needle) + len(needle) // 2
    data[place] ^= 1
    path.write_bytes(data)


def test_a_sound_archive_is_called_so(site, aggregator):
    done = aggregator("verify")

    assert (done.code, done.out) == (0, "all is well\n"), done.err


@pytest.mark.parametrize(
    ("place", "named"),
    [
        ("Un traité signé", "entries: other words than were stored, in rows 1"),
        ("jour un.Les dockers", "revisions: other words than were stored"),
        ("deux pays se sont entendus", "entries: other words than were stored, in rows 1"),
        ("CREATE INDEX entries_sort", "damaged"),
        ("2026-03-10T08:00:00Z2026-03-10T", "row"),
    ],
)
def test_a_flipped_byte_in_archive_db_is_found_and_named(site, aggregator, place, named):
    flip(site / "archive" / "archive.db", place.encode())

    done = aggregator("verify")

    assert done.code == errors.ArchiveError.exit_code
    assert named in done.out + done.err


def test_a_flipped_byte_in_a_body_is_found_and_the_body_named(site, aggregator):
    conn = sqlite3.connect(site / "archive" / "payloads.db")
    stored = conn.execute("SELECT sha256, data FROM bodies").fetchall()
    conn.close()
    for sha256, data in stored:
        copy = site / sha256.hex()
        shutil.copytree(site / "archive", copy)
        flip(copy / "payloads.db", data[len(data) // 2 - 8 : len(data) // 2 + 8])

        done = aggregator("verify", "--json", "--archive", str(copy))

        assert done.code == errors.ArchiveError.exit_code
        assert sha256.hex() in " ".join(json.loads(done.out))


def test_a_backup_is_restored_and_verified_and_nothing_is_overwritten(site, aggregator):
    made = aggregator("backup", "copy")
    back = aggregator("restore", "copy", "--verify", "--archive", "again")
    twice = aggregator("restore", "copy", "--archive", "again")

    assert made.code == 0, made.err
    assert made.out.split() == ["copy/archive.db", "copy/payloads.db", "copy/backup.json"]
    assert back.code == 0, back.err
    assert back.out == "again\nall is well\n"
    assert twice.code == errors.UsageError.exit_code
    assert "is there already" in twice.err


@pytest.mark.parametrize("command", [["verify"], ["backup", "copy"], ["restore", "empty"], ["reparse", "--dry-run"]])
def test_where_there_is_no_archive_nothing_is_kept_and_nothing_is_made(tmp_path, monkeypatch, aggregator, command):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "feeds.yaml").write_text(FEEDS, encoding="utf-8")
    (tmp_path / "empty").mkdir()

    done = aggregator(*command)

    assert done.code == errors.ArchiveError.exit_code
    assert "no archive" in done.err
    assert list(tmp_path.rglob("*.db*")) == []


def misread(site):
    """What an older parser could have left: a title with its entities in it."""
    conn = sqlite3.connect(site / "archive" / "archive.db")
    conn.execute("UPDATE entries SET rights = '&copy;' WHERE guid = 'b'")
    conn.commit()
    conn.close()


def rights(site):
    conn = sqlite3.connect(site / "archive" / "archive.db")
    found = conn.execute("SELECT rights FROM entries WHERE guid = 'b'").fetchone()[0]
    conn.close()
    return found


def test_reparse_says_what_differs_then_corrects_it_then_finds_nothing(site, aggregator):
    misread(site)

    dry = aggregator("reparse", "--dry-run")
    assert dry.code == 0, dry.err
    assert dry.out.startswith("changed\tune\t")
    assert "rights: &copy; -> nothing" in dry.out
    assert rights(site) == "&copy;"

    done = aggregator("reparse", "--json")
    assert json.loads(done.out)["columns"] == {"rights": ["&copy;", None]}
    assert rights(site) is None

    again = aggregator("reparse")
    assert (again.out, again.err) == ("", "no difference\n")


def test_verify_reads_the_documents_again_when_it_is_asked_to_go_deep(site, aggregator):
    misread(site)

    assert aggregator("verify").code == 0
    deep = aggregator("verify", "--deep")

    assert deep.code == errors.ArchiveError.exit_code
    assert "rights" in deep.out


def test_reparse_of_a_feed_that_is_not_there_is_refused(site, aggregator):
    done = aggregator("reparse", "--feed", "monde")

    assert done.code == errors.UsageError.exit_code
    assert "there is no feed monde" in done.err


def test_verify_and_backup_work_while_another_process_writes(site, aggregator):
    archive = open_archive(site / "archive", since="now")
    try:
        archive.do(lambda conn: conn.execute("INSERT INTO state VALUES ('written', 'x')"))

        verified = aggregator("verify")
        made = aggregator("backup", "copy")
    finally:
        archive.close()

    assert verified.out == "all is well\n", verified.err
    assert made.code == 0, made.err
    conn = sqlite3.connect(site / "copy" / "archive.db")
    assert conn.execute("SELECT value FROM state WHERE key = 'written'").fetchone() == ("x",)
    conn.close()


@pytest.mark.parametrize("what", ["topics", "stories", "search"])
def test_everything_derived_is_made_again(site, aggregator, what):
    done = aggregator("rebuild", what)

    assert done.code == 0, done.err
    assert "2 entries" in done.out
    assert aggregator("verify").code == 0
