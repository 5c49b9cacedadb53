"""Room made in payloads.db: bodies taken out by age, size and kind, each leaving its hash, its size, when and why.

Only bodies go. What was read of them stays: entries, former wordings, articles, and the captures that say who answered
what and when. A starred entry keeps its pages, and a whole body stays while others stand against it.

The least valuable go first: pages that gave no article; then looks between the first and the last of a page, which say
the same as those; then pages; at last pages of entries whose page was edited, which prove what it said. Within each of
these, those go first that were received longest ago.

It works beside a running daemon: each transaction is short, and decides within itself what may go.
"""

import sqlite3
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Literal

from msgspec import Struct

from aggregator.archive.payloads import PRUNED
from aggregator.archive.rows import stamp
from aggregator.archive.writer import connect, connect_readonly, explain
from aggregator.records import WALLED

Kind = Literal["page", "feed", "archive"]
BATCH = 200  # bodies in one transaction
ROOM = 0.05  # of a quota that stands in feeds.yaml: made at once, so that not every day has to make some
_NEVER = "9999"


class Bounds(Struct, frozen=True, kw_only=True):
    """What may go: bodies that every bound that is given allows, of these kinds.

    `quota` is what bodies of these kinds may take in payloads.db, in bytes as stored; with it they go until the rest fits.
    """

    kinds: tuple[Kind, ...] = ("page",)
    older_than: timedelta | None = None
    larger_than: int | None = None  # bytes as received
    quota: int | None = None


class Pruned(Struct, frozen=True, kw_only=True):
    """What went, or would go: bodies and the bytes they took."""

    bodies: int
    bytes: int
    left: int  # bytes of the bodies that stay


def prune(folder: Path, bounds: Bounds, now: datetime, *, dry_run: bool = False) -> Pruned:
    """Take bodies out, the least valuable first.

    Raises:
        ArchiveError: there is no archive there, or it cannot be written.
    """
    with closing(connect_readonly(folder / "archive.db")) as conn:
        starred, worth = _starred(conn), list(_worth(conn))
    try:
        with closing(connect(folder / "payloads.db", payloads_file=True)) as bodies:
            _tell_worth(bodies, worth)
            return _prune(bodies, bounds, starred, now, dry_run=dry_run)
    except sqlite3.Error as error:
        raise explain(error, folder / "payloads.db") from error


def keep_within(folder: Path, quota: int, now: datetime) -> Pruned | None:
    """Make room once pages take more than `quota` bytes as stored, and a twentieth more; None when they do not.

    Raises:
        ArchiveError: there is no archive there, or it cannot be written.
    """
    try:
        with closing(connect_readonly(folder / "payloads.db")) as bodies:
            # All that the file holds is soon told; what of it are pages has to be counted.
            pages, free, size = (
                bodies.execute(f"PRAGMA {what}").fetchone()[0] for what in ("page_count", "freelist_count", "page_size")
            )
            if (pages - free) * size <= quota or _held(bodies, ("page",)) <= quota:
                return None
    except sqlite3.Error as error:
        raise explain(error, folder / "payloads.db") from error
    return prune(folder, Bounds(quota=int(quota * (1 - ROOM))), now)


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


_ORDINARY = 2  # worth of a page that nothing else is said of


def _worth(conn: sqlite3.Connection) -> Iterator[tuple[bytes, int]]:
    """Hashes of pages that are worth less or more than others: 0 no article, 1 a look between, 3 the proof of an edit."""
    walls = ", ".join(f"'{flag}'" for flag in sorted(WALLED))
    edited = {row[0] for row in conn.execute("SELECT DISTINCT entry_id FROM revisions WHERE origin = 'page'")}
    rows = conn.execute(
        f"""
        SELECT entry_id, payload, code NOT IN ('ok', 'unchanged')
            OR EXISTS (SELECT 1 FROM json_each(coalesce(flags, '[]')) WHERE value IN ({walls})) AS failed
        FROM pages
        WHERE payload IS NOT NULL
        ORDER BY entry_id, id
        """  # noqa: S608 - constants
    )
    for entry, looks in groupby(rows, key=lambda row: row["entry_id"]):
        seen = {row["payload"]: bool(row["failed"]) for row in looks}
        articles = [sha256 for sha256, failed in seen.items() if not failed]
        yield from ((sha256, 0) for sha256, failed in seen.items() if failed)
        if entry in edited:
            yield from ((sha256, 3) for sha256 in articles)
        else:
            yield from ((sha256, 1) for sha256 in articles[1:-1])


def _tell_worth(bodies: sqlite3.Connection, worth: Sequence[tuple[bytes, int]]) -> None:
    bodies.execute("CREATE TEMP TABLE going (rowid INTEGER PRIMARY KEY)")  # in a dry run, what would be gone
    bodies.execute("CREATE TEMP TABLE worth (sha256 BLOB PRIMARY KEY, class INTEGER NOT NULL) WITHOUT ROWID")
    bodies.executemany(
        "INSERT INTO worth VALUES (?, ?) ON CONFLICT (sha256) DO UPDATE SET class = max(class, excluded.class)", worth
    )


def _held(bodies: sqlite3.Connection, kinds: Sequence[Kind]) -> int:
    """Bytes that bodies of these kinds take; one that is of another kind as well is not counted."""
    marks = ", ".join("?" for _ in kinds)
    held: int = bodies.execute(
        f"""
        SELECT coalesce(sum(length(data)), 0) FROM bodies b
        WHERE codec != ? AND NOT EXISTS (SELECT 1 FROM captures c WHERE c.sha256 = b.sha256 AND c.kind NOT IN ({marks}))
        """,  # noqa: S608 - only marks
        (PRUNED, *kinds),
    ).fetchone()[0]
    return held


class _Body(Struct, frozen=True):
    rowid: int
    size: int  # as stored
    last: str  # instant of the last capture
    sha256: bytes


def _prune(
    bodies: sqlite3.Connection, bounds: Bounds, starred: frozenset[int], now: datetime, *, dry_run: bool
) -> Pruned:
    held = _held(bodies, bounds.kinds)
    gone = count = 0
    while bounds.quota is None or held - gone > bounds.quota:
        some = _next(bodies, bounds, starred, now, room=None if bounds.quota is None else held - gone - bounds.quota)
        if not some:
            break
        for start in range(0, len(some), BATCH):
            batch = some[start : start + BATCH]
            removed = _think_away(bodies, batch) if dry_run else _take_out(bodies, batch, _why(bounds, now))
            gone += sum(one.size for one in removed)
            count += len(removed)
            if not removed:
                return Pruned(bodies=count, bytes=gone, left=held - gone)
    return Pruned(bodies=count, bytes=gone, left=held - gone)


def _next(
    bodies: sqlite3.Connection, bounds: Bounds, starred: frozenset[int], now: datetime, *, room: int | None
) -> list[_Body]:
    """Bodies that may go now, in their order, no more than make `room` bytes; whole ones after what stood against them."""
    limit = stamp(now - bounds.older_than) if bounds.older_than is not None else _NEVER
    found: list[_Body] = []
    made = 0
    with closing(_candidates(bodies, bounds, starred, limit)) as candidates:
        for body in candidates:
            if room is not None and made >= room:
                break
            found.append(body)
            made += body.size
    return found


def _candidates(
    bodies: sqlite3.Connection, bounds: Bounds, starred: frozenset[int], limit: str
) -> Generator[_Body, None, None]:
    marks = ", ".join("?" for _ in bounds.kinds)
    rows = bodies.execute(
        f"""
        SELECT b.rowid AS rowid, b.sha256, length(b.data) AS size, max(c.at) AS last,
            group_concat(DISTINCT c.entry_id) AS entries, min(c.kind IN ({marks})) AS fits
        FROM bodies b
        JOIN captures c ON c.sha256 = b.sha256
        LEFT JOIN temp.worth w ON w.sha256 = b.sha256
        WHERE b.codec != ? AND b.size >= ? AND b.rowid NOT IN temp.going
            AND NOT EXISTS (SELECT 1 FROM bodies d WHERE d.base = b.sha256 AND d.rowid NOT IN temp.going)
        GROUP BY b.rowid
        HAVING fits AND last < ?
        ORDER BY coalesce(w.class, ?), last, b.rowid
        """,  # noqa: S608 - only marks
        (*bounds.kinds, PRUNED, bounds.larger_than or 0, limit, _ORDINARY),
    )
    # Closed in any case: a reading that is left open would keep this connection from writing after another one has.
    with closing(rows):
        for row in rows:
            entries = {int(entry) for entry in (row["entries"] or "").split(",") if entry}
            if not entries & starred:
                yield _Body(row["rowid"], row["size"], row["last"], row["sha256"])


def _think_away(bodies: sqlite3.Connection, some: Sequence[_Body]) -> Sequence[_Body]:
    """Take these for gone, so that what stands under them is free: what a dry run does."""
    bodies.executemany("INSERT INTO temp.going VALUES (?)", [(one.rowid,) for one in some])
    return some


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
