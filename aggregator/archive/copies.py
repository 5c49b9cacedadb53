"""Copies of the two files: a consistent one while the daemon writes, and back.

`VACUUM INTO` reads one snapshot and lets the writer go on; SQLite's backup API starts again at each foreign commit and may
never end beside a busy writer. archive.db is copied first: a body that payloads.db gets afterwards is an orphan, never a
missing one.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from aggregator.archive import care, payloads
from aggregator.archive.writer import connect_readonly
from aggregator.errors import ArchiveError, UsageError

FILES = ("archive.db", "payloads.db")


def backup(folder: Path, target: Path) -> tuple[Path, ...]:
    """Copy the archive in `folder` to the new or empty folder `target`; returns the files written.

    Raises:
        UsageError: `target` holds an archive already.
        ArchiveError: there is no archive, or it cannot be read.
    """
    _must_be_free(target)
    target.mkdir(parents=True, exist_ok=True)
    written = []
    for name in FILES:
        with _open(folder / name) as conn:
            care.copy_into(conn, str(target / name))
        written.append(target / name)
    return tuple(written)


def restore(source: Path, folder: Path) -> None:
    """Put the copy in `source` into the new or empty folder `folder`.

    Raises:
        UsageError: `folder` holds an archive already; nothing is ever overwritten.
        ArchiveError: the copy cannot be read.
    """
    backup(source, folder)


def verify(folder: Path) -> Iterator[str]:
    """Everything that is wrong with an archive, one sentence each: structure, references, search index, every body.

    Raises:
        ArchiveError: there is no archive, or it cannot even be opened.
    """
    with _open(folder / "archive.db") as conn:
        yield from care.damage(conn)
        if not (folder / "payloads.db").exists():
            yield "payloads.db is missing: the bodies as received are lost, the entries are not"
            return
        with _open(folder / "payloads.db") as bodies:
            yield from payloads.verify(bodies)
            yield from care.missing_payloads(conn, bodies)
    with _scratch(folder / "archive.db") as scratch:
        yield from care.search_index_damage(scratch)


@contextmanager
def _open(path: Path) -> Iterator[sqlite3.Connection]:
    conn = connect_readonly(path)
    try:
        yield conn
    except sqlite3.DatabaseError as error:
        raise ArchiveError(
            f"{path} is damaged: {error}", hint="restore a backup into a new folder and compare"
        ) from error
    finally:
        conn.close()


@contextmanager
def _scratch(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection for FTS5's own check, which is written as an INSERT and changes nothing."""
    conn = sqlite3.connect(path, isolation_level=None, timeout=10)
    try:
        yield conn
    finally:
        conn.close()


def _must_be_free(target: Path) -> None:
    for name in FILES:
        if (target / name).exists():
            raise UsageError(f"{target / name} is there already", hint="give a new folder; nothing was changed")
