"""Writing down: an article takes its place, with its reason, its copies and its links to other languages."""

import json
from dataclasses import replace

import numpy as np

from aggregator.records import Copy, EntryId, EventId, Placement, Relation, Role, StoryId, StoryLink
from aggregator.stages.stories import events, explain
from aggregator.stages.stories.crossing import WITHIN, telling
from aggregator.stages.stories.events import Event
from aggregator.stages.stories.memory import COPY, LIVE, SERIES, TRUSTED, language_mark
from aggregator.stages.stories.shelf import MADE_BY, Case, Fate, Shelf, Verdict, agency_mark

_KEPT_NEAR = 24  # neighbours kept of an article, for the merge pass


class Settler:
    """Puts articles on the shelf."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def settle(self, case: Case, verdict: Verdict, former: Fate | None) -> None:
        """Give the article its slot, event and placement; `former` is where it stood, when it is placed again."""
        event = self._shelf.event_for(case, verdict, former)
        if verdict.level == "same-event" and _opened(former, event):
            level = "new" if event.follows is None else "follow-up"
            verdict = replace(verdict, event=None, level=level, likeness=0.0)
        flags = (TRUSTED if case.article.date_trusted else 0) | (SERIES if case.series else 0)
        flags |= COPY if verdict.copy_of is not None else 0
        flags |= LIVE if case.kind in ("live page", "round-up") or verdict.level == "round-up" else 0
        near = [
            (slot, value)
            for slot, value in zip(case.slots, case.likeness, strict=True)
            if value >= events.CLOSE and not flags & (LIVE | COPY)
        ]
        near = sorted(near, key=lambda item: (-item[1], item[0]))[:_KEPT_NEAR]
        searchable = not flags & (SERIES | COPY) and case.kind != "round-up"
        slot = self._shelf.memory.add(
            entry=case.article.entry, event=event.id, at=case.at, language=language_mark(case.seen.language),
            outlet=case.outlet, flags=flags, agency=agency_mark(case.agency), length=case.seen.length, values=case.values,
            prints=case.prints, keys=telling(case.keys) if searchable else case.keys[:0], near=near,
        )  # fmt: skip
        if case.article.outlet and not flags & (SERIES | COPY):
            self._shelf.habits.learn(case.outlet, slot)
        first = not event.members
        opened = first or verdict.event is None
        event.members.append(slot)
        event.weight += 0 if flags & (SERIES | COPY | LIVE) else 1
        event.first = case.at if first else min(event.first, case.at)
        event.last = max(event.last, case.at)
        self._cross(case, event.id, searchable=searchable)
        self._shelf.bridge(event.id, near)
        original = self._shelf.original_of(verdict.copy_of) if verdict.copy_of is not None else case.article.entry
        placement = self._explain(case, verdict, event, opened=opened)
        self._shelf.entries[case.article.entry] = Fate(
            event.id,
            slot,
            case.article.title,
            original,
            placement.relation,
            placement.role,
            placement.score,
            _compact(placement.evidence),
        )
        self._shelf.changed[case.article.entry] = placement
        if verdict.copy_of is not None:
            self._shelf.copies.append(
                Copy(
                    entry=case.article.entry,
                    original=EntryId(original),
                    containment=round(verdict.contained, 4),
                    because=_copy_reasons(verdict.contained, case.agency),
                )
            )
        for other in verdict.round_up:
            self._shelf.links.append(
                StoryLink(
                    event=EventId(event.id), other=EventId(other), kind="round-up", score=1.0, because=placement.because
                )
            )
        if former is not None and former.event != event.id:
            self._shelf.close_if_empty(former.event, event.id)
        if verdict.level == "hand":
            self._obey(case.article.entry, event)

    def _cross(self, case: Case, event: int, *, searchable: bool) -> None:
        """Link the event to those in other languages that tell of the same happening: one of each language."""
        crossing, mark, met = self._shelf.crossing, language_mark(case.seen.language), case.met
        done: set[int] = set()
        near = crossing.find(met.keyed, met.key, case.keys, case.told, mark, case.at) if searchable and met else ()
        for found in near:
            spoken = int(self._shelf.memory.language.values[found.slot])
            other = int(self._shelf.memory.event.values[found.slot])
            if spoken in done or self._shelf.memory.is_dead(found.slot):
                continue
            done.add(spoken)
            if other not in self._shelf.linked.get(event, ()):
                link = StoryLink(
                    event=EventId(event),
                    other=EventId(other),
                    kind="language",
                    score=found.score,
                    because=found.because,
                )
                self._shelf.link(link)
                self._pass_on(event, other)
                self._pass_on(other, event)
        crossing.add(mark, case.at, case.keys, searchable=searchable)

    def _pass_on(self, event: int, other: int) -> None:
        """Link an event to what the other one is linked to in a third language: there, their words met.

        One step only: what was passed on is not passed on again.
        """
        linked = self._shelf.linked
        spoken = {self._language_of(one) for one in (event, *linked.get(event, ()))}
        for third, link in sorted(linked.get(other, {}).items()):
            known = third in self._shelf.events and self._language_of(third) not in spoken
            if (
                known
                and (other, third) not in self._shelf.passed_on
                and abs(self._seconds_apart(event, third)) <= WITHIN
            ):
                spoken.add(self._language_of(third))
                score = round(min(link.score, linked[event][other].score), 4)
                self._shelf.link(
                    StoryLink(
                        event=EventId(event), other=EventId(third), kind="language", score=score, because=link.because
                    ),
                    passed_on=True,
                )

    def _language_of(self, event: int) -> int:
        known = self._shelf.events.get(event)
        return int(self._shelf.memory.language.values[known.members[0]]) if known and known.members else 0

    def _seconds_apart(self, one: int, two: int) -> float:
        return self._shelf.events[one].first - self._shelf.events[two].first

    def _explain(self, case: Case, verdict: Verdict, event: Event, *, opened: bool) -> Placement:
        neighbours = self._neighbours(case, verdict, event)
        shared, among = case.shared, neighbours
        if verdict.copy_of is not None and not neighbours:
            shared, among = self._shelf.memory.overlap(case.values, np.array([verdict.copy_of], dtype=np.int32)), [0]
        terms = explain.largest(shared.means(among), case.seen) if shared is not None and among else []
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
                    "entry": int(self._shelf.memory.entry.values[case.slots[at]]),
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

    def _neighbours(self, case: Case, verdict: Verdict, event: Event) -> list[int]:
        wanted = {event.id} if verdict.event is not None else {event.follows, *verdict.round_up}
        inside = [at for at, event in enumerate(case.events) if event in wanted]
        return sorted(inside, key=lambda at: -case.likeness[at])[: events.BEST]

    def make_series(self, entry: int) -> None:
        """An article placed as an ordinary one turns out to be of a series: it gets an event of its own."""
        fate = self._shelf.entries.get(entry)
        if fate is None or int(self._shelf.memory.flags.values[fate.slot]) & SERIES:
            return
        event = self._shelf.events[fate.event]
        counted = self._shelf.counted(fate.slot)
        self._shelf.memory.flags.values[fate.slot] = int(self._shelf.memory.flags.values[fate.slot]) & ~COPY | SERIES
        event.weight -= 1 if counted else 0
        if len(event.members) > 1:
            self._stand_alone(entry, fate, "series")

    def _obey(self, entry: int, event: Event) -> None:
        """Bring those to an entry that a person put together with it, and take out of its story those it was parted from."""
        together = self._shelf.companions(entry)
        for other in sorted(together):
            if self._shelf.entries[other].event != event.id:
                self._bring(other, event)
        for other in sorted({other for one in together for other in self._shelf.never.get(one, ())} - together):
            fate = self._shelf.entries.get(other)
            if fate is not None and self._shelf.events[fate.event].story == event.story:
                self._shelf.events[fate.event].weight -= 1 if self._shelf.counted(fate.slot) else 0
                self._shelf.memory.flags.values[fate.slot] = int(self._shelf.memory.flags.values[fate.slot]) & ~COPY
                self._stand_alone(other, fate, "hand")
                for mate in sorted(self._shelf.companions(other) - {other}):
                    self._bring(mate, self._shelf.events[self._shelf.entries[other].event])

    def _bring(self, entry: int, event: Event) -> None:
        fate = self._shelf.entries[entry]
        former, at = self._shelf.events[fate.event], float(self._shelf.memory.at.values[fate.slot])
        counts = 1 if self._shelf.counted(fate.slot) else 0
        former.members.remove(fate.slot)
        former.weight -= counts
        event.members = sorted([*event.members, fate.slot])
        event.weight += counts
        event.first, event.last = min(event.first, at), max(event.last, at)
        self._shelf.move(entry, event.id, "hand")
        self._shelf.close_if_empty(former.id, event.id)

    def _stand_alone(self, entry: int, fate: Fate, level: str) -> None:
        """Give an article that its event does not count any more an event and a story of its own."""
        event = self._shelf.events[fate.event]
        event.members.remove(fate.slot)
        story, self._shelf.next_story = self._shelf.next_story, self._shelf.next_story + 1
        alone = Event(
            self._shelf.next_event, story, members=[fate.slot], title=fate.title, first=event.first, last=event.last
        )
        alone.weight = 1 if self._shelf.counted(fate.slot) else 0
        self._shelf.next_event += 1
        self._shelf.events[alone.id] = alone
        self._shelf.stories[story] = {alone.id}
        self._shelf.move(entry, alone.id, level)
        self._shelf.close_if_empty(event.id, alone.id)


def _opened(former: Fate | None, event: Event) -> bool:
    """Whether the article opened this event before it was edited: then it still does."""
    return former is not None and former.event == event.id and former.relation in ("opens", "follow-up")


def _compact(evidence: object) -> bytes:
    return json.dumps(evidence, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def _copy_reasons(contained: float, agency: str | None) -> tuple[str, ...]:
    return (f"{round(100 * contained)} %", *((agency,) if agency else ()))


def _role(case: Case, relation: Relation, *, opened: bool) -> Role:
    if relation == "copy":
        return "copy"
    if case.kind in ("live page", "round-up"):
        return "live page"
    if case.kind in ("correction", "analysis", "reaction"):
        return case.kind
    if opened:
        return "follow-up" if relation == "follow-up" else "first report"
    return "report"
