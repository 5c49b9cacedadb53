"""Two wordings: whether they read alike, and if not, what changed and what kind of change it is.

A wording is compared as a reader reads it: composed and spelled one way (Unicode NFKC), with quotes, dashes and spaces
folded; punctuation, digits and case stay, because one question mark is news. What a site prints into its text by itself
(counters, reading times, ad slots, "first appeared on") is no wording.

Alignment is by unique words first, as "patience diff" does it, and by the longest common subsequence only between such
anchors and within a budget, so the time stays proportional to the length of the texts.
"""

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import Literal

from msgspec import Struct

from aggregator.records import Change
from aggregator.text import notices
from aggregator.text.notices import FOOTER_HINTS, NUMBER_WORDS, TAIL_HINTS
from aggregator.text.printed import is_printed

Op = Literal["equal", "insert", "delete"]
Runs = tuple[tuple[Op, str], ...]

LEAF_CELLS = 2_500  # of the table between two anchors; more counts as replaced
ALL_CELLS = 8_000  # of all such tables of one comparison
REWRITTEN = 0.5  # share of kept words below which a change is a rewrite
SMALL = 0.05  # share of words that may go in an addition, or come in a removal
EXCERPT = 20  # characters below which a beginning says nothing
CONTEXT = 240  # characters around a change in which names and quotes are looked for
CHANGED_AT_MOST = 24  # numbers, names and quotes listed for one change

_FOLDS = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»″❝❞〝〞＂", '"'),
        **dict.fromkeys("‘’‚‛ʼʹ′`´ˈ＇", "'"),
        **dict.fromkeys("‐‑‒–−﹣－", "-"),
        **dict.fromkeys("—―⸺", " - "),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff\ufe0f", ""),
        "…": "...",
        "\u2028": "\n",
        "\u2029": "\n\n",
    }
)
_NO_SPACE_BEFORE = tuple(f" {mark}" for mark in ";:!?%,.)]")
_IDEOGRAPH = "\u0e00-\u0e7f\u2e80-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(
    rf"(?:\d+(?:[.,:]\d+)+|[{_IDEOGRAPH}]|[^\W{_IDEOGRAPH}]+(?:['’][^\W{_IDEOGRAPH}]+)*|[^\w\s])[^\S\n]*|\n\s*"
)
_NUMBER = re.compile(r"\d+(?:[\s.,]\d{3}(?!\d))*(?:[.,]\d+)?(?:\s?%)?")
_DIGIT = re.compile(r"\d")
_FRACTION = re.compile(r"\d+[.,:]\d+")
_SEPARATORS = re.compile(r"[\s.,]")
_LETTERS = re.compile(r"[^\W_]+")
_NAME = re.compile(r"(?<![.!?:…\"«“\n])[ '’\-]([A-ZÀ-ÖØ-ÞĀ-ŽА-ЯΑ-Ω][\w’'\-]*(?:[ \-][A-ZÀ-ÖØ-ÞĀ-ŽА-ЯΑ-Ω][\w’'\-]*)*)")
_QUOTE = re.compile(
    r"«\s*([^«»]{3,400}?)\s*»|“\s*([^“”„]{3,400}?)\s*[”“]|„\s*([^“”„]{3,400}?)\s*[“”]|\"([^\"\n]{3,400})\"|「([^」]{2,400})」"
)


class Difference(Struct, frozen=True, kw_only=True):
    """What lies between two wordings, ready for `<ins>` and `<del>`."""

    change: Change
    title: Runs
    blocks: tuple[Runs, ...]  # of the text, in the order of the new wording; what left stands where it stood
    changed: tuple[str, ...]  # numbers, names and quotes: "-12", "+14" ...
    kept: float  # share of the longer text that stayed, 0..1


def wording(title: str, text: str) -> str:
    """Title and text as a reader reads them, on one line each.

    Two texts with equal wordings say the same: they differ at most in markup, line breaks, kinds of quotes, dashes and
    spaces, composed or decomposed letters, and in what the site prints by itself.
    """
    return f"{_read(title)}\n{_body(text)}"


def wording_hash(title: str, text: str) -> bytes:
    """16 bytes (BLAKE2b) that are equal for equal wordings."""
    return blake2b(wording(title, text).encode("utf-8", "replace"), digest_size=16).digest()


def compare(old: tuple[str, str], new: tuple[str, str]) -> Difference:
    """What changed from `old` to `new`, each (title, text)."""
    budget = _Budget(ALL_CELLS)
    title = _runs(old[0], new[0], budget)
    runs = _runs(old[1], new[1], budget)
    same = sum(len(text) for op, text in runs if op == "equal")
    longer = max(len(old[1]), len(new[1]))
    kept = min(1.0, same / longer) if longer else 1.0
    blocks = _split_blocks(runs)
    return Difference(
        change=_change(old, new, blocks, kept), title=title, blocks=blocks, changed=_facts_changed(old, new), kept=kept
    )


def is_excerpt(short: str, long: str) -> bool:
    """Whether `short` is the beginning of `long`, broken off with an ellipsis or "read more"."""
    head = _read(_without_tail(short)).rstrip(" ])")
    cut = head.rstrip(".[( ")
    if not head.endswith("...") or len(cut) < EXCERPT:
        return False
    whole = _read(long)
    return len(cut) < len(whole.rstrip(".")) and whole.startswith(cut)


def numbers(text: str) -> Counter[str]:
    """The numbers a text names, digits and the common words for them, without group separators."""
    plain = unicodedata.normalize("NFKC", text)
    found = Counter(_SEPARATORS.sub("", match) for match in _NUMBER.findall(plain))
    found.update(word for word in _LETTERS.findall(plain.lower()) if word in NUMBER_WORDS)
    return found


def names(text: str) -> Counter[str]:
    """Runs of capitalized words inside sentences: names, in scripts that have capitals."""
    return Counter(match.strip("'’-") for match in _NAME.findall(text))


def quotes(text: str) -> Counter[str]:
    """What stands between quotation marks."""
    return Counter(_read(next(filter(None, groups))) for groups in _QUOTE.findall(text))


# ------------------------------------------------------------------------------------------------ as a reader reads


def _read(text: str) -> str:
    if not text.isascii():
        text = text.translate(_FOLDS)
        if not unicodedata.is_normalized("NFKC", text):
            text = unicodedata.normalize("NFKC", text).translate(_FOLDS)
    if is_printed(text):
        text = text.replace("\n", " ").strip()
        while "  " in text:
            text = text.replace("  ", " ")
    else:
        text = " ".join(text.split())
    # Plain replacements, as every space stands alone now: a pattern would stop at each of them, at five times the cost.
    if '"' in text:
        text = text.replace(' "', '"').replace('" ', '"')
    for mark in _NO_SPACE_BEFORE:
        text = text.replace(mark, mark[1])
    return text


def _body(text: str) -> str:
    if not text:
        return ""
    return _read("\n".join(_own_lines(_without_tail(text))))


def _own_lines(text: str) -> Iterable[str]:
    """The lines that somebody wrote: counters and ad slots stand on lines of their own, or between bars."""
    bars = "|" in text or "·" in text or "•" in text
    for line in text.split("\n"):
        if len(line) > 400:
            yield line
        elif bars and any(bar in line for bar in "|·•"):
            parts = re.split(r"\s*[|·•]\s*", line)
            yield " · ".join(part for part in parts if part and not _printed(part))
        elif not _printed(line):
            yield line


def _printed(line: str) -> bool:
    if len(line) > 120:
        return False
    line = line.strip()
    return len(line) <= 90 and (
        notices.counter().fullmatch(line) is not None or notices.slot().fullmatch(line) is not None
    )


def _without_tail(text: str) -> str:
    text = text.rstrip()
    end = text[-600:].lower()
    if any(hint in end for hint in FOOTER_HINTS) and (footer := notices.footer().search(text, max(0, len(text) - 600))):
        text = text[: footer.start()].rstrip()
    for _ in range(3):
        end = text[-90:].lower()
        if not (_DIGIT.search(end) or any(hint in end for hint in TAIL_HINTS)):
            break
        tail = notices.tail().search(text, max(0, len(text) - 90))
        if tail is None:
            break
        text = text[: tail.start()].rstrip()
    return text


# ------------------------------------------------------------------------------------------------------- alignment


class _Budget:
    """How many table cells one comparison may still fill."""

    __slots__ = ("cells",)

    def __init__(self, cells: int) -> None:
        self.cells = cells

    def take(self, cells: int) -> bool:
        """Whether `cells` more are allowed; if so they are spent."""
        if cells > min(self.cells, LEAF_CELLS):
            return False
        self.cells -= cells
        return True


def _runs(old: str, new: str, budget: _Budget) -> Runs:
    """The runs of two texts; what they share at both ends is not even split into words."""
    old, new = old.strip().replace("\r", ""), new.strip().replace("\r", "")
    start, end = _shared_ends(old, new)
    runs: list[tuple[Op, str]] = [("equal", new[:start])] if start else []
    runs += _word_runs(_WORD.findall(old[start : len(old) - end]), _WORD.findall(new[start : len(new) - end]), budget)
    if end:
        runs.append(("equal", new[len(new) - end :]))
    return tuple(runs)


def _shared_ends(old: str, new: str) -> tuple[int, int]:
    """How many characters are equal at the start and at the end, cut back to whole words."""
    if old == new:
        return len(new), 0
    start = _shared_start(old, new)
    while start and not (new[start - 1].isspace() and old[start - 1].isspace()):
        start -= 1
    room = min(len(old), len(new)) - start
    end = _shared_start(old[::-1][:room], new[::-1][:room])
    while end and not (new[-end].isspace() and old[-end].isspace()):
        end -= 1
    return start, max(0, end - 1)  # the space goes with the word before it


def _shared_start(one: str, other: str) -> int:
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _key(word: str) -> str:
    if word[0] == "\n":
        return "\n"
    return word.rstrip() if word.isascii() else unicodedata.normalize("NFKC", word.translate(_FOLDS)).strip()


def _word_runs(before: Sequence[str], after: Sequence[str], budget: _Budget) -> list[tuple[Op, str]]:
    runs: list[tuple[Op, str]] = []

    def add(op: Op, words: Sequence[str]) -> None:
        if words:
            runs.append((op, "".join(words)))

    at, to = 0, 0
    keys = ([_key(word) for word in before], [_key(word) for word in after])
    for i, j, length in [*_matches(*keys, budget), (len(before), len(after), 0)]:
        add("delete", before[at:i])
        add("insert", after[to:j])
        add("equal", after[j : j + length])
        at, to = i + length, j + length
    return runs


def _matches(a: Sequence[str], b: Sequence[str], budget: _Budget) -> list[tuple[int, int, int]]:
    """Stretches (start in a, start in b, length) that stay, in order."""
    pairs: list[tuple[int, int]] = []
    todo = [(0, len(a), 0, len(b))]
    while todo:
        a0, a1, b0, b1 = todo.pop()
        while a0 < a1 and b0 < b1 and a[a0] == b[b0]:
            pairs.append((a0, b0))
            a0, b0 = a0 + 1, b0 + 1
        while a0 < a1 and b0 < b1 and a[a1 - 1] == b[b1 - 1]:
            a1, b1 = a1 - 1, b1 - 1
            pairs.append((a1, b1))
        if a0 == a1 or b0 == b1:
            continue
        anchors = _anchors(a, b, (a0, a1, b0, b1))
        if anchors:
            for i, j in anchors:
                todo.append((a0, i, b0, j))
                pairs.append((i, j))
                a0, b0 = i + 1, j + 1
            todo.append((a0, a1, b0, b1))
        elif budget.take((a1 - a0) * (b1 - b0)):
            pairs.extend((a0 + i, b0 + j) for i, j in _longest_common(a[a0:a1], b[b0:b1]))
    pairs.sort()
    return _stretches(pairs)


def _stretches(pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int, int]]:
    found: list[tuple[int, int, int]] = []
    for i, j in pairs:
        if found and found[-1][0] + found[-1][2] == i and found[-1][1] + found[-1][2] == j:
            found[-1] = (found[-1][0], found[-1][1], found[-1][2] + 1)
        else:
            found.append((i, j, 1))
    return found


def _anchors(a: Sequence[str], b: Sequence[str], window: tuple[int, int, int, int]) -> list[tuple[int, int]]:
    """Words that occur once on each side, the longest run of them in the same order."""
    a0, a1, b0, b1 = window
    once_a, once_b = _once(a, a0, a1), _once(b, b0, b1)
    pairs = sorted((i, once_b[word]) for word, i in once_a.items() if word in once_b)
    tails: list[int] = []  # patience sorting: smallest end of an increasing run of each length
    ends: list[int] = []  # its index in pairs
    links: list[int] = []
    for index, (_, j) in enumerate(pairs):
        place = bisect_left(tails, j)
        links.append(ends[place - 1] if place else -1)
        tails[place : place + 1] = [j]
        ends[place : place + 1] = [index]
    chain: list[tuple[int, int]] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        chain.append(pairs[at])
        at = links[at]
    return chain[::-1]


def _once(words: Sequence[str], start: int, end: int) -> dict[str, int]:
    counts = Counter(words[start:end])
    return {word: i for i in range(start, end) if counts[word := words[i]] == 1 and word != "\n"}


def _longest_common(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int]]:
    rows = [[0] * (len(b) + 1)]
    for word in reversed(a):
        below, row = rows[-1], [0] * (len(b) + 1)
        for j in range(len(b) - 1, -1, -1):
            row[j] = below[j + 1] + 1 if word == b[j] else max(below[j], row[j + 1])
        rows.append(row)
    rows.reverse()
    pairs: list[tuple[int, int]] = []
    i = j = 0
    while i < len(a) and j < len(b):
        if a[i] == b[j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif rows[i + 1][j] >= rows[i][j + 1]:
            i += 1
        else:
            j += 1
    return pairs


def _split_blocks(runs: Runs) -> tuple[Runs, ...]:
    blocks: list[list[tuple[Op, str]]] = [[]]
    for op, text in runs:
        first, *others = re.split(r"\n\s*", text)
        if first:
            blocks[-1].append((op, first))
        blocks.extend([(op, part)] if part else [] for part in others)
    return tuple(tuple(block) for block in blocks if block)


# ------------------------------------------------------------------------------------------------ class of a change


def _change(old: tuple[str, str], new: tuple[str, str], blocks: Sequence[Runs], kept: float) -> Change:
    titles = _middles(_read(old[0]), _read(new[0]))
    texts = _middles(_body(old[1]), _body(new[1]))
    if all(_letters(one) == _letters(other) and not _speaking_marks(one, other) for one, other in (titles, texts)):
        return "typography"
    if any(_has_new_notice(one, other) for one, other in (titles, texts)):
        return "correction"
    if texts[0] == texts[1]:
        return "headline"
    return _text_change(blocks, kept, one_empty=not old[1] or not new[1])


def _middles(old: str, new: str) -> tuple[str, str]:
    """Two texts without what they share at both ends, but with some words around as context."""
    if old == new:
        return "", ""
    start, end = _shared_ends(old, new)
    start = old.rfind(" ", 0, max(0, start - CONTEXT)) + 1 if start > CONTEXT else 0
    end = max(0, end - CONTEXT)
    return old[start : len(old) - end], new[start : len(new) - end]


def _text_change(blocks: Sequence[Runs], kept: float, *, one_empty: bool) -> Change:
    sizes: Counter[str] = Counter()
    for block in blocks:
        for op, text in block:
            sizes[op] += len(text)
    came, went = sizes["insert"], sizes["delete"]
    if came and went <= came * SMALL:
        return "addition"
    if went and came <= went * SMALL:
        return "removal"
    if kept < REWRITTEN and not one_empty:
        return "rewrite"
    return "edit"


def _letters(text: str) -> str:
    return "".join(_LETTERS.findall(text.lower()))


def _speaking_marks(before: str, after: str) -> bool:
    """Whether a mark that changes the meaning came or went: a question, an exclamation, quotes, a sign."""
    if any(before.count(mark) != after.count(mark) for mark in '?!"%+؟？！'):
        return True
    return _FRACTION.findall(before) != _FRACTION.findall(after)


def _has_new_notice(before: str, after: str) -> bool:
    found_before = Counter(match.lower() for match in notices.correction().findall(before))
    found_after = Counter(match.lower() for match in notices.correction().findall(after))
    return bool(found_after - found_before)


def _facts_changed(old: tuple[str, str], new: tuple[str, str]) -> tuple[str, ...]:
    middles = [_middles(before, after) for before, after in zip(old, new, strict=True)]
    before, after = ("\n".join(side) for side in zip(*middles, strict=True))
    changed: list[str] = []
    for read in (numbers, names, quotes):
        found_before, found_after = read(before), read(after)
        changed += [f"-{_short(fact)}" for fact in sorted(found_before - found_after)]
        changed += [f"+{_short(fact)}" for fact in sorted(found_after - found_before)]
    return tuple(changed[:CHANGED_AT_MOST])


def _short(fact: str) -> str:
    return fact if len(fact) <= 160 else fact[:159].rstrip() + "…"
