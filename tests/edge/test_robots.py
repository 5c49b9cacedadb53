import asyncio
import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.edge.clock import FrozenClock
from aggregator.edge.robots import KEPT, RETRY, Robots, parse
from aggregator.records import Failed, Response

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        ("User-agent: *\nDisallow: /", "/article", False),
        ("User-agent: *\nDisallow:", "/article", True),
        ("", "/article", True),
        ("User-agent: *\nDisallow: /prive", "/prive/lettre", False),
        ("User-agent: *\nDisallow: /prive", "/public", True),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", True),
        ("User-agent: *\nAllow: /a\nDisallow: /a", "/a", True),
        ("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf?z", True),
        ("User-agent: *\nDisallow: /*?*print=", "/a?x=1&print=2", False),
        ("User-agent: *\nDisallow: /", "/robots.txt", True),
        ("User-agent: *\nDisallow: /été", "/%C3%A9t%C3%A9/1", False),
        ("User-agent: *\nDisallow: /%c3%a9t%c3%a9", "/été", False),
        ("User-agent: *\nDisallow: /a%2Fb", "/a/b", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Aggregator/2.0\nDisallow: /x", "/article", True),
        ("User-agent: aggregator\nUser-agent: other\nDisallow: /", "/article", False),
        ("User-agent: other\nDisallow: /", "/article", True),
        (
            "User-agent: aggregator\nDisallow: /a\nUser-agent: *\nDisallow: /\nUser-agent: aggregator\nDisallow: /b",
            "/b",
            False,
        ),
        ("\ufeffUSER-AGENT: * # everyone\nDISALLOW: /x # not this", "/x", False),
        ("Disallow: /", "/article", True),
        ("<!DOCTYPE html><html>Disallow: /</html>", "/article", True),
    ],
)
def test_the_longest_rule_of_our_own_group_decides(rules, path, allowed):
    assert parse(rules).allow(path) is allowed


def test_a_crawl_delay_is_read_and_bounded():
    assert parse("User-agent: *\nCrawl-delay: 2.5").delay == timedelta(seconds=2.5)
    assert parse("User-agent: *\nCrawl-delay: 86400").delay == timedelta(seconds=60)
    assert parse("User-agent: *\nCrawl-delay: fast").delay is None


def test_a_hostile_pattern_does_not_take_long():
    rules = parse("User-agent: *\nDisallow: /" + "*a" * 500 + "$")
    began = time.process_time()

    rules.allow("/" + "a" * 5000 + "b")

    assert time.process_time() - began < 0.5


@given(st.text("user-agent:disallow*$%/\n#é ", max_size=200), st.text("/a*$%é?", max_size=50))
def test_nothing_a_file_can_say_raises(text, path):
    assert parse(text).allow("/" + path) in (True, False)


def asked(*replies, urls=("https://a.example/1",), waits=(timedelta(0),)):
    """Decisions about `urls`, one after each wait, and how many requests they took."""
    clock, left, sent = FrozenClock(NOON), list(replies), []

    async def send(request):
        sent.append(request)
        return left.pop(0) if len(left) > 1 else left[0]

    async def go():
        robots, found = Robots(send, clock.now, agent="aggregator/1"), []
        for wait in waits:
            clock.advance(wait)
            found += [await robots.allowed(url) for url in urls]
        return found

    return asyncio.run(go()), sent


def answer(status, text=""):
    return Response(
        url="", status=status, headers=(), body=text.encode(), received=NOON, elapsed=timedelta(0), wire_bytes=len(text)
    )


def test_a_host_is_asked_once_a_day_and_under_our_name():
    found, sent = asked(
        answer(200, "User-agent: *\nDisallow: /x"),
        urls=("https://a.example/1", "https://a.example/x", "https://a.example/2?x=/x"),
        waits=(timedelta(0), HOUR, KEPT),
    )

    assert found == [True, False, True] * 3
    assert [one.url for one in sent] == ["https://a.example/robots.txt"] * 2
    assert dict(sent[0].headers)["User-Agent"] == "aggregator/1"


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_host_without_the_file_allows_everything(status):
    assert asked(answer(status))[0] == [True]


@pytest.mark.parametrize("reply", [answer(500), answer(503), answer(429), Failed(code="timeout", message="x")])
def test_a_host_in_trouble_allows_nothing_and_is_asked_again_within_hours(reply):
    found, sent = asked(reply, answer(200), waits=(timedelta(0), RETRY / 2, RETRY))

    assert found == [False, False, True]
    assert len(sent) == 2


def test_what_a_host_said_before_its_trouble_still_holds():
    found, _ = asked(answer(200, "User-agent: *\nDisallow: /x"), answer(503), waits=(timedelta(0), KEPT + HOUR))

    assert found == [True, True]


def test_ports_and_schemes_are_asked_apart_and_credentials_are_not_shown():
    _, sent = asked(answer(404), urls=("https://a.example/1", "http://a.example/1", "http://u:p@a.example:8080/1"))

    assert [one.url for one in sent] == [
        "https://a.example/robots.txt",
        "http://a.example/robots.txt",
        "http://a.example:8080/robots.txt",
    ]


def test_an_address_that_is_none_is_not_allowed():
    assert asked(answer(200), urls=("http://[",))[0] == [False]
