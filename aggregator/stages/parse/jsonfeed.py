"""JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1) as a ParsedFeed; a document that breaks off yields the items before."""

import hashlib
import json
import re
from collections.abc import Mapping

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
from aggregator.text import urls

Json = Mapping[str, object]
_ITEMS = re.compile(r'"items"\s*:\s*\[')
_LONE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")  # what no other format can carry
NOT_A_FEED = NotAFeed(code="not-a-feed", message="the document is JSON, but no JSON Feed")


def read(body: bytes, url: str, most: int) -> ParsedFeed | NotAFeed:
    """The feed in a JSON document.

    Args:
        body: UTF-8.
        url: of the document, to resolve addresses.
        most: entries that are read.
    """
    source = body.decode("utf-8", "replace")
    whole = True
    problems: tuple[Problem, ...] = ()
    try:
        document = json.loads(source, strict=False)
    except (ValueError, RecursionError):
        document, whole = _salvaged(source), False
        problems = (Problem(code="cut", message="the JSON document is damaged or was cut off"),)
    if not isinstance(document, dict) or not _is_feed(document):
        return NOT_A_FEED
    items = document.get("items")
    authors = _people(document)
    language = _text(document, "language")
    context = repr((document.get("home_page_url"), language, authors)).encode("utf-8", "replace")
    entries = [
        _entry(item, url, language, authors, hashlib.blake2b(context, digest_size=16).digest())
        for item in (items[:most] if isinstance(items, list) else ())
        if isinstance(item, dict)
    ]
    return ParsedFeed(
        format="json10" if str(document.get("version", "")).rstrip("/").endswith("/1") else "json11",
        path="json",
        title=_text(document, "title"),
        site_url=_address(document, "home_page_url", url),
        language=language,
        hints=Hints(
            self_url=_address(document, "feed_url", url),
            hub=_hub(document, url),
            next_page=_address(document, "next_url", url),
        ),
        entries=tuple(entries),
        problems=problems,
        whole=whole,
    )


def _is_feed(document: Json) -> bool:
    version = document.get("version")
    return isinstance(document.get("items"), list) and (
        (isinstance(version, str) and "jsonfeed.org" in version) or isinstance(document.get("title"), str)
    )


def _salvaged(source: str) -> object:
    """What stands before the damage: the head of the feed, and each item that is complete."""
    found = _ITEMS.search(source)
    if found is None:
        return None
    decoder = json.JSONDecoder(strict=False)
    try:
        document = json.loads(source[: found.start()].rstrip().rstrip(",") + "}", strict=False)
    except (ValueError, RecursionError):
        document = {"version": "https://jsonfeed.org/version/1.1"} if "jsonfeed.org" in source[:4096] else {}
    items: list[object] = []
    at = found.end()
    while True:
        while at < len(source) and source[at] in " \t\r\n,":
            at += 1
        try:
            item, at = decoder.raw_decode(source, at)
        except (ValueError, RecursionError):
            break
        items.append(item)
    return {**document, "items": items} if isinstance(document, dict) else None


def _entry(item: Json, url: str, language: str | None, inherited: tuple[Person, ...], context: bytes) -> ParsedEntry:
    authors = _people(item)
    base = url
    own = _text(item, "language")
    html, plain = _text(item, "content_html"), _text(item, "content_text")
    content = html or plain
    summary = _text(item, "summary")
    title = _text(item, "title")
    return ParsedEntry(
        guid=_identifier(item.get("id")),
        link=_address(item, "url", base) or _address(item, "external_url", base),
        title=Markup(value=title, type="text", language=own or language) if title else None,
        summary=Markup(value=summary, type="text", language=own or language) if summary else None,
        content=Markup(value=content, type="html" if html else "text", language=own or language) if content else None,
        published=_text(item, "date_published"),
        updated=_text(item, "date_modified"),
        authors=authors or inherited,
        authors_inherited=not authors and bool(inherited),
        categories=tuple(Category(term=term) for term in _strings(item.get("tags"))),
        enclosures=_enclosures(item, base),
        links=_links(item, base),
        language=own or language,
        raw_hash=hashlib.blake2b(
            json.dumps(item, sort_keys=True, default=str).encode("utf-8", "replace"), digest_size=16, key=context
        ).digest(),
    )


def _enclosures(item: Json, base: str) -> tuple[Enclosure, ...]:
    found: dict[str, Enclosure] = {}
    for name in ("image", "banner_image"):
        address = _address(item, name, base)
        if address:
            found.setdefault(address, Enclosure(url=address, role="image"))
    attachments = item.get("attachments")
    for one in attachments if isinstance(attachments, list) else ():
        address = _address(one, "url", base) if isinstance(one, dict) else None
        if address:
            size = one.get("size_in_bytes")
            found.setdefault(
                address,
                Enclosure(
                    url=address,
                    type=_text(one, "mime_type"),
                    length=size if isinstance(size, int) and size >= 0 else None,
                    title=_text(one, "title"),
                ),
            )
    return tuple(found.values())


def _links(item: Json, base: str) -> tuple[Link, ...]:
    """The page a link post speaks of, when the item has a page of its own as well."""
    related = _address(item, "external_url", base)
    return (Link(url=related, rel="related"),) if related and _address(item, "url", base) else ()


def _people(holder: Json) -> tuple[Person, ...]:
    """`authors` of 1.1, else `author` of 1.0; a name alone is taken as a name."""
    several = holder.get("authors")
    spelled = several if isinstance(several, list) else [holder.get("author")]
    people = []
    for one in spelled:
        if isinstance(one, dict) and (_text(one, "name") or _text(one, "url")):
            people.append(Person(name=_text(one, "name"), url=_text(one, "url")))
        elif isinstance(one, str) and one.strip():
            people.append(Person(name=one.strip()))
    return tuple(dict.fromkeys(people))


def _hub(document: Json, url: str) -> str | None:
    hubs = document.get("hubs")
    for one in hubs if isinstance(hubs, list) else ():
        if isinstance(one, dict) and str(one.get("type", "")).lower() == "websub":
            return _address(one, "url", url)
    return None


def _identifier(value: object) -> str | None:
    """`id` is a string; numbers are read as strings, as 1.1 recommends."""
    if isinstance(value, str):
        return _LONE.sub("\ufffd", value).strip() or None
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _text(holder: Json, name: str) -> str | None:
    value = holder.get(name)
    return (_LONE.sub("\ufffd", value).strip() or None) if isinstance(value, str) else None


def _strings(value: object) -> list[str]:
    return (
        list(dict.fromkeys(one.strip() for one in value if isinstance(one, str) and one.strip()))
        if isinstance(value, list)
        else []
    )


def _address(holder: Json, name: str, base: str) -> str | None:
    value = holder.get(name)
    return urls.absolute(value, base) if isinstance(value, str) else None
