"""Growing arrays for a window of many small vectors, and an index from hashes to their owners.

Plain dictionaries of lists hold the same at ten times the memory: 100,000 articles have thirty million terms.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Slots = npt.NDArray[np.int32]
Array = npt.NDArray[Any]
_Entered = tuple[int, Array, Array]  # a slot, its hashes, their weights
_CELL_BITS = 16  # of a table that fits the cache; it says which postings of a tail are worth a comparison
_CELL_SHIFT = np.uint32(32 - _CELL_BITS)


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
        self._data = [data[: self._used][mask] for data in self._data]
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
    postings: Array

    def spread(self) -> Array:
        """The key of every posting."""
        return np.repeat(self.keys, np.diff(self.starts))


@dataclass(frozen=True, slots=True)
class Held:
    """Where the postings of some hashes stand: in the tail, and in each run, newest first."""

    young: Array  # of the tail
    owners: Array  # which hash each of those is of
    runs: Sequence[Array]
    ends: Array  # a row a run, a column a hash
    wanted: Array  # how many before the end

    def sizes(self) -> Array:
        """How many postings each hash has here."""
        sizes: Array = self.wanted.sum(axis=0) + np.bincount(self.owners, minlength=self.wanted.shape[1])
        return sizes

    def take(self, start: int, stop: int) -> tuple[Slots, Array, Array]:
        """The slots under the hashes number `start` to `stop`, their weights, and the number of the hash of each."""
        row, column = self.wanted[:, start:stop].nonzero()
        column += start
        sizes = self.wanted[row, column]
        spans = zip(row.tolist(), self.ends[row, column].tolist(), sizes.tolist(), strict=True)
        here = (self.owners >= start) & (self.owners < stop)
        parts = [self.young[here], *(self.runs[run][end - size : end] for run, end, size in spans)]
        packed = np.concatenate(parts)
        which = np.concatenate((self.owners[here], column.repeat(sizes)))
        return packed >> 32, packed.astype(np.uint32).view(np.float32), which


class Postings:
    """From a hash to the slots that hold it, newest last, each with a weight.

    A posting is 64 bits: the slot above, the weight below. New ones go to the end of a short unsorted tail, which a question
    scans whole. When the tail is long it becomes a sorted run, and a run is merged into the one before it when it has grown
    to an eighth of it (a log-structured merge, O'Neil 1996): an insert costs a few microseconds and a question three
    searches however large the window is. Who has many questions says so `ahead`: the runs are then searched once.
    """

    _TAIL = 256  # slots
    _WAITING = 4_096
    _RATIO = 8

    def __init__(self) -> None:
        self._runs: list[_Run] = []
        self._tail = _Tail()
        self._waiting: list[_Entered] = []  # not asked for yet: many, while a window is restored
        self._ahead: tuple[Array, Array, Array] | None = None  # distinct hashes, and what the runs have of them

    def add(self, slot: int, hashes: Array, weights: Array) -> None:
        """Enter `slot` under each hash, with its weight there; slots must come in rising order."""
        self._waiting.append((slot, hashes, weights))
        if len(self._waiting) >= self._WAITING:
            self._settle()

    def ahead(self, hashes: Array) -> None:
        """Search for these hashes now; questions about some of them are answered faster until the next call."""
        if self._tail.slots + len(self._waiting) >= self._TAIL:
            self._settle()
        hashes = np.unique(hashes)
        self._ahead = (hashes, *self._search(hashes))

    def find(self, hashes: Array, latest: int | Array) -> Held:
        """Where the slots that hold any of `hashes` stand; of each hash at most the `latest` newest."""
        if self._waiting:
            self._take_in()
        young, owners = self._tail.find(hashes, latest)
        ends, counts = self._found(hashes)
        before = counts.cumsum(axis=0) - counts + np.bincount(owners, minlength=len(hashes))
        wanted = np.minimum(counts, np.maximum(latest - before, 0))
        return Held(young, owners, [run.postings for run in reversed(self._runs)], ends, wanted)

    def _found(self, hashes: Array) -> tuple[Array, Array]:
        if self._ahead is not None and len(self._ahead[0]):
            known, ends, counts = self._ahead
            at = known.searchsorted(hashes)
            at[at == len(known)] = 0
            if (known[at] == hashes).all():
                return ends[:, at], counts[:, at]
        return self._search(hashes)

    def _search(self, hashes: Array) -> tuple[Array, Array]:
        """Where the postings of each hash end in each run, newest first, and how many there are."""
        ends = np.zeros((len(self._runs), len(hashes)), dtype=np.int32)
        counts = np.zeros_like(ends)
        for row, run in enumerate(reversed(self._runs)):
            at = run.keys.searchsorted(hashes)
            at[at == len(run.keys)] = 0
            ends[row] = run.starts[at + 1]
            counts[row] = (ends[row] - run.starts[at]) * (run.keys[at] == hashes)
        return ends, counts

    def _take_in(self) -> None:
        """Let what was added be found."""
        limit = 2 * self._TAIL if self._ahead is not None else self._TAIL
        if self._tail.slots + len(self._waiting) >= limit:
            self._settle()
        else:
            self._tail.extend(self._waiting)
            self._waiting = []

    def _settle(self) -> None:
        """Make a run of the tail and of what is waiting."""
        self._tail.extend(self._waiting)
        keys, postings = self._tail.take()
        self._waiting, self._ahead = [], None
        if len(keys):
            order = np.argsort(keys, kind="stable")  # slots rise already
            self._runs.append(_run(keys[order], postings[order]))
        while len(self._runs) > 1 and len(self._runs[-1].postings) * self._RATIO > len(self._runs[-2].postings):
            newer, older = self._runs.pop(), self._runs.pop()
            self._runs.append(_merged(older, newer))

    def keep(self, alive: npt.NDArray[np.bool_]) -> None:
        """Drop the slots where `alive` is False; the others move down."""
        self._settle()
        self._runs = [_kept(run, alive) for run in self._runs]
        self._runs = [run for run in self._runs if len(run.postings)]


class _Tail:
    """The newest postings, in the order of their coming."""

    def __init__(self) -> None:
        self.slots = 0  # how many articles are entered here
        self._used = 0
        self._keys = np.zeros(1024, dtype=np.uint32)
        self._cells = np.zeros(1024, dtype=np.intp)  # of the keys
        self._postings = np.zeros(1024, dtype=np.int64)
        self._asked = np.zeros(1 << _CELL_BITS, dtype=np.bool_)

    def extend(self, articles: Sequence[_Entered]) -> None:
        """Take in articles: the slot of each, its hashes, their weights."""
        needed = self._used + sum(len(hashes) for _, hashes, _ in articles)
        if needed > len(self._keys):
            for column in (self._keys, self._cells, self._postings):
                column.resize(max(needed, 2 * len(column)), refcheck=False)
        for slot, hashes, weights in articles:
            start, end = self._used, self._used + len(hashes)
            self._keys[start:end] = hashes
            self._cells[start:end] = hashes >> _CELL_SHIFT
            self._postings[start:end] = weights.view(np.uint32)
            self._postings[start:end] |= slot << 32
            self._used = end
        self.slots += len(articles)

    def find(self, hashes: Array, latest: int | Array) -> tuple[Array, Array]:
        """Postings of any of these hashes, and the index of the hash of each; at most the `latest` newest of one."""
        cells = hashes >> _CELL_SHIFT
        self._asked[cells] = True
        at = self._asked[self._cells[: self._used]].nonzero()[0]
        self._asked[cells] = False
        order = hashes.argsort()
        keys = self._keys[at]
        met = hashes.searchsorted(keys, sorter=order)
        met[met == len(order)] = 0
        which = order[met]
        good = hashes[which] == keys
        at, which = at[good], which[good]
        if self.slots > np.min(latest):
            newest = _newest(which, latest)
            at, which = at[newest], which[newest]
        return self._postings[at], which

    def take(self) -> tuple[Array, Array]:
        """All keys and their postings; the tail is empty afterwards."""
        used, self._used, self.slots = self._used, 0, 0
        return self._keys[:used], self._postings[:used]


def _newest(which: Array, latest: int | Array) -> Array:
    """The places of the last `latest` of each value, in order."""
    order = np.argsort(which, kind="stable")
    ranked = which[order]
    from_end = np.bincount(which).cumsum()[ranked] - np.arange(len(order))
    most = latest if isinstance(latest, int) else latest[ranked]
    kept: Array = np.sort(order[from_end <= most])
    return kept


def _run(keys: Array, postings: Array) -> _Run:
    """A run of postings whose keys are sorted."""
    fresh = np.ones(len(keys), dtype=bool)
    np.not_equal(keys[1:], keys[:-1], out=fresh[1:])
    first = np.flatnonzero(fresh)
    return _Run(keys[first], np.append(first, len(keys)).astype(np.int32), postings)


def _merged(older: _Run, newer: _Run) -> _Run:
    """Two runs as one; every slot of `newer` is younger. Little more is held meanwhile than the two and what they become."""
    after = older.keys.searchsorted(newer.keys, "right")
    fresh = older.keys[after - 1] != newer.keys
    fresh |= after == 0
    added = np.diff(newer.starts)
    keys = np.insert(older.keys, after[fresh], newer.keys[fresh])
    counts = np.insert(np.diff(older.starts), after[fresh], 0)
    counts[after - 1 + fresh.cumsum()] += added
    starts = np.zeros(len(keys) + 1, dtype=np.int32)
    np.cumsum(counts, out=starts[1:])
    places = np.repeat(older.starts[after], added) + np.arange(len(newer.postings), dtype=np.int32)
    gaps = np.ones(len(older.postings) + len(newer.postings), dtype=np.bool_)
    gaps[places] = False
    postings = np.empty(len(gaps), dtype=older.postings.dtype)
    postings[places], postings[gaps] = newer.postings, older.postings
    return _Run(keys, starts, postings)


def _kept(run: _Run, alive: npt.NDArray[np.bool_]) -> _Run:
    """The postings of a run whose slots live on, under their new numbers."""
    slots = run.postings >> 32
    living = alive[slots]
    fallen = slots - (np.cumsum(alive) - 1)[slots]  # by how much each slot moves down
    return _run(run.spread()[living], (run.postings - (fallen << 32))[living])
