"""One exchange with a server, survived whatever the server does.

`Http.send` follows redirects itself and looks at every hop anew: scheme, address, manners towards the host. It counts
bytes on both sides of decompression, ends everything at one deadline, drops credentials when a redirect leaves the
origin, sends no cookie and no Referer. Trouble comes back as a `Failed` with one of these codes:

    bad-scheme        not an http or https address with a host
    refused-address   loopback, private or otherwise not public, and not in `allow_networks`
    dns               the name has no address
    connect           nobody answers at the address
    tls               no trustworthy TLS connection
    timeout           not through at the deadline
    reset             the connection ended before a whole head arrived, or the answer is not HTTP
    too-large         more bytes than allowed, on the wire or decompressed, or suspiciously well compressed
    redirect-loop     a redirect leads in a circle or on and on
    held              the host asked to be left alone, or too many requests wait for it; nothing was sent
"""

import asyncio
import contextlib
import hashlib
import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from types import TracebackType
from typing import Self

import httpx
from msgspec import Struct, field

from aggregator.edge import decoding
from aggregator.edge.address import Guard, literal
from aggregator.edge.clock import Clock
from aggregator.edge.curl import CurlTransport, Refused, Unresolved, Untrusted
from aggregator.edge.hosts import Held, Hosts
from aggregator.records import Failed, Hop, Request, Response

MIN_GAP = timedelta(seconds=1)
MAX_HOPS = 10
RATIO = 200  # decompressed bytes per byte on the wire that are believed ...
RATIO_FROM = 1 << 20  # ... once this many are there
HELD_BYTES = 64 * 1024  # of a body as received, held until it is known whether it has to be unpacked
ERROR_BYTES = 256 * 1024  # of the body of an error page; the rest is left
_DRAIN = 16 * 1024  # bytes of a redirect's body that are read to keep the connection

_MOVED = {301, 302, 303, 307, 308}
_CONTROL = re.compile("[\x00-\x08\x0a-\x1f\x7f]")
_CREDENTIALS = {"authorization", "cookie", "proxy-authorization"}
_TROUBLE = (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, UnicodeError)


class Http:
    """The way out to servers; one per process and event loop.

    Args:
        allow_networks: private networks that may be asked, as `edge/address.py: allowed` reads them.
        min_gap: between two exchanges with one public host.
        transport: what opens connections; libcurl by default. The address guard sits in it, so another one is for
            tests, or brings its own.
        cafile: certificates to trust instead of the system's.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        allow_networks: Sequence[str] = (),
        min_gap: timedelta = MIN_GAP,
        transport: httpx.AsyncBaseTransport | None = None,
        cafile: str | None = None,
    ) -> None:
        self._clock = clock
        self._guard = Guard(allow_networks)
        self._transport = transport if transport is not None else CurlTransport(self._guard, cafile=cafile)
        self.hosts = Hosts(clock, gap=min_gap)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Closes every connection; what is under way fails with `reset`."""
        await self._transport.aclose()

    def allow(self, networks: Sequence[str]) -> None:
        """Lets these private networks be asked from now on, and no others."""
        self._guard.allow(networks)

    def hold(self, url: str, until: datetime, why: str) -> None:
        """Leaves the host of `url` alone until `until`; an address that is none is passed over."""
        with contextlib.suppress(*_TROUBLE):
            self.hosts.hold(host_key(_url(url)), until, why)

    def slow(self, url: str, gap: timedelta) -> None:
        """Keeps at least `gap` between two exchanges with the host of `url`; an address that is none is passed over."""
        with contextlib.suppress(*_TROUBLE):
            self.hosts.slow(host_key(_url(url)), gap)

    async def send(self, request: Request) -> Response | Failed:
        """The answer to `request`, after redirects; or what went wrong. Never raises for trouble with the world."""
        exchange = _Exchange(request=request)
        try:
            url = _url(request.url)
        except _TROUBLE as error:
            return self._failed(exchange, "bad-scheme", f"{_shown(request.url)} is not an address: {error}")
        while True:
            result = await self._turn(exchange, url)
            if not isinstance(result, httpx.URL):
                return result
            url = result

    async def _turn(self, exchange: "_Exchange", url: httpx.URL) -> Response | Failed | httpx.URL:
        """One request of an exchange: an end, or the address of the next one."""
        refused = self._refused(url)
        if refused is not None:
            return self._failed(exchange, *refused)
        host = host_key(url)
        async with self.hosts.visit(host, hop=bool(exchange.hops)) as held:
            if held is not None:
                return self._held(exchange, url, held)
            loop = asyncio.get_running_loop()
            began, exchange.began = loop.time(), self._clock.monotonic()
            try:
                async with asyncio.timeout(exchange.left()):
                    return await self._ask(exchange, url, host)
            except TimeoutError:
                waited = exchange.request.deadline.total_seconds()
                return self._failed(exchange, "timeout", f"{url.host} was not through after {waited:g} s")
            except _TooLarge as error:
                return self._failed(exchange, "too-large", f"{url.host} sent {error}")
            except _TROUBLE as error:
                return self._failed(exchange, *_trouble(error, url))
            finally:
                exchange.spent += loop.time() - began
                exchange.before, exchange.began = self._elapsed(exchange), None

    async def _ask(self, exchange: "_Exchange", url: httpx.URL, host: str) -> Response | Failed | httpx.URL:
        asked = httpx.Request(exchange.method, url, headers=exchange.wire_headers(), content=exchange.body or None)
        answer = await self._transport.handle_async_request(asked)
        try:
            peer = answer.extensions.get("peer")
            if isinstance(peer, str) and self._is_near(peer, url):
                self.hosts.set_near(host)
            # httpx.Headers guesses an encoding at every look-up; one plain dictionary is several times cheaper.
            said = {name.lower(): value for name, value in reversed(answer.headers.raw)}
            self.hosts.learn(host, answer.status_code, said)
            if answer.status_code in _MOVED and b"location" in said:
                await _drain(answer, said.get(b"content-length", b""))
                return self._next(exchange, url, answer.status_code, said[b"location"])
            body = await _read(answer, said.get(b"content-encoding"), exchange)
        finally:
            await answer.aclose()
        return self._response(exchange, url, answer, body)

    def _next(self, exchange: "_Exchange", url: httpx.URL, status: int, location: bytes) -> Failed | httpx.URL:
        """Where a redirect leads."""
        try:
            target = _bare(url.join(_text(location)))
        except _TROUBLE as error:
            return self._failed(exchange, f"http-{status}", f"{url.host} redirects to nowhere: {error}")
        exchange.hops.append(Hop(url=str(url), status=status, location=str(target)))
        if len(exchange.hops) > MAX_HOPS or any(hop.url == str(target) for hop in exchange.hops):
            return self._failed(exchange, "redirect-loop", f"{url.host} redirects in a circle or on and on")
        exchange.redirected(status, same_origin=_origin(url) == _origin(target))
        return target

    def _response(self, exchange: "_Exchange", url: httpx.URL, answer: httpx.Response, body: "_Content") -> Response:
        return Response(
            url=str(url),
            status=answer.status_code,
            headers=tuple((n.decode("latin-1").lower(), v.decode("latin-1")) for n, v in answer.headers.raw),
            body=bytes(body.data),
            received=self._clock.now(),
            elapsed=self._elapsed(exchange),
            hops=tuple(exchange.hops),
            wire_bytes=exchange.wire,
            complete=body.complete,
            wire_sha256=body.wire_sha256,
            same=body.same,
            request_headers=tuple(pair for pair in exchange.headers if pair[0].lower() not in _CREDENTIALS),
        )

    def _refused(self, url: httpx.URL) -> tuple[str, str] | None:
        """Code and message when `url` must not be asked at all."""
        if url.scheme not in ("http", "https") or not url.host:
            return "bad-scheme", f"{_shown(str(url))} is not an http or https address"
        if (":" in url.host or url.host[-1].isdecimal()) and literal(url.host) is not None:
            why = self._guard.refusal(url.host, _port(url))
            if why is not None:
                return "refused-address", f"{url.host} is a {why} address; allow_networks does not list it"
            if self._is_near(url.host, url):
                self.hosts.set_near(host_key(url))
        return None

    def _is_near(self, ip: str, url: httpx.URL) -> bool:
        address = literal(ip)
        return address is not None and self._guard.is_listed(address, _port(url))

    def _held(self, exchange: "_Exchange", url: httpx.URL, held: Held) -> Failed:
        message = f"{url.host} was not asked: {held.why}"
        return self._failed(exchange, "held", message, retry_after=held.span)

    def _failed(
        self, exchange: "_Exchange", code: str, message: str, *, retry_after: timedelta | None = None
    ) -> Failed:
        return Failed(
            code=code,
            message=message,
            retry_after=retry_after,
            hops=tuple(exchange.hops),
            elapsed=self._elapsed(exchange),
            wire_bytes=exchange.wire,
        )

    def _elapsed(self, exchange: "_Exchange") -> timedelta:
        """Time with servers by our clock; waiting for a turn does not count."""
        if exchange.began is None:
            return exchange.before
        return exchange.before + timedelta(seconds=max(0.0, self._clock.monotonic() - exchange.began))


def host_key(url: httpx.URL) -> str:
    """What manners are kept for: the host, with its port unless that is 80 or 443."""
    return url.host if url.port is None else f"{url.host}:{url.port}"


class _Exchange(Struct, kw_only=True):
    """What one `send` has gathered so far."""

    request: Request
    began: float | None = None  # the turn under way, by our clock
    before: timedelta = timedelta(0)  # the turns before it
    hops: list[Hop] = field(default_factory=list)
    wire: int = 0
    spent: float = 0.0  # seconds with servers by the event loop's clock, for the deadline
    method: str = ""
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""

    def __post_init__(self) -> None:
        self.method = self.request.method
        self.headers = [(name, value) for name, value in self.request.headers if _is_clean(name) and _is_clean(value)]
        self.body = self.request.body

    def left(self) -> float:
        """Seconds until the deadline."""
        return max(0.0, self.request.deadline.total_seconds() - self.spent)

    def wire_headers(self) -> list[tuple[bytes, bytes]]:
        return [(name.encode("latin-1", "replace"), value.encode("latin-1", "replace")) for name, value in self.headers]

    def redirected(self, status: int, *, same_origin: bool) -> None:
        """Changes the request as RFC 9110 section 15.4 says, and drops what is meant for one origin only."""
        if not same_origin:
            self.headers = [pair for pair in self.headers if pair[0].lower() not in _CREDENTIALS]
        if self.method == "POST" and status in (301, 302, 303):
            self.method, self.body = "GET", b""


async def _read(answer: httpx.Response, encoding: bytes | None, exchange: _Exchange) -> "_Content":
    """The decoded body; what arrived before it broke off counts.

    The beginning is held as it came: where the whole is what the request knows already, nothing is decoded.

    Raises:
        _TooLarge: a bound was passed; not for error pages, which are cut instead.
    """
    content = _Content(exchange, encoding, error_page=answer.status_code >= 300)
    wire = hashlib.sha256()
    with contextlib.suppress(httpx.TransportError, decoding.Damaged, _Enough):
        held: list[bytes] | None = []
        try:
            async for chunk in _stream(answer):
                exchange.wire += len(chunk)
                if exchange.wire > exchange.request.max_wire_bytes:
                    raise _TooLarge(f"more than {exchange.request.max_wire_bytes} bytes")
                wire.update(chunk)
                if held is not None and exchange.wire <= HELD_BYTES:
                    held.append(chunk)
                else:
                    content.take(b"".join((*(held or ()), chunk)))
                    held = None
        except httpx.TransportError:
            content.take(b"".join(held or ()))
            raise
        content.wire_sha256 = wire.digest()
        if held is not None and content.wire_sha256 == exchange.request.unless:
            content.same = content.complete = True
        else:
            content.take(b"".join(held or ()))
            content.end()
    return content


class _Content:
    """A body as it is decoded; `complete` once it has come to its end."""

    def __init__(self, exchange: _Exchange, encoding: bytes | None, *, error_page: bool) -> None:
        self.data = bytearray()
        self.complete = False
        self.wire_sha256: bytes | None = None
        self.same = False
        self._exchange = exchange
        self._layers = decoding.decoders(encoding.decode("latin-1") if encoding else None)
        self._error_page = error_page

    def take(self, chunk: bytes) -> None:
        """Decode what arrived.

        Raises:
            _TooLarge, _Enough, decoding.Damaged: no more is wanted.
        """
        for piece in decoding.through(self._layers, chunk):
            self.data += piece
            if self._error_page and len(self.data) > ERROR_BYTES:
                raise _Enough
            _check(len(self.data), self._exchange)

    def end(self) -> None:
        """Nothing more will come."""
        self.data += decoding.rest(self._layers)
        self.complete = all(layer.whole() for layer in self._layers)


class _TooLarge(Exception):
    """A body passed one of its bounds."""


class _Enough(Exception):
    """The beginning of an error page is all we want of it."""


def _check(size: int, exchange: _Exchange) -> None:
    if size > exchange.request.max_bytes:
        raise _TooLarge(f"more than {exchange.request.max_bytes} bytes after decompression")
    if size > RATIO_FROM and size > RATIO * exchange.wire:
        raise _TooLarge(f"{exchange.wire} bytes that decompress to more than {RATIO} times as many")


def _stream(answer: httpx.Response) -> httpx.AsyncByteStream:
    """The body as it came over the wire, whatever kind of stream a transport gives."""
    if not isinstance(answer.stream, httpx.AsyncByteStream):
        raise httpx.ReadError("the transport gave no stream")
    return answer.stream


async def _drain(answer: httpx.Response, length: bytes) -> None:
    """Reads the short body of a redirect, so that its connection can be used again."""
    if length.isdigit() and len(length) < 6 and int(length) <= _DRAIN:
        async for _ in _stream(answer):
            pass


def _url(text: str) -> httpx.URL:
    return _bare(httpx.URL(text.strip()))


def _bare(url: httpx.URL) -> httpx.URL:
    """An address without fragment and user name."""
    return url.copy_with(fragment=None, userinfo=b"") if url.fragment or url.userinfo else url


def _port(url: httpx.URL) -> int:
    return url.port or (443 if url.scheme == "https" else 80)


def _origin(url: httpx.URL) -> tuple[str, str, int]:
    return url.scheme, url.host, _port(url)


def _text(raw: bytes) -> str:
    """A `Location` as text: UTF-8 where it is that, byte for byte else."""
    try:
        return raw.decode("utf-8").strip()
    except UnicodeDecodeError:
        return raw.decode("latin-1").strip()


def _is_clean(text: str) -> bool:
    """No line break or other control character that would end a header line early."""
    return _CONTROL.search(text) is None


def _shown(url: str) -> str:
    """The start of an address for a message, without user name and password."""
    head, at, tail = url.partition("@")
    scheme, mark, _ = head.partition("://")
    return (f"{scheme}://{tail}" if at and mark else url)[:200]


# The first that fits; MockTransport and other transports raise httpx's own.
_CODES: Iterable[tuple[type[Exception], str, str]] = (
    (Refused, "refused-address", "resolves to an address that is not public"),
    (Unresolved, "dns", "has no address"),
    (Untrusted, "tls", "offers no trustworthy TLS connection"),
    (httpx.TimeoutException, "timeout", "did not answer in time"),
    (httpx.UnsupportedProtocol, "bad-scheme", "is not asked by http or https"),
    (httpx.InvalidURL, "bad-scheme", "is not a usable address"),
    (httpx.ConnectError, "connect", "cannot be connected to"),
)


def _trouble(error: Exception, url: httpx.URL) -> tuple[str, str]:
    for kind, code, words in _CODES:
        if isinstance(error, kind):
            return code, f"{url.host} {words}: {error}"
    return "reset", f"{url.host} broke off: {error}"
