"""Attacks before a real browser: that they run when nobody cleans them, and that none runs after the sanitizer.

Raw, each has a frame of its own; cleaned, the browser itself serializes and parses all of them again three times.
"""

import pytest

from aggregator.text.html import sanitize
from bench import xss, xss_browser
from tests.attacked import Attacked


@pytest.fixture(scope="module")
def attacked(tmp_path_factory):
    return Attacked(tmp_path_factory.mktemp("attacked"), list(xss.payloads())[::3])


def test_at_least_200_payloads_run_when_nobody_cleans_them(browser):
    ran = xss_browser.run_raw(browser, [one for one in xss.payloads() if one.plain], enough=205)

    assert len(ran - {-1, -2}) >= 200


def test_none_of_all_payloads_runs_after_the_sanitizer(browser):
    cleaned = [sanitize(one.markup, "https://e.example/a/").html for one in xss.payloads()]

    assert len(cleaned) >= 2_000
    assert xss_browser.run_clean(browser, cleaned) == set()


def test_a_payload_among_the_cleaned_is_noticed(browser):
    cleaned = [sanitize(one.markup, "https://e.example/a/").html for one in xss.payloads()][:50]
    let_through = ("<b onclick=hit(7)>x</b>", "<img src=x: onerror=hit(8)>", "<a href=' java\tscript:hit(9)'>x</a>")

    assert xss_browser.run_clean(browser, [*cleaned, *let_through]) == {7, 8, 9}


def test_none_that_came_through_a_feed_runs_on_the_page_of_its_entry(browser, attacked):
    bodies = []
    for entry, _, _, markup in attacked.entries():
        if markup and entry % 4 == 0:
            page = attacked.client.get(f"/entry/{entry}").text
            bodies.append(page[page.index("<main") : page.index("<aside")])

    assert len(bodies) > 100
    assert xss_browser.run_clean(browser, bodies) == set()
