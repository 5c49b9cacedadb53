"""Gone upstream: entries that a publisher took back, as far as one can see; recorded with its time, and nothing is removed.

Two things are taken for it. An entry left its feed although entries that stood below it and are older stayed: it did not
fall off the end. Or its page answers 404 or 410. When it is seen again, the mark goes.
"""

import sqlite3
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from itertools import pairwise

from aggregator.archive.rows import stamp, to_json

ORDERED = 0.9  # share of neighbours in order of time from which on a feed counts as one that lists the newest first
BELOW = 0.1  # share of a document that has to stay below, two at least: one old entry may be pinned to the end
FEW = 0.2  # share of a document that may leave early; more is a feed that shows another choice
_LEFT, _ANSWERED = "it left the feed ", "its page answered "


def left_early(
    conn: sqlite3.Connection, feed: int, before: Sequence[sqlite3.Row], seen: Collection[int], now: datetime
) -> tuple[int, ...]:
    """Mark the entries of the document before this one that left it early; returns them.

    A feed that lists its entries by other things than time, such as a front page, lets them go from anywhere: there
    nothing is concluded. Neither is it when the entry still stands in another feed.

    Args:
        before: the sightings of the former document.
        seen: the entries of this one, which is whole.
    """
    rows = _dated(conn, before)
    pairs = list(pairwise(rows))
    if not pairs or sum(one[1] >= other[1] for one, other in pairs) < ORDERED * len(pairs):
        return ()
    early = []
    older: list[str] = []  # instants of entries that stayed, from the end of the document up
    for entry, at in reversed(rows):
        if entry in seen:
            older.append(at)
        elif (stayed := sum(other < at for other in older)) >= max(2, BELOW * len(rows)):
            early.append((entry, stayed))
    if len(early) > max(1, FEW * len(rows)):
        return ()
    gone = [(entry, stayed) for entry, stayed in early if not _stands_elsewhere(conn, entry, feed)]
    name = conn.execute("SELECT name FROM feeds WHERE id = ?", (feed,)).fetchone()[0]
    for entry, stayed in gone:
        _mark(conn, entry, now, f"{_LEFT}{name} while {stayed} older entries stayed")
    return tuple(entry for entry, _ in gone)


def _dated(conn: sqlite3.Connection, before: Sequence[sqlite3.Row]) -> list[tuple[int, str]]:
    """Entry and instant of each, from the top of the document down."""
    ids = to_json([row["entry_id"] for row in before])
    at = dict(
        map(tuple, conn.execute("SELECT id, sort_at FROM entries WHERE id IN (SELECT value FROM json_each(?))", (ids,)))
    )
    return [(row["entry_id"], at[row["entry_id"]]) for row in sorted(before, key=lambda row: row["place"])]


def _stands_elsewhere(conn: sqlite3.Connection, entry: int, feed: int) -> bool:
    row = conn.execute(
        "SELECT 1 FROM sightings WHERE entry_id = ? AND feed_id != ? AND open = 1 LIMIT 1", (entry, feed)
    ).fetchone()
    return row is not None


def page_gone(conn: sqlite3.Connection, entry: int, status: int, now: datetime) -> None:
    """Mark an entry whose page is not there any more."""
    _mark(conn, entry, now, f"{_ANSWERED}{status}")


def page_back(conn: sqlite3.Connection, entry: int) -> None:
    """Take the mark back that a page left: it answers again."""
    _unmark(conn, [entry], _ANSWERED)


def shown_again(conn: sqlite3.Connection, entries: Iterable[int]) -> None:
    """Take the mark back from entries that stand in a feed again."""
    _unmark(conn, entries, _LEFT)


def _mark(conn: sqlite3.Connection, entry: int, now: datetime, why: str) -> None:
    # The first thing seen stands: since when it is gone.
    conn.execute(
        "UPDATE entries SET gone_at = ?, gone_why = ? WHERE id = ? AND gone_at IS NULL", (stamp(now), why, entry)
    )


def _unmark(conn: sqlite3.Connection, entries: Iterable[int], why: str) -> None:
    conn.executemany(
        "UPDATE entries SET gone_at = NULL, gone_why = NULL WHERE id = ? AND gone_why LIKE ? || '%'",
        [(entry, why) for entry in entries],
    )
