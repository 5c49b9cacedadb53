import asyncio

import httpx

from aggregator.edge.address import Guard
from aggregator.edge.curl import CurlTransport
from tests.farm import Document, Farm, rss


def test_closing_an_answer_that_is_through_does_not_end_the_exchange_that_follows_it():
    async def slow(asked, pen):
        await asyncio.sleep(0.05)
        await Document(rss("deux"))(asked, pen)

    async def go():
        async with Farm() as farm:
            transport = CurlTransport(Guard(["127.0.0.0/8"]))
            quick, late = farm.at("/quick", Document(rss("un"))), farm.at("/late", slow)
            first = await transport.handle_async_request(httpx.Request("GET", quick))
            assert isinstance(first.stream, httpx.AsyncByteStream)
            assert b"".join([chunk async for chunk in first.stream]) == rss("un")
            following = asyncio.create_task(transport.handle_async_request(httpx.Request("GET", late)))
            await asyncio.sleep(0.01)
            await first.stream.aclose()
            async with asyncio.timeout(2):
                second = await following
                body = await second.aread()
            await transport.aclose()
            return body

    assert asyncio.run(go()) == rss("deux")


def test_an_answer_that_is_left_closes_its_connection_and_only_that():
    async def endless(_asked, pen):
        await pen.head(200, [("Transfer-Encoding", "chunked")])
        while True:
            await pen.write(b"5\r\nabcde\r\n")
            await asyncio.sleep(0.001)

    async def go():
        async with Farm() as farm:
            transport = CurlTransport(Guard(["127.0.0.0/8"]))
            left = await transport.handle_async_request(httpx.Request("GET", farm.at("/endless", endless)))
            await left.aclose()
            other = await transport.handle_async_request(httpx.Request("GET", farm.at("/feed", Document(rss("un")))))
            body = await other.aread()
            await transport.aclose()
            return body

    assert asyncio.run(go()) == rss("un")
