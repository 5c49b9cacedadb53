"""What was kept leaves as WARC or WACZ and comes back; old bodies go on request."""

import gzip
import io
import json
import sqlite3
import zipfile
from contextlib import closing
from types import SimpleNamespace

import pytest
from click.testing import CliRunner
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from aggregator.cli import cli
from aggregator.errors import AggregatorError, ArchiveLocked, Refused, UsageError
from tests.still import Reader, StillWorld, item, rss

FEEDS = (
    "contact: redaction@courrier.example\nfeeds:\n"
    "  - {url: 'https://courrier.example/rss', name: une, full_text: true, language: fr}\n"
    "  - {url: 'https://autre.example/rss', name: autre, full_text: false, language: fr}\n"
)
TEXT = (
    "Les dockers du port de Saint-Aubin ont cessé le travail mardi à l'aube pour demander une hausse de leurs salaires.",
    "Douze navires attendent au large et la préfecture parle de trente camions bloqués devant les grilles du terminal.",
    "Le syndicat a dit vouloir tenir jusqu'à vendredi si la direction ne revenait pas à la table des négociations.",
)


def page(title):
    paragraphs = "".join(f"<p>{text}</p>" for text in TEXT)
    return f"<html lang='fr'><head><title>{title}</title></head><article><h1>{title}</h1>{paragraphs}</article></html>".encode()


def link(number):
    return f"https://courrier.example/{number}"


def feed(*numbers, said="Les dockers ont cessé …"):
    return rss(*(item(f"g{n}", f"Grève au port, jour {n}", said, link=link(n)) for n in numbers))


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """An archive of two feeds, polled three times, with pages."""
    reader = Reader(tmp_path_factory.mktemp("kept"), FEEDS, StillWorld())
    other = rss(item("x1", "Le marché rouvre", "Les halles ont rouvert samedi. " * 60, link="https://autre.example/1"))
    reader.poll(
        {"https://courrier.example/rss": feed(1), link(1): page("Grève, jour 1"), "https://autre.example/rss": other},
        {
            "https://courrier.example/rss": feed(2, 1, said="Les dockers du port ont cessé le travail …"),
            link(2): page("Grève, jour 2"),
        },
        {"https://courrier.example/rss": feed(3, 2), link(3): 404},
    )
    return reader


def run(reader, *arguments):
    """The standard output of a command; what goes wrong is raised."""
    place = ["--config", str(reader.path), "--archive", str(reader.folder / "archive")]
    done = CliRunner().invoke(cli, [*arguments, *place])
    if isinstance(done.exception, AggregatorError):
        raise done.exception
    assert done.exception is None, done.exception
    return done.stdout


def rows(reader, sql, file="archive.db"):
    with closing(sqlite3.connect(reader.folder / "archive" / file)) as conn:
        return conn.execute(sql).fetchall()


def targets(data):
    """Addresses of the answers in a WARC file, every digest checked."""
    found = []
    for record in ArchiveIterator(io.BytesIO(data), check_digests="raise"):
        record.content_stream().read()
        if record.rec_type in ("response", "revisit"):
            found.append(record.rec_headers.get_header("WARC-Target-URI"))
    return found


def test_everything_kept_leaves_as_warc_in_order_of_time(kept, tmp_path):
    path = tmp_path / "all.warc.gz"

    said = json.loads(run(kept, "export", "--warc", str(path), "--json"))

    found = targets(path.read_bytes())
    assert said["captures"] == len(found) == rows(kept, "SELECT count(*) FROM captures", "payloads.db")[0][0]
    assert found.count("https://courrier.example/rss") == 3
    assert said["pages"] == 3
    assert (tmp_path / "all.warc.gz.cdxj").exists()


def test_a_story_leaves_with_its_pages_and_nothing_else(kept, tmp_path):
    story = rows(
        kept, f"SELECT p.story_id FROM placements p JOIN entries e ON e.id = p.entry_id WHERE e.url = '{link(1)}'"
    )
    path = tmp_path / "story.wacz"

    run(kept, "export", "--wacz", str(path), "--story", str(story[0][0]))

    with zipfile.ZipFile(path) as archive:
        found = targets(archive.read("archive/data.warc.gz"))
        pages = archive.read("pages/pages.jsonl").decode().splitlines()[1:]
    assert link(1) in found
    assert not any(url.startswith("https://autre.example/") for url in found)
    assert "Grève au port, jour 1" in {json.loads(line)["title"] for line in pages}


@pytest.mark.parametrize("form", ["--warc", "--wacz"])
def test_warcio_check_passes_every_digest_of_an_export_and_finds_a_changed_byte(kept, tmp_path, capsys, form):
    run(kept, "export", form, str(tmp_path / "out"))
    data = (tmp_path / "out").read_bytes()
    if form == "--wacz":
        data = zipfile.ZipFile(tmp_path / "out").read("archive/data.warc.gz")
    whole, changed = tmp_path / "whole.warc.gz", tmp_path / "changed.warc"
    whole.write_bytes(data)
    changed.write_bytes(gzip.decompress(data).replace(b"Douze navires", b"Seize navires", 1))

    verdicts = [Checker(SimpleNamespace(inputs=[str(path)], verbose=True)).process_all() for path in (whole, changed)]

    said = capsys.readouterr().out.split(str(changed))
    records = [record.rec_type for record in ArchiveIterator(io.BytesIO(data))]
    assert verdicts == [0, 1]
    assert said[0].count("digest pass") == len(records) - records.count("revisit") >= 12
    assert "digest failed" in said[1]


def test_an_entry_without_page_leaves_with_the_document_that_first_showed_it(kept, tmp_path):
    story = rows(
        kept, "SELECT p.story_id FROM placements p JOIN entries e ON e.id = p.entry_id WHERE e.url LIKE '%autre%'"
    )
    path = tmp_path / "story.warc.gz"

    run(kept, "export", "--warc", str(path), "--story", str(story[0][0]))

    assert targets(path.read_bytes()) == ["https://autre.example/rss"]


def test_only_what_came_since_leaves_when_a_time_is_named(kept, tmp_path):
    path = tmp_path / "late.warc.gz"

    run(kept, "export", "--warc", str(path), "--since", "2026-03-10T10:00:00Z")

    assert link(1) not in targets(path.read_bytes())
    assert link(3) in targets(path.read_bytes())


def test_a_warc_gives_an_empty_archive_its_entries_wordings_and_articles_back(kept, tmp_path):
    path = tmp_path / "all.wacz"
    run(kept, "export", "--wacz", str(path))
    fresh = Reader(tmp_path, FEEDS)

    first = json.loads(run(fresh, "import", "--warc", str(path), "--json"))
    second = json.loads(run(fresh, "import", "--warc", str(path), "--json"))

    keys = "SELECT guid, url, title, text, published, first_seen FROM entries ORDER BY guid"
    assert rows(fresh, keys) == rows(kept, keys)
    wordings = "SELECT title, text, change, replaced FROM revisions ORDER BY title, text"
    assert rows(fresh, wordings) == rows(kept, wordings) != []
    articles = "SELECT url, title, text, at FROM articles ORDER BY url"
    assert rows(fresh, articles) == rows(kept, articles) != []
    assert first["entries"] == 4
    assert first["known"] == 0
    assert second["captures"] == second["entries"] == second["articles"] == 0
    same = "SELECT kind, url, at, status, sha256 FROM captures WHERE status = 200 ORDER BY at, url"
    assert rows(fresh, same, "payloads.db") == rows(kept, same, "payloads.db")
    run(fresh, "verify")


def test_pages_imported_after_the_feeds_become_articles(kept, tmp_path):
    path = tmp_path / "all.warc.gz"
    run(kept, "export", "--warc", str(path))
    fresh = Reader(tmp_path, FEEDS.replace("full_text: true", "full_text: false"))
    fresh.poll({"https://courrier.example/rss": feed(2, 1), "https://autre.example/rss": rss()})

    said = json.loads(run(fresh, "import", "--warc", str(path), "--json"))

    assert said["articles"] == 2
    articles = rows(fresh, "SELECT a.text, a.at FROM articles a JOIN entries e ON e.id = a.entry_id ORDER BY e.url")
    assert [TEXT[1] in text for text, _ in articles] == [True, True]
    assert articles[0][1] == "2026-03-10T08:00:00Z"


def test_a_file_that_is_no_warc_is_refused_and_nothing_is_changed(kept, tmp_path):
    path = tmp_path / "no.warc"
    path.write_text("hello")
    before = rows(kept, "SELECT count(*) FROM captures", "payloads.db")

    with pytest.raises(Refused):
        run(kept, "import", "--warc", str(path))

    assert rows(kept, "SELECT count(*) FROM captures", "payloads.db") == before


@pytest.mark.parametrize(
    "arguments",
    [("export",), ("export", "--warc", "a", "--wacz", "b"), ("import",), ("prune",), ("prune", "--quota", "viel"),
     ("prune", "--older-than", "5")],
)  # fmt: skip
def test_a_command_that_does_not_say_what_it_wants_is_asked(kept, arguments):
    with pytest.raises(UsageError):
        run(kept, *arguments)


def test_pruned_pages_are_told_and_left_out_of_exports_and_the_archive_is_sound(kept, tmp_path):
    copy = Reader(tmp_path, FEEDS)
    path = tmp_path / "all.warc.gz"
    run(kept, "export", "--warc", str(path))
    run(copy, "import", "--warc", str(path))

    run(copy, "prune", "--larger-than", "1B")
    said = json.loads(run(copy, "export", "--warc", str(path), "--json"))

    assert said["pruned"] > 0
    assert not any(url == link(1) for url in targets(path.read_bytes()))
    assert rows(copy, "SELECT count(*) FROM entries") == [(4,)]
    run(copy, "verify")


def test_shrinking_waits_for_no_daemon(kept):
    async def beside(_):
        with pytest.raises(ArchiveLocked):
            run(kept, "prune", "--shrink")

    kept.run(beside)


def test_old_means_by_the_clock_of_this_machine(kept):
    said = json.loads(run(kept, "prune", "--older-than", "1000y", "--dry-run", "--json"))

    assert said["bodies"] == 0
