"""Stories: the first page, the list, and one story with its timeline."""

import math
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import get_args

from aggregator.archive.queries import nothing
from aggregator.archive.queries.lines import (
    LINE_COLUMNS,
    lead,
    line_of,
    lines,
    mapping,
    newest,
    next_cursor,
    read_cursor,
    source_of,
    strings,
    topic_ref,
    topics_of,
)
from aggregator.archive.rows import instant, stamp
from aggregator.text import entities
from aggregator.text.language import plain
from aggregator.views import (
    CopyLine,
    EntryRef,
    EventView,
    Level,
    Line,
    Moved,
    NameView,
    Neighbour,
    OutletTime,
    Source,
    StoryCard,
    StoryRef,
    StoryView,
    TimelineEntry,
    TodayView,
    TopicRef,
    Why,
)

PAGE = 30  # stories
TOP = 5  # stories that open the first page
LOOKED_AT = 16  # candidates for those
MEMBERS = 24  # newest entries of a story that a card looks at
SHOWN = 5  # of them on the card
TIMELINE = 400  # entries of a story's page
NAMED = 120  # newest entries of a story over which names are counted
NAMES = 16  # shown
TAGGED = 20_000  # newest entries of a topic among which its stories are sought
DAY = timedelta(hours=24)


def today(conn: sqlite3.Connection, *, before: str | None = None, limit: int = PAGE) -> TodayView:
    """The first page: what is told most in the newest day, then everything by time; `before` turns the page."""
    head = conn.execute("SELECT max(last_seen) FROM stories").fetchone()[0]
    top = () if before else _top(conn, head)
    shown = {card.id for card in top}
    cards, following = stories(conn, before=before, limit=limit, without=shown)
    state = nothing.look(conn)
    loose = newest(conn)[0] if not (cards or top) else ()
    return TodayView(
        as_of=instant(head) if head and (cards or top) else loose[0].at if loose else None,
        top=top,
        stories=cards,
        lines=loose,
        topics=_common_topics([*top, *cards]),
        entries=state.entries,
        feeds=state.feeds,
        troubled=state.failing,
        next=following,
        nothing=state.explain(grouped=bool(cards or top or before)),
    )


def _top(conn: sqlite3.Connection, head: str | None) -> tuple[StoryCard, ...]:
    """The stories that most outlets tell in the day before `head`, best first."""
    if head is None:
        return ()
    since = stamp(instant(head) - DAY)
    rows = conn.execute(
        """
        SELECT id FROM (
            SELECT id, size FROM stories
            WHERE last_seen >= ? AND size > 1
            ORDER BY last_seen DESC
            LIMIT 400
        )
        ORDER BY size DESC, id DESC
        LIMIT ?
        """,
        (since, LOOKED_AT),
    )
    scores = {row["id"]: _score(_members(conn, row["id"]), since) for row in rows.fetchall()}
    best = sorted(scores, key=lambda story: (-scores[story], story))[:TOP]
    return tuple(card for story in best if (card := _card(conn, story, since)) is not None)


def stories(
    conn: sqlite3.Connection,
    *,
    before: str | None = None,
    limit: int = PAGE,
    without: Iterable[int] = (),
    topic: str | None = None,
    since: datetime | None = None,
    language: str | None = None,
) -> tuple[tuple[StoryCard, ...], str | None]:
    """Stories, those with the newest entry first, and the cursor to those that follow.

    Args:
        before: cursor of the page before.
        without: ids to leave out of this page.
        topic: only stories of which an entry has this tag, among the newest `TAGGED` entries that have it.
        since: only stories with an entry from this instant on.
        language: only stories whose title is in this language.
    """
    at, last = read_cursor(before)
    asked = {
        "at": at, "last": last, "limit": limit + 1, "topic": topic, "tagged": TAGGED,
        "since": stamp(since) if since else "", "language": language,
    }  # fmt: skip
    rows = conn.execute(_BY_TIME if topic is None else _BY_TOPIC, asked).fetchall()
    left = set(without)
    cards = (_card(conn, row["id"], row["last_seen"]) for row in rows[:limit] if row["id"] not in left)
    return tuple(card for card in cards if card is not None), next_cursor(rows, limit, "last_seen")


_BY_TIME = """
SELECT id, last_seen FROM stories
WHERE last_seen <= :at AND (last_seen < :at OR id < :last) AND last_seen >= :since AND size > 0
    AND (:language IS NULL OR language = :language)
ORDER BY last_seen DESC, id DESC
LIMIT :limit
"""

_BY_TOPIC = """
SELECT DISTINCT s.id, s.last_seen FROM (
    SELECT entry_id FROM tags WHERE topic = :topic ORDER BY entry_id DESC LIMIT :tagged
) t
CROSS JOIN placements p ON p.entry_id = t.entry_id
CROSS JOIN stories s ON s.id = p.story_id
WHERE s.last_seen <= :at AND (s.last_seen < :at OR s.id < :last) AND s.last_seen >= :since AND s.size > 0
    AND (:language IS NULL OR s.language = :language)
ORDER BY s.last_seen DESC, s.id DESC
LIMIT :limit
"""


def _card(conn: sqlite3.Connection, story: int, since: str) -> StoryCard | None:
    """A story as a list shows it; `since` is where the newest day begins, for its score."""
    head = conn.execute("SELECT * FROM stories WHERE id = ?", (story,)).fetchone()
    members = _members(conn, story)
    if not members:
        return None
    opening, rest = members[0], members[1:]
    shown = tuple(line_of(row) for row in (opening, *rest[-(SHOWN - 1) :]))
    return StoryCard(
        id=story,
        title=head["title"],
        language=head["language"],
        first_seen=instant(head["first_seen"]),
        last_seen=instant(head["last_seen"]),
        size=head["size"],
        lead=_opening_words(conn, opening["id"]),
        sources=_outlets(members),
        languages=tuple(dict.fromkeys(row["language"] for row in members if row["language"])),
        lines=shown,
        edits=sum(line.edits for line in shown),
        topics=_card_topics(conn, story),
        score=_score(members, since),
    )


def _score(members: Sequence[sqlite3.Row], since: str) -> float:
    """How much a story is told since then: outlets weigh twice as much as articles, both with less and less effect."""
    recent = [row for row in members if row["sort_at"] >= since]
    return round(2 * math.log2(1 + len(_outlets(recent))) + math.log2(1 + len(recent)), 3)


def _members(conn: sqlite3.Connection, story: int) -> list[sqlite3.Row]:
    """The first entries of a story and its newest ones, earliest first."""
    rows = {row["id"]: row for row in conn.execute(_NEWEST_MEMBERS, (story, MEMBERS))}
    if len(rows) == MEMBERS:
        rows |= {row["id"]: row for row in conn.execute(_FIRST_MEMBERS, (story, 3))}
    return sorted(rows.values(), key=lambda row: (row["sort_at"], row["id"]))


_MEMBERS_OF = f"""
SELECT {LINE_COLUMNS} FROM placements p
CROSS JOIN entries e ON e.id = p.entry_id
CROSS JOIN feeds f ON f.id = e.feed_id
LEFT JOIN copies c ON c.entry_id = e.id
WHERE p.story_id = ? AND e.merged_into IS NULL
"""  # noqa: S608 - a constant
_NEWEST_MEMBERS = _MEMBERS_OF + "ORDER BY p.entry_id DESC LIMIT ?"
_FIRST_MEMBERS = _MEMBERS_OF + "ORDER BY p.entry_id LIMIT ?"


def _opening_words(conn: sqlite3.Connection, entry: int) -> str:
    row = conn.execute("SELECT substr(text, 1, 700) AS text FROM entries WHERE id = ?", (entry,)).fetchone()
    return lead(row["text"])


def _card_topics(conn: sqlite3.Connection, story: int) -> tuple[TopicRef, ...]:
    """The topics of most of its newest entries."""
    rows = conn.execute(
        """
        SELECT t.topic, count(*) AS entries FROM (
            SELECT entry_id FROM placements WHERE story_id = ? ORDER BY entry_id DESC LIMIT 12
        ) p
        CROSS JOIN tags t ON t.entry_id = p.entry_id
        GROUP BY t.topic
        ORDER BY entries DESC, t.topic
        LIMIT 4
        """,
        (story,),
    ).fetchall()
    return tuple(topic_ref(conn, row["topic"], row["entries"]) for row in rows)


def _outlets(rows: Iterable[sqlite3.Row]) -> tuple[Source, ...]:
    """One source per publisher, earliest first."""
    found: dict[str, Source] = {}
    for row in rows:
        found.setdefault(row["publisher"] or row["feed"], source_of(row))
    return tuple(found.values())


def _common_topics(cards: Iterable[StoryCard]) -> tuple[TopicRef, ...]:
    """Topics of these stories, those of most stories first, each counted once per story."""
    found: dict[str, TopicRef] = {}
    counts: dict[str, int] = {}
    for card in cards:
        for topic in card.topics:
            found[topic.slug] = topic
            counts[topic.slug] = counts.get(topic.slug, 0) + 1
    best = sorted(counts, key=lambda slug: (-counts[slug], slug))[:12]
    return tuple(
        TopicRef(slug=slug, labels=found[slug].labels, kind=found[slug].kind, entries=counts[slug]) for slug in best
    )


# ----------------------------------------------------------------------------------------------------- one story


def story(conn: sqlite3.Connection, wanted: int) -> StoryView | Moved | None:
    """A story with its timeline; where it went when it was merged; None when there never was one."""
    head = conn.execute("SELECT * FROM stories WHERE id = ? AND size > 0", (wanted,)).fetchone()
    if head is None:
        row = conn.execute("SELECT new, because FROM redirects WHERE kind = 'story' AND old = ?", (wanted,)).fetchone()
        return None if row is None else Moved(to=row["new"], because=row["because"])
    rows = _timeline_rows(conn, wanted)
    shown = {line.id: line for line in lines(conn, [row["entry_id"] for row in rows])}
    events = _events(conn, wanted, [row for row in rows if row["entry_id"] in shown], shown)
    ids = [event.id for event in events]
    renamed = conn.execute("SELECT 1 FROM marks WHERE kind = 'rename' AND a = ? AND undone IS NULL", (wanted,))
    return StoryView(
        id=wanted,
        title=head["title"],
        language=head["language"],
        first_seen=instant(head["first_seen"]),
        last_seen=instant(head["last_seen"]),
        size=head["size"],
        events=events,
        outlets=_lead_times(shown.values()),
        previously=_neighbours(conn, wanted, _PREVIOUSLY, ids),
        continued=_neighbours(conn, wanted, _CONTINUED, ids),
        languages=_linked(conn, wanted, ids, ("language",)),
        related=_linked(conn, wanted, ids, ("round-up", "related")),
        topics=topics_of(conn, list(shown), 12),
        names=_names(conn, list(shown)),
        edits=sum(line.edits for line in shown.values()),
        renamed=renamed.fetchone() is not None,
    )


def _names(conn: sqlite3.Connection, entries: Sequence[int]) -> tuple[NameView, ...]:
    """The people and organisations of a story, counted over its newest `NAMED` entries."""
    told = [[entities.Mention(*row) for row in conn.execute(_MENTIONS, (entry,))] for entry in sorted(entries)[-NAMED:]]
    return tuple(
        NameView(
            name=found.name,
            kind=found.kind,
            entries=found.entries,
            mentions=found.mentions,
            spellings=found.spellings[:6],
        )
        for found in entities.tally(told)[:NAMES]
    )


_MENTIONS = "SELECT name, kind, times FROM mentions WHERE entry_id = ?"


def _timeline_rows(conn: sqlite3.Connection, story: int) -> list[sqlite3.Row]:
    """Placements of the newest entries of a story, oldest first; merged entries stand with the one they became."""
    rows = conn.execute(
        """
        SELECT p.*, substr(e.text, 1, 700) AS text, e.sort_at FROM placements p
        JOIN entries e ON e.id = p.entry_id
        WHERE p.story_id = ? AND e.merged_into IS NULL
        ORDER BY p.entry_id DESC
        LIMIT ?
        """,
        (story, TIMELINE),
    ).fetchall()
    return sorted(rows, key=lambda row: (row["sort_at"], row["entry_id"]))


def _events(
    conn: sqlite3.Connection, story: int, rows: Sequence[sqlite3.Row], shown: dict[int, Line]
) -> tuple[EventView, ...]:
    by_event: dict[int, list[sqlite3.Row]] = {}
    for row in rows:
        by_event.setdefault(row["event_id"], []).append(row)
    views = []
    for head in conn.execute("SELECT * FROM events WHERE story_id = ? AND size > 0 ORDER BY first_seen, id", (story,)):
        members = by_event.get(head["id"], [])
        if members:
            views.append(
                EventView(
                    id=head["id"],
                    first_seen=instant(head["first_seen"]),
                    last_seen=instant(head["last_seen"]),
                    size=head["size"],
                    follows=head["follows"],
                    entries=_timeline(conn, members, shown),
                    more=max(0, head["size"] - len(members)),
                )
            )
    return tuple(views)


def _timeline(
    conn: sqlite3.Connection, rows: Sequence[sqlite3.Row], shown: dict[int, Line]
) -> tuple[TimelineEntry, ...]:
    """Entries of one event, each copy beneath the text that it copies when that is here."""
    here = {row["entry_id"] for row in rows}
    copies: dict[int, list[Line]] = {}
    for row in rows:
        line = shown[row["entry_id"]]
        if line.copy_of is not None and line.copy_of in here and line.copy_of != line.id:
            copies.setdefault(line.copy_of, []).append(line)
    under = {line.id for group in copies.values() for line in group}
    start = shown[rows[0]["entry_id"]].at
    return tuple(
        TimelineEntry(
            line=shown[row["entry_id"]],
            why=why(conn, row),
            lead=lead(row["text"]),
            also_in=_also_in(shown[row["entry_id"]], copies.get(row["entry_id"], ())),
            agency=_agency(conn, row["entry_id"]),
            after_first=shown[row["entry_id"]].at - start,
        )
        for row in rows
        if row["entry_id"] not in under
    )


def _also_in(line: Line, copies: Sequence[Line]) -> tuple[CopyLine, ...]:
    """The copies of a text, earliest first; a feed may bring the original later than a copy."""
    earliest = min((line, *copies), key=lambda one: (one.at, one.id)).id
    return tuple(
        CopyLine(
            line=copy,
            after=copy.at - line.at,
            headline=plain(copy.title) != plain(line.title),
            earliest=copy.id == earliest and copy.at < line.at,
        )
        for copy in sorted(copies, key=lambda one: (one.at, one.id))
    )


def _agency(conn: sqlite3.Connection, entry: int) -> str | None:
    """The news agency that the page of an entry credits, or a copy of its text."""
    row = conn.execute("SELECT agency FROM articles WHERE entry_id = ?", (entry,)).fetchone()
    if row is not None and row["agency"]:
        return str(row["agency"])
    reasons = conn.execute("SELECT because FROM copies WHERE original = ? ORDER BY entry_id LIMIT 20", (entry,))
    return next((credit for told in reasons for credit in strings(told["because"])[1:]), None)


def why(conn: sqlite3.Connection, row: sqlite3.Row) -> Why:
    """The reason in a row of `placements`; evidence that has another shape is kept and not explained."""
    evidence = mapping(row["evidence"])
    shared, of = _told_of(conn, row)
    return Why(
        shared=shared,
        of=of,
        relation=row["relation"],
        role=row["role"],
        level=next((level for level in get_args(Level) if level == evidence.get("level")), None),
        score=row["score"],
        because=strings(row["because"]),
        neighbours=tuple(_neighbours_of(conn, evidence.get("neighbours"))),
        terms=tuple(_terms(evidence.get("terms"))),
        evidence=evidence,
        made_by=row["made_by"],
    )


def _told_of(conn: sqlite3.Connection, row: sqlite3.Row) -> tuple[float | None, EntryRef | None]:
    """The text that a copy carries and how much of it, or what a follow-up continues."""
    sql, key = {"copy": (_COPIED, row["entry_id"]), "follow-up": (_FOLLOWED, row["follows"])}.get(
        row["relation"], ("", None)
    )
    found = conn.execute(sql, (key,)).fetchone() if key is not None else None
    if found is None:
        return None, None
    return found["containment"], EntryRef(entry=found["id"], title=found["title"], language=found["language"])


_COPIED = """
SELECT e.id, e.title, e.language, c.containment FROM copies c
JOIN entries e ON e.id = c.original
WHERE c.entry_id = ?
"""

_FOLLOWED = """
SELECT e.id, e.title, e.language, NULL AS containment FROM placements p
JOIN entries e ON e.id = p.entry_id
WHERE p.event_id = ?
ORDER BY p.entry_id
LIMIT 1
"""


def _neighbours_of(conn: sqlite3.Connection, listed: object) -> Iterator[Neighbour]:
    for one in listed if isinstance(listed, list) else ():
        if isinstance(one, dict) and isinstance(one.get("entry"), int):
            row = conn.execute("SELECT title, language FROM entries WHERE id = ?", (one["entry"],)).fetchone()
            if row is not None:
                yield Neighbour(
                    entry=one["entry"],
                    title=row["title"],
                    language=row["language"],
                    similarity=float(one.get("similarity") or 0),
                    time=float(one.get("time") or 0),
                )


def _terms(listed: object) -> Iterator[tuple[str, float]]:
    for one in listed if isinstance(listed, list) else ():
        if isinstance(one, list) and len(one) == 2 and isinstance(one[1], int | float):
            yield str(one[0]), float(one[1])


def _lead_times(entries: Iterable[Line]) -> tuple[OutletTime, ...]:
    """When each outlet first told the story, first one first."""
    found: dict[str, list[Line]] = {}
    for line in sorted(entries, key=lambda line: (line.at, line.id)):
        found.setdefault(line.source.publisher or line.source.feed, []).append(line)
    start = min((group[0].at for group in found.values()), default=None)
    return tuple(
        OutletTime(source=group[0].source, at=group[0].at, entries=len(group), behind=group[0].at - start)
        for group in found.values()
        if start is not None
    )


_PREVIOUSLY = """
SELECT o.story_id, (
    SELECT p.because FROM placements p WHERE p.event_id = v.id AND p.follows = v.follows ORDER BY p.entry_id LIMIT 1
) AS because
FROM events v
JOIN events o ON o.id = v.follows
WHERE v.id = ?
"""

_CONTINUED = """
SELECT v.story_id, (
    SELECT p.because FROM placements p WHERE p.event_id = v.id AND p.follows = v.follows ORDER BY p.entry_id LIMIT 1
) AS because
FROM events v
WHERE v.follows = ?
ORDER BY v.id
LIMIT 50
"""


def _neighbours(conn: sqlite3.Connection, story: int, sql: str, events: Sequence[int]) -> tuple[StoryRef, ...]:
    """Other stories that these events follow, or that follow them, oldest first."""
    found: dict[int, StoryRef] = {}
    for event in events:
        for row in conn.execute(sql, (event,)).fetchall():
            if row["story_id"] != story and row["story_id"] not in found:
                found.update(_ref(conn, row["story_id"], strings(row["because"]), 1.0))
    return tuple(sorted(found.values(), key=lambda ref: (ref.last_seen, ref.id)))


def _linked(
    conn: sqlite3.Connection, story: int, events: Sequence[int], kinds: tuple[str, ...]
) -> tuple[StoryRef, ...]:
    """Other stories that links of these kinds lead to or come from, strongest first."""
    found: dict[int, StoryRef] = {}
    for event in events:
        rows = conn.execute(
            """
            SELECT v.story_id, l.kind, l.score, l.because FROM story_links l
            JOIN events v ON v.id = l.other
            WHERE l.event_id = :event
            UNION ALL
            SELECT v.story_id, l.kind, l.score, l.because FROM story_links l
            JOIN events v ON v.id = l.event_id
            WHERE l.other = :event
            """,
            {"event": event},
        ).fetchall()
        for row in rows:
            other = row["story_id"]
            if row["kind"] in kinds and other != story and (other not in found or found[other].score < row["score"]):
                found.update(_ref(conn, other, strings(row["because"]), row["score"]))
    return tuple(sorted(found.values(), key=lambda ref: (-ref.score, ref.id))[:24])


def _ref(conn: sqlite3.Connection, story: int, because: tuple[str, ...], score: float) -> dict[int, StoryRef]:
    row = conn.execute("SELECT * FROM stories WHERE id = ? AND size > 0", (story,)).fetchone()
    if row is None:
        return {}
    return {
        story: StoryRef(
            id=story,
            title=row["title"],
            language=row["language"],
            last_seen=instant(row["last_seen"]),
            size=row["size"],
            because=because,
            score=score,
        )
    }
