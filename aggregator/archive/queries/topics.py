"""Topics: all of them, and one with its volume over time."""

import sqlite3

from aggregator.archive.queries.lines import cursor, lines, mapping, per_day, read_cursor, topic_ref
from aggregator.views import TopicRef, TopicsView, TopicView

PAGE = 50  # entries
COUNTED = 2_000  # newest entries that the chart covers


def topics(conn: sqlite3.Connection) -> TopicsView:
    """Every topic that has entries, the largest first; reads `topics` whole, which is as long as the rules are."""
    rows = conn.execute(
        """
        SELECT t.slug, t.kind, t.labels, c.value AS entries FROM topics t
        JOIN counters c ON c.name = 'topic:' || t.slug
        WHERE c.value > 0
        ORDER BY c.value DESC, t.slug
        """
    )
    return TopicsView(
        topics=tuple(
            TopicRef(
                slug=row["slug"],
                labels={key: str(value) for key, value in mapping(row["labels"]).items()},
                kind=row["kind"],
                entries=row["entries"],
            )
            for row in rows
        )
    )


def topic(conn: sqlite3.Connection, slug: str, *, before: str | None = None, limit: int = PAGE) -> TopicView | None:
    """A topic with its entries, newest arrivals first; None when no entry ever had it."""
    known = conn.execute("SELECT parent FROM topics WHERE slug = ?", (slug,)).fetchone()
    counter = conn.execute("SELECT value FROM counters WHERE name = 'topic:' || ?", (slug,)).fetchone()
    if known is None and counter is None:
        return None
    _, last = read_cursor(before)
    ids = [
        row[0]
        for row in conn.execute(
            """
            SELECT t.entry_id FROM tags t
            JOIN entries e ON e.id = t.entry_id
            WHERE t.topic = ? AND t.entry_id < ? AND e.merged_into IS NULL
            ORDER BY t.entry_id DESC
            LIMIT ?
            """,
            (slug, last, limit + 1),
        )
    ]
    # A page is found by arrival, which an index knows, and shown by time.
    shown = sorted(lines(conn, ids[:limit]), key=lambda line: (line.at, line.id), reverse=True)
    instants = _instants(conn, slug)
    parent = known["parent"] if known is not None else None
    return TopicView(
        topic=topic_ref(conn, slug, counter["value"] if counter else 0),
        parent=topic_ref(conn, parent) if parent else None,
        volume=per_day(instants),
        whole=len(instants) < COUNTED,
        lines=tuple(shown),
        next=cursor(shown[-1].at, ids[limit - 1]) if len(ids) > limit and shown else None,
    )


def _instants(conn: sqlite3.Connection, slug: str) -> list[str]:
    return [
        row[0]
        for row in conn.execute(
            """
            SELECT e.sort_at FROM tags t
            JOIN entries e ON e.id = t.entry_id
            WHERE t.topic = ?
            ORDER BY t.entry_id DESC
            LIMIT ?
            """,
            (slug, COUNTED),
        )
    ]
