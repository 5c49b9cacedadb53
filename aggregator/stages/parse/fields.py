"""The elements of an entry: one handler for each, looked up by expanded name.

The vocabulary is small and old: RSS 0.9x and 2.0 without a namespace, RSS 0.90/1.0/1.1 in theirs, Atom 0.3 and 1.0, and
the modules that feeds mix in (Dublin Core, content, Media RSS, iTunes, FeedBurner, GeoRSS, PRISM). A namespace is
recognized by its address, whatever prefix a feed gives it, in the spellings we have met.
"""

from collections.abc import Callable, Mapping

from aggregator.records import Category, Enclosure, Link, Markup
from aggregator.stages.parse import text
from aggregator.stages.parse.draft import Draft, Place
from aggregator.stages.parse.text import Element
from aggregator.text import urls

Handler = Callable[[Draft, Element], None]

_SPELLINGS = {
    "atom": (
        "www.w3.org/2005/atom", "purl.org/atom/ns", "purl.org/atom/ns#", "example.com/newformat#", "example.com/necho",
        "purl.org/echo", "uri/of/echo/namespace#", "purl.org/pie",
    ),
    "rss": (
        "purl.org/rss/1.0", "my.netscape.com/rdf/simple/0.9", "channel.netscape.com/rdf/simple/0.9",
        "purl.org/net/rss1.1#", "purl.org/rss/2.0", "purl.org/rss/1.0/modules/rss091", "purl.org/rss/1.0/modules/rss091#",
        "backend.userland.com/rss", "backend.userland.com/rss2", "backend.userland.com/rss20",
        "backend.userland.com/rss091", "backend.userland.com/rss092", "backend.userland.com/rss093",
        "blogs.law.harvard.edu/tech/rss", "my.netscape.com/publish/formats/rss-0.91.dtd",
        "cyber.law.harvard.edu/rss", "cyber.law.harvard.edu/rss/rss.html", "cyber.harvard.edu/rss/rss.html",
        "www.rssboard.org/rss-specification",
    ),
    "dc": ("purl.org/dc/elements/1.1", "purl.org/dc/elements/1.0"),
    "dcterms": ("purl.org/dc/terms",),
    "content": ("purl.org/rss/1.0/modules/content",),
    "xhtml": ("www.w3.org/1999/xhtml",),
    "media": ("search.yahoo.com/mrss", "www.rssboard.org/media-rss", "video.search.yahoo.com/mrss"),
    "itunes": ("www.itunes.com/dtds/podcast-1.0.dtd", "example.com/dtds/podcast-1.0.dtd"),
    "googleplay": (
        "www.google.com/schemas/play-podcasts/1.0", "www.google.com/schemas/play-podcasts/1.0/play-podcasts.xsd",
    ),
    "feedburner": ("rssnamespace.org/feedburner/ext/1.0",),
    "pheedo": ("www.pheedo.com/namespace/pheedo",),
    "georss": ("www.georss.org/georss",),
    "geo": ("www.w3.org/2003/01/geo/wgs84_pos#",),
    "prism": (
        "prismstandard.org/namespaces/1.2/basic", "prismstandard.org/namespaces/basic/2.0", "purl.org/rss/1.0/modules/prism",
    ),
    "sy": ("purl.org/rss/1.0/modules/syndication",),
    "rdf": ("www.w3.org/1999/02/22-rdf-syntax-ns#",),
    "fh": ("purl.org/syndication/history/1.0",),
    "thr": ("purl.org/syndication/thread/1.0",),
    "wfw": ("wellformedweb.org/commentapi",),
    "cc": (
        "creativecommons.org/ns#", "backend.userland.com/creativecommonsrssmodule", "web.resource.org/cc",
        "cyber.law.harvard.edu/rss/creativecommonsrssmodule.html",
    ),
}  # fmt: skip
_PREFIXES = {spelling.lower(): prefix for prefix, spellings in _SPELLINGS.items() for spelling in spellings}


def key(tag: str, own: str = "") -> str:
    """The short name of an element: `title` for RSS whatever its namespace, `atom:title`, `dc:creator`, else the tag.

    Args:
        own: the namespace of the root element where nobody knows it: a feed with a misspelled namespace is a feed.
    """
    if tag[0] != "{":
        return tag.lower()
    namespace, _, local = tag[1:].rpartition("}")
    address = namespace.strip().lower().removeprefix("http://").removeprefix("https://").rstrip("/")
    prefix = _PREFIXES.get(address)
    if prefix is None:
        return local.lower() if namespace == own else tag
    return local.lower() if prefix == "rss" else f"{prefix}:{local.lower()}"


class Keys(dict[str, str]):
    """`key` remembered for the elements of one document."""

    def __init__(self, own: str) -> None:
        super().__init__()
        self.own = own

    def __missing__(self, tag: str) -> str:
        """The short name of `tag`, computed once."""
        self[tag] = found = key(tag, self.own)
        return found


class Handlers(dict[str, Handler | None]):
    """The handler for each expanded name of one document, looked up once per name."""

    def __init__(self, keys: Keys) -> None:
        super().__init__()
        self.names = keys

    def __missing__(self, tag: str) -> Handler | None:
        """The handler of `tag`, or None for elements that say nothing to us."""
        self[tag] = found = HANDLERS.get(self.names[tag])
        return found


# --------------------------------------------------------------------------------------------- handlers of elements


def _words(name: str) -> Handler:
    """A handler that keeps the text of the last element that has any, as most readers do."""

    def keep(draft: Draft, element: Element) -> None:
        value = text.plain(element)
        if value is not None:
            setattr(draft, name, value)

    return keep


def _spare_words(name: str) -> Handler:
    """A handler that keeps the text of the first element that has any."""

    def keep(draft: Draft, element: Element) -> None:
        if getattr(draft, name) is None:
            setattr(draft, name, text.plain(element))

    return keep


def _html(name: str) -> Handler:
    """A handler that keeps escaped HTML: the last that has any."""

    def keep(draft: Draft, element: Element) -> None:
        found = text.escaped(element, draft.place)
        if found is not None:
            setattr(draft, name, found)

    return keep


def _spare_html(name: str) -> Handler:
    """A handler that keeps escaped HTML: the first that has any."""

    def keep(draft: Draft, element: Element) -> None:
        if getattr(draft, name) is None:
            setattr(draft, name, text.escaped(element, draft.place))

    return keep


def _atom(name: str) -> Handler:
    """A handler that keeps an Atom text construct."""

    def keep(draft: Draft, element: Element) -> None:
        found = text.construct(element, draft.place)
        if found is not None:
            setattr(draft, name, found)

    return keep


def _first_atom(name: str) -> Handler:
    """A handler that keeps the first Atom text construct of its kind."""

    def keep(draft: Draft, element: Element) -> None:
        if getattr(draft, name) is None:
            setattr(draft, name, text.construct(element, draft.place))

    return keep


def _guid(draft: Draft, element: Element) -> None:
    value = text.plain(element)
    if value is None:
        return
    draft.guid = value
    # RSS 2.0: "isPermaLink is optional, its default value is true".
    draft.guid_is_permalink = (
        element.get("isPermaLink") or element.get("ispermalink") or "true"
    ).strip().lower() != "false"


def _atom_id(draft: Draft, element: Element) -> None:
    draft.guid = text.plain(element) or draft.guid


def _rss_link(draft: Draft, element: Element) -> None:
    value = text.plain(element)
    if value is None:
        _atom_link(draft, element)  # `<link href="..."/>`: Atom's way in plain RSS
        return
    address = _resolved(value, text.inside(draft.place, element))
    if draft.link is None or _is_web(address):
        draft.link = address


def _original(draft: Draft, element: Element) -> None:
    value = text.plain(element)
    if value is not None and (_is_web(value) or value.startswith("/")):
        draft.original = _resolved(value, draft.place)


def _atom_link(draft: Draft, element: Element) -> None:
    """A link of RFC 4287 section 4.2.7, also where RSS uses it."""
    href = text.attribute(element, "href") or text.plain(element)
    if href is None:
        return
    address = _resolved(href, text.inside(draft.place, element))
    rel = (
        (text.attribute(element, "rel") or "alternate")
        .lower()
        .removeprefix("http://www.iana.org/assignments/relation/")
    )
    kind = text.attribute(element, "type")
    if rel == "alternate":
        is_page = kind is None or "html" in kind.lower()
        draft.alternates.append((0 if is_page else 2, address))
        if is_page and len(draft.alternates) == 1:
            return
    if rel == "enclosure":
        draft.enclosures.append(
            Enclosure(
                url=address,
                type=kind,
                length=text.integer(text.attribute(element, "length")),
                title=text.attribute(element, "title"),
            )
        )
    else:
        draft.links.append(Link(url=address, rel=rel, type=kind, title=text.attribute(element, "title")))


def _content(draft: Draft, element: Element) -> None:
    """Atom content (RFC 4287 section 4.1.3); with `src` it is a file elsewhere."""
    source = text.attribute(element, "src")
    if source is not None:
        address = _resolved(source, text.inside(draft.place, element))
        kind = text.attribute(element, "type")
        if kind is not None and kind.split("/")[0].lower() in {"image", "audio", "video"}:
            draft.enclosures.append(Enclosure(url=address, type=kind))
        else:
            draft.links.append(Link(url=address, rel="content", type=kind))
        return
    found = text.construct(element, draft.place, is_content=True)
    if found is not None and (draft.full is None or draft.full.type == "text"):  # Atom 0.3: several; markup is richer
        draft.full = found


def _author(draft: Draft, element: Element) -> None:
    found = text.person(element) if len(element) else text.named(text.plain(element))
    if found is not None:
        draft.authors.append(found)


def _spare_author(draft: Draft, element: Element) -> None:
    found = text.named(text.plain(element))
    if found is not None:
        draft.spare_authors.append(found)


def _category(draft: Draft, element: Element) -> None:
    """RSS and Atom categories; `term` as attribute or as text."""
    if not element.attrib:  # most of them: asking for four attributes would cost more than all else
        term = text.plain(element)
        draft.categories += [Category(term=term)] if term is not None else []
        return
    label = text.attribute(element, "label")
    term = text.attribute(element, "term") or text.plain(element) or label
    if term is not None:
        scheme = text.attribute(element, "scheme") or text.attribute(element, "domain")
        draft.categories.append(Category(term=term, scheme=scheme, label=label))


def _keywords(draft: Draft, element: Element) -> None:
    """A list with commas, as Media RSS and iTunes write it."""
    draft.categories += [
        Category(term=term) for word in (text.plain(element) or "").split(",") if (term := word.strip())
    ]


def _enclosure(draft: Draft, element: Element) -> None:
    address = text.attribute(element, "url") or text.attribute(element, "href")
    if address is not None:
        draft.enclosures.append(
            Enclosure(
                url=_resolved(address, draft.place),
                type=text.attribute(element, "type"),
                length=text.integer(text.attribute(element, "length")),
            )
        )


def _image(draft: Draft, element: Element) -> None:
    """itunes:image, and the `<image>` that some feeds put in an item, as address, as attribute or as RSS image."""
    address = text.attribute(element, "href") or text.attribute(element, "url")
    if address is None:
        child = next((one for one in element if key(one.tag) == "url"), None)
        address = text.plain(element if child is None else child)
    if address is not None and (_is_web(address) or address.startswith("/")):
        draft.enclosures.append(Enclosure(url=_resolved(address, draft.place), role="image"))


def _related(rel: str) -> Handler:
    """A handler that keeps an address as a link of the kind `rel`."""

    def keep(draft: Draft, element: Element) -> None:
        value = text.plain(element) or text.attribute(element, "href") or text.attribute(element, "ref")
        if value is not None:
            draft.links.append(Link(url=_resolved(value, draft.place), rel=rel))

    return keep


def _source(draft: Draft, element: Element) -> None:
    """Where an entry was taken from: RSS 2.0 `source`, or the feed element of RFC 4287 section 4.2.11."""
    if len(element) == 0:
        draft.source_title = text.plain(element) or draft.source_title
        address = text.attribute(element, "url")
        draft.source_url = _resolved(address, draft.place) if address else draft.source_url
        return
    for child in element:
        match key(child.tag):
            case "atom:title" | "title":
                draft.source_title = text.plain(child)
            case "atom:link" | "link" if (child.get("rel") or "alternate") in {"alternate", "self"}:
                href = text.attribute(child, "href") or text.plain(child)
                if href and (draft.source_url is None or child.get("rel") != "self"):
                    draft.source_url = _resolved(href, draft.place)
            case "atom:author" | "author":
                found = text.person(child)
                draft.source_authors += [found] if found else []
            case _:
                continue


def _language(draft: Draft, element: Element) -> None:
    draft.language = text.plain(element) or draft.language


def _point(draft: Draft, element: Element) -> None:
    """georss:point (and the point inside georss:where): latitude, a blank, longitude."""
    pair = (text.plain(element) or "").replace(",", " ").split()
    if len(pair) == 2:
        draft.latitude, draft.longitude = pair


# ------------------------------------------------------------------------------------------------- Media RSS


def _media_content(draft: Draft, element: Element) -> None:
    """media:content with what stands inside it, or what a player or thumbnail inside it shows."""
    address = text.attribute(element, "url")
    first = len(draft.enclosures)
    if address is not None:
        draft.enclosures.append(_medium(element, address, draft.place, "media"))
    _media_inside(draft, element, first)


def _media_group(draft: Draft, element: Element) -> None:
    """media:group: several files of one thing; its description is the entry's caption of last resort."""
    first = len(draft.enclosures)
    for child in element:
        if key(child.tag) == "media:content":
            _media_content(draft, child)
    _media_inside(draft, element, first)


def _media_inside(draft: Draft, element: Element, first: int) -> None:
    """Titles, captions and credits inside `element`, given to the files from `first` on."""
    if len(element) == 0:
        return
    title = credit = caption = None
    for child in element:
        match key(child.tag):
            case "media:title":
                title = text.plain(child)
            case "media:description":
                caption = text.plain(child)
                _caption(draft, child)
            case "media:credit":
                credit = text.plain(child)
            case "media:thumbnail":
                _thumbnail(draft, child)
            case "media:keywords":
                _keywords(draft, child)
            case _:
                continue
    if draft.spare_title is None and title is not None:
        draft.spare_title = Markup(value=title, type="text", base=draft.place.given, language=draft.place.language)
    if title or credit or caption:
        said = Enclosure(url="", title=title, credit=credit, caption=caption)
        draft.enclosures[first:] = [_described(one, said) for one in draft.enclosures[first:]]


def _described(one: Enclosure, said: Enclosure) -> Enclosure:
    return Enclosure(
        url=one.url, type=one.type, length=one.length, role=one.role, width=one.width, height=one.height,
        title=one.title or said.title, credit=one.credit or said.credit, caption=one.caption or said.caption,
    )  # fmt: skip


def _thumbnail(draft: Draft, element: Element) -> None:
    address = text.attribute(element, "url") or text.plain(element)
    if address is not None:
        draft.enclosures.append(_medium(element, address, draft.place, "thumbnail"))


def _medium(element: Element, address: str, place: Place, role: str) -> Enclosure:
    kind = text.attribute(element, "type")
    medium = text.attribute(element, "medium")
    return Enclosure(
        url=_resolved(address, text.inside(place, element)),
        type=kind or (f"{medium}/*" if medium in {"image", "audio", "video"} else None),
        length=text.integer(text.attribute(element, "fileSize")),
        role=role,
        width=text.integer(text.attribute(element, "width")),
        height=text.integer(text.attribute(element, "height")),
    )


def _caption(draft: Draft, element: Element) -> None:
    """media:description is what a picture shows. Several feeds of record put it in every item: it is never the article."""
    if draft.caption is None:
        value = text.plain(element)
        is_html = (element.get("type") or "plain").lower() == "html"
        if value is not None:
            draft.caption = Markup(
                value=value, type="html" if is_html else "text", base=draft.place.given, language=draft.place.language
            )


def _media_credit(draft: Draft, element: Element) -> None:
    if (element.get("role") or "").strip().lower() == "author":
        _spare_author(draft, element)
    else:
        draft.media_credit = text.plain(element) or draft.media_credit


# ------------------------------------------------------------------------------------------------- small helpers


def _is_web(address: str) -> bool:
    return address.startswith(("https://", "http://")) or address[:8].lower().startswith(("http://", "https://"))


def _resolved(address: str, place: Place) -> str:
    """`address` made absolute where that is possible, else as it stands.

    An address that begins with the name of the feed's own host (`example.org/news/1`) has lost its scheme.
    """
    if _is_web(address):
        return address
    host = place.base.partition("://")[2].partition("/")[0]
    if host and address.startswith((host + "/", "www." + host + "/")):
        address = "https://" + address
    return urls.absolute(address, place.base) or address


_ALIASES: dict[Handler, tuple[str, ...]] = {
    _spare_html("title"): ("title",),
    _spare_html("spare_title"): ("dc:title", "media:title", "itunes:title"),
    _first_atom("title"): ("atom:title",),
    _html("description"): ("description", "summary", "abstract"),
    _atom("description"): ("atom:summary", "atom:tagline"),
    _spare_html("spare_text"): ("itunes:summary", "googleplay:description", "dc:description"),
    _spare_html("subtitle"): ("itunes:subtitle",),
    _html("full"): ("content:encoded", "xhtml:body", "content", "fullitem", "body"),
    _content: ("atom:content",),
    _caption: ("media:description", "media:text"),
    _guid: ("guid",),
    _atom_id: ("atom:id", "id"),
    _rss_link: ("link",),
    _atom_link: ("atom:link",),
    _original: ("feedburner:origlink", "pheedo:origlink"),
    _words("published"): ("pubdate", "atom:published", "atom:issued", "published", "issued"),
    _spare_words("spare_published"): ("dc:date", "dcterms:issued", "prism:publicationdate", "dcterms:date", "dc:issued"),
    _spare_words("created"): ("atom:created", "dcterms:created", "created"),
    _words("updated"): ("atom:updated", "atom:modified", "dcterms:modified", "updated", "modified", "prism:modificationdate"),
    _author: ("author", "atom:author", "dc:creator", "managingeditor", "atom:contributor:author"),
    _spare_author: ("itunes:author", "dc:author", "googleplay:author"),
    _category: ("category", "atom:category", "dc:subject", "category:term", "prism:section"),
    _keywords: ("itunes:keywords", "media:keywords", "keywords"),
    _enclosure: ("enclosure",),
    _image: ("itunes:image", "image", "googleplay:image"),
    _related("comments"): ("comments",),
    _related("replies"): ("wfw:commentrss",),
    _related("in-reply-to"): ("thr:in-reply-to",),
    _related("license"): ("cc:license",),
    _source: ("source", "atom:source"),
    _language: ("dc:language", "language"),
    _words("rights"): ("dc:rights", "atom:rights", "atom:copyright", "copyright", "dcterms:rights", "media:copyright"),
    _point: ("georss:point", "georss:where"),
    _words("latitude"): ("geo:lat",),
    _words("longitude"): ("geo:long",),
    _media_content: ("media:content",),
    _media_group: ("media:group",),
    _thumbnail: ("media:thumbnail",),
    _media_credit: ("media:credit",),
}  # fmt: skip

HANDLERS: Mapping[str, Handler] = {name: handler for handler, names in _ALIASES.items() for name in names}
