"""What reading old documents again asks of the archive: the documents, what was made of them, and how to mend it.

A reading is what the parser of its day made of an entry's bytes. It stands in `entries`, `wordings` or `revisions`; a newer
parser may correct it where it stands. That is never an edit, so it leaves no row in `revisions`.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal

import zstandard
from msgspec import Struct

from aggregator.archive import facts, fts, known, payloads
from aggregator.archive.places import places
from aggregator.archive.rows import entry_from_plain, feed_from_row, instant, stamp, to_json
from aggregator.errors import ArchiveError
from aggregator.records import Entry, EntryId, Feed, FeedId, FeedSpec, New
from aggregator.stages import identify

Table = Literal["entries", "wordings", "revisions", "sightings"]

LAG = timedelta(seconds=10)  # between the last byte of an answer and the end of its poll


class Document(Struct, frozen=True, kw_only=True):
    """A feed document as it was received."""

    at: datetime  # the end of its poll
    until: datetime  # the last good answer before the next document
    url: str  # asked
    final_url: str  # that answered
    content_type: str | None
    delta: bool  # 226: only what is new
    latest: bool  # what the feed shows now
    body: bytes


class Interval(Struct, frozen=True, kw_only=True):
    """A row of `sightings`."""

    id: int
    entry: EntryId
    first_seen: datetime
    last_seen: datetime
    place: float
    wording_hash: bytes
    guid: str | None
    url: str | None
    raw_hash: bytes | None


class Reading(Struct, frozen=True, kw_only=True):
    """A wording of an entry in a feed where it is stored."""

    table: Table
    id: int  # of the row; of the entry for `wordings`
    entry: EntryId
    columns: Mapping[str, Any]  # as stored; for `sightings` the hash alone
    alone: bool  # the only wording of its entry, in one feed: what it lacks nobody else has said


def feeds(conn: sqlite3.Connection, name: str | None) -> tuple[sqlite3.Row, ...]:
    """The rows of the feeds to read again: all of them, those of one publisher side by side, or the one of this name."""
    rows = conn.execute(
        "SELECT * FROM feeds WHERE ?1 IS NULL OR name = ?1 ORDER BY coalesce(publisher, name), id", (name,)
    )
    return tuple(rows)


def spec_of(feed: sqlite3.Row) -> FeedSpec:
    """What a feed that feeds.yaml names no more would be asked as."""
    return FeedSpec(url=feed["spec_url"], name=feed["name"], publisher=feed["publisher"], language=feed["language"])


def documents(
    conn: sqlite3.Connection, bodies: sqlite3.Connection, feed: sqlite3.Row, since: datetime | None
) -> Iterator[Document]:
    """The documents of a feed in the order of their arrival; each body is loaded when it is asked for."""
    rows = bodies.execute(
        """
        SELECT at, url, final_url, status, response_headers, sha256 FROM captures
        WHERE kind = 'feed' AND feed_id = ? AND at >= ?
        ORDER BY at, id
        """,
        (feed["id"], stamp(since - LAG) if since else ""),
    ).fetchall()
    for row, following in zip(rows, [*rows[1:], None], strict=False):
        body = _body(bodies, row["sha256"])
        if body is None:
            continue
        at = _end_of_poll(conn, feed["id"], row["at"], row["sha256"])
        yield Document(
            at=at,
            until=_last_good(conn, feed["id"], at, following["at"] if following else None),
            url=row["url"],
            final_url=row["final_url"],
            content_type=dict(reversed(json.loads(row["response_headers"]))).get("content-type"),
            delta=row["status"] == 226,
            latest=following is None,
            body=body,
        )


def _body(bodies: sqlite3.Connection, sha256: bytes) -> bytes | None:
    """A body; None when it was pruned or is damaged, which `verify` names."""
    try:
        return payloads.load(bodies, sha256)
    except ArchiveError:
        return None


def _end_of_poll(conn: sqlite3.Connection, feed: int, received: str, sha256: bytes) -> datetime:
    span = {"feed": feed, "from": received, "to": stamp(instant(received) + LAG)}
    poll = conn.execute(
        "SELECT min(at) FROM polls WHERE feed_id = :feed AND at BETWEEN :from AND :to AND payload = :sha256",
        span | {"sha256": sha256},
    ).fetchone()[0]
    # Polls are summed up after 400 days; the first sighting of something in the document then says when it was read.
    seen = poll or conn.execute(
        "SELECT min(first_seen) FROM sightings WHERE feed_id = :feed AND first_seen BETWEEN :from AND :to", span
    ).fetchone()[0]  # fmt: skip
    return instant(seen or received)


def _last_good(conn: sqlite3.Connection, feed: int, at: datetime, before: str | None) -> datetime:
    row = conn.execute(
        "SELECT max(at) FROM polls WHERE feed_id = ? AND at > ? AND at < ? AND code IN ('ok', 'unchanged')",
        (feed, stamp(at), before or "9999"),
    ).fetchone()
    return instant(row[0]) if row[0] else at


def intervals(conn: sqlite3.Connection, feed: int, since: datetime | None) -> tuple[Interval, ...]:
    """The sightings of a feed in the order of their beginning."""
    rows = conn.execute(
        "SELECT * FROM sightings WHERE feed_id = ? AND last_seen >= ? ORDER BY first_seen, id",
        (feed, stamp(since) if since else ""),
    )
    return tuple(
        Interval(
            id=row["id"],
            entry=EntryId(row["entry_id"]),
            first_seen=instant(row["first_seen"]),
            last_seen=instant(row["last_seen"]),
            place=row["place"],
            wording_hash=row["wording_hash"],
            guid=row["guid"],
            url=row["url"],
            raw_hash=row["raw_hash"],
        )
        for row in rows
    )


def readings(conn: sqlite3.Connection, feed: int, entry: EntryId, wording: bytes) -> tuple[Reading, ...]:
    """Where this wording of an entry in a feed is stored; its sightings alone when no table holds its words."""
    key = {"feed": feed, "entry": entry, "wording": wording}
    alone = conn.execute(
        "SELECT count(*) FROM (SELECT DISTINCT feed_id, wording_hash FROM sightings WHERE entry_id = :entry)", key
    ).fetchone()[0] <= 1  # fmt: skip
    found: list[Reading] = []

    def add(table: Table, row_id: int, columns: Mapping[str, Any]) -> None:
        found.append(Reading(table=table, id=row_id, entry=entry, columns=columns, alone=alone))

    for row in conn.execute(
        "SELECT * FROM entries WHERE id = :entry AND feed_id = :feed AND wording_hash = :wording", key
    ):
        add("entries", row["id"], {name: row[name] for name in facts.COLUMNS if name != "feed_id"})
    for row in conn.execute(
        "SELECT * FROM wordings WHERE entry_id = :entry AND feed_id = :feed AND wording_hash = :wording", key
    ):
        add("wordings", entry, {name: row[name] for name in ("title", "text", "wording_hash")})
    for row in conn.execute(
        """
        SELECT * FROM revisions
        WHERE entry_id = :entry AND feed_id = :feed AND wording_hash = :wording AND origin = 'feed'
        """,
        key,
    ):
        add("revisions", row["id"], {name: row[name] for name in ("title", "text", "wording_hash")} | _rest(row))
    if not found:
        add("sightings", entry, {"wording_hash": wording})
    return tuple(found)


def _rest(row: sqlite3.Row) -> dict[str, Any]:
    if row["rest"] is None:
        return {}
    rest = json.loads(zstandard.decompress(row["rest"]))
    return {name: rest.get(name) for name in facts.COLUMNS if name not in ("feed_id", "title", "text", "wording_hash")}


def first_shown(conn: sqlite3.Connection, feed: int, entry: EntryId, wording: bytes) -> datetime:
    """When a feed first showed this wording of an entry."""
    row = conn.execute(
        "SELECT min(first_seen) FROM sightings WHERE entry_id = ? AND feed_id = ? AND wording_hash = ?",
        (entry, feed, wording),
    ).fetchone()
    return instant(row[0])


def unknown(
    conn: sqlite3.Connection, feed: Feed, entries: Sequence[Entry], present: frozenset[EntryId], at: datetime
) -> tuple[Entry, ...]:
    """Those of `entries` that the archive does not hold at all; `present` stood beside them in the document."""
    keys = [key for entry in entries for key in identify.keys(entry)]
    candidates = known.candidates(conn, feed, entries, keys)
    verdicts = identify.compare(feed, entries, candidates, present, at)
    return tuple(verdict.entry for verdict in verdicts if isinstance(verdict, New))


# --------------------------------------------------------------------------------------------------- mending


def mend(conn: sqlite3.Connection, mendings: Sequence[Mapping[str, Any]], now: datetime) -> int:
    """Apply differences that were found, as plain data; what has changed since they were found is left alone.

    Returns:
        How many were applied.
    """
    return sum(_add_missed(conn, one, now) if one["kind"] == "missed" else _correct(conn, one, now) for one in mendings)


def _correct(conn: sqlite3.Connection, one: Mapping[str, Any], now: datetime) -> bool:
    was, become = _unhexed(one["was"]), _unhexed(one["now"])
    match one["table"]:
        case "entries":
            done = _correct_entry(conn, one["id"], was, become, now)
        case "wordings":
            sets = ", ".join(f"{name} = :{name}" for name in become)
            cursor = conn.execute(
                f"UPDATE wordings SET {sets} WHERE entry_id = :entry AND feed_id = :feed AND wording_hash = :former",  # noqa: S608
                become | {"entry": one["entry"], "feed": one["feed"], "former": bytes.fromhex(one["wording"])},
            )
            done = cursor.rowcount > 0
        case "revisions":
            done = _correct_revision(conn, one["id"], was, become)
        case _:
            done = True
    if done and "wording_hash" in become:
        conn.execute(
            "UPDATE sightings SET wording_hash = ? WHERE entry_id = ? AND feed_id = ? AND wording_hash = ?",
            (become["wording_hash"], one["entry"], one["feed"], bytes.fromhex(one["wording"])),
        )
    if done:
        _add_keys(conn, one, now)
    return done


def _correct_entry(
    conn: sqlite3.Connection, entry: int, was: Mapping[str, Any], become: Mapping[str, Any], now: datetime
) -> bool:
    row = conn.execute("SELECT * FROM entries WHERE id = ?", (entry,)).fetchone()
    if row is None or any(row[name] != value for name, value in was.items()):
        return False
    indexed = fts.indexed_text(conn, entry)
    columns = dict(become)
    if columns.keys() & {"published", "date_quality"}:
        columns["sort_at"] = _sort_at(columns, row)
    sets = ", ".join(f"{name} = :{name}" for name in columns)
    conn.execute(f"UPDATE entries SET {sets} WHERE id = :id", columns | {"id": entry})  # noqa: S608 - names of columns
    fts.follow(conn, entry, indexed)
    facts.think_again(conn, [EntryId(entry)], ("topics", "stories"), now)
    return True


def _sort_at(columns: Mapping[str, Any], row: sqlite3.Row) -> str:
    published = columns.get("published", row["published"])
    trusted = columns.get("date_quality", row["date_quality"]) in facts.TRUSTED
    return str(published if trusted and published and published <= row["first_seen"] else row["first_seen"])


def _correct_revision(
    conn: sqlite3.Connection, revision: int, was: Mapping[str, Any], become: Mapping[str, Any]
) -> bool:
    row = conn.execute("SELECT * FROM revisions WHERE id = ?", (revision,)).fetchone()
    if row is None or any(row[name] != was[name] for name in ("title", "text", "wording_hash") if name in was):
        return False
    own = {name: become.get(name, row[name]) for name in ("title", "text", "wording_hash")}
    rest = row["rest"]
    if rest is not None:
        others = json.loads(zstandard.decompress(rest))
        others |= {name: value for name, value in become.items() if name not in own}
        others = {name: value for name, value in others.items() if value is not None}
        rest = zstandard.compress(to_json(others).encode(), 3)
    conn.execute(
        "UPDATE revisions SET title = :title, text = :text, wording_hash = :wording_hash, rest = :rest WHERE id = :id",
        own | {"rest": rest, "id": revision},
    )
    return True


def _add_keys(conn: sqlite3.Connection, one: Mapping[str, Any], now: datetime) -> None:
    """Let the entry answer to the keys that are read today; the former ones stay."""
    conn.executemany(
        "INSERT OR IGNORE INTO aliases VALUES (?, ?, ?, ?, 'read so by a newer parser', ?, ?)",
        [(one["entry"], kind, value, one["feed"], stamp(now), stamp(now)) for kind, value in one["keys"]],
    )


def _add_missed(conn: sqlite3.Connection, one: Mapping[str, Any], now: datetime) -> bool:
    """Archive an entry that an older parser did not see, as of the documents that showed it."""
    row = conn.execute("SELECT * FROM feeds WHERE id = ?", (one["feed"],)).fetchone()
    feed = feed_from_row(row, spec_of(row))
    entry, at, until = entry_from_plain(one["entry"]), instant(one["at"]), instant(one["until"])
    present = frozenset(EntryId(other) for other in one["present"])
    candidates = known.candidates(conn, feed, [entry], identify.keys(entry))
    for verdict in identify.compare(feed, [entry], candidates, present, at):
        entry_id, touched = facts.keep(conn, verdict, FeedId(row["id"]), at)
        if touched:
            facts.think_again(conn, [entry_id], facts.STAGES, now)
        if isinstance(verdict, New):
            facts.count(conn, "entries", 1)
        _add_interval(conn, entry_id, row, entry, (at, until), open_now=bool(one["latest"]))
    return True


def _add_interval(
    conn: sqlite3.Connection,
    entry_id: EntryId,
    feed: sqlite3.Row,
    entry: Entry,
    span: tuple[datetime, datetime],
    *,
    open_now: bool,
) -> None:
    columns = {
        "entry": entry_id,
        "feed": feed["id"],
        "from": stamp(span[0]),
        "to": stamp(span[1]),
        "rank": entry.rank,
        "place": _place(conn, feed["id"], entry.rank, span[0]),
        "wording": entry.wording_hash,
        "guid": entry.guid,
        "url": entry.url,
        "raw": entry.raw_hash or None,
        "open": int(open_now),
    }
    if not conn.execute("SELECT 1 FROM sightings WHERE entry_id = :entry AND feed_id = :feed", columns).fetchone():
        facts.count(conn, f"feed:{feed['id']}", 1)
    conn.execute(
        """
        INSERT INTO sightings (entry_id, feed_id, first_seen, last_seen, rank, place, wording_hash, guid, url, raw_hash, open)
        VALUES (:entry, :feed, :from, :to, :rank, :place, :wording, :guid, :url, :raw, :open)
        """,
        columns,
    )
    conn.execute("UPDATE entries SET last_seen = max(last_seen, :to) WHERE id = :entry", columns)


def _place(conn: sqlite3.Connection, feed: int, rank: int, at: datetime) -> float:
    """A place at this rank among what the feed showed at that instant."""
    rows = conn.execute(
        "SELECT place FROM sightings WHERE feed_id = :feed AND first_seen <= :at AND last_seen >= :at ORDER BY place",
        {"feed": feed, "at": stamp(at)},
    )
    standing: list[float | None] = [row[0] for row in rows]
    at_rank = min(rank - 1, len(standing))
    return places([*standing[:at_rank], None, *standing[at_rank:]])[at_rank]


def _unhexed(columns: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: bytes.fromhex(value) if name == "wording_hash" and isinstance(value, str) else value
        for name, value in columns.items()
    }
