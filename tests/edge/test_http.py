"""The exchange with a server: real sockets on loopback, a farm of faults behind them."""

import asyncio
import resource
import shutil
import ssl
import subprocess
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from aggregator.edge import LiveWorld
from aggregator.edge.clock import FrozenClock, SystemClock
from aggregator.edge.http import Http
from aggregator.records import Failed, Request, Response
from tests import farm as faults
from tests.farm import Document, Farm, rss

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
NEAR = ("127.0.0.0/8",)
FEED = rss("Un accord est signé", "Le pont rouvre", "브리핑", "القمة")


def request(url, **fields):
    fields.setdefault("deadline", timedelta(seconds=5))
    return Request(url=url, headers=(("User-Agent", "t/1"), ("Accept-Encoding", "gzip, deflate, br, zstd")), **fields)


def ask(behaviour, *, path="/feed", allow=NEAR, others=(), **fields):
    """What `Http` makes of one behaviour."""

    async def go():
        async with Farm() as farm, Http(SystemClock(), allow_networks=allow) as http:
            for other, how in others:
                farm.at(other, how)
            return await http.send(request(farm.at(path, behaviour), **fields))

    return asyncio.run(go())


def mocked(handler, url="https://news.example/feed", headers=()):
    """What `Http` makes of a server that httpx plays."""

    async def go():
        async with Http(FrozenClock(NOON), transport=httpx.MockTransport(handler)) as http:
            return await http.send(Request(url=url, headers=headers))

    return asyncio.run(go())


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize("encoding", [None, "gzip", "deflate", "raw-deflate", "br", "zstd"])
def test_every_encoding_arrives_whole(encoding, chunked):
    reply = ask(Document(FEED, encoding=encoding, chunked=chunked))

    assert isinstance(reply, Response)
    assert (reply.status, reply.body, reply.complete) == (200, FEED, True)
    assert reply.wire_bytes == len(FEED if encoding is None else faults.encoded(FEED, encoding))


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "raw-deflate", "br", "zstd"])
def test_a_compressed_document_without_its_end_is_not_complete(encoding):
    data = faults.encoded(FEED * 50, encoding)
    label = encoding.removeprefix("raw-")

    reply = ask(faults.status(200, ("Content-Encoding", label), body=data[: len(data) * 2 // 3]))

    assert isinstance(reply, Response)
    assert not reply.complete
    assert (FEED * 50).startswith(reply.body)


@pytest.mark.parametrize("chunked", [False, True])
def test_a_document_cut_on_the_wire_is_not_complete(chunked):
    reply = ask(faults.cut(FEED, len(FEED) // 2, chunked=chunked))

    assert isinstance(reply, Response)
    assert (reply.body, reply.complete) == (FEED[: len(FEED) // 2], False)


def test_a_gzip_document_without_its_trailer_is_not_complete_although_all_its_text_arrived():
    reply = ask(faults.without_trailer(FEED))

    assert isinstance(reply, Response)
    assert (reply.body, reply.complete) == (FEED, False)


@pytest.mark.parametrize("label", ["gzip", "br", "zstd", "utf-8", "none"])
def test_a_plain_document_with_a_wrong_label_is_taken_as_it_is(label):
    reply = ask(faults.status(200, ("Content-Encoding", label), body=FEED))

    assert isinstance(reply, Response)
    assert (reply.body, reply.complete) == (FEED, True)


def test_a_gzip_file_without_a_label_is_unpacked():
    reply = ask(faults.status(200, ("Content-Type", "application/gzip"), body=faults.encoded(FEED, "gzip")))

    assert isinstance(reply, Response)
    assert reply.body == FEED


def test_a_silent_server_costs_the_deadline_and_no_more():
    reply = ask(faults.silent(), deadline=timedelta(milliseconds=200))

    assert isinstance(reply, Failed)
    assert reply.code == "timeout"
    assert timedelta(milliseconds=150) < reply.elapsed < timedelta(seconds=2)


def test_a_dripping_server_is_cut_at_the_same_deadline():
    reply = ask(faults.drip(FEED), deadline=timedelta(milliseconds=300))

    assert isinstance(reply, Failed)
    assert reply.code == "timeout"
    assert reply.elapsed < timedelta(seconds=2)


def test_a_reset_before_the_head_is_a_failure():
    reply = ask(faults.reset())

    assert isinstance(reply, Failed)
    assert reply.code == "reset"


def test_what_arrived_before_a_reset_is_kept_as_incomplete():
    reply = ask(faults.reset(FEED[:200]))

    assert isinstance(reply, Response)
    assert (reply.body, reply.complete) == (FEED[:200], False)


def test_nobody_at_the_address_is_a_failure():
    async def go():
        async with Http(SystemClock(), allow_networks=NEAR) as http:
            return await http.send(request("http://127.0.0.1:9/feed"))

    reply = asyncio.run(go())

    assert isinstance(reply, Failed)
    assert reply.code == "connect"


def test_a_name_without_address_is_a_failure():
    async def go():
        async with Http(SystemClock(), allow_networks=NEAR) as http:
            return await http.send(request("http://nobody.invalid/feed"))

    reply = asyncio.run(go())

    assert isinstance(reply, Failed)
    assert reply.code in ("dns", "timeout")  # timeout: a machine without any resolver


@pytest.mark.parametrize(
    "url", ["ftp://news.example/feed", "file:///etc/passwd", "gopher://x/", "http://", "feed", "", "http://[::1"]
)
def test_only_http_and_https_addresses_are_asked(url):
    reply = mocked(lambda _: httpx.Response(200, content=FEED), url)

    assert isinstance(reply, Failed)
    assert reply.code == "bad-scheme"


# ------------------------------------------------------------------------------------------------- addresses


@pytest.mark.parametrize(
    "spelled", ["127.0.0.1", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "localhost", "[::ffff:127.0.0.1]"]
)
def test_no_spelling_of_loopback_is_connected_to(spelled):
    async def go():
        async with Farm() as farm, Http(SystemClock()) as http:
            farm.at("/feed", Document(FEED))
            reply = await http.send(request(f"http://{spelled}:{farm.port}/feed"))
            return reply, farm.connections

    reply, connections = asyncio.run(go())

    assert isinstance(reply, Failed)
    assert reply.code in ("refused-address", "bad-scheme")  # octal is no host name for httpx
    assert connections == 0


@pytest.mark.parametrize("spelled", ["127.0.0.2", "localhost:{port}", "[::1]:{port}", "0.0.0.0:{port}"])
def test_a_redirect_into_a_private_network_is_not_followed(spelled):
    async def walk():
        async with Farm("127.0.0.9", "127.0.0.1") as farm, AsyncExitStack() as stack:
            http = await stack.enter_async_context(Http(SystemClock(), allow_networks=[f"127.0.0.9/32:{farm.port}"]))
            target = f"http://{spelled.format(port=farm.port)}/secret"
            farm.at("/secret", Document(FEED))
            reply = await http.send(request(farm.at("/feed", faults.redirect(target))))
            return reply, farm.count("/secret")

    reply, asked = asyncio.run(walk())

    assert isinstance(reply, Failed)
    assert reply.code == "refused-address"
    assert asked == 0
    assert len(reply.hops) == 1


@pytest.mark.parametrize(
    "location", ["file:///etc/passwd", "gopher://127.0.0.1:25/x", "javascript:alert(1)", "http://[::1", "https://"]
)
def test_a_redirect_to_anything_but_the_web_is_not_followed(location):
    reply = ask(faults.redirect(location))

    assert isinstance(reply, Failed)
    assert reply.code in ("bad-scheme", "http-301")


# ------------------------------------------------------------------------------------------------- redirects


def test_hops_are_followed_and_told():
    others = [("/second", faults.redirect("third", 302)), ("/third", Document(FEED))]

    reply = ask(faults.redirect("/second#top", 301), others=others)

    assert isinstance(reply, Response)
    assert [(hop.status, hop.location.rpartition("/")[2]) for hop in reply.hops] == [(301, "second"), (302, "third")]
    assert reply.url.endswith("/third")


def test_a_circle_of_redirects_is_left():
    reply = ask(faults.redirect("/other"), others=[("/other", faults.redirect("/feed", 302))])

    assert isinstance(reply, Failed)
    assert reply.code == "redirect-loop"


def test_redirects_that_never_end_are_left():
    seen = []

    def onwards(asked):
        seen.append(asked.url)
        return httpx.Response(302, headers={"location": f"/{len(seen)}"})

    reply = mocked(onwards)

    assert isinstance(reply, Failed)
    assert reply.code == "redirect-loop"
    assert len(seen) < 15


def test_a_client_without_cookies_leaves_the_circle_that_waits_for_one():
    async def go():
        async with Farm() as farm, Http(SystemClock(), allow_networks=NEAR) as http:
            reply = await http.send(request(farm.at("/feed", faults.bakes(Document(FEED), "/feed"))))
            return reply, farm.asked

    reply, asked = asyncio.run(go())

    assert isinstance(reply, Failed)
    assert not any("cookie" in one.headers for one in asked)


def test_a_redirect_in_utf8_bytes_is_understood():
    def answer(asked):
        if asked.url.path == "/feed":
            return httpx.Response(301, headers=[(b"Location", "/été à venir".encode())])
        return httpx.Response(200, content=FEED)

    reply = mocked(answer)

    assert isinstance(reply, Response)
    assert reply.url == "https://news.example/%C3%A9t%C3%A9%20%C3%A0%20venir"


def test_credentials_stay_with_their_origin_and_no_referer_is_sent():
    seen = {}

    def answer(asked):
        seen[asked.url.host + asked.url.path] = dict(asked.headers)
        hops = {"/feed": "/near", "/near": "https://other.example/far"}
        to = hops.get(asked.url.path)
        return httpx.Response(302, headers={"location": to}) if to else httpx.Response(200, content=FEED)

    mocked(answer, headers=(("Authorization", "Basic c2VjcmV0"), ("If-None-Match", '"x"')))

    assert seen["news.example/near"]["authorization"] == "Basic c2VjcmV0"
    assert "authorization" not in seen["other.example/far"]
    assert seen["other.example/far"]["if-none-match"] == '"x"'
    assert not any("referer" in headers for headers in seen.values())


def test_nothing_is_sent_that_the_request_does_not_name():
    async def go():
        async with Farm() as farm, Http(SystemClock(), allow_networks=NEAR) as http:
            await http.send(Request(url=farm.at("/feed", Document(FEED)), headers=(("X-One", "1"),)))
            return farm.asked[0].headers

    headers = asyncio.run(go())

    assert set(headers) == {"host", "x-one"}


def test_a_header_value_cannot_smuggle_another_header_in():
    async def go():
        async with Farm() as farm, Http(SystemClock(), allow_networks=NEAR) as http:
            asked = Request(url=farm.at("/feed", Document(FEED)), headers=(("If-None-Match", '"x"\r\nX-Evil: 1'),))
            await http.send(asked)
            return farm.asked[0].headers

    headers = asyncio.run(go())

    assert set(headers) == {"host"}


def test_validators_travel_byte_for_byte():
    etag = 'W/"caf\xe9-\xa0;,"'
    seen = []

    async def answer(asked, pen):
        seen.append(asked.headers.get("if-none-match"))
        pen.writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nETag: " + etag.encode("latin-1") + b"\r\n\r\nok")

    async def go():
        async with Farm() as farm, Http(SystemClock(), allow_networks=NEAR) as http:
            first = await http.send(request(farm.at("/feed", answer)))
            assert isinstance(first, Response)
            again = Request(url=farm.url("/feed"), headers=(("If-None-Match", first.header("etag") or ""),))
            await http.send(again)
            return first

    first = asyncio.run(go())

    assert first.header("etag") == etag
    assert seen == [None, etag]


def test_a_posted_form_arrives():
    async def go():
        async with Farm() as farm, Http(SystemClock(), allow_networks=NEAR) as http:
            form = Request(
                url=farm.at("/hub", faults.status(202)),
                method="POST",
                body=b"hub.mode=subscribe",
                headers=(("Content-Type", "application/x-www-form-urlencoded"),),
            )
            reply = await http.send(form)
            return reply.status, farm.asked[0].body, farm.asked[0].headers["content-type"]

    assert asyncio.run(go()) == (202, b"hub.mode=subscribe", "application/x-www-form-urlencoded")


# ------------------------------------------------------------------------------------------------- sizes


def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


@pytest.mark.parametrize("behaviour", [faults.bomb(10), faults.flood(200)], ids=["bomb of 10 GB", "body of 200 MB"])
def test_an_endless_body_is_cut_and_costs_little_memory(behaviour):
    before = peak()

    reply = ask(behaviour, deadline=timedelta(seconds=20))

    assert isinstance(reply, Failed)
    assert reply.code == "too-large"
    assert peak() - before < 100


@pytest.mark.parametrize("encoding", ["br", "zstd", "deflate"])
def test_a_bomb_in_any_encoding_is_cut(encoding):
    data = faults.encoded(bytes(60_000_000), encoding)
    before = peak()

    reply = ask(faults.status(200, ("Content-Encoding", encoding), body=data))

    assert isinstance(reply, Failed)
    assert reply.code == "too-large"
    assert peak() - before < 150


def test_a_bound_of_one_feed_is_kept():
    reply = ask(Document(FEED, encoding="gzip"), max_bytes=len(FEED) - 1)

    assert isinstance(reply, Failed)
    assert reply.code == "too-large"


def test_a_bound_on_the_wire_is_kept():
    reply = ask(Document(FEED), max_wire_bytes=len(FEED) - 1)

    assert isinstance(reply, Failed)
    assert reply.code == "too-large"


def test_the_page_of_an_error_is_cut_instead_of_refused():
    reply = ask(faults.status(404, body=b"x" * 2_000_000))

    assert isinstance(reply, Response)
    assert reply.status == 404
    assert len(reply.body) < 600_000


def test_a_slow_reader_holds_the_connection_back_instead_of_buffering():
    async def go():
        async with Farm() as farm, Http(SystemClock(), allow_networks=NEAR) as http:
            url = farm.at("/feed", faults.endless(b"x" * 50_000, 100))
            many = await asyncio.gather(*(http.send(request(url, max_bytes=6_000_000)) for _ in range(4)))
            return [len(reply.body or b"") for reply in many]

    assert asyncio.run(go()) == [5_000_000] * 4


# ------------------------------------------------------------------------------------------------- connections


def test_connections_are_kept_and_used_again():
    async def go():
        async with Farm() as farm, Http(SystemClock(), allow_networks=NEAR) as http:
            url = farm.at("/feed", Document(FEED, etag='"a"'))
            for _ in range(20):
                await http.send(request(url))
            return farm.connections

    assert asyncio.run(go()) == 1


def test_many_requests_at_once_all_find_their_own_answer():
    async def go():
        async with (
            Farm(*(f"127.0.1.{i}" for i in range(1, 51))) as farm,
            Http(SystemClock(), allow_networks=NEAR) as http,
        ):
            for i in range(20):
                farm.at(f"/{i}", Document(rss(f"entry {i}")))
            urls = [farm.url(f"/{i}", host) for host in farm.hosts for i in range(20)]
            replies = await asyncio.gather(*(http.send(request(url)) for url in urls))
            return [(url, reply.body) for url, reply in zip(urls, replies, strict=True)]

    for url, body in asyncio.run(go()):
        assert body == rss(f"entry {url.rpartition('/')[2]}")


def test_a_poll_that_is_given_up_leaves_the_others_alone():
    async def go():
        async with Farm() as farm, Http(SystemClock(), allow_networks=NEAR) as http:
            farm.at("/silent", faults.silent())
            farm.at("/feed", Document(FEED))
            given_up = [asyncio.create_task(http.send(request(farm.url("/silent")))) for _ in range(10)]
            await asyncio.sleep(0.05)
            for task in given_up:
                task.cancel()
            good = await asyncio.gather(*(http.send(request(farm.url("/feed"))) for _ in range(10)))
            ended = await asyncio.gather(*given_up, return_exceptions=True)
            return good, ended

    good, ended = asyncio.run(go())

    assert all(reply.body == FEED for reply in good)
    assert all(isinstance(end, asyncio.CancelledError) for end in ended)


def test_closing_ends_what_is_under_way():
    async def go():
        async with Farm() as farm:
            http = Http(SystemClock(), allow_networks=NEAR)
            task = asyncio.create_task(http.send(request(farm.at("/feed", faults.silent()))))
            await asyncio.sleep(0.05)
            await http.aclose()
            return await task

    reply = asyncio.run(go())

    assert isinstance(reply, Failed)
    assert reply.code == "reset"


def test_a_certificate_nobody_vouches_for_is_refused(tmp_path):
    context = _tls(tmp_path)

    async def go(cafile):
        async with Farm(tls=context) as farm, Http(SystemClock(), allow_networks=NEAR, cafile=cafile) as http:
            farm.at("/feed", Document(FEED))
            return [await http.send(request(farm.url("/feed"))) for _ in range(2)]

    strangers = asyncio.run(go(None))
    trusted = asyncio.run(go(str(tmp_path / "cert.pem")))

    assert [getattr(reply, "code", None) for reply in strangers] == ["tls", "tls"]
    assert [getattr(reply, "body", None) for reply in trusted] == [FEED, FEED]


def _tls(folder):
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("makes its certificate with the openssl program, which is not here")
    command = [openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command += ["-keyout", "key.pem", "-out", "cert.pem", "-days", "2", "-subj", "/CN=127.0.0.1"]
    subprocess.run([*command, "-addext", "subjectAltName=IP:127.0.0.1"], cwd=folder, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context


# ------------------------------------------------------------------------------------------------- anything at all

texts = st.text(st.characters(max_codepoint=255, exclude_characters="\r\n\0"), max_size=30)


@settings(max_examples=60, deadline=None)
@given(
    status=st.integers(200, 599),
    location=texts,
    encoding=texts | st.sampled_from(["gzip", "br,gzip"]),
    body=st.binary(max_size=80),
)
@example(status=301, location="http://[", encoding="gzip", body=b"\x1f\x8b")
@example(status=302, location="//", encoding="deflate", body=b"x")
@example(status=301, location="http://0x7f000001:99999/", encoding="zstd", body=b"\x28\xb5\x2f\xfd\0")
@example(status=200, location="", encoding="br", body=b"\x8b\x02\x80")
def test_nothing_a_server_can_say_raises(status, location, encoding, body):
    headers = [(b"Location", location.encode("latin-1")), (b"Content-Encoding", encoding.encode("latin-1"))]

    reply = mocked(lambda _: httpx.Response(status, headers=headers, stream=httpx.ByteStream(body)))

    assert isinstance(reply, Response | Failed)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (httpx.ConnectTimeout("slow"), "timeout"),
        (httpx.ConnectError("refused"), "connect"),
        (httpx.ReadError("reset"), "reset"),
        (httpx.RemoteProtocolError("nonsense"), "reset"),
        (OSError("network is unreachable"), "reset"),
    ],
)
def test_trouble_of_any_transport_becomes_a_documented_code(error, code):
    def answer(_):
        raise error

    reply = mocked(answer)

    assert isinstance(reply, Failed)
    assert reply.code == code
    assert "news.example" in reply.message


@pytest.mark.parametrize(
    "head",
    [
        b"HELO\r\n\r\n",
        b"HTTP/1.1 abc\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n: x\r\nno colon\r\n\tfold\r\nContent-Length: 0\r\n\r\n",
        b"\0" * 100,
    ],
)
def test_a_server_that_does_not_speak_http_is_survived(head):
    async def answer(_, pen):
        pen.hang_up()
        await pen.write(head)

    reply = ask(answer)

    assert isinstance(reply, Response | Failed)


def test_the_live_world_is_a_clock_and_a_way_out():
    clock = FrozenClock(NOON)

    async def go():
        http = Http(clock, transport=httpx.MockTransport(lambda _: httpx.Response(200, content=FEED)))
        world = LiveWorld(clock, http)
        reply = await world.send(Request(url="https://news.example/feed"))
        await world.sleep(timedelta(hours=1))
        await world.aclose()
        return reply, world.now()

    reply, now = asyncio.run(go())

    assert reply.body == FEED
    assert reply.received == NOON
    assert now == NOON + timedelta(hours=1)
