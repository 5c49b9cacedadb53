"""Older pages of a feed (RFC 5005, and the numbered pages of WordPress): walked at first subscription and after a gap."""

import logging

from aggregator.archive import Archive, Connection, Stored, facts, known
from aggregator.edge import World
from aggregator.engine.collect import parsed_document, payload_of
from aggregator.engine.manners import Manners
from aggregator.records import ChangeSet, Config, Feed, Hints, New, ParsedFeed, Response
from aggregator.stages import fetch, identify, normalize

log = logging.getLogger("aggregator.engine")


async def walk_back(feed: Feed, world: World, config: Config, archive: Archive, manners: Manners) -> int:
    """Archive what the older pages of `feed` hold; returns how many entries were new.

    The walk ends at the page limit of feeds.yaml, at a page that brings nothing new, at one that robots.txt closes, and at
    any trouble: the feed itself has been archived already.
    """
    hints, url, walked, total = feed.hints or Hints(), feed.url, {feed.url}, 0
    for number in range(2, feed.spec.archive_pages + 2):
        request = fetch.older_pages(feed, hints, url, walked, number, contact=config.contact)
        if request is None or not await manners.allow(request.url, config):
            break
        walked.add(request.url)
        reply = await world.send(request)
        if not isinstance(reply, Response) or reply.status != 200:
            break
        parsed = await parsed_document(reply.body, reply.header("content-type"), reply.url)
        if not isinstance(parsed, ParsedFeed) or not parsed.entries:
            break
        new = await _keep_page(feed, reply, parsed, request.url, world, config, archive)
        total += new
        if new == 0:
            break
        hints, url = parsed.hints, request.url
    if total:
        log.info("walked feed=%s pages=%d new=%d", feed.spec.name, len(walked) - 1, total)
    return total


async def _keep_page(
    feed: Feed, reply: Response, parsed: ParsedFeed, asked: str, world: World, config: Config, archive: Archive
) -> int:
    now = world.now()
    entries, _, problems = normalize.normalize(parsed, feed, now, languages=config.languages)
    payload = payload_of("archive", asked, reply, fetch.digest(reply.body))

    def write(conn: Connection) -> int:
        keys = [key for entry in entries for key in identify.keys(entry)]
        candidates = known.candidates(conn, feed, entries, keys)
        verdicts = identify.compare(feed, entries, candidates, frozenset(), now)
        # Only what is new is taken: an old page says how an entry was worded once, not how it is worded now.
        new = tuple(verdict for verdict in verdicts if isinstance(verdict, New))
        facts.apply(
            conn,
            ChangeSet(
                feed=feed,
                before=feed,
                at=now,
                asked=asked,
                outcome_code="ok",
                message="an older page of the feed",
                status=reply.status,
                wire_bytes=reply.wire_bytes,
                elapsed=reply.elapsed,
                hops=reply.hops,
                untouched=(),
                verdicts=new,
                document=False,
                whole=False,
                seen_until=now,
                why="older pages: walked at first subscription and after a gap",
                problems=problems,
                payload_sha256=payload.sha256,
                parse_path=parsed.path,
            ),
        )
        return len(new)

    stored = Stored(payload=payload, sources=(f"feed:{feed.id}",), feed=feed.id)
    return await archive.submit(write, bodies=[stored])
