"""What the rest of the program asks of storage: `open_archive` to write, `read` to look.

archive/ is the only place with SQL. Functions of its modules take a connection first; whoever writes hands them to
`Archive.submit`, which runs them in the writer's thread and answers when they are committed.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeVar

from aggregator.archive.payloads import Stored
from aggregator.archive.writer import Writer, connect_readonly, explained

Connection = sqlite3.Connection
T = TypeVar("T")

__all__ = ["Archive", "Connection", "Stored", "open_archive", "read", "reading"]


class Archive:
    """An archive that this process writes; a read-only look needs only `read`."""

    def __init__(self, folder: Path, *, since: str) -> None:
        self.folder = folder
        self._writer = Writer(folder, since=since)
        try:
            self.reader = connect_readonly(folder / "archive.db")
        except BaseException:
            self._writer.close()
            raise

    def do(self, work: Callable[[Connection], T], *, bodies: Sequence[Stored] = ()) -> T:
        """What `work` returns, once it is committed; blocks."""
        return self._writer.do(work, bodies=bodies)

    async def submit(self, work: Callable[[Connection], T], *, bodies: Sequence[Stored] = ()) -> T:
        """What `work` returns, once it is committed; the event loop goes on meanwhile."""
        return await self._writer.submit(work, bodies=bodies)

    def connect(self) -> Connection:
        """A read-only connection of one's own, for work in another thread; whoever asks closes it."""
        return connect_readonly(self.folder / "archive.db")

    def close(self) -> None:
        """Finish what is queued and release the archive."""
        self.reader.close()
        self._writer.close()


def open_archive(folder: Path, *, since: str) -> Archive:
    """The archive in `folder`, made when it is not there, for writing.

    Args:
        since: when this process began, told to whoever finds the archive locked.

    Raises:
        ArchiveLocked, ArchiveTooNew, ArchiveError: see errors.py.
    """
    return Archive(folder, since=since)


def read(folder: Path) -> Connection:
    """A connection that cannot write, beside any writer.

    Raises:
        ArchiveError: there is no archive, or it cannot be read.
    """
    return connect_readonly(folder / "archive.db")


@contextmanager
def reading(folder: Path) -> Iterator[Connection]:
    """A connection for one look, closed afterwards; damage met on the way is told as such.

    Raises:
        ArchiveError: there is no archive, or what was asked for cannot be read.
    """
    with closing(read(folder)) as conn, explained(folder / "archive.db"):
        yield conn
