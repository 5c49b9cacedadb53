"""One article printed as seven kinds of site would print it, with what newspapers put around and between paragraphs.

The words are ours, in six languages (`tests/corpus/pages/words.json`).
"""

import hashlib
import html as markup
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LAYOUTS = ("article", "paragraphs", "soup", "breaks", "bare", "hashed", "hashed-in-p")
EXTRAS = (
    "plain", "also", "newsletter", "quote", "heading", "links", "sentences", "early-list", "no-lead", "other-head",
    "listed-tail", "everything",
)  # fmt: skip

Words = Mapping[str, Any]
Part = tuple[str, Any]  # kind and what is printed: a text, or several
TEXT = ("p", "h2", "quote", "ul", "linked")


@dataclass(frozen=True)
class Printed:
    """A page, the lines that must come out of it, in order, and those that must not."""

    html: str
    text: tuple[str, ...]
    chrome: tuple[str, ...]


def read(path: Path) -> Iterator[tuple[str, Words]]:
    """The words of each language, with the usual chrome and with other chrome."""
    for language, words in json.loads(path.read_text("utf-8")).items():
        for kind, chrome in words["chrome"].items():
            yield f"{language}-{kind}", {**words, **chrome}


def printed(words: Words, layout: str, extra: str) -> Printed:
    """The article of `words` in `layout`, with the difficulty `extra`."""
    parts = _parts(words, extra)
    press = _Press(layout)
    body = (
        press.head(words, other=extra in ("other-head", "everything"))
        + press.body(words, parts)
        + press.tail(words, listed=extra in ("listed-tail", "everything"))
    )
    text = tuple(line for kind, content in parts if kind in TEXT for line in _lines(content))
    return Printed(html=press.page(words, body), text=text, chrome=_chrome(words))


def _parts(words: Words, extra: str) -> list[Part]:
    """What stands between head and tail, in order."""
    texts: Sequence[str] = words["paragraphs"]
    if extra == "sentences":
        texts = [part.strip().rstrip(".") + "." for text in texts for part in text.split(". ")]
    paragraphs: list[Part] = [("p", text) for text in texts]
    points: list[Part] = [
        ("p", words["lead"]),
        ("linked" if extra in ("links", "everything") else "ul", words["bullets"]),
    ]
    if extra == "no-lead":
        points = points[1:]
    if extra == "early-list":
        return [*points[1:], *paragraphs]
    parts = [*paragraphs[:2], *points, *paragraphs[2:]]
    for kind, place, content in (
        ("also", 5, words["also"]),
        ("newsletter", 6, words["newsletter"]),
        ("quote", 2, words["quote"]),
        ("h2", -2, words["heading"]),
    ):
        if extra in (kind, "everything") or (extra, kind) == ("heading", "h2"):
            parts.insert(place, (kind, content))
    return parts


def _chrome(words: Words) -> tuple[str, ...]:
    names = (
        "title",
        "reading",
        "by",
        "crumb",
        "dated",
        "caption",
        "also",
        "more",
        "share",
        "comments",
        "post",
        "footer",
    )
    return (*(words[name] for name in names), *words["related"], *words["newsletter"])


def _lines(content: str | list[str]) -> list[str]:
    return content if isinstance(content, list) else [content]


class _Press:
    """How one layout prints a thing."""

    def __init__(self, layout: str) -> None:
        self.layout = layout
        self.hashed = layout.startswith("hashed")

    def _box(self, tag: str, name: str, inside: str) -> str:
        if self.hashed:
            name = "_" + hashlib.sha256(name.encode()).hexdigest()[:6]
        said = f' class="{name}"' if name and self.layout != "bare" else ""
        return f"<{tag}{said}>{inside}</{tag}>\n"

    def _line(self, name: str, text: str, tag: str = "p") -> str:
        inside = text if "<" in text else markup.escape(text, quote=False)
        if self.layout == "breaks":
            return f"{inside}<br><br>\n"
        if self.layout in ("soup", "hashed"):
            return self._box("div", name, inside)
        if self.layout == "hashed-in-p":
            return self._box("p", "text" if name not in ("home", "footer") else name, inside)
        return self._box(tag, name, inside)

    def head(self, words: Words, *, other: bool) -> str:
        picture = '<img src="/img/lead.jpg" width="800" height="450">'
        if self.layout in ("article", "bare"):
            lead = self._box("figure", "lead", picture + f"<figcaption>{markup.escape(words['caption'])}</figcaption>")
        elif self.layout == "breaks":
            lead = f'<div class="photo">{picture}<br><small class="caption">{markup.escape(words["caption"])}</small></div>\n'
        else:
            lead = self._line("picture", picture) + self._line("caption", words["caption"])
        title = self._box("h1", "title", markup.escape(words["title"]))
        lines = [
            self._line(name, words[key])
            for name, key in (("reading-time", "reading"), ("byline", "by"), ("crumb", "crumb"))
        ]
        if other:
            return lead + title + self._line("date", words["dated"]) + "".join(reversed(lines))
        return title + "".join(lines) + lead

    def body(self, words: Words, parts: Sequence[Part]) -> str:
        press = {"p": self._p, "h2": self._h2, "quote": self._quote, "ul": self._ul, "linked": self._linked,
                 "also": self._also, "newsletter": self._newsletter}  # fmt: skip
        opening = next(at for at, (kind, content) in enumerate(parts) if kind == "p" and len(content) > 60)
        said = ""
        for at, (kind, content) in enumerate(parts):
            city = f"<strong>{words['city']}</strong>" if at == opening else ""
            said += self._p(content, city) if city else press[kind](content)
        return self._box("div", "article-text", said) if self.layout in ("paragraphs", "soup", "breaks") else said

    def _p(self, text: str, city: str = "") -> str:
        return self._line("text", city + markup.escape(text, quote=False)) if city else self._line("text", text)

    def _h2(self, text: str) -> str:
        return self._box("h2", "heading", markup.escape(text, quote=False))

    def _quote(self, text: str) -> str:
        inside = self._box("p", "text", markup.escape(text, quote=False))
        return self._box("blockquote", "quote", inside)

    def _ul(self, points: Sequence[str]) -> str:
        return self._box("ul", "", "".join(f"<li>{markup.escape(point, quote=False)}</li>" for point in points))

    def _linked(self, points: Sequence[str]) -> str:
        linked = []
        for point in points:
            words = point.split(" ")
            linked.append(
                f'<li>{words[0]} <a href="/m/{len(words)}">{words[1]} {words[2]}</a> {" ".join(words[3:])}</li>'
            )
        return self._box("ul", "", "".join(linked))

    def _also(self, text: str) -> str:
        label, _, title = text.partition(": ")
        return self._line("also", f'{label}: <a href="/x">{markup.escape(title, quote=False)}</a>')

    def _newsletter(self, lines: Sequence[str]) -> str:
        inside = (
            self._line("", lines[0])
            + self._line("", lines[1])
            + self._line("", f'<a href="/n">{markup.escape(lines[2])}</a>')
        )
        return self._box("aside" if self.layout in ("article", "bare") else "div", "newsletter", inside)

    def tail(self, words: Words, *, listed: bool) -> str:
        links = [f'<a href="/r{at}">{markup.escape(title)}</a>' for at, title in enumerate(words["related"])]
        if listed:
            shares = "".join(f'<li><a href="/s">{name}</a></li>' for name in ("Facebook", "WhatsApp", words["share"]))
            related = "".join(f"<li>{link}</li>" for link in links)
            return (
                self._box("ul", "shares", shares)
                + self._box("h3", "more", words["more"])
                + self._box("ul", "links", related)
                + self._line("comments", words["comments"])
                + self._line("post", words["post"])
            )
        lines = ((name, words[name]) for name in ("more", "share", "comments", "post"))
        return "".join(self._line("related", link) for link in links) + "".join(self._line(*line) for line in lines)

    def page(self, words: Words, body: str) -> str:
        telling = self.layout in ("article", "bare")
        home = "".join(f'<a href="/{at}">{name}</a> ' for at, name in enumerate(words["home"]))
        top = self._box("nav" if telling else "div", "home", home)
        foot = self._box(
            "footer" if telling else "p" if self.layout == "hashed-in-p" else "div", "footer", words["footer"]
        )
        inside = self._box("article" if telling else "div", "story", body)
        title, site = markup.escape(words["title"]), markup.escape(words["site"])
        if self.layout == "bare":
            return f"<html><head><title>{title}</title></head><body>{top}{inside}{foot}</body></html>"
        head = (
            f'<meta charset="utf-8"><title>{title} - {site}</title><meta property="og:title" content="{title}">'
            f'<meta property="og:site_name" content="{site}"><meta name="author" content="{words["author"]}">'
            '<meta property="article:published_time" content="2024-06-17T08:30:00+02:00">'
        )
        return f"""<!DOCTYPE html>
<html lang="{words["language"]}"><head>{head}</head><body>{top}{inside}{foot}</body></html>"""
