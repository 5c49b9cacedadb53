"""Attacks before a real browser: that they run when nobody cleans them, and that none runs after the sanitizer.

Raw, each has a frame of its own; cleaned, the browser itself serializes and parses all of them again three times.
"""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest

from aggregator.archive import open_archive
from aggregator.archive.payloads import Stored
from aggregator.records import Payload
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
        if markup and entry % 10 == 0:
            page = attacked.client.get(f"/entry/{entry}").text
            bodies.append(page[page.index("<main") : page.index("<aside")])

    assert len(bodies) > 40
    assert xss_browser.run_clean(browser, bodies) == set()


HOSTILE = (
    b"<html><title>as received</title><body onload=\"document.title='ran'\"><script>document.title='ran'</script>"
    + (
        b"<img src=x: onerror=\"document.title='ran'\"><form action='https://e.example/'><button>x</button></form></body></html>"
    )
)


@pytest.mark.parametrize("guarded", [True, False])
def test_a_copy_of_a_hostile_page_runs_nothing_though_it_is_sent_as_received(browser, attacked, guarded):
    address = _keep(attacked)
    answer = attacked.client.get(address)
    assert answer.content == HOSTILE

    headers = dict(answer.headers) if guarded else {"content-type": answer.headers["content-type"]}
    page = browser.new_page()
    page.route("http://127.0.0.1:8400/**", lambda route: route.fulfill(body=answer.content, headers=headers))
    page.goto("http://127.0.0.1:8400" + address)
    title = page.title()
    page.close()

    assert title == ("as received" if guarded else "ran")


def _keep(attacked):
    """The address of a copy of the hostile page."""
    url = "https://attacker.example/page"
    at = datetime(2026, 3, 10, 8, tzinfo=UTC)
    payload = Payload(
        kind="page", url=url, final_url=url, at=at, status=200, request_headers=(), hops=(), elapsed=timedelta(0),
        response_headers=(("content-type", "text/html"),), body=HOSTILE, sha256=hashlib.sha256(HOSTILE).digest(),
    )  # fmt: skip
    archive = open_archive(attacked.archive, since="2026-03-10T08:00:00Z")
    archive.do(lambda _: None, bodies=[Stored(payload=payload, sources=(f"url:{url}",))])
    archive.close()
    return f"/memento/20260310080000/{url}"
