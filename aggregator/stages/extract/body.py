"""The text of an article, from the blocks of its page.

trafilatura reads the page first: no extractor we measured is better, or more even. What it kept is then one witness among
others when each block is judged (features.py, weights.py), and rules that need no measuring have the last word: the title
is not the text, nor are reading times, share bars and comment counts; a list between two paragraphs is.
"""

from collections.abc import Container, Sequence
from dataclasses import dataclass, field

import trafilatura
from lxml.html import HtmlElement

from aggregator.stages.extract import dateline, features, tree, trimming, weights
from aggregator.stages.extract.blocks import Block, blocks, key_of
from aggregator.stages.extract.captions import captions_of, picture_of

THRESHOLD = -10  # of a block's score, in hundredths; lower keeps more
MAX_WITNESS = 200_000  # characters of another reading that blocks are looked up in
RESCUE = 0.7  # another source of the text is taken when ours has less than this share of its length

_NO_OPENING = frozenset({"li", "dd", "dt", "tr", "h1", "h2", "h3", "h4", "h5", "h6"})  # a dateline opens a paragraph


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
    authors: Sequence[str] = (),
) -> Body:
    """The text of the page.

    Args:
        linked: the article text the page gives in its JSON-LD, plain, or empty.
        feed_text: the same as the feed gives it: a rescue when the page yields far less.
        learned: lines known to be chrome on this site.
        authors: names of those who wrote it; a line of a name and little else is no text.
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
    chosen = trimming.trim(found, _judged(found, page, learned), title, authors)
    captions = captions_of(found, chosen)
    picture = next((picture_of(block) for block in found if block.text in captions), None)
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


def _judged(found: Sequence[Block], page: features.Page, learned: Container[str]) -> list[bool]:
    """Whether each block is more likely text than not."""
    known = weights.WEIGHTS
    for block, facts in zip(found, features.features(found, page), strict=True):
        block.score = weights.BIAS + sum([known[fact] for fact in facts if fact in known])
        block.notes = facts
    return [block.score > THRESHOLD and block.text not in learned for block in found]


def _written(chosen: Sequence[Block]) -> tuple[str | None, str]:
    place: str | None = None
    parts: list[str] = []
    previous: Block | None = None
    looked = False
    for block in chosen:
        text = block.text
        if not looked and len(block.key) >= 40 and block.tag not in _NO_OPENING:
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
