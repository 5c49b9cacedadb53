"""kill -9 in the middle of absorbing, fifty times: no entry lost, none doubled, no validator ahead of its entries."""

import asyncio
import contextlib
import http.server
import multiprocessing
import os
import random
import signal
import sqlite3
import threading
from pathlib import Path

import pytest

from aggregator import config as configuration
from aggregator.archive import Archive, copies, open_archive
from aggregator.edge import live_world
from aggregator.engine import Engine
from tests.journeys.press import rss

pytestmark = pytest.mark.journey
FEEDS = 40
KILLS = 50
STATEMENTS = 700  # of SQL: a round of polls runs a thousand or more; a process dies at one of the first of them


class Press:
    """Forty feeds, each on a host of its own, whose documents only grow; an ETag names how far one has grown."""

    def __init__(self, seed):
        self.chance = random.Random(seed)
        self.entries = [[f"{feed}-{number}" for number in range(3)] for feed in range(FEEDS)]
        self.port = 0

    def grow(self):
        for feed in self.chance.sample(range(FEEDS), FEEDS // 3):
            self.entries[feed].append(f"{feed}-{len(self.entries[feed])}")

    def document(self, feed):
        items = ((guid, f"Dépêche {guid} du matin", f"Le texte de {guid}.") for guid in reversed(self.entries[feed]))
        return rss(*items, title=f"Courrier {feed}")

    def config(self):
        feeds = "".join(
            f"  - {{url: 'http://127.0.1.{feed + 1}:{self.port}/{feed}', name: f{feed}, full_text: false}}\n"
            for feed in range(FEEDS)
        )
        return f"allow_networks: ['127.0.0.0/8']\nfeeds:\n{feeds}"


@contextlib.contextmanager
def serving(press):
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            known = self.path[1:].isdecimal()
            etag = f'"{len(press.entries[int(self.path[1:])])}"' if known else '"none"'
            same = self.headers.get("If-None-Match") == etag
            body = press.document(int(self.path[1:])) if known and not same else b""
            with contextlib.suppress(ConnectionError):
                self.send_response(304 if same else 200 if known else 404)
                self.send_header("ETag", etag)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, format, *args):  # noqa: A002 - the name is the base class's
            pass

        def handle(self):
            with contextlib.suppress(ConnectionError):  # whoever asked was killed
                super().handle()

    server = http.server.ThreadingHTTPServer(("0.0.0.0", 0), Handler)
    server.daemon_threads = True
    press.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def poll(folder: Path, dies_at: int | None) -> None:
    """Poll every feed once, in a process that kills itself at its `dies_at`-th statement of SQL."""

    async def run() -> None:
        config = configuration.load(folder / "feeds.yaml")
        async with live_world(config) as world:
            archive = open_archive(folder / "archive", since="now")
            try:
                engine = Engine(config=config, archive=archive, world=world)
                await engine.start()
                if dies_at is not None:
                    _die_at(archive, dies_at)
                async for _ in engine.poll_all(await engine.claim("force")):
                    pass
                await engine.close()
            finally:
                archive.close()

    asyncio.run(run())


def _die_at(archive: Archive, number: int) -> None:
    left = number

    def statement(_: str) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    for conn in (archive._writer._conn, archive._writer._bodies):
        conn.set_trace_callback(statement)


def stored(folder, sql):
    path = folder / "archive" / "archive.db"
    if not path.exists():
        return []
    conn = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    try:
        return conn.execute(sql).fetchall()
    except sqlite3.OperationalError:
        return []  # killed before its tables were made
    finally:
        conn.close()


def check(folder, press):
    """What must hold after every kill, whatever was cut short."""
    guids = [row[0] for row in stored(folder, "SELECT guid FROM entries")]
    assert len(guids) == len(set(guids))
    have = set(guids)
    for url, etag in stored(folder, "SELECT url, etag FROM feeds WHERE etag IS NOT NULL"):
        promised = press.entries[int(url.rpartition("/")[2])][: int(etag.strip('"'))]
        assert set(promised) <= have, url
    for (name,) in stored(
        folder, "SELECT e.guid FROM entries e LEFT JOIN sightings s ON s.entry_id = e.id WHERE s.id IS NULL"
    ):
        pytest.fail(f"{name} is in no feed")


def test_fifty_kills_in_the_middle_of_absorbing_lose_nothing_and_double_nothing(tmp_path):
    press, chance, killed = Press(seed=1), random.Random(2), 0
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])

    with serving(press):
        (tmp_path / "feeds.yaml").write_text(press.config(), encoding="utf-8")
        while killed < KILLS:
            press.grow()
            process = context.Process(target=poll, args=(tmp_path, chance.randrange(1, STATEMENTS)))
            process.start()
            process.join(60)
            assert process.exitcode in (0, -signal.SIGKILL)
            killed += process.exitcode == -signal.SIGKILL
            check(tmp_path, press)
        process = context.Process(target=poll, args=(tmp_path, None))
        process.start()
        process.join(60)

    assert process.exitcode == 0
    check(tmp_path, press)
    assert {row[0] for row in stored(tmp_path, "SELECT guid FROM entries")} == {
        one for all_of in press.entries for one in all_of
    }
    assert stored(tmp_path, "SELECT count(*) FROM revisions") == [(0,)]
    assert list(copies.verify(tmp_path / "archive")) == []
