"""View record -> HTML: templates, the message catalog, and how dates, numbers and names are written.

Everything is escaped by the templates; the one thing let through as markup is what `text/html.py: sanitize` returned.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale
from babel import dates as babel_dates
from babel import numbers as babel_numbers
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from aggregator.text import html
from aggregator.views import DayCount, Mark, StoryCard, TopicRef

LANGUAGES = ("fr", "en")
FEWEST = 30  # days of a chart
_HERE = Path(__file__).parent
_RIGHT_TO_LEFT = frozenset(("ar", "fa", "he", "ur", "ps", "ckb", "sd", "ug", "yi", "dv"))
_TAG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}")


class Pages:
    """The templates and catalogs, read once."""

    def __init__(self) -> None:
        self.catalogs = {language: read_catalog(language) for language in LANGUAGES}
        self._environment = Environment(
            loader=FileSystemLoader(_HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters |= {
            "outside": outside,
            "path": partial(quote, safe=":@!$,"),
            "query": query_string,
            "tongue": tongue,
            "days": bars,
            "paragraphs": paragraphs,
        }

    def render(self, template: str, *, language: str, zone: str, **context: Any) -> str:
        """The page `template`.

        Args:
            language: of the words around the news.
            zone: IANA name of the zone in which instants are written.
        """
        tools = _tools(self.catalogs[language], language, zone_of(zone))
        return self._environment.get_template(template).render({**tools, **context})


def read_catalog(language: str) -> Mapping[str, Any]:
    """The messages of a language: a string, or `{"one": ..., "other": ...}` where a number decides."""
    catalog: Mapping[str, Any] = json.loads((_HERE / "messages" / f"{language}.json").read_text("utf-8"))
    return catalog


def zone_of(name: str) -> tzinfo:
    """The zone of that name, UTC when the machine does not know it."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def negotiate(asked: str | None, kept: str | None, accepted: str | None) -> str:
    """The language of a page: what the address asks, else what was chosen before, else what the browser prefers."""
    for choice in (asked, kept):
        if choice in LANGUAGES:
            return choice
    wishes = []
    for place, part in enumerate((accepted or "").split(",")[:20]):
        tag, _, rest = part.strip().partition(";")
        weight = re.fullmatch(r"\s*q=([01](?:\.\d{1,3})?)\s*", rest, re.ASCII)
        wishes.append((-(float(weight[1]) if weight else 1.0), place, tag.lower().split("-")[0]))
    for weight_, _, tag in sorted(wishes):
        if tag in LANGUAGES and weight_ < 0:
            return tag
    return "en" if accepted and "*" not in accepted else LANGUAGES[0]


# --------------------------------------------------------------------------------------------- tools of one page


def _tools(catalog: Mapping[str, Any], language: str, zone: tzinfo) -> Mapping[str, Callable[..., Any] | str]:
    """What templates call by name, bound to the language and zone of this page."""
    locale = Locale.parse(language)
    return {
        "language": language,
        "t": partial(translate, catalog, language),
        "day": lambda at: babel_dates.format_date(_local(at, zone), "EEEE d MMMM y", locale),
        "brief_day": lambda at: babel_dates.format_date(_local(at, zone), "d MMM", locale),
        "short_day": lambda at: babel_dates.format_date(_local(at, zone), "d MMM y", locale),
        "time": lambda at: _local(at, zone).strftime("%H:%M"),
        "when": lambda at: babel_dates.format_datetime(_local(at, zone), "d MMM y HH:mm", tzinfo=zone, locale=locale),
        "iso": lambda at: at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "local": lambda at: _local(at, zone).strftime("%Y-%m-%dT%H:%M"),
        "span": partial(span, catalog, language),
        "number": lambda value: babel_numbers.format_decimal(value, locale=locale),
        "size": partial(size, locale),
        "percent": lambda value: babel_numbers.format_percent(value, locale=locale),
        "outlet": lambda source: source.outlet,
        "label": lambda topic: label(topic, language),
        "in_language": lambda code: language_name(code, locale),
        "marked": marked,
        "evidence": partial(evidence, locale),
        "by_day": partial(by_day, zone),
        "zone_name": getattr(zone, "key", "UTC"),
    }


def translate(catalog: Mapping[str, Any], language: str, key: str, **values: object) -> str:
    """The message `key`; `n` chooses between one and many as the language counts (French: 0 and 1 are one)."""
    message = catalog[key]
    if isinstance(message, dict):
        count = values["n"]
        few = isinstance(count, int) and (abs(count) < 2 if language == "fr" else count == 1)
        message = message["one" if few else "other"]
    locale = Locale.parse(language)
    shown = {
        name: babel_numbers.format_decimal(value, locale=locale) if isinstance(value, int) else value
        for name, value in values.items()
    }
    return str(message.format(**shown)) if shown else str(message)


def _local(at: datetime | date, zone: tzinfo) -> datetime:
    if isinstance(at, datetime):
        return at.astimezone(zone)
    return datetime(at.year, at.month, at.day, tzinfo=zone)


def span(catalog: Mapping[str, Any], language: str, length: timedelta) -> str:
    """`length` in its two largest units, as one says it: "2 j 3 h", "45 min"."""
    minutes = int(abs(length).total_seconds()) // 60
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days:
        parts = [("unit.day", days), ("unit.hour", hours if days < 10 else 0)]
    else:
        parts = [("unit.hour", hours), ("unit.minute", minutes)]
    said = [translate(catalog, language, key, n=count) for key, count in parts if count]
    return " ".join(said) or translate(catalog, language, "unit.minute", n=0)


def size(locale: Locale, count: int) -> str:
    """A number of bytes with a unit (powers of 1000)."""
    value = float(count)
    for unit in ("B", "kB", "MB", "GB"):
        if value < 1000:
            return f"{babel_numbers.format_decimal(round(value, 1), locale=locale)} {unit}"
        value /= 1000
    return f"{babel_numbers.format_decimal(round(value, 1), locale=locale)} TB"


def label(topic: TopicRef, language: str) -> str:
    """The topic's name in `language`, else in English, else in any, else its slug."""
    labels = topic.labels
    return labels.get(language) or labels.get("en") or next(iter(labels.values()), topic.slug)


def language_name(code: str | None, locale: Locale) -> str:
    """The name of a language, its code when it has none here."""
    return str(locale.languages.get(code or "", code or ""))


# -------------------------------------------------------------------------------------------------------- filters


def outside(url: str | None) -> str:
    """`url` when it leads out by http or https, else nothing: no other scheme ever becomes a link."""
    return url if url and re.match(r"https?://[^\s]", url, re.IGNORECASE) else ""


def query_string(values: Mapping[str, object]) -> str:
    """`?a=b` of the values that are not empty."""
    given = {key: str(value) for key, value in values.items() if value not in (None, "", False)}
    return f"?{urlencode(given)}" if given else ""


def tongue(code: str | None) -> Markup:
    """The attributes `lang` and `dir` of something in the language `code`."""
    if not code or not _TAG.fullmatch(code):
        return Markup(' dir="auto"')
    direction = "rtl" if code.split("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"
    return Markup(' lang="{}" dir="{}"').format(code, direction)


def paragraphs(text: str) -> list[list[str]]:
    """Paragraphs of plain text, each as its lines."""
    return [block.split("\n") for block in re.split(r"\n{2,}", text.strip()) if block.strip()]


def bars(volume: Sequence[DayCount], width: int = 720, height: int = 96) -> Mapping[str, Any]:
    """The columns of a chart: a day each, or a week each where days would be too thin to see.

    Returns:
        `bars` with x, y, width, height, from, to and entries; `top`, the highest count; `width` and `height`.
    """
    volume = _padded(volume)
    step = 7 if len(volume) > 120 else 1
    # Groups are counted from the end, so that the newest one is whole.
    first = len(volume) % step
    groups = ([volume[:first]] if first else []) + [volume[at : at + step] for at in range(first, len(volume), step)]
    counts = [sum(one.entries for one in group) for group in groups]
    top = max(counts, default=0)
    slot = width / max(len(groups), 1)
    drawn = [
        {
            "x": round(at * slot, 2),
            "width": round(slot * 0.8, 2),
            "height": round(height * count / top, 2) if top else 0,
            "y": round(height - height * count / top, 2) if top else height,
            "from": date.fromisoformat(group[0].day),
            "to": date.fromisoformat(group[-1].day),
            "entries": count,
        }
        for at, (group, count) in enumerate(zip(groups, counts, strict=True))
    ]
    return {"bars": drawn, "top": top, "width": width, "height": height}


def _padded(volume: Sequence[DayCount]) -> Sequence[DayCount]:
    """At least `FEWEST` days, empty ones before the first."""
    first = date.fromisoformat(volume[0].day)
    missing = range(FEWEST - len(volume), 0, -1)
    return [*(DayCount(day=(first - timedelta(days=back)).isoformat(), entries=0) for back in missing), *volume]


def by_day(zone: tzinfo, stories: Sequence[StoryCard]) -> list[tuple[datetime, list[StoryCard]]]:
    """Stories in their order, cut where the day of the latest entry changes."""
    groups: list[tuple[datetime, list[StoryCard]]] = []
    for story in stories:
        at = _local(story.last_seen, zone)
        if not groups or groups[-1][0].date() != at.date():
            groups.append((at, []))
        groups[-1][1].append(story)
    return groups


def marked(runs: Sequence[tuple[Mark, str]]) -> Markup:
    """Two wordings in one line: what left in `<del>`, what came in `<ins>`."""
    tags = {"old": "<del>{}</del>", "new": "<ins>{}</ins>", "same": "{}"}
    return Markup("").join(Markup(tags[mark]).format(text) for mark, text in runs)  # noqa: S704 - three constants


def evidence(locale: Locale, value: object) -> str:
    """A piece of evidence as a line of text: numbers short, lists and mappings by their parts."""
    if isinstance(value, float):
        return str(babel_numbers.format_decimal(round(value, 3), locale=locale))
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {evidence(locale, inner)}" for key, inner in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(evidence(locale, inner) for inner in value)
    return str(value)


def safe_html(markup: str, base: str | None) -> Markup:
    """`markup` sanitized now, by today's policy, whatever policy was in force when it came."""
    return Markup(html.sanitize(markup, base).html)  # noqa: S704 - the sanitizer's own output
