"""What grouping sees of an article: four blocks of terms, shingles, names and numbers.

Everything here depends on the article alone. How much a term weighs depends on the archive: `frequencies.py`.
"""

from collections.abc import Collection, Container, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from operator import itemgetter

import numpy as np
import numpy.typing as npt

from aggregator.records import StoryArticle
from aggregator.text import fingerprint, language
from aggregator.text.fingerprint import Hashes
from aggregator.text.recent import Recent

BODY_TOKENS = 120  # of the text, stop words not counted; measured flat between 60 and 200
SHINGLED_CHARACTERS = 8_000  # of the text; a copy shows itself long before that
HEAD = 420  # characters of the text that are compared across languages
_NAME_SPACE = 0x5BD1E995  # keeps a name's hash apart from the same word's


# Of a word: as written; the hashes of its tokens; how it is written (below); its hashes as shingles see it.
Known = tuple[str, tuple[int, ...], int, tuple[int, ...]]
_PRINTS = itemgetter(3)


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
    plain_title: str = field(repr=False)
    title_words: Sequence[str] = field(repr=False)
    first_words: Sequence[str] = field(repr=False)  # of the text: whole sentences, HEAD characters or a few more

    def spellings(self, wanted: Collection[int]) -> dict[int, str]:
        """How to write these words, names and bigrams; letters have no spelling."""
        shown = self.shown
        spelled = {one: shown[one] for one in wanted if one in shown}
        missing = np.array([one for one in wanted if one not in shown], dtype=np.uint32)
        pairs, firsts, seconds = self.pairs
        if len(missing) and len(pairs):
            for at in np.flatnonzero(np.isin(pairs, missing)).tolist():
                spelled[int(pairs[at])] = f"{shown[int(firsts[at])]} {shown[int(seconds[at])]}"
        return spelled


def read(article: StoryArticle, *, boilerplate: Container[int] = ()) -> Features:
    """The features of `article`, sentences whose hash is in `boilerplate` left out."""
    return _features([_reading(article, boilerplate)])[0]


def read_many(articles: Sequence[StoryArticle]) -> list[Features]:
    """The features of many articles, nothing left out: the arithmetic is done for all at once, at a third of the time."""
    return _features([_reading(article) for article in articles])


def _reading(article: StoryArticle, boilerplate: Container[int] = ()) -> "_Reading":
    seen = _Reading(article.language or language.detect(f"{article.title} {article.text}", (), None))
    seen.title(article.title)
    seen.text(article.text, boilerplate)
    return seen


class _Reading:
    """One article while it is being read."""

    def __init__(self, spoken: str | None) -> None:
        self.language = spoken
        self.plain_title = ""
        self.shown: dict[int, str] = {}
        self.title_ids: list[int] = []
        self.body_ids: list[int] = []
        self.name_ids: list[int] = []
        self.title_words: list[str] = []
        self.body: list[Known] = []
        self.first_words: list[str] = []
        self.sentences: list[int] = []

    def title(self, title: str) -> None:
        self.plain_title = language.plain(title)
        known = self._known(title)
        self.title_words = [one[0] for one in known]
        plain_case = not fingerprint.is_headline_case(self.title_words)
        self.title_ids = self._tokens(known, plain_case=plain_case)

    def text(self, text: str, boilerplate: Container[int]) -> None:
        read, heads = 0, 0  # characters; words of the sentences that begin within HEAD
        for sentence in fingerprint.sentences(text[:SHINGLED_CHARACTERS]):
            mark = fingerprint.term(sentence)
            self.sentences.append(mark)
            if mark in boilerplate:
                continue
            known = self._known(sentence)
            self.body += known
            heads += len(known) if read < HEAD else 0
            read += len(sentence)
            if len(self.body_ids) < BODY_TOKENS:  # whole sentences, until there are enough words that are no stop words
                self.body_ids += self._tokens(known, plain_case=True)
        self.first_words = [one[0] for one in self.body[:heads]]

    def _known(self, text: str) -> list[Known]:
        """What is known of the words of a text; no word holds a space, so most pieces between spaces were met before."""
        return list(chain.from_iterable(map(_lexicon(self.language).__getitem__, text.split(" "))))

    def _tokens(self, known: Sequence[Known], *, plain_case: bool) -> list[int]:
        """The tokens of the words of a sentence; keeps their spellings and which are names."""
        shown = self.shown
        tokens: list[int] = []
        for at, (word, ids, kind, _) in enumerate(known):
            if ids:
                tokens += ids
                for one in ids:
                    if one not in shown:
                        shown[one] = word
                if kind and (kind != _CAPITAL or (plain_case and at)):  # the first word has a capital anyway
                    self._take_name(word, ids[0], kind, plain_case=plain_case)
        return tokens

    def _take_name(self, word: str, one: int, kind: int, *, plain_case: bool) -> None:
        if kind == _ACRONYM and not plain_case and len(word) > 5:
            return
        name = one ^ _NAME_SPACE
        self.name_ids.append(name)
        self.shown.setdefault(name, word)


def _features(readings: Sequence[_Reading]) -> list[Features]:
    """Hash pairs, letters and shingles, and count what is distinct, of all articles in one go."""
    pairs, firsts, seconds, pair_owner = _pairs(readings)
    letters, letter_owner = _letters([one.plain_title for one in readings])
    words, word_owner = _end_to_end([[*one.title_ids, *one.title_ids, *one.body_ids[:BODY_TOKENS]] for one in readings])
    names, name_owner = _end_to_end([one.name_ids for one in readings])
    blocks = ((words, word_owner), (names, name_owner), (pairs, pair_owner), (letters, letter_owner))
    ids, counts, sizes = _distinct(blocks, len(readings))
    prints, print_sizes = _shingles(readings)
    ends, print_ends = np.cumsum(sizes.sum(axis=1)).tolist(), np.cumsum(print_sizes).tolist()
    pair_ends = np.cumsum(np.bincount(pair_owner, minlength=len(readings))).tolist()
    found, start, print_start, pair_start = [], 0, 0, 0
    for one, end, print_end, pair_end, size in zip(readings, ends, print_ends, pair_ends, sizes.tolist(), strict=True):
        mine = slice(pair_start, pair_end)
        found.append(
            Features(
                language=one.language, ids=ids[start:end], counts=counts[start:end], sizes=tuple(size),
                shingles=prints[print_start:print_end], sentences=tuple(one.sentences), length=len(one.body),
                shown=one.shown, pairs=(pairs[mine], firsts[mine], seconds[mine]), plain_title=one.plain_title,
                title_words=one.title_words, first_words=one.first_words,
            )
        )  # fmt: skip
        start, print_start, pair_start = end, print_end, pair_end
    return found


Owners = npt.NDArray[np.int64]


def _end_to_end(lists: Sequence[Sequence[int]]) -> tuple[Hashes, Owners]:
    """Hashes of many lists end to end, and the number of the list of each."""
    flat = np.fromiter(chain.from_iterable(lists), dtype=np.uint32, count=sum(map(len, lists)))
    return flat, np.repeat(np.arange(len(lists)), list(map(len, lists)))


def _pairs(readings: Sequence[_Reading]) -> tuple[Hashes, Hashes, Hashes, Owners]:
    """Neighbouring words, of headline and text apart: the hash of the pair, its words, whose it is."""
    rows: list[list[int]] = []
    for one in readings:
        rows += (one.title_ids, one.body_ids[:BODY_TOKENS])
    flat, row = _end_to_end(rows)
    inside = row[1:] == row[:-1]
    firsts, seconds = flat[:-1][inside], flat[1:][inside]
    return fingerprint.mix(firsts, seconds), firsts, seconds, row[1:][inside] // 2


def _letters(titles: Sequence[str]) -> tuple[Hashes, Owners]:
    """Hashes of every four characters of the folded headlines, word ends marked."""
    padded = [f"  {' '.join(title.split())} " for title in titles]
    points = np.frombuffer("".join(padded).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    row = np.repeat(np.arange(len(padded)), list(map(len, padded)))
    inside = row[3:] == row[:-3]
    return fingerprint.mix(*(points[at : len(points) - 3 + at][inside] for at in range(4))), row[3:][inside]


def _shingles(readings: Sequence[_Reading]) -> tuple[Hashes, npt.NDArray[np.int64]]:
    """The distinct shingles of each text, sorted, end to end; how many each has."""
    words = [list(chain.from_iterable(map(_PRINTS, reading.body))) for reading in readings]
    flat, row = _end_to_end(words)
    inside = row[2:] == row[:-2]
    hashes = fingerprint.mix(*(flat[at : len(flat) - 2 + at][inside] for at in range(3))) if len(flat) > 2 else flat[:0]
    owners = row[2:][inside]
    for number, one in enumerate(words):
        if 0 < len(one) < 3:  # a text of one or two words is one shingle
            hashes = np.append(hashes, fingerprint.shingle_hashes(np.array(one, dtype=np.uint32)))
            owners = np.append(owners, number)
    keys = owners.astype(np.uint64) << np.uint64(32) | hashes
    keys.sort()
    keys = keys[_fresh(keys)]
    return keys.astype(np.uint32), np.bincount((keys >> np.uint64(32)).astype(np.int64), minlength=len(words))


def _distinct(
    blocks: Sequence[tuple[Hashes, Owners]], articles: int
) -> tuple[Hashes, npt.NDArray[np.float32], npt.NDArray[np.int64]]:
    """Distinct hashes of each article and block, sorted, end to end; their counts; sizes of blocks, a row an article."""
    count = len(blocks)
    keys = np.concatenate(
        [(owners * count + at).astype(np.uint64) << np.uint64(32) | ids for at, (ids, owners) in enumerate(blocks)]
    )
    keys.sort()
    starts = np.flatnonzero(_fresh(keys))
    counts = np.diff(starts, append=len(keys)).astype(np.float32)
    kept = keys[starts]
    sizes = np.bincount((kept >> np.uint64(32)).astype(np.int64), minlength=articles * count)
    return kept.astype(np.uint32), counts, sizes.reshape(articles, count)


def _fresh(ordered: npt.NDArray[np.uint64]) -> npt.NDArray[np.bool_]:
    """Which of these are not the same as the one before."""
    fresh = np.ones(len(ordered), dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=fresh[1:])
    return fresh


_NUMBER, _ACRONYM, _CAPITAL, _KATAKANA = 1, 2, 3, 4


_PIECE = 24  # characters; longer ones are addresses, or sentences of scripts without spaces, and do not come back


@lru_cache(maxsize=64)
def _lexicon(spoken: str | None) -> Recent[str, Sequence[Known]]:
    """What is known of the words between two spaces, in one language."""

    def known(piece: str) -> Sequence[Known]:
        return [_known(word, spoken) for word in language.words(piece)]

    return Recent(known, 16_000, keep=lambda piece: len(piece) <= _PIECE)


def _known(word: str, spoken: str | None) -> Known:
    tokens = tuple(map(fingerprint.term, language.content(word, spoken)))
    return word, tokens, _written(word), fingerprint.spelled(word)


def _written(word: str) -> int:
    head = word[0]
    if head.isdigit():
        return _NUMBER
    if head.isupper():
        return (_ACRONYM if word.isupper() else _CAPITAL) if len(word) > 1 else 0
    return _KATAKANA if "\u30a1" <= head <= "\u30fa" else 0
