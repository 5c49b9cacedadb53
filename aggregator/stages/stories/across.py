"""One happening in several languages: links from shared names, numbers, countries and common words. Never a merge.

A name is compared by its consonants once it is written in Latin letters: Анемос, 아네모스, أنيموس and Anemos are all "nms".
Common words meet through a small glossary, words of one root ("Präsident", "president") by their beginning.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from aggregator.stages.stories import concepts
from aggregator.stages.stories.features import HEAD
from aggregator.text import language, places
from aggregator.text.entity_words import GIVEN_NAMES
from aggregator.text.recent import Recent

_NAME_LENGTH = 3  # consonants that make a name
_PREFIX = 4  # letters of a word's beginning

# Rows: letters and what they sound like; rough on purpose, vowels fall out afterwards.
_CYRILLIC = dict(zip("абвгдежзийклмнопрстуфхцчшщъыьэюяіїєґјђћљњџў", [
    "a", "b", "v", "g", "d", "e", "j", "z", "i", "i", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f", "h",
    "ts", "ch", "sh", "sh", "", "i", "", "e", "iu", "ia", "i", "i", "e", "g", "i", "j", "ch", "l", "n", "j", "u",
], strict=True))  # fmt: skip
_GREEK = dict(zip("αβγδεζηθικλμνξοπρσςτυφχψω", [
    "a", "v", "g", "d", "e", "z", "i", "th", "i", "k", "l", "m", "n", "x", "o", "p", "r", "s", "s", "t", "i", "f",
    "h", "ps", "o",
], strict=True))  # fmt: skip
_ARABIC = dict(zip("ابتثجحخدذرزسشصضطظعغفقكلمنهويءئؤپچژگ", [
    "a", "b", "t", "t", "j", "h", "k", "d", "d", "r", "z", "s", "sh", "s", "d", "t", "z", "a", "g", "f", "k", "k",
    "l", "m", "n", "h", "u", "i", "", "", "u", "p", "ch", "j", "g",
], strict=True))  # fmt: skip
_HEBREW = dict(zip("אבגדהוזחטיכךלמםנןסעפףצץקרשת", [
    "a", "b", "g", "d", "h", "v", "z", "h", "t", "i", "k", "k", "l", "m", "m", "n", "n", "s", "a", "p", "f", "ts",
    "ts", "k", "r", "sh", "t",
], strict=True))  # fmt: skip
_KANA = {
    row[0]: row[1:]
    for row in (  # noqa: SIM905 - seventy quoted pairs would hide them
        "アa イi ウu エe オo カka キki クku ケke コko サsa シshi スsu セse ソso タta チchi ツtsu テte "
        "トto ナna ニni ヌnu ネne ノno ハha ヒhi フfu ヘhe ホho マma ミmi ムmu メme モmo ヤya ユyu ヨyo "
        "ラra リri ルru レre ロro ワwa ヲo ンn ガga ギgi グgu ゲge ゴgo ザza ジji ズzu ゼze ゾzo ダda "
        "ヂji ヅzu デde ドdo バba ビbi ブbu ベbe ボbo パpa ピpi プpu ペpe ポpo ァa ィi ゥu ェe ォo ャya "
        "ュyu ョyo ヴvu "
    ).split()
}
_LETTERS = str.maketrans({**_CYRILLIC, **_GREEK, **_ARABIC, **_HEBREW, **_KANA, "ッ": "", "ー": ""})
_INITIAL = ["g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h"]
_MEDIAL = [
    "a", "ae", "ya", "yae", "eo", "e", "yeo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we", "wi", "yu", "eu", "ui", "i",
]  # fmt: skip
_FINAL = [
    "",
    "k",
    "k",
    "k",
    "n",
    "n",
    "n",
    "t",
    "l",
    "k",
    "m",
    "p",
    "l",
    "l",
    "p",
    "l",
    "m",
    "p",
    "p",
    "t",
    "t",
    "ng",
    "t",
    "t",
]
_FINAL += ["k", "t", "p", "t"]


@dataclass(frozen=True, slots=True)
class Keys:
    """What an article can be recognized by in another language; each key with how it is written here."""

    found: dict[str, str]
    leaning: Mapping[str, float] = field(default_factory=dict)  # subject -> points; empty: not looked at, or none

    def kinds(self, shared: Iterable[str]) -> Counter[str]:
        """How many of these keys are names (n), numbers (d), places (p), words (w)."""
        return Counter(key[0] for key in shared)


def read(title: str, text: str, spoken: str | None, *, letters: bool = False) -> Keys:
    """The keys of an article's headline and first sentences; with `letters`, also every four letters in a row.

    Letters, and what subjects the words lean to, help where there is nothing but a headline without capitals, as in an
    address; letters link too much elsewhere.
    """
    words = language.words(f"{title}\n{text[:HEAD]}")
    found = of_words(words, title, text, spoken).found
    if not letters:
        return Keys(found)
    return Keys(found | {f"c{four}": four for four in _fours(title, spoken)}, concepts.leaning(words, spoken))


def of_words(words: Iterable[str], title: str, text: str, spoken: str | None) -> Keys:
    """The same, the words of the headline and of the first sentences being known."""
    found: dict[str, str] = {}
    known = _lexicon(spoken)
    for word in words:
        for key in known[word]:
            if key not in found:
                found[key] = word
    whole = f"{title}\n{text[:HEAD]}"
    cased = whole if whole != whole.lower() else whole.title()  # an address spells without capitals
    for code, word in places.places(cased, spoken).items():
        found.setdefault(f"p{code}", word)
    return Keys(found)


def _fours(title: str, spoken: str | None) -> Iterator[str]:
    stop = language.plain_stop_words(spoken)
    kept = [romanized(word) for word in map(language.plain, language.words(title)) if word not in stop]
    line = f"  {' '.join(kept)} "
    return (line[at : at + 4] for at in range(len(line) - 3))


@lru_cache(maxsize=64)
def _lexicon(spoken: str | None) -> Recent[str, tuple[str, ...]]:
    """The keys of the words of one language."""
    return Recent(lambda word: _keys(word, spoken), 20_000)


def _keys(word: str, spoken: str | None) -> tuple[str, ...]:
    if word[0].isdigit():
        number = language.number(word)
        return (f"d{number}",) if len(number) > 1 and not _YEAR.fullmatch(number) else ()
    plain = concepts.spelled(word, spoken)
    if plain in language.plain_stop_words(spoken):
        return ()
    keys = [f"g{one}" for one in concepts.of(plain, spoken)]
    latin = romanized(plain)
    if word[0].isupper() or plain != latin:
        bones = skeleton(latin)
        if len(bones) >= _NAME_LENGTH:
            keys.append(f"n{bones}")
    if len(plain) > _PREFIX and plain.isascii():
        keys.append(f"w{plain[:_PREFIX]}")
    return tuple(keys)


_YEAR = re.compile("(?:19|20)[0-9]{2}")


def romanized(plain: str) -> str:
    """A folded word in Latin letters, roughly as it sounds; Han stays."""
    if plain.isascii():
        return plain
    return "".join(map(_hangul, plain)).translate(_LETTERS)


def _hangul(letter: str) -> str:
    point = ord(letter) - 0xAC00
    if not 0 <= point < 11_172:
        return letter
    return _INITIAL[point // 588] + _MEDIAL[point % 588 // 28] + _FINAL[point % 28]


_SAME_SOUND = (
    ("sch", "s"), ("sh", "s"), ("ch", "s"), ("ph", "f"), ("th", "t"), ("ck", "k"), ("qu", "k"), ("x", "ks"), ("ts", "s"),
    ("tz", "s"), ("ng", "n"),
)  # fmt: skip
_SOUNDS = str.maketrans("cqzjvfgdrw", "kkssbpktlb")


def skeleton(latin: str) -> str:
    """The consonants of a word by sound, doubles once: "anemos" and "anymws" are "nms"."""
    for spelled, sound in _SAME_SOUND:
        latin = latin.replace(spelled, sound)
    bones = re.sub("[^a-z]|[aeiouyhw]", "", latin).translate(_SOUNDS)
    return re.sub(r"(.)\1+", r"\1", bones)


@lru_cache(maxsize=4_000)
def is_given_name(word: str) -> bool:
    """Whether a word is a first name that newspapers print often: of "Vladimir Poutine" only the second tells who is meant."""
    plain = language.plain(word)
    return plain in GIVEN_NAMES or (not plain.isascii() and skeleton(romanized(plain)) in _given_bones())


@lru_cache(maxsize=1)
def _given_bones() -> frozenset[str]:
    return frozenset(bones for bones in map(skeleton, GIVEN_NAMES) if len(bones) > _NAME_LENGTH)
