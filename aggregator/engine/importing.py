"""Exchanges of a WARC file into the archive: as captures, and what feeds and pages said as if it had been read then.

Feed documents of feeds that are followed are kept as captures of their day, and their entries are archived as of it by
the same road as `aggregator reparse`: what is known is left alone, what was missed is added. Pages are kept as captures;
the page of an entry that has no article yet gives it one. Nothing that is in the archive is replaced.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial

from msgspec import Struct, field
from msgspec.structs import replace

from aggregator.archive import Archive, Connection, Stored, captures, derived, importing, rereading
from aggregator.archive.importing import Owner
from aggregator.edge import workers
from aggregator.engine import reparse
from aggregator.engine.pages import article_of, sources_of
from aggregator.records import Config, Payload
from aggregator.stages import extract
from aggregator.text import diff

AT_ONCE = 50  # exchanges in one transaction
_KINDS = ("html", "xml", "json", "rss", "atom")


class Imported(Struct):
    """What came of a file."""

    captures: int = 0
    known: int = 0  # exchanges that were in the archive already
    entries: int = 0  # that no poll had brought
    articles: int = 0
    skipped: Counter[str] = field(default_factory=Counter)


async def import_exchanges(
    archive: Archive, exchanges: Callable[[], Iterable[Payload]], config: Config, now: datetime
) -> Imported:
    """Keep these exchanges, and read what they say.

    Args:
        exchanges: gives them, in the order of the file, as often as it is called: feeds are read first, so that the pages
            find their entries.
        now: of the import, UTC; what is derived says so.
    """
    imported = Imported()
    feeds = await _keep_all(archive, exchanges(), config, now, imported, of_feeds=True)
    before = importing.entries(archive.reader)
    for name in sorted(feeds):
        await _read_again(archive, config, name, now)
    imported.entries = importing.entries(archive.reader) - before
    await _keep_all(archive, exchanges(), config, now, imported, of_feeds=False)
    return imported


async def _keep_all(
    archive: Archive, exchanges: Iterable[Payload], config: Config, now: datetime, imported: Imported, *, of_feeds: bool
) -> set[str]:
    """Keep the exchanges with feeds, or the others; returns the names of the feeds."""
    feeds: set[str] = set()
    some: list[tuple[Payload, Owner]] = []
    with captures.opened(archive.folder) as (_, bodies):
        for payload in exchanges:
            owner = importing.owner(archive.reader, payload)
            if (owner.feed is not None) is not of_feeds:
                continue
            if not payload.body:  # a revisit: what it refers to must be kept by now
                await _keep(archive, some, config, now, imported)
                some = []
            kept = _whole(bodies, payload, imported)
            if kept is None:
                continue
            if of_feeds:
                feeds.add(owner.name)
            some.append((replace(kept, kind="feed" if of_feeds else "page"), owner))
            if len(some) == AT_ONCE:
                await _keep(archive, some, config, now, imported)
                some = []
    await _keep(archive, some, config, now, imported)
    return feeds


def _whole(bodies: Connection, payload: Payload, imported: Imported) -> Payload | None:
    """The exchange with its body, when it is one to keep."""
    if payload.status not in (200, 226, 304):
        imported.skipped[f"answered {payload.status}"] += 1
        return None
    kind = next((value for name, value in payload.response_headers if name == "content-type"), "html")
    if payload.status != 304 and not any(one in kind.lower() for one in _KINDS):
        imported.skipped["neither page nor feed"] += 1
        return None
    if captures.has(bodies, payload):
        imported.known += 1
        return None
    if payload.body or payload.sha256 == importing.EMPTY:
        return payload
    # A revisit: its body came with an earlier record, or was here before.
    body = captures.body_or_none(bodies, payload.sha256)
    if body is None:
        imported.skipped["revisit of something that is not here"] += 1
        return None
    return replace(payload, body=body)


async def _keep(
    archive: Archive, some: Sequence[tuple[Payload, Owner]], config: Config, now: datetime, imported: Imported
) -> None:
    if not some:
        return
    bodies = [
        Stored(
            payload=payload,
            sources=(f"feed:{owner.feed}",) if owner.feed is not None else sources_of(payload),
            feed=owner.feed,
            entry=owner.entry,
        )
        for payload, owner in some
    ]
    await archive.submit(lambda _: None, bodies=bodies)
    imported.captures += len(some)
    for payload, owner in some:
        if owner.entry is not None:
            imported.articles += await _read_page(archive, payload, owner, config, now)


async def _read_page(archive: Archive, payload: Payload, owner: Owner, config: Config, now: datetime) -> bool:
    """Record the fetch of an entry's page, and let it give the entry its article when it has none."""
    assert owner.entry is not None
    task = importing.without_article(archive.reader, owner.entry)
    article = None
    if task is not None and payload.status == 200:
        kind = next((value for name, value in payload.response_headers if name == "content-type"), None)
        read = await article_of(task, payload.body, kind, payload.final_url, config, frozenset(), payload.at)
        article = None if isinstance(read, workers.Exceeded) else read
    good = article is not None and article.text and not extract.WALLED & set(article.flags)

    def record(conn: Connection) -> None:
        assert owner.entry is not None
        derived.add_page(
            conn,
            owner.entry,
            url=payload.url,
            final_url=payload.final_url,
            at=payload.at,
            status=payload.status,
            code="unchanged" if payload.status == 304 else "ok",
            payload=payload.sha256,
            flags=article.flags if article is not None else (),
        )
        if good and article is not None:
            stands = diff.wording_hash(article.headline or "", article.text)
            derived.save_article(conn, owner.entry, article, stands, payload.at)
            derived.settle(conn, "page", [owner.entry])
            for stage in ("topics", "stories"):
                derived.postpone(conn, stage, owner.entry, now, failed=False)

    await archive.submit(record)
    return bool(good)


async def _read_again(archive: Archive, config: Config, feed: str, now: datetime) -> None:
    """Archive the entries, and their wordings, that the imported documents of `feed` showed and no poll had brought.

    The whole feed is read again: a wording of the first imported document may have begun before it.
    """
    with captures.opened(archive.folder) as (conn, bodies):
        async for some in reparse.differences(conn, bodies, config, feed=feed):
            missed = [one.mending for one in some if one.kind == "missed" and one.mending is not None]
            for start in range(0, len(missed), AT_ONCE):
                part = missed[start : start + AT_ONCE]
                await archive.submit(partial(rereading.mend, mendings=part, now=now))
            await asyncio.sleep(0)
