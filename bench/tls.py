"""What a resumed TLS session saves: `python -m bench.tls [--requests 300]`.

A loopback server with a certificate of an authority of our own closes every connection after its answer, so that each
request needs a handshake. Client and server share the process: their CPU time is counted together, and a plain HTTP run is
taken off. Without resumption is measured with a way out of its own for each request, less what making one costs.
"""

import argparse
import asyncio
import tempfile
import time
from pathlib import Path

from aggregator.edge.clock import SystemClock
from aggregator.edge.http import Http
from aggregator.records import Request, Response
from tests.edge.test_tls import authority
from tests.farm import Document, Farm, rss

NEAR = ["127.0.0.0/8"]


async def cost(requests: int, folder: Path, *, tls: bool, resumed: bool) -> tuple[float, int]:
    """CPU milliseconds a request, and how many sessions were resumed."""
    context = authority(folder) if tls else None
    trusted = str(folder / "ca.pem") if tls else None
    document = Document(rss("un"))

    async def once(asked, pen):
        await document(asked, pen)
        pen.hang_up()

    async with Farm(tls=context) as farm:
        farm.at("/feed", once)
        request = Request(url=farm.url("/feed"))
        ways = [Http(SystemClock(), allow_networks=NEAR, cafile=trusted) for _ in range(1 if resumed else requests)]
        began = time.process_time()
        for n in range(requests):
            reply = await ways[n % len(ways)].send(request)
            assert isinstance(reply, Response), reply
        spent = time.process_time() - began
        for way in ways:
            await way.aclose()
    return 1000 * spent / requests, context.session_stats()["hits"] if context else 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=300)
    count = parser.parse_args().requests
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        plain, _ = asyncio.run(cost(count, folder, tls=False, resumed=True))
        fresh_plain, _ = asyncio.run(cost(count, folder, tls=False, resumed=False))
        one, hits = asyncio.run(cost(count, folder, tls=True, resumed=True))
        each, _ = asyncio.run(cost(count, folder, tls=True, resumed=False))
    print(f"{count} requests, each on a connection of its own; client and server together, CPU ms a request")
    print(f"plain HTTP {plain:.2f}; resumed TLS +{one - plain:.2f} ({hits} of {count} sessions resumed); ", end="")
    print(f"full handshake and certificates +{each - fresh_plain:.2f}: {(each - fresh_plain) / (one - plain):.1f}x")


if __name__ == "__main__":
    main()
