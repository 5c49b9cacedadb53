"""The merge pass: events that turn out to be one, once more articles have come."""

from collections.abc import Iterable

import numpy as np

from aggregator.records import Merged
from aggregator.stages.stories import events
from aggregator.stages.stories.events import Event
from aggregator.stages.stories.shelf import Bridge, Shelf


class Merger:
    """Joins events on the shelf."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def run(self) -> None:
        """Join what belongs together among the events that changed since the last pass; the older id stays."""
        followers: dict[int, list[Event]] | None = None
        while True:
            pairs = self._mergeable()
            if not pairs:
                break
            followers = self._followers() if followers is None else followers
            self._shelf.touched.clear()  # what is joined now is all that the next round must look at
            gone: set[int] = set()
            for _, one, two in pairs:
                if one not in gone and two not in gone:
                    self._merge(min(one, two), max(one, two), followers)
                    gone |= {one, two}
        self._shelf.touched.clear()

    def _mergeable(self) -> list[tuple[float, int, int]]:
        found = {}
        for event in sorted(self._shelf.touched):
            for other, bridge in sorted(self._shelf.bridged.get(event, {}).items()):
                if not self._promising(event, other, bridge):
                    continue
                pair = (min(event, other), max(event, other))
                if pair not in found and event in self._shelf.events and other in self._shelf.events:
                    found[pair] = self._joined(*pair)
        ready = [
            (-value, one, two) for (one, two), value in found.items() if value >= 1.0 and not self._kept_apart(one, two)
        ]
        return sorted(ready)

    def _followers(self) -> dict[int, list[Event]]:
        """The events that follow each."""
        found: dict[int, list[Event]] = {}
        for event in self._shelf.events.values():
            if event.follows is not None:
                found.setdefault(event.follows, []).append(event)
        return found

    def _promising(self, one: int, two: int, bridge: Bridge) -> bool:
        """Whether the running sums, which do not know of articles that moved, are worth an exact look."""
        a, b = self._shelf.events.get(one), self._shelf.events.get(two)
        if a is None or b is None:
            return False
        return events.promising(bridge.total, *sorted((a.weight, b.weight)))

    def _joined(self, one: int, two: int) -> float:
        a, b = self._shelf.events[one], self._shelf.events[two]
        if not a.weight or not b.weight:
            return 0.0
        smaller, larger = (a, b) if a.weight <= b.weight else (b, a)
        return events.joined(self._bridges(smaller, larger), smaller.weight, larger.weight)

    def _bridges(self, smaller: Event, larger: Event) -> Iterable[list[float]]:
        """The likeness of each article of the smaller event to those of the larger that came close, whoever came first."""
        memory, values = self._shelf.memory, dict[int, list[float]]()
        for mine, theirs in ((smaller, larger), (larger, smaller)):
            members = np.array(mine.members, dtype=np.int32)
            near, begins, starts = memory.near.many(members)
            at = (near >= 0).nonzero()[0]
            at = at[memory.event.values[near[at]] == theirs.id]
            at = at[memory.weighs(near[at])]
            owner = begins.searchsorted(at, "right") - 1
            how = memory.near.at(1, at + (starts - begins)[owner])
            slots = members[owner] if mine is smaller else near[at]
            for slot, value in zip(slots.tolist(), how.tolist(), strict=True):
                values.setdefault(slot, []).append(value)
        return values.values()

    def _kept_apart(self, one: int, two: int) -> bool:
        if not self._shelf.never:
            return False
        entries = self._shelf.memory.entry.values
        return any(one in self._shelf.forbidden(int(entries[slot])) for slot in self._shelf.events[two].members)

    def _merge(self, old: int, young: int, followers: dict[int, list[Event]]) -> None:
        keep, drop = self._shelf.events[old], self._shelf.events.pop(young)
        keep.members = sorted(keep.members + drop.members)
        keep.weight += drop.weight
        keep.first, keep.last = min(keep.first, drop.first), max(keep.last, drop.last)
        if keep.follows == young:
            keep.follows = None
        self._shelf.merged.append(
            Merged(kind="event", old=young, new=old, because="their articles tell of one happening")
        )
        for slot in drop.members:
            self._shelf.move(int(self._shelf.memory.entry.values[slot]), old, "same-event")
        for other, bridge in self._shelf.bridged.pop(young, {}).items():
            theirs = self._shelf.bridged.get(other, {})
            theirs.pop(young, None)
            if other != old:
                both = self._shelf.bridged.setdefault(old, {}).setdefault(other, Bridge())
                both.total, both.count = both.total + bridge.total, both.count + bridge.count
                theirs[old] = both
        self._shelf.touched.discard(young)
        self._shelf.touched.add(old)
        for event in followers.pop(young, ()):
            event.follows = None if event.id == old else old
            followers.setdefault(old, []).append(event)
        self._shelf.leave_story(drop.story, young, keep.story)
