"""WebSub subscriptions as rows: which hubs were asked to tell us of news, and until when they will."""

import sqlite3
from datetime import datetime

from msgspec import Struct

from aggregator.archive.rows import feed_from_row, hints_from_json, instant_or_none, stamp, stamp_or_none
from aggregator.records import Feed, FeedId, FeedSpec


class Subscription(Struct, frozen=True, kw_only=True):
    """What was agreed with one hub about one feed."""

    feed: FeedId
    hub: str
    topic: str
    token: str
    secret: str
    state: str  # asked, confirmed, denied
    renew: datetime | None = None
    delivered: datetime | None = None


def with_token(conn: sqlite3.Connection, token: str) -> Subscription | None:
    """The subscription whose callback address ends in `token`."""
    row = conn.execute("SELECT * FROM subscriptions WHERE token = ?", (token,)).fetchone()
    return None if row is None else _subscription(row)


def of_feed(conn: sqlite3.Connection, feed: FeedId) -> Subscription | None:
    """The subscription of a feed."""
    row = conn.execute("SELECT * FROM subscriptions WHERE feed_id = ?", (feed,)).fetchone()
    return None if row is None else _subscription(row)


def wanting(conn: sqlite3.Connection, now: datetime) -> tuple[tuple[FeedId, str, str], ...]:
    """Feeds whose hub should be asked now, with the hub and their name there: new ones, and those whose time to renew has come.

    Only hubs that are asked over https: anyone on the way could else sign in their name.
    """
    rows = conn.execute(
        """
        SELECT f.id, f.hints, s.hub, s.topic, s.renew FROM feeds f
        LEFT JOIN subscriptions s ON s.feed_id = f.id
        WHERE f.state = 'active' AND f.failures = 0 AND f.hints LIKE '%"hub":"https://%'
        ORDER BY f.id
        """
    ).fetchall()
    found = []
    for row in rows:
        hints = hints_from_json(row["hints"])
        if hints is None or not hints.hub or not hints.self_url:
            continue
        same = (row["hub"], row["topic"]) == (hints.hub, hints.self_url)
        if not same or row["renew"] is None or row["renew"] <= stamp(now):
            found.append((FeedId(row["id"]), hints.hub, hints.self_url))
    return tuple(found)


def ask(conn: sqlite3.Connection, wanted: Subscription, now: datetime) -> None:
    """Remember what a hub is asked; deliveries under the former agreement are taken until it answers."""
    conn.execute(
        """
        INSERT INTO subscriptions VALUES (:feed, :hub, :topic, :token, :secret, 'asked', :now, NULL, :renew, NULL, NULL)
        ON CONFLICT (feed_id) DO UPDATE
        SET hub = excluded.hub, topic = excluded.topic, token = excluded.token, secret = excluded.secret,
            state = excluded.state, asked = excluded.asked, renew = excluded.renew, reason = NULL
        """,
        {
            "feed": wanted.feed,
            "hub": wanted.hub,
            "topic": wanted.topic,
            "token": wanted.token,
            "secret": wanted.secret,
            "now": stamp(now),
            "renew": stamp_or_none(wanted.renew),
        },
    )


def settle(
    conn: sqlite3.Connection,
    token: str,
    state: str,
    now: datetime,
    *,
    renew: datetime | None,
    reason: str | None = None,
) -> None:
    """Remember what a hub answered: `confirmed` or `denied`, and when it is asked again."""
    conn.execute(
        """
        UPDATE subscriptions SET state = :state, renew = :renew, reason = :reason,
            confirmed = CASE :state WHEN 'confirmed' THEN :now ELSE confirmed END
        WHERE token = :token
        """,
        {"state": state, "renew": stamp_or_none(renew), "reason": reason, "now": stamp(now), "token": token},
    )


def delivered(conn: sqlite3.Connection, feed: FeedId, now: datetime) -> None:
    """Remember that a hub delivered something."""
    conn.execute("UPDATE subscriptions SET delivered = ? WHERE feed_id = ?", (stamp(now), feed))


def feed_of(conn: sqlite3.Connection, feed: FeedId, specs: dict[str, FeedSpec]) -> Feed | None:
    """The feed of a subscription, if feeds.yaml still names it."""
    row = conn.execute("SELECT * FROM feeds WHERE id = ?", (feed,)).fetchone()
    return feed_from_row(row, specs[row["name"]]) if row is not None and row["name"] in specs else None


def _subscription(row: sqlite3.Row) -> Subscription:
    return Subscription(
        feed=FeedId(row["feed_id"]),
        hub=row["hub"],
        topic=row["topic"],
        token=row["token"],
        secret=row["secret"],
        state=row["state"],
        renew=instant_or_none(row["renew"]),
        delivered=instant_or_none(row["delivered"]),
    )
