"""The site over the hand-filled archive, in memory."""

import pytest
from starlette.testclient import TestClient

from aggregator.errors import UsageError
from aggregator.records import Config, DigestSpec, WebSpec
from aggregator.web.app import create_app
from tests.web import newsstand


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("archive")
    newsstand.build(folder).conn.close()
    digests = folder / "digests"
    digests.mkdir()
    (digests / "2026-03-10-matin.html").write_text('<!doctype html><p style="color:red">La revue</p>', "utf-8")
    (digests / "2026-03-10-matin.md").write_text("# La revue\n", "utf-8")
    return folder


def config(**web):
    return Config(
        path="feeds.yaml",
        feeds=(),
        digests=(DigestSpec(name="matin"),),
        timezone="Europe/Paris",
        web=WebSpec(**web),
    )


class Desk:
    """Wishes that pages handed on, and how they were answered."""

    def __init__(self):
        self.wishes: list[tuple[str, dict[str, object]]] = []

    async def act(self, kind, argument):
        self.wishes.append((kind, argument))
        if argument.get("entry") == 404:
            raise UsageError("there is no entry 404", hint="`aggregator search` finds entries by their words")
        return f"{kind} was done"


@pytest.fixture(scope="session")
def apps(folder):
    """The pages for reading, and those beside a writer with its desk; compiled once."""
    desk = Desk()
    return create_app(folder, config=config), create_app(folder, config=config, act=desk.act), desk


@pytest.fixture
def reader(apps):
    """A browser on the pages for reading."""
    return TestClient(apps[0], base_url="http://127.0.0.1:8400")


@pytest.fixture
def desk(apps):
    apps[2].wishes.clear()
    return apps[2]


@pytest.fixture
def writer(apps, desk):
    """A browser on the pages beside the process that writes."""
    return TestClient(apps[1], base_url="http://127.0.0.1:8400")
