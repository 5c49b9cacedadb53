"""Pages looked at again: which are due, what was read of them before, and what became of a look.

`articles` holds the latest reading. When its words change, the former ones go to `revisions` with origin `page`, in the
transaction that replaces them; when a former wording stands again, the one it replaces takes its row.
"""

import json
import sqlite3
from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

from aggregator.archive import derived, facts
from aggregator.archive.rows import instant, stamp, to_json
from aggregator.records import Article, Change, EntryId, Validators
from aggregator.stages.extract import next_look

STAGE = "recheck"


class Look(Struct, frozen=True, kw_only=True):
    """A page that was read before and is looked at again."""

    entry: EntryId
    feed: str  # name
    url: str
    title: str  # as the feed gave it
    text: str  # as the feed gave it
    language: str | None
    published: datetime  # else when it was first seen
    read_title: str  # of the article as stored
    read_text: str
    read_flags: frozenset[str]
    wording_hash: bytes
    made_by: str
    sha256: bytes | None  # of the page behind the stored article


class Former(Struct, frozen=True, kw_only=True):
    """A wording of a page that gives way, and the step that replaces it."""

    title: str  # of the former one
    text: str
    wording_hash: bytes
    change: Change
    silent: bool
    changed: tuple[str, ...] = ()


_LOOKS = """
SELECT e.id, f.name AS feed, e.url, e.title, e.text, e.language, e.published, e.date_quality, e.first_seen,
    a.title AS read_title, a.text AS read_text, a.flags, a.wording_hash, a.made_by,
    (SELECT p.payload FROM pages p WHERE p.entry_id = e.id AND p.at = a.at AND p.payload IS NOT NULL
        ORDER BY p.id DESC LIMIT 1) AS payload
FROM articles a
JOIN entries e ON e.id = a.entry_id
JOIN feeds f ON f.id = e.feed_id
"""


def due(conn: sqlite3.Connection, now: datetime, limit: int) -> tuple[Look, ...]:
    """Pages whose next look is due, those first that are late for the longest part of their interval."""
    rows = conn.execute(
        f"""
        SELECT looks.* FROM ({_LOOKS}) looks
        JOIN todo t ON t.entry_id = looks.id AND t.stage = ?
        WHERE t.due <= ? AND looks.url IS NOT NULL
        ORDER BY (julianday(?) - julianday(t.due))
            / max(julianday(t.due) - coalesce((SELECT julianday(max(p.at)) FROM pages p WHERE p.entry_id = t.entry_id), 0),
                0.001) DESC, t.entry_id
        LIMIT ?
        """,  # noqa: S608 - a constant
        (STAGE, stamp(now), stamp(now), limit),
    )
    return tuple(_look(row) for row in rows)


def read_before(conn: sqlite3.Connection, entries: Iterable[EntryId]) -> tuple[Look, ...]:
    """Those of `entries` whose page was read before."""
    found = [conn.execute(f"{_LOOKS} WHERE e.id = ? AND e.url IS NOT NULL", (entry,)).fetchone() for entry in entries]
    return tuple(_look(row) for row in found if row is not None)


def _look(row: sqlite3.Row) -> Look:
    return Look(
        entry=EntryId(row["id"]),
        feed=row["feed"],
        url=row["url"],
        title=row["title"],
        text=row["text"],
        language=row["language"],
        published=_published(row),
        read_title=row["read_title"] or "",
        read_text=row["read_text"],
        read_flags=frozenset(json.loads(row["flags"])),
        wording_hash=row["wording_hash"],
        made_by=row["made_by"],
        sha256=row["payload"],
    )


def _published(row: sqlite3.Row) -> datetime:
    first_seen = instant(row["first_seen"])
    if row["published"] is None or row["date_quality"] not in facts.TRUSTED:
        return first_seen
    return min(instant(row["published"]), first_seen)


def validators(bodies: sqlite3.Connection, url: str, sha256: bytes) -> Validators:
    """What the server said the version of this body was, when it last gave it whole."""
    row = bodies.execute(
        "SELECT response_headers FROM captures WHERE url = ? AND sha256 = ? AND status = 200 ORDER BY at DESC, id DESC LIMIT 1",
        (url, sha256),
    ).fetchone()
    headers = dict(reversed(json.loads(row["response_headers"]))) if row is not None else {}
    return Validators(etag=headers.get("etag"), last_modified=headers.get("last-modified"))


# ------------------------------------------------------------------------------------------------- what came of it


def plan(conn: sqlite3.Connection, entry: EntryId, looked: datetime) -> None:
    """Say when the page is looked at after a look at `looked`; never again once it has grown old."""
    row = conn.execute("SELECT published, date_quality, first_seen FROM entries WHERE id = ?", (entry,)).fetchone()
    due_at = next_look(_published(row), looked) if row is not None else None
    if due_at is None:
        derived.settle(conn, STAGE, [entry])
    else:
        derived.postpone(conn, STAGE, entry, due_at, failed=False)


def replace_article(
    conn: sqlite3.Connection, look: Look, article: Article, wording_hash: bytes, at: datetime, change: Former | None
) -> bool:
    """Let `article` stand; the wording it changes goes to `revisions` first.

    Returns:
        False when the stored reading is no longer the one that was compared, and then nothing is written.
    """
    row = conn.execute("SELECT wording_hash FROM articles WHERE entry_id = ?", (look.entry,)).fetchone()
    if row is None or row["wording_hash"] != look.wording_hash:
        return False
    if change is not None:
        _keep_former(conn, look.entry, change, wording_hash, at)
        facts.think_again(conn, [look.entry], ("topics", "stories"), at)
    derived.save_article(conn, look.entry, article, wording_hash, at)
    return True


def _keep_former(conn: sqlite3.Connection, entry: EntryId, change: Former, now_stands: bytes, at: datetime) -> None:
    columns = {
        "entry": entry,
        "hash": change.wording_hash,
        "seen": _since(conn, entry) or stamp(at),
        "replaced": stamp(at),
        "change": change.change,
        "silent": int(change.silent),
        "changed": to_json(change.changed) if change.changed else None,
        "title": change.title,
        "text": change.text,
    }
    again = conn.execute(
        "SELECT id FROM revisions WHERE entry_id = ? AND origin = 'page' AND wording_hash = ? ORDER BY id LIMIT 1",
        (entry, now_stands),
    ).fetchone()
    if again is not None:
        # Some sites show two versions by turns: one row per former wording, however often they change places.
        conn.execute(
            """
            UPDATE revisions SET wording_hash = :hash, seen = :seen, replaced = :replaced, change = :change,
                silent = :silent, changed = :changed, title = :title, text = :text
            WHERE id = :id
            """,
            columns | {"id": again["id"]},
        )
        return
    conn.execute(
        """
        INSERT INTO revisions (entry_id, feed_id, origin, wording_hash, seen, replaced, change, silent, changed, title, text)
        VALUES (:entry, NULL, 'page', :hash, :seen, :replaced, :change, :silent, :changed, :title, :text)
        """,
        columns,
    )


def _since(conn: sqlite3.Connection, entry: EntryId) -> str | None:
    row = conn.execute(
        """
        SELECT coalesce((SELECT max(replaced) FROM revisions WHERE entry_id = :entry AND origin = 'page'),
            (SELECT min(at) FROM pages WHERE entry_id = :entry AND code = 'ok')) AS at
        """,
        {"entry": entry},
    ).fetchone()
    found: str | None = row["at"]
    return found
