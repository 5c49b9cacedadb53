"""An exported story in another program: pywb replays it, and a browser shows its pages as they were.

pywb is no dependency: install it in an environment of its own (`python -m venv v && v/bin/pip install pywb`) and name the
folder of its programs in PYWB_BIN, or have it on the PATH.
"""

import os
import shutil
import socket
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from click.testing import CliRunner

from aggregator.cli import cli
from tests.still import Reader, item, rss

SITE = "https://courrier.example"
PARAGRAPHS = (
    "Les dockers du port de Saint-Aubin ont cessé le travail mardi à l'aube pour demander une hausse de leurs salaires.",
    "Douze navires attendent au large et la préfecture parle de trente camions bloqués devant les grilles du terminal.",
    "Le syndicat a dit vouloir tenir jusqu'à vendredi si la direction ne revenait pas à la table des négociations.",
)


def _program(name):
    found = shutil.which(name, path=os.environ.get("PYWB_BIN")) or shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed: pywb, in an environment of its own, with PYWB_BIN naming its bin folder")
    return found


def _page(title, *paragraphs):
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    return (
        f"<!doctype html><html lang='fr'><head><meta charset='utf-8'><title>{title}</title></head>"
        f"<body><article><h1>{title}</h1>{body}</article></body></html>"
    ).encode()


@pytest.fixture(scope="module")
def programs():
    """What fills a collection, and what replays it."""
    return _program("wb-manager"), _program("wayback")


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    with ThreadPoolExecutor(1) as aside:  # where a browser is driven, this thread has an event loop already
        return aside.submit(_export, tmp_path_factory.mktemp("exported")).result()


def _export(folder):
    """The WACZ file of a story of three entries, one of whose pages was edited in silence."""
    feeds = f"feeds:\n  - {{url: '{SITE}/rss', name: une, full_text: true, language: fr}}\n"
    reader = Reader(folder, feeds)
    items = (
        item(str(n), f"Grève des dockers au port de Saint-Aubin, jour {n}", PARAGRAPHS[0], link=f"{SITE}/{n}")
        for n in (1, 2, 3)
    )
    pages = {f"{SITE}/{n}": _page(f"Grève au port, jour {n}", f"Jour {n} de la grève.", *PARAGRAPHS) for n in (1, 2, 3)}
    reader.poll({f"{SITE}/rss": rss(*items)} | pages)
    reader.world.documents[f"{SITE}/2"] = _page("Grève au port, jour 2", "Quatorze navires attendent.", *PARAGRAPHS)
    reader.world.at += timedelta(hours=2)
    reader.run(lambda engine: engine.look_again())
    place = ["--config", str(reader.path), "--archive", str(folder / "archive")]
    done = CliRunner().invoke(cli, ["export", "--wacz", str(folder / "story.wacz"), "--story", "1", *place])
    assert done.exit_code == 0, done.output
    return folder / "story.wacz"


@pytest.fixture(scope="module")
def replay(programs, exported, tmp_path_factory):
    """The address of a collection of pywb's that holds the story."""
    manager, wayback = programs
    folder = tmp_path_factory.mktemp("pywb")
    for arguments in (["init", "story"], ["add", "--unpack-wacz", "story", str(exported)]):
        done = subprocess.run([manager, *arguments], cwd=folder, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stdout + done.stderr
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [wayback, "--port", str(port), "--bind", "127.0.0.1"],
        cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        deadline = time.perf_counter() + 30
        while time.perf_counter() < deadline:
            with socket.socket() as knock:
                if knock.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}/story"
    finally:
        process.terminate()
        process.wait(10)


def shown(browser, address):
    """Headline and paragraphs of a replayed page, in the frame that pywb puts it into."""
    page = browser.new_page()
    try:
        page.goto(address)
        replayed = page.frame_locator("#replay_iframe")
        replayed.locator("article p").first.wait_for()
        return replayed.locator("h1").inner_text(), tuple(replayed.locator("article p").all_inner_texts())
    finally:
        page.close()


def test_every_page_of_an_exported_story_is_shown_again_by_pywb(browser, replay):
    seen = {number: shown(browser, f"{replay}/20260310080000/{SITE}/{number}") for number in (1, 2, 3)}

    assert seen == {n: (f"Grève au port, jour {n}", (f"Jour {n} de la grève.", *PARAGRAPHS)) for n in (1, 2, 3)}


def test_pywb_shows_both_versions_of_an_edited_page_and_finds_an_unchanged_one_again(browser, replay):
    _, edited = shown(browser, f"{replay}/20260310110000/{SITE}/2")
    _, unchanged = shown(browser, f"{replay}/20260310110000/{SITE}/1")

    assert edited == ("Quatorze navires attendent.", *PARAGRAPHS)
    assert unchanged == ("Jour 1 de la grève.", *PARAGRAPHS)  # kept as a record that points to the first
