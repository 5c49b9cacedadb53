"""Why a page is empty: no feeds, not polled yet, no feed reached, nothing in them, nothing grouped."""

import sqlite3

from msgspec import Struct

from aggregator.archive.rows import instant
from aggregator.views import LastFailure, Nothing

EXAMPLES = 3
LATEST = 60  # polls that say whether there is a network
ENOUGH = 5  # feeds that must agree, where as many are followed
NETWORK = frozenset(("dns", "connect", "timeout", "tls", "reset"))  # codes that may be our own network's


class Look(Struct, frozen=True, kw_only=True):
    """What can be said about the archive as a whole without counting."""

    entries: int
    feeds: int  # that are followed
    failing: int
    polled: bool
    cut_off: bool  # no feed could be reached of late
    failures: tuple[LastFailure, ...]

    def explain(self, *, grouped: bool) -> Nothing | None:
        """The reason why there is nothing to show, or why nothing new will come; None when all is well."""
        if self.feeds and (self.cut_off or self.failing == self.feeds):
            return Nothing(reason="unreachable", feeds=self.feeds, failing=self.failing, failures=self.failures)
        if grouped:
            return None
        if self.entries:
            return Nothing(reason="not-grouped", feeds=self.feeds)
        if not self.feeds:
            return Nothing(reason="no-feeds")
        return Nothing(
            reason="no-entries" if self.polled else "not-polled",
            feeds=self.feeds,
            failing=self.failing,
            failures=self.failures,
        )


def look(conn: sqlite3.Connection) -> Look:
    """The state of the archive in a few numbers; reads `feeds` whole, which is small."""
    feeds = conn.execute(
        """
        SELECT count(*) AS feeds, coalesce(sum(failures > 0), 0) AS failing, max(last_polled) AS polled FROM feeds
        WHERE state IN ('active', 'gone')
        """
    ).fetchone()
    counter = conn.execute("SELECT value FROM counters WHERE name = 'entries'").fetchone()
    latest = _latest(conn)
    failed = [row for row in latest if row["code"] not in ("ok", "unchanged")]
    # While our own network is down no feed is blamed, so `failures` alone does not tell.
    cut_off = len(latest) >= min(feeds["feeds"], ENOUGH) and all(row["code"] in NETWORK for row in latest)
    return Look(
        entries=counter["value"] if counter else 0,
        feeds=feeds["feeds"],
        failing=feeds["failing"],
        polled=bool(latest),
        cut_off=bool(latest) and cut_off,
        failures=tuple(
            LastFailure(feed=row["name"], code=row["code"], message=row["message"], at=instant(row["at"]))
            for row in failed[:EXAMPLES]
        ),
    )


def _latest(conn: sqlite3.Connection) -> list[sqlite3.Row]:
    """The last exchange with each feed that was polled of late, newest first."""
    rows = conn.execute(
        """
        SELECT p.feed_id, f.name, p.code, coalesce(p.message, p.code) AS message, p.at FROM polls p
        JOIN feeds f ON f.id = p.feed_id
        WHERE f.state IN ('active', 'gone')
        ORDER BY p.at DESC
        LIMIT ?
        """,
        (LATEST,),
    )
    newest: dict[int, sqlite3.Row] = {}
    for row in rows:
        newest.setdefault(row["feed_id"], row)
    return list(newest.values())
