"""OPML 2.0, by which readers exchange their lists of feeds."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from aggregator.config import values
from aggregator.config.names import name_from_url
from aggregator.config.source import Bad
from aggregator.errors import Refused
from aggregator.records import Config, FeedSpec

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_BYTES = 50_000_000


def read_opml(document: bytes) -> tuple[FeedSpec, ...]:
    """The feeds of an OPML document, each address once, in its order; folders become topics.

    Attributes are read in any case (`xmlUrl`, `xmlurl`), as writers spell them. What cannot be an address is left out.
    Nothing is fetched, and a document that declares entities is refused.

    Raises:
        Refused: it is not OPML, too large, or declares entities.
    """
    root = _root(document)
    found: dict[str, FeedSpec] = {}
    names: set[str] = set()
    for outline, folders in _outlines(root):
        told = {str(name).lower(): str(value).strip() for name, value in outline.attrib.items()}
        url = _or_none(values.url, told.get("xmlurl", ""))
        if url is None or values.same_address(url) in found:
            continue
        name = name_from_url(url, names)
        names.add(name)
        found[values.same_address(url)] = FeedSpec(
            url=url,
            name=name,
            title=told.get("title") or told.get("text") or None,
            language=_or_none(values.language, told.get("language", "")),
            topics=tuple(dict.fromkeys([*folders, *_categories(told.get("category", ""))])),
        )
    return tuple(found.values())


def write_opml(config: Config) -> str:
    """The feeds of `config` as OPML 2.0: a folder per publisher, then those without one."""
    from xml.sax.saxutils import quoteattr

    titles = {publisher.name: publisher for publisher in config.publishers}
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<opml version="2.0">']
    lines += ["  <head><title>Feeds</title></head>", "  <body>"]
    for publisher in config.publishers:
        mine = [feed for feed in config.feeds if feed.publisher == publisher.name]
        if mine:
            label = quoteattr(_xml(titles[publisher.name].title))
            lines.append(f"    <outline text={label} title={label}>")
            lines += [f"      {_outline(feed, publisher.home)}" for feed in mine]
            lines.append("    </outline>")
    lines += [f"    {_outline(feed, None)}" for feed in config.feeds if feed.publisher not in titles]
    return "\n".join([*lines, "  </body>", "</opml>", ""])


def _root(document: bytes) -> "_Element":
    from lxml import etree

    if len(document) > MOST_BYTES:
        raise Refused(f"an OPML document of {len(document)} bytes is too large", hint="split it")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False, remove_comments=True
    )
    try:
        root: Any = etree.fromstring(document, parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None or not isinstance(root.tag, str) or root.tag.rpartition("}")[2].lower() != "opml":
        raise Refused("this is not an OPML document", hint="export the list of feeds of your reader as OPML")
    # libxml2 expands entities in attributes whatever it is told; a list of feeds has no use for any.
    grammar = root.getroottree().docinfo.internalDTD
    if grammar is not None and next(iter(grammar.iterentities()), None) is not None:
        raise Refused("this OPML document declares entities of its own", hint="export it again with another program")
    return root  # type: ignore[no-any-return]


def _outlines(root: "_Element") -> "Iterator[tuple[_Element, tuple[str, ...]]]":
    """Every outline with the folders it lies in, outermost first; a loop, because folders can be nested without end."""
    waiting: list[tuple[Any, tuple[str, ...]]] = [(root, ())]
    while waiting:
        element, folders = waiting.pop()
        told = {str(name).lower(): str(value) for name, value in element.attrib.items()}
        if "xmlurl" in told:
            yield element, folders
        elif label := _slug(told.get("text") or told.get("title") or ""):
            folders = (*folders, label)
        waiting.extend((child, folders) for child in reversed(element) if isinstance(child.tag, str))


def _categories(text: str) -> list[str]:
    """The category attribute: paths after commas, `/news/world,/fr`."""
    return [slug for part in text.split(",") for step in part.split("/") if (slug := _slug(step))]


def _slug(text: str) -> str | None:
    kept = "".join(letter if letter.isalnum() else "-" for letter in text.strip().lower())
    return "-".join(part for part in kept.split("-") if part)[:80] or None


def _or_none(convert: Any, text: str) -> str | None:
    try:
        return str(convert(text)) if text else None
    except Bad:
        return None


def _outline(feed: FeedSpec, home: str | None) -> str:
    from xml.sax.saxutils import quoteattr

    label = feed.title or feed.name
    told = {
        "type": "rss",
        "text": label,
        "title": label,
        "xmlUrl": feed.url,
        "htmlUrl": home,
        "language": feed.language,
    }
    told["category"] = ",".join(f"/{topic}" for topic in feed.topics) or None
    return "<outline " + " ".join(f"{name}={quoteattr(_xml(value))}" for name, value in told.items() if value) + "/>"


def _xml(text: str) -> str:
    """`text` without the control characters that XML 1.0 cannot carry."""
    return "".join(letter for letter in text if letter >= " " or letter in "\t\n")
