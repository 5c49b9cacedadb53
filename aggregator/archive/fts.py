"""The search index as it is written: folded title and text of each entry, from its page where there is one.

The index is contentless (SQLite FTS5, section 4.4.3), half the size; taking a row out therefore needs the very text that
was put in, which stands in `entries` or `articles`. Rows are written explicitly, never by trigger: 1.9x faster.
"""

import sqlite3

from aggregator.text import language


def insert(conn: sqlite3.Connection, entry_id: int, title: str, text: str, *, source: str) -> None:
    """Index an entry that is not indexed yet; `source` is feed or page."""
    conn.execute(
        "INSERT INTO search (rowid, title, text) VALUES (?, ?, ?)",
        (entry_id, language.fold(title), language.fold(text)),
    )
    conn.execute("INSERT INTO search_state VALUES (?, ?)", (entry_id, source))


def replace_feed_text(conn: sqlite3.Connection, entry_id: int, old: tuple[str, str], new: tuple[str, str]) -> None:
    """Index the new wording of the feed instead of the old one; a page's text, once indexed, stays."""
    source = conn.execute("SELECT source FROM search_state WHERE entry_id = ?", (entry_id,)).fetchone()
    if source is not None and source[0] == "feed":
        _remove(conn, entry_id, *old)
        _insert_row(conn, entry_id, *new)


def replace_by_page(conn: sqlite3.Connection, entry_id: int, old: tuple[str, str], new: tuple[str, str]) -> None:
    """Index the text of the page instead of what is indexed now."""
    _remove(conn, entry_id, *old)
    _insert_row(conn, entry_id, *new)
    conn.execute("UPDATE search_state SET source = 'page' WHERE entry_id = ?", (entry_id,))


def indexed_text(conn: sqlite3.Connection, entry_id: int) -> tuple[str, str]:
    """Title and text as they stand in the index, unfolded."""
    row = conn.execute(
        """
        SELECT e.title, CASE s.source WHEN 'page' THEN a.text ELSE e.text END AS text,
            CASE s.source WHEN 'page' THEN coalesce(a.title, e.title) ELSE e.title END AS shown
        FROM entries e
        JOIN search_state s ON s.entry_id = e.id
        LEFT JOIN articles a ON a.entry_id = e.id
        WHERE e.id = ?
        """,
        (entry_id,),
    ).fetchone()
    return row["shown"], row["text"]


def rebuild(conn: sqlite3.Connection) -> int:
    """Make the whole index again, as after a change of the folding; returns the number of entries."""
    conn.execute("INSERT INTO search (search) VALUES ('delete-all')")
    total = 0
    for (entry_id,) in conn.execute("SELECT entry_id FROM search_state ORDER BY entry_id").fetchall():
        _insert_row(conn, entry_id, *indexed_text(conn, entry_id))
        total += 1
    conn.execute(
        "INSERT INTO state VALUES ('fold_version', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (language.FOLD_VERSION,),
    )
    return total


def outdated(conn: sqlite3.Connection) -> bool:
    """Whether the index was folded by another version of the folding."""
    row = conn.execute("SELECT value FROM state WHERE key = 'fold_version'").fetchone()
    return row is not None and row[0] != language.FOLD_VERSION


def _insert_row(conn: sqlite3.Connection, entry_id: int, title: str, text: str) -> None:
    conn.execute(
        "INSERT INTO search (rowid, title, text) VALUES (?, ?, ?)",
        (entry_id, language.fold(title), language.fold(text)),
    )


def _remove(conn: sqlite3.Connection, entry_id: int, title: str, text: str) -> None:
    conn.execute(
        "INSERT INTO search (search, rowid, title, text) VALUES ('delete', ?, ?, ?)",
        (entry_id, language.fold(title), language.fold(text)),
    )
