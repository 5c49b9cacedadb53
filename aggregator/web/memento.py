"""Copies by time (Memento, RFC 7089): which copies of an address are kept, the one nearest to an instant, and each as received.

A copy is somebody else's page. It is sent as it was received, under a policy that lets it run nothing, load nothing and be
nobody: a sandbox of an origin of its own. Pictures and scripts are not kept, so a copy shows its words.
"""

import contextlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import partial
from pathlib import Path
from urllib.parse import unquote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from aggregator.archive import captures
from aggregator.archive.captures import Capture
from aggregator.text import urls

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; frame-ancestors 'self'; sandbox"
)
LINK_FORMAT = "application/link-format"

Root = Callable[[Request], str]


def routes(archive_dir: Path, root: Root | None = None) -> list[Route]:
    """/timemap/URL, /timegate/URL and /memento/YYYYMMDDhhmmss/URL over the captures of an archive.

    Args:
        root: our own address as others reach it, from a request; by default as it was asked.
    """
    shelf = _Shelf(archive_dir, root or _asked)
    return [
        Route("/timemap/{rest:path}", partial(_aside, shelf.timemap)),
        Route("/timegate/{rest:path}", partial(_aside, shelf.timegate)),
        Route("/memento/{rest:path}", partial(_aside, shelf.memento)),
    ]


async def _aside(answer: Callable[[Request], Response], request: Request) -> Response:
    return await run_in_threadpool(answer, request)


def _asked(request: Request) -> str:
    return f"{request.url.scheme}://{request.url.netloc}"


class _Shelf:
    """The copies of one archive."""

    def __init__(self, archive_dir: Path, root: Root) -> None:
        self._archive_dir = archive_dir
        self._root = root

    def timemap(self, request: Request) -> Response:
        """Every copy of an address (RFC 7089 section 5), in link format (RFC 6690)."""
        url, copies = self._copies(_target(request, "/timemap/"))
        if not copies:
            return _missing(url)
        root = self._root(request)
        first, last = copies[0].at, copies[-1].at
        span = f'from="{_http_date(first)}"; until="{_http_date(last)}"'
        lines = [
            f'<{_quoted(url)}>; rel="original"',
            f'<{root}/timemap/{_in_path(url)}>; rel="self"; type="{LINK_FORMAT}"; {span}',
            f'<{root}/timegate/{_in_path(url)}>; rel="timegate"',
        ]
        for number, copy in enumerate(copies):
            ends = [word for word, place in (("first", 0), ("last", len(copies) - 1)) if place == number]
            relation = " ".join([*ends, "memento"])
            lines.append(f'<{_address(root, url, copy)}>; rel="{relation}"; datetime="{_http_date(copy.at)}"')
        return Response(",\n".join(lines) + "\n", media_type=LINK_FORMAT)

    def timegate(self, request: Request) -> Response:
        """The way to the copy nearest to `Accept-Datetime`; to the latest without it (RFC 7089 section 4.1)."""
        url, copies = self._copies(_target(request, "/timegate/"))
        if not copies:
            return _missing(url)
        asked = request.headers.get("accept-datetime")
        wanted = _read_http_date(asked) if asked is not None else copies[-1].at
        if wanted is None:
            return PlainTextResponse(f"Accept-Datetime {asked!r} is no date (RFC 9110 section 5.6.7)\n", 400)
        nearest = min(copies, key=lambda copy: abs(copy.at - wanted))
        root = self._root(request)
        answer = RedirectResponse(_address(root, url, nearest), status_code=302)
        answer.headers["vary"] = "accept-datetime"
        answer.headers["link"] = f'<{_quoted(url)}>; rel="original", {_links(root, url)}'
        return answer

    def memento(self, request: Request) -> Response:
        """A copy as it was received; an instant without one leads to the nearest."""
        digits, _, rest = _target(request, "/memento/").partition("/")
        wanted = _read_digits(digits)
        url, copies = self._copies(rest)
        if wanted is None or not copies:
            return _missing(url)
        copy = min(copies, key=lambda one: abs(one.at - wanted))
        root = self._root(request)
        if copy.at != wanted:
            return RedirectResponse(_address(root, url, copy), status_code=302)
        tag = f'"{copy.sha256.hex()}"'
        headers = {
            "memento-datetime": _http_date(copy.at),
            "link": f'<{_quoted(url)}>; rel="original", {_links(root, url)}',
            "content-security-policy": POLICY,
            "etag": tag,
            "cache-control": "no-cache",
        }
        if tag in {one.strip() for one in request.headers.get("if-none-match", "").split(",")}:
            return Response(status_code=304, headers=headers)
        with captures.opened(self._archive_dir) as (_, bodies):
            kept = captures.exchange(bodies, copy.id)
        kind = next(
            (value for name, value in kept.response_headers if name == "content-type"), "application/octet-stream"
        )
        answer = Response(kept.body, headers=headers)
        with contextlib.suppress(UnicodeEncodeError):  # a server's header may hold anything
            answer.headers["content-type"] = kind
        return answer

    def _copies(self, url: str) -> tuple[str, Sequence[Capture]]:
        """The copies of `url`, spelled as it was asked for then."""
        if not url.startswith(("http://", "https://")):
            return url, ()
        with captures.opened(self._archive_dir) as (conn, bodies):
            for spelled in dict.fromkeys((url, url.replace("%23", "#"), unquote(url), urls.absolute(url, None) or url)):
                copies = captures.copies_of(conn, bodies, spelled)
                if copies:
                    return spelled, copies
        return url, ()


def _target(request: Request, prefix: str) -> str:
    """What stands behind `prefix` in the address asked for, byte for byte: another percent-encoding is another page."""
    raw = request.scope.get("raw_path") or request.url.path.encode()
    path = raw.partition(b"?")[0].decode("latin-1").removeprefix(prefix)
    # Proxies fold the two slashes of `https://` into one.
    for scheme in ("http:/", "https:/"):
        head, mark, tail = path.partition(scheme)
        if mark and not tail.startswith("/") and (not head or head.rstrip("/").isdigit()):
            path = f"{head}{scheme}/{tail}"
    return f"{path}?{request.url.query}" if request.url.query else path


def _missing(url: str) -> Response:
    return PlainTextResponse(f"no copy of {url} is kept here\n", 404)


def _address(root: str, url: str, copy: Capture) -> str:
    return f"{root}/memento/{copy.at:%Y%m%d%H%M%S}/{_in_path(url)}"


def _links(root: str, url: str) -> str:
    return (
        f'<{root}/timemap/{_in_path(url)}>; rel="timemap"; type="{LINK_FORMAT}", '
        f'<{root}/timegate/{_in_path(url)}>; rel="timegate"'
    )


def _quoted(url: str) -> str:
    """An address that fits into a header and between `<` and `>`."""
    parts = urlsplit(url)
    host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna", "ignore").decode()
    text = url.replace(parts.netloc, host, 1)
    return "".join(letter if "!" <= letter <= "~" and letter not in '<>"' else _percent(letter) for letter in text)


def _in_path(url: str) -> str:
    """An address as part of one of ours, with its fragment: a browser keeps to itself what stands behind `#`."""
    return _quoted(url).replace("#", "%23")


def _percent(letter: str) -> str:
    return "".join(f"%{byte:02X}" for byte in letter.encode("utf-8", "replace"))


def _http_date(at: datetime) -> str:
    return format_datetime(at.astimezone(UTC), usegmt=True)


def _read_http_date(text: str) -> datetime | None:
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def _read_digits(digits: str) -> datetime | None:
    if len(digits) != 14 or not (digits.isascii() and digits.isdigit()):
        return None
    try:
        return datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
