"""Why an entry sits where it does, in words a reader can check. Exact, because the similarity is a sum over terms."""

from collections.abc import Mapping, Sequence

from aggregator.stages.stories.ragged import Array
from aggregator.text import language

TERMS = 6  # largest shared terms that are told


def largest(shared: Sequence[tuple[Array, Array]], shown: Mapping[int, str]) -> list[tuple[str, float]]:
    """The shared terms that add most to the similarity, as a reader spells them, largest first.

    Args:
        shared: (terms, products) of the new article with each of its neighbours.
        shown: spellings of the new article's terms; letters of the headline have none and are left out.
    """
    totals: dict[str, float] = {}
    for ids, products in shared:
        for one, product in zip(ids.tolist(), products.tolist(), strict=True):
            spelled = shown.get(one)
            if spelled is not None:
                key = " ".join(language.plain(spelled).split())
                totals[key] = totals.get(key, 0.0) + product / max(1, len(shared))
    ranked = sorted(totals.items(), key=lambda item: (-item[1], item[0]))
    return [(word, round(value, 4)) for word, value in _whole(ranked)][:TERMS]


def _whole(ranked: Sequence[tuple[str, float]]) -> list[tuple[str, float]]:
    """Pairs of words instead of their halves, where the pair is among the largest."""
    head = ranked[: 3 * TERMS]
    pairs = [word for word, _ in head if " " in word]
    covered = {half for pair in pairs for half in pair.split()}
    merged: list[tuple[str, float]] = []
    for word, value in head:
        if " " in word:
            merged.append((word, value + sum(v for w, v in head if w in word.split())))
        elif word not in covered:
            merged.append((word, value))
    return sorted(merged, key=lambda item: (-item[1], item[0]))
