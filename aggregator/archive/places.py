"""Places in a document: numbers that order its entries, and that change as little as the document does.

A feed that shows a new entry at its top moves all others one rank down, and nothing has happened to them. So an interval of
`sightings` is not bound to a rank but to a place: smaller stands above, and whoever keeps its order among the others keeps
its place. The rank at an instant is found by counting.
"""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise


def places(former: Sequence[float | None], others: Sequence[float] = ()) -> list[float]:
    """The places of the entries of a document, in its order, strictly increasing.

    As many as possible keep their former one; the rest are put above, between or below those.

    Args:
        former: the place of each entry in the document before; None for one that had none.
        others: places of that document which this one does not name, but which may still be in force.
    """
    all_former = [*(place for place in former if place is not None), *others]
    top, bottom = min(all_former, default=1.0), max(all_former, default=0.0)
    kept = _longest(former)
    found: list[float] = []
    for index in (*kept, None):
        count = (len(former) if index is None else index) - len(found)
        below = None if index is None else former[index]
        found += _fill(found[-1] if found else None, below, count, top, bottom)
        if below is not None:
            found.append(below)
    # Between two floats there is not always a third: then all are numbered anew.
    sound = all(one < other for one, other in pairwise(found))
    return found if sound else [bottom + 1.0 + index for index in range(len(former))]


def _fill(above: float | None, below: float | None, count: int, top: float, bottom: float) -> list[float]:
    """Places for `count` entries between two that are kept, or above or below all."""
    if above is not None and below is not None:
        step = (below - above) / (count + 1)
        return [above + step * number for number in range(1, count + 1)]
    if above is not None:
        return [max(above, bottom) + number for number in range(1, count + 1)]
    return [top - count + number for number in range(count)]


def _longest(former: Sequence[float | None]) -> list[int]:
    """The longest run of entries whose former places increase: their indexes (Schensted 1961, with binary search)."""
    ends: list[float] = []  # smallest last place of a run of each length
    last: list[int] = []  # and where it stands
    before: dict[int, int] = {}
    for index, place in enumerate(former):
        if place is None:
            continue
        length = bisect_left(ends, place)
        if length:
            before[index] = last[length - 1]
        ends[length : length + 1] = [place]
        last[length : length + 1] = [index]
    run = [last[-1]] if last else []
    while run and run[-1] in before:
        run.append(before[run[-1]])
    return run[::-1]
