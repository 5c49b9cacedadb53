"""One document read as a poll would read it, and printed: what `aggregator parse` shows.

The document may be anything, so all work on it is done in a child process with bounds on CPU time and memory; this process
holds only its bytes and the text that is printed.
"""

import asyncio
import json
from datetime import datetime

from msgspec.structs import replace

from aggregator.edge import workers
from aggregator.records import Feed, FeedId, FeedSpec, NeedsFallback, NotAFeed
from aggregator.stages import normalize, parse

LARGEST = 50_000_000  # bytes of a document that is looked at
SECONDS = 8.0  # CPU in the child; starting two interpreters takes another
GROWTH = 350_000_000  # bytes by which the child may grow


def printed(body: bytes, content_type: str | None, url: str, now: datetime) -> str | NotAFeed:
    """Feed and entries of a document as JSON text, as they would be archived; or why not.

    Takes at most 10 s of CPU time and 500 MB of memory, whatever the document is.

    Args:
        url: where it comes from; addresses are resolved against it.
        now: its dates are judged by.
    """
    if len(body) > LARGEST:
        return NotAFeed(code="too-costly", message=f"the document is larger than {LARGEST // 1_000_000} MB")
    try:
        text = asyncio.run(
            workers.run_limited(_printed, body, content_type, url, now, seconds=SECONDS, max_bytes=GROWTH)
        )
    finally:
        workers.close_shared()
    if isinstance(text, workers.Exceeded):
        return NotAFeed(code="too-costly", message=f"the document was not read to its end: {text.message}")
    return text


def _printed(body: bytes, content_type: str | None, url: str, now: datetime) -> str | NotAFeed:
    """See `printed`; without bounds."""
    parsed = parse.parse(body, content_type, url)
    if isinstance(parsed, NeedsFallback):
        parsed = parse.fallback(body, content_type, url)
    if isinstance(parsed, NotAFeed):
        return parsed
    feed = Feed(id=FeedId(0), spec=FeedSpec(url=url, name="document"), url=url)
    entries, _, problems = normalize.normalize(parsed, feed, now)
    plain = normalize.as_json(replace(parsed, problems=parsed.problems + problems), entries)
    del parsed, entries
    return json.dumps(plain, ensure_ascii=False, indent=2)
