"""Captures out as WARC 1.1 (ISO 28500:2017, IIPC "WARC 1.1") and as WACZ 1.1.1, for tools that know nothing of us.

Every record is a gzip member of its own, so that a reader may begin at any offset of the index. Bodies are kept decoded:
the headers that speak of the encoding on the wire are written as `x-archive-orig-...`, as crawlers do. A body that came
before, and a 304, become `revisit` records. The same captures give the same bytes.
"""

import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import Iterable
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Protocol, Self
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

from msgspec import Struct

from aggregator.records import Payload

VERSION = "WARC/1.1"
WACZ = "1.1.1"
ORIGINAL = "x-archive-orig-"  # before the names of headers that are true of the wire only
IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"

_OF_THE_WIRE = frozenset({"content-encoding", "transfer-encoding", "content-length"})
_SECRET = frozenset({"authorization", "cookie", "proxy-authorization"})
_BREAKS = re.compile(r"[\r\n\0]+")
_WWW = re.compile(r"www\d*\.")
_PIECE = 1 << 20
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


class Titled(Struct, frozen=True, kw_only=True):
    """A capture, and what a list of pages calls it; None for what is no page to begin at."""

    payload: Payload
    title: str | None = None


class Written(Struct, frozen=True, kw_only=True):
    """What an export holds."""

    captures: int
    revisits: int
    pages: int
    bytes: int


class _First(Struct, frozen=True, kw_only=True):
    """Where a body stands in the file."""

    uri: str
    date: str


class Sink(Protocol):
    """Where bytes go."""

    def write(self, data: bytes, /) -> int:
        """Append `data`."""


class Warc:
    """A WARC file as it is written to `out`, which need not be seekable; `index` are the lines of its CDXJ.

    Args:
        name: of the file, for the index.
        software: that writes it.
        about: one sentence for the `warcinfo` record.
        now: of the export, UTC.
    """

    def __init__(self, out: Sink, *, name: str, software: str, about: str, now: datetime) -> None:
        self._out = out
        self._name = name
        self._offset = 0
        self._number = 0
        self._first: dict[bytes, _First] = {}
        self.index: list[str] = []
        self.captures = 0
        self.revisits = 0
        fields = {
            "software": software,
            "format": "WARC File Format 1.1",
            "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
            "description": about,
        }
        block = "".join(f"{key}: {_line(value)}\r\n" for key, value in fields.items()).encode()
        self._info = self._id(block)
        head = [("WARC-Filename", name), ("Content-Type", "application/warc-fields")]
        self._write("warcinfo", self._info, _date(now), head, block)

    @property
    def size(self) -> int:
        """Bytes written so far."""
        return self._offset

    def add(self, payload: Payload) -> None:
        """Write one exchange: its redirects, its answer and its request."""
        date = _date(payload.at)
        for hop in payload.hops:
            block = _http_head(_status_line(hop.status), [("location", hop.location)])
            self._response(_bare(hop.url), date, hop.status, block, b"", mime="")
        uri = _bare(payload.final_url)
        answer = self._revisit(payload, uri, date) if self._came_before(payload) else self._whole(payload, uri, date)
        self._request(payload, uri, date, answer)
        self.captures += 1

    def _came_before(self, payload: Payload) -> bool:
        return payload.status == HTTPStatus.NOT_MODIFIED or (payload.sha256 in self._first and payload.body != b"")

    def _whole(self, payload: Payload, uri: str, date: str) -> str:
        self._first.setdefault(payload.sha256, _First(uri=uri, date=date))
        headers = [
            (f"{ORIGINAL}{name}" if name in _OF_THE_WIRE else name, value) for name, value in payload.response_headers
        ]
        headers.append(("content-length", str(len(payload.body))))
        head = _http_head(_status_line(payload.status), headers)
        return self._response(uri, date, payload.status, head, payload.body, mime=_mime(payload), digest=payload.sha256)

    def _revisit(self, payload: Payload, uri: str, date: str) -> str:
        first = self._first.get(payload.sha256)
        unchanged = payload.status == HTTPStatus.NOT_MODIFIED
        headers = [
            (f"{ORIGINAL}{name}" if name in _OF_THE_WIRE else name, value) for name, value in payload.response_headers
        ]
        block = _http_head(_status_line(payload.status), headers)
        fields = [
            ("WARC-Target-URI", uri),
            ("WARC-Warcinfo-ID", self._info),
            ("WARC-Profile", NOT_MODIFIED if unchanged else IDENTICAL),
            ("WARC-Payload-Digest", _digest(payload.sha256)),
        ]
        if first is not None:
            fields += [("WARC-Refers-To-Target-URI", first.uri), ("WARC-Refers-To-Date", first.date)]
        fields.append(("Content-Type", "application/http;msgtype=response"))
        record = self._id(block)
        where = self._write("revisit", record, date, fields, block)
        self._note(uri, date, "warc/revisit", payload.status, payload.sha256, where)
        self.revisits += 1
        return record

    def _response(
        self, uri: str, date: str, status: int, head: bytes, body: bytes, *, mime: str, digest: bytes | None = None
    ) -> str:
        sha256 = digest or hashlib.sha256(body).digest()
        fields = [
            ("WARC-Target-URI", uri),
            ("WARC-Warcinfo-ID", self._info),
            ("WARC-Payload-Digest", _digest(sha256)),
            ("Content-Type", "application/http;msgtype=response"),
        ]
        block = head + body
        record = self._id(block)
        where = self._write("response", record, date, fields, block)
        self._note(uri, date, mime or "unk", status, sha256, where)
        return record

    def _request(self, payload: Payload, uri: str, date: str, answer: str) -> None:
        parts = urlsplit(uri)
        target = urlunsplit(("", "", parts.path or "/", parts.query, ""))
        headers = [pair for pair in payload.request_headers if pair[0].lower() not in _SECRET]
        if not any(name.lower() == "host" for name, _ in headers):
            headers.insert(0, ("Host", parts.netloc))
        block = _http_head(f"GET {target} HTTP/1.1", headers)
        fields = [
            ("WARC-Target-URI", uri),
            ("WARC-Concurrent-To", answer),
            ("WARC-Warcinfo-ID", self._info),
            ("Content-Type", "application/http;msgtype=request"),
        ]
        self._write("request", self._id(block), date, fields, block)

    def _write(
        self, kind: str, record: str, date: str, fields: Iterable[tuple[str, str]], block: bytes
    ) -> tuple[int, int]:
        """Write one record as a gzip member; returns its offset and its length."""
        fixed = [("WARC-Type", kind), ("WARC-Record-ID", record), ("WARC-Date", date), *fields]
        fixed += [("WARC-Block-Digest", _digest(hashlib.sha256(block).digest())), ("Content-Length", str(len(block)))]
        packer = zlib.compressobj(6, zlib.DEFLATED, 31)
        head = "".join(f"{name}: {_line(value)}\r\n" for name, value in fixed)
        data = packer.compress(f"{VERSION}\r\n{head}\r\n".encode()) + packer.compress(block)
        data += packer.compress(b"\r\n\r\n") + packer.flush()
        start = self._offset
        self._out.write(data)
        self._offset += len(data)
        return start, len(data)

    def _note(self, uri: str, date: str, mime: str, status: int, sha256: bytes, where: tuple[int, int]) -> None:
        fields = {
            "url": uri,
            "mime": mime,
            "status": str(status),
            "digest": _digest(sha256),
            "length": str(where[1]),
            "offset": str(where[0]),
            "filename": self._name,
        }
        self.index.append(f"{surt(uri)} {_digits(date)} {json.dumps(fields, ensure_ascii=False)}\n")

    def _id(self, block: bytes) -> str:
        # Made of what is written, not of chance: the same captures give the same file.
        self._number += 1
        seed = hashlib.blake2b(block, digest_size=16, salt=self._number.to_bytes(8, "big"))
        return f"<urn:uuid:{UUID(bytes=seed.digest(), version=4)}>"


def write_warc(path: Path, captures: Iterable[Titled], *, software: str, about: str, now: datetime) -> Written:
    """Write captures to the WARC file `path` and its index to `path` with `.cdxj` at its end; whole or not at all."""
    part = path.with_name(path.name + ".part")
    with part.open("wb") as out:
        warc = Warc(out, name=path.name, software=software, about=about, now=now)
        pages = sum(_added(warc, one) for one in captures)
    path.with_name(path.name + ".cdxj").write_text("".join(sorted(warc.index)), encoding="utf-8")
    part.replace(path)
    return Written(captures=warc.captures, revisits=warc.revisits, pages=pages, bytes=warc.size)


def write_wacz(
    path: Path, captures: Iterable[Titled], *, title: str, software: str, about: str, now: datetime
) -> Written:
    """Write captures to the WACZ file `path` (WACZ 1.1.1): WARC, index, list of pages, hashes; whole or not at all."""
    part = path.with_name(path.name + ".part")
    with zipfile.ZipFile(part, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        parts = []
        with _Part(archive, "archive/data.warc.gz") as out:
            warc = Warc(out, name="data.warc.gz", software=software, about=about, now=now)
            lines = [_page(one) for one in captures if _added(warc, one)]
        parts.append(out.resource())
        pages = {"format": "json-pages-1.0", "id": "pages", "title": title, "hasText": False}
        for name, text in (
            ("indexes/index.cdx", "".join(sorted(warc.index))),
            ("pages/pages.jsonl", json.dumps(pages, ensure_ascii=False) + "\n" + "".join(lines)),
        ):
            parts.append(_whole_part(archive, name, text.encode()))
        package = {
            "profile": "data-package",
            "wacz_version": WACZ,
            "title": title,
            "description": about,
            "software": software,
            "created": _date(now),
            "resources": parts,
        }
        described = json.dumps(package, ensure_ascii=False, indent=2).encode()
        stated = _whole_part(archive, "datapackage.json", described)
        digest = {"path": "datapackage.json", "hash": stated["hash"]}
        _whole_part(archive, "datapackage-digest.json", json.dumps(digest, indent=2).encode())
    part.replace(path)
    return Written(captures=warc.captures, revisits=warc.revisits, pages=len(lines), bytes=path.stat().st_size)


def surt(url: str) -> str:
    """The sort-friendly form of an address by which CDXJ lines are ordered: `example,courrier)/2026/a?b=1`."""
    parts = urlsplit(url)
    host = _WWW.sub("", (parts.hostname or "").lower(), count=1)
    try:
        port = parts.port
    except ValueError:
        port = None
    turned = ",".join(reversed(host.split("."))) if ":" not in host and not host.replace(".", "").isdigit() else host
    if port is not None and port != {"http": 80, "https": 443}.get(parts.scheme):
        turned += f":{port}"
    query = "&".join(sorted(parts.query.lower().split("&"))) if parts.query else ""
    path = parts.path.lower() or "/"
    path = path.rstrip("/") or "/"
    return f"{turned}){path}" + (f"?{query}" if query else "")


class _Part:
    """One stored file of a ZIP, hashed as it is written."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self._name = name
        self._handle = archive.open(_entry(name), "w", force_zip64=True)
        self._hash = hashlib.sha256()
        self._size = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._handle.close()

    def write(self, data: bytes, /) -> int:
        """Append `data`."""
        self._hash.update(data)
        self._size += len(data)
        return self._handle.write(data)

    def resource(self) -> dict[str, object]:
        """What `datapackage.json` says of it."""
        return _resource(self._name, self._hash.hexdigest(), self._size)


def _entry(name: str) -> zipfile.ZipInfo:
    return zipfile.ZipInfo(name, date_time=_ZIP_DATE)


def _whole_part(archive: zipfile.ZipFile, name: str, data: bytes) -> dict[str, object]:
    archive.writestr(_entry(name), data)
    return _resource(name, hashlib.sha256(data).hexdigest(), len(data))


def _resource(name: str, sha256: str, size: int) -> dict[str, object]:
    return {"name": name.rpartition("/")[2], "path": name, "hash": f"sha256:{sha256}", "bytes": size}


def _added(warc: Warc, one: Titled) -> bool:
    """Write a capture; whether it is a page to begin at."""
    revisits = warc.revisits
    warc.add(one.payload)
    return one.title is not None and warc.revisits == revisits


def _page(one: Titled) -> str:
    payload = one.payload
    page = {
        "id": hashlib.blake2b(f"{payload.final_url} {payload.at}".encode(), digest_size=8).hexdigest(),
        "url": _bare(payload.final_url),
        "ts": _date(payload.at),
        "title": one.title,
    }
    return json.dumps(page, ensure_ascii=False) + "\n"


def _http_head(first: str, headers: Iterable[tuple[str, str]]) -> bytes:
    lines = [first, *(f"{_line(name)}: {_line(value)}" for name, value in headers)]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8", "surrogateescape")


def _status_line(status: int) -> str:
    try:
        return f"HTTP/1.1 {status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"HTTP/1.1 {status} "


def _mime(payload: Payload) -> str:
    kind = next((value for name, value in payload.response_headers if name.lower() == "content-type"), "")
    return kind.partition(";")[0].strip().lower()


def _bare(url: str) -> str:
    """An address without user name, password and fragment: none of them is asked of a server."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, parts.query, ""))


def _line(text: str) -> str:
    return _BREAKS.sub(" ", text).strip()


def _date(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _digits(date: str) -> str:
    return re.sub(r"\D", "", date)


def _digest(sha256: bytes) -> str:
    return f"sha256:{sha256.hex()}"
