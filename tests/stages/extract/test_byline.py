import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.stages.extract import byline


@pytest.mark.parametrize(
    ("raw", "names", "agency"),
    [
        ("Par Josephine Martin", ("Josephine Martin",), None),
        ("By Ann Lee and Bo Kim", ("Ann Lee", "Bo Kim"), None),
        ("Von Max Müller, dpa", ("Max Müller",), "dpa"),
        ("Cléo Marin avec AFP", ("Cléo Marin",), "AFP"),
        ("Le Courrier et AFP", ("Le Courrier",), "AFP"),
        ("Agence France-Presse", (), "AFP"),
        ("Por Ana Ruiz (Madrid)", ("Ana Ruiz",), None),
        ("Text: Eva Stern | 17.06.2024", ("Eva Stern",), None),
        ("Ann Lee, senior political correspondent", ("Ann Lee",), None),
        ("Ann Lee ann.lee@journal.example @annlee https://journal.example/ann", ("Ann Lee",), None),
        ("Publié par Cléo Marin le 17 juin 2024", ("Cléo Marin",), None),
        ("JEAN-PAUL DUPONT", ("Jean-Paul Dupont",), None),
        ("Guardian staff reporter", ("Guardian staff reporter",), None),
        ("박준석 기자", ("박준석",), None),
        ("記者:陳大文", ("陳大文",), None),
        ("admin", (), None),
        ("chuck-ross", (), None),
        ("https://facebook.com/journal", (), None),
        ("", (), None),
    ],
)
def test_a_byline_names_people_and_agencies(raw, names, agency):
    read = byline.read(raw)

    assert read.names == names
    assert read.agency == agency


def test_names_and_agencies_keep_their_order_and_spelling():
    assert byline.read(["Ann Lee", "Associated Press"]).spelled == ("Ann Lee", "Associated Press")


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("PARIS (AFP) - Le ministre a dit.", "AFP"),
        ("Le ministre a dit. (AFP)", "AFP"),
        ("Der Minister sagte es.\n\n(dpa/lno)", "dpa"),
        ("L'AFP fête ses ans. Le ministre a dit.", None),
    ],
)
def test_an_agency_signs_at_the_head_or_the_end(text, agency):
    assert byline.agency_of(text) == agency


@given(st.text(alphabet="Par By,;()|@ .:/\n12éÉ한", max_size=80))
def test_no_byline_raises_and_no_name_is_empty(raw):
    for name in byline.read(raw).names:
        assert name == name.strip()
        assert not name.startswith(("Par ", "By "))
