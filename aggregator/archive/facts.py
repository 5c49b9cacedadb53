"""Facts in: one poll is one transaction of entries, aliases, sightings, revisions and what is known of the feed.

A former wording goes to `revisions` in the transaction that replaces it; nothing is deleted.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

import zstandard

from aggregator.archive import fts
from aggregator.archive import gone as upstream
from aggregator.archive.feeds import remember_address
from aggregator.archive.places import places
from aggregator.archive.rows import feed_to_columns, records_to_json, stamp, stamp_or_none, to_json
from aggregator.records import (
    ChangeSet,
    Entry,
    EntryId,
    FeedId,
    New,
    Problem,
    Revised,
    Revision,
    Same,
    Verdict,
)

STAGES = ("page", "topics", "stories")  # what is thought about an entry once it is safe
TRUSTED = ("exact", "no-zone", "date-only")  # qualities of a date by which an entry may be sorted


def apply(conn: sqlite3.Connection, change: ChangeSet) -> tuple[EntryId, ...]:
    """Write one poll; returns the ids of new and revised entries, which are now pending for every stage."""
    touched: list[EntryId] = []
    shown: list[_Shown] = []
    same = Counter(verdict.id for verdict in change.verdicts if not isinstance(verdict, New))
    homes = _homes(conn, change.feed.id, [entry_id for entry_id, times in same.items() if times == 1])
    for verdict in change.verdicts:
        home = None if isinstance(verdict, New) else homes.get(verdict.id)
        entry_id, pending = keep(conn, verdict, change.feed.id, change.at, home)
        if pending:
            touched.append(entry_id)
        shown.append(_Shown(entry_id, verdict.entry, new=isinstance(verdict, New)))
    new = sum(isinstance(verdict, New) for verdict in change.verdicts)
    revised = sum(isinstance(verdict, Revised) for verdict in change.verdicts)
    if change.document:
        _update_sightings(conn, change, shown)
    _update_feed_row(conn, change)
    _insert_poll(conn, change, new, revised)
    _note_problems(conn, change.feed.id, change.problems, change.at)
    think_again(conn, touched, STAGES, change.at)
    if new:
        count(conn, "entries", new)
    return tuple(touched)


def keep(
    conn: sqlite3.Connection, verdict: Verdict, feed: FeedId, now: datetime, home: sqlite3.Row | None = None
) -> tuple[EntryId, bool]:
    """Write one entry of a document as its verdict says; returns its id, and whether its standing wording is a new one.

    Args:
        home: how a known entry stands, by `_homes`, where that has been looked up.
    """
    pending = False
    match verdict:
        case New():
            entry_id = _insert_entry(conn, verdict.entry, now)
            pending = True
        case Same() | Revised():
            entry_id = verdict.id
            pending = verdict.current
            if isinstance(verdict, Revised):
                _insert_revision(conn, entry_id, verdict.revision)
            if verdict.current:
                _make_current(conn, entry_id, verdict.entry, now)
            else:
                _keep_wording(conn, home or _homes(conn, feed, [entry_id])[entry_id], verdict.entry, now)
    _add_aliases(conn, entry_id, verdict, feed, now)
    return entry_id, pending


def think_again(conn: sqlite3.Connection, entries: Iterable[EntryId], stages: Iterable[str], now: datetime) -> None:
    """Let these stages look at these entries, whatever they thought of them before."""
    due, stages = stamp(now), tuple(stages)
    conn.executemany(
        "INSERT INTO todo VALUES (?, ?, ?, 0) ON CONFLICT (entry_id, stage) DO UPDATE SET due = excluded.due",
        [(stage, entry_id, due) for entry_id in entries for stage in stages],
    )


class _Shown:
    """An entry of the document just read, and the row it became."""

    __slots__ = ("entry", "id", "new")

    def __init__(self, entry_id: EntryId, entry: Entry, *, new: bool) -> None:
        self.id = entry_id
        self.entry = entry
        self.new = new


def count(conn: sqlite3.Connection, name: str, more: int) -> None:
    """Add `more` to the counter `name`."""
    if more == 0:
        return
    conn.execute(
        "INSERT INTO counters VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = value + excluded.value",
        (name, more),
    )


def sort_instant(entry: Entry, first_seen: datetime) -> datetime:
    """Where an entry stands in lists: when it was published, if that can be trusted, else when it was first seen."""
    trusted = entry.date_quality in TRUSTED
    return entry.published if trusted and entry.published and entry.published <= first_seen else first_seen


def entry_columns(entry: Entry) -> dict[str, object]:
    """The columns of `entries` that a document gives, all of `COLUMNS`."""
    return {
        "feed_id": entry.feed,
        "guid": entry.guid,
        "url": entry.url,
        "url_canonical": entry.url_canonical,
        "title": entry.title,
        "text": entry.text,
        "summary": entry.summary or None,
        "content_html": entry.content_html or None,
        "language": entry.language,
        "published": stamp_or_none(entry.published),
        "published_raw": entry.published_raw,
        "published_from": entry.published_from,
        "date_quality": entry.date_quality,
        "updated": stamp_or_none(entry.updated),
        "authors": records_to_json(entry.authors),
        "categories": records_to_json(entry.categories),
        "enclosures": records_to_json(entry.enclosures),
        "links": records_to_json(entry.links),
        "rights": entry.rights,
        "wording_hash": entry.wording_hash,
    }


def _insert_entry(conn: sqlite3.Connection, entry: Entry, now: datetime) -> EntryId:
    seen = stamp(now)
    columns = entry_columns(entry) | {
        "first_seen": seen,
        "last_seen": seen,
        "sort_at": stamp(sort_instant(entry, now)),
    }
    cursor = conn.execute(_INSERT_ENTRY, columns)
    assert cursor.lastrowid is not None
    return EntryId(cursor.lastrowid)


COLUMNS = (
    "feed_id", "guid", "url", "url_canonical", "title", "text", "summary", "content_html", "language", "published",
    "published_raw", "published_from", "date_quality", "updated", "authors", "categories", "enclosures", "links",
    "rights", "wording_hash",
)  # fmt: skip
_INSERT_ENTRY = (
    f"INSERT INTO entries ({', '.join(COLUMNS)}, first_seen, last_seen, sort_at) "  # noqa: S608 - names from above
    f"VALUES ({', '.join(':' + name for name in COLUMNS)}, :first_seen, :last_seen, :sort_at)"
)
_UPDATE_ENTRY = f"UPDATE entries SET {', '.join(f'{name} = :{name}' for name in COLUMNS)} WHERE id = :id"  # noqa: S608


def _make_current(conn: sqlite3.Connection, entry_id: EntryId, entry: Entry, now: datetime) -> None:
    """Let `entry` be the wording in `entries`; the wording that other feeds still show moves to `wordings`."""
    old = conn.execute("SELECT * FROM entries WHERE id = ?", (entry_id,)).fetchone()
    if old["wording_hash"] != entry.wording_hash:
        conn.execute(
            """
            INSERT OR IGNORE INTO wordings
            SELECT DISTINCT :id, feed_id, :wording_hash, :title, :text, :first_seen FROM sightings
            WHERE entry_id = :id AND feed_id != :feed AND wording_hash = :wording_hash
            """,
            {key: old[key] for key in ("id", "wording_hash", "title", "text", "first_seen")} | {"feed": entry.feed},
        )
        _swap_reverted(conn, old, entry, now)
    conn.execute("DELETE FROM wordings WHERE entry_id = ? AND feed_id = ?", (entry_id, entry.feed))
    indexed = fts.indexed_text(conn, entry_id)
    columns = entry_columns(entry)
    # A date or a key that the new wording lacks is not taken back: somebody said it once.
    for name in ("guid", "url", "url_canonical", "published", "published_raw", "published_from", "date_quality"):
        if columns[name] in (None, "none") and old[name] is not None:
            columns[name] = old[name]
    conn.execute(_UPDATE_ENTRY, columns | {"id": entry_id})
    fts.follow(conn, entry_id, indexed)


def _swap_reverted(conn: sqlite3.Connection, old: sqlite3.Row, entry: Entry, now: datetime) -> None:
    """When a former wording stands again, the wording it replaces takes its row: one row per former wording, none lost.

    When which of them stood is in `sightings`.
    """
    if conn.execute(
        "SELECT 1 FROM revisions WHERE entry_id = ? AND wording_hash = ?", (old["id"], old["wording_hash"])
    ).fetchone():
        return
    conn.execute(
        """
        UPDATE revisions SET wording_hash = :former, title = :title, text = :text, rest = :rest, replaced = :now,
            feed_id = :feed, seen = coalesce((SELECT min(first_seen) FROM sightings
                WHERE entry_id = :id AND wording_hash = :former), seen)
        WHERE id = (SELECT min(id) FROM revisions WHERE entry_id = :id AND wording_hash = :stands AND origin = 'feed')
        """,
        {
            "former": old["wording_hash"],
            "title": old["title"],
            "text": old["text"],
            "rest": _rest(old),
            "now": stamp(now),
            "feed": old["feed_id"],
            "id": old["id"],
            "stands": entry.wording_hash,
        },
    )


def _homes(conn: sqlite3.Connection, feed: FeedId, entries: Sequence[EntryId]) -> dict[EntryId, sqlite3.Row]:
    """How these entries stand at their home feed, and whether `feed` words them otherwise: one query for all."""
    rows = conn.execute(_HOMES, (feed, to_json(entries))) if entries else ()
    return {EntryId(row["id"]): row for row in rows}


_DETAILS = ("content_html", "authors", "categories", "enclosures", "links")
_HOMES = f"""
SELECT e.id, e.feed_id, e.wording_hash, e.updated, {", ".join("e." + name for name in _DETAILS)},
    w.entry_id IS NOT NULL AS worded
FROM entries e
LEFT JOIN wordings w ON w.entry_id = e.id AND w.feed_id = ?
WHERE e.id IN (SELECT value FROM json_each(?))
"""  # noqa: S608 - a constant


def _keep_wording(conn: sqlite3.Connection, home: sqlite3.Row, entry: Entry, now: datetime) -> None:
    """Remember what this feed says, where it differs from `entries`; at its home feed, follow what is not wording."""
    if home["wording_hash"] == entry.wording_hash:
        if home["feed_id"] == entry.feed:
            _follow_details(conn, home, entry)
        if home["worded"]:
            conn.execute("DELETE FROM wordings WHERE entry_id = ? AND feed_id = ?", (home["id"], entry.feed))
        return
    conn.execute(
        """
        INSERT INTO wordings VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (entry_id, feed_id) DO UPDATE
        SET wording_hash = excluded.wording_hash, title = excluded.title, text = excluded.text, seen = excluded.seen
        WHERE wording_hash != excluded.wording_hash
        """,
        (home["id"], entry.feed, entry.wording_hash, entry.title, entry.text, stamp(now)),
    )


def _follow_details(conn: sqlite3.Connection, home: sqlite3.Row, entry: Entry) -> None:
    updated = stamp_or_none(entry.updated) or home["updated"]
    details = (
        entry.content_html or None,
        *(records_to_json(one) for one in (entry.authors, entry.categories, entry.enclosures, entry.links)),
    )
    if (updated, *details) != (home["updated"], *(home[name] for name in _DETAILS)):
        sets = ", ".join(f"{name} = ?" for name in _DETAILS)
        conn.execute(f"UPDATE entries SET updated = ?, {sets} WHERE id = ?", (updated, *details, home["id"]))  # noqa: S608


def _insert_revision(conn: sqlite3.Connection, entry_id: EntryId, revision: Revision) -> None:
    row = conn.execute("SELECT * FROM entries WHERE id = ?", (entry_id,)).fetchone()
    rest = None
    if revision.feed == row["feed_id"] and revision.wording_hash == row["wording_hash"]:
        rest = _rest(row)
    conn.execute(
        """
        INSERT INTO revisions (entry_id, feed_id, origin, wording_hash, seen, replaced, change, silent, changed, title, text,
            rest)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        (
            entry_id,
            revision.feed,
            revision.origin,
            revision.wording_hash,
            stamp(revision.seen),
            stamp(revision.replaced),
            revision.change,
            int(revision.silent),
            to_json(revision.changed) if revision.changed else None,
            revision.title,
            revision.text,
            rest,
        ),
    )


def _rest(row: sqlite3.Row) -> bytes:
    """The other columns of an entry as they are now, compressed."""
    others = {key: row[key] for key in COLUMNS if key not in ("title", "text", "wording_hash") and row[key] is not None}
    return zstandard.compress(to_json(others).encode(), 3)


def _add_aliases(conn: sqlite3.Connection, entry_id: EntryId, verdict: Verdict, feed: FeedId, at: datetime) -> None:
    if not verdict.aliases:
        return
    now = stamp(at)
    conn.executemany(
        """
        INSERT INTO aliases VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (kind, value, entry_id) DO UPDATE SET last_seen = excluded.last_seen
        """,
        [
            (entry_id, alias.kind, alias.value, feed, alias.reason or verdict.reason, now, now)
            for alias in verdict.aliases
        ],
    )


def _update_sightings(conn: sqlite3.Connection, change: ChangeSet, shown: Sequence[_Shown]) -> None:
    """Close the intervals that ended with this document and open the new ones."""
    now = stamp(change.at)
    rows = conn.execute("SELECT * FROM sightings WHERE feed_id = ? AND open = 1", (change.feed.id,)).fetchall()
    document = _document(change, shown, rows)
    seen = {one.entry for one in document}
    before = {row["entry_id"] for row in rows}
    ordered = places(
        [one.row["place"] if one.row is not None else None for one in document],
        [row["place"] for row in rows if row["entry_id"] not in seen],
    )
    still: set[int] = set()
    fresh: list[dict[str, object]] = []
    for one, place in zip(document, ordered, strict=True):
        row, interval = one.row, one.interval
        if row is None or row["place"] != place or any(row[name] != interval[name] for name in _SAME):
            fresh.append(interval | {"entry_id": one.entry, "rank": one.rank, "place": place})
            continue
        still.add(row["id"])
        if row["raw_hash"] != interval["raw_hash"]:
            conn.execute("UPDATE sightings SET raw_hash = ? WHERE id = ?", (interval["raw_hash"], row["id"]))
    new = {item.id for item in shown if item.new}
    back = seen - before - new
    count(conn, f"feed:{change.feed.id}", len(new) + _first_shown(conn, change.feed.id, back))
    ended = [row for row in rows if row["id"] not in still and (row["entry_id"] in seen or change.whole)]
    last = stamp(change.seen_until)
    conn.executemany("UPDATE sightings SET open = 0, last_seen = ? WHERE id = ?", [(last, row["id"]) for row in ended])
    gone = [(last, row["entry_id"]) for row in ended if row["entry_id"] not in seen]
    conn.executemany("UPDATE entries SET last_seen = max(last_seen, ?) WHERE id = ?", gone)
    if gone and change.parse_path not in ("repaired", "feedparser"):
        upstream.left_early(conn, change.feed.id, rows, seen, change.at)
    upstream.shown_again(conn, back)
    conn.execute("UPDATE sightings SET last_seen = ? WHERE feed_id = ? AND open = 1", (now, change.feed.id))
    columns = ", ".join(_INTERVAL)
    conn.executemany(
        f"""
        INSERT INTO sightings (feed_id, first_seen, last_seen, {columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,  # noqa: S608 - names from below
        [(change.feed.id, now, now, *(one[name] for name in _INTERVAL)) for one in fresh],
    )


class _Line(NamedTuple):
    """An entry of the document just read, beside the interval in which it stood in the one before."""

    rank: int
    entry: int
    interval: dict[str, object]  # what of it an interval holds
    row: sqlite3.Row | None


def _document(change: ChangeSet, shown: Sequence[_Shown], rows: Sequence[sqlite3.Row]) -> list[_Line]:
    """What stands in the document just read, in its order."""
    by_raw = {row["raw_hash"]: row for row in rows if row["raw_hash"] is not None}
    by_entry = {row["entry_id"]: row for row in rows}
    found: dict[int, _Line] = {}
    for untouched in change.untouched:
        row = by_raw.get(untouched.raw_hash)
        if row is not None:
            interval = {name: row[name] for name in (*_SAME, "raw_hash")}
            found.setdefault(row["entry_id"], _Line(untouched.rank, row["entry_id"], interval, row))
    for item in shown:
        found.setdefault(item.id, _Line(item.entry.rank, item.id, _interval(item.entry), by_entry.get(item.id)))
    return sorted(found.values(), key=lambda line: (line.rank, line.entry))


def _first_shown(conn: sqlite3.Connection, feed: FeedId, entries: Iterable[int]) -> int:
    """How many of these entries the feed had never shown."""
    return sum(
        conn.execute("SELECT 1 FROM sightings WHERE entry_id = ? AND feed_id = ? LIMIT 1", (entry, feed)).fetchone()
        is None
        for entry in entries
    )


_SAME = ("wording_hash", "guid", "url")  # what an interval holds from its beginning to its end
_INTERVAL = (*_SAME, "raw_hash", "entry_id", "rank", "place")


def _interval(entry: Entry) -> dict[str, object]:
    return {
        "wording_hash": entry.wording_hash,
        "guid": entry.guid,
        "url": entry.url,
        "raw_hash": entry.raw_hash or None,
    }


def _update_feed_row(conn: sqlite3.Connection, change: ChangeSet) -> None:
    feed, before = change.feed, change.before
    # What the poll did not change is left alone: feeds.yaml may have been read again meanwhile.
    columns = feed_to_columns(feed, before)
    sets = "".join(f"{name} = :{name}, " for name in columns)
    conn.execute(f"UPDATE feeds SET {sets}leased_until = NULL WHERE id = :id", {**columns, "id": feed.id})  # noqa: S608
    if feed.url != before.url:
        remember_address(conn, feed.id, before.url, change.at, "moved permanently")


def _insert_poll(conn: sqlite3.Connection, change: ChangeSet, new: int, revised: int) -> None:
    conn.execute(
        """
        INSERT INTO polls (feed_id, at, url, status, code, message, bytes, ms, new, revised, hops, parser, gap, next_due,
            why, payload)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        (
            change.feed.id,
            stamp(change.at),
            change.asked,
            change.status,
            change.outcome_code,
            change.message or None,
            change.wire_bytes,
            round(change.elapsed.total_seconds() * 1000),
            new,
            revised,
            records_to_json(change.hops),
            change.parse_path,
            int(change.gap),
            stamp_or_none(change.feed.next_due),
            change.why,
            change.payload_sha256,
        ),
    )


def _note_problems(conn: sqlite3.Connection, feed: FeedId, problems: Iterable[Problem], now: datetime) -> None:
    conn.executemany(
        """
        INSERT INTO problems VALUES (?, ?, ?, ?, ?, 1)
        ON CONFLICT (feed_id, code) DO UPDATE
        SET message = excluded.message, last_seen = excluded.last_seen, times = times + 1
        """,
        [(feed, problem.code, problem.message, stamp(now), stamp(now)) for problem in problems],
    )
