"""The fault farm: a loopback server that behaves as badly as real ones do.

    async with Farm() as farm:
        farm.at("/feed", then(document(rss("un", "deux")), silent(), status(503)))
        ... ask farm.url("/feed") ...
        assert farm.count("/feed") == 3

A behaviour is a coroutine that gets what was asked and a `Pen` to answer with. The server counts and remembers every
request. One farm stands for several hosts when it is given several loopback addresses.
"""

import asyncio
import contextlib
import ssl
import zlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from html import escape
from types import TracebackType
from typing import Self

import brotli
import zstandard


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it arrived; header names in lower case."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes = b""

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]


@dataclass(slots=True)
class Pen:
    """What a behaviour answers with."""

    writer: asyncio.StreamWriter
    keep: bool = True

    async def write(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def head(self, code: int, headers: Sequence[tuple[str, str]] = ()) -> None:
        lines = [f"HTTP/1.1 {code} Status"] + [f"{name}: {value}" for name, value in headers]
        await self.write("\r\n".join([*lines, "", ""]).encode("utf-8"))

    async def whole(self, code: int, headers: Sequence[tuple[str, str]], body: bytes) -> None:
        length = [] if code in (204, 304) else [("Content-Length", str(len(body)))]
        await self.head(code, [*headers, *length])
        if body and code not in (204, 304):
            await self.write(body)

    def hang_up(self) -> None:
        """Closes the connection in good order after what was written."""
        self.keep = False

    def reset(self) -> None:
        """Ends the connection with RST."""
        self.keep = False
        self.writer.transport.abort()


Behaviour = Callable[[Asked, Pen], Awaitable[None]]


class Farm:
    """A server on loopback addresses that share one port."""

    def __init__(self, *hosts: str, tls: ssl.SSLContext | None = None) -> None:
        self.hosts = hosts or ("127.0.0.1",)
        self.port = 0
        self.asked: list[Asked] = []
        self.most_open = 0  # connections at the same time
        self.connections = 0
        self._tls = tls
        self._open = 0
        self._routes: dict[str, Behaviour] = {}
        self._servers: list[asyncio.Server] = []
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        for host in self.hosts:
            server = await asyncio.start_server(self._serve, host, self.port, ssl=self._tls, backlog=1024)
            self.port = self.port or server.sockets[0].getsockname()[1]
            self._servers.append(server)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for server in self._servers:
            server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def at(self, path: str, behaviour: Behaviour) -> str:
        """Puts `behaviour` at `path` of every host, in place of what was there; the address on the first host."""
        self._routes[path] = behaviour
        return self.url(path)

    def url(self, path: str, host: str | None = None) -> str:
        return f"{'https' if self._tls else 'http'}://{host or self.hosts[0]}:{self.port}{path}"

    def requests(self, path: str) -> list[Asked]:
        return [asked for asked in self.asked if asked.path == path]

    def count(self, path: str) -> int:
        return len(self.requests(path))

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self._open += 1
        self.connections += 1
        self.most_open = max(self.most_open, self._open)
        try:
            with contextlib.suppress(
                ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError, ssl.SSLError
            ):
                pen = Pen(writer)
                while pen.keep:
                    await self._answer(reader, pen)
        finally:
            self._open -= 1
            self._tasks.discard(task)
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, pen: Pen) -> None:
        asked = await _request(reader)
        self.asked.append(asked)
        await self._routes.get(asked.path, status(404))(asked, pen)


async def _request(reader: asyncio.StreamReader) -> Asked:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    method, target, _ = head[0].split(" ", 2)
    fields = dict(line.split(":", 1) for line in head[1:] if ":" in line)
    headers = {name.strip().lower(): value.strip() for name, value in fields.items()}
    return Asked(method, target, headers, await reader.readexactly(int(headers.get("content-length", "0"))))


# ------------------------------------------------------------------------------------------------- documents


def rss(*titles: str, head: str = "", title: str = "Le Phare") -> bytes:
    """An RSS document with one entry per title, in this order; `head` goes into the channel before them."""
    entries = "".join(
        f"<item><title>{escape(name)}</title><guid isPermaLink='false'>{escape(name)}</guid>"
        f"<link>https://phare.example/{abs(zlib.crc32(name.encode()))}</link>"
        f"<description>Le texte de {escape(name)}.</description></item>\n"
        for name in titles
    )
    return (
        f"<?xml version='1.0' encoding='utf-8'?>\n<rss version='2.0'><channel><title>{escape(title)}</title>"
        f"<link>https://phare.example/</link><description>Nouvelles</description>{head}\n{entries}</channel></rss>\n"
    ).encode()


PAGE = (
    b"<!DOCTYPE html>\n<html lang='fr'><head><title>Le Phare</title></head><body><h1>Maintenance en cours</h1>"
    b"<p>Revenez plus tard.</p></body></html>"
)
LOGIN = (
    b"<html><body><form action='/entrer' method='post'><input name='nom'><input type='password' name='mot'>"
    b"<button>Entrer</button></form></body></html>"
)
BILLION_LAUGHS = (
    b"<?xml version='1.0'?><!DOCTYPE lolz [<!ENTITY a0 'ha'>"
    + b"".join(b"<!ENTITY a%d '%s'>" % (i, b"&a%d;" % (i - 1) * 10) for i in range(1, 10))
    + b"]><rss version='2.0'><channel><title>&a9;</title><item><title>&a9;</title></item></channel></rss>"
)
EXTERNAL_ENTITY = (
    b"<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY passwd SYSTEM 'file:///etc/passwd'>]>"
    b"<rss version='2.0'><channel><title>x</title><item><title>&passwd;</title></item></channel></rss>"
)


def encoded(body: bytes, encoding: str) -> bytes:
    """`body` in a content encoding: gzip, deflate, raw-deflate, br, zstd."""
    if encoding == "br":
        return bytes(brotli.compress(body, quality=5))
    if encoding == "zstd":
        return zstandard.compress(body)
    bits = {"gzip": 31, "deflate": 15, "raw-deflate": -15}[encoding]
    packer = zlib.compressobj(6, zlib.DEFLATED, bits)
    return packer.compress(body) + packer.flush()


# ------------------------------------------------------------------------------------------------- behaviours


@dataclass(slots=True)
class Document:
    """A well-behaved document: validators, 304, encodings. `body` and the rest can be changed between polls."""

    body: bytes
    etag: str | None = None
    last_modified: str | None = None
    encoding: str | None = None
    headers: list[tuple[str, str]] = field(default_factory=list)
    content_type: str = "application/rss+xml"
    chunked: bool = False

    async def __call__(self, asked: Asked, pen: Pen) -> None:
        fields = [("Content-Type", self.content_type), *self.headers]
        fields += [("ETag", self.etag)] if self.etag else []
        fields += [("Last-Modified", self.last_modified)] if self.last_modified else []
        if self._is_known(asked):
            await pen.whole(304, fields, b"")
            return
        body = encoded(self.body, self.encoding) if self.encoding else self.body
        if self.encoding:
            fields.append(("Content-Encoding", self.encoding.removeprefix("raw-")))
        if not self.chunked:
            await pen.whole(200, fields, body)
            return
        await pen.head(200, [*fields, ("Transfer-Encoding", "chunked")])
        for start in range(0, len(body), 1000):
            await pen.write(b"%x\r\n%s\r\n" % (len(body[start : start + 1000]), body[start : start + 1000]))
        await pen.write(b"0\r\n\r\n")

    def _is_known(self, asked: Asked) -> bool:
        if self.etag is not None:
            return asked.headers.get("if-none-match") == self.etag
        return self.last_modified is not None and asked.headers.get("if-modified-since") == self.last_modified


def then(*behaviours: Behaviour) -> Behaviour:
    """One behaviour after the other, one per request; the last one stays."""
    left = list(behaviours)

    async def answer(asked: Asked, pen: Pen) -> None:
        await (left.pop(0) if len(left) > 1 else left[0])(asked, pen)

    return answer


def status(code: int, *headers: tuple[str, str], body: bytes = b"") -> Behaviour:
    """A bare status."""

    async def answer(_: Asked, pen: Pen) -> None:
        await pen.whole(code, headers, body)

    return answer


def page(body: bytes = PAGE, content_type: str = "text/html; charset=utf-8") -> Behaviour:
    """A web page where a feed should be, with 200 and validators that must not be believed."""
    return status(200, ("Content-Type", content_type), ("ETag", '"page"'), body=body)


def redirect(to: str, code: int = 301, *headers: tuple[str, str]) -> Behaviour:
    """A redirect; `to` is sent as it stands."""
    return status(code, ("Location", to), *headers)


def silent() -> Behaviour:
    """Takes the request and never answers."""

    async def answer(_: Asked, pen: Pen) -> None:
        pen.hang_up()
        await asyncio.sleep(3600)

    return answer


def drip(body: bytes, pause: float = 0.05) -> Behaviour:
    """A head at once, then a byte at a time."""

    async def answer(_: Asked, pen: Pen) -> None:
        await pen.head(200, [("Content-Type", "application/rss+xml"), ("Content-Length", str(len(body)))])
        for start in range(len(body)):
            await pen.write(body[start : start + 1])
            await asyncio.sleep(pause)

    return answer


def reset(body: bytes = b"", length: int = 10_000) -> Behaviour:
    """A connection that is reset: before the head when `body` is empty, after those bytes of it else."""

    async def answer(_: Asked, pen: Pen) -> None:
        if body:
            await pen.head(200, [("Content-Type", "application/rss+xml"), ("Content-Length", str(length))])
            await pen.write(body)
            await asyncio.sleep(0.02)
        pen.reset()

    return answer


def cut(body: bytes, keep: int, encoding: str | None = None, *, chunked: bool = False) -> Behaviour:
    """A document that ends early: its length (or its chunks) promised more, validators included."""

    async def answer(_: Asked, pen: Pen) -> None:
        data = encoded(body, encoding) if encoding else body
        fields = [("Content-Type", "application/rss+xml"), ("ETag", '"cut"')]
        fields += [("Content-Encoding", encoding)] if encoding else []
        size = ("Transfer-Encoding", "chunked") if chunked else ("Content-Length", str(len(data)))
        await pen.head(200, [*fields, size])
        await pen.write(b"%x\r\n%s\r\n" % (keep, data[:keep]) if chunked else data[:keep])
        pen.hang_up()

    return answer


def without_trailer(body: bytes) -> Behaviour:
    """A gzip stream that lacks its last bytes, in a message that is itself whole."""
    return status(
        200,
        ("Content-Type", "application/rss+xml"),
        ("Content-Encoding", "gzip"),
        ("ETag", '"cut"'),
        body=encoded(body, "gzip")[:-6],
    )


def endless(chunk: bytes, times: int, *headers: tuple[str, str], first: bytes = b"") -> Behaviour:
    """`first`, then the same bytes many times over, as one chunked body."""

    async def answer(_: Asked, pen: Pen) -> None:
        await pen.head(200, [("Content-Type", "application/rss+xml"), ("Transfer-Encoding", "chunked"), *headers])
        if first:
            await pen.write(b"%x\r\n%s\r\n" % (len(first), first))
        framed = b"%x\r\n%s\r\n" % (len(chunk), chunk)
        for _time in range(times):
            await pen.write(framed)
        await pen.write(b"0\r\n\r\n")

    return answer


def bomb(gigabytes: int = 10) -> Behaviour:
    """A few megabytes of gzip that unpack to `gigabytes`."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(bytes(10_000_000)) + packer.flush(zlib.Z_FULL_FLUSH)
    start = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
    return endless(block, gigabytes * 100, ("Content-Encoding", "gzip"), first=start)


def flood(megabytes: int = 200) -> Behaviour:
    """A plain body of `megabytes`."""
    return endless(b"<item><title>x</title></item>\n" * 2000, megabytes * 1_000_000 // 60_000, first=b"<rss><channel>")


def bakes(document: Behaviour, path: str) -> Behaviour:
    """Sets a cookie and sends the client round until it comes back with it; a client without a jar never arrives."""

    async def answer(asked: Asked, pen: Pen) -> None:
        if "cookie" in asked.headers:
            await document(asked, pen)
        else:
            await pen.whole(302, [("Set-Cookie", "reader=1; Path=/"), ("Location", path)], b"")

    return answer


@dataclass(slots=True)
class Rolling:
    """A feed that publishes: it shows its newest `window` entries and forgets the rest.

    With `archive`, what fell out stands on older pages (RFC 5005), `window` entries each, at `archive` + `/1` and on;
    give them to the farm with `pages`. With `deltas`, a client that sends `A-IM: feed` gets 226 and the news only.
    """

    window: int = 10
    titles: list[str] = field(default_factory=list)  # oldest first
    archive: str | None = None
    deltas: bool = False

    def publish(self, *titles: str) -> None:
        self.titles += titles

    def page(self, number: int) -> bytes:
        """The page that begins `number` windows back."""
        end = len(self.titles) - number * self.window
        shown = self.titles[max(0, end - self.window) : end][::-1]
        older = f"<a:link xmlns:a='http://www.w3.org/2005/Atom' rel='prev-archive' href='{self.archive}/{number + 1}'/>"
        return rss(*shown, head=older if self.archive and end > self.window else "")

    def pages(self, farm: Farm, path: str) -> None:
        """Puts every older page there is now on `farm`, at `path` + `/1` and on."""
        for number in range(1, len(self.titles) // self.window + 1):
            farm.at(f"{path}/{number}", Document(self.page(number)))

    async def __call__(self, asked: Asked, pen: Pen) -> None:
        etag, known = f'"{len(self.titles)}"', asked.headers.get("if-none-match", "").strip('"')
        fields = [("Content-Type", "application/rss+xml"), ("ETag", etag)]
        if known == str(len(self.titles)):
            await pen.whole(304, fields, b"")
        elif self.deltas and known.isdecimal() and asked.headers.get("a-im") == "feed":
            news = rss(*self.titles[int(known) :][-self.window :][::-1])
            await pen.whole(226, [*fields, ("IM", "feed")], news)
        else:
            await pen.whole(200, fields, self.page(0))


def healthy_after(fault: Behaviour, document: Behaviour, times: int = 1) -> Behaviour:
    """The fault for the first `times` requests, then the document: what recovery is tested with."""
    return then(*[fault] * times, document)


def every_fault(page_of: str) -> dict[str, Behaviour]:
    """One of each fault by name, each bounded in time when asked with a short deadline.

    Args:
        page_of: an address on the farm that serves a web page, for redirects that lead there.
    """
    good = rss("Jamais vu")
    return {
        "silent": silent(),
        "drip": drip(good),
        "reset before the head": reset(),
        "reset in the body": reset(good[:150]),
        "cut": cut(good, 200),
        "cut in a chunk": cut(good, 200, chunked=True),
        "cut gzip": cut(good, 100, "gzip"),
        "gzip without trailer": without_trailer(good),
        "bomb": bomb(10),
        "flood": flood(200),
        "loop": redirect("?again", 302),
        "redirect to a page": redirect(page_of, 301),
        "redirect into the machine": redirect("http://169.254.169.254/latest/meta-data/", 301),
        "redirect to a file": redirect("file:///etc/passwd", 301),
        "410": status(410),
        "429": status(429),
        "503": status(503, ("Retry-After", "120")),
        "403": status(403, ("cf-mitigated", "challenge"), body=PAGE),
        "404": status(404, body=PAGE),
        "500": status(500),
        "page": page(),
        "page that calls itself a feed": page(PAGE, "application/rss+xml"),
        "login": page(LOGIN),
        "empty": status(200, ("ETag", '"empty"')),
        "blank": status(200, ("ETag", '"blank"'), body=b" \n\n"),
        "304 for nothing": status(304, ("ETag", '"never"')),
        "226 unasked": status(226, body=good),
        "cookie wall": bakes(Document(good), "/cookie-wall"),
        "wrong charset": status(
            200, ("Content-Type", "text/html; charset=utf-16"), ("ETag", '"odd"'), body=b"\xff\xfe\xfd not xml \x80"
        ),
        "binary": status(200, ("Content-Type", "application/rss+xml"), ("ETag", '"bin"'), body=bytes(range(256)) * 40),
        "billion laughs": status(200, ("Content-Type", "application/rss+xml"), ("ETag", '"lol"'), body=BILLION_LAUGHS),
        "external entity": status(
            200, ("Content-Type", "application/rss+xml"), ("ETag", '"xxe"'), body=EXTERNAL_ENTITY
        ),
    }
