"""Sources: all feeds with their health, and one with its polls, gaps and entries."""

import json
import sqlite3
from datetime import datetime

from msgspec.structs import replace

from aggregator.archive import digests
from aggregator.archive.queries.lines import (
    SOURCE_COLUMNS,
    cursor,
    lines,
    mapping,
    per_day,
    read_cursor,
    source_of,
)
from aggregator.archive.rows import instant, instant_or_none
from aggregator.views import PollView, ProblemView, SourceRow, SourcesView, SourceView

PAGE = 50  # entries
POLLS = 20  # the newest ones
FEEDS = 500  # rows of the list of sources
COUNTED = 3_000  # newest sightings that the chart covers
LOOKED_AT = 5_000  # sightings walked for one page
LOOKED_BACK = 2_000  # polls searched for gaps


_ROW = f"""
SELECT {SOURCE_COLUMNS}, f.url, f.site_url, f.language, f.state, f.failures,
    f.failing_since, f.last_polled, f.last_good, f.next_due,
    coalesce((SELECT value FROM counters WHERE name = 'feed:' || f.id), 0) AS entries,
    CASE WHEN f.failures > 0 OR f.state = 'gone' THEN (
        SELECT coalesce(p.message, p.code) FROM polls p WHERE p.feed_id = f.id ORDER BY p.at DESC, p.id DESC LIMIT 1
    ) END AS trouble
FROM feeds f
"""  # noqa: S608 - a constant


def sources(
    conn: sqlite3.Connection, *, state: str | None = None, after: str | None = None, limit: int = FEEDS
) -> SourcesView:
    """Feeds by name; `state` is one of the column's values, or `failing`. Reads `feeds`, which is small, by its name."""
    rows = conn.execute(
        _ROW
        + """
        WHERE f.name > :after
            AND CASE :state WHEN '' THEN f.state != 'removed' WHEN 'failing' THEN f.failures > 0 ELSE f.state = :state END
        ORDER BY f.name
        LIMIT :limit
        """,
        {"after": after or "", "state": state or "", "limit": limit + 1},
    ).fetchall()
    states = conn.execute("SELECT state, count(*) AS feeds FROM feeds GROUP BY state ORDER BY state")
    return SourcesView(
        sources=tuple(source_row(row) for row in rows[:limit]),
        states={row["state"]: row["feeds"] for row in states},
        next=rows[limit - 1]["feed"] if len(rows) > limit else None,
    )


def troubled(conn: sqlite3.Connection, limit: int = 100) -> tuple[SourceRow, ...]:
    """Feeds that fail or said that they ended, the longest failing first."""
    rows = conn.execute(
        _ROW
        + """
        WHERE f.state IN ('active', 'gone') AND (f.failures > 0 OR f.state = 'gone')
        ORDER BY f.failing_since, f.name
        LIMIT ?
        """,
        (limit,),
    )
    return tuple(source_row(row) for row in rows)


def fallen_silent(conn: sqlite3.Connection, now: datetime) -> tuple[SourceRow, ...]:
    """Feeds that answer well but have had nothing to say for unusually long; what that means is said as their trouble."""
    return tuple(
        replace(source_row(conn.execute(_ROW + "WHERE f.name = ?", (note.feed,)).fetchone()), trouble=note.message)
        for note in digests.silent(conn, now)
    )


def source_row(row: sqlite3.Row) -> SourceRow:
    """The record of a row of `_ROW`."""
    return SourceRow(
        source=source_of(row),
        url=row["url"],
        site_url=row["site_url"],
        language=row["language"],
        state=row["state"],
        failures=row["failures"],
        failing_since=instant_or_none(row["failing_since"]),
        last_polled=instant_or_none(row["last_polled"]),
        last_good=instant_or_none(row["last_good"]),
        next_due=instant_or_none(row["next_due"]),
        entries=row["entries"],
        trouble=row["trouble"],
    )


def source(conn: sqlite3.Connection, name: str, *, before: str | None = None, limit: int = PAGE) -> SourceView | None:
    """A feed with its polls and entries, newest first; None when it was never followed."""
    feed = conn.execute("SELECT * FROM feeds WHERE name = ?", (name,)).fetchone()
    row = conn.execute(_ROW + "WHERE f.name = ?", (name,)).fetchone()
    if feed is None or row is None:
        return None
    ids, following = _shown_by(conn, feed["id"], before, limit)
    shown = sorted(lines(conn, ids), key=lambda line: (line.at, line.id), reverse=True)
    return SourceView(
        row=source_row(row),
        spec_url=feed["spec_url"],
        added=instant(feed["added"]),
        window=feed["window"],
        hints=mapping(feed["hints"]),
        former_urls=_former_urls(conn, feed["id"]),
        polls=_polls(conn, feed["id"]),
        gaps=_gaps(conn, feed["id"]),
        problems=_problems(conn, feed["id"]),
        volume=per_day(_first_appearances(conn, feed["id"])),
        lines=tuple(shown),
        next=following,
        moved_to=feed["moved_to"],
        moved_count=feed["moved_count"],
    )


def _shown_by(conn: sqlite3.Connection, feed: int, before: str | None, limit: int) -> tuple[list[int], str | None]:
    """Entries that a feed ever showed, those that appeared last first, and where the next page begins.

    Not by `entries.feed_id`: an entry that several feeds of one publisher show has only one home. A feed that shuffles
    its entries gives many sightings and few entries; the walk stops after `LOOKED_AT` and the next page goes on there.
    """
    at, last = read_cursor(before)
    rows = conn.execute(
        """
        SELECT id, entry_id, first_seen FROM sightings
        WHERE feed_id = :feed AND first_seen <= :at AND (first_seen < :at OR id < :last)
        ORDER BY first_seen DESC, id DESC
        LIMIT :looked_at
        """,
        {"feed": feed, "at": at, "last": last, "looked_at": LOOKED_AT},
    )
    ids: list[int] = []
    walked, row = 0, None
    for row in rows:
        walked += 1
        if conn.execute(_APPEARED, {"entry": row["entry_id"], "feed": feed, "sighting": row["id"]}).fetchone():
            ids.append(row["entry_id"])
        if len(ids) == limit:
            break
    # A whole page, or a walk cut short: perhaps there is more.
    more = row is not None and (len(ids) == limit or walked == LOOKED_AT)
    return ids, cursor(instant(row["first_seen"]), row["id"]) if row is not None and more else None


_APPEARED = """
SELECT 1 FROM entries e
WHERE e.id = :entry AND e.merged_into IS NULL AND NOT EXISTS (
    SELECT 1 FROM sightings s WHERE s.entry_id = e.id AND s.feed_id = :feed AND s.id < :sighting
)
"""


def _first_appearances(conn: sqlite3.Connection, feed: int) -> list[str]:
    """When entries first appeared in a feed, among its newest sightings."""
    rows = conn.execute(
        """
        SELECT min(first_seen) AS at FROM (
            SELECT entry_id, first_seen FROM sightings WHERE feed_id = ? ORDER BY first_seen DESC LIMIT ?
        )
        GROUP BY entry_id
        """,
        (feed, COUNTED),
    ).fetchall()
    instants = sorted(row["at"] for row in rows)
    # Where the window cuts, entries that were there before would all seem new.
    return [at for at in instants if at > instants[0]] if len(rows) > 1 and _window_is_full(conn, feed) else instants


def _window_is_full(conn: sqlite3.Connection, feed: int) -> bool:
    row = conn.execute(
        "SELECT 1 FROM sightings WHERE feed_id = ? ORDER BY first_seen DESC LIMIT 1 OFFSET ?", (feed, COUNTED)
    ).fetchone()
    return row is not None


def _former_urls(conn: sqlite3.Connection, feed: int) -> tuple[tuple[str, datetime, str], ...]:
    rows = conn.execute("SELECT url, until, reason FROM feed_urls WHERE feed_id = ? ORDER BY until DESC", (feed,))
    return tuple((row["url"], instant(row["until"]), row["reason"]) for row in rows)


def _polls(conn: sqlite3.Connection, feed: int) -> tuple[PollView, ...]:
    rows = conn.execute("SELECT * FROM polls WHERE feed_id = ? ORDER BY at DESC, id DESC LIMIT ?", (feed, POLLS))
    return tuple(
        PollView(
            at=instant(row["at"]),
            url=row["url"],
            status=row["status"],
            code=row["code"],
            message=row["message"],
            bytes=row["bytes"],
            ms=row["ms"],
            new=row["new"],
            revised=row["revised"],
            parser=row["parser"],
            gap=bool(row["gap"]),
            next_due=instant_or_none(row["next_due"]),
            why=row["why"],
            hops=len(json.loads(row["hops"])) if row["hops"] else 0,
        )
        for row in rows
    )


def _gaps(conn: sqlite3.Connection, feed: int) -> tuple[datetime, ...]:
    """Among the newest polls, those before which items may have been missed."""
    rows = conn.execute(
        """
        SELECT at FROM (SELECT at, gap FROM polls WHERE feed_id = ? ORDER BY at DESC LIMIT ?)
        WHERE gap = 1
        LIMIT 20
        """,
        (feed, LOOKED_BACK),
    )
    return tuple(instant(row["at"]) for row in rows)


def _problems(conn: sqlite3.Connection, feed: int) -> tuple[ProblemView, ...]:
    rows = conn.execute("SELECT * FROM problems WHERE feed_id = ? ORDER BY last_seen DESC, code", (feed,))
    return tuple(
        ProblemView(
            code=row["code"],
            message=row["message"],
            first_seen=instant(row["first_seen"]),
            last_seen=instant(row["last_seen"]),
            times=row["times"],
        )
        for row in rows
    )
