"""Entries as lists show them, and the small pieces that many pages share."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from aggregator.archive.rows import instant, instant_or_none, stamp
from aggregator.archive.witnesses import SEEN_IN_FEED
from aggregator.views import DayCount, Line, Source, TopicRef

LEAD = 320  # characters of a text that stand for it
SPAN = timedelta(days=400)  # of a chart, at most

# What `source_of` reads, of feeds f.
SOURCE_COLUMNS = """
f.name AS feed, f.publisher, f.title AS feed_title,
coalesce((SELECT o.title FROM publishers o WHERE o.name = f.publisher), f.title, f.publisher, f.name) AS outlet
"""

# What `line_of` reads, of entries e, feeds f, placements p and copies c.
LINE_COLUMNS = f"""
e.id, e.title, e.url, e.language, e.sort_at, e.first_seen, e.gone_at, {SOURCE_COLUMNS},
p.story_id, p.event_id, p.role, c.original, c.containment,
(SELECT count(*) FROM revisions r WHERE r.entry_id = e.id AND NOT {SEEN_IN_FEED}) AS edits
"""  # noqa: S608 - a constant

_LINE = f"""
SELECT {LINE_COLUMNS} FROM entries e
JOIN feeds f ON f.id = e.feed_id
LEFT JOIN placements p ON p.entry_id = e.id
LEFT JOIN copies c ON c.entry_id = e.id
WHERE e.id = ?
"""  # noqa: S608 - a constant


def lines(conn: sqlite3.Connection, ids: Iterable[int]) -> tuple[Line, ...]:
    """The entries of these ids, in their order; an id that is not there is left out."""
    rows = (conn.execute(_LINE, (entry,)).fetchone() for entry in ids)
    return tuple(line_of(row) for row in rows if row is not None)


def line_of(row: sqlite3.Row) -> Line:
    """The line of a row with `LINE_COLUMNS`."""
    return Line(
        id=row["id"],
        title=row["title"],
        url=row["url"],
        language=row["language"],
        source=source_of(row),
        at=instant(row["sort_at"]),
        first_seen=instant(row["first_seen"]),
        story=row["story_id"],
        event=row["event_id"],
        role=row["role"],
        copy_of=row["original"],
        containment=row["containment"],
        edits=row["edits"],
        gone_at=instant_or_none(row["gone_at"]),
    )


def source_of(row: sqlite3.Row) -> Source:
    """The source named by `SOURCE_COLUMNS`."""
    return Source(feed=row["feed"], publisher=row["publisher"], title=row["feed_title"], outlet=row["outlet"])


def newest(
    conn: sqlite3.Connection, *, limit: int = 50, before: str | None = None
) -> tuple[tuple[Line, ...], str | None]:
    """The newest entries, and the cursor to those that follow."""
    at, last = read_cursor(before)
    rows = conn.execute(
        """
        SELECT id, sort_at FROM entries
        WHERE merged_into IS NULL AND sort_at <= :at AND (sort_at < :at OR id < :last)
        ORDER BY sort_at DESC, id DESC
        LIMIT :limit
        """,
        {"at": at, "last": last, "limit": limit + 1},
    ).fetchall()
    return lines(conn, (row["id"] for row in rows[:limit])), next_cursor(rows, limit, "sort_at")


def lead(text: str) -> str:
    """The first sentences of `text`, cut between words."""
    start = text[: LEAD * 2].strip()
    first = start.split("\n\n", 1)[0].replace("\n", " ")
    if len(first) <= LEAD:
        return first
    # Scripts without spaces have no word to cut before.
    cut = first[:LEAD]
    head, space, _ = cut.rpartition(" ")
    return (head if space and len(head) > LEAD // 2 else cut).rstrip(",;:. ") + " …"


def strings(text: str | None) -> tuple[str, ...]:
    """The strings of a JSON list, or nothing."""
    return tuple(str(value) for value in json.loads(text)) if text else ()


def mapping(text: str | None) -> Mapping[str, object]:
    """A JSON object, or an empty one."""
    value = json.loads(text) if text else {}
    return value if isinstance(value, dict) else {}


# --------------------------------------------------------------------------------------------------------- paging

_FIRST = ("9999-12-31T23:59:59Z", 2**62)


def read_cursor(given: str | None) -> tuple[str, int]:
    """Instant and id behind which a page begins; a cursor that nobody gave out is the start."""
    at, _, last = (given or "").partition("_")
    if not last.isdecimal() or not last.isascii() or len(last) > 18 or len(at) != len(_FIRST[0]):
        return _FIRST
    return at, int(last)


def cursor(at: datetime, last: int) -> str:
    """What `read_cursor` reads."""
    return f"{stamp(at)}_{last}"


def next_cursor(rows: Sequence[sqlite3.Row], limit: int, column: str) -> str | None:
    """The cursor after the first `limit` of these rows, when there are more; the rows have an `id`."""
    return f"{rows[limit - 1][column]}_{rows[limit - 1]['id']}" if len(rows) > limit else None


# --------------------------------------------------------------------------------------------------------- topics


def topic_ref(conn: sqlite3.Connection, slug: str, entries: int = 0) -> TopicRef:
    """The topic `slug` with its labels; its slug alone when nobody labelled it."""
    row = conn.execute("SELECT kind, labels FROM topics WHERE slug = ?", (slug,)).fetchone()
    if row is None:
        return TopicRef(slug=slug, entries=entries)
    labels = {key: str(value) for key, value in mapping(row["labels"]).items()}
    return TopicRef(slug=slug, labels=labels, kind=row["kind"], entries=entries)


def topics_of(conn: sqlite3.Connection, ids: Sequence[int], limit: int) -> tuple[TopicRef, ...]:
    """The topics of these entries, those of most entries first."""
    counts: dict[str, int] = {}
    for entry in ids:
        for (slug,) in conn.execute("SELECT topic FROM tags WHERE entry_id = ?", (entry,)):
            counts[slug] = counts.get(slug, 0) + 1
    best = sorted(counts, key=lambda slug: (-counts[slug], slug))[:limit]
    return tuple(topic_ref(conn, slug, counts[slug]) for slug in best)


# --------------------------------------------------------------------------------------------------------- charts


def per_day(instants: Iterable[str]) -> tuple[DayCount, ...]:
    """How many of these instants fall on each day, every day of the span named, at most `SPAN` back."""
    counts: dict[str, int] = {}
    for at in instants:
        counts[at[:10]] = counts.get(at[:10], 0) + 1
    return tuple(DayCount(day=day, entries=counts.get(day, 0)) for day in _days(counts)) if counts else ()


def _days(counts: Mapping[str, int]) -> Iterator[str]:
    last = date.fromisoformat(max(counts))
    first = max(date.fromisoformat(min(counts)), last - SPAN)
    for step in range((last - first).days + 1):
        yield (first + timedelta(days=step)).isoformat()
