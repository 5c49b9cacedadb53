"""Questions asked of the installation and the archive, and nightly upkeep."""

import asyncio
import importlib.util
import shutil
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Literal

from msgspec import Struct

from aggregator import config as configuration
from aggregator.archive import Archive, care, marks, read
from aggregator.archive.rows import instant, stamp
from aggregator.errors import AggregatorError

LOW_SPACE = 1_000_000_000  # bytes
PRUNED = "pages:pruned"  # when it was last looked whether pages keep within their quota
PRUNE_EVERY = timedelta(days=1)
JOINED = "sightings:joined"  # the day up to which ranks within feeds are summed up
OLDEST_SQLITE = (3, 37, 0)
NEEDED = (
    "apscheduler", "babel", "brotli", "click", "datasette", "feedparser", "httpx", "jinja2", "lxml", "lxml_html_clean", "nh3",
    "numpy", "py3langid", "pycurl", "rich", "yaml", "selectolax", "snowballstemmer", "sqlite_utils",
    "starlette", "Stemmer", "trafilatura", "uvicorn", "zstandard",
)  # fmt: skip


class Finding(Struct, frozen=True, kw_only=True):
    """One thing `doctor` looked at."""

    what: str
    state: Literal["ok", "warning", "trouble"]
    message: str
    hint: str | None = None


def doctor(config_path: Path, archive_folder: Path) -> tuple[Finding, ...]:
    """Everything that can be looked at without changing anything, and without the network."""
    return (_packages(), _sqlite(), _configuration(config_path), *_archive(archive_folder), _space(archive_folder))


def _packages() -> Finding:
    missing = [name for name in NEEDED if not _there(name)]
    if missing:
        return Finding(
            what="packages",
            state="trouble",
            message=f"missing: {', '.join(missing)}",
            hint="install again: `make clean run`, or `pip install .`",
        )
    return Finding(what="packages", state="ok", message=f"all {len(NEEDED)} are there")


def _there(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:
        return False


def _sqlite() -> Finding:
    found = care.sqlite_version()
    shown = ".".join(map(str, found))
    if found < OLDEST_SQLITE:
        wanted = ".".join(map(str, OLDEST_SQLITE))
        return Finding(what="SQLite", state="trouble", message=f"{shown} is older than {wanted}")
    return Finding(what="SQLite", state="ok", message=shown)


def _configuration(path: Path) -> Finding:
    try:
        loaded = configuration.load(path)
    except AggregatorError as error:
        return Finding(what="feeds.yaml", state="trouble", message=error.message, hint=error.hint)
    return Finding(what="feeds.yaml", state="ok", message=f"{len(loaded.feeds)} feeds, {len(loaded.topics)} topics")


def _archive(folder: Path) -> tuple[Finding, ...]:
    if not folder.is_dir() and folder.exists():
        return (
            Finding(
                what="archive", state="trouble", message=f"{folder} is no folder", hint="name another with --archive"
            ),
        )
    if not (folder / "archive.db").exists():
        return (Finding(what="archive", state="ok", message=f"none at {folder} yet; the first poll makes it"),)
    try:
        conn = read(folder)
    except AggregatorError as error:
        return (Finding(what="archive", state="trouble", message=error.message, hint=error.hint),)
    try:
        counts = ", ".join(f"{number} {name}" for name, number in care.sizes(conn).items())
        found = care.damage(conn)
    finally:
        conn.close()
    findings = [Finding(what="archive", state="ok", message=counts)]
    findings += [
        Finding(what="archive", state="trouble", message=text, hint="restore a backup into a new folder and compare")
        for text in found
    ]
    return tuple(findings)


def _space(folder: Path) -> Finding:
    place = folder if folder.exists() else Path()
    free = shutil.disk_usage(place).free
    message = f"{free / 1e9:.1f} GB free"
    if free < LOW_SPACE:
        return Finding(
            what="disk", state="warning", message=message, hint="make room before the archive cannot be written"
        )
    return Finding(what="disk", state="ok", message=message)


async def upkeep(archive: Archive, now: datetime) -> None:
    """Sum up what is old, refresh the planner's statistics; in steps, so that polls are written between them."""
    since, until = marks.get_state(archive.reader, JOINED) or "", care.detail_ends(now)
    if since < until:
        for feed in care.feed_ids(archive.reader):
            await archive.submit(partial(care.join_sightings, feed=feed, since=since, until=until))
        await archive.submit(partial(marks.set_state, key=JOINED, value=until))
    await archive.submit(lambda conn: care.sum_up_polls(conn, now))
    await archive.submit(care.refresh_statistics)


async def keep_pages_within(archive: Archive, quota: int | None, now: datetime) -> int:
    """Take out the least valuable pages once a day where they exceed their quota; returns how many bodies went.

    A quota that is changed takes effect within a day.
    """
    looked = marks.get_state(archive.reader, PRUNED)
    if quota is None or (looked is not None and now - instant(looked) < PRUNE_EVERY):
        return 0
    from aggregator.archive import pruning

    done = await asyncio.to_thread(pruning.keep_within, archive.folder, quota, now)
    await archive.submit(partial(marks.set_state, key=PRUNED, value=stamp(now)))
    return done.bodies if done is not None else 0
