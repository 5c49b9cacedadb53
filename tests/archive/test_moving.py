"""What becomes of ids, titles and follow-ups when entries move from one event to another."""

import pytest

from aggregator.archive import moving, placing, queries
from aggregator.records import EntryId, EventId, Merged, Placed, Placement, StoryId
from aggregator.views import Moved, StoryView
from tests.web import newsstand
from tests.web.newsstand import START

LATER = START.replace(year=START.year + 1)


@pytest.fixture
def conn(tmp_path):
    conn = newsstand.build(tmp_path).conn
    yield conn
    conn.close()


def story(conn, number) -> StoryView:
    view = queries.story(conn, number)
    assert isinstance(view, StoryView)
    return view


def goes(conn, number) -> int:
    view = queries.story(conn, number)
    assert isinstance(view, Moved)
    return view.to


def members(conn, event):
    rows = conn.execute("SELECT entry_id FROM placements WHERE event_id = ? ORDER BY entry_id", (event,))
    return [EntryId(row[0]) for row in rows]


def move(conn, entries, event, story, *merged):
    placements = tuple(
        Placement(
            entry=entry,
            event=EventId(event),
            story=StoryId(story),
            follows=None,
            relation="same-event",
            role="report",
            score=0.6,
            because=(),
        )
        for entry in entries
    )
    placing.save_placed(conn, Placed(placements=placements, merged=merged, made_by="stories/9"), START)


def test_what_continued_an_event_continues_the_one_that_took_its_place(conn):
    (followed,) = conn.execute("SELECT follows FROM events WHERE id = 2").fetchone()

    move(conn, members(conn, followed), 900, 1, Merged(kind="event", old=followed, new=900, because="one happening"))

    assert conn.execute("SELECT follows FROM events WHERE id = 2").fetchone()[0] == 900
    told = {event.id: event for event in story(conn, 1).events}
    assert told[2].follows == 900
    assert told[2].entries[0].why.of is not None


def test_an_event_that_takes_the_place_of_what_it_continued_continues_nothing(conn):
    (followed,) = conn.execute("SELECT follows FROM events WHERE id = 2").fetchone()

    move(conn, members(conn, followed), 2, 1, Merged(kind="event", old=followed, new=2, because="one happening"))

    assert conn.execute("SELECT follows FROM events WHERE id = 2").fetchone()[0] is None


def test_an_id_whose_last_entry_moves_answers_where_it_went_though_grouping_does_not_say_so(conn):
    alone = story(conn, 2)

    move(conn, [line.line.id for event in alone.events for line in event.entries], 1, 1)

    assert goes(conn, 2) == 1


def test_an_id_that_still_has_entries_is_not_sent_away_though_grouping_has_forgotten_them(conn):
    move(conn, [], 1, 1, Merged(kind="story", old=2, new=1, because="its only event moved"))

    assert story(conn, 2).id == 2
    assert conn.execute("SELECT count(*) FROM redirects WHERE old = 2").fetchone()[0] == 0


def test_an_old_entry_that_stands_somewhere_stays_there_unless_a_person_speaks_of_it(conn):
    conn.execute("INSERT INTO marks (kind, a, b, value, at) VALUES ('never', 1, 3, NULL, '2026-02-01T00:00:00Z')")
    conn.execute("DELETE FROM placements WHERE entry_id = 5")

    assert moving.placed_before(conn, [EntryId(number) for number in (1, 2, 3, 4, 5)], LATER) == (2, 4)
    assert moving.placed_before(conn, [EntryId(2)], START.replace(year=START.year - 1)) == ()


def test_copies_go_where_their_original_goes(conn):
    assert moving.to_move(conn, "never", EntryId(1), EntryId(3)) == (1, 2)
    # Together: the entry of the smaller event, which has no copies.
    assert moving.to_move(conn, "together", EntryId(1), EntryId(3)) == (3,)
