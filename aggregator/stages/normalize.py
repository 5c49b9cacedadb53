"""ParsedFeed -> entries: addresses absolute, dates read, language told, content sanitized, and as plain text.

An entry is a function of what the document says of it (`ParsedEntry`), of what feeds.yaml says of the feed, and of
nothing else; only dates that lie ahead look at the clock. So an entry whose raw hash has been seen needs no work at all.
"""

import hashlib
import html as markup
import re
from collections.abc import Callable, Container, Iterable, Sequence
from datetime import datetime
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from aggregator.records import (
    Category,
    Enclosure,
    Entry,
    Feed,
    Link,
    Markup,
    ParsedEntry,
    ParsedFeed,
    Person,
    Problem,
    Untouched,
)
from aggregator.text import dates, diff, html, language, mojibake, urls
from aggregator.text.plain import as_plain
from aggregator.text.printed import is_printed

TITLE_LENGTH = 100  # characters of a title made from the text
LanguageFrom = Literal["entry", "feed", "config", "detected"]
TRUSTED = ("exact", "no-zone", "date-only")
# Tags that occur in headlines. Others are taken for words: "What <details> does" is a headline too.
_INLINE = re.compile(
    r"</?(?:a|abbr|b|big|br|cite|code|div|em|font|h[1-6]|i|img|ins|mark|nobr|p|q|s|small|span|strike|strong|sub|sup|tt|u|wbr)"
    r"(?:\s[^<>]{0,2000})?/?>",
    re.IGNORECASE,
)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")  # XML has none; JSON may carry them
_MARKUP = re.compile(r"<[a-zA-Z/!]")
_TWICE = re.compile(
    r"&lt;/?(?:p|br|a|b|i|div|span|img|strong|em|ul|ol|li|h[1-6]|blockquote|table|figure)(?:\s|/?&gt;)", re.IGNORECASE
)
_SENTENCE = re.compile(r"[^\n]{10,}?[.!?…。！？](?=\s|$|[^\x00-\x7f])")


def normalize(
    parsed: ParsedFeed,
    feed: Feed,
    observed: datetime,
    *,
    languages: Sequence[str] = (),
    known: Container[bytes] = (),
) -> tuple[tuple[Entry, ...], tuple[Untouched, ...], tuple[Problem, ...]]:
    """The entries of `parsed`, those that are known already by their own bytes, and what was odd.

    Args:
        observed: when the document was received, UTC; dates far after it are refused.
        languages: that detection may answer; empty means any.
        known: raw hashes of entries that need no work.

    Returns:
        Entries in the order of the document with ranks from 1; one that stands in it twice, byte for byte, counts once.
    """
    settings = _Settings(feed=feed, parsed=parsed, observed=observed, languages=tuple(languages))
    salt = repr((feed.spec.timezone, feed.spec.language, settings.languages)).encode()
    entries: list[Entry] = []
    untouched: list[Untouched] = []
    met: set[bytes] = set()
    for rank, one in enumerate(parsed.entries, start=1):
        raw_hash = hashlib.blake2b(one.raw_hash + salt, digest_size=16).digest()
        if one.raw_hash and raw_hash in met:
            continue
        met.add(raw_hash)
        if raw_hash in known:
            untouched.append(Untouched(raw_hash=raw_hash, rank=rank))
        else:
            entries.append(_entry(one, settings, raw_hash, rank))
    return tuple(entries), tuple(untouched), _problems(entries, len(parsed.entries) - len(met))


class _Settings(Struct, frozen=True, kw_only=True):
    feed: Feed
    parsed: ParsedFeed
    observed: datetime
    languages: tuple[str, ...]


def _entry(one: ParsedEntry, settings: _Settings, raw_hash: bytes, rank: int) -> Entry:
    feed = settings.feed
    url = _url(one, feed)
    body = _body(one, url or feed.site_url or feed.url)
    given = _headline(one.title)
    title = given or _first_sentence(body.text or body.summary)
    published = dates.read(one.published or "", zone=feed.spec.timezone, observed=settings.observed)
    updated = dates.read(one.updated or "", zone=feed.spec.timezone, observed=settings.observed)
    tongue, tongue_from = _language(one, settings, f"{title}\n{body.text}")
    return Entry(
        feed=feed.id,
        guid=one.guid,
        guid_is_permalink=one.guid_is_permalink,
        url=url,
        url_canonical=urls.canonical(url) if url else None,
        title=title,
        title_given=bool(given),
        summary=body.summary,
        content_html=body.html,
        text=body.text,
        language=tongue,
        language_from=tongue_from,
        authors=_people(one.authors),
        published=published.at,
        published_raw=one.published,
        published_from="feed" if published.at else None,
        date_quality=published.quality,
        updated=updated.at if updated.quality in TRUSTED else None,
        categories=_categories(one.categories),
        enclosures=_enclosures(one.enclosures, feed.url),
        links=_links(one.links, feed.url),
        rights=_line(one.rights) or None,
        wording_hash=diff.wording_hash(title, body.text),
        # An entry that is dated ahead will be read otherwise once its day has come: its bytes are not proof enough.
        raw_hash=b"" if "future" in (published.quality, updated.quality) else raw_hash,
        rank=rank,
    )


# ---------------------------------------------------------------------------------------------------- addresses


def _url(one: ParsedEntry, feed: Feed) -> str | None:
    """The page of an entry: its link, a guid that is one, at last the file that comes with it."""
    permalink = one.guid if one.guid_is_permalink is not False and one.guid and one.guid[:4].lower() == "http" else None
    files = [file.url for file in one.enclosures if file.role == "enclosure"]
    found = (urls.absolute(spelled, feed.url) for spelled in (one.link, permalink, *files[:1]) if spelled)
    return next((url for url in found if url is not None), None)


def _enclosures(spelled: Iterable[Enclosure], base: str) -> tuple[Enclosure, ...]:
    found: dict[str, Enclosure] = {}
    for one in spelled:
        url = urls.absolute(one.url, base)
        if url is not None:
            found.setdefault(
                url,
                replace(
                    one,
                    url=url,
                    title=_line(one.title) or None,
                    credit=_line(one.credit) or None,
                    caption=_line(one.caption) or None,
                ),
            )
    return tuple(found.values())


def _links(spelled: Iterable[Link], base: str) -> tuple[Link, ...]:
    found = (
        replace(one, url=url, title=_line(one.title) or None)
        for one in spelled
        if (url := urls.absolute(one.url, base))
    )
    return tuple(dict.fromkeys(found))


# --------------------------------------------------------------------------------------------------------- words


class _Body(Struct, frozen=True, kw_only=True):
    html: str
    text: str
    summary: str


def _body(one: ParsedEntry, base: str) -> _Body:
    """Content as HTML and text; a summary beside it when it says something else.

    A feed's `content` is the article, save where it is the shorter by far: then the roles were exchanged.
    """
    content, summary = _Read.of(one.content), _Read.of(one.summary)
    if len(content.text) * 2 < len(summary.text):
        content, summary = summary, content
    return _Body(
        html=content.html(base), text=content.text, summary="" if summary.text == content.text else summary.text
    )


class _Read(Struct, frozen=True):
    """Content or summary, with its words."""

    text: str
    _html: Callable[[str], str]

    @staticmethod
    def of(source: Markup | None) -> "_Read":
        if source is None:
            return _NOTHING
        value = _value(source)
        if source.type == "text":
            blocks = value.split("\n\n")
            lines = "\n\n".join(line for one in blocks if (line := html.clean_line(one)))
            return _Read(lines, lambda _: _paragraphs(blocks))
        reading = html.read(value)
        return _Read(reading.words(), lambda base: reading.shown(source.base or base).html)

    def html(self, base: str) -> str:
        """What may be shown of it, addresses absolute against `base` where it names none of its own."""
        return self._html(base)


_NOTHING = _Read("", lambda _: "")


def _paragraphs(blocks: Sequence[str]) -> str:
    escaped = (markup.escape(one.strip(), quote=False) for one in blocks)
    return "".join(f"<p>{one}</p>" for one in escaped if one)


def _value(source: Markup) -> str:
    """The text of `source`, with wrong tables and one level too many of escaping undone."""
    value = _mended(source.value)
    if source.type == "html" and not _MARKUP.search(value) and _TWICE.search(value):
        return markup.unescape(value)
    return value


def _mended(text: str) -> str:
    if is_printed(text):
        return text
    return _CONTROLS.sub("", mojibake.without_c1(mojibake.untangle(text, least=1, share=1.0)))


def _headline(source: Markup | None) -> str:
    """A title on one line without markup, entities decoded twice where they were escaped twice."""
    if source is None:
        return ""
    value = source.value
    if source.type != "text" or "</" in value:
        value = _without_tags(value)
    value = html.unescape(_mended(value))
    return html.clean_line(_without_tags(value) if "</" in value else value)


def _without_tags(text: str) -> str:
    return (
        _INLINE.sub(lambda tag: " " if tag[0][1:3].lower() in {"br", "p>", "di", "/p", "/d"} else "", text)
        if "<" in text
        else text
    )


def _first_sentence(text: str) -> str:
    """The beginning of `text` as a title: its first sentence, or as many whole words as fit."""
    line = html.clean_line(text[: 20 * TITLE_LENGTH].partition("\n")[0])
    found = _SENTENCE.match(line)
    sentence = found[0] if found else line
    if len(sentence) <= TITLE_LENGTH:
        return sentence
    cut = sentence[:TITLE_LENGTH]
    return (cut.rpartition(" ")[0] or cut) + "…"


def _line(text: str | None) -> str:
    """A name or a label on one line."""
    return html.clean_line(html.unescape(_without_tags(_mended(text)))) if text else ""


def _people(spelled: Iterable[Person]) -> tuple[Person, ...]:
    found = (
        Person(name=_line(one.name) or None, email=_line(one.email) or None, url=_line(one.url) or None)
        for one in spelled
    )
    return tuple(dict.fromkeys(one for one in found if one.name or one.email or one.url))


def _categories(spelled: Iterable[Category]) -> tuple[Category, ...]:
    found = (
        Category(term=_line(one.term), scheme=_line(one.scheme) or None, label=_line(one.label) or None)
        for one in spelled
    )
    return tuple(dict.fromkeys(one for one in found if one.term))


def _language(one: ParsedEntry, settings: _Settings, text: str) -> tuple[str | None, LanguageFrom | None]:
    """The language of an entry and who says so. What is declared is often wrong, and is believed only where the words agree."""
    said: list[tuple[str | None, LanguageFrom]] = [
        (one.language, "entry"),
        (settings.feed.spec.language, "config"),
        (settings.parsed.language, "feed"),
    ]
    if one.language == settings.parsed.language:  # inherited: what feeds.yaml says was written by somebody who looked
        said = said[1:]
    prior, source = next((pair for pair in said if pair[0]), (None, "detected"))
    found = language.detect(text, settings.languages, prior)
    if found is None:
        return None, None
    declared = (prior or "").replace("_", "-").partition("-")[0].strip().lower()
    return (found, source) if found == declared else (found, "detected")


# ------------------------------------------------------------------------------------------------------ problems


def _problems(entries: Sequence[Entry], repeated: int) -> tuple[Problem, ...]:
    """What is odd about these entries, one sentence a kind."""
    unread = [one for one in entries if one.published_raw and one.date_quality == "none"]
    ahead = [one for one in entries if one.date_quality == "future"]
    keyless = [one for one in entries if one.guid is None and one.url is None]
    found = []
    if unread:
        found.append(
            Problem(
                code="date-unreadable",
                message=_count(unread, f"a date that says nothing: {unread[0].published_raw!r:.80}"),
            )
        )
    if ahead:
        found.append(
            Problem(code="date-ahead", message=_count(ahead, f"a date in the future: {ahead[0].published_raw!r:.80}"))
        )
    if keyless:
        found.append(
            Problem(code="no-key", message=_count(keyless, "neither guid nor link; they are told apart by their words"))
        )
    if repeated:
        found.append(
            Problem(
                code="repeated",
                message=f"{repeated} {'entry stands' if repeated == 1 else 'entries stand'} in the document twice",
            )
        )
    return tuple(found)


def _count(entries: Sequence[Entry], what: str) -> str:
    return f"{len(entries)} {'entry has' if len(entries) == 1 else 'entries have'} {what}"


# ---------------------------------------------------------------------------------------------------------- JSON


def as_json(parsed: ParsedFeed, entries: Sequence[Entry]) -> dict[str, object]:
    """Feed and entries as plain data for JSON, every field: instants as ISO 8601, spans in seconds, hashes in hexadecimal."""
    feed = as_plain(replace(parsed, entries=()))
    del feed["entries"]
    return {"feed": feed, "entries": as_plain(tuple(entries))}
