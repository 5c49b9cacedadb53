"""The fault farm through the real engine: every misbehaviour of a server, a real archive, a clock that stands still."""

import asyncio
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from tests import farm as faults
from tests.engine.desk import NOON, Desk, desk_for, feeds_yaml
from tests.farm import Document, Farm, Rolling, every_fault, rss

pytestmark = pytest.mark.journey

NAMES = sorted(every_fault(""))
REFUSED = {
    "silent": "timeout", "drip": "timeout", "reset before the head": "reset", "bomb": "too-large", "flood": "too-large",
    "loop": "redirect-loop", "redirect to a page": "html", "redirect into the machine": "refused-address",
    "redirect to a file": "bad-scheme", "410": "gone", "429": "http-429", "503": "http-503", "403": "http-403",
    "404": "http-404", "500": "http-500", "page": "html", "page that calls itself a feed": "html", "login": "html",
    "empty": "empty", "blank": "empty", "226 unasked": "http-226", "cookie wall": "redirect-loop",
}  # fmt: skip
MEGABYTE = 1 << 20


def slug(name):
    return name.replace(" ", "-")


class Lived:
    """What the archive says after three polls of each feed: well, through the fault, well again."""

    def __init__(self):
        self.codes = {}
        self.titles = {}
        self.validators = {}  # after the fault
        self.waits = {}
        self.states = {}
        self.growth = 0


def peak():
    """The most memory this process held since `forget_peak`, in bytes."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    pytest.skip("this system does not tell how much memory a process holds")


def forget_peak():
    try:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    except OSError:
        pytest.skip("this system does not let a process begin anew to count its memory")


@pytest.fixture(scope="module")
def lived(tmp_path_factory):
    async def go():
        told = Lived()
        hosts = {name: f"127.0.5.{number}" for number, name in enumerate(NAMES, start=1)}
        async with Farm(*hosts.values()) as farm:
            farm.at("/page", faults.page())
            paths = {name: "/cookie-wall" if name == "cookie wall" else f"/{slug(name)}" for name in NAMES}
            text = feeds_yaml({slug(name): farm.url(paths[name], hosts[name]) for name in NAMES}, deadline="2s")
            async with desk_for(farm, tmp_path_factory.mktemp("farm"), text) as desk:
                for name in NAMES:
                    farm.at(paths[name], Document(rss("un"), etag='"1"'))
                await desk.poll()

                wrong = every_fault(farm.url("/page"))
                for name in NAMES:
                    farm.at(paths[name], wrong[name])
                desk.clock.advance(timedelta(days=2))
                forget_peak()
                before = peak()
                await desk.poll()
                told.growth = peak() - before
                for row in desk.rows("SELECT * FROM feeds"):
                    told.validators[row["name"]] = row["etag"]
                    told.waits[row["name"]] = desk.due(row["name"]) - desk.clock.now()

                for name in NAMES:
                    farm.at(paths[name], Document(rss("deux", "un"), etag='"2"'))
                desk.clock.advance(timedelta(days=35))
                await desk.poll()
                for name in NAMES:
                    told.codes[name] = desk.codes(slug(name))
                    told.titles[name] = desk.titles(slug(name))
                    told.states[name] = tuple(
                        desk.rows("SELECT state, failures, etag FROM feeds WHERE name = ?", slug(name))[0]
                    )
        return told

    return asyncio.run(go())


@pytest.mark.parametrize("name", NAMES)
def test_after_every_fault_the_feed_recovers_and_the_archive_holds_all_its_entries(lived, name):
    first, fault, last = lived.codes[name]

    assert (first, last) == ("ok", "ok")
    assert lived.titles[name] >= {"un", "deux"}
    assert lived.states[name] == ("active", 0, '"2"')
    if name in REFUSED:
        assert fault == REFUSED[name]
        assert lived.titles[name] == {"un", "deux"}


@pytest.mark.parametrize("name", NAMES)
def test_no_fault_leaves_validators_that_could_hide_an_entry(lived, name):
    assert lived.validators[slug(name)] == '"1"' or name == "304 for nothing"
    assert lived.waits[slug(name)] >= timedelta(minutes=5)


def test_all_faults_at_once_take_less_than_300_megabytes(lived):
    assert lived.growth < 300 * MEGABYTE


def through(folder, story, feeds=None, **more):
    """What `story(desk, farm)` gives, at a desk that follows `/feed`."""

    async def go():
        async with Farm() as farm:
            text = feeds_yaml({"phare": farm.url("/feed")} | {n: farm.url(p) for n, p in (feeds or {}).items()}, **more)
            async with desk_for(farm, folder, text) as desk:
                return await story(desk, farm)

    return asyncio.run(go())


def test_a_feed_that_rolled_over_leaves_a_gap_that_its_older_pages_close(tmp_path):
    async def story(desk: Desk, farm: Farm):
        feed = Rolling(window=10, titles=[f"Dépêche {n}" for n in range(10)])
        farm.at("/feed", feed)
        await desk.poll()
        calm = desk.due("phare") - desk.clock.now()
        feed.archive = farm.url("/older")
        feed.publish(*(f"Dépêche {n}" for n in range(10, 45)))
        feed.pages(farm, "/older")
        polled = await desk.when_due("phare")
        return polled, calm, desk.titles("phare"), desk.rows("SELECT gap, code, why FROM polls ORDER BY id")

    polled, calm, titles, polls = through(tmp_path, story)

    assert polled.missed
    assert titles == {f"Dépêche {n}" for n in range(45)}
    assert [row["gap"] for row in polls if row["gap"]] == [1]
    assert "missed" in polled.why
    assert polled.feed.next_due - polled.feed.last_polled < calm


def test_a_moved_feed_is_believed_after_three_answers_over_a_day_and_keeps_its_entries(tmp_path):
    async def story(desk: Desk, farm: Farm):
        farm.at("/feed", Document(rss("un"), etag='"1"'))
        await desk.poll()
        farm.at("/feed", faults.redirect("/new", 301))
        farm.at("/new", Document(rss("deux", "un"), etag='"2"'))
        asked = []
        for _ in range(6):
            await desk.when_due("phare")
            asked.append((desk.clock.now(), desk.value("SELECT url FROM feeds").rpartition("/")[2]))
        farm.at("/new", Document(rss("trois", "deux", "un"), etag='"3"'))
        await desk.when_due("phare")
        return (
            asked,
            desk.titles("phare"),
            desk.rows("SELECT url, reason FROM feed_urls"),
            desk.rows("SELECT * FROM feeds"),
            farm,
        )

    asked, titles, former, feeds, farm = through(tmp_path, story)

    left = next(n for n, (_, url) in enumerate(asked) if url == "new")
    assert left >= 2
    assert asked[left][0] - asked[0][0] >= timedelta(hours=24)
    assert titles == {"un", "deux", "trois"}
    assert [(row["url"].rpartition("/")[2], row["reason"]) for row in former] == [("feed", "moved permanently")]
    assert len(feeds) == 1
    assert farm.asked[-1].path == "/new"


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("spelling", ["seconds", "date"])
def test_retry_after_holds_the_whole_host_and_costs_no_failure(tmp_path, status, spelling):
    async def story(desk: Desk, farm: Farm):
        farm.at("/feed", Document(rss("un")))
        farm.at("/other", Document(rss("deux")))
        await desk.poll()
        desk.clock.advance(timedelta(days=2))
        until = desk.clock.now() + timedelta(hours=9)
        said = "32400" if spelling == "seconds" else format_datetime(until, usegmt=True)
        farm.at("/feed", faults.status(status, ("Retry-After", said)))
        await desk.poll("due", "phare")
        other = await desk.poll("due", "other")
        return until, desk.due("phare"), desk.due("other"), other["other"], farm.count("/other")

    until, due, other_due, other, asked = through(tmp_path, story, {"other": "/other"})

    assert due >= until
    assert other_due >= until
    assert (other.code, other.feed.failures) == ("held", 0)
    assert asked == 1


def test_a_held_host_is_still_left_alone_after_a_restart(tmp_path):
    async def go():
        async with Farm() as farm:
            farm.at("/feed", faults.status(429, ("Retry-After", "32400")))
            farm.at("/other", Document(rss("deux")))
            text = feeds_yaml({"phare": farm.url("/feed"), "other": farm.url("/other")})
            async with desk_for(farm, tmp_path, text) as desk:
                await desk.poll("due", "phare")
            async with desk_for(farm, tmp_path, text, at=NOON + timedelta(hours=1)) as desk:
                early = await desk.poll("force", "other")
                desk.clock.set(NOON + timedelta(hours=10))
                late = await desk.poll("due", "other")
            return early["other"], late["other"], farm.count("/other")

    early, late, asked = asyncio.run(go())

    assert early.code == "held"
    assert late.code == "ok"
    assert asked == 1


def test_a_delta_brings_the_news_and_the_rest_stays_open(tmp_path):
    async def story(desk: Desk, farm: Farm):
        feed = Rolling(deltas=True, titles=["un", "deux"])
        farm.at("/feed", feed)
        await desk.poll()
        for title in ("trois", "quatre"):
            feed.publish(title)
            await desk.when_due("phare")
        open_ = desk.value("SELECT count(*) FROM sightings WHERE open = 1")
        return desk.titles("phare"), open_, [row[0] for row in desk.rows("SELECT status FROM polls ORDER BY id")]

    titles, standing, statuses = through(tmp_path, story)

    assert titles == {"un", "deux", "trois", "quatre"}
    assert standing == 4
    assert statuses == [200, 226, 226]


def test_a_body_that_did_not_change_is_unchanged_and_its_validators_are_kept(tmp_path):
    async def story(desk: Desk, farm: Farm):
        document = Document(rss("un"))
        farm.at("/feed", document)
        await desk.poll()
        document.headers = [("ETag", '"late"')]  # sent, but never honoured
        polled = await desk.when_due("phare")
        return (
            polled,
            desk.rows("SELECT status, code, new, parser FROM polls ORDER BY id"),
            desk.value("SELECT etag FROM feeds"),
        )

    polled, polls, etag = through(tmp_path, story)

    assert tuple(polls[1]) == (200, "unchanged", 0, None)
    assert polled.code == "unchanged"
    assert etag == '"late"'


def test_wrong_type_and_wrong_charset_cost_no_entry(tmp_path):
    async def story(desk: Desk, farm: Farm):
        latin = rss("Été à Besançon").decode().replace("utf-8", "iso-8859-1").encode("latin-1")
        farm.at("/feed", faults.status(200, ("Content-Type", "text/html; charset=utf-8"), body=latin))
        farm.at("/other", faults.status(200, ("Content-Type", "image/png"), body=rss("서울의 봄")))
        await desk.poll()
        return desk.titles("phare"), desk.titles("other")

    first, second = through(tmp_path, story, {"other": "/other"})

    assert first == {"Été à Besançon"}
    assert second == {"서울의 봄"}


def test_no_cookie_and_no_referer_reach_any_server(tmp_path):
    async def story(desk: Desk, farm: Farm):
        document = Document(rss("un"), etag='"1"', headers=[("Set-Cookie", "reader=1; Path=/")])
        farm.at("/feed", faults.redirect("/there", 302, ("Set-Cookie", "seen=1")))
        farm.at("/there", document)
        await desk.poll()
        await desk.when_due("phare")
        return farm.asked

    asked = through(tmp_path, story)

    assert len(asked) == 4
    assert not any({"cookie", "referer"} & one.headers.keys() for one in asked)
