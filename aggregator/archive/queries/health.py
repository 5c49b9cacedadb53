"""How the archive and its feeds are."""

import sqlite3
from collections.abc import Mapping

from aggregator.archive.queries import nothing
from aggregator.archive.queries.sources import fallen_silent, troubled
from aggregator.archive.rows import instant_or_none
from aggregator.views import DaemonStatus, HealthView

POLLS = 1_000  # newest polls that are summed
COUNTED = 10_000  # what waits is counted so far


def health(
    conn: sqlite3.Connection, *, sizes: Mapping[str, int] | None = None, daemon: DaemonStatus | None = None
) -> HealthView:
    """Numbers a person looks at when something seems wrong.

    Args:
        sizes: bytes of the archive's files.
        daemon: what the process that polls says, when this is that process.
    """
    state = nothing.look(conn)
    states = conn.execute("SELECT state, count(*) AS feeds FROM feeds GROUP BY state ORDER BY state")
    codes = conn.execute(
        """
        SELECT code, count(*) AS polls FROM (SELECT code FROM polls ORDER BY at DESC LIMIT ?)
        GROUP BY code
        ORDER BY polls DESC, code
        """,
        (POLLS,),
    ).fetchall()
    last_poll = conn.execute("SELECT max(at) FROM polls").fetchone()[0]
    last_entry = conn.execute("SELECT max(first_seen) FROM entries").fetchone()[0]
    now = daemon.now if daemon is not None else instant_or_none(last_poll)
    outage = daemon is not None and (daemon.outage_since is not None or daemon.config_error is not None)
    return HealthView(
        ok=not outage and not (state.feeds and state.failing == state.feeds),
        entries=state.entries,
        feeds={row["state"]: row["feeds"] for row in states},
        failing=state.failing,
        last_poll=instant_or_none(last_poll),
        last_entry=instant_or_none(last_entry),
        codes={row["code"]: row["polls"] for row in codes},
        polls=sum(row["polls"] for row in codes),
        troubled=troubled(conn) + (fallen_silent(conn, now) if now is not None else ()),
        todo={stage: _waiting(conn, stage) for stage in ("page", "topics", "stories")},
        bytes=dict(sizes or {}),
        daemon=daemon,
    )


def _waiting(conn: sqlite3.Connection, stage: str) -> int:
    count: int = conn.execute(
        "SELECT count(*) FROM (SELECT 1 FROM todo WHERE stage = ? LIMIT ?)", (stage, COUNTED)
    ).fetchone()[0]
    return count
