"""An article page, read: headline, byline, date, text, lead image, and what stands in the way of it.

`extract` is a pure function of the page. It never raises and its time is bounded by the size of the page.
"""

import re
from collections.abc import Container, Sequence
from datetime import UTC, datetime

from lxml.html import HtmlElement

from aggregator.records import WALLED, Article, Image
from aggregator.stages.extract import body, byline, flags, metadata, published, tree, weights
from aggregator.stages.extract import rules as rules_
from aggregator.stages.extract.chrome import learn
from aggregator.stages.extract.policy import needs_page, next_look
from aggregator.stages.extract.rules import Rules, parse_rules
from aggregator.text import dates, urls
from aggregator.text import language as languages_
from aggregator.text.html import clean_line

MADE_BY = f"extract/1.{weights.VERSION}"

__all__ = ["MADE_BY", "WALLED", "Rules", "extract", "learn", "needs_page", "next_look", "parse_rules"]

_FAR = datetime(2200, 1, 1, tzinfo=UTC)


def extract(
    html: str,
    url: str,
    *,
    language: str | None = None,
    languages: Sequence[str] = (),
    feed_title: str | None = None,
    feed_text: str = "",
    chrome: Container[str] = (),
    asked: str | None = None,
    observed: datetime | None = None,
    rules: Rules | None = None,
) -> Article:
    """The article of the page at `url`.

    Args:
        html: the page, decoded (`text/html.py: decode`).
        url: that answered.
        language: of the feed; believed unless the text says otherwise.
        languages: to tell apart, as configured; empty for all we know.
        feed_title: the entry's title: a headline when the page names none.
        feed_text: the entry's text, plain: a rescue when the page yields far less.
        chrome: lines known to be no text on this site (`learn`).
        asked: the address asked for, when redirects led to `url`.
        observed: when the page was fetched, UTC; dates later than this are refused.
        rules: of the site (`parse_rules`); a body rule that leaves less than half of the text is ignored, and the
            article then carries the flag `rule-ignored`.

    Returns:
        An article whose text may be empty; its flags say why. A page flagged with one of `WALLED` is never a wording.
    """
    root = tree.parse(html)
    if root is None:
        return Article(url=url, headline=feed_title, text="", flags=("js-shell",), made_by=MADE_BY)
    things = tree.linked_data(root)
    meta = metadata.read(root, url, things)
    title = (rules_.field_of(root, rules.title) if rules else None) or meta.title or feed_title
    prior = language or meta.language
    read = body.read(
        root,
        title=title or "",
        description=meta.description,
        linked=meta.body,
        feed_text=feed_text,
        learned=chrome,
        authors=meta.authors.names,
    )
    text, ignored = _by_rule(root, rules, read.text) if rules else (read.text, False)
    who, raw = meta.authors, meta.byline_raw
    if not who.names and (printed := metadata.printed_byline(read.found, read.start + 1)):
        who, raw = byline.signed(printed) or who, printed
    day = meta.published or published.printed(root, read.found, read.start, title, url) or meta.updated
    when = dates.read(day, zone=None, observed=observed or _FAR) if day else dates.NONE
    changed = dates.read(meta.updated, zone=None, observed=observed or _FAR) if meta.updated else dates.NONE
    sample = f"{title or ''}\n{text[:1000]}"
    return Article(
        url=url,
        headline=clean_line(title) if title else None,
        text=text,
        byline=who.names,
        byline_raw=raw,
        agency=who.agency or byline.agency_of(text),
        dateline=read.dateline,
        published=when.at,
        published_raw=day,
        updated=changed.at,
        language=languages_.detect(sample, tuple(languages), prior) or prior,
        lead_image=_lead(meta, read, url),
        captions=read.captions,
        canonical_url=meta.canonical,
        site_name=meta.site_name,
        flags=flags.read(root, meta, text, read.found, url, asked, html) + (("rule-ignored",) if ignored else ()),
        words=_words(text),
        made_by=MADE_BY,
    )


def _by_rule(root: HtmlElement, rules: Rules, text: str) -> tuple[str, bool]:
    """The text a site rule points at, or `text` when the rule has grown stale; whether it was ignored."""
    said = rules_.body_of(root, rules)
    if said and len(said) >= rules_.SHRINKS * len(text):
        return said, False
    return text, bool(rules.body)


def _lead(meta: metadata.Metadata, read: body.Body, url: str) -> Image | None:
    address = meta.image or (urls.absolute(read.picture, url) if read.picture else None)
    if address is None:
        return None
    caption = read.captions[0] if read.captions else None
    return Image(url=address, caption=caption, credit=_credit(caption), alt=meta.image_alt)


def _credit(caption: str | None) -> str | None:
    return None if caption is None else byline.credit_of(caption)


def _words(text: str) -> int:
    return len(text.split()) + len(_WIDE.findall(text)) // 2


_WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
