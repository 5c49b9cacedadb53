"""Group any stream of articles with the code of the package, and print where each went.

    python bench/stories.py DATA.jsonl > predicted.jsonl
    python bench/stories.py DATA.jsonl --warm OTHER.jsonl > predicted.jsonl

DATA.jsonl has one article a line, in stream order: {id, ts, outlet, lang, title, body, url}; ts is seconds since 1970 or
null. No other key is read. Printed: {id, cluster, story, follows, dup}; `cluster` is the event, `dup` the copy group.
The archive starts cold; like the daemon it places its first articles again once the words of their language have been
counted, at the latest at the end of the stream. `--warm` counts the words of another file first.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from aggregator.records import EntryId, EventId, FeedId, Placed, StoryArticle, StoryId
from aggregator.stages.stories import Stored, Window

BATCH = 100
MERGE_EVERY = 5  # batches; the daemon merges every few minutes
_KEYS = ("id", "ts", "outlet", "lang", "title", "body", "url")


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """Articles of a file, only the keys that may be read."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                row = json.loads(line)
                yield {key: row.get(key) for key in _KEYS}


def articles(read: Iterable[dict[str, Any]]) -> list[StoryArticle]:
    """Rows as the stage sees them, numbered from 1; a row without a date gets the last date seen, not to be trusted."""
    made: list[StoryArticle] = []
    at = datetime(2000, 1, 1, tzinfo=UTC)
    for number, row in enumerate(read, 1):
        trusted = isinstance(row["ts"], int | float)
        if trusted:
            at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=float(row["ts"]))
        made.append(
            StoryArticle(
                entry=EntryId(number), feed=FeedId(1), outlet=row["outlet"] or "", language=row["lang"] or None,
                title=row["title"] or "", text=row["body"] or "", url=row["url"] or None, at=at, first_seen=at,
                date_trusted=trusted,
            )
        )  # fmt: skip
    return made


class Record:
    """Where every entry stands after all that was said."""

    def __init__(self) -> None:
        self.event: dict[int, int] = {}
        self.story: dict[int, int] = {}
        self.follows: dict[int, int | None] = {}
        self.original: dict[int, int] = {}
        self.links: dict[tuple[int, int, str], float] = {}
        self.redirects: dict[tuple[str, int], int] = {}
        self.relation: dict[int, str] = {}

    def take(self, placed: Placed) -> None:
        for one in placed.placements:
            self.event[one.entry], self.story[one.entry], self.follows[one.entry] = one.event, one.story, one.follows
            self.relation[one.entry] = one.relation
            if one.relation != "copy":
                self.original.pop(one.entry, None)
        for copy in placed.copies:
            self.original[copy.entry] = copy.original
        for a, b in placed.unlinked:
            for pair in ((a, b), (b, a)):
                self.links.pop((*pair, "language"), None)
        for link in placed.links:
            self.links[link.event, link.other, link.kind] = link.score
        for merged in placed.merged:
            self.redirects[merged.kind, merged.old] = merged.new

    def now(self, kind: str, number: int | None) -> int | None:
        """The id that answers today for an id of earlier."""
        seen = set()
        while number is not None and (kind, number) in self.redirects and number not in seen:
            seen.add(number)
            number = self.redirects[kind, number]
        return number


def group(stream: Sequence[StoryArticle], warm: Iterable[dict[str, Any]] = ()) -> tuple[Window, Record]:
    """Place a stream as the daemon does."""
    window, record = Window(next_event=1, next_story=1), Record()
    for row in warm:
        window.learn(f"{row['title'] or ''}\n{row['body'] or ''}", row["lang"] or None)
    for number, start in enumerate(range(0, len(stream), BATCH), 1):
        batch = stream[start : start + BATCH]
        record.take(window.place(batch))
        if window.ready_to_replace:
            record.take(window.replace_cold())
        if number % MERGE_EVERY == 0:
            record.take(window.merge_pass(batch[-1].at))
            window.expire(batch[-1].at)
    if stream:
        record.take(window.replace_cold())
        record.take(window.merge_pass(stream[-1].at))
    return window, record


def stored(window: Window, record: Record, count: int) -> Iterator[Stored]:
    """The articles 1..count as an archive would hand them back at start."""
    for number in range(1, count + 1):
        follows = record.now("event", record.follows[number])
        yield Stored(
            entry=EntryId(number),
            fingerprint=window.fingerprint(EntryId(number)),
            event=EventId(record.now("event", record.event[number]) or 0),
            story=StoryId(record.now("story", record.story[number]) or 0),
            follows=None if follows is None else EventId(follows),
            original=EntryId(record.original[number]) if number in record.original else None,
        )


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--warm", type=Path, action="append", default=[])
    asked = parser.parse_args(argv)
    read = list(rows(asked.data))
    _, record = group(articles(read), (row for path in asked.warm for row in rows(path)))
    for number, row in enumerate(read, 1):
        line = {
            "id": row["id"],
            "cluster": record.now("event", record.event[number]),
            "story": record.now("story", record.story[number]),
            "follows": record.now("event", record.follows[number]),
            "dup": record.original.get(number, number),
        }
        sys.stdout.write(json.dumps(line) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
