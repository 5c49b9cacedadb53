"""Digests: which are due, and what goes out."""

import asyncio
import json
import logging
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from functools import partial
from typing import TypeAlias
from zoneinfo import ZoneInfo

from aggregator.archive import Archive, Connection, digests, marks
from aggregator.archive.rows import instant, stamp
from aggregator.edge import outbox
from aggregator.errors import ArchiveError
from aggregator.records import Config, Digest, DigestSpec, Problem
from aggregator.stages import digest

FILES = ("md", "html", "json")
SEND_AGAIN = timedelta(minutes=15)
Send: TypeAlias = Callable[..., Problem | None]  # as outbox.send_mail
log = logging.getLogger("aggregator.digests")


def compose(conn: Connection, spec: DigestSpec, as_of: datetime) -> Digest:
    """The digest of the period that ends at `as_of`, from what was known then."""
    since = digest.period_start(spec, as_of)
    only = spec.topics[0] if len(spec.topics) == 1 else None
    return digest.compose(
        spec,
        digests.stories(conn, since, as_of, topic=only),
        as_of=as_of,
        labels=digests.labels(conn, spec.language or "en")
        | digests.labels_of(conn, spec.topics, spec.language or "en"),
        sources=digests.sources(conn, since, as_of),
        notes=digests.troubled(conn, as_of),
    )


async def write_due(archive: Archive, config: Config, now: datetime, *, send: Send = outbox.send_mail) -> None:
    """Write each digest whose hour has come since the last one; a missed one is written at the next start.

    One that cannot be written or sent keeps no other from its readers. Mail that nobody took is sent again every
    quarter of an hour until the next digest of that name is due.
    """
    for spec in config.digests:
        try:
            await _write_if_due(archive, config, spec, now)
            await _send_if_due(archive, config, spec, now, send)
        except (OSError, ArchiveError):
            log.exception("digest-failed name=%s", spec.name)


async def _write_if_due(archive: Archive, config: Config, spec: DigestSpec, now: datetime) -> None:
    due = last_due(spec, config.timezone, now)
    written = marks.get_state(archive.reader, f"digest:{spec.name}")
    if written is not None and instant(written) >= due:
        return
    if written is not None or await asyncio.to_thread(_has_period, archive, spec, due):
        await asyncio.to_thread(_write, archive, config, spec, due)
        if spec.mail_to:
            await archive.submit(partial(marks.set_state, key=f"mail:{spec.name}", value=f"{stamp(due)} {stamp(now)}"))
    await archive.submit(partial(marks.set_state, key=f"digest:{spec.name}", value=stamp(due)))


def _has_period(archive: Archive, spec: DigestSpec, due: datetime) -> bool:
    """Whether anything was archived in the period; the first digest of a new archive would be empty."""
    with closing(archive.connect()) as conn:
        return digests.sources(conn, digest.period_start(spec, due), due) > 0


def _write(archive: Archive, config: Config, spec: DigestSpec, due: datetime) -> None:
    with closing(archive.connect()) as conn:
        composed = compose(conn, spec, due)
    forms = {form: digest.render(composed, form, config.web.base_url or "") for form in FILES}
    outbox.write_files(archive.folder / "digests", _stem(spec, due), forms)
    log.info("digest name=%s as_of=%s entries=%d", spec.name, stamp(due), composed.entries)


def _stem(spec: DigestSpec, due: datetime) -> str:
    return f"{due:%Y-%m-%d}-{spec.name}"


async def _send_if_due(archive: Archive, config: Config, spec: DigestSpec, now: datetime, send: Send) -> None:
    """Send the digest that waits for it, from the files that were written; `mail:NAME` holds its hour and the next try."""
    due, _, again = (marks.get_state(archive.reader, f"mail:{spec.name}") or "").partition(" ")
    if not again or instant(again) > now or config.mail is None or not spec.mail_to:
        return
    base = archive.folder / "digests" / _stem(spec, instant(due))
    forms = {form: base.with_name(f"{base.name}.{form}").read_text(encoding="utf-8") for form in FILES}
    subject = json.loads(forms["json"])["title"]
    key = f"{spec.name}.{due.replace(':', '')}"
    problem = await asyncio.to_thread(
        send, config.mail, spec.mail_to, subject, key=key, at=instant(due), text=forms["md"], html=forms["html"]
    )
    if problem is not None:
        log.error("digest-mail name=%s message=%r hint=%r", spec.name, problem.message, problem.hint)
    left = "" if problem is None else f"{due} {stamp(now + SEND_AGAIN)}"
    await archive.submit(partial(marks.set_state, key=f"mail:{spec.name}", value=left))


def last_due(spec: DigestSpec, timezone: str, now: datetime) -> datetime:
    """The latest instant at which the digest was due: its hour of the day, Mondays for a week, in local time."""
    hour, minute = (int(part) for part in spec.at.split(":"))
    local = now.astimezone(ZoneInfo(timezone))
    due = local.replace(hour=hour, minute=minute, second=0, microsecond=0)
    if due > local:
        due -= timedelta(days=1)
    if spec.period == "week":
        due -= timedelta(days=due.weekday())
    return due.astimezone(now.tzinfo)
