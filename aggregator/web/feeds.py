"""View record -> JSON and Atom (RFC 4287)."""

import json
from collections.abc import Sequence
from datetime import datetime
from xml.etree import ElementTree as ET

from msgspec import Struct

from aggregator.text.plain import as_plain
from aggregator.views import Line

_ATOM = "http://www.w3.org/2005/Atom"
_XML = "http://www.w3.org/XML/1998/namespace"


def to_json(view: object) -> str:
    """The whole of a view: instants as UTC text, spans in seconds, every script as itself."""
    return json.dumps(as_plain(view), ensure_ascii=False, indent=1) + "\n"


class AtomEntry(Struct, frozen=True, kw_only=True):
    """One entry of an Atom feed of ours."""

    id: str  # absolute, permanent
    title: str
    url: str  # of our page
    updated: datetime
    author: str
    published: datetime | None = None
    via: str | None = None  # where it was published
    html: str | None = None  # safe markup
    language: str | None = None
    categories: tuple[tuple[str, str], ...] = ()  # term, label


def of_line(line: Line, root: str) -> AtomEntry:
    """An entry of the archive as Atom lists it."""
    page = f"{root}/entry/{line.id}"
    return AtomEntry(
        id=page,
        title=line.title,
        url=page,
        updated=line.at,
        published=line.at,
        author=line.source.outlet,
        via=line.url,
        language=line.language,
    )


def atom(title: str, *, page: str, own: str, language: str, entries: Sequence[AtomEntry], empty: datetime) -> bytes:
    """An Atom document.

    Args:
        page: address of the page that this feed belongs to, also its id.
        own: address of the feed itself.
        empty: `updated` of a feed without entries.
    """
    ET.register_namespace("", _ATOM)
    feed = ET.Element(f"{{{_ATOM}}}feed", {f"{{{_XML}}}lang": language})
    _child(feed, "id", page)
    _child(feed, "title", _clean(title))
    _child(feed, "updated", as_plain(max((entry.updated for entry in entries), default=empty)))
    _child(feed, "link", None, rel="self", type="application/atom+xml", href=own)
    _child(feed, "link", None, rel="alternate", type="text/html", href=page)
    _child(feed, "generator", "aggregator")
    _child(_child(feed, "author", None), "name", "aggregator")
    for entry in entries:
        _entry(feed, entry)
    ET.indent(feed)
    document = ET.tostring(feed, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{document}\n'.encode()


def _entry(feed: ET.Element, entry: AtomEntry) -> None:
    element = _child(feed, "entry", None)
    if entry.language:
        element.set(f"{{{_XML}}}lang", entry.language)
    _child(element, "id", entry.id)
    _child(element, "title", _clean(entry.title) or "…")
    _child(element, "updated", as_plain(entry.updated))
    if entry.published:
        _child(element, "published", as_plain(entry.published))
    _child(_child(element, "author", None), "name", _clean(entry.author))
    _child(element, "link", None, rel="alternate", type="text/html", href=entry.url)
    if entry.via:
        _child(element, "link", None, rel="via", href=_clean(entry.via))
    for term, label in entry.categories:
        _child(element, "category", None, term=_clean(term), label=_clean(label))
    if entry.html:
        _child(element, "content", _clean(entry.html), type="html")


def _child(parent: ET.Element, name: str, text: str | None, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    element.text = text
    return element


def _clean(text: str) -> str:
    """`text` without the characters that XML 1.0 cannot carry."""
    return "".join(char for char in text if char in "\t\n\r" or (char >= " " and not _forbidden(ord(char))))


def _forbidden(point: int) -> bool:
    return 0xD800 <= point <= 0xDFFF or point in (0xFFFE, 0xFFFF) or point == 0x7F
