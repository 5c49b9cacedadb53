"""What people decide wins: over every later poll, over a rebuild, and it can be taken back to the letter."""

import sqlite3

import pytest

from aggregator.archive import copies, marks, queries
from aggregator.errors import UsageError
from tests.archive.conftest import START
from tests.still import Reader, item, rss

FEED = "https://courrier.example/une.xml"
FEEDS = "feeds:\n  - {url: 'https://courrier.example/une.xml', name: une, full_text: false}\n"
TABLES = ("entries", "aliases", "sightings", "revisions", "wordings")


def strike(more=""):
    text = f"Les dockers ont cessé le travail lundi matin{more}."
    return item("a", "Grève au port de Sète", text, link="https://courrier.example/a")


def blocked(more=""):
    text = f"Aucun navire ne sort depuis l'aube à cause du mouvement{more}."
    return item(
        "b", "Sète : le port bloqué", text, link="https://courrier.example/b", date="Tue, 10 Mar 2026 07:30:00 GMT"
    )


def other():
    return item("c", "Un traité signé", "Les deux pays se sont entendus.", link="https://courrier.example/c")


class Archive:
    """A reader's archive after one poll of two entries, and what tests ask of it."""

    def __init__(self, folder):
        folder.mkdir(exist_ok=True)
        self.reader = Reader(folder, FEEDS)
        self.reader.poll({FEED: rss(strike(), blocked())})
        self.strike, self.blocked = self.id("a"), self.id("b")

    def poll(self, *documents):
        self.reader.poll(*({FEED: rss(*items)} for items in documents))

    def rows(self, sql, *values):
        return self.reader.rows(sql, *values)

    def id(self, guid):
        return self.rows("SELECT id FROM entries WHERE guid = ?", guid)[0][0]

    def listed(self):
        return {row[0] for row in self.rows("SELECT guid FROM entries WHERE merged_into IS NULL")}

    def placed(self):
        return {row[0] for row in self.rows("SELECT e.guid FROM placements p JOIN entries e ON e.id = p.entry_id")}

    def facts(self):
        return {name: self.rows(f"SELECT * FROM {name} ORDER BY 1, 2, 3") for name in TABLES}


@pytest.fixture
def archive(tmp_path):
    return Archive(tmp_path / "one")


LATER = [
    (strike(), blocked()),
    (blocked(), strike(" et mardi")),
    (other(), strike(" et mardi"), blocked(" de grève")),
    (other(),),
    (blocked(" de grève"), strike(" et mercredi"), other()),
]


def test_a_merge_holds_whatever_the_feed_shows_afterwards(archive):
    archive.reader.act("merge", entry=archive.blocked, into=archive.strike)

    archive.poll(*LATER)

    assert archive.listed() == {"a", "c"}
    assert archive.placed() == {"a", "c"}
    assert archive.rows("SELECT count(*) FROM entries") == [(3,)]


def test_after_a_split_everything_is_as_if_nothing_had_ever_been_merged(archive, tmp_path):
    untouched = Archive(tmp_path / "two")
    untouched.poll(*LATER)

    archive.reader.act("merge", entry=archive.blocked, into=archive.strike)
    archive.poll(*LATER)
    archive.reader.act("split", entry=archive.blocked)

    assert archive.facts() == untouched.facts()
    assert archive.placed() == {"a", "b", "c"}
    archive.poll(LATER[1], LATER[2])
    untouched.poll(LATER[1], LATER[2])
    assert archive.facts() == untouched.facts()
    assert list(copies.verify(archive.reader.folder / "archive")) == []


def test_a_merge_outlives_a_rebuild_of_everything_derived(archive):
    archive.reader.act("merge", entry=archive.blocked, into=archive.strike)

    for what in ("topics", "stories", "search"):
        archive.reader.act("rebuild", what=what)

    assert archive.listed() == archive.placed() == {"a"}


def test_a_merge_into_a_merged_entry_and_its_split_follow_the_decisions_one_by_one(archive):
    archive.poll((strike(), blocked(), other()))
    a, b, c = (archive.id(guid) for guid in "abc")

    def into():
        return dict(archive.rows("SELECT id, merged_into FROM entries"))

    archive.reader.act("merge", entry=a, into=b)
    archive.reader.act("merge", entry=b, into=c)
    assert into() == {a: c, b: c, c: None}

    archive.reader.act("split", entry=b)
    assert into() == {a: b, b: None, c: None}

    archive.reader.act("merge", entry=a, into=c)  # a is known as b, so it is b that becomes c
    assert into() == {a: c, b: c, c: None}

    archive.reader.act("split", entry=a)
    assert into() == {a: None, b: c, c: None}


def test_what_cannot_be_merged_or_split_is_said_and_changes_nothing(archive):
    before = archive.facts()

    for kind, argument in (
        ("merge", {"entry": archive.strike, "into": archive.strike}),
        ("merge", {"entry": 999, "into": archive.strike}),
        ("split", {"entry": archive.strike}),
        ("split", {"entry": 999}),
    ):
        with pytest.raises(UsageError):
            archive.reader.act(kind, **argument)

    archive.reader.act("merge", entry=archive.blocked, into=archive.strike)
    with pytest.raises(UsageError, match="are one already"):
        archive.reader.act("merge", entry=archive.strike, into=archive.blocked)
    archive.reader.act("split", entry=archive.blocked)
    assert archive.facts() == before


def test_a_title_given_by_hand_outlives_a_rebuild(archive):
    story = archive.rows("SELECT story_id FROM placements")[0][0]

    archive.reader.act("rename", story=story, title="Le port de Sète")
    archive.poll((strike(" et mardi"), blocked()))
    archive.reader.act("rebuild", what="stories")

    assert archive.rows("SELECT title FROM stories WHERE id = ?", story) == [("Le port de Sète",)]


def test_the_entrys_page_names_what_was_merged_into_it(archive):
    archive.reader.act("merge", entry=archive.blocked, into=archive.strike)

    conn = sqlite3.connect(archive.reader.folder / "archive" / "archive.db")
    conn.row_factory = sqlite3.Row
    view = queries.entry(conn, archive.strike)
    conn.close()

    assert view is not None
    assert [line.id for line in view.merged] == [archive.blocked]


def test_the_later_word_about_a_pair_replaces_the_earlier_one(press):
    a, b = press.new(1, 2)

    marks.constrain(press.conn, "together", a, b, START)
    marks.constrain(press.conn, "never", a, b, START)

    assert [(one.kind, one.a, one.b) for one in marks.constraints(press.conn)] == [("never", a, b)]
    assert press.rows("SELECT count(*) FROM marks") == [(2,)]


def test_a_star_is_taken_back_by_a_date_and_its_row_stays(press):
    (entry_id,) = press.new(1)

    marks.mark(press.conn, "star", entry_id, START)
    assert marks.unmark(press.conn, "star", entry_id, START)
    assert not marks.unmark(press.conn, "star", entry_id, START)

    assert press.rows("SELECT kind, undone IS NOT NULL FROM marks") == [("star", 1)]


def test_the_texts_that_a_mending_brought_are_not_kept_twice(press):
    request = marks.ask(press.conn, "mend", {"mendings": ["long"]}, START)
    other = marks.ask(press.conn, "poll", {"feeds": ["une"]}, START)

    for one in (request, other):
        marks.answer(press.conn, one, "done", START)

    assert press.rows("SELECT argument FROM requests ORDER BY id") == [(None,), ('{"feeds":["une"]}',)]
