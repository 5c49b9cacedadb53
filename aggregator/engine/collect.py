"""Ask a feed and read the answer: values in, values out, no archive, so it may run on any machine.

What reads documents is imported when the first one comes: most polls bring none, and it is a quarter of a start.
"""

import asyncio
from collections.abc import Callable, Container
from datetime import datetime
from typing import Literal, TypeVar

from msgspec.structs import replace

from aggregator.edge import World, workers
from aggregator.records import (
    Collected,
    Config,
    Failed,
    Feed,
    Fetched,
    Hints,
    NeedsFallback,
    NotAFeed,
    Outcome,
    ParsedFeed,
    Payload,
    Response,
)
from aggregator.stages import fetch, websub

T = TypeVar("T")

THREAD_ABOVE = 200_000  # bytes: a larger document is parsed beside the event loop
FALLBACK_SECONDS = 20.0  # CPU, for a document that is large or that only feedparser reads
FALLBACK_BYTES = 500_000_000


async def ask(feed: Feed, world: World, config: Config) -> tuple[Outcome, datetime]:
    """What `feed` answers when it is asked for news, and when it did."""
    reply = await world.send(fetch.plan(feed, contact=config.contact))
    now = world.now()
    return fetch.read(feed, reply, now), now


def is_large(outcome: Fetched) -> bool:
    """Whether a document is read beside the event loop."""
    return len(outcome.response.body) > THREAD_ABOVE


async def read(
    feed: Feed, outcome: Fetched, now: datetime, config: Config, known_hashes: Callable[[Feed], Container[bytes]]
) -> Collected:
    """What a document of `feed` says; touches no archive.

    Args:
        known_hashes: gives the hashes of the entries in the feed's last document; asked only when there is a new one.
    """
    said = await read_whole(feed, outcome, now, config, known_hashes)
    if isinstance(said, NotAFeed):
        response = outcome.response
        payload = payload_of("feed", feed.url, response, outcome.body_sha256)
        return Collected(feed=feed, at=now, outcome=_wrong_answer(said.code, said.message, response), payload=payload)
    return said


def broken(feed: Feed, outcome: Outcome, now: datetime, error: Exception) -> Collected:
    """What is left to say of an answer that our own program failed on: its bytes, and that it is our fault."""
    message = f"this program failed on what {feed.spec.name} answered ({type(error).__name__}: {error})"
    if not isinstance(outcome, Fetched):
        return Collected(feed=feed, at=now, outcome=Failed(code="internal", message=message))
    payload = payload_of("feed", feed.url, outcome.response, outcome.body_sha256)
    failed = _wrong_answer("internal", message, outcome.response)
    return Collected(feed=feed, at=now, outcome=failed, payload=payload)


async def read_whole(
    feed: Feed, outcome: Fetched, now: datetime, config: Config, known_hashes: Callable[[Feed], Container[bytes]]
) -> Collected | NotAFeed:
    """What a document of `feed` says, however it came; see `collect`."""
    from aggregator.stages import normalize

    response = outcome.response
    parsed = await parsed_document(response.body, response.header("content-type"), response.url)
    if isinstance(parsed, NotAFeed):
        return parsed
    parsed = replace(parsed, hints=_with_hub(response, parsed.hints))
    known = known_hashes(feed)
    entries, untouched, problems = await _aside(
        len(response.body),
        lambda: normalize.normalize(parsed, feed, now, languages=config.languages, known=known),
    )
    return Collected(
        feed=feed,
        at=now,
        outcome=outcome,
        parsed=replace(parsed, entries=()),  # a large document would be held twice while it is written
        entries=entries,
        untouched=untouched,
        problems=parsed.problems + problems,
        payload=payload_of("feed", feed.url, response, outcome.body_sha256),
    )


def _with_hub(response: Response, hints: Hints) -> Hints:
    """`hints` with the hub that the answer names, in its headers or its document, and the feed's name there."""
    hub = websub.hub(response, hints)
    return hints if hub is None else replace(hints, hub=hub.url, self_url=hub.topic)


async def parsed_document(body: bytes, content_type: str | None, url: str) -> ParsedFeed | NotAFeed:
    """A document read by the fast path, or in a child process with limits where it is large or only feedparser reads it."""
    from aggregator.stages import parse

    parsed = await _aside(len(body), lambda: parse.parse(body, content_type, url))
    if isinstance(parsed, NeedsFallback):
        read = await workers.run_limited(
            parse.fallback,
            parsed.body,
            parsed.content_type,
            parsed.url,
            seconds=FALLBACK_SECONDS,
            max_bytes=FALLBACK_BYTES,
        )
        return NotAFeed(code="too-costly", message=read.message) if isinstance(read, workers.Exceeded) else read
    return parsed


async def _aside(size: int, work: Callable[[], T]) -> T:
    """What `work` returns; in a thread when the document is large, so that the event loop goes on."""
    return await asyncio.to_thread(work) if size > THREAD_ABOVE else work()


def _wrong_answer(code: str, message: str, response: Response) -> Failed:
    return Failed(
        code=code,
        message=message,
        status=response.status,
        hops=response.hops,
        elapsed=response.elapsed,
        wire_bytes=response.wire_bytes,
    )


def payload_of(kind: Literal["feed", "archive", "page"], url: str, response: Response, sha256: bytes) -> Payload:
    """The body of `response`, asked for at `url`, as payloads.db keeps it."""
    return Payload(
        kind=kind,
        url=url,
        final_url=response.url,
        at=response.received,
        status=response.status,
        request_headers=response.request_headers,
        response_headers=response.headers,
        hops=response.hops,
        elapsed=response.elapsed,
        body=response.body,
        sha256=sha256,
    )
