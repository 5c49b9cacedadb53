"""What people decide, and what commands ask of the process that writes.

Ingest never touches a mark; a rebuild obeys it. A mark is taken back by a date in `undone`, never by removing it.
"""

import json
import sqlite3
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from time import sleep

from msgspec import Struct

from aggregator.archive.rows import stamp, to_json
from aggregator.archive.writer import connect
from aggregator.errors import UsageError
from aggregator.records import Constraint, EntryId, StoryId

_LOOK_EVERY = 0.2  # seconds


class Asked(Struct, frozen=True, kw_only=True):
    """A row of `requests` that nobody has answered yet."""

    id: int
    kind: str
    argument: Mapping[str, object]


def ask(conn: sqlite3.Connection, kind: str, argument: Mapping[str, object], now: datetime) -> int:
    """Leave a wish for the process that writes; returns its id."""
    cursor = conn.execute(
        "INSERT INTO requests (kind, argument, at) VALUES (?, ?, ?)", (kind, to_json(dict(argument)), stamp(now))
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def open_requests(conn: sqlite3.Connection) -> tuple[Asked, ...]:
    """Wishes that nobody has answered, oldest first."""
    rows = conn.execute("SELECT id, kind, argument FROM requests WHERE finished IS NULL ORDER BY id")
    return tuple(Asked(id=row["id"], kind=row["kind"], argument=json.loads(row["argument"] or "{}")) for row in rows)


def answer(conn: sqlite3.Connection, request: int, text: str, now: datetime) -> None:
    """Say in one sentence what came of a wish; the texts that a mending brought are not kept twice."""
    conn.execute(
        """
        UPDATE requests SET finished = ?, answer = ?, argument = CASE kind WHEN 'mend' THEN NULL ELSE argument END
        WHERE id = ?
        """,
        (stamp(now), text, request),
    )


def answer_of(conn: sqlite3.Connection, request: int) -> str | None:
    """What came of a wish; None while it is open."""
    row = conn.execute("SELECT answer FROM requests WHERE id = ? AND finished IS NOT NULL", (request,)).fetchone()
    return None if row is None else row["answer"]


def ask_and_wait(
    folder: Path, kind: str, argument: Mapping[str, object], now: datetime, *, seconds: float
) -> str | None:
    """Leave a wish in the archive that another process writes, and wait for what came of it; None when time is up."""
    conn = connect(folder / "archive.db")
    try:
        request = ask(conn, kind, argument, now)
        for _ in range(int(seconds / _LOOK_EVERY)):
            said = answer_of(conn, request)
            if said is not None:
                return said
            sleep(_LOOK_EVERY)
    finally:
        conn.close()
    return None


def constraints(conn: sqlite3.Connection) -> tuple[Constraint, ...]:
    """Hand decisions about which entries belong together; an entry merged into another stands for that one."""
    rows = conn.execute(
        """
        SELECT m.kind, coalesce(one.merged_into, m.a) AS a, coalesce(two.merged_into, m.b) AS b FROM marks m
        JOIN entries one ON one.id = m.a
        JOIN entries two ON two.id = m.b
        WHERE m.kind IN ('together', 'never') AND m.undone IS NULL
        ORDER BY m.id
        """
    )
    return tuple(
        Constraint(kind=row["kind"], a=EntryId(row["a"]), b=EntryId(row["b"])) for row in rows if row["a"] != row["b"]
    )


def mark(
    conn: sqlite3.Connection, kind: str, a: int, now: datetime, *, b: int | None = None, value: str | None = None
) -> None:
    """Keep a decision; a later one of the same kind about the same things replaces an earlier one."""
    conn.execute(
        "UPDATE marks SET undone = ? WHERE kind = ? AND a = ? AND b IS ? AND undone IS NULL", (stamp(now), kind, a, b)
    )
    conn.execute("INSERT INTO marks (kind, a, b, value, at) VALUES (?, ?, ?, ?, ?)", (kind, a, b, value, stamp(now)))


def unmark(conn: sqlite3.Connection, kind: str, a: int, now: datetime, *, b: int | None = None) -> bool:
    """Take a decision back; False when there was none."""
    cursor = conn.execute(
        "UPDATE marks SET undone = ? WHERE kind = ? AND a = ? AND b IS ? AND undone IS NULL", (stamp(now), kind, a, b)
    )
    return cursor.rowcount > 0


def constrain(conn: sqlite3.Connection, kind: str, a: EntryId, b: EntryId, now: datetime) -> None:
    """Say that two entries are `together` or `never`; the later word about a pair replaces the earlier one.

    Raises:
        UsageError: one of them does not exist, or they are one.
    """
    for wanted in (a, b):
        _must_exist(conn, wanted)
    if a == b:
        raise UsageError("an entry cannot be compared with itself")
    for former in ("together", "never"):
        unmark(conn, former, a, now, b=b)
    mark(conn, kind, a, now, b=b)


def merge(conn: sqlite3.Connection, entry: EntryId, into: EntryId, now: datetime) -> tuple[EntryId, EntryId]:
    """Let `entry` be known as `into`; both rows stay, go on following their feeds, and `split` takes it back.

    Returns:
        The entry that disappears from lists, and the one it is known as: those that the two named stand for.

    Raises:
        UsageError: one of them does not exist, or they are the same already.
    """
    for wanted in (entry, into):
        _must_exist(conn, wanted)
    away, target = _root(conn, entry), _root(conn, into)
    if away == target:
        raise UsageError(f"entries {entry} and {into} are one already")
    conn.execute("UPDATE entries SET merged_into = ?1 WHERE id = ?2 OR merged_into = ?2", (target, away))
    conn.execute(
        "INSERT OR REPLACE INTO aliases VALUES (?, 'hand', ?, NULL, ?, ?, ?)",
        (target, str(away), f"entry {away} was merged by hand", stamp(now), stamp(now)),
    )
    unmark(conn, "split", away, now, b=target)
    mark(conn, "merge", away, now, b=target)
    return away, target


def split(conn: sqlite3.Connection, entry: EntryId, now: datetime) -> EntryId:
    """Take a merge back; returns the entry it was merged into. What had been merged into `entry` before comes along.

    Raises:
        UsageError: the entry does not exist or was never merged.
    """
    _must_exist(conn, entry)
    root = _root(conn, entry)
    mark_row = conn.execute(_MERGED, (entry,)).fetchone()
    if mark_row is None:
        raise UsageError(f"entry {entry} was not merged into another")
    target = EntryId(mark_row["b"])
    unmark(conn, "merge", entry, now, b=target)
    conn.execute("DELETE FROM aliases WHERE entry_id = ? AND kind = 'hand' AND value = ?", (target, str(entry)))
    mark(conn, "split", entry, now, b=target)
    for row in conn.execute("SELECT id FROM entries WHERE merged_into = ?", (root,)).fetchall():
        stands_for = _as_marked(conn, row["id"])
        conn.execute(
            "UPDATE entries SET merged_into = ? WHERE id = ?",
            (stands_for if stands_for != row["id"] else None, row["id"]),
        )
    return target


_MERGED = "SELECT b FROM marks WHERE kind = 'merge' AND a = ? AND undone IS NULL"


def _as_marked(conn: sqlite3.Connection, entry: int) -> int:
    """The entry that `entry` stands for by the decisions in force. Only roots are merged, so the way has an end."""
    while (row := conn.execute(_MERGED, (entry,)).fetchone()) is not None:
        entry = row["b"]
    return entry


def rename_story(conn: sqlite3.Connection, story: StoryId, title: str, now: datetime) -> None:
    """Give a story a title that no rebuild takes away; one that became a part of another stands for that one.

    Raises:
        UsageError: there is no such story.
    """
    row = conn.execute(
        """
        SELECT coalesce(r.new, s.id) FROM stories s
        LEFT JOIN redirects r ON r.kind = 'story' AND r.old = s.id AND s.size = 0
        WHERE s.id = ?
        """,
        (story,),
    ).fetchone()
    if row is None:
        raise UsageError(f"there is no story {story}")
    conn.execute("UPDATE stories SET title = ? WHERE id = ?", (title, row[0]))
    mark(conn, "rename", row[0], now, value=title)


def _must_exist(conn: sqlite3.Connection, entry: EntryId) -> None:
    if conn.execute("SELECT 1 FROM entries WHERE id = ?", (entry,)).fetchone() is None:
        raise UsageError(f"there is no entry {entry}", hint="`aggregator search` finds entries by their words")


def _root(conn: sqlite3.Connection, entry: int) -> EntryId:
    row = conn.execute("SELECT coalesce(merged_into, id) FROM entries WHERE id = ?", (entry,)).fetchone()
    return EntryId(row[0])


def get_state(conn: sqlite3.Connection, key: str) -> str | None:
    """A small fact about the archive itself."""
    row = conn.execute("SELECT value FROM state WHERE key = ?", (key,)).fetchone()
    return None if row is None else row["value"]


def set_state(conn: sqlite3.Connection, key: str, value: str) -> None:
    """Keep a small fact about the archive itself."""
    conn.execute("INSERT INTO state VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", (key, value))


def get_blob(conn: sqlite3.Connection, key: str) -> bytes | None:
    """What a stage remembers between two runs of the program."""
    row = conn.execute("SELECT data FROM memories WHERE key = ?", (key,)).fetchone()
    return None if row is None else row["data"]


def set_blob(conn: sqlite3.Connection, key: str, data: bytes) -> None:
    """Keep what a stage remembers."""
    conn.execute(
        "INSERT INTO memories VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET data = excluded.data WHERE data != excluded.data",
        (key, data),
    )
