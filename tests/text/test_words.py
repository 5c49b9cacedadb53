"""Texts as words that can be looked up."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from aggregator.text.lookup import Lookup
from aggregator.text.words import Words, bare_arabic, fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ÉLECTION", "election"),
        ("Cœur Straße Łódź", "coeur strasse lodz"),
        ("İstanbul Diyarbakır", "istanbul diyarbakir"),
        ("ＡＢＣ １２", "abc 12"),
        ("أُرْدُنّ إيران آسيا مـــصر", "اردن ايران اسيا مصر"),
        ("한국 パリ ガザ", "한국 パリ ガザ"),
        ("Ёлка", "елка"),
    ],
)
def test_folding_removes_what_does_not_distinguish_words(text, folded):
    assert fold(text) == folded


@given(st.text("aÉœßİıأة한パガ\u0301½™ﬁ Ⅷ", max_size=12))
@example("İ")
@example("ŉ")
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(title=st.text("aÉ½™' -北한و\n", max_size=10), body=st.text("aÉ½™' -北한و\n", max_size=20))
def test_every_folded_word_has_its_spelling(title, body):
    words = Words(title, body)

    assert len(words.folded) == len(words.spelled) == len(words.spans)
    assert [words.text[start:end] for start, end in words.spans] == words.spelled
    assert words.words_in_title <= len(words.folded)


def test_elisions_and_hyphens_end_words():
    folded = Words("L’Ukraine, dell'Ucraina, nord-coréen").folded

    assert folded == ["l", "ukraine", "dell", "ucraina", "nord", "coreen"]


def test_arabic_particles_are_taken_off():
    assert bare_arabic("وروسيا") == ("روسيا",)
    assert "الاردن" in bare_arabic("للاردن")
    assert bare_arabic("في") == ()


def found(words: list[str], title: str, body: str = "") -> dict[str, tuple[str, bool]]:
    lookup = Lookup()
    for word in words:
        lookup.add(word)
    return {word: (match.spelled, match.in_title) for word, match in lookup.find(Words(title, body)).items()}


def test_words_are_found_whole_without_case_and_accents():
    hits = found(["grève", "iran", "Corée du Nord"], "La GREVE à Tirana", "En Corée-du-Nord")

    assert hits == {"grève": ("GREVE", True), "Corée du Nord": ("Corée-du-Nord", False)}


def test_a_star_stands_for_the_rest_of_a_word():
    assert found(["diplomat*", "chef de la diplomat*", "EU*"], "Le chef de la diplomatie", "Européens") == {
        "diplomat*": ("diplomatie", True),
        "chef de la diplomat*": ("chef de la diplomatie", True),
        "EU*": ("Européens", False),
    }


def test_an_equals_sign_asks_for_exactly_that():
    assert found(["=PS", "=IA"], "Le PS, pas les ps ni les MIA") == {"=PS": ("PS", True)}


def test_korean_and_arabic_words_may_carry_particles():
    assert found(["정상회담", "الحرب"], "정상회담을 열었다", "السلام") == {"정상회담": ("정상회담을", True)}
    assert found(["الحرب"], "والحرب") == {"الحرب": ("والحرب", True)}


def test_words_of_scripts_without_spaces_are_found_inside():
    assert found(["外務省", "停火"], "外務省の発表", "双方停火") == {
        "外務省": ("外務省", True),
        "停火": ("停火", False),
    }


def test_a_phrase_is_found_though_its_first_word_stood_earlier_without_it():
    assert found(["Corée du Sud"], "Corée du Nord et Corée du Sud") == {"Corée du Sud": ("Corée du Sud", True)}
