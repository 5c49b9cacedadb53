"""Old documents read again: nothing differs without reason, and what an older parser got wrong is put right, not edited."""

import asyncio
import random  # noqa: TID251 - seeded
import sqlite3
from datetime import timedelta

import pytest

from aggregator.archive import copies, fts, open_archive, rereading
from aggregator.engine import reparse
from aggregator.text import diff, language
from tests.still import START, Reader, item, rss

UNE, MONDE = "https://courrier.example/une.xml", "https://courrier.example/monde.xml"
FEEDS = f"""
publishers:
  courrier: {{title: Le Courrier}}
feeds:
  - {{url: '{UNE}', name: une, publisher: courrier, full_text: false}}
  - {{url: '{MONDE}', name: monde, publisher: courrier, full_text: false}}
"""
WORDS = """
le port la grève du quai ouvert demain préfet navires attente accord vote syndicat mer ville pont maire
""".split()  # noqa: SIM905 - prose


def differences(reader, **asked):
    async def read():
        with copies.open_both(reader.folder / "archive") as (conn, bodies):
            return [one async for some in reparse.differences(conn, bodies, reader.config, **asked) for one in some]

    return asyncio.run(read())


def mend(reader, found):
    archive = open_archive(reader.folder / "archive", since="now")
    try:
        return archive.do(
            lambda conn: rereading.mend(conn, [one.mending for one in found if one.mending], reader.world.now())
        )
    finally:
        archive.close()


def rows(reader, sql, *values):
    return reader.rows(sql, *values)


def readings(reader):
    """Everything that a parser read, wherever it stands."""
    found = {name: rows(reader, f"SELECT * FROM {name} ORDER BY 1, 2") for name in ("entries", "wordings", "revisions")}
    return found | {
        "sightings": rows(reader, "SELECT entry_id, feed_id, rank, wording_hash FROM sightings ORDER BY id")
    }


def change(reader, work):
    """Let an older parser have written what `work` writes."""
    archive = open_archive(reader.folder / "archive", since="now")
    archive.do(work)
    archive.close()


# --------------------------------------------------------------------------------------- a feed that never rests


class Churn:
    """A newsroom that edits, reorders, reverts, redates, repeats and drops its entries as its chance says."""

    def __init__(self, seed):
        self.chance = random.Random(seed)
        self.count = 0
        self.window = [self.fresh() for _ in range(6)]
        self.left = []

    def words(self, *lengths):
        return " ".join(self.chance.choices(WORDS, k=self.chance.choice(lengths)))

    def fresh(self):
        self.count += 1
        keyed = self.chance.random()
        date = START - timedelta(hours=self.chance.randrange(50))
        return {
            "guid": f"g{self.count}" if keyed < 0.85 else None,
            "link": f"https://courrier.example/{self.count}" if keyed > 0.1 else None,
            "title": f"{self.words(5)} {self.count}",
            "text": self.words(6, 25, 60) + ".",
            "date": f"{date:%a, %d %b %Y %H:%M:%S} GMT" if self.chance.random() < 0.8 else None,
            "more": "",
            "former": [],
        }

    def step(self):
        entry, what = self.chance.choice(self.window), self.chance.randrange(10)
        if what < 2:
            self.window.insert(0, self.fresh())
        elif what < 4:
            entry["former"].append((entry["title"], entry["text"]))
            entry["title" if what == 2 else "text"] = self.words(6, 30)
        elif what == 4 and entry["former"]:
            entry["title"], entry["text"] = entry["former"].pop()
        elif what == 5:
            entry["more"] += f"<category>{self.words(1)}</category>"
        elif what == 6:
            entry["date"] = f"Tue, 10 Mar 2026 {self.chance.randrange(10, 18)}:00:00 GMT"
        elif what == 7:
            self.chance.shuffle(self.window)
        elif what == 8 and len(self.window) > 4:
            self.left.append(self.window.pop(self.chance.randrange(len(self.window))))
        elif self.left:
            self.window.append(self.left.pop())

    def documents(self):
        for _ in range(self.chance.randrange(4)):
            self.step()
        shown = self.window[:10]
        if self.chance.random() < 0.2:
            shown = [*shown, shown[0]]
        return {UNE: self.document(shown, None), MONDE: self.document(self.window[3:], 40)}

    def document(self, entries, cut):
        return rss(
            *(
                item(e["guid"], e["title"], e["text"][:cut], link=e["link"], date=e["date"], more=e["more"])
                for e in entries
            )
        )


@pytest.fixture(scope="module")
def churned(tmp_path_factory):
    reader = Reader(tmp_path_factory.mktemp("churn"), FEEDS)
    churn = Churn(3)
    reader.poll(*(churn.documents() for _ in range(40)))
    return reader


def test_one_parser_finds_no_difference_with_itself(churned):
    assert rows(churned, "SELECT count(*) FROM revisions")[0][0] > 5
    assert rows(churned, "SELECT count(*) FROM wordings")[0][0] > 5

    assert differences(churned) == []


def test_everything_an_older_parser_worded_otherwise_is_put_back_to_the_letter(churned):
    before, searched = readings(churned), rows(churned, "SELECT * FROM search WHERE search MATCH 'zusatz'")

    def older(conn):
        for table, entry, key in (
            ("entries", "id", "id = :id"),
            ("wordings", "entry_id", "entry_id = :id AND feed_id = :feed"),
            ("revisions", "entry_id", "id = :row"),
        ):
            for row in conn.execute(f"SELECT * FROM {table}").fetchall():
                indexed = fts.indexed_text(conn, row[entry])
                text = row["text"] + " Zusatz"
                values = {"id": row[entry], "feed": row["feed_id"], "row": row[0], "text": text}
                values |= {"new": diff.wording_hash(row["title"], text), "old": row["wording_hash"]}
                conn.execute(f"UPDATE {table} SET text = :text, wording_hash = :new WHERE {key}", values)
                if table == "entries":
                    fts.follow(conn, row["id"], indexed)
                conn.execute(
                    "UPDATE sightings SET wording_hash = :new WHERE entry_id = :id AND feed_id = :feed AND wording_hash = :old",
                    values,
                )

    change(churned, older)
    found = differences(churned)
    assert {one.table for one in found} == {"entries", "wordings", "revisions"}
    assert mend(churned, found) == len(found)

    assert differences(churned) == []
    assert readings(churned) == before
    assert rows(churned, "SELECT * FROM search WHERE search MATCH 'zusatz'") == searched
    assert list(copies.verify(churned.folder / "archive")) == []


# ------------------------------------------------------------------------------------------------ one kind each


@pytest.fixture
def reader(tmp_path):
    """Two entries, the first edited once."""
    reader = Reader(tmp_path, FEEDS)
    strike = ("a", "Grève au port", "Les dockers ont cessé le travail.")
    treaty = item("b", "Un traité signé", "Les deux pays se sont entendus.", link="https://courrier.example/b")
    first = item(*strike, link="https://courrier.example/a", more="<author>rosa@courrier.example (Rosa Vila)</author>")
    second = item(strike[0], "Grève au port : reprise", "Les dockers reprennent.", link="https://courrier.example/a")
    reader.poll({UNE: rss(treaty, first)}, {UNE: rss(treaty, second)}, {UNE: rss(treaty, second, title="Une")})
    return reader


COLUMNS = {
    "title": "Un traité&nbsp;signé",
    "content_html": "<p>Autre",
    "language": "de",
    "published": "2026-03-10T06:00:00Z",
    "date_quality": "guessed",
    "authors": '[{"name":"&lt;b&gt;Rosa"}]',
    "categories": '[{"term":"invented"}]',
    "url": "https://courrier.example/elsewhere",
    "rights": "invented",
}


@pytest.mark.parametrize("column", COLUMNS)
def test_a_value_that_no_document_gives_today_is_corrected_where_it_stands(reader, column):
    before = readings(reader)
    change(reader, lambda conn: conn.execute(f"UPDATE entries SET {column} = ? WHERE guid = 'b'", (COLUMNS[column],)))

    (found,) = differences(reader)
    mend(reader, [found])

    assert (found.kind, found.feed, found.table, set(found.now)) == ("changed", "une", "entries", {column})
    assert found.was[column] == COLUMNS[column]
    assert readings(reader) == before


def test_a_correction_is_no_edit_and_the_next_poll_finds_nothing_new(reader):
    def older(conn):
        row = conn.execute("SELECT * FROM entries WHERE guid = 'b'").fetchone()
        digest = diff.wording_hash("Un", "traité")
        indexed = fts.indexed_text(conn, row["id"])
        conn.execute(
            "UPDATE entries SET title = 'Un', text = 'traité', wording_hash = ? WHERE id = ?", (digest, row["id"])
        )
        conn.execute("UPDATE sightings SET wording_hash = ? WHERE entry_id = ?", (digest, row["id"]))
        fts.follow(conn, row["id"], indexed)

    change(reader, older)
    mend(reader, differences(reader))
    reader.poll({}, {UNE: reader.world.documents[UNE].replace(b"<title>Une</title>", b"<title>La une</title>")})

    assert rows(reader, "SELECT count(*) FROM revisions") == [(1,)]
    assert rows(reader, "SELECT title, text FROM entries WHERE guid = 'b'") == [
        ("Un traité signé", "Les deux pays se sont entendus.")
    ]
    found = rows(reader, "SELECT rowid FROM search WHERE search MATCH ?", language.fold("entendus"))
    assert found == rows(reader, "SELECT id FROM entries WHERE guid = 'b'")


def test_a_former_wording_is_corrected_with_all_that_was_kept_beside_it(reader):
    before = readings(reader)

    def older(conn):
        conn.execute("UPDATE revisions SET text = 'Les dockers ont cess? le travail.'")

    change(reader, older)
    (found,) = differences(reader)
    mend(reader, [found])

    assert found.table == "revisions"
    assert readings(reader) == before


def test_what_has_changed_since_it_was_found_is_left_alone(reader):
    change(reader, lambda conn: conn.execute("UPDATE entries SET title = 'Faux' WHERE guid = 'b'"))
    found = differences(reader)
    change(reader, lambda conn: conn.execute("UPDATE entries SET title = 'Entre-temps' WHERE guid = 'b'"))

    assert mend(reader, found) == 0

    assert rows(reader, "SELECT title FROM entries WHERE guid = 'b'") == [("Entre-temps",)]


def forget(conn, guid):
    """An older parser never saw this entry."""
    row = conn.execute("SELECT id FROM entries WHERE guid = ?", (guid,)).fetchone()
    conn.execute("INSERT INTO search (search) VALUES ('delete-all')")
    for table in ("search_state", "sightings", "aliases", "revisions", "todo", "tags", "fingerprints", "placements"):
        conn.execute(f"DELETE FROM {table} WHERE entry_id = ?", (row[0],))
    conn.execute("DELETE FROM entries WHERE id = ?", (row[0],))
    conn.execute("UPDATE counters SET value = value - 1 WHERE name IN ('entries', 'feed:1')")
    fts.rebuild(conn)


def test_an_entry_that_was_missed_is_archived_as_of_the_documents_that_showed_it_with_its_edit(reader):
    columns = "guid, title, text, published, first_seen, last_seen, sort_at, wording_hash"
    history = "change, title, text, seen, replaced, silent FROM revisions"
    spans = "first_seen, last_seen, rank, open, guid FROM sightings ORDER BY first_seen, rank"
    queries = (f"SELECT {columns} FROM entries ORDER BY guid", f"SELECT {history}", f"SELECT {spans}")
    counts = "SELECT name, value FROM counters WHERE name IN ('entries', 'feed:1')"
    before, counted = [rows(reader, sql) for sql in queries[:2]], rows(reader, counts)
    change(reader, lambda conn: forget(conn, "a"))

    found = differences(reader)
    mend(reader, found)

    assert {one.kind for one in found} == {"missed"}
    after = [rows(reader, sql) for sql in queries[:2]]
    assert [[*row[:5], row[6]] for row in after[0]] == [[*row[:5], row[6]] for row in before[0]]
    assert after[1] == before[1]
    assert rows(reader, counts) == counted
    assert differences(reader) == []
    assert ("2026-03-10T09:00:00Z", "2026-03-10T10:00:00Z", 2, 1, "a") in rows(reader, f"SELECT {spans}")
    assert list(copies.verify(reader.folder / "archive")) == []
    reader.poll({UNE: reader.world.documents[UNE].replace(b"<title>Une</title>", b"<title>La une</title>")})
    assert rows(reader, "SELECT count(*) FROM entries") == [(2,)]
    assert rows(reader, "SELECT count(*) FROM revisions") == [(1,)]


def test_a_missed_entry_is_pending_for_every_stage(reader):
    change(reader, lambda conn: forget(conn, "b"))

    mend(reader, differences(reader))

    assert {row[0] for row in rows(reader, "SELECT stage FROM todo")} == {"page", "topics", "stories"}


def test_an_entry_that_is_no_longer_read_is_told_and_kept(reader):
    def richer(conn):
        conn.execute(
            """
            INSERT INTO entries (feed_id, guid, title, text, first_seen, last_seen, sort_at, wording_hash)
            SELECT feed_id, 'x', 'Fantôme', 'x', first_seen, last_seen, sort_at, zeroblob(16) FROM entries WHERE guid = 'b'
            """
        )
        conn.execute(
            """
            INSERT INTO sightings (entry_id, feed_id, first_seen, last_seen, rank, wording_hash, guid)
            SELECT (SELECT max(id) FROM entries), feed_id, first_seen, last_seen, 9, zeroblob(16), 'x' FROM sightings LIMIT 1
            """
        )

    change(reader, richer)
    (found,) = differences(reader)

    assert (found.kind, found.entry, found.mending) == ("unread", 3, None)
    assert mend(reader, [found]) == 0
    assert rows(reader, "SELECT title FROM entries WHERE guid = 'x'") == [("Fantôme",)]


def test_only_the_feed_and_the_time_that_were_asked_for_are_read(reader):
    change(reader, lambda conn: conn.execute("UPDATE entries SET title = title || ' !'"))

    assert len(differences(reader)) == 2
    assert differences(reader, feed="monde") == []
    assert len(differences(reader, feed="une")) == 2
    assert [one.title for one in differences(reader, since=START + timedelta(minutes=30))] == [
        "Grève au port : reprise"
    ]
    assert differences(reader, since=START + timedelta(hours=2)) == []


def test_documents_are_found_by_their_sightings_when_the_polls_have_been_summed_up(reader):
    change(reader, lambda conn: conn.execute("DELETE FROM polls"))
    assert differences(reader) == []

    change(reader, lambda conn: conn.execute("UPDATE entries SET title = 'Faux' WHERE guid = 'b'"))

    assert [one.now["title"] for one in differences(reader)] == ["Un traité signé"]


def test_a_body_that_is_lost_or_damaged_does_not_keep_the_others_from_being_read(reader):
    conn = sqlite3.connect(reader.folder / "archive" / "payloads.db")
    conn.execute("UPDATE bodies SET data = zeroblob(20) WHERE codec = 'zstd+base'")
    assert conn.execute("SELECT count(*) FROM bodies WHERE codec = 'zstd'").fetchone()[0] >= 1
    conn.commit()
    conn.close()
    change(reader, lambda conn: conn.execute("UPDATE entries SET title = 'Faux' WHERE guid = 'b'"))

    assert [one.now["title"] for one in differences(reader)] == ["Un traité signé"]


def test_a_date_that_only_a_former_wording_gave_is_no_difference(reader):
    text = "Les deux pays se sont entendus."
    dateless = item("b", "Un traité signé hier", text, link="https://courrier.example/b", date=None)
    reader.poll({UNE: rss(dateless)})

    assert rows(reader, "SELECT title, published FROM entries WHERE guid = 'b'") == [
        ("Un traité signé hier", "2026-03-10T07:00:00Z")
    ]
    assert differences(reader) == []


def test_merged_entries_and_answers_that_were_no_feed_make_no_difference(reader):
    reader.act("merge", entry=2, into=1)
    treaty = item("b", "Un traité signé", "Les deux pays se sont entendus, enfin.", link="https://courrier.example/b")
    strike = item("a", "Grève au port : reprise", "Les dockers reprennent, enfin.", link="https://courrier.example/a")
    page = b"<!doctype html><html><head><title>Maintenance</title></head><body>De retour bientot</body></html>"

    reader.poll({UNE: rss(treaty, strike)}, {UNE: page}, {UNE: rss(strike)})

    assert [row[0] for row in rows(reader, "SELECT code FROM polls WHERE feed_id = 1 ORDER BY id")][-2:] == [
        "html",
        "ok",
    ]
    assert differences(reader) == []


def test_a_feed_that_is_read_in_another_time_zone_today_gets_other_dates_and_another_place_in_lists(tmp_path):
    reader = Reader(tmp_path, FEEDS)
    reader.poll({UNE: rss(item("a", "Grève au port", "Les dockers.", date="10 Mar 2026 06:00:00"))})
    assert rows(reader, "SELECT published, date_quality FROM entries") == [("2026-03-10T06:00:00Z", "no-zone")]

    reader.follow(FEEDS.replace("name: une,", "name: une, timezone: Asia/Tokyo,"))
    mend(reader, differences(reader))

    assert rows(reader, "SELECT published, sort_at FROM entries") == [("2026-03-09T21:00:00Z", "2026-03-09T21:00:00Z")]
    assert differences(reader) == []
