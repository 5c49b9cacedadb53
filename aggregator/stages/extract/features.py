"""What speaks for and against a block being part of the article: small yes-or-no facts.

`stages/extract/weights.py` says how much each counts; `bench/blocks.py` measures those weights anew.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from aggregator.stages.extract import chrome
from aggregator.stages.extract.blocks import Block, key_of

_WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_SENTENCE_END = re.compile(r"[.!?…。！？:;»”\"')\]]\s*$")
_HEADING = re.compile(r"h[1-6]$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What is known of a page before its blocks are judged."""

    title: str = ""
    description: str = ""
    body_key: str = ""  # of the article text the page gives in its JSON-LD, letters and digits
    base_keys: frozenset[str] = frozenset()  # of the lines the base extractor kept
    base_text: str = ""  # all of them in one


def mark_kept(found: Sequence[Block], page: Page) -> None:
    """Note on each block whether the base extractor kept its text.

    A short text may stand in several places of a page; it counts where a neighbour was kept too.
    """
    twice: dict[str, list[int]] = {}
    for at, block in enumerate(found):
        key = block.key
        block.kept = key in page.base_keys or (len(key) >= 24 and key in page.base_text) or _mostly_in(block, page)
        if block.kept:
            twice.setdefault(key, []).append(at)
    for places in twice.values():
        if len(places) < 2:
            continue
        best = max(places, key=lambda at: (_neighbours(found, at), -at))
        for at in places:
            found[at].kept = at == best


def _mostly_in(block: Block, page: Page) -> bool:
    # The base extractor cuts lines where the page does not (ruby, broken markup), and joins what the page cuts.
    key = block.key
    if "\n" in block.text:
        lines = [key_of(line) for line in block.text.split("\n")]
        known = sum(
            len(line) for line in lines if line in page.base_keys or (len(line) >= 24 and line in page.base_text)
        )
        return known >= 0.6 * len(key)
    if len(key) < 60:
        return False
    step = max(15, len(key) // 40)
    pieces = [key[at : at + 15] for at in range(0, len(key) - 14, step)]
    return sum(piece in page.base_text for piece in pieces) >= 0.6 * len(pieces)


def _neighbours(found: Sequence[Block], at: int) -> int:
    return sum(
        len(found[near].key)
        for near in range(max(0, at - 3), min(len(found), at + 4))
        if near != at and found[near].kept
    )


def features(found: Sequence[Block], page: Page) -> list[set[str]]:
    """The facts of each block, as names."""
    if not found:
        return []
    weight: Counter[tuple[str, str]] = Counter()
    box_weight: Counter[str] = Counter()
    parents: Counter[tuple[str, int]] = Counter()
    seen: Counter[str] = Counter()
    for block in found:
        seen[block.key] += 1
        if block.kept:
            size = len(block.key)
            weight[block.signature] += size
            box_weight[block.signature[1]] += size
            parents[_parent(block)] += size
    total = sum(weight.values()) or 1
    long_kept = [at for at, block in enumerate(found) if block.kept and len(block.key) >= 60 and block.link_share < 0.5]
    first, last = (long_kept[0], long_kept[-1]) if long_kept else (len(found), -1)
    title_key = key_of(page.title)
    dek_key = key_of(page.description)
    facts = []
    for at, block in enumerate(found):
        own = _own(block, page, title_key, dek_key)
        own.add("sig" + _share(weight[block.signature] / total))
        own.add("box" + _share(box_weight[block.signature[1]] / total))
        own.add("par" + _share(parents[_parent(block)] / total))
        if seen[block.key] > 1:
            own.add("twice")
        if at < first:
            own.add("before" if first - at > 4 else "just-before")
        elif at > last:
            own.add("after" if at - last > 4 else "just-after")
        else:
            own.add("within")
        if first <= at <= last and block.kept:
            own.add("kept-within")
        facts.append(own)
    _look_around(found, facts)
    return facts


def _parent(block: Block) -> tuple[str, int]:
    # Boxes of one name at one depth count as one: many sites wrap each paragraph in its own.
    return block.signature[1], block.depth


def _share(share: float) -> str:
    return "0" if share == 0 else "1" if share < 0.1 else "2" if share < 0.4 else "3"


def _own(block: Block, page: Page, title_key: str, dek_key: str) -> set[str]:
    text, key = block.text, block.key
    size = len(key) + 2 * len(_WIDE.findall(text[:200])) if not text.isascii() else len(key)
    own = {"kept" if block.kept else "left"}
    own.add("len" + str(sum(size >= bound for bound in (10, 20, 40, 80, 160, 320))))
    share = block.link_share
    own.add("links" + ("0" if share == 0 else "1" if share < 0.3 else "2" if share < 0.7 else "3"))
    if _HEADING.match(block.tag):
        own.add("h1" if block.tag == "h1" else "h2" if block.tag == "h2" else "h3")
    else:
        own.add("tag-" + (block.tag if block.tag in _TAGS else "other"))
    own.update(_where(block.hints, block.near))
    if _SENTENCE_END.search(text):
        own.add("stop")
    if text[0].islower():
        own.add("lower")
    if block.strong:
        own.add("strong")
    if "\n" in text:
        own.add("lines")
    if any(unicodedata.category(letter) == "Lu" for letter in text[:60]) and text.upper() == text:
        own.add("capitals")
    own.update(_witnesses(key, page, title_key, dek_key))
    if not block.hints & _FAR_OFF:
        own.update(chrome.kinds(text))
    return own


@lru_cache(maxsize=4_096)
def _where(hints: frozenset[str], near: frozenset[str]) -> tuple[str, ...]:
    return (*("in-" + hint for hint in hints), *("at-" + hint for hint in near))


def _witnesses(key: str, page: Page, title_key: str, dek_key: str) -> set[str]:
    said = set()
    if title_key and (key == title_key or (len(key) > 15 and (key in title_key or title_key in key))):
        said.add("title")
    if dek_key and len(key) > 20 and (key in dek_key or dek_key[:60] in key):
        said.add("description")
    if page.body_key:
        said.add("said" if len(key) > 12 and key in page.body_key else "unsaid")
    return said


_TAGS = {
    "p",
    "li",
    "div",
    "td",
    "figcaption",
    "blockquote",
    "pre",
    "dt",
    "dd",
    "section",
    "article",
    "span",
    "header",
    "footer",
    "aside",
}


_FAR_OFF = frozenset({"nav", "footer"})  # nobody asks what kind of line that is


def _look_around(found: Sequence[Block], facts: list[set[str]]) -> None:
    strong = [bool(block.kept and len(block.key) >= 60 and block.link_share < 0.5) for block in found]
    for at, own in enumerate(facts):
        before = found[at - 1] if at else None
        after = found[at + 1] if at + 1 < len(found) else None
        own.add("prev-kept" if before and before.kept else "prev-left")
        own.add("next-kept" if after and after.kept else "next-left")
        if at and strong[at - 1]:
            own.add("prev-strong")
        if at + 1 < len(found) and strong[at + 1]:
            own.add("next-strong")
        around = sum(strong[max(0, at - 4) : at + 5])
        own.add("around" + str(min(3, around)))
        if before and before.signature == found[at].signature:
            own.add("like-prev-kept" if before.kept else "like-prev-left")
        if after and after.signature == found[at].signature:
            own.add("like-next-kept" if after.kept else "like-next-left")
