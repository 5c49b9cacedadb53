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
LATEST_PRINTS = 100  # ... under one shingle
LATEST_KEYS = 200  # ... under one key for other languages
POSTINGS = 3_000  # looked at under all words together, the heaviest first
CANDIDATES = 40  # scored exactly; cutting vectors instead of candidates loses .03 BCubed
PRINT_EVERY = 8  # one shingle in so many is indexed

_LATEST = np.array([LATEST, LATEST_PRINTS, LATEST_KEYS])
_NONE: Hashes = np.zeros(0, dtype=np.uint32)

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
class Shared:
    """The terms that an article shares with some others; what each adds to the similarity, which is their sum."""

    values: Vector
    others: int  # how many
    owner: Array  # which of the others
    term: Array  # which term of the article
    products: Weights

    @property
    def similarity(self) -> Weights:
        """With each of the others, 0..1."""
        return np.bincount(self.owner, weights=self.products, minlength=self.others).astype(np.float32)

    def means(self, among: Sequence[int]) -> Weights:
        """What each term adds to the similarity with these of the others, on average; letters left out."""
        spelled = sum(self.values.sizes[:-1])
        if not among:
            return np.zeros(spelled, dtype=np.float32)
        wanted = np.zeros(self.others, dtype=np.bool_)
        wanted[among] = True
        here = wanted[self.owner]
        sums = np.bincount(self.term[here], weights=self.products[here], minlength=len(self.values.ids))[:spelled]
        return (sums / len(among)).astype(np.float32)

    def terms(self, which: int, block: str) -> Hashes:
        """The terms of one block that the article shares with one of the others."""
        mine, inside = self.term[self.owner == which], self.values.block(block)
        found: Hashes = self.values.ids[mine[(mine >= inside.start) & (mine < inside.stop)]]
        return found


@dataclass(frozen=True, slots=True)
class Met:
    """What the index has for one article; a slot stands once for each word, shingle or key that it shares."""

    slots: Slots  # by words
    products: Weights  # of the weights there and here
    texts: Slots  # by shingles
    keyed: Slots  # by keys for other languages
    key: Array  # the number of the key of each


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
        self._index = Postings()  # of words, shingles and keys, each kind apart
        self._scratch: Weights = np.zeros(0, dtype=np.float32)
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
        keys: Hashes,
        near: Sequence[tuple[int, float]],
    ) -> int:
        """Remember an article, to be found by its words, its shingles and these keys; returns its slot."""
        slot = len(self)
        self._columns(entry, event, at, language, outlet, flags, agency, length)
        self.sizes.append(values.sizes)
        self.rate.append(prints.rate)
        self.vectors.append(values.ids, values.weights.astype(np.float16))
        self.shingles.append(prints.hashes)
        self.near.append(np.array([one for one, _ in near], np.int32), np.array([how for _, how in near], np.float16))
        ids, weights = heaviest(values, 0 if flags & SERIES else HELD_TERMS)
        hashes = np.concatenate((_as_words(ids), _as_prints(indexed(prints)), _as_keys(keys)))
        self._index.add(slot, hashes, np.concatenate((weights, np.ones(len(hashes) - len(ids), dtype=np.float32))))
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

    def ahead(self, words: Sequence[Hashes], prints: Sequence[Sampled], keys: Sequence[Hashes]) -> None:
        """Get ready to `meet` articles with such words, shingles and keys: a batch at once costs a fraction."""
        self._index.ahead(
            np.concatenate(
                [*map(_as_words, words), *(_as_prints(indexed(one)) for one in prints), *map(_as_keys, keys), _NONE]
            )
        )

    def meet(self, values: Vector, prints: Sampled, keys: Hashes) -> Met:
        """The articles that share words, shingles or keys with this one, of each only the newest."""
        ids, weights = heaviest(values, QUERY_TERMS)
        shingles = indexed(prints)
        hashes = np.concatenate((_as_words(ids), _as_prints(shingles), _as_keys(keys)))
        texts, end = len(ids), len(ids) + len(shingles)
        held = self._index.find(hashes, np.repeat(_LATEST, (texts, len(shingles), len(keys))))
        # What the first words bring is enough; common ones bring many articles and little to go by.
        enough = max(1, int(held.sizes()[:texts].cumsum().searchsorted(POSTINGS, "right"))) if texts else 0
        slots, theirs, which = held.take(0, enough)
        keyed, _, key = held.take(end, len(hashes))
        return Met(slots, weights[which] * theirs, held.take(texts, end)[0], keyed, key - end)

    def nearest(self, values: Vector, met: Met, language: str | None) -> tuple[Slots, Shared]:
        """The articles most like this one, of its language, oldest first, at most CANDIDATES; and what each shares with it."""
        slots = np.sort(self._likeliest(met.slots, met.products, language)) if len(met.slots) else met.slots
        return slots, self.overlap(values, slots)

    def _likeliest(self, slots: Slots, products: Weights, language: str | None) -> Slots:
        """Those of the slots that may be neighbours, with the highest sum of products; of equals the newest."""
        sums = self._sums(slots, products)
        many = 8 * CANDIDATES
        if (
            len(slots) > many
        ):  # a slot stands here once a word; mostly the best sums are of enough slots that may be neighbours
            likely = sums >= np.partition(sums, len(sums) - many)[len(sums) - many]
            found = self._best(slots[likely], sums[likely], language)
            if len(found) == CANDIDATES:
                return found
        return self._best(slots, sums, language)

    def _best(self, slots: Slots, sums: Weights, language: str | None) -> Slots:
        found, at = np.unique(slots, return_index=True)
        usable = self._usable(found, language)
        found, sums = found[usable], sums[at[usable]]
        best: Slots = found[np.lexsort((-found, -sums))[:CANDIDATES]]
        return best

    def _sums(self, slots: Slots, values: Weights | int) -> Weights:
        """At each slot the sum of the values at all its places, in time linear in their number."""
        if len(self._scratch) < len(self):
            self._scratch = np.zeros(2 * len(self), dtype=np.float32)
        np.add.at(self._scratch, slots, values)
        sums: Weights = self._scratch[slots]
        self._scratch[slots] = 0
        return sums

    def _usable(self, slots: Slots, language: str | None) -> npt.NDArray[np.bool_]:
        good: npt.NDArray[np.bool_] = (self.flags.values[slots] & (SERIES | DEAD)) == 0
        mark = language_mark(language)
        if mark:
            spoken = self.language.values[slots]
            good &= (spoken == mark) | (spoken == 0)
        return good

    def similarity(self, values: Vector, slots: Slots) -> Weights:
        """Exact similarity of an article to each of these slots, 0..1."""
        return self.overlap(values, slots).similarity

    def overlap(self, values: Vector, slots: Slots) -> Shared:
        """What an article shares with each of these slots, term by term."""
        if not len(slots):
            return Shared(values, 0, slots, slots, np.zeros(0, dtype=np.float32))
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
        return Shared(values, len(slots), owner, mine, values.weights[mine] * theirs)

    def alike(self, met: Met, at_most: int) -> Slots:
        """Slots that share the most indexed shingles with a text, best first."""
        found, counts = np.unique(met.texts, return_counts=True)
        best = found[np.lexsort((found, -counts))[:at_most]]
        living: Slots = best[(self.flags.values[best] & DEAD) == 0]
        return living

    def contained(self, prints: Sampled, slots: Slots) -> list[float]:
        """Of each slot and this text the share of the shorter one's shingles that the longer has, 0 to 1."""
        theirs, begins, _ = self.shingles.many(slots)
        rates = np.maximum(self.rate.values[slots].astype(np.uint32), np.uint32(prints.rate))
        owner = np.repeat(np.arange(len(slots)), np.diff(begins, append=len(theirs)))
        at = prints.hashes.searchsorted(theirs)
        at[at == len(prints.hashes)] = 0
        here = theirs & (rates - np.uint32(1))[owner] == 0  # both thinned alike; rates are powers of two
        both = here & (prints.hashes[at] == theirs)
        mine = {rate: int(np.count_nonzero(prints.hashes % np.uint32(rate) == 0)) for rate in set(rates.tolist())}
        lengths = np.minimum(np.bincount(owner[here], minlength=len(slots)), [mine[rate] for rate in rates.tolist()])
        shared: list[float] = (np.bincount(owner[both], minlength=len(slots)) / np.maximum(lengths, 1)).tolist()
        return shared

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
        self._index.keep(alive)
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


def _as_words(ids: Hashes) -> Hashes:
    """Hashes of words as the index has them: three kinds share its 32 bits."""
    return ids >> np.uint32(1)


def _as_prints(shingles: Hashes) -> Hashes:
    return shingles >> np.uint32(2) | np.uint32(0x8000_0000)


def _as_keys(keys: Hashes) -> Hashes:
    return keys >> np.uint32(2) | np.uint32(0xC000_0000)


def language_mark(language: str | None) -> int:
    """The number that stands for a language in a column; 0 is an unknown one."""
    return term(language) or 1 if language else 0
