"""What is collected about one entry while its elements are passed, and the choices made when they have all been seen."""

from collections.abc import Sequence
from typing import TypeVar

from msgspec import Struct, field

from aggregator.records import Category, Enclosure, Link, Markup, ParsedEntry, Person
from aggregator.text import urls

T = TypeVar("T")


class Place(Struct, frozen=True, kw_only=True):
    """What an element inherits from those around it."""

    base: str  # RFC 3986 section 5.1: xml:base in force, else the channel's link, else the feed's address
    given: str | None = None  # xml:base in force
    language: str | None = None


class Draft(Struct, kw_only=True):
    """An entry in the making; mutable, and never seen outside this package."""

    place: Place
    guid: str | None = None
    guid_is_permalink: bool | None = None
    about: str | None = None  # rdf:about
    link: str | None = None
    original: str | None = None  # feedburner:origLink, pheedo:origLink
    alternates: list[tuple[int, str]] = field(default_factory=list)  # (0 best .. 2, address)
    title: Markup | None = None
    spare_title: Markup | None = None  # dc:title, media:title, itunes:title
    description: Markup | None = None
    full: Markup | None = None  # content:encoded, atom:content, xhtml:body
    spare_text: Markup | None = None  # itunes:summary and its like
    subtitle: Markup | None = None  # itunes:subtitle
    caption: Markup | None = None  # media:description: of a picture, not the article
    published: str | None = None
    spare_published: str | None = None  # dc:date and its like
    created: str | None = None
    updated: str | None = None
    authors: list[Person] = field(default_factory=list)
    spare_authors: list[Person] = field(default_factory=list)  # itunes:author, media:credit role="author"
    categories: list[Category] = field(default_factory=list)
    enclosures: list[Enclosure] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    language: str | None = None
    rights: str | None = None
    latitude: str | None = None
    longitude: str | None = None
    source_title: str | None = None
    source_url: str | None = None
    source_authors: list[Person] = field(default_factory=list)
    media_title: str | None = None
    media_credit: str | None = None


def finish(draft: Draft, inherited: tuple[Person, ...], raw_hash: bytes) -> ParsedEntry:
    """The entry of `draft`: one value a field, in the order of precedence that the fields of `Draft` show.

    Args:
        inherited: the authors of the feed, for an entry that names none (RFC 4287 section 4.1.2).
    """
    authors = draft.authors or draft.spare_authors or draft.source_authors
    content, summary = _texts(draft)
    return ParsedEntry(
        guid=draft.guid or draft.about,
        guid_is_permalink=draft.guid_is_permalink,
        link=_link(draft),
        title=draft.title or draft.spare_title,
        summary=summary,
        content=content,
        published=draft.published or draft.spare_published or draft.created,
        updated=draft.updated,
        authors=_once(authors) if authors else inherited,
        authors_inherited=not authors and bool(inherited),
        categories=_once(draft.categories),
        enclosures=_enclosures(draft),
        links=_once(draft.links),
        language=draft.language or draft.place.language,
        rights=draft.rights,
        geo=_geo(draft),
        source_title=draft.source_title,
        source_url=draft.source_url,
        raw_hash=raw_hash,
    )


def _once(found: Sequence[T]) -> tuple[T, ...]:
    """What was found, in its order, each once."""
    return tuple(dict.fromkeys(found)) if len(found) > 1 else tuple(found)


def is_usable(draft: Draft) -> bool:
    """Whether what was read before a document broke off is worth keeping: a headline and a key."""
    return draft.title is not None and (_link(draft) is not None or draft.guid is not None or draft.about is not None)


def _link(draft: Draft) -> str | None:
    """The address of the page, as close to the publisher as the feed goes."""
    alternate = min(draft.alternates, key=lambda pair: pair[0])[1] if draft.alternates else None
    found = draft.original or draft.link or alternate
    if found is None and draft.guid and draft.guid_is_permalink is not False and _is_address(draft.guid):
        return urls.absolute(draft.guid, draft.place.base)
    return found


def _is_address(guid: str) -> bool:
    """Whether a guid can be what the specification says it is by default: the address of the entry."""
    return guid[:7].lower() in {"http://", "https:/"} or (guid.startswith("/") and " " not in guid)


def _texts(draft: Draft) -> tuple[Markup | None, Markup | None]:
    """Content and summary. A picture's caption is text of last resort: videos have no other."""
    summary = draft.description or draft.spare_text or draft.subtitle
    if draft.full is None and summary is None:
        return None, draft.caption
    return draft.full, summary


def _enclosures(draft: Draft) -> tuple[Enclosure, ...]:
    """Each file once; what a later mention adds (a size, a caption) completes the first."""
    if len(draft.enclosures) < 2:
        return tuple(draft.enclosures)
    found: dict[str, Enclosure] = {}
    for one in draft.enclosures:
        known = found.get(one.url)
        found[one.url] = one if known is None else _completed(known, one)
    return tuple(found.values())


_ROLES = ("enclosure", "media", "image", "thumbnail")  # what the publisher meant most, first


def _completed(first: Enclosure, later: Enclosure) -> Enclosure:
    return Enclosure(
        url=first.url,
        type=first.type or later.type,
        length=later.length if first.length is None else first.length,
        role=min(first.role, later.role, key=_ROLES.index),
        width=later.width if first.width is None else first.width,
        height=later.height if first.height is None else first.height,
        title=first.title or later.title,
        credit=first.credit or later.credit,
        caption=first.caption or later.caption,
    )


def _geo(draft: Draft) -> tuple[float, float] | None:
    """Latitude and longitude in degrees, when both are numbers on the globe."""
    if draft.latitude is None or draft.longitude is None:
        return None
    try:
        latitude, longitude = float(draft.latitude), float(draft.longitude)
    except ValueError:
        return None
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None
