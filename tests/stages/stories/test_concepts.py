"""What words of different languages share: concepts of the glossary, and the subjects they lean to."""

import pytest

from aggregator.stages.stories import across, concepts, crossing
from aggregator.stages.stories.glossary import CONCEPTS, LANGUAGES, SUBJECTS
from aggregator.text import language, subjects


def leaning(title: str, spoken: str) -> dict[str, float]:
    return concepts.leaning(language.words(title), spoken)


@pytest.mark.parametrize(
    ("spoken", "title", "subject"),
    [
        ("en", "volcano erupts near the capital", "disaster"),
        ("fr", "le séisme a détruit un village", "disaster"),
        ("de", "Vulkanausbruch auf der Insel", "disaster"),
        ("de", "oelpreise sinken", "economy"),  # a compound, spelled as in an address
        ("es", "los jugadores del campeonato", "sport"),
        ("pl", "wybory prezydent", "politics"),
        ("ko", "미사일 발사", "conflict"),
        ("ar", "الانتخابات الرئاسية", "politics"),
        ("ja", "ミサイル発射", "conflict"),
        ("zh", "导弹袭击", "conflict"),
    ],
)
def test_one_word_in_any_form_leans_to_a_subject(spoken, title, subject):
    points = leaning(title, spoken)

    assert max(points, key=points.__getitem__) == subject


def test_words_that_speak_for_nothing_lean_nowhere():
    assert leaning("On nous a dit oui", "fr") == {}
    assert leaning("whatever it is", "sw") == {}
    assert concepts.agreement({}, {"sport": 1.0}) == 0.0


def test_the_same_subject_brings_strangers_nearer_and_another_parts_namesakes():
    def keys(title, spoken):
        return across.read(title, "", spoken, letters=True)

    quake, erdbeben, wahl = keys("villages shaken by quake", "en"), keys("Erdbeben", "de"), keys("Wahlkampf", "de")

    assert crossing.similarity(quake, erdbeben, {}) > crossing.similarity(quake, wahl, {})
    player, match, trial = (keys(title, "en") for title in ("Lopez final", "Lopez tennis", "Lopez prison"))
    assert crossing.similarity(player, match, {}) > crossing.similarity(player, trial, {}) + 0.03
    assert crossing.similarity(quake, quake, {}) == pytest.approx(1.024)


def test_every_concept_is_written_in_every_language_and_its_subject_exists():
    assert all(len(line.split("|")) == len(LANGUAGES) for line in CONCEPTS)
    assert set(SUBJECTS.values()) <= set(subjects.SUBJECTS)
    assert len(SUBJECTS) >= 100
