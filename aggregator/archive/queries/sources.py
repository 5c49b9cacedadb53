"""Sources: all feeds with their health, and one with its polls, gaps and entries."""

import json
import sqlite3
from datetime import datetime

from aggregator.archive.queries.lines import (
    SOURCE_COLUMNS,
    lines,
    mapping,
    next_cursor,
    per_day,
    read_cursor,
    source_of,
)
from aggregator.archive.rows import instant, instant_or_none
from aggregator.views import PollView, ProblemView, SourceRow, SourcesView, SourceView

PAGE = 50  # entries, polls
FEEDS = 500  # rows of the list of sources
COUNTED = 2_000  # newest entries that the chart covers
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
    at, last = read_cursor(before)
    found = conn.execute(
        """
        SELECT id, sort_at FROM entries
        WHERE feed_id = :feed AND sort_at <= :at AND (sort_at < :at OR id < :last) AND merged_into IS NULL
        ORDER BY sort_at DESC, id DESC
        LIMIT :limit
        """,
        {"feed": feed["id"], "at": at, "last": last, "limit": limit + 1},
    ).fetchall()
    instants = conn.execute(
        "SELECT sort_at FROM entries WHERE feed_id = ? ORDER BY sort_at DESC LIMIT ?", (feed["id"], COUNTED)
    )
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
        volume=per_day(one[0] for one in instants),
        lines=lines(conn, (one["id"] for one in found[:limit])),
        next=next_cursor(found, limit, "sort_at"),
        moved_to=feed["moved_to"],
        moved_count=feed["moved_count"],
    )


def _former_urls(conn: sqlite3.Connection, feed: int) -> tuple[tuple[str, datetime, str], ...]:
    rows = conn.execute("SELECT url, until, reason FROM feed_urls WHERE feed_id = ? ORDER BY until DESC", (feed,))
    return tuple((row["url"], instant(row["until"]), row["reason"]) for row in rows)


def _polls(conn: sqlite3.Connection, feed: int) -> tuple[PollView, ...]:
    rows = conn.execute("SELECT * FROM polls WHERE feed_id = ? ORDER BY at DESC, id DESC LIMIT ?", (feed, PAGE))
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
