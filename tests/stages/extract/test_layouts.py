import json
from pathlib import Path

import pytest

from aggregator.stages import extract

LAYOUTS = Path(__file__).parents[2] / "corpus" / "pages" / "layouts"
EXPECTED = json.loads((LAYOUTS / "expected.json").read_text("utf-8"))
URL = "https://gazette.example/monde/accord-lac-orne"


@pytest.mark.parametrize("layout", sorted(LAYOUTS.glob("*.html")), ids=lambda path: path.stem)
def test_one_article_reads_the_same_in_every_layout(layout):
    article = extract.extract(layout.read_text("utf-8"), URL, language="fr", languages=("fr", "en"))

    assert article.text == EXPECTED["text"]
    assert article.headline == EXPECTED["title"]
    assert article.byline == tuple(EXPECTED["author"])
    assert article.dateline == EXPECTED["dateline"]
    assert article.captions == (EXPECTED["caption"],)
    assert article.lead_image is not None
    assert article.lead_image.caption == EXPECTED["caption"]
    assert article.language == "fr"
    assert article.flags == ()


def test_there_are_seven_layouts():
    assert len(list(LAYOUTS.glob("*.html"))) == 7
