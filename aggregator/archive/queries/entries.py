"""One entry with everything known of it: wordings, sightings, keys, topics, place in a story."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from aggregator.archive.queries.lines import SOURCE_COLUMNS, lines, source_of, strings, topic_ref
from aggregator.archive.queries.stories import why
from aggregator.archive.rows import instant, instant_or_none
from aggregator.text import diff
from aggregator.views import (
    AliasView,
    ArticleView,
    Comparison,
    EntryView,
    FileView,
    Line,
    Mark,
    Picture,
    SightingView,
    TagView,
    Why,
    Wording,
)

LISTED = 100  # sightings, wordings and keys, the newest ones
NOW = "now"  # the id of the latest wording of the feed
PAGE = "page"  # the id of the latest wording of the page


def entry(conn: sqlite3.Connection, wanted: int, *, old: str | None = None, new: str | None = None) -> EntryView | None:
    """An entry, or None when there never was one.

    Args:
        old: id of a wording (`rN`, `page`, `now`) to compare; the last former one when not given.
        new: id of the wording to compare it with; the one that followed it in the same place when not given.
    """
    row = conn.execute("SELECT * FROM entries WHERE id = ?", (wanted,)).fetchone()
    if row is None:
        return None
    line = lines(conn, [wanted])[0]
    article = _article(conn, wanted)
    wordings = _wordings(conn, row, line, article)
    return EntryView(
        line=line,
        text=row["text"],
        content_html=row["content_html"] or "",
        summary=row["summary"] or "",
        authors=_people(row["authors"]),
        published=instant_or_none(row["published"]),
        published_raw=row["published_raw"],
        published_from=row["published_from"],
        date_quality=row["date_quality"],
        updated=instant_or_none(row["updated"]),
        last_seen=instant(row["last_seen"]),
        guid=row["guid"],
        rights=row["rights"],
        categories=tuple(str(c.get("label") or c.get("term")) for c in _objects(row["categories"])),
        picture=_picture(conn, wanted, row),
        files=_files(row),
        article=article,
        wordings=wordings,
        sightings=_sightings(conn, wanted),
        aliases=_aliases(conn, wanted),
        tags=_tags(conn, wanted),
        why=_why(conn, wanted),
        also_in=_also_in(conn, line),
        merged_into=row["merged_into"],
        merged=_merged(conn, wanted),
        gone_why=row["gone_why"],
        starred=_starred(conn, wanted),
        comparison=_comparison(wordings, old, new),
    )


def _wordings(
    conn: sqlite3.Connection, row: sqlite3.Row, line: Line, article: ArticleView | None
) -> tuple[Wording, ...]:
    """Former wordings, oldest first, then the latest: of the page, where it has former ones, and of the feed."""
    former = conn.execute(
        f"""
        SELECT r.*, {SOURCE_COLUMNS} FROM revisions r
        LEFT JOIN feeds f ON f.id = r.feed_id
        WHERE r.entry_id = ?
        ORDER BY r.id DESC
        LIMIT ?
        """,  # noqa: S608 - a constant
        (row["id"], LISTED),
    ).fetchall()
    found = [
        Wording(
            id=f"r{one['id']}",
            seen=instant(one["seen"]),
            replaced=instant(one["replaced"]),
            change=one["change"],
            silent=bool(one["silent"]),
            title=one["title"],
            text=one["text"],
            origin=one["origin"],
            source=source_of(one) if one["feed"] else None,
            changed=strings(one["changed"]),
        )
        for one in reversed(former)
    ]
    latest = [
        Wording(
            id=NOW,
            seen=_since(found, "feed", line.first_seen),
            replaced=None,
            change=None,
            silent=False,
            title=row["title"],
            text=row["text"],
            source=line.source,
        )
    ]
    if article is not None and any(one.origin == "page" for one in found):
        of_page = replace(
            latest[0],
            id=PAGE,
            seen=_since(found, "page", article.at),
            title=article.title or row["title"],
            text=article.text,
            origin="page",
            source=None,
        )
        latest.insert(0, of_page)
    return (*sorted(found, key=lambda wording: (wording.replaced or line.first_seen, wording.id)), *latest)


def _since(former: Sequence[Wording], origin: str, first: datetime) -> datetime:
    """Since when the latest wording of the feed, or of the page, stands."""
    return max((one.replaced for one in former if one.origin == origin and one.replaced is not None), default=first)


def _comparison(wordings: Sequence[Wording], old: str | None, new: str | None) -> Comparison | None:
    """Two wordings side by side; of ids that are not there, the last step."""
    places = {wording.id: at for at, wording in enumerate(wordings)}
    former = [at for at, wording in enumerate(wordings) if wording.replaced is not None]
    at = places.get(old or "", former[-1] if former else -1)
    if at < 0:
        return None
    before = wordings[at]
    after = wordings[places[new]] if new in places else _following(wordings, at)
    found = diff.compare((before.title, before.text), (after.title, after.text))
    return Comparison(
        old=replace(before, text=""),
        new=replace(after, text=""),
        title=_marked(found.title),
        blocks=tuple(_marked(block) for block in found.blocks),
        change=found.change,
        changed=found.changed,
    )


def _following(wordings: Sequence[Wording], at: int) -> Wording:
    """The wording that took the place of this one: a page's excerpt in a feed is no edit of the page."""
    same = (one for one in wordings[at + 1 :] if one.origin == wordings[at].origin)
    return next(same, wordings[at])


_MARKS: Mapping[str, Mark] = {"delete": "old", "insert": "new"}


def _marked(runs: Sequence[tuple[str, str]]) -> tuple[tuple[Mark, str], ...]:
    return tuple((_MARKS.get(operation, "same"), text) for operation, text in runs)


def _article(conn: sqlite3.Connection, wanted: int) -> ArticleView | None:
    row = conn.execute("SELECT * FROM articles WHERE entry_id = ?", (wanted,)).fetchone()
    if row is None:
        return None
    return ArticleView(
        url=row["url"],
        title=row["title"],
        text=row["text"],
        byline=strings(row["byline"]),
        agency=row["agency"],
        dateline=row["dateline"],
        flags=strings(row["flags"]),
        at=instant(row["at"]),
        made_by=row["made_by"],
    )


def _sightings(conn: sqlite3.Connection, wanted: int) -> tuple[SightingView, ...]:
    rows = conn.execute(
        f"""
        SELECT s.*, {SOURCE_COLUMNS} FROM sightings s
        JOIN feeds f ON f.id = s.feed_id
        WHERE s.entry_id = ?
        ORDER BY s.first_seen DESC, s.id DESC
        LIMIT ?
        """,  # noqa: S608 - a constant
        (wanted, LISTED),
    )
    return tuple(
        SightingView(
            source=source_of(row),
            first_seen=instant(row["first_seen"]),
            last_seen=instant(row["last_seen"]),
            rank=row["rank"],
            open=bool(row["open"]),
        )
        for row in rows
    )


def _aliases(conn: sqlite3.Connection, wanted: int) -> tuple[AliasView, ...]:
    rows = conn.execute("SELECT * FROM aliases WHERE entry_id = ? LIMIT ?", (wanted, LISTED)).fetchall()
    return tuple(
        AliasView(
            kind=row["kind"],
            value=row["value"],
            reason=row["reason"],
            first_seen=instant(row["first_seen"]),
            last_seen=instant(row["last_seen"]),
        )
        for row in sorted(rows, key=lambda row: (row["first_seen"], row["kind"], row["value"]))
    )


def _tags(conn: sqlite3.Connection, wanted: int) -> tuple[TagView, ...]:
    rows = conn.execute("SELECT * FROM tags WHERE entry_id = ?", (wanted,)).fetchall()
    return tuple(
        TagView(
            topic=topic_ref(conn, row["topic"]),
            score=row["score"],
            because=strings(row["because"]),
            made_by=row["made_by"],
        )
        for row in sorted(rows, key=lambda row: (-row["score"], row["topic"]))
    )


def _why(conn: sqlite3.Connection, wanted: int) -> Why | None:
    row = conn.execute("SELECT * FROM placements WHERE entry_id = ?", (wanted,)).fetchone()
    return None if row is None else why(conn, row)


def _also_in(conn: sqlite3.Connection, line: Line) -> tuple[Line, ...]:
    """The other entries that carry the same text, the original first."""
    group = line.id if line.copy_of is None else line.copy_of
    rows = conn.execute("SELECT entry_id FROM copies WHERE original = ? ORDER BY entry_id LIMIT ?", (group, LISTED))
    ids = dict.fromkeys([group, *(row[0] for row in rows.fetchall())])
    return lines(conn, (entry for entry in ids if entry != line.id))


def _merged(conn: sqlite3.Connection, wanted: int) -> tuple[Line, ...]:
    rows = conn.execute("SELECT id FROM entries WHERE merged_into = ? LIMIT ?", (wanted, LISTED)).fetchall()
    return lines(conn, sorted(row[0] for row in rows))


def _starred(conn: sqlite3.Connection, wanted: int) -> bool:
    row = conn.execute("SELECT 1 FROM marks WHERE kind = 'star' AND a = ? AND undone IS NULL", (wanted,)).fetchone()
    return row is not None


# -------------------------------------------------------------------------------------- lists kept as JSON columns


def _objects(text: str | None) -> list[dict[str, Any]]:
    return [value for value in json.loads(text) if isinstance(value, dict)] if text else []


def _people(text: str | None) -> tuple[str, ...]:
    return tuple(str(person.get("name") or person.get("email") or person.get("url")) for person in _objects(text))


def _picture(conn: sqlite3.Connection, wanted: int, row: sqlite3.Row) -> Picture | None:
    """The picture of the page, else the first one of the feed."""
    page = conn.execute("SELECT lead_image FROM articles WHERE entry_id = ?", (wanted,)).fetchone()
    image = json.loads(page["lead_image"]) if page and page["lead_image"] else None
    if image is None:
        image = next((file for file in _objects(row["enclosures"]) if _is_picture(file)), None)
    if not image or not image.get("url"):
        return None
    return Picture(
        url=image["url"],
        alt=image.get("alt") or image.get("title"),
        caption=image.get("caption"),
        credit=image.get("credit"),
    )


def _is_picture(file: Mapping[str, Any]) -> bool:
    return file.get("role") in ("image", "thumbnail") or str(file.get("type") or "").startswith("image/")


def _files(row: sqlite3.Row) -> tuple[FileView, ...]:
    return tuple(
        FileView(url=file["url"], type=file.get("type"), length=file.get("length"), title=file.get("title"))
        for file in _objects(row["enclosures"])
        if file.get("url") and not _is_picture(file)
    )
