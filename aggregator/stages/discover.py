"""The feeds that a page announces, best first.

A page that wants to be followed says so in its head (`<link rel="alternate">`, RSS autodiscovery 2.0; `rel="feed"`). Many
newspapers only link to their feeds from the foot of a page, so anchors that look like feeds come second.
"""

import re
from typing import Literal

from msgspec import Struct
from selectolax.lexbor import LexborHTMLParser, LexborNode

from aggregator.text import html, urls

LOOKED_AT = 2_000_000  # bytes of a page; heads are far shorter
MOST = 50  # candidates

_TYPES = {
    "application/rss+xml": "rss",
    "application/atom+xml": "atom",
    "application/feed+json": "json",
    "application/rdf+xml": "rss",
    "application/x.atom+xml": "atom",
    "application/x-atom+xml": "atom",
}
_VAGUE_TYPES = frozenset(
    {"text/xml", "application/xml", "application/json", "text/rss", "application/rss", "rss", "atom"}
)
_ADDRESS = re.compile(
    r"(?:^|[/._?=&-])(?:rss|rss2|rss20|atom|rdf|feeds?|flux-?rss)(?:[/._?=&-]|$)|\.(?:rss|atom|rdf)$|/index\.xml$|feedburner\.com/",
    re.IGNORECASE,
)
_NOT_A_FEED = re.compile(
    r"\.(?:html?|png|gif|jpe?g|svg|css|js|pdf|zip)(?:$|\?)|oembed|/wp-json/|opensearch", re.IGNORECASE
)
_COMMENTS = re.compile(
    r"comment|commentaire|kommentar|comentario|comentário|commenti|reacties|réponses|replies|комментари|댓글|コメント|评论|評論|تعليق",
    re.IGNORECASE,
)


class Candidate(Struct, frozen=True, kw_only=True):
    """An address that may be a feed."""

    url: str  # absolute
    title: str | None
    format: Literal["rss", "atom", "json"] | None  # as announced
    because: str  # as a person would say it
    rank: int  # 0 announced in the head, 1 linked from the page, +2 for comments


def discover(body: bytes, content_type: str | None, url: str) -> tuple[Candidate, ...]:
    """The feeds that the page announces: those of its head in its own order, then links that look like feeds, comments last.

    Args:
        content_type: the header, for its charset.
        url: of the page, to resolve addresses.
    """
    tree = LexborHTMLParser(html.decode(body[:LOOKED_AT], content_type))
    base = url
    first_base = tree.css_first("base[href]")
    if first_base is not None:
        base = urls.absolute(first_base.attributes.get("href") or "", url) or url
    found: dict[str, Candidate] = {}
    for node in tree.css("link[href]"):
        _keep(found, _announced(node, base))
    for node in tree.css("a[href]"):
        _keep(found, _linked(node, base))
    return tuple(sorted(found.values(), key=lambda one: one.rank)[:MOST])


def _keep(found: dict[str, Candidate], one: Candidate | None) -> None:
    if one is not None:
        found.setdefault(one.url, one)


def _announced(node: LexborNode, base: str) -> Candidate | None:
    """A `<link>` of the head that names a feed."""
    rel = (node.attributes.get("rel") or "").lower().split()
    kind = (node.attributes.get("type") or "").lower().partition(";")[0].strip()
    address = urls.absolute(node.attributes.get("href") or "", base)
    if address is None or not {"alternate", "feed"} & set(rel) or "stylesheet" in rel:
        return None
    vague = kind in _VAGUE_TYPES or ("feed" in rel and not kind)
    if kind not in _TYPES and not (vague and ("feed" in rel or _is_feedlike(address))):
        return None
    title = html.clean_line(node.attributes.get("title") or "") or None
    return Candidate(
        url=address,
        title=title,
        format=_format(kind, address),
        because="announced in the head of the page",
        rank=_rank(0, address, title),
    )


def _linked(node: LexborNode, base: str) -> Candidate | None:
    """An `<a>` whose address or type is that of a feed."""
    address = urls.absolute(node.attributes.get("href") or "", base)
    if address is None:
        return None
    kind = (node.attributes.get("type") or "").lower().partition(";")[0].strip()
    if kind not in _TYPES and not _is_feedlike(address):
        return None
    words = html.clean_line(node.text(deep=True)[:200]) or html.clean_line(node.attributes.get("title") or "")
    return Candidate(
        url=address,
        title=words or None,
        format=_format(kind, address),
        because="linked from the page",
        rank=_rank(1, address, words),
    )


def _is_feedlike(address: str) -> bool:
    rest = address.partition("://")[2]
    return _ADDRESS.search(rest) is not None and _NOT_A_FEED.search(rest) is None


def _format(kind: str, address: str) -> Literal["rss", "atom", "json"] | None:
    if kind in _TYPES:
        return "rss" if _TYPES[kind] == "rss" else "atom" if _TYPES[kind] == "atom" else "json"
    tail = address.lower()
    return next((name for name in ("json", "atom", "rss") if name in tail), None)


def _rank(first: int, address: str, title: str | None) -> int:
    return first + (2 if _COMMENTS.search(address) or _COMMENTS.search(title or "") else 0)
