"""The window of recent articles and what has been decided about them: the one object with state in this stage."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zlib import compress, decompress

import numpy as np

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
from aggregator.stages.stories import across, chains, copies, cues, events, explain, features, store
from aggregator.stages.stories.chains import Candidate
from aggregator.stages.stories.crossing import Crossing, hashes
from aggregator.stages.stories.events import Event
from aggregator.stages.stories.features import Features
from aggregator.stages.stories.frequencies import WARM, Frequencies
from aggregator.stages.stories.memory import (
    COPY,
    DEAD,
    LIVE,
    SERIES,
    TRUSTED,
    Memory,
    Sampled,
    Vector,
    containment,
    language_mark,
    sampled,
    vector,
)
from aggregator.stages.stories.series import SeriesGuard
from aggregator.stages.stories.sources import Sources
from aggregator.text import fingerprint, language

MADE_BY = "stories/1"
WINDOW_DAYS = 30
STATE_VERSION = 1
IMPORTED = 30  # articles of a language that make a first import
_DAY = 86_400.0
_KEPT_NEAR = 24  # neighbours kept of an article, for the merge pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """An article of the archive as it comes back at start: its fingerprint and where it was placed."""

    entry: EntryId
    fingerprint: bytes
    event: EventId
    story: StoryId
    follows: EventId | None = None
    relation: Relation = "same-event"
    role: Role = "report"
    score: float = 0.0
    because: tuple[str, ...] = ()
    title: str = ""  # of the entry
    original: EntryId | None = None  # of its copy group, when it is a copy


@dataclass(slots=True)
class _Case:
    """One article while it is being placed."""

    article: StoryArticle
    seen: Features
    values: Vector
    prints: Sampled
    at: float
    outlet: int
    agency: str | None
    kind: cues.Kind | None
    series: bool
    slots: list[int] = field(default_factory=list)
    similar: list[float] = field(default_factory=list)
    likeness: list[float] = field(default_factory=list)  # with time, over the bar
    lasting: list[float] = field(default_factory=list)  # without time, over the bar
    events: list[int] = field(default_factory=list)
    weighs: list[bool] = field(default_factory=list)


@dataclass(slots=True)
class _Verdict:
    """Where an article goes."""

    event: int | None  # None: a new one
    likeness: float = 0.0
    copy_of: int | None = None  # slot
    contained: float = 0.0
    level: str = "new"
    follows: int | None = None
    story: int | None = None
    round_up: tuple[int, ...] = ()


class Window:
    """Recent articles, their events and stories.

    Pure and deterministic: the same articles in the same order give the same placements. It never asks the time; instants
    come with the articles and as `now`. Ids are given from `next_event` and `next_story` upward and never again.
    """

    def __init__(self, *, next_event: int, next_story: int, constraints: Sequence[Constraint] = ()) -> None:
        self._next_event, self._next_story = next_event, next_story
        self._memory = Memory()
        self._frequencies = Frequencies()
        self._crossing = Crossing()
        self._linked: set[tuple[int, int]] = set()
        self._series = SeriesGuard()
        self._sources = Sources()
        self._events: dict[int, Event] = {}
        self._stories: dict[int, set[int]] = {}
        self._entries: dict[int, _Fate] = {}
        self._undated: dict[str, int] = {}  # articles counted without a trusted date, by language
        self._bridged: dict[int, dict[int, _Bridge]] = {}
        self._touched: set[int] = set()
        self._cold: dict[str, list[StoryArticle]] = {}  # by language, the first articles
        self._awaited: dict[str, list[int]] = {}  # the same, of before a restart: entry ids
        self._warmed: set[str] = set()
        self._together: dict[int, set[int]] = {}
        self._never: dict[int, set[int]] = {}
        self._changed: dict[int, Placement] = {}
        self._copies: list[Copy] = []
        self._links: list[StoryLink] = []
        self._merged: list[Merged] = []
        self._unlinked: list[tuple[EventId, EventId]] = []
        self.constrain(constraints)

    # -------------------------------------------------------------------------------------------------- what people say

    def constrain(self, constraints: Iterable[Constraint]) -> None:
        """Obey these hand decisions from now on; they win over every measure."""
        for one in constraints:
            table = self._together if one.kind == "together" else self._never
            table.setdefault(one.a, set()).add(one.b)
            table.setdefault(one.b, set()).add(one.a)

    # ------------------------------------------------------------------------------------------------------- placing

    def place(self, batch: Sequence[StoryArticle]) -> Placed:
        """Where each article of `batch` belongs, in the given order; also every earlier placement that moved."""
        for article in batch:
            self._place_one(article, count=True)
        return self._take()

    def _place_one(self, article: StoryArticle, *, count: bool) -> None:
        case = self._read(article, count=count)
        former = self._leave(article.entry)
        verdict = self._judge(case, former)
        self._settle(case, verdict, former)

    def _read(self, article: StoryArticle, *, count: bool) -> _Case:
        outlet = fingerprint.term(article.outlet)
        seen = features.read(article, boilerplate=self._sources.furniture(outlet))
        if count and article.entry not in self._entries:
            self._frequencies.count(seen)
            if not article.date_trusted:
                self._undated[seen.language or ""] = self._undated.get(seen.language or "", 0) + 1
            self._sources.learn(outlet, seen.sentences)
            self._keep_cold(article, seen.language)
        at = article.at.timestamp()
        series, earlier = self._series.judge(outlet, article.title, seen.language, at, article.entry)
        for entry in earlier:
            self._make_series(entry)
        return _Case(
            article=article,
            seen=seen,
            values=vector(seen, self._frequencies),
            prints=_prints(article.title, seen),
            at=at,
            outlet=outlet,
            agency=article.agency or cues.agency(article.text),
            kind=cues.kind(article.title),
            series=series,
        )

    def _keep_cold(self, article: StoryArticle, spoken: str | None) -> None:
        key = spoken or ""
        if key not in self._warmed:
            held = self._cold.setdefault(key, [])
            if len(held) + len(self._awaited.get(key, ())) < WARM:
                held.append(article)

    def _judge(self, case: _Case, former: "_Fate | None") -> _Verdict:
        by_hand = self._by_hand(case)
        copy = self._find_copy(case)
        if case.series:
            return _Verdict(event=None, level="series") if copy is None or by_hand else self._as_copy(case, *copy)
        self._measure(case)
        if by_hand is not None:
            return _Verdict(event=by_hand, level="hand", likeness=1.0)
        if copy is not None:
            return self._as_copy(case, *copy)
        return self._choose(case, former)

    def _by_hand(self, case: _Case) -> int | None:
        """The event that a person put this entry into, through an entry that stands in it."""
        for other in sorted(self._together.get(case.article.entry, ())):
            fate = self._entries.get(other)
            if fate is not None:
                return fate.event
        return None

    def _forbidden(self, entry: int) -> set[int]:
        return {self._entries[other].event for other in self._never.get(entry, ()) if other in self._entries}

    # --------------------------------------------------------------------------------------------------------- copies

    def _find_copy(self, case: _Case) -> tuple[int, float] | None:
        forbidden = self._forbidden(case.article.entry)
        for slot in self._memory.alike(case.prints, 8).tolist():
            if int(self._memory.event.values[slot]) in forbidden:
                continue
            contained = containment(case.prints, self._memory.prints(slot))
            shorter = min(case.seen.length, int(self._memory.length.values[slot]))
            if contained < copies.SAME_HEADLINE and shorter >= copies.LEAST:
                continue
            if self._is_copy(case, slot, self._compare_texts(case, slot, contained, shorter)):
                return slot, contained
        return None

    def _compare_texts(self, case: _Case, slot: int, contained: float, shorter: int) -> copies.Pair:
        held = self._memory.held(slot)
        letters = held.block("letters")
        ids, products = self._memory.shared(case.values, slot)
        inside = np.isin(ids, held.ids[letters], assume_unique=False)
        share = float(np.dot(held.weights[letters], held.weights[letters]))
        headline = float(products[inside].sum()) / share if share > 0 else 0.0
        theirs = int(self._memory.agency.values[slot])
        return copies.Pair(
            contained=contained,
            shorter=shorter,
            headline=headline,
            same_agency=bool(theirs) and theirs == _agency_mark(case.agency),
            seconds=abs(case.at - float(self._memory.at.values[slot])),
            same_numbers=True if headline >= 0.999 else self._same_numbers(case, slot),
        )

    def _same_numbers(self, case: _Case, slot: int) -> bool:
        return headline_numbers(case.article.title) == headline_numbers(self._titles(slot))

    def _titles(self, slot: int) -> str:
        fate = self._entries.get(int(self._memory.entry.values[slot]))
        return fate.title if fate is not None else ""

    def _is_copy(self, case: _Case, slot: int, pair: copies.Pair) -> bool:
        if case.series or self._memory.flags.values[slot] & SERIES:
            same = language.plain(case.article.title) == language.plain(self._titles(slot))
            return (
                same
                and (pair.shorter < copies.LEAST or pair.contained >= 0.95)
                and pair.seconds <= copies.HEADLINE_WINDOW
            )
        return copies.is_copy(pair)

    def _as_copy(self, case: _Case, slot: int, contained: float) -> _Verdict:
        return _Verdict(
            event=int(self._memory.event.values[slot]),
            copy_of=slot,
            contained=contained,
            level="copy",
            likeness=1.0 + contained,
        )

    # --------------------------------------------------------------------------------------------------------- events

    def _measure(self, case: _Case) -> None:
        slots, similar = self._memory.nearest(case.values, case.seen.language)
        case.slots, case.similar = slots.tolist(), similar.tolist()
        coldness = self._coldness(case.seen.language)
        memory, trusted = self._memory, case.article.date_trusted
        case.events, case.weighs = memory.event.values[slots].tolist(), memory.weighs(slots).tolist()
        at, flags, sizes = memory.at.values[slots], memory.flags.values[slots], memory.sizes.values[slots, 0]
        same = (memory.outlet.values[slots] == case.outlet) & bool(case.article.outlet)
        rows = zip(at.tolist(), flags.tolist(), sizes.tolist(), same.tolist(), case.similar, strict=True)
        for when, flag, size, again, value in rows:
            dated = trusted and bool(flag & TRUSTED)
            asked = events.bar(
                min(size, case.values.words),
                undated=0 if dated else self._undated.get(case.seen.language or "", 0),
                coldness=coldness,
            )
            case.lasting.append(value / asked)
            case.likeness.append(
                value / asked * (events.time_factor(case.at - when, same_outlet=again) if dated else 1.0)
            )

    def _coldness(self, spoken: str | None) -> float:
        return max(0.0, 1.0 - self._frequencies.articles.get(spoken or "", 0) / WARM)

    def _by_event(self, case: _Case, values: Sequence[float]) -> dict[int, list[float]]:
        """Likeness to the articles that speak for each event; to all of them in an event where none does."""
        grouped: dict[int, list[float]] = {}
        for event, weighs, value in zip(case.events, case.weighs, values, strict=True):
            if weighs or self._events[event].weight == 0:
                grouped.setdefault(event, []).append(value)
        return grouped

    def _choose(self, case: _Case, former: "_Fate | None") -> _Verdict:
        grouped = self._by_event(case, case.likeness)
        forbidden = self._forbidden(case.article.entry)
        ranked = {
            event: events.likeness_of(values, self._events[event].weight or len(self._events[event].members))
            for event, values in grouped.items()
            if event not in forbidden
        }
        above = sorted((event for event, value in ranked.items() if value >= 1.0), key=lambda e: -ranked[e])
        if case.kind == "round-up" or self._is_round_up(above):
            return _Verdict(event=None, level="round-up", round_up=tuple(above[:12]))
        chosen = events.choose(ranked)
        if former is not None and former.event in self._events and former.event not in forbidden:
            kept = ranked.get(former.event, 0.0)
            alone = not self._events[former.event].members
            clearly_left = chosen is not None and kept < CLEARLY * chosen[1]
            if not clearly_left and (alone or kept >= events.CLOSE):
                return _Verdict(event=former.event, level="same-event", likeness=kept)
        if chosen is not None:
            return _Verdict(event=chosen[0], level="same-event", likeness=chosen[1])
        return self._open(case, max(ranked.values(), default=0.0))

    def _is_round_up(self, above: Sequence[int]) -> bool:
        """Three events above the threshold that have nothing to do with one another."""
        if len(above) < 3:
            return False
        strangers: list[int] = []
        for event in above:
            near = self._bridged.get(event, {})
            story = self._events[event].story
            if all(other not in near and self._events[other].story != story for other in strangers):
                strangers.append(event)
        return len(strangers) >= 3 and all(
            self._apart(one, two) for at, one in enumerate(strangers[:3]) for two in strangers[at + 1 : 3]
        )

    def _apart(self, one: int, two: int) -> bool:
        a, b = self._events[one].members, self._events[two].members
        if not a or not b:
            return True
        near = self._memory.similarity(self._memory.held(a[0]), np.array(b[-3:], dtype=np.int32))
        return bool(near.max(initial=0.0) < 0.5 * events.bar(90))

    # -------------------------------------------------------------------------------------------------------- stories

    def _open(self, case: _Case, likeness: float) -> _Verdict:
        candidates = self._candidates(case)
        follows = chains.continued(candidates)
        if follows is None:
            return _Verdict(event=None, level="new", likeness=likeness)
        sizes = {follows.story: len(self._stories.get(follows.story, ()))}
        story = follows.story if chains.belongs(candidates, follows.story, sizes) else None
        return _Verdict(event=None, level="follow-up", likeness=follows.likeness, follows=follows.event, story=story)

    def _candidates(self, case: _Case) -> list[Candidate]:
        nearest: dict[int, int] = {}
        for at, event in enumerate(case.events):
            if event not in nearest or case.lasting[at] > case.lasting[nearest[event]]:
                nearest[event] = at
        found = []
        for event, values in self._by_event(case, case.lasting).items():
            known = self._events[event]
            value = events.likeness_of(values, known.weight or len(known.members))
            days = (case.at - known.last) / _DAY if case.article.date_trusted else 0.0
            if chains.faded(value, days) >= chains.LINK / 2:
                near_enough = chains.faded(value, days) >= chains.LINK
                keys = self._rare_keys(case, case.slots[nearest[event]]) if near_enough else 0
                found.append(Candidate(event, known.story, value, keys, days))
        return found

    def _rare_keys(self, case: _Case, slot: int) -> int:
        shared = self._memory.shared_in(case.values, slot, "names")
        return self._frequencies.rare(shared, case.seen.language, chains.RARE) if len(shared) >= chains.RARE_KEYS else 0

    # -------------------------------------------------------------------------------------------------- what follows

    def _settle(self, case: _Case, verdict: _Verdict, former: "_Fate | None") -> None:
        event = self._event_for(case, verdict, former)
        flags = (TRUSTED if case.article.date_trusted else 0) | (SERIES if case.series else 0)
        flags |= COPY if verdict.copy_of is not None else 0
        flags |= LIVE if case.kind in ("live page", "round-up") or verdict.level == "round-up" else 0
        near = [
            (slot, value)
            for slot, value in zip(case.slots, case.likeness, strict=True)
            if value >= events.CLOSE and not flags & (LIVE | COPY)
        ]
        near = sorted(near, key=lambda item: (-item[1], item[0]))[:_KEPT_NEAR]
        slot = self._memory.add(
            entry=case.article.entry, event=event.id, at=case.at, language=language_mark(case.seen.language),
            outlet=case.outlet, flags=flags, agency=_agency_mark(case.agency), length=case.seen.length, values=case.values,
            prints=case.prints, near=near,
        )  # fmt: skip
        self._cross(case, slot, event.id, searchable=not flags & (SERIES | COPY) and case.kind != "round-up")
        opened = not event.members
        event.members.append(slot)
        event.weight += 0 if flags & (SERIES | COPY | LIVE) else 1
        event.first = min(event.first, case.at) if not opened else case.at
        event.last = max(event.last, case.at)
        self._bridge(event.id, near)
        original = self._original(verdict.copy_of) if verdict.copy_of is not None else case.article.entry
        placement = self._explain(case, verdict, event, opened=opened)
        self._entries[case.article.entry] = _Fate(event.id, slot, case.article.title, original, placement)
        self._changed[case.article.entry] = placement
        if verdict.copy_of is not None:
            self._copies.append(
                Copy(
                    entry=case.article.entry,
                    original=EntryId(original),
                    containment=round(verdict.contained, 4),
                    because=_copy_reasons(verdict.contained, case.agency),
                )
            )
        for other in verdict.round_up:
            self._links.append(
                StoryLink(
                    event=EventId(event.id), other=EventId(other), kind="round-up", score=1.0, because=placement.because
                )
            )
        if former is not None and former.event != event.id:
            self._close_if_empty(former.event, event.id)

    def _cross(self, case: _Case, slot: int, event: int, *, searchable: bool) -> None:
        """Link the event to those in other languages that tell of the same happening: one of each language."""
        keys = across.read(case.article.title, case.article.text, case.seen.language)
        mark = language_mark(case.seen.language)
        done: set[int] = set()
        for found in self._crossing.find(keys, mark, case.at) if searchable else ():
            spoken = int(self._memory.language.values[found.slot])
            other = int(self._memory.event.values[found.slot])
            if spoken in done or self._memory.is_dead(found.slot):
                continue
            done.add(spoken)
            if (event, other) not in self._linked:
                self._linked |= {(event, other), (other, event)}
                self._links.append(
                    StoryLink(
                        event=EventId(event),
                        other=EventId(other),
                        kind="language",
                        score=found.score,
                        because=found.because,
                    )
                )
        self._crossing.add(slot, mark, case.at, hashes(keys.found), searchable=searchable)

    def _original(self, slot: int) -> int:
        fate = self._entries.get(int(self._memory.entry.values[slot]))
        return fate.original if fate is not None else int(self._memory.entry.values[slot])

    def _event_for(self, case: _Case, verdict: _Verdict, former: "_Fate | None") -> Event:
        if verdict.event is not None and verdict.event in self._events:
            event = self._events[verdict.event]
            event.title = event.title or case.article.title
            return event
        number = self._next_event
        if former is not None and former.event in self._events and not self._events[former.event].members:
            number = former.event  # it was alone there: the id stays
            story: int | None = self._events[number].story
        else:
            self._next_event += 1
            story = verdict.story
        if story is None:
            story, self._next_story = self._next_story, self._next_story + 1
        event = Event(number, story, follows=verdict.follows, title=case.article.title, first=case.at, last=case.at)
        self._events[number] = event
        self._stories.setdefault(story, set()).add(number)
        return event

    def _leave(self, entry: int) -> "_Fate | None":
        """Take a known entry out of its event before it is placed again."""
        former = self._entries.get(entry)
        if former is None:
            return None
        self._memory.flags.values[former.slot] |= DEAD
        event = self._events.get(former.event)
        if event is not None and former.slot in event.members:
            event.members.remove(former.slot)
            event.weight -= 1 if self._counted(former.slot) else 0
        return former

    def _counted(self, slot: int) -> bool:
        return not int(self._memory.flags.values[slot]) & (SERIES | COPY | LIVE)

    def _close_if_empty(self, event: int, heir: int) -> None:
        known = self._events.get(event)
        if known is None or known.members:
            return
        del self._events[event]
        self._merged.append(Merged(kind="event", old=event, new=heir, because="its only article moved"))
        self._leave_story(known.story, event, self._events[heir].story)

    def _leave_story(self, story: int, event: int, heir: int) -> None:
        held = self._stories.get(story, set())
        held.discard(event)
        if not held and story != heir:
            self._stories.pop(story, None)
            self._merged.append(Merged(kind="story", old=story, new=heir, because="its only event moved"))

    def _make_series(self, entry: int) -> None:
        """An article placed as an ordinary one turns out to be of a series: it gets an event of its own."""
        fate = self._entries.get(entry)
        if fate is None or int(self._memory.flags.values[fate.slot]) & SERIES:
            return
        event = self._events[fate.event]
        counted = self._counted(fate.slot)
        self._memory.flags.values[fate.slot] = int(self._memory.flags.values[fate.slot]) & ~COPY | SERIES
        event.weight -= 1 if counted else 0
        if len(event.members) == 1:
            return
        event.members.remove(fate.slot)
        story, self._next_story = self._next_story, self._next_story + 1
        alone = Event(
            self._next_event, story, members=[fate.slot], title=fate.title, first=event.first, last=event.last
        )
        self._next_event += 1
        self._events[alone.id] = alone
        self._stories[story] = {alone.id}
        self._move(entry, alone.id, "series")

    # ----------------------------------------------------------------------------------------------------- merge pass

    def _bridge(self, event: int, near: Sequence[tuple[int, float]]) -> None:
        for slot, how in near:
            other = int(self._memory.event.values[slot])
            if other != event:
                bridge = self._bridged.setdefault(event, {}).setdefault(other, _Bridge())
                bridge.total, bridge.count = bridge.total + how, bridge.count + 1
                self._bridged.setdefault(other, {})[event] = bridge
                self._touched.add(event)

    def merge_pass(self, now: datetime) -> Placed:
        """Join events that turned out to be one; to be called every few minutes and at the end of an import.

        Only pairs with an event that changed since the last pass are looked at. The older id stays; the younger leaves a
        redirect. `now` bounds nothing here; it is taken so that callers need not care.
        """
        del now
        while True:
            pairs = self._mergeable()
            if not pairs:
                break
            gone: set[int] = set()
            for _, one, two in pairs:
                if one not in gone and two not in gone:
                    self._merge(min(one, two), max(one, two))
                    gone |= {one, two}
        self._touched.clear()
        return self._take()

    def _mergeable(self) -> list[tuple[float, int, int]]:
        found = {}
        for event in sorted(self._touched):
            for other, bridge in sorted(self._bridged.get(event, {}).items()):
                if not self._promising(event, other, bridge):
                    continue
                pair = (min(event, other), max(event, other))
                if pair not in found and event in self._events and other in self._events:
                    found[pair] = self._joined(*pair)
        ready = [
            (-value, one, two) for (one, two), value in found.items() if value >= 1.0 and not self._kept_apart(one, two)
        ]
        return sorted(ready)

    def _promising(self, one: int, two: int, bridge: "_Bridge") -> bool:
        """Whether the running sums, which do not know of articles that moved, are worth an exact look."""
        a, b = self._events.get(one), self._events.get(two)
        if a is None or b is None:
            return False
        return bridge.total >= 0.9 * max(1, min(a.weight * b.weight, max(bridge.count, events.BRIDGES)))

    def _joined(self, one: int, two: int) -> float:
        a, b = self._events[one], self._events[two]
        if not a.weight or not b.weight:
            return 0.0
        bridges = self._bridges(a, b)
        return events.joined(bridges, a.weight, b.weight)

    def _bridges(self, a: Event, b: Event) -> list[float]:
        memory, values = self._memory, []
        for mine, theirs in ((a, b), (b, a)):
            for slot in mine.members:
                near, how = memory.near.one(slot)
                if not len(near):
                    continue
                live = near >= 0
                near, how = near[live], how[live]
                inside = memory.event.values[near] == theirs.id
                inside &= memory.weighs(near)
                values += how[inside].tolist()
        return values

    def _kept_apart(self, one: int, two: int) -> bool:
        if not self._never:
            return False
        entries = {int(self._memory.entry.values[slot]) for slot in self._events[two].members}
        return any(
            self._never.get(int(self._memory.entry.values[slot]), set()) & entries for slot in self._events[one].members
        )

    def _merge(self, old: int, young: int) -> None:
        keep, drop = self._events[old], self._events.pop(young)
        keep.members = sorted(keep.members + drop.members)
        keep.weight += drop.weight
        keep.first, keep.last = min(keep.first, drop.first), max(keep.last, drop.last)
        if keep.follows == young:
            keep.follows = None
        self._merged.append(Merged(kind="event", old=young, new=old, because="their articles tell of one happening"))
        for slot in drop.members:
            self._move(int(self._memory.entry.values[slot]), old, "same-event")
        for other, bridge in self._bridged.pop(young, {}).items():
            theirs = self._bridged.get(other, {})
            theirs.pop(young, None)
            if other != old:
                both = self._bridged.setdefault(old, {}).setdefault(other, _Bridge())
                both.total, both.count = both.total + bridge.total, both.count + bridge.count
                theirs[old] = both
        self._touched.discard(young)
        self._touched.add(old)
        self._refollow(young, old)
        self._leave_story(drop.story, young, keep.story)

    def _refollow(self, gone: int, heir: int) -> None:
        for event in self._events.values():
            if event.follows == gone:
                event.follows = None if event.id == heir else heir

    def _move(self, entry: int, event: int, level: str) -> None:
        fate = self._entries.get(entry)
        known = self._events[event]
        if fate is None:
            return
        self._memory.event.values[fate.slot] = event
        old = fate.placement
        relation: Relation = "copy" if old.relation == "copy" else "same-event"
        role: Role = "report" if old.role in ("first report", "follow-up") else old.role
        if level == "series":
            relation, role = "opens", "report"
            fate.original = entry
        fate.placement = Placement(
            entry=old.entry, event=EventId(event), story=StoryId(known.story),
            follows=None if known.follows is None else EventId(known.follows), relation=relation, role=role,
            score=old.score, because=old.because, evidence={**old.evidence, "level": level}, made_by=MADE_BY,
        )  # fmt: skip
        fate.event = event
        self._changed[entry] = fate.placement

    # ---------------------------------------------------------------------------------------------------- explanation

    def _explain(self, case: _Case, verdict: _Verdict, event: Event, *, opened: bool) -> Placement:
        neighbours = self._neighbours(case, verdict, event)
        shared = [self._memory.shared(case.values, case.slots[at]) for at in neighbours]
        if verdict.copy_of is not None and not shared:
            shared = [self._memory.shared(case.values, verdict.copy_of)]
        terms = explain.largest(shared, case.seen.spellings()) if shared else []
        relation: Relation = "same-event"
        if verdict.copy_of is not None:
            relation = "copy"
        elif opened:
            relation = "follow-up" if event.follows is not None else "opens"
        evidence: dict[str, object] = {
            "level": verdict.level,
            "likeness": round(verdict.likeness, 4),
            "terms": terms,
            "neighbours": [
                {
                    "entry": int(self._memory.entry.values[case.slots[at]]),
                    "similarity": round(case.similar[at], 4),
                    "time": round(case.likeness[at] / case.lasting[at], 4) if case.lasting[at] else 1.0,
                }
                for at in neighbours
            ],
        }
        return Placement(
            entry=case.article.entry, event=EventId(event.id), story=StoryId(event.story),
            follows=None if event.follows is None else EventId(event.follows), relation=relation,
            role=_role(case, relation, opened=opened), score=events.score(verdict.likeness),
            because=tuple(word for word, _ in terms), evidence=evidence, made_by=MADE_BY,
        )  # fmt: skip

    def _neighbours(self, case: _Case, verdict: _Verdict, event: Event) -> list[int]:
        wanted = {event.id} if verdict.event is not None else {event.follows, *verdict.round_up}
        inside = [at for at, event in enumerate(case.events) if event in wanted]
        return sorted(inside, key=lambda at: -case.likeness[at])[: events.BEST]

    # ----------------------------------------------------------------------------------------------------- warming up

    def learn(self, text: str, spoken: str | None) -> None:
        """Count the words of a text without placing it: how common they are in its language."""
        when = datetime.fromtimestamp(0).astimezone()
        title, _, body = text.partition("\n")
        article = StoryArticle(
            entry=EntryId(0), feed=0, outlet="", language=spoken, title=title, text=body, url=None,  # type: ignore[arg-type]
            at=when, first_seen=when, date_trusted=False,
        )  # fmt: skip
        self._frequencies.count(features.read(article))

    @property
    def ready_to_replace(self) -> bool:
        """Whether a language has become warm since its first articles were placed cold."""
        return any(self._frequencies.is_warm(key) for key in (*self._cold, *self._awaited))

    @property
    def cold_entries(self) -> tuple[EntryId, ...]:
        """Entries of before a restart whose articles `replace_cold` needs."""
        return tuple(EntryId(entry) for held in self._awaited.values() for entry in held)

    def replace_cold(self, articles: Sequence[StoryArticle] = ()) -> Placed:
        """Place the first articles of a language again, now that its words have been counted.

        Each language once in the life of an archive: when WARM articles of it are counted, or when the caller decides that
        its first import has ended (languages with fewer than IMPORTED articles wait). Event ids stay where an event keeps
        its opening article; the others leave redirects.

        Args:
            articles: those of `cold_entries`, after a restart; the window itself has the others.
        """
        given = {article.entry: article for article in articles}
        for key in sorted({*self._cold, *self._awaited}):
            if self._frequencies.articles.get(key, 0) < IMPORTED:
                continue
            before = [given[EntryId(entry)] for entry in self._awaited.pop(key, []) if entry in given]
            self._warmed.add(key)
            self._replace([*before, *self._cold.pop(key, [])])
        return self._take()

    def _replace(self, held: Sequence[StoryArticle]) -> None:
        unique = {article.entry: article for article in held}
        fates = {entry: self._leave(entry) for entry in unique}
        self._unlink({fate.event for fate in fates.values() if fate is not None})
        taken: set[int] = set()
        for entry, article in unique.items():
            former = fates[entry]
            case = self._read(article, count=False)
            verdict = self._judge(case, None)
            own = former if former is not None and verdict.event is None and former.event not in taken else None
            if own is not None and self._events[own.event].members:
                own = None
            if own is not None:
                self._events[own.event].follows = verdict.follows
            self._settle(case, verdict, own)
            taken.add(self._entries[entry].event)
        for entry, former in fates.items():
            if former is not None:
                self._close_if_empty(former.event, self._entries[entry].event)

    def _unlink(self, gone: set[int]) -> None:
        """Take back the links of these events; those that still hold are found again."""
        pairs = sorted((one, two) for one, two in self._linked if one < two and (one in gone or two in gone))
        self._linked -= {*pairs, *((two, one) for one, two in pairs)}
        self._unlinked += [(EventId(one), EventId(two)) for one, two in pairs]
        held = set(pairs)
        self._links = [
            link for link in self._links if (min(link.event, link.other), max(link.event, link.other)) not in held
        ]

    # ---------------------------------------------------------------------------------------------- storing, forgetting

    def fingerprint(self, entry: EntryId) -> bytes:
        """What to store of an entry so that `restore` needs no text; KeyError for an entry that is not in the window."""
        fate = self._entries[entry]
        memory, slot = self._memory, fate.slot
        ids, weights = memory.vectors.one(slot)
        near, how = memory.near.one(slot)
        live = near >= 0
        sizes = memory.sizes.values[slot].tolist()
        return store.pack(
            store.Print(
                at=float(memory.at.values[slot]), language=int(memory.language.values[slot]),
                outlet=int(memory.outlet.values[slot]), agency=int(memory.agency.values[slot]),
                flags=int(memory.flags.values[slot]), rate=int(memory.rate.values[slot]),
                length=int(memory.length.values[slot]), sizes=(sizes[0], sizes[1], sizes[2], sizes[3]),
                ids=ids, weights=weights, shingles=memory.shingles.one(slot)[0],
                near=memory.entry.values[near[live]], near_likeness=how[live],
                keys=self._crossing.of(slot), keys_language=int(memory.language.values[slot]),
            )
        )  # fmt: skip

    def state(self) -> bytes:
        """What the window knows beyond its articles: word counts, templates and furniture of outlets, what is still cold.

        To be stored with the fingerprints and given to `restore` at start.
        """
        rest = {
            "series": self._series.rows(),
            "sources": self._sources.rows(),
            "warmed": sorted(self._warmed),
            "undated": self._undated,
            "cold": {
                key: [*self._awaited.get(key, ()), *(int(one.entry) for one in self._cold.get(key, ()))]
                for key in sorted({*self._awaited, *self._cold})
            },
        }
        body = compress(json.dumps(rest, ensure_ascii=False).encode("utf-8", "surrogatepass"), 1)
        return (
            STATE_VERSION.to_bytes(1, "little") + len(body).to_bytes(4, "little") + body + self._frequencies.to_bytes()
        )

    def _load_state(self, data: bytes) -> None:
        """The reverse of `state`. Bytes of another version are left alone: the window then starts cold."""
        if not data or data[0] != STATE_VERSION:
            return
        size = int.from_bytes(data[1:5], "little")
        rest = json.loads(decompress(data[5 : 5 + size]).decode("utf-8", "surrogatepass"))
        if not self._frequencies.load(data[5 + size :]):
            return
        self._series.load(rest["series"])
        self._sources.load(rest["sources"])
        self._warmed = set(rest["warmed"])
        self._undated = {str(key): int(count) for key, count in rest["undated"].items()}
        self._awaited = {str(key): [int(one) for one in held] for key, held in rest["cold"].items()}

    def restore(self, rows: Iterable[Stored], state: bytes | None = None) -> tuple[EntryId, ...]:
        """Take back what was stored: what `state` gave, and the articles of the window in the order of their placing.

        Returns the entries whose fingerprint is of another version or damaged: they must be placed again.
        """
        if state:
            self._load_state(state)
        unread: list[EntryId] = []
        for row in rows:
            one = store.unpack(row.fingerprint)
            if one is None:
                unread.append(row.entry)
            else:
                self._restore_one(row, one)
        self._next_event = max(self._next_event, max(self._events, default=0) + 1)
        self._next_story = max(self._next_story, max(self._stories, default=0) + 1)
        self._touched.clear()
        return tuple(unread)

    def _restore_one(self, row: Stored, one: store.Print) -> None:
        slots = [self._entries[entry].slot if entry in self._entries else -1 for entry in one.near.tolist()]
        near = [(slot, how) for slot, how in zip(slots, one.near_likeness.tolist(), strict=True) if slot >= 0]
        slot = self._memory.add(
            entry=row.entry, event=row.event, at=one.at, language=one.language, outlet=one.outlet,
            flags=one.flags, agency=one.agency, length=one.length,
            values=Vector(one.ids, one.weights.astype(np.float32), one.sizes), prints=Sampled(one.shingles, one.rate),
            near=near,
        )  # fmt: skip
        self._crossing.add(slot, one.language, one.at, one.keys, searchable=not one.flags & (SERIES | COPY))
        event = self._events.get(row.event)
        if event is None:
            event = Event(row.event, row.story, follows=row.follows, title=row.title, first=one.at, last=one.at)
            self._events[row.event] = event
            self._stories.setdefault(row.story, set()).add(row.event)
        event.members.append(slot)
        event.weight += 1 if self._counted(slot) else 0
        event.first, event.last = min(event.first, one.at), max(event.last, one.at)
        placement = Placement(
            entry=row.entry, event=row.event, story=row.story, follows=row.follows, relation=row.relation,
            role=row.role, score=row.score, because=row.because, made_by=MADE_BY,
        )  # fmt: skip
        self._entries[row.entry] = _Fate(row.event, slot, row.title, row.original or row.entry, placement)
        self._bridge(row.event, near)

    def title(self, story: StoryId) -> str:
        """The headline that stands for a story: of the article that opened its largest event; empty when unknown."""
        held = [self._events[event] for event in self._stories.get(story, ()) if event in self._events]
        best = max(held, key=lambda event: (event.weight, -event.id), default=None)
        return best.title if best is not None else ""

    def expire(self, now: datetime) -> int:
        """Forget articles older than the window; returns how many. Their events end, their ids are never used again."""
        before = now.timestamp() - WINDOW_DAYS * _DAY
        memory = self._memory
        dead = (memory.flags.values & DEAD) != 0
        alive = (memory.at.values >= before) & ~dead
        gone = int(len(memory) - alive.sum())
        if not gone or (gone < 1_000 and gone * 4 < len(memory)):
            return 0
        for slot in np.flatnonzero(~alive & ~dead).tolist():
            self._entries.pop(int(memory.entry.values[slot]), None)
        moved = memory.keep(alive)
        self._crossing.keep(alive)
        self._linked = {pair for pair in self._linked if pair[0] in self._events and pair[1] in self._events}
        for fate in self._entries.values():
            fate.slot = int(moved[fate.slot])
        self._drop_events(moved)
        self._series.forget(before)
        return gone

    def _drop_events(self, moved: "np.ndarray[tuple[int], np.dtype[np.int32]]") -> None:
        for event in list(self._events.values()):
            event.members = [int(moved[slot]) for slot in event.members if moved[slot] >= 0]
            event.weight = sum(self._counted(slot) for slot in event.members)
            if not event.members:
                del self._events[event.id]
                self._touched.discard(event.id)
                for other in self._bridged.pop(event.id, {}):
                    self._bridged.get(other, {}).pop(event.id, None)
                held = self._stories.get(event.story)
                if held is not None:
                    held.discard(event.id)
                    if not held:
                        del self._stories[event.story]

    def _take(self) -> Placed:
        # An event's link or story may have changed after its articles were explained.
        placed = Placed(
            placements=tuple(self._changed.values()), copies=tuple(self._copies), links=tuple(self._links),
            merged=tuple(self._merged), unlinked=tuple(self._unlinked), made_by=MADE_BY,
        )  # fmt: skip
        self._changed, self._copies, self._links, self._merged, self._unlinked = {}, [], [], [], []
        return placed


@dataclass(slots=True)
class _Bridge:
    """Likeness of the article pairs between two events that came close."""

    total: float = 0.0
    count: int = 0


@dataclass(slots=True)
class _Fate:
    """Where an entry stands."""

    event: int
    slot: int
    title: str
    original: int  # the copy group
    placement: Placement


CLEARLY = 0.7  # a revised entry stays where it was while that is at least so much of the best


def _prints(title: str, seen: Features) -> Sampled:
    """Shingles, and the whole headline as one more: it finds texts that have nothing else."""
    body = sampled(seen.shingles)
    heading = np.array([fingerprint.term("title:" + " ".join(language.plain(title).split()))], dtype=np.uint32)
    heading -= heading % np.uint32(64)  # kept and indexed at every rate
    return Sampled(np.union1d(body.hashes, heading), body.rate)


def headline_numbers(title: str) -> frozenset[str]:
    """The numbers of a headline: two that differ are two headlines."""
    return fingerprint.numbers(title)


def _agency_mark(agency: str | None) -> int:
    return language_mark(agency)


def _copy_reasons(contained: float, agency: str | None) -> tuple[str, ...]:
    return (f"{round(100 * contained)} %", *((agency,) if agency else ()))


def _role(case: _Case, relation: Relation, *, opened: bool) -> Role:
    if relation == "copy":
        return "copy"
    if case.kind in ("live page", "round-up"):
        return "live page"
    if case.kind in ("correction", "analysis", "reaction"):
        return case.kind
    if opened:
        return "follow-up" if relation == "follow-up" else "first report"
    return "report"
