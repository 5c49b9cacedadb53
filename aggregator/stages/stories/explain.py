"""Why an entry sits where it does, in words a reader can check. Exact, because the similarity is a sum over terms."""

from collections.abc import Sequence

from aggregator.stages.stories.features import Features
from aggregator.stages.stories.ragged import Array
from aggregator.text import language

TERMS = 6  # largest shared terms that are told


def largest(shared: Sequence[tuple[Array, Array]], seen: Features) -> list[tuple[str, float]]:
    """The shared terms that add most to the similarity, as a reader spells them, largest first.

    Args:
        shared: (terms, products) of the new article with each of its neighbours.
        seen: the new article, which knows the spellings; letters of the headline have none and are left out.
    """
    if not shared:
        return []
    sums: dict[int, float] = {}
    for ids, products in shared:
        for one, product in zip(ids.tolist(), products.tolist(), strict=True):
            sums[one] = sums.get(one, 0.0) + product / len(shared)
    head = sorted(sums, key=lambda one: (-sums[one], one))[: 8 * TERMS]
    totals: dict[str, float] = {}
    spelled = seen.spellings(frozenset(head))
    for one in head:
        if one in spelled:
            key = " ".join(language.plain(spelled[one]).split())
            totals[key] = totals.get(key, 0.0) + sums[one]
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
