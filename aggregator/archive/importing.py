"""To whom an exchange from elsewhere belongs: the feed of its address, or the entry whose page it is."""

import hashlib
import sqlite3

from msgspec import Struct

from aggregator.archive.derived import PageTask
from aggregator.records import EntryId, FeedId, Payload
from aggregator.text import urls

EMPTY = hashlib.sha256(b"").digest()


class Owner(Struct, frozen=True, kw_only=True):
    """A feed (with its name), an entry, or nobody."""

    feed: FeedId | None = None
    name: str = ""
    entry: EntryId | None = None


def owner(conn: sqlite3.Connection, payload: Payload) -> Owner:
    """To whom this exchange belongs."""
    for url in dict.fromkeys((payload.url, payload.final_url)):
        feed = conn.execute(
            """
            SELECT id, name FROM feeds WHERE url = :url OR spec_url = :url
            UNION ALL
            SELECT f.id, f.name FROM feed_urls u JOIN feeds f ON f.id = u.feed_id WHERE u.url = :url
            LIMIT 1
            """,
            {"url": url},
        ).fetchone()
        if feed is not None:
            return Owner(feed=FeedId(feed["id"]), name=feed["name"])
    for url in dict.fromkeys((payload.url, payload.final_url)):
        entry = conn.execute(
            """
            SELECT coalesce(e.merged_into, e.id) FROM aliases a
            JOIN entries e ON e.id = a.entry_id
            WHERE (a.kind = 'link' AND a.value = ?) OR (a.kind = 'link-canonical' AND a.value = ?)
            ORDER BY a.kind = 'link' DESC, e.id
            LIMIT 1
            """,
            (url, urls.canonical(url)),
        ).fetchone()
        if entry is not None:
            return Owner(entry=EntryId(entry[0]))
    return Owner()


def entries(conn: sqlite3.Connection) -> int:
    """How many entries there are."""
    found: int = conn.execute("SELECT count(*) FROM entries").fetchone()[0]
    return found


def without_article(conn: sqlite3.Connection, entry: EntryId) -> PageTask | None:
    """What reading a page has to know of an entry; None when it has its article."""
    row = conn.execute(
        """
        SELECT e.id, f.name AS feed, e.url, e.title, e.text, e.language FROM entries e
        JOIN feeds f ON f.id = e.feed_id
        WHERE e.id = ? AND NOT EXISTS (SELECT 1 FROM articles a WHERE a.entry_id = e.id)
        """,
        (entry,),
    ).fetchone()
    if row is None:
        return None
    return PageTask(
        entry=entry,
        feed=row["feed"],
        url=row["url"],
        title=row["title"],
        text=row["text"],
        language=row["language"],
        tries=0,
    )
