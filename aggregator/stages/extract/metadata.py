"""What a page says of itself: title, authors, date, language, site, picture.

Each by a cascade, the most reliable witness first (our own measurements on pages of forty countries): JSON-LD, meta
elements, microdata, then what is printed on the page.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from urllib.parse import urlsplit

from lxml.html import HtmlElement
from msgspec import Struct, field

from aggregator.stages.extract import byline, published
from aggregator.stages.extract.blocks import Block, key_of
from aggregator.stages.extract.tree import Linked, is_article, strings
from aggregator.text import urls
from aggregator.text.html import clean_line, to_text, unescape

_META_TITLES = ("og:title", "twitter:title", "dc.title", "dcterms.title", "parsely-title", "sailthru.title", "title")
_META_AUTHORS = (
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "byl",
    "articleauthor",
    "article:byline",
    "dcsext.author",
    "cxenseparse:author",
    "article:author_name",
    "og:article:author",
    "twitter:data1",
)
_META_UPDATED = (
    "article:modified_time",
    "og:updated_time",
    "last-modified",
    "lastmod",
    "dcterms.modified",
    "dc.date.modified",
)
_TITLE_SEPARATOR = re.compile(r"\s+[|–—·•»:-]\s+|\s+\|\s*|\s*\|\s+|[ㅣ｜]")
_BYLINE_CLASS = re.compile(
    r"byline|author|auteur|autor(?!\w*iz)|redactor|journalist|writer|contributor|signature|signatur|firma(?:$|[\W_])",
    re.IGNORECASE,
)
_NOT_BYLINE = re.compile(
    r"bio|comment|related|avatar|image|photo|social|follow|box|desc|job|title|role|email|link-?list|more|date|time",
    re.IGNORECASE,
)


class Metadata(Struct, frozen=True, kw_only=True):
    """What a page says of itself, as spelled but for white space."""

    title: str | None = None
    description: str = ""
    authors: byline.Byline = field(default_factory=byline.Byline)
    byline_raw: str | None = None
    published: str | None = None  # as declared for machines; `published.printed` has what is shown
    updated: str | None = None
    language: str | None = None
    site_name: str | None = None
    canonical: str | None = None
    image: str | None = None
    image_alt: str | None = None
    body: str = ""  # the article text of the JSON-LD, plain
    free: bool | None = None  # what the page says of access
    amp: bool = False
    words: int | None = None  # JSON-LD wordCount


def read(root: HtmlElement, url: str, things: Sequence[Linked]) -> Metadata:
    """What the page at `url` says of itself."""
    metas = _metas(root)
    articles = [thing for thing in things if is_article(thing)]
    names = _site_names(metas, things, url)
    authors, raw = _authors(root, metas, articles, names)
    image, alt = _image(root, metas, articles, url)
    return Metadata(
        title=_title(root, metas, articles, names),
        description=clean_line(
            unescape(next(_given(metas, ("og:description", "description", "twitter:description")), ""))
        ),
        authors=authors,
        byline_raw=raw,
        published=published.declared(metas, articles, things),
        updated=next(strings(articles, "dateModified"), None) or next(_given(metas, _META_UPDATED), None),
        language=_language(root, metas, articles),
        site_name=names[0] if names else None,
        canonical=_canonical(root, metas, url),
        image=image,
        image_alt=alt,
        body=_body(articles or list(things)),
        free=_free(things),
        amp=root.get("amp") is not None or root.get("⚡") is not None,
        words=_words(articles),
    )


def _metas(root: HtmlElement) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for meta in root.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv")
        content = meta.get("content")
        if name and content and content.strip():
            found.setdefault(name.strip().lower(), []).append(content.strip())
    return found


def _given(metas: dict[str, list[str]], names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield from metas.get(name, ())


# -------------------------------------------------------------------------------------------------------- title


def _title(
    root: HtmlElement, metas: dict[str, list[str]], articles: Sequence[Linked], names: Sequence[str]
) -> str | None:
    """The title most witnesses agree on: the headings, JSON-LD, Open Graph, and the tab's title without the site.

    A page has up to five titles: for readers, for search engines, for networks. Those with equal letters vote as one.
    """
    own = {key_of(name) for name in names}
    head = root.find("head/title")
    said = {
        "headline": list(strings(articles, "headline"))[:1],
        "h1": list(_headings(root, "h1"))[:3],
        "og": metas.get("og:title", [])[:1],
        "network": metas.get("twitter:title", [])[:1],
        "tab": [head.text] if head is not None and head.text else [],
        "h2": list(_headings(root, "h2"))[:3],
    }
    titles = [
        (kind, at, title)
        for kind, texts in said.items()
        for at, text in enumerate(texts)
        if (title := _without_site(clean_line(unescape(text)), names)) and key_of(title) not in own
    ]
    votes: dict[str, float] = {}
    spelled: dict[str, str] = {}
    for kind, at, title in titles:
        key = key_of(title)
        votes[key] = votes.get(key, 0.0) + _VOTES[kind] * (0.5 if at else 1.0)
        spelled.setdefault(key, title)
    for key in votes:
        if sum(key_of(title) == key for _, _, title in titles) == 1 and not any(
            _alike(key, other) for other in votes if other != key
        ):
            votes[key] -= _ALONE
    best = max(votes, key=lambda key: votes[key], default=None)
    return spelled[best] if best else next(iter(_given(metas, _META_TITLES)), None)


# How much each witness counts, and what one that nothing resembles loses: our own measurements on 665 pages.
_VOTES = {"headline": 2.5, "h1": 2.0, "h2": 1.2, "og": 1.15, "tab": 0.4, "network": 0.1}
_ALONE = 1.5


def _headings(root: HtmlElement, tag: str) -> Iterator[str]:
    for heading in list(root.iter(tag))[:12]:
        parts = [text.strip() for child in heading for text in ["".join(child.itertext())] if text.strip()]
        joined = clean_line("".join(heading.itertext()))
        # Kicker and headline in spans of their own, with no space between: "Ahrtal-FlutZwei Rücktritte".
        if len(parts) > 1 and re.search(r"[a-zß-öø-ÿ0-9][A-ZÀ-ÖØ-Þ]", joined):
            joined = clean_line(" ".join(heading.itertext()))
        if 8 <= len(joined) <= 300:
            yield joined


def _alike(a: str, b: str) -> bool:
    one, two = key_of(a), key_of(b)
    if not one or not two:
        return False
    if one == two or (len(two) > 15 and two in one and len(one) < 1.5 * len(two)) or (len(one) > 15 and one in two):
        return True
    return SequenceMatcher(None, one[:200], two[:200], autojunk=False).ratio() > 0.8


def _without_site(title: str, names: Sequence[str]) -> str:
    """A title without the site's name behind or before it."""
    parts = _TITLE_SEPARATOR.split(title)
    if len(parts) < 2:
        return title
    keys = [key_of(name) for name in names]
    last, first = key_of(parts[-1]), key_of(parts[0])
    cut = title
    if last and any(last in key or (len(key) > 3 and key in last) for key in keys if key):
        cut = title[: title.rfind(parts[-1])].rstrip(" |–—·•»:-")
        return _without_site(cut, names) if len(parts) > 2 else cut
    if first and any(first == key for key in keys):
        return title[len(parts[0]) :].lstrip(" |–—·•»:-")
    if re.search(r"\s\|\s", title) and len(parts[-1]) < 30 and len(parts[0]) > 20:
        return title[: title.rfind("|")].rstrip()
    return title


def _site_names(metas: dict[str, list[str]], things: Sequence[Linked], url: str) -> list[str]:
    names = [
        clean_line(unescape(name))
        for name in _given(
            metas,
            (
                "og:site_name",
                "application-name",
                "twitter:site",
                "dc.publisher",
                "apple-mobile-web-app-title",
                "copyright",
            ),
        )
    ]
    for thing in things:
        publisher = thing.get("publisher")
        publisher = publisher[0] if isinstance(publisher, list) and publisher else publisher
        name = publisher.get("name") if isinstance(publisher, dict) else publisher
        if isinstance(name, str):
            names.append(clean_line(unescape(name)))
    site = urls.site(url)
    if site:
        names.extend((site, site.split(".")[0] if site.count(".") == 1 else site.split(".")[-2]))
    return [name for name in dict.fromkeys(names) if name and len(name) < 60]


# ------------------------------------------------------------------------------------------------------ authors


def _authors(
    root: HtmlElement, metas: dict[str, list[str]], articles: Sequence[Linked], names: Sequence[str]
) -> tuple[byline.Byline, str | None]:
    """The first witness that names somebody; the names the site gives itself only when there is no person."""
    own = {key_of(name) for name in names}
    fallback: tuple[byline.Byline, str | None] = (byline.Byline(), None)
    for said in _author_witnesses(root, metas, articles):
        who, raw = byline.read(said), ", ".join(said)
        if any(key_of(name) not in own for name in who.names):
            return who, raw
        if (who.names or who.agency) and not fallback[0].spelled:
            fallback = (who, raw)
    return fallback


def _author_witnesses(
    root: HtmlElement, metas: dict[str, list[str]], articles: Sequence[Linked]
) -> Iterator[list[str]]:
    for thing in articles:
        for name in ("author", "creator"):
            if said := list(_people(thing.get(name))):
                yield said
    for name in _META_AUTHORS:
        said = [unescape(value) for value in metas.get(name, ()) if not value.lower().startswith(("http", "@", "www."))]
        if name == "twitter:data1" and not any(
            "written by" in label.lower() or "par" in label.lower() for label in metas.get("twitter:label1", ())
        ):
            continue
        if said:
            yield said
    yield from _printed_authors(root)


def _people(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield unescape(value)
    elif isinstance(value, list):
        for part in value[:20]:
            yield from _people(part)
    elif isinstance(value, dict):
        yield from _people(value.get("name"))


def _printed_authors(root: HtmlElement) -> Iterator[list[str]]:
    linked = [link for link in root.iter("a") if "author" in (link.get("rel") or "").split()]
    marked = root.findall(".//*[@itemprop='author']")
    for parts in (linked, marked):
        # Teasers of other articles name their authors too: those that stand together belong together.
        together = [_spaced(part) for part in parts[:20] if _grandparent(part) is _grandparent(parts[0])]
        if (said := [text for text in dict.fromkeys(together) if 2 < len(text) < 90]) and byline.read(said).spelled:
            yield said
    for part in root.iter("span", "p", "div", "a", "address", "li", "strong"):
        named = f"{part.get('class') or ''} {part.get('id') or ''}"
        if _BYLINE_CLASS.search(named) and not _NOT_BYLINE.search(named):
            for said in _people_only([_spaced(part)]):
                yield said
                return


def _grandparent(element: HtmlElement) -> HtmlElement | None:
    parent = element.getparent()
    return None if parent is None else parent.getparent()


def _people_only(texts: Iterable[str]) -> Iterator[list[str]]:
    # What is printed in a box named "author" may be a date or a section; two words with capitals are a person.
    said = [text for text in dict.fromkeys(texts) if 3 < len(text) < 90]
    who = byline.read(said)
    if who.agency or any(_PERSON.match(name) for name in who.names):
        yield said


_PERSON = re.compile(r"[^\W\d_a-zß-öø-ÿ][^\d_]*(?:\s[^\W\d_a-zß-öø-ÿ]|[\u3400-\u9fff\uac00-\ud7a3])")


def _spaced(element: HtmlElement) -> str:
    return clean_line(" ".join(element.itertext()))


# ------------------------------------------------------------------------------------------- the rest of the page


def _language(root: HtmlElement, metas: dict[str, list[str]], articles: Sequence[Linked]) -> str | None:
    said = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang")
    said = (
        said
        or next(_given(metas, ("og:locale", "content-language", "language", "dc.language", "inlanguage")), None)
        or next(strings(articles, "inLanguage"), None)
    )
    found = re.match(r"[a-zA-Z]{2,3}(?=$|[-_,])", said.strip()) if said else None
    return found.group().lower() if found else None


def _canonical(root: HtmlElement, metas: dict[str, list[str]], url: str) -> str | None:
    """The address the page gives itself, when it is one of the same site and not the home page."""
    links = [
        link.get("href") or "" for link in root.iter("link") if "canonical" in (link.get("rel") or "").lower().split()
    ]
    for said in (*links, *metas.get("og:url", ())):
        address = urls.absolute(said, url)
        if address and not urls.is_home_page(address) and _same_site(address, url):
            return address
    return None


def _same_site(a: str, b: str) -> bool:
    one, two = urls.site(a), urls.site(b)
    return (
        not two
        or one == two
        or one.endswith("." + two)
        or two.endswith("." + one)
        or (one.split(".")[-2:] == two.split(".")[-2:] and one.count(".") < 3)
    )


def _image(
    root: HtmlElement, metas: dict[str, list[str]], articles: Sequence[Linked], url: str
) -> tuple[str | None, str | None]:
    alt = next(_given(metas, ("og:image:alt", "twitter:image:alt")), None)
    said = [*_given(metas, ("og:image:secure_url", "og:image", "twitter:image", "twitter:image:src"))]
    for thing in articles:
        said.extend(_pictures(thing.get("image")))
    for candidate in said:
        address = urls.absolute(candidate, url)
        if address and not re.search(r"logo|sprite|placeholder|default[-_.]|favicon|1x1|blank", address, re.IGNORECASE):
            return address, clean_line(unescape(alt)) if alt else None
    return None, None


def _pictures(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for part in value[:5]:
            yield from _pictures(part)
    elif isinstance(value, dict):
        yield from _pictures(value.get("url") or value.get("contentUrl"))


def _body(things: Sequence[Linked]) -> str:
    longest = max(strings(things, "articleBody"), key=len, default="")
    text = unescape(longest[:400_000])
    if "<" in text:
        return to_text(text)
    return "\n\n".join(filter(None, (clean_line(line) for line in re.split(r"\n+|\\n", text))))


def _free(things: Sequence[Linked]) -> bool | None:
    for thing in things:
        value = thing.get("isAccessibleForFree")
        if value is not None:
            return str(value).strip().lower() not in (
                "false",
                "0",
                "no",
                "http://schema.org/false",
                "https://schema.org/false",
            )
    return None


def _words(articles: Sequence[Linked]) -> int | None:
    for thing in articles:
        value = thing.get("wordCount")
        if isinstance(value, int | str) and str(value).strip().isdigit() and len(str(value)) < 8:
            return int(value)
    return None


def printed_byline(found: Sequence[Block], upto: int) -> str | None:
    """A line before the text that says who wrote it, for pages without metadata."""
    return next((block.text for block in found[:upto] if byline.signed(block.text)), None)


def path_of(url: str) -> str:
    """The path of an address, empty when it has none."""
    try:
        return urlsplit(url).path.rstrip("/")
    except ValueError:
        return ""
