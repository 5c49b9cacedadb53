"""The decision: of which text an article is a copy, which event it belongs to, which it continues."""

from collections.abc import Iterator, Sequence

import numpy as np

from aggregator.stages.stories import chains, copies, events
from aggregator.stages.stories.chains import Candidate
from aggregator.stages.stories.crossing import telling
from aggregator.stages.stories.frequencies import WARM
from aggregator.stages.stories.memory import LIVE, SERIES, TRUSTED, language_mark
from aggregator.stages.stories.shelf import DAY, Case, Fate, Shelf, Verdict, agency_mark
from aggregator.text import fingerprint, language

CLEARLY = 0.7  # a revised entry stays where it was while that is at least so much of the best


class Judge:
    """Decides from what stands on the shelf; changes nothing but the case it is given."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def judge(self, case: Case, former: Fate | None) -> Verdict:
        """Where the article of this case goes; measures its neighbours on the way."""
        by_hand = self._shelf.by_hand(case)
        case.met = self._shelf.memory.meet(case.values, case.prints, telling(case.keys))
        copy = self._find_copy(case)
        if case.series:
            return Verdict(event=None, level="series") if copy is None or by_hand else self._as_copy(case, *copy)
        self._measure(case)
        if by_hand is not None:
            return Verdict(event=by_hand, level="hand", likeness=1.0)
        if copy is not None:
            return self._as_copy(case, *copy)
        return self._choose(case, former)

    def _find_copy(self, case: Case) -> tuple[int, float] | None:
        """Of which article this one is a copy, and how much is contained; the likeliest first."""
        found: tuple[int, float] | None = None
        for slot, contained, shorter in self._copied(case):
            if shorter >= copies.SHORT and not self._is_longer(case, slot):
                return found or (slot, contained)
            event = self._shelf.memory.event.values
            if found is not None and event[slot] != event[found[0]]:
                return None  # it holds the texts of two events: a round-up
            found = found or (slot, contained)
        return found

    def _copied(self, case: Case) -> Iterator[tuple[int, float, int]]:
        """The articles whose text this one shares: slot, how much is contained, words of the shorter."""
        forbidden = self._shelf.forbidden(case.article.entry)
        memory = self._shelf.memory
        assert case.met is not None, "met before"
        slots = memory.alike(case.met, 8)
        contents = memory.contained(case.prints, slots) if len(slots) else ()
        for slot, contained in zip(slots.tolist(), contents, strict=True):
            if int(memory.event.values[slot]) in forbidden or self._same_outlet(case, slot):
                continue
            shorter = min(case.seen.length, int(memory.length.values[slot]))
            if contained < copies.SAME_HEADLINE and shorter >= copies.LEAST:
                continue
            if copies.LEAST <= shorter < copies.SHORT and memory.flags.values[slot] & LIVE:
                continue  # a round-up holds many teasers
            if self._holds(case, slot):
                continue
            if self._is_copy(case, slot, self._compare_texts(case, slot, contained, shorter)):
                yield slot, contained, shorter

    def _is_longer(self, case: Case, slot: int) -> bool:
        return case.seen.length >= copies.HOLDS * int(self._shelf.memory.length.values[slot])

    def _holds(self, case: Case, slot: int) -> bool:
        """Whether one of the two is a live page or a round-up and holds the other among others: that makes no copy."""
        memory = self._shelf.memory
        if self._is_longer(case, slot):
            return case.kind in ("live page", "round-up")
        held = int(memory.length.values[slot]) >= copies.HOLDS * case.seen.length
        return held and bool(memory.flags.values[slot] & LIVE)

    def _same_outlet(self, case: Case, slot: int) -> bool:
        """Whether one outlet wrote both: what it uses again is no copy. Without an outlet nobody can say."""
        return bool(case.article.outlet) and int(self._shelf.memory.outlet.values[slot]) == case.outlet

    def _compare_texts(self, case: Case, slot: int, contained: float, shorter: int) -> copies.Pair:
        held = self._shelf.memory.held(slot)
        letters, mine = held.block("letters"), case.values.block("letters")
        both = self._shelf.memory.overlap(case.values, np.array([slot], dtype=np.int32))
        share = float(np.dot(held.weights[letters], held.weights[letters]))
        headline = float(both.products[both.term >= mine.start].sum()) / share if share > 0 else 0.0
        theirs = int(self._shelf.memory.agency.values[slot])
        return copies.Pair(
            contained=contained,
            shorter=shorter,
            headline=headline,
            same_agency=bool(theirs) and theirs == agency_mark(case.agency),
            seconds=abs(case.at - float(self._shelf.memory.at.values[slot])),
            similar=float(both.products.sum()),
            same_numbers=True if headline >= 0.999 else self._same_numbers(case, slot),
        )

    def _same_numbers(self, case: Case, slot: int) -> bool:
        return headline_numbers(case.article.title) == headline_numbers(self._shelf.title_at(slot))

    def _is_copy(self, case: Case, slot: int, pair: copies.Pair) -> bool:
        if case.series or self._shelf.memory.flags.values[slot] & SERIES:
            same = language.plain(case.article.title) == language.plain(self._shelf.title_at(slot))
            return (
                same
                and (pair.shorter < copies.LEAST or pair.contained >= 0.95)
                and pair.seconds <= copies.HEADLINE_WINDOW
            )
        return copies.is_copy(pair)

    def _as_copy(self, case: Case, slot: int, contained: float) -> Verdict:
        return Verdict(
            event=int(self._shelf.memory.event.values[slot]),
            copy_of=slot,
            contained=contained,
            level="copy",
            likeness=1.0 + contained,
        )

    def _measure(self, case: Case) -> None:
        assert case.met is not None, "met before"
        slots, shared = self._shelf.memory.nearest(case.values, case.met, case.seen.language)
        similar, case.shared = shared.similarity, shared
        memory, mark = self._shelf.memory, language_mark(case.seen.language)
        words = np.minimum(memory.sizes.values[slots, 0], case.values.words).astype(np.int64)
        dated = ((memory.flags.values[slots] & TRUSTED) != 0) & case.article.date_trusted
        asked = events.bars(
            words,
            undated=np.where(dated, 0, self._shelf.undated.get(mark, 0)),
            coldness=self._coldness(case.seen.language),
        )
        again = (memory.outlet.values[slots] == case.outlet) & bool(case.article.outlet)
        fading = events.time_factors(case.at - memory.at.values[slots], words, again)
        lasting = similar / asked
        case.slots, case.similar, case.lasting = slots.tolist(), similar.tolist(), lasting.tolist()
        case.likeness = np.where(dated, lasting * fading, lasting).tolist()
        case.events, case.weighs = memory.event.values[slots].tolist(), memory.weighs(slots).tolist()

    def _coldness(self, spoken: str | None) -> float:
        return max(0.0, 1.0 - self._shelf.frequencies.articles.get(spoken or "", 0) / WARM)

    def _by_event(self, case: Case, values: Sequence[float]) -> dict[int, list[float]]:
        """Likeness to the articles that speak for each event; to all of them in an event where none does."""
        grouped: dict[int, list[float]] = {}
        for event, weighs, value in zip(case.events, case.weighs, values, strict=True):
            if weighs or self._shelf.events[event].weight == 0:
                grouped.setdefault(event, []).append(value)
        return grouped

    def _choose(self, case: Case, former: Fate | None) -> Verdict:
        forbidden = self._shelf.forbidden(case.article.entry)
        ranked = {
            event: self._likeness(event, values)
            for event, values in self._by_event(case, case.likeness).items()
            if event not in forbidden
        }
        above = sorted((event for event, value in ranked.items() if value >= 1.0), key=lambda e: -ranked[e])
        if case.kind == "round-up" or self._is_round_up(above):
            return Verdict(event=None, level="round-up", round_up=tuple(above[:12]))
        chosen = events.choose(ranked)
        if former is not None and former.event in self._shelf.events and former.event not in forbidden:
            kept = ranked.get(former.event, 0.0)
            alone = not self._shelf.events[former.event].members
            clearly_left = chosen is not None and kept < CLEARLY * chosen[1]
            if not clearly_left and (alone or kept >= events.CLOSE):
                return Verdict(event=former.event, level="same-event", likeness=kept)
        if chosen is not None:
            return Verdict(event=chosen[0], level="same-event", likeness=chosen[1])
        return self._open(case, max(ranked.values(), default=0.0))

    def _likeness(self, event: int, values: Sequence[float]) -> float:
        known = self._shelf.events[event]
        return events.likeness_of(values, known.weight or len(known.members))

    def _is_round_up(self, above: Sequence[int]) -> bool:
        """Three events above the threshold that have nothing to do with one another."""
        if len(above) < 3:
            return False
        strangers: list[int] = []
        for event in above:
            near = self._shelf.bridged.get(event, {})
            story = self._shelf.events[event].story
            if all(other not in near and self._shelf.events[other].story != story for other in strangers):
                strangers.append(event)
        return len(strangers) >= 3 and all(
            self._apart(one, two) for at, one in enumerate(strangers[:3]) for two in strangers[at + 1 : 3]
        )

    def _apart(self, one: int, two: int) -> bool:
        a, b = self._shelf.events[one].members, self._shelf.events[two].members
        if not a or not b:
            return True
        near = self._shelf.memory.similarity(self._shelf.memory.held(a[0]), np.array(b[-3:], dtype=np.int32))
        return bool(near.max(initial=0.0) < 0.5 * events.bar(90))

    def _open(self, case: Case, likeness: float) -> Verdict:
        candidates = self._candidates(case)
        follows = chains.continued(candidates)
        if follows is None:
            return Verdict(event=None, level="new", likeness=likeness)
        sizes = {follows.story: len(self._shelf.stories.get(follows.story, ()))}
        story = follows.story if chains.belongs(candidates, follows.story, sizes) else None
        return Verdict(event=None, level="follow-up", likeness=follows.likeness, follows=follows.event, story=story)

    def _candidates(self, case: Case) -> list[Candidate]:
        nearest: dict[int, int] = {}
        for at, event in enumerate(case.events):
            if event not in nearest or case.lasting[at] > case.lasting[nearest[event]]:
                nearest[event] = at
        found = []
        forbidden = self._shelf.forbidden(case.article.entry)
        for event, values in self._by_event(case, case.lasting).items():
            if max(values) < chains.LINK / 2 or event in forbidden:
                continue
            known, value = self._shelf.events[event], self._likeness(event, values)
            days = (case.at - known.last) / DAY if case.article.date_trusted else 0.0
            remains = chains.faded(value, days)
            if remains >= chains.LINK / 2:
                keys = self._rare_keys(case, nearest[event]) if remains >= chains.LINK else 0
                found.append(Candidate(event, known.story, value, keys, days))
        return found

    def _rare_keys(self, case: Case, neighbour: int) -> int:
        """Rare names and numbers that both articles have; where no capitals tell names, every two rare words count."""
        assert case.shared is not None, "measured before"
        frequencies, spoken = self._shelf.frequencies, case.seen.language
        names = case.shared.terms(neighbour, "names")
        found = frequencies.rare(names, spoken, chains.RARE) if len(names) else 0
        if found < chains.RARE_KEYS and not language.has_capitals(spoken):
            words = case.shared.terms(neighbour, "words")
            found = max(found, frequencies.rare(words, spoken, chains.RARE) // 2)
        return found


def headline_numbers(title: str) -> frozenset[str]:
    """The numbers of a headline: two that differ are two headlines."""
    return fingerprint.numbers(title)
