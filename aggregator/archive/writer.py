"""The one writer: a thread that owns the write connections and a queue of jobs.

Anyone in the process hands it a function of the connection; it runs each whole, in order, several per transaction when
they pile up, and answers when they are safely committed. A job that fails is rolled back alone. Bodies go to payloads.db
first and are committed before the rows that name them: two WAL files do not commit together, and an orphan body harms
nobody. A lock file beside the archive keeps a second writer out.
"""

import asyncio
import contextlib
import fcntl
import os
import queue
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import IO, Any, TypeVar

from msgspec import Struct

from aggregator.archive import fts, migrations, payloads
from aggregator.archive.payloads import Stored
from aggregator.errors import ArchiveError, ArchiveLocked, DiskFull

T = TypeVar("T")

BATCH = 64  # jobs per transaction, at most
CACHE_KIB = 16_000
BODIES_CACHE_KIB = 2_000  # bodies are written once and hardly read
# What SQLite calls a full disk: most often FULL, and these where the file beside the archive cannot grow.
_NO_ROOM = frozenset({"SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_SHMSIZE", "SQLITE_IOERR_SHMMAP"})


class _Job(Struct):
    """Bodies to keep, what to do afterwards, and whom to tell."""

    bodies: Sequence[Stored]
    work: Callable[[sqlite3.Connection], Any]
    answer: "Future[Any]"


class Writer:
    """The only writer of one archive; open it once per process, close it before the process ends.

    Raises:
        ArchiveLocked: another process is the writer.
        ArchiveTooNew, ArchiveError: the file cannot be used.
    """

    def __init__(self, folder: Path, *, since: str) -> None:
        _make(folder)
        with contextlib.ExitStack() as opened:
            self._lock = opened.enter_context(_take_lock(folder / "writer.lock", since))
            self._conn = opened.enter_context(contextlib.closing(connect(folder / "archive.db")))
            self._bodies = opened.enter_context(contextlib.closing(connect(folder / "payloads.db", payloads_file=True)))
            _bring_index_up_to_date(self._conn)
            opened.pop_all()  # all are there: `close` closes them
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._open = True
        self._door = threading.Lock()  # no job may come in behind the one that ends the thread: nobody would answer it
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    def do(self, work: Callable[[sqlite3.Connection], T], *, bodies: Sequence[Stored] = ()) -> T:
        """What `work` returns, once it is committed; blocks the calling thread."""
        return self._enqueue(work, bodies).result()

    async def submit(self, work: Callable[[sqlite3.Connection], T], *, bodies: Sequence[Stored] = ()) -> T:
        """What `work` returns, once it is committed; the event loop goes on meanwhile."""
        return await asyncio.wrap_future(self._enqueue(work, bodies))

    def close(self) -> None:
        """Finish what is queued, truncate the logs, release the lock."""
        with self._door:
            self._open = False
            self._jobs.put(None)
        self._thread.join()
        for conn in (self._conn, self._bodies):
            with contextlib.suppress(sqlite3.Error):
                conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            conn.close()
        self._lock.close()

    def _enqueue(self, work: Callable[[sqlite3.Connection], T], bodies: Sequence[Stored]) -> "Future[T]":
        answer: Future[T] = Future()
        with self._door:
            if not self._open:
                raise ArchiveError("the archive is closed", hint="start the command again")
            self._jobs.put(_Job(bodies, work, answer))
        return answer

    def _run(self) -> None:
        ended = False
        while not ended:
            batch, ended = self._next_batch()
            if batch:
                self._write(batch)

    def _next_batch(self) -> tuple[list[_Job], bool]:
        job = self._jobs.get()
        batch: list[_Job] = []
        while job is not None:
            batch.append(job)
            if len(batch) == BATCH:
                return batch, False
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                return batch, False
        return batch, True

    def _write(self, batch: list[_Job]) -> None:
        # From here on a job cannot be called off: an answer to a future that was cancelled would end this thread.
        wanted = [job for job in batch if job.answer.set_running_or_notify_cancel()]
        failure = self._attempt(wanted)
        if failure is None:
            return
        if len(wanted) == 1:
            wanted[0].answer.set_exception(failure)
            return
        # One job may have spoilt it for all: each gets a transaction of its own.
        for job in wanted:
            alone = self._attempt([job])
            if alone is not None:
                job.answer.set_exception(alone)

    def _attempt(self, batch: list[_Job]) -> BaseException | None:
        """Write `batch` as one transaction and answer its jobs; or take all of it back, and return why."""
        try:
            self._keep_bodies(batch)
            answers = self._apply(batch)
        except BaseException as error:  # noqa: BLE001 - whoever asked is told; this thread must outlive every job
            for conn in (self._conn, self._bodies):
                if conn.in_transaction:
                    with contextlib.suppress(sqlite3.Error):
                        conn.rollback()
            return explain(error) if isinstance(error, sqlite3.Error) else error
        for job, (value, failure) in zip(batch, answers, strict=True):
            if failure is not None:
                job.answer.set_exception(failure)
            else:
                job.answer.set_result(value)
        return None

    def _keep_bodies(self, batch: list[_Job]) -> None:
        stored = [body for job in batch for body in job.bodies]
        if not stored:
            return
        self._bodies.execute("BEGIN IMMEDIATE")
        for body in stored:
            payloads.store(self._bodies, body)
        self._bodies.commit()

    def _apply(self, batch: list[_Job]) -> list[tuple[Any, BaseException | None]]:
        answers: list[tuple[Any, BaseException | None]] = []
        self._conn.execute("BEGIN IMMEDIATE")
        for job in batch:
            self._conn.execute("SAVEPOINT job")
            try:
                answers.append((job.work(self._conn), None))
            except sqlite3.OperationalError:
                raise  # the disk or the file: the whole batch is in doubt
            except Exception as error:  # noqa: BLE001 - goes to whoever asked for this job; the others go on
                self._conn.execute("ROLLBACK TO job")
                answers.append((None, error))
            self._conn.execute("RELEASE job")
        fts.index_new(self._conn)
        self._conn.commit()
        return answers


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ArchiveError(
            f"{folder} cannot hold an archive: {error.strerror}",
            hint="name a folder with `--archive`, or check its owner and permissions",
        ) from error


def _bring_index_up_to_date(conn: sqlite3.Connection) -> None:
    with explained():
        conn.execute("BEGIN IMMEDIATE")
        fts.bring_up_to_date(conn)
        conn.commit()


def connect(path: Path, *, payloads_file: bool = False) -> sqlite3.Connection:
    """A connection that may write, on a file brought to today's tables.

    Raises:
        ArchiveError: the file is not a database, is damaged or not ours.
        ArchiveTooNew: a later version of this program wrote it.
    """
    with explained(path), contextlib.ExitStack() as opened:
        conn = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=10)
        opened.enter_context(contextlib.closing(conn))
        conn.row_factory = sqlite3.Row
        # Looked at before anything is set: a journal mode is written into the file, and this one may not be ours.
        if not migrations.is_empty(conn):
            migrations.check(conn, payloads=payloads_file)
        conn.execute("PRAGMA page_size = 8192")
        conn.execute("PRAGMA journal_mode = WAL")
        conn.execute("PRAGMA synchronous = NORMAL")
        conn.execute("PRAGMA journal_size_limit = 67108864")
        conn.execute(f"PRAGMA cache_size = -{BODIES_CACHE_KIB if payloads_file else CACHE_KIB}")
        migrations.prepare(conn, payloads=payloads_file)
        conn.execute("PRAGMA foreign_keys = ON")
        opened.pop_all()
        return conn


def connect_readonly(path: Path) -> sqlite3.Connection:
    """A connection that cannot write; sees each commit of the writer at once.

    An archive on a medium that cannot be written (a disc, a snapshot) is read as it stands.

    Raises:
        ArchiveError: there is no archive there, or it cannot be read.
    """
    if not path.is_file():
        raise ArchiveError(
            f"there is no archive at {path.parent}", hint="start with `aggregator run` or `aggregator poll`"
        )
    # WAL needs a file beside the archive even to read; where none can be made, nobody writes either.
    still = "&immutable=1" if not os.access(path.parent, os.W_OK) and not _has_log(path) else ""
    with explained(path), contextlib.ExitStack() as opened:
        address = f"{path.resolve().as_uri()}?mode=ro{still}"
        conn = sqlite3.connect(address, uri=True, check_same_thread=False, timeout=10)
        opened.enter_context(contextlib.closing(conn))
        conn.row_factory = sqlite3.Row
        conn.execute("PRAGMA query_only = ON")
        conn.execute(f"PRAGMA cache_size = -{CACHE_KIB // 4}")
        migrations.check(conn, payloads=path.name == "payloads.db", to_read=True)
        opened.pop_all()
        return conn


def _has_log(path: Path) -> bool:
    """Whether commits, or a process that makes them, stand beside the file."""
    return any(path.with_name(path.name + suffix).exists() for suffix in ("-wal", "-shm"))


@contextlib.contextmanager
def explained(path: Path | None = None) -> Iterator[None]:
    """A block in which an error of SQLite becomes what it means for a person."""
    try:
        yield
    except sqlite3.Error as error:
        raise explain(error, path) from error


def explain(error: sqlite3.Error, path: Path | None = None) -> ArchiveError:
    """The exception that says what an error of SQLite means for a person."""
    text = str(error)
    where = str(path) if path else "the archive"
    if getattr(error, "sqlite_errorname", "") in _NO_ROOM:
        return DiskFull(
            f"{where} could not be written: {text}",
            hint="make room and start again; what was committed before is safe",
        )
    if "not a database" in text or "malformed" in text:
        return ArchiveError(f"{where} is damaged: {text}", hint="restore a backup, or see `aggregator verify`")
    if "unable to open" in text or "readonly" in text:
        return ArchiveError(f"{where} cannot be opened: {text}", hint="check the folder's owner and permissions")
    return ArchiveError(f"{where}: {text}", hint="`aggregator doctor` looks at the archive")


def _take_lock(path: Path, since: str) -> IO[str]:
    try:
        handle = path.open("a+", encoding="utf-8")
    except OSError as error:
        raise ArchiveError(
            f"{path.parent} cannot be written: {error.strerror}", hint="check the folder's owner and permissions"
        ) from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        handle.seek(0)
        owner = handle.read().strip() or "unknown process"
        handle.close()
        raise ArchiveLocked(
            f"{path.parent}: another aggregator writes here ({owner})",
            hint="stop it, or browse read-only with `aggregator web`",
        ) from error
    handle.seek(0)
    handle.truncate()
    handle.write(f"pid {os.getpid()}, since {since}")
    handle.flush()
    return handle
