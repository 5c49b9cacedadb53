from datetime import date
from pathlib import Path

import pytest

from aggregator.stages import extract
from tests.stages.extract import printing

WORDS = dict(printing.read(Path(__file__).parents[2] / "corpus" / "pages" / "words.json"))
USUAL = [words for name, words in WORDS.items() if name.endswith("-usual")]
URL = "https://courrier.example/regions/reouverture"
LANGUAGES = ("fr", "en", "de", "es", "it", "pt")


HARD = ("plain", "other-head", "everything")


def read(words, layout, extra):
    page = printing.printed(words, layout, extra)
    return page, extract.extract(page.html, URL, language=words["language"], languages=LANGUAGES)


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
@pytest.mark.parametrize("layout", printing.LAYOUTS)
def test_every_paragraph_and_point_comes_out_and_nothing_else(words, layout):
    for extra in printing.EXTRAS if words in USUAL else HARD:
        page, article = read(words, layout, extra)

        assert article.text.replace("\n\n", "\n").split("\n") == list(page.text), extra
        assert not set(page.chrome) & set(article.text.split("\n")), extra


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
@pytest.mark.parametrize("layout", printing.LAYOUTS)
def test_what_has_a_field_of_its_own_is_in_it(words, layout):
    for extra in HARD:
        _, article = read(words, layout, extra)

        assert article.headline == words["title"], extra
        assert article.byline == (words["author"],), extra
        assert article.dateline == words["city"], extra
        assert article.captions == (words["caption"],), extra
        assert article.language == words["language"], extra
        assert article.flags == (), extra


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_a_date_that_is_only_printed_is_read(words):
    _, article = read(words, "bare", "other-head")

    assert article.published is not None
    assert article.published.date() == date(2024, 6, 17)


def test_six_languages_are_printed_in_seven_layouts():
    assert {words["language"] for words in WORDS.values()} == set(LANGUAGES)
    assert len(printing.LAYOUTS) == 7
    assert all(len(words["paragraphs"]) == 6 and len(words["bullets"]) == 4 for words in WORDS.values())
