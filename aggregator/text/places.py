"""Territories that a text names, in every language that CLDR knows.

Names come from CLDR (through babel), from what newspapers write instead (`territories.py`) and from demonyms
(`demonyms.py`). A text is read once, word by word; at each word the longest name wins, so that Niger is not found in
Nigeria, Guinea not in Papua New Guinea, and nothing in New Mexico. Names that mean other things as well (Georgia, Jordan,
Chad, Turkey) need more: see `ambiguous.Care`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from aggregator.text import ambiguous, demonyms, territories
from aggregator.text.ambiguous import Care
from aggregator.text.words import HANGUL, KATAKANA, UNSPACED, WORD, Words, bare_arabic, fold, listed

# Languages whose names and demonyms are kept here beside CLDR's.
OURS = ("fr", "en", "de", "es", "it", "pt", "ko", "ja", "zh", "ar", "ru")
_LATIN = ("en", "fr", "de", "es", "it", "pt")
_MORE_LOCALES = {"zh": ("zh_Hant",), "pt": ("pt_PT",), "sr": ("sr_Latn",), "uz": ("uz_Cyrl",)}
_GENITIVE_S = frozenset({"de", "sv", "da", "nb", "no", "nn", "nl"})
_CONGO = "CD|CG"
_ACRONYM = re.compile(r"[A-ZА-Я]{2,4}")
_CYRILLIC = re.compile("[а-яё]")


class Name(NamedTuple):
    """One name as it is looked up from its first word."""

    tail: tuple[str, ...]  # the words after the first, folded
    codes: tuple[str, ...]  # none: the phrase means something else
    capitals: tuple[int, ...]  # per word: 0 any, 1 begins with a capital, 2 all capitals
    care: Care | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A territory and where the text names it."""

    code: str  # ISO 3166-1 alpha-2
    word: str  # the first name found, as spelled
    words: tuple[str, ...]  # each spelling once, in order
    count: int
    in_title: bool


@dataclass(slots=True)
class Table:
    """The names of one language."""

    # By first word, then by the second one, "" where there is none: two hundred phrases begin with `en`.
    spaced: dict[str, dict[str, list[Name]]] = field(default_factory=dict)
    unspaced: dict[str, list[tuple[str, tuple[str, ...], Care | None]]] = field(default_factory=dict)  # by two letters
    neighbors: bool = True  # a capital beside a name makes it a person's; not where every noun has one

    def finish(self) -> None:
        """The longest names first."""
        for followed in self.spaced.values():
            for names in followed.values():
                names.sort(key=lambda name: -len(name.tail))
        for entries in self.unspaced.values():
            entries.sort(key=lambda entry: -len(entry[0]))


class _Hit(NamedTuple):
    codes: tuple[str, ...]
    spelled: str
    folded: str
    in_title: bool
    at: int  # word, or offset in unspaced scripts
    length: int
    care: Care | None
    spaced: bool = True
    proper: bool = True  # the name is written with a capital wherever it stands


def places(text: str, language: str | None = None) -> dict[str, str]:
    """The territories that `text` names: ISO 3166-1 code to the first word that named it, in order of the text.

    Args:
        language: primary tag; None lets the script decide, and asks more of ambiguous names.
    """
    return {place.code: place.word for place in find(Words(text), language)}


def find(words: Words, language: str | None = None) -> tuple[Place, ...]:
    """The territories that a text names, with every spelling and how often, in order of the text."""
    spoken = _language(words, language)
    known = table(spoken)
    hits = [hit for hit in _spaced(words, known) if not (hit.codes and _misleading(words, hit, spoken))]
    if known.unspaced and (words.unspaced or words.hangul):
        hits += _unspaced(words, known)
        hits.sort(key=lambda hit: hit.at)
    refused = _refused(words, hits, known)
    found: dict[str, list[_Hit]] = {}
    for hit in hits:
        if hit.folded not in refused:
            for code in hit.codes:
                for real in _congo(words) if code == _CONGO else (code,):
                    found.setdefault(real, []).append(hit)
    return tuple(
        Place(
            code=code,
            word=own[0].spelled,
            words=tuple(dict.fromkeys(hit.spelled for hit in own)),
            count=len(own),
            in_title=any(hit.in_title for hit in own),
        )
        for code, own in found.items()
    )


@cache
def labels(code: str) -> Mapping[str, str]:
    """What readers call the territory `code`, in our languages; the code itself where CLDR has no name."""
    from babel import Locale

    own = territories.LABELS.get(code, {})
    return {tag: own.get(tag) or Locale.parse(tag).territories.get(code, code) for tag in OURS}


def label(code: str, language: str | None) -> str:
    """What readers of `language` call the territory `code`; in English where CLDR does not have that language."""
    told = labels(code)
    if language is not None and language in told:
        return told[language]
    return _cldr(language or "en").get(code) or told["en"]


# ------------------------------------------------------------------------------------------------- finding names


def _refused(words: Words, hits: list[_Hit], known: Table) -> frozenset[str]:
    """The names that mean something else in this text, all of their mentions together."""
    careful = {hit.folded: hit.care for hit in hits if hit.care is not None}
    if not careful:
        return frozenset()
    # Where the text has a Jim Jordan, a Jordan alone is he.
    phrases = [hit.folded.split() for hit in hits if not hit.codes]
    others = {word for phrase in phrases if ambiguous.WATERS.isdisjoint(phrase) for word in phrase}
    return frozenset(
        name
        for name, care in careful.items()
        if not _is_place(words, [hit for hit in hits if hit.folded == name], care, others, neighbors=known.neighbors)
    )


def _spaced(words: Words, known: Table) -> Iterator[_Hit]:
    """Names in scripts that put spaces between words."""
    candidates = known.spaced.keys() & words.first.keys()
    if not candidates:
        return
    folded = words.folded
    free = 0
    heads = (
        _heads_in_arabic(folded, candidates)
        if words.arabic
        else [(at, w) for at, w in enumerate(folded) if w in candidates]
    )
    for at, head in heads:
        if at < free:
            continue
        followed = known.spaced[head]
        following = folded[at + 1] if at + 1 < len(folded) else ""
        names = (*followed.get(following, ()), *followed.get("", ()))
        for name in names:
            length = len(name.tail) + 1
            if name.tail and tuple(folded[at + 1 : at + length]) != name.tail:
                continue
            if not _written_so(words, at, name):
                continue
            free = at + length
            spelled = words.phrase(at, length)
            yield _Hit(
                name.codes,
                spelled,
                fold(spelled),
                at < words.words_in_title,
                at,
                length,
                name.care,
                proper=bool(name.capitals and name.capitals[0]),
            )
            break


def _misleading(words: Words, hit: _Hit, language: str) -> bool:
    """Whether what stands beside the name makes it a street, a person or a town."""
    before, after = hit.at - 1, hit.at + hit.length
    if before >= 0 and (
        _in_a_street(words, hit, ambiguous.STREETS.get(language, frozenset()), language)
        or (hit.length == 1 and words.folded[before] in ambiguous.PERSON_TITLES and _capital(words, before))
        or (language in _SMALL_DEMONYMS and not hit.proper and _surname(words, hit))
    ):
        return True
    if after >= len(words.folded) or language != "en":
        return False
    follows, gap = words.folded[after], words.between(after - 1, after)
    if gap == " " and follows in ambiguous.STREETS_AFTER["en"]:
        return _capital(words, after) and hit.spelled[0].isupper()
    return gap == ", " and follows in ambiguous.STATES and hit.folded not in ambiguous.NO_TOWNS


# They write demonyms with a small letter: a capital is a name's.
_SMALL_DEMONYMS = frozenset({"es", "it", "pt"})


def _in_a_street(words: Words, hit: _Hit, streets: frozenset[str], language: str) -> bool:
    at = hit.at - 1
    while at >= 0 and hit.at - at <= 3 and words.folded[at] in ambiguous.STREET_LINKS:
        at -= 1
    if at < 0 or words.folded[at] not in streets or (language == "fr" and at == hit.at - 1):
        return False
    if language != "ar" and not hit.spelled[0].isupper():
        return False
    return all(words.between(one, one + 1) in (" ", "'", "’") for one in range(at, hit.at))


def _surname(words: Words, hit: _Hit) -> bool:
    """Whether a demonym stands with a capital after a capitalised word: Matteo Spagnolo."""
    before = hit.at - 1
    return (
        hit.spelled[0].isupper()
        and _capital(words, before)
        and words.between(before, hit.at) == " "
        and words.folded[before] not in _FIRST_WORDS
        and not (hit.in_title and _title_case(words))
    )


def _heads_in_arabic(folded: Sequence[str], candidates: Set[str]) -> list[tuple[int, str]]:
    """Where a name may begin, and with which word once the particles written onto it are taken off."""
    found = []
    for at, word in enumerate(folded):
        head = word if word in candidates else next((bare for bare in bare_arabic(word) if bare in candidates), None)
        if head is not None:
            found.append((at, head))
    return found


def _written_so(words: Words, at: int, name: Name) -> bool:
    """Whether the capitals of the text allow the name: `turkey` and `us` are words, `Turkey` and `US` are countries."""
    if not any(name.capitals):
        return True
    if not words.cased:
        return max(name.capitals) < 2 and (name.care is None or _proven(words, at, name.care))
    for offset, asked in enumerate(name.capitals):
        spelled = words.spelled[at + offset]
        if asked and not (spelled.isupper() if asked == 2 else spelled[0].isupper()):
            return False
    return True


def _proven(words: Words, at: int, care: Care) -> bool:
    told = care.proof | care.hints
    return not told.isdisjoint(words.first.keys()) or (at > 0 and words.folded[at - 1] in care.before)


def _is_place(words: Words, alike: list[_Hit], care: Care, others: set[str], *, neighbors: bool) -> bool:
    """The verdict of `care` on all mentions of one name in the text."""
    if _tells(words, care.proof):
        return True
    if _tells(words, care.against) or alike[0].folded in others:
        return False
    # The same word in small letters: the text speaks of turkeys.
    if alike[0].spelled.istitle() and alike[0].folded in words.spelled:
        return False
    if neighbors and any(_beside_a_name(words, hit, care) for hit in alike):
        return False
    if _tells(words, care.hints):
        return True
    if any(hit.spaced and hit.at and words.folded[hit.at - 1] in care.before for hit in alike):
        return True
    return care.otherwise


def _tells(words: Words, told: frozenset[str]) -> bool:
    if not words.first.keys().isdisjoint(told):
        return True
    if words.unspaced or words.hangul:
        return any(word in words.whole for word in told)
    return False


def _beside_a_name(words: Words, hit: _Hit, care: Care) -> bool:
    """Whether a capitalised word touches the mention: `Michael Jordan`, `Jordan Peterson`.

    In a headline where every word has a capital this says nothing, and is not asked.
    """
    if not hit.spaced or (hit.in_title and _title_case(words)):
        return False
    before, after = hit.at - 1, hit.at + hit.length
    if after < len(words.folded) and _capital(words, after) and words.between(after - 1, after) == " ":
        return True
    if before < 0 or not _capital(words, before) or words.between(before, hit.at) != " ":
        return False
    return words.folded[before] not in _FIRST_WORDS and words.folded[before] not in care.before


def _title_case(words: Words) -> bool:
    """Whether the title is an English headline in which every word that counts has a capital."""
    title = zip(words.spelled[: words.words_in_title], words.folded, strict=False)
    counted = [spelled[0].isupper() for spelled, folded in title if folded not in _FUNCTION_WORDS]
    return len(counted) > 3 and all(counted)


_FUNCTION_WORDS = listed("a an the of in on to and or for with at by from as is it its but nor up vs over into s t")

# What stands before a country's name with a capital of its own: at the beginning of a sentence, or as its part.
_FIRST_WORDS = listed(
    """the les des los las gli lo os un una une uno um uma and but why how when what as for from with while after
    before both once now will can in to by against north south east west central northern southern eastern western
    en la le au et mais pour avec contre selon el y pero con il e ma per con o a mas com kingdom republic"""
)


def _capital(words: Words, at: int) -> bool:
    spelled = words.spelled[at]
    return spelled[0].isupper() and not spelled.isupper()


def _unspaced(words: Words, known: Table) -> Iterator[_Hit]:
    """Names in scripts without spaces, where they are substrings; in Korean they begin a word."""
    whole = words.whole
    title = len(fold(words.title))
    free = 0
    for match in WORD.finditer(whole):
        start, end = match.span()
        if HANGUL.match(whole[start]):
            positions: Iterable[int] = (start,)
        elif words.unspaced:
            positions = range(start, end - 1)
        else:
            continue
        for at in positions:
            if at < free:
                continue
            for name, codes, care in known.unspaced.get(whole[at : at + 2], ()):
                if whole.startswith(name, at) and _bounded(whole, at, at + len(name)):
                    free = at + len(name)
                    if codes:
                        yield _Hit(codes, name, name, at < title, at, len(name), care, spaced=False)
                    break


def _bounded(text: str, start: int, end: int) -> bool:
    """Whether a name in katakana is a whole run of katakana: Mali (マリ) is not in Mario (マリオ)."""
    if KATAKANA.match(text[start]) and start and KATAKANA.match(text[start - 1]):
        return False
    return not (KATAKANA.match(text[end - 1]) and end < len(text) and KATAKANA.match(text[end]))


def _congo(words: Words) -> tuple[str, ...]:
    """Which Congo, when the text says no more than that: what else it names decides, else none."""
    return tuple(code for code, told in ambiguous.CONGO.items() if _tells(words, told))[:1]


# ------------------------------------------------------------------------------------------------ making tables


def _language(words: Words, language: str | None) -> str:
    """The table to use: of the language, or of the script where nobody said or CLDR has no such language."""
    if language and _cldr(language):
        return language
    if words.text.isascii():
        return ""
    if words.hangul:
        return "ko"
    if words.unspaced:
        return "ja" if re.search("[\u3041-\u30fa]", words.text) else "zh"
    if words.arabic:
        return "ar"
    return "ru" if _CYRILLIC.search(words.text.lower()) else ""


@cache
def _cldr(language: str) -> Mapping[str, str]:
    """CLDR's names of territories in `language`, empty when it has none."""
    from babel import Locale, UnknownLocaleError

    try:
        names = Locale.parse(language).territories
    except (UnknownLocaleError, ValueError):
        return {}
    return {code: name for code, name in names.items() if code in territories.TERRITORIES}


@cache
def table(language: str) -> Table:
    """The names of `language`; of all our languages of the Latin script for the empty string, less what they disagree on."""
    made = Table(neighbors=language != "de")
    if language:
        for name, codes in _names(language).items():
            _enter(made, name, codes, ambiguous.CAREFUL.get(language, {}))
    else:
        _enter_all(made)
    made.finish()
    return made


def _enter_all(made: Table) -> None:
    meanings: dict[str, set[tuple[str, ...]]] = {}
    for language in _LATIN:
        for name, codes in _names(language).items():
            meanings.setdefault(name, set()).add(codes)
    careful = {name: care for tag in reversed(_LATIN) for name, care in ambiguous.CAREFUL.get(tag, {}).items()}
    for name, told in meanings.items():
        # A small word of one language can be a country of another; without a language only names are safe.
        if len(told) == 1 and (name[0].isupper() or not next(iter(told))):
            _enter(made, name, next(iter(told)), careful)


def _names(language: str) -> dict[str, tuple[str, ...]]:
    """Every name as spelled, with the codes it stands for; later sources win over earlier ones."""
    found: dict[str, tuple[str, ...]] = {}
    locales = (language, *_MORE_LOCALES.get(language, ()))
    for locale in locales:
        for code, name in _cldr(locale).items():
            for spelled in _spellings(code, name):
                found[spelled] = (code,)
    for line in territories.NAMES.get(language, "").strip().splitlines():
        code, _, names = line.partition(" ")
        found |= dict.fromkeys(names.split("|"), (code,))
    found |= dict(demonyms.forms(language))
    code, _, name = territories.EVERYWHERE.partition(" ")
    found.setdefault(name, (code,))
    found = {form: codes for name, codes in found.items() for form in _inflected(name, language)}
    for line in territories.PAIRS.get(language, "").strip().splitlines():
        codes = tuple(part for part in re.split(r"[ |]", line) if re.fullmatch("[A-Z]{2}", part))
        found |= dict.fromkeys(line[3 * len(codes) :].split("|"), codes)
    found |= dict.fromkeys(ambiguous.CONGO_NAMES, (_CONGO,))
    others = ambiguous.OTHERS.get(language, "")
    return found | {name: () for line in others.strip().splitlines() for name in line.split("|")}


def _spellings(code: str, name: str) -> tuple[str, ...]:
    """What CLDR's `name` is in running text; of all parentheses only Myanmar's holds another name."""
    if code == "MM":
        return tuple(part.strip() for part in re.split(r"[()]", name) if part.strip())
    return (name, name.replace(" & ", " and ")) if " & " in name else (name,)


def _inflected(name: str, language: str) -> tuple[str, ...]:
    """`name` in the cases of its language, as far as rules give them."""
    if (
        language in _GENITIVE_S
        and name[0].isupper()
        and not name.isupper()
        and name[-1].isalpha()
        and name[-1] not in "sxzß"
    ):
        return (name, f"{name}s")
    if language == "ru" and _CYRILLIC.search(name[-1:]):
        return demonyms.russian_cases(name)
    return (name,)


def _enter(made: Table, name: str, codes: tuple[str, ...], careful: Mapping[str, Care]) -> None:
    words = WORD.findall(name)
    folded = tuple(fold(word) for word in words)
    if HANGUL.search(name) or UNSPACED.search(name):
        key = fold(name)
        entry = (key, codes, careful.get(key) if codes != (_CONGO,) else None)
        made.unspaced.setdefault(key[:2], []).append(entry)
        if HANGUL.search(name) and " " in key:
            joined = key.replace(" ", "")
            made.unspaced.setdefault(joined[:2], []).append((joined, codes, careful.get(joined)))
        return
    capitals = tuple(_capitals(word) if codes else 0 for word in words)
    care = careful.get(" ".join(folded))
    followed = made.spaced.setdefault(folded[0], {})
    followed.setdefault(folded[1] if len(folded) > 1 else "", []).append(Name(folded[1:], codes, capitals, care))


def _capitals(word: str) -> int:
    if _ACRONYM.fullmatch(word) or (len(word) == 1 and word.isupper()):
        return 2
    return 1 if word[0].isupper() else 0
