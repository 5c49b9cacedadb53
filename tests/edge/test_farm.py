"""A feed through every fault: stages and edge together, a real socket between them, a frozen clock."""

import asyncio
import resource
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from aggregator.edge import LiveWorld
from aggregator.edge.clock import FrozenClock
from aggregator.edge.http import Http
from aggregator.records import Failed, Feed, FeedId, FeedSpec, Fetched, Gone, Hints, Limits, NotModified
from aggregator.stages import fetch, schedule
from tests import farm as faults
from tests.farm import Document, Farm, Rolling, every_fault, rss

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
NAMES = sorted(every_fault(""))
STEADY = schedule.Rhythm(events=24 / 86400, batch=1.0, profile=None, last=NOON)
# Documents that are whole but are no feeds: only the parser can tell, and it says so with `document_ok`.
PARSER = {"binary", "wrong charset", "billion laughs", "external entity"}
SALVAGED = {"reset in the body", "cut", "cut in a chunk", "cut gzip", "gzip without trailer"}


def a_feed(url):
    spec = FeedSpec(url=url, name="phare", limits=Limits(deadline=timedelta(milliseconds=400)))
    return Feed(id=FeedId(1), spec=spec, url=url)


def story(behaviours_of, polls, *, path="/feed"):
    """What a feed lives through: (outcome, feed, wait) per poll, each made when the one before said.

    `behaviours_of(farm)` gives one behaviour for each poll, or fewer; the last one stays.
    """

    async def go():
        clock = FrozenClock(NOON)
        async with Farm() as farm, Http(clock, allow_networks=["127.0.0.0/8"]) as http:
            world = LiveWorld(clock, http)
            farm.at("/page", faults.page())
            behaviours, feed, lived = behaviours_of(farm), a_feed(farm.url(path)), []
            for poll in range(polls):
                farm.at(path, behaviours[min(poll, len(behaviours) - 1)])
                outcome = fetch.read(feed, await world.send(fetch.plan(feed, contact=None)), world.now())
                ok = (
                    isinstance(outcome, Fetched)
                    and b"</rss>" in outcome.response.body
                    and b"ENTITY" not in outcome.response.body
                )
                feed = fetch.settle(feed, outcome, ok, world.now())
                due = schedule.next_due(feed, outcome, STEADY, schedule.PRICE, world.now())
                lived.append((outcome, feed, due.at - world.now()))
                clock.set(due.at)
            return lived, farm.asked

    return asyncio.run(go())


@pytest.mark.parametrize("name", NAMES)
def test_after_every_fault_the_feed_recovers_with_all_its_entries(name):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    first, news = Document(rss("un"), etag='"1"'), Document(rss("deux", "un"), etag='"2"')

    path = "/cookie-wall" if name == "cookie wall" else "/feed"

    lived, _ = story(lambda farm: [first, every_fault(farm.url("/page"))[name], news], 3, path=path)

    (one, known, _), (fault, after, wait), (recovered, well, _) = lived[0], lived[1], lived[-1]
    assert isinstance(one, Fetched)
    if name not in SALVAGED | PARSER | {"304 for nothing"}:
        assert isinstance(fault, Failed | Gone)
        assert after.validators == known.validators
    assert after.items_sha256 == known.items_sha256
    assert wait >= schedule.FLOOR
    assert isinstance(recovered, Fetched)
    assert recovered.response.body == rss("deux", "un")
    assert (well.state, well.failures, well.validators.etag) == ("active", 0, '"2"')
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 150_000


def test_an_adopted_move_costs_no_entry_and_no_request_more():
    def behaviour(farm):
        farm.at("/new", Document(rss("un"), etag='"1"'))
        return [faults.redirect("/new", 301)]

    lived, asked = story(behaviour, 40)

    assert lived[0][1].url.endswith("/feed")
    assert lived[-1][1].url.endswith("/new")
    assert isinstance(lived[-1][0], NotModified)
    assert asked[-1].path == "/new"
    assert not any("referer" in one.headers for one in asked)


def test_a_feed_that_is_gone_is_asked_once_a_month_and_taken_back():
    document = Document(rss("un"))

    lived, asked = story(lambda _: [faults.status(410), document], 2)

    assert lived[0][1].state == "gone"
    assert lived[0][2] >= timedelta(days=30)
    assert lived[1][1].state == "active"
    assert len(asked) == 2


def test_validators_make_every_poll_after_the_first_conditional():
    lived, asked = story(lambda _: [Document(rss("un"), etag='W/"odd one"', last_modified="lundi dernier")], 10)

    assert [one.headers.get("if-none-match") for one in asked] == [None] + ['W/"odd one"'] * 9
    assert [one.headers.get("if-modified-since") for one in asked] == [None] + ["lundi dernier"] * 9
    assert all(isinstance(outcome, NotModified) for outcome, _, _ in lived[1:])


def test_freshness_on_a_304_is_waited_for():
    fresh = Document(rss("un"), etag='"1"', headers=[("Cache-Control", "max-age=36000")])

    lived, _ = story(lambda _: [fresh], 3)

    assert all(wait >= timedelta(hours=10) for _, _, wait in lived)


def test_deltas_bring_the_news_only_and_the_next_poll_goes_on_from_there():
    feed = Rolling(deltas=True, titles=["un", "deux"])

    async def go():
        clock = FrozenClock(NOON)
        async with Farm() as farm, Http(clock, allow_networks=["127.0.0.0/8"]) as http:
            known, seen = a_feed(farm.at("/feed", feed)), []
            for title in ("trois", "quatre", None):
                outcome = fetch.read(known, await http.send(fetch.plan(known, contact=None)), NOON)
                known = fetch.settle(known, outcome, True, NOON)
                seen.append(outcome)
                feed.publish(*([title] if title else []))
            return seen

    first, second, third = asyncio.run(go())

    assert (first.delta, second.delta, third.delta) == (False, True, True)
    assert second.response.body == rss("trois")
    assert third.response.body == rss("quatre")


def test_a_feed_that_rolled_over_shows_a_gap_and_its_older_pages_close_it():
    async def go():
        clock = FrozenClock(NOON)
        feed = Rolling(window=10, titles=[str(i) for i in range(10)])
        async with Farm() as farm, Http(clock, allow_networks=["127.0.0.0/8"]) as http:
            feed.archive = farm.url("/older")
            known = a_feed(farm.at("/feed", feed))
            before = [str(i) for i in range(10)][::-1]
            feed.publish(*(str(i) for i in range(10, 45)))
            feed.pages(farm, "/older")
            missed = schedule.gap(before, {str(i) for i in range(35, 45)}, new=10)
            found, walked, number = set(), [known.url], 2
            hints = Hints(prev_archive=f"{feed.archive}/1")
            while (request := fetch.older_pages(known, hints, walked[-1], walked, number, contact=None)) is not None:
                reply = await http.send(request)
                found |= {str(i) for i in range(45) if f"<title>{i}</title>".encode() in (reply.body or b"")}
                walked.append(request.url)
                hints, number = Hints(prev_archive=f"{feed.archive}/{number}"), number + 1
                if "9" in found:
                    break
            return missed, found

    missed, found = asyncio.run(go())

    assert missed
    assert found >= {str(i) for i in range(10, 35)}


def test_a_throttled_host_is_left_alone_by_all_its_feeds():
    async def go():
        clock = FrozenClock(NOON)
        async with Farm() as farm, Http(clock, allow_networks=["127.0.0.0/8"]) as http:
            farm.at("/a", faults.status(429, ("Retry-After", "1800")))
            farm.at("/b", Document(rss("un")))
            a, b = a_feed(farm.url("/a")), a_feed(farm.url("/b"))
            for feed in (a, b, b):
                outcome = fetch.read(feed, await http.send(fetch.plan(feed, contact=None)), clock.now())
            feed = fetch.settle(b, outcome, False, clock.now())
            return feed, schedule.next_due(feed, outcome, STEADY, schedule.PRICE, clock.now()), farm.count("/b")

    feed, due, asked = asyncio.run(go())

    assert asked == 0
    assert feed.failures == 0
    assert due.at >= NOON + timedelta(minutes=30)


def test_no_limit_of_one_feed_is_shared_by_another():
    wide = replace(
        a_feed("http://x.example/"), spec=replace(a_feed("http://x.example/").spec, limits=Limits(max_bytes=10))
    )

    assert fetch.plan(wide, contact=None).max_bytes == 10
    assert fetch.plan(a_feed("http://x.example/"), contact=None).max_bytes == 20_000_000
