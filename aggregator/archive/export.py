"""Entries out, one by one, as other programs like them."""

import csv
import json
import sqlite3
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import IO, Any

from aggregator.archive.rows import stamp, to_json

_JSON_COLUMNS = ("authors", "categories", "enclosures", "topics")
COLUMNS = (
    "id", "feed", "publisher", "guid", "url", "title", "text", "language", "published", "published_raw", "updated",
    "first_seen", "last_seen", "authors", "categories", "enclosures", "topics", "story", "event", "role", "revisions",
)  # fmt: skip


def entries(conn: sqlite3.Connection, *, since: datetime | None = None) -> Iterator[dict[str, Any]]:
    """Every entry that was not merged into another, oldest arrival first; the archive is read as it goes."""
    rows = conn.execute(
        """
        SELECT e.id, f.name AS feed, f.publisher, e.guid, e.url, e.title, coalesce(nullif(a.text, ''), e.text) AS text,
            e.language, e.published, e.published_raw, e.updated, e.first_seen, e.last_seen, e.authors, e.categories,
            e.enclosures, (SELECT json_group_array(topic) FROM tags t WHERE t.entry_id = e.id) AS topics,
            p.story_id AS story, p.event_id AS event, p.role,
            (SELECT count(*) FROM revisions r WHERE r.entry_id = e.id) AS revisions
        FROM entries e
        JOIN feeds f ON f.id = e.feed_id
        LEFT JOIN placements p ON p.entry_id = e.id
        LEFT JOIN good_articles a ON a.entry_id = e.id
        WHERE e.merged_into IS NULL AND e.first_seen >= ?
        ORDER BY e.id
        """,
        (stamp(since) if since else "",),
    )
    for row in rows:
        yield {key: json.loads(row[key] or "[]") if key in _JSON_COLUMNS else row[key] for key in COLUMNS}


def write_jsonl(rows: Iterator[Mapping[str, Any]], out: IO[str]) -> None:
    """One JSON object a line."""
    for row in rows:
        out.write(to_json(row) + "\n")


def write_csv(rows: Iterator[Mapping[str, Any]], out: IO[str]) -> None:
    """A heading and a line per entry; lists as JSON. A cell that a spreadsheet would take for a formula is quoted."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([_cell(row[column]) for column in COLUMNS])


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        return to_json(value)
    # Spreadsheets run what begins like a formula (OWASP, "CSV injection"); titles come from strangers.
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value
