"""The week as data: what was promised about it holds."""

from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta

import pytest

from aggregator.demo.newsroom import Newsroom
from aggregator.demo.outlets import CHANNELS, OUTLETS
from aggregator.demo.pieces import dated, edit, long_date, paragraphs, piece, when
from aggregator.demo.week import FOLLOWS, PIECES

MONDAY = datetime(2024, 6, 17, tzinfo=UTC)


def test_the_week_is_told_by_five_outlets_in_four_languages_in_about_a_hundred_articles():
    by_outlet = Counter(each.outlet for each in PIECES)

    assert set(by_outlet) == {each.name for each in OUTLETS}
    assert {each.language for each in OUTLETS} == {"fr", "en", "de", "ko"}
    assert 90 <= len(PIECES) <= 130
    assert min(by_outlet.values()) >= 15


def test_every_article_is_as_long_as_a_short_news_report():
    lengths = {each.slug: sum(len(paragraph.split()) for paragraph in each.paragraphs) for each in PIECES}

    assert {slug: words for slug, words in lengths.items() if not 60 <= words <= 220} == {}
    assert all(len(each.paragraphs) >= 2 for each in PIECES)


def test_slugs_are_unique_and_everything_named_exists():
    slugs = [each.slug for each in PIECES]
    events = {each.event for each in PIECES}

    assert len(set(slugs)) == len(slugs)
    assert {each.copy_of for each in PIECES} - {None} <= set(slugs)
    assert set(FOLLOWS) | set(FOLLOWS.values()) <= events


def test_a_happening_is_followed_only_after_it_was_reported():
    first: dict[str, timedelta] = {}
    for each in sorted(PIECES, key=lambda one: one.after):
        first.setdefault(each.event, each.after)

    assert all(first[earlier] < first[later] for later, earlier in FOLLOWS.items())
    assert all(later.partition("/")[0] == earlier.partition("/")[0] for later, earlier in FOLLOWS.items())


def test_the_visit_is_told_in_every_language_from_announcement_to_reactions():
    told: dict[str, set[str]] = defaultdict(set)
    languages = {each.name: each.language for each in OUTLETS}
    for each in PIECES:
        told[each.event].add(languages[each.outlet])

    for stage in ("announcement", "departure", "arrival", "treaty", "reactions"):
        assert told[f"visit/{stage}"] == {"fr", "en", "de", "ko"}


def test_a_copy_carries_the_words_of_its_original_and_is_shorter():
    by_slug = {each.slug: each for each in PIECES}
    copies = [each for each in PIECES if each.copy_of]

    assert len(copies) == 2
    for copy in copies:
        original = by_slug[copy.copy_of or ""]
        assert copy.paragraphs == original.paragraphs[: len(copy.paragraphs)]
        assert len(copy.paragraphs) < len(original.paragraphs)
        assert copy.outlet != original.outlet
        assert copy.agency == original.agency is not None
        assert copy.after > original.after


def test_two_articles_that_are_not_copies_or_a_series_share_no_sentence():
    seen: dict[str, str] = {}
    for each in PIECES:
        if each.copy_of or each.series:
            continue
        for paragraph in each.paragraphs:
            for sentence in paragraph.replace("? ", ". ").split(". "):
                if len(sentence) > 60:
                    assert seen.setdefault(sentence, each.slug) == each.slug


def test_weather_comes_daily_from_one_outlet_and_differs_only_in_its_values():
    weather = [each for each in PIECES if each.series == "weather"]

    assert len(weather) >= 7
    assert {each.outlet for each in weather} == {"gazette"}
    assert len({each.event for each in weather}) == len(weather)
    assert len({each.paragraphs[-1] for each in weather}) == 1
    assert len({each.paragraphs[0] for each in weather}) == len(weather)


def test_every_swap_of_an_edit_changes_exactly_one_place():
    edited = [each for each in PIECES if each.edits]

    for each in edited:
        for change in each.edits:
            text = "\n\n".join(each.paragraphs)
            assert change.after > each.after
            assert all(text.count(former) == 1 for former, _ in change.swaps)
            assert change.title != each.title
    assert any(change.title for each in edited for change in each.edits)
    assert sum(change.silent for each in edited for change in each.edits) >= 2


def test_a_silent_edit_changes_the_words_and_not_the_date():
    report = next(each for each in PIECES if each.slug == "sainte-aurore-injured")

    before, after = report.wording(when("4 11:19")), report.wording(when("4 11:20"))

    assert "12 people" in before.text
    assert "14 people" in after.text
    assert after.updated == before.updated == report.after
    assert after.changed == when("4 11:20")


def test_no_placeholder_survives_whatever_the_day_of_the_start():
    for shift in range(7):
        gold = Newsroom(MONDAY + timedelta(days=shift)).gold()
        assert not [each.slug for each in gold if "{" in each.title + each.text or "}" in each.title + each.text]


def test_dates_are_written_as_each_language_writes_them():
    assert long_date(datetime(2024, 6, 1, tzinfo=UTC), "fr") == "samedi 1er juin 2024"
    assert long_date(MONDAY, "en") == "Monday 17 June 2024"
    assert long_date(MONDAY, "de") == "Montag, 17. Juni 2024"
    assert long_date(MONDAY, "ko") == "2024년 6월 17일 월요일"
    assert dated("arrive {d1}, puis {date-1}", "fr", MONDAY) == "arrive mardi, puis dimanche 16 juin 2024"


def test_the_notation_joins_wrapped_lines_and_keeps_lists():
    text = """
        Une ligne
        et sa suite.

        - premier point
        - second point
    """

    assert paragraphs(text) == ("Une ligne et sa suite.", "- premier point\n- second point")


def test_a_time_that_is_not_one_is_refused_with_an_example():
    with pytest.raises(ValueError, match="2 06:40"):
        when("mardi matin")


def test_a_later_edit_builds_on_the_earlier_one():
    text = "Trois blessés.\n\nUne enquête."
    twice = (edit("0 02:00", ("Trois", "Quatre")), edit("0 03:00", ("Quatre", "Cinq"), title="Cinq blessés"))
    report = piece("courrier", "0 01:00", "s", "Trois blessés", text, section="Monde", edits=twice)

    assert report.wording(when("0 01:30")).text.startswith("Trois")
    assert report.wording(when("0 02:00")).text.startswith("Quatre")
    assert report.wording(when("0 09:00")).title == "Cinq blessés"
    assert report.wording(when("0 09:00")).text.startswith("Cinq")


def test_all_four_formats_occur_and_some_feeds_carry_excerpts():
    assert {each.format for each in CHANNELS} == {"rss", "rdf", "atom", "json"}
    assert {each.full_text for each in CHANNELS} == {True, False}
