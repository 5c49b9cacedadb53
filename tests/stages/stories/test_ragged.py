"""Growing arrays and the index from hashes to slots."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from aggregator.stages.stories.ragged import Column, Postings, Ragged


def test_vectors_come_back_as_they_went_in_also_after_some_were_dropped():
    subject = Ragged(np.uint32, np.float16)
    for size in (3, 0, 70_000, 2):
        subject.append(np.arange(size, dtype=np.uint32), np.ones(size, dtype=np.float16))

    where, lengths = subject.places(np.array([0, 1, 3], dtype=np.int32))
    assert lengths.tolist() == [3, 0, 2]
    assert subject.take(0, where).tolist() == [0, 1, 2, 0, 1]

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


@given(st.lists(st.lists(st.integers(0, 9), max_size=4, unique=True), max_size=40), st.integers(1, 7))
def test_an_index_answers_as_a_dictionary_would(slots, tail):
    subject = Postings()
    subject._TAIL = tail  # small runs, so that many are merged
    for slot, hashes in enumerate(slots):
        subject.add(slot, hashes, [1.0] * len(hashes))

    found, which, _ = subject.find(np.arange(10, dtype=np.uint32), latest=1_000)

    assert sorted(zip(found.tolist(), which.tolist(), strict=True)) == [
        (s, h) for s, hs in enumerate(slots) for h in sorted(hs)
    ]


def test_only_the_newest_of_a_common_hash_are_looked_at():
    subject = Postings()
    for slot in range(600):
        subject.add(slot, [7], [1.0])

    found, _, _ = subject.find(np.array([7], dtype=np.uint32), latest=10)

    assert 599 in found.tolist()
    assert len(found) <= 20  # ten of the settled run, ten of the tail


def test_dropped_slots_leave_the_index():
    subject = Postings()
    for slot in range(5):
        subject.add(slot, [slot % 2], [1.0])

    subject.keep(np.array([True, False, True, True, False]))
    found, which, _ = subject.find(np.array([0, 1], dtype=np.uint32), latest=10)

    assert sorted(zip(found.tolist(), which.tolist(), strict=True)) == [(0, 0), (1, 0), (2, 1)]
