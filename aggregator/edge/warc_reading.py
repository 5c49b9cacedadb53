"""WARC and WACZ files of anybody, read back as exchanges (ISO 28500:2017; 1.0 and 1.1).

A file is read from its beginning to its end and never held whole. What is damaged is counted and passed over as far as
the format allows; a record that claims to be larger than `LARGEST` is skipped unread.
"""

import gzip
import hashlib
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO
from urllib.parse import urljoin

from msgspec import Struct, field
from msgspec.structs import replace

from aggregator.edge import decoding
from aggregator.edge.warc import ORIGINAL
from aggregator.errors import Refused
from aggregator.records import Hop, Payload

LARGEST = 64_000_000  # bytes of one record, and of one decoded body
_HEAD = 262_144  # bytes of header lines
_CHAIN = 10  # redirects that belong together
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_KEPT_REDIRECTS = 10_000
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)? +(\d{3})")

Pairs = tuple[tuple[str, str], ...]


class Reading(Struct):
    """A file as it is read; what was passed over is counted by reason."""

    path: Path
    skipped: Counter[str] = field(default_factory=Counter)

    def exchanges(self) -> Iterator[Payload]:
        """Answers with their requests and the redirects that led to them, in the order of the file.

        A revisit of a body that stands earlier in the file, or names one by its SHA-256, has that hash and an empty body.

        Raises:
            Refused: the file is neither WARC nor WACZ.
        """
        exchanges = _Exchanges(self.skipped)
        for handle in _parts(self.path):
            for record in _records(handle, self.skipped):
                yield from exchanges.take(record)
            yield from exchanges.end()


class _Record(Struct, frozen=True, kw_only=True):
    """One record: its fields by lower-case name, and its block."""

    fields: dict[str, str]
    block: bytes

    @property
    def kind(self) -> str:
        return self.fields.get("warc-type", "")


# ------------------------------------------------------------------------------------------------------ records


def _parts(path: Path) -> Iterator[IO[bytes]]:
    """The WARC files in `path`: itself, or those of a WACZ."""
    with path.open("rb") as raw:
        magic = raw.read(5)
        raw.seek(0)
        if magic[:4] == b"PK\x03\x04":
            yield from _zipped(raw, path)
        elif magic[:2] == b"\x1f\x8b":
            with gzip.open(raw) as plain:
                yield plain  # type: ignore[misc] # a binary file to read
        elif magic == b"WARC/":
            yield raw
        else:
            raise Refused(f"{path} is no WARC and no WACZ file", hint="such files end in .warc, .warc.gz or .wacz")


def _zipped(raw: IO[bytes], path: Path) -> Iterator[IO[bytes]]:
    try:
        archive = zipfile.ZipFile(raw)
    except zipfile.BadZipFile as error:
        raise Refused(f"{path} is a damaged ZIP file: {error}") from error
    names = [name for name in archive.namelist() if re.fullmatch(r"archive/[^/]+\.warc(\.gz)?", name)]
    if not names:
        raise Refused(f"{path} is a ZIP file without WARC files in archive/", hint="WACZ files have them there")
    for name in sorted(names):
        with archive.open(name) as inner:
            if name.endswith(".gz"):
                with gzip.open(inner) as plain:
                    yield plain  # type: ignore[misc] # a binary file to read
            else:
                yield inner


def _records(handle: IO[bytes], skipped: Counter[str]) -> Iterator[_Record]:
    try:
        while True:
            line = handle.readline(_HEAD)
            if not line:
                return
            if not line.strip():
                continue
            if not line.startswith(b"WARC/"):
                skipped["damaged record"] += 1
                return
            fields = _fields(handle)
            length = fields.get("content-length", "")
            if not (length.isascii() and length.isdigit()):
                skipped["damaged record"] += 1
                return
            block = _block(handle, int(length))
            if block is None:
                skipped["too large"] += 1
            elif len(block) < int(length):
                skipped["cut off"] += 1
                return
            else:
                yield _Record(fields=fields, block=block)
    except (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile):
        skipped["cut off"] += 1


def _fields(handle: IO[bytes]) -> dict[str, str]:
    found: dict[str, str] = {}
    size = 0
    last = ""
    while size < _HEAD:
        line = handle.readline(_HEAD)
        size += len(line)
        text = _text(line).rstrip("\r\n")
        if not text:
            break
        if text[0] in " \t" and last:
            found[last] += " " + text.strip()
            continue
        name, colon, value = text.partition(":")
        if colon:
            last = name.strip().lower()
            found.setdefault(last, value.strip())
    return found


def _block(handle: IO[bytes], length: int) -> bytes | None:
    """The block of a record; None when it is too large, and then it is passed over."""
    if length <= LARGEST:
        return handle.read(length)
    left = length
    while left > 0:
        piece = handle.read(min(left, 1 << 20))
        if not piece:
            break
        left -= len(piece)
    return None


# ---------------------------------------------------------------------------------------------------- exchanges


class _Exchanges:
    """Puts requests, answers and redirects together."""

    def __init__(self, skipped: Counter[str]) -> None:
        self._skipped = skipped
        self._waiting: tuple[str, Payload] | None = None  # id of the answer that may still get its request
        self._request: tuple[str, str, str, Pairs] | None = None  # id, uri, answer it belongs to, headers
        self._hops: dict[str, Hop] = {}  # by target, fragments aside
        self._digests: dict[str, bytes] = {}

    def take(self, record: _Record) -> Iterator[Payload]:
        """What is complete now that `record` has come."""
        match record.kind:
            case "request":
                yield from self._take_request(record)
            case "response" | "revisit":
                yield from self.end()
                self._take_answer(record)
            case "warcinfo" | "metadata":
                return
            case other:
                self._skipped[f"record of type {other or 'none'}"] += 1

    def end(self) -> Iterator[Payload]:
        """The answer that no request has claimed."""
        if self._waiting is not None:
            yield self._waiting[1]
        self._waiting = None

    def _take_request(self, record: _Record) -> Iterator[Payload]:
        headers = _split(record.block)[1]
        partner = record.fields.get("warc-concurrent-to", "")
        uri = _uri(record.fields)
        if self._waiting is not None and partner in ("", self._waiting[0]) and uri == self._waiting[1].final_url:
            yield replace(self._waiting[1], request_headers=headers)
            self._waiting = None
        else:
            self._request = (record.fields.get("warc-record-id", ""), uri, partner, headers)

    def _take_answer(self, record: _Record) -> None:
        answer = self._answer(record)
        if answer is None:
            return
        own = record.fields.get("warc-record-id", "")
        location = next((value for name, value in answer.response_headers if name == "location"), None)
        if answer.status in _REDIRECTS and location:
            if len(self._hops) < _KEPT_REDIRECTS:
                target = urljoin(answer.final_url, location)
                self._hops[_plain(target)] = Hop(url=answer.final_url, status=answer.status, location=target)
            return
        asked = self._request
        if (
            asked is not None
            and asked[1] == answer.final_url
            and (asked[2] in ("", own) or record.fields.get("warc-concurrent-to") == asked[0])
        ):
            answer = replace(answer, request_headers=asked[3])
            self._request = None
        self._waiting = (own, self._led_to(answer))

    def _led_to(self, answer: Payload) -> Payload:
        """`answer` with the redirects of this file that lead to it."""
        hops: list[Hop] = []
        url = answer.final_url
        while len(hops) < _CHAIN and (hop := self._hops.pop(_plain(url), None)) is not None:
            hops.insert(0, hop)
            url = hop.url
        return replace(answer, url=url, hops=tuple(hops))

    def _answer(self, record: _Record) -> Payload | None:
        uri, at = _uri(record.fields), _instant(record.fields.get("warc-date", ""))
        status, headers, body = _split(record.block)
        if at is None or not uri.startswith(("http://", "https://")) or not status:
            self._skipped["not over HTTP"] += 1
            return None
        digest = record.fields.get("warc-payload-digest", "")
        if record.kind == "revisit":
            sha256 = self._digests.get(digest) or _sha256_of(digest)
            if sha256 is None:
                self._skipped["revisit of something that is not here"] += 1
                return None
            body = b""
        else:
            decoded = _decoded(body, headers)
            if decoded is None:
                self._skipped["damaged or too large"] += 1
                return None
            body = decoded
            sha256 = hashlib.sha256(body).digest()
            if digest:
                self._digests[digest] = sha256
        return Payload(
            kind="page",
            url=uri,
            final_url=uri,
            at=at,
            status=status,
            request_headers=(),
            response_headers=_restored(headers),
            hops=(),
            elapsed=timedelta(0),
            body=body,
            sha256=sha256,
        )


# ---------------------------------------------------------------------------------------------------------- HTTP


def _split(block: bytes) -> tuple[int, Pairs, bytes]:
    """Status (0 for none), headers with lower-case names, and body of an HTTP message."""
    head, mark, body = block.partition(b"\r\n\r\n")
    if not mark:
        head, _, body = block.partition(b"\n\n")
    lines = head[:_HEAD].splitlines()
    said = _STATUS.match(lines[0]) if lines else None
    pairs = []
    for line in lines[1:]:
        name, colon, value = _text(line).partition(":")
        if colon and name.strip():
            pairs.append((name.strip().lower(), value.strip()))
    return int(said[1]) if said else 0, tuple(pairs), body


def _decoded(body: bytes, headers: Pairs) -> bytes | None:
    """A body without transfer and content encoding; None when it is damaged or too large."""
    known = dict(reversed(headers))
    if "chunked" in known.get("transfer-encoding", "").lower():
        body = _unchunked(body)
    encoding = known.get("content-encoding")
    if not encoding:
        return body
    layers = decoding.decoders(encoding)
    found = bytearray()
    try:
        for piece in decoding.through(layers, body):
            found += piece
            if len(found) > LARGEST:
                return None
    except decoding.Damaged:
        return None
    return bytes(found + decoding.rest(layers))


def _unchunked(body: bytes) -> bytes:
    """A body without its chunks (RFC 9112 section 7.1); as it is when it has none: many tools have removed them."""
    found, place = bytearray(), 0
    while True:
        end = body.find(b"\r\n", place, place + 1024)
        size = re.fullmatch(rb"([0-9A-Fa-f]{1,8}) *(?:;.*)?", body[place:end]) if end >= 0 else None
        if size is None:
            return body
        length = int(size[1], 16)
        if length == 0:
            return bytes(found)
        if len(body) < end + 2 + length:
            return body
        found += body[end + 2 : end + 2 + length]
        place = end + 2 + length + 2


def _restored(headers: Pairs) -> Pairs:
    """The headers as they were on the wire, where the file kept them under another name."""
    moved = {name.removeprefix(ORIGINAL) for name, _ in headers if name.startswith(ORIGINAL)}
    if moved:
        moved.add("content-length")  # of the decoded body, written by whoever decoded it
    return tuple((name.removeprefix(ORIGINAL), value) for name, value in headers if name not in moved)


def _uri(fields: dict[str, str]) -> str:
    return fields.get("warc-target-uri", "").strip("<>")


def _plain(url: str) -> str:
    return url.partition("#")[0]


def _instant(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)).replace(microsecond=0)


def _sha256_of(digest: str) -> bytes | None:
    name, _, value = digest.partition(":")
    if name.lower() != "sha256":
        return None
    try:
        found = bytes.fromhex(value) if len(value) == 64 else _base32(value)
    except ValueError:
        return None
    return found if len(found) == 32 else None


def _base32(value: str) -> bytes:
    import base64

    return base64.b32decode(value + "=" * (-len(value) % 8))


def _text(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("latin-1")
