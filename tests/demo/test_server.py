"""The loopback server, asked over real sockets."""

import asyncio
import contextlib
import gzip
import socket
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from aggregator.demo.newsroom import Newsroom
from aggregator.demo.outlets import OUTLETS
from aggregator.demo.server import Server, feeds_yaml

START = datetime(2024, 6, 17, tzinfo=UTC)
NOON = START + timedelta(days=1, hours=12)


def served(ask, *, at=NOON, **options):
    """What `ask(server, client)` returns while the newsroom is served."""

    async def run():
        async with (
            Server(Newsroom(START), lambda: at, **options) as server,
            httpx.AsyncClient(trust_env=False, timeout=10) as client,
        ):
            return await ask(server, client)

    return asyncio.run(asyncio.wait_for(run(), 20))


def test_every_feed_is_served_as_the_newsroom_says():
    async def ask(server, client):
        answers = [await client.get(feed.url) for feed in server.newsroom.feeds()]
        return server.newsroom, answers

    newsroom, answers = served(ask)

    for feed, answer in zip(newsroom.feeds(), answers, strict=True):
        host, _, path = feed.url.removeprefix("http://").partition("/")
        assert answer.status_code == 200
        assert answer.content == newsroom.answer(host, "/" + path, {}, NOON).body
        assert answer.headers["content-encoding"] == "gzip"
        assert answer.headers["date"] == "Tue, 18 Jun 2024 12:00:00 GMT"


def test_each_outlet_has_its_own_address_and_all_have_one_port():
    async def ask(server, client):
        return [server.base_url(each.name) for each in OUTLETS]

    urls = [httpx.URL(url) for url in served(ask)]

    assert len({url.host for url in urls}) in (1, len(OUTLETS))  # one where the machine has no more
    assert len({url.netloc for url in urls}) == len(OUTLETS)


def test_where_addresses_are_missing_the_outlets_share_one_at_different_ports():
    # 192.0.2.0/24 is for documentation (RFC 5737): no machine has it.
    nowhere = {each.name: f"192.0.2.{number}" for number, each in enumerate(OUTLETS, 1)}

    async def ask(server, client):
        statuses = [(await client.get(feed.url)).status_code for feed in server.newsroom.feeds()]
        return [server.base_url(each.name) for each in OUTLETS], statuses

    urls, statuses = served(ask, addresses=nowhere)

    assert len(set(urls)) == len(OUTLETS)
    assert all(url.startswith("http://127.0.0.1:") for url in urls)
    assert set(statuses) == {200}


def test_the_articles_of_a_feed_can_be_followed_to_their_pages():
    async def ask(server, client):
        gold = [each for each in server.newsroom.gold() if each.published <= NOON]
        return [(await client.get(each.url)).status_code for each in gold]

    assert set(served(ask)) == {200}


def test_a_connection_is_kept_for_further_requests_and_a_304_has_no_body():
    async def ask(server, client):
        first = await client.get(server.base_url("meridian") + "/feed/atom")
        again = await client.get(first.request.url, headers={"If-None-Match": first.headers["etag"]})
        head = await client.head(first.request.url)
        return first, again, head

    first, again, head = served(ask)

    assert first.headers["connection"] == "keep-alive"
    assert (again.status_code, again.content) == (304, b"")
    assert (head.status_code, head.content) == (200, b"")
    assert int(head.headers["content-length"]) == int(first.headers["content-length"])


def test_two_requests_travel_over_one_connection():
    async def ask(server, client):
        request = b"GET /robots.txt HTTP/1.1\r\nhost: x\r\n\r\n"
        return await _raw(server, request + request.replace(b"host: x", b"connection: close"))

    assert served(ask).count(b"HTTP/1.1 200 OK") == 2


def test_what_is_no_request_for_a_document_is_refused_and_the_connection_closed():
    async def ask(server, client):
        post = await client.post(server.base_url("gazette") + "/commentaire", content=b"texte=bonjour")
        raw = await _raw(server, b"nonsense\r\n\r\n")
        flood = await _raw(server, b"GET / HTTP/1.1\r\nx: " + b"a" * 70_000)
        well = await client.get(server.base_url("gazette") + "/")
        return post, raw, flood, well

    post, raw, flood, well = served(ask)

    assert (post.status_code, post.headers["connection"]) == (405, "close")
    assert raw.startswith(b"HTTP/1.1 405")
    assert flood == b""
    assert well.status_code == 200


async def _raw(server: Server, request: bytes) -> bytes:
    host, _, port = server.base_url("gazette").removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    try:
        writer.write(request)
        return await reader.read()
    except ConnectionError:
        return b""
    finally:
        writer.close()


def test_leaving_closes_connections_that_are_still_open():
    async def run():
        async with Server(Newsroom(START), lambda: NOON) as server:
            host, _, port = server.base_url("gazette").removeprefix("http://").partition(":")
            reader, writer = await asyncio.open_connection(host, int(port))
            writer.write(b"GET /robots.txt HTTP/1.1\r\nhost: x\r\n\r\n")
            await reader.readuntil(b"\r\n\r\n")
            await reader.readline()
        rest = await reader.read()
        writer.close()
        return rest

    rest = asyncio.run(asyncio.wait_for(run(), 10))

    assert b"HTTP/1.1" not in rest


def test_the_instant_of_an_answer_is_asked_for_each_time():
    clock = [START]

    async def ask(server, client):
        url = server.base_url("courrier") + "/rss/une.xml"
        early = await client.get(url)
        clock[0] = NOON
        return early, await client.get(url)

    async def run():
        async with (
            Server(Newsroom(START), lambda: clock[0]) as server,
            httpx.AsyncClient(trust_env=False) as client,
        ):
            return await ask(server, client)

    early, late = asyncio.run(asyncio.wait_for(run(), 20))

    assert early.content.count(b"<item>") < late.content.count(b"<item>")


def test_a_port_that_is_taken_is_an_error_and_leaves_nothing_open():
    async def ask(server, client):
        port = httpx.URL(server.base_url("courrier")).port
        with pytest.raises(OSError, match="in use"):
            async with Server(Newsroom(START), lambda: NOON, port=port or 0):
                pass

    served(ask)


def test_when_no_port_is_free_at_every_address_it_says_so():
    async def ask(server, client):
        return None

    with pytest.raises(OSError, match="in use"):
        served(ask, addresses={"courrier": "127.0.0.1", "gazette": "127.0.0.1"})


def test_asked_for_a_port_the_outlets_get_that_port_or_the_ones_after_it():
    nowhere = {each.name: f"192.0.2.{number}" for number, each in enumerate(OUTLETS, 1)}

    async def ask(server, client):
        return [httpx.URL(server.base_url(each.name)).port for each in OUTLETS]

    first = _first_of_free_ports(len(OUTLETS))

    assert set(served(ask, port=first)) <= set(range(first, first + len(OUTLETS)))
    assert served(ask, port=first, addresses=nowhere) == list(range(first, first + len(OUTLETS)))


def _first_of_free_ports(count: int) -> int:
    """A port below the range from which systems hand out ports, with free ones after it."""
    for first in range(21_000, 30_000, 97):
        with contextlib.ExitStack() as stack, contextlib.suppress(OSError):
            for port in range(first, first + count):
                stack.enter_context(socket.create_server(("127.0.0.1", port)))
            return first
    pytest.skip("no run of free ports on this machine")


def test_the_feeds_yaml_it_writes_is_read_without_a_complaint(tmp_path):
    config = pytest.importorskip("aggregator.config")

    async def ask(server, client):
        return server.newsroom.feeds(), server.networks(), feeds_yaml(server)

    feeds, networks, text = served(ask)
    path = tmp_path / "feeds.yaml"
    path.write_text(text, encoding="utf-8")

    loaded = config.load(path)

    assert config.check(path) == ()
    assert [(spec.url, spec.name, spec.publisher, spec.language) for spec in loaded.feeds] == [
        (feed.url, feed.name, feed.publisher, feed.language) for feed in feeds
    ]
    assert loaded.allow_networks == networks
    assert {spec.every for spec in loaded.feeds} == {timedelta(minutes=5)}
    assert {topic.slug for topic in loaded.topics} >= {"diplomatie", "economie", "nature"}
    assert [digest.name for digest in loaded.digests] == ["matin", "semaine"]
    assert {each.name for each in loaded.publishers} == {each.name for each in OUTLETS}


def test_a_packed_answer_unpacks_to_the_plain_one():
    async def ask(server, client):
        url = server.base_url("meridian") + "/feed/atom"
        async with client.stream("GET", url) as packed:
            raw = b"".join([chunk async for chunk in packed.aiter_raw()])
        return raw, (await client.get(url, headers={"Accept-Encoding": "identity"})).content

    raw, plain = served(ask)

    assert gzip.decompress(raw) == plain
