"""An archive in dictionaries, and a newsroom that runs scenarios against it: what stage identify is tried on.

It keeps what the real archive keeps of entries, keys, sightings, wordings and revisions, finds candidates the same way, and
refuses to lose a wording: every wording ever read must stand somewhere at the end.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec.structs import replace

from aggregator.records import (
    Alias,
    Entry,
    EntryId,
    Feed,
    FeedId,
    FeedSpec,
    Known,
    NeedsFallback,
    New,
    NotAFeed,
    Revised,
    Revision,
    Same,
    SeenIn,
    Standing,
    Verdict,
)
from aggregator.stages import identify, normalize, parse

START = datetime(2026, 3, 20, 6, 0, tzinfo=UTC)


@dataclass
class Row:
    """An entry with everything known of it."""

    id: EntryId
    entry: Entry
    first_seen: datetime
    aliases: dict[tuple[str, str], Alias] = field(default_factory=dict)
    seen_in: dict[FeedId, SeenIn] = field(default_factory=dict)
    wordings: dict[FeedId, tuple[str, str, bytes]] = field(default_factory=dict)
    revisions: list[Revision] = field(default_factory=list)
    shown: set[FeedId] = field(default_factory=set)


class DictArchive:
    """Entries, keys, sightings and revisions in dictionaries."""

    def __init__(self) -> None:
        self.rows: dict[EntryId, Row] = {}
        self.raw: dict[FeedId, dict[bytes, EntryId]] = {}
        self.read_wordings: dict[bytes, tuple[str, str]] = {}

    def poll(self, feed: Feed, entries: Sequence[Entry], now: datetime, *, whole: bool = True) -> tuple[Verdict, ...]:
        """Read one document of a feed: what is untouched, what stage identify says of the rest."""
        raw = self.raw.get(feed.id, {})
        untouched = {raw[e.raw_hash] for e in entries if e.raw_hash and e.raw_hash in raw}
        touched = [e for e in entries if not (e.raw_hash and e.raw_hash in raw)]
        known = self.candidates(feed, touched)
        verdicts = identify.compare(feed, touched, known, frozenset(untouched), now)
        self._check_the_short_way(feed, touched, frozenset(untouched), now, verdicts)
        self._apply(feed, verdicts, untouched, now, whole=whole)
        self.raw[feed.id] = {e.raw_hash: raw[e.raw_hash] for e in entries if e.raw_hash in raw and e.raw_hash} | {
            v.entry.raw_hash: self._last_ids[i] for i, v in enumerate(verdicts) if v.entry.raw_hash
        }
        self.read_wordings |= {e.wording_hash: (e.title, e.text) for e in touched}
        return verdicts

    def _check_the_short_way(
        self,
        feed: Feed,
        entries: Sequence[Entry],
        untouched: frozenset[EntryId],
        now: datetime,
        verdicts: Sequence[Verdict],
    ) -> None:
        """What is found unchanged by a look-up, and the rest compared without it, comes to the same verdicts."""
        standing = [
            Standing(row.id, seen.guid, seen.url, seen.wording_hash, row.entry.published)
            for row in self.rows.values()
            if (seen := row.seen_in.get(feed.id)) is not None and seen.open and row.id not in untouched
        ]
        same = identify.unchanged(entries, standing)
        present = untouched | {verdict.id for verdict in same.values()}
        rest = [entry for index, entry in enumerate(entries) if index not in same]
        others = identify.compare(feed, rest, self.candidates(feed, entries), present, now)

        assert sorted((*same.values(), *others), key=repr) == sorted(verdicts, key=repr)

    def candidates(self, feed: Feed, entries: Sequence[Entry]) -> tuple[Known, ...]:
        """What the archive finds by key, by instant in this feed, and in its last document."""
        wanted = {(key.kind, key.value) for entry in entries for key in identify.keys(entry)}
        instants = {entry.published for entry in entries if entry.published}
        found = [
            row
            for row in self.rows.values()
            if wanted & set(row.aliases)
            or (row.entry.published in instants and self._of_publisher(feed, row.entry.feed))
            or (feed.id in row.seen_in and row.seen_in[feed.id].open)
        ]
        return tuple(self._known(row) for row in found)

    def _of_publisher(self, feed: Feed, other: FeedId) -> bool:
        return other == feed.id or feed.spec.publisher in (None, self.feeds[other].spec.publisher)

    def lost_wordings(self) -> set[bytes]:
        """Wordings that were read and stand nowhere any more, neither whole nor as title and part of a text."""
        kept: dict[bytes, tuple[str, str]] = {}
        for row in self.rows.values():
            kept[row.entry.wording_hash] = (row.entry.title, row.entry.text)
            kept |= {digest: (title, text) for title, text, digest in row.wordings.values()}
            kept |= {r.wording_hash: (r.title, r.text) for r in row.revisions}
        every_title = {plain(title) for title, _ in kept.values()}
        every_text = "|".join(plain(text) for _, text in kept.values())
        return {
            digest
            for digest, (title, text) in self.read_wordings.items()
            if digest not in kept and (plain(title) not in every_title or plain(text) not in every_text)
        }

    def _known(self, row: Row) -> Known:
        entry = row.entry
        return Known(
            id=row.id,
            feed=entry.feed,
            publisher=self.feeds[entry.feed].spec.publisher,
            guid=entry.guid,
            url=entry.url,
            url_canonical=entry.url_canonical,
            title=entry.title,
            text=entry.text,
            published=entry.published,
            updated=entry.updated,
            first_seen=row.first_seen,
            wording_hash=entry.wording_hash,
            former_hashes=frozenset(r.wording_hash for r in row.revisions)
            | {digest for _, _, digest in row.wordings.values()},
            kept=frozenset(r.wording_hash for r in row.revisions),
            kept_titles=frozenset(r.title for r in row.revisions),
            enclosures=tuple(e.url for e in entry.enclosures),
            aliases=tuple(row.aliases.values()),
            seen_in=tuple(row.seen_in.values()),
            sites=tuple(filter(None, (self.feeds[entry.feed].url, self.feeds[entry.feed].site_url))),
        )

    feeds: dict[FeedId, Feed] = {}  # noqa: RUF012 - set by the newsroom

    def _apply(
        self, feed: Feed, verdicts: Sequence[Verdict], untouched: set[EntryId], now: datetime, *, whole: bool
    ) -> None:
        stand: set[EntryId] = set(untouched)
        self._last_ids: list[EntryId] = []
        for verdict in verdicts:
            row = self._row(verdict, now)
            self._last_ids.append(row.id)
            for alias in verdict.aliases:
                row.aliases.setdefault((alias.kind, alias.value), alias)
            if isinstance(verdict, Revised):
                row.revisions.append(verdict.revision)
            if not isinstance(verdict, New):
                self._word(row, verdict)
            if row.id not in stand:
                stand.add(row.id)
                self._see(row, feed, verdict.entry, now)
        for row in self.rows.values():
            seen = row.seen_in.get(feed.id)
            if seen and seen.open and whole and row.id not in stand:
                row.seen_in[feed.id] = replace(seen, open=False)

    def _row(self, verdict: Verdict, now: datetime) -> Row:
        if isinstance(verdict, New):
            row = Row(EntryId(len(self.rows) + 1), verdict.entry, now)
            self.rows[row.id] = row
            return row
        return self.rows[verdict.id]

    @staticmethod
    def _word(row: Row, verdict: Same | Revised) -> None:
        entry, old = verdict.entry, row.entry
        if verdict.current and entry.wording_hash != old.wording_hash:
            for feed_id, seen in row.seen_in.items():
                if feed_id != entry.feed and seen.wording_hash == old.wording_hash:
                    row.wordings.setdefault(feed_id, (old.title, old.text, old.wording_hash))
            DictArchive._swap_reverted(row, verdict)
            row.wordings.pop(entry.feed, None)
            row.entry = replace(
                entry,
                guid=entry.guid or old.guid,
                url=entry.url or old.url,
                url_canonical=entry.url_canonical or old.url_canonical,
                published=entry.published or old.published,
            )
        elif entry.wording_hash == old.wording_hash:
            row.wordings.pop(entry.feed, None)
        else:
            row.wordings[entry.feed] = (entry.title, entry.text, entry.wording_hash)

    @staticmethod
    def _swap_reverted(row: Row, verdict: Same | Revised) -> None:
        """Give the row of a wording that stands again to the wording it replaces."""
        old = row.entry
        if any(r.wording_hash == old.wording_hash for r in row.revisions):
            return
        for at, revision in enumerate(row.revisions):
            if revision.wording_hash == verdict.entry.wording_hash:
                row.revisions[at] = replace(
                    revision, wording_hash=old.wording_hash, title=old.title, text=old.text, feed=old.feed
                )
                return

    @staticmethod
    def _see(row: Row, feed: Feed, entry: Entry, now: datetime) -> None:
        row.shown.add(feed.id)
        before = row.seen_in.get(feed.id)
        since = before.since if before and before.wording_hash == entry.wording_hash else now
        row.seen_in[feed.id] = SeenIn(
            feed=feed.id,
            open=True,
            rank=entry.rank,
            guid=entry.guid,
            url=entry.url,
            wording_hash=entry.wording_hash,
            title=entry.title,
            text=entry.text,
            since=since,
        )


class Newsroom:
    """Runs the steps of one scenario: parse, normalize, identify, keep."""

    def __init__(self, scenario: Mapping[str, Any], *, publishers: bool = True) -> None:
        self.scenario = scenario
        self.archive = DictArchive()
        self.feeds: dict[str, Feed] = {}
        for number, each in enumerate(scenario["feeds"], 1):
            host = f"127.7.0.{each['publisher']}"
            url = f"http://{host}:8000/{scenario['id']}/{each['name']}.xml"
            publisher = f"p{each['publisher']}" if publishers else None
            spec = FeedSpec(url=url, name=each["name"], publisher=publisher)
            self.feeds[each["name"]] = Feed(id=FeedId(number), spec=spec, url=url)
        self.archive.feeds = {feed.id: feed for feed in self.feeds.values()}
        self.now = START
        self.verdicts: list[tuple[Verdict, ...]] = []

    def run(self, *, order: int = 1) -> "Newsroom":
        """All steps, and the last one once more; `order` -1 reads every document from its end."""
        for step in [*self.scenario["steps"], self.scenario["steps"][-1]]:
            self.now += timedelta(hours=1)
            self.verdicts = []
            for name in self.feeds:
                document = step.get(name)
                if document is not None:
                    self._read(name, self._body(step, document), order)
        return self

    @staticmethod
    def _body(step: Mapping[str, Any], document: str | Mapping[str, Any]) -> str | None:
        if isinstance(document, str):
            return document
        location = str(document.get("headers", {}).get("Location", ""))
        if 300 <= int(document.get("status", 200)) < 400:
            target = step.get(location.rsplit("/", 1)[-1].removesuffix(".xml"))
            return target if isinstance(target, str) else None
        return str(document.get("body", "")) if int(document.get("status", 200)) == 200 else None

    def _read(self, name: str, body: str | None, order: int) -> None:
        if body is None:
            return
        feed = self.feeds[name]
        parsed = parse.parse(body.encode("utf-8", "surrogatepass"), "application/xml", feed.url)
        if isinstance(parsed, NeedsFallback):
            parsed = parse.fallback(parsed.body, parsed.content_type, parsed.url)
        if isinstance(parsed, NotAFeed):
            return
        feed = replace(feed, site_url=parsed.site_url or feed.site_url)
        self.feeds[name] = feed
        self.archive.feeds[feed.id] = feed
        entries, _, _ = normalize.normalize(parsed, feed, self.now)
        if order < 0:
            entries = tuple(reversed(entries))
        self.verdicts.append(self.archive.poll(feed, entries, self.now, whole=parsed.whole))


def plain(text: str) -> str:
    """Letters and digits alone, for the matchers of a scenario."""
    return "".join(re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text or "").casefold()))


def within(count: int, wanted: int | Sequence[int]) -> bool:
    """Whether a count is what is wanted, or inside the wanted range."""
    low, high = (wanted, wanted) if isinstance(wanted, int) else wanted
    return low <= count <= high


def failures(room: Newsroom) -> list[str]:
    """What a finished scenario got wrong, in words; empty when all is as expected."""
    rows, expect = list(room.archive.rows.values()), room.scenario["expect"]
    soft = set(room.scenario.get("soft", ()))
    found: list[str] = []
    if "articles" in expect and not within(len(rows), expect["articles"]):
        found.append(f"articles: {len(rows)} for {expect['articles']}: " + " | ".join(r.entry.title for r in rows))
    for matcher in expect.get("present", ()):
        wanted = matcher.get("n", 1)
        hits = [row for row in rows if _fits(row.entry, matcher)]
        if not within(len(hits), wanted):
            found.append(f"present: {len(hits)} for {wanted} of {matcher}")
    revisions = sum(len(row.revisions) for row in rows)
    if "revisions" in expect and not within(revisions, expect["revisions"]):
        found.append(f"revisions: {revisions} for {expect['revisions']}")
    for name, wanted in expect.get("sightings", {}).items():
        count = sum(room.feeds[name].id in row.shown for row in rows)
        if not within(count, wanted):
            found.append(f"sightings of {name}: {count} for {wanted}")
    return [each for each in found if each.split(":")[0].split(" ")[0] not in soft]


def _fits(entry: Entry, matcher: Mapping[str, Any]) -> bool:
    fields = {"title": entry.title, "url": entry.url or "", "text": entry.text}
    return all(plain(matcher[name]) in plain(value) for name, value in fields.items() if name in matcher)
