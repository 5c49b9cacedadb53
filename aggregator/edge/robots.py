"""robots.txt, for pages nobody asked for by name (RFC 9309).

A feed was subscribed to by a person, so it is fetched like a click. Article pages and archives are read because a
program decided so: there the site is asked first, under our own product token.
"""

import asyncio
import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from urllib.parse import quote, unquote_to_bytes, urlsplit

from msgspec import Struct

from aggregator.records import Failed, Request, Response

PRODUCT = "aggregator"
KEPT = timedelta(hours=24)  # RFC 9309 section 2.4
RETRY = timedelta(hours=1)  # after a robots.txt that could not be had
MAX_BYTES = 512_000  # section 2.5 asks for at least 500 KiB
MAX_DELAY = timedelta(seconds=60)
_HOSTS = 4096  # remembered
_SAFE = "/:?#[]@!$&'()*+,;=%-._~"


class Rules(Struct, frozen=True, kw_only=True):
    """What one robots.txt says to us: patterns as written, `True` for those that allow."""

    patterns: tuple[tuple[str, bool], ...] = ()
    delay: timedelta | None = None

    def allow(self, path: str) -> bool:
        """Whether `path` (with its query) may be fetched: the longest pattern that fits decides, a tie allows."""
        if path == "/robots.txt":
            return True
        target = _normal(path)
        best, allowed = -1, True
        for pattern, allows in self.patterns:
            size = len(pattern)
            if (size > best or (size == best and allows)) and _fits(pattern, target):
                best, allowed = size, allows
        return allowed


ALLOW_ALL = Rules()
ALLOW_NONE = Rules(patterns=(("/", False),))


def parse(text: str, token: str = PRODUCT) -> Rules:
    """The rules for `token` in the text of a robots.txt: all groups that name it, else those for `*`.

    Lines that cannot be read are passed over; a product name counts up to its version (`Aggregator/2.0`).
    """
    groups: dict[str, list[tuple[str, bool]]] = {}
    delays: dict[str, timedelta] = {}
    names: list[str] = []
    heading = False
    for line in text.lstrip("\ufeff").splitlines()[:20_000]:
        key, _, value = line.partition("#")[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if key == "user-agent":
            names = [*names, _product(value)] if heading else [_product(value)]
            groups.setdefault(names[-1], [])
        elif key in ("allow", "disallow") and value:
            for name in names:
                groups[name].append((_normal(value), key == "allow"))
        elif key == "crawl-delay" and re.fullmatch(r"[0-9]{1,6}(?:\.[0-9]{1,3})?", value):
            delays.update(dict.fromkeys(names, min(timedelta(seconds=float(value)), MAX_DELAY)))
        heading = key == "user-agent" or (heading and not key)
    ours = token.lower() if token.lower() in groups else "*"
    return Rules(patterns=tuple(groups.get(ours, ())), delay=delays.get(ours))


class Robots:
    """The robots.txt files of the hosts asked lately.

    Args:
        send: how a request is answered (`World.send`).
        now: the present instant.
        agent: our name as servers see it.
    """

    def __init__(
        self, send: Callable[[Request], Awaitable[Response | Failed]], now: Callable[[], datetime], *, agent: str
    ) -> None:
        self._send = send
        self._now = now
        self._agent = agent
        self._known: OrderedDict[str, tuple[Rules, datetime]] = OrderedDict()
        self._turns: dict[str, asyncio.Lock] = {}

    async def allowed(self, url: str) -> bool:
        """Whether the page at `url` may be fetched."""
        try:
            parts = urlsplit(url)
        except ValueError:
            return False
        path = parts.path or "/"
        return (await self.rules(url)).allow(f"{path}?{parts.query}" if parts.query else path)

    async def rules(self, url: str) -> Rules:
        """What the host of `url` says to us, at most a day old."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        async with self._turns.setdefault(origin, asyncio.Lock()):  # many pages of one host at once: one question
            try:
                return await self._rules(origin)
            finally:
                self._turns.pop(origin, None)

    async def _rules(self, origin: str) -> Rules:
        known = self._known.get(origin)
        if known is not None and self._now() < known[1]:
            return known[0]
        rules, kept = self._read(await self._send(self._request(origin)), known[0] if known else None)
        self._known[origin] = (rules, self._now() + kept)
        self._known.move_to_end(origin)
        if len(self._known) > _HOSTS:
            self._known.popitem(last=False)
        return rules

    def _request(self, origin: str) -> Request:
        return Request(
            url=f"{origin}/robots.txt",
            headers=(("User-Agent", self._agent), ("Accept", "text/plain, */*;q=0.5"), ("Accept-Encoding", "gzip, br")),
            deadline=timedelta(seconds=20),
            max_bytes=MAX_BYTES,
            max_wire_bytes=MAX_BYTES,
            purpose="robots",
        )

    def _read(self, reply: Response | Failed, former: Rules | None) -> tuple[Rules, timedelta]:
        """The rules an answer gives, and how long they hold (section 2.3.1)."""
        if isinstance(reply, Response) and 200 <= reply.status < 300:
            return parse(reply.body.decode("utf-8", "replace")), KEPT
        if isinstance(reply, Response) and 400 <= reply.status < 500 and reply.status != 429:
            return ALLOW_ALL, KEPT
        # The server is there but in trouble, or cannot be reached: what it said before still holds, else nothing is
        # allowed. A file too large to be meant for us is treated the same.
        return former or ALLOW_NONE, RETRY


def _product(value: str) -> str:
    match = re.match(r"[A-Za-z_-]+|\*", value)
    return match[0].lower() if match else value.lower()


def _normal(path: str) -> str:
    """Percent-encoding made comparable: what needs it has it, in capitals; what does not, has not."""
    text = re.sub(r"(?:%[0-9A-Fa-f]{2})+", lambda run: quote(unquote_to_bytes(run[0]), safe="-._~"), path)
    return quote(text, safe=_SAFE)


def _fits(pattern: str, path: str) -> bool:
    """Whether a pattern with `*` and a final `$` fits the start of a path, without going back and forth for ever."""
    anchored = pattern.endswith("$")
    first, *rest = (pattern[:-1] if anchored else pattern).split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    for i, part in enumerate(rest):
        if anchored and i == len(rest) - 1:
            return len(path) - len(part) >= at and path.endswith(part)
        found = path.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return not anchored or at == len(path)
