"""What each feed showed at some instant, by the intervals of `sightings`."""

import sqlite3
from datetime import datetime

from aggregator.archive.queries.lines import SOURCE_COLUMNS, source_of
from aggregator.archive.rows import instant, instant_or_none, stamp
from aggregator.views import FrontFeed, FrontView, Shown

FEEDS = 24  # on one page
SHOWN = 10  # entries of each; all of them when one feed is asked for
LOOKED_AT = 5_000  # intervals of a feed, the newest before the instant


def front(
    conn: sqlite3.Connection, at: datetime | None = None, *, feed: str | None = None, after: str | None = None
) -> FrontView:
    """What each feed showed at `at`, by the last good answer until then; now, when no instant is given.

    Args:
        feed: only this feed, whole.
        after: name of the feed after which the page begins.
    """
    moment = at or _last_document(conn)
    rows = conn.execute(
        f"""
        SELECT f.id, {SOURCE_COLUMNS} FROM feeds f
        WHERE f.name > :after AND (:feed IS NULL OR f.name = :feed)
        ORDER BY f.name
        """,  # noqa: S608 - a constant
        {"after": after or "", "feed": feed},
    ).fetchall()
    feeds: list[FrontFeed] = []
    following = None
    for row in rows if moment is not None else ():
        if len(feeds) == FEEDS:
            following = feeds[-1].source.feed
            break
        found = _feed_at(conn, row, stamp(moment), None if feed else SHOWN) if moment else None
        if found is not None:
            feeds.append(found)
    earliest = conn.execute("SELECT min(first_seen) FROM entries").fetchone()[0]
    return FrontView(at=moment, feeds=tuple(feeds), feed=feed, earliest=instant_or_none(earliest), next=following)


def _last_document(conn: sqlite3.Connection) -> datetime | None:
    row = conn.execute("SELECT max(last_polled) FROM feeds").fetchone()
    return instant_or_none(row[0])


def _feed_at(conn: sqlite3.Connection, feed: sqlite3.Row, at: str, limit: int | None) -> FrontFeed | None:
    # An interval ends at the last answer that still showed it. Between two answers the former one is in force.
    answer = conn.execute(
        """
        SELECT at FROM polls
        WHERE feed_id = ? AND at <= ? AND code IN ('ok', 'unchanged')
        ORDER BY at DESC
        LIMIT 1
        """,
        (feed["id"], at),
    ).fetchone()
    document = answer["at"] if answer else None
    rows = conn.execute(
        """
        SELECT entry_id, place, wording_hash, url, first_seen FROM (
            SELECT * FROM sightings WHERE feed_id = :feed AND first_seen <= :at ORDER BY first_seen DESC LIMIT :looked_at
        )
        WHERE last_seen >= :at OR open = 1
        ORDER BY place, entry_id
        """,
        {"feed": feed["id"], "at": document or at, "looked_at": LOOKED_AT},
    ).fetchall()
    if not rows:
        return None
    shown = tuple(_shown(conn, row, rank) for rank, row in enumerate(rows[:limit], start=1))
    return FrontFeed(
        source=source_of(feed),
        document=instant_or_none(document),
        shown=shown,
        more=len(rows) - len(shown),
    )


def _shown(conn: sqlite3.Connection, row: sqlite3.Row, rank: int) -> Shown:
    """The entry with its title as worded then: today's, a former one, or another feed's own."""
    entry = conn.execute(
        "SELECT title, url, language, wording_hash FROM entries WHERE id = ?", (row["entry_id"],)
    ).fetchone()
    same = entry["wording_hash"] == row["wording_hash"]
    title = entry["title"] if same else _former_title(conn, row["entry_id"], row["wording_hash"])
    return Shown(
        rank=rank,
        entry=row["entry_id"],
        title=title if title is not None else entry["title"],
        url=row["url"] or entry["url"],
        language=entry["language"],
        since=instant(row["first_seen"]),
        reworded=not same,
    )


def _former_title(conn: sqlite3.Connection, entry: int, wording: bytes) -> str | None:
    row = conn.execute(
        """
        SELECT title FROM revisions WHERE entry_id = :entry AND wording_hash = :wording
        UNION ALL
        SELECT title FROM wordings WHERE entry_id = :entry AND wording_hash = :wording
        LIMIT 1
        """,
        {"entry": entry, "wording": wording},
    ).fetchone()
    return None if row is None else row["title"]
