"""Shingles, containment, numbers and names."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from aggregator.text import fingerprint

TEXT = (
    "Les dockers du port de Kervaz ont voté la grève mercredi après l'échec des négociations avec l'armateur Lindquist"
)


def test_an_excerpt_is_wholly_contained_in_its_text():
    whole = fingerprint.shingles(TEXT)
    excerpt = fingerprint.shingles(" ".join(TEXT.split()[:8]))

    assert fingerprint.containment(excerpt, whole) == 1.0
    assert fingerprint.containment(whole, excerpt) == 1.0


def test_typography_and_case_do_not_matter():
    assert fingerprint.shingles("L’échec, dit-il : « total »") == fingerprint.shingles("l'échec dit il total")


def test_a_text_without_words_contains_nothing():
    assert fingerprint.containment(fingerprint.shingles("..."), fingerprint.shingles(TEXT)) == 0.0


def test_hashes_are_the_same_in_every_process():
    assert fingerprint.term("grève") == 3_490_655_097
    assert sorted(fingerprint.shingles("un deux trois quatre")) == [1_528_162_411, 1_972_673_324]


@given(st.lists(st.integers(0, 2**32 - 1), min_size=2, max_size=6))
def test_order_changes_the_hash_of_a_row(row):
    columns = [np.array([value], dtype=np.uint32) for value in row]
    turned = columns[1:] + columns[:1]

    same = fingerprint.mix(*columns)[0] == fingerprint.mix(*turned)[0]

    assert same == (row == row[1:] + row[:1])


def test_numbers_are_compared_by_value():
    assert fingerprint.numbers("1.200 morts, 5,9 degrés") == fingerprint.numbers("1,200 dead, 5.9")


def test_names_are_capitals_inside_a_sentence_and_acronyms():
    found = fingerprint.names("Hier, Jutta Rehberg a quitté l'OTAN. Demain est un autre jour.", "fr")

    assert found == ("jutta", "rehberg", "otan")


def test_a_headline_in_capitals_names_only_acronyms():
    assert fingerprint.names("Finance Minister Quits Over Budget Hole At NATO", "en") == ("nato",)


def test_sentences_end_at_points_lines_and_ideographic_stops():
    assert fingerprint.sentences("Un. Deux ! Trois ?\nQuatre") == ["Un.", "Deux !", "Trois ?", "Quatre"]
    assert fingerprint.sentences("一つ。二つ。") == ["一つ", "二つ"]
    assert fingerprint.sentences("« Un. » Deux") == ["« Un.", "» Deux"]


def test_initials_and_hyphens_end_no_sentence():
    assert fingerprint.sentences("The U.S. and J. Smith left. He stayed") == [
        "The U.S. and J. Smith left.",
        "He stayed",
    ]
    assert fingerprint.sentences("Un mot – un autre, mi-clos") == ["Un mot", "un autre, mi-clos"]
    assert fingerprint.sentences("A. B") == ["A.", "B"]


@given(st.text('aU.S !?…–|\n"»。) ', max_size=30))
def test_sentences_lose_no_letter_and_nothing_raises(text):
    assert "".join("".join(fingerprint.sentences(text)).split()).count("a") == text.count("a")


def test_a_word_of_several_parts_is_hashed_part_by_part():
    assert len(fingerprint.word_hashes(["東京都", "Oslo"])) == 3
    assert fingerprint.sentences("一。二。") == ["一", "二"]
