"""feedparser as the last resort: it reads nearly anything, slowly, and is therefore run in a child process with limits.

It is kept to what it is best at, finding elements in a ruin. Decoding, sanitizing, addresses and dates are ours.
"""

import hashlib
import io
import re
from collections.abc import Iterable, Mapping
from typing import Any

from aggregator.records import (
    Category,
    Enclosure,
    Hints,
    Link,
    Markup,
    NotAFeed,
    ParsedEntry,
    ParsedFeed,
    Person,
    Problem,
)
from aggregator.stages.parse.repair import mended_numbers
from aggregator.stages.parse.text import integer
from aggregator.text import urls

_FORMATS = {
    "rss090": "rss090", "rss091n": "rss09x", "rss091u": "rss09x", "rss092": "rss09x", "rss093": "rss09x", "rss094": "rss09x",
    "rss20": "rss20", "rss10": "rss10", "rss": "rss20", "atom03": "atom03", "atom10": "atom10", "atom": "atom10", "cdf": "cdf",
    "atom01": "atom03", "atom02": "atom03",
}  # fmt: skip
# feedparser takes the caption of a picture for the content of the entry (its issue 53): it must not see them.
_CAPTION = re.compile(rb"(</?[\w.-]{1,40}:)description(?=[\s>/])")
_CLOSED = re.compile(rb"</(?:[\w.-]{1,40}:)?(?:rss|feed|rdf|channel)\s*>\s*\Z", re.IGNORECASE)
_LONE = re.compile("[\ud800-\udfff]")  # what a reference to half a character becomes; it cannot be encoded
# What feedparser raises where a ruin is none of those it knows: an end tag of something that never began, and the like.
_STUMBLES = (LookupError, ValueError, TypeError, AttributeError, AssertionError, RecursionError)
UNREADABLE = NotAFeed(code="not-a-feed", message="the document is so damaged that nothing can be read in it")
NOT_A_FEED = NotAFeed(code="not-a-feed", message="the document is no feed that we know of")


def read(text: bytes, url: str) -> ParsedFeed | NotAFeed:
    """The feed that feedparser finds in `text`; costs up to seconds, and unbounded memory if the document is made for it.

    Args:
        text: UTF-8, decompressed.
        url: that answered, to resolve addresses.
    """
    import feedparser

    try:
        found = feedparser.parse(
            io.BytesIO(_CAPTION.sub(rb"\1x-caption", mended_numbers(_undeclared(text)))),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except _STUMBLES:
        return UNREADABLE
    if not found.entries and not found.get("version"):
        return NOT_A_FEED
    feed = found.feed
    site_url = urls.absolute(feed.get("link") or "", url)
    return ParsedFeed(
        format=_FORMATS.get(found.get("version") or "", "unknown"),
        path="feedparser",
        title=_line(feed.get("title")),
        site_url=site_url,
        language=_line(feed.get("language")),
        hints=_hints(feed, url),
        entries=tuple(_entry(entry, site_url or url) for entry in found.entries),
        problems=(Problem(code="ill-formed", message="the document is not well-formed; it was read leniently"),),
        whole=_CLOSED.search(text[-4096:]) is not None,
    )


def _undeclared(text: bytes) -> bytes:
    """`text` without its XML declaration, which is about bytes that are no longer there.

    feedparser looks for an encoding in it with a pattern that takes the square of its length.
    """
    text = text.lstrip()
    if not text.startswith(b"<?xml"):
        return text
    end = text.find(b">", 0, 1000)
    return text[end + 1 :] if end > 0 and text.find(b"<", 1, end) < 0 else text[len(b"<?xml") :]


Found = Mapping[str, Any]


def _entry(entry: Found, base: str) -> ParsedEntry:
    content = _content(entry, base)
    summary = _markup(entry.get("summary_detail"), base)
    if content is not None and summary is not None and content.value == summary.value:
        summary = None
    links = [one for one in entry.get("links", ()) if one.get("href")]
    return ParsedEntry(
        guid=_line(entry.get("id")),
        guid_is_permalink=bool(entry["guidislink"]) if "guidislink" in entry else None,
        link=_link(entry, base),
        title=_markup(entry.get("title_detail"), base),
        summary=summary,
        content=content,
        published=_line(entry.get("published")),
        updated=_line(entry.get("updated")) if "updated" in entry.keys() else None,  # noqa: SIM118 - `in entry` consults aliases
        authors=_people(entry),
        categories=tuple(
            Category(term=tag["term"], scheme=tag.get("scheme") or None, label=tag.get("label") or None)
            for tag in entry.get("tags", ())
            if tag.get("term")
        ),
        enclosures=_enclosures(entry, links, base),
        links=tuple(
            Link(
                url=urls.absolute(one["href"], base) or one["href"],
                rel=one["rel"],
                type=one.get("type"),
                title=one.get("title"),
            )
            for one in links
            if one.get("rel") not in {"alternate", "enclosure", None}
        ),
        language=_line(entry.get("language")),
        rights=_line(entry.get("rights")),
        source_title=_line((entry.get("source") or {}).get("title")),
        source_url=_line((entry.get("source") or {}).get("href")),
        raw_hash=hashlib.blake2b(_spelled(entry).encode("utf-8", "replace"), digest_size=16).digest(),
    )


def _link(entry: Found, base: str) -> str | None:
    spelled = _line(entry.get("feedburner_origlink")) or _line(entry.get("link"))
    return (urls.absolute(spelled, base) or spelled) if spelled else None


def _content(entry: Found, base: str) -> Markup | None:
    """The richest content: markup before plain text, as Atom 0.3 lets an entry have several."""
    found = [markup for one in entry.get("content", ()) if (markup := _markup(one, base))]
    return max(found, key=lambda markup: (markup.type != "text", len(markup.value)), default=None)


def _markup(detail: Found | None, base: str) -> Markup | None:
    value = (detail or {}).get("value")
    if detail is None or not isinstance(value, str) or not value.strip():
        return None
    kind = detail.get("type") or ""
    own = urls.absolute(detail.get("base") or "", base)
    # RSS has no types: what feedparser calls plain is HTML there as often as not, and reads the same when it is not.
    is_text = kind == "text/plain" and "<" not in value and "&" not in value
    return Markup(
        value=_LONE.sub("\ufffd", value).strip(),
        type="text" if is_text else "html",
        base=own,
        language=detail.get("language"),
    )


def _people(entry: Found) -> tuple[Person, ...]:
    people = [
        Person(name=_line(one.get("name")), email=_line(one.get("email")), url=_line(one.get("href")))
        for one in entry.get("authors", ())
    ]
    return tuple(dict.fromkeys(person for person in people if person.name or person.email or person.url))


def _enclosures(entry: Found, links: Iterable[Found], base: str) -> tuple[Enclosure, ...]:
    found: dict[str, Enclosure] = {}
    spelled = [(one, one["href"], "enclosure") for one in links if one.get("rel") == "enclosure"]
    spelled += [(one, one["url"], "media") for one in entry.get("media_content", ()) if one.get("url")]
    spelled += [(one, one["url"], "thumbnail") for one in entry.get("media_thumbnail", ()) if one.get("url")]
    for one, address, role in spelled:
        url = urls.absolute(address, base) or address
        size = integer(str(one.get("length") or one.get("filesize") or ""))
        width, height = integer(str(one.get("width") or "")), integer(str(one.get("height") or ""))
        found.setdefault(
            url, Enclosure(url=url, type=one.get("type"), length=size, role=role, width=width, height=height)
        )
    return tuple(found.values())


def _hints(feed: Found, url: str) -> Hints:
    links = {
        rel: address
        for one in reversed(feed.get("links", []))
        if (rel := one.get("rel")) and (address := urls.absolute(one.get("href") or "", url))
    }
    return Hints(
        self_url=links.get("self"),
        hub=links.get("hub"),
        prev_archive=links.get("prev-archive"),
        next_page=links.get("next"),
        generator=_line(feed.get("generator")),
    )


def _line(value: object) -> str | None:
    return (_LONE.sub("\ufffd", value).strip() or None) if isinstance(value, str) else None


def _spelled(value: object) -> str:
    """All that feedparser found, in an order that does not change from run to run."""
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{key!r}:{_spelled(value[key])}" for key in sorted(value, key=str)) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(_spelled, value)) + "]"
    return repr(value)
