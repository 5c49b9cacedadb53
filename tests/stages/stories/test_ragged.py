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
    """Hashes that share cells of the tail's table two by two, as a few do by chance."""
    return np.array([(value // 2 << 20) + value for value in values], dtype=np.uint32)


def weights(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float32)


def small(tail: int = 256, waiting: int = 4_096) -> Postings:
    """An index of small runs, so that many are merged."""
    subject = Postings()
    subject._TAIL, subject._WAITING = tail, waiting
    return subject


def found(subject: Postings, hashes: np.ndarray, latest: int | np.ndarray = 10_000) -> list[tuple[int, int]]:
    """Pairs of a slot and the number of a hash."""
    slots, _, which = subject.find(hashes, latest).take(0, len(hashes))
    return sorted(zip(slots.tolist(), which.tolist(), strict=True))


@given(
    st.lists(st.lists(st.integers(0, 9), max_size=4, unique=True), max_size=40),
    st.integers(1, 7),
    st.integers(1, 7),
    st.integers(1, 9),
    st.sampled_from(["asked between", "asked ahead", "asked at the end"]),
)
def test_an_index_answers_as_a_dictionary_would(slots, tail, waiting, latest, when):
    subject, known = small(tail, waiting), hashed(*range(10))
    for slot, numbers in enumerate(slots):
        subject.add(slot, hashed(*numbers), np.ones(len(numbers), dtype=np.float32))
        if when == "asked ahead" and slot % 5 == 0:
            subject.ahead(known[::2] if slot % 2 else known)
        if when != "asked at the end":
            found(subject, known[:3])

    held = {number: [slot for slot, numbers in enumerate(slots) if number in numbers][-latest:] for number in range(10)}

    assert found(subject, known, latest) == sorted((slot, number) for number in held for slot in held[number])
    assert subject.find(known, latest).sizes().tolist() == [len(held[number]) for number in range(10)]


@given(st.lists(st.floats(0.125, 8.0, width=32), min_size=1, max_size=30), st.integers(1, 7))
def test_every_slot_comes_back_with_its_weight(given_weights, tail):
    subject = small(tail)
    for slot, weight in enumerate(given_weights):
        subject.add(slot, hashed(7, 8), weights(weight, 1.0))
        found(subject, hashed(7))

    slots, held, _ = subject.find(hashed(7), 1_000).take(0, 1)

    assert dict(zip(slots.tolist(), held.tolist(), strict=True)) == dict(enumerate(given_weights))


@pytest.mark.parametrize("asked_between", [True, False])
def test_only_the_newest_of_a_common_hash_are_looked_at(asked_between):
    subject = small(waiting=100)
    for slot in range(600):
        subject.add(slot, hashed(7, 8), weights(1.0, 1.0))
        if asked_between:
            found(subject, hashed(7), 1)

    both = found(subject, hashed(7, 8), np.array([10, 3]))

    assert both == sorted([(slot, 0) for slot in range(590, 600)] + [(slot, 1) for slot in range(597, 600)])


def test_some_of_the_hashes_are_taken_by_their_numbers():
    subject = small(tail=4)
    for slot in range(9):
        subject.add(slot, hashed(slot % 3), weights(1.0))
        found(subject, hashed(0))

    held = subject.find(hashed(0, 1, 2), 10)

    assert sorted(held.take(1, 3)[0].tolist()) == [1, 2, 4, 5, 7, 8]
    assert set(held.take(1, 3)[2].tolist()) == {1, 2}
    assert not len(held.take(1, 1)[0])


@pytest.mark.parametrize("tail", [1, 256])
def test_dropped_slots_leave_the_index(tail):
    subject = small(tail)
    for slot in range(5):
        subject.add(slot, hashed(slot % 2), weights(slot + 0.5))
        found(subject, hashed(0))

    subject.ahead(hashed(0, 1))
    subject.keep(np.array([True, False, True, True, False]))
    slots, held, which = subject.find(hashed(0, 1), 10).take(0, 2)

    assert sorted(zip(slots.tolist(), held.tolist(), which.tolist(), strict=True)) == [
        (0, 0.5, 0),
        (1, 2.5, 0),
        (2, 3.5, 1),
    ]
