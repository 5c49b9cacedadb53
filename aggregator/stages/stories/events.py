"""Events: which happening an article tells of. The rule, without the machinery.

An article joins the event whose three most similar articles are on average similar enough, and the merge pass joins two
events when the articles of the smaller one, on average, would join the larger. What "enough" is depends on how much there is to
compare: two headlines can share half their words by chance, two full texts cannot share a tenth.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

BEST = 3  # articles of an event that speak for it: a mean of all drowns in large events, one alone is fooled
_FULL, _BRIEF = 90, 30  # distinct words of the briefer article
_BAR_FULL, _BAR_BRIEF = 0.094, 0.206  # similarity asked there, straight between
# Nothing says that undated articles are of one week: each can meet all others by chance, and does the more often the more
# there are. The bar for brief ones rises by this share for every tenfold beyond _FEW.
_UNDATED, _FEW = 0.3, 30
_COLD = 0.08  # added to the bar, as a share, while a language is new to the archive
_FLOOR, _FLOOR_FULL, _DAYS = 0.4, 0.45, 1.2  # the time factor falls from 1 to a floor with this time constant

_AGAIN, _AGAIN_AFTER = 0.75, 8 * 3_600.0  # seconds

CLOSE = 0.6  # of the bar: kept as a bridge between events for the merge pass


@dataclass(slots=True)
class Event:
    """What is known of one event while its articles are in the window."""

    id: int
    story: int
    follows: int | None = None
    members: list[int] = field(default_factory=list)  # slots, oldest first
    weight: int = 0  # members that speak for it: no copies, series or live pages
    title: str = ""
    first: float = 0.0  # seconds
    last: float = 0.0


def bar(words: int, *, undated: int = 0, coldness: float = 0.0) -> float:
    """The similarity that two articles of one event should have.

    Args:
        words: distinct words of the briefer one.
        undated: articles of the window without a trusted date, when one of the two has none; else 0.
        coldness: 1 for a language never seen, 0 for a known one.
    """
    return float(bars(np.array([words]), undated=undated, coldness=coldness)[0])


def bars(words: Array, *, undated: int | Array = 0, coldness: float = 0.0) -> Array:
    """The same for many pairs at once."""
    brief = _brevity(words)
    asked = _BAR_FULL + (_BAR_BRIEF - _BAR_FULL) * brief
    asked *= 1.0 + _UNDATED * np.log10(np.maximum(undated, _FEW) / _FEW) * brief
    return asked * (1.0 + _COLD * coldness)


def time_factors(seconds: Array, words: Array, same_outlet: Array) -> Array:
    """What remains of similarities after this time, for many pairs; of full texts more, whose words say enough by themselves.

    An outlet that comes back to a subject after some hours has something new to tell: the next event of a story.
    """
    apart = np.abs(seconds)
    floor = _FLOOR + (_FLOOR_FULL - _FLOOR) * (1.0 - _brevity(words))
    remains = floor + (1.0 - floor) * np.exp(apart / (-86_400.0 * _DAYS))
    return np.where(same_outlet & (apart > _AGAIN_AFTER), remains * _AGAIN, remains)


def _brevity(words: Array) -> Array:
    """1 for a headline, 0 for a full text."""
    return np.clip((_FULL - words) / (_FULL - _BRIEF), 0.0, 1.0)


def likeness_of(values: Sequence[float], weight: int) -> float:
    """How much an article belongs to an event with `weight` members, given its likeness to each; 1 is the threshold."""
    best = values if len(values) <= BEST else sorted(values, reverse=True)[:BEST]
    return sum(best) / max(1, min(BEST, weight)) if best else 0.0


def choose(likeness: Mapping[int, float]) -> tuple[int, float] | None:
    """The event to join: the best of those at or above 1; ties go to the newest id, so that results repeat."""
    event, value = max(likeness.items(), key=lambda item: (item[1], item[0]), default=(0, 0.0))
    return (event, value) if value >= 1.0 else None


def joined(values: Iterable[Sequence[float]], smaller: int, larger: int) -> float:
    """How much two events are one: how much the articles of the smaller one belong to the larger, on average; 1 merges.

    Args:
        values: for each article of the smaller event, its likeness to those articles of the larger that came close.
        smaller: weight of the smaller event; its articles without a value belong to the larger one not at all.
        larger: weight of the larger event.
    """
    return sum(likeness_of(one, larger) for one in values) / max(1, smaller)


def promising(total: float, smaller: int, larger: int) -> bool:
    """Whether likeness that adds up to this much over all close pairs may suffice for `joined`."""
    return total >= 0.9 * max(1, smaller * min(BEST, larger))


def score(likeness: float) -> float:
    """Likeness on a scale of 0 to 1, where 0.5 is the threshold."""
    return round(likeness / (1.0 + likeness), 4)
