"""Which placed entries are placed again: what an edit or a person asks of the stories that there are."""

import sqlite3
from collections.abc import Iterable
from datetime import datetime

from aggregator.archive import placing
from aggregator.archive.rows import stamp
from aggregator.records import EntryId


def placed_before(conn: sqlite3.Connection, entries: Iterable[EntryId], since: datetime) -> tuple[EntryId, ...]:
    """Those of `entries` that stay where they are: placed already, older than `since`, and no hand decision speaks of them.

    Grouping has forgotten what stood beside them, and would tear an article out of its story for a late edit.
    """
    return tuple(
        entry for entry in entries if conn.execute(_PLACED_BEFORE, {"entry": entry, "since": stamp(since)}).fetchone()
    )


_PLACED_BEFORE = """
SELECT 1 FROM placements p
JOIN entries e ON e.id = p.entry_id
WHERE p.entry_id = :entry AND (e.first_seen < :since OR e.sort_at < :since) AND NOT EXISTS (
    SELECT 1 FROM marks m
    JOIN entries named ON named.id IN (m.a, m.b)
    WHERE m.kind IN ('together', 'never') AND m.undone IS NULL AND p.entry_id IN (named.id, named.merged_into)
)
"""


def to_move(conn: sqlite3.Connection, kind: str, a: EntryId, b: EntryId) -> tuple[EntryId, ...]:
    """Which entries to place again once a person said that a and b are `together` or `never`, copies of theirs included.

    Apart: the first that was named leaves. Together: the one whose event is smaller, else the later one, so that the longer
    story keeps its id and the article that opened it.
    """
    goes = a
    if kind == "together":
        sizes = {
            row["entry_id"]: row["size"]
            for row in conn.execute(
                """
                SELECT p.entry_id, v.size FROM placements p
                JOIN events v ON v.id = p.event_id
                WHERE p.entry_id IN (?, ?)
                """,
                (a, b),
            )
        }
        goes = min((a, b), key=lambda entry: (sizes.get(entry, 0), -entry))
    rows = conn.execute("SELECT entry_id FROM copies WHERE original = ? ORDER BY entry_id", (goes,))
    return (goes, *(EntryId(row[0]) for row in rows))


def refresh_around(conn: sqlite3.Connection, entries: Iterable[EntryId]) -> None:
    """Sizes, spans and titles of the stories in which these entries stand."""
    rows = [
        conn.execute("SELECT story_id FROM placements WHERE entry_id = ?", (entry,)).fetchone() for entry in entries
    ]
    placing.refresh(conn, (), {row[0] for row in rows if row is not None})
