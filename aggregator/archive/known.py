"""Which entries of the archive may be the ones just read: look-ups by index, whose cost does not grow with the archive."""

import json
import sqlite3
from collections.abc import Iterable, Sequence

from aggregator.archive.rows import instant, instant_or_none, stamp, to_json
from aggregator.records import Alias, Entry, EntryId, Feed, FeedId, Known, SeenIn, Standing


def open_raw_hashes(conn: sqlite3.Connection, feed: FeedId) -> dict[bytes, EntryId]:
    """The entries of the feed's last document by the hash of their own bytes."""
    rows = conn.execute(
        """
        SELECT raw_hash, entry_id FROM sightings
        WHERE feed_id = ? AND open = 1 AND raw_hash IS NOT NULL
        """,
        (feed,),
    )
    return {row[0]: EntryId(row[1]) for row in rows}


def standing(conn: sqlite3.Connection, feed: FeedId) -> tuple[Standing, ...]:
    """The entries of the feed's last document, as far as it takes to see which are unchanged."""
    rows = conn.execute(
        """
        SELECT s.entry_id, s.guid, s.url, s.wording_hash, e.published FROM sightings s
        JOIN entries e ON e.id = s.entry_id
        WHERE s.feed_id = ? AND s.open = 1
        """,
        (feed,),
    )
    return tuple(Standing(EntryId(row[0]), row[1], row[2], row[3], instant_or_none(row[4])) for row in rows)


def newest_open(conn: sqlite3.Connection, feed: FeedId) -> tuple[EntryId, ...]:
    """The entries of the feed's last document, newest first."""
    rows = conn.execute(
        """
        SELECT e.id FROM sightings s
        JOIN entries e ON e.id = s.entry_id
        WHERE s.feed_id = ? AND s.open = 1
        ORDER BY e.sort_at DESC, s.place
        """,
        (feed,),
    )
    return tuple(EntryId(row[0]) for row in rows)


def candidates(
    conn: sqlite3.Connection,
    feed: Feed,
    entries: Sequence[Entry],
    keys: Iterable[Alias],
    present: frozenset[EntryId] = frozenset(),
) -> tuple[Known, ...]:
    """Entries of the archive that one of `entries` may be: by key, by instant, or standing in the feed's last document.

    By instant in all feeds of the publisher: sections that give an article their own keys are found no other way. Those
    `present`, which stand untouched in the new document too, are witnesses: of them only their place is told, unless they
    share a key or an instant with one of `entries`.

    By index throughout, so the cost does not grow with the archive. An entry that was merged by hand answers as itself: it
    goes on living under the one it was merged into, its own words and sightings stay its own, and a split is exact.
    """
    if not entries:
        return ()
    ids: set[int] = set()
    for kind, values in _by_kind(keys).items():
        ids.update(row[0] for row in conn.execute(_BY_KEY, (to_json(values), kind)))
    instants = sorted({stamp(entry.published) for entry in entries if entry.published is not None})
    if instants:
        given = {"instants": to_json(instants), "family": to_json(_family(conn, feed)), "feed": feed.id}
        ids.update(row[0] for row in conn.execute(_BY_INSTANT, given))
    last = conn.execute("SELECT entry_id FROM sightings WHERE feed_id = ? AND open = 1", (feed.id,))
    ids.update(row[0] for row in last if row[0] not in present)
    witnesses = present - ids
    return (*(_load(conn, sorted(ids)) if ids else ()), *(_standing(conn, feed.id, witnesses) if witnesses else ()))


# A key shared by a hundred entries (a home page, an empty guid) names none of them.
_BY_KEY = """
SELECT a.entry_id FROM json_each(?)
JOIN aliases a ON a.rowid IN (SELECT rowid FROM aliases WHERE kind = ? AND value = json_each.value LIMIT 100)
"""
_BY_INSTANT = """
SELECT e.id FROM json_each(:instants)
JOIN entries e ON e.id IN (
    SELECT id FROM entries
    WHERE published = json_each.value AND feed_id IN (SELECT value FROM json_each(:family))
    ORDER BY feed_id != :feed
    LIMIT 100
)
"""


def _by_kind(keys: Iterable[Alias]) -> dict[str, list[str]]:
    found: dict[str, dict[str, None]] = {}
    for key in keys:
        found.setdefault(key.kind, {})[key.value] = None
    return {kind: list(values) for kind, values in found.items()}


def _family(conn: sqlite3.Connection, feed: Feed) -> list[int]:
    """The feeds of the same publisher; where none is named, those that say they belong to the same site."""
    rows = conn.execute(
        """
        SELECT id FROM feeds
        WHERE id = :id OR publisher = :publisher OR (publisher IS NULL AND :publisher IS NULL AND site_url = :site)
        """,
        {"id": feed.id, "publisher": feed.spec.publisher, "site": feed.site_url},
    )
    return [row[0] for row in rows]


def _load(conn: sqlite3.Connection, ids: Sequence[int]) -> tuple[Known, ...]:
    """These entries with all that is known of them, in this order: one query a table, not one an entry."""
    given = to_json(ids)
    rows = {row["id"]: row for row in conn.execute(_ENTRIES, (given,))}
    kept, shown = _grouped(conn, _KEPT, given), _grouped(conn, _SHOWN, given)
    aliases, seen = _grouped(conn, _ALIASES, given), _grouped(conn, _SEEN, given)
    return tuple(
        _known(
            rows[one],
            frozenset(row[1] for row in kept.get(one, ())),
            frozenset(row[2] for row in kept.get(one, ())),
            frozenset(row[1] for row in shown.get(one, ())),
            tuple(Alias(kind=row["kind"], value=row["value"], reason=row["reason"]) for row in aliases.get(one, ())),
            tuple(_seen_in(row) for row in seen.get(one, ())),
        )
        for one in ids
    )


def _standing(conn: sqlite3.Connection, feed: FeedId, ids: Iterable[int]) -> tuple[Known, ...]:
    """These entries as far as they stand in the last document of `feed`: keys and words by their hash, nothing else."""
    rows = conn.execute(_STANDING, (feed, to_json(sorted(ids))))
    return tuple(
        Known(
            id=EntryId(row["id"]),
            feed=FeedId(row["feed_id"]),
            guid=row["guid"],
            url=row["url"],
            publisher=None,
            url_canonical=None,
            title="",
            text="",
            published=instant_or_none(row["published"]),
            updated=None,
            first_seen=instant(row["first_seen"]),
            wording_hash=row["wording_hash"],
            enclosures=_addresses(row["enclosures"]),
            witness=True,
            seen_in=(
                SeenIn(
                    feed=feed,
                    open=True,
                    rank=row["rank"],
                    guid=row["shown_guid"],
                    url=row["shown_url"],
                    wording_hash=row["shown"],
                    title="",
                    text="",
                    since=instant(row["since"]),
                ),
            ),
        )
        for row in rows
    )


def _addresses(enclosures: str | None) -> tuple[str, ...]:
    return tuple(one["url"] for one in json.loads(enclosures)) if enclosures else ()


_AMONG = "IN (SELECT value FROM json_each(?))"
_ENTRIES = f"""
SELECT e.id, e.feed_id, e.guid, e.url, e.url_canonical, e.title, e.text, e.published, e.updated, e.first_seen,
    e.wording_hash, e.enclosures, e.merged_into, f.publisher, f.url AS feed_url, f.site_url
FROM entries e
JOIN feeds f ON f.id = e.feed_id
WHERE e.id {_AMONG}
"""  # noqa: S608 - a constant
_KEPT = f"SELECT entry_id, wording_hash, title FROM revisions WHERE entry_id {_AMONG}"  # noqa: S608
_SHOWN = f"SELECT entry_id, wording_hash FROM wordings WHERE entry_id {_AMONG}"  # noqa: S608
_ALIASES = f"SELECT entry_id, kind, value, reason FROM aliases WHERE entry_id {_AMONG} ORDER BY rowid"  # noqa: S608
_SEEN = f"""
SELECT s.entry_id, s.feed_id, s.open, s.rank, s.guid, s.url, s.wording_hash,
    coalesce(w.title, e.title) AS title, coalesce(w.text, e.text) AS text, max(s.id),
    (SELECT min(o.first_seen) FROM sightings o WHERE o.entry_id = s.entry_id AND o.feed_id = s.feed_id
        AND o.wording_hash = s.wording_hash) AS since
FROM sightings s
JOIN entries e ON e.id = s.entry_id
LEFT JOIN wordings w ON w.entry_id = s.entry_id AND w.feed_id = s.feed_id
WHERE s.entry_id {_AMONG}
GROUP BY s.entry_id, s.feed_id
"""  # noqa: S608 - a constant


_STANDING = f"""
SELECT e.id, e.feed_id, e.guid, e.url, e.published, e.first_seen, e.wording_hash, e.enclosures,
    s.rank, s.guid AS shown_guid, s.url AS shown_url, s.wording_hash AS shown, s.first_seen AS since
FROM sightings s
JOIN entries e ON e.id = s.entry_id
WHERE s.feed_id = ? AND s.open = 1 AND s.entry_id {_AMONG}
ORDER BY e.id
"""  # noqa: S608 - a constant


def _grouped(conn: sqlite3.Connection, query: str, ids: str) -> dict[int, list[sqlite3.Row]]:
    """The rows of `query` about these ids (a JSON list), by their first column."""
    found: dict[int, list[sqlite3.Row]] = {}
    for row in conn.execute(query, (ids,)):
        found.setdefault(row[0], []).append(row)
    return found


def _known(
    row: sqlite3.Row,
    kept: frozenset[bytes],
    kept_titles: frozenset[str],
    shown: frozenset[bytes],
    aliases: tuple[Alias, ...],
    seen_in: tuple[SeenIn, ...],
) -> Known:
    return Known(
        id=EntryId(row["id"]),
        feed=FeedId(row["feed_id"]),
        publisher=row["publisher"],
        guid=row["guid"],
        url=row["url"],
        url_canonical=row["url_canonical"],
        title=row["title"],
        text=row["text"],
        published=instant_or_none(row["published"]),
        updated=instant_or_none(row["updated"]),
        first_seen=instant(row["first_seen"]),
        wording_hash=row["wording_hash"],
        former_hashes=kept | shown | {row["wording_hash"]},
        kept=kept,
        kept_titles=kept_titles,
        enclosures=_addresses(row["enclosures"]),
        aliases=aliases,
        seen_in=seen_in,
        sites=tuple(site for site in (row["feed_url"], row["site_url"]) if site),
        pinned=row["merged_into"] is not None or any(alias.kind == "hand" for alias in aliases),
    )


def _seen_in(row: sqlite3.Row) -> SeenIn:
    return SeenIn(
        feed=FeedId(row["feed_id"]),
        open=bool(row["open"]),
        rank=row["rank"],
        guid=row["guid"],
        url=row["url"],
        wording_hash=row["wording_hash"],
        title=row["title"],
        text=row["text"],
        since=instant(row["since"]),
    )
