"""What grouping says, written: placements, events, stories, copies, links; each says who made it and can be made again.

Ids of events and stories are given once: one that nothing bears any more answers at its heir.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from msgspec import Struct

from aggregator.archive import derived
from aggregator.archive.rows import instant, stamp, to_json
from aggregator.records import (
    Copy,
    EntryId,
    EventId,
    FeedId,
    Merged,
    Placed,
    Placement,
    StoryArticle,
    StoryId,
    StoryLink,
)


def to_place(conn: sqlite3.Connection, entries: Iterable[EntryId]) -> tuple[StoryArticle, ...]:
    """What grouping looks at, with the page's text where there is a good one."""
    return tuple(_story_article(row) for entry in entries for row in conn.execute(_STORY_ARTICLE, (entry,)))


_STORY_ARTICLE = """
SELECT e.id, e.feed_id, coalesce(f.publisher, f.name) AS outlet, e.language, e.title,
    coalesce(nullif(a.text, ''), e.text) AS text, e.url, e.sort_at, e.first_seen, e.date_quality, a.agency
FROM entries e
JOIN feeds f ON f.id = e.feed_id
LEFT JOIN good_articles a ON a.entry_id = e.id
WHERE e.id = ? AND e.merged_into IS NULL
"""


def _story_article(row: sqlite3.Row) -> StoryArticle:
    return StoryArticle(
        entry=EntryId(row["id"]),
        feed=FeedId(row["feed_id"]),
        outlet=row["outlet"],
        language=row["language"],
        title=row["title"],
        text=row["text"],
        url=row["url"],
        at=instant(row["sort_at"]),
        first_seen=instant(row["first_seen"]),
        date_trusted=row["date_quality"] in ("exact", "no-zone"),
        agency=row["agency"],
    )


def next_ids(conn: sqlite3.Connection) -> tuple[int, int]:
    """The first event id and the first story id that were never used."""
    row = conn.execute(
        """
        SELECT max(coalesce((SELECT max(id) FROM events), 0),
                coalesce((SELECT max(old) FROM redirects WHERE kind = 'event'), 0)),
            max(coalesce((SELECT max(id) FROM stories), 0),
                coalesce((SELECT max(old) FROM redirects WHERE kind = 'story'), 0))
        """
    ).fetchone()
    return row[0] + 1, row[1] + 1


def save_placed(conn: sqlite3.Connection, placed: Placed, now: datetime) -> None:
    """Apply what one batch of grouping changed; an id that nothing bears any more leaves a redirect, whatever ended it."""
    touched_events: set[int] = set()
    moved: list[Merged] = []
    for placement in placed.placements:
        old = conn.execute(
            "SELECT event_id, story_id FROM placements WHERE entry_id = ?", (placement.entry,)
        ).fetchone()
        if old is not None:
            touched_events.add(old["event_id"])
            moved += (
                Merged(kind="event", old=old["event_id"], new=placement.event, because=_LEFT),
                Merged(kind="story", old=old["story_id"], new=placement.story, because=_LEFT),
            )
        touched_events.add(placement.event)
    _ensure_rows(conn, placed.placements, now)
    _save_placements(conn, placed.placements, placed.made_by)
    _save_copies(conn, placed.copies, placed.made_by)
    _drop_copies(conn, placed.placements)
    _drop_links(conn, placed.unlinked)
    stories = _refresh_events(conn, touched_events | {m.old for m in placed.merged if m.kind == "event"})
    stories |= {story for m in placed.merged if m.kind == "story" for story in (m.old, m.new)}
    _save_links(conn, placed.links, placed.made_by)
    _refresh_stories(conn, stories)
    _redirect_ended(conn, (*moved, *placed.merged), now)


def _redirect_ended(conn: sqlite3.Connection, gone: Iterable[Merged], now: datetime) -> None:
    """Let the ids among these that nothing bears any more answer at their heirs; of two heirs the later one.

    Grouping knows the last weeks: an id whose older entries it has forgotten goes on answering for itself.
    """
    heirs = {(one.kind, one.old): one for one in gone if one.old != one.new}
    ended = [one for one in heirs.values() if not conn.execute(_BORNE[one.kind], (one.old,)).fetchone()]
    for merged in ended:
        _redirect(conn, merged, now)
        if merged.kind == "event":
            _follow_heir(conn, merged)
    _refresh_stories(
        conn, {merged.new for merged in ended if merged.kind == "story"}
    )  # a title given by hand comes along


def _follow_heir(conn: sqlite3.Connection, merged: Merged) -> None:
    """Let what continued an ended event continue its heir, which may be itself."""
    conn.execute(
        """
        UPDATE placements SET follows = nullif(:new, event_id)
        WHERE follows = :old AND event_id IN (SELECT id FROM events WHERE follows = :old)
        """,
        {"new": merged.new, "old": merged.old},
    )
    conn.execute(
        "UPDATE events SET follows = nullif(:new, id) WHERE follows = :old", {"new": merged.new, "old": merged.old}
    )


_LEFT = "its articles moved"
_BORNE = {
    "event": "SELECT 1 FROM placements WHERE event_id = ? LIMIT 1",
    "story": "SELECT 1 FROM placements WHERE story_id = ? LIMIT 1",
}


def _ensure_rows(conn: sqlite3.Connection, placements: Sequence[Placement], now: datetime) -> None:
    at = stamp(now)
    conn.executemany(
        "INSERT OR IGNORE INTO stories VALUES (?, '', NULL, ?, ?, 0)", [(p.story, at, at) for p in placements]
    )
    conn.executemany(
        """
        INSERT INTO events VALUES (?, ?, NULL, ?, ?, 0)
        ON CONFLICT (id) DO UPDATE SET story_id = excluded.story_id
        """,
        [(p.event, p.story, at, at) for p in placements],
    )
    # Only now: the event that is followed may be part of the same batch.
    conn.executemany(
        "UPDATE events SET follows = ? WHERE id = ?",
        [(p.follows, p.event) for p in placements if p.follows is not None],
    )


def _save_placements(conn: sqlite3.Connection, placements: Sequence[Placement], made_by: str) -> None:
    conn.executemany(
        """
        INSERT INTO placements VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (entry_id) DO UPDATE
        SET event_id = excluded.event_id, story_id = excluded.story_id, follows = excluded.follows,
            relation = excluded.relation, role = excluded.role, score = excluded.score, because = excluded.because,
            evidence = excluded.evidence, made_by = excluded.made_by
        """,
        [
            (
                p.entry,
                p.event,
                p.story,
                p.follows,
                p.relation,
                p.role,
                p.score,
                to_json(p.because),
                to_json(dict(p.evidence)) if p.evidence else None,
                p.made_by or made_by,
            )
            for p in placements
        ],
    )


def _save_copies(conn: sqlite3.Connection, copies: Sequence[Copy], made_by: str) -> None:
    conn.executemany(
        """
        INSERT INTO copies VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (entry_id) DO UPDATE
        SET original = excluded.original, containment = excluded.containment, because = excluded.because,
            made_by = excluded.made_by
        """,
        [(c.entry, c.original, c.containment, to_json(c.because), made_by) for c in copies],
    )


def _drop_copies(conn: sqlite3.Connection, placements: Sequence[Placement]) -> None:
    """Forget the copies that turned out to be none: a page of a series, say."""
    conn.executemany("DELETE FROM copies WHERE entry_id = ?", [(p.entry,) for p in placements if p.relation != "copy"])


def _drop_links(conn: sqlite3.Connection, pairs: Iterable[tuple[EventId, EventId]]) -> None:
    """Forget links between languages that no longer hold; a pair comes in either order."""
    conn.executemany(
        "DELETE FROM story_links WHERE kind = 'language' AND event_id = ? AND other = ?",
        [way for one, other in pairs for way in ((one, other), (other, one))],
    )


def _save_links(conn: sqlite3.Connection, links: Sequence[StoryLink], made_by: str) -> None:
    conn.executemany(
        """
        INSERT INTO story_links VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (event_id, other, kind) DO UPDATE SET score = excluded.score, because = excluded.because
        """,
        [(link.event, link.other, link.kind, link.score, to_json(link.because), made_by) for link in links],
    )


def _refresh_events(conn: sqlite3.Connection, events: Iterable[int]) -> set[int]:
    """Sizes and spans of these events from their entries; returns the stories they belong or belonged to."""
    stories: set[int] = set()
    for event in events:
        row = conn.execute(
            """
            SELECT count(*), min(e.sort_at), max(e.sort_at), max(p.story_id) FROM placements p
            JOIN entries e ON e.id = p.entry_id
            WHERE p.event_id = ?
            """,
            (event,),
        ).fetchone()
        before = conn.execute("SELECT story_id FROM events WHERE id = ?", (event,)).fetchone()
        if before is not None:
            stories.add(before[0])
        if row[0]:
            stories.add(row[3])
            conn.execute(
                "UPDATE events SET size = ?, first_seen = ?, last_seen = ?, story_id = ? WHERE id = ?", (*row, event)
            )
        else:
            conn.execute("UPDATE events SET size = 0 WHERE id = ?", (event,))
    return stories


def _refresh_stories(conn: sqlite3.Connection, stories: Iterable[int]) -> None:
    """Size, span and title of these stories: the first title of the largest event, unless a person gave another."""
    for story in stories:
        row = conn.execute(
            """
            SELECT count(*), min(e.sort_at), max(e.sort_at) FROM placements p
            JOIN entries e ON e.id = p.entry_id
            WHERE p.story_id = ?
            """,
            (story,),
        ).fetchone()
        if not row[0]:
            conn.execute("UPDATE stories SET size = 0 WHERE id = ?", (story,))
            continue
        title = conn.execute(
            """
            SELECT e.title, e.language FROM placements p
            JOIN entries e ON e.id = p.entry_id
            JOIN events v ON v.id = p.event_id
            WHERE p.story_id = ?
            ORDER BY v.size DESC, v.id, e.sort_at, e.id
            LIMIT 1
            """,
            (story,),
        ).fetchone()
        conn.execute(
            "UPDATE stories SET size = ?, first_seen = ?, last_seen = ?, title = ?, language = ? WHERE id = ?",
            (*row, _given_title(conn, story) or title[0], title[1], story),
        )


def _given_title(conn: sqlite3.Connection, story: int) -> str | None:
    """The title that a person gave to this story, or to one that became a part of it; the latest."""
    row = conn.execute(
        """
        SELECT m.value FROM marks m
        LEFT JOIN redirects r ON r.kind = 'story' AND r.old = m.a
        WHERE m.kind = 'rename' AND m.undone IS NULL AND (m.a = :story OR r.new = :story)
        ORDER BY m.a = :story DESC, m.id DESC
        LIMIT 1
        """,
        {"story": story},
    ).fetchone()
    return None if row is None else row[0]


def _redirect(conn: sqlite3.Connection, merged: Merged, now: datetime) -> None:
    conn.execute(
        """
        INSERT INTO redirects VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (kind, old) DO UPDATE SET new = excluded.new, at = excluded.at, because = excluded.because
        """,
        (merged.kind, merged.old, merged.new, stamp(now), merged.because),
    )
    # A chain of redirects stays one step long.
    conn.execute("UPDATE redirects SET new = ? WHERE kind = ? AND new = ?", (merged.new, merged.kind, merged.old))


def recent(conn: sqlite3.Connection, since: datetime) -> tuple[EntryId, ...]:
    """Placed entries that arrived since then."""
    rows = conn.execute(
        """
        SELECT p.entry_id FROM placements p
        JOIN entries e ON e.id = p.entry_id
        WHERE e.first_seen >= ? AND e.sort_at >= ? AND e.merged_into IS NULL
        ORDER BY p.entry_id
        """,
        (stamp(since), stamp(since)),
    )
    return tuple(EntryId(row[0]) for row in rows)


def refresh(conn: sqlite3.Connection, events: Iterable[int], stories: Iterable[int]) -> None:
    """Sizes, spans and titles of these events and stories."""
    _refresh_stories(conn, _refresh_events(conn, events) | set(stories))


def unplace(conn: sqlite3.Connection, entry: EntryId, heir: EntryId, now: datetime) -> None:
    """Take an entry out of its event and story, as when it was merged into `heir`, which answers for what is empty now."""
    row = conn.execute("SELECT event_id, story_id FROM placements WHERE entry_id = ?", (entry,)).fetchone()
    derived.settle(conn, "stories", [entry])
    if row is None:
        return
    conn.execute("DELETE FROM placements WHERE entry_id = ?", (entry,))
    conn.execute("DELETE FROM copies WHERE entry_id = ?", (entry,))
    stories = _refresh_events(conn, [row["event_id"]])
    _refresh_stories(conn, stories | {row["story_id"]})
    goes = conn.execute("SELECT event_id, story_id FROM placements WHERE entry_id = ?", (heir,)).fetchone()
    if goes is not None:
        _redirect_ended(
            conn,
            (
                Merged(kind="event", old=row["event_id"], new=goes["event_id"], because=_LEFT),
                Merged(kind="story", old=row["story_id"], new=goes["story_id"], because=_LEFT),
            ),
            now,
        )


def save_fingerprints(conn: sqlite3.Connection, rows: Iterable[tuple[EntryId, bytes]], made_by: str) -> None:
    """Keep what grouping computed of entries, so that a restart need not."""
    conn.executemany(
        "INSERT OR REPLACE INTO fingerprints VALUES (?, ?, ?)", [(entry, made_by, data) for entry, data in rows]
    )


class StoredPrint(Struct, frozen=True, kw_only=True):
    """What grouping computed of an entry, and where it was placed."""

    placement: Placement
    title: str
    original: EntryId | None  # of its copy group
    evidence: str  # JSON
    fingerprint: bytes


def stored_prints(conn: sqlite3.Connection, since: datetime, made_by: str) -> Iterator[StoredPrint]:
    """Fingerprints and placements of entries since then, and of those that hand decisions name; in order of arrival."""
    rows = conn.execute(
        """
        SELECT p.*, v.follows AS event_follows, e.title, f.data, c.original FROM entries e
        JOIN fingerprints f ON f.entry_id = e.id AND f.made_by = :made_by
        JOIN placements p ON p.entry_id = e.id
        JOIN events v ON v.id = p.event_id
        LEFT JOIN copies c ON c.entry_id = e.id
        WHERE e.merged_into IS NULL AND e.id IN (
            SELECT id FROM entries WHERE first_seen >= :since
            UNION
            SELECT coalesce(named.merged_into, named.id) FROM marks m
            JOIN entries named ON named.id IN (m.a, m.b)
            WHERE m.kind IN ('together', 'never') AND m.undone IS NULL
        )
        ORDER BY e.id
        """,
        {"made_by": made_by, "since": stamp(since)},
    )
    for row in rows:
        placement = Placement(
            entry=EntryId(row["entry_id"]),
            event=EventId(row["event_id"]),
            story=StoryId(row["story_id"]),
            follows=None if row["event_follows"] is None else EventId(row["event_follows"]),
            relation=row["relation"],
            role=row["role"],
            score=row["score"],
            because=tuple(json.loads(row["because"])),
            made_by=row["made_by"],
        )
        original = None if row["original"] is None else EntryId(row["original"])
        yield StoredPrint(
            placement=placement,
            title=row["title"],
            original=original,
            evidence=row["evidence"] or "{}",
            fingerprint=row["data"],
        )
