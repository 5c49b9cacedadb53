"""An invented stream of news at any size, with the statistics of real ones: for measurements of speed and memory.

Words follow a Zipf-Mandelbrot law over a vocabulary built of syllables and inflected as its language does, so that new
words and new inflections keep coming; names and numbers belong to stories; stories come in bursts of a heavy-tailed size,
told by several outlets in one of five languages; a tenth of the articles are copies of an earlier one, cut. The same
arguments give the same articles.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from aggregator.records import EntryId, FeedId, StoryArticle
from aggregator.text.language import stop_words

START = datetime(2031, 1, 1, tzinfo=UTC)
OUTLETS = 400
_SHARES = {"fr": 0.4, "en": 0.3, "de": 0.12, "es": 0.12, "it": 0.06}
_SYLLABLES = {
    "fr": ("b ch d f gr l m n p pr qu r s t v tr", "a e i o u é au ai ou on en in", " s e es er ement é ée ant"),
    "en": ("b ch d f gr h l m n p r s st t th w", "a e i o u ea oo ou ai y", " s ed ing ly er ers ness"),
    "de": ("b d f g h k l m n r s sch st t w z", "a e i o u ä ö ü ei au ie", " e en er es te ten ung ungen"),
    "es": ("b c ch d f g l ll m n p r s t v", "a e i o u á ía ue ie", " s o a os as ar ando mente"),
    "it": ("b c d f g gl l m n p r s t v z", "a e i o u à ia io uo", " o a i e are ando mente zione"),
}
_VOCABULARY = 60_000  # stems of a language
_STEEP = 1.25  # of the Zipf-Mandelbrot law; with it new words come as often as in the English news that we tried
_NAMES = 12_000


@dataclass(frozen=True, slots=True)
class _Tongue:
    code: str
    functions: npt.NDArray[Any]
    stems: npt.NDArray[Any]
    cumulative: npt.NDArray[np.float64]  # of the probabilities of the stems
    endings: npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class _Story:
    """What is told: its words and names, by whom and when."""

    tongue: _Tongue
    words: npt.NDArray[Any]
    names: Sequence[str]
    born: float  # seconds after START
    lasts: float


def articles(count: int, *, days: float = 28.0, full: float = 0.4, seed: int = 1) -> Iterator[StoryArticle]:
    """`count` articles in the order of their time, numbered from 1, spread over `days`.

    Args:
        full: the share of full texts (450 words on average); the others are excerpts of 20 to 70 words.
    """
    rng = np.random.default_rng(seed)
    tongues = [_tongue(code, rng) for code in _SHARES]
    names = np.array([_word(rng, "fr", 2 + at % 3).title() for at in range(_NAMES)], dtype=object)
    popular = _zipf(_NAMES)
    span = days * 86_400.0
    plan: list[tuple[float, _Story]] = []
    while len(plan) < count:
        story = _story(rng, tongues, names, popular, span)
        size = min(int(1 + rng.pareto(1.3)), 120)
        when = np.minimum(story.born + rng.exponential(story.lasts, size), span)
        plan += [(float(at), story) for at in when]
    plan = sorted(plan[:count], key=lambda item: item[0])
    kept: list[StoryArticle] = []
    for number, (at, story) in enumerate(plan, 1):
        made = _article(rng, number, at, story, full=bool(rng.random() < full))
        if kept and rng.random() < 0.1:
            made = _copied(rng, made, kept[int(rng.integers(len(kept)))])
        kept = [*kept[-199:], made]
        yield made


def _zipf(size: int) -> npt.NDArray[np.float64]:
    weights = (np.arange(size) + 2.7) ** -_STEEP
    running: npt.NDArray[np.float64] = np.cumsum(weights / weights.sum())
    return running


def _tongue(code: str, rng: np.random.Generator) -> _Tongue:
    stems = np.array([_word(rng, code, 2 + at % 3) for at in range(_VOCABULARY)], dtype=object)
    endings = np.array(_SYLLABLES[code][2].split(" "), dtype=object)
    functions = np.array(sorted(stop_words(code)), dtype=object)
    return _Tongue(code, functions, stems, _zipf(_VOCABULARY), endings)


def _word(rng: np.random.Generator, code: str, syllables: int) -> str:
    onsets, vowels = (part.split() for part in _SYLLABLES[code][:2])
    return "".join(
        onsets[int(rng.integers(len(onsets)))] + vowels[int(rng.integers(len(vowels)))] for _ in range(syllables)
    )


def _story(
    rng: np.random.Generator,
    tongues: Sequence[_Tongue],
    names: npt.NDArray[Any],
    popular: npt.NDArray[np.float64],
    span: float,
) -> _Story:
    tongue = tongues[int(np.searchsorted(np.cumsum(list(_SHARES.values())), rng.random()))]
    words = tongue.stems[np.searchsorted(tongue.cumulative, rng.random(25))]
    actors = names[np.searchsorted(popular, rng.random(5))]
    numbers = [str(int(n)) for n in rng.integers(2, 4_000, 2)]
    return _Story(
        tongue, words, [*actors, *numbers], rng.random() * span, float(rng.choice([0.2, 0.5, 2.0])) * 86_400.0
    )


def _article(rng: np.random.Generator, number: int, at: float, story: _Story, *, full: bool) -> StoryArticle:
    length = int(np.clip(rng.lognormal(6.0, 0.4), 150, 2_000)) if full else int(rng.integers(20, 70))
    words = _running_text(rng, story, length)
    sentences = [
        (words[start][:1].upper() + words[start][1:] + " " + " ".join(words[start + 1 : start + 18])).strip() + "."
        for start in range(0, len(words), 18)
    ]
    title = _running_text(rng, story, 9)
    when = START + timedelta(seconds=at)
    outlet = int(rng.integers(OUTLETS))
    return StoryArticle(
        entry=EntryId(number), feed=FeedId(outlet + 1), outlet=f"outlet {outlet}", language=story.tongue.code,
        title=(title[0][:1].upper() + title[0][1:] + " " + " ".join(title[1:])).strip(), text=" ".join(sentences), url=None,
        at=when, first_seen=when, date_trusted=True,
    )  # fmt: skip


def _running_text(rng: np.random.Generator, story: _Story, length: int) -> list[str]:
    """Words in a row: two in five are function words, one in five of the story, the rest of the language at large."""
    tongue = story.tongue
    kind = rng.random(length)
    common = tongue.functions[(rng.random(length) ** 3 * len(tongue.functions)).astype(int)]
    stems = tongue.stems[np.searchsorted(tongue.cumulative, rng.random(length))]
    told = story.words[(rng.random(length) ** 2 * len(story.words)).astype(int)]
    endings = tongue.endings[(rng.random(length) ** 5 * len(tongue.endings)).astype(int)]
    actors = np.array(story.names, dtype=object)[rng.integers(len(story.names), size=length)]
    content = np.where(kind < 0.6, told, stems) + endings
    found: list[str] = np.where(kind < 0.4, common, np.where(kind > 0.95, actors, content)).tolist()
    return found


def _copied(rng: np.random.Generator, made: StoryArticle, source: StoryArticle) -> StoryArticle:
    words = source.text.split()
    text = " ".join(words[: max(12, int(len(words) * rng.uniform(0.4, 1.0)))])
    return StoryArticle(
        entry=made.entry, feed=made.feed, outlet=made.outlet, language=source.language, title=source.title, text=text, url=None,
        at=made.at, first_seen=made.first_seen, date_trusted=True,
    )  # fmt: skip
