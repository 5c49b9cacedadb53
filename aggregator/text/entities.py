"""People and organisations that texts name, found by how names are written and confirmed by several texts.

In scripts with capitals a name is a run of capitalised words that does not owe its capital to the beginning of a sentence;
acronyms are names too. In Korean, Japanese and Chinese it stands before a title, in Arabic after one; foreign names in
katakana are joined by dots. What one text alone suggests may be wrong: `tally` counts over the entries of a story, joins a
surname to the full name, and keeps what entries agree on.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeVar

from aggregator.text import places
from aggregator.text.entity_words import (
    AFTER_NAME,
    BEFORE_NAME,
    GIVEN_NAMES,
    NO_PERSON,
    NOT_NAMES,
    ORGANISATIONS,
    PARTICLES,
    TITLES,
)
from aggregator.text.language import stop_words
from aggregator.text.words import Words, fold

Kind = Literal["person", "organisation", "unknown"]
_Text = TypeVar("_Text", bound=str)
LONGEST = 5  # words of a name
_SENTENCE_END = re.compile(r"[.!?…:;«»\"“”\n•]")
_KATAKANA_NAME = re.compile("[\u30a1-\u30fa\u30fc]{2,}(?:[・＝·][\u30a1-\u30fa\u30fc]{2,})+")
_CHINESE_NAME = re.compile("[\u4e00-\u9fff]{2,5}(?:·[\u4e00-\u9fff]{2,5})+")
_KOREAN_NAME = re.compile(rf"(?<![가-힣])([가-힣]{{2,5}}(?: [가-힣]{{2,5}})?) (?:{'|'.join(AFTER_NAME['ko'])})")
# "In Pyongyang Kim": the first word is no part of the name.
_POSTPOSITION = re.compile("(?:에서|에게|으로|은|는|을|를|과|와|의|에|이날|오전|오후)$")
_JAPANESE_NAME = re.compile(
    rf"(?<![・＝·\u30a1-\u30fa\u30fc])([\u4e00-\u9fff]{{2,4}}|[\u30a1-\u30fa\u30fc]{{2,}})(?:{'|'.join(AFTER_NAME['ja'])})"
)
_CHINESE_TITLED = re.compile(rf"(?:{'|'.join(AFTER_NAME['zh'])})([\u4e00-\u9fff]{{2,3}})(?=[\u4e00-\u9fff\W])")


class Mention(NamedTuple):
    """A name as one text writes it."""

    name: str
    kind: Kind
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A person or an organisation of a story."""

    name: str  # the fullest spelling that most entries use
    kind: Kind
    entries: int  # that name it
    mentions: int
    spellings: tuple[str, ...]  # the most frequent first


def mentions(title: str, text: str, language: str | None) -> tuple[Mention, ...]:
    """The names in one text, in order of first appearance; territories and their demonyms are left out."""
    words = Words(title, text)
    return named(words, language, places.find(words, language))


def named(words: Words, language: str | None, territories: Sequence[places.Place]) -> tuple[Mention, ...]:
    """The names in a text that was read before.

    Args:
        territories: what `places.find` found in it.
    """
    if language in ("ko", "ja", "zh"):
        found = [(name, "person") for name in _titled(words.text, language)]
    elif language == "ar" or (language is None and words.arabic):
        found = [(name, "person") for name in _after_title(words)]
    elif words.cased:
        found = list(_capitalised(words, language))
    else:
        return ()
    taken = {spelled for place in territories for spelled in place.words}
    times = Counter(name for name, _ in found if name not in taken)
    kinds = {name: kind for name, kind in reversed(found) if kind != "unknown"}
    return tuple(Mention(name, kinds.get(name, "unknown"), count) for name, count in times.items())  # type: ignore[arg-type]


def tally(entries: Iterable[Sequence[Mention]]) -> tuple[Entity, ...]:
    """The people and organisations of a story, the most named first.

    A name of one word counts for the only longer name that ends with it (`Poutine` for `Vladimir Poutine`). Kept is what
    two entries name, or, in a story of one entry, what is named twice or by a full name.
    """
    told = [tuple(entry) for entry in entries]
    names = {fold(mention.name) for entry in told for mention in entry}
    fullest = _fullest(names)
    # Who is called by the last name alone is a person: Barack Obama, Obama.
    surnamed = {
        longer for name, longer in fullest.items() if name != longer and not NO_PERSON.intersection(longer.split())
    }
    spelled: dict[str, Counter[str]] = {}
    kinds: dict[str, Counter[Kind]] = {}
    named_by: Counter[str] = Counter()
    for entry in told:
        for key in {fullest[fold(mention.name)] for mention in entry}:
            named_by[key] += 1
        for mention in entry:
            key = fullest[fold(mention.name)]
            spelled.setdefault(key, Counter())[mention.name] += mention.times
            if mention.kind != "unknown":
                kinds.setdefault(key, Counter())[mention.kind] += mention.times
    agreed = 1 if len(told) == 1 else 2
    found = [
        Entity(
            name=next(name for name, _ in _ranked(spelled[key]) if fold(name) == key),
            kind=_ranked(kinds[key])[0][0] if key in kinds else "person" if key in surnamed else "unknown",
            entries=count,
            mentions=spelled[key].total(),
            spellings=tuple(name for name, _ in _ranked(spelled[key])),
        )
        for key, count in named_by.items()
        if count >= agreed and (agreed > 1 or spelled[key].total() > 1 or " " in key)
    ]
    return tuple(sorted(found, key=lambda entity: (-entity.entries, -entity.mentions, entity.name)))


def _ranked(counts: Counter[_Text]) -> list[tuple[_Text, int]]:
    """The most frequent first, ties by spelling: results do not depend on the order of entries."""
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def _fullest(names: set[str]) -> dict[str, str]:
    """Each folded name to the longer one that it is the end of, when there is exactly one; else to itself."""
    by_last: dict[str, set[str]] = {}
    for name in names:
        *before, last = name.split()
        # The treaty of a town is not the town.
        if before and before[-1] not in PARTICLES:
            by_last.setdefault(last, set()).add(name)
    return {name: next(iter(longer)) if len(longer := by_last.get(name, set())) == 1 else name for name in names}


# ---------------------------------------------------------------------------------------------- scripts with capitals


def _capitalised(words: Words, language: str | None) -> Iterator[tuple[str, Kind]]:
    """Runs of capitalised words and acronyms."""
    titles = TITLES.get(language or "", frozenset())
    stop = stop_words(language)
    # Where every noun has a capital one word alone says nothing; where every word of a headline has, neither.
    fewest = 2 if language == "de" else 1
    # Only English writes its headlines so; a short French one can hold names and little else.
    at = words.words_in_title if language in ("en", None) and _headline_case(words) else 0
    while at < len(words.spelled):
        end = _run(words, at)
        if end == at:
            at += 1
            continue
        first, last = at, end
        before = words.folded[at - 1] if at else ""
        after_title = before in titles
        while first < last and _no_name(words, first, stop, titles):
            after_title = after_title or words.folded[first] in titles
            first += 1
        inside = [place for place in range(first, last - 1) if words.folded[place] in titles]
        if inside:
            # Russian President Vladimir Putin
            first, after_title = inside[-1] + 1, True
        elif last - first > 2 and _begins_sentence(words, first) and _loose_head(words, first):
            first += 2
        length = last - first
        at = end
        initial = first < last and _begins_sentence(words, first)
        if not length or length > LONGEST:
            continue
        if length == 1 and not _alone(words, first, fewest, initial=initial, after_title=after_title):
            continue
        yield words.phrase(first, length), _kind(words, first, last, after_title=after_title)


def _run(words: Words, at: int) -> int:
    """Where the run of capitalised words that begins at `at` ends; `at` itself when there is none."""
    end = at
    while end < len(words.spelled) and _capital(words.spelled[end]):
        if end > at and words.between(end - 1, end) not in (" ", "-", "\u00a0", ". "):
            break
        if end > at and words.between(end - 1, end) == ". " and len(words.spelled[end - 1]) > 1:
            break
        end += 1
        step = end
        while (
            step < len(words.spelled)
            and words.folded[step] in PARTICLES
            and words.spelled[step].islower()
            and step - end < 2
        ):
            step += 1
        if step > end and step < len(words.spelled) and _capital(words.spelled[step]) and _spaced(words, end - 1, step):
            end = step
    return end


def _spaced(words: Words, first: int, last: int) -> bool:
    return all(words.between(at, at + 1) in (" ", "-", "'", "’") for at in range(first, last))


def _capital(word: str) -> bool:
    return word[0].isupper()


def _no_name(words: Words, at: int, stop: frozenset[str], titles: frozenset[str]) -> bool:
    """Whether the first word of a run is no part of the name: a title, or a small word that begins a sentence."""
    folded = words.folded[at]
    return folded in titles or folded in NOT_NAMES or words.spelled[at].lower() in stop or len(folded) == 1


def _loose_head(words: Words, at: int) -> bool:
    """Whether the capital before `of` is only that of a sentence: Residents of Porto, not Bank of Porto."""
    return words.folded[at + 1] == "of" and words.folded[at] not in ORGANISATIONS


def _alone(words: Words, at: int, fewest: int, *, initial: bool, after_title: bool) -> bool:
    """Whether one word by itself is a name."""
    spelled = words.spelled[at]
    if spelled.isupper():
        return 2 <= len(spelled) <= 6 and spelled.isalpha()
    return (after_title or fewest == 1) and not initial and len(spelled) > 2


def _begins_sentence(words: Words, at: int) -> bool:
    if at in (0, words.words_in_title):
        return True
    return _SENTENCE_END.search(words.between(at - 1, at)) is not None


def _headline_case(words: Words) -> bool:
    long = [word for word in words.spelled[: words.words_in_title] if len(word) > 3]
    return len(long) > 2 and sum(word[0].isupper() for word in long) > 0.7 * len(long)


def _kind(words: Words, first: int, last: int, *, after_title: bool) -> Kind:
    folded = words.folded[first:last]
    if any(word in ORGANISATIONS for word in folded) or (last - first == 1 and words.spelled[first].isupper()):
        return "organisation"
    called = after_title or (last - first > 1 and folded[0] in GIVEN_NAMES)
    return "person" if called and not NO_PERSON.intersection(folded) else "unknown"


# ---------------------------------------------------------------------------------------------------- other scripts


def _titled(text: str, language: str) -> Iterator[str]:
    """Names before a title, and foreign names joined by dots."""
    patterns = {
        "ko": (_KOREAN_NAME,),
        "ja": (_KATAKANA_NAME, _JAPANESE_NAME),
        "zh": (_CHINESE_NAME, _CHINESE_TITLED),
    }[language]
    for pattern in patterns:
        for match in pattern.finditer(text):
            name = match.group(match.lastindex or 0)
            first, space, last = name.partition(" ")
            yield last if space and _POSTPOSITION.search(first) else name


def _after_title(words: Words) -> Iterator[str]:
    """Arabic names: the two words after a title, its adjective of country left out."""
    for at, word in enumerate(words.folded):
        if word in BEFORE_NAME or any(bare in BEFORE_NAME for bare in (word[1:], word[2:])):
            first = at + 1
            while first < len(words.folded) and words.folded[first].startswith("ال") and first - at < 3:
                first += 1
            if first + 1 < len(words.folded) and _spaced(words, at, first + 1):
                yield words.phrase(first, 2)
