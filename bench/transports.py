"""CPU time of one request behind httpx's transport interface, by what opens the connections.

    python -m bench.transports [--hosts 100] [--rounds 5]

One server process on loopback answers every request with a 304, or with a 200 of 24 kB, as fast as it can. Candidates
that are not installed are left out (`pip install httpx-aiohttp`). Read the ratios: the machine is never quiet.
"""

import argparse
import asyncio
import contextlib
import multiprocessing
import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from multiprocessing.queues import Queue

import httpx

from aggregator.edge.address import Guard
from aggregator.edge.clock import SystemClock
from aggregator.edge.curl import CurlTransport
from aggregator.edge.http import Http
from aggregator.records import Request

NEAR = ["127.0.0.0/8"]
PARALLEL = 50
HEADERS = (("User-Agent", "bench/1"), ("Accept", "*/*"), ("Accept-Encoding", "gzip"), ("If-None-Match", '"x"'))
ANSWERS = {
    "304": b'HTTP/1.1 304 Not Modified\r\nETag: "x"\r\nDate: Sun, 01 Mar 2026 12:00:00 GMT\r\n\r\n',
    "200, 24 kB": b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 24000\r\n\r\n" + b"x" * 24000,
}


class _Server(asyncio.Protocol):
    answer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        assert isinstance(self._transport, asyncio.WriteTransport)
        self._transport.write(self.answer)


def _serve(ports: "Queue[int]", answer: bytes) -> None:
    async def main() -> None:
        _Server.answer = answer
        server = await asyncio.get_running_loop().create_server(_Server, "127.0.0.1", 0, backlog=1024)
        port = server.sockets[0].getsockname()[1]
        # Other loopback addresses stand for other hosts; where a system has only the first, there is one host.
        others = [await _also(f"127.0.1.{i}", port) for i in range(1, 201)]
        ports.put(port)
        await asyncio.gather(server.serve_forever(), *(other.serve_forever() for other in others if other))

    asyncio.run(main())


async def _also(host: str, port: int) -> asyncio.Server | None:
    with contextlib.suppress(OSError):
        return await asyncio.get_running_loop().create_server(_Server, host, port, backlog=128)
    return None


def _transports() -> dict[str, Callable[[], httpx.AsyncBaseTransport]]:
    limits = httpx.Limits(max_connections=1000, max_keepalive_connections=1000)
    found: dict[str, Callable[[], httpx.AsyncBaseTransport]] = {
        "libcurl (ours)": lambda: CurlTransport(Guard(NEAR)),
        "httpx": lambda: httpx.AsyncHTTPTransport(limits=limits),
    }
    with contextlib.suppress(ImportError):
        from httpx_aiohttp import AiohttpTransport  # type: ignore[import-not-found,unused-ignore]

        found["aiohttp"] = lambda: AiohttpTransport(limits=limits)
    return found


async def _through(transport: httpx.AsyncBaseTransport, urls: list[str]) -> None:
    turns = asyncio.Semaphore(PARALLEL)

    async def one(url: str) -> None:
        async with turns:
            answer = await transport.handle_async_request(httpx.Request("GET", url, headers=list(HEADERS)))
            await answer.aread()
            await answer.aclose()

    await asyncio.gather(*(one(url) for url in urls))


async def _whole(http: Http, urls: list[str]) -> None:
    turns = asyncio.Semaphore(PARALLEL)

    async def one(url: str) -> None:
        async with turns:
            await http.send(Request(url=url, headers=HEADERS))

    await asyncio.gather(*(one(url) for url in urls))


async def _measure(make: Callable[[], httpx.AsyncBaseTransport] | None, urls: list[str], rounds: int) -> list[float]:
    """Microseconds of CPU per request: the first round opens connections, the others use them again."""
    found = []
    if make is None:
        async with Http(SystemClock(), allow_networks=NEAR, min_gap=timedelta(0)) as http:
            for _ in range(rounds):
                before = time.process_time()
                await _whole(http, urls)
                found.append((time.process_time() - before) / len(urls) * 1e6)
        return found
    transport = make()
    for _ in range(rounds):
        before = time.process_time()
        await _through(transport, urls)
        found.append((time.process_time() - before) / len(urls) * 1e6)
    await transport.aclose()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hosts", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    print(f"{'answer':12} {'through':34} {'new connection':>15} {'kept alive':>12}   us of CPU per request")
    for name, answer in ANSWERS.items():
        ports: Queue[int] = multiprocessing.Queue()
        server = multiprocessing.Process(target=_serve, args=(ports, answer), daemon=True)
        server.start()
        port = ports.get(timeout=20)
        urls = [f"http://127.0.1.{i % 200 + 1}:{port}/feed" for i in range(asked.hosts)]
        for label, make in [*_transports().items(), ("libcurl under edge/http.py, whole", None)]:
            first, *rest = asyncio.run(_measure(make, urls, asked.rounds))
            print(f"{name:12} {label:34} {first:15.0f} {statistics.median(rest):12.0f}", flush=True)
        server.terminate()
        server.join()


if __name__ == "__main__":
    main()
