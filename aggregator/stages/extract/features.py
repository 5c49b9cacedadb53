"""What speaks for and against a block being part of the article: small yes-or-no facts.

`stages/extract/weights.py` says how much each counts; `bench/blocks.py` measures those weights anew.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec import Struct

from aggregator.stages.extract import chrome
from aggregator.stages.extract.blocks import LONG, Block, Box, key_of

_WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_SENTENCE_ENDS = frozenset(".!?…。！？:;»”\"')]")
_ADDRESSED = re.compile(r"https?://|www\.|(?<!\w)@\w|\w@\w+\.\w")
_FOR_MACHINES = re.compile(r"\d{4}-\d\d-\d\dT[\d:.+Z-]+$|https?://\S+\.(?:jpe?g|png|gif|webp|svg)(?:\?\S*)?$")

FAR = 8  # lines before or after the text
CALL = 300  # characters: no request to subscribe is longer


class Page(Struct, frozen=True, kw_only=True):
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
    """The facts of each block, as names.

    Of a short line in a menu or footer it is enough to know that: most lines of a page are such.
    """
    if not found:
        return []
    sums = _Sums.of(found, page)
    facts = []
    more = False  # since the last "Read also" no long kept paragraph came
    for at, block in enumerate(found):
        if _is_far_off(block, at, sums):
            facts.append({"far-off"})
            continue
        own = _own(block, page)
        own.update(_witnesses(block.key, page, sums))
        own.update(_shares(block, sums))
        own.update(_linked(block, sums.linked))
        own.update(_within(block, at, sums))
        if more:
            own.add("under-more")
        if "links3" in own and "within" in own:
            own.add("link-within")
        more = "more" in own or (more and not _is_long_kept(block))
        facts.append(own)
    _look_around(found, facts)
    return facts


class _Sums(Struct):
    """What all blocks of a page say together: characters kept by name of box, where the text begins and ends."""

    by_signature: Counter[tuple[str, str]]
    by_box: Counter[str]
    by_parent: Counter[tuple[str, int]]
    seen: Counter[str]
    total: int
    first: int  # long block kept
    last: int
    linked: dict[Box | None, list[int]]
    title_key: str
    dek_key: str

    @classmethod
    def of(cls, found: Sequence[Block], page: Page) -> "_Sums":
        kept = [block for block in found if block.kept]
        long = [at for at, block in enumerate(found) if _is_long_kept(block)]
        by_signature: Counter[tuple[str, str]] = Counter()
        by_box: Counter[str] = Counter()
        by_parent: Counter[tuple[str, int]] = Counter()
        for block in kept:
            size = len(block.key)
            by_signature[block.signature] += size
            by_box[block.signature[1]] += size
            by_parent[_parent(block)] += size
        return cls(
            by_signature=by_signature,
            by_box=by_box,
            by_parent=by_parent,
            seen=Counter(block.key for block in found),
            total=by_signature.total() or 1,
            first=long[0] if long else len(found),
            last=long[-1] if long else -1,
            linked=_linked_boxes(found),
            title_key=key_of(page.title),
            dek_key=key_of(page.description),
        )


def _is_long_kept(block: Block) -> bool:
    return block.kept and len(block.key) >= 60 and block.link_share < 0.5


def _is_far_off(block: Block, at: int, sums: _Sums) -> bool:
    """Whether a short line that nobody kept stands in a menu: by name, or as a link well before or after the text."""
    if block.kept or len(block.key) >= LONG:
        return False
    if block.hints & _FAR_OFF:
        return True
    return block.link_share > 0.9 and not sums.first - FAR < at < sums.last + FAR


def _shares(block: Block, sums: _Sums) -> Iterator[str]:
    yield "sig" + _share(sums.by_signature[block.signature] / sums.total)
    yield "box" + _share(sums.by_box[block.signature[1]] / sums.total)
    yield "par" + _share(sums.by_parent[_parent(block)] / sums.total)
    if sums.seen[block.key] > 1:
        yield "twice"


def _within(block: Block, at: int, sums: _Sums) -> Iterator[str]:
    if at < sums.first:
        yield "before" if sums.first - at > 4 else "just-before"
    elif at > sums.last:
        yield "after" if at - sums.last > 4 else "just-after"
    else:
        yield "within"
        if block.kept:
            yield "kept-within"


def _linked_boxes(found: Sequence[Block]) -> dict[Box | None, list[int]]:
    """Characters within links and characters of each box that holds boxes of text."""
    sums: dict[Box | None, list[int]] = {}
    for block in found:
        links, size = min(block.links, len(block.text)), len(block.text)
        box = block.box.around if block.box else None
        for _ in range(2):
            said = sums.setdefault(box, [0, 0])
            said[0] += links
            said[1] += size
            box = box.around if box else None
    return sums


def _linked(block: Block, sums: dict[Box | None, list[int]]) -> tuple[str, ...]:
    box = block.box.around if block.box else None
    one = sums[box]
    two = sums[box.around if box else None]
    return "near-links" + _link_share(one[0] / max(1, one[1])), "far-links" + _link_share(two[0] / max(1, two[1]))


def _link_share(share: float) -> str:
    return "0" if share == 0 else "1" if share < 0.3 else "2" if share < 0.7 else "3"


def _parent(block: Block) -> tuple[str, int]:
    # Boxes of one name at one depth count as one: many sites wrap each paragraph in its own.
    return block.signature[1], block.depth


def _share(share: float) -> str:
    return "0" if share == 0 else "1" if share < 0.1 else "2" if share < 0.4 else "3"


def _own(block: Block, page: Page) -> set[str]:
    """What a block says by itself."""
    text, share = block.text, block.link_share
    size = len(block.key) + 2 * len(_WIDE.findall(text[:200])) if not text.isascii() else len(block.key)
    kept = "kept" if block.kept else "left"
    own = {
        kept,
        kept + ("-long" if size >= 160 else "-short" if size < 40 else "-middle"),
        "len" + str(sum(size >= bound for bound in (10, 20, 40, 80, 160, 320))),
        "links" + _link_share(share),
        _HEADINGS.get(block.tag) or "tag-" + (block.tag if block.tag in _TAGS else "other"),
        *_where(block.hints, block.near),
        *_looks(block),
    }
    if len(text) < CALL and not block.hints & _FAR_OFF:
        own.update(chrome.kinds(text))
        if ("@" in text or "http" in text or "www." in text) and _ADDRESSED.search(text):
            own.add("address")
        if chrome.calls(text):
            own.add("calls")
        if _FOR_MACHINES.match(text):
            own.add("machine")
    if share > 0.7:
        own.update("link-" + fact for fact in ("capitals", "stop") if fact in own)
    return own


def _looks(block: Block) -> Iterator[str]:
    text = block.text
    if text[-1] in _SENTENCE_ENDS:
        yield "stop"
    if text[0].islower():
        yield "lower"
    if block.strong:
        yield "strong"
    if block.leaning:
        yield "italic"
    if "\n" in text:
        yield "lines"
    if text.isupper():
        yield "capitals"


@lru_cache(maxsize=4_096)
def _where(hints: frozenset[str], near: frozenset[str]) -> tuple[str, ...]:
    both = ("related-list",) if {"related", "list"} <= hints else ()
    return (*("in-" + hint for hint in hints), *("at-" + hint for hint in near), *both)


def _witnesses(key: str, page: Page, sums: _Sums) -> set[str]:
    title_key, dek_key = sums.title_key, sums.dek_key
    said = set()
    if title_key and (key == title_key or (len(key) > 15 and (key in title_key or title_key in key))):
        said.add("title")
    if dek_key and len(key) > 20 and (key in dek_key or dek_key[:60] in key):
        said.add("description")
    if page.body_key:
        said.add("said" if len(key) > 12 and key in page.body_key else "unsaid")
    return said


_TAGS = frozenset(
    "p li div td figcaption blockquote pre dt dd section article span header footer aside".split()  # noqa: SIM905 - a table
)
_HEADINGS = {"h1": "h1", "h2": "h2", "h3": "h3", "h4": "h3", "h5": "h3", "h6": "h3"}
_FAR_OFF = frozenset({"nav", "footer"})  # nobody asks what kind of line that is


def _look_around(found: Sequence[Block], facts: list[set[str]]) -> None:
    strong = [_is_long_kept(block) for block in found]
    for at, own in enumerate(facts):
        if "far-off" in own:
            continue
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
