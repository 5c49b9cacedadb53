"""Room made in payloads.db: bodies taken out by age, size and kind, each leaving its hash, its size, when and why.

Only bodies go. What was read of them stays: entries, former wordings, articles, and the captures that say who answered
what and when. A starred entry keeps its pages, and a whole body stays while others stand against it.

It works beside a running daemon: each transaction is short, and decides within itself what may go.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from aggregator.archive.payloads import PRUNED
from aggregator.archive.rows import stamp
from aggregator.archive.writer import connect, connect_readonly, explain

Kind = Literal["page", "feed", "archive"]
BATCH = 200  # bodies in one transaction
_NEVER = "9999"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What may go: bodies that every bound that is given allows, of these kinds.

    `quota` is what payloads.db may hold, in bytes of stored bodies; with it alone the oldest go until it fits.
    """

    kinds: tuple[Kind, ...] = ("page",)
    older_than: timedelta | None = None
    larger_than: int | None = None  # bytes as received
    quota: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pruned:
    """What went, or would go: bodies and the bytes they took."""

    bodies: int
    bytes: int
    left: int  # bytes of the bodies that stay


def prune(folder: Path, bounds: Bounds, now: datetime, *, dry_run: bool = False) -> Pruned:
    """Take bodies out; oldest first.

    Raises:
        ArchiveError: there is no archive there, or it cannot be written.
    """
    with closing(connect_readonly(folder / "archive.db")) as conn:
        starred = _starred(conn)
    try:
        with closing(connect(folder / "payloads.db", payloads_file=True)) as bodies:
            return _prune(bodies, bounds, starred, now, dry_run=dry_run)
    except sqlite3.Error as error:
        raise explain(error, folder / "payloads.db") from error


def shrink(folder: Path) -> tuple[int, int]:
    """Give the room that was made back to the disk; returns the size of payloads.db before and after.

    It writes the file anew, and nothing else can write it meanwhile.
    """
    path = folder / "payloads.db"
    with closing(connect(path, payloads_file=True)) as bodies:
        try:
            bodies.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            before = path.stat().st_size
            bodies.execute("VACUUM")
            bodies.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.Error as error:
            raise explain(error, path) from error
    return before, path.stat().st_size


def _starred(conn: sqlite3.Connection) -> frozenset[int]:
    rows = conn.execute("SELECT a FROM marks WHERE kind = 'star' AND undone IS NULL")
    return frozenset(row[0] for row in rows)


@dataclass(frozen=True, slots=True)
class _Body:
    rowid: int
    size: int  # as stored
    last: str  # instant of the last capture
    sha256: bytes


def _prune(
    bodies: sqlite3.Connection, bounds: Bounds, starred: frozenset[int], now: datetime, *, dry_run: bool
) -> Pruned:
    held: int = bodies.execute(
        "SELECT coalesce(sum(length(data)), 0) FROM bodies WHERE codec != ?", (PRUNED,)
    ).fetchone()[0]
    gone = count = 0
    while bounds.quota is None or held - gone > bounds.quota:
        some = _next(bodies, bounds, starred, now, room=None if bounds.quota is None else held - gone - bounds.quota)
        if not some:
            break
        if dry_run:
            # Bases that would be free afterwards are not counted: it says at least how much.
            return Pruned(
                bodies=len(some), bytes=sum(one.size for one in some), left=held - sum(one.size for one in some)
            )
        for start in range(0, len(some), BATCH):
            removed = _take_out(bodies, some[start : start + BATCH], _why(bounds, now))
            gone += sum(one.size for one in removed)
            count += len(removed)
            if not removed:
                return Pruned(bodies=count, bytes=gone, left=held - gone)
    return Pruned(bodies=count, bytes=gone, left=held - gone)


def _next(
    bodies: sqlite3.Connection, bounds: Bounds, starred: frozenset[int], now: datetime, *, room: int | None
) -> list[_Body]:
    """Bodies that may go now, oldest first, no more than make `room` bytes; whole ones after what stood against them."""
    limit = stamp(now - bounds.older_than) if bounds.older_than is not None else _NEVER
    found: list[_Body] = []
    made = 0
    for body in _candidates(bodies, bounds, starred, limit):
        if room is not None and made >= room:
            break
        found.append(body)
        made += body.size
    return found


def _candidates(bodies: sqlite3.Connection, bounds: Bounds, starred: frozenset[int], limit: str) -> Iterator[_Body]:
    marks = ", ".join("?" for _ in bounds.kinds)
    rows = bodies.execute(
        f"""
        SELECT b.rowid AS rowid, b.sha256, length(b.data) AS size, max(c.at) AS last,
            group_concat(DISTINCT c.entry_id) AS entries, min(c.kind IN ({marks})) AS fits
        FROM bodies b
        JOIN captures c ON c.sha256 = b.sha256
        WHERE b.codec != ? AND b.size >= ? AND NOT EXISTS (SELECT 1 FROM bodies d WHERE d.base = b.sha256)
        GROUP BY b.rowid
        HAVING fits AND last < ?
        ORDER BY last, b.rowid
        """,  # noqa: S608 - only marks
        (*bounds.kinds, PRUNED, bounds.larger_than or 0, limit),
    )
    for row in rows.fetchall():
        entries = {int(entry) for entry in (row["entries"] or "").split(",") if entry}
        if not entries & starred:
            yield _Body(row["rowid"], row["size"], row["last"], row["sha256"])


def _take_out(bodies: sqlite3.Connection, some: Sequence[_Body], why: str) -> list[_Body]:
    """Replace these bodies by their tombstones, where nothing has come to stand against them and nobody saw them since."""
    removed = []
    bodies.execute("BEGIN IMMEDIATE")
    try:
        for body in some:
            done = bodies.execute(
                """
                UPDATE bodies SET codec = ?, base = NULL, data = ?
                WHERE rowid = ? AND codec != ? AND NOT EXISTS (SELECT 1 FROM bodies d WHERE d.base = bodies.sha256)
                    AND NOT EXISTS (SELECT 1 FROM captures c WHERE c.sha256 = bodies.sha256 AND c.at > ?)
                """,
                (PRUNED, why.encode(), body.rowid, PRUNED, body.last),
            )
            if done.rowcount:
                removed.append(body)
        marks = ", ".join("?" for _ in removed)
        bodies.execute(f"DELETE FROM bases WHERE sha256 IN ({marks})", [one.sha256 for one in removed])  # noqa: S608
        bodies.execute("COMMIT")
    except sqlite3.Error:
        if bodies.in_transaction:
            bodies.execute("ROLLBACK")
        raise
    return removed


def _why(bounds: Bounds, now: datetime) -> str:
    reasons = []
    if bounds.older_than is not None:
        reasons.append(f"older than {bounds.older_than.days} days")
    if bounds.larger_than is not None:
        reasons.append(f"larger than {bounds.larger_than} bytes")
    if bounds.quota is not None:
        reasons.append(f"to keep within {bounds.quota} bytes")
    return f"{stamp(now)}: {', '.join(reasons) or 'asked for'}"
