"""The window of recent articles and what has been decided about them: the one object with state in this stage."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from zlib import compress, decompress

import numpy as np

from aggregator.records import (
    Constraint,
    EntryId,
    EventId,
    FeedId,
    Placed,
    Relation,
    Role,
    StoryArticle,
    StoryId,
)
from aggregator.stages.stories import across, crossing, cues, features, store
from aggregator.stages.stories.events import Event
from aggregator.stages.stories.features import Features
from aggregator.stages.stories.frequencies import WARM
from aggregator.stages.stories.hand import consistent
from aggregator.stages.stories.judging import Judge
from aggregator.stages.stories.memory import (
    COPY,
    DEAD,
    SERIES,
    TRUSTED,
    Sampled,
    Vector,
    language_mark,
    sampled,
    vector,
)
from aggregator.stages.stories.merging import Merger
from aggregator.stages.stories.settling import Settler
from aggregator.stages.stories.shelf import DAY, Case, Fate, Shelf
from aggregator.text import fingerprint
from aggregator.text.fingerprint import Hashes

WINDOW_DAYS = 30
STATE_VERSION = 2
_NO_OUTLET = fingerprint.term("")
IMPORTED = 30  # articles of a language that make a first import


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
    evidence: str = "{}"  # JSON, as stored; handed back when the entry moves


@dataclass(frozen=True, slots=True)
class _Reading:
    """What an article says, whatever else is in the window."""

    seen: Features
    prints: Sampled
    told: across.Keys
    keys: Hashes


class Window:
    """Recent articles, their events and stories.

    Pure and deterministic: the same articles in the same order give the same placements. It never asks the time; instants
    come with the articles and as `now`. Ids are given from `next_event` and `next_story` upward and never again.
    """

    def __init__(self, *, next_event: int, next_story: int, constraints: Sequence[Constraint] = ()) -> None:
        self._shelf = Shelf(next_event, next_story)
        self._judge = Judge(self._shelf)
        self._settler = Settler(self._shelf)
        self._merger = Merger(self._shelf)
        self._cold: dict[str, list[StoryArticle]] = {}  # by language, the first articles
        self._awaited: dict[str, list[int]] = {}  # the same, of before a restart: entry ids
        self._warmed: set[str] = set()
        self.constrain(constraints)

    @property
    def next_ids(self) -> tuple[int, int]:
        """The event id and the story id that will be given next."""
        return self._shelf.next_event, self._shelf.next_story

    def constrain(self, constraints: Iterable[Constraint]) -> None:
        """Obey these hand decisions from now on; they win over every measure."""
        self._shelf.constrain(consistent(tuple(constraints)))

    def place(self, batch: Sequence[StoryArticle]) -> Placed:
        """Where each article of `batch` belongs, in the given order; also every earlier placement that moved."""
        for article, reading in zip(batch, self._read(batch) if batch else (), strict=True):
            self._place_one(article, reading)
        return self._shelf.take()

    def merge_pass(self, now: datetime) -> Placed:
        """Join events that turned out to be one; to be called every few minutes and at the end of an import.

        Only events that changed since the last pass are looked at. The older id stays; the younger leaves a redirect. `now`
        bounds nothing here; it is taken so that the calls of this stage look alike.
        """
        del now
        self._merger.run()
        return self._shelf.take()

    def title(self, story: StoryId) -> str:
        """The headline that stands for a story: of the article that opened its largest event; empty when unknown."""
        return self._shelf.title(story)

    def _read(self, articles: Sequence[StoryArticle]) -> list[_Reading]:
        """What each article says; what was met before with such words is looked up for all at once."""
        seen = features.read_many(articles)
        readings = [_reading(article, one) for article, one in zip(articles, seen, strict=True)]
        self._shelf.memory.ahead(
            [one.ids[: one.sizes[0]] for one in seen], [one.prints for one in readings], [one.keys for one in readings]
        )
        return readings

    def _place_one(self, article: StoryArticle, reading: _Reading) -> None:
        outlet = fingerprint.term(article.outlet)
        reading = self._without_furniture(article, reading, outlet)
        if article.entry not in self._shelf.entries:
            self._count(article, reading.seen, outlet)
        case = self._case(article, reading, outlet)
        former = self._shelf.leave(article.entry)
        verdict = self._judge.judge(case, former)
        self._settler.settle(case, verdict, former)

    def _without_furniture(self, article: StoryArticle, reading: _Reading, outlet: int) -> _Reading:
        furniture = self._shelf.sources.furniture(outlet)
        if furniture.isdisjoint(reading.seen.sentences):
            return reading
        return _reading(article, features.read(article, boilerplate=furniture))

    def _count(self, article: StoryArticle, seen: Features, outlet: int) -> None:
        self._shelf.frequencies.count(seen)
        if not article.date_trusted:
            mark = language_mark(seen.language)
            self._shelf.undated[mark] = self._shelf.undated.get(mark, 0) + 1
        self._shelf.sources.learn(outlet, seen.sentences)
        self._keep_cold(article, seen.language)

    def _case(self, article: StoryArticle, reading: _Reading, outlet: int) -> Case:
        at, seen = article.at.timestamp(), reading.seen
        series, earlier = self._shelf.series.judge(outlet, article.title, seen.language, at, article.entry)
        for entry in earlier:
            self._settler.make_series(entry)
        return Case(
            article=article,
            seen=seen,
            values=vector(seen, self._shelf.frequencies, self._shelf.usual(outlet, seen.language)),
            prints=reading.prints,
            told=reading.told,
            keys=reading.keys,
            at=at,
            outlet=outlet,
            agency=article.agency or cues.agency(article.text),
            kind=cues.kind(seen.plain_title),
            series=series,
        )

    def _keep_cold(self, article: StoryArticle, spoken: str | None) -> None:
        key = spoken or ""
        if key not in self._warmed:
            held = self._cold.setdefault(key, [])
            if len(held) + len(self._awaited.get(key, ())) < WARM:
                held.append(article)

    def learn(self, text: str, spoken: str | None) -> None:
        """Count the words of a text without placing it: how common they are in its language."""
        when = datetime.fromtimestamp(0, UTC)
        title, _, body = text.partition("\n")
        article = StoryArticle(
            entry=EntryId(0), feed=FeedId(0), outlet="", language=spoken, title=title, text=body, url=None,
            at=when, first_seen=when, date_trusted=False,
        )  # fmt: skip
        self._shelf.frequencies.count(features.read(article))

    @property
    def ready_to_replace(self) -> bool:
        """Whether a language has become warm since its first articles were placed cold."""
        return any(self._shelf.frequencies.is_warm(key) for key in (*self._cold, *self._awaited))

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
            if self._shelf.frequencies.articles.get(key, 0) < IMPORTED:
                continue
            before = [given[EntryId(entry)] for entry in self._awaited.pop(key, []) if entry in given]
            self._warmed.add(key)
            self._replace([*before, *self._cold.pop(key, [])])
        return self._shelf.take()

    def _replace(self, held: Sequence[StoryArticle]) -> None:
        unique = {article.entry: article for article in held}
        fates = {entry: self._shelf.leave(entry) for entry in unique}
        self._shelf.unlink({fate.event for fate in fates.values() if fate is not None})
        taken: set[int] = set()
        for (entry, article), reading in zip(unique.items(), self._read(list(unique.values())), strict=True):
            former = fates[entry]
            outlet = fingerprint.term(article.outlet)
            case = self._case(article, self._without_furniture(article, reading, outlet), outlet)
            verdict = self._judge.judge(case, None)
            own = former if former is not None and verdict.event is None and former.event not in taken else None
            if own is not None and self._shelf.events[own.event].members:
                own = None
            if own is not None:
                self._shelf.events[own.event].follows = verdict.follows
            self._settler.settle(case, verdict, own)
            taken.add(self._shelf.entries[entry].event)
        for entry, former in fates.items():
            if former is not None:
                self._shelf.close_if_empty(former.event, self._shelf.entries[entry].event)

    def fingerprint(self, entry: EntryId) -> bytes:
        """What to store of an entry so that `restore` needs no text; KeyError for an entry that is not in the window."""
        fate = self._shelf.entries[entry]
        memory, slot = self._shelf.memory, fate.slot
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
                keys=self._shelf.crossing.of(slot), keys_language=int(memory.language.values[slot]),
            )
        )  # fmt: skip

    def state(self) -> bytes:
        """What the window knows beyond its articles: word counts, templates and furniture of outlets, what is still cold.

        To be stored with the fingerprints and given to `restore` at start.
        """
        rest = {
            "series": self._shelf.series.rows(),
            "sources": self._shelf.sources.rows(),
            "habits": self._shelf.habits.rows(),
            "warmed": sorted(self._warmed),
            "undated": {str(mark): count for mark, count in self._shelf.undated.items()},
            "cold": {
                key: [*self._awaited.get(key, ()), *(int(one.entry) for one in self._cold.get(key, ()))]
                for key in sorted({*self._awaited, *self._cold})
            },
        }
        body = compress(json.dumps(rest, ensure_ascii=False).encode("utf-8", "surrogatepass"), 1)
        return (
            STATE_VERSION.to_bytes(1, "little")
            + len(body).to_bytes(4, "little")
            + body
            + self._shelf.frequencies.to_bytes()
        )

    def _load_state(self, data: bytes) -> None:
        """The reverse of `state`. Bytes of another version are left alone: the window then starts cold."""
        if not data or data[0] != STATE_VERSION:
            return
        size = int.from_bytes(data[1:5], "little")
        rest = json.loads(decompress(data[5 : 5 + size]).decode("utf-8", "surrogatepass"))
        if not self._shelf.frequencies.load(data[5 + size :]):
            return
        self._shelf.series.load(rest["series"])
        self._shelf.sources.load(rest["sources"])
        self._shelf.habits.load(rest.get("habits", ()))
        self._warmed = set(rest["warmed"])
        self._shelf.undated = {int(key): int(count) for key, count in rest["undated"].items()}
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
        self._shelf.next_event = max(self._shelf.next_event, max(self._shelf.events, default=0) + 1)
        self._shelf.next_story = max(self._shelf.next_story, max(self._shelf.stories, default=0) + 1)
        self._shelf.touched.clear()
        return tuple(unread)

    def _restore_one(self, row: Stored, one: store.Print) -> None:
        slots = [self._shelf.entries[entry].slot if entry in self._shelf.entries else -1 for entry in one.near.tolist()]
        near = [(slot, how) for slot, how in zip(slots, one.near_likeness.tolist(), strict=True) if slot >= 0]
        searchable = not one.flags & (SERIES | COPY)
        slot = self._shelf.memory.add(
            entry=row.entry, event=row.event, at=one.at, language=one.language, outlet=one.outlet,
            flags=one.flags, agency=one.agency, length=one.length,
            values=Vector(one.ids, one.weights.astype(np.float32), one.sizes), prints=Sampled(one.shingles, one.rate),
            keys=crossing.telling(one.keys) if searchable else one.keys[:0], near=near,
        )  # fmt: skip
        if one.outlet != _NO_OUTLET and searchable:
            self._shelf.habits.learn(one.outlet, slot, fresh=False)
        self._shelf.crossing.add(one.language, one.at, one.keys, searchable=searchable)
        event = self._shelf.events.get(row.event)
        if event is None:
            event = Event(row.event, row.story, follows=row.follows, title=row.title, first=one.at, last=one.at)
            self._shelf.events[row.event] = event
            self._shelf.stories.setdefault(row.story, set()).add(row.event)
        event.members.append(slot)
        event.weight += 1 if self._shelf.counted(slot) else 0
        event.first, event.last = min(event.first, one.at), max(event.last, one.at)
        self._shelf.entries[row.entry] = Fate(
            row.event,
            slot,
            row.title,
            row.original or row.entry,
            row.relation,
            row.role,
            row.score,
            row.evidence.encode(),
        )
        self._shelf.bridge(row.event, near)

    def expire(self, now: datetime) -> int:
        """Forget articles older than the window; returns how many. Their events end, their ids are never used again."""
        before = now.timestamp() - WINDOW_DAYS * DAY
        memory = self._shelf.memory
        dead = (memory.flags.values & DEAD) != 0
        alive = (memory.at.values >= before) & ~dead
        for entry in (
            self._shelf.pinned & self._shelf.entries.keys()
        ):  # hand decisions hold however old what they name is
            alive[self._shelf.entries[entry].slot] = True
        self._shelf.series.forget(now.timestamp())
        gone = int(len(memory) - alive.sum())
        if not gone or (gone < 1_000 and gone * 4 < len(memory)):
            return 0
        for slot in np.flatnonzero(~alive & ~dead).tolist():
            self._shelf.entries.pop(int(memory.entry.values[slot]), None)
        moved = memory.keep(alive)
        undated = memory.language.values[(memory.flags.values & TRUSTED) == 0]
        self._shelf.undated = {
            int(mark): int(count) for mark, count in zip(*np.unique(undated, return_counts=True), strict=True)
        }
        self._shelf.crossing.keep(alive)
        self._shelf.habits.renumber(moved)
        for fate in self._shelf.entries.values():
            fate.slot = int(moved[fate.slot])
        self._shelf.drop_events(moved)
        self._shelf.linked = {
            event: {other: link for other, link in links.items() if other in self._shelf.events}
            for event, links in self._shelf.linked.items()
            if event in self._shelf.events
        }
        self._shelf.passed_on = {
            (one, two) for one, two in self._shelf.passed_on if two in self._shelf.linked.get(one, ())
        }
        return gone


def _reading(article: StoryArticle, seen: Features) -> _Reading:
    told = across.of_words(chain(seen.title_words, seen.first_words), article.title, article.text, seen.language)
    return _Reading(seen, _prints(seen), told, crossing.hashes(told.found))


def _prints(seen: Features) -> Sampled:
    """Shingles, and the whole headline as one more: it finds texts that have nothing else."""
    body = sampled(seen.shingles)
    heading = fingerprint.term("title:" + " ".join(seen.plain_title.split()))
    heading -= heading % 64  # kept and indexed at every rate
    at = int(body.hashes.searchsorted(np.uint32(heading)))
    if at < len(body.hashes) and body.hashes[at] == heading:
        return body
    return Sampled(np.insert(body.hashes, at, heading), body.rate)
