"""Growing arrays for a window of many small vectors, and an index from hashes to their owners.

Plain dictionaries of lists hold the same at ten times the memory: 100,000 articles have thirty million terms.
"""

from collections.abc import Sequence
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

    def places(self, slots: Slots) -> tuple[Array, Array]:
        """Where the values of several slots stand, end to end, and how many each has; for `take`."""
        ends = self._ends.values
        starts = np.where(slots > 0, ends[slots - 1], 0)
        lengths = ends[slots] - starts
        ahead = np.cumsum(lengths)
        return np.arange(int(ahead[-1]) if len(ahead) else 0) + np.repeat(starts - ahead + lengths, lengths), lengths

    def take(self, which: int, where: Array) -> Array:
        """Values of the array number `which` at places given by `places`."""
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


class Postings:
    """From a hash to the slots that hold it, newest last, each with a weight.

    New slots go to a small dictionary; every `_TAIL` slots it becomes a sorted run, and runs of similar size are merged
    (a log-structured merge, O'Neil 1996), so that an insert costs a few microseconds however large the window is.
    """

    _TAIL = 512

    def __init__(self) -> None:
        self._runs: list[tuple[Array, Array, Array]] = []
        self._tail: dict[int, tuple[list[int], list[float]]] = {}
        self._tail_slots = 0

    def add(self, slot: int, hashes: Sequence[int], weights: Sequence[float]) -> None:
        """Enter `slot` under each hash; slots must come in rising order."""
        tail = self._tail
        for key, weight in zip(hashes, weights, strict=True):
            held = tail.get(key)
            if held is None:
                tail[key] = ([slot], [weight])
            else:
                held[0].append(slot)
                held[1].append(weight)
        self._tail_slots += 1
        if self._tail_slots >= self._TAIL:
            self._settle()

    def bulk(self, keys: Array, slots: Array, weights: Array) -> None:
        """Enter many at once, slots rising; for a restart."""
        self._settle()
        order = np.argsort(keys, kind="stable")
        self._runs.append((keys[order], slots[order].astype(np.int32), weights[order].astype(np.float16)))

    def find(self, hashes: Array, latest: int) -> tuple[Slots, Array, Array]:
        """Slots that hold any of `hashes`: slot, index into `hashes`, weight; at most `latest` newest of a hash and run."""
        slots, which, weights = [], [], []
        for keys, held, held_weights in self._runs:
            low = np.searchsorted(keys, hashes, "left")
            high = np.searchsorted(keys, hashes, "right")
            low = np.maximum(low, high - latest)
            lengths = high - low
            total = int(lengths.sum())
            if total:
                shift = np.repeat(low - np.concatenate(([0], np.cumsum(lengths)[:-1])), lengths)
                where = np.arange(total) + shift
                slots.append(held[where])
                weights.append(held_weights[where])
                which.append(np.repeat(np.arange(len(hashes)), lengths))
        self._find_in_tail(hashes, latest, slots, which, weights)
        if not slots:
            return np.zeros(0, np.int32), np.zeros(0, np.int64), np.zeros(0, np.float16)
        return np.concatenate(slots), np.concatenate(which), np.concatenate(weights)

    def _find_in_tail(
        self, hashes: Array, latest: int, slots: list[Array], which: list[Array], weights: list[Array]
    ) -> None:
        found: list[int] = []
        heavy: list[float] = []
        index: list[int] = []
        tail = self._tail
        for at, key in enumerate(hashes.tolist()):
            held = tail.get(key)
            if held is not None:
                recent = held[0][-latest:]
                found += recent
                heavy += held[1][-latest:]
                index += [at] * len(recent)
        if found:
            slots.append(np.array(found, dtype=np.int32))
            weights.append(np.array(heavy, dtype=np.float16))
            which.append(np.array(index, dtype=np.int64))

    def _settle(self) -> None:
        if self._tail:
            lengths = [len(held[0]) for held in self._tail.values()]
            keys = np.repeat(np.fromiter(self._tail, dtype=np.uint32, count=len(self._tail)), lengths)
            slots = np.array([slot for held in self._tail.values() for slot in held[0]], dtype=np.int32)
            weights = np.array([weight for held in self._tail.values() for weight in held[1]], dtype=np.float16)
            self._runs.append(_sorted_run(keys, slots, weights))
        self._tail, self._tail_slots = {}, 0
        while len(self._runs) > 1 and len(self._runs[-1][0]) * 2 > len(self._runs[-2][0]):
            newer, older = self._runs.pop(), self._runs.pop()
            self._runs.append(_sorted_run(*(np.concatenate(pair) for pair in zip(older, newer, strict=True))))

    def keep(self, alive: npt.NDArray[np.bool_]) -> None:
        """Drop the slots where `alive` is False; the others move down."""
        self._settle()
        moved = np.cumsum(alive, dtype=np.int32) - 1
        kept = []
        for keys, slots, weights in self._runs:
            mask = alive[slots]
            kept.append((keys[mask], moved[slots[mask]].astype(np.int32), weights[mask]))
        self._runs = [run for run in kept if len(run[0])]


def _sorted_run(keys: Array, slots: Array, weights: Array) -> tuple[Array, Array, Array]:
    order = np.argsort(keys, kind="stable")  # slots rise already; two sorted runs are merged in linear time
    return keys[order], slots[order], weights[order]
