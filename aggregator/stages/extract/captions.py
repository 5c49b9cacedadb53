"""What is printed under pictures, and the picture it is printed under: by name where a page has names, else by place."""

from collections.abc import Sequence

from lxml.html import HtmlElement

from aggregator.stages.extract.blocks import LONG, Block, key_of


def captions_of(found: Sequence[Block], chosen: Sequence[Block]) -> tuple[str, ...]:
    """What is printed under pictures, from the title on to the end of the text."""
    if not chosen:
        return ()
    last = max((at for at, block in enumerate(found) if block is chosen[-1]), default=len(found))
    long = (
        at for at, block in enumerate(found) if len(block.key) >= LONG and any(block is other for other in chosen[:12])
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


def picture_of(block: Block) -> str | None:
    """The address, as spelled, of the picture beside a caption."""
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
