"""A text as words that can be looked up: folded for comparing, as spelled for showing.

Folding removes what writers of one language vary: case, accents, ligatures, Arabic vowel signs and alef forms. Words are
runs of letters, digits and the marks that belong to them, so that an elision (`l'Ukraine`, `dell'Ucraina`) or a hyphen
ends a word in every language that has one.
"""

import re
import unicodedata
from functools import cached_property, lru_cache

# Combining marks that are part of a word without being \w: Latin and Greek accents, Arabic vowels, the vowel signs of
# Indic and South-East Asian scripts.
_MARKS_IN_WORDS = (
    "\u0300-\u036f\u064b-\u065f\u0670\u0900-\u0963\u0971-\u0dff\u0e31-\u0e4e\u0eb1-\u0ecd\u1000-\u109f\u1780-\u17d3"
)
WORD = re.compile(rf"[\w{_MARKS_IN_WORDS}]+")
_DROPPED = re.compile("[\u0300-\u036f\u064b-\u065f\u0670\u0640\u0653-\u0655]+")
_LETTERS = (("œ", "oe"), ("æ", "ae"), ("ø", "o"), ("ł", "l"), ("đ", "d"), ("ı", "i"), ("ى", "ي"), ("ة", "ه"))

# Scripts written without spaces: a word there is any substring.
UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")
HANGUL = re.compile("[\uac00-\ud7a3]")
KATAKANA = re.compile("[\u30a1-\u30fa\u30fc]")
_ARABIC = re.compile("[\u0621-\u064a]")
_FOREIGN = re.compile("|".join(script.pattern for script in (UNSPACED, HANGUL, _ARABIC)))
# Arabic writes "and", "so", "in", "for", "like" onto the word, and "for the" by doubling the l of the article.
_ARABIC_CLITICS = ("و", "ف", "ب", "ل", "ك")


def listed(text: str) -> frozenset[str]:
    """The words of `text`, separated by white space: how tables of words are written here."""
    return frozenset(text.split())


def fold(text: str) -> str:
    """`text` without what does not distinguish words: case, accents, ligatures, width, Arabic vowels.

    Idempotent. Kana keep their voicing marks, Hangul its syllables.
    """
    if text.isascii():
        return text.lower()
    # Twice, because compatibility letters (™) unfold to capitals, and capitals (İ) to letters with marks.
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    folded = _DROPPED.sub("", folded)
    for letter, plain in _LETTERS:
        if letter in folded:
            folded = folded.replace(letter, plain)
    return unicodedata.normalize("NFC", folded)


@lru_cache(maxsize=16_384)
def bare_arabic(word: str) -> tuple[str, ...]:
    """What the folded Arabic `word` may be without the particles written onto it; empty where it has none."""
    found: list[str] = []
    rest = word
    for _ in range(2):
        if len(rest) < 4:
            break
        if rest.startswith("لل"):
            found.append("ال" + rest[2:])
            break
        if not rest.startswith(_ARABIC_CLITICS):
            break
        rest = rest[1:]
        found.append(rest)
    return tuple(found)


@lru_cache(maxsize=16_384)
def _fold_word(word: str) -> str:
    """The folded form of one word; a language repeats its words, so most are folded once."""
    return fold(word)


class Words:
    """The words of one text: `folded[i]` is the lookup form of `spelled[i]`."""

    def __init__(self, title: str, body: str = "") -> None:
        self.text = f"{title}\n{body}" if body else title
        self.title = title
        self.spelled: list[str] = WORD.findall(self.text)
        self.folded: list[str] = list(map(_fold_word, self.spelled))

    @cached_property
    def whole(self) -> str:
        """The folded text, for scripts in which a word is a substring."""
        return fold(self.text)

    @cached_property
    def _foreign(self) -> bool:
        """Whether part of the text is in one of the scripts that are asked for below: one pass instead of three."""
        return not self.text.isascii() and _FOREIGN.search(self.text) is not None

    @cached_property
    def unspaced(self) -> bool:
        """Whether part of the text is in a script that puts no spaces between words."""
        return self._foreign and UNSPACED.search(self.text) is not None

    @cached_property
    def hangul(self) -> bool:
        """Whether part of the text is in Korean script."""
        return self._foreign and HANGUL.search(self.text) is not None

    @cached_property
    def arabic(self) -> bool:
        """Whether part of the text is in Arabic script."""
        return self._foreign and _ARABIC.search(self.text) is not None

    @cached_property
    def first(self) -> dict[str, int]:
        """Where each folded word stands first; Arabic words also without the particles written onto them."""
        found = dict(zip(reversed(self.folded), range(len(self.folded) - 1, -1, -1), strict=True))
        if self.arabic:
            for word, at in list(found.items()):
                for bare in bare_arabic(word):
                    found[bare] = min(at, found.get(bare, at))
        return found

    def at(self, head: str, rest: tuple[str, ...]) -> int:
        """Where the phrase of `head` and `rest` begins first, -1 where it does not stand."""
        if self.arabic:
            return self._at_in_arabic(head, rest)
        length = len(rest)
        start = self.first.get(head, -1)
        while start >= 0:
            if tuple(self.folded[start + 1 : start + 1 + length]) == rest:
                return start
            try:
                start = self.folded.index(head, start + 1)
            except ValueError:
                break
        return -1

    def _at_in_arabic(self, head: str, rest: tuple[str, ...]) -> int:
        length = len(rest)
        for start in range(self.first.get(head, len(self.folded)), len(self.folded) - length):
            if tuple(self.folded[start + 1 : start + 1 + length]) == rest:
                word = self.folded[start]
                if word == head or head in bare_arabic(word):
                    return start
        return -1

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """Where each word stands in `text`."""
        return [match.span() for match in WORD.finditer(self.text)]

    @cached_property
    def words_in_title(self) -> int:
        """How many of the words stand in the title."""
        return len(WORD.findall(self.title))

    @cached_property
    def cased(self) -> bool:
        """Whether capitals say something here: the text has both capitals and small letters."""
        return self.text not in (self.text.lower(), self.text.upper())

    def between(self, first: int, second: int) -> str:
        """What stands between two words."""
        return self.text[self.spans[first][1] : self.spans[second][0]]

    def phrase(self, first: int, length: int) -> str:
        """The text of `length` words from word `first`, as spelled."""
        if length == 1:
            return self.spelled[first]
        likely = " ".join(self.spelled[first : first + length])
        if likely in self.text:
            return likely
        return " ".join(self.text[self.spans[first][0] : self.spans[first + length - 1][1]].split())
