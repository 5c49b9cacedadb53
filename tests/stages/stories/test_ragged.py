"""Growing arrays and the index from hashes to slots."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.stages.stories.ragged import Column, Postings, Ragged


def test_vectors_come_back_as_they_went_in_also_after_some_were_dropped():
    subject = Ragged(np.uint32, np.float16)
    for size in (3, 0, 70_000, 2):
        subject.append(np.arange(size, dtype=np.uint32), np.ones(size, dtype=np.float16))

    values, begins, starts = subject.many(np.array([0, 1, 3], dtype=np.int32))
    assert values.tolist() == [0, 1, 2, 0, 1]
    assert begins.tolist() == [0, 3, 3]
    assert subject.at(0, starts[[0, 2]]).tolist() == [0, 0]

    subject.keep(np.array([False, True, False, True]))
    assert [subject.one(slot)[0].tolist() for slot in range(2)] == [[], [0, 1]]
    subject.append(np.array([9], dtype=np.uint32), np.ones(1, dtype=np.float16))
    assert subject.one(2)[0].tolist() == [9]


def test_a_column_grows_and_shrinks():
    subject = Column(np.int64)
    for value in range(3_000):
        subject.append(value)

    subject.keep(subject.values % 1_000 == 0)

    assert subject.values.tolist() == [0, 1_000, 2_000]


def hashed(*values: int) -> np.ndarray:
    return np.array(values, dtype=np.uint32)


@given(
    st.lists(st.lists(st.integers(0, 9), max_size=4, unique=True), max_size=40),
    st.integers(1, 7),
    st.integers(1, 7),
    st.booleans(),
)
def test_an_index_answers_as_a_dictionary_would(slots, tail, waiting, asked_between):
    subject = Postings()
    subject._TAIL, subject._WAITING = tail, waiting  # small runs, so that many are merged
    for slot, hashes in enumerate(slots):
        subject.add(slot, hashed(*hashes))
        if asked_between:
            subject.find(hashed(0), latest=1)

    found, which = subject.find(np.arange(10, dtype=np.uint32), latest=1_000)

    assert sorted(zip(found.tolist(), which.tolist(), strict=True)) == [
        (s, h) for s, hs in enumerate(slots) for h in sorted(hs)
    ]


@given(st.lists(st.floats(0.125, 8.0, width=32), min_size=1, max_size=30), st.integers(1, 7))
def test_a_weighted_index_multiplies_the_weights_of_both_sides(weights, tail):
    subject = Postings(weighted=True)
    subject._TAIL = tail
    for slot, weight in enumerate(weights):
        subject.add(slot, hashed(7, 8), np.array([weight, 1.0], dtype=np.float32))
        subject.weigh(hashed(7), np.ones(1, dtype=np.float32), 1)

    slots, products = subject.weigh(hashed(7), np.array([2.0], dtype=np.float32), 1_000)

    assert dict(zip(slots.tolist(), products.tolist(), strict=True)) == {
        slot: 2.0 * weight for slot, weight in enumerate(weights)
    }


@pytest.mark.parametrize("asked_between", [True, False])
def test_only_the_newest_of_a_common_hash_are_looked_at(asked_between):
    subject = Postings()
    subject._WAITING = 100
    for slot in range(600):
        subject.add(slot, hashed(7))
        if asked_between:
            subject.find(hashed(7), latest=1)

    found, _ = subject.find(hashed(7), latest=10)

    assert sorted(found.tolist()) == list(range(590, 600))  # however they are stored


def test_dropped_slots_leave_the_index():
    subject = Postings()
    for slot in range(5):
        subject.add(slot, hashed(slot % 2))

    subject.keep(np.array([True, False, True, True, False]))
    found, which = subject.find(hashed(0, 1), latest=10)

    assert sorted(zip(found.tolist(), which.tolist(), strict=True)) == [(0, 0), (1, 0), (2, 1)]
