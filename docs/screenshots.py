"""Takes the screenshots of the documentation: `make screenshots`.

Plays the invented newsroom's week into a temporary archive, serves its pages on a loopback port and photographs them
with Debian's chromium (`apt install chromium`). Nothing outside this machine is asked for.
"""

import contextlib
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import uvicorn
from playwright.sync_api import Browser, sync_playwright

from aggregator import config as configuration
from aggregator.archive import Connection, queries, read
from aggregator.web.app import create_app

OUT = Path(__file__).parent / "screenshots"
CHROMIUM = "/usr/bin/chromium"
WINDOWS: dict[str, dict[str, Any]] = {
    "desktop": {"viewport": {"width": 1280, "height": 900}},
    "phone": {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
}


def play(archive: Path) -> None:
    """The week of the invented newsroom, in `archive`."""
    command = [sys.executable, "-m", "aggregator", "--archive", str(archive), "demo", "--exit", "--json"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


@contextlib.contextmanager
def serve(archive: Path) -> Iterator[str]:
    """The address of the pages over `archive`."""
    config = configuration.load(archive / "feeds.yaml")
    server = uvicorn.Server(
        uvicorn.Config(
            create_app(archive, config=lambda: config), host="127.0.0.1", port=0, log_level="error", ws="none"
        )
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


def pictures(conn: Connection) -> dict[str, tuple[str, str]]:
    """Name of a picture -> window and path of the page."""
    first = queries.today(conn)
    largest = max((*first.top, *first.stories), key=lambda card: (card.size, -card.id))
    edited = queries.edits(conn).edits
    reworded = f"/entry/{edited[0].line.id}#wordings" if edited else f"/entry/{largest.lines[0].id}"
    topic = largest.topics[0].slug if largest.topics else ""
    return {
        "today": ("desktop", "/"),
        "today-phone": ("phone", "/"),
        "today-dark": ("dark", "/"),
        "story": ("desktop", f"/story/{largest.id}"),
        "story-phone": ("phone", f"/story/{largest.id}"),
        "wordings": ("desktop", reworded),
        "search": ("desktop", "/search?q=accord"),
        "edits": ("desktop", "/edits"),
        "front": ("desktop", "/front"),
        "topic": ("desktop", f"/topic/{topic}" if topic else "/topics"),
        "sources": ("desktop", "/sources"),
        "health": ("dark", "/health"),
        "data": ("desktop", "/db/archive/stories"),
    }


def photograph(browser: Browser, url: str, name: str, window: str, path: str) -> None:
    """One screen of a page, as a reader first sees it."""
    context = browser.new_context(locale="fr-FR", timezone_id="Europe/Paris", **WINDOWS[window])
    page = context.new_page()
    page.goto(url + path)
    page.screenshot(path=OUT / f"{name}.png")
    context.close()


def main() -> None:
    """Play, serve, photograph."""
    OUT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "archive"
        play(archive)
        with contextlib.closing(read(archive)) as conn:
            wanted = pictures(conn)
        with serve(archive) as url, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            for name, (window, path) in wanted.items():
                photograph(browser, url, name, window, path)
                print(OUT / f"{name}.png")
            browser.close()


if __name__ == "__main__":
    main()
