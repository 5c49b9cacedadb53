"""Captures out and in: exchanges as they were kept, by story, topic and time, and the copies of one address.

A capture is a row of payloads.db; what it belongs to is in archive.db. Functions take a connection to each, archive first.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from msgspec import Struct

from aggregator.archive import payloads
from aggregator.archive.payloads import PRUNED
from aggregator.archive.rows import instant, stamp
from aggregator.archive.writer import connect_readonly
from aggregator.records import EntryId, Hop, Payload, StoryId


class Which(Struct, frozen=True, kw_only=True):
    """Which captures to take: all, or those of a story, of a topic, of a time; several bounds hold together."""

    story: StoryId | None = None
    topic: str | None = None
    since: datetime | None = None


class Capture(Struct, frozen=True, kw_only=True):
    """One capture, its body unread; `title` is that of the entry whose page it is."""

    id: int
    entry: EntryId | None
    title: str | None
    url: str
    final_url: str
    at: datetime
    status: int
    sha256: bytes
    pruned: bool


@contextmanager
def opened(folder: Path) -> Iterator[tuple[sqlite3.Connection, sqlite3.Connection]]:
    """Read-only connections to archive.db and payloads.db.

    Raises:
        ArchiveError: one of them is not there or cannot be read.
    """
    conn = connect_readonly(folder / "archive.db")
    try:
        bodies = connect_readonly(folder / "payloads.db")
        try:
            yield conn, bodies
        finally:
            bodies.close()
    finally:
        conn.close()


# ---------------------------------------------------------------------------------------------------- selection


def select(conn: sqlite3.Connection, bodies: sqlite3.Connection, which: Which) -> Iterator[Capture]:
    """The captures of `which`, oldest first.

    Of a story or a topic: every capture of its entries' pages, and of entries without any the feed document that first
    showed them.
    """
    if which.story is None and which.topic is None:
        rows = bodies.execute(f"{_CAPTURES} WHERE c.at >= ? ORDER BY c.at, c.id", (_since(which),))
        for row in rows:
            yield _capture(conn, row)
        return
    wanted: set[tuple[str, int]] = set()
    for entry in _entries(conn, which):
        wanted |= _pages(conn, bodies, entry) or _first_document(conn, bodies, entry)
    for at, capture in sorted(wanted):
        if at >= _since(which):
            yield _capture(conn, bodies.execute(f"{_CAPTURES} WHERE c.id = ?", (capture,)).fetchone())


_CAPTURES = """
SELECT c.id, c.kind, c.entry_id, c.url, c.final_url, c.at, c.status, c.sha256, b.codec FROM captures c
JOIN bodies b ON b.sha256 = c.sha256
"""


def _since(which: Which) -> str:
    return stamp(which.since) if which.since else ""


def _entries(conn: sqlite3.Connection, which: Which) -> tuple[EntryId, ...]:
    story = which.story
    while story is not None:
        row = conn.execute("SELECT new FROM redirects WHERE kind = 'story' AND old = ?", (story,)).fetchone()
        if row is None:
            break
        story = StoryId(row["new"])
    rows = conn.execute(
        """
        SELECT e.id FROM entries e
        WHERE (:story IS NULL OR EXISTS (SELECT 1 FROM placements p WHERE p.entry_id = e.id AND p.story_id = :story))
            AND (:topic IS NULL OR EXISTS (SELECT 1 FROM tags t WHERE t.entry_id = e.id AND t.topic = :topic))
            AND e.id IN (SELECT entry_id FROM placements WHERE story_id = :story
                UNION ALL SELECT entry_id FROM tags WHERE topic = :topic)
        ORDER BY e.id
        """,
        {"story": story, "topic": which.topic},
    )
    return tuple(EntryId(row["id"]) for row in rows)


def _pages(conn: sqlite3.Connection, bodies: sqlite3.Connection, entry: EntryId) -> set[tuple[str, int]]:
    # By address, for which captures have an index; an entry has one address, or two.
    asked = conn.execute("SELECT DISTINCT url FROM pages WHERE entry_id = ?", (entry,)).fetchall()
    return {
        (row["at"], row["id"])
        for (url,) in asked
        for row in bodies.execute("SELECT at, id FROM captures WHERE url = ? AND entry_id = ?", (url, entry))
    }


def _first_document(conn: sqlite3.Connection, bodies: sqlite3.Connection, entry: EntryId) -> set[tuple[str, int]]:
    shown = conn.execute(
        "SELECT feed_id, first_seen FROM sightings WHERE entry_id = ? ORDER BY first_seen, id LIMIT 1", (entry,)
    ).fetchone()
    if shown is None:
        return set()
    row = bodies.execute(
        """
        SELECT at, id FROM captures
        WHERE kind = 'feed' AND feed_id = ? AND at <= ?
        ORDER BY at DESC, id DESC
        LIMIT 1
        """,
        (shown["feed_id"], shown["first_seen"]),
    ).fetchone()
    return {(row["at"], row["id"])} if row is not None else set()


def _capture(conn: sqlite3.Connection, row: sqlite3.Row) -> Capture:
    title = None
    if row["kind"] == "page" and row["entry_id"] is not None:
        found = conn.execute("SELECT title FROM entries WHERE id = ?", (row["entry_id"],)).fetchone()
        title = found["title"] if found else None
    return Capture(
        id=row["id"],
        entry=EntryId(row["entry_id"]) if row["entry_id"] is not None else None,
        title=title,
        url=row["url"],
        final_url=row["final_url"],
        at=instant(row["at"]),
        status=row["status"],
        sha256=row["sha256"],
        pruned=row["codec"] == PRUNED,
    )


def exchange(bodies: sqlite3.Connection, capture: int) -> Payload:
    """The whole exchange of a capture.

    Raises:
        ArchiveError: its body was pruned, or is damaged.
    """
    row = bodies.execute("SELECT * FROM captures WHERE id = ?", (capture,)).fetchone()
    return Payload(
        kind=row["kind"],
        url=row["url"],
        final_url=row["final_url"],
        at=instant(row["at"]),
        status=row["status"],
        request_headers=_pairs(row["request_headers"]),
        response_headers=_pairs(row["response_headers"]),
        hops=tuple(Hop(**hop) for hop in json.loads(row["hops"])),
        elapsed=timedelta(milliseconds=row["ms"]),
        body=payloads.load(bodies, row["sha256"]),
        sha256=row["sha256"],
    )


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in json.loads(text))


# ------------------------------------------------------------------------------------------ copies of one address


def copies_of(conn: sqlite3.Connection, bodies: sqlite3.Connection, url: str) -> tuple[Capture, ...]:
    """The whole answers kept for an address, oldest first; those that were pruned are not among them."""
    rows = bodies.execute(
        f"{_CAPTURES} WHERE c.url = ? AND c.status BETWEEN 200 AND 299 AND b.codec != ? ORDER BY c.at, c.id",
        (url, PRUNED),
    )
    return tuple(_capture(conn, row) for row in rows.fetchall())


def has(bodies: sqlite3.Connection, payload: Payload) -> bool:
    """Whether this very exchange is kept already."""
    row = bodies.execute(
        "SELECT 1 FROM captures WHERE url = ? AND at = ? AND sha256 = ? AND status = ?",
        (payload.url, stamp(payload.at), payload.sha256, payload.status),
    ).fetchone()
    return row is not None


def body_or_none(bodies: sqlite3.Connection, sha256: bytes) -> bytes | None:
    """A body, or None when it was never kept or was pruned."""
    row = bodies.execute("SELECT codec FROM bodies WHERE sha256 = ?", (sha256,)).fetchone()
    return None if row is None or row["codec"] == PRUNED else payloads.load(bodies, sha256)
