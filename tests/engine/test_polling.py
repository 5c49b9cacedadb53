"""Polling through the real engine: older pages, robots.txt, our own outage, one host with many feeds, reasons shown."""

import asyncio
from contextlib import closing
from datetime import timedelta
from email.utils import format_datetime

import pytest

from aggregator import config as configuration
from aggregator.archive import digests, open_archive, payloads, queries
from aggregator.archive.rows import stamp
from aggregator.archive.writer import connect_readonly
from aggregator.edge import LiveWorld
from aggregator.edge.clock import FrozenClock
from aggregator.edge.http import Http
from aggregator.engine import Engine
from aggregator.text import urls
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
        assert len(second) == 8
        return codes, down, failures, waits, [desk.titles(f"f{n}") for n in range(8)], desk.engine.line.down_since

    def feeds(farm):
        return {f"f{n}": farm.url(f"/{n}", hosts[n]) for n in range(8)}

    codes, down, failures, waits, titles, back = at_desk(tmp_path, story, feeds, hosts)

    assert set(codes) == {"reset"}
    assert down is not None
    assert failures == [0] * 8, "not even the first two, when nobody could know yet that it was us"
    assert all(wait <= timedelta(minutes=6) for wait in waits)
    assert titles == [{f"un {n}", f"deux {n}"} for n in range(8)]
    assert back is None


def test_a_silent_host_has_the_benefit_of_the_doubt_once_while_nobody_else_is_asked(tmp_path):
    async def story(desk, farm):
        farm.at("/feed", Document(rss("un"), etag='"1"'))
        await desk.poll()
        farm.at("/feed", faults.reset())
        failures, waits = [], []
        for _ in range(3):
            polled = await desk.when_due("phare")
            failures.append(polled.feed.failures)
            waits.append(desk.due("phare") - desk.clock.now())
        return failures, waits

    failures, waits = at_desk(tmp_path, story)

    assert failures == [0, 1, 2]
    assert waits[0] < timedelta(minutes=6) < waits[1] < waits[2]


def test_a_silent_host_is_charged_at_once_while_others_answer(tmp_path):
    async def go():
        async with Farm("127.0.6.1", "127.0.6.2") as farm:
            addresses = {"phare": farm.url("/feed"), "other": farm.url("/other", "127.0.6.2")}
            farm.at("/feed", Document(rss("un")))
            farm.at("/other", Document(rss("deux")))
            async with desk_for(farm, tmp_path, feeds_yaml(addresses)) as desk:
                await desk.poll()
                desk.clock.advance(timedelta(days=2))
                farm.at("/feed", faults.reset())
                await desk.poll("due", "other")
                return (await desk.poll("due", "phare"))["phare"].feed.failures

    assert asyncio.run(go()) == 1


def test_a_host_that_asked_to_wait_behind_a_redirect_is_left_alone_after_a_restart(tmp_path):
    async def go():
        async with Farm("127.0.6.1", "127.0.6.2") as farm:
            there = "127.0.6.2"
            farm.at("/feed", faults.redirect(farm.url("/busy", there)))
            farm.at("/busy", status(429, ("Retry-After", "32400")))
            farm.at("/near", Document(rss("un")))
            farm.at("/far", Document(rss("deux")))
            addresses = {"phare": farm.url("/feed"), "near": farm.url("/near"), "far": farm.url("/far", there)}
            text = feeds_yaml(addresses)
            async with desk_for(farm, tmp_path, text) as desk:
                await desk.poll("due", "phare")
            async with desk_for(farm, tmp_path, text, at=NOON + timedelta(hours=1)) as desk:
                return {name: one.code for name, one in (await desk.poll("due")).items()}, farm.count("/far")

    codes, asked = asyncio.run(go())

    assert codes == {"near": "ok", "far": "held"}
    assert asked == 0


@pytest.mark.parametrize("works", [True, False])
def test_a_server_that_ignores_its_own_validators_is_asked_hourly_at_most(tmp_path, works):
    async def story(desk, farm):
        served = 0

        async def answer(asked, pen):
            # Words that differ in every answer, inside the entries: nobody can tell that nothing is new without reading.
            nonlocal served
            served += 1
            body = rss(*titles).replace(b"<item>", b"<item><!-- served %d -->" % served, 1)
            await Document(body, etag=f'"{titles[0].encode().hex()}"' if works else f'"{served}"')(asked, pen)

        titles = [f"Dépêche {n}" for n in range(20)]
        farm.at("/feed", answer)
        desk.engine.price = 60.0
        whys = []
        for n in range(30):
            if n < 20:
                titles[:] = [f"Dépêche {n}-{m}" for m in range(4)] + titles[:16]
            desk.clock.advance(timedelta(minutes=20 if n < 20 else 50))
            whys.append((await desk.poll("force"))["phare"].why)
        return whys

    whys = at_desk(tmp_path, story)

    assert "rhythm" in whys[10] or "5 min" in whys[10]
    assert ("whole document" in whys[-1]) == (not works)


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


def test_a_new_feed_is_due_at_once_also_in_a_running_engine(tmp_path):
    async def go():
        async with Farm() as farm:
            for path in ("/feed", "/later"):
                farm.at(path, Document(rss(path), etag='"1"'))
            async with desk_for(farm, tmp_path, feeds_yaml({"phare": farm.url("/feed")})) as desk:
                first = [feed.spec.name for feed in await desk.engine.claim_due(10)]
                path = tmp_path / "feeds.yaml"
                path.write_text(feeds_yaml({"phare": farm.url("/feed"), "later": farm.url("/later")}), encoding="utf-8")
                await desk.engine.reconfigure(configuration.load(path))
                return first, [feed.spec.name for feed in await desk.engine.claim_due(10)]

    assert asyncio.run(go()) == (["phare"], ["later"])


def test_a_restart_asks_nobody_sooner_and_nobody_without_conditions(tmp_path):
    async def go():
        async with Farm() as farm:
            farm.at("/feed", Document(rss("un"), etag='"1"'))
            text = feeds_yaml({"phare": farm.url("/feed")})
            async with desk_for(farm, tmp_path, text) as desk:
                await desk.poll()
                due = desk.due("phare")
            for back in (timedelta(minutes=5), timedelta(0)):
                async with desk_for(farm, tmp_path, text, at=due - back) as desk:
                    for feed in await desk.engine.claim_due(10):
                        await desk.engine.poll(feed)
            return [asked.headers.get("if-none-match") for asked in farm.requests("/feed")]

    assert asyncio.run(go()) == [None, '"1"']


def test_entries_and_validators_are_stored_together_or_not_at_all(tmp_path):
    async def story(desk, farm):
        farm.at("/feed", Document(rss("un"), etag='"1"'))
        await desk.poll()
        farm.at("/feed", Document(rss("deux", "un"), etag='"2"'))
        desk.clock.advance(timedelta(days=1))
        await desk.archive.submit(
            lambda conn: conn.execute(
                "CREATE TRIGGER full BEFORE INSERT ON entries BEGIN SELECT raise(ABORT, 'no room'); END"
            )
        )
        broken = await desk.poll()
        kept = desk.value("SELECT etag FROM feeds")
        await desk.archive.submit(lambda conn: conn.execute("DROP TRIGGER full"))
        await desk.when_due("phare")
        return broken, kept, desk.titles("phare"), desk.value("SELECT etag FROM feeds")

    broken, kept, titles, etag = at_desk(tmp_path, story)

    assert broken["phare"].code == "internal"
    assert kept == '"1"'
    assert titles == {"un", "deux"}
    assert etag == '"2"'


def test_a_document_our_own_program_fails_on_is_kept_and_charged_like_any_failure(tmp_path):
    def fail(_feed):
        raise ZeroDivisionError("as a mistake of ours would")

    async def story(desk, farm):
        farm.at("/feed", Document(rss("Une dépêche")))
        desk.engine.known_hashes = fail
        broken = [await desk.when_due("phare") for _ in range(2)]
        sha256 = desk.value("SELECT payload FROM polls WHERE code = 'internal'")
        with closing(connect_readonly(tmp_path / "archive" / "payloads.db")) as bodies:
            body = payloads.load(bodies, sha256)
        del desk.engine.known_hashes
        return broken, body, await desk.when_due("phare")

    (first, second), body, mended = at_desk(tmp_path, story)

    assert (first.code, second.code, mended.code, mended.new) == ("internal", "internal", "ok", 1)
    assert second.why == "failed 2 times (internal)"
    assert second.feed.next_due - second.feed.last_polled > timedelta(hours=1)
    assert "Une dépêche".encode() in body


def test_the_engine_moves_its_price_until_requests_meet_the_budget(tmp_path):
    async def story(desk, farm):
        for n in range(6):
            farm.at(f"/{n}", Document(rss(*[f"{n} {m}" for m in range(5)]), etag=f'"{n}"'))
        desk.engine.price = 60.0  # everything is worth asking for
        asked, end = [], NOON
        for _ in range(12):
            end += timedelta(hours=2)
            before = len(farm.asked)
            while (due := min(desk.due(f"f{n}") for n in range(6))) < end:
                desk.clock.set(max(desk.clock.now(), due))
                for feed in await desk.engine.claim_due(100):
                    await desk.engine.poll(feed)
            asked.append(len(farm.asked) - before)
        return asked, desk.engine.price, float(desk.value("SELECT value FROM state WHERE key = 'price'"))

    def feeds(farm):
        return {f"f{n}": farm.url(f"/{n}") for n in range(6)}

    asked, price, kept = at_desk(tmp_path, story, feeds, more="budget: 4/h")

    assert asked[0] > 1.5 * 8
    assert 1 < sum(asked[-6:]) / 12 <= 4.5
    assert price == kept > 60


def test_a_gap_and_what_decided_the_next_poll_are_shown_with_the_feed(tmp_path):
    async def story(desk, farm):
        feed = Rolling(window=5, titles=[f"Dépêche {n}" for n in range(5)])
        farm.at("/feed", feed)
        await desk.poll()
        feed.publish(*(f"Dépêche {n}" for n in range(5, 30)))
        polled = await desk.when_due("phare")
        return polled, queries.source(desk.archive.reader, "phare")

    polled, view = at_desk(tmp_path, story)

    assert polled.missed
    assert len(view.gaps) == 1
    assert [poll.gap for poll in view.polls] == [True, False]
    assert "missed" in view.polls[0].why


def test_no_kind_of_request_reaches_a_network_that_is_not_listed(tmp_path):
    atom = "<atom:link xmlns:atom='http://www.w3.org/2005/Atom'"
    head = f"{atom} rel='prev-archive' href='http://192.168.255.1/a'/>{atom} rel='hub' href='https://172.16.255.1/h'/>"

    sent = []

    class Watched(LiveWorld, frozen=True):
        async def send(self, request):
            reply = await super().send(request)
            sent.append((urls.host(request.url), getattr(reply, "code", "answered")))
            return reply

    async def go():
        async with Farm() as farm, Http(FrozenClock(NOON), allow_networks=["127.0.0.0/8"]) as way_out:
            body = rss("un", head=head).replace(b"https://phare.example/", b"http://169.254.169.254/")
            farm.at("/feed", Document(body, etag='"1"'))
            path = tmp_path / "feeds.yaml"
            text = feeds_yaml(
                {"phare": farm.url("/feed"), "inside": "http://10.255.255.1/feed"},
                more="web: {base_url: 'https://nouvelles.example'}",
            )
            path.write_text(text.replace("full_text: false", "full_text: true"), encoding="utf-8")
            with closing(open_archive(tmp_path / "archive", since=stamp(NOON))) as archive:
                world = Watched(FrozenClock(NOON), way_out)
                engine = Engine(config=configuration.load(path), archive=archive, world=world)
                await engine.start()
                polled = {one.feed.spec.name: one.code async for one in engine.poll_all(await engine.claim("all"))}
                await engine.read_pages()
                await engine.hubs.renew()
                await engine.close()
                return polled

    polled = asyncio.run(go())

    assert polled == {"phare": "ok", "inside": "refused-address"}
    answers = dict(sent)
    assert answers.pop("127.0.0.1") == "answered"
    assert set(answers) == {"10.255.255.1", "192.168.255.1", "172.16.255.1", "169.254.169.254"}
    assert set(answers.values()) == {"refused-address"}
