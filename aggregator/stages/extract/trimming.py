"""Rules that need no measuring and have the last word on which blocks are text.

The title is not the text, nor are reading times, bylines, share bars and comment counts; a list between two paragraphs is,
and so is the long paragraph between headline and text.
"""

import re
from collections.abc import Sequence
from itertools import islice

from aggregator.stages.extract import byline, chrome
from aggregator.stages.extract.blocks import LONG, Block, Box, key_of

_ALWAYS = frozenset({"reading-time", "share", "comments-line", "account", "machine", "credit"})
_HEAD_ONLY = frozenset({"byline-line", "crumb", "dated", "foot"})
_TAIL = frozenset({"more", "share", "comments-line"})
_NOT_LISTS = frozenset({"nav", "aside", "footer", "header", "form", "share", "comments", "related", "hidden"})
_NOT_OPENINGS = _NOT_LISTS - {"header"} | {"caption", "promo", "figure", "byline"}
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
CALL_LINES, CALL_CHARS = 5, 300  # a box that asks to subscribe is small


def trim(found: Sequence[Block], wanted: list[bool], title: str, authors: Sequence[str]) -> list[Block]:
    """The blocks of the text, when `wanted` says which are more likely text than not; `wanted` is changed.

    Args:
        title: the headline.
        authors: names of those who wrote it.
    """
    title_key, names = key_of(title), tuple(filter(None, map(key_of, authors)))
    _rescue_lists(found, wanted)
    _rescue_opening(found, wanted, title_key)
    _rescue_headings(found, wanted)
    first = next((at for at, block in enumerate(found) if wanted[at] and len(block.key) >= LONG), len(found))
    for at, block in enumerate(found):
        if wanted[at] and (_is_chrome(block, at < first, title_key) or _is_signature(block, names, at < first)):
            wanted[at] = False
    _drop_calls(found, wanted)
    end = _tail(found, wanted)
    chosen = [block for block, want in zip(found[:end], wanted[:end], strict=True) if want]
    return _without_hidden_lines(_without_copies(chosen))


def _is_chrome(block: Block, at_head: bool, title: str) -> bool:
    if block.key == title and block.tag != "li":
        return True
    if len(block.text) > chrome.SHORT:
        return False
    if "link-capitals" in block.notes and len(block.key) > 20 and block.tag not in _HEADINGS:
        return True  # a related headline between two paragraphs: "READ THE WHOLE STORY OF THE BRIDGE"
    kinds = block.notes & (chrome.KINDS | {"machine"})
    if kinds & _ALWAYS or (
        "more" in kinds and (block.link_share > 0.3 or len(block.key) < 40 or block.text.endswith(":"))
    ):
        return block.tag != "li" or "share" in block.hints or block.link_share > 0.5 or "more" in kinds
    return at_head and bool(kinds & _HEAD_ONLY)


def _is_signature(block: Block, authors: Sequence[str], at_head: bool) -> bool:
    """Whether a line is the name of an author and little else: "Josephine Martin, à Lyon"."""
    if len(block.text) > 80 or block.text.endswith((".", "!", "?", ":")):
        return False
    if at_head and byline.signed(block.text):
        return True
    return any(name in block.key and len(block.key) - len(name) < 25 for name in authors)


def _drop_calls(found: Sequence[Block], wanted: list[bool]) -> None:
    """Leave out the small boxes that end in a request to subscribe: name of the letter, what it promises, the button."""
    inside: dict[Box, list[int]] = {}
    for at, block in enumerate(found):
        for box in islice(block.boxes(), 3):
            inside.setdefault(box, []).append(at)
    for block in found:
        if "account" not in block.notes or not block.links:
            continue  # without a link it is the word "Advertisement" above something else
        for box in islice(block.boxes(), 3):
            lines = inside[box]
            sizes = [len(found[at].text) for at in lines]
            if len(lines) <= CALL_LINES and sum(sizes) < CALL_CHARS and max(sizes) < 2 * LONG:
                for at in lines:
                    wanted[at] = False


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


def _rescue_opening(found: Sequence[Block], wanted: list[bool], title: str) -> None:
    """Take the paragraph between headline and text that stands in a box of its own: a standfirst, an editor's note."""
    long = (at for at, want in enumerate(wanted) if want and len(found[at].key) >= LONG)
    first = next((at for at in long if found[at].tag not in _HEADINGS), 0)
    headline = next((at for at in range(max(0, first - 14), first) if found[at].key == title), first)
    for at in range(headline + 1, first):
        block = found[at]
        if len(block.text) < 2 * LONG or block.link_share > 0.3 or block.hints & _NOT_OPENINGS:
            continue
        if _ENDS.search(block.text) and "calls" not in block.notes:
            wanted[at] = True


def _rescue_headings(found: Sequence[Block], wanted: list[bool]) -> None:
    """Take a heading that stands between two paragraphs of the text, with nothing in between."""
    for at in range(1, len(found) - 1):
        block = found[at]
        if wanted[at] or block.tag not in _HEADINGS or not (wanted[at - 1] and wanted[at + 1]):
            continue
        before, after = found[at - 1], found[at + 1]
        if block.links or block.notes & chrome.KINDS or block.hints & (_NOT_LISTS - before.hints):
            continue
        if len(after.key) >= LONG and (before.signature == after.signature or before.tag == after.tag == "p"):
            wanted[at] = True


_ENDS = re.compile(r"[.!?…。！？»”\"]$")


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
        if len(block.key) >= LONG:
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


def _without_hidden_lines(chosen: list[Block]) -> list[Block]:
    """Without short lines in boxes that are not shown, where no paragraph stands beside them: data for machines.

    A page may well hide the second half of its text until somebody asks for more; that is made of paragraphs.
    """
    beside = {id(block.box.around) for block in chosen if block.box and len(block.key) >= LONG}
    return [
        block
        for block in chosen
        if "hidden" not in block.hints or len(block.key) >= LONG or (block.box and id(block.box.around) in beside)
    ]
