"""Who and what a story is about."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator.text.entities import mentions, tally


def names(language: str | None, text: str, title: str = "") -> list[tuple[str, str]]:
    return [(mention.name, mention.kind) for mention in mentions(title, text, language)]


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("fr", "Le président Vladimir Poutine est arrivé.", [("Vladimir Poutine", "person")]),
        ("fr", "Hier, selon la ministre Anne de La Tour, rien.", [("Anne de La Tour", "person")]),
        ("fr", "L'OTAN et la Banque de France discutent.", [("OTAN", "organisation"), ("Banque de France", "organisation")]),
        ("fr", "Une phrase. Ensuite une autre. Puis Kim parle.", [("Kim", "unknown")]),
        ("fr", "La Russie et les Ukrainiens", []),
        ("en", "On Monday, Sen. Maria Lopez met John O. Smith.", [("Maria Lopez", "person"), ("John O. Smith", "person")]),
        ("en", "The man said nothing. Nobody did.", []),
        ("de", "Gestern sprach Präsident Olaf Weber über den Hafen.", [("Olaf Weber", "person")]),
        ("de", "Die Regierung und das Parlament", []),
        ("es", "El presidente Juan Pérez viajó.", [("Juan Pérez", "person")]),
        ("ru", "Вчера президент Владимир Путин прилетел.", [("Владимир Путин", "person")]),
        ("ko", "블라디미르 푸틴 대통령과 김철수 장관이 만났다", [("블라디미르 푸틴", "person"), ("김철수", "person")]),
        ("ja", "ウラジーミル・プーチン氏と山田首相", [("ウラジーミル・プーチン", "person"), ("山田", "person")]),
        ("zh", "弗拉基米尔·普京访问", [("弗拉基米尔·普京访问", "person")]),
        ("ar", "قال الرئيس الروسي فلاديمير بوتين اليوم", [("فلاديمير بوتين", "person")]),
        ("en", "all small letters here, john smith", []),
        (None, "Hier, Anna Weber sprach", [("Anna Weber", "person")]),
        ("en", "On Saturday Russian President Vladimir Putin flew home.", [("Vladimir Putin", "person")]),
        ("en", "Residents of Anse Perdrix left.", [("Anse Perdrix", "unknown")]),
        ("en", "Bank of Porto said so.", [("Bank of Porto", "organisation")]),
        ("ko", "평양에서 김정은 국무위원장을 만났다", [("김정은", "person")]),
        ("fr", "", []),
    ],
)  # fmt: skip
def test_names_are_found_by_how_they_are_written(language, text, found):
    assert names(language, text) == found


def test_a_headline_where_every_word_has_a_capital_names_no_one():
    assert names("en", "He spoke with Ann Hill.", "Why Nobody Expected Another Long Winter Storm") == [
        ("Ann Hill", "unknown")
    ]


def test_a_surname_counts_for_the_full_name_and_entries_agree():
    story = [
        mentions("Poutine à Pyongyang", "Le président Vladimir Poutine rencontre Kim Jong Un.", "fr"),
        mentions("", "Selon le Kremlin, Vladimir Poutine a parlé. Ensuite, le président Poutine est parti.", "fr"),
        mentions("", "On attendait Kim Jong Un et Jean Untel.", "fr"),
    ]

    first, second = tally(story)

    assert (first.name, first.kind, first.entries) == ("Vladimir Poutine", "person", 2)
    assert "Poutine" in first.spellings
    assert (second.name, second.entries) == ("Kim Jong Un", 2)


def test_a_short_title_of_names_is_no_headline_case_where_nobody_writes_so():
    title = "Le président Vladimir Poutine en Corée du Nord"

    assert names("fr", "Il est arrivé.", title) == [("Vladimir Poutine", "person")]


def test_the_treaty_of_a_town_is_not_the_town():
    story = [mentions("", "Hier, le Traité de Valmarine a été lu. Selon Valmarine, oui.", "fr")] * 2

    assert {entity.name for entity in tally(story)} == {"Traité de Valmarine", "Valmarine"}


def test_who_is_called_by_the_last_name_alone_is_a_person():
    (one, other) = tally([mentions("", "Hier, Anna Weber a parlé. Selon Weber, oui, et pour White House, non.", "fr")])

    assert (one.name, one.kind) == ("Anna Weber", "person")
    assert (other.name, other.kind) == ("White House", "unknown")


def test_the_order_of_entries_changes_nothing():
    story = [
        mentions("", "Hier, Anna Weber et l'ONU.", "fr"),
        mentions("", "Pour l'ONU, anna. Selon Anna WEBER.", "fr"),
        mentions("", "Avec Anna Weber, oui.", "fr"),
    ]

    assert tally(story) == tally(reversed(story))


def test_a_story_of_one_entry_keeps_full_names_and_what_is_said_twice():
    only = tally([mentions("", "Hier, Anna Weber a vu Bob. Pour Bob, et selon Carl, rien.", "fr")])

    assert [entity.name for entity in only] == ["Bob", "Anna Weber"]


@given(
    text=st.text("Aa. B-éÉ'北한ー・،و\n", max_size=40),
    language=st.sampled_from(["fr", "de", "ko", "ja", "zh", "ar", None]),
)
@settings(max_examples=150, deadline=None)
def test_no_text_breaks_it_and_every_name_stands_in_the_text(text, language):
    found = mentions("", text, language)

    assert all(mention.times >= 1 and mention.name.strip() for mention in found)
    tally([found, found])
