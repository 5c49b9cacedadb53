"""The site over an archive of attacks: every payload of bench/xss.py, as feeds brought it."""

import html
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

from starlette.testclient import TestClient

from aggregator.archive import read
from aggregator.engine import Engine
from aggregator.web.app import create_app
from bench import xss, xss_feeds
from tests.still import Reader, item, rss

HARMLESS = "https://harmless.example"


class Attacked:
    """An archive that polled feeds full of attacks, and one harmless feed; and the pages over it."""

    def __init__(self, folder: Path, payloads: Sequence[xss.Payload], *, think: bool = False) -> None:
        self.documents = xss_feeds.documents(payloads)
        places = {name: xss_feeds.address(name) for name in self.documents} | {"harmless": HARMLESS}
        lines = [f"  - {{url: '{url}', name: {name}, full_text: false}}" for name, url in places.items()]
        self.reader = Reader(folder, "\n".join(["feeds:", *lines, ""]))
        bodies = {**self.documents, "harmless": _harmless()}
        self.reader.world.documents |= {f"{places[name]}{end}": bodies[name] for name in bodies for end in ("", "/")}

        async def work(engine: Engine) -> None:
            for feed in await engine.claim("force"):
                await engine.poll(feed)
            if think:
                await engine.think()

        with ThreadPoolExecutor(1) as aside:  # where a browser is driven, this thread has an event loop already
            aside.submit(self.reader.run, work).result()
        self.archive = folder / "archive"
        self.client = TestClient(
            create_app(self.archive, config=lambda: self.reader.config),
            base_url="http://127.0.0.1:8400",
            headers={"accept-encoding": "identity"},
        )

    def entries(self) -> list[tuple[int, str, str, str]]:
        """Id, feed, title and markup of every entry."""
        with closing(read(self.archive)) as conn:
            rows = conn.execute(
                "SELECT e.id, f.name, e.title, e.content_html FROM entries e JOIN feeds f ON f.id = e.feed_id ORDER BY e.id"
            )
            return [(row[0], row[1], row[2], row[3] or "") for row in rows]

    def frame(self, *paths: str) -> frozenset[tuple[str, str, str]]:
        """What pages show whoever is listed: the marks of these."""
        return frozenset().union(*(xss.marks(self.client.get(path).text) for path in paths))


def _harmless() -> bytes:
    markup = html.unescape("<p>Douze <b>navires</b> attendent.</p>")
    return rss(
        *(
            item(str(n), f"Grève au port {n}", markup, link=f"{HARMLESS}/{n}", more="<author>Jeanne Roux</author>")
            for n in range(3)
        ),
        title="Harmless",
    )
