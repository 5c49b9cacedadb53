"""What is known while grouping: the articles of the window, their events and stories, and what a batch has changed.

The parts that decide (`judging`), write down (`settling`) and merge (`merging`) share one `Shelf`.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from aggregator.records import (
    Constraint,
    Copy,
    EntryId,
    EventId,
    Merged,
    Placed,
    Placement,
    Relation,
    Role,
    StoryArticle,
    StoryId,
    StoryLink,
)
from aggregator.stages.stories import across, cues
from aggregator.stages.stories.crossing import Crossing
from aggregator.stages.stories.events import Event
from aggregator.stages.stories.features import Features
from aggregator.stages.stories.frequencies import Frequencies, Weights
from aggregator.stages.stories.habits import Habits
from aggregator.stages.stories.memory import (
    COPY,
    DEAD,
    LIVE,
    SERIES,
    Memory,
    Met,
    Sampled,
    Shared,
    Vector,
    language_mark,
)
from aggregator.stages.stories.series import SeriesGuard
from aggregator.stages.stories.sources import Sources
from aggregator.text.fingerprint import Hashes

MADE_BY = "stories/1"
DAY = 86_400.0  # seconds


@dataclass(slots=True)
class Case:
    """One article while it is being placed."""

    article: StoryArticle
    seen: Features
    values: Vector
    prints: Sampled
    told: across.Keys  # what other languages can tell it by
    keys: Hashes  # of those
    at: float
    outlet: int
    agency: str | None
    kind: cues.Kind | None
    series: bool
    met: Met | None = None
    shared: Shared | None = None  # with the neighbours, which are the next lists
    slots: list[int] = field(default_factory=list)
    similar: list[float] = field(default_factory=list)
    likeness: list[float] = field(default_factory=list)  # with time, over the bar
    lasting: list[float] = field(default_factory=list)  # without time, over the bar
    events: list[int] = field(default_factory=list)
    weighs: list[bool] = field(default_factory=list)


@dataclass(slots=True)
class Verdict:
    """Where an article goes."""

    event: int | None  # None: a new one
    likeness: float = 0.0
    copy_of: int | None = None  # slot
    contained: float = 0.0
    level: str = "new"
    follows: int | None = None
    story: int | None = None
    round_up: tuple[int, ...] = ()


@dataclass(slots=True)
class Bridge:
    """Likeness of the article pairs between two events that came close."""

    total: float = 0.0
    count: int = 0


@dataclass(slots=True)
class Fate:
    """Where an entry stands; no more than what a later move asks for, because there are 100,000 of them."""

    event: int
    slot: int
    title: str
    original: int  # the copy group
    relation: Relation
    role: Role
    score: float
    evidence: bytes = b"{}"  # as compact JSON: a tenth of the objects it is made of


class Shelf:
    """Articles, events and stories of the window, and the changes since they were last taken."""

    def __init__(self, next_event: int, next_story: int) -> None:
        self.next_event, self.next_story = next_event, next_story
        self.memory = Memory()
        self.frequencies = Frequencies()
        self.crossing = Crossing()
        self.series = SeriesGuard()
        self.sources = Sources()
        self.habits = Habits()
        self.events: dict[int, Event] = {}
        self.stories: dict[int, set[int]] = {}  # events of each
        self.entries: dict[int, Fate] = {}
        self.undated: dict[int, int] = {}  # articles without a trusted date, by language
        self.bridged: dict[int, dict[int, Bridge]] = {}  # events whose articles came close, both ways
        self.touched: set[int] = set()  # events to look at in the next merge pass
        self.linked: dict[int, dict[int, StoryLink]] = {}  # events linked across languages, both ways
        self.passed_on: set[tuple[int, int]] = set()  # of these, those that no shared words speak for, both ways
        self.together: dict[int, set[int]] = {}
        self.never: dict[int, set[int]] = {}
        self.changed: dict[int, Placement] = {}
        self.copies: list[Copy] = []
        self.links: list[StoryLink] = []
        self.merged: list[Merged] = []
        self.unlinked: list[tuple[EventId, EventId]] = []

    def constrain(self, constraints: Iterable[Constraint]) -> None:
        """Obey these hand decisions from now on; they win over every measure."""
        for one in constraints:
            table = self.together if one.kind == "together" else self.never
            table.setdefault(one.a, set()).add(one.b)
            table.setdefault(one.b, set()).add(one.a)

    def by_hand(self, case: Case) -> int | None:
        """The event that a person put this entry into, through an entry that stands in it; of several the largest."""
        others = self.together.get(case.article.entry, ())
        found = {self.entries[other].event for other in others if other in self.entries}
        return max(found, key=lambda event: (len(self.events[event].members), -event), default=None)

    def companions(self, entry: int) -> set[int]:
        """The entries of the window that a person put together with this one, itself included, also by way of others."""
        found, open_ = {entry}, [entry]
        while open_:
            more = {other for other in self.together.get(open_.pop(), ()) if other in self.entries} - found
            found |= more
            open_ += sorted(more)
        return found

    def forbidden(self, entry: int) -> set[int]:
        """The events that a person keeps this entry out of: all of a story in which one stands that it never belongs to."""
        others = [self.entries[other].event for other in self.never.get(entry, ()) if other in self.entries]
        return {event for other in others for event in self.stories.get(self.events[other].story, ())}

    @property
    def pinned(self) -> set[int]:
        """Entries of which a person decided something."""
        return {*self.together, *self.never}

    def usual(self, outlet: int, language: str | None) -> tuple[Hashes, Weights] | None:
        """The words that say nothing in an article of this outlet."""
        slots = self.habits.due(outlet)
        if slots:
            terms, _, _ = self.memory.vectors.many(np.array(slots, dtype=np.int32))
            self.habits.look(outlet, terms, len(slots), self.frequencies, language)
        return self.habits.ask(outlet)

    def title_at(self, slot: int) -> str:
        """The headline of the article in this slot."""
        fate = self.entries.get(int(self.memory.entry.values[slot]))
        return fate.title if fate is not None else ""

    def original_of(self, slot: int) -> int:
        """The copy group of the article in this slot."""
        fate = self.entries.get(int(self.memory.entry.values[slot]))
        return fate.original if fate is not None else int(self.memory.entry.values[slot])

    def event_for(self, case: Case, verdict: Verdict, former: Fate | None) -> Event:
        """The event that a verdict names, or a new one with the next id."""
        if verdict.event is not None and verdict.event in self.events:
            event = self.events[verdict.event]
            event.title = event.title or case.article.title
            return event
        number = self.next_event
        alone = former is not None and former.event in self.events and not self.events[former.event].members
        if former is not None and alone and former.event not in self.forbidden(case.article.entry):
            number = former.event  # it was alone there: the id stays
            story: int | None = self.events[number].story
        else:
            self.next_event += 1
            story = verdict.story
        if story is None:
            story, self.next_story = self.next_story, self.next_story + 1
        event = Event(number, story, follows=verdict.follows, title=case.article.title, first=case.at, last=case.at)
        self.events[number] = event
        self.stories.setdefault(story, set()).add(number)
        return event

    def leave(self, entry: int) -> Fate | None:
        """Take a known entry out of its event before it is placed again."""
        former = self.entries.get(entry)
        if former is None:
            return None
        self.memory.flags.values[former.slot] |= DEAD
        event = self.events.get(former.event)
        if event is not None and former.slot in event.members:
            event.members.remove(former.slot)
            event.weight -= 1 if self.counted(former.slot) else 0
        return former

    def counted(self, slot: int) -> bool:
        """Whether this article speaks for its event: no copy, series or live page."""
        return not int(self.memory.flags.values[slot]) & (SERIES | COPY | LIVE)

    def close_if_empty(self, event: int, heir: int) -> None:
        """End an event that lost its last article; its id answers at `heir`."""
        known = self.events.get(event)
        if known is None or known.members:
            return
        del self.events[event]
        self.merged.append(Merged(kind="event", old=event, new=heir, because="its only article moved"))
        self.leave_story(known.story, event, self.events[heir].story)

    def leave_story(self, story: int, event: int, heir: int) -> None:
        """Take an event out of a story; a story without events answers at `heir`."""
        held = self.stories.get(story, set())
        held.discard(event)
        if not held and story != heir:
            self.stories.pop(story, None)
            self.merged.append(Merged(kind="story", old=story, new=heir, because="its only event moved"))

    def bridge(self, event: int, near: Sequence[tuple[int, float]]) -> None:
        """Note which other events the articles near a new member of `event` stand in."""
        for slot, how in near:
            other = int(self.memory.event.values[slot])
            if other != event:
                bridge = self.bridged.setdefault(event, {}).setdefault(other, Bridge())
                bridge.total, bridge.count = bridge.total + how, bridge.count + 1
                self.bridged.setdefault(other, {})[event] = bridge
                self.touched.add(event)

    def move(self, entry: int, event: int, level: str) -> None:
        """Put an entry into another event, and note its new placement."""
        fate = self.entries.get(entry)
        known = self.events[event]
        if fate is None:
            return
        self.memory.event.values[fate.slot] = event
        fate.relation = "copy" if fate.relation == "copy" else "same-event"
        fate.role = "report" if fate.role in ("first report", "follow-up") else fate.role
        if level == "series" or (level == "hand" and len(known.members) == 1):
            fate.relation, fate.role, fate.original = "opens", "report", entry
        fate.event = event
        evidence = {**json.loads(fate.evidence), "level": level}
        self.changed[entry] = Placement(
            entry=EntryId(entry), event=EventId(event), story=StoryId(known.story),
            follows=None if known.follows is None else EventId(known.follows), relation=fate.relation, role=fate.role,
            score=fate.score, because=tuple(word for word, _ in evidence.get("terms", ())), evidence=evidence,
            made_by=MADE_BY,
        )  # fmt: skip

    def link(self, link: StoryLink, *, passed_on: bool = False) -> None:
        """Note that two events in different languages tell of one happening, by their words or by way of a third language."""
        self.links.append(link)
        if passed_on:
            self.passed_on |= {(link.event, link.other), (link.other, link.event)}
        self.linked.setdefault(link.event, {})[link.other] = link
        self.linked.setdefault(link.other, {})[link.event] = link

    def unlink(self, gone: set[int]) -> None:
        """Take back the links of these events; those that still hold are found again."""
        pairs = sorted({(min(one, two), max(one, two)) for one in gone for two in self.linked.get(one, ())})
        for one, two in pairs:
            del self.linked[one][two], self.linked[two][one]
        self.passed_on -= {*pairs, *((two, one) for one, two in pairs)}
        self.unlinked += [(EventId(one), EventId(two)) for one, two in pairs]
        held = set(pairs)
        self.links = [
            link for link in self.links if (min(link.event, link.other), max(link.event, link.other)) not in held
        ]

    def drop_events(self, moved: npt.NDArray[np.int32]) -> None:
        """Forget the events and stories whose last article expired; `moved` gives the new slots."""
        for event in list(self.events.values()):
            event.members = [int(moved[slot]) for slot in event.members if moved[slot] >= 0]
            event.weight = sum(self.counted(slot) for slot in event.members)
            if not event.members:
                del self.events[event.id]
                self.touched.discard(event.id)
                for other in self.bridged.pop(event.id, {}):
                    self.bridged.get(other, {}).pop(event.id, None)
                held = self.stories.get(event.story)
                if held is not None:
                    held.discard(event.id)
                    if not held:
                        del self.stories[event.story]

    def title(self, story: StoryId) -> str:
        """The headline that stands for a story: of the article that opened its largest event; empty when unknown."""
        held = [self.events[event] for event in self.stories.get(story, ()) if event in self.events]
        best = max(held, key=lambda event: (event.weight, -event.id), default=None)
        return best.title if best is not None else ""

    def take(self) -> Placed:
        """What changed since the last call."""
        # An event's link or story may have changed after its articles were explained.
        placed = Placed(
            placements=tuple(self.changed.values()), copies=tuple(self.copies), links=tuple(self.links),
            merged=tuple(self.merged), unlinked=tuple(self.unlinked), made_by=MADE_BY,
        )  # fmt: skip
        self.changed, self.copies, self.links, self.merged, self.unlinked = {}, [], [], [], []
        return placed


def agency_mark(agency: str | None) -> int:
    """The number that stands for a news agency in a column; 0 for none."""
    return language_mark(agency)
