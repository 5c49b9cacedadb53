"""Invented feeds and a fast server for them, for measuring readers of feeds on loopback.

The words are made of syllables, drawn like words of a language (a few very often, most hardly ever); a seed gives the same
feeds again. The server keeps every answer ready in memory, so that it is never what is measured.
"""

import asyncio
import contextlib
import gzip
import hashlib
import multiprocessing
import random
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from multiprocessing.queues import Queue
from xml.sax.saxutils import escape

START = datetime(2026, 3, 1, 6, tzinfo=UTC)
_SYLLABLES = [
    "ba",
    "be",
    "bou",
    "cha",
    "da",
    "dre",
    "fa",
    "fi",
    "ga",
    "gra",
    "jo",
    "la",
    "le",
    "lin",
    "ma",
    "mer",
    "mi",
    "no",
    "nou",
    "pa",
    "pel",
    "ra",
    "ri",
    "sa",
    "sel",
    "ta",
    "teur",
    "ti",
    "vo",
    "vin",
]
_SMALL = [
    "de",
    "la",
    "le",
    "et",
    "les",
    "des",
    "en",
    "un",
    "une",
    "que",
    "dans",
    "pour",
    "qui",
    "par",
    "sur",
    "au",
    "du",
    "avec",
    "il",
    "est",
    "pas",
    "plus",
    "son",
    "ce",
    "se",
    "ne",
    "sont",
    "aux",
]


@dataclass(frozen=True, slots=True)
class Sizes:
    """How large the invented press is."""

    feeds: int
    entries: int = 20
    full: float = 0.3  # share of feeds with the whole text
    changed: int = 3  # every n-th feed has news in a later round


class Words:
    """A vocabulary and prose from it."""

    def __init__(self, chance: random.Random, size: int = 20_000) -> None:
        self._chance = chance
        self._words = ["".join(chance.choices(_SYLLABLES, k=chance.choice((1, 2, 2, 3, 3, 4)))) for _ in range(size)]
        self._weights = [1 / (rank + 3) for rank in range(size)]
        total, self._sums = 0.0, []
        for weight in self._weights:
            total += weight
            self._sums.append(total)

    def some(self, count: int) -> str:
        return " ".join(self._chance.choices(self._words, cum_weights=self._sums, k=count))

    def prose(self, count: int) -> str:
        """Words with the small words of French between them, four in ten as in a newspaper, so that its language shows."""
        return " ".join(
            self._chance.choice(_SMALL) if self._chance.random() < 0.4 else word for word in self.some(count).split()
        )

    def sentences(self, count: int) -> str:
        return " ".join(self.prose(self._chance.randrange(8, 22)).capitalize() + "." for _ in range(count))


def documents(sizes: Sizes, rounds: int, seed: int = 7) -> list[list[bytes]]:
    """The documents of each feed, one list per round; in each round after the first, every n-th feed has one entry more."""
    chance = random.Random(seed)
    words = Words(chance)
    feeds = []
    for number in range(sizes.feeds):
        whole = chance.random() < sizes.full
        items = [_item(words, number, n, whole=whole) for n in range(sizes.entries)]
        feeds.append((number, whole, items))
    told = [[_document(number, items) for number, _, items in feeds]]
    for turn in range(1, rounds):
        for number, whole, items in feeds:
            if number % sizes.changed == turn % sizes.changed:
                items.append(_item(words, number, len(items), whole=whole))
                del items[0]
        told.append([_document(number, items) for number, _, items in feeds])
    return told


def _item(words: Words, feed: int, number: int, *, whole: bool) -> str:
    at = format_datetime(START - timedelta(hours=30) + timedelta(minutes=67 * number + feed % 60), usegmt=True)
    link = f"https://presse{feed}.example/{2026}/{number}-{words.some(3).replace(' ', '-')}"
    body = "".join(f"<p>{words.sentences(4)}</p>" for _ in range(8)) if whole else f"<p>{words.sentences(2)}</p>"
    picture = f'<img src="{link}/image.jpg" alt="{words.some(3)}" width="600" height="400">'
    return (
        f"<item><title>{words.prose(9).capitalize()}</title><link>{link}</link><guid>{link}</guid><pubDate>{at}</pubDate>"
        f"<dc:creator>{words.some(2).title()}</dc:creator><category>{words.some(1)}</category>"
        f"<description>{escape(picture + body)}</description></item>\n"
    )


def _document(feed: int, items: list[str]) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        f"<title>Presse {feed}</title><link>https://presse{feed}.example/</link><description>Presse</description>"
        f"<language>fr</language>\n{''.join(reversed(items))}</channel></rss>\n"
    ).encode()


# -------------------------------------------------------------------------------------------------------- server


class Press:
    """The server as a process of its own; `now` says what it answers from now on.

    Args:
        make: the documents of each round, as `documents` gives them.
    """

    def __init__(self, make: Callable[[], list[list[bytes]]]) -> None:
        ports: Queue[int] = multiprocessing.Queue()
        # The documents are made over there: what this process holds would count as memory of the readers it starts.
        self._process = multiprocessing.Process(target=_serve, args=(ports, make), daemon=True)
        self._process.start()
        self.port = ports.get(timeout=600)

    def url(self, feed: int) -> str:
        return f"http://{_host(feed)}:{self.port}/{feed}"

    def now(self, turn: int, *, validators: bool = True) -> dict[str, int]:
        """Answer with the documents of this round; without validators never 304. Returns what was asked until now."""
        address = f"http://127.0.0.1:{self.port}/now/{turn}/{int(validators)}"
        with urllib.request.urlopen(address, timeout=10) as answer:
            asked, same = answer.read().split()
        return {"asked": int(asked), "304": int(same)}

    def close(self) -> None:
        self._process.terminate()
        self._process.join()


def _host(feed: int) -> str:
    """A loopback address of its own, as nearly every newspaper has a host of its own."""
    return f"127.1.{feed // 250}.{feed % 250 + 1}"


class _Answers:
    """Every answer, ready made."""

    def __init__(self, told: list[list[bytes]]) -> None:
        self.turn, self.validators, self.asked, self.same = 0, True, 0, 0
        self.tags = [[hashlib.blake2b(body, digest_size=8).hexdigest().encode() for body in turn] for turn in told]
        self.ready: dict[tuple[int, int, bool, bool], bytes] = {}
        for turn, bodies in enumerate(told):
            for feed, body in enumerate(bodies):
                packed = gzip.compress(body, 6, mtime=0)
                for validators in (True, False):
                    self.ready[turn, feed, validators, False] = self._whole(turn, feed, body, b"", validators)
                    coding = b"Content-Encoding: gzip\r\n"
                    self.ready[turn, feed, validators, True] = self._whole(turn, feed, packed, coding, validators)

    def _whole(self, turn: int, feed: int, body: bytes, coding: bytes, validators: bool) -> bytes:
        tag = b'ETag: "%s"\r\n' % self.tags[turn][feed] if validators else b""
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml; charset=utf-8\r\n"
        return head + tag + coding + b"Content-Length: %d\r\n\r\n" % len(body) + body

    def answer(self, request: bytes) -> bytes:
        path = request.split(b" ", 2)[1]
        if path.startswith(b"/now/"):
            _, _, turn, validators = path.split(b"/")
            self.turn, self.validators = int(turn), validators == b"1"
            said = b"%d %d" % (self.asked, self.same)
            self.asked = self.same = 0
            return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(said) + said
        self.asked += 1
        feed = int(path[1:])
        tag = self.tags[self.turn][feed]
        if self.validators and tag in request:
            self.same += 1
            return b'HTTP/1.1 304 Not Modified\r\nETag: "%s"\r\n\r\n' % tag
        return self.ready[self.turn, feed, self.validators, b"gzip" in request]


class _Server(asyncio.Protocol):
    def __init__(self, answers: _Answers) -> None:
        self._answers = answers
        self._rest = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        assert isinstance(self._transport, asyncio.WriteTransport)
        *requests, self._rest = (self._rest + data).split(b"\r\n\r\n")
        for request in requests:
            self._transport.write(self._answers.answer(request))


def _serve(ports: "Queue[int]", make: Callable[[], list[list[bytes]]]) -> None:
    async def main() -> None:
        told = make()
        answers, loop = _Answers(told), asyncio.get_running_loop()
        first = await loop.create_server(lambda: _Server(answers), "127.0.0.1", 0, backlog=1024)
        port = first.sockets[0].getsockname()[1]
        for feed in range(len(told[0])):
            with contextlib.suppress(OSError):
                await loop.create_server(lambda: _Server(answers), _host(feed), port, backlog=256)
        ports.put(port)
        await first.serve_forever()

    asyncio.run(main())
