"""What one poll writes: entries, former wordings, sightings as intervals, never a loss."""

import itertools
import json
from datetime import timedelta

import pytest
import zstandard
from msgspec.structs import replace

from aggregator.archive import facts, fts, known, queries
from aggregator.records import Alias, EntryId, New, Revised, Revision, Same, Untouched
from aggregator.stages import identify
from aggregator.text import language
from tests.archive.conftest import START

HOUR = timedelta(hours=1)


def revision(press, number, *, feed="une", at=START + HOUR):
    old = press.entry(number, feed=feed)
    return Revision(
        origin="feed",
        feed=old.feed,
        wording_hash=old.wording_hash,
        title=old.title,
        text=old.text,
        seen=START,
        replaced=at,
        change="headline",
        silent=True,
        changed=("-12", "+14"),
    )


def found(conn, words):
    return [row[0] for row in conn.execute("SELECT rowid FROM search WHERE search MATCH ?", (language.fold(words),))]


def test_a_new_entry_is_listed_searchable_and_pending_for_every_stage(press):
    (entry_id,) = press.new(1)

    assert press.rows("SELECT title, published, first_seen, sort_at FROM entries") == [
        ("Titre 1", "2026-03-10T07:00:00Z", "2026-03-10T08:00:00Z", "2026-03-10T07:00:00Z")
    ]
    assert found(press.conn, "depeche") == [entry_id]
    assert press.rows("SELECT stage FROM todo ORDER BY stage") == [("page",), ("stories",), ("topics",)]
    assert press.rows("SELECT value FROM counters WHERE name = 'entries'") == [(1,)]


def test_an_edit_keeps_the_whole_former_wording(press):
    (entry_id,) = press.new(1)
    later = press.entry(1, title="Quatorze blessés")
    verdict = Revised(entry=later, id=entry_id, revision=revision(press, 1))

    facts.apply(press.conn, press.change(verdict, at=START + HOUR))

    assert press.rows("SELECT title FROM entries") == [("Quatorze blessés",)]
    row = press.conn.execute("SELECT * FROM revisions").fetchone()
    assert (row["title"], row["silent"], row["replaced"]) == ("Titre 1", 1, "2026-03-10T09:00:00Z")
    assert json.loads(row["changed"]) == ["-12", "+14"]
    assert json.loads(zstandard.decompress(row["rest"]))["guid"] == "guid-1"


def test_search_finds_the_latest_wording_only(press):
    (entry_id,) = press.new(1)
    later = press.entry(1, title="Quatorze blessés", text="Le bilan a été revu.")

    facts.apply(press.conn, press.change(Revised(entry=later, id=entry_id, revision=revision(press, 1))))

    assert found(press.conn, "quatorze blesses") == [entry_id]
    assert found(press.conn, "depeche") == []


def test_an_entry_that_leaves_its_feed_closes_its_interval_at_the_last_good_answer(press):
    first, second = press.new(1, 2)
    same = Same(entry=press.entry(2, rank=1), id=second)

    facts.apply(press.conn, press.change(same, at=START + 3 * HOUR, seen_until=START + 2 * HOUR))

    rows = press.rows("SELECT entry_id, first_seen, last_seen, rank, open FROM sightings ORDER BY id")
    assert rows == [
        (first, "2026-03-10T08:00:00Z", "2026-03-10T10:00:00Z", 1, 0),
        (second, "2026-03-10T08:00:00Z", "2026-03-10T11:00:00Z", 2, 1),
    ]
    assert press.rows("SELECT last_seen FROM entries WHERE id = ?", first) == [("2026-03-10T10:00:00Z",)]


def test_an_entry_that_stays_keeps_one_interval(press):
    (entry_id,) = press.new(1)

    facts.apply(press.conn, press.change(Same(entry=press.entry(1), id=entry_id), at=START + HOUR))
    hashes = known.open_raw_hashes(press.conn, press.feed().id)
    (raw,) = hashes
    facts.apply(press.conn, press.change(untouched=(Untouched(raw_hash=raw, rank=1),), at=START + 2 * HOUR))

    assert press.rows("SELECT first_seen, last_seen, open FROM sightings") == [
        ("2026-03-10T08:00:00Z", "2026-03-10T10:00:00Z", 1)
    ]


def test_a_document_cut_short_closes_nothing_it_does_not_show(press):
    first, second = press.new(1, 2)

    facts.apply(press.conn, press.change(Same(entry=press.entry(1), id=first), whole=False, at=START + HOUR))

    assert press.rows("SELECT entry_id FROM sightings WHERE open = 1 ORDER BY entry_id") == [(first,), (second,)]


def test_the_wording_another_feed_still_shows_is_kept_when_the_first_feed_edits(press):
    (entry_id,) = press.new(1)
    facts.apply(press.conn, press.change(Same(entry=press.entry(1, feed="monde"), id=entry_id), feed="monde"))
    later = press.entry(1, title="Quatorze blessés")

    facts.apply(
        press.conn, press.change(Revised(entry=later, id=entry_id, revision=revision(press, 1)), at=START + HOUR)
    )

    (seen,) = known.candidates(press.conn, press.feed("monde"), [press.entry(1, feed="monde")], [])
    shown = {item.feed: item.title for item in seen.seen_in}
    assert shown == {press.feed("une").id: "Quatorze blessés", press.feed("monde").id: "Titre 1"}


def test_candidates_come_by_key_by_instant_and_by_the_last_document(press):
    first, second, third = press.new(1, 2, 3)
    press.conn.execute("UPDATE entries SET published = NULL WHERE id IN (?, ?)", (second, third))
    press.conn.execute("UPDATE sightings SET open = 0 WHERE entry_id IN (?, ?)", (first, second))
    press.conn.execute("INSERT INTO aliases VALUES (?, 'guid', 'x', NULL, 'test', '', '')", (second,))
    entry = press.entry(9)

    by_all = known.candidates(press.conn, press.feed(), [entry], [Alias(kind="guid", value="x")])

    assert [item.id for item in by_all] == [first, second, third]


def test_a_merged_entry_goes_on_answering_as_itself(press):
    first, second = press.new(1, 2)
    press.conn.execute("UPDATE entries SET merged_into = ? WHERE id = ?", (first, second))

    found = known.candidates(press.conn, press.feed(), [press.entry(2)], [Alias(kind="guid", value="guid-2")])

    assert [one.id for one in found] == [first, second]
    assert set(known.open_raw_hashes(press.conn, press.feed().id).values()) == {first, second}


@pytest.mark.parametrize("words", [1, 2, 3, 4])
def test_of_what_stands_untouched_its_place_is_enough_to_judge_the_others(press, words):
    """Told in full or as a witness, every combination of keys, words and dates gets the same verdict."""
    standing, leaving, elsewhere = press.new(1, 2, 3)
    press.conn.execute("UPDATE sightings SET open = 0 WHERE entry_id = ?", (elsewhere,))
    for number, entry in enumerate((standing, leaving, elsewhere), start=1):
        at = f"2026-03-10T0{number}:00:00Z"
        press.conn.execute("UPDATE entries SET published = ? WHERE id = ?", (at, entry))
    feed, present = press.feed(), frozenset({standing})

    for guid, url, hour in itertools.product((1, 2, 3, 4), repeat=3):
        entry = replace(
            press.entry(words),
            guid=f"guid-{guid}",
            url=f"https://courrier.example/{url}",
            url_canonical=f"https://courrier.example/{url}",
            published=START.replace(hour=hour),
        )
        keys = identify.keys(entry)
        whole = known.candidates(press.conn, feed, [entry], keys)
        witnessed = known.candidates(press.conn, feed, [entry], keys, present)

        verdicts = [identify.compare(feed, [entry], found, present, START) for found in (whole, witnessed)]

        assert verdicts[0] == verdicts[1]


def test_what_stands_untouched_is_not_read_in_full(press):
    standing, leaving = press.new(1, 2)

    found = known.candidates(
        press.conn, press.feed(), [replace(press.entry(9), published=None)], (), frozenset({standing})
    )

    assert [(one.id, bool(one.text)) for one in found] == [(leaving, True), (standing, False)]


def test_candidates_and_sightings_go_by_index(press):
    plans: list[str] = []
    press.conn.set_trace_callback(plans.append)
    known.candidates(press.conn, press.feed(), [press.entry(1)], [Alias(kind="guid", value="x")])
    facts.apply(press.conn, press.change(New(entry=press.entry(1), aliases=(), reason="new")))
    press.conn.set_trace_callback(None)

    scans = [
        (sql, step["detail"])
        for sql in plans
        if sql.lstrip().startswith(("SELECT", "UPDATE", "DELETE"))
        for step in press.conn.execute(f"EXPLAIN QUERY PLAN {sql}")
        if step["detail"].startswith("SCAN")
        and not step["detail"].startswith(("SCAN feeds", "SCAN CONSTANT ROW", "SCAN json_each"))
    ]

    assert scans == []


def test_the_index_can_be_made_again_and_finds_the_same(press):
    first, second = press.new(1, 2)
    press.conn.execute("INSERT INTO state VALUES ('fold_version', 'old')")
    assert fts.outdated(press.conn)

    assert fts.rebuild(press.conn) == 2

    assert not fts.outdated(press.conn)
    assert found(press.conn, "depeche") == [first, second]


def test_every_poll_is_one_row_with_its_reason(press):
    press.new(1)

    assert press.rows("SELECT status, code, bytes, ms, new, why FROM polls") == [(200, "ok", 100, 20, 1, "rhythm")]


def test_a_later_poll_does_not_take_back_a_date_once_given(press):
    (entry_id,) = press.new(1)
    undated = replace(
        press.entry(1, title="Autre titre"),
        published=None,
        published_raw=None,
        published_from=None,
        date_quality="none",
    )

    facts.apply(press.conn, press.change(Revised(entry=undated, id=EntryId(entry_id), revision=revision(press, 1))))

    assert press.rows("SELECT published, date_quality FROM entries") == [("2026-03-10T07:00:00Z", "exact")]


def test_an_edit_taken_back_swaps_the_two_wordings_and_loses_neither(press):
    (entry_id,) = press.new(1)
    edited = press.entry(1, title="Quatorze blessés")
    facts.apply(
        press.conn, press.change(Revised(entry=edited, id=entry_id, revision=revision(press, 1)), at=START + HOUR)
    )

    back = Same(entry=press.entry(1), id=entry_id, current=True)
    facts.apply(press.conn, press.change(back, at=START + 2 * HOUR))

    assert press.rows("SELECT title FROM entries") == [("Titre 1",)]
    assert press.rows("SELECT title, seen, replaced FROM revisions") == [
        ("Quatorze blessés", "2026-03-10T09:00:00Z", "2026-03-10T10:00:00Z")
    ]


def test_a_new_entry_at_the_top_of_a_feed_costs_the_others_no_interval(press):
    press.new(*range(1, 31))

    facts.apply(
        press.conn,
        press.change(
            New(entry=press.entry(31, rank=1), aliases=(), reason="new"),
            *(Same(entry=press.entry(n, rank=n + 1), id=EntryId(n)) for n in range(1, 30)),
            at=START + HOUR,
        ),
    )

    assert press.rows("SELECT count(*), sum(open) FROM sightings") == [(31, 30)]
    shown = queries.front(press.conn, START + HOUR).feeds[0].shown
    assert [(one.rank, one.entry) for one in shown] == [(1, 31), *((n + 1, n) for n in range(1, 10))]
