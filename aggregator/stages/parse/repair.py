"""One linear pass that makes most ill-formed feeds well-formed, without ever guessing at structure.

What about one feed in twenty needs, by our own measurements: text before the declaration or after the root, control
characters, HTML entities, bare ampersands, prefixes that nobody declared. Elements that do not match are not touched:
whoever closes tags by guess loses entries (libxml2's recovery mode keeps one entry of ten in some real feeds).

Each step looks at every byte a bounded number of times: a feed of a megabyte of open CDATA marks costs what any
other megabyte costs.
"""

import html
import re
from collections.abc import Iterator, Mapping
from html.entities import html5

from msgspec import Struct

from aggregator.text.mojibake import C1_AS_WINDOWS

# Characters outside XML 1.0 section 2.2 that UTF-8 can still carry.
_CONTROLS = bytes(range(0x09)) + b"\x0b\x0c" + bytes(range(0x0E, 0x20)) + b"\x7f"
_NONCHARACTERS = re.compile(rb"\xef\xbf[\xbe\xbf]")
ROOT = re.compile(rb"<((?:[A-Za-z_][\w.-]{0,40}:)?(?:rss|RSS|Rss|feed|RDF|rdf|channel|Channel))(?=[\s>/])")
_OPEN = re.compile(rb"<!\[CDATA\[|<!--")
_CLOSE = {b"<!--": b"-->", b"<![CDATA[": b"]]>"}
_TROUBLE = re.compile(
    rb"&(?:#(?:[0-9]{1,7}|[xX][0-9a-fA-F]{1,6});|[A-Za-z][A-Za-z0-9]{0,31};)?"  # a reference, or a bare ampersand
    rb"|<(?![A-Za-z_/!?:\x80-\xff])"  # a bare "less than"
)
_NUMBER = re.compile(rb"&#([0-9]{1,40}|[xX][0-9a-fA-F]{1,40})(?:;|(?![0-9a-fA-F;]))")
_PORTION, _LONGEST = 1 << 18, 40  # bytes mended at once; more than the longest reference has
_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_WORD_ENTITY = re.compile(
    rb"""<!ENTITY\s+([A-Za-z][A-Za-z0-9]{0,31})\s+(?:"((?:[^"&%<]|&#[0-9]{1,7};){0,100})"|'((?:[^'&%<]|&#[0-9]{1,7};){0,100})')\s*>"""
)
SWELLING = 5_000_000  # bytes that entities may add to a document
_LAST_TAG = re.compile(rb"<([A-Za-z_][\w.:-]{0,80})(?:\s[^<>]*)?>\s*\Z")
_ENTRY_END = re.compile(rb"</(?:[\w.-]{1,40}:)?(?:item|entry)\s*>")
_XML_NAMES = frozenset({b"&amp;", b"&lt;", b"&gt;", b"&quot;", b"&apos;"})
_TAG_PREFIX = re.compile(rb"<([A-Za-z_][\w.-]{0,40}):[A-Za-z_]")
_ATTRIBUTE_PREFIX = re.compile(rb"""\s([A-Za-z_][\w.-]{0,40}):[A-Za-z_][\w.-]{0,40}\s*=\s*["']""")
_DECLARED_PREFIX = re.compile(rb"xmlns:([A-Za-z_][\w.-]{0,40})\s*=")
_NAMESPACE = re.compile(rb"""(\bxmlns(?::[\w.-]{1,40})?\s*=\s*)(["'])([^"'<>]{1,200})\2""")

# What the prefixes of the press mean when a feed forgets to say so.
_MEANT = {
    b"atom": b"http://www.w3.org/2005/Atom",
    b"content": b"http://purl.org/rss/1.0/modules/content/",
    b"dc": b"http://purl.org/dc/elements/1.1/",
    b"dcterms": b"http://purl.org/dc/terms/",
    b"feedburner": b"http://rssnamespace.org/feedburner/ext/1.0",
    b"georss": b"http://www.georss.org/georss",
    b"itunes": b"http://www.itunes.com/dtds/podcast-1.0.dtd",
    b"media": b"http://search.yahoo.com/mrss/",
    b"rdf": b"http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    b"slash": b"http://purl.org/rss/1.0/modules/slash/",
    b"sy": b"http://purl.org/rss/1.0/modules/syndication/",
    b"thr": b"http://purl.org/syndication/thread/1.0",
    b"wfw": b"http://wellformedweb.org/CommentAPI/",
    b"xhtml": b"http://www.w3.org/1999/xhtml",
}


class Repaired(Struct, frozen=True, kw_only=True):
    """A document after the repair pass."""

    text: bytes  # UTF-8, begins with the root element
    closed: bool  # the end tag of the root was found


def declared_entities(text: bytes, end: int) -> Mapping[str, str] | None:
    """The entities that a document type declares before `end`, each a word or a character.

    None when one is anything else (nested, parameter, external, long), or when they would swell the document: those are
    the bombs, and the fallback's business.
    """
    if not _ENTITY.search(text, 0, end):
        return {}
    found = {name.decode(): html.unescape((a or b).decode()) for name, a, b in _WORD_ENTITY.findall(text[:end])}
    many = len(_ENTITY.findall(text[:end])) != len(_WORD_ENTITY.findall(text[:end]))
    if many or text.count(b"&") * max(map(len, found.values()), default=0) > SWELLING:
        return None
    return found


def repair(text: bytes, entities: Mapping[str, str] | None = None) -> Repaired | None:
    """`text` from its root element on, made well-formed as far as one linear pass can.

    Args:
        text: UTF-8. Its document type, if any, is dropped.
        entities: names that the document itself declares, and what they stand for.

    Returns:
        None when no root element of a feed is in sight.
    """
    text = _NONCHARACTERS.sub(b"", text.translate(None, _CONTROLS))
    root = ROOT.search(text)
    if root is None:
        return None
    text, closed = _body(text, root)
    return Repaired(text=_namespaced(_escaped(text, entities or {})), closed=closed)


def mended_numbers(text: bytes) -> bytes:
    """`text` with each numeric reference to no character as U+FFFD; feedparser raises at them."""
    return b"".join(
        _NUMBER.sub(lambda found: _numbered(found[1].decode("ascii")), text[one])
        for one in _portions(text, 0, len(text))
    )


def _body(text: bytes, root: re.Match[bytes]) -> tuple[bytes, bool]:
    """The root element alone, and whether it was closed."""
    end = b"</" + root[1] + b">"
    at = text.rfind(end)
    if at < 0:  # a blank before the bracket is allowed, and rare
        last = text.rfind(b"</" + root[1])
        at = last if last >= 0 and text[last + len(end) - 1 :].lstrip()[:1] == b">" else -1
    return (text[root.start() : at] + end, True) if at > root.start() else (text[root.start() :], False)


def _escaped(text: bytes, entities: Mapping[str, str]) -> bytes:
    """References that XML does not know as characters, bare `&` and `<` as text; CDATA as it was, comments gone."""
    pieces = []
    at = 0

    def mended(reference: re.Match[bytes]) -> bytes:
        return _mended(reference[0], entities)

    while True:
        found = _OPEN.search(text, at)
        until = len(text) if found is None else found.start()
        pieces += [_TROUBLE.sub(mended, text[one]) for one in _portions(text, at, until)]
        if found is None:
            return b"".join(pieces)
        close = _CLOSE[found[0]]
        forgotten = _forgotten_end(text, found) if found[0] != b"<!--" else -1
        if forgotten >= 0:
            pieces += [text[found.start() : forgotten], close]
            at = forgotten
            continue
        end = text.find(close, found.end())
        if end < 0:  # nothing after it can be trusted: the document was cut inside
            pieces.append(text[found.start() :])
            return b"".join(pieces)
        at = end + len(close)
        if found[0] != b"<!--":
            pieces.append(text[found.start() : at])


def _portions(text: bytes, start: int, end: int) -> Iterator[slice]:
    """`text[start:end]` in portions, none of which ends inside a reference.

    Each replacement is an object until all are joined: ten million ampersands at once would take a gigabyte.
    """
    while end - start > _PORTION:
        last = start + _PORTION
        mark = max(text.rfind(b"&", last - _LONGEST, last), text.rfind(b"<", last - _LONGEST, last))
        cut = mark if mark >= 0 else last
        yield slice(start, cut)
        start = cut
    yield slice(start, end)


def _forgotten_end(text: bytes, opened: re.Match[bytes]) -> int:
    """Where a CDATA section should have ended that swallows the entries after it, or -1.

    It is one that runs over the end of its entry to the next CDATA mark. XML sees nothing wrong in it, and the entries in
    between would be gone.
    """
    following = text.find(opened[0], opened.end())
    following = len(text) if following < 0 else following
    section = text[opened.end() : following]
    before = _LAST_TAG.search(text[max(0, opened.start() - 300) : opened.start()])
    if before is None or b"]]>" in section or not _ENTRY_END.search(section):
        return -1
    at = section.find(b"</" + before[1] + b">")
    return opened.end() + at if at >= 0 else -1


def _mended(spelled: bytes, entities: Mapping[str, str]) -> bytes:
    """One reference as XML can carry it."""
    if spelled in _XML_NAMES:
        return spelled
    if spelled == b"<":
        return b"&lt;"
    if spelled == b"&":
        return b"&amp;"
    if spelled[1:2] == b"#":
        return _numbered(spelled[2:-1].decode("ascii"))
    name = spelled[1:].decode("ascii")
    named = entities.get(name[:-1]) or html5.get(name)
    if named is None:
        return b"&amp;" + spelled[1:]
    return named.replace("&", "&amp;").replace("<", "&lt;").encode("utf-8")


def _numbered(digits: str) -> bytes:
    """The character of a numeric reference; U+FFFD where XML has none (WHATWG HTML, same section)."""
    code = int(digits[1:], 16) if digits[0] in "xX" else int(digits)
    if 0x80 <= code < 0xA0:
        return C1_AS_WINDOWS[code].encode("utf-8")
    if code in (0x09, 0x0A, 0x0D) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000:
        return f"&#{code};".encode("ascii")
    return "\ufffd".encode()


def _namespaced(text: bytes) -> bytes:
    """`text` with every prefix declared, and addresses of namespaces without blanks."""
    end = text.find(b">")
    root = _NAMESPACE.sub(lambda found: found[1] + found[2] + b"".join(found[3].split()) + found[2], text[:end])
    used = set(_TAG_PREFIX.findall(text)) | set(_ATTRIBUTE_PREFIX.findall(text))
    missing = used - set(_DECLARED_PREFIX.findall(text)) - {b"xml", b"xmlns"}
    declared = b"".join(
        b' xmlns:%b="%b"' % (prefix, _MEANT.get(prefix.lower(), b"urn:undeclared:" + prefix))
        for prefix in sorted(missing)
    )
    slash = b"/" if root.endswith(b"/") else b""
    return root.removesuffix(b"/") + declared + slash + text[end:]
