"""What grouping sees of an article: four blocks of terms, shingles, names and numbers.

Everything here depends on the article alone. How much a term weighs depends on the archive: `frequencies.py`.
"""

from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from aggregator.records import StoryArticle
from aggregator.text import fingerprint, language
from aggregator.text.fingerprint import Hashes

BODY_TOKENS = 120  # of the text, stop words not counted; measured flat between 60 and 200
SHINGLED_CHARACTERS = 8_000  # of the text; a copy shows itself long before that
_NAME_SPACE = 0x5BD1E995  # keeps a name's hash apart from the same word's


@dataclass(frozen=True, slots=True)
class Features:
    """An article as terms: distinct hashes, sorted within each of four blocks that stand end to end.

    The blocks: words (title twice, and the first BODY_TOKENS of the text), names (capitalized words, acronyms, numbers),
    bigrams of neighbouring words, letters (four consecutive characters of the title).
    """

    language: str | None
    ids: Hashes
    counts: npt.NDArray[np.float32]  # how often each occurs
    sizes: tuple[int, ...]  # of the blocks
    shingles: Hashes
    sentences: tuple[int, ...]
    length: int  # words of title-less text
    shown: dict[int, str] = field(repr=False)  # spellings of words and names
    pairs: tuple[Hashes, Hashes, Hashes] = field(repr=False)  # bigrams, and the words that each is made of
    spelled_names: frozenset[str] = frozenset()  # folded
    numbers: frozenset[str] = frozenset()

    def spellings(self, wanted: Container[int]) -> dict[int, str]:
        """How to write these words, names and bigrams; letters have no spelling."""
        spelled = {one: word for one, word in self.shown.items() if one in wanted}
        for pair, one, two in zip(*(column.tolist() for column in self.pairs), strict=True):
            if pair in wanted and pair not in spelled:
                spelled[pair] = f"{self.shown[one]} {self.shown[two]}"
        return spelled


def read(article: StoryArticle, *, boilerplate: Container[int] = ()) -> Features:
    """The features of `article`, sentences whose hash is in `boilerplate` left out."""
    spoken = article.language or language.detect(f"{article.title} {article.text}", (), None)
    seen = _Reading(spoken)
    seen.title(article.title)
    seen.text(article.text, boilerplate)
    return seen.features(article.title)


class _Reading:
    """One article while it is being read."""

    def __init__(self, spoken: str | None) -> None:
        self.language = spoken
        self.shown: dict[int, str] = {}
        self.title_ids: list[int] = []
        self.body_ids: list[int] = []
        self.name_ids: list[int] = []
        self.spelled_names: set[str] = set()
        self.numbers: set[str] = set()
        self.body_words: list[str] = []
        self.sentences: list[int] = []

    def title(self, title: str) -> None:
        words = language.words(title)
        self._take(words, self.title_ids, plain_case=not fingerprint.is_headline_case(words))

    def text(self, text: str, boilerplate: Container[int]) -> None:
        for sentence in fingerprint.sentences(text[:SHINGLED_CHARACTERS]):
            mark = fingerprint.term(sentence)
            self.sentences.append(mark)
            if mark in boilerplate:
                continue
            words = language.words(sentence)
            self.body_words += words
            if len(self.body_ids) < BODY_TOKENS:
                self._take(words, self.body_ids, plain_case=True)

    def _take(self, words: Sequence[str], into: list[int], *, plain_case: bool) -> None:
        spoken, shown = self.language, self.shown
        for at, word in enumerate(words):
            ids, kind = _known(word, spoken)
            if not ids:
                continue
            into += ids
            for one in ids:
                if one not in shown:
                    shown[one] = word
            if kind:
                self._take_name(word, ids[0], kind, capital_tells=plain_case and at > 0, plain_case=plain_case)

    def _take_name(self, word: str, one: int, kind: int, *, capital_tells: bool, plain_case: bool) -> None:
        if kind == _CAPITAL and not capital_tells:
            return
        if kind == _ACRONYM and not plain_case and len(word) > 5:
            return
        name = one ^ _NAME_SPACE
        self.name_ids.append(name)
        self.shown.setdefault(name, word)
        if kind == _NUMBER:
            self.numbers.add(language.number(word))
        else:
            self.spelled_names.add(language.plain(word))

    def features(self, title: str) -> Features:
        heading = np.array(self.title_ids, dtype=np.uint32)
        body = np.array(self.body_ids[:BODY_TOKENS], dtype=np.uint32)
        firsts = np.concatenate((heading[:-1], body[:-1]))
        seconds = np.concatenate((heading[1:], body[1:]))
        bigrams = fingerprint.mix(firsts, seconds)
        ids, counts, sizes = _distinct(
            np.concatenate((heading, heading, body)), np.array(self.name_ids, dtype=np.uint32), bigrams, _letters(title)
        )
        return Features(
            language=self.language,
            ids=ids,
            counts=counts,
            sizes=sizes,
            shingles=fingerprint.shingle_hashes(fingerprint.word_hashes(self.body_words)),
            sentences=tuple(self.sentences),
            length=len(self.body_words),
            shown=self.shown,
            pairs=(bigrams, firsts, seconds),
            spelled_names=frozenset(self.spelled_names),
            numbers=frozenset(self.numbers),
        )


def _distinct(*blocks: Hashes) -> tuple[Hashes, npt.NDArray[np.float32], tuple[int, ...]]:
    """Distinct hashes of each block, sorted, end to end; their counts; the sizes of the blocks."""
    tagged = np.concatenate([block.astype(np.uint64) + np.uint64(at << 32) for at, block in enumerate(blocks)])
    tagged.sort()
    fresh = np.ones(len(tagged), dtype=bool)
    np.not_equal(tagged[1:], tagged[:-1], out=fresh[1:])
    starts = np.flatnonzero(fresh)
    counts = np.empty(len(starts), dtype=np.float32)
    counts[:-1] = starts[1:] - starts[:-1]
    counts[-1:] = len(tagged) - starts[-1:]
    kept = tagged[starts]
    ends = np.searchsorted(kept, [np.uint64((at + 1) << 32) for at in range(len(blocks))]).tolist()
    sizes = tuple(end - start for start, end in zip([0, *ends], ends, strict=False))
    return kept.astype(np.uint32), counts, sizes


_NONE: Hashes = np.zeros(0, dtype=np.uint32)


def _letters(title: str) -> Hashes:
    """Hashes of every four characters of the folded title, word ends marked."""
    padded = f"  {' '.join(language.plain(title).split())} "
    points = np.frombuffer(padded.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    return fingerprint.mix(*(points[at : len(points) - 3 + at] for at in range(4))) if len(points) > 3 else _NONE


_NUMBER, _ACRONYM, _CAPITAL, _KATAKANA = 1, 2, 3, 4


@lru_cache(maxsize=50_000)
def _known(word: str, spoken: str | None) -> tuple[tuple[int, ...], int]:
    """The hashes of a word's tokens, and how it is written: 0 for plainly."""
    ids = tuple(fingerprint.term(token) for token in language.content(word, spoken))
    head = word[0]
    if head.isdigit():
        return ids, _NUMBER
    if head.isupper():
        return ids, (_ACRONYM if word.isupper() else _CAPITAL) if len(word) > 1 else 0
    return ids, _KATAKANA if "\u30a1" <= head <= "\u30fa" else 0
