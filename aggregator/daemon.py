"""The long-running process: an APScheduler clockwork around the engine.

Poll times are rows of the archive, not timers: one job ticks every second and starts what is due. Other jobs think about
new entries, write digests that are due and do nightly upkeep. SIGTERM finishes what is being written and leaves within five
seconds; SIGHUP, and a changed feeds.yaml, are read at the next tick.
"""

import asyncio
import contextlib
import logging
import signal
from collections.abc import Callable, Coroutine
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from aggregator import config as configuration
from aggregator import ops
from aggregator.archive import feeds
from aggregator.edge import service
from aggregator.engine import Engine, import_all
from aggregator.errors import AggregatorError, DiskFull
from aggregator.records import Feed
from aggregator.views import DaemonStatus

SLOTS = 256  # polls under way at once; the edge bounds them per host
FINISH_POLLS = 1.5  # seconds for polls under way when the process is asked to stop
FINISH_WORK = 1.0  # seconds after that for keeping what was learnt; pages get one more, which makes less than five
TICK = 1.0  # seconds
log = logging.getLogger("aggregator.daemon")


class Daemon:
    """Polls, thinks, digests and keeps house until it is told to stop."""

    def __init__(self, engine: Engine, config_path: Path, *, tick: float = TICK) -> None:
        self.engine = engine
        self._config_path = config_path
        self._config_seen = _modified(config_path)
        self._tick_seconds = tick
        self._polls: set[asyncio.Task[None]] = set()
        self._jobs: set[asyncio.Task[Any]] = set()
        self._stopping = asyncio.Event()
        self._reload = False
        self._started = engine.world.now()
        self._refused: str | None = None  # what is wrong with the feeds.yaml that was last read
        self._failing: dict[str, str] = {}  # what jobs fail on, until they succeed
        self._full: str | None = None  # since a write found no room, until one finds some

    async def run(self, *, ready: Callable[[], None] = lambda: None) -> None:
        """Work until `stop` is called or a signal comes."""
        import_all()
        await self.engine.start()
        clockwork = self._clockwork()
        clockwork.start()
        service.notify("READY=1")
        ready()
        log.info("started feeds=%d", len(self.engine.config.feeds))
        try:
            await self._stopping.wait()
        finally:
            service.notify("STOPPING=1")
            # Shut down, it would call off jobs under way at once; paused, it only begins no others.
            clockwork.pause()
            await self._finish()
            clockwork.shutdown(wait=False)

    def status(self) -> DaemonStatus:
        """What the health page says of this process."""
        engine, now = self.engine, self.engine.world.now()
        reader = engine.archive.reader
        return DaemonStatus(
            started=self._started,
            now=now,
            version=version("aggregator"),
            polling=len(self._polls),
            waiting=feeds.waiting(reader, now),
            requests_last_hour=feeds.requests_since(reader, now - timedelta(hours=1)),
            budget=engine.config.budget,
            price=engine.price,
            config_error=self.problem,
            outage_since=engine.line.down_since,
        )

    @property
    def problem(self) -> str | None:
        """The trouble that a person has to end: no room on the disk, a feeds.yaml that cannot be used, a mistake of ours."""
        ours = (f"{job.strip('_')} fails and is tried again: {text}" for job, text in self._failing.items())
        return self._full or self._refused or next(ours, None)

    def stop(self) -> None:
        """Ask the daemon to leave."""
        self._stopping.set()

    def listen_to_signals(self) -> None:
        """SIGTERM and SIGINT stop, SIGHUP reloads feeds.yaml."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.stop)
        loop.add_signal_handler(signal.SIGHUP, self._ask_reload)

    def _ask_reload(self) -> None:
        self._reload = True

    def _clockwork(self) -> AsyncIOScheduler:
        clockwork = AsyncIOScheduler(
            timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )
        for job, seconds in (
            (self._tick, self._tick_seconds),
            (self._answer, self._tick_seconds),
            (self._read_pages, self._tick_seconds),
            (self._think, self._tick_seconds),
            (self._look_again, 15 * self._tick_seconds),
            (self._digest, 30 * self._tick_seconds),
            (self._upkeep, 600 * self._tick_seconds),
        ):
            clockwork.add_job(self._guarded(job), "interval", seconds=seconds, id=job.__name__)
        return clockwork

    async def _tick(self) -> None:
        """Reload, and start the polls that are due; nothing here waits for a server."""
        service.notify("WATCHDOG=1")
        await self._reload_if_changed()
        free = SLOTS - len(self._polls)
        if free <= 0:
            return
        for feed in await self.engine.claim_due(free):
            task = asyncio.create_task(self._poll(feed))
            self._polls.add(task)
            task.add_done_callback(self._polls.discard)

    async def _answer(self) -> None:
        """Do what commands ask. Apart from the tick: a wish to poll every feed may take minutes."""
        await self.engine.answer_requests()

    async def _poll(self, feed: Feed) -> None:
        try:
            await self.engine.poll(feed)
            self._full = None
        except DiskFull as error:
            self._no_room(error)
        except Exception:
            # The one broad catch: whatever one feed does to us, the others go on.
            log.exception("poll-failed feed=%s", feed.spec.name)

    async def _read_pages(self) -> None:
        await self.engine.read_pages()

    async def _think(self) -> None:
        await self.engine.think()

    async def _look_again(self) -> None:
        await self.engine.look_again()

    async def _digest(self) -> None:
        await self.engine.write_due_digests()

    async def _upkeep(self) -> None:
        archive, now = self.engine.archive, self.engine.world.now()
        await ops.upkeep(archive, now)
        if gone := await ops.keep_pages_within(archive, self.engine.config.page_quota, now):
            log.info("pages-pruned bodies=%d", gone)
        await self.engine.hubs.renew()
        await asyncio.to_thread(service.give_back_memory)

    async def _reload_if_changed(self) -> None:
        modified = _modified(self._config_path)
        if not self._reload and modified == self._config_seen:
            return
        self._reload, self._config_seen = False, modified
        try:
            config = configuration.load(self._config_path)
        except AggregatorError as error:
            self._refused = error.message
            log.error("config-refused message=%r hint=%r", error.message, error.hint)  # noqa: TRY400 - said in full
            return
        self._refused = None
        await self.engine.reconfigure(config)
        log.info("config-reloaded feeds=%d", len(config.feeds))

    async def _finish(self) -> None:
        """Let what is under way end for a moment; what was not written is done again at the next start."""
        if self._polls or self._jobs:
            _, late = await asyncio.wait(self._polls | self._jobs, timeout=FINISH_POLLS)
            for task in late & self._polls:
                task.cancel()
            await asyncio.gather(*(late & self._polls), return_exceptions=True)
        try:
            await asyncio.wait_for(self.engine.close(), FINISH_WORK)
        except TimeoutError:
            # Grouping is in the middle of a batch: its entries stay pending, and what it counted is counted again.
            log.warning("left-early jobs=%d", len(self._jobs))
        for task in self._jobs:
            task.cancel()
        await asyncio.gather(*self._jobs, return_exceptions=True)
        log.info("stopped")

    def _guarded(self, job: Callable[[], Coroutine[Any, Any, None]]) -> Callable[[], Coroutine[Any, Any, None]]:
        """`job`, whose failure is logged and does not end the clockwork."""

        async def run() -> None:
            task = asyncio.current_task()
            assert task is not None
            self._jobs.add(task)
            try:
                await job()
                self._failing.pop(job.__name__, None)
            except asyncio.CancelledError:
                # By `_finish`; raised on, the scheduler would take it for a failure.
                log.info("job-left job=%s", job.__name__)
            except DiskFull as error:
                self._no_room(error)
            except Exception as error:  # noqa: BLE001 - logged and shown, and the clockwork goes on
                self._fails(job.__name__, error)
            finally:
                self._jobs.discard(task)

        return run

    def _fails(self, job: str, error: Exception) -> None:
        """Say once what a job fails on; it is tried again with its next turn, and the health page says so meanwhile."""
        text = f"{type(error).__name__}: {error}"
        if self._failing.get(job) != text:
            log.error("job-failed job=%s", job, exc_info=error)
        self._failing[job] = text

    def _no_room(self, error: DiskFull) -> None:
        """Say once that the disk is full; everything is tried again, every second, until there is room."""
        if self._full is None:
            log.error("disk-full message=%r hint=%r", error.message, error.hint)
        self._full = error.message


def _modified(path: Path) -> float | None:
    with contextlib.suppress(OSError):
        return path.stat().st_mtime
    return None
