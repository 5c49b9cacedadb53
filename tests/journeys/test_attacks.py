"""Attacks that come through a feed: in titles, descriptions, contents, names and addresses, to every page and file of ours."""

import json
from collections import Counter
from contextlib import closing
from datetime import datetime

import pytest
from lxml import etree
from markdown_it import MarkdownIt
from markupsafe import escape

from aggregator.archive import read
from aggregator.engine import digests
from aggregator.records import DigestSpec
from aggregator.stages import digest
from bench import xss
from tests.attacked import Attacked

pytestmark = pytest.mark.journey

ATOM = "{http://www.w3.org/2005/Atom}"
EVERY = 12  # entry pages that are looked at


@pytest.fixture(scope="module")
def attacked(tmp_path_factory):
    return Attacked(tmp_path_factory.mktemp("attacked"), list(xss.payloads()))


@pytest.fixture(scope="module")
def grouped(tmp_path_factory):
    """Few attacks, grouped into stories and topics."""
    return Attacked(tmp_path_factory.mktemp("grouped"), list(xss.payloads())[::25], think=True)


@pytest.fixture(scope="module")
def calm(tmp_path_factory):
    """The same feeds without an attack: what stands on its pages is ours."""
    return Attacked(tmp_path_factory.mktemp("calm"), [], think=True)


def lists(site, *forms):
    """Addresses of pages that list entries, in these forms."""
    with closing(read(site.archive)) as conn:
        stories = [row[0] for row in conn.execute("SELECT id FROM stories ORDER BY size DESC, id LIMIT 12")]
        topics = [row[0] for row in conn.execute("SELECT DISTINCT topic FROM tags ORDER BY 1 LIMIT 3")]
    names = ["index", "search", "edits", *(f"source/{feed.name}" for feed in site.reader.config.feeds)]
    names += [f"story/{story}" for story in stories] + [f"topic/{topic}" for topic in topics]
    if ".atom" not in forms:
        names += ["sources", "front", "topics", "health", "digests"]
    query = {"search": "?q=hit+OR+navires"}
    return [f"/{name}{form}{query.get(name, '')}" for name in names for form in forms]


def test_every_attack_arrives_as_an_entry(attacked):
    counts = Counter(feed for _, feed, _, _ in attacked.entries())

    said = {name: body.count(b"<item>") + body.count(b"<entry>") for name, body in attacked.documents.items()}
    said["json"] = len(json.loads(attacked.documents["json"])["items"])
    assert sum(said.values()) > 2_500
    assert counts == said | {"harmless": 3}


def test_no_markup_in_the_archive_acts_after_three_readings(attacked):
    entries = attacked.entries()

    left = [(feed, title) for _, feed, title, markup in entries if xss.faults(markup)]

    assert sum(bool(markup) for _, _, _, markup in entries) > 1_000  # the rest had nothing but attack in it
    assert left == []


def test_no_page_of_an_entry_holds_anything_that_acts(attacked, calm):
    frame = calm.frame(*(f"/entry/{entry}" for entry, _, _, _ in calm.entries()))

    left = {}
    for entry, _, title, _ in attacked.entries()[::EVERY]:
        page = attacked.client.get(f"/entry/{entry}").text
        assert escape(title) in page
        if found := xss.page_faults(page, frame):
            left[title] = found

    assert left == {}


def test_the_judge_of_pages_finds_a_payload_that_was_let_through(calm):
    page = calm.client.get("/entry/1").text
    frame = xss.marks(page)
    acting = [one.markup for one in xss.payloads() if one.plain]

    seen = sum(bool(xss.page_faults(page.replace("navires", markup), frame)) for markup in acting)

    assert xss.page_faults(page, frame) == []
    assert seen > 0.95 * len(acting)


def test_lists_and_stories_hold_nothing_that_acts(attacked, grouped, calm):
    frame = calm.frame(*lists(calm, ""))

    for site in (attacked, grouped):
        for path in lists(site, ""):
            answer = site.client.get(path)
            assert answer.status_code == 200, path
            assert xss.page_faults(answer.text, frame) == [], path


def test_json_and_atom_hold_only_clean_markup(attacked, grouped):
    entries = [f"/entry/{entry}.json" for entry, _, _, _ in attacked.entries()[:: 2 * EVERY]]
    judged = 0
    for site, paths in (
        (attacked, entries),
        (attacked, lists(attacked, ".atom")),
        (grouped, lists(grouped, ".json", ".atom")),
    ):
        for path in paths:
            answer = site.client.get(path)
            assert answer.status_code == 200, path
            for markup in markup_of(answer):
                judged += 1
                assert xss.page_faults(markup, frozenset()) == [], path

    assert judged > 100


def markup_of(answer):
    """What a reader of a JSON or Atom answer would take for HTML."""
    if "json" not in answer.headers["content-type"]:
        root = etree.fromstring(answer.content)
        assert {one.get("type", "text") for one in root.iter(f"{ATOM}title")} <= {"text"}
        links = [one.get("href", "") for one in root.iter(f"{ATOM}link")]
        assert [link for link in links if not link.startswith(("http://", "https://"))] == []
        return [one.text or "" for one in root.iter(f"{ATOM}content") if one.get("type") == "html"]
    return list(values_of(json.loads(answer.content), "content_html"))


def values_of(value, key):
    """Every value of `key`, at any depth; and no address that is none."""
    if isinstance(value, list):
        for inner in value:
            yield from values_of(inner, key)
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name == key:
                yield inner
            if name == "url" and inner:
                assert inner.startswith(("http://", "https://"))
            yield from values_of(inner, key)


@pytest.mark.parametrize("form", digest.FORMS)
def test_no_digest_holds_anything_that_acts(grouped, calm, form):
    frame = xss.marks(digest_of(calm, "html"))

    said = digest_of(grouped, form)

    assert said.count("hit(") > 50
    if form == "md":
        assert xss.page_faults(_as_markdown(said), frozenset()) == []
    elif form == "html":
        assert xss.page_faults(said, frame) == []
    elif form == "atom":
        for content in etree.fromstring(said.encode()).iter(f"{ATOM}content"):
            assert xss.page_faults(content.text or "", frame) == []
    else:
        assert list(values_of(json.loads(said), "content_html")) == []


def _as_markdown(text):
    """The page of a reader that lets markup and every address through."""

    class Careless(MarkdownIt):
        def validateLink(self, url):
            return True

    return Careless("commonmark", {"html": True}).render(text)


def digest_of(site, form):
    spec = DigestSpec(name="matin", language="fr")
    with closing(read(site.archive)) as conn:
        composed = digests.compose(conn, spec, datetime.fromisoformat("2026-03-10T12:00:00Z"))
    return digest.render(composed, form, "http://127.0.0.1:8400")
