"""What pages show, asked of an archive filled by hand."""

import re
import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from msgspec import Struct

from aggregator.archive import queries, schema, search
from aggregator.archive.queries.lines import LEAD, lead, per_day, read_cursor
from aggregator.archive.writer import connect_readonly
from aggregator.views import Moved, StoryView
from tests.web import newsstand
from tests.web.newsstand import START, Newsstand


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("archive")
    newsstand.build(folder).conn.close()
    return folder


@pytest.fixture
def conn(folder):
    conn = connect_readonly(folder / "archive.db")
    yield conn
    conn.close()


# ------------------------------------------------------------------------------------------------- the first page


def test_the_first_page_opens_with_the_stories_that_most_outlets_tell_now(conn):
    view = queries.today(conn)

    assert [card.id for card in view.top] == [7, 1]
    assert view.top[0].score > view.top[1].score


def test_a_story_stands_once_on_the_first_page(conn):
    view = queries.today(conn)

    ids = [card.id for card in (*view.top, *view.stories)]
    assert len(ids) == len(set(ids)) == 16


def test_a_card_shows_its_opening_and_its_latest_follow_ups_in_order(conn):
    card = next(card for card in queries.today(conn).top if card.id == 1)

    assert [line.role for line in card.lines] == ["first report", "follow-up", "follow-up", "reaction", "analysis"]
    assert [source.feed for source in card.sources] == ["courrier-une", "radio-estran"]
    assert card.lead.startswith("Le président est attendu")


def test_turning_pages_shows_every_story_once_and_ends(conn):
    seen: list[int] = []
    before = None
    while True:
        cards, before = queries.stories(conn, before=before, limit=3)
        seen += [card.id for card in cards]
        if before is None:
            break

    assert len(seen) == len(set(seen)) == 16


def test_stories_can_be_asked_by_topic_language_and_time(conn):
    german, _ = queries.stories(conn, topic="place:kp", language="de")
    late, _ = queries.stories(conn, topic="mer", since=START + timedelta(days=4))

    assert [card.id for card in german] == [3]
    assert [card.id for card in late] == [7]


@pytest.mark.parametrize("cursor", ["", "x", "2026-03-09T00:00:00Z", "2026-03-09T00:00:00Z_²", "_9", "9" * 40, "'--_1"])
def test_a_cursor_that_nobody_gave_out_is_the_first_page(cursor):
    assert read_cursor(cursor) == read_cursor(None)


@pytest.mark.parametrize(
    ("feeds", "reason"),
    [
        ([], "no-feeds"),
        ([("active", 0, None)], "not-polled"),
        ([("active", 3, "http-503"), ("active", 1, "http-404")], "unreachable"),
        ([("active", 0, "dns"), ("active", 0, "timeout")], "unreachable"),  # our own outage: no feed is blamed
        ([("active", 0, "dns"), ("active", 0, "ok")], "no-entries"),
        ([("active", 0, "ok"), ("active", 1, "http-404")], "no-entries"),
        ([("removed", 0, "ok")], "no-feeds"),
    ],
)
def test_an_empty_archive_says_why_it_is_empty(tmp_path, feeds, reason):
    stand = Newsstand(tmp_path)
    for number, (state, failures, code) in enumerate(feeds):
        stand.feed(f"f{number}", None, None, "fr", state, failures)
        if code:
            stand.poll(f"f{number}", 1, code=code, status=None, message=f"f{number}.example said {code}")

    view = queries.today(stand.conn)

    assert view.nothing is not None
    assert view.nothing.reason == reason
    assert len(view.nothing.failures) == sum(code not in (None, "ok") for _, _, code in feeds)


def test_entries_that_are_not_grouped_yet_are_shown_as_they_came(tmp_path):
    stand = Newsstand(tmp_path)
    stand.feed("une", None, None, "fr")
    stand.entry("une", 1, "Premier", "…")
    stand.entry("une", 2, "Second", "…")

    view = queries.today(stand.conn)

    assert [line.title for line in view.lines] == ["Second", "Premier"]
    assert view.nothing is not None
    assert view.nothing.reason == "not-grouped"


# -------------------------------------------------------------------------------------------------------- stories


def test_a_story_tells_its_events_in_order_with_copies_beneath_their_original(conn):
    view = queries.story(conn, 1)

    assert not isinstance(view, Moved)
    assert view is not None
    assert [event.id for event in view.events] == [1, 2, 3]
    first = view.events[0].entries
    assert [[copy.line.source.feed for copy in one.also_in] for one in first] == [["radio-estran"]]
    assert first[0].why.because == ("rien de proche avant",)
    assert first[0].why.level == "new"


def test_a_copy_says_how_much_it_shares_how_much_later_it_came_and_which_agency_wrote_it(conn):
    view = queries.story(conn, 1)

    assert isinstance(view, StoryView)
    opening = view.events[0].entries[0]
    (copy,) = opening.also_in
    assert (copy.line.containment, copy.after, copy.headline, copy.earliest) == (0.94, timedelta(hours=1), True, False)
    assert opening.agency == "AFP"


def test_of_all_entries_with_one_text_the_earliest_is_named_though_its_feed_brought_it_later(tmp_path):
    stand = newsstand.build(tmp_path)
    stand.conn.execute("UPDATE entries SET sort_at = '2026-02-01T05:00:00Z' WHERE id = 2")

    view = queries.story(stand.conn, 1)

    assert isinstance(view, StoryView)
    (told,) = (one for event in view.events for one in event.entries if one.also_in)
    assert told.line.id == 1
    assert told.also_in[0].earliest
    assert told.also_in[0].after < timedelta(0)
    stand.conn.close()


def test_a_placement_names_its_neighbours_and_the_words_they_share(conn):
    view = queries.entry(conn, 3)

    assert view is not None
    assert view.why is not None
    assert [(one.title, one.similarity) for one in view.why.neighbours] == [
        ("Le président attendu à Pyongyang mardi", 0.61)
    ]
    assert view.why.terms == (("pyongyang", 0.09), ("visite", 0.07))


def test_a_story_names_what_came_before_and_after_it_in_other_stories(conn):
    before, after = queries.story(conn, 6), queries.story(conn, 7)

    assert before is not None
    assert after is not None
    assert not isinstance(before, Moved)
    assert not isinstance(after, Moved)
    assert [ref.id for ref in after.previously] == [6]
    assert [ref.id for ref in before.continued] == [7]
    assert after.previously[0].because


def test_links_between_languages_are_seen_from_both_sides(conn):
    french, korean = queries.story(conn, 1), queries.story(conn, 4)

    assert french is not None
    assert korean is not None
    assert not isinstance(french, Moved)
    assert not isinstance(korean, Moved)
    assert [ref.language for ref in french.languages] == ["en", "de", "ko", "ar"]
    assert [ref.id for ref in korean.languages] == [1]
    assert [ref.id for ref in french.related] == [7]


def test_a_merged_story_answers_elsewhere_and_an_unknown_one_nowhere(conn):
    assert queries.story(conn, 90) == Moved(to=1, because="les mêmes événements")
    assert queries.story(conn, 4711) is None


def test_outlets_are_listed_by_who_told_it_first(conn):
    view = queries.story(conn, 1)

    assert view is not None
    assert not isinstance(view, Moved)
    assert [(one.source.feed, one.behind) for one in view.outlets] == [
        ("courrier-une", timedelta(0)),
        ("radio-estran", timedelta(hours=1)),
    ]


# -------------------------------------------------------------------------------------------------------- entries


def test_an_entry_shows_every_wording_and_compares_the_last_step(conn):
    view = queries.entry(conn, 1)

    assert view is not None
    assert [wording.id for wording in view.wordings] == ["r1", "r2", "now"]
    assert view.comparison is not None
    removed = [text.strip() for block in view.comparison.blocks for mark, text in block if mark == "old"]
    added = [text.strip() for block in view.comparison.blocks for mark, text in block if mark == "new"]
    assert (removed, added) == (["douze"], ["quatorze", "fortement"])


def test_any_two_wordings_can_be_compared(conn):
    view = queries.entry(conn, 1, old="r1", new="now")

    assert view is not None
    assert view.comparison is not None
    assert any(mark == "new" for mark, _ in view.comparison.title)
    assert (view.comparison.old.id, view.comparison.new.id) == ("r1", "now")


def test_wordings_that_are_not_there_compare_the_last_step(conn):
    view = queries.entry(conn, 1, old="r999", new="'; DROP TABLE entries")

    assert view is not None
    assert view.comparison is not None
    assert (view.comparison.old.id, view.comparison.new.id) == ("r2", "now")


def test_an_entry_lists_its_copies_keys_topics_and_sightings(conn):
    view = queries.entry(conn, 1)

    assert view is not None
    assert [line.source.feed for line in view.also_in] == ["radio-estran"]
    assert [alias.reason for alias in view.aliases] == ["same guid and same link"]
    assert {tag.topic.slug for tag in view.tags} == {"place:kp", "diplomatie"}
    assert {(one.source.feed, one.rank, one.open) for one in view.sightings} == {
        ("courrier-une", 1, False),
        ("courrier-une", 2, True),
        ("courrier-monde", 1, False),
    }
    assert view.picture is not None
    assert [file.type for file in view.files] == ["audio/mpeg"]


def test_merged_entries_leave_the_lists_and_are_named_by_the_one_they_became(conn):
    whole = search.search(conn, "titre:conseil").hits[0].line.id

    view = queries.entry(conn, whole)
    newest, _ = queries.newest(conn, limit=100)

    assert view is not None
    (twin,) = view.merged
    assert twin.id not in {line.id for line in newest}
    there = queries.entry(conn, twin.id)
    assert there is not None
    assert there.merged_into == whole


def test_an_entry_that_never_was_is_none(conn):
    assert queries.entry(conn, 10**17) is None


# -------------------------------------------------------------------------------------------- topics, feeds, edits


def test_a_topic_counts_every_day_of_its_span(conn):
    view = queries.topic(conn, "mer")

    assert view is not None
    assert [(one.day, one.entries) for one in view.volume] == [
        ("2026-03-10", 2), ("2026-03-11", 0 + 1), ("2026-03-12", 0), ("2026-03-13", 1), ("2026-03-14", 1),
    ]  # fmt: skip
    assert view.whole
    assert queries.topic(conn, "personne") is None


def test_turning_the_pages_of_a_topic_shows_each_entry_once(conn):
    first = queries.topic(conn, "place:kp", limit=6)
    assert first is not None
    second = queries.topic(conn, "place:kp", limit=6, before=first.next)

    assert second is not None
    ids = [line.id for line in (*first.lines, *second.lines)]
    assert len(ids) == len(set(ids)) == 10
    assert second.next is None


def test_a_source_says_how_it_is_and_why_its_next_poll_is_when_it_is(conn):
    view = queries.source(conn, "courrier-monde")

    assert view is not None
    assert view.polls[0].why == "its window moved on by more than a third: sooner than usual"
    assert view.gaps == (START + timedelta(hours=119),)
    assert queries.source(conn, "nobody") is None


def test_a_source_lists_what_it_ever_showed_also_what_another_feed_of_its_publisher_is_home_to(conn):
    view = queries.source(conn, "courrier-monde")

    assert view is not None
    assert [line.title for line in view.lines] == [
        "Pyongyang : un accord de partenariat signé",
        "Le président attendu à Pyongyang mardi",
    ]
    assert view.volume[0].entries == 1


def test_turning_the_pages_of_a_source_shows_each_entry_once_where_it_first_appeared(conn):
    seen: list[str] = []
    before = None
    while True:
        view = queries.source(conn, "courrier-une", limit=2, before=before)
        assert view is not None
        seen += [line.title for line in view.lines]
        before = view.next
        if before is None:
            break

    assert len(seen) == len(set(seen)) == 11
    assert seen[-1] == "Le président attendu à Pyongyang mardi"


def test_a_failing_source_says_what_was_answered(conn):
    view = queries.sources(conn, state="failing")

    assert {row.source.feed: row.trouble for row in view.sources} == {
        "gazette-muette": "gazette-muette.example answered 503",
        "vieux-phare": "vieux-phare.example says that the feed has ended",
    }


def test_edits_can_be_narrowed_to_a_class_an_outlet_or_what_was_silent(conn):
    assert [edit.change for edit in queries.edits(conn).edits] == ["correction", "headline"]
    assert [edit.change for edit in queries.edits(conn, change="headline").edits] == ["headline"]
    assert [edit.change for edit in queries.edits(conn, silent=True).edits] == ["correction"]
    assert len(queries.edits(conn, feed="courrier").edits) == 2
    assert queries.edits(conn, feed="nordblatt").edits == ()


def test_an_edit_shows_the_headline_that_followed_not_only_the_latest(conn):
    headline = queries.edits(conn, change="headline").edits[0]

    assert (headline.before, headline.after) == ("Un voyage à Pyongyang", "Le président attendu à Pyongyang mardi")


def test_turning_the_pages_of_edits_ends(conn):
    first = queries.edits(conn, limit=1)
    second = queries.edits(conn, limit=1, before=first.next)

    assert [edit.revision for edit in (*first.edits, *second.edits)] == [2, 1]
    assert second.next is None


def test_a_front_page_shows_the_headline_as_it_was_worded_then(conn):
    then = queries.front(conn, START + timedelta(hours=5), feed="courrier-une")
    now = queries.front(conn, START + timedelta(hours=100), feed="courrier-une")

    assert [(one.title, one.reworded) for one in then.feeds[0].shown] == [("Un voyage à Pyongyang", True)]
    assert [one.title for one in now.feeds[0].shown] == [
        "Séoul et Tokyo condamnent l'accord",
        "Le président attendu à Pyongyang mardi",
    ]


def test_before_the_archive_began_no_feed_showed_anything(conn):
    view = queries.front(conn, START - timedelta(days=1))

    assert view.feeds == ()
    assert view.earliest == START + timedelta(hours=1)


def test_health_names_feeds_in_trouble_and_counts_what_waits(conn):
    view = queries.health(conn)

    assert view.ok
    assert [row.source.feed for row in view.troubled] == ["gazette-muette", "vieux-phare"]
    assert view.todo == {"page": 0, "topics": 0, "stories": 0}


# --------------------------------------------------------------------------------------------------------- speed


EVERYTHING: dict[str, Callable[[sqlite3.Connection], object]] = {
    "today": queries.today,
    "today, a later page": lambda conn: queries.today(conn, before="2026-03-12T00:00:00Z_99999"),
    "newest": queries.newest,
    "stories of a topic": lambda conn: queries.stories(conn, topic="mer"),
    "story": lambda conn: queries.story(conn, 1),
    "entry": lambda conn: queries.entry(conn, 1),
    "topics": queries.topics,
    "topic": lambda conn: queries.topic(conn, "place:kp"),
    "sources": queries.sources,
    "source": lambda conn: queries.source(conn, "courrier-une"),
    "edits": queries.edits,
    "edits, narrowed": lambda conn: queries.edits(conn, change="headline", feed="courrier", silent=True),
    "front": queries.front,
    "front, then": lambda conn: queries.front(conn, START + timedelta(hours=50)),
    "health": queries.health,
    "search": lambda conn: search.search(conn, "accord"),
    "search, best": lambda conn: search.search(conn, "accord", order="best"),
    "search, filtered": lambda conn: search.search(conn, "accord feed:courrier lang:fr topic:mer after:2026-03-01"),
    "filters alone": lambda conn: search.search(conn, "lang:fr after:2026-03-10"),
    "feed alone": lambda conn: search.search(conn, "feed:courrier"),
    "topic alone": lambda conn: search.search(conn, "topic:mer"),
    "starred": lambda conn: search.search(conn, "is:starred"),
}

# Tables as short as feeds.yaml or its rules; everything else grows for ten years.
SMALL = {"feeds", "feed_urls", "publishers", "topics", "counters", "redirects"}
LARGE = set(re.findall(r"CREATE TABLE (\w+)", schema.SCHEMA)) - SMALL


@pytest.mark.parametrize("name", EVERYTHING)
def test_no_page_reads_a_growing_table_from_end_to_end(conn, name):
    statements: list[str] = []
    conn.set_trace_callback(statements.append)

    EVERYTHING[name](conn)

    conn.set_trace_callback(None)
    scans = [
        (plan["detail"], statement)
        for statement in dict.fromkeys(statements)
        if statement.lstrip().upper().startswith("SELECT")
        for plan in conn.execute(f"EXPLAIN QUERY PLAN {statement}")
        if _is_scan_of_large(plan["detail"], statement)
    ]
    assert statements
    assert scans == []


def _is_scan_of_large(detail, statement):
    found = re.match(r"SCAN (\w+)(?! VIRTUAL)", detail)
    if not found or "USING" in detail or "VIRTUAL TABLE" in detail:
        return False
    aliases = dict(re.findall(r"(?:FROM|JOIN)\s+(\w+)\s+(\w+)\b", statement))
    table = {alias: name for name, alias in aliases.items()}.get(found[1], found[1])
    # A walk of the primary key, newest first, with a limit is what the index is.
    return table in LARGE and "ORDER BY id DESC LIMIT" not in statement


def _steps(conn, work):
    """How many hundreds of instructions SQLite's machine spent."""
    count = 0

    def step():
        nonlocal count
        count += 1

    conn.set_progress_handler(step, 100)
    work(conn)
    conn.set_progress_handler(None, 0)
    return count


def _grow(stand, times):
    """More of everything: the rows of the week again, under new ids and on later days."""
    conn = stand.conn
    conn.execute("BEGIN")
    entries = conn.execute("SELECT max(id) FROM entries").fetchone()[0]
    columns = [row["name"] for row in conn.execute("PRAGMA table_info(entries)") if row["name"] != "id"]
    names = ", ".join(columns)
    later = {"first_seen", "last_seen", "sort_at", "published"}
    values = ", ".join(
        f"strftime('%Y-%m-%dT%H:%M:%SZ', {name}, '+' || (:n * 7) || ' days')" if name in later else name
        for name in columns
    )
    for n in range(1, times):
        given = {"n": n, "entries": entries}
        conn.execute(
            f"INSERT INTO entries (id, {names}) SELECT id + :n * 1000, {values} FROM entries WHERE id <= :entries",
            given,
        )
        conn.execute(
            "INSERT INTO stories SELECT id + :n * 1000, title, language, "
            "strftime('%Y-%m-%dT%H:%M:%SZ', first_seen, '+' || (:n * 7) || ' days'), "
            "strftime('%Y-%m-%dT%H:%M:%SZ', last_seen, '+' || (:n * 7) || ' days'), size FROM stories WHERE id < 1000",
            given,
        )
        conn.execute(
            "INSERT INTO events SELECT id + :n * 1000, story_id + :n * 1000, follows + :n * 1000, first_seen, last_seen, size "
            "FROM events WHERE id < 1000",
            given,
        )
        conn.execute(
            "INSERT INTO placements SELECT entry_id + :n * 1000, event_id + :n * 1000, story_id + :n * 1000, "
            "follows + :n * 1000, relation, role, score, because, evidence, made_by FROM placements WHERE entry_id <= :entries",
            given,
        )
        conn.execute("INSERT INTO tags SELECT entry_id + :n * 1000, topic, score, because, made_by FROM tags "
                     "WHERE entry_id <= :entries", given)  # fmt: skip
        conn.execute(
            "INSERT INTO revisions SELECT NULL, entry_id + :n * 1000, feed_id, origin, wording_hash, seen, "
            "strftime('%Y-%m-%dT%H:%M:%SZ', replaced, '+' || (:n * 7) || ' days'), change, silent, changed, title, text, rest "
            "FROM revisions WHERE entry_id <= :entries",
            given,
        )
        conn.execute("INSERT INTO polls SELECT NULL, feed_id, strftime('%Y-%m-%dT%H:%M:%SZ', at, '+' || (:n * 7) || ' days'), "
                     "url, status, code, message, bytes, ms, new, revised, hops, parser, gap, next_due, why, payload "
                     "FROM polls WHERE at < '2026-03-16'", given)  # fmt: skip
    conn.execute("COMMIT")


def test_a_page_costs_no_more_in_an_archive_eight_times_as_large(tmp_path):
    small, large = newsstand.build(tmp_path / "small"), newsstand.build(tmp_path / "large")
    _grow(small, 30)
    _grow(large, 240)
    bounded = ("today", "newest", "story", "entry", "topic", "sources", "source", "edits", "front", "health", "topics")

    costs = {name: (_steps(small.conn, EVERYTHING[name]), _steps(large.conn, EVERYTHING[name])) for name in bounded}

    # A chart or a list of polls may fill up to its bound on the way.
    assert {name: cost for name, cost in costs.items() if cost[1] > 1.5 * cost[0] + 300} == {}


# -------------------------------------------------------------------------------------------------- small pieces


def test_a_lead_is_cut_between_words_and_between_characters_where_there_are_no_words():
    assert lead("Un. " * 200).endswith(" …")
    assert len(lead("漢" * 5000)) <= LEAD + 2
    assert lead("Court.\n\nSuite.") == "Court."
    assert lead("") == ""


def test_a_chart_spans_no_more_than_four_hundred_days():
    counted = per_day(["1999-01-01T00:00:00Z", "2026-03-09T00:00:00Z"])

    assert len(counted) == 401
    assert counted[-1].day == "2026-03-09"


def test_every_view_is_made_of_records_and_plain_values(conn):
    def check(value):
        if isinstance(value, Struct):
            assert not hasattr(value, "__dict__")
            for name in value.__struct_fields__:
                check(getattr(value, name))
        elif isinstance(value, tuple):
            for inner in value:
                check(inner)
        elif isinstance(value, dict):
            for inner in value.values():
                check(inner)
        elif isinstance(value, datetime):
            assert value.utcoffset() == timedelta(0)
        else:
            assert value is None or isinstance(value, str | int | float | timedelta | list), type(value)

    for work in EVERYTHING.values():
        check(work(conn))


def test_a_reader_cannot_write(conn):
    with pytest.raises(sqlite3.OperationalError):
        conn.execute("DELETE FROM entries")
