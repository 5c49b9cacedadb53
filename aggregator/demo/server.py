"""The loopback server of the invented newsroom: each outlet at its own address, all at one free port.

It speaks as much HTTP/1.1 as a reader of feeds needs: GET and HEAD, kept-alive connections, nothing else. Where a
machine has no further loopback addresses (macOS has only 127.0.0.1), the outlets share 127.0.0.1 at different ports.
"""

import asyncio
import errno
import socket
from collections.abc import Callable, Mapping
from datetime import datetime
from email.utils import format_datetime
from http import HTTPStatus
from types import TracebackType
from typing import Self

from aggregator.demo.newsroom import Answer, Newsroom
from aggregator.demo.outlets import OUTLETS

_HEAD_LIMIT = 16_384  # bytes of a request line and its headers
_IDLE = 30.0  # seconds a kept-alive connection may be silent
_TRIES = 20  # ports tried until one is free at every address
_FALLBACK = "127.0.0.1"


class Server:
    """An async context manager that serves `newsroom` as it is at the instant that `now` gives.

    Attributes:
        newsroom: the same newsroom, with its outlets at the addresses they are served at (from entering on).

    Args:
        now: the simulated instant of each answer, aware.
        port: the port asked for; 0 for any free one.
        addresses: outlet -> address, instead of the ones on 127.20.24.0/24.
    """

    def __init__(
        self,
        newsroom: Newsroom,
        now: Callable[[], datetime],
        *,
        port: int = 0,
        addresses: Mapping[str, str] | None = None,
    ) -> None:
        self.newsroom = newsroom
        self._now = now
        self._port = port
        self._addresses = dict(addresses or {each.name: each.address for each in OUTLETS})
        self._hosts: dict[str, str] = {}
        self._servers: list[asyncio.Server] = []
        self._open: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        sockets = _listen(self._addresses, self._port)
        for outlet, listening in sockets.items():
            address, port = listening.getsockname()[:2]
            self._hosts[outlet] = f"{address}:{port}"
            self._servers.append(await asyncio.start_server(self._serve(outlet), sock=listening, limit=_HEAD_LIMIT))
        self.newsroom = self.newsroom.housed(self._hosts)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for server in self._servers:
            server.close()
        for task in list(self._open):
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)
        for server in self._servers:
            await server.wait_closed()

    def base_url(self, outlet: str) -> str:
        """The address of an outlet, without a slash at its end."""
        return self.newsroom.base_url(outlet)

    def networks(self) -> tuple[str, ...]:
        """What `allow_networks` has to name so that these addresses may be asked."""
        return tuple(f"{address}/32:{port}" for address, port in (host.split(":") for host in self._hosts.values()))

    def _serve(self, outlet: str) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], None]:
        def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.ensure_future(self._talk(outlet, reader, writer))
            self._open.add(task)
            task.add_done_callback(self._open.discard)

        return accept

    async def _talk(self, outlet: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while await self._exchange(outlet, reader, writer):
                pass
        except (TimeoutError, ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass  # a visitor who leaves, stalls or shouts is let go
        finally:
            writer.close()

    async def _exchange(self, outlet: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """One request and its answer; whether the connection stays open for another."""
        async with asyncio.timeout(_IDLE):
            head = await reader.readuntil(b"\r\n\r\n")
        method, path, headers = _read(head)
        now = self._now()
        if method in ("GET", "HEAD"):
            answer = self.newsroom.answer(self._hosts[outlet], path, headers, now)
            keep = headers.get("connection", "").lower() != "close" and "content-length" not in headers
        else:
            answer, keep = Answer(405, (("allow", "GET, HEAD"),), b""), False
        writer.write(_written(answer, now, keep=keep, body=method != "HEAD"))
        await writer.drain()
        return keep


def feeds_yaml(server: Server) -> str:
    """A feeds.yaml that follows this newsroom: its feeds and publishers, a few topics, a digest a day.

    The server has to be entered: the addresses are not known before.
    """
    newsroom = server.newsroom
    publishers = "".join(
        f"  {each.name}: {{title: {_quoted(each.title)}, home: {_quoted(newsroom.base_url(each.name) + '/')}, "
        f"language: {each.language}}}\n"
        for each in OUTLETS
    )
    feeds = "".join(
        f"  - url: {_quoted(feed.url)}\n    name: {feed.name}\n    title: {_quoted(feed.title)}\n"
        f"    publisher: {feed.publisher}\n    language: {feed.language}\n    every: 5m\n"
        for feed in newsroom.feeds()
    )
    networks = "".join(f"  - {_quoted(network)}\n" for network in server.networks())
    return _YAML.format(feeds=feeds, publishers=publishers, networks=networks)


_YAML = """\
# The invented newsroom of `aggregator demo`: five outlets, one week, everything on this machine.
languages: [fr, en, de, ko]
timezone: Europe/Paris

# Addresses of this machine are refused unless named here.
allow_networks:
{networks}
publishers:
{publishers}
feeds:
{feeds}
topics:
  diplomatie:
    label: {{fr: Diplomatie, en: Diplomacy, de: Diplomatie, ko: 외교}}
    any:
      - traité
      - ambassadeur
      - visite officielle
      - Kremlin
      - treaty
      - ambassador
      - Vertrag
      - Botschafter
      - Kreml
      - 조약
      - 외교부
      - 크렘린궁
  economie:
    label: {{fr: Économie, en: Economy, de: Wirtschaft, ko: 경제}}
    any:
      - grève
      - prix à la consommation
      - dockers
      - interest rates
      - Hafenarbeiter
      - Lehrverträge
      - category: Économie
      - category: Business
      - category: Wirtschaft
      - category: 경제
  nature:
    label: {{fr: Nature, en: Nature, de: Natur, ko: 자연}}
    any:
      - volcan
      - séismes
      - volcano
      - volcanic ash
      - Vulkan
      - Erdbeben
      - 화산
      - 지진

digests:
  matin: {{period: day, at: "07:00", language: fr}}
  semaine: {{period: week, at: "07:30", language: fr}}
"""


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _listen(addresses: Mapping[str, str], port: int) -> dict[str, socket.socket]:
    """One listening socket an outlet, at one port; at different ports of 127.0.0.1 where those addresses do not exist.

    Raises:
        OSError: the port asked for is taken, or none can be had.
    """
    for _ in range(1 if port else _TRIES):
        try:
            return _listen_at(addresses, port, shared=True)
        except OSError as error:
            if error.errno == errno.EADDRNOTAVAIL:
                return _listen_at(dict.fromkeys(addresses, _FALLBACK), port, shared=False)
            if error.errno != errno.EADDRINUSE:
                raise
    raise OSError(errno.EADDRINUSE, f"port {port or '(any)'} is in use at one of {', '.join(addresses.values())}")


def _listen_at(addresses: Mapping[str, str], port: int, *, shared: bool) -> dict[str, socket.socket]:
    """A socket an address: all at one port, or at consecutive ones (any, when none is asked for)."""
    bound: dict[str, socket.socket] = {}
    try:
        for name, address in addresses.items():
            bound[name] = _bound(address, port)
            if shared:
                port = bound[name].getsockname()[1]
            elif port:
                port += 1
    except OSError:
        for listening in bound.values():
            listening.close()
        raise
    return bound


def _bound(address: str, port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((address, port))
        # Two bound sockets may share a port until one of them listens: only then is it known to be free.
        listening.listen()
    except OSError:
        listening.close()
        raise
    listening.setblocking(False)
    return listening


def _read(head: bytes) -> tuple[str, str, dict[str, str]]:
    """Method, path and headers (names lower case) of a request; an unreadable one has no method."""
    first, *lines = head.decode("latin-1").split("\r\n")
    words = first.split(" ")
    if len(words) != 3:
        return "", "", {}
    pairs = (line.partition(":") for line in lines if ":" in line)
    return words[0], words[1], {name.strip().lower(): value.strip() for name, _, value in pairs}


def _written(answer: Answer, now: datetime, *, keep: bool, body: bool) -> bytes:
    lines = [
        f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}",
        f"date: {format_datetime(now, usegmt=True)}",
        "server: demo-newsroom",
        *(f"{name}: {value}" for name, value in answer.headers),
        f"connection: {'keep-alive' if keep else 'close'}",
    ]
    if answer.status != HTTPStatus.NOT_MODIFIED:
        lines.append(f"content-length: {len(answer.body)}")
    head = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
    return head + answer.body if body else head
