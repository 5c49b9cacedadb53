"""Feeds as rows: kept in step with feeds.yaml, claimed when they are due, and what is known of their rhythm."""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Literal

from aggregator.archive.rows import feed_from_row, instant, stamp
from aggregator.records import Feed, FeedId, FeedSpec, Publisher

LEASE = timedelta(minutes=5)
ARRIVALS = 3_000  # the most recent ones; a busy agency has a hundred a day
ARRIVALS_SPAN = timedelta(days=28)


def sync_feeds(conn: sqlite3.Connection, specs: Sequence[FeedSpec], now: datetime) -> None:
    """Make `feeds` follow feeds.yaml: new ones enter, changed addresses are taken over, missing ones are `removed`.

    A feed is recognised by its name, else by its address; entries stay with the feed.
    """
    rows = conn.execute("SELECT id, name, spec_url, url, state, title, publisher, language FROM feeds").fetchall()
    by_name = {row["name"]: row for row in rows}
    by_url = {row["spec_url"]: row for row in rows}
    kept: set[int] = set()
    for spec in specs:
        row = by_name.get(spec.name) or by_url.get(spec.url)
        if row is None or row["id"] in kept:
            kept.add(_add_feed(conn, spec, now))
        else:
            kept.add(row["id"])
            _update_feed(conn, row, spec, now)
    for row in rows:
        if row["id"] not in kept and row["state"] != "removed":
            conn.execute("UPDATE feeds SET state = 'removed' WHERE id = ?", (row["id"],))


def _add_feed(conn: sqlite3.Connection, spec: FeedSpec, now: datetime) -> int:
    cursor = conn.execute(
        """
        INSERT INTO feeds (name, url, spec_url, title, publisher, language, state, added)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
        (
            spec.name,
            spec.url,
            spec.url,
            spec.title,
            spec.publisher,
            spec.language,
            "paused" if spec.paused else "active",
            stamp(now),
        ),
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def _update_feed(conn: sqlite3.Connection, row: sqlite3.Row, spec: FeedSpec, now: datetime) -> None:
    state = "paused" if spec.paused else row["state"] if row["state"] == "gone" else "active"
    told = (spec.name, state, spec.title or row["title"], spec.publisher, spec.language or row["language"])
    if told != (row["name"], row["state"], row["title"], row["publisher"], row["language"]):
        conn.execute(
            "UPDATE feeds SET name = ?, state = ?, title = ?, publisher = ?, language = ? WHERE id = ?",
            (*told, row["id"]),
        )
    if row["spec_url"] == spec.url:
        return
    # The address was edited by hand: it is asked at once, without the validators of the old one.
    remember_address(conn, FeedId(row["id"]), row["url"], now, "edited in feeds.yaml")
    conn.execute(
        """
        UPDATE feeds SET spec_url = ?, url = ?, state = 'active', etag = NULL, last_modified = NULL, body_sha256 = NULL,
            items_sha256 = NULL, wire_sha256 = NULL, next_due = NULL, failures = 0, failing_since = NULL,
            moved_to = NULL, moved_count = 0
        WHERE id = ?
        """,
        (spec.url, spec.url, row["id"]),
    )


def sync_publishers(conn: sqlite3.Connection, publishers: Sequence[Publisher]) -> None:
    """Keep the names of publishers; one that feeds.yaml no longer names stays, its entries do too."""
    conn.executemany(
        """
        INSERT INTO publishers VALUES (?, ?, ?, ?)
        ON CONFLICT (name) DO UPDATE SET title = excluded.title, home = excluded.home, language = excluded.language
        """,
        [(one.name, one.title, one.home, one.language) for one in publishers],
    )


def remember_address(conn: sqlite3.Connection, feed: FeedId, url: str, now: datetime, reason: str) -> None:
    """Keep a former address of a feed."""
    conn.execute("INSERT INTO feed_urls VALUES (?, ?, ?, ?)", (feed, url, stamp(now), reason))


def load_feeds(conn: sqlite3.Connection, specs: Iterable[FeedSpec]) -> tuple[Feed, ...]:
    """What is known of the feeds that `specs` ask for, in their order."""
    rows = {row["name"]: row for row in conn.execute("SELECT * FROM feeds")}
    return tuple(feed_from_row(rows[spec.name], spec) for spec in specs if spec.name in rows)


Which = Literal["due", "all", "force"]

_CLAIMABLE: dict[Which, str] = {
    "due": "state IN ('active', 'gone') AND (next_due IS NULL OR next_due <= :now)",
    # Whoever asks by hand overrules our rhythm, not the word of the server.
    "all": "state IN ('active', 'gone') AND coalesce(retry_until, '') <= :now AND coalesce(fresh_until, '') <= :now",
    "force": "state != 'removed'",
}


def claim(
    conn: sqlite3.Connection,
    specs: Mapping[str, FeedSpec],
    now: datetime,
    *,
    which: Which = "due",
    limit: int = -1,
) -> tuple[Feed, ...]:
    """Feeds of `specs` to poll now, longest due first, leased for five minutes so that no one else takes them.

    Args:
        which: those that are due; all that the server lets us ask; or all, whatever anyone says.
        limit: -1 for no limit.
    """
    rows = conn.execute(
        f"""
        SELECT * FROM feeds
        WHERE {_CLAIMABLE[which]} AND (leased_until IS NULL OR leased_until <= :now)
        ORDER BY next_due
        """,  # noqa: S608 - one of the three texts above
        {"now": stamp(now)},
    ).fetchall()
    rows = [row for row in rows if row["name"] in specs]
    rows = rows if limit < 0 else rows[:limit]
    until = stamp(now + LEASE)
    conn.executemany("UPDATE feeds SET leased_until = ? WHERE id = ?", [(until, row["id"]) for row in rows])
    return tuple(feed_from_row(row, specs[row["name"]]) for row in rows)


def release_leases(conn: sqlite3.Connection) -> None:
    """Forget the leases of a process that ended in the middle of its polls."""
    conn.execute("UPDATE feeds SET leased_until = NULL WHERE leased_until IS NOT NULL")


def any_due(conn: sqlite3.Connection, now: datetime) -> bool:
    """Whether a feed waits to be polled."""
    row = conn.execute(
        """
        SELECT 1 FROM feeds
        WHERE state IN ('active', 'gone') AND (next_due IS NULL OR next_due <= :now)
            AND (leased_until IS NULL OR leased_until <= :now)
        LIMIT 1
        """,
        {"now": stamp(now)},
    ).fetchone()
    return row is not None


def waiting(conn: sqlite3.Connection, now: datetime) -> int:
    """How many feeds are due."""
    count: int = conn.execute(
        "SELECT count(*) FROM feeds WHERE state IN ('active', 'gone') AND (next_due IS NULL OR next_due <= ?)",
        (stamp(now),),
    ).fetchone()[0]
    return count


def arrivals(conn: sqlite3.Connection, feed: FeedId, now: datetime) -> tuple[datetime, ...]:
    """When recent entries of `feed` appeared: published where that is trusted, else first seen; newest first."""
    rows = conn.execute(
        """
        SELECT sort_at FROM entries
        WHERE feed_id = ? AND sort_at >= ?
        ORDER BY sort_at DESC
        LIMIT ?
        """,
        (feed, stamp(now - ARRIVALS_SPAN), ARRIVALS),
    )
    return tuple(instant(row[0]) for row in rows)


def is_followed(conn: sqlite3.Connection, url: str, *, but: FeedId) -> bool:
    """Whether another feed than `but` is asked at `url`, or should be by feeds.yaml."""
    row = conn.execute(
        "SELECT 1 FROM feeds WHERE ? IN (url, spec_url) AND id != ? AND state != 'removed' LIMIT 1", (url, but)
    ).fetchone()
    return row is not None


def held(conn: sqlite3.Connection, now: datetime) -> tuple[tuple[str, datetime], ...]:
    """Addresses whose servers asked to be left alone (`Retry-After`), and until when.

    It is the server that answered who asked: behind a redirect, that is not the one of the feed's own address.
    """
    rows = conn.execute(
        """
        SELECT url, retry_until, (
            SELECT hops FROM polls
            WHERE feed_id = feeds.id AND code != 'held'
            ORDER BY at DESC, id DESC
            LIMIT 1
        )
        FROM feeds
        WHERE retry_until > ? AND state IN ('active', 'gone')
        """,
        (stamp(now),),
    )
    return tuple((_answering(url, hops), instant(until)) for url, until, hops in rows)


def _answering(url: str, hops: str | None) -> str:
    """The address that answered, behind the redirects that were followed from `url`."""
    followed = json.loads(hops) if hops else []
    return str(followed[-1]["location"]) if followed else url


def requests_since(conn: sqlite3.Connection, since: datetime) -> int:
    """How many requests were sent since then."""
    count: int = conn.execute(
        "SELECT count(*) FROM polls WHERE at >= ? AND code NOT IN ('held', 'refused-address', 'bad-scheme')",
        (stamp(since),),
    ).fetchone()[0]
    return count
