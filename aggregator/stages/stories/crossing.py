"""The search for articles in other languages that tell of the same happening."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from aggregator.stages.stories import across, concepts
from aggregator.stages.stories.memory import language_mark
from aggregator.stages.stories.ragged import Array, Column, Ragged, Slots
from aggregator.text.fingerprint import Hashes, term
from aggregator.text.recent import Recent

LINK = 0.25  # cosine of keys, faded with time
# Long texts share less of themselves than headlines do, and more in sum: a smaller cosine will do where much is shared.
FAINT, MUCH = 0.12, 16.0  # cosine; sum of the weights of the words that are shared, faded with time
NEEDED = 2  # names and numbers shared, or one and a rare word of each kind
WITHIN = 3 * 86_400.0  # seconds between the two
_FLOOR, _FADES = 0.2, 60_000.0  # seconds
_CANDIDATES = 12
_IMAGINED = 200  # articles, while few have been read
_BITS = 20
_UNSURE = 0.6  # of the weight of a name that is shared with a script without capitals: it may be another word that sounds alike
MAYBE = 0.2  # of the weight of a word that may be a name, in scripts without capitals
_WITHOUT_CAPITALS = frozenset(map(language_mark, ("ko", "ja", "zh", "ar", "he", "fa", "ur", "th", "hi")))
_SHARES = {"n": 1.0, "d": 1.0, "p": 0.8, "g": 0.8, "w": 0.6, "c": 0.6}
_KIND_BITS = {kind: at for at, kind in enumerate(_SHARES)}
_LEANING, _USUAL = 0.04, 0.4  # what the same subject adds to a cosine; the agreement that says nothing
_SHARE_OF = np.array([*_SHARES.values(), 0.0, 0.0])


def telling(keys: Hashes) -> Hashes:
    """Those of the keys that are names or numbers: without one of them in common there is no link."""
    few: Hashes = keys[(keys & np.uint32(7)) <= _KIND_BITS["d"]]
    return few


def _maybe(keys: Hashes) -> npt.NDArray[np.bool_]:
    """Which are names: in scripts where no capitals tell them from words, every word may be one; unshared it says little."""
    names: npt.NDArray[np.bool_] = (keys & np.uint32(7)) == _KIND_BITS["n"]
    return names


@dataclass(frozen=True, slots=True)
class Found:
    """An article in another language."""

    slot: int
    score: float
    because: tuple[str, ...]


def hashes(keys: Iterable[str]) -> Hashes:
    """Hashes of keys, sorted; the lowest three bits tell the kind of key."""
    return np.array(sorted(map(_hashed().__getitem__, keys)), dtype=np.uint32)


@cache
def _hashed() -> Recent[str, int]:
    return Recent(lambda key: (term(key) & ~7) | _KIND_BITS[key[0]], 50_000)


class Crossing:
    """Keys of the window's articles, slot by slot as in `Memory`."""

    def __init__(self) -> None:
        self._keys = Ragged(np.uint32)
        self._language = Column(np.uint32)
        self._at = Column(np.float64)
        self._counts: npt.NDArray[np.uint32] = np.zeros(1 << _BITS, dtype=np.uint32)
        self._articles = 0

    def add(self, language: int, at: float, keys: Hashes, *, searchable: bool) -> None:
        """Remember the keys of the article in the next slot; `searchable` ones count in how common a key is."""
        self._keys.append(keys)
        self._language.append(language)
        self._at.append(at)
        if searchable and len(keys):
            self._counts[keys >> np.uint32(32 - _BITS)] += np.uint32(1)
            self._articles += 1

    def of(self, slot: int) -> Hashes:
        """The keys kept of a slot."""
        keys: Hashes = self._keys.one(slot)[0]
        return keys

    def find(
        self, slots: Slots, which: Array, mine: Hashes, keys: across.Keys, language: int, at: float
    ) -> list[Found]:
        """Articles in other languages near in time and alike, best first.

        Args:
            slots: articles that share a telling key, once for each of them.
            which: number of that key among the telling ones of `mine`.
            mine: hashes of `keys`.
        """
        if not len(slots) or not language:
            return []
        near = (self._language.values[slots] != language) & (np.abs(self._at.values[slots] - at) <= WITHIN)
        slots, which = slots[near], which[near]
        if not len(slots):
            return []
        distinct, owner = np.unique(slots, return_inverse=True)
        if not {"p", "g"} <= {key[0] for key in keys.found}:
            enough = np.bincount(owner) >= NEEDED
            kept = enough[owner]
            owner, which = (np.cumsum(enough) - 1)[owner[kept]], which[kept]
            distinct = distinct[enough]
            if not len(distinct):
                return []
        weights = self._weights(mine)
        total = np.bincount(owner, weights=(weights[(mine & np.uint32(7)) <= _KIND_BITS["d"]] ** 2)[which])
        best = distinct[np.lexsort((distinct, -total))[:_CANDIDATES]]
        scores, fading, shared = self._scores(best, mine, weights, language, at)
        spelled: dict[int, str] = {}
        found = []
        for number in np.lexsort((best, -scores)).tolist():
            if scores[number] < FAINT:
                break
            spelled = spelled or {_hashed()[key]: key for key in keys.found}
            slot, score = int(best[number]), float(scores[number])
            both = {
                spelled[one]: weight
                for one, weight in zip(mine[shared[number]].tolist(), weights[shared[number]].tolist(), strict=True)
            }
            dense = language in _WITHOUT_CAPITALS or int(self._language.values[slot]) in _WITHOUT_CAPITALS
            if score < LINK and fading[number] * _evidence(both, keys, dense=dense) < MUCH:
                continue
            one = _judge(slot, score, both, keys)
            if one is not None:
                found.append(one)
        return found

    def _scores(
        self, slots: Slots, mine: Hashes, weights: Array, language: int, at: float
    ) -> tuple[Array, Array, npt.NDArray[np.bool_]]:
        """The cosine of keys with each of these articles, faded with time; the fading; and which of the keys each shares."""
        theirs, begins, _ = self._keys.many(slots)
        owner = begins.searchsorted(np.arange(len(theirs)), "right") - 1
        meet = mine.searchsorted(theirs)
        meet[meet == len(mine)] = 0
        both = mine[meet] == theirs
        shared = np.zeros((len(slots), len(mine)), dtype=bool)
        shared[owner[both], meet[both]] = True
        squares = weights**2
        own = squares.sum()
        if language in _WITHOUT_CAPITALS:
            own = np.where(_maybe(mine) & ~shared, squares * MAYBE, squares).sum(axis=1)
        other = self._weights(theirs) ** 2
        strange = np.array([one in _WITHOUT_CAPITALS for one in self._language.values[slots].tolist()])
        if strange.any():
            other = np.where(strange[owner] & _maybe(theirs) & ~both, other * MAYBE, other)
        length = np.sqrt(own * np.bincount(owner, weights=other, minlength=len(slots)))
        # A day later the same names mean the next event of the story.
        fading = _FLOOR + (1.0 - _FLOOR) * np.exp(-np.abs(at - self._at.values[slots]) / _FADES)
        cosines = np.divide(shared @ squares, length, out=np.zeros_like(length), where=length > 0)
        return cosines * fading, fading, shared

    def _weights(self, keys: Hashes) -> Array:
        counts = self._counts[keys >> np.uint32(32 - _BITS)]
        weights: Array = _SHARE_OF[keys & np.uint32(7)] * np.maximum(
            np.log((self._articles + _IMAGINED) / (counts + 1.0)), 0.1
        )
        return weights

    def keep(self, alive: npt.NDArray[np.bool_]) -> None:
        """Drop the slots where `alive` is False; the others move down."""
        self._keys.keep(alive)
        self._language.keep(alive)
        self._at.keep(alive)


def _judge(slot: int, score: float, both: Mapping[str, float], keys: across.Keys) -> Found | None:
    """The link that these shared keys with their weights make, if they are of the kinds that it takes."""
    countries = {keys.found[key] for key in both if key[0] == "p"}
    names = {keys.found[key] for key in both if key[0] in "nd"} - countries
    telling = {name for name in names if not across.is_given_name(name)}
    common = {keys.found[key] for key in both if key[0] == "g"} - countries
    if len(telling) < NEEDED and not (telling and countries and common):
        return None
    words = dict.fromkeys(keys.found[key] for key, _ in sorted(both.items(), key=lambda item: (-item[1], item[0])))
    return Found(slot, round(score, 4), tuple(words)[:6])


def _evidence(both: Mapping[str, float], keys: across.Keys, *, dense: bool) -> float:
    """The sum of what the shared words weigh, each counted once by the key that says most."""
    best: dict[str, float] = {}
    for key, weight in both.items():
        word = keys.found[key]
        best[word] = max(best.get(word, 0.0), weight * (_UNSURE if dense and key[0] == "n" else 1.0))
    return sum(best.values())


def rarities(counts: Mapping[str, int], articles: int) -> dict[str, float]:
    """The weight of each key by the number of articles that hold it."""
    return {key: max(0.1, math.log((articles + 1) / count)) for key, count in counts.items()}


def similarity(one: across.Keys, two: across.Keys, rarity: Mapping[str, float]) -> float:
    """How much two texts of different languages share, with given weights of keys (1 where none is given).

    The cosine of their keys, and where both lean to a subject of news, a little more or less: texts without a name in common
    may still be about the same, and texts about different things may name the same person.

    Returns:
        -0.02 to 1.03; 0 for two texts that share nothing and of whose subjects nothing is known.
    """
    weigh = {key: _SHARES[key[0]] * rarity.get(key, 1.0) for key in {*one.found, *two.found}}
    shared = sum(weigh[key] ** 2 for key in one.found.keys() & two.found.keys())
    length = math.sqrt(math.prod(sum(weigh[key] ** 2 for key in keys.found) for keys in (one, two)))
    cosine = shared / length if length else 0.0
    if not (one.leaning and two.leaning):
        return cosine
    return cosine + _LEANING * (concepts.agreement(one.leaning, two.leaning) - _USUAL)
