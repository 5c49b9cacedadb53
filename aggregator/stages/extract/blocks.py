"""A page as a sequence of blocks: each run of text between two block boundaries, and where it stands.

One walk over the tree, in document order. Class and id names are looked at only for what they say in plain words
("related", "comments"); a page with hashed names has the same blocks with fewer hints.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from lxml.html import HtmlElement

from aggregator.text.html import clean_line

MAX_BLOCKS = 8_000  # a page with more is a list of something, not an article
MAX_DEPTH = 250

BLOCK_TAGS = frozenset(
    """
    address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2
    h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary table tbody tfoot thead tr
    ul amp-img amp-accordion caption
    """.split()  # noqa: SIM905 - a table, not code
)
_SKIPPED = frozenset(
    """
    script style noscript template svg math iframe button select option input textarea head title meta link video audio
    object embed canvas map area dialog datalist noframes amp-ad amp-analytics amp-social-share amp-sidebar
    """.split()  # noqa: SIM905
)
_SPACE = re.compile(r"\s+")

# What class, id and role names say about a box, in the words that site builders use.
_HINTS = (
    ("comments",
    re.compile(r"(?:^|[\W_])(?:comments?|disqus|commentaires?|kommentare?|replies|respond|livefyre|talkback)(?:$|[\W_])")),
    ("related",
    re.compile(r"relat|recom|more-?(?:on|from|news|stories|articles)|read-?(?:more|next|also)|also-?read|teaser|see-?also|"
                           r"outbrain|taboola|popular|trending|most-?read|lire-?aussi|weitere|mehr-?zum|"
                           r"meistgelesen|similar|"
                           r"onward|next-?up|you-?may|further|suggest|latest|crosslink")),
    ("promo",
    re.compile(r"promo|newsletter|subscri|abo-|paywall|banner|advert|(?:^|[\W_])ad(?:s|vert\w*)?(?:$|[\W_])|sponsor|donat|"
                         r"signup|sign-up|cookie|consent|gdpr|affiliate|commercial|cta(?:$|[\W_])|piano|regwall|"
                         r"overlay|modal|popup")),
    ("share", re.compile(r"shar(?:e|ing)|social|follow|partage|teilen|toolbar|print|bookmark|gigya|sticky")),
    ("byline", re.compile(r"byline|author|auteur|autor|contributor|bio(?:$|[\W_])|profile|reporter|credit-?line")),
    ("meta",
    re.compile(r"meta|date|time|publish|posted|kicker|eyebrow|rubri|category|breadcrumb|crumb|tag(?:s|list|-|$)|topic|keyword|"
                        r"label|info|location|dateline")),
    ("caption",
    re.compile(r"caption|legend|credit|copyright|figcaption|bildunter|wp-caption|image-|photo|gallery|media|slideshow|bild")),
    ("frame",
    re.compile(r"(?:^|[\W_])nav|menu|footer|sidebar|side-?bar|header(?!-?text)|(?:^|[\W_])rail|skip|hidden|sr-only|visually|"
                         r"screen-?reader|widget|infobox|factbox|poll|quiz|survey|login|search")),
    ("dek",
    re.compile(r"(?:^|[\W_])(?:lead|lede|dek|deck|standfirst|chapo|chapeau|intro|summary|subtitle|sub-?head|sub-?line|teaser-?text|"
                       r"vorspann|excerpt|sommaire|abstract|preamble|ingress|entradilla|sommario|bajada|volanta)")),
    ("body",
    re.compile(r"article-?_*(?:body|content|text|copy|main|page)|story-?_*(?:body|content|text)|entry-?_*content|post-?_*"
                        r"(?:body|content|text)|body-?_*(?:text|copy|content|article)|content-?_*(?:body|text|"
                        r"article)|articletext|"
                        r"articlebody|rich-?text|wysiwyg|paragraph|textblock|text-block|prose|artikel|texte")),
)  # fmt: skip
_ROLES = {"navigation": "frame", "complementary": "frame", "contentinfo": "frame", "banner": "frame", "search": "frame"}
_TAG_HINTS = {
    "nav": "nav", "aside": "aside", "footer": "footer", "header": "header", "form": "form", "figure": "figure",
    "figcaption": "caption", "caption": "caption", "blockquote": "quote", "table": "table", "ul": "list", "ol": "list",
    "dl": "list", "article": "article", "main": "main", "menu": "nav", "address": "meta", "amp-img": "figure",
}  # fmt: skip


@dataclass(slots=True)
class Block:
    """One run of text and where it stands."""

    text: str  # one line, or lines where the page breaks them
    key: str  # letters and digits only, lower case: what spellings of one text share
    tag: str  # of the nearest block element
    element: HtmlElement
    hints: frozenset[str]  # what the boxes around it say, nearest and farther
    near: frozenset[str]  # what its own box and the one around say
    links: int  # characters within links
    first_inline: int = 0  # where a first inline element ends and text follows without a space, else 0
    strong: bool = False  # the whole text is bold
    signature: tuple[str, str] = ("", "")  # of its own box and the one around
    depth: int = 0  # boxes around
    kept: bool = False
    score: float = 0.0
    notes: set[str] = field(default_factory=set)

    @property
    def link_share(self) -> float:
        """Characters within links to all characters, 0 to 1."""
        return min(1.0, self.links / max(1, len(self.text)))


@dataclass(slots=True)
class _Box:
    element: HtmlElement
    tag: str
    hints: frozenset[str]
    near: frozenset[str]
    signature: str


@dataclass(slots=True)
class _Run:
    pieces: list[str] = field(default_factory=list)
    links: int = 0
    bold: int = 0
    breaks: int = 0
    first_inline: int = 0
    opened: bool = False  # the run begins inside an inline element


def blocks(root: HtmlElement) -> list[Block]:
    """The blocks of a page, in document order; at most MAX_BLOCKS."""
    body = root.find("body")
    found: list[Block] = []
    _Walk(found).run(body if body is not None else root)
    return found


def key_of(text: str) -> str:
    """Letters and digits of `text`, lower case."""
    return "".join(filter(str.isalnum, text)).lower()


class _Walk:
    """The state of one walk: the boxes around, and the run of text being read."""

    def __init__(self, found: list[Block]) -> None:
        self.found = found
        self.run_ = _Run()

    def run(self, body: HtmlElement) -> None:
        boxes = [_box(body, None)]
        stack: list[tuple[HtmlElement, Iterator[HtmlElement], bool, int]] = []
        self._text(body.text, boxes, 0, 0)
        stack.append((body, iter(body), True, 0))
        links = bold = 0
        while stack and len(self.found) < MAX_BLOCKS:
            element, children, is_block, kind = stack[-1]
            child = next(children, None)
            if child is None:
                stack.pop()
                if is_block:
                    self._flush(boxes)
                    boxes.pop()
                else:
                    links -= kind == 1
                    bold -= kind == 2
                    self._inline_end(element)
                if stack:
                    self._text(element.tail, boxes, links, bold)
                continue
            tag = child.tag if isinstance(child.tag, str) else ""
            if not tag or tag in _SKIPPED or len(stack) > MAX_DEPTH:
                self._text(child.tail, boxes, links, bold)
            elif tag == "br":
                self._break()
                self._text(child.tail, boxes, links, bold)
            elif tag in BLOCK_TAGS or "-" in tag:
                self._flush(boxes)
                boxes.append(_box(child, boxes[-1]))
                stack.append((child, iter(child), True, 0))
                self._text(child.text, boxes, links, bold)
            else:
                if tag in ("td", "th"):  # the cells of a row are one run: "1 Kyle Busch 5040"
                    self._text(" ", boxes, links, bold)
                kind = 1 if tag == "a" else 2 if tag in ("b", "strong") else 0
                links += kind == 1
                bold += kind == 2
                stack.append((child, iter(child), False, kind))
                self._text(child.text, boxes, links, bold)

    def _text(self, text: str | None, boxes: list[_Box], links: int, bold: int) -> None:
        if not text:
            return
        run = self.run_
        if not text.isspace():
            if run.breaks >= 2 and run.pieces:
                self._flush(boxes)
                run = self.run_
            run.breaks = 0
        elif not run.pieces:
            return
        run.pieces.append(text)
        if links:
            run.links += len(text.strip())
        if bold:
            run.bold += len(text.strip())

    def _break(self) -> None:
        run = self.run_
        run.breaks += 1
        if run.pieces:
            run.pieces.append("\n\x1e\n")

    def _inline_end(self, element: HtmlElement) -> None:
        run = self.run_
        if run.first_inline or len(run.pieces) > 2 or not run.pieces or not element.tail:
            return
        if element.tag in ("a", "sup", "sub"):
            return
        if not element.tail[0].isspace():
            run.first_inline = len("".join(run.pieces).lstrip())

    def _flush(self, boxes: list[_Box]) -> None:
        run, self.run_ = self.run_, _Run()
        if not run.pieces:
            return
        raw = "".join(run.pieces)
        if "\x1e" in raw:
            text = "\n".join(filter(None, (clean_line(line) for line in raw.split("\x1e"))))
        else:
            text = clean_line(raw)
        key = key_of(text)
        if not key:
            return
        box, around = boxes[-1], boxes[-2] if len(boxes) > 1 else None
        self.found.append(
            Block(
                text=text,
                key=key,
                tag=box.tag,
                element=box.element,
                hints=box.hints,
                near=box.near,
                links=run.links,
                first_inline=run.first_inline,
                strong=run.bold * 1.2 >= len(text),
                signature=(box.signature, around.signature if around else ""),
                depth=len(boxes),
            )
        )


def _box(element: HtmlElement, around: _Box | None) -> _Box:
    tag = element.tag
    own: list[str] = []
    if tag in _TAG_HINTS:
        own.append(_TAG_HINTS[tag])
    classes, name = element.get("class", ""), element.get("id", "")
    if (classes or name) and tag not in ("body", "html"):
        own.extend(_named(f"{classes} {name}"[:300]))
    role = element.get("role")
    if role in _ROLES:
        own.append(_ROLES[role])
    if element.get("itemprop") == "articleBody":
        own.append("body")
    if element.get("hidden") is not None or element.get("aria-hidden") == "true" or _is_hidden(element.get("style")):
        own.append("hidden")
    mine = frozenset(own)
    if around is None:
        return _Box(element, tag, mine, mine, _signature(element))
    # A box inside a paragraph list keeps what the list says; what a "body" box says ends where a "related" box begins.
    hints = around.hints | mine if mine else around.hints
    near = mine | around.near if len(around.near) < 3 and around.tag not in ("body", "main", "article") else mine
    return _Box(element, tag, hints, near, _signature(element))


@lru_cache(maxsize=4_096)
def _named(named: str) -> frozenset[str]:
    return frozenset(hint for word in named.split()[:12] for hint in _word_hints(word))


@lru_cache(maxsize=16_384)
def _word_hints(word: str) -> tuple[str, ...]:
    word = word[:60].lower()
    return tuple(hint for hint, pattern in _HINTS if pattern.search(word))


def _is_hidden(style: str | None) -> bool:
    return bool(style) and _SPACE.sub("", style or "").lower().find("display:none") >= 0


def _signature(element: HtmlElement) -> str:
    tag = element.tag if isinstance(element.tag, str) else ""
    return f"{tag}.{element.get('class', '')[:80]}"
