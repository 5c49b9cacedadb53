"""The whole stage on a stream of our own in six languages, and what must not change its mind."""

import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

ROOT = Path(__file__).parents[3]
sys.path.insert(0, str(ROOT))

from aggregator.stages.stories import Window  # noqa: E402
from bench import stories, story_bars  # noqa: E402 - the benches stand beside the package

STREAM = ROOT / "tests" / "corpus" / "stories" / "stream.jsonl"
SERIES = ROOT / ".." / "shared" / "data" / "stories" / "fr_series.jsonl"


@pytest.fixture(scope="module")
def articles():
    return stories.articles(stories.rows(STREAM))


@pytest.fixture(scope="module")
def some(articles):
    return articles[:110]


@pytest.fixture(scope="module")
def grouped(some):
    return stories.group(some)


def partition(record, numbers):
    groups: dict[int | None, set[int]] = {}
    for number in numbers:
        groups.setdefault(record.now("event", record.event[number]), set()).add(number)
    return {frozenset(group) for group in groups.values()}


def test_the_stream_is_grouped_as_a_reader_would():
    bars = dict(story_bars.own(STREAM))

    assert bars["own.event.pair"] >= 0.85
    assert bars["own.story.pair"] >= 0.75
    assert bars["own.follows.precision"] >= 0.65
    assert bars["own.follows.recall"] >= 0.50
    assert bars["own.copies.precision"] >= 0.97
    assert bars["own.copies.recall"] >= 0.95
    assert bars["own.series.false_pairs"] == 0
    assert bars["own.links.precision"] >= 0.95
    assert bars["own.links.recall"] >= 0.45


def test_every_article_has_one_place_and_every_id_answers(some, grouped):
    _, record = grouped

    assert set(record.event) == {article.entry for article in some}
    assert all(record.now("story", story) is not None for story in record.story.values())
    live = {record.now("event", event) for event in record.event.values()}
    assert all(record.now("event", one) in live for one in record.follows.values() if one is not None)


def test_names_of_outlets_do_not_matter(some, grouped):
    renamed = [replace(article, outlet=f"~{article.outlet}~") for article in some]

    _, record = stories.group(renamed)

    assert partition(record, record.event) == partition(grouped[1], grouped[1].event)


def test_a_shift_of_all_dates_does_not_matter(some, grouped):
    by = some[-1].at - some[0].at
    later = [replace(article, at=article.at + by, first_seen=article.first_seen + by) for article in some]

    _, record = stories.group(later)

    assert partition(record, record.event) == partition(grouped[1], grouped[1].event)


def test_the_same_articles_again_move_nothing(articles):
    window, record = stories.group(articles[:80])
    before = partition(record, record.event)

    record.take(window.place(articles[:80]))

    after = partition(record, record.event)
    moved = {number for group in after ^ before for number in group}
    assert len(moved) <= 8


def test_a_restart_in_the_middle_gives_the_same_stories(articles):
    straight, whole = stories.group(articles[:70])
    whole.take(straight.place(articles[70:110]))
    before, record = stories.group(articles[:70])
    after = Window(next_event=before.next_ids[0], next_story=before.next_ids[1])

    assert after.restore(stories.stored(before, record, 70), before.state()) == ()
    record.take(after.place(articles[70:110]))

    assert partition(record, record.event) == partition(whole, whole.event)
    assert record.story == whole.story


def test_late_arrivals_find_their_event(some, grouped):
    """Two neighbours of the stream change places: who came first must not decide who belongs together."""
    order = list(some)
    for at in range(0, len(order) - 1, 2):
        order[at], order[at + 1] = order[at + 1], order[at]

    _, record = stories.group(order)

    gold, found = partition(grouped[1], grouped[1].event), partition(record, record.event)
    assert len(gold & found) / len(gold) >= 0.93


def test_no_two_pages_of_a_series_meet():
    if not SERIES.exists():
        pytest.skip("the development data is not beside the checkout")

    _, record = stories.group(stories.articles(stories.rows(SERIES)))

    assert len(partition(record, record.event)) == len(record.event)
