"""From a feed to the text of a page, over loopback HTTP: walls, errors, edits, and pages that are no more.

One farm, one feed, one archive: each entry's page misbehaves in a way of its own. A walled or failed page never becomes a
wording; what the feed said stays.
"""

import asyncio
import hashlib
import http.client
import json
import re
import threading
import time
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from functools import cached_property
from html import escape, unescape

import pytest
import uvicorn
from starlette.testclient import TestClient

from aggregator import config as configuration
from aggregator.archive import open_archive
from aggregator.archive.rows import stamp
from aggregator.edge import LiveWorld, workers
from aggregator.edge.clock import FrozenClock
from aggregator.edge.http import Http
from aggregator.engine import Engine
from aggregator.stages import extract
from aggregator.web.app import create_app
from tests import farm as faults
from tests.engine.desk import NOON, Desk
from tests.farm import Document, Farm

pytestmark = pytest.mark.journey

SITE, CONSENT, CLOSED = "127.0.6.1", "127.0.6.2", "127.0.6.3"
TEASER = "Les dockers de Saint-Aubin ont cessé le travail mardi à l'aube …"
PARAGRAPHS = (
    "Les dockers du port de Saint-Aubin ont cessé le travail mardi à l'aube pour demander une hausse de leurs salaires.",
    "Douze navires attendent au large et la préfecture parle de trente camions bloqués devant les grilles du terminal.",
    "Le syndicat a dit vouloir tenir jusqu'à vendredi si la direction ne revenait pas à la table des négociations.",
    "La direction du port, jointe par téléphone, assure de son côté qu'une réunion est prévue dans la soirée de mercredi.",
)
TEXT = "\n\n".join(PARAGRAPHS)


def html(*paragraphs, title="Grève au port", head="", after=""):
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    return (
        f"<!doctype html><html lang='fr'><head><meta charset='utf-8'><title>{title}</title>"
        f"<meta property='og:title' content='{title}'>{head}</head>"
        f"<body><article><h1>{title}</h1>{body}</article>{after}</body></html>"
    ).encode()


def page(*paragraphs, etag=None, **more):
    return Document(html(*(paragraphs or PARAGRAPHS), **more), etag=etag, content_type="text/html; charset=utf-8")


WALL = page(
    PARAGRAPHS[0],
    "Cet article est réservé à nos abonnés. Déjà abonné ? Connectez-vous.",
    head='<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":false,"wordCount":640}</script>',
)
MISSING = page("La page que vous cherchez n'existe plus. Retournez à l'accueil.", title="Page introuvable")
COOKIES = page(
    "Nous et nos 742 partenaires utilisons des cookies pour mesurer l'audience de nos contenus.",
    "Vous pouvez accepter les cookies, tout refuser ou paramétrer votre consentement à tout moment.",
    "Sans votre consentement, l'accès suppose un abonnement. Continuer sans accepter.",
    title="Votre vie privée, vos cookies",
)
SHELL = Document(
    b"<!doctype html><html lang='fr'><head><title>Le Phare</title></head><body><div id='app'></div>"
    b"<noscript>Veuillez activer JavaScript pour lire cette page.</noscript>"
    b"<script src='/a.js'></script><script src='/b.js'></script><script src='/c.js'></script></body></html>",
    content_type="text/html; charset=utf-8",
)


class Newsroom(Desk):
    """A desk, and the site over its archive."""

    @cached_property
    def client(self):
        app = create_app(self.archive.folder, config=lambda: self.engine.config)
        return TestClient(app, base_url="http://127.0.0.1:8400")


@pytest.fixture(scope="module", autouse=True)
def reader_of_pages():
    """One child process reads the pages of all tests here: it takes a second to start."""
    yield
    workers.close_shared()


@asynccontextmanager
async def newsroom(tmp_path, given=lambda _: {}, rest="", **pages):
    """A desk that polled one feed with an entry for each of `pages`, by name; `given` makes more, knowing the farm.

    `rest` ends the address of each.
    """
    async with Farm(SITE, CONSENT, CLOSED) as farm:
        pages |= given(farm)
        for name, behaviour in pages.items():
            farm.at(f"/2026/{name}", behaviour)
        items = "".join(
            f"<item><guid isPermaLink='false'>{name}</guid><title>Grève au port ({number})</title>"
            f"<link>{farm.url(f'/2026/{name}', CLOSED if name == 'closed' else SITE)}{rest}</link>"
            f"<description>{escape(TEASER)}</description><pubDate>Mon, 02 Mar 2026 11:30:00 GMT</pubDate></item>"
            for number, name in enumerate(pages)
        )
        feed = f"<rss version='2.0'><channel><title>Le Phare</title><language>fr</language>{items}</channel></rss>"
        farm.at("/feed", Document(feed.encode(), etag='"1"'))
        text = (
            "allow_networks: ['127.0.0.0/8']\nbudget: 100000/h\n"
            f"feeds:\n  - {{url: '{farm.url('/feed')}', name: phare, full_text: true, language: fr}}\n"
        )
        (tmp_path / "feeds.yaml").write_text(text, encoding="utf-8")
        config = configuration.load(tmp_path / "feeds.yaml")
        clock = FrozenClock(NOON)
        archive = open_archive(tmp_path / "archive", since=stamp(NOON))
        try:
            async with Http(clock, allow_networks=config.allow_networks, min_gap=timedelta(0)) as way_out:
                engine = Engine(config=config, archive=archive, world=LiveWorld(clock, way_out))
                await engine.start()
                desk = Newsroom(farm, clock, engine, archive)
                await desk.poll()
                await engine.read_pages()
                yield desk
        finally:
            archive.close()


async def look_again(desk, after=timedelta(hours=2), **changed):
    """What looking again some time later brings, once these pages have changed."""
    for name, behaviour in changed.items():
        desk.farm.at(f"/2026/{name}", behaviour)
    desk.clock.advance(after)
    return await desk.engine.look_again()


def shown(desk, name):
    """The page of our own that shows the entry of that page."""
    entry = desk.value("SELECT id FROM entries WHERE guid = ?", name)
    return unescape(desk.client.get(f"/entry/{entry}?lang=fr").text)


def article(desk, name):
    return desk.rows("SELECT a.* FROM articles a JOIN entries e ON e.id = a.entry_id WHERE e.guid = ?", name)[0]


def found(desk, word):
    """Guids of the entries that a search finds."""
    hits = desk.client.get(f"/search.json?q={word}&everything=1").json()["hits"]
    return {desk.value("SELECT guid FROM entries WHERE id = ?", hit["line"]["id"]) for hit in hits}


def edits(desk):
    """What the page of edits lists."""
    return desk.client.get("/edits.json").json()["edits"]


def wordings(desk):
    """Every former wording."""
    return desk.rows("SELECT r.*, e.guid FROM revisions r JOIN entries e ON e.id = r.entry_id ORDER BY r.id")


def test_the_text_of_a_page_stands_in_the_place_of_the_excerpt(tmp_path):
    async def go():
        async with newsroom(tmp_path, whole=page()) as desk:
            assert article(desk, "whole")["text"] == TEXT
            assert PARAGRAPHS[3] in shown(desk, "whole")
            assert found(desk, "camions") == {"whole"}
            assert desk.value("SELECT text FROM entries") == TEASER
            assert wordings(desk) == []
            assert desk.farm.requests("/2026/whole")[0].headers["user-agent"].startswith("aggregator/")

    asyncio.run(go())


def test_what_stands_in_the_way_of_an_article_is_said_and_the_feeds_words_stay(tmp_path):
    def pages(farm):
        farm.at("/", page("Les titres du jour sur notre page d'accueil.", title="Le Phare"))
        farm.at("/collectconsent", page("Avant de continuer", title="Le Phare"))
        return {
            "wall": WALL,
            "cookies": COOKIES,
            "away": faults.redirect(farm.url("/collectconsent?back=/2026/away", CONSENT), 302),
            "missing": MISSING,
            "home": faults.redirect("/", 302),
            "shell": SHELL,
        }

    async def go():
        async with newsroom(tmp_path, pages) as desk:
            flags = dict(desk.rows("SELECT e.guid, a.flags FROM articles a JOIN entries e ON e.id = a.entry_id"))
            assert {name: set(json.loads(said)) & extract.WALLED for name, said in flags.items()} == {
                "wall": {"paywall"}, "cookies": {"consent"}, "away": {"consent"}, "missing": {"soft-404"},
                "home": {"soft-404"}, "shell": {"js-shell"},
            }  # fmt: skip
            for name in flags:
                assert "dockers de Saint-Aubin ont cessé" in shown(desk, name), name
            assert desk.value("SELECT count(*) FROM good_articles") == 0
            assert wordings(desk) == []
            assert found(desk, "dockers") == set(flags)

    asyncio.run(go())


def test_the_words_of_a_wall_are_not_what_a_search_finds(tmp_path):
    async def go():
        async with newsroom(tmp_path, wall=WALL, cookies=COOKIES, missing=MISSING, shell=SHELL) as desk:
            assert {word: found(desk, word) for word in ("abonnés", "cookies", "introuvable", "JavaScript")} == {
                "abonnés": set(), "cookies": set(), "introuvable": set(), "JavaScript": set(),
            }  # fmt: skip
            assert found(desk, "dockers") == {"wall", "cookies", "missing", "shell"}

    asyncio.run(go())


def test_behind_a_wall_that_opens_stands_the_first_wording(tmp_path):
    async def go():
        async with newsroom(tmp_path, opens=WALL) as desk:
            await look_again(desk, opens=page())

            assert article(desk, "opens")["text"] == TEXT
            assert PARAGRAPHS[2] in shown(desk, "opens")
            assert wordings(desk) == []

    asyncio.run(go())


def test_what_comes_between_a_page_and_a_later_look_replaces_no_wording(tmp_path):
    later = {
        "wall": WALL, "cookies": COOKIES, "missing": MISSING, "shell": SHELL,
        "error": faults.status(500, body=html("Une erreur est survenue sur le serveur.")),
        "cut": page(PARAGRAPHS[0]), "empty": page(" "), "home": faults.redirect("/", 302),
    }  # fmt: skip

    async def go():
        async with newsroom(tmp_path, **{name: page() for name in later}) as desk:
            desk.farm.at("/", page("Les titres du jour sur notre page d'accueil.", title="Le Phare"))

            looked = await look_again(desk, **later)

            assert looked == len(later)
            assert {name: article(desk, name)["text"] for name in later} == dict.fromkeys(later, TEXT)
            assert wordings(desk) == []
            assert desk.value("SELECT count(*) FROM entries WHERE gone_at IS NOT NULL") == 0
            assert desk.value("SELECT count(*) FROM todo WHERE stage = 'recheck'") == len(later)
            flags = desk.rows("SELECT e.guid, p.flags FROM pages p JOIN entries e ON e.id = p.entry_id ORDER BY p.id")
            assert "paywall" in dict(flags)["wall"]

    asyncio.run(go())


def test_an_amp_page_that_points_back_is_read_and_flagged(tmp_path):
    def pages(farm):
        back = f"<link rel='canonical' href='{farm.url('/2026/quick')}'>"
        body = html(*PARAGRAPHS, head=back).replace(b"<html lang='fr'>", "<html ⚡ lang='fr'>".encode())
        farm.at("/amp/2026/quick", Document(body, content_type="text/html; charset=utf-8"))
        return {"quick": faults.redirect("/amp/2026/quick", 302)}

    async def go():
        async with newsroom(tmp_path, pages) as desk:
            assert article(desk, "quick")["text"] == TEXT
            assert json.loads(article(desk, "quick")["flags"]) == ["amp"]
            assert desk.rows("SELECT final_url, code FROM pages")[0]["final_url"] == desk.farm.url("/amp/2026/quick")
            assert PARAGRAPHS[3] in shown(desk, "quick")
            assert found(desk, "camions") == {"quick"}

    asyncio.run(go())


def test_a_silent_edit_leaves_the_former_wording_and_is_listed(tmp_path):
    later = (PARAGRAPHS[0], PARAGRAPHS[1].replace("Douze", "Quatorze"), *PARAGRAPHS[2:])

    async def go():
        async with newsroom(tmp_path, edited=page(etag='"a"'), same=page(etag='"b"')) as desk:
            looked = await look_again(desk, edited=page(*later, etag='"c"'))

            assert looked == 2
            assert [(row["guid"], row["origin"], row["silent"]) for row in wordings(desk)] == [("edited", "page", 1)]
            assert "Douze navires" in wordings(desk)[0]["text"]
            assert "Quatorze navires" in article(desk, "edited")["text"]
            asked = {name: desk.farm.requests(f"/2026/{name}") for name in ("edited", "same")}
            assert [one.headers.get("if-none-match") for one in asked["edited"]] == [None, '"a"']
            codes = desk.rows("SELECT e.guid, p.code FROM pages p JOIN entries e ON e.id = p.entry_id ORDER BY p.id")
            assert sorted(map(tuple, codes)) == [
                ("edited", "ok"), ("edited", "ok"), ("same", "ok"), ("same", "unchanged"),
            ]  # fmt: skip
            seen = shown(desk, "edited")
            assert "<del>Douze </del><ins>Quatorze </ins>navires attendent au large" in seen
            assert seen.count("<del>") == seen.count("<ins>") == 1
            assert [(edit["before"], edit["after"]) for edit in edits(desk)] == [("Grève au port", "Grève au port")]

    asyncio.run(go())


@pytest.mark.parametrize("rest", ["", "?page=1&amp;vue=compl%C3%A8te#suite"])
def test_every_copy_of_a_page_is_listed_from_its_entry_and_sent_with_its_time(tmp_path, rest):
    later = page(*PARAGRAPHS[:3])

    async def go():
        async with newsroom(tmp_path, rest=rest, copied=page()) as desk:
            await look_again(desk, copied=later)
            with site(desk) as ask:
                [link] = re.findall(r'href="(/timemap/[^"]+)"', ask("/entry/1").decode())
                listed = ask(unescape(link)).decode()
                copies = re.findall(r'<([^>]+)>; rel="[a-z ]*memento"; datetime="([^"]+)"', listed)
                assert [at for _, at in copies] == ["Mon, 02 Mar 2026 12:00:00 GMT", "Mon, 02 Mar 2026 14:00:00 GMT"]
                for (address, at), body in zip(copies, (page().body, later.body), strict=True):
                    assert ask(address, {"memento-datetime": at}) == body

    asyncio.run(go())


@contextmanager
def site(desk):
    """The site over the desk's archive on a loopback port: what GET brings, with headers that must be there."""
    server = uvicorn.Server(uvicorn.Config(desk.client.app, host="127.0.0.1", port=0, log_level="error", ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]

    def ask(address, headers=None):
        conn = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        try:
            conn.request("GET", address.removeprefix(f"http://127.0.0.1:{port}"))
            answer = conn.getresponse()
            assert answer.status == 200, address
            assert {name: answer.getheader(name) for name in headers or {}} == (headers or {})
            return answer.read()
        finally:
            conn.close()

    try:
        yield ask
    finally:
        server.should_exit = True
        thread.join(10)


def test_a_page_with_another_build_read_by_a_newer_extractor_is_no_edit(tmp_path):
    async def go():
        async with newsroom(tmp_path, built=page(head="<meta name='build' content='1'>")) as desk:
            await desk.archive.submit(_as_an_older_extractor_read_it)

            await look_again(desk, built=page(head="<meta name='build' content='2'>"))

            assert wordings(desk) == []
            assert article(desk, "built")["text"] == TEXT
            assert article(desk, "built")["made_by"] == extract.MADE_BY
            assert desk.farm.count("/2026/built") == 2

    asyncio.run(go())


def test_an_edit_is_told_from_what_a_newer_extractor_reads_otherwise(tmp_path):
    later = (*PARAGRAPHS[:3], PARAGRAPHS[3].replace("mercredi", "jeudi"))

    async def go():
        async with newsroom(tmp_path, built=page()) as desk:
            await desk.archive.submit(_as_an_older_extractor_read_it)

            await look_again(desk, built=page(*later))

            assert [row["text"] for row in wordings(desk)] == [TEXT]

    asyncio.run(go())


def _as_an_older_extractor_read_it(conn):
    conn.execute(
        "UPDATE articles SET text = ?, wording_hash = ?, made_by = 'extract/0'",
        ("Temps de lecture : 2 minutes\n\n" + "\n\n".join(PARAGRAPHS[:3]), hashlib.sha256(b"old").digest()[:16]),
    )


@pytest.mark.parametrize(("status", "asked_again"), [(404, True), (410, False)])
def test_a_page_that_is_gone_later_is_marked_and_nothing_is_removed(tmp_path, status, asked_again):
    async def go():
        async with newsroom(tmp_path, left=page()) as desk:
            await look_again(desk, left=faults.status(status, body=b"<h1>Non</h1>"))

            entry = desk.rows("SELECT gone_at, gone_why, text FROM entries")[0]
            assert str(status) in entry["gone_why"]
            assert entry["text"] == TEASER
            assert article(desk, "left")["text"] == TEXT
            assert wordings(desk) == []
            assert str(status) in shown(desk, "left")
            assert PARAGRAPHS[1] in shown(desk, "left")
            assert found(desk, "camions") == {"left"}
            assert await look_again(desk, after=timedelta(days=3)) == int(asked_again)

            if asked_again:
                await look_again(desk, after=timedelta(days=3), left=page())
                assert desk.value("SELECT gone_at FROM entries") is None

    asyncio.run(go())


def test_a_page_that_was_never_there_leaves_the_feeds_words(tmp_path):
    async def go():
        async with newsroom(tmp_path, never=faults.status(404), down=faults.then(faults.status(503), page())) as desk:
            assert desk.value("SELECT count(*) FROM articles") == 0
            assert "404" in desk.value("SELECT gone_why FROM entries WHERE guid = 'never'")
            assert "dockers de Saint-Aubin ont cessé" in shown(desk, "never")

            desk.clock.advance(timedelta(hours=1))
            await desk.engine.read_pages()

            assert article(desk, "down")["text"] == TEXT
            assert desk.farm.count("/2026/never") == 1

    asyncio.run(go())


def test_pages_that_robots_txt_forbids_are_never_asked_for(tmp_path):
    def pages(farm):
        async def robots(asked, pen):
            closed = asked.headers["host"].startswith(CLOSED)
            body = b"User-agent: *\nAllow: /\nUser-agent: aggregator\nDisallow: /2026/" if closed else b""
            await pen.whole(200, [("Content-Type", "text/plain")], body)

        farm.at("/robots.txt", robots)
        return {"closed": page(), "open": page()}

    async def go():
        async with newsroom(tmp_path, pages) as desk:
            assert desk.farm.count("/2026/closed") == 0
            assert desk.farm.count("/2026/open") == 1
            assert (
                desk.value("SELECT p.code FROM pages p JOIN entries e ON e.id = p.entry_id WHERE e.guid = 'closed'")
                == "robots"
            )
            assert "dockers de Saint-Aubin ont cessé" in shown(desk, "closed")
            asked = [one.headers["host"] for one in desk.farm.requests("/robots.txt")]
            assert len(asked) == len(set(asked)) == 2

    asyncio.run(go())


def test_robots_txt_that_closes_later_ends_the_looking_and_keeps_the_text(tmp_path):
    async def go():
        async with newsroom(tmp_path, shut=page()) as desk:
            desk.farm.at("/robots.txt", faults.status(200, body=b"User-agent: *\nDisallow: /"))

            await look_again(desk, after=timedelta(days=2), shut=page("Autre texte."))

            assert desk.farm.count("/2026/shut") == 1
            assert article(desk, "shut")["text"] == TEXT
            assert desk.value("SELECT gone_at FROM entries") is None

    asyncio.run(go())
