"""libcurl behind httpx's transport interface.

Why libcurl: docs/notes/which-transport.md. It opens connections, speaks TLS and HTTP/1.1 and keeps connections alive;
it follows no redirect, keeps no cookie, uses no proxy, reads no netrc and decompresses nothing. Each socket it wants
to open is shown to the address guard first, with the address about to be connected to.
"""

import asyncio
import contextlib
import importlib
import ssl
from collections import deque
from collections.abc import AsyncIterator
from pathlib import Path
from socket import socket
from typing import Any

import httpx
import pycurl

from aggregator.edge.address import Guard

BUFFER = 256 * 1024  # bytes of one body held for a reader that is slower than the network
IDLE_CONNECTIONS = 512
_POOL = 64  # easy handles kept for the next exchange
_CONNECT_SECONDS = 20


class Refused(httpx.ConnectError):
    """Every address of the host is one that must not be connected to."""


class Unresolved(httpx.ConnectError):
    """The host name has no address."""


class Untrusted(httpx.ConnectError):
    """The TLS handshake failed: certificate, name or protocol."""


class CurlTransport(httpx.AsyncBaseTransport):
    """Exchanges over libcurl's multi interface, driven by the running event loop.

    It belongs to the event loop that first uses it. The certificates of the system are loaded once and shared by all
    connections, TLS sessions are resumed.

    Args:
        guard: asked about each address before it is connected to.
        cafile: certificates to trust instead of the system's.
    """

    def __init__(self, guard: Guard, *, cafile: str | None = None) -> None:
        self._guard = guard
        self._cafile = cafile or _system_certificates()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._running: dict[Any, _Exchange] = {}
        self._idle: list[Any] = []
        self._watched: dict[int, int] = {}  # what for, by socket
        self._closed = False
        self._multi = pycurl.CurlMulti()
        self._multi.setopt(pycurl.M_SOCKETFUNCTION, self._watch)
        self._multi.setopt(pycurl.M_TIMERFUNCTION, self._set_timer)
        self._multi.setopt(pycurl.M_MAXCONNECTS, IDLE_CONNECTIONS)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The answer as soon as its headers are there; its stream gives the body as it came over the wire.

        Raises:
            httpx.TransportError: `Refused`, `Unresolved` and `Untrusted` above, or one of httpx's own.
        """
        self._loop = asyncio.get_running_loop()
        body = await request.aread() if request.method not in ("GET", "HEAD") else b""
        exchange = _Exchange(self, request, self._idle.pop() if self._idle else _handle())
        self._set_up(exchange, body)
        self._running[exchange.handle] = exchange
        self._multi.add_handle(exchange.handle)
        try:
            await exchange.head
        except BaseException:
            self.drop(exchange)
            raise
        return httpx.Response(
            exchange.status,
            headers=exchange.headers,
            stream=_Body(exchange),
            request=request,
            extensions={"peer": exchange.peer},
        )

    async def aclose(self) -> None:
        """Ends what is under way and closes every connection."""
        if self._closed:
            return
        self._closed = True
        for exchange in list(self._running.values()):
            self._finish(exchange, httpx.ReadError("the transport was closed"))
        if self._timer is not None:
            self._timer.cancel()
        for handle in self._idle:
            handle.close()
        self._idle.clear()
        self._multi.close()

    def drop(self, exchange: "_Exchange") -> None:
        """Ends an exchange that nobody wants any more; its connection is closed unless it is through."""
        # The handle may already serve another exchange: it went back to the pool when this one was through.
        if self._running.get(exchange.handle) is exchange:
            self._finish(exchange, httpx.ReadError("abandoned"))

    def resume(self, exchange: "_Exchange") -> None:
        """Lets a body flow again that was held back."""
        exchange.paused = False
        exchange.handle.pause(pycurl.PAUSE_CONT)

    def _set_up(self, exchange: "_Exchange", body: bytes) -> None:
        handle, request = exchange.handle, exchange.request
        url = request.url
        host = url.raw_host.decode("ascii")
        netloc = f"[{host}]" if ":" in host else host
        port = f":{url.port}" if url.port is not None else ""
        handle.setopt(pycurl.URL, f"{url.scheme}://{netloc}{port}{url.raw_path.decode('ascii')}")
        if url.scheme == "https":
            handle.setopt(pycurl.CAINFO, self._cafile)
        handle.setopt(pycurl.HTTPHEADER, _header_lines(request))
        handle.setopt(pycurl.OPENSOCKETFUNCTION, exchange.open_socket)
        handle.setopt(pycurl.HEADERFUNCTION, exchange.take_header)
        handle.setopt(pycurl.WRITEFUNCTION, exchange.take_body)
        if request.method == "HEAD":
            handle.setopt(pycurl.NOBODY, 1)
        elif request.method != "GET":
            handle.setopt(pycurl.CUSTOMREQUEST, request.method)
            handle.setopt(pycurl.POSTFIELDSIZE, len(body))
            handle.setopt(pycurl.COPYPOSTFIELDS, body)

    def refusal(self, ip: str, port: int) -> str | None:
        """What the guard says about an address."""
        return self._guard.refusal(ip, port)

    # ------------------------------------------------------------------ libcurl's side: sockets and timers

    def _watch(self, what: int, fd: int, _multi: object, _data: object) -> None:
        loop = self._loop
        if loop is None or loop.is_closed():
            return
        before, after = self._watched.pop(fd, 0), _WATCHED.get(what, 0)
        # New ones before old ones: a socket that is watched for nothing is taken out of the selector, and put in again.
        if after & _READS & ~before:
            loop.add_reader(fd, self._act, fd, pycurl.CSELECT_IN)
        if after & _WRITES & ~before:
            loop.add_writer(fd, self._act, fd, pycurl.CSELECT_OUT)
        if before & _READS & ~after:
            loop.remove_reader(fd)
        if before & _WRITES & ~after:
            loop.remove_writer(fd)
        if after:
            self._watched[fd] = after

    def _set_timer(self, milliseconds: int) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if milliseconds >= 0 and self._loop is not None:
            self._timer = self._loop.call_later(milliseconds / 1000, self._tick)

    def _tick(self) -> None:
        self._timer = None
        self._act(pycurl.SOCKET_TIMEOUT, 0)

    def _act(self, fd: int, events: int) -> None:
        if self._closed:
            return
        self._multi.socket_action(fd, events)
        waiting = 1
        while waiting:
            waiting, good, bad = self._multi.info_read()
            for handle in good:
                self._finish(self._running[handle], None)
            for handle, number, text in bad:
                exchange = self._running[handle]
                self._finish(exchange, _error(number, text, exchange))

    def _finish(self, exchange: "_Exchange", error: httpx.TransportError | None) -> None:
        handle = exchange.handle
        del self._running[handle]
        self._multi.remove_handle(handle)
        if len(self._idle) < _POOL and not self._closed:
            if exchange.request.method != "GET":
                handle.reset()  # or the next request would be sent the same way
                _prepare(handle)
            self._idle.append(handle)
        else:
            handle.close()
        exchange.end(error)


_READS, _WRITES = 1, 2
_WATCHED = {pycurl.POLL_IN: _READS, pycurl.POLL_OUT: _WRITES, pycurl.POLL_INOUT: _READS | _WRITES}


def _handle() -> Any:
    handle = pycurl.Curl()
    _prepare(handle)
    return handle


def _prepare(handle: Any) -> None:
    """What every request of ours is sent with."""
    handle.setopt(pycurl.PROTOCOLS, pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS)
    handle.setopt(pycurl.HTTP_VERSION, pycurl.CURL_HTTP_VERSION_1_1)
    handle.setopt(pycurl.PATH_AS_IS, 1)
    handle.setopt(pycurl.NOSIGNAL, 1)
    handle.setopt(pycurl.PROXY, "")
    handle.setopt(pycurl.CONNECTTIMEOUT, _CONNECT_SECONDS)


class _Exchange:
    """One request under way: what libcurl's callbacks gathered, and who waits for it."""

    def __init__(self, transport: CurlTransport, request: httpx.Request, handle: Any) -> None:
        self.transport = transport
        self.request = request
        self.handle = handle
        self.head: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.more = asyncio.Event()
        self.status = 0
        self.headers: list[tuple[bytes, bytes]] = []
        self.chunks: deque[bytes] = deque()
        self.held = 0
        self.paused = False
        self.done = False
        self.error: httpx.TransportError | None = None
        self.refused: list[str] = []
        self.opened = 0
        self.peer: str | None = None

    def open_socket(self, _purpose: int, address: Any) -> socket | int:
        """A socket for `address` if the guard lets it pass; libcurl then tries the next address of the host."""
        family, kind, protocol, (ip, port, *_rest) = address
        ip = ip.decode() if isinstance(ip, bytes) else ip
        why = self.transport.refusal(ip, port)
        if why is not None:
            self.refused.append(f"{ip} ({why})")
            return int(pycurl.SOCKET_BAD)
        self.opened += 1
        self.peer = ip
        opened = socket(family, kind, protocol)
        # pycurl gives libcurl a duplicate; ours is of no more use once this callback has returned.
        asyncio.get_running_loop().call_soon(opened.close)
        return opened

    def take_header(self, line: bytes) -> None:
        """One line of the head; the empty one ends it, unless an interim answer (1xx) came before the real one."""
        if self.head.done():
            return  # a trailer
        if line.startswith(b"HTTP/"):
            self.headers.clear()
            self.status = int(line.split(None, 2)[1][:3])
        elif not line.strip():
            if self.status >= 200:
                self.head.set_result(None)
        elif line[:1] in b" \t" and self.headers:
            name, value = self.headers[-1]
            self.headers[-1] = (name, value + b" " + line.strip())
        elif b":" in line:
            name, _, value = line.partition(b":")
            self.headers.append((name.strip(), value.strip()))

    def take_body(self, data: bytes) -> int | None:
        """Bytes of the body; holds the connection back while the reader has enough."""
        if self.held > BUFFER:
            self.paused = True
            return int(pycurl.WRITEFUNC_PAUSE)
        self.chunks.append(data)
        self.held += len(data)
        self.more.set()
        return None

    def end(self, error: httpx.TransportError | None) -> None:
        """Nothing more will come."""
        self.done = True
        self.error = error
        self.more.set()
        if not self.head.done():
            self.head.set_exception(error or httpx.RemoteProtocolError("no answer"))


class _Body(httpx.AsyncByteStream):
    """The bytes of one body as they arrive."""

    def __init__(self, exchange: _Exchange) -> None:
        self._exchange = exchange

    async def __aiter__(self) -> AsyncIterator[bytes]:
        exchange = self._exchange
        while True:
            while exchange.chunks:
                chunk = exchange.chunks.popleft()
                exchange.held -= len(chunk)
                yield chunk
            if exchange.done:
                if exchange.error is not None:
                    raise exchange.error
                return
            if exchange.paused:
                exchange.transport.resume(exchange)
                continue
            exchange.more.clear()
            await exchange.more.wait()

    async def aclose(self) -> None:
        self._exchange.chunks.clear()
        self._exchange.transport.drop(self._exchange)


_DNS = {pycurl.E_COULDNT_RESOLVE_HOST}
_TLS = {
    pycurl.E_SSL_CONNECT_ERROR, pycurl.E_PEER_FAILED_VERIFICATION, pycurl.E_SSL_CERTPROBLEM, pycurl.E_SSL_CIPHER,
    pycurl.E_SSL_CACERT, pycurl.E_SSL_ISSUER_ERROR, pycurl.E_SSL_INVALIDCERTSTATUS,
}  # fmt: skip
_PROTOCOL = {
    pycurl.E_PARTIAL_FILE, pycurl.E_GOT_NOTHING, pycurl.E_UNSUPPORTED_PROTOCOL,
    8,  # CURLE_WEIRD_SERVER_REPLY, which pycurl does not name
}  # fmt: skip


def _error(number: int, text: str, exchange: _Exchange) -> httpx.TransportError:
    """The exception for a libcurl error."""
    if exchange.refused and not exchange.opened:
        return Refused(", ".join(dict.fromkeys(exchange.refused)))
    if number in _DNS:
        return Unresolved(text)
    if number in _TLS:
        return Untrusted(text)
    if number == pycurl.E_COULDNT_CONNECT:
        return httpx.ConnectError(text)
    if number == pycurl.E_OPERATION_TIMEDOUT:
        return httpx.ConnectTimeout(text)
    if number in _PROTOCOL:
        return httpx.RemoteProtocolError(text)
    return httpx.ReadError(text)


# What libcurl or pycurl would add on its own when the request does not name it.
_UNASKED = ("accept", "user-agent", "expect", "content-type")


def _header_lines(request: httpx.Request) -> list[bytes]:
    lines = [
        name + (b": " + value if value else b";")
        for name, value in request.headers.raw
        if name.lower() != b"content-length"
    ]
    return lines + [name.encode() + b":" for name in _UNASKED if name not in request.headers]


def _system_certificates() -> str:
    """The file with the certificates this machine trusts; those of `certifi` where the system has no single file."""
    path = ssl.get_default_verify_paths().cafile
    if path and Path(path).is_file():
        return path
    with contextlib.suppress(ImportError):
        return str(importlib.import_module("certifi").where())
    return ""
