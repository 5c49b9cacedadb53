"""Many words looked for at once: one pass over a text, however many words there are.

A word is spelled as people write rules: `grève`, `Corée du Nord`, `diplomat*` (the beginning of a word), `=PS` (case and
accents count). In scripts without spaces a word is a substring; in Korean and Arabic, which write particles onto words,
it may carry them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from aggregator.text.words import HANGUL, UNSPACED, WORD, Words, fold

Parts = tuple[str, ...]


class Match(NamedTuple):
    """Where a word was found first."""

    spelled: str
    in_title: bool
    early: bool = True  # in the title or soon after it


REMEMBERED = 50_000  # words of texts whose beginnings are known
EARLY_WORDS, EARLY_LETTERS = 50, 150  # beyond the title; letters in scripts without spaces


@dataclass(slots=True)
class Lookup:
    """The words to look for, by how they begin."""

    phrases: dict[str, list[tuple[Parts, str]]] = field(default_factory=dict)  # first word -> the rest, as given
    # three letters (or two, for the shortest) -> beginning of a word, words before it, as given
    beginnings: dict[str, list[tuple[str, Parts, str]]] = field(default_factory=dict)
    shortest: dict[str, list[tuple[str, Parts, str]]] = field(default_factory=dict)
    inside: list[tuple[str, str]] = field(default_factory=list)  # substrings, for scripts without spaces
    exact: list[tuple[re.Pattern[str], str]] = field(default_factory=list)
    _begun: dict[str, list[tuple[Parts, str]]] = field(default_factory=dict, repr=False)  # by word of a text

    def add(self, word: str) -> None:
        """Look for `word` from now on; it holds at least one letter or digit."""
        if word.startswith("="):
            self.exact.append((re.compile(rf"(?<!\w){re.escape(word[1:])}(?!\w)"), word))
            return
        if UNSPACED.search(word):
            self.inside.append((fold(word.removesuffix("*")), word))
            return
        self._begun.clear()
        parts = tuple(WORD.findall(fold(word)))
        if word.endswith("*") or HANGUL.search(parts[-1][-1]):
            last = parts[-1]
            index = self.beginnings if len(last) > 2 else self.shortest
            index.setdefault(last[:3], []).append((last, parts[:-1], word))
        else:
            self.phrases.setdefault(parts[0], []).append((parts[1:], word))

    def find(self, words: Words) -> dict[str, Match]:
        """The words that the text holds, as given to `add`, each where it stands first."""
        found: dict[str, Match] = {}
        first = words.first
        for head in sorted(self.phrases.keys() & first.keys(), key=first.__getitem__):
            for rest, word in self.phrases[head]:
                at = words.at(head, rest) if rest else first[head]
                if at >= 0:
                    found[word] = _match(words, at, len(rest) + 1)
        begun = self._begun
        for whole in first if self.beginnings or self.shortest else ():
            told = begun.get(whole)
            for before, word in self._begun_by(whole) if told is None else told:
                self._beginning(words, whole, before, word, found)
        self._rest(words, found)
        return found

    def _begun_by(self, whole: str) -> Sequence[tuple[Parts, str]]:
        """What is looked for that begins `whole`: the words before it, as given.

        Kept in `_begun`, because a language repeats its words.
        """
        if len(self._begun) >= REMEMBERED:
            self._begun.clear()
        indexed = (*self.beginnings.get(whole[:3], ()), *self.shortest.get(whole[:2], ()))
        told = [(before, word) for beginning, before, word in indexed if whole.startswith(beginning)]
        self._begun[whole] = told
        return told

    def _beginning(self, words: Words, whole: str, before: Parts, word: str, found: dict[str, Match]) -> None:
        """Enter `word`, whose end begins `whole`, where the words before it are right too."""
        if word not in found:
            at = words.at(before[0], (*before[1:], whole)) if before else words.first[whole]
            if at >= 0:
                found[word] = _match(words, at, len(before) + 1)

    def _rest(self, words: Words, found: dict[str, Match]) -> None:
        """Substrings of scripts without spaces, and words that are written exactly so."""
        if self.inside and words.unspaced:
            whole = words.whole
            title = len(fold(words.title))
            for inside, word in self.inside:
                at = whole.find(inside)
                if at >= 0:
                    found[word] = Match(word, at < title, at < title + EARLY_LETTERS)
        for pattern, word in self.exact:
            if word[1:] in words.text and pattern.search(words.text):
                found[word] = Match(word[1:], word[1:] in words.title)


def _match(words: Words, at: int, length: int) -> Match:
    beyond = at - words.words_in_title
    return Match(words.phrase(at, length), beyond < 0, beyond < EARLY_WORDS)
