"""The subjects of entries, judged on entries of our own and their labels."""

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))

from aggregator.text.profiles import PROFILES
from aggregator.text.subjects import SECTIONS, SUBJECTS, Found, classify
from aggregator.text.words import Words
from bench import topic_bars  # the benches stand beside the package

LABELLED = Path(__file__).parents[1] / "corpus" / "topics" / "labelled.jsonl"
PRECISION, RECALL = 0.95, 0.85


def labelled() -> list[dict[str, Any]]:
    return [json.loads(line) for line in LABELLED.read_text().splitlines()]


def subjects(title: str, text: str = "", language: str | None = "fr", categories: tuple[str, ...] = ()) -> list[Found]:
    return list(classify(Words(title, text), language, categories))


def test_the_labelled_entries_are_many_and_of_every_subject_and_language():
    rows = labelled()
    told = Counter(subject for row in rows for subject in row["subjects"])

    assert len(rows) >= 300
    assert told.keys() == SUBJECTS.keys()
    assert min(told.values()) >= 10
    assert {row["language"] for row in rows} >= {"fr", "en", "de", "es", "ko", "ar"}
    assert sum(not row["subjects"] for row in rows) >= 15


def test_what_is_assigned_is_right_and_most_is_assigned():
    right = wrong = missed = 0
    for row in labelled():
        found = {one.slug for one in subjects(row["title"], row["text"], row["language"])}
        right += len(found & set(row["subjects"]))
        wrong += len(found - set(row["subjects"]))
        missed += len(set(row["subjects"]) - found)

    assert right / (right + wrong) >= PRECISION
    assert right / (right + missed) >= RECALL


def test_what_is_assigned_to_articles_that_others_wrote_is_right():
    """The demo newsroom, and published entries by id where they stand beside the checkout."""
    precision, assigned, wrong = topic_bars.measure()

    assert precision >= 0.93, wrong
    assert wrong["demo"] <= 2
    assert assigned["demo"] >= 60
    if topic_bars.SHARED.exists():
        assert assigned.total() >= 240


def test_every_assignment_is_explained_by_words_of_the_text():
    for row in labelled():
        for one in subjects(row["title"], row["text"], row["language"]):
            assert len(one.because) >= 2
            assert 0.5 <= one.score < 1
            for word in one.because:
                assert word in f"{row['title']}\n{row['text']}", (row["id"], word)


def test_one_word_alone_is_never_enough():
    assert subjects("Grève") == []
    assert subjects("Un match de mots") == []
    # Nor are two that say little.
    assert subjects("La victoire", "Ou la défaite") == []
    # Nor is one that holds another.
    assert subjects("The prime minister waits", language="en") == []


def test_the_publishers_own_category_counts_where_words_agree_and_is_not_enough_alone():
    assert subjects("Une belle soirée", categories=("Sport",)) == []

    (one,) = subjects("Une belle victoire", categories=("Sport / Football",))

    assert one.slug == "sport"
    assert [found.slug for found in subjects("الفريق يفوز", language="ar", categories=("رياضة",))] == ["sport"]
    assert one.because[0] == "category: Sport / Football"


def test_what_comes_up_only_late_is_not_what_a_text_is_about():
    filler = "Une phrase sans rien de particulier. " * 12
    late = "Le match de football, le championnat, le tournoi, le penalty et le buteur."

    assert [one.slug for one in subjects("Titre", f"{late} {filler}")] == ["sport"]
    assert subjects("Titre", f"{filler} {late}") == []


@pytest.mark.parametrize("language", [None, "sw", "xx"])
def test_a_language_without_a_profile_gets_no_guess(language):
    assert subjects("Match de football, le but du buteur", language=language) == []


def test_profiles_and_sections_speak_of_every_subject_and_of_nothing_else():
    for language, profile in PROFILES.items():
        assert profile.keys() == SUBJECTS.keys(), language
        assert all(len(words.split()) >= 15 for words in profile.values()), language
    assert SECTIONS.keys() <= SUBJECTS.keys()


def test_the_seventeen_subjects_are_those_of_iptc_with_labels_in_french_and_english():
    assert len(SUBJECTS) == 17
    assert sorted(code for code, _ in SUBJECTS.values()) == [f"{number:02}000000" for number in range(1, 18)]
    assert all(labels["fr"] and labels["en"] for _, labels in SUBJECTS.values())
