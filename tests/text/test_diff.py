"""Claims about two wordings."""

import time
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from aggregator.text import diff

BODY = (
    "Le feu est parti d'un entrepôt du port. Onze personnes ont été blessées, a dit le préfet Yann Morel. "
    "« Nous cherchons », a-t-il ajouté."
)
OTHER_BODY = "La pluie a cessé mardi sur toute la côte et les secours ont plié bagage avant midi."
MESSY = st.text("aé 1\n'’«»\"—-….?!한글日本\u00a0\u0301\u200b\ud800<", max_size=60)


def sides(runs: diff.Runs, *ops: str) -> str:
    return "".join(text for op, text in runs if op in ops)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("« Été » : la suite", "“Été”: la suite"),
        ("L’été", "L'e\u0301te\u0301"),
        ("Un — deux", "Un ― deux"),
        ("dix mille\u00a0euros", "dix  mille euros"),
        ("co\u00adopération", "coopération"),
        ("Fin…", "Fin..."),
        ("Un.\n\nDeux.", "Un. Deux."),
        ("Un.\n\n12 commentaires\n\nDeux.", "Un.\n\n31 commentaires\n\nDeux."),
        ("Un.\n\nTemps de lecture : 4 min", "Un."),
        ("Un.\n\nPublicité\n\nDeux.", "Un.\n\nDeux."),
        ("Un.\n\nMis à jour le 12 mars à 10h32", "Un.\n\nMis à jour le 13 mars à 9h01"),
        ("Un. L’article Titre est apparu en premier sur Le Site.", "Un."),
        ("One. The post Title first appeared on The Site.", "One. The post Title appeared first on Another Site."),
        ("Un. Lire la suite »", "Un."),
        ("하나.\n\n댓글 12", "하나.\n\n댓글 48"),
        ("Eins.\n\n7 Kommentare | 3 Min. Lesezeit", "Eins.\n\n9 Kommentare | 3 Min. Lesezeit"),
        ("Un | 120 vues", "Un | 340 vues"),
    ],
)
def test_what_reads_alike_is_one_wording(one, other):
    assert diff.wording("Titre", one) == diff.wording("Titre", other)
    assert diff.wording_hash("Titre", one) == diff.wording_hash("Titre", other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Il part", "Il part ?"),
        ("Il est venu", "Il n'est pas venu"),
        ("onze morts", "douze morts"),
        ("11 morts", "12 morts"),
        ("le monde", "Le Monde"),
        ("Le texte a suscité 12 réactions", "Le texte a suscité 13 réactions"),
        ("Ils étaient 12 commentaires à la main", "Ils étaient 14 commentaires à la main"),
        ("La loi est adoptée par 31 votes.", "La loi est adoptée par 32 votes."),
        ("후보는 12개", "후보는 13개"),
        ("Il a dit : publicité", "Il a dit"),
    ],
)
def test_what_a_reader_would_notice_is_another_wording(one, other):
    assert diff.wording("Titre", one) != diff.wording("Titre", other)


def test_a_title_keeps_its_numbers_and_its_place():
    assert diff.wording("12 commentaires", "") != diff.wording("13 commentaires", "")
    assert diff.wording("Un", "Deux") != diff.wording("Un Deux", "")


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        (("Un titre", BODY), ("Un titre", BODY.replace("«", "“").replace("»", "”")), "typography"),
        (("Un titre", BODY), ("un titre", BODY.replace(",", "")), "typography"),
        (("Un titre", BODY), ("Un autre titre", BODY), "headline"),
        (("Il part", BODY), ("Il part ?", BODY), "headline"),
        (("Un titre", BODY), ("Un titre", BODY + "\n\nLe parquet a ouvert une enquête dans la soirée de mardi."), "addition"),
        (("Un titre", ""), ("Un titre", BODY), "addition"),
        (("Un titre", BODY), ("Un titre", BODY.split(".")[0] + "."), "removal"),
        (("Un titre", BODY), ("Un titre", BODY.replace("Onze", "Douze")), "edit"),
        (("Un titre", BODY), ("Un titre", OTHER_BODY), "rewrite"),
        (("Un titre", BODY), ("Un titre", BODY + " Rectificatif : le préfet se nomme Yann Morel."), "correction"),
        (("T", "One."), ("T", "One. Correction: an earlier version gave another name."), "correction"),
        (("T", "Eins."), ("T", "Eins. Berichtigung: Der Name war falsch."), "correction"),
        (("T", "Uno."), ("T", "Uno. Fe de errata: el nombre era otro."), "correction"),
        (("T", "Uno."), ("T", "Uno. Rettifica: il nome era un altro."), "correction"),
        (("T", "Um."), ("T", "Um. Errata: o nome era outro."), "correction"),
        (("제목", "하나."), ("제목", "하나. 정정합니다: 이름이 틀렸습니다."), "correction"),
    ],
)  # fmt: skip
def test_a_change_has_a_class(old, new, change):
    assert diff.compare(old, new).change == change


def test_the_numbers_names_and_quotes_that_changed_are_named():
    new = BODY.replace("Onze", "Douze").replace("Yann Morel", "Luc Astier").replace("Nous cherchons", "Nous savons")

    changed = diff.compare(("Titre", BODY), ("Titre", new)).changed

    assert changed == ("-onze", "+douze", "-Yann Morel", "+Luc Astier", "-Nous cherchons", "+Nous savons")


def test_digits_are_one_number_whatever_separates_them():
    assert diff.numbers("12 000 euros, 12\u202f000 et 12.000") == {"12000": 3}
    assert set(diff.numbers("3,5 % et 14h30")) == {"35%", "14", "30"}


def test_runs_show_only_what_changed():
    difference = diff.compare(
        ("La halle", "Un deux trois.\n\nQuatre."), ("La grande halle", "Un deux cinq.\n\nQuatre.")
    )

    assert difference.title == (("equal", "La "), ("insert", "grande "), ("equal", "halle"))
    assert difference.blocks == (
        (("equal", "Un deux "), ("delete", "trois"), ("insert", "cinq"), ("equal", ".")),
        (("equal", "Quatre."),),
    )


def test_a_new_paragraph_is_a_block_of_its_own():
    difference = diff.compare(("T", "Un.\n\nTrois."), ("T", "Un.\n\nDeux est là.\n\nTrois."))

    assert [sides(block, "insert") for block in difference.blocks] == ["", "Deux est là.", ""]


def test_text_without_spaces_is_aligned_letter_by_letter():
    difference = diff.compare(("T", "東京で十一人がけが"), ("T", "東京で十二人がけが"))

    assert sides(difference.blocks[0], "delete", "insert") == "一二"


@settings(deadline=None, max_examples=150)
@given(old=st.tuples(MESSY, MESSY), new=st.tuples(MESSY, MESSY))
@example(old=("", ""), new=("", ""))
@example(old=("", "a a"), new=("", "a a a"))
@example(old=("", "1"), new=("", "1\n"))
def test_runs_give_back_both_texts(old, new):
    difference = diff.compare(old, new)

    def bare(text: str) -> str:
        return unicodedata.normalize("NFD", "".join(diff.wording(text, "").replace('"', "").split()))

    assert bare(sides(difference.title, "equal", "delete")) == bare(old[0])
    assert bare(sides(difference.title, "equal", "insert")) == bare(new[0])
    assert bare("".join(sides(b, "equal", "insert") for b in difference.blocks)) == bare(new[1])
    assert bare("".join(sides(b, "equal", "delete") for b in difference.blocks)) == bare(old[1])
    assert 0 <= difference.kept <= 1


@given(title=MESSY, text=MESSY)
def test_a_wording_is_its_own_wording(title, text):
    once = diff.wording(title, text)

    assert diff.wording(once.split("\n")[0], "").split("\n")[0] == once.split("\n")[0]
    assert len(diff.wording_hash(title, text)) == 16


@pytest.mark.parametrize(
    ("short", "whole", "expected"),
    [
        (BODY[:60] + "…", BODY, True),
        (BODY[:60].rstrip() + " [...]", BODY, True),
        (BODY[:60] + "... Lire la suite", BODY, True),
        (BODY[:60], BODY, False),
        ("Autre chose de tout aussi long que le début…", BODY, False),
        ("Le…", BODY, False),
        (BODY + "…", BODY, False),
    ],
)
def test_an_excerpt_is_a_beginning_that_says_it_breaks_off(short, whole, expected):
    assert diff.is_excerpt(short, whole) is expected


def test_the_worst_case_is_bounded():
    """Texts made of a few words in another order have no anchors: the budget ends the search."""
    old = " ".join(f"mot{n % 7}" for n in range(4000))
    new = " ".join(f"mot{(n * 3) % 7}" for n in range(4000))
    plain = " ".join(f"mot{n}" for n in range(4000))

    def cost(one: str, other: str) -> float:
        begin = time.thread_time()
        diff.compare(("T", one), ("T", other))
        return time.thread_time() - begin

    # A ratio within one run: it measured about 1.5; a table over all words would make it hundreds.
    assert cost(old, new) < 20 * cost("mot " + plain.replace("mot2000", "x"), plain + " mot")


HOSTILE = (
    "1",
    "1 ",
    "1.",
    "12 ",
    "- ",
    "«",
    "« ",
    " ",
    "\n",
    "' ",
    "A ",
    "Ab-",
    "(",
    "...",
    "…",
    " .",
    "|",
    "· ",
    '" ',
)
PRINTED = ("12 vues ", "vue ", "mis à jour 1", "publié ", "L'article ", "The post ", "Lire la suite ", "il y a 1 ")


@pytest.mark.parametrize("unit", HOSTILE + PRINTED)
def test_no_text_makes_reading_slow(unit):
    def cost(length: int) -> float:
        text = (unit * length)[:length] + " premier"
        begin = time.thread_time()
        diff.wording_hash(text, text)
        diff.is_excerpt(text + "…", text + text)
        return time.thread_time() - begin

    # Digits in a row once cost 2^n: the counters' pattern could split them in every way.
    assert cost(80) < 0.25
    assert cost(4000) < 0.5
