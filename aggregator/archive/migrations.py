"""Steps from older archives to today's tables; a new archive is made from `schema.py` at once.

`PRAGMA user_version` says how old an archive is. Each step is a function registered with sqlite-utils, which runs it and
its own record in one transaction, so that an interrupted upgrade goes on where it stopped.
"""

import sqlite3
from collections.abc import Callable
from typing import Any

from aggregator.archive import schema
from aggregator.errors import ArchiveError, ArchiveTooNew


def _to_2(database: Any) -> None:
    """The hash of a feed's document as received, so that an unchanged one is not unpacked; places of what feeds show."""
    database.execute("ALTER TABLE feeds ADD COLUMN wire_sha256 BLOB")
    # Ranks order what was shown at one instant as well as places do.
    database.execute("ALTER TABLE sightings ADD COLUMN place REAL NOT NULL DEFAULT 0")
    database.execute("UPDATE sightings SET place = rank")


# Version -> what brings an archive there from the version before.
STEPS: dict[int, Callable[[Any], None]] = {2: _to_2}


def prepare(conn: sqlite3.Connection, *, payloads: bool = False) -> bool:
    """Bring the open file behind `conn` to today's tables; True when it was empty before.

    Raises:
        ArchiveTooNew: a later version of this program wrote it.
        ArchiveError: it is a database, but not one of ours.
    """
    wanted = schema.PAYLOADS_VERSION if payloads else schema.VERSION
    found: int = conn.execute("PRAGMA user_version").fetchone()[0]
    if is_empty(conn):
        _create(conn, schema.PAYLOADS if payloads else schema.SCHEMA, wanted)
        return True
    check(conn, payloads=payloads)
    if found < wanted:
        _upgrade(conn, found, wanted)
    return False


def is_empty(conn: sqlite3.Connection) -> bool:
    """Whether the file behind `conn` is new."""
    return conn.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone() is None


def check(conn: sqlite3.Connection, *, payloads: bool = False, to_read: bool = False) -> None:
    """Look, without writing, whether the file behind `conn` is ours and not from a later version.

    Args:
        to_read: nobody will bring it to today's tables, so they must be there.

    Raises:
        ArchiveTooNew, ArchiveError: as `prepare`.
    """
    if conn.execute("PRAGMA application_id").fetchone()[0] != schema.APPLICATION_ID:
        raise ArchiveError(
            "this SQLite file was not made by the aggregator",
            hint="point --archive at another folder; the file was left as it is",
        )
    known = schema.PAYLOADS_VERSION if payloads else schema.VERSION
    found: int = conn.execute("PRAGMA user_version").fetchone()[0]
    if found > known:
        raise ArchiveTooNew(
            f"this archive has tables of version {found}, and this program knows {known}",
            hint="install the newer aggregator that wrote it; nothing was changed",
        )
    if to_read and found < known:
        raise ArchiveError(
            f"this archive has tables of version {found}, and this program reads those of version {known}",
            hint="`aggregator poll` or `aggregator run` brings it up to date; `aggregator backup` first, if you like",
        )


def _create(conn: sqlite3.Connection, tables: str, version: int) -> None:
    conn.executescript(
        f"PRAGMA application_id = {schema.APPLICATION_ID}; BEGIN; {tables} PRAGMA user_version = {version}; COMMIT;"
    )


def _upgrade(conn: sqlite3.Connection, found: int, wanted: int) -> None:
    # Imported here: it costs 200 ms, and an archive is upgraded once.
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations

    steps = Migrations("aggregator")
    for version in range(found + 1, wanted + 1):
        steps(name=f"to version {version}")(STEPS[version])
    steps.apply(Database(conn))
    conn.execute(f"PRAGMA user_version = {wanted}")
