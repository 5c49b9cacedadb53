"""Hand decisions that contradict one another: the later word wins, and the rest holds."""

from hypothesis import given
from hypothesis import strategies as st

from aggregator.records import Constraint, EntryId
from aggregator.stages.stories.hand import consistent


def said(kind, a, b):
    return Constraint(kind=kind, a=EntryId(a), b=EntryId(b))


def test_decisions_that_agree_are_all_kept_in_their_order():
    decisions = (said("together", 1, 2), said("never", 2, 3), said("together", 3, 4))

    assert consistent(decisions) == decisions


def test_of_what_cannot_all_hold_the_oldest_goes():
    chain = said("together", 1, 2), said("together", 2, 3)

    assert consistent((*chain, said("never", 1, 3))) == (chain[1], said("never", 1, 3))
    assert consistent((said("never", 1, 3), *chain)) == chain


pairs = st.tuples(st.sampled_from(["together", "never"]), st.integers(1, 6), st.integers(1, 6))


@given(st.lists(pairs.filter(lambda one: one[1] != one[2]), max_size=12))
def test_what_is_kept_can_hold_and_the_last_word_always_does(given):
    decisions = [said(*one) for one in given]

    kept = consistent(decisions)

    group = {entry: {entry} for entry in range(1, 7)}
    for one in kept:
        if one.kind == "together":
            both = group[one.a] | group[one.b]
            for entry in both:
                group[entry] = both
    assert all(one.b not in group[one.a] for one in kept if one.kind == "never")
    assert kept[-1:] == tuple(decisions[-1:])
    assert consistent(kept) == kept
