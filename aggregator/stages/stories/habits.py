"""Words that an outlet writes into most of its articles and nobody else does: its name, its town, its section.

They say nothing about an article of that outlet, however rare they are in the archive. Whole sentences that repeat are left
out before anything is read (`sources.py`); words stay, with the weight that their frequency within the outlet gives them.
"""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from aggregator.stages.stories.frequencies import Frequencies, Weights
from aggregator.stages.stories.ragged import Array
from aggregator.text.fingerprint import Hashes

RECENT = 50  # articles of an outlet that are looked at
LEAST = 20  # articles; of fewer nobody can say what is usual
OWN = 0.25  # of the outlet's articles hold the word
OTHERS = 0.05  # of all other articles of the language at most
_EVERY = 25  # articles of the outlet after which it is looked at again


@dataclass(slots=True)
class _Outlet:
    slots: deque[int]
    fresh: int = 0  # articles since it was last looked at
    ids: Hashes | None = None
    rarity: Weights | None = None


class Habits:
    """The usual words of each outlet, from its last articles in the window."""

    def __init__(self) -> None:
        self._outlets: dict[int, _Outlet] = {}

    def learn(self, outlet: int, slot: int, *, fresh: bool = True) -> None:
        """Take note of one more article of an outlet; not `fresh`: it was noted before a restart."""
        known = self._outlets.setdefault(outlet, _Outlet(deque(maxlen=RECENT)))
        known.slots.append(slot)
        known.fresh += fresh

    def due(self, outlet: int) -> list[int]:
        """The slots to look at before `ask` is answered anew; empty when the last answer still stands."""
        known = self._outlets.get(outlet)
        if known is None or len(known.slots) < LEAST or (known.ids is not None and known.fresh < _EVERY):
            return []
        return list(known.slots)

    def look(self, outlet: int, terms: Array, articles: int, frequencies: Frequencies, language: str | None) -> None:
        """Find the usual words of an outlet.

        Args:
            terms: the distinct terms of its recent articles, end to end.
            articles: how many those are.
            frequencies: of the whole archive.
            language: of those articles.
        """
        known = self._outlets[outlet]
        ids, counts = np.unique(terms, return_counts=True)
        often = counts >= OWN * articles
        ids, counts = ids[often], counts[often]
        unusual = frequencies.share_of_others(ids, counts, articles, language) < OTHERS
        known.fresh, known.ids = 0, ids[unusual]
        known.rarity = np.log(articles / counts[unusual]).astype(np.float32)

    def ask(self, outlet: int) -> tuple[Hashes, Weights] | None:
        """The usual words of an outlet, sorted, and how rare each is there; None when it has none."""
        known = self._outlets.get(outlet)
        if known is None or known.ids is None or known.rarity is None or not len(known.ids):
            return None
        return known.ids, known.rarity

    def rows(self) -> list[tuple[int, int, list[int], list[float]]]:
        """What was found last, for storing; the articles come back with the window."""
        return [
            (outlet, known.fresh, known.ids.tolist(), known.rarity.tolist())
            for outlet, known in self._outlets.items()
            if known.ids is not None and known.rarity is not None
        ]

    def load(self, rows: Iterable[tuple[int, int, Sequence[int], Sequence[float]]]) -> None:
        """The reverse of `rows`."""
        for outlet, fresh, ids, rarity in rows:
            self._outlets[outlet] = _Outlet(
                deque(maxlen=RECENT), fresh, np.array(ids, dtype=np.uint32), np.array(rarity, dtype=np.float32)
            )

    def renumber(self, moved: npt.NDArray[np.int32]) -> None:
        """Follow the slots to their new places; those that are gone are forgotten."""
        for known in self._outlets.values():
            kept = [int(moved[slot]) for slot in known.slots if moved[slot] >= 0]
            known.slots = deque(kept, maxlen=RECENT)


def lowered(rarity: Weights, ids: Hashes, usual: tuple[Hashes, Weights] | None) -> Weights:
    """The rarity of terms, for the usual words of the outlet that within it."""
    if usual is None:
        return rarity
    known, within = usual
    at = known.searchsorted(ids)
    at[at == len(known)] = 0
    lower: Weights = np.where(known[at] == ids, np.minimum(rarity, within[at]), rarity)
    return lower
