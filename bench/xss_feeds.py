"""The payloads of `xss.py` put into feeds, in every place where a feed carries words, markup or an address.

    for name, document in documents(payloads).items(): ...

The feed `name` stands at `address(name)`; payload n is its entry with the guid `address(name)/n`.
"""

import html
import json
import re
from collections.abc import Callable, Sequence

from lxml import etree

from bench.xss import CALL, Payload

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DATE = "Tue, 10 Mar 2026 07:00:00 GMT"
_ISO = "2026-03-10T07:00:00Z"


def address(name: str) -> str:
    """Where the feed of that name stands: each on a site of its own, as entries of one site may be one entry."""
    return f"https://{name}.example"


def documents(payloads: Sequence[Payload]) -> dict[str, bytes]:
    """Feeds by name; each payload stands in one form of RSS or Atom, every fifth in JSON too, and in XHTML where it is XML."""
    turns: list[list[Payload]] = [[], [], [], []]
    broken = []
    for one in payloads:
        if _NOT_XML.search(one.markup):
            broken.append(one)
        else:
            turns[(one.number + one.number // 12) % 4].append(one)  # 12: nests and spellings come in dozens
    return {
        "rss-description": _rss("rss-description", turns[0], _description),
        "rss-encoded": _rss("rss-encoded", turns[1], _encoded),
        "rss-broken": _rss("rss-broken", broken, _encoded),  # no XML: what a repair makes of it
        "atom-content": _atom("atom-content", turns[2], _content),
        "atom-summary": _atom("atom-summary", turns[3], _summary),
        "atom-xhtml": _atom("atom-xhtml", [one for one in payloads if _is_xml(one.markup)], _xhtml),
        "json": _json("json", payloads[::5]),
    }


def _rss(name: str, payloads: Sequence[Payload], body: Callable[[str], str]) -> bytes:
    items = "".join(
        f"<item><guid isPermaLink='false'>{address(name)}/{one.number}</guid><link>{_link(name, one)}</link>"
        f"<title>{_text(one.markup)}</title>{body(one.markup)}<dc:creator>{_text(one.markup)}</dc:creator>"
        f"<category>{_text(one.markup)}</category><pubDate>{_DATE}</pubDate>"
        f"<enclosure url='{_script(one)}' type='{_text(one.markup)}' length='1'/>"
        f"<media:content url='{_script(one)}' medium='image'><media:credit>{_text(one.markup)}</media:credit>"
        f"<media:description>{_text(one.markup)}</media:description></media:content></item>"
        for one in payloads
    )
    return (
        "<?xml version='1.0' encoding='utf-8'?><rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'"
        " xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:media='http://search.yahoo.com/mrss/'><channel>"
        f"<title>{_text('<img src=x: onerror=hit(-2)>')}</title><link>javascript:hit(-2)</link>{items}</channel></rss>"
    ).encode("utf-8", "surrogatepass")


def _description(markup: str) -> str:
    return f"<description>{_text(markup)}</description>"


def _encoded(markup: str) -> str:
    safe = markup.replace("]]>", "]]]]><![CDATA[>")
    return f"<description>{_text('Du texte. ' + markup)}</description><content:encoded><![CDATA[{safe}]]></content:encoded>"


def _atom(name: str, payloads: Sequence[Payload], body: Callable[[str], str]) -> bytes:
    entries = "".join(
        f"<entry><id>{address(name)}/{one.number}</id><link href='{_link(name, one)}'/>"
        f"<link rel='enclosure' href='{_script(one)}'/><title type='html'>{_text(one.markup)}</title>{body(one.markup)}"
        f"<updated>{_ISO}</updated>"
        f"<author><name>{_text(one.markup)}</name><uri>{_script(one)}</uri></author>"
        f"<category term='{_text(one.markup)}' label='{_text(one.markup)}'/><rights>{_text(one.markup)}</rights></entry>"
        for one in payloads
    )
    return (
        "<?xml version='1.0' encoding='utf-8'?><feed xmlns='http://www.w3.org/2005/Atom' xml:base='javascript:hit(-2)//'>"
        f"<id>{address(name)}/</id><title type='html'>{_text('<img src=x: onerror=hit(-2)>')}</title>"
        f"<updated>{_ISO}</updated>{entries}</feed>"
    ).encode("utf-8", "surrogatepass")


def _content(markup: str) -> str:
    return f"<content type='html'>{_text(markup)}</content>"


def _summary(markup: str) -> str:
    return f"<summary type='html'>{_text(markup)}</summary>"


def _xhtml(markup: str) -> str:
    return f"<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>{markup}</div></content>"


def _json(name: str, payloads: Sequence[Payload]) -> bytes:
    items = []
    for one in payloads:
        words, script = one.markup, html.unescape(_script(one))
        items.append(
            {
                "id": f"{address(name)}/{one.number}",
                "url": html.unescape(_link(name, one)),
                "title": words,
                "content_html": words,
                "summary": words,
                "date_published": _ISO,
                "image": script,
                "authors": [{"name": words, "url": script}],
                "tags": [words],
                "attachments": [{"url": script, "mime_type": words, "title": words}],
            }
        )
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "<img src=x: onerror=hit(-2)>", "items": items}
    return json.dumps(feed).encode()


def _link(name: str, one: Payload) -> str:
    """An address of the entry's own, every third a script."""
    return _script(one) if one.number % 3 == 0 else f"{address(name)}/{one.number}"


def _script(one: Payload) -> str:
    return _text(f"javascript:{CALL.format(n=one.number)}//{one.number}")


def _text(markup: str) -> str:
    return html.escape(markup)


def _is_xml(markup: str) -> bool:
    try:
        etree.fromstring(f"<div>{markup}</div>")
    except etree.XMLSyntaxError:
        return False
    return "<" in markup
