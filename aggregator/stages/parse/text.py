"""What an XML element says: its text, its markup, the addresses and language in force there."""

import base64
import binascii
import re

from lxml import etree

from aggregator.records import Markup, Person
from aggregator.stages.parse.draft import Place
from aggregator.text import urls

Element = etree._Element  # noqa: SLF001 - lxml has no public name for the type
XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
# lxml writes the declarations of all ancestors into the first tag, before its attributes.
_DECLARATIONS = re.compile(r"""^(<[\w:.-]+)(?:\s+xmlns(?::[\w.-]+)?="[^"]*")+""")
_BASE64 = re.compile(r"[A-Za-z0-9+/]*={0,2}")
_MAIL = r"[^\s<>()@]+@[^\s<>()@]+"
_MAIL_NAME = re.compile(rf"(?:mailto:)?({_MAIL})\s*\(([^()]+)\)")
_NAME_MAIL = re.compile(rf"([^<>()]+?)\s*[<(](?:mailto:)?({_MAIL})[>)]")
_MAIL_ALONE = re.compile(rf"(?:mailto:)?({_MAIL})")


def plain(element: Element) -> str | None:
    """The text of `element` and of all inside it, without blanks around it; None when there is none."""
    text = element.text if len(element) == 0 else "".join(map(str, element.itertext()))
    return (text.strip() or None) if text else None


def attribute(element: Element, name: str) -> str | None:
    """The attribute `name` without blanks around it; None when absent or empty."""
    value = element.get(name)
    return (value.strip() or None) if value else None


def inside(place: Place, element: Element) -> Place:
    """What holds within `element`: `place`, with its own xml:base and xml:lang."""
    base = element.get(XML_BASE)
    language = element.get(XML_LANGUAGE)
    if base is None and language is None:
        return place
    found = urls.absolute(base, place.base) if base else None
    return Place(
        base=found or place.base,
        given=found or place.given,
        language=place.language if language is None else (language.strip() or None),
    )


def escaped(element: Element, place: Place) -> Markup | None:
    """The HTML of an RSS element: escaped, in CDATA, or as elements where a feed forgot to escape them."""
    value = element.text if len(element) == 0 else inner(element, place)
    value = value.strip() if value else None
    if not value:
        return None
    place = inside(place, element)
    return Markup(value=value, type="html", base=place.given, language=place.language)


def construct(element: Element, place: Place, *, is_content: bool = False) -> Markup | None:
    """A text construct or content of Atom (RFC 4287 section 3.1 and 4.1.3; Atom 0.3 section 3.1 with `mode`).

    Content of an unknown type is read as base64 (section 4.1.3.3) and kept when that is text; titles and summaries
    cannot be data, whatever they say: they are kept as they stand.
    """
    kind = (element.get("type") or "text").strip().lower()
    mode = (element.get("mode") or "").strip().lower()
    if mode == "base64" or ("/" in kind and not _is_textual(kind)):
        found = _from_base64(element, kind, inside(place, element))
        if found is not None or (is_content and _is_base64(element)):
            return found
        kind = "html"
    if kind in {"xhtml", "application/xhtml+xml"} or (mode == "xml" and len(element)):
        return _inline(element, place, "xhtml")
    if len(element):  # elements where text was promised: keep what they show
        return _inline(element, place, "html")
    value = element.text
    if not value or not value.strip():
        return None
    place = inside(place, element)
    is_text = kind in {"text", "text/plain", "plain"} and (mode != "escaped" or kind == "text/plain")
    return Markup(value=value.strip(), type="text" if is_text else "html", base=place.given, language=place.language)


def _is_base64(element: Element) -> bool:
    """Whether the text of `element` can be data: a picture is, `Some content` is not."""
    value = "".join((element.text or "").split())
    return len(value) % 4 == 0 and _BASE64.fullmatch(value) is not None


def _is_textual(kind: str) -> bool:
    return kind.startswith("text/") or kind.split(";")[0].endswith(("+xml", "/xml"))


def _from_base64(element: Element, kind: str, place: Place) -> Markup | None:
    """Text in base64, as Atom 0.3 allowed and a few programs of the time wrote it; None when it is no text."""
    try:
        value = base64.b64decode("".join((element.text or "").split()), validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return None
    is_text = kind in {"text", "text/plain"}
    return (
        Markup(value=value.strip(), type="text" if is_text else "html", base=place.given, language=place.language)
        if value.strip()
        else None
    )


def _inline(element: Element, place: Place, kind: str) -> Markup | None:
    value = inner(element, place)
    if not value.strip():
        return None
    place = inside(place, element)
    return Markup(
        value=value.strip(), type="xhtml" if kind == "xhtml" else "html", base=place.given, language=place.language
    )


def inner(element: Element, place: Place) -> str:
    """The inside of `element` as HTML: XHTML loses its namespace, addresses under a deeper xml:base are resolved."""
    _settle_bases(element, inside(place, element))
    pieces = [_as_text(element.text)]
    for child in element:
        for part in child.iter("{*}*"):
            if part.tag[:1] == "{":
                part.tag = part.tag.rpartition("}")[2]
        markup = etree.tostring(child, encoding="unicode", method="html", with_tail=False)
        pieces.append(_DECLARATIONS.sub(r"\1", markup))
        pieces.append(_as_text(child.tail))
    return "".join(pieces)


def _settle_bases(element: Element, outer: Place) -> None:
    """Make addresses absolute below every xml:base inside `element`, where HTML would forget it.

    Each address is resolved once, against the base next to it: nested bases over many links would else be quadratic.
    """
    bases: dict[Element, str] = {}
    for part in element.iterdescendants("*"):
        parent = part.getparent() if bases else None
        base = None if parent is None else bases.get(parent)
        value = part.get(XML_BASE)
        if value is not None:
            above = base or outer.base
            base = urls.absolute(value, above) or above
        if base is None:
            continue
        bases[part] = base
        for name in ("href", "src"):
            address = part.get(name)
            if address is not None:
                part.set(name, urls.absolute(address, base) or address)


def _as_text(text: str | None) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") if text else ""


def person(element: Element) -> Person | None:
    """An Atom person construct (RFC 4287 section 3.2), or text where a feed has put that instead."""
    name = email = url = None
    for child in element:
        match child.tag.rpartition("}")[2].lower():
            case "name":
                name = plain(child) or name
            case "email":
                email = plain(child) or email
            case "uri" | "url" | "homepage":
                url = plain(child) or url
            case _:
                continue
    if name or email or url:
        return Person(name=name, email=email, url=url)
    return named(plain(element))


def named(text: str | None) -> Person | None:
    """A person from one line: `mail (name)` as RSS 2.0 has it, `name <mail>`, a name alone, an address alone."""
    if not text:
        return None
    line = " ".join(text.split())
    if "@" not in line:
        return Person(name=line) if line else None
    if found := _MAIL_NAME.fullmatch(line):
        return Person(name=found[2].strip(), email=found[1])
    if found := _NAME_MAIL.fullmatch(line):
        return Person(name=found[1].strip(" \"'"), email=found[2])
    if found := _MAIL_ALONE.fullmatch(line):
        return Person(email=found[1])
    return Person(name=line)


def integer(text: str | None) -> int | None:
    """A size as a number; None for anything but plain digits (`12.5`, `1,234`, `unknown`)."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None
