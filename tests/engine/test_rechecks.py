"""Pages are looked at again: silent edits are found, walls and upgrades are none, and the budget holds."""

import hashlib
import shutil
import sqlite3
from datetime import timedelta
from itertools import pairwise

import pytest

from aggregator.records import Response
from aggregator.stages import extract
from tests.still import START, Reader, StillWorld, item, rss

FEEDS = "feeds:\n  - {url: 'https://courrier.example/rss', name: une, full_text: true, language: fr}\n"
PAGE = "https://courrier.example/greve"
FEED = rss(item("1", "Grève au port", "Les dockers ont cessé le travail …", link=PAGE))
PARAGRAPHS = (
    "Les dockers du port de Saint-Aubin ont cessé le travail mardi à l'aube pour demander une hausse de leurs salaires.",
    "Douze navires attendent au large et la préfecture parle de trente camions bloqués devant les grilles du terminal.",
    "Le syndicat a dit vouloir tenir jusqu'à vendredi si la direction ne revenait pas à la table des négociations.",
    "La direction du port, jointe par téléphone, assure de son côté qu'une réunion est prévue dans la soirée de mercredi.",
)


def page(*paragraphs, title="Grève au port", more=""):
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    return (
        f"<!doctype html><html lang='fr'><head><title>{title}</title><meta property='og:title' content='{title}'>{more}</head>"
        f"<body><article><h1>{title}</h1>{body}</article></body></html>"
    ).encode()


class CarefulWorld(StillWorld):
    """Answers 304 to whoever has the version it would send, and keeps what it was asked."""

    def __init__(self):
        super().__init__()
        self.asked = []

    async def send(self, request):
        reply = await super().send(request)
        if request.purpose != "page" or not isinstance(reply, Response):
            return reply
        self.asked.append(request)
        known = dict(request.headers).get("If-None-Match")
        if reply.status == 200 and known == reply.header("etag"):
            return Response(
                url=reply.url, status=304, headers=reply.headers, body=b"", received=self.at, elapsed=timedelta(0),
                request_headers=request.headers,
            )  # fmt: skip
        return reply


class PageReader(Reader):
    """A reader in a careful world."""

    world: CarefulWorld


@pytest.fixture(scope="module")
def polled(tmp_path_factory):
    """An archive that holds one entry and its page, and the world it was read in."""
    reader = PageReader(tmp_path_factory.mktemp("polled"), FEEDS, CarefulWorld())
    reader.poll({"https://courrier.example/rss": FEED, PAGE: page(*PARAGRAPHS)})
    return reader


@pytest.fixture
def reader(polled, tmp_path):
    shutil.copytree(polled.folder / "archive", tmp_path / "archive")
    world = CarefulWorld()
    world.at, world.documents = polled.world.at, dict(polled.world.documents)
    return PageReader(tmp_path, FEEDS, world)


def rows(reader, sql, *values, file="archive.db"):
    conn = sqlite3.connect(reader.folder / "archive" / file)
    conn.row_factory = sqlite3.Row
    try:
        return conn.execute(sql, values).fetchall()
    finally:
        conn.close()


def look(reader, changed=None, *, after=timedelta(hours=2)):
    """What looking again brings some time later; returns how many pages were asked for."""
    reader.world.at += after
    reader.world.documents |= changed or {}
    return reader.run(lambda engine: engine.look_again())


def page_revisions(reader):
    return rows(reader, "SELECT * FROM revisions WHERE origin = 'page' ORDER BY id")


def article(reader):
    return rows(reader, "SELECT * FROM articles")[0]


def test_a_page_is_not_asked_for_again_before_a_fifth_of_its_age_has_passed(reader):
    due = rows(reader, "SELECT due FROM todo WHERE stage = 'recheck'")[0]["due"]

    early = look(reader, after=timedelta(0) - timedelta(minutes=50))

    assert early == 0
    assert due > "2026-03-10T08:14:00Z"


def test_a_silent_edit_leaves_its_former_wording_with_what_changed(reader):
    edited = (PARAGRAPHS[0], PARAGRAPHS[1].replace("Douze", "Quatorze").replace("trente", "40"), *PARAGRAPHS[2:])

    look(reader, {PAGE: page(*edited)})

    kept = page_revisions(reader)
    assert len(kept) == 1
    assert "Douze navires" in kept[0]["text"]
    assert kept[0]["silent"] == 1
    assert kept[0]["change"] in ("edit", "correction")
    assert kept[0]["seen"] == "2026-03-10T08:00:00Z"
    assert kept[0]["feed_id"] is None
    assert "Quatorze navires" in article(reader)["text"]
    assert {row["stage"] for row in rows(reader, "SELECT stage FROM todo")} >= {"topics", "stories", "recheck"}


def test_an_edit_that_the_page_dates_is_not_silent(reader):
    dated = "<meta property='article:modified_time' content='2026-03-10T10:30:00Z'>"

    look(
        reader,
        {PAGE: page(*PARAGRAPHS, "Mise à jour : la réunion de mercredi a été reportée à jeudi matin.", more=dated)},
    )

    assert [(row["silent"], row["change"]) for row in page_revisions(reader)] == [(0, "addition")]


def test_a_page_that_has_not_changed_is_asked_for_with_its_validator_and_costs_no_body(reader):
    looked = look(reader)

    assert looked == 1
    assert "If-None-Match" in dict(reader.world.asked[0].headers)
    assert rows(reader, "SELECT code FROM pages ORDER BY id")[-1]["code"] == "unchanged"
    assert len(rows(reader, "SELECT 1 FROM bodies WHERE sha256 IN (SELECT sha256 FROM captures WHERE kind = 'page')",
                    file="payloads.db")) == 1  # fmt: skip
    assert [row["status"] for row in rows(reader, "SELECT status FROM captures WHERE kind = 'page' ORDER BY id",
                                          file="payloads.db")] == [200, 304]  # fmt: skip
    assert page_revisions(reader) == []


def test_another_build_of_the_same_words_is_no_edit(reader):
    look(reader, {PAGE: page(*PARAGRAPHS, more="<meta name='build' content='2026-03-10T10:00'>")})

    assert page_revisions(reader) == []
    assert article(reader)["at"] > "2026-03-10T09:00:00Z"


def as_read_by_an_older_extractor(reader):
    """The stored article with its reading time and without its last paragraph."""
    conn = sqlite3.connect(reader.folder / "archive" / "archive.db")
    with conn:
        conn.execute(
            "UPDATE articles SET text = ?, wording_hash = ?, made_by = 'extract/0'",
            ("Temps de lecture : 2 minutes\n\n" + "\n\n".join(PARAGRAPHS[:3]), hashlib.sha256(b"old").digest()[:16]),
        )
    conn.close()


def test_an_upgrade_of_the_extractor_is_no_edit(reader):
    as_read_by_an_older_extractor(reader)

    look(reader, {PAGE: page(*PARAGRAPHS, more="<meta name='build' content='2'>")})

    assert page_revisions(reader) == []
    assert article(reader)["made_by"] == extract.MADE_BY
    assert "Temps de lecture" not in article(reader)["text"]


def test_an_edit_after_an_upgrade_is_told_from_the_upgrade(reader):
    as_read_by_an_older_extractor(reader)

    look(reader, {PAGE: page(*PARAGRAPHS[:3], PARAGRAPHS[3].replace("mercredi", "jeudi"))})

    assert [row["text"] for row in page_revisions(reader)] == ["\n\n".join(PARAGRAPHS)]


@pytest.mark.parametrize(
    "wall",
    [
        pytest.param(page("Cet article est réservé à nos abonnés. Abonnez-vous pour lire la suite."), id="paywall"),
        pytest.param(page("La page que vous cherchez n'existe plus.", title="Page introuvable"), id="soft-404"),
        pytest.param(page(PARAGRAPHS[0]), id="cut short without a word"),
        pytest.param(500, id="error"),
        pytest.param(b"", id="empty"),
    ],
)
def test_a_wall_or_an_error_is_never_a_wording(reader, wall):
    before = tuple(article(reader))

    look(reader, {PAGE: wall})

    assert page_revisions(reader) == []
    assert tuple(article(reader)) == before
    assert rows(reader, "SELECT gone_at FROM entries")[0]["gone_at"] is None
    assert rows(reader, "SELECT 1 FROM todo WHERE stage = 'recheck'")


def test_an_edit_behind_a_wall_is_found_when_the_wall_is_gone(reader):
    look(reader, {PAGE: page("Cet article est réservé à nos abonnés. Abonnez-vous pour lire la suite.")})

    look(reader, {PAGE: page(*PARAGRAPHS[:3], "La réunion de mercredi est annulée, a dit la direction du port.")})

    assert len(page_revisions(reader)) == 1
    assert PARAGRAPHS[3] in page_revisions(reader)[0]["text"]


@pytest.mark.parametrize(("status", "asked_again"), [(404, True), (410, False)])
def test_a_page_that_is_gone_is_marked_and_its_text_stays(reader, status, asked_again):
    look(reader, {PAGE: status})

    entry = rows(reader, "SELECT gone_at, gone_why FROM entries")[0]
    assert entry["gone_at"] is not None
    assert str(status) in entry["gone_why"]
    assert PARAGRAPHS[0] in article(reader)["text"]
    assert bool(rows(reader, "SELECT 1 FROM todo WHERE stage = 'recheck'")) is asked_again


def test_a_page_that_comes_back_is_gone_no_more(reader):
    look(reader, {PAGE: 404})

    look(reader, {PAGE: page(*PARAGRAPHS)}, after=timedelta(days=1))

    assert rows(reader, "SELECT gone_at FROM entries")[0]["gone_at"] is None


def test_two_versions_by_turns_are_two_wordings_however_often_they_change_places(reader):
    other = page(*PARAGRAPHS, title="Le port bloqué par une grève")

    for n in range(4):
        look(reader, {PAGE: other if n % 2 == 0 else page(*PARAGRAPHS)}, after=timedelta(days=n + 1))

    assert article(reader)["title"] == "Grève au port"
    assert [row["title"] for row in page_revisions(reader)] == ["Le port bloqué par une grève"]


def test_a_feed_that_announces_an_edit_has_the_page_compared_too(reader):
    edited = page(*PARAGRAPHS[:3], "La réunion de mercredi est annulée, a dit la direction du port de Saint-Aubin.")
    announced = rss(item("1", "Grève au port : réunion annulée", "Les dockers restent en grève …", link=PAGE))

    reader.poll({"https://courrier.example/rss": announced, PAGE: edited})

    assert len(page_revisions(reader)) == 1
    assert rows(reader, "SELECT 1 FROM todo WHERE stage = 'page'") == []


def test_looks_stay_within_a_share_of_the_budget(tmp_path):
    many = PageReader(tmp_path, "budget: 60/h\n" + FEEDS, CarefulWorld())
    links = [f"https://courrier.example/{n}" for n in range(9)]
    feed = rss(*(item(str(n), f"Grève {n}", "Les dockers …", link=link) for n, link in enumerate(links)))
    many.poll({"https://courrier.example/rss": feed} | {link: page(f"Le quai {link}.", *PARAGRAPHS) for link in links})

    async def an_hour(engine):
        looks = 0
        for _ in range(60):
            many.world.at += timedelta(minutes=1)
            looks += await engine.look_again()
        return looks

    looked = many.run(an_hour)

    assert 1 < looked <= 13  # a fifth of 60, and one that was saved up


def test_a_pruned_page_is_read_whole_and_no_edit_is_made_up(reader):
    conn = sqlite3.connect(reader.folder / "archive" / "payloads.db")
    with conn:
        conn.execute("UPDATE bodies SET codec = 'pruned', base = NULL, data = CAST('2026-03-10 by hand' AS BLOB)")
    conn.close()

    look(reader, {PAGE: page(*PARAGRAPHS)})

    assert "If-None-Match" not in dict(reader.world.asked[0].headers)
    assert page_revisions(reader) == []
    assert rows(reader, "SELECT count(*) AS n FROM bodies WHERE codec != 'pruned'", file="payloads.db")[0]["n"] == 1


def test_the_first_look_is_within_minutes_and_the_last_within_a_month():
    published, looks = START, [START]
    while (following := extract.next_look(published, looks[-1])) is not None:
        looks.append(following)

    gaps = [b - a for a, b in pairwise(looks)]
    assert gaps[0] <= timedelta(minutes=15)
    assert max(gaps) <= timedelta(days=30)
    assert len(looks) < 60
