"""A world that stands still, and what a test needs to poll feeds in it: documents by address, a real archive, a real engine."""

import asyncio
import hashlib
import sqlite3
from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path
from typing import Any, TypeVar

from aggregator import config as configuration
from aggregator.archive import open_archive
from aggregator.archive.rows import stamp
from aggregator.engine import Engine
from aggregator.records import Failed, Request, Response

START = datetime(2026, 3, 10, 8, tzinfo=UTC)
T = TypeVar("T")


class StillWorld:
    """Answers from `documents`; an address that is not there answers 404, one that holds a number answers that status."""

    def __init__(self, at: datetime = START) -> None:
        self.at = at
        self.documents: dict[str, bytes | int] = {}

    def now(self) -> datetime:
        return self.at

    async def send(self, request: Request) -> Response | Failed:
        found = self.documents.get(request.url, 404)
        body = b"" if isinstance(found, int) else found
        kind = "text/html; charset=utf-8" if request.purpose == "page" else "application/rss+xml; charset=utf-8"
        return Response(
            url=request.url,
            status=found if isinstance(found, int) else 200,
            headers=(("content-type", kind), ("etag", f'"{hashlib.sha256(body).hexdigest()[:12]}"')),
            body=body,
            received=self.at,
            elapsed=timedelta(milliseconds=5),
            wire_bytes=len(body),
            request_headers=request.headers,
        )

    async def sleep(self, span: timedelta) -> None:
        self.at += span

    def hold(self, url: str, until: datetime, why: str) -> None:
        """Nobody has to be left alone here."""

    def allow(self, networks: Sequence[str]) -> None:
        """Everybody may be asked here."""

    def slow(self, url: str, gap: timedelta) -> None:
        """Nobody minds how fast they are asked here."""


class Reader:
    """An engine over an archive in `folder` that follows some feeds; `poll` asks all of them, an hour after the last time."""

    def __init__(self, folder: Path, feeds: str, world: StillWorld | None = None) -> None:
        self.folder = folder
        self.world = world or StillWorld()
        self.path = folder / "feeds.yaml"
        self.follow(feeds)

    def follow(self, feeds: str) -> None:
        """Follow what this feeds.yaml says from now on."""
        self.path.write_text(feeds, encoding="utf-8")
        self.config = configuration.load(self.path)

    def run(self, work: Callable[[Engine], Coroutine[Any, Any, T]]) -> T:
        """What `work` gives, with a started engine that is closed afterwards."""

        async def whole() -> T:
            archive = open_archive(self.folder / "archive", since=stamp(self.world.now()))
            try:
                engine = Engine(config=self.config, archive=archive, world=self.world)
                await engine.start()
                done = await work(engine)
                await engine.close()
                return done
            finally:
                archive.close()

        return asyncio.run(whole())

    def poll(self, *rounds: Mapping[str, bytes | int]) -> None:
        """Poll every feed, pages and stories included, once for each change of the documents."""

        async def work(engine: Engine) -> None:
            for changed in rounds or ({},):
                self.world.documents.update(changed)
                for feed in await engine.claim("force"):
                    await engine.poll(feed)
                await engine.read_pages()
                await engine.think()
                self.world.at += timedelta(hours=1)

        self.run(work)

    def act(self, kind: str, **argument: Any) -> str:
        """Do what a person asks for."""
        return self.run(lambda engine: engine.act(kind, argument))

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """What the archive holds."""
        with closing(sqlite3.connect(self.folder / "archive" / "archive.db")) as conn:
            return conn.execute(sql, values).fetchall()


def item(
    guid: str | None,
    title: str,
    text: str,
    *,
    link: str | None = None,
    date: str | None = "Tue, 10 Mar 2026 07:00:00 GMT",
    more: str = "",
) -> str:
    """One `<item>` of an RSS document."""
    parts = [f"<title>{escape(title)}</title>", f"<description>{escape(text)}</description>", more]
    if guid is not None:
        parts.append(f'<guid isPermaLink="false">{escape(guid)}</guid>')
    if link is not None:
        parts.append(f"<link>{escape(link)}</link>")
    if date is not None:
        parts.append(f"<pubDate>{date}</pubDate>")
    return f"<item>{''.join(parts)}</item>"


def rss(*items: str, title: str = "Le Courrier", language: str = "fr") -> bytes:
    """An RSS document of these items."""
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>{title}</title>'
        f"<link>https://courrier.example/</link><language>{language}</language>{''.join(items)}</channel></rss>"
    ).encode()
