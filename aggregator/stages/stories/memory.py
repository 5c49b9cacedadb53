"""The articles of the window as vectors, and the search for those nearest to a new one."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from aggregator.stages.stories.features import Features
from aggregator.stages.stories.frequencies import Frequencies, Weights, log_counts
from aggregator.stages.stories.habits import lowered
from aggregator.stages.stories.ragged import Array, Column, Postings, Ragged, Slots
from aggregator.text.fingerprint import Hashes, term

# What a block counts in the similarity; the sum of shares is one, so that equal articles have similarity 1.
_SHARES = {"words": 1.0 / 1.9, "names": 0.3 / 1.9, "bigrams": 0.3 / 1.9, "letters": 0.3 / 1.9}
BLOCKS = tuple(_SHARES)
QUERY_TERMS = 40  # heaviest words of an article that fetch candidates
HELD_TERMS = 48  # heaviest words under which an article is found
LATEST = 400  # newest articles looked at under one word
LATEST_PRINTS = 100  # newest articles looked at under one shingle
CANDIDATES = 40  # scored exactly; cutting vectors instead of candidates loses .03 BCubed
PRINT_EVERY = 8  # one shingle in so many is indexed

TRUSTED, SERIES, LIVE, COPY, DEAD = 1, 2, 4, 8, 16
_WEIGHTLESS = SERIES | LIVE | COPY | DEAD

_TABLE_BITS = 17  # of a table that fits the cache; of 300 terms a third of one is lost to another on average
_CELL = np.uint32((1 << _TABLE_BITS) - 1)


@dataclass(frozen=True, slots=True)
class Vector:
    """An article's terms and frozen weights, blocks end to end; `sizes` says where each ends."""

    ids: Hashes
    weights: Weights
    sizes: tuple[int, ...]

    @property
    def words(self) -> int:
        """Distinct words: how much there is to compare."""
        return self.sizes[0]

    def block(self, name: str) -> slice:
        """Where the terms of this block stand."""
        at = BLOCKS.index(name)
        start = sum(self.sizes[:at])
        return slice(start, start + self.sizes[at])


def vector(features: Features, frequencies: Frequencies, usual: tuple[Hashes, Weights] | None = None) -> Vector:
    """The weighted terms of an article, by the frequencies of this moment and the `usual` words of its outlet."""
    rarity = lowered(frequencies.rarity(features.ids, features.language), features.ids, usual)
    weights = log_counts(features.counts) * rarity
    squares = weights * weights
    end, scales = 0, []
    for name, size in zip(BLOCKS, features.sizes, strict=True):
        length = math.sqrt(float(squares[end : end + size].sum()))
        scales.append(_SHARES[name] ** 0.5 / length if length > 0 else 1.0)
        end += size
    weights *= np.repeat(np.array(scales, dtype=np.float32), features.sizes)
    return Vector(features.ids, weights, features.sizes)


@dataclass(frozen=True, slots=True)
class Sampled:
    """Shingles, thinned for long texts: those whose hash divides by `rate`."""

    hashes: Hashes
    rate: int


def sampled(shingles: Hashes) -> Sampled:
    """At most a few hundred shingles, chosen by their hash so that two texts keep the same ones."""
    rate = 1
    while len(shingles) > 300 * rate:
        rate *= 2
    return Sampled(shingles[shingles % np.uint32(rate) == 0] if rate > 1 else shingles, rate)


def containment(a: Sampled, b: Sampled) -> float:
    """Share of the shorter text's shingles that the longer has, 0 to 1."""
    rate = max(a.rate, b.rate)
    one = a.hashes[a.hashes % np.uint32(rate) == 0] if a.rate < rate else a.hashes
    two = b.hashes[b.hashes % np.uint32(rate) == 0] if b.rate < rate else b.hashes
    if len(one) > len(two):
        one, two = two, one
    if not len(one):
        return 0.0
    at = two.searchsorted(one)
    at[at == len(two)] = 0
    return int(np.count_nonzero(two[at] == one)) / len(one)


def heaviest(values: Vector, count: int) -> tuple[Hashes, Weights]:
    """The `count` heaviest words of an article, heaviest first; ties by hash."""
    ids, weights = values.ids[: values.sizes[0]], values.weights[: values.sizes[0]]
    order = np.argsort(-weights, kind="stable")[:count]  # hashes are sorted within the block
    return ids[order], weights[order]


class Memory:
    """Columns over slots; a slot is one article, in the order in which they were placed."""

    def __init__(self) -> None:
        self.entry = Column(np.int64)
        self.event = Column(np.int64)
        self.at = Column(np.float64)  # seconds
        self.language = Column(np.uint32)
        self.outlet = Column(np.uint32)
        self.flags = Column(np.uint8)
        self.agency = Column(np.uint32)
        self.length = Column(np.uint16)  # words of the text
        self.sizes = Column(np.uint16, len(BLOCKS))
        self.rate = Column(np.uint8)
        self.vectors = Ragged(np.uint32, np.float16)
        self.shingles = Ragged(np.uint32)
        self.near = Ragged(np.int32, np.float16)  # slots of close articles, and how close
        self._terms = Postings(weighted=True)
        self._prints = Postings()
        self._scratch: Weights = np.zeros(0, dtype=np.float32)
        self._last: Slots = np.zeros(0, dtype=np.int32)
        self._table: npt.NDArray[np.int16] = np.full(1 << _TABLE_BITS, -1, dtype=np.int16)

    def __len__(self) -> int:
        return len(self.entry)

    def add(
        self,
        *,
        entry: int,
        event: int,
        at: float,
        language: int,
        outlet: int,
        flags: int,
        agency: int,
        length: int,
        values: Vector,
        prints: Sampled,
        near: Sequence[tuple[int, float]],
    ) -> int:
        """Remember an article; returns its slot."""
        slot = len(self)
        self._columns(entry, event, at, language, outlet, flags, agency, length)
        self.sizes.append(values.sizes)
        self.rate.append(prints.rate)
        self.vectors.append(values.ids, values.weights.astype(np.float16))
        self.shingles.append(prints.hashes)
        self.near.append(np.array([one for one, _ in near], np.int32), np.array([how for _, how in near], np.float16))
        if not flags & SERIES:
            ids, weights = heaviest(values, HELD_TERMS)
            self._terms.add(slot, ids, weights)
        self._prints.add(slot, indexed(prints))
        return slot

    def _columns(
        self, entry: int, event: int, at: float, language: int, outlet: int, flags: int, agency: int, length: int
    ) -> None:
        self.entry.append(entry)
        self.event.append(event)
        self.at.append(at)
        self.language.append(language)
        self.outlet.append(outlet)
        self.flags.append(flags)
        self.agency.append(agency)
        self.length.append(min(length, 65_535))

    def nearest(self, values: Vector, language: str | None) -> tuple[Slots, Weights]:
        """The articles most like this one, of its language, and their similarity 0..1; unordered, at most CANDIDATES."""
        ids, weights = heaviest(values, QUERY_TERMS)
        slots, products = self._terms.weigh(ids, weights, LATEST)
        if not len(slots):
            return slots, np.zeros(0, np.float32)
        found, rough = self._sums(slots, products)
        usable = self._usable(found, language)
        found, rough = found[usable], rough[usable]
        if len(found) > CANDIDATES:
            # Ties are cut by age, the newest stay: the same on every machine.
            least = np.partition(rough, len(rough) - CANDIDATES)[len(rough) - CANDIDATES]
            likely = rough >= least
            found, rough = found[likely], rough[likely]
            found = found[np.lexsort((-found, -rough))[:CANDIDATES]]
        found = np.sort(found)
        return found, self.similarity(values, found)

    def _sums(self, slots: Slots, values: Weights) -> tuple[Slots, Weights]:
        """Each slot once, with the sum of its values, in time linear in their number."""
        if len(self._scratch) < len(self):
            self._scratch = np.zeros(2 * len(self), dtype=np.float32)
            self._last = np.zeros(2 * len(self), dtype=np.int32)
        np.add.at(self._scratch, slots, values)
        order = np.arange(len(slots), dtype=np.int32)
        self._last[slots] = order
        found: Slots = slots[self._last[slots] == order]
        sums: Weights = self._scratch[found]
        self._scratch[found] = 0
        return found, sums

    def _usable(self, slots: Slots, language: str | None) -> npt.NDArray[np.bool_]:
        good: npt.NDArray[np.bool_] = (self.flags.values[slots] & (SERIES | DEAD)) == 0
        mark = language_mark(language)
        if mark:
            spoken = self.language.values[slots]
            good &= (spoken == mark) | (spoken == 0)
        return good

    def similarity(self, values: Vector, slots: Slots) -> Weights:
        """Exact similarity of an article to each of these slots, 0..1."""
        owner, _, products = self.overlap(values, slots)
        return np.bincount(owner, weights=products, minlength=len(slots)).astype(np.float32)

    def overlap(self, values: Vector, slots: Slots) -> tuple[Array, Array, Weights]:
        """The terms that an article shares with these slots: which slot, which term of the article, what it adds."""
        ids, begins, starts = self.vectors.many(slots)
        cells = values.ids & _CELL
        self._table[cells] = np.arange(len(cells), dtype=np.int16)
        mine = self._table[ids & _CELL]
        self._table[cells] = -1
        at = (mine >= 0).nonzero()[0]
        mine = mine[at]
        good = values.ids[mine] == ids[at]
        at, mine = at[good], mine[good]
        owner = begins.searchsorted(at, "right") - 1
        theirs = self.vectors.at(1, at + (starts - begins)[owner])
        return owner, mine, values.weights[mine] * theirs

    def shares(self, values: Vector, slots: Sequence[int]) -> Weights:
        """What each term of an article adds to its similarity with these slots, on average; letters left out."""
        spelled = sum(values.sizes[:-1])
        if not slots:
            return np.zeros(spelled, dtype=np.float32)
        _, mine, products = self.overlap(values, np.array(slots, dtype=np.int32))
        sums = np.bincount(mine, weights=products, minlength=len(values.ids))[:spelled]
        return (sums / len(slots)).astype(np.float32)

    def shared_in(self, values: Vector, slot: int, block: str) -> Hashes:
        """The terms of one block that an article and this slot share."""
        _, mine, _ = self.overlap(values, np.array([slot], dtype=np.int32))
        inside = values.block(block)
        found: Hashes = values.ids[mine[(mine >= inside.start) & (mine < inside.stop)]]
        return found

    def alike(self, prints: Sampled, at_most: int) -> Slots:
        """Slots that share the most indexed shingles with a text, best first."""
        slots, _ = self._prints.find(indexed(prints), LATEST_PRINTS)
        if not len(slots):
            return slots
        found, counts = self._sums(slots, np.ones(len(slots), dtype=np.float32))
        best = found[np.lexsort((found, -counts))[:at_most]]
        living: Slots = best[(self.flags.values[best] & DEAD) == 0]
        return living

    def prints(self, slot: int) -> Sampled:
        """The shingles kept of a slot."""
        return Sampled(self.shingles.one(slot)[0], int(self.rate.values[slot]))

    def held(self, slot: int) -> Vector:
        """The vector kept of a slot, with weights rounded to half precision."""
        ids, weights = self.vectors.one(slot)
        return Vector(ids, weights.astype(np.float32), tuple(int(size) for size in self.sizes.values[slot]))

    def keep(self, alive: npt.NDArray[np.bool_]) -> npt.NDArray[np.int32]:
        """Drop the slots where `alive` is False; returns the new slot of each old one (-1: gone)."""
        moved = np.where(alive, np.cumsum(alive, dtype=np.int32) - 1, -1).astype(np.int32)
        columns = (self.entry, self.event, self.at, self.language, self.outlet, self.flags, self.agency, self.length)
        for column in (*columns, self.sizes, self.rate):
            column.keep(alive)
        for ragged in (self.vectors, self.shingles, self.near):
            ragged.keep(alive)
        self.near.renumber(moved)
        for postings in (self._terms, self._prints):
            postings.keep(alive)
        return moved

    def is_dead(self, slot: int) -> bool:
        """Whether the article was placed again under a later slot."""
        return bool(self.flags.values[slot] & DEAD)

    def weighs(self, slots: Slots) -> npt.NDArray[np.bool_]:
        """Which of these count as members of their event: not copies, series or live pages."""
        mask: npt.NDArray[np.bool_] = (self.flags.values[slots] & _WEIGHTLESS) == 0
        return mask


def indexed(prints: Sampled) -> Hashes:
    """The shingles under which a text is found; short texts keep them all."""
    if len(prints.hashes) <= 4 * PRINT_EVERY:
        return prints.hashes
    some: Hashes = prints.hashes[prints.hashes % np.uint32(max(PRINT_EVERY, prints.rate)) == 0]
    return some


def language_mark(language: str | None) -> int:
    """The number that stands for a language in a column; 0 is an unknown one."""
    return term(language) or 1 if language else 0
