"""Writing down: an article takes its place, with its reason, its copies and its links to other languages."""

import json
from itertools import chain

from aggregator.records import Copy, EntryId, EventId, Placement, Relation, Role, StoryId, StoryLink
from aggregator.stages.stories import across, events, explain
from aggregator.stages.stories.crossing import hashes
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
        flags = (TRUSTED if case.article.date_trusted else 0) | (SERIES if case.series else 0)
        flags |= COPY if verdict.copy_of is not None else 0
        flags |= LIVE if case.kind in ("live page", "round-up") or verdict.level == "round-up" else 0
        near = [
            (slot, value)
            for slot, value in zip(case.slots, case.likeness, strict=True)
            if value >= events.CLOSE and not flags & (LIVE | COPY)
        ]
        near = sorted(near, key=lambda item: (-item[1], item[0]))[:_KEPT_NEAR]
        slot = self._shelf.memory.add(
            entry=case.article.entry, event=event.id, at=case.at, language=language_mark(case.seen.language),
            outlet=case.outlet, flags=flags, agency=agency_mark(case.agency), length=case.seen.length, values=case.values,
            prints=case.prints, near=near,
        )  # fmt: skip
        if case.article.outlet and not flags & (SERIES | COPY):
            self._shelf.habits.learn(case.outlet, slot)
        self._cross(case, slot, event.id, searchable=not flags & (SERIES | COPY) and case.kind != "round-up")
        opened = not event.members
        event.members.append(slot)
        event.weight += 0 if flags & (SERIES | COPY | LIVE) else 1
        event.first = min(event.first, case.at) if not opened else case.at
        event.last = max(event.last, case.at)
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

    def _cross(self, case: Case, slot: int, event: int, *, searchable: bool) -> None:
        """Link the event to those in other languages that tell of the same happening: one of each language."""
        words = chain(case.seen.title_words, case.seen.first_words)
        keys = across.of_words(words, case.article.title, case.article.text, case.seen.language)
        mark = language_mark(case.seen.language)
        mine = hashes(keys.found)
        done: set[int] = set()
        for found in self._shelf.crossing.find(mine, keys, mark, case.at) if searchable else ():
            spoken = int(self._shelf.memory.language.values[found.slot])
            other = int(self._shelf.memory.event.values[found.slot])
            if spoken in done or self._shelf.memory.is_dead(found.slot):
                continue
            done.add(spoken)
            if (event, other) not in self._shelf.linked:
                self._shelf.linked |= {(event, other), (other, event)}
                self._shelf.links.append(
                    StoryLink(
                        event=EventId(event),
                        other=EventId(other),
                        kind="language",
                        score=found.score,
                        because=found.because,
                    )
                )
        self._shelf.crossing.add(slot, mark, case.at, mine, searchable=searchable)

    def _explain(self, case: Case, verdict: Verdict, event: Event, *, opened: bool) -> Placement:
        neighbours = self._neighbours(case, verdict, event)
        slots = [case.slots[at] for at in neighbours]
        if verdict.copy_of is not None and not slots:
            slots = [verdict.copy_of]
        terms = explain.largest(self._shelf.memory.shares(case.values, slots), case.seen)
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
        if len(event.members) == 1:
            return
        event.members.remove(fate.slot)
        story, self._shelf.next_story = self._shelf.next_story, self._shelf.next_story + 1
        alone = Event(
            self._shelf.next_event, story, members=[fate.slot], title=fate.title, first=event.first, last=event.last
        )
        self._shelf.next_event += 1
        self._shelf.events[alone.id] = alone
        self._shelf.stories[story] = {alone.id}
        self._shelf.move(entry, alone.id, "series")


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
