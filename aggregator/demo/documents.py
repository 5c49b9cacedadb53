"""Feed documents as the outlets' own software would write them: RSS 2.0, RSS 1.0 (RDF), Atom and JSON Feed."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from html import escape

from msgspec import Struct

from aggregator.demo.outlets import Channel, FaultKind, Outlet
from aggregator.demo.pieces import is_list

CONTENT_TYPES = {
    "rss": "application/rss+xml",
    "rdf": "application/rdf+xml",
    "atom": "application/atom+xml",
    "json": "application/feed+json",
}

_EXCERPT = 170  # characters of a cut description
_READ_ON = {"fr": "Lire la suite", "en": "Read more", "de": "Weiterlesen", "ko": "더 보기"}


class Item(Struct, frozen=True, kw_only=True):
    """One piece as a feed shows it: its wording now, its addresses, its dates."""

    number: int  # the outlet's own key
    slug: str
    url: str
    title: str
    paragraphs: tuple[str, ...]
    published: datetime
    updated: datetime  # as claimed
    section: str
    byline: str | None
    agency: str | None
    picture: str | None  # absolute URL


def document(
    channel: Channel, outlet: Outlet, items: Sequence[Item], *, base: str, self_url: str, built: datetime
) -> bytes:
    """The document of `channel` with these items, newest first, in the outlet's encoding.

    Args:
        base: the outlet's address without a slash at its end.
        self_url: where the document itself stands.
        built: the instant of the last change, UTC.
    """
    match channel.format:
        case "json":
            return _json(channel, outlet, items, base, self_url)
        case "atom":
            text = _atom(channel, outlet, items, base, self_url, built)
        case "rdf":
            text = _rdf(channel, outlet, items, base)
        case "rss":
            text = _rss(channel, outlet, items, base, self_url, built)
    declared = f'<?xml version="1.0" encoding="{outlet.encoding}"?>\n{text}'
    return declared.encode(outlet.encoding, "xmlcharrefreplace")


def spoiled(body: bytes, kind: FaultKind) -> bytes:
    """The XML document as a broken publishing tool would deliver it.

    `malformed` has a bare ampersand and an HTML tag that nobody closes in the channel: every item is still whole.
    `cut` ends inside the start tag of the eighth item: seven items are whole, the rest is missing.
    """
    if kind == "malformed":
        return body.replace(b"</description>", b" & co<br></description>", 1)
    parts = body.split(b"<item>")
    return b"<item>".join(parts[:8]) + b"<ite"


def whole_items(total: int, kind: FaultKind | None) -> int:
    """How many of `total` items a document with that fault carries whole."""
    match kind:
        case "cut":
            return min(total, 7)
        case "unavailable":
            return 0
        case "malformed" | None:
            return total


def html(paragraphs: Sequence[str]) -> str:
    """The paragraphs as plain HTML, lists as lists."""
    return "\n".join(_block(paragraph) for paragraph in paragraphs)


def excerpt(paragraphs: Sequence[str]) -> str:
    """The beginning of the text, cut between two words, with an ellipsis."""
    first = paragraphs[0]
    return first if len(first) <= _EXCERPT else first[:_EXCERPT].rsplit(" ", 1)[0].rstrip(" ,;:–") + "…"


def local(instant: datetime, outlet: Outlet) -> datetime:
    """The instant in the zone in which the outlet writes its dates."""
    return instant.astimezone(timezone(outlet.zone))


def _block(paragraph: str) -> str:
    if not is_list(paragraph):
        return f"<p>{escape(paragraph)}</p>"
    points = "".join(f"<li>{escape(line[2:])}</li>" for line in paragraph.split("\n"))
    return f"<ul>{points}</ul>"


def _rss(channel: Channel, outlet: Outlet, items: Sequence[Item], base: str, self_url: str, built: datetime) -> str:
    entries = "\n".join(_rss_item(channel, outlet, item) for item in items)
    return f"""<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" \
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom" \
xmlns:media="http://search.yahoo.com/mrss/">
<channel>
<title>{escape(channel.title)}</title>
<link>{base}/</link>
<description>{escape(outlet.about)}</description>
<language>{outlet.language}</language>
<copyright>{escape(outlet.copyright)}</copyright>
<atom:link rel="self" type="application/rss+xml" href="{escape(self_url)}"/>
<lastBuildDate>{_rfc822(built, outlet)}</lastBuildDate>
<ttl>15</ttl>
{entries}
</channel>
</rss>
"""


def _rss_item(channel: Channel, outlet: Outlet, item: Item) -> str:
    body = f"<description>{escape(_lead(item, outlet, channel))}</description>"
    if channel.full_text:
        whole = html(item.paragraphs).replace("]]>", "]]&gt;")
        body += f"\n<content:encoded><![CDATA[{whole}]]></content:encoded>"
    author = f"\n<dc:creator>{escape(item.byline)}</dc:creator>" if item.byline else ""
    picture = f'\n<media:content url="{escape(item.picture)}" type="image/png" medium="image"/>' if item.picture else ""
    return f"""<item>
<title>{escape(item.title)}</title>
<link>{escape(item.url)}</link>
<guid isPermaLink="false">{outlet.name}-{item.number}</guid>
<pubDate>{_rfc822(item.published, outlet)}</pubDate>
<category>{escape(item.section)}</category>{author}{picture}
{body}
</item>"""


def _lead(item: Item, outlet: Outlet, channel: Channel) -> str:
    """The description: of a full-text feed plain, else with the link that its software adds to every entry."""
    if channel.full_text:
        return escape(excerpt(item.paragraphs))
    read_on = _READ_ON[outlet.language]
    return f'<p>{escape(item.paragraphs[0])}</p> <a href="{escape(item.url)}">{read_on}</a>'


def _rdf(channel: Channel, outlet: Outlet, items: Sequence[Item], base: str) -> str:
    order = "\n".join(f'<rdf:li rdf:resource="{escape(item.url)}"/>' for item in items)
    entries = "\n".join(_rdf_item(outlet, item) for item in items)
    return f"""<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" \
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">
<channel rdf:about="{base}/">
<title>{escape(channel.title)}</title>
<link>{base}/</link>
<description>{escape(outlet.about)}</description>
<dc:language>{outlet.language}</dc:language>
<sy:updatePeriod>hourly</sy:updatePeriod>
<sy:updateFrequency>2</sy:updateFrequency>
<items><rdf:Seq>
{order}
</rdf:Seq></items>
</channel>
{entries}
</rdf:RDF>
"""


def _rdf_item(outlet: Outlet, item: Item) -> str:
    author = f"\n<dc:creator>{escape(item.byline)}</dc:creator>" if item.byline else ""
    return f"""<item rdf:about="{escape(item.url)}">
<title>{escape(item.title)}</title>
<link>{escape(item.url)}</link>
<description>{escape(excerpt(item.paragraphs))}</description>
<dc:date>{local(item.published, outlet).isoformat()}</dc:date>
<dc:subject>{escape(item.section)}</dc:subject>{author}
</item>"""


def _atom(channel: Channel, outlet: Outlet, items: Sequence[Item], base: str, self_url: str, built: datetime) -> str:
    entries = "\n".join(_atom_entry(outlet, item) for item in items)
    return f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{outlet.language}">
<title>{escape(channel.title)}</title>
<subtitle>{escape(outlet.about)}</subtitle>
<id>tag:{outlet.host},2020:feed</id>
<link rel="self" type="application/atom+xml" href="{escape(self_url)}"/>
<link rel="alternate" type="text/html" href="{base}/"/>
<updated>{_rfc3339(built, outlet)}</updated>
<rights>{escape(outlet.copyright)}</rights>
{entries}
</feed>
"""


def _atom_entry(outlet: Outlet, item: Item) -> str:
    author = escape(item.byline or outlet.title)
    return f"""<entry>
<id>tag:{outlet.host},2020:{item.number}</id>
<title>{escape(item.title)}</title>
<link rel="alternate" type="text/html" href="{escape(item.url)}"/>
<published>{_rfc3339(item.published, outlet)}</published>
<updated>{_rfc3339(item.updated, outlet)}</updated>
<author><name>{author}</name></author>
<category term="{escape(item.section.lower())}" label="{escape(item.section)}"/>
<content type="html">{escape(html(item.paragraphs))}</content>
</entry>"""


def _json(channel: Channel, outlet: Outlet, items: Sequence[Item], base: str, self_url: str) -> bytes:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "home_page_url": f"{base}/",
        "feed_url": self_url,
        "description": outlet.about,
        "language": outlet.language,
        "items": [_json_item(outlet, item) for item in items],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1).encode()


def _json_item(outlet: Outlet, item: Item) -> dict[str, object]:
    fields: dict[str, object] = {
        "id": item.url,
        "url": item.url,
        "title": item.title,
        "content_html": html(item.paragraphs),
        "date_published": _rfc3339(item.published, outlet),
        "date_modified": _rfc3339(item.updated, outlet),
        "tags": [item.section],
    }
    if item.byline:
        fields["authors"] = [{"name": item.byline}]
    if item.picture:
        fields["image"] = item.picture
    return fields


def _rfc822(instant: datetime, outlet: Outlet) -> str:
    return format_datetime(local(instant, outlet))


def _rfc3339(instant: datetime, outlet: Outlet) -> str:
    if outlet.zone == timedelta(0):
        return instant.strftime("%Y-%m-%dT%H:%M:%SZ")
    return local(instant, outlet).isoformat()
