"""A second grouping beside the one in force: stored, compared, and put in its place with ids that stay.

An event or story of the candidate takes over the id of the one in force with which it shares most entries; what is left of
the old ids becomes a redirect to where most of their entries went.
"""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from aggregator.archive import placing
from aggregator.archive.rows import stamp, to_json
from aggregator.records import EntryId, Placed, StoryArticle, StoryLink

SHOWN = 20  # examples of what would change


class Difference(Struct, frozen=True, kw_only=True):
    """What a candidate would change; pairs are pairs of entries in one event, or in one story."""

    entries: int
    events: int
    stories: int
    joined: int  # pairs that only the candidate puts together
    parted: int  # pairs that only the grouping in force puts together
    joined_in_stories: int
    parted_in_stories: int
    made_by: str  # the version of the method that made the candidate
    in_force: tuple[str, ...]  # the versions whose placements it is compared with
    examples: tuple[str, ...]


def every_article(conn: sqlite3.Connection, batch: int = 200) -> Iterator[tuple[StoryArticle, ...]]:
    """All entries as grouping sees them, in the order of their arrival."""
    last = 0
    while True:
        rows = conn.execute(
            "SELECT id FROM entries WHERE id > ? AND merged_into IS NULL ORDER BY id LIMIT ?", (last, batch)
        ).fetchall()
        if not rows:
            return
        last = rows[-1][0]
        yield placing.to_place(conn, [EntryId(row[0]) for row in rows])


def clear(conn: sqlite3.Connection) -> None:
    """Forget the candidate."""
    conn.execute("DELETE FROM placements_next")


def save(conn: sqlite3.Connection, placed: Placed) -> None:
    """Keep what one batch of the candidate decided."""
    copies = {copy.entry: copy for copy in placed.copies}
    conn.executemany(
        """
        INSERT INTO placements_next VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (entry_id) DO UPDATE
        SET event_id = excluded.event_id, story_id = excluded.story_id, follows = excluded.follows,
            relation = excluded.relation, role = excluded.role, score = excluded.score, because = excluded.because,
            evidence = excluded.evidence, original = coalesce(excluded.original, original),
            containment = coalesce(excluded.containment, containment)
        """,
        [
            (
                one.entry,
                one.event,
                one.story,
                one.follows,
                one.relation,
                one.role,
                one.score,
                to_json(one.because),
                to_json(dict(one.evidence)) if one.evidence else None,
                copies[one.entry].original if one.entry in copies else None,
                copies[one.entry].containment if one.entry in copies else None,
                placed.made_by,
            )
            for one in placed.placements
        ],
    )


def compare(conn: sqlite3.Connection) -> Difference:
    """The candidate against the grouping in force."""
    rows = conn.execute(
        """
        SELECT n.entry_id, p.event_id AS old, n.event_id AS new, p.story_id AS old_story, n.story_id AS new_story
        FROM placements_next n
        JOIN placements p ON p.entry_id = n.entry_id
        ORDER BY n.entry_id
        """
    ).fetchall()
    both = Counter((row["old"], row["new"]) for row in rows)
    old = Counter(row["old"] for row in rows)
    joined, parted = _changed(both)
    stories = Counter((row["old_story"], row["new_story"]) for row in rows)
    joined_in_stories, parted_in_stories = _changed(stories)
    moved = _moved(both, old)
    return Difference(
        entries=len(rows),
        events=len({new for _, new in both}),
        stories=len({new for _, new in stories}),
        joined=joined,
        parted=parted,
        joined_in_stories=joined_in_stories,
        parted_in_stories=parted_in_stories,
        made_by=", ".join(_versions(conn, "placements_next")),
        in_force=_versions(conn, "placements"),
        examples=tuple(_titles(conn, [row["entry_id"] for row in rows if (row["old"], row["new"]) in moved][:SHOWN])),
    )


def _changed(both: Mapping[tuple[int, int], int]) -> tuple[int, int]:
    """Pairs that only the candidate puts together, and those that only the grouping in force does."""
    old: Counter[int] = Counter()
    new: Counter[int] = Counter()
    for (was, now), count in both.items():
        old[was] += count
        new[now] += count
    kept = sum(map(_pairs, both.values()))
    return sum(map(_pairs, new.values())) - kept, sum(map(_pairs, old.values())) - kept


def _versions(conn: sqlite3.Connection, table: str) -> tuple[str, ...]:
    return tuple(row[0] for row in conn.execute(f"SELECT DISTINCT made_by FROM {table} ORDER BY 1"))  # noqa: S608 - two names


def _pairs(size: int) -> int:
    return size * (size - 1) // 2


def _moved(both: Mapping[tuple[int, int], int], old: Mapping[int, int]) -> set[tuple[int, int]]:
    """Parts of former events that do not stay with the largest part of theirs."""
    largest: dict[int, tuple[int, int]] = {}
    for (was, now), count in sorted(both.items()):
        if was not in largest or count > both[largest[was]]:
            largest[was] = (was, now)
    return {part for part in both if old[part[0]] > 1 and part != largest[part[0]]}


def _titles(conn: sqlite3.Connection, entries: Sequence[int]) -> Iterator[str]:
    for entry in entries:
        row = conn.execute(
            """
            SELECT e.title, s.title AS story FROM entries e
            JOIN placements p ON p.entry_id = e.id
            JOIN stories s ON s.id = p.story_id
            WHERE e.id = ?
            """,
            (entry,),
        ).fetchone()
        yield f"entry {entry}, {row['title']!r}, leaves its event in {row['story']!r}"


def adopt(
    conn: sqlite3.Connection,
    links: Sequence[StoryLink],
    made_by: str,
    now: datetime,
    copied: Mapping[EntryId, tuple[str, ...]] | None = None,
) -> None:
    """Put the candidate in the place of the grouping in force, whole; ids stay, hand-given titles stay.

    Args:
        copied: what speaks for each copy: its share of the text, the agency.
    """
    first_event, first_story = placing.next_ids(conn)
    stories = _inherit(conn, "story_id", first_story)
    events = _inherit(conn, "event_id", first_event)
    _redirect_left_over(conn, "story", "story_id", stories, now)
    _redirect_left_over(conn, "event", "event_id", events, now)
    _replace_rows(conn, events, stories, now)
    _replace_copies(conn, copied or {})
    conn.execute("DELETE FROM story_links")
    known = [link for link in links if link.event in events and link.other in events]
    conn.executemany(
        "INSERT OR IGNORE INTO story_links VALUES (?, ?, ?, ?, ?, ?)",
        [
            (events[link.event], events[link.other], link.kind, link.score, to_json(link.because), made_by)
            for link in known
            if events[link.event] != events[link.other]
        ],
    )
    placing.refresh(conn, events.values(), stories.values())
    clear(conn)


def _inherit(conn: sqlite3.Connection, column: str, first_free: int) -> dict[int, int]:
    """Candidate id -> id in force: the one with which it shares most entries, each given once; else a new one."""
    rows = conn.execute(
        f"""
        SELECT n.{column} AS new, p.{column} AS old, count(*) AS shared FROM placements_next n
        LEFT JOIN placements p ON p.entry_id = n.entry_id
        GROUP BY 1, 2
        ORDER BY shared DESC, old, new
        """  # noqa: S608 - one of two column names
    ).fetchall()
    heirs: dict[int, int] = {}
    taken: set[int] = set()
    for row in rows:
        if row["old"] is not None and row["new"] not in heirs and row["old"] not in taken:
            heirs[row["new"]] = row["old"]
            taken.add(row["old"])
    for row in sorted(rows, key=lambda row: int(row["new"])):
        if row["new"] not in heirs:
            heirs[row["new"]] = first_free
            first_free += 1
    return heirs


def _redirect_left_over(
    conn: sqlite3.Connection, kind: str, column: str, heirs: Mapping[int, int], now: datetime
) -> None:
    shares: dict[int, Counter[int]] = defaultdict(Counter)
    for row in conn.execute(
        f"""
        SELECT p.{column} AS old, n.{column} AS new, count(*) AS shared FROM placements p
        JOIN placements_next n ON n.entry_id = p.entry_id
        GROUP BY 1, 2
        """  # noqa: S608 - one of two column names
    ):
        shares[row["old"]][heirs[row["new"]]] += row["shared"]
    kept = set(heirs.values())
    for old, goes in shares.items():
        if old not in kept:
            target = min(goes, key=lambda heir, goes=goes: (-goes[heir], heir))  # type: ignore[misc]
            conn.execute(
                "INSERT OR REPLACE INTO redirects VALUES (?, ?, ?, ?, ?)",
                (kind, old, target, stamp(now), "grouped anew: most of its entries are there"),
            )
            conn.execute("UPDATE redirects SET new = ? WHERE kind = ? AND new = ?", (target, kind, old))
    conn.executemany("DELETE FROM redirects WHERE kind = ? AND old = ?", [(kind, heir) for heir in kept])


def _replace_rows(
    conn: sqlite3.Connection, events: Mapping[int, int], stories: Mapping[int, int], now: datetime
) -> None:
    at = stamp(now)
    rows = conn.execute("SELECT * FROM placements_next ORDER BY entry_id").fetchall()
    conn.executemany(
        "INSERT OR IGNORE INTO stories VALUES (?, '', NULL, ?, ?, 0)", [(story, at, at) for story in stories.values()]
    )
    conn.execute("UPDATE events SET size = 0, follows = NULL")
    conn.execute("UPDATE stories SET size = 0")
    conn.executemany(
        """
        INSERT INTO events VALUES (?, ?, NULL, ?, ?, 0)
        ON CONFLICT (id) DO UPDATE SET story_id = excluded.story_id
        """,
        [(events[row["event_id"]], stories[row["story_id"]], at, at) for row in rows],
    )
    follows = {row["event_id"]: row["follows"] for row in rows if row["follows"] in events}
    conn.executemany(
        "UPDATE events SET follows = ? WHERE id = ?", [(events[old], events[event]) for event, old in follows.items()]
    )
    conn.execute("DELETE FROM placements")
    conn.executemany(
        "INSERT INTO placements VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                row["entry_id"],
                events[row["event_id"]],
                stories[row["story_id"]],
                events.get(row["follows"]),
                row["relation"],
                row["role"],
                row["score"],
                row["because"],
                row["evidence"],
                row["made_by"],
            )
            for row in rows
        ],
    )


def _replace_copies(conn: sqlite3.Connection, copied: Mapping[EntryId, tuple[str, ...]]) -> None:
    conn.execute("DELETE FROM copies")
    conn.executemany(
        "INSERT INTO copies VALUES (?, ?, ?, ?, ?)",
        [
            (
                row["entry_id"],
                row["original"],
                row["containment"],
                to_json(copied.get(row["entry_id"], ())),
                row["made_by"],
            )
            for row in conn.execute(
                """
                SELECT entry_id, original, containment, made_by FROM placements_next
                WHERE relation = 'copy' AND original IS NOT NULL
                """
            ).fetchall()
        ],
    )
