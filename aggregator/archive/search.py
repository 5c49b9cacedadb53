"""What people type -> FTS5, safely; newest first or best first, always bounded.

Words must all be there; "quoted words" stand together; -word must not be there; a OR b; start* of a word; and filters
feed: lang: topic: after: before: title: is:starred. Everything else a person may type is words: nothing typed can be a
syntax error, and nothing typed reaches SQL but as a bound parameter.

Ranking costs about 1.4 us a match and would be unbounded, so only the newest matches are ranked, and the answer says so.
Ids grow in the order of arrival: newest first is the order of the index itself and costs next to nothing.
"""

import calendar
import re
import sqlite3
import unicodedata
from collections.abc import Sequence
from typing import Literal

from msgspec import Struct, field

from aggregator.archive import fts, snippets
from aggregator.archive.queries.lines import lines, mapping
from aggregator.archive.snippets import Needle
from aggregator.text import language
from aggregator.views import Hit, Note, SearchView

PAGE = 20
RANKED = 5_000  # newest matches that are ranked
FILTERED = 5_000  # newest matches that a filter looks at
ASTRAY = 2_000  # entries by which the order of ids may differ from that of arrival
COUNTED = 1_000  # matches are counted so far
LONGEST = 500  # characters of a query
MOST = 24  # terms of a query
SHORTEST_PREFIX = 3  # letters; below, half the dictionary matches


class Term(Struct, frozen=True, kw_only=True):
    """Something that must, or must not, stand in a text."""

    text: str
    prefix: bool = False
    title: bool = False


class Query(Struct, frozen=True, kw_only=True):
    """What was asked: every group must be matched by one of its terms, none of `without` may be."""

    groups: tuple[tuple[Term, ...], ...] = ()
    without: tuple[Term, ...] = ()
    feed: str | None = None
    language: str | None = None
    topic: str | None = None
    after: str | None = None  # instant, included
    before: str | None = None  # instant, excluded
    starred: bool = False
    notes: tuple[Note, ...] = ()

    @property
    def filtered(self) -> bool:
        """Whether more than words is asked."""
        return self.starred or any((self.feed, self.language, self.topic, self.after, self.before))


# -------------------------------------------------------------------------------------------------------- reading

# A quoted stretch, or a run without spaces; a quote that is never closed ends with the query.
_PIECE = re.compile(
    r"""(?P<minus>-(?=[^\s-]))?
        (?:(?P<field>[^\W\d_]+):(?=\S))?
        (?:["“”«»„](?P<quoted>[^"“”«»„]*)["“”«»„]?|(?P<bare>[^\s"“”«»„]+))""",
    re.VERBOSE,
)
_FIELDS = {
    "feed": "feed", "source": "feed", "flux": "feed", "site": "feed",
    "lang": "language", "language": "language", "langue": "language",
    "topic": "topic", "sujet": "topic", "thème": "topic", "theme": "topic",
    "after": "after", "since": "after", "depuis": "after", "après": "after", "apres": "after",
    "before": "before", "avant": "before",
    "title": "title", "titre": "title",
    "is": "is",
}  # fmt: skip
_OR = ("OR", "OU", "|")
_STARRED = ("starred", "favori", "favoris")
_ELISION = re.compile(r"(?:[ldjmnstc]|qu|jusqu|lorsqu|puisqu)['’](?=\w)", re.IGNORECASE)
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", re.ASCII)


class _Reading(Struct):
    """What has been read of a query so far."""

    groups: list[list[Term]] = field(default_factory=list)
    without: list[Term] = field(default_factory=list)
    filters: dict[str, str] = field(default_factory=dict)
    starred: bool = False
    notes: list[Note] = field(default_factory=list)
    joined: bool = False  # OR was the last word
    terms: int = 0


def read(text: str) -> Query:
    """What `text` asks; never raises, and says in `notes` what it could not use."""
    reading = _Reading()
    clean = "".join(" " if unicodedata.category(char)[0] == "C" else char for char in text)
    if len(clean) > LONGEST:
        clean = clean[:LONGEST]
        reading.notes.append(Note(code="search.note.long", value=str(LONGEST)))
    for piece in _PIECE.finditer(clean):
        _take(piece, reading)
    if reading.without and not reading.groups:
        reading.notes.append(Note(code="search.note.only-without"))
        reading.without.clear()
    return Query(
        groups=tuple(tuple(group) for group in reading.groups),
        without=tuple(reading.without),
        feed=reading.filters.get("feed"),
        language=reading.filters.get("language"),
        topic=reading.filters.get("topic"),
        after=reading.filters.get("after"),
        before=reading.filters.get("before"),
        starred=reading.starred,
        notes=tuple(reading.notes),
    )


def _take(piece: re.Match[str], reading: _Reading) -> None:
    if piece["bare"] in _OR and not piece["field"] and not piece["minus"]:
        reading.joined = bool(reading.groups)
        return
    name = _FIELDS.get((piece["field"] or "").casefold())
    value = piece["quoted"] if piece["quoted"] is not None else piece["bare"]
    if name in (None, "title"):
        if piece["field"] and name is None:
            value = f"{piece['field']} {value}"
        _take_words(
            value, reading, minus=bool(piece["minus"]), quoted=piece["quoted"] is not None, title=name is not None
        )
    else:
        _take_filter(name or "", value.strip(), reading)
    reading.joined = False


def _take_words(value: str, reading: _Reading, *, minus: bool, quoted: bool, title: bool) -> None:
    prefix = value.endswith("*") and not quoted
    word = value.rstrip("*") if prefix else value
    if not quoted:
        word = _ELISION.sub("", word, count=1)
    if not snippets.needle(word).words:
        reading.notes.append(Note(code="search.note.ignored", value=value))
        return
    if prefix and len(language.plain(word)) < SHORTEST_PREFIX:
        reading.notes.append(Note(code="search.note.prefix", value=value))
        prefix = False
    reading.terms += 1
    if reading.terms > MOST:
        reading.notes.append(Note(code="search.note.ignored", value=value))
        return
    term = Term(text=word, prefix=prefix, title=title)
    if minus:
        reading.without.append(term)
    elif reading.joined:
        reading.groups[-1].append(term)
    else:
        reading.groups.append([term])


def _take_filter(name: str, value: str, reading: _Reading) -> None:
    if name == "is" and value.casefold() in _STARRED:
        reading.starred = True
    elif name in ("after", "before"):
        day = _first_instant(value)
        if day is None:
            reading.notes.append(Note(code="search.note.date", value=value))
        else:
            reading.filters[name] = day
    elif name == "is" or not value:
        reading.notes.append(Note(code="search.note.ignored", value=f"{name}:{value}"))
    else:
        reading.filters[name] = value.casefold() if name == "language" else value


def _first_instant(value: str) -> str | None:
    """The first instant of a year, month or day."""
    found = _DAY.fullmatch(value)
    if found is None:
        return None
    year, month, day = int(found[1]), int(found[2] or 1), int(found[3] or 1)
    if year < 1 or not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return f"{year:04}-{month:02}-{day:02}T00:00:00Z"


def expression(query: Query) -> str:
    """The FTS5 expression for the words of `query`; empty when there are none.

    Every word is a quoted string, in which FTS5 knows no syntax; its punctuation falls away as in the index.
    """
    wanted = " AND ".join(_group(group) for group in query.groups)
    without = "".join(f" NOT {_fts_term(term)}" for term in query.without)
    return f"({wanted}){without}" if wanted else ""


def _group(group: Sequence[Term]) -> str:
    return "(" + " OR ".join(_fts_term(term) for term in group) + ")"


def _fts_term(term: Term) -> str:
    folded = " ".join(language.fold(term.text).replace('"', " ").split())
    # A lone character of an unspaced script stands in the index only as the first of a pair.
    lone = len(folded) == 1 and ord(folded) > 0x2E80
    star = " *" if term.prefix or lone else ""
    return f'{"title : " if term.title else ""}"{folded}"{star}'


# ------------------------------------------------------------------------------------------------------ answering

Order = Literal["new", "best"]


class _Filters(Struct, frozen=True, kw_only=True):
    """Filters as ids and instants, ready to be bound; an empty one lets everything pass."""

    feeds: str | None  # JSON list of ids
    language: str | None
    topic: str | None
    after: str
    before: str
    starred: int

    def bound(self) -> dict[str, object]:
        return {
            "feeds": self.feeds, "language": self.language, "topic": self.topic, "after": self.after,
            "until": self.before, "starred": self.starred,
        }  # fmt: skip


def search(
    conn: sqlite3.Connection,
    text: str,
    *,
    order: Order = "new",
    cursor: str | None = None,
    everything: bool = False,
    limit: int = PAGE,
) -> SearchView:
    """What `text` finds.

    Args:
        order: newest arrival first, or best match first among the newest `RANKED`.
        cursor: of the page before.
        everything: look at all matches, however long it takes.
    """
    query = read(text)
    notes = list(query.notes)
    filters = _resolve(conn, query, notes)
    words = expression(query)
    if filters is None or not (words or query.filtered):
        return SearchView(query=text, order=order, notes=tuple(notes))
    found = _find(conn, words, filters, order, _page(cursor), everything, limit, filtered=query.filtered)
    needles = tuple(snippets.needle(term.text, prefix=term.prefix) for group in query.groups for term in group)
    return SearchView(
        query=text,
        order=order,
        hits=tuple(_hit(conn, entry, needles) for entry in found.ids[:limit]),
        total=min(found.total, COUNTED),
        more=found.total > COUNTED,
        bounded=found.bounded,
        bound=found.bound,
        everything=everything,
        notes=tuple(notes),
        next=found.next,
    )


def _page(cursor: str | None) -> int:
    return int(cursor) if cursor and cursor.isascii() and cursor.isdecimal() and len(cursor) < 18 else 0


def _hit(conn: sqlite3.Connection, entry: int, needles: Sequence[Needle]) -> Hit:
    line = lines(conn, [entry])[0]
    indexed = fts.indexed_text(conn, entry)
    text = indexed[1] if indexed is not None else ""
    return Hit(line=line, title=snippets.title(line.title, needles), snippet=snippets.snippet(text, needles))


def _resolve(conn: sqlite3.Connection, query: Query, notes: list[Note]) -> _Filters | None:
    """The filters with names made ids; None when a name is nobody's."""
    feeds = topic = None
    if query.feed is not None:
        ids = _feeds_named(conn, query.feed)
        if not ids:
            notes.append(Note(code="search.note.feed", value=query.feed))
            return None
        feeds = "[" + ",".join(str(one) for one in ids) + "]"
    if query.topic is not None:
        topic = _topic_named(conn, query.topic)
        if topic is None:
            notes.append(Note(code="search.note.topic", value=query.topic))
            return None
    return _Filters(
        feeds=feeds,
        language=query.language,
        topic=topic,
        after=query.after or "",
        before=query.before or "9999",
        starred=int(query.starred),
    )


def _feeds_named(conn: sqlite3.Connection, name: str) -> list[int]:
    """Feeds whose name or publisher is `name`, else those whose title has it."""
    wanted = language.plain(name)
    rows = conn.execute(
        """
        SELECT f.id, f.name, f.publisher, coalesce(f.title, '') || ' ' || coalesce(o.title, '') AS title FROM feeds f
        LEFT JOIN publishers o ON o.name = f.publisher
        ORDER BY f.id
        """
    ).fetchall()
    exact = [
        row["id"] for row in rows if wanted in (language.plain(row["name"]), language.plain(row["publisher"] or ""))
    ]
    return exact or [row["id"] for row in rows if wanted in language.plain(row["title"])]


def _topic_named(conn: sqlite3.Connection, name: str) -> str | None:
    """The topic whose slug, or label in any language, is `name`."""
    wanted = language.plain(name)
    for row in conn.execute("SELECT slug, labels FROM topics ORDER BY slug"):
        labels = (language.plain(str(label)) for label in mapping(row["labels"]).values())
        if wanted == language.plain(row["slug"]) or wanted in labels:
            return str(row["slug"])
    return None


class _Found(Struct, frozen=True, kw_only=True):
    ids: list[int]
    total: int
    next: str | None
    bounded: bool = False
    bound: int = 0


def _find(
    conn: sqlite3.Connection,
    words: str,
    filters: _Filters,
    order: Order,
    page: int,
    everything: bool,
    limit: int,
    *,
    filtered: bool,
) -> _Found:
    if not words:
        return _only_filters(conn, filters, page, everything, limit)
    # Nothing published after an instant arrived before it, and ids grow with arrival.
    first = _first_arrival(conn, filters.after) if filters.after else 0
    bound = RANKED if order == "best" else FILTERED
    floor = 0 if everything or not (filtered or order == "best") else _floor(conn, words, bound)
    asked = {"words": words, "floor": max(first, floor), **filters.bound()}
    bounded = floor > first
    bound = bound if bounded else 0
    if filtered and order == "new":
        return _one_pass(conn, _NEWEST, asked, page, limit, bounded=bounded, bound=bound)
    total = conn.execute(_MATCHES if filtered else _ALL_MATCHES, {**asked, "limit": COUNTED + 1}).fetchone()[0]
    if order == "best":
        best = _BEST if filtered else _BEST_OF_ALL
        rows = conn.execute(best, {**asked, "limit": limit + 1, "offset": page}).fetchall()
        following = str(page + limit) if len(rows) > limit else None
    else:
        rows = conn.execute(_NEWEST, {**asked, "last": page or 2**62, "limit": limit + 1}).fetchall()
        following = str(rows[limit - 1][0]) if len(rows) > limit else None
    return _Found(ids=[row[0] for row in rows], total=total, next=following, bounded=bounded, bound=bound)


def _one_pass(
    conn: sqlite3.Connection, sql: str, asked: dict[str, object], page: int, limit: int, *, bounded: bool, bound: int
) -> _Found:
    """Ids counted and a page of them cut out, by one walk: a filter is what costs."""
    ids = [row[0] for row in conn.execute(sql, {**asked, "last": 2**62, "limit": COUNTED + 1})]
    rest = [one for one in ids if not page or one < page]
    if len(ids) > COUNTED and len(rest) <= limit:  # beyond what is counted
        rest = [row[0] for row in conn.execute(sql, {**asked, "last": page, "limit": limit + 1})]
    following = str(rest[limit - 1]) if len(rest) > limit else None
    return _Found(ids=rest[: limit + 1], total=len(ids), next=following, bounded=bounded, bound=bound)


def _floor(conn: sqlite3.Connection, words: str, bound: int) -> int:
    """The id of the `bound`-th newest match, 0 when there are fewer."""
    row = conn.execute(
        "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT 1 OFFSET ?", (words, bound)
    ).fetchone()
    return 0 if row is None else row[0] + 1


def _first_arrival(conn: sqlite3.Connection, at: str) -> int:
    """The lowest id that arrived at `at` or later; polls that end out of order are off by a few, never by `ASTRAY`."""
    row = conn.execute(
        "SELECT min(id) FROM (SELECT id FROM entries WHERE first_seen >= ? ORDER BY first_seen LIMIT ?)", (at, ASTRAY)
    ).fetchone()
    return 2**62 if row[0] is None else row[0]


_PASSES = """
    e.merged_into IS NULL
    AND e.sort_at >= :after AND e.sort_at < :until
    AND (:feeds IS NULL OR e.feed_id IN (SELECT value FROM json_each(:feeds)) OR EXISTS (
        SELECT 1 FROM sightings s WHERE s.entry_id = e.id AND s.feed_id IN (SELECT value FROM json_each(:feeds))
    ))
    AND (:language IS NULL OR e.language = :language)
    AND (:topic IS NULL OR EXISTS (SELECT 1 FROM tags t WHERE t.entry_id = e.id AND t.topic = :topic))
    AND (:starred = 0 OR EXISTS (SELECT 1 FROM marks m WHERE m.kind = 'star' AND m.a = e.id AND m.undone IS NULL))
"""

_ALL_MATCHES = """
SELECT count(*) FROM (
    SELECT 1 FROM search
    WHERE search MATCH :words AND rowid >= :floor AND rowid NOT IN (SELECT id FROM entries WHERE merged_into IS NOT NULL)
    LIMIT :limit
)
"""

_MATCHES = f"""
SELECT count(*) FROM (
    SELECT 1 FROM search
    CROSS JOIN entries e ON e.id = search.rowid
    WHERE search MATCH :words AND search.rowid >= :floor AND {_PASSES}
    ORDER BY search.rowid DESC
    LIMIT :limit
)
"""  # noqa: S608 - constants

_NEWEST = f"""
SELECT search.rowid FROM search
CROSS JOIN entries e ON e.id = search.rowid
WHERE search MATCH :words AND search.rowid >= :floor AND search.rowid < :last AND {_PASSES}
ORDER BY search.rowid DESC
LIMIT :limit
"""  # noqa: S608 - constants

# bm25() and not the column `rank`: sorting by that one ranks every match, whatever bounds the rowid.
_BEST_OF_ALL = """
SELECT rowid FROM search
WHERE search MATCH :words AND rowid >= :floor AND rowid NOT IN (SELECT id FROM entries WHERE merged_into IS NOT NULL)
ORDER BY bm25(search, 4.0, 1.0), rowid DESC
LIMIT :limit OFFSET :offset
"""

_BEST = f"""
SELECT search.rowid FROM search
CROSS JOIN entries e ON e.id = search.rowid
WHERE search MATCH :words AND search.rowid >= :floor AND {_PASSES}
ORDER BY bm25(search, 4.0, 1.0), search.rowid DESC
LIMIT :limit OFFSET :offset
"""  # noqa: S608 - constants


# ----------------------------------------------------------------------------------------------- filters without words


def _only_filters(conn: sqlite3.Connection, filters: _Filters, page: int, everything: bool, limit: int) -> _Found:
    """Newest arrivals that pass the filters, walked by the index that fits best."""
    walk = _walk(filters)
    first = _first_arrival(conn, filters.after) if filters.after else 0
    asked = {**filters.bound(), "first": first, "looked_at": 2**62 if everything else FILTERED}
    seen = conn.execute(_WALKED[walk], {**asked, "last": 2**62, "looked_at": FILTERED + 1}).fetchone()[0]
    bounded = not everything and seen > FILTERED
    return _one_pass(conn, _PASSING[walk], asked, page, limit, bounded=bounded, bound=FILTERED if bounded else 0)


def _walk(filters: _Filters) -> str:
    if filters.starred:
        return "starred"
    if filters.feeds is not None:
        return "feeds"
    return "topic" if filters.topic is not None else "all"


# Ids, newest first. The index on feeds covers its walk, so that even a large feed is sorted in a few milliseconds. What
# a feed shows but another feed of its publisher is home to is found by its newest sightings; where all feeds of the
# publisher are asked for, every home is among them.
_WALKS = {
    "starred": "SELECT DISTINCT a AS id FROM marks WHERE kind = 'star' AND undone IS NULL AND a >= :first AND a < :last",
    "feeds": """
        SELECT id FROM entries INDEXED BY entries_feed
        WHERE feed_id IN (SELECT value FROM json_each(:feeds)) AND id >= :first AND id < :last
        UNION
        SELECT entry_id FROM (
            SELECT entry_id FROM sightings WHERE feed_id = json_extract(:feeds, '$[0]') ORDER BY first_seen DESC LIMIT 5000
        )
        WHERE entry_id >= :first AND entry_id < :last
    """,
    "topic": "SELECT entry_id AS id FROM tags WHERE topic = :topic AND entry_id >= :first AND entry_id < :last",
    "all": "SELECT id FROM entries WHERE id >= :first AND id < :last",
}
_BOUNDED = {name: f"{walk} ORDER BY id DESC LIMIT :looked_at" for name, walk in _WALKS.items()}
_PASSING = {
    name: f"""
        SELECT e.id FROM ({walk}) w
        CROSS JOIN entries e ON e.id = w.id
        WHERE {_PASSES}
        ORDER BY w.id DESC
        LIMIT :limit
    """  # noqa: S608 - constants
    for name, walk in _BOUNDED.items()
}
_WALKED = {name: f"SELECT count(*) FROM ({walk})" for name, walk in _BOUNDED.items()}  # noqa: S608 - constants
