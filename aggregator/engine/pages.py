"""Pages for full text: which entries need one, fetch it, keep it as received, read the article."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from msgspec import Struct

from aggregator.archive import Archive, Connection, Stored, derived, gone, rechecking
from aggregator.archive.derived import PageTask
from aggregator.archive.rechecking import Look
from aggregator.edge import World, workers
from aggregator.engine.collect import payload_of
from aggregator.engine.manners import Manners
from aggregator.records import Article, Config, Failed, FeedSpec, Payload, Request, Response, Validators
from aggregator.stages import extract, fetch
from aggregator.text import diff, html, urls

BATCH = 64
AT_ONCE = 16
EXTRACT_SECONDS = 20.0  # CPU
EXTRACT_BYTES = 1_000_000_000
LEARN_EVERY = timedelta(hours=1)
RULES_FOLDER = "site-rules"
AGAIN = (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6), timedelta(days=1), timedelta(days=3))
Again = Callable[[Sequence[Look], Config], Awaitable[None]]
log = logging.getLogger("aggregator.pages")


class _Read(Struct, frozen=True, kw_only=True):
    """What came of one page."""

    task: PageTask
    at: datetime
    code: str
    reply: Response | Failed | None = None
    payload: Payload | None = None
    article: Article | None = None


class Pages:
    """Works through the entries whose page is pending."""

    def __init__(self, archive: Archive, world: World, manners: Manners) -> None:
        self._archive = archive
        self._world = world
        self._manners = manners
        self._turn = asyncio.Lock()
        self.chrome = Chrome()

    async def read_pending(self, config: Config, again: Again) -> int:
        """Read every page that is due; returns how many entries were looked at.

        Args:
            again: looks again at pages that were read before: what they said must not be lost.
        """
        specs = {spec.name: spec for spec in config.feeds}
        looked = 0
        async with self._turn:
            while tasks := derived.page_tasks(self._archive.reader, self._world.now(), BATCH):
                await self._read_batch(tasks, specs, config, again)
                looked += len(tasks)
        return looked

    async def _read_batch(
        self, tasks: tuple[PageTask, ...], specs: dict[str, FeedSpec], config: Config, again: Again
    ) -> None:
        wanted = [task for task in tasks if _wants_page(task, specs.get(task.feed))]
        idle = [task.entry for task in tasks if task not in wanted]
        if idle:
            await self._archive.submit(lambda conn: derived.settle(conn, "page", idle))
        gate = asyncio.Semaphore(AT_ONCE)
        known = rechecking.read_before(self._archive.reader, [task.entry for task in wanted])
        before = {look.entry for look in known}

        async def one(task: PageTask) -> None:
            async with gate:
                await self._save(await self._read(task, specs[task.feed], config))

        await asyncio.gather(*(one(task) for task in wanted if task.entry not in before))
        if known:
            await again(known, config)
            await self._archive.submit(lambda conn: derived.settle(conn, "page", before))

    async def _read(self, task: PageTask, spec: FeedSpec, config: Config) -> _Read:
        assert task.url is not None
        if not await self._manners.allow(task.url, config):
            return _Read(task=task, at=self._world.now(), code="robots")
        reply = await self._world.send(page_request(task.url, spec, config))
        now = self._world.now()
        if isinstance(reply, Failed):
            return _Read(task=task, at=now, code=reply.code, reply=reply)
        payload = payload_of("page", task.url, reply, fetch.digest(reply.body))
        if reply.status != 200 or not reply.body.strip():
            code = f"http-{reply.status}" if reply.status != 200 else "empty"
            return _Read(task=task, at=now, code=code, reply=reply, payload=payload)
        learnt = self.chrome.of(self._archive.reader, task.feed, now)
        article = await article_of(task, reply.body, reply.header("content-type"), reply.url, config, learnt, now)
        if isinstance(article, workers.Exceeded):
            return _Read(task=task, at=now, code="too-costly", reply=reply, payload=payload)
        return _Read(task=task, at=now, code="ok", reply=reply, payload=payload, article=article)

    async def _save(self, read: _Read) -> None:
        bodies = []
        if read.payload is not None:
            bodies.append(Stored(payload=read.payload, sources=sources_of(read.payload), entry=read.task.entry))
        await self._archive.submit(lambda conn: _record(conn, read), bodies=bodies)
        log.info(
            "page entry=%d code=%s flags=%s", read.task.entry, read.code, read.article.flags if read.article else ()
        )


class Chrome:
    """Lines that several articles of a feed share: no text, whatever they say; learnt again every hour."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[frozenset[str], datetime]] = {}

    def of(self, conn: Connection, feed: str, now: datetime) -> frozenset[str]:
        """The lines to leave out of the next page of `feed`."""
        known = self._known.get(feed)
        if known is None or now - known[1] >= LEARN_EVERY:
            known = (extract.learn(derived.latest_texts(conn, feed)), now)
            self._known[feed] = known
        return known[0]


def page_request(url: str, spec: FeedSpec, config: Config, validators: Validators | None = None) -> Request:
    """What to ask for the page at `url`; with validators, only for another version than the one that came with them."""
    known = validators or Validators()
    conditions = (("If-None-Match", known.etag), ("If-Modified-Since", known.last_modified))
    request = Request(
        url=url,
        headers=(
            ("User-Agent", fetch.agent(config.contact)),
            ("Accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.1"),
            ("Accept-Encoding", fetch.ACCEPT_ENCODING),
            *((name, value) for name, value in conditions if value is not None),
        ),
        purpose="page",
    )
    return fetch.bounded(request, spec.limits)


async def article_of(
    asked: PageTask | Look,
    body: bytes,
    content_type: str | None,
    url: str,
    config: Config,
    chrome: frozenset[str],
    now: datetime,
) -> Article | workers.Exceeded:
    """The article of a page, read in a child process with limits.

    Args:
        body: of the page, decompressed.
        url: that answered.
        chrome: lines to leave out (`Chrome.of`).
    """
    read = partial(
        extract.extract,
        language=asked.language,
        languages=config.languages,
        feed_title=asked.title,
        feed_text=asked.text,
        chrome=chrome,
        asked=asked.url,
        observed=now,
        rules=_site_rules(config, url),
    )
    return await workers.run_limited(
        read, html.decode(body, content_type), url, seconds=EXTRACT_SECONDS, max_bytes=EXTRACT_BYTES
    )


def sources_of(payload: Payload) -> tuple[str, ...]:
    """What the body of a page is kept against: the page as it was before, else another page of its site."""
    host = urls.host(payload.url)
    # Pages that say "not found" are alike, and unlike any article: they must not become what articles are compared with.
    return (f"url:{payload.url}", f"site:{host}") if payload.status in (200, 304) else (f"failed:{host}",)


def _site_rules(config: Config, url: str) -> extract.Rules | None:
    """The user's rule for the site of `url`: `site-rules/HOST.txt` beside feeds.yaml, in the form of ftr-site-config."""
    folder = Path(config.path).parent / RULES_FOLDER
    host = urls.host(url)
    for name in (host, host.removeprefix("www."), "." + host.partition(".")[2]):
        path = folder / f"{name}.txt"
        if path.is_file():
            return extract.parse_rules(path.read_text(encoding="utf-8", errors="replace"))
    return None


def _wants_page(task: PageTask, spec: FeedSpec | None) -> bool:
    if spec is None or task.url is None or spec.full_text is False:
        return False
    return spec.full_text is True or extract.needs_page(task.text)


def _record(conn: Connection, read: _Read) -> None:
    """Keep what came of a page; a page that failed is tried again a few times, more and more rarely."""
    task, reply, article = read.task, read.reply, read.article
    derived.add_page(
        conn,
        task.entry,
        url=task.url or "",
        final_url=reply.url if isinstance(reply, Response) else None,
        at=read.at,
        status=reply.status if reply is not None else None,
        code=read.code,
        payload=read.payload.sha256 if read.payload else None,
        flags=article.flags if article else (),
    )
    if article is None:
        if read.code in ("http-404", "http-410") and reply is not None and reply.status is not None:
            gone.page_gone(conn, task.entry, reply.status, read.at)
        if task.tries < len(AGAIN) and read.code not in ("http-404", "http-410", "refused-address", "bad-scheme"):
            derived.postpone(conn, "page", task.entry, read.at + AGAIN[task.tries], failed=True)
        else:
            derived.settle(conn, "page", [task.entry])
        return
    gone.page_back(conn, task.entry)
    derived.settle(conn, "page", [task.entry])
    rechecking.plan(conn, task.entry, read.at)
    derived.save_article(conn, task.entry, article, diff.wording_hash(article.headline or "", article.text), read.at)
    for stage in ("topics", "stories"):
        derived.postpone(conn, stage, task.entry, read.at, failed=False)
