"""A tree of RSS, RDF or Atom as a ParsedFeed: one pass over the feed's own elements, one over those of each entry."""

import hashlib
import re
from collections.abc import Sequence
from datetime import timedelta

from lxml import etree
from msgspec import Struct, field

from aggregator.records import Hints, ParsedEntry, ParsedFeed, ParsePath, Person
from aggregator.stages.parse import text
from aggregator.stages.parse.draft import Draft, Place, finish, is_usable
from aggregator.stages.parse.fields import Handlers, Keys, key
from aggregator.stages.parse.text import Element
from aggregator.text import urls

_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_PERIODS = {"hourly": 1, "daily": 24, "weekly": 168, "monthly": 720, "yearly": 8760}  # hours
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ENTRY = frozenset({"item", "entry", "atom:entry"})
_WRAPPED = ("item", "entry", "{*}item", "{*}entry")


class _Head(Struct, kw_only=True):
    """What the feed says of itself, in the making."""

    title: str | None = None
    site_url: str | None = None
    language: str | None = None
    authors: list[Person] = field(default_factory=list)
    spare_authors: list[Person] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)  # rel -> address, the first of each
    ttl: str | None = None
    period: str | None = None
    frequency: str | None = None
    skip_hours: list[str] = field(default_factory=list)
    skip_days: list[str] = field(default_factory=list)
    complete: bool = False
    generator: str | None = None


def root_format(root: Element) -> str | None:
    """The dialect that the root element announces, or None when it is no root of a feed."""
    tag = root.tag
    namespace, _, local = tag[1:].rpartition("}") if tag[0] == "{" else ("", "", tag)
    match local.lower():
        case "rss":
            version = (root.get("version") or "").strip()
            return "rss20" if version.startswith("2") or not version else "rss09x"
        case "rdf":
            old = any("netscape.com/rdf" in uri for uri in root.nsmap.values())
            return "rss090" if old else "rss10"
        case "feed":
            return "atom03" if "purl.org/atom" in namespace.lower() or root.get("version") == "0.3" else "atom10"
        case "channel" if "rss" in namespace:  # RSS 1.1; without a namespace it is Microsoft's CDF of 1997
            return "rss11"
        case _:
            return None


def _unknown_namespace(root: Element) -> str:
    """The namespace of the root element, when it is none of those we know."""
    if root.tag[0] != "{" or key(root.tag) != root.tag:
        return ""
    return root.tag[1:].rpartition("}")[0]


def read(
    root: Element,
    source: bytes,
    url: str,
    path: ParsePath,
    *,
    whole: bool = True,
    finished: frozenset[Element] | None = None,
) -> tuple[ParsedFeed, bool]:
    """The feed in a tree, and whether the source shows each of its entries between two tags, and no others.

    Args:
        source: the bytes the tree was made from, UTF-8.
        url: of the document, to resolve addresses.
        whole: whether the document was read to its end.
        finished: the entries that were read to their end; None means all. Of any other the element that broke off is
            left out, and the entry too when no headline and key are left.
    """
    keys = Keys(_unknown_namespace(root))
    head = _Head()
    place = text.inside(Place(base=url), root)
    elements, place = _survey(root, head, keys, place)
    if not elements:
        elements = [(element, place) for element in root.iter(*_WRAPPED) if element is not root]
    context = _context(root, head, {around for _, around in elements})
    pieces = _slices([element for element, _ in elements], source)
    shown = pieces is not None
    if pieces is None:
        pieces = [etree.tostring(element, with_tail=False) for element, _ in elements]
    authors = tuple(dict.fromkeys(head.authors or head.spare_authors))
    handlers = Handlers(keys)
    entries = []
    for (element, around), piece in zip(elements, pieces, strict=True):
        # A hash of the entry's own bytes and of what it inherits.
        raw_hash = hashlib.blake2b(piece, digest_size=16, key=context).digest()
        if finished is not None and element not in finished:
            entry = _unfinished(element, around, handlers, authors, raw_hash)
        else:
            entry = finish(_draft(element, around, handlers), authors, raw_hash)
        if entry is not None:
            entries.append(entry)
    feed = ParsedFeed(
        format=root_format(root) or "unknown",
        path=path,
        title=head.title,
        site_url=head.site_url,
        language=head.language or place.language,
        hints=_hints(head),
        entries=tuple(entries),
        whole=whole,
    )
    return feed, shown


# ------------------------------------------------------------------------------------------------------ entries


def _draft(element: Element, around: Place, handlers: Handlers) -> Draft:
    """The fields of one entry: each child is handed to the handler of its name."""
    draft = Draft(place=text.inside(around, element))
    if element.tag != "item":  # plain RSS has no such attribute, and is most of what we read
        draft.about = text.attribute(element, _ABOUT)
    for child in element:
        handler = handlers[child.tag]
        if handler is not None:
            handler(draft, child)
    return draft


def _unfinished(
    element: Element, around: Place, handlers: Handlers, authors: tuple[Person, ...], raw_hash: bytes
) -> ParsedEntry | None:
    """An entry in which the document broke off, without the element that it broke off in."""
    if len(element):
        element.remove(element[-1])
    draft = _draft(element, around, handlers)
    return finish(draft, authors, raw_hash) if is_usable(draft) else None


def _slices(elements: Sequence[Element], source: bytes) -> list[bytes] | None:
    """The bytes of each entry, cut out of the source; None where it does not show them.

    It does where each entry has its start tag and its end tag and there are no others: not with an `<item>` in a CDATA
    section, not with an entry that has no end tag of its own.
    """
    if not elements:
        return []
    tag = elements[0].tag.rpartition("}")[2].encode()
    prefix = elements[0].prefix
    name = re.escape(prefix.encode() + b":" + tag if prefix else tag)
    pieces: list[bytes] = []
    start = -1
    for found in re.finditer(rb"<%b(?=[ \t\r\n>])|</%b>" % (name, name), source):
        is_end = source[found.start() + 1] == 0x2F
        if is_end == (start < 0):
            return None
        if is_end:
            pieces.append(source[start : found.start()])
        start = -1 if is_end else found.start()
    return pieces if len(pieces) == len(elements) and start < 0 else None


def _context(root: Element, head: _Head, places: set[Place]) -> bytes:
    """A key for the hashes of entries: all that the feed hands down to them."""
    handed_down = (
        sorted((prefix or "", uri) for prefix, uri in root.nsmap.items()),
        head.site_url,
        head.language,
        sorted(map(repr, places)),
        head.authors or head.spare_authors,
    )
    return hashlib.blake2b(repr(handed_down).encode("utf-8", "replace"), digest_size=16).digest()


# ------------------------------------------------------------------------------------------------- the feed itself


def _survey(root: Element, head: _Head, keys: Keys, place: Place) -> tuple[list[tuple[Element, Place]], Place]:
    """Read the feed's own elements; return its entries, each with what it inherits, and what the feed hands down."""
    found: list[tuple[Element, Place]] = []
    outer = _site(root, head, keys, place) if keys[root.tag] != "rss" else place
    for child in root:
        name = keys[child.tag]
        if name in _ENTRY:
            found.append((child, outer))
        elif name == "channel":
            outer = _site(child, head, keys, text.inside(place, child))
            _own_elements(child, head, keys, outer)
            for one in child:
                if keys[one.tag] in _ENTRY:
                    found.append((one, outer))
                elif len(one):
                    found += _strays(one, outer)
        elif len(child):
            found += _strays(child, outer)
    _own_elements(root, head, keys, outer)
    return found, outer


def _strays(element: Element, place: Place) -> list[tuple[Element, Place]]:
    """Entries that a feed has wrapped in an element of its own invention; not those inside other entries."""
    return [(one, place) for one in element.iter(*_WRAPPED) if not _is_nested(one, element)]


def _is_nested(entry: Element, within: Element) -> bool:
    for ancestor in entry.iterancestors():
        if ancestor is within:
            return False
        if ancestor.tag.rpartition("}")[2] in ("item", "entry"):
            return True
    return False


def _site(element: Element, head: _Head, keys: Keys, place: Place) -> Place:
    """`place` with the site's address as base, when the feed names one and no xml:base is in force."""
    for child in element:
        name = keys[child.tag]
        if name == "link":
            address = text.plain(child) or text.attribute(child, "href")
        elif name == "atom:link" and (child.get("rel") or "alternate") == "alternate":
            address = text.attribute(child, "href")
        else:
            continue
        if address and not address.startswith(("http:", "https:", "//", "/", "HTTP")):
            continue  # `example.org`, `mailto:...`: nothing that others can be resolved against
        site = urls.absolute(address, place.base) if address else None
        if site is not None and head.site_url is None:
            head.site_url = site
    is_rss = not keys[element.tag].startswith("atom:")
    if is_rss and head.site_url and place.given is None and element.get(text.XML_BASE) is None:
        return Place(base=head.site_url, language=place.language)
    return place


def _own_elements(element: Element, head: _Head, keys: Keys, place: Place) -> None:
    for child in element:
        reader = _HEAD_READERS.get(keys[child.tag])
        if reader is not None:
            reader(head, child, place)


def _head_title(head: _Head, element: Element, _place: Place) -> None:
    head.title = head.title or text.plain(element)


def _head_link(head: _Head, element: Element, place: Place) -> None:
    href = text.attribute(element, "href")
    address = urls.absolute(href, place.base) if href else None
    if address is not None:
        for rel in (element.get("rel") or "alternate").lower().split():
            head.links.setdefault(rel, address)


def _head_language(head: _Head, element: Element, _place: Place) -> None:
    head.language = head.language or text.plain(element)


def _head_author(head: _Head, element: Element, _place: Place) -> None:
    found = text.person(element) if len(element) else text.named(text.plain(element))
    head.authors += [found] if found else []


def _head_spare_author(head: _Head, element: Element, _place: Place) -> None:
    found = text.named(text.plain(element))
    head.spare_authors += [found] if found else []


def _head_hours(head: _Head, element: Element, _place: Place) -> None:
    head.skip_hours += [text.plain(hour) or "" for hour in element]


def _head_days(head: _Head, element: Element, _place: Place) -> None:
    head.skip_days += [text.plain(day) or "" for day in element]


def _head_ttl(head: _Head, element: Element, _place: Place) -> None:
    head.ttl = text.plain(element)


def _head_period(head: _Head, element: Element, _place: Place) -> None:
    head.period = text.plain(element)


def _head_frequency(head: _Head, element: Element, _place: Place) -> None:
    head.frequency = text.plain(element)


def _head_complete(head: _Head, _element: Element, _place: Place) -> None:
    head.complete = True


def _head_generator(head: _Head, element: Element, _place: Place) -> None:
    head.generator = text.plain(element) or text.attribute(element, "agent")


_HEAD_READERS = {
    "title": _head_title, "atom:title": _head_title, "dc:title": _head_title,
    "atom:link": _head_link,
    "language": _head_language, "dc:language": _head_language,
    "atom:author": _head_author, "author": _head_author, "dc:creator": _head_author, "managingeditor": _head_spare_author,
    "itunes:author": _head_spare_author,
    "skiphours": _head_hours, "skipdays": _head_days, "ttl": _head_ttl,
    "sy:updateperiod": _head_period, "sy:updatefrequency": _head_frequency,
    "fh:complete": _head_complete,
    "generator": _head_generator, "atom:generator": _head_generator,
}  # fmt: skip


def _hints(head: _Head) -> Hints:
    """What the feed asks of its readers; values outside their range are as good as absent."""
    minutes = text.integer(head.ttl)
    hours = _PERIODS.get((head.period or "").strip().lower())
    frequency = text.integer(head.frequency) or 1
    return Hints(
        ttl=timedelta(minutes=minutes) if minutes and minutes <= 525_600 else None,
        update_period=timedelta(hours=hours) / max(frequency, 1) if hours else None,
        skip_hours=tuple(
            sorted({hour % 24 for hour in map(text.integer, head.skip_hours) if hour is not None and hour <= 24})
        ),
        skip_days=tuple(sorted({_DAYS.index(day.lower()) for day in head.skip_days if day.lower() in _DAYS})),
        self_url=head.links.get("self"),
        hub=head.links.get("hub"),
        prev_archive=head.links.get("prev-archive"),
        next_page=head.links.get("next"),
        complete=head.complete,
        generator=head.generator,
    )
