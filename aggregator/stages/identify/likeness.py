"""How much two wordings share: runs of words, headlines, numbers and names.

Feed texts have 20 to 50 words, so runs are of three words (Broder's shingles) and nothing is sampled. Scripts without
spaces are read letter by letter.
"""

import re
import unicodedata
from collections import Counter
from functools import cached_property

from aggregator.text import diff

_IDEOGRAPH = "\u0e00-\u0e7f\u2e80-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(rf"[{_IDEOGRAPH}]|[^\W_{_IDEOGRAPH}]+")
_MARKS = re.compile(r"[\u0300-\u036f]")


class Traits:
    """What comparing looks at in one wording; each part is computed when first asked for."""

    def __init__(self, title: str, text: str, *, titled: bool = True) -> None:
        self.title = title
        self.text = text
        self.titled = titled

    @cached_property
    def title_words(self) -> tuple[str, ...]:
        """The words of the title, folded."""
        return _tokens(self.title)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words of the text, folded."""
        return _tokens(self.text)

    @cached_property
    def runs(self) -> frozenset[tuple[str, ...]]:
        """Every three words in a row; a shorter text is one run."""
        words = self.words
        if not words:
            return frozenset()
        return frozenset(words[i : i + 3] for i in range(max(1, len(words) - 2)))

    @cached_property
    def title_grams(self) -> Counter[str]:
        """Every three letters in a row of the title."""
        line = f" {' '.join(self.title_words)} "
        return Counter(line[i : i + 3] for i in range(max(1, len(line) - 2)))

    @cached_property
    def numbers(self) -> Counter[str]:
        """The numbers of title and text."""
        return diff.numbers(self.title) + diff.numbers(self.text)

    @cached_property
    def names(self) -> frozenset[str]:
        """The capitalized words of title and text that open no sentence."""
        return frozenset(word for name in diff.names(f"{self.title}.\n{self.text}") for word in name.split())

    @property
    def length(self) -> int:
        """Words of the text, or of the title where there is no text."""
        return len(self.words) or len(self.title_words)


class Likeness:
    """Two wordings side by side."""

    def __init__(self, old: Traits, new: Traits) -> None:
        self.old = old
        self.new = new

    @cached_property
    def title(self) -> float:
        """Dice's coefficient over letter triples of the titles, 0..1; that of the texts where a title was made up."""
        if not (self.old.titled and self.new.titled):
            return self.text
        if self.old.title_words == self.new.title_words:
            return 1.0
        a, b = self.old.title_grams, self.new.title_grams
        return 2 * (a & b).total() / (a.total() + b.total())

    @cached_property
    def text(self) -> float:
        """Jaccard's coefficient over runs of words, 0..1; 0 when one text is empty."""
        a, b = self.old.runs, self.new.runs
        shared = len(a & b)
        return shared / (len(a) + len(b) - shared) if a and b else 0.0

    @cached_property
    def contained(self) -> float:
        """The share of the shorter text that the longer one has, 0..1; 0 when one text is empty."""
        a, b = self.old.runs, self.new.runs
        return len(a & b) / min(len(a), len(b)) if a and b else 0.0

    @cached_property
    def vocabulary(self) -> float:
        """The share of the longer words of the shorter text that the longer one has, in any order."""
        a = {word for word in self.old.words + self.old.title_words if len(word) > 3}
        b = {word for word in self.new.words + self.new.title_words if len(word) > 3}
        return len(a & b) / min(len(a), len(b)) if a and b else 0.0

    @property
    def textless(self) -> bool:
        """Whether neither has a text."""
        return not self.old.words and not self.new.words

    @property
    def half_textless(self) -> bool:
        """Whether exactly one has a text."""
        return bool(self.old.words) != bool(self.new.words)

    @cached_property
    def same_title(self) -> bool:
        """Whether the titles are equal as words."""
        return self.old.title_words == self.new.title_words and bool(self.new.title_words)

    @cached_property
    def same_words(self) -> bool:
        """Whether title and text are equal as words."""
        return self.same_title and self.old.words == self.new.words

    @cached_property
    def same_numbers(self) -> bool:
        """Whether both name the same numbers; what only the longer text adds does not count."""
        return _nested(self.old.numbers, self.new.numbers)

    @cached_property
    def numbers_kept(self) -> float:
        """The share of the numbers that stayed, 0..1; 1 when neither names any."""
        a, b = set(self.old.numbers), set(self.new.numbers)
        return len(a & b) / max(len(a), len(b)) if a or b else 1.0

    @cached_property
    def title_numbers_differ(self) -> bool:
        """Whether the titles name different numbers."""
        return diff.numbers(self.old.title) != diff.numbers(self.new.title)

    @cached_property
    def same_names(self) -> bool:
        """Whether no name was put in the place of another."""
        return self.old.names <= self.new.names or self.new.names <= self.old.names


def _nested(a: Counter[str], b: Counter[str]) -> bool:
    return set(a) <= set(b) or set(b) <= set(a)


def _tokens(text: str) -> tuple[str, ...]:
    folded = text.casefold()
    if not folded.isascii():
        folded = _MARKS.sub("", unicodedata.normalize("NFKD", folded))
        folded = unicodedata.normalize("NFC", folded)
    return tuple(_TOKEN.findall(folded))
