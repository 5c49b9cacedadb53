import asyncio
from datetime import UTC, datetime, timedelta

import httpx

from aggregator.edge.clock import FrozenClock, SystemClock
from aggregator.edge.hosts import CONNECTIONS, LARGEST_GAP, LEARNT_GAP, Hosts
from aggregator.edge.http import Http
from aggregator.records import Failed, Request, Response
from tests.farm import Document, Farm, rss

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
HOST = "news.example"


def visits(hosts, count, host=HOST):
    """The instants at which `count` visits in a row began; None where the host was not to be asked."""

    async def go():
        began = []
        for _ in range(count):
            async with hosts.visit(host) as held:
                began.append(None if held else hosts._clock.now())
        return began

    return asyncio.run(go())


def test_a_host_is_asked_no_faster_than_the_gap():
    began = visits(Hosts(FrozenClock(NOON), gap=SECOND), 4)

    assert began == [NOON + i * SECOND for i in range(4)]


def test_a_host_of_the_operators_own_network_is_asked_without_a_gap():
    hosts = Hosts(FrozenClock(NOON), gap=SECOND)
    hosts.set_near(HOST)

    assert visits(hosts, 4) == [NOON] * 4


def test_different_hosts_do_not_wait_for_each_other():
    clock = FrozenClock(NOON)
    hosts = Hosts(clock, gap=SECOND)

    for i in range(50):
        assert visits(hosts, 1, f"{i}.example") == [NOON]


def test_at_most_two_connections_to_a_host_are_open():
    async def go():
        hosts, inside, most = Hosts(SystemClock(), gap=timedelta(0)), 0, 0

        async def visit():
            nonlocal inside, most
            async with hosts.visit(HOST):
                inside += 1
                most = max(most, inside)
                await asyncio.sleep(0.002)
                inside -= 1

        await asyncio.gather(*(visit() for _ in range(12)))
        return most

    assert asyncio.run(go()) == CONNECTIONS == 2


def test_retry_after_holds_the_whole_host_and_nothing_is_sent():
    clock, asked = FrozenClock(NOON), []

    def answer(request):
        asked.append(str(request.url))
        return httpx.Response(503, headers={"retry-after": "600"})

    async def go():
        async with Http(clock, transport=httpx.MockTransport(answer)) as http:
            first = await http.send(Request(url="https://news.example/a"))
            second = await http.send(Request(url="https://news.example/b"))
            other = await http.send(Request(url="https://other.example/b"))
            clock.advance(timedelta(minutes=11))
            third = await http.send(Request(url="https://news.example/b"))
        return first, second, other, third

    first, second, other, third = asyncio.run(go())

    assert isinstance(first, Response)
    assert isinstance(second, Failed)
    assert second.code == "held"
    assert second.retry_after == timedelta(minutes=10)
    assert isinstance(other, Response)
    assert isinstance(third, Response)
    assert asked == ["https://news.example/a", "https://other.example/b", "https://news.example/b"]


def test_a_429_teaches_a_larger_gap_that_good_answers_wear_off():
    hosts = Hosts(FrozenClock(NOON), gap=SECOND)

    visits(hosts, 1)
    hosts.learn(HOST, 429, {})
    slow = visits(hosts, 2)
    for _ in range(200):
        hosts.learn(HOST, 200, {})
    visits(hosts, 1)
    fast = visits(hosts, 2)

    assert slow[1] - slow[0] == LEARNT_GAP
    assert fast[1] - fast[0] == SECOND


def test_a_learnt_gap_is_bounded():
    hosts = Hosts(FrozenClock(NOON), gap=SECOND)

    for _ in range(50):
        hosts.learn(HOST, 429, {})
    hosts._host(HOST).free_at = NOON
    began = visits(hosts, 1)

    assert began == [NOON]
    assert hosts._host(HOST).free_at - NOON == LARGEST_GAP


def test_a_used_up_rate_limit_holds_the_host_until_it_is_renewed():
    hosts = Hosts(FrozenClock(NOON), gap=SECOND)

    hosts.learn(HOST, 200, {b"x-ratelimit-remaining": b"0.0", b"x-ratelimit-reset": b"55"})

    held = hosts.held(HOST)
    assert held is not None
    assert held.span == timedelta(seconds=55)


def test_unreadable_wishes_hold_nobody():
    hosts = Hosts(FrozenClock(NOON), gap=SECOND)

    hosts.learn(HOST, 503, {b"retry-after": b"soon", b"x-ratelimit-remaining": b"\xb2", b"x-ratelimit-reset": b"-1"})

    assert hosts.held(HOST) is None


def test_a_long_queue_is_told_to_come_back_later():
    clock = FrozenClock(NOON)
    hosts = Hosts(clock, gap=SECOND)

    async def go():
        async def visit():
            async with hosts.visit(HOST) as held:
                return held

        return await asyncio.gather(*(visit() for _ in range(100)))

    results = asyncio.run(go())

    held = [result for result in results if result is not None]
    assert 30 < len(held) < 45
    assert all(timedelta(0) < one.span < timedelta(minutes=2) for one in held)


def test_a_feed_of_one_host_does_not_keep_hundreds_of_others_waiting():
    async def go():
        async with Farm(*(f"127.0.2.{i}" for i in range(1, 101))) as farm:
            farm.at("/feed", Document(rss("un")))
            async with Http(SystemClock(), allow_networks=["127.0.0.0/8"], min_gap=timedelta(hours=1)) as http:
                urls = [farm.url("/feed", host) for host in farm.hosts] * 3
                return await asyncio.gather(*(http.send(Request(url=url)) for url in urls))

    replies = asyncio.run(go())

    assert len(replies) == 300
    assert all(isinstance(reply, Response) for reply in replies)


def test_memory_of_hosts_does_not_grow_without_end():
    clock = FrozenClock(NOON)
    hosts = Hosts(clock, gap=SECOND)

    async def go():
        for i in range(5000):
            async with hosts.visit(f"{i}.example"):
                pass
            clock.advance(SECOND)

    asyncio.run(go())

    assert len(hosts._hosts) < 4200


def test_who_waits_for_a_connection_hears_that_the_host_wants_to_be_left_alone():
    async def go():
        hosts = Hosts(FrozenClock(NOON), gap=timedelta(0))
        release, heard = asyncio.Event(), []

        async def visit():
            async with hosts.visit(HOST) as held:
                heard.append(held)
                await release.wait()

        tasks = [asyncio.create_task(visit()) for _ in range(3)]
        await asyncio.sleep(0.01)
        hosts.hold(HOST, NOON + timedelta(hours=1), "answered 429")
        release.set()
        await asyncio.gather(*tasks)
        return heard

    first, second, third = asyncio.run(go())

    assert (first, second) == (None, None)
    assert third is not None
