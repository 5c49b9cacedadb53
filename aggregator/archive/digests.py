"""Which stories a period has, as the digest wants them; only what was known at its end."""

import json
import sqlite3
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from aggregator.archive.rows import instant, stamp
from aggregator.archive.witnesses import SEEN_IN_FEED
from aggregator.records import DigestEntry, DigestStory, EntryId, SourceNote, StoryId

SHOWN = 8  # articles of one story, the newest ones of the period first served
LEAD = 280  # characters
TROUBLED_AFTER = timedelta(hours=24)
SILENT_AFTER = 5  # times its usual pause ...
SILENT_AT_LEAST = timedelta(hours=24)  # ... and never sooner than this
SILENT_CHANGES = 20  # newest changes whose pauses say what is usual


def stories(
    conn: sqlite3.Connection, since: datetime, as_of: datetime, *, topic: str | None = None
) -> tuple[DigestStory, ...]:
    """Stories with an entry first seen in the period `since` (excluded) to `as_of` (included), by id."""
    rows = conn.execute(
        """
        SELECT DISTINCT p.story_id FROM entries e
        JOIN placements p ON p.entry_id = e.id
        WHERE e.first_seen > :since AND e.first_seen <= :as_of AND e.merged_into IS NULL
            AND (:topic IS NULL OR EXISTS (SELECT 1 FROM tags t WHERE t.entry_id = e.id AND t.topic = :topic))
        ORDER BY p.story_id
        """,
        {"since": stamp(since), "as_of": stamp(as_of), "topic": topic},
    )
    return tuple(_story(conn, row[0], since, as_of) for row in rows.fetchall())


def _story(conn: sqlite3.Connection, story: int, since: datetime, as_of: datetime) -> DigestStory:
    head = conn.execute("SELECT title, language FROM stories WHERE id = ?", (story,)).fetchone()
    rows = conn.execute(
        """
        SELECT e.id, e.title, e.url, e.language, e.sort_at, e.first_seen, e.text, p.role,
            coalesce(o.title, f.title, f.publisher, f.name) AS outlet
        FROM placements p
        JOIN entries e ON e.id = p.entry_id
        JOIN feeds f ON f.id = e.feed_id
        LEFT JOIN publishers o ON o.name = f.publisher
        WHERE p.story_id = ? AND e.first_seen <= ? AND e.merged_into IS NULL
        ORDER BY e.sort_at, e.id
        """,
        (story, stamp(as_of)),
    ).fetchall()
    start = stamp(since)
    new = [row for row in rows if row["first_seen"] > start]
    shown = new if len(new) <= SHOWN else new[: SHOWN // 2] + new[-SHOWN // 2 :]
    former = [row for row in rows if row["first_seen"] <= start][-1:]
    return DigestStory(
        story=StoryId(story),
        title=head["title"],
        language=head["language"],
        first_seen=instant(rows[0]["sort_at"]),
        last_seen=instant(rows[-1]["sort_at"]),
        topics=_topics(conn, [row["id"] for row in rows]),
        entries=tuple(_entry(row, start) for row in former + shown),
        edits=_edits(conn, [row["id"] for row in rows], since, as_of),
        lead=_lead(new[0]["text"]),
    )


def _entry(row: sqlite3.Row, start: str) -> DigestEntry:
    return DigestEntry(
        entry=EntryId(row["id"]),
        title=row["title"],
        url=row["url"],
        outlet=row["outlet"],
        at=instant(row["sort_at"]),
        language=row["language"],
        role=row["role"],
        new=row["first_seen"] > start,
    )


def _topics(conn: sqlite3.Connection, entries: list[int]) -> tuple[str, ...]:
    """Topics of the story, those of most entries first."""
    counts: dict[str, int] = {}
    for entry in entries:
        for (topic,) in conn.execute("SELECT topic FROM tags WHERE entry_id = ?", (entry,)):
            counts[topic] = counts.get(topic, 0) + 1
    return tuple(sorted(counts, key=lambda topic: (-counts[topic], topic)))


def _edits(conn: sqlite3.Connection, entries: list[int], since: datetime, as_of: datetime) -> int:
    return sum(
        conn.execute(
            f"""
            SELECT count(*) FROM revisions r
            WHERE r.entry_id = ? AND r.replaced > ? AND r.replaced <= ? AND NOT {SEEN_IN_FEED}
            """,  # noqa: S608 - a constant
            (entry, stamp(since), stamp(as_of)),
        ).fetchone()[0]
        for entry in entries
    )


def _lead(text: str) -> str:
    first = text.split("\n\n", 1)[0]
    if len(first) <= LEAD:
        return first
    return first[:LEAD].rsplit(" ", 1)[0].rstrip(",;:. ") + " …"


def labels(conn: sqlite3.Connection, language: str) -> dict[str, str]:
    """Topic slug -> name in `language`, else in English, else the slug, of topics that rules or subjects assign."""
    rows = conn.execute(
        """
        SELECT slug, coalesce(json_extract(labels, '$.' || ?), json_extract(labels, '$.en'), slug) AS label FROM topics
        WHERE kind IN ('rule', 'subject', 'feed')
        ORDER BY slug
        """,
        (language,),
    )
    return {row["slug"]: row["label"] for row in rows}


def labels_of(conn: sqlite3.Connection, topics: Sequence[str], language: str) -> dict[str, str]:
    """The same for these topics, of whatever kind."""
    found = {}
    for topic in topics:
        row = conn.execute("SELECT labels FROM topics WHERE slug = ?", (topic,)).fetchone()
        names = json.loads(row["labels"]) if row is not None else {}
        found[topic] = names.get(language) or names.get("en") or topic
    return found


def sources(conn: sqlite3.Connection, since: datetime, as_of: datetime) -> int:
    """How many feeds gave an entry in the period."""
    count: int = conn.execute(
        "SELECT count(DISTINCT feed_id) FROM entries WHERE first_seen > ? AND first_seen <= ?",
        (stamp(since), stamp(as_of)),
    ).fetchone()[0]
    return count


def troubled(conn: sqlite3.Connection, as_of: datetime) -> tuple[SourceNote, ...]:
    """Feeds that failed for a day and more at `as_of`, said that they ended, or have been silent for long."""
    rows = conn.execute(
        """
        SELECT f.name, f.failing_since, p.code, coalesce(p.message, p.code) AS message FROM feeds f
        JOIN polls p ON p.id = (SELECT max(id) FROM polls WHERE feed_id = f.id AND at <= :as_of)
        WHERE f.failing_since IS NOT NULL AND f.failing_since <= :limit AND f.state IN ('active', 'gone')
        ORDER BY f.failing_since, f.name
        """,
        {"as_of": stamp(as_of), "limit": stamp(as_of - TROUBLED_AFTER)},
    )
    failing = tuple(
        SourceNote(feed=row["name"], code=row["code"], since=instant(row["failing_since"]), message=row["message"])
        for row in rows
    )
    return failing + silent(conn, as_of)


def silent(conn: sqlite3.Connection, as_of: datetime) -> tuple[SourceNote, ...]:
    """Feeds that answer well but whose document has not changed for five times its usual pause, and for a day at least.

    Usual is the mean pause between its last twenty changes (an entry came, was reworded or moved); a feed with fewer than
    three of them has no rhythm to fall silent from.
    """
    found = []
    for feed in conn.execute(
        "SELECT id, name FROM feeds WHERE state = 'active' AND failures = 0 AND last_good IS NOT NULL ORDER BY name"
    ).fetchall():
        rows = conn.execute(
            """
            SELECT DISTINCT first_seen FROM sightings
            WHERE feed_id = ? AND first_seen <= ?
            ORDER BY first_seen DESC
            LIMIT ?
            """,
            (feed["id"], stamp(as_of), SILENT_CHANGES),
        ).fetchall()
        seen = [instant(row[0]) for row in rows]
        if len(seen) < 3:
            continue
        usual = (seen[0] - seen[-1]) / (len(seen) - 1)
        if as_of - seen[0] > max(usual * SILENT_AFTER, SILENT_AT_LEAST):
            message = f"nothing new for {_words(as_of - seen[0])}, usually every {_words(usual)}"
            found.append(SourceNote(feed=feed["name"], code="silent", since=seen[0], message=message))
    return tuple(found)


def _words(span: timedelta) -> str:
    hours = span / timedelta(hours=1)
    return (
        f"{max(1, round(span / timedelta(minutes=1)))} min"
        if hours < 2
        else f"{round(hours)} h"
        if hours < 72
        else f"{round(hours / 24)} days"
    )


def summary(conn: sqlite3.Connection) -> dict[str, Any]:
    """The archive at a glance: counts, copies, and every story with its members, the largest first."""
    stories_ = [
        {
            "id": row["id"],
            "title": row["title"],
            "language": row["language"],
            "size": row["size"],
            "languages": _links(conn, row["id"]),
            "members": _members(conn, row["id"]),
        }
        for row in conn.execute("SELECT * FROM stories WHERE size > 0 ORDER BY size DESC, id")
    ]
    return {
        "feeds": _count(conn, "SELECT count(*) FROM feeds WHERE state != 'removed'"),
        "polls": _count(conn, "SELECT count(*) FROM polls"),
        "entries": _count(conn, "SELECT count(*) FROM entries WHERE merged_into IS NULL"),
        "revisions": _count(conn, "SELECT count(*) FROM revisions"),
        "copies": _count(conn, "SELECT count(*) FROM copies"),
        "stories": stories_,
    }


def _count(conn: sqlite3.Connection, sql: str) -> int:
    number: int = conn.execute(sql).fetchone()[0]
    return number


def _members(conn: sqlite3.Connection, story: int) -> list[dict[str, Any]]:
    rows = conn.execute(
        """
        SELECT e.id, e.title, e.url, e.language, e.sort_at AS at, coalesce(f.publisher, f.name) AS outlet, p.event_id AS event,
            p.follows, p.relation, p.role, c.original AS copy_of
        FROM placements p
        JOIN entries e ON e.id = p.entry_id
        JOIN feeds f ON f.id = e.feed_id
        LEFT JOIN copies c ON c.entry_id = e.id
        WHERE p.story_id = ? AND e.merged_into IS NULL
        ORDER BY e.sort_at, e.id
        """,
        (story,),
    )
    return [dict(row) for row in rows]


def _links(conn: sqlite3.Connection, story: int) -> list[int]:
    """Stories that tell the same in other languages."""
    rows = conn.execute(
        """
        SELECT DISTINCT o.story_id FROM events v
        JOIN story_links l ON l.kind = 'language' AND (l.event_id = v.id OR l.other = v.id)
        JOIN events o ON o.id = CASE l.event_id WHEN v.id THEN l.other ELSE l.event_id END
        WHERE v.story_id = ? AND o.story_id != v.story_id
        ORDER BY o.story_id
        """,
        (story,),
    )
    return [row[0] for row in rows]
