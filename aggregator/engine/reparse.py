"""Old documents read again by today's parser: what it reads otherwise than what the archive holds.

The documents of a feed are read in the order of their arrival. Each entry is found by the sighting that covers its document.
A stored value stands when one document that showed this wording says so today; it differs when none does. So one parser
finds no difference with itself, whatever else a publisher changed while the words stayed.
"""

from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from datetime import datetime
from itertools import groupby
from typing import Any, Literal

from msgspec import Struct, field
from msgspec.structs import replace

from aggregator.archive import Connection, facts, rereading
from aggregator.archive.rereading import Document, Interval, Reading
from aggregator.archive.rows import entry_to_plain, feed_from_row, stamp
from aggregator.engine.collect import parsed_document
from aggregator.records import Config, Entry, EntryId, Feed, NotAFeed, ParsedFeed
from aggregator.stages import identify, normalize

# Values that one document may lack while another wording, or another feed, has said them.
_KEPT = ("guid", "url", "url_canonical", "published", "published_raw", "published_from", "date_quality", "updated")
# What follows the latest document of a wording; everything else is as its first document said.
_FOLLOWS = frozenset({"updated", "content_html", "authors", "categories", "enclosures", "links"})


class Difference(Struct, frozen=True, kw_only=True):
    """What today's parser reads otherwise.

    `missed` is an entry that the archive lacks, `changed` one whose stored reading differs, `unread` one that today's
    parser no longer finds in its document; the last is told and nothing is done about it.
    """

    kind: Literal["changed", "missed", "unread"]
    feed: str
    at: datetime  # of the first document that says so
    title: str
    entry: EntryId | None = None
    table: str | None = None  # where the reading is stored
    was: Mapping[str, Any] = field(default_factory=dict)
    now: Mapping[str, Any] = field(default_factory=dict)
    mending: Mapping[str, Any] | None = None  # plain data for `rereading.mend`


async def differences(
    conn: Connection, bodies: Connection, config: Config, *, feed: str | None = None, since: datetime | None = None
) -> AsyncIterator[tuple[Difference, ...]]:
    """What differs, some at a time; those given may be mended before the next are asked for.

    Args:
        conn: a look at the archive, read-only.
        bodies: the same of payloads.db.
        feed: only this feed.
        since: only wordings that were first shown since then.
    """
    specs = {spec.name: spec for spec in config.feeds}
    for _, rows in groupby(rereading.feeds(conn, feed), key=lambda row: row["publisher"] or row["name"]):
        missed: list[Difference] = []
        for row in rows:
            known = feed_from_row(row, specs.get(row["name"], rereading.spec_of(row)))
            replay = _Replay(conn, known, config.languages, since)
            for document in rereading.documents(conn, bodies, row, since):
                parsed = await parsed_document(document.body, document.content_type, document.final_url)
                replay.read(document, parsed)
                if replay.found:
                    yield replay.taken(missed)
            replay.end()
            if replay.found:
                yield replay.taken(missed)
        # Only now and in the order of time: the feeds of one publisher share entries.
        if missed:
            yield tuple(sorted(missed, key=lambda one: one.at))


class _Suspect(Struct):
    """A stored reading with which no document has agreed so far."""

    reading: Reading
    at: datetime
    first: Entry
    last: Entry
    columns: set[str]


class _Spell(Struct):
    """An entry that the archive lacks, and while which documents showed it."""

    entry: Entry
    at: datetime
    until: datetime
    present: frozenset[EntryId]
    latest: bool = False


class _Replay:
    """The documents of one feed, one after the other."""

    def __init__(self, conn: Connection, feed: Feed, languages: tuple[str, ...], since: datetime | None) -> None:
        self._conn = conn
        # A base for addresses that says nothing yet, as when the first document was read.
        self._feed = feed if since else replace(feed, site_url=None)
        self._languages = languages
        self._since = since
        intervals = rereading.intervals(conn, feed.id, since)
        self._sweep = _Sweep(iter(intervals))
        self._shown_until = _shown_until(intervals)
        self._owner: dict[bytes, EntryId | None] = {}  # by the entry's own bytes; None: no entry of this feed
        self._suspects: dict[tuple[str, int, bytes], _Suspect] = {}
        self._cleared: set[tuple[str, int, bytes]] = set()
        self._spells: dict[bytes, _Spell] = {}
        self._missed: set[tuple[str | None, str | None]] = set()
        self._unread: set[EntryId] = set()
        self.found: list[Difference] = []

    def read(self, document: Document, parsed: ParsedFeed | NotAFeed) -> None:
        """Read one document; what is certain by then is in `found`."""
        shown = self._sweep.at(document.at)
        if isinstance(parsed, NotAFeed):
            self._not_read(document, shown, frozenset())
            return
        feed = replace(self._feed, url=document.url)
        entries, untouched, _ = normalize.normalize(
            parsed, feed, document.at, languages=self._languages, known=self._owner
        )
        self._feed = replace(self._feed, site_url=parsed.site_url or self._feed.site_url)
        present = {self._owner[one.raw_hash] for one in untouched}
        rest: list[Entry] = []
        for entry, interval in _matched(entries, shown):
            if interval is None:
                rest.append(entry)
                continue
            present.add(interval.entry)
            self._remember(entry, interval.entry)
            self._compare(document, entry, interval)
        here = frozenset(entry for entry in present if entry is not None)
        self._note_missed(document, feed, rest, here)
        self._settle(document)
        self._leave(document, {entry.raw_hash for entry in entries} | {one.raw_hash for one in untouched})
        if parsed.whole and not document.delta:
            self._not_read(document, shown, here)

    def end(self) -> None:
        """Nothing more is coming: all the rest is certain."""
        self.found += [self._told(spell) for spell in self._spells.values()]
        self.found += [self._changed(suspect) for suspect in self._suspects.values()]

    def taken(self, missed: list[Difference]) -> tuple[Difference, ...]:
        """What was found since it was last taken; entries that were missed go to `missed`."""
        found, self.found = self.found, []
        missed += [one for one in found if one.kind == "missed"]
        return tuple(one for one in found if one.kind != "missed")

    def _remember(self, entry: Entry, owner: EntryId | None) -> None:
        if entry.raw_hash:
            self._owner[entry.raw_hash] = owner

    def _compare(self, document: Document, entry: Entry, interval: Interval) -> None:
        if self._since and self._began_before(interval):
            return
        columns = facts.entry_columns(entry)
        for reading in rereading.readings(self._conn, self._feed.id, interval.entry, interval.wording_hash):
            key = (reading.table, reading.id, interval.wording_hash)
            if key in self._cleared:
                continue
            differing = {name for name in reading.columns if _differs(name, columns[name], reading)}
            suspect = self._suspects.get(key)
            if suspect is None:
                suspect = _Suspect(reading, document.at, entry, entry, differing)
                self._suspects[key] = suspect
            suspect.columns &= differing
            suspect.last = entry
            if not suspect.columns:
                del self._suspects[key]
                self._cleared.add(key)

    def _settle(self, document: Document) -> None:
        """Wordings that no later document shows are certain; the others wait, so that few are held in memory."""
        for key, suspect in list(self._suspects.items()):
            if self._shown_until[suspect.reading.entry, key[2]] < document.at:
                self.found.append(self._changed(self._suspects.pop(key)))

    def _began_before(self, interval: Interval) -> bool:
        began = rereading.first_shown(self._conn, self._feed.id, interval.entry, interval.wording_hash)
        return self._since is not None and began < self._since

    def _changed(self, suspect: _Suspect) -> Difference:
        reading = suspect.reading
        first, last = facts.entry_columns(suspect.first), facts.entry_columns(suspect.last)
        names = sorted(suspect.columns)
        was = _plain({name: reading.columns[name] for name in names})
        now = _plain({name: (last if name in _FOLLOWS else first)[name] for name in names})
        return Difference(
            kind="changed",
            feed=self._feed.spec.name,
            at=suspect.at,
            title=suspect.first.title,
            entry=reading.entry,
            table=reading.table,
            was=was,
            now=now,
            mending={
                "kind": "changed",
                "table": reading.table,
                "id": reading.id,
                "entry": reading.entry,
                "feed": self._feed.id,
                "wording": reading.columns["wording_hash"].hex(),
                "was": was,
                "now": now,
                "keys": [(alias.kind, alias.value) for alias in identify.keys(suspect.first)],
            },
        )

    # ------------------------------------------------------------------------------ entries that were missed

    def _note_missed(self, document: Document, feed: Feed, rest: list[Entry], present: frozenset[EntryId]) -> None:
        if not rest:
            return
        unknown = rereading.unknown(self._conn, feed, rest, present, document.at)
        lacking = {id(entry) for entry in unknown}
        for entry in rest:
            self._remember(entry, None)
            key = (entry.guid, entry.url)
            # A later wording of an entry that was missed belongs to it, also once the first one has been archived.
            if id(entry) in lacking or (key in self._missed and key != (None, None)):
                self._missed.add(key)
                raw = entry.raw_hash or entry.wording_hash
                self._spells.setdefault(raw, _Spell(entry, document.at, document.until, present))

    def _leave(self, document: Document, raws: set[bytes]) -> None:
        """Entries that were missed and have left the feed; of the others, until when they were shown."""
        for raw, spell in list(self._spells.items()):
            if raw in raws or spell.at == document.at:
                spell.until, spell.latest = document.until, document.latest
            else:
                self.found.append(self._told(self._spells.pop(raw)))

    def _told(self, spell: _Spell) -> Difference:
        plain = entry_to_plain(spell.entry)
        return Difference(
            kind="missed",
            feed=self._feed.spec.name,
            at=spell.at,
            title=spell.entry.title,
            now=plain,
            mending={
                "kind": "missed",
                "feed": self._feed.id,
                "at": stamp(spell.at),
                "until": stamp(spell.until),
                "latest": spell.latest,
                "present": sorted(spell.present),
                "entry": plain,
            },
        )

    def _not_read(self, document: Document, shown: Iterable[Interval], present: frozenset[EntryId]) -> None:
        for interval in shown:
            if interval.entry not in present and interval.entry not in self._unread:
                self._unread.add(interval.entry)
                self.found.append(
                    Difference(
                        kind="unread",
                        feed=self._feed.spec.name,
                        at=document.at,
                        title=interval.guid or interval.url or "",
                        entry=interval.entry,
                    )
                )


def _differs(name: str, today: object, reading: Reading) -> bool:
    stored = reading.columns[name]
    if stored == today:
        return False
    return not (name in _KEPT and today in (None, "none") and not reading.alone)


def _plain(columns: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.hex() if isinstance(value, bytes) else value for name, value in columns.items()}


def _shown_until(intervals: Iterable[Interval]) -> dict[tuple[EntryId, bytes], datetime]:
    """Until when a feed showed each wording of each entry."""
    found: dict[tuple[EntryId, bytes], datetime] = {}
    for one in intervals:
        key = (one.entry, one.wording_hash)
        found[key] = max(one.last_seen, found.get(key, one.last_seen))
    return found


class _Sweep:
    """The sightings that cover an instant, as the instants go forward."""

    def __init__(self, intervals: Iterator[Interval]) -> None:
        self._coming = intervals
        self._next = next(self._coming, None)
        self._active: dict[int, Interval] = {}

    def at(self, instant: datetime) -> list[Interval]:
        """The intervals in force at `instant`, which is not before the one asked for last."""
        while self._next is not None and self._next.first_seen <= instant:
            self._active[self._next.id] = self._next
            self._next = next(self._coming, None)
        for row in [one for one in self._active.values() if one.last_seen < instant]:
            del self._active[row.id]
        return list(self._active.values())


# ----------------------------------------------------------------------------------------------------- matching


def _matched(entries: Iterable[Entry], shown: Iterable[Interval]) -> Iterator[tuple[Entry, Interval | None]]:
    """Each entry of a document with the sighting it became, the surest pairs first."""
    open_entries = list(entries)
    free = {interval.id: interval for interval in sorted(shown, key=lambda one: one.place)}
    for pairs in (_same_bytes, _same_keys_and_words, _same_keys, _one_key, _same_place):
        found = pairs(open_entries, free)
        for entry, interval in found:
            del free[interval.id]
            yield entry, interval
        paired = {id(entry) for entry, _ in found}
        open_entries = [entry for entry in open_entries if id(entry) not in paired]
    for entry in open_entries:
        yield entry, None


_Pairs = list[tuple[Entry, Interval]]
_Free = Mapping[int, Interval]


def _pairs_by(
    entries: Iterable[Entry], free: _Free, of_entry: Any, of_interval: Any, *, unique: bool = False
) -> _Pairs:
    """Entries and intervals with the same key; of several, both in the order of the document, or none when `unique`."""
    by_key: dict[Any, list[Interval]] = {}
    for interval in free.values():
        by_key.setdefault(of_interval(interval), []).append(interval)
    wanted: dict[Any, list[Entry]] = {}
    for entry in entries:
        if of_entry(entry) is not None:
            wanted.setdefault(of_entry(entry), []).append(entry)
    found: _Pairs = []
    for key, several in wanted.items():
        offered = by_key.get(key, [])
        if unique and (len(offered) != 1 or len(several) != 1):
            continue
        found.extend(zip(several, offered, strict=False))
    return found


def _same_bytes(entries: Iterable[Entry], free: _Free) -> _Pairs:
    return _pairs_by(entries, free, lambda entry: entry.raw_hash or None, lambda interval: interval.raw_hash or b"-")


def _same_keys_and_words(entries: Iterable[Entry], free: _Free) -> _Pairs:
    return _pairs_by(
        entries, free, lambda e: (e.guid, e.url, e.wording_hash), lambda i: (i.guid, i.url, i.wording_hash)
    )


def _same_keys(entries: Iterable[Entry], free: _Free) -> _Pairs:
    return _pairs_by(entries, free, lambda e: (e.guid, e.url) if e.guid or e.url else None, lambda i: (i.guid, i.url))


def _one_key(entries: Iterable[Entry], free: _Free) -> _Pairs:
    """Pairs by guid alone, then by address alone, where each names one entry: the other was read otherwise."""
    found = _pairs_by(entries, free, lambda e: e.guid, lambda i: i.guid, unique=True)
    done, used = {id(entry) for entry, _ in found}, {interval.id for _, interval in found}
    rest = [entry for entry in entries if id(entry) not in done]
    left = {key: interval for key, interval in free.items() if key not in used}
    return found + _pairs_by(rest, left, lambda e: e.url, lambda i: i.url, unique=True)


def _same_place(entries: Iterable[Entry], free: _Free) -> _Pairs:
    """Pairs by their words alone, where both keys were read otherwise or there is none."""
    return _pairs_by(entries, free, lambda e: e.wording_hash or None, lambda i: i.wording_hash, unique=True)
