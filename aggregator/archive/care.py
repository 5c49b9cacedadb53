"""Care of the files: checks, counts, what upkeep sums up. Nothing here removes an entry or a wording."""

import sqlite3
from datetime import datetime, timedelta

from aggregator.archive import fts
from aggregator.archive.rows import stamp

POLLS_KEPT = timedelta(days=400)


def sqlite_version() -> tuple[int, ...]:
    """The version of the SQLite library in use."""
    return sqlite3.sqlite_version_info


def damage(conn: sqlite3.Connection) -> tuple[str, ...]:
    """What is wrong with the file: page structure, references, search index; empty when all is well."""
    found = [row[0] for row in conn.execute("PRAGMA quick_check(20)") if row[0] != "ok"]
    found += [
        f"{row['table']} row {row['rowid']} refers to a missing row of {row['parent']}"
        for row in conn.execute("PRAGMA foreign_key_check").fetchmany(20)
    ]
    lost = conn.execute(
        """
        SELECT count(*) FROM entries e
        LEFT JOIN search_state s ON s.entry_id = e.id
        WHERE s.entry_id IS NULL
        """
    ).fetchone()[0]
    if lost:
        found.append(f"{lost} entries are not in the search index")
    if fts.outdated(conn):
        found.append("the search index was folded by an older version; the next `aggregator run` makes it again")
    return tuple(found)


def sizes(conn: sqlite3.Connection) -> dict[str, int]:
    """How many rows the tables hold that people ask about, and what is pending."""
    tables = ("feeds", "entries", "revisions", "stories", "polls")
    counts = {table: conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables}  # noqa: S608 - names above
    return counts | {"pending": conn.execute("SELECT count(DISTINCT entry_id) FROM todo").fetchone()[0]}


def sum_up_polls(conn: sqlite3.Connection, now: datetime) -> int:
    """Replace exchanges older than 400 days by one row per feed and day; returns how many were replaced.

    2,000 feeds would otherwise write 17 million rows a year.
    """
    limit = stamp(now - POLLS_KEPT)[:10]
    conn.execute(
        """
        INSERT INTO polls_daily
        SELECT feed_id, substr(at, 1, 10), count(*), sum(code IN ('ok', 'unchanged')), sum(bytes), sum(new), sum(revised),
            sum(gap)
        FROM polls
        WHERE at < ?
        GROUP BY feed_id, substr(at, 1, 10)
        ON CONFLICT (feed_id, day) DO UPDATE
        SET polls = polls + excluded.polls, good = good + excluded.good, bytes = bytes + excluded.bytes,
            new = new + excluded.new, revised = revised + excluded.revised, gaps = gaps + excluded.gaps
        """,
        (limit,),
    )
    return conn.execute("DELETE FROM polls WHERE at < ?", (limit,)).rowcount


def refresh_statistics(conn: sqlite3.Connection) -> None:
    """Let the query planner know how the tables have grown (bounded work, see `PRAGMA optimize`)."""
    conn.execute("PRAGMA analysis_limit = 400")
    conn.execute("PRAGMA optimize")


def missing_payloads(conn: sqlite3.Connection, payloads: sqlite3.Connection) -> tuple[str, ...]:
    """Polls and pages whose body should be in payloads.db and is not there."""
    rows = conn.execute(
        """
        SELECT 'poll' AS what, id, payload FROM polls WHERE payload IS NOT NULL
        UNION ALL SELECT 'page', id, payload FROM pages WHERE payload IS NOT NULL
        """
    )
    return tuple(
        f"{row['what']} {row['id']} names the missing payload {row['payload'].hex()}"
        for row in rows
        if payloads.execute("SELECT 1 FROM bodies WHERE sha256 = ?", (row["payload"],)).fetchone() is None
    )


def search_index_damage(conn: sqlite3.Connection) -> tuple[str, ...]:
    """Whether the words of every entry are found where they stand, by FTS5's own check of its structure."""
    try:
        conn.execute("INSERT INTO search (search) VALUES ('integrity-check')")
    except sqlite3.DatabaseError as error:
        return (f"the search index is damaged: {error}",)
    return ()


def copy_into(conn: sqlite3.Connection, target: str) -> None:
    """Write a consistent copy of the whole file to `target`, which must not exist; the writer goes on meanwhile."""
    conn.execute("VACUUM INTO ?", (target,))
