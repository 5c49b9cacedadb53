"""A page as a sequence of blocks: each run of text between two block boundaries, and where it stands.

One walk over the tree, in document order. Class and id names are looked at only for what they say in plain words
("related", "comments"); a page with hashed names has the same blocks with fewer hints.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from lxml.html import HtmlElement
from msgspec import Struct, field

from aggregator.text.html import clean_line

MAX_BLOCKS = 8_000  # a page with more is a list of something, not an article
MAX_DEPTH = 250
LONG = 80  # letters of a paragraph that is surely one
MAX_UNSEEN = 2_000  # characters of a piece taken for unseen; what is longer may be the text under an odd name

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
    ("embed",
    re.compile(r"twitter-tweet|instagram-media|tiktok|(?:^|[\W_])(?:o?embed|embedded|iframely|twitter|facebook)(?:$|[\W_])")),
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


class Block(Struct):
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
    leaning: bool = False  # the whole text is italic
    signature: tuple[str, str] = ("", "")  # of its own box and the one around
    depth: int = 0  # boxes around
    box: "Box | None" = None  # its own
    kept: bool = False
    score: int = 0  # of the facts, in hundredths
    notes: set[str] = field(default_factory=set)

    def boxes(self) -> "Iterator[Box]":
        """The box of this block and those around it, from the inside."""
        box = self.box
        while box is not None:
            yield box
            box = box.around

    @property
    def link_share(self) -> float:
        """Characters within links to all characters, 0 to 1."""
        return min(1.0, self.links / max(1, len(self.text)))


@dataclass(slots=True, eq=False)
class Box:
    """An element that begins a new line, as the walk met it."""

    element: HtmlElement
    tag: str
    hints: frozenset[str]
    near: frozenset[str]
    signature: str
    around: "Box | None" = None


class _Run(Struct):
    pieces: list[str] = field(default_factory=list)
    links: int = 0
    bold: int = 0
    leaning: int = 0
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
        self.leaning = 0  # italic elements open

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
                    self.leaning -= kind == 3
                    self._inline_end(element)
                if stack:
                    self._text(element.tail, boxes, links, bold)
                continue
            tag = child.tag if isinstance(child.tag, str) else ""
            if not tag or tag in _SKIPPED or len(stack) > MAX_DEPTH or (tag == "nav" and _is_menu(child)):
                self._text(child.tail, boxes, links, bold)
            elif tag == "br":
                self._break()
                self._text(child.tail, boxes, links, bold)
            elif tag in BLOCK_TAGS or "-" in tag:
                self._flush(boxes)
                boxes.append(_box(child, boxes[-1]))
                stack.append((child, iter(child), True, 0))
                self._text(child.text, boxes, links, bold)
            elif _is_unseen(child):
                self._text(child.tail, boxes, links, bold)
            else:
                if tag in ("td", "th"):  # the cells of a row are one run: "1 Kyle Busch 5040"
                    self._text(" ", boxes, links, bold)
                kind = 1 if tag == "a" else 2 if tag in ("b", "strong") else 3 if tag in ("i", "em") else 0
                links += kind == 1
                bold += kind == 2
                self.leaning += kind == 3
                stack.append((child, iter(child), False, kind))
                self._text(child.text, boxes, links, bold)

    def _text(self, text: str | None, boxes: list[Box], links: int, bold: int) -> None:
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
        if self.leaning:
            run.leaning += len(text.strip())

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

    def _flush(self, boxes: list[Box]) -> None:
        run = self.run_
        if not run.pieces:
            run.breaks = 0
            return
        self.run_ = _Run()
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
                leaning=run.leaning * 1.2 >= len(text),
                signature=(box.signature, around.signature if around else ""),
                depth=len(boxes),
                box=box,
            )
        )


def _is_menu(nav: HtmlElement) -> bool:
    """Whether a `nav` holds links alone; one that was never closed may hold the article."""
    return next(nav.iter("p", "article", "h1"), None) is None


def _box(element: HtmlElement, around: Box | None) -> Box:
    tag = element.tag
    said = dict(element.items())
    mine = _hints_of(tag, said) if said or tag in _TAG_HINTS else _NO_HINTS
    signature = f"{tag}.{said.get('class', '')[:80]}"
    if around is None:
        return Box(element, tag, mine, mine, signature)
    # A box inside a paragraph list keeps what the list says; what a "body" box says ends where a "related" box begins.
    hints = around.hints | mine if mine else around.hints
    near = mine | around.near if len(around.near) < 3 and around.tag not in ("body", "main", "article") else mine
    return Box(element, tag, hints, near, signature, around)


_NO_HINTS: frozenset[str] = frozenset()


def _hints_of(tag: str, said: Mapping[str, str]) -> frozenset[str]:
    """What an element says about itself, by its tag and attributes."""
    own: list[str] = []
    if tag in _TAG_HINTS:
        own.append(_TAG_HINTS[tag])
    if ("class" in said or "id" in said) and tag not in ("body", "html"):
        own.extend(_named(f"{said.get('class', '')} {said.get('id', '')}"[:300]))
    if said.get("role") in _ROLES:
        own.append(_ROLES[said["role"]])
    if said.get("itemprop") == "articleBody":
        own.append("body")
    if "hidden" in said or said.get("aria-hidden") == "true" or _is_hidden(said.get("style")):
        own.append("hidden")
    return frozenset(own)


@lru_cache(maxsize=4_096)
def _named(named: str) -> frozenset[str]:
    return frozenset(hint for word in named.split()[:12] for hint in _word_hints(word))


@lru_cache(maxsize=16_384)
def _word_hints(word: str) -> tuple[str, ...]:
    word = word[:60].lower()
    return tuple(hint for hint, pattern in _HINTS if pattern.search(word))


def _is_unseen(element: HtmlElement) -> bool:
    """Whether a piece of a line is not shown with it: words for screen readers, a card that opens under the pointer."""
    said = dict(element.items())
    if not said:
        return False
    if "class" in said and _names_unseen(said["class"][:300]):
        return len(element.text_content()) < MAX_UNSEEN
    return "hidden" in said or _is_hidden(said.get("style"))


@lru_cache(maxsize=4_096)
def _names_unseen(classes: str) -> bool:
    return _UNSEEN.search(classes) is not None


_UNSEEN = re.compile(
    r"(?:^|[\s_-])(?:sr-?only|screen-?reader(?:-?(?:text|only))?|visually-?hidden|hidden-?visually|"
    r"(?:element|a11y)-(?:invisible|hidden)|offscreen|assistive-?text|vh)(?:$|\s)|tooltip|popover|hover-?card|rollover-\w*-?block",
    re.IGNORECASE,
)


def _is_hidden(style: str | None) -> bool:
    return bool(style) and _SPACE.sub("", style or "").lower().find("display:none") >= 0
