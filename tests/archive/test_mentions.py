"""Whom a story names: kept when entries are tagged, counted when the story is shown."""

from datetime import timedelta

import pytest

from aggregator.archive import derived, placing, queries
from aggregator.archive.queries.stories import NAMED
from aggregator.records import EventId, Placed, Placement, StoryId
from aggregator.text.entities import Mention
from aggregator.views import StoryView
from tests.archive.conftest import START


def place(conn, ids):
    """Let these entries be one event."""
    placements = tuple(
        Placement(
            entry=one, event=EventId(1), story=StoryId(1), follows=None,
            relation="same-event" if at else "opens", role="report", score=0.5, because=(),
        )
        for at, one in enumerate(ids)
    )  # fmt: skip
    placing.save_placed(conn, Placed(placements=placements, made_by="stories/1"), START + timedelta(hours=1))


@pytest.fixture
def told(conn, press):
    """Three entries of one event, stored and placed."""
    press.new(1, 2, 3)
    ids = [row[0] for row in press.rows("SELECT id FROM entries ORDER BY id")]
    place(conn, ids)
    return ids


def name(conn, entry, *mentions):
    derived.save_mentions(conn, entry, [Mention(*one) for one in mentions], "topics/2")


def test_a_story_names_whom_two_of_its_entries_name(conn, told):
    name(conn, told[0], ("Vladimir Poutine", "person", 2), ("Kremlin", "unknown", 1))
    name(conn, told[1], ("Poutine", "unknown", 1), ("ONU", "organisation", 1))
    name(conn, told[2], ("ONU", "organisation", 3))

    view = queries.story(conn, 1)

    assert isinstance(view, StoryView)
    assert [(one.name, one.kind, one.entries) for one in view.names] == [
        ("ONU", "organisation", 2),
        ("Vladimir Poutine", "person", 2),
    ]
    assert set(view.names[1].spellings) == {"Vladimir Poutine", "Poutine"}


def test_tagging_again_replaces_what_an_entry_named(conn, press, told):
    name(conn, told[0], ("Anna Weber", "person", 1), ("ONU", "organisation", 1))

    name(conn, told[0], ("Anna Weber", "person", 4))

    assert press.rows("SELECT name, times FROM mentions") == [("Anna Weber", 4)]


def test_names_are_counted_over_a_bounded_number_of_entries(conn, press):
    press.new(*range(1, NAMED + 3))
    ids = [row[0] for row in press.rows("SELECT id FROM entries ORDER BY id")]
    place(conn, ids)
    for one in ids[:2]:
        name(conn, one, ("Anna Weber", "person", 9))
    for one in ids[2:4]:
        name(conn, one, ("Bela Kovacs", "person", 1))

    view = queries.story(conn, 1)
    assert isinstance(view, StoryView)
    assert [one.name for one in view.names] == ["Bela Kovacs"]


def test_a_story_without_names_is_shown_without_them(conn, told):
    view = queries.story(conn, 1)
    assert isinstance(view, StoryView)
    assert view.names == ()
