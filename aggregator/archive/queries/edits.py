"""What was changed after publication, newest first."""

import sqlite3

from aggregator.archive.queries.lines import lines, next_cursor, read_cursor, strings
from aggregator.archive.rows import instant
from aggregator.archive.witnesses import SEEN_IN_FEED
from aggregator.views import Edit, EditsView

PAGE = 50  # edits
LOOKED_AT = 10_000  # newest revisions that a filter looks at


def edits(
    conn: sqlite3.Connection,
    *,
    change: str | None = None,
    feed: str | None = None,
    silent: bool = False,
    since: str | None = None,
    before: str | None = None,
    limit: int = PAGE,
) -> EditsView:
    """Wordings that were replaced, the newest replacement first; an edit that the page shows as well as the feed, once.

    Args:
        change: only this class (see `records.Change`).
        feed: only entries of this feed or publisher.
        silent: only changes that `updated` does not admit.
        since: only those replaced at this instant or later.
    """
    at, last = read_cursor(before)
    floor = _floor(conn, at) if change or feed or silent else ""
    rows = conn.execute(
        f"""
        SELECT r.id, r.replaced FROM revisions r
        CROSS JOIN entries e ON e.id = r.entry_id
        CROSS JOIN feeds f ON f.id = e.feed_id
        WHERE r.replaced <= :at AND (r.replaced < :at OR r.id < :last) AND r.replaced >= max(:floor, :since)
            AND (:change IS NULL OR r.change = :change) AND r.silent >= :silent
            AND (:feed IS NULL OR f.name = :feed OR f.publisher = :feed) AND NOT {SEEN_IN_FEED}
        ORDER BY r.replaced DESC, r.id DESC
        LIMIT :limit
        """,  # noqa: S608 - a constant
        {
            "at": at, "last": last, "floor": floor, "since": since or "", "change": change, "feed": feed,
            "silent": int(silent), "limit": limit + 1,
        },
    ).fetchall()  # fmt: skip
    shown = (_edit(conn, row["id"]) for row in rows[:limit])
    return EditsView(
        edits=tuple(edit for edit in shown if edit is not None),
        change=change,
        feed=feed,
        silent=silent,
        bounded=floor > (since or "") and len(rows) <= limit,
        next=next_cursor(rows, limit, "replaced"),
    )


def _floor(conn: sqlite3.Connection, at: str) -> str:
    """The instant before which a filter does not look; empty when there are not that many edits."""
    row = conn.execute(
        "SELECT replaced FROM revisions WHERE replaced <= ? ORDER BY replaced DESC LIMIT 1 OFFSET ?", (at, LOOKED_AT)
    ).fetchone()
    return "" if row is None else row["replaced"]


def _edit(conn: sqlite3.Connection, revision: int) -> Edit | None:
    row = conn.execute(
        """
        SELECT r.id, r.entry_id, r.title, r.seen, r.replaced, r.change, r.silent, r.origin, r.changed,
        CASE r.origin WHEN 'page' THEN (SELECT a.title FROM articles a WHERE a.entry_id = e.id) END AS on_page,
        e.title AS latest, (
            SELECT n.title FROM revisions n
            WHERE n.entry_id = r.entry_id AND n.origin = r.origin AND n.feed_id IS r.feed_id AND n.id > r.id
            ORDER BY n.id
            LIMIT 1
        ) AS following
        FROM revisions r
        JOIN entries e ON e.id = r.entry_id
        WHERE r.id = ?
        """,
        (revision,),
    ).fetchone()
    found = lines(conn, [row["entry_id"]])
    if not found:
        return None
    return Edit(
        revision=row["id"],
        line=found[0],
        before=row["title"],
        after=row["following"] or row["on_page"] or row["latest"],
        seen=instant(row["seen"]),
        replaced=instant(row["replaced"]),
        change=row["change"],
        silent=bool(row["silent"]),
        origin=row["origin"],
        changed=strings(row["changed"]),
    )
