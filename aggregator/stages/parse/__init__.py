"""Bytes of a feed as a ParsedFeed, as spelled: RSS 0.9x-2.0, RDF, Atom 0.3 and 1.0, JSON Feed.

The fast path vouches for what it returns: the document is parsed strictly, if need be after one linear repair, and
never in a recovery mode, which loses entries without a word. What it cannot vouch for (elements that do not match, an
unknown root, entities declared in a document type) and what is large is answered by NeedsFallback; it is then read in a
child process with limits, by feedparser if need be (`fallback`). A document that breaks off yields the entries before
the break.
"""

import re
import zlib
from collections.abc import Iterable
from contextlib import suppress
from itertools import islice
from typing import Any, cast

from lxml import etree
from msgspec.structs import replace

from aggregator.records import Markup, NeedsFallback, NotAFeed, ParsedEntry, ParsedFeed, ParsePath, Problem
from aggregator.stages.parse import by_feedparser, decode, jsonfeed, walk
from aggregator.stages.parse.repair import ROOT, declared_entities, repair
from aggregator.stages.parse.text import Element

__all__ = ["fallback", "parse"]

_BLANK = b" \t\r\n\x0b\x0c\x00\xef\xbb\xbf"
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE)
_DOCTYPE = re.compile(rb"<!DOCTYPE", re.IGNORECASE)
_ENTRY_LIKE = re.compile(rb"<(?:[\w.-]{1,40}:)?(?:item|entry)[\s>]", re.IGNORECASE)
_ANY_ENTRY = re.compile(rb"<(?:[\w.-]{1,40}:)?(?:item|entry)[\s/>]", re.IGNORECASE)
_ENTRY_TAGS = ("item", "entry", "{*}item", "{*}entry")
# Nothing outside the document is read, no entity is expanded, no element deeper than 256 and no text longer than 10 MB is
# taken (libxml2's own bounds). The declared encoding is not believed: decode.py has settled it.
_OPTIONS: dict[str, Any] = {
    "encoding": "utf-8",
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}
WEB_PAGE = NotAFeed(code="html", message="the document is a web page, not a feed")
CUT = Problem(code="cut", message="the document breaks off before its end; what was whole was taken")
INFLATED = 50_000_000  # bytes; a document compressed once more than HTTP says is opened up to here
LARGE = 2_000_000  # bytes; what is larger is read beside this process: made for it, it costs gigabytes and minutes
MOST = 50_000  # entries of one document; the largest archives of real feeds have a fifth of that
LONGEST = 4_000_000  # characters of one text: thirty novels; cleaning and folding it takes twenty times its size
TOO_LONG = Problem(code="too-long", message=f"a text has more than {LONGEST} characters; its beginning was taken")
TOO_MANY = Problem(code="too-many", message=f"the document has more than {MOST} entries; the first {MOST} were taken")


def parse(body: bytes, content_type: str | None, url: str) -> ParsedFeed | NeedsFallback | NotAFeed:
    """The feed in `body`, or what to do instead.

    Args:
        body: as received, decompressed.
        content_type: the header, for its charset alone: types are wrong too often.
        url: that answered, to resolve addresses.

    Returns:
        NotAFeed for empty bodies, web pages and JSON that is no JSON Feed; NeedsFallback for what only a lenient parser
        might read, and for what is too large to be read without limits.
    """
    needs = NeedsFallback(reason="", body=body, content_type=content_type, url=url)
    opened = _opened(body, LARGE + 1)
    if len(opened) > LARGE:
        return replace(needs, reason="the document is large")
    return _vouched(decode.as_utf8(opened, content_type), needs)


def fallback(body: bytes, content_type: str | None, url: str) -> ParsedFeed | NotAFeed:
    """The feed in a document that `parse` would not read; costs up to seconds, and any memory if it is made for that.

    A large document is read as others are, and by feedparser only if that fails. Arguments as in `parse`.
    """
    found = _leniently(body, content_type, url)
    if isinstance(found, NotAFeed) or not any(map(_is_endless, found.entries)):
        return found
    entries = tuple(_shortened(one) if _is_endless(one) else one for one in found.entries)
    return replace(found, entries=entries, problems=(*found.problems, TOO_LONG))


def _leniently(body: bytes, content_type: str | None, url: str) -> ParsedFeed | NotAFeed:
    opened = _opened(body, INFLATED)
    text = decode.as_utf8(opened, content_type)
    if len(opened) > LARGE:
        found = _vouched(text, NeedsFallback(reason="", body=b"", content_type=content_type, url=url))
        if not isinstance(found, NeedsFallback):
            return found
    few = _first_entries(text)
    found = by_feedparser.read(text if few is None else few, url)
    return found if few is None or isinstance(found, NotAFeed) else _too_many(found)


def _opened(body: bytes, most: int) -> bytes:
    """A body, up to `most` bytes of it if it is a gzip file although nobody said so; what comes before damage is kept."""
    if body[:2] != b"\x1f\x8b":
        return body
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(body, most)
    except zlib.error:
        return body


def _vouched(text: bytes, needs: NeedsFallback) -> ParsedFeed | NeedsFallback | NotAFeed:
    """The feed in a document in UTF-8, when nothing of it is guessed."""
    start = text[:512].lstrip(_BLANK)
    if not start and not text.strip(_BLANK):
        return NotAFeed(code="empty", message="the document is empty")
    if start[:1] in (b"{", b"["):
        found = jsonfeed.read(text.lstrip(_BLANK), needs.url, MOST + 1)
        many = isinstance(found, ParsedFeed) and len(found.entries) > MOST
        return _too_many(found) if isinstance(found, ParsedFeed) and many else found
    few = _first_entries(text)
    if few is not None:
        read = _with_care(few, needs)
        return _too_many(read) if isinstance(read, ParsedFeed) else read
    feed = None if _DOCTYPE.search(text[:4096]) else _strictly(text, needs.url, "strict")
    return feed or _with_care(text, needs)


def _first_entries(text: bytes) -> bytes | None:
    """`text` up to where its entry after the first `MOST` begins; None when it has no more than those."""
    if len(text) < MOST * len(b"<item/>"):
        return None
    beyond = next(islice(_ANY_ENTRY.finditer(text), MOST, None), None)
    return None if beyond is None else text[: beyond.start()]


def _is_endless(entry: ParsedEntry) -> bool:
    return any(len(one.value) > LONGEST for one in (entry.title, entry.summary, entry.content) if one is not None)


def _shortened(entry: ParsedEntry) -> ParsedEntry:
    """`entry` with the beginnings of its texts; its hash is still that of all its bytes."""
    return replace(entry, title=_start(entry.title), summary=_start(entry.summary), content=_start(entry.content))


def _start(text: Markup | None) -> Markup | None:
    """A text, or its beginning if it is too long, not in the middle of a tag."""
    if text is None or len(text.value) <= LONGEST:
        return text
    value = text.value[:LONGEST]
    opened = value.rfind("<")
    return replace(text, value=value[:opened] if opened > value.rfind(">") else value)


def _too_many(feed: ParsedFeed) -> ParsedFeed:
    return replace(feed, entries=feed.entries[:MOST], problems=(TOO_MANY,), whole=False)


def _strictly(text: bytes, url: str, path: ParsePath) -> ParsedFeed | None:
    """The feed in a well-formed document; None when it is not that, or when its entries are nowhere to be found."""
    try:
        root = etree.fromstring(text, etree.XMLParser(**_OPTIONS))
    except etree.XMLSyntaxError:
        return None
    if walk.root_format(root) is None:
        return None
    feed, shown = walk.read(root, text, url, path)
    if not feed.entries and _ENTRY_LIKE.search(text):
        return None
    # More CDATA sections opened than closed: one of them may have swallowed entries, in well-formed XML. Looked for only
    # where the source does not show the same entries as the tree.
    swallowed = path == "strict" and not shown and text.count(b"<![CDATA[") > text.count(b"]]>")
    return None if swallowed else feed


def _with_care(text: bytes, needs: NeedsFallback) -> ParsedFeed | NeedsFallback | NotAFeed:
    """The feed in a document that is not well-formed, or has a document type."""
    root = ROOT.search(text)
    if root is None:
        page = _HTML.search(text[:65_536])
        return WEB_PAGE if page else replace(needs, reason="no root element of a feed is in sight")
    # An error message of PHP often stands before the feed, as HTML; a page that shows a feed's source has it later.
    if _HTML.match(_after_comments(text[:8192])) and not _ENTRY_LIKE.search(text, root.start()):
        return WEB_PAGE
    entities = declared_entities(text, root.start())
    if entities is None:
        return replace(needs, reason="entities are declared that stand for more than a word")
    repaired = repair(text, entities)
    if repaired is None:
        return replace(needs, reason="no root element of a feed is in sight")
    feed = _strictly(repaired.text, needs.url, "repaired") if repaired.closed else _cut(repaired.text, needs.url)
    return feed or replace(needs, reason="not well-formed, even after repair")


def _after_comments(text: bytes) -> bytes:
    """`text` from its first tag on."""
    text = text.lstrip()
    while text.startswith(b"<!--"):
        text = text.partition(b"-->")[2].lstrip()
    return text


def _cut(text: bytes, url: str) -> ParsedFeed | None:
    """The entries of a document whose end is missing: all that were closed, and what is usable of the last one."""
    parser = etree.XMLPullParser(("start", "end"), tag=_ENTRY_TAGS, **_OPTIONS)
    with suppress(etree.XMLSyntaxError):  # the end is missing; what was read before stands in the events
        parser.feed(text)
        parser.close()
    opened: list[Element] = []
    finished: set[Element] = set()
    for event, element in cast(Iterable[tuple[str, Element]], parser.read_events()):
        if event == "start":
            opened.append(element)
        else:
            finished.add(element)
    if not opened or len(opened) < len(_ENTRY_LIKE.findall(_without_data(text))):
        return None
    root = opened[0].getroottree().getroot()
    if walk.root_format(root) is None:
        return None
    feed, _ = walk.read(root, text, url, "repaired", whole=False, finished=frozenset(finished))
    return replace(feed, problems=(CUT,)) if feed.entries else None


def _without_data(text: bytes) -> bytes:
    """`text` without its CDATA sections, in which anything may stand."""
    pieces = text.split(b"<![CDATA[")
    return pieces[0] + b"".join(piece.partition(b"]]>")[2] for piece in pieces[1:])
