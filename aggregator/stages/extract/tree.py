"""A page as one parsed tree, bounded, and what it says of itself in JSON-LD."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from aggregator.text.html import to_text

MAX_CHARS = 6_000_000  # of a page; what is longer is a list or an attack
MAX_TAGS = 120_000
MAX_JSON = 2_000_000

_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_TYPES = re.compile(
    r"Article|Posting|Report|Review|Interview|Recipe|Video|Webpage|Podcast|Analysis|Opinion|Chronicle", re.IGNORECASE
)

Linked = Mapping[str, Any]


def parse(html: str) -> HtmlElement | None:
    """The tree of a page, or None when it holds no markup that can be read.

    Never raises; what nests deeper than libxml2 allows is left out.
    """
    text = _DECLARATION.sub("", html[:MAX_CHARS]).replace("\x00", "")
    if text.count("<") > MAX_TAGS:
        text = text[: _nth(text, "<", MAX_TAGS)]
    if not text.strip():
        return None
    try:
        parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
        # One class for all elements: lxml.html asks a Python function for each, which costs a tenth of the whole reading.
        parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))
        root = document_fromstring(text.encode("utf-8", "ignore"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return None
    return root if isinstance(root, HtmlElement) else None


def linked_data(root: HtmlElement) -> tuple[Linked, ...]:
    """The JSON-LD objects of a page, flat, those that speak of an article first; broken ones left out."""
    found: list[Linked] = []
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or "").lower() and script.text:
            found.extend(_objects(_loaded(script.text[:MAX_JSON]), 0))
    found = found[:200]
    return tuple(sorted(found, key=lambda thing: not is_article(thing)))


def embedded_text(root: HtmlElement) -> str:
    """The longest piece of marked-up text among the data a page carries for its own scripts, plain; else empty.

    A page that is drawn by its scripts often brings the article along, as a JSON string of paragraphs.
    """
    best = ""
    for script in root.iter("script"):
        text = script.text or ""
        if len(text) < 1000 or "ld+json" in (script.get("type") or ""):
            continue
        for found in _LONG_STRING.finditer(text[:MAX_JSON]):
            if _PARAGRAPH.search(found.group()) and len(found.group()) > len(best):
                best = found.group()
    value = _loaded(best) if best else None
    return to_text(value) if isinstance(value, str) else ""


_LONG_STRING = re.compile(r'"(?:[^"\\]|\\.){600,}"')
_PARAGRAPH = re.compile(r"(?:<|\\u003c)(?:p|br)\b", re.IGNORECASE)


def is_article(thing: Linked) -> bool:
    """Whether a JSON-LD object is typed as an article of some kind."""
    kinds = thing.get("@type")
    names = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(name, str) and ("Article" in name or "Posting" in name) for name in names)


def strings(things: Iterable[Linked], name: str) -> Iterator[str]:
    """What each JSON-LD object says under `name`, where that is a string, or begins with one."""
    for thing in things:
        value = thing.get(name)
        if isinstance(value, list) and value:
            value = value[0]
        if isinstance(value, dict):
            value = value.get("@value")
        if isinstance(value, str) and value.strip():
            yield value.strip()


def _loaded(text: str) -> object:
    text = (
        text.strip().removeprefix("<!--").removesuffix("-->").removeprefix("//<![CDATA[").removesuffix("//]]>").strip()
    )
    for candidate in (text, text.rstrip(";")):
        try:
            return json.loads(candidate, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _objects(value: object, depth: int) -> Iterator[Linked]:
    if depth > 4:
        return
    if isinstance(value, list):
        for part in value[:100]:
            yield from _objects(part, depth + 1)
    elif isinstance(value, dict):
        yield value
        for name in ("@graph", "mainEntity", "mainEntityOfPage", "liveBlogUpdate"):
            if name == "liveBlogUpdate":
                continue
            yield from _objects(value.get(name), depth + 1)


def _nth(text: str, mark: str, count: int) -> int:
    at = -1
    for _ in range(count):
        at = text.find(mark, at + 1)
    return at
