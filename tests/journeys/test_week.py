"""The demo newsroom from its first poll to pages and digest: real HTTP, real SQLite, a clock that stands still."""

import asyncio
import json
import sqlite3
from collections import defaultdict
from datetime import timedelta

import httpx
import pytest

from aggregator import config as configuration
from aggregator.archive import copies, digests, read
from aggregator.demo import play
from aggregator.demo.newsroom import Newsroom
from aggregator.engine import digests as engine_digests
from aggregator.engine import reparse
from aggregator.records import DigestSpec
from aggregator.stages import digest
from aggregator.web.app import create_app

pytestmark = pytest.mark.journey
START = play.WEEK_START


@pytest.fixture(scope="module")
def week(played_week):
    """The archive after the week, and its summary."""
    return played_week


@pytest.fixture
def conn(week):
    conn = sqlite3.connect(week[0] / "archive.db")
    conn.row_factory = sqlite3.Row
    yield conn
    conn.close()


@pytest.fixture(scope="module")
def gold(week):
    """What happened, with the addresses at which it was served."""
    config = configuration.load(week[0] / "feeds.yaml")
    hosts = {str(spec.publisher): spec.url.split("/")[2] for spec in config.feeds}
    return Newsroom(START).housed(hosts).gold()


def stories_of(conn):
    rows = conn.execute("SELECT e.url, p.story_id, p.event_id FROM placements p JOIN entries e ON e.id = p.entry_id")
    return {row["url"]: row["story_id"] for row in rows}


def test_every_article_is_archived_once(week, conn, gold):
    urls = [row["url"] for row in conn.execute("SELECT url FROM entries WHERE merged_into IS NULL")]

    assert sorted(urls) == sorted(one.url for one in gold)
    assert week[1]["entries"] == len(gold)


def test_every_edit_left_its_former_wording(conn, gold):
    edited = {one.url: one for one in gold if one.edits}
    rows = conn.execute(
        "SELECT e.url, r.* FROM revisions r JOIN entries e ON e.id = r.entry_id WHERE r.origin = 'feed'"
    ).fetchall()

    assert {row["url"] for row in rows} == set(edited)
    for row in rows:
        truth = edited[row["url"]]
        assert row["title"] == truth.title
        # A feed without any date of change (the RSS of the Courrier) cannot admit an edit.
        assert bool(row["silent"]) == (truth.edits[0].silent or truth.publisher == "courrier")
        if truth.edits[0].headline:
            assert row["change"] == "headline"
    assert any(row["silent"] for row in rows)
    assert any(row["change"] == "headline" for row in rows)


def test_an_article_in_two_feeds_of_its_publisher_is_one_entry_seen_twice(conn, gold):
    twice = {one.url for one in gold if len(one.feeds) == 2}
    rows = conn.execute(
        "SELECT e.url, count(DISTINCT s.feed_id) AS feeds FROM sightings s JOIN entries e ON e.id = s.entry_id GROUP BY e.id"
    )
    seen_twice = {row["url"] for row in rows if row["feeds"] == 2}

    assert twice
    assert seen_twice == twice


def test_the_moved_feed_was_followed_to_its_new_address(conn):
    moved = conn.execute(
        "SELECT f.url, f.spec_url, u.url AS former FROM feeds f JOIN feed_urls u ON u.feed_id = f.id"
    ).fetchall()

    assert len(moved) == 1
    assert moved[0]["former"] == moved[0]["spec_url"] != moved[0]["url"]


def test_the_broken_feed_is_well_again_and_its_trouble_is_on_record(conn):
    codes = {row["code"] for row in conn.execute("SELECT code FROM polls")}
    failing = conn.execute("SELECT count(*) FROM feeds WHERE failures > 0").fetchone()[0]

    assert {"ok", "unchanged", "http-503"} <= codes
    assert failing == 0


def test_most_polls_brought_nothing_and_cost_nothing(conn):
    unchanged, bytes_ = conn.execute(
        "SELECT count(*), max(bytes) FROM polls WHERE code = 'unchanged' AND status = 304"
    ).fetchone()

    assert unchanged > conn.execute("SELECT count(*) FROM polls").fetchone()[0] / 2
    assert bytes_ == 0


def test_wire_copies_are_found_with_their_original(conn, gold):
    by_slug = {one.slug: one.url for one in gold}
    truth = {(one.url, by_slug[one.copy_of]) for one in gold if one.copy_of}
    rows = conn.execute(
        """
        SELECT c.url AS copy, o.url AS original FROM copies k
        JOIN entries c ON c.id = k.entry_id
        JOIN entries o ON o.id = k.original
        """
    )

    found = {(row["copy"], row["original"]) for row in rows}
    assert truth
    assert {frozenset(pair) for pair in truth} <= {frozenset(pair) for pair in found}


def test_the_corée_du_nord_story_is_whole_in_french_with_its_follow_ups(conn, gold):
    placed = stories_of(conn)
    visit = next(one.story for one in gold if "corée du nord" in one.title.lower() and one.language == "fr")
    french = [one for one in gold if one.story == visit and one.language == "fr" and not one.series]

    assert len(french) >= 8
    assert len({placed[one.url] for one in french}) == 1
    story = placed[french[0].url]
    follows = conn.execute(
        "SELECT count(DISTINCT event_id) FROM placements WHERE story_id = ? AND follows IS NOT NULL", (story,)
    ).fetchone()[0]
    assert follows >= 3
    members = {row["url"] for row in conn.execute(
        "SELECT e.url FROM placements p JOIN entries e ON e.id = p.entry_id WHERE p.story_id = ?", (story,))}  # fmt: skip
    assert members <= {one.url for one in gold if one.story == visit}


def test_the_corée_du_nord_story_lists_the_other_languages(week, conn, gold):
    placed = stories_of(conn)
    visit = next(one.story for one in gold if "corée du nord" in one.title.lower() and one.language == "fr")
    by_language = defaultdict(set)
    for one in gold:
        if one.story == visit:
            by_language[one.language].add(placed[one.url])
    (french,) = by_language["fr"]

    linked = set(digests.summary(read(week[0]))["stories"][0]["languages"])

    assert week[1]["stories"][0]["id"] == french
    for language in ("en", "de", "ko"):
        assert by_language[language] & linked, language


def test_no_story_holds_articles_of_two(conn, gold):
    placed = stories_of(conn)
    inside = defaultdict(set)
    for one in gold:
        inside[placed[one.url]].add(one.story)

    assert {story: truth for story, truth in inside.items() if len(truth) > 1} == {}


def test_every_story_and_every_event_of_the_week_is_exactly_right(conn, gold):
    by_url = {one.url: one for one in gold}
    told, found = defaultdict(set), defaultdict(set)
    for row in conn.execute(
        "SELECT e.url, p.story_id, p.event_id FROM placements p JOIN entries e ON e.id = p.entry_id"
    ):
        one = by_url[row["url"]]
        told["story", one.slug if one.series else one.story, one.language].add(one.slug)
        told["event", one.event, one.language].add(one.slug)
        found["story", row["story_id"]].add(one.slug)
        found["event", row["event_id"]].add(one.slug)

    for kind in ("story", "event"):
        right = {frozenset(slugs) for key, slugs in told.items() if key[0] == kind}
        assert {frozenset(slugs) for key, slugs in found.items() if key[0] == kind} == right


def test_weather_bulletins_stay_alone(conn, gold):
    placed = stories_of(conn)
    series = [one for one in gold if one.series]

    assert len(series) >= 5
    assert len({placed[one.url] for one in series}) == len(series)


def test_pages_were_read_without_their_chrome(conn, gold):
    articles = conn.execute("SELECT e.url, a.* FROM articles a JOIN entries e ON e.id = a.entry_id").fetchall()

    assert articles
    for row in articles:
        for chrome in ("Partager cet article", "Temps de lecture", "Lire la suite", "Commentaires (", "Teilen", "공유"):
            assert chrome not in row["text"], (row["url"], chrome)
    walled = {one.url for one in gold if one.paywalled}
    assert {row["url"] for row in articles if "paywall" in json.loads(row["flags"])} >= walled & {
        row["url"] for row in articles
    }


def test_topics_carry_their_reasons(conn):
    row = conn.execute(
        """
        SELECT t.because FROM tags t JOIN entries e ON e.id = t.entry_id
        WHERE t.topic = 'place:KP' AND e.language = 'ko'
        """
    ).fetchone()

    assert row is not None
    assert json.loads(row["because"])
    topics = {r["topic"] for r in conn.execute("SELECT DISTINCT topic FROM tags")}
    assert {"diplomatie", "economie"} <= topics


def test_the_digest_of_the_week_is_the_same_bytes_twice_and_leads_with_the_visit(week):
    spec = DigestSpec(name="semaine", period="week", language="fr")
    as_of = START + timedelta(days=7)
    conn = read(week[0])

    first, second = (engine_digests.compose(conn, spec, as_of) for _ in range(2))

    for form in digest.FORMS:
        assert digest.render(first, form) == digest.render(second, form)
    assert first.sections
    text = digest.render(first, "md")
    assert "Poutine" in text
    assert "javascript:" not in text
    conn.close()


def test_scheduled_digests_were_written(week):
    written = {path.name for path in (week[0] / "digests").iterdir()}

    assert any(name.endswith(".md") for name in written)
    assert any(name.endswith(".html") for name in written)
    assert any(name.endswith(".json") for name in written)


def test_the_pages_show_it_all(week, gold):
    folder, summary = week
    config = configuration.load(folder / "feeds.yaml")
    story = summary["stories"][0]

    async def look():
        app = create_app(folder, config=lambda: config)
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            paths = ["/?lang=fr", f"/story/{story['id']}", f"/entry/{story['members'][0]['id']}", "/topics", "/topic/place:KP",
                     "/sources", "/edits", "/health", "/search?q=pyongyang", "/digests"]  # fmt: skip
            pages = {path: await client.get(path) for path in paths}
            data = await client.get(f"/story/{story['id']}.json")
            atom = await client.get("/topic/place:KP.atom")
        return pages, data, atom

    pages, data, atom = asyncio.run(look())

    assert {path: page.status_code for path, page in pages.items()} == dict.fromkeys(pages, 200)
    assert "Poutine" in pages["/?lang=fr"].text
    assert data.json()["id"] == story["id"]
    assert atom.headers["content-type"].startswith("application/atom+xml")
    assert all("<script" not in page.text for page in pages.values())


def test_the_same_week_played_again_gives_the_same_stories(week, tmp_path):
    again = asyncio.run(play.whole_week(tmp_path / "again", start=START))

    def shape(summary):
        return [(story["id"], story["title"], [(m["id"], m["title"], m["event"]) for m in story["members"]])
                for story in summary["stories"]]  # fmt: skip

    assert shape(again) == shape(week[1])


def test_todays_parser_reads_the_weeks_documents_as_they_were_read(week):
    config = configuration.load(week[0] / "feeds.yaml")

    async def differences():
        with copies.open_both(week[0]) as (conn, bodies):
            return [one async for some in reparse.differences(conn, bodies, config) for one in some]

    assert asyncio.run(differences()) == []
    assert list(copies.verify(week[0])) == []
