"""The search for articles in other languages that tell of the same happening."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from aggregator.stages.stories import across
from aggregator.stages.stories.memory import language_mark
from aggregator.stages.stories.ragged import Array, Column, Postings, Ragged
from aggregator.text.fingerprint import Hashes, term

LINK = 0.25  # cosine of keys
NEEDED = 2  # names and numbers shared, or one and a rare word of each kind
WITHIN = 3 * 86_400.0  # seconds between the two
_FLOOR, _FADES = 0.2, 60_000.0  # seconds
_LATEST = 200
_CANDIDATES = 12
_IMAGINED = 200  # articles, while few have been read
_BITS = 20
MAYBE = 0.2  # of the weight of a word that may be a name, in scripts without capitals
_WITHOUT_CAPITALS = frozenset(map(language_mark, ("ko", "ja", "zh", "ar", "he", "fa", "ur", "th", "hi")))
_SHARES = {"n": 1.0, "d": 1.0, "p": 0.8, "g": 0.8, "w": 0.6, "c": 0.6}
_KIND_BITS = {kind: at for at, kind in enumerate(_SHARES)}


@dataclass(frozen=True, slots=True)
class Found:
    """An article in another language."""

    slot: int
    score: float
    because: tuple[str, ...]


def hashes(keys: Mapping[str, str]) -> Hashes:
    """Hashes of keys, sorted; the lowest three bits tell the kind of key."""
    return np.array(sorted((term(key) & ~7) | _KIND_BITS[key[0]] for key in keys), dtype=np.uint32)


def _extent(keys: Hashes, weights: Array, shared: npt.NDArray[np.bool_], language: int) -> float:
    """The squared length of an article's keys.

    Where no capitals tell names from words, every word may be a name: one that nobody else has says little.
    """
    squares = weights**2
    if language in _WITHOUT_CAPITALS:
        squares = np.where(shared | (keys & np.uint32(7) != _KIND_BITS["n"]), squares, squares * MAYBE)
    return float(squares.sum())


class Crossing:
    """Keys of the window's articles, slot by slot as in `Memory`."""

    def __init__(self) -> None:
        self._keys = Ragged(np.uint32)
        self._language = Column(np.uint32)
        self._at = Column(np.float64)
        self._postings = Postings()
        self._counts: npt.NDArray[np.uint32] = np.zeros(1 << _BITS, dtype=np.uint32)
        self._articles = 0

    def add(self, slot: int, language: int, at: float, keys: Hashes, *, searchable: bool) -> None:
        """Remember the keys of the article in this slot; slots must come in rising order."""
        self._keys.append(keys)
        self._language.append(language)
        self._at.append(at)
        if searchable and len(keys):
            self._postings.add(slot, keys.tolist(), [1.0] * len(keys))
            self._counts[keys >> np.uint32(32 - _BITS)] += np.uint32(1)
            self._articles += 1

    def of(self, slot: int) -> Hashes:
        """The keys kept of a slot."""
        keys: Hashes = self._keys.one(slot)[0]
        return keys

    def find(self, keys: across.Keys, language: int, at: float) -> list[Found]:
        """Articles in other languages near in time and alike, best first."""
        mine = hashes(keys.found)
        if not len(mine) or not language:
            return []
        weights = self._weights(mine)
        slots, which, _ = self._postings.find(mine, _LATEST)
        near = (self._language.values[slots] != language) & (np.abs(self._at.values[slots] - at) <= WITHIN)
        slots, which = slots[near], which[near]
        if not len(slots):
            return []
        distinct, owner = np.unique(slots, return_inverse=True)
        total = np.bincount(owner, weights=(weights**2)[which])
        order = np.lexsort((distinct, -total))[:_CANDIDATES]
        spelled = {(term(key) & ~7) | _KIND_BITS[key[0]]: key for key in keys.found}
        found = [self._judge(int(distinct[one]), at, language, mine, weights, keys, spelled) for one in order.tolist()]
        return sorted((one for one in found if one is not None), key=lambda one: (-one.score, one.slot))

    def _judge(
        self,
        slot: int,
        at: float,
        language: int,
        mine: Hashes,
        weights: Array,
        keys: across.Keys,
        spelled: Mapping[int, str],
    ) -> Found | None:
        theirs = self.of(slot)
        shared = np.isin(mine, theirs, assume_unique=True)
        back = np.isin(theirs, mine, assume_unique=True)
        length = math.sqrt(
            _extent(mine, weights, shared, language)
            * _extent(theirs, self._weights(theirs), back, int(self._language.values[slot]))
        )
        score = float((weights[shared] ** 2).sum()) / length if length else 0.0
        # A day later the same names mean the next event of the story.
        score *= _FLOOR + (1.0 - _FLOOR) * math.exp(-abs(at - float(self._at.values[slot])) / _FADES)
        if score < LINK:
            return None
        both = [
            (float(weight), spelled[one])
            for one, weight in zip(mine[shared].tolist(), weights[shared].tolist(), strict=True)
        ]
        telling = {keys.found[key] for _, key in both if key[0] in "nd"}
        others = {key[0] for _, key in both if key[0] in "pg"}
        if len(telling) < NEEDED and not (telling and len(others) == 2):
            return None
        words = dict.fromkeys(keys.found[key] for _, key in sorted(both, key=lambda item: (-item[0], item[1])))
        return Found(slot, round(score, 4), tuple(words)[:6])

    def _weights(self, keys: Hashes) -> Array:
        counts = self._counts[keys >> np.uint32(32 - _BITS)]
        shares = np.array(list(_SHARES.values()), dtype=np.float64)[keys & np.uint32(7)]
        weights: Array = shares * np.maximum(np.log((self._articles + _IMAGINED) / (counts + 1.0)), 0.1)
        return weights

    def keep(self, alive: npt.NDArray[np.bool_]) -> None:
        """Drop the slots where `alive` is False; the others move down."""
        self._keys.keep(alive)
        self._language.keep(alive)
        self._at.keep(alive)
        self._postings.keep(alive)


def rarities(counts: Mapping[str, int], articles: int) -> dict[str, float]:
    """The weight of each key by the number of articles that hold it."""
    return {key: max(0.1, math.log((articles + 1) / count)) for key, count in counts.items()}


def similarity(one: across.Keys, two: across.Keys, rarity: Mapping[str, float]) -> float:
    """How much two texts of different languages share, 0 to 1, with given weights of keys (1 where none is given)."""
    weigh = {key: _SHARES[key[0]] * rarity.get(key, 1.0) for key in {*one.found, *two.found}}
    shared = sum(weigh[key] ** 2 for key in one.found.keys() & two.found.keys())
    length = math.sqrt(math.prod(sum(weigh[key] ** 2 for key in keys.found) for keys in (one, two)))
    return shared / length if length else 0.0
