"""What an entry is about: rules of feeds.yaml, territories and subjects, each tag with the words that decided.

A text is read as words once; every word of every rule is looked up on that one pass. Case and accents do not count, words
are whole words in every script that has them, and substrings in those that do not.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from aggregator.records import Rule, Subject, Tag, Topic
from aggregator.text import entities, patterns, places, subjects
from aggregator.text.lookup import Lookup, Match
from aggregator.text.territories import TERRITORIES
from aggregator.text.words import Words, fold

MADE_BY = "topics/2"
# As many reasons as a reader looks at.
MOST_REASONS = 8
# Names kept of one entry: a list of election results names hundreds.
MOST_MENTIONS = 60
_UI_LANGUAGES = ("fr", "en")


class Looked(NamedTuple):
    """What one entry is about, and whom it names."""

    tags: tuple[Tag, ...]
    mentions: tuple[entities.Mention, ...]


Reasons = tuple[str, ...]
_Test = Callable[["_Seen"], Reasons | None]


def tag(subject: Subject, topics: Sequence[Topic]) -> tuple[Tag, ...]:
    """The topics of one entry: those of `topics` whose rule holds, the territories it names, its subjects.

    Args:
        topics: rules and feed topics of feeds.yaml (`Config.topics`), compiled once for the same records.

    Returns:
        Tags in the order of `topics`, then places as the text names them, then subjects, the best first.
    """
    words = Words(subject.title, subject.text)
    return _tags(subject, topics, words, places.find(words, subject.language))


def look(subject: Subject, topics: Sequence[Topic]) -> Looked:
    """The topics of one entry as `tag` gives them, and the people and organisations it names, in one reading."""
    words = Words(subject.title, subject.text)
    territories = places.find(words, subject.language)
    return Looked(
        _tags(subject, topics, words, territories),
        entities.named(words, subject.language, territories)[:MOST_MENTIONS],
    )


@lru_cache(maxsize=1)
def builtin() -> tuple[Topic, ...]:
    """The topics that need no rule: every territory (`place:KP`) and subject (`subject:politics`), with labels."""
    return (
        *(Topic(slug=f"place:{code}", labels=places.labels(code), kind="place") for code in sorted(TERRITORIES)),
        *(
            Topic(slug=f"subject:{slug}", labels=labels, kind="subject")
            for slug, (_, labels) in subjects.SUBJECTS.items()
        ),
    )


def label(topic: Topic, language: str | None) -> str:
    """What readers of `language` call `topic`: its label there, else in French, in English, any, its slug."""
    for tried in (language or "", *_UI_LANGUAGES):
        if tried in topic.labels:
            return topic.labels[tried]
    return next(iter(topic.labels.values()), topic.slug)


def _tags(
    subject: Subject, topics: Sequence[Topic], words: Words, territories: Sequence[places.Place]
) -> tuple[Tag, ...]:
    tags = _compiled(_Identity(tuple(topics))).tags(subject, words)
    tags += [_place(subject, place) for place in territories]
    tags += [
        Tag(
            entry=subject.entry,
            topic=f"subject:{found.slug}",
            score=found.score,
            because=found.because[:MOST_REASONS],
            made_by=MADE_BY,
            kind="subject",
            label=_subject_label(found.slug, subject.language),
        )
        for found in subjects.classify(words, subject.language, [category.term for category in subject.categories])
    ]
    return tuple(tags)


def _place(subject: Subject, place: places.Place) -> Tag:
    """A title names what an entry is about; a text may name a country in passing."""
    score = 1.0 if place.in_title else min(0.4 + 0.1 * place.count, 0.9)
    return Tag(
        entry=subject.entry,
        topic=f"place:{place.code}",
        score=round(score, 2),
        because=place.words[:MOST_REASONS],
        made_by=MADE_BY,
        kind="place",
        label=places.label(place.code, subject.language),
    )


def _subject_label(slug: str, language: str | None) -> str:
    labels = subjects.SUBJECTS[slug][1]
    return labels.get(language or "", labels["en"])


# ------------------------------------------------------------------------------------------------------- rules


class _Identity:
    """A sequence compared by the identity of its members, so that comparing costs nothing."""

    def __init__(self, topics: tuple[Topic, ...]) -> None:
        self.topics = topics

    def __hash__(self) -> int:
        return hash(tuple(map(id, self.topics)))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _Identity) or len(other.topics) != len(self.topics):
            return False
        return all(mine is theirs for mine, theirs in zip(self.topics, other.topics, strict=True))


@dataclass(slots=True)
class _Seen:
    """What one entry offers to rules."""

    subject: Subject
    words: Words
    found: Mapping[str, Match]  # by word, as the rule spells it
    categories: Mapping[str, str]  # folded -> as spelled


class _Compiled:
    """Topics ready to be asked."""

    def __init__(self, topics: Sequence[Topic]) -> None:
        self._lookup = Lookup()
        self._topics = [(topic, self._test(topic.rule)) for topic in topics if topic.rule is not None]

    def tags(self, subject: Subject, words: Words) -> list[Tag]:
        categories = {
            fold(text): text for category in subject.categories for text in (category.term, category.label) if text
        }
        seen = _Seen(subject, words, self._lookup.find(words), categories)
        tags = []
        for topic, test in self._topics:
            because = test(seen)
            if because is not None:
                tags.append(
                    Tag(
                        entry=subject.entry,
                        topic=topic.slug,
                        score=1.0,
                        because=tuple(dict.fromkeys(because))[:MOST_REASONS],
                        made_by=MADE_BY,
                        kind=topic.kind,
                        label=label(topic, subject.language),
                    )
                )
        return tags

    def _test(self, rule: Rule) -> _Test:
        """A test of the whole of `rule`: all of its fields that are set must hold."""
        tests: list[_Test] = []
        if rule.words:
            tests.append(self._words(rule.words))
        if rule.regex is not None:
            tests.append(_regex(rule.regex))
        if rule.feed is not None:
            tests.append(_feed(rule.feed))
        if rule.language is not None:
            tests.append(_language(rule.language))
        if rule.category is not None:
            tests.append(_category(rule.category))
        if rule.any:
            tests.append(_any([self._test(inner) for inner in rule.any]))
        tests += [self._test(inner) for inner in rule.all]
        tests += [_none(self._test(inner)) for inner in rule.none]
        return _all(tests)

    def _words(self, wanted: tuple[str, ...]) -> _Test:
        for word in wanted:
            self._lookup.add(word)

        def test(seen: _Seen) -> Reasons | None:
            if not seen.found:
                return None
            return tuple(seen.found[word].spelled for word in wanted if word in seen.found) or None

        return test


@lru_cache(maxsize=8)
def _compiled(topics: _Identity) -> _Compiled:
    return _Compiled(topics.topics)


def _all(tests: Sequence[_Test]) -> _Test:
    if len(tests) == 1:
        return tests[0]

    def test(seen: _Seen) -> Reasons | None:
        because: list[str] = []
        for one in tests:
            reasons = one(seen)
            if reasons is None:
                return None
            because += reasons
        return tuple(because) if tests else None

    return test


def _any(tests: Sequence[_Test]) -> _Test:
    def test(seen: _Seen) -> Reasons | None:
        held = [reasons for one in tests if (reasons := one(seen)) is not None]
        return tuple(reason for reasons in held for reason in reasons) if held else None

    return test


def _none(inner: _Test) -> _Test:
    return lambda seen: () if inner(seen) is None else None


def _regex(expression: str) -> _Test:
    pattern = re.compile(expression, re.IGNORECASE)

    def test(seen: _Seen) -> Reasons | None:
        match = pattern.search(seen.words.text, 0, patterns.LONGEST)
        return (" ".join(match.group().split()),) if match else None

    return test


def _feed(name: str) -> _Test:
    return lambda seen: (f"feed: {name}",) if name in (seen.subject.feed, seen.subject.publisher) else None


def _language(language: str) -> _Test:
    return lambda seen: (f"language: {language}",) if seen.subject.language == language else None


def _category(category: str) -> _Test:
    wanted = fold(category)
    return lambda seen: (f"category: {seen.categories[wanted]}",) if wanted in seen.categories else None
