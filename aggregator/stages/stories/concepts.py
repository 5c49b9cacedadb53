"""Words of one language -> concepts of the glossary, and the subjects of news they lean to: what languages share."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from aggregator.stages.stories.glossary import CONCEPTS, LANGUAGES, SUBJECTS
from aggregator.text import language
from aggregator.text.profiles import PROFILES
from aggregator.text.subjects import CLEAR, ORDINARY
from aggregator.text.words import UNSPACED

_PART, _COMPOUND = 4, 8  # letters: of the least part of a compound, of the longest word that is none


def spelled(word: str, spoken: str | None) -> str:
    """A word folded; a German umlaut and its spelling with e, as addresses write it, become one letter."""
    plain = language.plain(word)
    return re.sub("(?<=[aou])e(?=[bcdfgklmnprstvz])", "", plain) if spoken == "de" else plain


def of(plain: str, spoken: str | None) -> tuple[int, ...]:
    """The numbers of the concepts that a folded word stands for."""
    table = _glossary().get(spoken or "")
    if table is None:
        return ()
    if spoken == "ko":
        return tuple(dict.fromkeys(table[plain[:n]] for n in (4, 3, 2) if plain[:n] in table))[:1]
    if spoken == "ar":
        bare = re.sub("^(?:وال|بال|لل|ال)", "", plain)
        return tuple({table[stem] for stem in (_stemmed(bare, "ar"), _stemmed(plain, "ar")) if stem in table})
    stem = _stemmed(plain, spoken or "")
    if stem in table:
        return (table[stem],)
    if spoken == "de" and len(plain) > _COMPOUND:  # Haushaltsloch, Flugzeugabsturz: the parts of a compound
        cuts = range(_PART, len(plain))
        parts = {table[part] for at in cuts for part in (plain[:at], plain[-at:]) if part in table}
        return tuple(sorted(parts))
    return ()


def leaning(words: Iterable[str], spoken: str | None) -> dict[str, float]:
    """How many points the words give to each subject; none where no word speaks for any.

    The classifier of `text/subjects.py` asks for much before it names a subject. Here one word may speak, in any of its
    forms or as part of a compound, because nothing is named: it is only asked whether two articles lean the same way.
    """
    profile = _profile(spoken or "")
    points: Counter[str] = Counter()
    for word in dict.fromkeys(words):
        plain = spelled(word, spoken)
        said = dict(profile.said(plain, _stemmed(plain, spoken or ""), compounds=spoken == "de"))
        _raise(said, {SUBJECTS[one]: ORDINARY for one in of(plain, spoken) if one in SUBJECTS})
        points.update(said)
    return dict(points)


def agreement(one: Mapping[str, float], two: Mapping[str, float]) -> float:
    """The cosine of two leanings, 0 to 1; 0 when one is empty."""
    shared = sum(one[subject] * two[subject] for subject in one.keys() & two.keys())
    length = math.sqrt(math.prod(sum(value * value for value in told.values()) for told in (one, two)))
    return shared / length if length else 0.0


# ------------------------------------------------------------------------------------------------------ tables


@lru_cache(maxsize=1)
def _glossary() -> dict[str, dict[str, int]]:
    tables: dict[str, dict[str, int]] = {code: {} for code in LANGUAGES}
    for number, line in enumerate(CONCEPTS):
        for code, listed in zip(LANGUAGES, line.split("|"), strict=True):
            for word in listed.split():
                tables[code].setdefault(_stemmed(spelled(word, code), code), number)
    return tables


def _stemmed(plain: str, spoken: str) -> str:
    if spoken == "ko":
        return plain
    return spelled(language.stem(plain.removeprefix("ال") if spoken == "ar" else plain, spoken), spoken)


_Said = dict[str, float]  # subject -> points


@dataclass(slots=True)
class _Profile:
    """Single words of one language that speak for subjects."""

    stems: dict[str, _Said] = field(default_factory=dict)
    beginnings: dict[str, _Said] = field(default_factory=dict)
    inside: dict[str, _Said] = field(default_factory=dict)  # in scripts without spaces

    def said(self, plain: str, stem: str, *, compounds: bool) -> _Said:
        """What one word speaks for."""
        found = dict(self.stems.get(stem, {}))
        for end in range(2, len(plain) + 1):
            _raise(found, self.beginnings.get(plain[:end], {}))
        if not found and compounds and len(plain) > _COMPOUND:
            for at in range(_PART, len(plain) - _PART + 1):
                _raise(found, self.stems.get(plain[:at], {}))
                _raise(found, self.stems.get(_stemmed(plain[at:], "de"), {}))
        if self.inside and UNSPACED.search(plain):
            for part, told in self.inside.items():
                _raise(found, told if part in plain else {})
        return found


@lru_cache(maxsize=32)
def _profile(spoken: str) -> _Profile:
    profile = _Profile()
    for subject, listed in PROFILES.get(spoken, {}).items():
        for given in listed.split():
            word = given.removeprefix("!")
            plain = spelled(word.rstrip("*"), spoken)
            if "_" in word or word.startswith("="):
                continue  # phrases, and what is known by its capitals
            points = {subject: CLEAR if given.startswith("!") else ORDINARY}
            if UNSPACED.search(word):
                _raise(profile.inside.setdefault(plain, {}), points)
                continue
            if word.endswith("*") or spoken == "ko":
                _raise(profile.beginnings.setdefault(plain, {}), points)
            _raise(profile.stems.setdefault(_stemmed(plain, spoken), {}), points)
    return profile


def _raise(found: _Said, told: Mapping[str, float]) -> None:
    for subject, points in told.items():
        found[subject] = max(points, found.get(subject, 0.0))
