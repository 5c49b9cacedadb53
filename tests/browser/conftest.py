"""A real browser, and the real site on a loopback port; skipped where there is no browser."""

import threading
import time
from pathlib import Path

import pytest
import uvicorn

from aggregator.errors import UsageError
from aggregator.web.app import create_app
from tests.web import newsstand
from tests.web.conftest import config

CHROMIUM = Path("/usr/bin/chromium")


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(item.path).parent == Path(__file__).parent:
            item.add_marker(pytest.mark.browser)


# Of a module, not of the session: while it lives its event loop is that of the thread, and no other test could run one.
@pytest.fixture(scope="module")
def browser():
    sync = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not CHROMIUM.exists():
        pytest.skip("no browser: apt install chromium")
    with sync.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield browser
        browser.close()


class Site:
    """The site, and what it was asked to do."""

    def __init__(self, folder, stand):
        self.stand = stand
        self.wishes: list[tuple[str, dict[str, object]]] = []
        app = create_app(folder, config=config, act=self.act)
        self._server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", ws="none"))
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        deadline = time.perf_counter() + 20
        while not self._server.started and time.perf_counter() < deadline:
            time.sleep(0.02)
        self.url = f"http://127.0.0.1:{self._server.servers[0].sockets[0].getsockname()[1]}"

    async def act(self, kind, argument):
        self.wishes.append((kind, argument))
        if kind == "merge":
            raise UsageError("entries 1 and 1 are one already")
        return f"{kind} was done"

    def stop(self):
        self._server.should_exit = True
        self._thread.join(10)


@pytest.fixture(scope="module")
def site(tmp_path_factory, browser):
    folder = tmp_path_factory.mktemp("browsed")
    site = Site(folder, newsstand.build(folder))
    yield site
    site.stop()


class Visit:
    """A page, and everything the browser complained about."""

    def __init__(self, context, url):
        self.page = context.new_page()
        self.page.set_default_timeout(10_000)
        self.complaints: list[str] = []
        self._url = url
        self.page.on("console", lambda message: self._complain(message.text) if message.type == "error" else None)
        self.page.on("pageerror", lambda error: self._complain(str(error)))

    def _complain(self, text):
        # The pictures of the invented outlets are nowhere.
        if "ERR_NAME_NOT_RESOLVED" not in text:
            self.complaints.append(text)

    def go(self, path):
        self.page.goto(self._url + path)
        return self.page


@pytest.fixture
def visit(browser, site):
    """A visit with the wanted window, colours and language."""
    contexts = []

    def start(*, width=1280, **options):
        context = browser.new_context(viewport={"width": width, "height": 900}, **({"locale": "fr-FR"} | options))
        contexts.append(context)
        return Visit(context, site.url)

    yield start
    for context in contexts:
        context.close()
