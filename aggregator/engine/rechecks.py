"""Pages looked at again, for edits that nobody announced.

A page that was read is asked for again when the time since the last look reaches a fifth of its age
(`stages/extract/policy.py: next_look`), within a share of the request budget, and only for another version than the one
kept. The kept page is read anew by today's extractor before the two are compared, so an upgrade never looks like an edit. A
wall, an error or a page cut short is never a wording.
"""

import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from aggregator.archive import Archive, Connection, Stored, captures, derived, gone, rechecking
from aggregator.archive.rechecking import Former, Look
from aggregator.edge import World, workers
from aggregator.engine.collect import payload_of
from aggregator.engine.manners import Manners
from aggregator.engine.pages import AT_ONCE, Chrome, article_of, page_request, sources_of
from aggregator.errors import ArchiveError
from aggregator.records import Article, Config, Failed, FeedSpec, Payload, Response, Validators
from aggregator.stages import extract, fetch
from aggregator.text import diff

SHARE = 0.2  # of the hourly request budget
BURST = timedelta(minutes=5)  # so much of it may be saved up
CUT = 0.6  # a text that lost more than this and ends where the former one goes on was cut short, not edited
BATCH = 64
log = logging.getLogger("aggregator.rechecks")


class _Kept(Struct, frozen=True, kw_only=True):
    """The page behind the stored article."""

    body: bytes | None = None  # None: pruned, or never kept
    validators: Validators | None = None


class _Seen(Struct, frozen=True, kw_only=True):
    """What came of one look."""

    look: Look
    at: datetime
    code: str
    reply: Response | Failed | None = None
    payload: Payload | None = None
    article: Article | None = None  # as read today
    stands: bool = False  # it is a wording, to be put in the place of the stored one
    former: Former | None = None  # the wording that it changes


class Rechecks:
    """Looks at pages again while the budget lasts."""

    def __init__(self, archive: Archive, world: World, manners: Manners, chrome: Chrome) -> None:
        self._archive = archive
        self._world = world
        self._manners = manners
        self._chrome = chrome
        self._turn = asyncio.Lock()
        self._allowance = _Allowance()

    async def look_again(self, config: Config) -> int:
        """Look at the pages that are due, as many as the budget allows; returns how many."""
        async with self._turn:
            now = self._world.now()
            allowed = self._allowance.at(now, SHARE * config.budget)
            looks = rechecking.due(self._archive.reader, now, min(allowed, BATCH)) if allowed else ()
            self._allowance.spend(len(looks))
            await self.look_now(looks, config)
            return len(looks)

    async def look_now(self, looks: Sequence[Look], config: Config) -> None:
        """Look at these pages, due or not."""
        specs = {spec.name: spec for spec in config.feeds}
        gate = asyncio.Semaphore(AT_ONCE)

        async def one(look: Look) -> None:
            spec = specs.get(look.feed)
            async with gate:
                if spec is None or spec.full_text is False:
                    await self._archive.submit(lambda conn: derived.settle(conn, rechecking.STAGE, [look.entry]))
                    return
                await self._save(await self._look(look, spec, config))

        await asyncio.gather(*(one(look) for look in looks))

    async def _look(self, look: Look, spec: FeedSpec, config: Config) -> _Seen:
        if not await self._manners.allow(look.url, config):
            return _Seen(look=look, at=self._world.now(), code="robots")
        kept = self._kept(look)
        reply = await self._world.send(page_request(look.url, spec, config, kept.validators))
        now = self._world.now()
        if isinstance(reply, Failed):
            return _Seen(look=look, at=now, code=reply.code, reply=reply)
        if reply.status == 304 and kept.body is not None and look.sha256 is not None:
            payload = replace(payload_of("page", look.url, reply, look.sha256), body=kept.body)
            return _Seen(look=look, at=now, code="unchanged", reply=reply, payload=payload)
        payload = payload_of("page", look.url, reply, fetch.digest(reply.body))
        if reply.status != 200 or not reply.body.strip():
            code = f"http-{reply.status}" if reply.status != 200 else "empty"
            return _Seen(look=look, at=now, code=code, reply=reply, payload=payload)
        if payload.sha256 == look.sha256:
            return _Seen(look=look, at=now, code="unchanged", reply=reply, payload=payload)
        return await self._compared(
            _Seen(look=look, at=now, code="ok", reply=reply, payload=payload), reply, kept, config
        )

    def _kept(self, look: Look) -> _Kept:
        if look.sha256 is None:
            return _Kept()
        try:
            with captures.opened(self._archive.folder) as (_, bodies):
                body = captures.body_or_none(bodies, look.sha256)
                if body is None:
                    return _Kept()
                return _Kept(body=body, validators=rechecking.validators(bodies, look.url, look.sha256))
        except ArchiveError as error:
            log.warning("kept-page entry=%d message=%r", look.entry, error.message)
            return _Kept()

    async def _compared(self, seen: _Seen, reply: Response, kept: _Kept, config: Config) -> _Seen:
        """What the new version of a page says beside the former one, both read by today's extractor."""
        look, now = seen.look, seen.at
        chrome = self._chrome.of(self._archive.reader, look.feed, now)
        kind = reply.header("content-type")
        article = await article_of(look, reply.body, kind, reply.url, config, chrome, now)
        if isinstance(article, workers.Exceeded):
            return replace(seen, code="too-costly")
        seen = replace(seen, article=article)
        if not _is_wording(article):
            return seen
        if look.read_flags & extract.WALLED or not look.read_text:
            return replace(seen, stands=True)  # what was read before was a wall: this is the first wording
        before = await self._read_anew(look, kept, kind, reply.url, config, chrome)
        if before is None:
            # Another extractor read the stored text and its page is no more: nothing to compare with.
            return replace(seen, stands=not _is_cut((look.read_title, look.read_text), article))
        if _is_cut((before.headline or "", before.text), article):
            return replace(seen, article=replace(article, flags=_with_truncated(article.flags)))
        return replace(seen, stands=True, former=_former(before, article))

    async def _read_anew(
        self, look: Look, kept: _Kept, kind: str | None, url: str, config: Config, chrome: frozenset[str]
    ) -> Article | None:
        """The kept page as today's extractor reads it; else what is stored, where the same extractor read it."""
        if kept.body is not None:
            article = await article_of(look, kept.body, kind, url, config, chrome, self._world.now())
            if not isinstance(article, workers.Exceeded):
                return article
        if look.made_by != extract.MADE_BY:
            return None
        return Article(url=look.url, headline=look.read_title, text=look.read_text, made_by=look.made_by)

    async def _save(self, seen: _Seen) -> None:
        bodies = []
        if seen.payload is not None:
            bodies.append(Stored(payload=seen.payload, sources=sources_of(seen.payload), entry=seen.look.entry))
        await self._archive.submit(lambda conn: _record(conn, seen), bodies=bodies)
        log.info(
            "looked-again entry=%d code=%s change=%s",
            seen.look.entry,
            seen.code,
            seen.former.change if seen.former else None,
        )


class _Allowance:
    """How many looks may be made now: a bucket that fills at the rate of the budget and holds `BURST` of it."""

    def __init__(self) -> None:
        self._tokens = 0.0
        self._filled: datetime | None = None

    def at(self, now: datetime, per_hour: float) -> int:
        """Looks allowed at `now`."""
        most = max(1.0, per_hour * (BURST / timedelta(hours=1)))
        if self._filled is None:
            self._tokens = most
        else:
            self._tokens = min(most, self._tokens + per_hour * ((now - self._filled) / timedelta(hours=1)))
        self._filled = now
        return max(0, int(self._tokens))

    def spend(self, looks: int) -> None:
        """Take note of looks that are made."""
        self._tokens -= looks


def _is_wording(article: Article) -> bool:
    return bool(article.text) and not extract.WALLED & set(article.flags)


def _is_cut(former: tuple[str, str], article: Article) -> bool:
    """Whether the page now gives only the beginning of what it gave before: a wall that nothing else told of."""
    text = former[1]
    if len(article.text) >= CUT * len(text):
        return False
    return "truncated" in article.flags or text.startswith(article.text.rstrip(" .…[]")[: len(text) // 2])


def _with_truncated(flags: tuple[str, ...]) -> tuple[str, ...]:
    return flags if "truncated" in flags else (*flags, "truncated")


def _former(before: Article, article: Article) -> Former | None:
    """The wording that `article` changes; None when the two say the same."""
    old, new = (before.headline or "", before.text), (article.headline or "", article.text)
    former = diff.wording_hash(*old)
    if former == diff.wording_hash(*new):
        return None
    difference = diff.compare(old, new)
    told = article.updated is not None and (before.updated is None or article.updated > before.updated)
    return Former(
        title=old[0],
        text=old[1],
        wording_hash=former,
        change=difference.change,
        silent=not told,
        changed=difference.changed,
    )


def _record(conn: Connection, seen: _Seen) -> None:
    look, reply = seen.look, seen.reply
    derived.add_page(
        conn,
        look.entry,
        url=look.url,
        final_url=reply.url if isinstance(reply, Response) else None,
        at=seen.at,
        status=reply.status if reply is not None else None,
        code=seen.code,
        payload=seen.payload.sha256 if seen.payload else None,
        flags=seen.article.flags if seen.article else (),
    )
    if seen.code in ("http-404", "http-410") and reply is not None and reply.status is not None:
        gone.page_gone(conn, look.entry, reply.status, seen.at)
    elif seen.code in ("ok", "unchanged"):
        gone.page_back(conn, look.entry)
    if seen.article is not None and seen.stands:
        stands = diff.wording_hash(seen.article.headline or "", seen.article.text)
        rechecking.replace_article(conn, look, seen.article, stands, seen.at, seen.former)
    if seen.code == "http-410":
        derived.settle(conn, rechecking.STAGE, [look.entry])  # RFC 9110 section 15.5.11: it will not come back
    else:
        rechecking.plan(conn, look.entry, seen.at)
