"""What makes texts alike: shingles, numbers and names, as stable hashes.

Shingles are three consecutive words (Broder 1997). Containment, the share of the shorter text's shingles that the longer
one has too, finds copies that were cut, excerpted or extended; resemblance (Jaccard) misses all of those.
"""

import re
from collections.abc import Sequence
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

from aggregator.text import language as lang

Hashes = npt.NDArray[np.uint32]

# Where a sentence may end: a mark with its closing quotes before a space, an ideographic stop, a dash between spaces.
_MAYBE_END = re.compile(r"[.!?…–—|•·][\"”»’)\]]*\s+|[。！？\n]+")
# Capitals after these say nothing either: a quotation or a clause begins.
_CLAUSE_START = re.compile(r"[«»“”\"„‚:]+")


def term(word: str) -> int:
    """A stable 32-bit hash of `word`; the same in every process and version."""
    return crc32(word.encode("utf-8", "surrogatepass"))


def mix(*columns: Hashes) -> Hashes:
    """One hash for each row of several columns, order kept in mind (murmur3's finalizer over a running sum)."""
    state: Hashes = np.zeros(len(columns[0]), dtype=np.uint32)
    for column in columns:
        state = (state * np.uint32(0x9E3779B1)) ^ (column * np.uint32(0x85EBCA6B))
        state ^= state >> np.uint32(15)
    state *= np.uint32(0xC2B2AE35)
    result: Hashes = state ^ (state >> np.uint32(16))
    return result


def sentences(text: str) -> list[str]:
    """The sentences of `text` in order; headings, list items and lines count as sentences."""
    found: list[str] = []
    start = 0
    for mark in _MAYBE_END.finditer(text):
        if not _ends(text, mark.start()):
            continue
        end = mark.end()
        # A dash stands between sentences, any other mark ends one.
        part = text[start : mark.start() + (text[mark.start()] in ".!?…")].strip()
        if part:
            found.append(part)
        start = end
    rest = text[start:].strip()
    return [*found, rest] if rest else found


def _ends(text: str, at: int) -> bool:
    """Whether the mark at this place ends a sentence: not after "U.S." and initials, and a dash only between spaces."""
    mark = text[at]
    if mark == ".":
        before = text[at - 1 : at]
        return not (
            before in ("", ".") or before.isspace() or ("A" <= before <= "Z" and at > 1 and _opens(text[at - 2]))
        )
    return mark not in "–—|•·" or (text[at - 1 : at].isspace() and text[at + 1].isspace())


def _opens(character: str) -> bool:
    return character in ".(" or character.isspace()


def spelled(word: str) -> tuple[int, ...]:
    """Hashes of a word as shingles see it: folded, never stemmed, stop words too; one per pair of a CJK run."""
    if word.isascii():
        return (crc32(word.lower().encode()),)
    return tuple(term(part) for part in lang.fold(word).split())


def word_hashes(words: Sequence[str]) -> Hashes:
    """Hashes of these words as spelled, in order; the ground of shingles."""
    return np.array([one for word in words for one in spelled(word)], dtype=np.uint32)


def shingle_hashes(words: Hashes, n: int = 3) -> Hashes:
    """Distinct hashes, sorted, of every `n` consecutive words; a text shorter than `n` is one shingle."""
    if not len(words):
        return words
    n = min(n, len(words))
    found = np.sort(mix(*(words[at : len(words) - n + 1 + at] for at in range(n))))
    fresh = np.ones(len(found), dtype=bool)
    np.not_equal(found[1:], found[:-1], out=fresh[1:])
    distinct: Hashes = found[fresh]
    return distinct


def shingles(text: str, n: int = 3) -> frozenset[int]:
    """Hashes of every `n` consecutive words of `text`, folded, punctuation left out; empty for a text without words."""
    return frozenset(shingle_hashes(word_hashes(lang.words(text)), n).tolist())


def containment(a: frozenset[int], b: frozenset[int]) -> float:
    """The share of the smaller set that the larger one holds, 0 to 1; 0 when one is empty."""
    shorter = min(len(a), len(b))
    return len(a & b) / shorter if shorter else 0.0


def numbers(text: str) -> frozenset[str]:
    """The numbers of `text` in one spelling: "1.000,5" and "1,000.5" are both "1000.5"."""
    return frozenset(lang.number(word) for word in lang.words(text) if word[0].isdigit())


def names(text: str, language: str | None) -> tuple[str, ...]:
    """Words of `text` that are written as names, folded, in order, with repeats.

    Capitalized words that do not begin a sentence or a quotation, and acronyms anywhere; in scripts without capitals
    katakana and Latin words. Titles In Headline Case name nothing but their acronyms. German capitalizes every noun:
    there a name is a noun.
    """
    found: list[str] = []
    parts = sentences(text)
    plain_case = len(parts) > 1 or not is_headline_case(lang.words(text))
    for sentence in parts:
        for clause in _CLAUSE_START.split(sentence):
            found += (lang.plain(word) for word in named(lang.words(clause), language, plain_case=plain_case))
    return tuple(found)


def named(words: Sequence[str], language: str | None, *, plain_case: bool = True) -> list[str]:
    """Those of the words of one clause that are written as names; not `plain_case`: capitals tell nothing."""
    stop: Any = lang.stop_words(language)
    return [word for at, word in enumerate(words) if _is_name(word, first=at == 0, plain_case=plain_case, stop=stop)]


def _is_name(word: str, *, first: bool, plain_case: bool, stop: frozenset[str]) -> bool:
    head = word[0]
    if head.isupper():
        if len(word) > 1 and word.isupper():
            return plain_case or len(word) <= 5
        return plain_case and not first and len(word) > 1 and word.lower() not in stop
    return "\u30a1" <= head <= "\u30fa" and len(word) > 2


def is_headline_case(words: Sequence[str]) -> bool:
    """Whether nearly every long word is capitalized, so that capitals tell no names."""
    long = [word for word in words[1:] if len(word) > 3 and word[0].isalpha() and word[0].lower() != word[0].upper()]
    capital = sum(word[0].isupper() for word in long)
    return len(long) >= 3 and capital >= 0.75 * len(long)
