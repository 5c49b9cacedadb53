"""Derived rows in and out: what is pending, articles, tags. Each says who made it and can be made again."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from aggregator.archive import fts
from aggregator.archive.facts import count
from aggregator.archive.rows import stamp, stamp_or_none, to_json
from aggregator.records import (
    WALLED,
    Article,
    Category,
    EntryId,
    Subject,
    Tag,
    Topic,
)

if TYPE_CHECKING:  # it brings long lists of names along
    from aggregator.text.entities import Mention

# ----------------------------------------------------------------------------------------------- what is pending


def pending(conn: sqlite3.Connection, stage: str, now: datetime, limit: int) -> tuple[EntryId, ...]:
    """Entries that `stage` has still to look at, longest due first; a crash leaves them here."""
    rows = conn.execute(
        "SELECT entry_id FROM todo WHERE stage = ? AND due <= ? ORDER BY due, entry_id LIMIT ?",
        (stage, stamp(now), limit),
    )
    return tuple(EntryId(row[0]) for row in rows)


def settle(conn: sqlite3.Connection, stage: str, entries: Iterable[EntryId]) -> None:
    """Take these entries off the list of `stage`."""
    conn.executemany("DELETE FROM todo WHERE entry_id = ? AND stage = ?", [(entry, stage) for entry in entries])


def settle_all(conn: sqlite3.Connection, stage: str) -> None:
    """Take everything off the list of `stage`."""
    conn.execute("DELETE FROM todo WHERE stage = ?", (stage,))


def postpone(conn: sqlite3.Connection, stage: str, entry: EntryId, due: datetime, *, failed: bool) -> None:
    """Let `stage` look at this entry (again) at `due`."""
    conn.execute(
        """
        INSERT INTO todo VALUES (?, ?, ?, ?)
        ON CONFLICT (entry_id, stage) DO UPDATE SET due = excluded.due, tries = tries + excluded.tries
        """,
        (stage, entry, stamp(due), int(failed)),
    )


def again(conn: sqlite3.Connection, stage: str, now: datetime) -> int:
    """Let `stage` look at every entry again; returns how many."""
    cursor = conn.execute(
        """
        INSERT INTO todo
        SELECT ?, id, ?, 0 FROM entries WHERE merged_into IS NULL
        ON CONFLICT (entry_id, stage) DO NOTHING
        """,
        (stage, stamp(now)),
    )
    return cursor.rowcount


# ------------------------------------------------------------------------------------------------------ articles


class PageTask(Struct, frozen=True, kw_only=True):
    """An entry whose page is pending."""

    entry: EntryId
    feed: str  # name
    url: str | None
    title: str
    text: str  # as the feed gave it
    language: str | None
    tries: int  # that failed


def page_tasks(conn: sqlite3.Connection, now: datetime, limit: int) -> tuple[PageTask, ...]:
    """Entries whose page is due, longest first."""
    rows = conn.execute(
        """
        SELECT e.id, f.name, e.url, e.title, e.text, e.language, t.tries FROM todo t
        JOIN entries e ON e.id = t.entry_id
        JOIN feeds f ON f.id = e.feed_id
        WHERE t.stage = 'page' AND t.due <= ?
        ORDER BY t.due, t.entry_id
        LIMIT ?
        """,
        (stamp(now), limit),
    )
    return tuple(
        PageTask(
            entry=EntryId(row["id"]),
            feed=row["name"],
            url=row["url"],
            title=row["title"],
            text=row["text"],
            language=row["language"],
            tries=row["tries"],
        )
        for row in rows
    )


def save_article(conn: sqlite3.Connection, entry: EntryId, article: Article, wording_hash: bytes, at: datetime) -> None:
    """Let `article` be what is known of the entry's page, and what search finds."""
    before = fts.indexed_text(conn, entry)
    conn.execute(
        """
        INSERT INTO articles VALUES (:entry_id, :url, :title, :text, :byline, :byline_raw, :agency, :dateline, :lead_image,
            :captions, :language, :published, :flags, :wording_hash, :at, :made_by)
        ON CONFLICT (entry_id) DO UPDATE
        SET url = excluded.url, title = excluded.title, text = excluded.text, byline = excluded.byline,
            byline_raw = excluded.byline_raw, agency = excluded.agency, dateline = excluded.dateline,
            lead_image = excluded.lead_image, captions = excluded.captions, language = excluded.language,
            published = excluded.published, flags = excluded.flags, wording_hash = excluded.wording_hash,
            at = excluded.at, made_by = excluded.made_by
        """,
        _article_columns(entry, article, wording_hash, at),
    )
    good = article.text and not set(article.flags) & WALLED
    fts.set_source(conn, entry, "page" if good else "feed")
    fts.follow(conn, entry, before)


def _article_columns(entry: EntryId, article: Article, wording_hash: bytes, at: datetime) -> dict[str, object]:
    image = article.lead_image
    return {
        "entry_id": entry,
        "url": article.url,
        "title": article.headline,
        "text": article.text,
        "byline": to_json(article.byline) if article.byline else None,
        "byline_raw": article.byline_raw,
        "agency": article.agency,
        "dateline": article.dateline,
        "lead_image": to_json({"url": image.url, "caption": image.caption, "credit": image.credit, "alt": image.alt})
        if image
        else None,
        "captions": to_json(article.captions) if article.captions else None,
        "language": article.language,
        "published": stamp_or_none(article.published),
        "flags": to_json(article.flags),
        "wording_hash": wording_hash,
        "at": stamp(at),
        "made_by": article.made_by,
    }


def add_page(
    conn: sqlite3.Connection,
    entry: EntryId,
    *,
    url: str,
    final_url: str | None,
    at: datetime,
    status: int | None,
    code: str,
    payload: bytes | None,
    flags: Sequence[str] = (),
) -> None:
    """Record one fetch of an entry's page, whatever came of it."""
    conn.execute(
        "INSERT INTO pages (entry_id, url, final_url, at, status, code, payload, flags) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (entry, url, final_url, stamp(at), status, code, payload, to_json(tuple(flags)) if flags else None),
    )


def latest_texts(conn: sqlite3.Connection, feed: str, limit: int = 20) -> tuple[str, ...]:
    """Texts of the newest articles of a feed, from which its furniture is learnt."""
    rows = conn.execute(
        """
        SELECT a.text FROM entries e
        JOIN articles a ON a.entry_id = e.id
        WHERE e.feed_id = (SELECT id FROM feeds WHERE name = ?)
        ORDER BY e.sort_at DESC
        LIMIT ?
        """,
        (feed, limit),
    )
    return tuple(row[0] for row in rows)


# ---------------------------------------------------------------------------------------------------------- tags


def to_tag(conn: sqlite3.Connection, entries: Iterable[EntryId]) -> tuple[Subject, ...]:
    """What topics look at, with the page's text where there is a good one."""
    return tuple(_subject(row) for entry in entries for row in conn.execute(_SUBJECT, (entry,)))


_SUBJECT = """
SELECT e.id, e.title, coalesce(nullif(a.text, ''), e.text) AS text, e.language, e.categories, f.name AS feed, f.publisher
FROM entries e
JOIN feeds f ON f.id = e.feed_id
LEFT JOIN good_articles a ON a.entry_id = e.id
WHERE e.id = ?
"""


def _subject(row: sqlite3.Row) -> Subject:
    return Subject(
        entry=EntryId(row["id"]),
        title=row["title"],
        text=row["text"],
        language=row["language"],
        feed=row["feed"],
        publisher=row["publisher"],
        categories=tuple(Category(**category) for category in json.loads(row["categories"] or "[]")),
    )


def save_tags(conn: sqlite3.Connection, entry: EntryId, tags: Sequence[Tag]) -> None:
    """Let `tags` be the topics of the entry."""
    old = {row[0] for row in conn.execute("SELECT topic FROM tags WHERE entry_id = ?", (entry,))}
    new = {tag.topic for tag in tags}
    conn.executemany("DELETE FROM tags WHERE entry_id = ? AND topic = ?", [(entry, topic) for topic in old - new])
    conn.executemany(
        """
        INSERT INTO tags VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (entry_id, topic) DO UPDATE
        SET score = excluded.score, because = excluded.because, made_by = excluded.made_by
        """,
        [(entry, tag.topic, tag.score, to_json(tag.because), tag.made_by) for tag in tags],
    )
    for topic in old - new:
        count(conn, f"topic:{topic}", -1)
    for topic in new - old:
        count(conn, f"topic:{topic}", 1)


def save_mentions(conn: sqlite3.Connection, entry: EntryId, mentions: "Iterable[Mention]", made_by: str) -> None:
    """Let `mentions` be the names that the entry writes."""
    conn.execute("DELETE FROM mentions WHERE entry_id = ?", (entry,))
    conn.executemany(
        "INSERT INTO mentions VALUES (?, ?, ?, ?, ?)",
        [(entry, mention.name, mention.kind, mention.times, made_by) for mention in mentions],
    )


def save_topics(conn: sqlite3.Connection, topics: Iterable[Topic]) -> None:
    """Keep the labels of topics."""
    conn.executemany(
        """
        INSERT INTO topics VALUES (?, ?, ?, ?)
        ON CONFLICT (slug) DO UPDATE SET kind = excluded.kind, labels = excluded.labels, parent = excluded.parent
        """,
        [(topic.slug, topic.kind, to_json(dict(topic.labels)), topic.parent) for topic in topics],
    )
