import pytest

from bench import page_bars

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not page_bars.DATA.exists(), reason="the labelled pages are not beside the checkout"),
]


def test_a_sample_of_real_pages_is_read_as_well_as_before():
    bars = page_bars.floors()
    if bars["digest"] != page_bars.digest():
        pytest.skip("the floors were measured on other pages")

    found = page_bars.measure(step=page_bars.STEP)["ours"]

    assert page_bars.below(found, bars["sample"]) == []
    assert len(bars["sample"]["floors"]) >= 10


def test_a_reader_that_finds_nothing_falls_below_the_floors():
    found = page_bars.measure(step=200, readers={"blind": lambda _html, _url: {"text": ""}})["blind"]

    missed = page_bars.below(found, page_bars.floors()["sample"])

    assert {"aeb.body.f1", "fundus.body.f1", "fundus.title", "fundus.date"} <= set(missed)
