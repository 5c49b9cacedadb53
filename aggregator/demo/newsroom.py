"""What each address of the invented newsroom answers at a simulated instant: a pure function of the instant.

No clock, no chance, no socket: the server asks with the instant of its own clock, the journey test with a frozen one,
and both get the same bytes.
"""

import gzip
import hashlib
import struct
import zlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import force_setattr, replace

from aggregator.demo import documents, pages
from aggregator.demo.documents import Item
from aggregator.demo.outlets import CHANNELS, OUTLETS, Channel, Fault, Outlet, outlet_named
from aggregator.demo.pieces import Piece, Wording, dated
from aggregator.demo.week import FOLLOWS, PIECES

LENGTH = timedelta(days=7)

_RETRY_AFTER = "1800"  # seconds; what the broken feed asks while it is down
_FRESH = "max-age=300"
_WORTH_PACKING = 256  # bytes; below, gzip makes an answer longer


class Answer(NamedTuple):
    """Status, headers (names lower case) and body of one answer."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str | None:
        """The value of the header `name` (lower case), or None."""
        return dict(self.headers).get(name)


class FeedAddress(Struct, frozen=True, kw_only=True):
    """A feed as one would subscribe to it."""

    name: str
    url: str
    publisher: str
    language: str
    title: str
    full_text: bool


class Published(Struct, frozen=True, kw_only=True):
    """An edit at its instant."""

    at: datetime
    title: str  # after it
    text: str
    silent: bool  # the outlet's own "updated" date did not move
    headline: bool  # the title changed


class Gold(Struct, frozen=True, kw_only=True):
    """The truth about one article.

    `event` and `story` name the happening whatever the language; an archive that keeps languages apart compares within
    `language` and expects links across. `follows` is the event that this one continues, the nearest in the chain that
    was told in the same language before; None where there is none.
    """

    slug: str
    publisher: str
    feeds: tuple[str, ...]  # names of the feeds that carry it
    language: str
    url: str
    guid: str | None  # as the feed spells it; None where the feed has none
    published: datetime
    title: str  # first wording
    text: str
    event: str
    story: str
    follows: str | None
    copy_of: str | None  # slug
    series: str | None
    edits: tuple[Published, ...]
    paywalled: bool


class Newsroom(Struct, frozen=True):
    """The week as five outlets tell it, beginning at `start` (aware; kept in UTC).

    `hosts` gives each outlet the authority (`address:port`) at which it is served; without one it is at its
    `.invalid` name.
    """

    start: datetime
    hosts: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        if self.start.tzinfo is None:
            raise ValueError("the start of the week needs a time zone")
        force_setattr(self, "start", self.start.astimezone(UTC).replace(microsecond=0))

    @property
    def end(self) -> datetime:
        """The instant after which nothing changes any more."""
        return self.start + LENGTH

    def housed(self, hosts: Mapping[str, str]) -> "Newsroom":
        """The same newsroom with its outlets at these authorities."""
        return replace(self, hosts=tuple(sorted(hosts.items())))

    def base_url(self, outlet: str) -> str:
        """The address of an outlet, without a slash at its end."""
        return f"http://{dict(self.hosts).get(outlet) or outlet_named(outlet).host}"

    def feeds(self) -> tuple[FeedAddress, ...]:
        """Every feed under the address at which it begins the week."""
        return tuple(
            FeedAddress(
                name=channel.name,
                url=self.base_url(channel.outlet) + channel.path,
                publisher=channel.outlet,
                language=outlet_named(channel.outlet).language,
                title=channel.title,
                full_text=channel.full_text,
            )
            for channel in CHANNELS
        )

    def moments(self) -> tuple[datetime, ...]:
        """Every instant from `start` to `end` at which something changes, in order; `start` and `end` among them."""
        spans = {span for channel in CHANNELS for span in _changes(channel)}
        inside = {span for span in spans if timedelta(0) <= span <= LENGTH}
        return tuple(self.start + span for span in sorted(inside | {timedelta(0), LENGTH}))

    def gold(self) -> tuple[Gold, ...]:
        """The truth about every article of the week, in the order of publication."""
        return tuple(self._gold(piece) for piece in sorted(PIECES, key=_order))

    def promised(self, feed: str, at: datetime) -> int | None:
        """How many whole entries the document of `feed` has at that instant; None while there is no document."""
        channel = _channel(feed)
        fault = _fault(channel, at - self.start)
        if fault is not None and fault.kind == "unavailable":
            return None
        return documents.whole_items(len(_window(channel, at - self.start)), fault.kind if fault else None)

    def answer(self, host: str, path: str, headers: Mapping[str, str], at: datetime) -> Answer:
        """What `host` says about `path` at that instant.

        Args:
            host: authority as in the Host header, or the plain name of an outlet.
            path: with or without a query; the query is ignored.
            headers: of the request, names in any case. If-None-Match, If-Modified-Since and Accept-Encoding count.
        """
        asked = {name.lower(): value for name, value in headers.items()}
        outlet = self._outlet_at(host)
        if outlet is None:
            return _plain(421, "No such outlet at this address")
        full = self._route(outlet, path.partition("?")[0], at)
        return _packed(_conditional(full, asked), asked)

    def _outlet_at(self, host: str) -> Outlet | None:
        known = {authority: name for name, authority in self.hosts}
        named = known.get(host.lower(), host.lower())
        return next((each for each in OUTLETS if named in (each.name, each.host)), None)

    def _route(self, outlet: Outlet, path: str, at: datetime) -> Answer:
        span = at - self.start
        if path == "/robots.txt":
            return _plain(200, "User-agent: *\nDisallow: /commentaire\n")
        if path == "/":
            return self._home(outlet, span)
        for channel in CHANNELS:
            if channel.outlet == outlet.name and path in channel.paths:
                return self._feed(channel, path, span)
        for piece in PIECES:
            if piece.outlet == outlet.name and piece.after <= span:
                if path == self._path(piece):
                    return self._page(piece, span)
                if piece.picture and path == _picture_path(piece):
                    return Answer(
                        200, (("content-type", "image/png"), ("cache-control", "max-age=86400")), _png(piece.slug)
                    )
        return _plain(404, "Not found")

    def _home(self, outlet: Outlet, span: timedelta) -> Answer:
        channel = next(each for each in CHANNELS if each.outlet == outlet.name)
        items = [self._item(piece, span) for piece in _window(channel, span)]
        return _html(outlet, pages.home(outlet, items, self._announced(outlet, span)))

    def _feed(self, channel: Channel, path: str, span: timedelta) -> Answer:
        move = channel.move
        if move is not None:
            moved = span >= move.after
            if moved and path == channel.path:
                return _moved(self.base_url(channel.outlet) + move.path)
            if not moved and path == move.path:
                return _plain(404, "Not found")
        fault = _fault(channel, span)
        if fault is not None and fault.kind == "unavailable":
            return _unavailable()
        return self._document(channel, path, span, fault)

    def _document(self, channel: Channel, path: str, span: timedelta, fault: Fault | None) -> Answer:
        outlet = outlet_named(channel.outlet)
        base = self.base_url(outlet.name)
        changed = self.start + max((each for each in _changes(channel) if each <= span), default=timedelta(0))
        body = documents.document(
            channel,
            outlet,
            [self._item(piece, span) for piece in _window(channel, span)],
            base=base,
            self_url=base + path,
            built=changed,
        )
        if fault is not None:
            body = documents.spoiled(body, fault.kind)
        headers = [("content-type", f"{documents.CONTENT_TYPES[channel.format]}; charset={outlet.encoding}")]
        headers += [("etag", _etag(body))] if channel.etag else []
        headers += [("last-modified", format_datetime(changed, usegmt=True))] if channel.last_modified else []
        return Answer(200, (*headers, ("cache-control", _FRESH)), body)

    def _page(self, piece: Piece, span: timedelta) -> Answer:
        outlet = outlet_named(piece.outlet)
        page = pages.Page(
            outlet=outlet,
            item=self._item(piece, span),
            caption=piece.picture,
            related=self._related(piece),
            paywalled=piece.paywalled,
            feeds=self._announced(outlet, piece.after),
        )
        changed = self.start + piece.wording(span).changed
        return _html(outlet, pages.article(page), changed)

    def _related(self, piece: Piece) -> tuple[pages.Related, ...]:
        """Three older articles of the outlet; fixed at publication, so that a page changes only when it is edited."""
        older = sorted(
            (each for each in PIECES if each.outlet == piece.outlet and each.after < piece.after), key=_order
        )
        return tuple(
            pages.Related(title=self._filled(each, each.title), url=self._url(each)) for each in reversed(older[-3:])
        )

    def _announced(self, outlet: Outlet, span: timedelta) -> tuple[tuple[str, str, str], ...]:
        return tuple(
            (
                channel.title,
                documents.CONTENT_TYPES[channel.format],
                self.base_url(outlet.name)
                + (channel.move.path if channel.move and span >= channel.move.after else channel.path),
            )
            for channel in CHANNELS
            if channel.outlet == outlet.name
        )

    def _item(self, piece: Piece, span: timedelta) -> Item:
        wording = self._wording(piece, span)
        return Item(
            number=_number(piece),
            slug=piece.slug,
            url=self._url(piece),
            title=wording.title,
            paragraphs=wording.paragraphs,
            published=self.start + piece.after,
            updated=self.start + wording.updated,
            section=piece.section,
            byline=piece.byline,
            agency=piece.agency,
            picture=self.base_url(piece.outlet) + _picture_path(piece) if piece.picture else None,
        )

    def _wording(self, piece: Piece, span: timedelta) -> Wording:
        wording = piece.wording(span)
        return replace(
            wording,
            title=self._filled(piece, wording.title),
            paragraphs=tuple(self._filled(piece, paragraph) for paragraph in wording.paragraphs),
        )

    def _filled(self, piece: Piece, text: str) -> str:
        return dated(text, outlet_named(piece.outlet).language, self.start)

    def _url(self, piece: Piece) -> str:
        return self.base_url(piece.outlet) + self._path(piece)

    def _path(self, piece: Piece) -> str:
        day = documents.local(self.start + piece.after, outlet_named(piece.outlet))
        match piece.outlet:
            case "courrier":
                return f"/{piece.section.lower().replace(' ', '-')}/{day:%Y-%m-%d}-{piece.slug}-{_number(piece)}.php"
            case "gazette":
                return f"/article/{piece.slug},{_number(piece)}.html"
            case "saebyeok":
                return f"/news/{day:%Y%m%d}/{_number(piece)}"
            case _:
                return f"/{day:%Y/%m/%d}/{piece.slug}"

    def _gold(self, piece: Piece) -> Gold:
        first = self._wording(piece, piece.after)
        channels = [each for each in CHANNELS if each.outlet == piece.outlet and _carries(each, piece)]
        return Gold(
            slug=piece.slug,
            publisher=piece.outlet,
            feeds=tuple(channel.name for channel in channels),
            language=outlet_named(piece.outlet).language,
            url=self._url(piece),
            guid=_guid(piece, channels[0], self._url(piece)),
            published=self.start + piece.after,
            title=first.title,
            text=first.text,
            event=piece.event,
            story=piece.story,
            follows=_followed(piece),
            copy_of=piece.copy_of,
            series=piece.series,
            edits=self._edits(piece),
            paywalled=piece.paywalled,
        )

    def _edits(self, piece: Piece) -> tuple[Published, ...]:
        found = []
        before = self._wording(piece, piece.after)
        for edit in piece.edits:
            now = self._wording(piece, edit.after)
            found.append(
                Published(
                    at=self.start + edit.after,
                    title=now.title,
                    text=now.text,
                    silent=edit.silent,
                    headline=now.title != before.title,
                )
            )
            before = now
        return tuple(found)


def _channel(name: str) -> Channel:
    return next(each for each in CHANNELS if each.name == name)


def _order(piece: Piece) -> tuple[timedelta, str]:
    return piece.after, piece.slug


def _carries(channel: Channel, piece: Piece) -> bool:
    return piece.outlet == channel.outlet and channel.section in (None, piece.section)


def _window(channel: Channel, span: timedelta) -> list[Piece]:
    """The pieces in the document, newest first."""
    out = sorted(
        (piece for piece in PIECES if _carries(channel, piece) and piece.after <= span), key=_order, reverse=True
    )
    return out[: channel.window]


def _changes(channel: Channel) -> list[timedelta]:
    """Every span since the start at which the feed's answer changes, unordered."""
    carried = [piece for piece in PIECES if _carries(channel, piece)]
    spans = [piece.after for piece in carried]
    spans += [edit.after for piece in carried for edit in piece.edits]
    spans += [span for fault in channel.faults for span in (fault.begin, fault.end)]
    return spans + ([channel.move.after] if channel.move else [])


def _fault(channel: Channel, span: timedelta) -> Fault | None:
    return next((fault for fault in channel.faults if fault.begin <= span < fault.end), None)


def _number(piece: Piece) -> int:
    """The outlet's own key: rises with time, as databases count, and does not depend on other pieces."""
    minutes = int(piece.after / timedelta(minutes=1))
    return 400_000 + 10 * minutes + zlib.crc32(piece.slug.encode()) % 10


def _guid(piece: Piece, channel: Channel, url: str) -> str | None:
    match channel.format:
        case "rss":
            return f"{piece.outlet}-{_number(piece)}"
        case "atom":
            return f"tag:{outlet_named(piece.outlet).host},2020:{_number(piece)}"
        case "json":
            return url
        case "rdf":
            return None


def _followed(piece: Piece) -> str | None:
    language = outlet_named(piece.outlet).language
    event = FOLLOWS.get(piece.event)
    while event is not None and not any(
        each.event == event and each.after < piece.after and outlet_named(each.outlet).language == language
        for each in PIECES
    ):
        event = FOLLOWS.get(event)
    return event


def _picture_path(piece: Piece) -> str:
    return f"/photos/{piece.slug}.png"


def _png(seed: str) -> bytes:
    """A picture of one color, 320 by 180 pixels; the color comes from the name."""
    red, green, blue = hashlib.blake2b(seed.encode(), digest_size=3).digest()
    width, height = 320, 180
    rows = (b"\0" + bytes((red, green, blue)) * width) * height
    size = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", size), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    packed = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


def _html(outlet: Outlet, body: bytes, changed: datetime | None = None) -> Answer:
    headers = [("content-type", f"text/html; charset={outlet.encoding}"), ("etag", _etag(body))]
    headers += [("last-modified", format_datetime(changed, usegmt=True))] if changed else []
    return Answer(200, tuple(headers), body)


def _plain(status: int, text: str) -> Answer:
    return Answer(status, (("content-type", "text/plain; charset=utf-8"),), text.encode())


def _moved(target: str) -> Answer:
    answer = _plain(301, f"Moved to {target}")
    return answer._replace(headers=(*answer.headers, ("location", target)))


def _unavailable() -> Answer:
    answer = _plain(503, "점검 중입니다")
    return answer._replace(headers=(*answer.headers, ("retry-after", _RETRY_AFTER)))


def _etag(body: bytes) -> str:
    return f'W/"{hashlib.blake2b(body, digest_size=8).hexdigest()}"'


def _conditional(full: Answer, asked: Mapping[str, str]) -> Answer:
    """304 where the asker already has this answer; If-None-Match outweighs the date (RFC 9110 section 13.2.2)."""
    if full.status != 200:
        return full
    if "if-none-match" in asked and full.header("etag"):
        same = _matches(asked["if-none-match"], full.header("etag") or "")
    else:
        same = _not_since(asked.get("if-modified-since"), full.header("last-modified"))
    if not same:
        return full
    kept = ("etag", "last-modified", "cache-control")
    return Answer(304, tuple(pair for pair in full.headers if pair[0] in kept), b"")


def _matches(asked: str, etag: str) -> bool:
    """The weak comparison of RFC 9110 section 8.8.3.2."""
    return any(each.strip() in ("*", etag, etag.removeprefix("W/")) for each in asked.split(","))


def _not_since(asked: str | None, modified: str | None) -> bool:
    if asked is None or modified is None:
        return False
    try:
        instant = parsedate_to_datetime(asked)
    except ValueError:
        return False
    if instant.tzinfo is None:
        instant = instant.replace(tzinfo=UTC)
    return parsedate_to_datetime(modified) <= instant


def _packed(answer: Answer, asked: Mapping[str, str]) -> Answer:
    """The answer with its body gzipped where the asker takes that and it is worth it."""
    if not answer.body or len(answer.body) < _WORTH_PACKING or not _takes_gzip(asked.get("accept-encoding", "")):
        return answer
    headers = (*answer.headers, ("content-encoding", "gzip"), ("vary", "Accept-Encoding"))
    return Answer(answer.status, headers, gzip.compress(answer.body, mtime=0))


def _takes_gzip(accepted: str) -> bool:
    for each in accepted.lower().split(","):
        coding, _, weight = each.replace(" ", "").partition(";")
        if coding in ("gzip", "*"):
            return weight.removeprefix("q=") not in ("0", "0.0", "0.00", "0.000")
    return False
