"""Copies of the two files: a consistent one while the daemon writes, and back; and a look at every byte of them.

`VACUUM INTO` reads one snapshot and lets the writer go on; SQLite's backup API starts again at each foreign commit and may
never end beside a busy writer. archive.db is copied first: a body that payloads.db gets afterwards is an orphan, never a
missing one.
"""

import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from aggregator.archive import care, payloads
from aggregator.archive.writer import connect_readonly, explain
from aggregator.errors import ArchiveError, UsageError

FILES = ("archive.db", "payloads.db")
MANIFEST = "backup.json"  # sizes and hashes of the files beside it
_CHUNK = 1 << 20  # bytes


def backup(folder: Path, target: Path) -> tuple[Path, ...]:
    """Copy the archive in `folder` to the new or empty folder `target`; returns the files written.

    A copy that was interrupted is called `.partial`; what bears its own name is whole and on the disk.

    Raises:
        UsageError: `target` holds an archive already.
        ArchiveError: there is no archive, or it cannot be read, or there is no room.
    """
    _must_be_free(target)
    target.mkdir(parents=True, exist_ok=True)
    partial = {name: _copy_of(folder / name, target) for name in FILES}
    manifest = {name: {"bytes": path.stat().st_size, "sha256": _sha256(path)} for name, path in partial.items()}
    written = [_name_whole(path, target / name) for name, path in reversed(partial.items())]
    (target / MANIFEST).write_text(json.dumps({"files": manifest}, indent=2) + "\n", encoding="utf-8")
    _sync(target)
    return (*reversed(written), target / MANIFEST)


def restore(source: Path, folder: Path) -> None:
    """Put the copy in `source` into the new or empty folder `folder`.

    Raises:
        UsageError: `folder` holds an archive already; nothing is ever overwritten.
        ArchiveError: the copy cannot be read, or is not byte for byte what the backup wrote.
    """
    _must_be_free(folder)
    changed = list(_not_as_written(source))
    if changed:
        raise ArchiveError(changed[0], hint="take another backup; nothing was restored")
    folder.mkdir(parents=True, exist_ok=True)
    as_written = (source / MANIFEST).exists()
    copies = {name: (_bytes_of if as_written else _copy_of)(source / name, folder) for name in FILES}
    for name, path in reversed(copies.items()):
        _name_whole(path, folder / name)
    _sync(folder)


def verify(folder: Path) -> Iterator[str]:
    """Everything that is wrong with an archive, one sentence each: structure, references, wordings, index, every body.

    Reads one snapshot of each file, so a daemon may write meanwhile.

    Raises:
        ArchiveError: there is no archive, or it cannot even be opened.
    """
    yield from _not_as_written(folder)
    with _open(folder / "archive.db") as conn:
        conn.execute("BEGIN")
        yield from _tried("archive.db", lambda: care.damage(conn, whole=True))
        for check in (care.wording_damage, care.rest_damage, care.list_damage, care.shape_damage):
            yield from _tried("archive.db", lambda check=check: check(conn))  # type: ignore[misc]
        yield from _tried("the search index", lambda: _search_index(folder))
        if not (folder / "payloads.db").exists():
            yield "payloads.db is missing: the bodies as received are lost, the entries are not"
            return
        with _open(folder / "payloads.db") as bodies:
            bodies.execute("BEGIN")
            for look in (care.structure_damage, payloads.verify, care.list_damage, care.shape_damage):
                yield from _tried("payloads.db", lambda look=look: look(bodies))  # type: ignore[misc]
            yield from _tried("archive.db", lambda: care.missing_payloads(conn, bodies))


@contextmanager
def open_both(folder: Path) -> Iterator[tuple[sqlite3.Connection, sqlite3.Connection]]:
    """Connections to archive.db and payloads.db that cannot write.

    Raises:
        ArchiveError: one of them is not there, cannot be read, or turns out to be damaged.
    """
    with _open(folder / "archive.db") as conn, _open(folder / "payloads.db") as bodies:
        yield conn, bodies


def _tried(what: str, check: Callable[[], Iterable[str]]) -> Iterator[str]:
    """What `check` finds, up to where the damage stops it."""
    try:
        yield from check()
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        yield f"{what} cannot be read to its end: {error}"


def _search_index(folder: Path) -> Iterator[str]:
    # Its own connection: it needs tables of its own, which live in a temporary file. The archive stays read-only.
    conn = sqlite3.connect(f"{(folder / 'archive.db').resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)
    conn.row_factory = sqlite3.Row
    try:
        yield from care.search_index_damage(conn)
    finally:
        conn.close()


@contextmanager
def _open(path: Path) -> Iterator[sqlite3.Connection]:
    if path.name == "payloads.db" and not path.exists():
        raise ArchiveError(f"{path} is missing", hint="restore it from a backup; the entries are in archive.db")
    conn = connect_readonly(path)
    try:
        yield conn
    except sqlite3.Error as error:
        raise explain(error, path) from error
    finally:
        conn.close()


def _must_be_free(target: Path) -> None:
    for name in FILES:
        if (target / name).exists():
            raise UsageError(f"{target / name} is there already", hint="give a new folder; nothing was changed")


def _copy_of(path: Path, target: Path) -> Path:
    partial = target / f"{path.name}.partial"
    partial.unlink(missing_ok=True)
    with _open(path) as conn:
        care.copy_into(conn, str(partial))
    return partial


def _bytes_of(path: Path, target: Path) -> Path:
    partial = target / f"{path.name}.partial"
    try:
        shutil.copyfile(path, partial)
    except OSError as error:
        raise ArchiveError(f"{path} could not be copied: {error.strerror}", hint="make room and try again") from error
    return partial


def _name_whole(partial: Path, path: Path) -> Path:
    with partial.open("rb+") as handle:
        os.fsync(handle.fileno())
    return partial.replace(path)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _not_as_written(folder: Path) -> Iterator[str]:
    """Files of a backup that are not what the backup wrote; a folder in which a daemon has run since is no backup any more."""
    manifest = folder / MANIFEST
    if not manifest.exists() or (folder / "writer.lock").exists():
        return
    for name, wanted in json.loads(manifest.read_text(encoding="utf-8"))["files"].items():
        path = folder / name
        if not path.exists():
            yield f"{path} is missing from the backup"
        elif path.stat().st_size != wanted["bytes"] or _sha256(path) != wanted["sha256"]:
            yield f"{path} is not byte for byte what the backup wrote"


def _sha256(path: Path) -> str:
    found = hashlib.sha256()
    with path.open("rb") as handle:
        while chunk := handle.read(_CHUNK):
            found.update(chunk)
    return found.hexdigest()
