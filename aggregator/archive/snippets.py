"""The part of a text that a search found, with what was found marked.

The index holds no text (it is contentless), so the words are sought again in the text that stands in the archive. Words
compare as `text/language.py: plain` spells them; Chinese, Japanese and Korean, which are not spaced, by their characters.
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from msgspec import Struct

from aggregator.text import language
from aggregator.views import Segment

LOOKED_AT = 30_000  # characters of a text
AROUND = 110  # characters before and after the first find
_WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f\u0591-\u05c7\u064b-\u0652\u0670\u0900-\u0963]+[^\W_]*)*")
_UNSPACED = re.compile("[\u3005\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff]")


class Needle(Struct, frozen=True, kw_only=True):
    """Words that follow one another; the last one may be the start of a longer one."""

    words: tuple[str, ...]
    prefix: bool = False


Span = tuple[int, int]


def needle(term: str, *, prefix: bool = False) -> Needle:
    """`term` as it is sought; without words when it is all punctuation."""
    return Needle(words=tuple(_WORD.findall(language.plain(term))), prefix=prefix)


def title(text: str, needles: Sequence[Needle]) -> tuple[Segment, ...]:
    """The whole of a title with what was found marked."""
    return _segments(text, 0, len(text), _finds(text, needles))


def snippet(text: str, needles: Sequence[Needle]) -> tuple[Segment, ...]:
    """About three lines of `text` around the densest find, or its beginning when nothing is found in it."""
    text = text[:LOOKED_AT]
    finds = _finds(text, needles)
    if not finds:
        return _segments(text, *_window(text, 0, 0), ())
    start, end = _densest(finds)
    return _segments(text, *_window(text, start, end), finds)


def _finds(text: str, needles: Sequence[Needle]) -> tuple[Span, ...]:
    """Where the needles are, in order, overlaps joined."""
    if not needles:
        return ()
    spans = [(found.start(), found.end()) for found in _WORD.finditer(text)]
    keys = [_plain(text[start:end]) for start, end in spans]
    places: dict[str, list[int]] = {}
    for at, key in enumerate(keys):
        places.setdefault(key, []).append(at)
    found: list[Span] = []
    for one in needles:
        found.extend(_one(one, spans, keys, places))
    return _joined(sorted(found))


def _one(one: Needle, spans: Sequence[Span], keys: Sequence[str], places: dict[str, list[int]]) -> list[Span]:
    found: list[Span] = []
    if not one.words:
        return found
    if len(one.words) == 1 and _UNSPACED.search(one.words[0]):
        for at, key in enumerate(keys):
            found.extend(_inside(one.words[0], key, spans[at]))
        return found
    fits = _fits(one)
    first = places.get(one.words[0], ()) if len(one.words) > 1 or not one.prefix else range(len(keys))
    for at in first:
        end = at + len(one.words)
        if end <= len(keys) and all(fits(step, keys[at + step]) for step in range(len(one.words))):
            found.append((spans[at][0], spans[end - 1][1]))
    return found


def _fits(one: Needle) -> Callable[[int, str], bool]:
    last = len(one.words) - 1

    def fits(step: int, key: str) -> bool:
        word = one.words[step]
        return key.startswith(word) if one.prefix and step == last else key == word

    return fits


def _inside(wanted: str, key: str, span: Span) -> list[Span]:
    """Where `wanted` stands in one run of unspaced script; only where folding keeps the length can it be marked."""
    if len(key) != span[1] - span[0]:
        return [span] if wanted in key else []
    return [(span[0] + at, span[0] + at + len(wanted)) for at in _all(wanted, key)]


def _all(wanted: str, key: str) -> list[int]:
    places = []
    at = key.find(wanted)
    while at >= 0:
        places.append(at)
        at = key.find(wanted, at + len(wanted))
    return places


@lru_cache(maxsize=20_000)
def _plain(word: str) -> str:
    return language.plain(word)


def _joined(spans: Sequence[Span]) -> tuple[Span, ...]:
    joined: list[Span] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def _densest(finds: Sequence[Span]) -> Span:
    """The find that has most others within a snippet's length after it."""
    best, most, right = 0, 0, 0
    for left, (start, _) in enumerate(finds):
        while right < len(finds) and finds[right][1] <= start + 2 * AROUND:
            right += 1
        if right - left > most:
            best, most = left, right - left
    return finds[best]


def _window(text: str, start: int, end: int) -> Span:
    """Some room around a find, cut between words where there are spaces near."""
    left = max(0, start - AROUND)
    right = min(len(text), max(end, left) + 2 * AROUND - (start - left))
    if left > 0:
        space = text.find(" ", left, start)
        left = space + 1 if 0 <= space < left + 30 else left
    if right < len(text):
        space = text.rfind(" ", end, right)
        right = space if space > right - 30 else right
    return left, right


def _segments(text: str, left: int, right: int, finds: Sequence[Span]) -> tuple[Segment, ...]:
    pieces: list[Segment] = []
    at = left
    for start, end in finds:
        if end <= left or start >= right:
            continue
        start, end = max(start, left), min(end, right)
        if start > at:
            pieces.append(Segment(text=_flat(text[at:start])))
        pieces.append(Segment(text=_flat(text[start:end]), hit=True))
        at = end
    if at < right:
        pieces.append(Segment(text=_flat(text[at:right])))
    if left > 0:
        pieces.insert(0, Segment(text="… "))
    if right < len(text):
        pieces.append(Segment(text=" …"))
    return tuple(pieces)


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)
