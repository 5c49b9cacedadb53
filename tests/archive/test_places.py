"""Claims about places: they order a document, and change as little as it does."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from aggregator.archive.places import places

FORMER = st.lists(st.none() | st.integers(-50, 50).map(float), max_size=30)


def test_a_new_entry_at_the_top_moves_nobody():
    assert places([None, 1.0, 2.0, 3.0])[1:] == [1.0, 2.0, 3.0]


def test_an_entry_that_climbs_is_the_only_one_to_move():
    found = places([3.0, 1.0, 2.0, 4.0])

    assert found[1:] == [1.0, 2.0, 4.0]
    assert found[0] < 1.0


def test_what_is_not_named_may_still_stand_above_what_is_new():
    assert places([None, None], others=[5.0, 6.0]) == [3.0, 4.0]


def test_thousands_of_entries_pushed_between_two_stay_in_order():
    above, below = 1.0, 2.0
    for _ in range(3_000):
        first, middle, last = places([above, None, below])

        assert first < middle < last

        above, below = first, middle


@given(FORMER, st.lists(st.integers(-60, 60).map(float), max_size=5))
def test_places_increase_and_as_many_as_possible_are_kept(former, others):
    found = places(former, others)

    assert len(found) == len(former)
    assert all(one < other for one, other in pairwise(found))
    assert sum(one == other for one, other in zip(found, former, strict=True)) >= longest_increasing(former)


@given(
    st.lists(
        st.none() | st.integers(-50, 50).map(float),
        min_size=1,
        max_size=30,
        unique_by=lambda p: p if p is not None else object(),
    )
)
def test_the_same_document_again_keeps_every_place(former):
    once = places(former)

    assert places(once) == once


def longest_increasing(former):
    best: list[tuple[float, int]] = []
    for place in former:
        if place is not None:
            best.append((place, 1 + max((n for p, n in best if p < place), default=0)))
    return max((n for _, n in best), default=0)
