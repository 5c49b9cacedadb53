"""Why an entry sits where it does, in words a reader can check. Exact, because the similarity is a sum over terms."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from aggregator.stages.stories.features import Features
from aggregator.text import language

Weights = npt.NDArray[np.float32]
TERMS = 6  # largest shared terms that are told


def largest(shares: Weights, seen: Features) -> list[tuple[str, float]]:
    """The shared terms that add most to the similarity, as a reader spells them, largest first.

    Args:
        shares: what each term of the article adds, on average over its neighbours; letters of the headline have no spelling.
        seen: the new article, which knows the spellings.
    """
    order = np.argsort(-shares, kind="stable")[: 4 * TERMS]  # ties by hash
    order = order[shares[order] > 0]
    if not len(order):
        return []
    head = dict(zip(seen.ids[order].tolist(), shares[order].tolist(), strict=True))
    spelled = seen.spellings(head)
    totals: dict[str, float] = {}
    spelled = seen.spellings(head)
    for one, value in head.items():
        if one in spelled:
            key = " ".join(language.plain(spelled[one]).split())
            totals[key] = totals.get(key, 0.0) + value
    ranked = sorted(totals.items(), key=lambda item: (-item[1], item[0]))
    return [(word, round(value, 4)) for word, value in _whole(ranked)][:TERMS]


def _whole(ranked: Sequence[tuple[str, float]]) -> list[tuple[str, float]]:
    """Pairs of words instead of their halves, where the pair is among the largest; a half counts in one pair only."""
    head = dict(ranked[: 3 * TERMS])
    merged: dict[str, float] = {}
    spent: set[str] = set()
    for pair in (word for word in head if " " in word):
        halves = {half for half in pair.split() if half in head and half not in spent}
        spent |= halves
        merged[pair] = head[pair] + sum(head[half] for half in halves)
    merged |= {word: value for word, value in head.items() if " " not in word and word not in spent}
    return sorted(merged.items(), key=lambda item: (-item[1], item[0]))
