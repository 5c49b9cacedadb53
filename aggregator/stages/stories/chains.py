"""Stories: chains of events. Which earlier event a new one continues, and whether it belongs to the same story.

A link is not a merge: an event that follows another joins its story only when the story as a whole is near, so that a
chain of weak links does not tie a year of politics together.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LINK = 0.55  # likeness (1 is the threshold of events) at which an earlier event is continued
STILL = 0.6  # of the best nearness
RARE_KEYS = 2  # names or numbers, in few articles of the window, that both tell
RARE = 0.005  # share of the articles of the language that may hold a rare key
NEAREST = 3  # events of a story that speak for it
_FLOOR, _DAYS = 0.5, 10.0  # interest in a story fades more slowly than an event


@dataclass(frozen=True, slots=True)
class Candidate:
    """An earlier event near a new article."""

    event: int
    story: int
    likeness: float  # without the time factor of events
    keys: int  # rare names and numbers shared with its nearest article
    days: float  # from its last article to the new one

    @property
    def nearness(self) -> float:
        """The likeness that remains after the time between."""
        return faded(self.likeness, self.days)


def faded(likeness: float, days: float) -> float:
    """The likeness that remains after the time between."""
    return likeness * (_FLOOR + (1.0 - _FLOOR) * math.exp(-max(days, 0.0) / _DAYS))


def continued(candidates: Sequence[Candidate]) -> Candidate | None:
    """The event that a new one follows: the nearest that shares enough rare keys, or None."""
    linked = [one for one in candidates if one.nearness >= LINK and one.keys >= RARE_KEYS]
    best = max(linked, key=lambda one: (one.nearness, one.event), default=None)
    if best is None:
        return None
    # Every part of a saga recalls how it began; what is continued is its last part that is still near.
    chain = [one for one in candidates if one.story == best.story and one.nearness >= STILL * best.nearness]
    return min(chain, key=lambda one: (one.days, -one.event))


def belongs(candidates: Sequence[Candidate], story: int, sizes: Mapping[int, int]) -> bool:
    """Whether a new event joins this story: it is near its three nearest events on average."""
    near = sorted((one.nearness for one in candidates if one.story == story), reverse=True)[:NEAREST]
    return bool(near) and sum(near) / max(1, min(NEAREST, sizes.get(story, 1))) >= LINK
