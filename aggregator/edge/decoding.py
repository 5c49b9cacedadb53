"""Content encodings undone while a body streams in, a bounded piece at a time.

A body of a megabyte can hold ten gigabytes, so no decoder is ever given the chance to make more than a few megabytes
at once: the caller counts what comes out and stops. gzip, deflate (with and without its zlib wrapper), br and zstd;
what is labelled wrongly is passed through as it is.
"""

import zlib
from collections.abc import Callable, Generator, Iterator
from typing import Any, Protocol

import brotli
import zstandard

PIECE = 1 << 20  # bytes a decoder makes at most in one step (zstd: 32 times that)
_ZSTD_SLICE = 1024  # a run-length block is 4 bytes and makes 128 kB
_ZSTD_WINDOW = 8 << 20  # RFC 8878 section 3.1.1.1.2: what a decoder should support
_MAX_LAYERS = 3
ACCEPT = "gzip, deflate, br, zstd"


class Damaged(Exception):
    """The bytes are not what their label says, and something was already decoded."""


class Decoder(Protocol):
    """One layer of encoding."""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """What `data` decodes to, in bounded pieces."""

    def rest(self) -> bytes:
        """Bytes held back to learn what they begin, when nothing followed."""

    def whole(self) -> bool:
        """Whether the encoded stream came to its proper end, checksum included."""


def decoders(content_encoding: str | None) -> list[Decoder]:
    """The layers to undo, outermost first, for the value of a `Content-Encoding` header.

    Unknown words count as no encoding: servers write `utf-8` and `none` there. A body without label is still
    unpacked when it begins as gzip does, because files named `feed.xml.gz` are served that way.
    """
    words = [word.strip().lower() for word in (content_encoding or "").split(",")]
    layers = [_KINDS[word]() for word in reversed(words) if word in _KINDS]
    return layers[:_MAX_LAYERS] or [gzip()]


def through(layers: list[Decoder], data: bytes) -> Iterator[bytes]:
    """`data` through all layers, in bounded pieces.

    Raises:
        Damaged: a layer cannot go on.
    """
    if not layers:
        yield data
        return
    for piece in layers[0].feed(data):
        yield from through(layers[1:], piece)


def rest(layers: list[Decoder]) -> bytes:
    """The few bytes a body consisted of that was too short to tell what it is."""
    return b"".join(layer.rest() for layer in layers)


def gzip() -> "Framed":
    """Members of gzip (RFC 1952), one after another; what does not begin as gzip does passes through."""
    return Framed(b"\x1f\x8b", lambda: zlib.decompressobj(31), _inflated)


def zstd() -> "Framed":
    """Frames of zstd (RFC 8878), one after another; what does not begin with its magic number passes through."""
    context = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
    return Framed(b"\x28\xb5\x2f\xfd", context.decompressobj, _unpacked)


class Framed:
    """A format of one or more frames that begin with a magic number; padding after the last one is not looked at."""

    def __init__(
        self, magic: bytes, make: Callable[[], Any], run: Callable[[Any, bytes], Generator[bytes, None, bytes]]
    ) -> None:
        self._magic = magic
        self._make = make
        self._run = run
        self._inflate: Any = None
        self._head = b""
        self._state = "unknown"  # unknown | plain | inside | between | ended

    def feed(self, data: bytes) -> Iterator[bytes]:
        """What `data` decodes to."""
        data, self._head = self._head + data, b""
        while data and self._state != "ended":
            if self._state == "plain":
                yield data
                return
            if self._state == "inside":
                data = yield from self._run(self._inflate, data)
                if self._inflate.eof:
                    self._state = "between"
            elif len(data) < len(self._magic) and self._magic.startswith(data):
                self._head = data
                return
            else:
                self._open(data)

    def _open(self, data: bytes) -> None:
        if data.startswith(self._magic):
            self._inflate = self._make()
            self._state = "inside"
        else:
            self._state = "plain" if self._state == "unknown" else "ended"

    def rest(self) -> bytes:
        """A body shorter than the magic number."""
        return self._head if self._state == "unknown" else b""

    def whole(self) -> bool:
        """Whether the last frame came to its end."""
        return self._state != "inside"


class Deflate:
    """deflate as RFC 9110 means it (zlib wrapper) and as some servers send it (raw)."""

    def __init__(self) -> None:
        self._inflate: Any = None
        self._head = b""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """What `data` decodes to."""
        if self._inflate is None:
            data = self._head + data
            if len(data) < 2:
                self._head = data
                return
            # RFC 1950: method 8 in the low nibble, and the first two bytes are a multiple of 31.
            wrapped = data[0] & 0x0F == 8 and (data[0] << 8 | data[1]) % 31 == 0
            self._inflate = zlib.decompressobj(zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS)
        if not self._inflate.eof:
            yield from _inflated(self._inflate, data)

    def rest(self) -> bytes:
        """A single byte tells nothing."""
        return self._head if self._inflate is None else b""

    def whole(self) -> bool:
        """Whether the last block, and the checksum if there is a wrapper, arrived."""
        return self._inflate is None or bool(self._inflate.eof)


class Brotli:
    """br; a body that is not brotli from its first bytes passes through."""

    def __init__(self) -> None:
        self._inflate = brotli.Decompressor()
        self._started = False
        self._plain = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        """What `data` decodes to."""
        while not self._plain and not self._inflate.is_finished():
            try:
                piece = self._inflate.process(data, output_buffer_limit=PIECE)
            except brotli.error as error:
                if self._started:
                    raise Damaged("brotli data is damaged") from error
                self._plain = True
                break
            self._started = True
            data = b""
            if piece:
                yield piece
            elif self._inflate.can_accept_more_data():
                break
        if self._plain:
            yield data

    def rest(self) -> bytes:
        """Nothing: brotli has no magic number to wait for."""
        return b""

    def whole(self) -> bool:
        """Whether the last block arrived."""
        return self._plain or not self._started or bool(self._inflate.is_finished())


_KINDS: dict[str, Callable[[], Decoder]] = {
    "gzip": gzip,
    "x-gzip": gzip,
    "deflate": Deflate,
    "br": Brotli,
    "zstd": zstd,
}


def _inflated(inflate: Any, data: bytes) -> Generator[bytes, None, bytes]:
    """What a zlib object makes of `data`, at most `PIECE` bytes at a time; returns what lies behind its end."""
    try:
        while not inflate.eof:
            piece = inflate.decompress(data, PIECE)
            data = inflate.unconsumed_tail
            if piece:
                yield piece
            # zlib can have taken all input and still hold output: only a short piece proves that it is through.
            if not data and len(piece) < PIECE:
                break
    except zlib.error as error:
        raise Damaged("deflate data is damaged") from error
    return bytes(inflate.unused_data)


def _unpacked(inflate: Any, data: bytes) -> Generator[bytes, None, bytes]:
    """What a zstd object makes of `data`, fed in slices because its output cannot be bounded."""
    for start in range(0, len(data), _ZSTD_SLICE):
        try:
            piece = inflate.decompress(data[start : start + _ZSTD_SLICE])
        except zstandard.ZstdError as error:
            raise Damaged("zstd data is damaged") from error
        if piece:
            yield piece
        if inflate.eof:
            return bytes(inflate.unused_data) + data[start + _ZSTD_SLICE :]
    return b""
