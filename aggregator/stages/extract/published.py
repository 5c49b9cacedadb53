"""When an article was published, as its page spells it: JSON-LD, meta elements, microdata, what is printed, the address.

The most reliable witness comes first; a date that belongs to another article (a teaser's, a picture's) is worse than none.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from lxml.html import HtmlElement

from aggregator.stages.extract import chrome
from aggregator.stages.extract.blocks import Block, key_of
from aggregator.stages.extract.tree import Linked, strings
from aggregator.text.html import clean_line

MAX_SCRIPT = 1_000_000  # characters of one script that are searched for a date
MAX_SPELLED = 60

_METAS = (
    "article:published_time", "og:article:published_time", "article:published:time", "date", "dc.date.issued",
    "dcterms.issued", "dcterms.created", "dc.date", "dcterms.date", "datepublished",
    "parsely-pub-date", "sailthru.date", "pubdate", "publishdate", "publish-date", "published", "article.published",
    "date.created", "created",
    "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "last-modified-date", "article_date_original",
    "publication_date", "originalpublicationdate", "ptime",
    "dc.created", "last_published_date", "og:published_time", "datecreated", "rnews:datepublished", "displaydate",
    "timestamp", "vr:published_time",
)  # fmt: skip
_META_LIKE = re.compile(r"publi(?:sh|cation|é|cad|cat)|issued|release[-_:.]?date|pub[-_:.]?date")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_TEXT = re.compile(chrome.DATE)
_UNSET = re.compile(r"0\d{3}-|1970-01-01|[01]\d?$")  # what a program says that was not told
_FULL = re.compile(rf"\s*(?:[^\W\d_]{{2,10}}\.?,?\s+)?(?:{chrome.DATE})\s*")
_CLASS = re.compile(
    r"date|time|publi|posted|datum|fecha|data(?:$|[\W_])|timestamp|created|(?:^|[\W_])dato?(?:$|[\W_])",
    re.IGNORECASE,
)
_IN_SCRIPT = re.compile(
    r'\\?"(?:date_?published|(?:first_?)?publish(?:ed)?_?(?:at|date|time|on|dt)|publication_?(?:date|time)|pub_?date|'
    r'(?:deploy|release)_?(?:dt|date|time|at))\\?"\s*:\s*\\?"(\d[^"\\]{7,38})\\?"',
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"/(20[0-3]\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=[/\-_.]|\d{0,8}/|$)")
_ELSEWHERE = frozenset({"nav", "aside", "footer", "related", "comments", "caption", "figure", "promo"})


def declared(metas: Mapping[str, Sequence[str]], articles: Sequence[Linked], things: Sequence[Linked]) -> str | None:
    """The date a page declares for machines, as spelled; None when it declares none."""
    for said in _declared(metas, articles, things):
        if re.search(r"\d", said) and len(said) < MAX_SPELLED and not _UNSET.match(said):
            return said
    return None


def _declared(
    metas: Mapping[str, Sequence[str]], articles: Sequence[Linked], things: Sequence[Linked]
) -> Iterator[str]:
    yield from strings(articles, "datePublished")
    for name in _METAS:
        yield from metas.get(name, ())
    yield from strings(things, "datePublished")
    yield from strings(articles, "dateCreated")
    yield from strings(things, "uploadDate")
    for name, values in metas.items():
        if _META_LIKE.search(name):
            yield from (value for value in values if _ISO.match(value))


def printed(root: HtmlElement, found: Sequence[Block], start: int, title: str | None, url: str) -> str | None:
    """The date a page shows its readers, or keeps for its own scripts or in its address; as spelled.

    Args:
        found: the blocks of the page.
        start: the block the text begins with.
        title: the headline; dates are looked for between it and the text.
    """
    return (
        _marked(root)
        or _above(found, start, title)
        or _in_tab(root)
        or _in_dated_box(root)
        or _in_scripts(root)
        or in_address(url)
    )


def _marked(root: HtmlElement) -> str | None:
    for part in root.iterfind(".//*[@itemprop='datePublished']"):
        said = part.get("datetime") or part.get("content") or clean_line(part.text_content())
        if re.search(r"\d", said):
            return said[:MAX_SPELLED]
    for part in root.iter("time"):
        if _inside_link(part):
            continue
        said = part.get("datetime") or clean_line(part.text_content())
        if _ISO.search(said):
            return said[:MAX_SPELLED]
        if shown := _TEXT.search(said):
            return shown.group()
    return None


def _above(found: Sequence[Block], start: int, title: str | None) -> str | None:
    """The date in a line of little else between the headline and the text, else in the last lines before the text."""
    key = key_of(title or "")
    heading = max((at for at in range(max(0, start - 40), start) if key and found[at].key == key), default=-1)
    near = found[heading + 1 : start + 1] if heading >= 0 else found[max(0, start - 6) : start + 1]
    for block in near:
        if len(block.text) > 200 or block.hints & _ELSEWHERE:
            continue
        said = _TEXT.search(block.text)
        if said and len(block.text) - len(said.group()) < (25 if block.link_share > 0.5 else 80):
            return said.group()
    return None


def _in_tab(root: HtmlElement) -> str | None:
    """The date a tab's title ends or begins with, as one of several parts: "Headline | Site | 28.04.2023"."""
    head = root.find("head/title")
    parts = re.split(r"\s[|–—·-]\s", (head.text or "") if head is not None else "")
    said = (part for part in (parts[-1], parts[0]) if len(parts) > 1 and _FULL.fullmatch(part))
    return next(map(clean_line, said), None)


def _in_dated_box(root: HtmlElement) -> str | None:
    for part in root.iter("span", "div", "p", "li", "em", "small"):
        named = f"{part.get('class') or ''} {part.get('id') or ''}"
        if _CLASS.search(named) and not _inside_link(part):
            said = _TEXT.search(clean_line(part.text_content())[:160])
            if said:
                return said.group()
    return None


def _in_scripts(root: HtmlElement) -> str | None:
    """The first date under a telling name among the data a page brings for its scripts."""
    for script in root.iter("script"):
        text = script.text
        said = _IN_SCRIPT.search(text[:MAX_SCRIPT]) if text else None
        if said and (_ISO.match(said.group(1)) or _TEXT.match(said.group(1))):
            return said.group(1)
    return None


def in_address(url: str) -> str | None:
    """The day an address names: `/2024/06/17/`, `-20240617.`."""
    said = _ADDRESS.search(url)
    return "-".join(said.groups()) if said else None


def _inside_link(element: HtmlElement) -> bool:
    for _ in range(6):
        parent = element.getparent()
        if parent is None:
            return False
        if parent.tag == "a":
            return True
        element = parent
    return False
