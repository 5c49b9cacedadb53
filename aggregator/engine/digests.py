"""Digests: which are due, and what goes out."""

import logging
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from aggregator.archive import Archive, Connection, digests, marks
from aggregator.archive.rows import instant, stamp
from aggregator.edge import outbox
from aggregator.records import Config, Digest, DigestSpec
from aggregator.stages import digest

FILES = ("md", "html", "json")
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


async def write_due(archive: Archive, config: Config, now: datetime) -> None:
    """Write each digest whose hour has come since the last one; a missed one is written at the next start."""
    for spec in config.digests:
        due = last_due(spec, config.timezone, now)
        written = marks.get_state(archive.reader, f"digest:{spec.name}")
        if written is not None and instant(written) >= due:
            continue
        if written is not None or await _has_period(archive, spec, due):
            _write(archive, config, spec, due)
        await archive.submit(partial(marks.set_state, key=f"digest:{spec.name}", value=stamp(due)))


async def _has_period(archive: Archive, spec: DigestSpec, due: datetime) -> bool:
    """Whether anything was archived in the period; the first digest of a new archive would be empty."""
    return digests.sources(archive.reader, digest.period_start(spec, due), due) > 0


def _write(archive: Archive, config: Config, spec: DigestSpec, due: datetime) -> None:
    composed = compose(archive.reader, spec, due)
    forms = {form: digest.render(composed, form, config.web.base_url or "") for form in FILES}
    outbox.write_files(archive.folder / "digests", f"{due:%Y-%m-%d}-{spec.name}", forms)
    log.info("digest name=%s as_of=%s entries=%d", spec.name, stamp(due), composed.entries)
    if config.mail is not None and spec.mail_to:
        problem = outbox.send_mail(config.mail, spec.mail_to, composed.title, text=forms["md"], html=forms["html"])
        if problem is not None:
            log.error("digest-mail name=%s message=%r", spec.name, problem.message)


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
