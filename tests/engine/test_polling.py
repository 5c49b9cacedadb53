"""Polling through the real engine: older pages, robots.txt, our own outage, one host with many feeds, reasons shown."""

import asyncio
from datetime import timedelta
from email.utils import format_datetime

import pytest

from aggregator.archive import digests, queries
from tests import farm as faults
from tests.engine.desk import NOON, desk_for, feeds_yaml
from tests.farm import Document, Farm, Rolling, rss, status


def at_desk(folder, story, feeds=None, hosts=(), more="", **http):
    async def go():
        async with Farm(*hosts) as farm:
            addresses = feeds(farm) if feeds else {"phare": farm.url("/feed")}
            async with desk_for(farm, folder, feeds_yaml(addresses, more=more), **http) as desk:
                return await story(desk, farm)

    return asyncio.run(go())


def wordpress(*titles, page=1):
    return rss(*titles, head=f"<generator>https://wordpress.org/?v=6.4</generator><!-- {page} -->")


def paged(*pages):
    """A WordPress feed: `?paged=N` gives older entries, 404 past the end."""

    async def answer(asked, pen):
        number = int(asked.target.partition("paged=")[2] or 1)
        if number > len(pages):
            await pen.whole(404, [], b"")
        else:
            await Document(wordpress(*pages[number - 1], page=number))(asked, pen)

    return answer


@pytest.mark.parametrize("kind", ["rfc5005", "wordpress"])
def test_older_pages_are_walked_at_first_subscription_and_not_again(tmp_path, kind):
    titles = [f"Dépêche {n}" for n in range(35)]

    async def story(desk, farm):
        if kind == "wordpress":
            farm.at("/feed", paged(titles[:10], titles[10:20], titles[20:30], titles[30:]))
        else:
            feed = Rolling(window=10, titles=titles, archive=farm.url("/older"))
            farm.at("/feed", feed)
            feed.pages(farm, "/older")
        first = (await desk.poll())["phare"]
        asked = len(farm.asked)
        await desk.when_due("phare")
        return desk.titles("phare"), first.new, len(farm.asked) - asked

    found, new, later = at_desk(tmp_path, story)

    assert found == set(titles)
    assert new == 35
    assert later == 1


def test_the_walk_ends_where_feeds_yaml_says(tmp_path):
    async def story(desk, farm):
        farm.at("/feed", paged(*[[f"Dépêche {page}-{n}" for n in range(5)] for page in range(40)]))
        await desk.poll()
        return len(desk.titles("phare"))

    assert at_desk(tmp_path, story) == 5 * 11


def test_robots_txt_closes_older_pages_but_not_the_feed_itself(tmp_path):
    async def story(desk, farm):
        farm.at("/robots.txt", status(200, ("Content-Type", "text/plain"), body=b"User-agent: aggregator\nDisallow: /"))
        farm.at("/feed", paged(["un"], ["deux"]))
        await desk.poll()
        return desk.titles("phare"), desk.codes("phare")

    titles, codes = at_desk(tmp_path, story)

    assert titles == {"un"}
    assert codes == ["ok"]


@pytest.mark.parametrize(("rule", "read"), [("Disallow: /prive", True), ("Disallow: /a", False)])
def test_robots_txt_is_asked_about_article_pages_once_for_all_of_a_host(tmp_path, rule, read):
    async def go():
        async with Farm() as farm:
            for n in range(5):
                farm.at(f"/a/{n}", faults.page())
            items = "".join(
                f"<item><title>Titre {n}</title><link>{farm.url(f'/a/{n}')}</link></item>" for n in range(5)
            )
            farm.at("/feed", Document(f"<rss version='2.0'><channel><title>x</title>{items}</channel></rss>".encode()))
            farm.at("/robots.txt", status(200, body=f"User-agent: *\n{rule}\n".encode()))
            text = feeds_yaml({"phare": farm.url("/feed")}).replace("full_text: false", "full_text: true")
            async with desk_for(farm, tmp_path, text) as desk:
                await desk.poll()
                await desk.engine.read_pages()
                codes = {row[0] for row in desk.rows("SELECT code FROM pages")}
                return farm.count("/robots.txt"), sum(farm.count(f"/a/{n}") for n in range(5)), codes

    asked, pages, codes = asyncio.run(go())

    assert asked == 1
    assert pages == (5 if read else 0)
    assert read or codes == {"robots"}


def test_an_outage_of_our_own_is_charged_to_no_feed_and_is_over_soon(tmp_path):
    hosts = [f"127.0.6.{n}" for n in range(1, 9)]

    async def story(desk, farm):
        for n in range(8):
            farm.at(f"/{n}", Document(rss(f"un {n}"), etag=f'"{n}"'))
        await desk.poll()
        good = {n: desk.due(f"f{n}") for n in range(8)}
        desk.clock.set(max(good.values()) + timedelta(seconds=1))
        for n in range(8):
            farm.at(f"/{n}", faults.reset())
        first = await desk.poll()
        codes = [polled.code for polled in first.values()]
        down = desk.engine.line.down_since
        desk.clock.advance(timedelta(minutes=6))
        second = await desk.poll()
        failures = [row[0] for row in desk.rows("SELECT failures FROM feeds ORDER BY id")]
        waits = [desk.due(name) - desk.clock.now() for name in second]
        for n in range(8):
            farm.at(f"/{n}", Document(rss(f"deux {n}", f"un {n}"), etag=f'"b{n}"'))
        desk.clock.set(max(desk.due(f"f{n}") for n in range(8)) + timedelta(seconds=1))
        await desk.poll()
        assert len(second) >= 6
        return codes, down, failures, waits, [desk.titles(f"f{n}") for n in range(8)], desk.engine.line.down_since

    def feeds(farm):
        return {f"f{n}": farm.url(f"/{n}", hosts[n]) for n in range(8)}

    codes, down, failures, waits, titles, back = at_desk(tmp_path, story, feeds, hosts)

    assert set(codes) == {"reset"}
    assert down is not None
    # Until three hosts were silent nobody could know that it was us; they are charged once, and never again.
    assert sum(failures) <= 2
    assert all(wait <= timedelta(minutes=6) for wait in waits)
    assert titles == [{f"un {n}", f"deux {n}"} for n in range(8)]
    assert back is None


def test_feeds_of_one_host_spread_over_the_interval_and_keep_its_gap(tmp_path):
    async def story(desk, farm):
        moments = []
        for n in range(12):
            farm.at(f"/{n}", Document(rss(f"un {n}"), etag=f'"{n}"'))
        await desk.poll()
        for _ in range(60):
            desk.clock.set(min(desk.due(f"f{n}") for n in range(12)))
            moments.append(len(await desk.poll()))
        return moments

    def feeds(farm):
        return {f"f{n}": farm.url(f"/{n}") for n in range(12)}

    together = at_desk(tmp_path, story, feeds)

    assert max(together[12:]) <= 3, "after a while no two or three are due in the same second"


def test_why_a_feed_was_not_asked_stands_in_the_archive(tmp_path):
    async def go():
        async with Farm() as farm:
            farm.at("/feed", Document(rss("un"), etag='"1"', headers=[("Cache-Control", "max-age=36000")]))
            text = feeds_yaml({"phare": farm.url("/feed")}).replace("limits:", "every: 10m, limits:")
            async with desk_for(farm, tmp_path, text) as desk:
                await desk.poll()
                desk.clock.advance(timedelta(hours=2))
                return await desk.poll("all"), queries.source(desk.archive.reader, "phare")

    none, view = asyncio.run(go())

    assert none == {}
    assert "fresh" in view.polls[0].why
    assert view.row.next_due >= NOON + timedelta(hours=10)


def test_a_feed_that_fails_for_a_day_is_named_in_the_digests_foot(tmp_path):
    async def story(desk, farm):
        farm.at("/feed", Document(rss("un")))
        await desk.poll()
        farm.at("/feed", status(500))
        for _ in range(8):
            await desk.when_due("phare")
        early = digests.troubled(desk.archive.reader, NOON + timedelta(hours=3))
        return early, digests.troubled(desk.archive.reader, desk.clock.now())

    early, late = at_desk(tmp_path, story)

    assert early == ()
    assert [(note.feed, note.code) for note in late] == [("phare", "http-500")]


def test_a_feed_that_fell_silent_is_named_in_the_digests_foot_and_on_the_health_page(tmp_path):
    async def story(desk, farm):
        feed = Rolling(titles=[])
        farm.at("/feed", feed)
        for n in range(40):
            feed.publish(f"Dépêche {n}")
            desk.clock.advance(timedelta(hours=3))
            await desk.poll("force")
        lively = digests.troubled(desk.archive.reader, desk.clock.now())
        desk.clock.advance(timedelta(hours=40))
        await desk.poll("force")
        page = queries.health(desk.archive.reader).troubled
        return lively, digests.troubled(desk.archive.reader, desk.clock.now()), page

    lively, silent, page = at_desk(tmp_path, story)

    assert lively == ()
    assert [(row.source.feed, row.trouble) for row in page] == [("phare", "nothing new for 40 h, usually every 3 h")]
    assert [(note.feed, note.code) for note in silent] == [("phare", "silent")]


def test_the_dates_in_the_first_document_already_tell_the_rhythm(tmp_path):
    async def story(desk, farm):
        items = "".join(
            f"<item><title>Titre {n}</title><guid>{n}</guid>"
            f"<pubDate>{format_datetime(NOON - timedelta(minutes=40 * n + 5), usegmt=True)}</pubDate></item>"
            for n in range(30)
        )
        body = f"<rss version='2.0'><channel><title>x</title>{items}</channel></rss>".encode()
        farm.at("/feed", Document(body, etag='"1"'))
        return (await desk.poll())["phare"]

    polled = at_desk(tmp_path, story)

    assert polled.feed.next_due - NOON < timedelta(hours=2)
    assert "entries a day" in polled.why


def test_limits_of_a_feed_reach_its_request(tmp_path):
    async def go():
        async with Farm() as farm:
            farm.at("/feed", Document(rss(*[f"Titre {n}" for n in range(400)])))
            text = feeds_yaml({"phare": farm.url("/feed")}).replace("limits: {", "limits: {max_bytes: 20kB, ")
            async with desk_for(farm, tmp_path, text) as desk:
                return (await desk.poll())["phare"]

    assert asyncio.run(go()).code == "too-large"
