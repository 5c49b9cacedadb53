"""Demonyms: what belongs to a country, as adjectives and as names of its people, in all their forms."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache

from aggregator.text import demonyms_tables as tables

Codes = tuple[str, ...]


@cache
def forms(language: str) -> Mapping[str, Codes]:
    """Every form of every demonym of `language`, with the codes it stands for; empty where there is no table.

    A form without codes is a phrase that speaks of the language, not of the country: `en russe`, `auf Russisch`.
    """
    made = _MAKERS.get(language)
    return dict(made()) if made else {}


def _entries(table: str) -> Iterator[tuple[Codes, str, list[str]]]:
    """The (codes, lemma, further forms) of a table."""
    for entry in table.split():
        code, _, lemma = entry.partition(":")
        first, *more = lemma.replace("_", " ").split(",")
        yield (code,), first, more


def _plain(table: str, inflect: Callable[[str], Iterable[str]], language_word: str) -> Iterator[tuple[str, Codes]]:
    """Forms by rule unless the table gives them, and the phrase that names the language."""
    for codes, lemma, more in _entries(table):
        # "en Suisse" is in Switzerland: no language is called after that country.
        if codes != ("CH",):
            yield f"{language_word} {lemma}", ()
        for form in {lemma, *(more or inflect(lemma))}:
            yield form, codes


def _french(lemma: str) -> set[str]:
    if lemma.endswith("e"):
        feminine = lemma
    elif lemma.endswith(("ien", "éen", "yen")):
        feminine = f"{lemma}ne"
    else:
        feminine = f"{lemma}e"
    return {feminine, f"{feminine}s", lemma if lemma.endswith(("s", "x")) else f"{lemma}s"}


def _english() -> Iterator[tuple[str, Codes]]:
    for codes, lemma, more in _entries(tables.ENGLISH):
        for speaking in ("speak", "speaks", "speaking", "spoke"):
            yield f"{speaking} {lemma}", ()
        yield f"{lemma} language", ()
        yield f"{lemma}-speaking", ()
        yield lemma, codes
        for form in more:
            yield form, codes
        if not more and not lemma.endswith(("ese", "ish", "sh", "ss", "ois", "Kyrgyz", "Malagasy", "I-Kiribati")):
            yield f"{lemma}s", codes


def _german() -> Iterator[tuple[str, Codes]]:
    for codes, lemma, more in _entries(tables.GERMAN):
        adjective, _, people = lemma.partition("/")
        yield f"auf {adjective}", ()
        for ending in ("", "e", "en", "er", "es", "em"):
            yield adjective + ending, codes
        for form in (*_german_people(people), *more):
            yield form, codes


def _german_people(noun: str) -> set[str]:
    if not noun:
        return set()
    if noun.endswith("e"):
        return {noun, f"{noun}n", f"{noun[:-1]}in", f"{noun[:-1]}innen"}
    if noun.endswith("er"):
        return {noun, f"{noun}n", f"{noun}s", f"{noun}in", f"{noun}innen"}
    return {noun, f"{noun}s", f"{noun}en", f"{noun}in", f"{noun}innen"}


def _spanish(lemma: str) -> set[str]:
    for ending, others in (
        ("o", ("a", "os", "as")),
        ("és", ("esa", "eses", "esas")),
        ("án", ("ana", "anes", "anas")),
        ("ón", ("ona", "ones", "onas")),
        ("ol", ("ola", "oles", "olas")),
        ("í", ("íes", "ís")),
        ("ú", ("úes", "ús")),
    ):
        if lemma.endswith(ending):
            return {lemma.removesuffix(ending) + other for other in others}
    return {f"{lemma}s"} if lemma[-1] in "aeé" else {f"{lemma}es"}


def _italian(lemma: str) -> set[str]:
    if lemma.endswith("o"):
        return {lemma[:-1] + other for other in "aie"}
    if lemma.endswith("e"):
        return {f"{lemma[:-1]}i"}
    return {lemma[:-1] + other for other in "ie"} if lemma.endswith("a") else set()


def _portuguese(lemma: str) -> set[str]:
    for ending, others in (("o", ("a", "os", "as")), ("ês", ("esa", "eses", "esas")), ("z", ("zes",))):
        if lemma.endswith(ending):
            return {lemma.removesuffix(ending) + other for other in others}
    return {f"{lemma}s"}


_ADJECTIVE = ("ий", "ого", "ому", "им", "ом", "ая", "ой", "ую", "ое", "ие", "их", "ими", "и")
_PEOPLE = ("ца", "цу", "цем", "це", "цы", "цев", "цам", "цами", "цах")


def _russian() -> Iterator[tuple[str, Codes]]:
    for codes, lemma, _ in _entries(tables.RUSSIAN):
        stem, _, people = lemma.partition("/")
        # "по-русски": in Russian, the language.
        yield f"по-{stem}и", ()
        for ending in _ADJECTIVE[:-1]:
            yield stem + ending, codes
        if people:
            yield people, codes
            if people.endswith("ец"):
                vowel = people[-3] in "аеио"
                for ending in _PEOPLE:
                    yield people[:-2] + ("й" if vowel else "") + ending, codes
            else:
                for ending in ("а", "у", "ом", "ы", "ов", "ам", "ами"):
                    yield people + ending, codes


def _arabic() -> Iterator[tuple[str, Codes]]:
    for codes, nisba, _ in _entries(tables.ARABIC):
        # "In French", the language, is written as one word.
        yield f"بال{nisba}ة", ()
        for article in ("", "ال"):
            for ending in ("", "ة", "ون", "ين", "ان", "ات"):
                yield article + nisba + ending, codes
    for code, phrases in tables.ARABIC_MORE.items():
        for phrase in phrases.split("|"):
            yield phrase, (code,)


_MAKERS: Mapping[str, Callable[[], Iterator[tuple[str, Codes]]]] = {
    "fr": lambda: _plain(tables.FRENCH, _french, "en"),
    "en": _english,
    "de": _german,
    "es": lambda: _plain(tables.SPANISH, _spanish, "en"),
    "it": lambda: _plain(tables.ITALIAN, _italian, "in"),
    "pt": lambda: _plain(tables.PORTUGUESE, _portuguese, "em"),
    "ru": _russian,
    "ar": _arabic,
}

# ------------------------------------------------------------------------------------- Russian names in their cases

_NOUN_CASES = (
    ("ия", ("ия", "ии", "ию", "ией", "иею")),
    ("а", ("а", "ы", "и", "е", "у", "ой")),
    ("я", ("я", "и", "е", "ю", "ей")),
    ("й", ("й", "я", "ю", "ем", "е")),
    ("ь", ("ь", "я", "и", "ю", "е", "ем", "ью")),
    ("ы", ("ы", "", "ам", "ами", "ах")),
)
_ADJECTIVE_CASES = (
    ("ая", ("ая", "ой", "ую", "ою")),
    ("ий", ("ий", "ого", "его", "ому", "ем", "им", "ом")),
    ("ый", ("ый", "ого", "ому", "ым", "ом")),
    ("ые", ("ые", "ых", "ым", "ыми")),
    ("ие", ("ие", "их", "им", "ими")),
)


def russian_cases(name: str) -> tuple[str, ...]:
    """A Russian name in its cases, by its endings: one noun, or an adjective and a noun."""
    words = name.split(" ")
    if len(words) == 1:
        return tuple(_noun(name))
    if len(words) == 2 and any(words[0].endswith(ending) for ending, _ in _ADJECTIVE_CASES):
        return tuple(f"{first} {second}" for first in _cases(words[0], _ADJECTIVE_CASES) for second in _noun(words[1]))
    return (name,)


def _noun(word: str) -> list[str]:
    if len(word) < 4 or word.isupper() or "-" in word:
        return [word]
    if word[-1] in "бвгджзклмнпрстфхц":
        return [word + ending for ending in ("", "а", "у", "ом", "е")]
    return _cases(word, _NOUN_CASES)


def _cases(word: str, cases: Iterable[tuple[str, tuple[str, ...]]]) -> list[str]:
    for ending, others in cases:
        if word.endswith(ending):
            return [word.removesuffix(ending) + other for other in others]
    return [word]
