"""Growing arrays for a window of many small vectors, and an index from hashes to their owners.

Plain dictionaries of lists hold the same at ten times the memory: 100,000 articles have thirty million terms.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt

Slots = npt.NDArray[np.int32]
Array = npt.NDArray[Any]


class Column:
    """A growing array with one value (or one row of `width` values) per slot."""

    def __init__(self, dtype: Any, width: int | None = None) -> None:
        self._data = np.zeros(1024 if width is None else (1024, width), dtype=dtype)
        self._used = 0

    def append(self, value: Any) -> None:
        """Give the next slot its value."""
        if self._used == len(self._data):
            self._data = np.concatenate((self._data, np.zeros_like(self._data)))
        self._data[self._used] = value
        self._used += 1

    @property
    def values(self) -> Array:
        """A view of all slots; writing to it writes to the column."""
        return self._data[: self._used]

    def keep(self, alive: npt.NDArray[np.bool_]) -> None:
        """Drop the slots where `alive` is False; the others move down."""
        self._data = self.values[alive]
        self._used = len(self._data)
        if not self._used:
            self._data = np.zeros((1024, *self._data.shape[1:]), dtype=self._data.dtype)

    def __len__(self) -> int:
        return self._used


class Ragged:
    """One or more parallel arrays of varying length per slot, stored end to end."""

    def __init__(self, *dtypes: Any) -> None:
        self._data = [np.zeros(16_384, dtype=dtype) for dtype in dtypes]
        self._ends = Column(np.int64)
        self._used = 0

    def append(self, *values: Array) -> None:
        """Give the next slot its values, one array per dtype, all of one length."""
        end = self._used + len(values[0])
        for at, value in enumerate(values):
            if end > len(self._data[at]):
                # Grown in place: a copy would need the room twice. No view outlives the call that asked for it.
                self._data[at].resize(max(end, len(self._data[at]) * 5 // 4), refcheck=False)
            self._data[at][self._used : end] = value
        self._used = end
        self._ends.append(end)

    def one(self, slot: int) -> tuple[Array, ...]:
        """The arrays of one slot, as views."""
        start, end = self._span(slot)
        return tuple(data[start:end] for data in self._data)

    def many(self, slots: Slots) -> tuple[Array, Array, Array]:
        """The first array of several slots, end to end; where each begins there, and where in the whole column."""
        ends = self._ends.values
        stops = ends[slots]
        starts = np.where(slots > 0, ends[slots - 1], 0)
        data = self._data[0]
        if not len(slots):
            return data[:0], starts, starts
        parts = [data[one:two] for one, two in zip(starts.tolist(), stops.tolist(), strict=True)]
        return np.concatenate(parts), (stops - starts).cumsum() - (stops - starts), starts

    def at(self, which: int, where: Array) -> Array:
        """Values of the array number `which` at these places of the whole column."""
        taken: Array = self._data[which][where]
        return taken

    def _span(self, slot: int) -> tuple[int, int]:
        ends = self._ends.values
        return (int(ends[slot - 1]) if slot else 0), int(ends[slot])

    def keep(self, alive: npt.NDArray[np.bool_]) -> None:
        """Drop the slots where `alive` is False; the others move down."""
        ends = self._ends.values
        lengths = np.diff(ends, prepend=0)
        mask = np.repeat(alive, lengths)
        self._data = [data[: self._used][mask].copy() for data in self._data]
        kept = np.cumsum(lengths[alive])
        self._used = int(kept[-1]) if len(kept) else 0
        self._data = [data if len(data) else np.zeros(16_384, data.dtype) for data in self._data]
        self._ends = Column(np.int64)
        for end in kept.tolist():
            self._ends.append(end)

    def renumber(self, moved: Array) -> None:
        """Replace the values of the first array by what `moved` maps them to, where they are not negative."""
        first = self._data[0][: self._used]
        self._data[0][: self._used] = np.where(first >= 0, moved[np.maximum(first, 0)], -1) if len(moved) else first

    def __len__(self) -> int:
        return len(self._ends)


@dataclass(frozen=True, slots=True)
class _Run:
    """Postings at rest: distinct keys, sorted; those of key i stand from `starts[i]` to `starts[i + 1]`, oldest first."""

    keys: Array
    starts: Array
    slots: Slots
    weights: Array | None

    def spread(self) -> Array:
        """The key of every posting."""
        return np.repeat(self.keys, np.diff(self.starts))


class Postings:
    """From a hash to the slots that hold it, newest last, each with a weight where the index is `weighted`.

    New slots go to a small dictionary; every `_TAIL` slots it becomes a sorted run, and a run is merged into the one before
    it when it has grown to an eighth of it (a log-structured merge, O'Neil 1996): an insert costs a few microseconds and a
    question three searches however large the window is.
    """

    _TAIL = 512
    _WAITING = 4_096
    _RATIO = 8

    def __init__(self, *, weighted: bool = False) -> None:
        self._weighted = weighted
        self._runs: list[_Run] = []
        self._waiting: list[tuple[int, Array, Array | None]] = []  # not asked for yet: many, while a window is restored
        self._tail: defaultdict[int, list[int]] = defaultdict(list)  # slot, and the bits of the weight below it
        self._tail_slots = 0

    def add(self, slot: int, hashes: Array, weights: Array | None = None) -> None:
        """Enter `slot` under each hash, with its weight in a weighted index; slots must come in rising order."""
        self._waiting.append((slot, hashes, weights))
        if len(self._waiting) >= self._WAITING:
            self._settle()

    def _take_in(self) -> None:
        """Let what was added be found."""
        tail = self._tail
        for slot, hashes, weights in self._waiting:
            for key, one in zip(hashes.tolist(), _packed(slot, hashes, weights).tolist(), strict=True):
                tail[key].append(one)
        self._tail_slots += len(self._waiting)
        self._waiting = []
        if self._tail_slots >= self._TAIL:
            self._settle()

    def find(self, hashes: Array, latest: int) -> tuple[Slots, Array]:
        """Slots that hold any of `hashes`, and the index into `hashes`; of each hash at most the `latest` newest."""
        parts = list(self._held(hashes, latest))
        if not parts:
            return np.zeros(0, np.int32), np.zeros(0, np.int64)
        return np.concatenate([slots for slots, *_ in parts]), np.concatenate(
            [np.repeat(hit, lengths) for _, hit, lengths, _ in parts]
        )

    def weigh(self, hashes: Array, weights: Array, latest: int) -> tuple[Slots, Array]:
        """The same slots, each with the product of the weights of the hash here and there; of a weighted index."""
        parts = list(self._held(hashes, latest))
        if not parts:
            return np.zeros(0, np.int32), np.zeros(0, np.float32)
        return np.concatenate([slots for slots, *_ in parts]), np.concatenate(
            [np.repeat(weights[hit], lengths) * held for _, hit, lengths, held in parts]
        )

    def _held(self, hashes: Array, latest: int) -> Iterator[tuple[Slots, Array, Array, Array]]:
        """Newest first: slots, which hashes were found, how many slots each has, the weights."""
        if self._waiting:
            self._take_in()
        left = np.full(len(hashes), latest, dtype=np.int64)
        yield from self._held_in_tail(hashes, latest, left)
        for run in reversed(self._runs):
            at = run.keys.searchsorted(hashes)
            at[at == len(run.keys)] = 0
            hit = ((run.keys[at] == hashes) & (left > 0)).nonzero()[0]
            if not len(hit):
                continue
            at = at[hit]
            high = run.starts[at + 1]
            lengths = np.minimum(high - run.starts[at], left[hit])
            left[hit] -= lengths
            ends = lengths.cumsum()
            where = np.arange(int(ends[-1])) + (high - ends).repeat(lengths)
            yield run.slots[where], hit, lengths, run.slots if run.weights is None else run.weights[where]

    def _held_in_tail(self, hashes: Array, latest: int, left: Array) -> Iterator[tuple[Slots, Array, Array, Array]]:
        found: list[int] = []
        index: list[int] = []
        lengths: list[int] = []
        tail = self._tail
        for at, key in enumerate(hashes.tolist()):
            held = tail.get(key)
            if held is not None:
                recent = held[-latest:]
                found += recent
                index.append(at)
                lengths.append(len(recent))
        if found:
            packed = np.array(found, dtype=np.int64)
            left[index] -= lengths
            weights = packed.astype(np.uint32).view(np.float32)
            yield (packed >> 32).astype(np.int32), np.array(index), np.array(lengths), weights

    def _settle(self) -> None:
        lengths = [len(held) for held in self._tail.values()]
        keys = [np.repeat(np.fromiter(self._tail, dtype=np.uint32, count=len(self._tail)), lengths)]
        packed = [np.fromiter(chain.from_iterable(self._tail.values()), dtype=np.int64, count=sum(lengths))]
        keys += [hashes for _, hashes, _ in self._waiting]
        packed += [_packed(*one) for one in self._waiting]
        self._tail, self._tail_slots, self._waiting = defaultdict(list), 0, []
        both = np.concatenate(packed)
        if len(both):
            weights = both.astype(np.uint32).view(np.float32) if self._weighted else None
            self._runs.append(_sorted_run(np.concatenate(keys), (both >> 32).astype(np.int32), weights))
            self._merge()

    def _merge(self) -> None:
        while len(self._runs) > 1 and len(self._runs[-1].slots) * self._RATIO > len(self._runs[-2].slots):
            newer, older = self._runs.pop(), self._runs.pop()
            self._runs.append(_merged(older, newer))

    def keep(self, alive: npt.NDArray[np.bool_]) -> None:
        """Drop the slots where `alive` is False; the others move down."""
        self._settle()
        moved = np.cumsum(alive, dtype=np.int32) - 1
        kept = []
        for run in self._runs:
            mask = alive[run.slots]
            weights = None if run.weights is None else run.weights[mask]
            kept.append(_run(run.spread()[mask], moved[run.slots[mask]].astype(np.int32), weights))
        self._runs = [run for run in kept if len(run.slots)]


def _packed(slot: int, hashes: Array, weights: Array | None) -> Array:
    if weights is None:
        return np.full(len(hashes), slot << 32, dtype=np.int64)
    return weights.astype(np.float32).view(np.uint32).astype(np.int64) | (slot << 32)


def _sorted_run(keys: Array, slots: Array, weights: Array | None) -> _Run:
    order = np.argsort(keys, kind="stable")  # slots rise already
    return _run(keys[order], slots[order], None if weights is None else weights[order])


def _run(keys: Array, slots: Array, weights: Array | None) -> _Run:
    """A run of postings whose keys are sorted."""
    fresh = np.ones(len(keys), dtype=bool)
    np.not_equal(keys[1:], keys[:-1], out=fresh[1:])
    first = np.flatnonzero(fresh)
    return _Run(keys[first], np.append(first, len(keys)).astype(np.int32), slots, weights)


def _merged(older: _Run, newer: _Run) -> _Run:
    """Two runs as one; every slot of `newer` is younger."""
    keys, fresh = older.spread(), newer.spread()
    places = keys.searchsorted(fresh, "right")
    return _run(
        np.insert(keys, places, fresh),
        np.insert(older.slots, places, newer.slots),
        None if older.weights is None or newer.weights is None else np.insert(older.weights, places, newer.weights),
    )
