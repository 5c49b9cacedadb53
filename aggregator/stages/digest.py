"""Stories of a period -> a digest, best first, as Markdown, HTML, JSON or Atom.

The same stories, the same `as_of` and the same specification give the same bytes: nothing here asks the time, and every
order has a last word (the id).
"""

import html
import json
import math
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from xml.etree import ElementTree as ET

from msgspec.structs import replace

from aggregator.records import Digest, DigestEntry, DigestSection, DigestSpec, DigestStory, SourceNote
from aggregator.text.plain import as_plain

PERIODS = {"day": timedelta(days=1), "week": timedelta(days=7)}
OTHER = ""  # the slug of the section for what no topic claims

_WORDS = {
    "fr": {
        "day": "Le jour", "week": "La semaine", "other": "Autres sujets", "sources": "sources", "source": "source",
        "articles": "articles", "article": "article", "new": "nouveaux", "edits": "modifiés depuis leur parution",
        "none": "Aucun article sur cette période.", "troubled": "Sources en difficulté", "since": "depuis",
        "until": "arrêté au", "outlets_why": "{n} médias", "entries_why": "{n} nouveaux articles",
        "languages_why": "{n} langues", "edits_why": "{n} modifications", "follow_why": "suite d'une affaire en cours",
        "contents": "{entries} nouveaux articles de {sources} sources",
        "first report": "première annonce", "copy": "reprise", "report": "récit", "follow-up": "suite",
        "reaction": "réaction", "analysis": "analyse", "live page": "direct", "correction": "rectificatif",
    },
    "en": {
        "day": "The day", "week": "The week", "other": "Other stories", "sources": "sources", "source": "source",
        "articles": "articles", "article": "article", "new": "new", "edits": "edited after publication",
        "none": "No article in this period.", "troubled": "Sources in trouble", "since": "since", "until": "as of",
        "outlets_why": "{n} outlets", "entries_why": "{n} new articles", "languages_why": "{n} languages",
        "edits_why": "{n} edits", "follow_why": "follows an earlier story",
        "contents": "{entries} new articles from {sources} sources",
    },
}  # fmt: skip


def period_start(spec: DigestSpec, as_of: datetime) -> datetime:
    """The first instant of the period that ends at `as_of`."""
    return as_of - PERIODS[spec.period]


def compose(
    spec: DigestSpec,
    stories: Sequence[DigestStory],
    *,
    as_of: datetime,
    labels: Mapping[str, str],
    sources: int,
    notes: Sequence[SourceNote] = (),
) -> Digest:
    """The digest of these stories.

    A story stands once, under the first of the digest's topics that it belongs to. Best first means: how many outlets
    tell it, how many new articles it has, whether it crosses languages, whether it was edited; `why` says so.

    Args:
        labels: topic slug -> name, in the language of the digest.
        sources: how many feeds published in the period.
    """
    language = spec.language if spec.language in _WORDS else "en"
    ranked = sorted(
        (_scored(story, _WORDS[language]) for story in stories if any(entry.new for entry in story.entries)),
        key=lambda story: (-story.score, story.first_seen, story.story),
    )
    since = period_start(spec, as_of)
    return Digest(
        name=spec.name,
        title=f"{_WORDS[language][spec.period]} · {as_of:%Y-%m-%d}",
        period=spec.period,
        since=since,
        as_of=as_of,
        language=language,
        sections=_sections(spec, ranked, labels, _WORDS[language]["other"]),
        entries=sum(entry.new for story in ranked for entry in story.entries),
        sources=sources,
        notes=tuple(sorted(notes, key=lambda note: (note.since, note.feed))),
    )


def _scored(story: DigestStory, words: Mapping[str, str]) -> DigestStory:
    new = [entry for entry in story.entries if entry.new]
    outlets = len({entry.outlet for entry in story.entries})
    told = [entry for entry in new if entry.role != "copy"]
    languages = len({entry.language for entry in story.entries if entry.language})
    score = (
        2.0 * math.log2(1 + outlets)
        + math.log2(1 + len(told))
        + 0.5 * (languages - 1 if languages else 0)
        + 0.25 * min(story.edits, 4)
    )
    why = [words["outlets_why"].format(n=outlets)] if outlets > 1 else []
    if len(new) > 1:
        why.append(words["entries_why"].format(n=len(new)))
    if languages > 1:
        why.append(words["languages_why"].format(n=languages))
    if story.edits:
        why.append(words["edits_why"].format(n=story.edits))
    if any(not entry.new for entry in story.entries):
        why.append(words["follow_why"])
    return replace(story, score=round(score, 4), why=tuple(why))


def _sections(
    spec: DigestSpec, ranked: Sequence[DigestStory], labels: Mapping[str, str], other: str
) -> tuple[DigestSection, ...]:
    left = list(ranked)
    sections = []
    for topic in spec.topics or _topics_by_weight(ranked, labels):
        mine = [story for story in left if topic in story.topics][: spec.stories]
        if mine:
            sections.append(DigestSection(topic=topic, label=labels.get(topic, topic), stories=tuple(mine)))
            left = [story for story in left if topic not in story.topics]
    if left and not spec.topics:
        sections.append(DigestSection(topic=OTHER, label=other, stories=tuple(left[: spec.stories])))
    return tuple(sections)


def _topics_by_weight(ranked: Sequence[DigestStory], labels: Mapping[str, str]) -> list[str]:
    """The labelled topics of these stories, the one with the best stories first."""
    weight: dict[str, float] = {}
    for story in ranked:
        for topic in story.topics:
            if topic in labels:
                weight[topic] = weight.get(topic, 0.0) + story.score
    return sorted(weight, key=lambda topic: (-weight[topic], topic))


# ------------------------------------------------------------------------------------------------------- formats


def render(digest: Digest, form: str, base_url: str = "") -> str:
    """The digest as text of the form `md`, `html`, `json` or `atom`, with a final newline.

    Args:
        base_url: of the pages, without a final slash; stories link there when it is given.
    """
    return _FORMS[form](digest, base_url)


def _markdown(digest: Digest, base_url: str) -> str:
    words = _WORDS[digest.language]
    lines = [f"# {_md(digest.title)}", "", _summary(digest, words), ""]
    if not digest.sections:
        lines += [words["none"], ""]
    for section in digest.sections:
        lines += [f"## {_md(section.label)}", ""]
        for story in section.stories:
            lines += [f"### {_md_link(story.title, _story_url(story, base_url))}", ""]
            if story.lead:
                lines += [_md(story.lead), ""]
            lines += [f"- {_md_entry(entry, digest.language)}" for entry in story.entries]
            lines += ["", f"*{_md(' · '.join(story.why))}*", ""] if story.why else [""]
    if digest.notes:
        lines += [f"## {words['troubled']}", ""]
        lines += [
            f"- {_md(note.feed)}: {_md(note.message)} ({words['since']} {note.since:%Y-%m-%d %H:%M})"
            for note in digest.notes
        ]
        lines += [""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _summary(digest: Digest, words: Mapping[str, str]) -> str:
    contents = words["contents"].format(entries=digest.entries, sources=digest.sources)
    return f"{contents}, {words['until']} {digest.as_of:%Y-%m-%d %H:%M} UTC"


def _md_entry(entry: DigestEntry, language: str) -> str:
    tongue = f" [{entry.language}]" if entry.language and entry.language != language else ""
    role = f", {_role(entry, language)}" if entry.role else ""
    return f"{_md_link(entry.title, entry.url)} — {_md(entry.outlet)}{tongue}, {entry.at:%Y-%m-%d %H:%M}{role}"


def _role(entry: DigestEntry, language: str) -> str:
    return _WORDS[language].get(entry.role, entry.role)


_MD_SPECIAL = str.maketrans({char: f"\\{char}" for char in "\\`*_[]<>#|"})


def _md(text: str) -> str:
    return " ".join(text.split()).translate(_MD_SPECIAL)


def _md_link(text: str, url: str | None) -> str:
    if not url:
        return _md(text)
    safe = url.replace("(", "%28").replace(")", "%29").replace(" ", "%20").replace("<", "%3C").replace(">", "%3E")
    return f"[{_md(text)}]({safe})"


_STYLE = {
    "body": "margin:0 auto;max-width:42em;padding:1em;font:16px/1.5 Georgia,serif;color:#1d1d1b;background:#ffffff",
    "h1": "font-size:1.6em;line-height:1.2;margin:0 0 .2em",
    "h2": "font:bold .85em/1.4 Helvetica,Arial,sans-serif;text-transform:uppercase;letter-spacing:.08em;"
    "border-top:2px solid #1d1d1b;padding-top:.4em;margin:2em 0 .6em",
    "h3": "font-size:1.15em;line-height:1.3;margin:1.2em 0 .3em",
    "p": "margin:.3em 0",
    "small": "margin:.3em 0;color:#5f5f5a;font:.85em/1.4 Helvetica,Arial,sans-serif",
    "ul": "margin:.4em 0;padding-left:1.2em",
    "a": "color:#0b4a6f",
}


def _html(digest: Digest, base_url: str) -> str:
    """One self-contained page whose styles stand on the elements, as mail programs need it."""
    words = _WORDS[digest.language]
    parts = [
        f'<!doctype html>\n<html lang="{digest.language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n<title>{html.escape(digest.title)}</title>\n</head>\n'
        f'<body style="{_STYLE["body"]}">',
        _tag("h1", html.escape(digest.title)),
        _tag("p", html.escape(_summary(digest, words)), "small"),
    ]
    if not digest.sections:
        parts.append(_tag("p", html.escape(words["none"])))
    for section in digest.sections:
        parts.append(_tag("h2", html.escape(section.label)))
        parts.extend(part for story in section.stories for part in _html_story(story, digest.language, base_url))
    if digest.notes:
        parts.append(_tag("h2", html.escape(words["troubled"])))
        rows = "".join(
            f"<li>{html.escape(note.feed)}: {html.escape(note.message)} ({words['since']} {note.since:%Y-%m-%d %H:%M})</li>"
            for note in digest.notes
        )
        parts.append(_tag("ul", rows))
    return "\n".join([*parts, "</body>\n</html>"]) + "\n"


def _html_story(story: DigestStory, language: str, base_url: str) -> list[str]:
    parts = [_tag("h3", _html_link(story.title, _story_url(story, base_url)))]
    if story.lead:
        parts.append(_tag("p", html.escape(story.lead)))
    rows = []
    for entry in story.entries:
        tongue = f" [{html.escape(entry.language)}]" if entry.language and entry.language != language else ""
        role = f", {html.escape(_role(entry, language))}" if entry.role else ""
        rows.append(
            f"<li>{_html_link(entry.title, entry.url)} — {html.escape(entry.outlet)}{tongue}, "
            f"{entry.at:%Y-%m-%d %H:%M}{role}</li>"
        )
    parts.append(_tag("ul", "".join(rows)))
    if story.why:
        parts.append(_tag("p", html.escape(" · ".join(story.why)), "small"))
    return parts


def _tag(name: str, inside: str, style: str | None = None) -> str:
    return f'<{name} style="{_STYLE[style or name]}">{inside}</{name}>'


def _html_link(text: str, url: str | None) -> str:
    if not url:
        return html.escape(text)
    return f'<a style="{_STYLE["a"]}" href="{html.escape(url, quote=True)}">{html.escape(text)}</a>'


def _story_url(story: DigestStory, base_url: str) -> str | None:
    return f"{base_url}/story/{story.story}" if base_url else None


def as_data(digest: Digest) -> dict[str, Any]:
    """The digest as plain data: instants as UTC text, nothing left out."""
    told: dict[str, Any] = as_plain(digest)
    return told


def _json(digest: Digest, base_url: str) -> str:
    data = as_data(digest)
    for section in data["sections"]:
        for story in section["stories"]:
            story["page"] = f"{base_url}/story/{story['story']}" if base_url else None
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


_ATOM = "http://www.w3.org/2005/Atom"


def _atom(digest: Digest, base_url: str) -> str:
    """An Atom feed (RFC 4287) with one entry per story; ids are permanent because story ids are."""
    ET.register_namespace("", _ATOM)
    feed = ET.Element(f"{{{_ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": digest.language})
    root = base_url or "urn:aggregator"
    _child(feed, "id", f"{root}/digest/{digest.name}/{digest.as_of:%Y-%m-%dT%H:%M:%SZ}")
    _child(feed, "title", digest.title)
    _child(feed, "updated", f"{digest.as_of:%Y-%m-%dT%H:%M:%SZ}")
    _child(_child(feed, "author", None), "name", "aggregator")
    for section in digest.sections:
        for story in section.stories:
            entry = _child(feed, "entry", None)
            _child(entry, "id", f"{root}/story/{story.story}")
            _child(entry, "title", story.title)
            _child(entry, "updated", f"{story.last_seen:%Y-%m-%dT%H:%M:%SZ}")
            _child(entry, "category", None, term=section.topic or "other", label=section.label)
            url = _story_url(story, base_url) or next((e.url for e in story.entries if e.url), None)
            if url:
                _child(entry, "link", None, href=url, rel="alternate")
            _child(entry, "content", "\n".join(_html_story(story, digest.language, base_url)), type="html")
    ET.indent(feed)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(feed, encoding="unicode") + "\n"


def _child(parent: ET.Element, name: str, text: str | None, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    element.text = text
    return element


_FORMS = {"md": _markdown, "html": _html, "json": _json, "atom": _atom}
FORMS = tuple(_FORMS)
