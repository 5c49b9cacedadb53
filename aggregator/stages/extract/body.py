"""The text of an article, from the blocks of its page.

trafilatura reads the page first: no extractor we measured is better, or more even. What it kept is then one witness among
others when each block is judged (features.py, weights.py), and rules that need no measuring have the last word: the title
is not the text, nor are reading times, share bars and comment counts; a list between two paragraphs is.
"""

from collections.abc import Container, Sequence
from dataclasses import dataclass, field

import trafilatura
from lxml.html import HtmlElement

from aggregator.stages.extract import chrome, dateline, features, tree, weights
from aggregator.stages.extract.blocks import Block, blocks, key_of

THRESHOLD = -0.1  # of a block's score; lower keeps more
MAX_WITNESS = 200_000  # characters of another reading that blocks are looked up in
RESCUE = 0.7  # another source of the text is taken when ours has less than this share of its length

_ALWAYS = frozenset({"reading-time", "share", "comments-line", "account"})
_HEAD_ONLY = frozenset({"byline-line", "crumb", "dated", "credit", "foot"})
_TAIL = frozenset({"more", "share", "comments-line"})
_NOT_LISTS = frozenset({"nav", "aside", "footer", "header", "form", "share", "comments", "related", "hidden"})
_LONG = 80  # characters of a paragraph that is surely one


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The text and what stood in it that has a field of its own."""

    text: str = ""
    dateline: str | None = None
    captions: tuple[str, ...] = ()
    picture: str | None = None  # address of the picture the first caption belongs to, as spelled
    found: tuple[Block, ...] = ()
    start: int = 0  # the block the text begins with
    source: str = "page"  # page | base | json-ld | feed | rule
    chosen: tuple[Block, ...] = field(default=(), repr=False)


def base_text(root: HtmlElement) -> str:
    """What trafilatura reads as the text; empty when it finds none. The tree stays as it is."""
    try:
        document = trafilatura.bare_extraction(root, include_comments=False, with_metadata=False)
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError, AssertionError):
        return ""  # its own code fails on some broken trees; the other witnesses remain
    return (getattr(document, "text", None) or "") if document is not None else ""


def read(
    root: HtmlElement,
    *,
    title: str,
    description: str,
    linked: str,
    feed_text: str,
    learned: Container[str],
) -> Body:
    """The text of the page.

    Args:
        linked: the article text the page gives in its JSON-LD, plain, or empty.
        feed_text: the same as the feed gives it: a rescue when the page yields far less.
        learned: lines known to be chrome on this site.
    """
    base = base_text(root)
    found = blocks(root)
    keys = frozenset(filter(None, map(key_of, base.split("\n"))))
    page = features.Page(
        title=title,
        description=description,
        body_key=key_of(linked[:MAX_WITNESS]) if len(linked) > 400 else "",
        base_keys=keys,
        base_text=key_of(base[:MAX_WITNESS]),
    )
    features.mark_kept(found, page)
    chosen = _choose(found, page, learned)
    chosen = _without_copies(chosen)
    captions = _captions(found, chosen)
    picture = next((_picture_of(block) for block in found if block.text in captions), None)
    chosen = [block for block in chosen if block.text not in captions]
    place, text = _written(chosen)
    body = Body(
        text=text,
        dateline=place,
        captions=captions,
        picture=picture,
        found=tuple(found),
        start=next((at for at, block in enumerate(found) if chosen and block is chosen[0]), 0),
        chosen=tuple(chosen),
    )
    if len(body.text) < 250 and not linked:
        linked = tree.embedded_text(root)
    return _rescued(body, base, linked, feed_text)


def _choose(found: Sequence[Block], page: features.Page, learned: Container[str]) -> list[Block]:
    for block, facts in zip(found, features.features(found, page), strict=True):
        block.score = weights.BIAS + sum(weights.WEIGHTS.get(fact, 0.0) for fact in facts)
        block.notes = facts
    wanted = [block.score > THRESHOLD and block.text not in learned for block in found]
    _rescue_lists(found, wanted)
    title = key_of(page.title)
    first = next((at for at, block in enumerate(found) if wanted[at] and len(block.key) >= _LONG), len(found))
    for at, block in enumerate(found):
        if wanted[at] and _is_chrome(block, at < first, title):
            wanted[at] = False
    end = _tail(found, wanted)
    return [block for block, want in zip(found[:end], wanted[:end], strict=True) if want]


def _is_chrome(block: Block, at_head: bool, title: str) -> bool:
    if block.key == title and (at_head or block.tag in ("h1", "h2")):
        return True
    if len(block.text) > chrome.SHORT:
        return False
    kinds = block.notes & chrome.KINDS
    if kinds & _ALWAYS or (
        "more" in kinds and (block.link_share > 0.3 or len(block.key) < 40 or block.text.endswith(":"))
    ):
        return block.tag != "li" or "share" in block.hints or block.link_share > 0.5 or "more" in kinds
    return at_head and bool(kinds & _HEAD_ONLY)


def _rescue_lists(found: Sequence[Block], wanted: list[bool]) -> None:
    """Take the items of a list that stands between two paragraphs of the text.

    Pages with hashed class names lose their lists in every extractor that trusts names: a list of links is told from a
    list of points by its links.
    """
    at = 0
    while at < len(found):
        end = at
        while (end < len(found) and found[end].tag in ("li", "dd", "dt")) or (
            end > at and end < len(found) and _in_list_of(found[end], found[at])
        ):
            end += 1
        if end == at:
            at += 1
            continue
        items = found[at:end]
        if not all(wanted[at:end]) and _stands_in_text(found, wanted, at, end) and _is_list_of_points(items):
            wanted[at:end] = [True] * (end - at)
        at = end


def _in_list_of(block: Block, first: Block) -> bool:
    parent = first.element.getparent()
    node = block.element
    for _ in range(4):
        node = node.getparent()
        if node is None:
            return False
        if node is parent:
            return True
    return False


def _is_list_of_points(items: Sequence[Block]) -> bool:
    size = sum(len(item.text) for item in items)
    linked = sum(min(item.links, len(item.text)) for item in items)
    if linked >= 0.3 * size or size < 12 * len(items):
        return False
    return not any(item.hints & _NOT_LISTS or item.notes & (_ALWAYS | {"dated"}) for item in items)


def _stands_in_text(found: Sequence[Block], wanted: Sequence[bool], start: int, end: int) -> bool:
    before = [at for at in range(max(0, start - 2), start) if wanted[at]]
    after = any(wanted[at] and len(found[at].key) >= 40 for at in range(end, min(len(found), end + 3)))
    announced = bool(before) and found[before[-1]].text.rstrip().endswith((":", "："))
    return bool(before) and (after or announced)


def _tail(found: Sequence[Block], wanted: Sequence[bool]) -> int:
    """Where the text ends.

    At the first share bar, comment count or related link past its larger part, unless paragraphs like those before
    follow.
    """
    total = sum(len(block.key) for block, want in zip(found, wanted, strict=True) if want)
    seen = 0
    last = _last_like_the_first(found, wanted, total)
    for at, block in enumerate(found):
        if wanted[at]:
            seen += len(block.key)
        elif at > last and seen >= 0.6 * total and block.notes & _TAIL and len(block.text) < chrome.SHORT:
            while at and found[at - 1].link_share > 0.8 and len(found[at - 1].text) < chrome.SHORT:
                at -= 1  # the related link itself stands before its "Lire la suite"
            return at
    return len(found)


def _last_like_the_first(found: Sequence[Block], wanted: Sequence[bool], total: int) -> int:
    # The last long paragraph in a box like those that hold the first half of the text.
    main: set[tuple[str, str]] = set()
    seen, last = 0, -1
    for at, block in enumerate(found):
        if not wanted[at]:
            continue
        seen += len(block.key)
        if len(block.key) >= _LONG:
            if seen < 0.5 * total:
                main.add(block.signature)
            if block.signature in main:
                last = at
    return last


def _without_copies(chosen: Sequence[Block]) -> list[Block]:
    """Without a block that holds the text of several others: a hidden copy of the article for machines."""
    long = sorted((block for block in chosen if len(block.key) > 600), key=lambda block: len(block.key))[-3:]
    copies = {
        id(block)
        for block in long
        if sum(
            len(other.key) for other in chosen if other is not block and len(other.key) > 40 and other.key in block.key
        )
        > 0.5 * len(block.key)
    }
    return [block for block in chosen if id(block) not in copies]


# ----------------------------------------------------------------------------------------------------- captions


def _captions(found: Sequence[Block], chosen: Sequence[Block]) -> tuple[str, ...]:
    """What is printed under pictures, from the title on to the end of the text."""
    if not chosen:
        return ()
    last = max((at for at, block in enumerate(found) if block is chosen[-1]), default=len(found))
    long = (
        at for at, block in enumerate(found) if len(block.key) >= _LONG and any(block is other for other in chosen[:12])
    )
    first = next(long, last)
    captions = [block.text for at, block in enumerate(found[: last + 1]) if _is_caption(block, at_head=at <= first)]
    return tuple(dict.fromkeys(captions))[:30]


def _is_caption(block: Block, *, at_head: bool) -> bool:
    if len(block.text) > 500 or block.hints & {"related", "nav", "hidden", "comments"} or block.link_share > 0.5:
        return False
    if block.tag == "figcaption" or ("caption" in block.near and "figure" in block.hints):
        return True
    # Without a telling name only the lead picture's: a slide show has its text beside its pictures.
    return at_head and len(block.text) < 300 and (_is_only_text_beside_picture(block) or _follows_picture(block))


def _follows_picture(block: Block) -> bool:
    """Whether the element before holds nothing but a picture, and this one is no sentence of a paragraph's length."""
    before = block.element.getprevious()
    if before is None or len(block.text) > 200 or block.strong or block.tag in ("h1", "h2", "h3", "li"):
        return False
    has_picture = before.tag in ("img", "picture", "figure") or next(before.iter("img", "amp-img"), None) is not None
    return has_picture and not key_of(before.text_content()[:200])


def _picture_of(block: Block) -> str | None:
    box: HtmlElement | None = block.element
    for _ in range(4):
        if box is None:
            return None
        for near in (box, box.getprevious()):
            if near is not None and (image := next(near.iter("img", "amp-img"), None)) is not None:
                said = image.get("data-src") or image.get("data-lazy-src") or image.get("src")
                return said if said and not said.startswith("data:") else None
        box = box.getparent()
    return None


def _is_only_text_beside_picture(block: Block) -> bool:
    """Whether the box around holds a picture, this text, and nothing else: a caption without a telling name."""
    box = block.element if block.tag in ("div", "figure", "section") else block.element.getparent()
    for _ in range(2):
        if box is None or box.tag in ("body", "article", "main", "li", "td"):
            return False
        if next(box.iter("img", "picture", "amp-img"), None) is not None:
            own = block.element
            if own is not box and next(own.iter("img"), None) is not None:
                return False
            return len(key_of(box.text_content()[:2000])) <= len(block.key) + 2
        box = box.getparent()
    return False


# -------------------------------------------------------------------------------------------------------- text


def _written(chosen: Sequence[Block]) -> tuple[str | None, str]:
    place: str | None = None
    parts: list[str] = []
    previous: Block | None = None
    looked = False
    for block in chosen:
        text = block.text
        if not looked and len(block.key) >= 40:
            looked = True
            place, text = dateline.split(block)
        joined = (
            previous is not None
            and block.tag == previous.tag
            and block.tag in ("li", "tr", "dd")
            and _siblings(block, previous)
        )
        parts.append(("\n" if joined else "\n\n") + text)
        previous = block
    return place, "".join(parts).strip()


def _siblings(a: Block, b: Block) -> bool:
    return a.element.getparent() is b.element.getparent()


def _rescued(body: Body, base: str, linked: str, feed_text: str) -> Body:
    """`body`, or another source of the text that has far more of it."""
    best = body.text
    source = body.source
    if len(linked) > 400 and len(best) < RESCUE * len(linked):
        best, source = linked, "json-ld"
    if len(base) > 250 and len(best) < 0.5 * len(base) and len(best) < 800:
        best, source = "\n\n".join(line.strip(" -\t") for line in base.split("\n") if line.strip(" -\t")), "base"
    if len(feed_text) > 400 and len(best) < RESCUE * len(feed_text):
        best, source = feed_text, "feed"
    if source == body.source:
        return body
    return Body(
        text=best,
        dateline=body.dateline,
        captions=body.captions,
        found=body.found,
        start=body.start,
        source=source,
        chosen=body.chosen,
    )
