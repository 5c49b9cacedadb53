"""An archive filled by hand: a week of invented news in six languages, with everything that a page can show.

Written with plain SQL over `schema.py`, so that pages and queries are tested without the stages that fill a real one.
"""

import hashlib
import json
from datetime import UTC, datetime, timedelta

from aggregator.archive import fts
from aggregator.archive.rows import stamp
from aggregator.archive.writer import connect

START = datetime(2026, 3, 9, 6, tzinfo=UTC)

FEEDS = {
    # name: publisher, title, language, state, failures
    "courrier-une": ("courrier", "Le Courrier du Ponant - À la une", "fr", "active", 0),
    "courrier-monde": ("courrier", "Le Courrier du Ponant - Monde", "fr", "active", 0),
    "radio-estran": (None, "Radio Estran", "fr", "active", 0),
    "harbour-post": ("harbour-post", "The Harbour Post", "en", "active", 0),
    "nordblatt": (None, "Nordblatt", "de", "active", 0),
    "hangang": (None, "한강일보", "ko", "active", 0),
    "al-marsa": (None, "جريدة المرسى", "ar", "active", 0),
    "gazette-muette": (None, "La Gazette muette", "fr", "active", 7),
    "vieux-phare": (None, "Le Vieux Phare", "fr", "gone", 1),
}

TOPICS = {
    "diplomatie": ("rule", {"fr": "Diplomatie", "en": "Diplomacy"}),
    "mer": ("rule", {"fr": "Mer et ports", "en": "Sea and ports"}),
    "place:kp": ("place", {"fr": "Corée du Nord", "en": "North Korea", "de": "Nordkorea", "ko": "북한"}),
    "place:fr": ("place", {"fr": "France", "en": "France"}),
    "meteo": ("rule", {"fr": "Météo", "en": "Weather"}),
}

EVIDENCE = {
    "level": "same-event", "likeness": 2.58, "terms": [["pyongyang", 0.09], ["visite", 0.07]],
    "neighbours": [{"entry": 1, "similarity": 0.61, "time": 0.98}, {"entry": 10**9, "similarity": 1, "time": 1}, "?"],
}  # fmt: skip

HOSTILE = '<script>alert("x")</script> & <b>gras</b>'

LONG = """Le président est attendu mardi à Pyongyang pour une visite de deux jours, la première depuis un quart de siècle.

Les deux dirigeants doivent signer un accord de partenariat. Selon la présidence, douze ministres font partie du voyage.

« Nous parlerons de tout », a dit un conseiller. L'œuvre diplomatique de cette visite inquiète Séoul et Tokyo."""

LATER = LONG.replace("douze ministres", "quatorze ministres").replace("inquiète Séoul", "inquiète fortement Séoul")


class Newsstand:
    """Rows of an archive, written one after another; ids are those of arrival."""

    def __init__(self, folder):
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.conn = connect(folder / "archive.db")
        self.feeds = {}

    def feed(self, name, publisher, title, language, state="active", failures=0):
        failing = stamp(START + timedelta(days=2)) if failures else None
        self.feeds[name] = self.conn.execute(
            """
            INSERT INTO feeds (name, url, spec_url, title, publisher, site_url, language, state, failures, failing_since,
                next_due, last_polled, last_good, added, window, hints)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 12, '{"ttl":3600.0}')
            """,
            (
                name, f"https://{name}.example/rss", f"https://{name}.example/feed", title, publisher,
                f"https://{name}.example/", language, state, failures, failing, stamp(START + timedelta(days=5, hours=1)),
                stamp(START + timedelta(days=5)), stamp(START + timedelta(days=2 if failures else 5)), stamp(START),
            ),
        ).lastrowid  # fmt: skip

    def poll(
        self, name, hours, *, code="ok", status=200, message=None, new=0, gap=0, why="its usual rhythm: 31 minutes"
    ):
        at = START + timedelta(hours=hours)
        self.conn.execute(
            """
            INSERT INTO polls (feed_id, at, url, status, code, message, bytes, ms, new, parser, gap, next_due, why)
            VALUES (?, ?, ?, ?, ?, ?, 24100, 212, ?, 'strict', ?, ?, ?)
            """,
            (
                self.feeds[name], stamp(at), f"https://{name}.example/rss", status, code, message, new, gap,
                stamp(at + timedelta(minutes=31)), why,
            ),
        )  # fmt: skip

    def entry(self, feed, hours, title, text, language="fr", *, seen=True, **more):
        at = stamp(START + timedelta(hours=hours))
        columns = {
            "feed_id": self.feeds[feed], "guid": f"g{feed}{hours}", "url": f"https://{feed}.example/a/{hours}",
            "url_canonical": f"{feed}.example/a/{hours}", "title": title, "text": text, "summary": None,
            "content_html": None, "language": language, "published": at, "published_raw": at, "published_from": "feed",
            "date_quality": "exact", "updated": None, "authors": None, "categories": None, "enclosures": None,
            "links": None, "rights": None, "wording_hash": wording(title, text), "first_seen": at, "last_seen": at,
            "sort_at": at,
        } | more  # fmt: skip
        names = ", ".join(columns)
        marks = ", ".join(":" + name for name in columns)
        entry = self.conn.execute(f"INSERT INTO entries ({names}) VALUES ({marks})", columns).lastrowid
        assert entry is not None
        fts.index_new(self.conn)
        if seen:
            self.sighting(entry, feed, hours, hours, rank=9)
        self.count("entries")
        self.count(f"feed:{columns['feed_id']}")
        self.conn.execute(
            "INSERT INTO aliases VALUES (?, 'guid', ?, ?, 'same guid and same link', ?, ?)",
            (entry, columns["guid"], columns["feed_id"], at, at),
        )
        return entry

    def count(self, name, more=1):
        self.conn.execute(
            "INSERT INTO counters VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = value + ?", (name, more, more)
        )

    def sighting(self, entry, feed, since, until, *, rank, open_=0, title=None, text=None):
        row = self.conn.execute("SELECT wording_hash, url FROM entries WHERE id = ?", (entry,)).fetchone()
        hashed = wording(title, text) if title else row["wording_hash"]
        self.conn.execute(
            """
            INSERT INTO sightings (entry_id, feed_id, first_seen, last_seen, rank, place, wording_hash, url, open)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            (
                entry, self.feeds[feed], stamp(START + timedelta(hours=since)), stamp(START + timedelta(hours=until)), rank,
                rank, hashed, row["url"], open_,
            ),
        )  # fmt: skip

    def revision(self, entry, since, until, change, title, text, *, silent=0, changed=(), origin="feed"):
        feed = self.conn.execute("SELECT feed_id FROM entries WHERE id = ?", (entry,)).fetchone()[0]
        return self.conn.execute(
            """
            INSERT INTO revisions (entry_id, feed_id, origin, wording_hash, seen, replaced, change, silent, changed, title,
                text)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            (
                entry, feed if origin == "feed" else None, origin, wording(title, text),
                stamp(START + timedelta(hours=since)), stamp(START + timedelta(hours=until)), change, silent,
                json.dumps(changed) if changed else None, title, text,
            ),
        ).lastrowid  # fmt: skip

    def tag(self, entry, topic, *because):
        self.conn.execute("INSERT INTO tags VALUES (?, ?, 0.9, ?, 'topics/1')", (entry, topic, json.dumps(because)))
        self.count(f"topic:{topic}")

    def story(self, story, title, language, events, follows=None):
        """`events`: event id -> list of (entry, relation, role); the first event may follow another one."""
        self.conn.execute("INSERT INTO stories VALUES (?, ?, ?, '', '', 0)", (story, title, language))
        previous = follows
        for event, members in events.items():
            self.conn.execute("INSERT INTO events VALUES (?, ?, ?, '', '', 0)", (event, story, previous))
            for entry, relation, role in members:
                link = previous if relation == "follow-up" else None
                because = (
                    ["pyongyang, visite, accord", "même jour"] if relation != "opens" else ["rien de proche avant"]
                )
                self.conn.execute(
                    "INSERT INTO placements VALUES (?, ?, ?, ?, ?, ?, 0.71, ?, ?, 'stories/1')",
                    (
                        entry, event, story, link, relation, role, json.dumps(because, ensure_ascii=False),
                        json.dumps(EVIDENCE if relation != "opens" else {"level": "new"}, ensure_ascii=False),
                    ),
                )  # fmt: skip
            self.conn.execute(
                """
                UPDATE events SET (size, first_seen, last_seen) = (
                    SELECT count(*), min(e.sort_at), max(e.sort_at) FROM placements p JOIN entries e ON e.id = p.entry_id
                    WHERE p.event_id = events.id
                ) WHERE id = ?
                """,
                (event,),
            )
            previous = event
        self.conn.execute(
            """
            UPDATE stories SET (size, first_seen, last_seen) = (
                SELECT count(*), min(e.sort_at), max(e.sort_at) FROM placements p JOIN entries e ON e.id = p.entry_id
                WHERE p.story_id = stories.id
            ) WHERE id = ?
            """,
            (story,),
        )

    def link(self, event, other, kind, *because):
        self.conn.execute(
            "INSERT INTO story_links VALUES (?, ?, ?, 0.64, ?, 'stories/1')",
            (event, other, kind, json.dumps(because, ensure_ascii=False)),
        )


def wording(title, text):
    return hashlib.blake2b((title + text).encode(), digest_size=16).digest()


def build(folder):
    """The archive of the week in `folder`; returns the stand, its connection open for more."""
    stand = Newsstand(folder)
    stand.conn.execute("BEGIN")
    for name, (publisher, title, language, state, failures) in FEEDS.items():
        stand.feed(name, publisher, title, language, state, failures)
    stand.conn.execute("INSERT INTO publishers VALUES ('courrier', 'Le Courrier du Ponant', NULL, 'fr')")
    for slug, (kind, labels) in TOPICS.items():
        stand.conn.execute("INSERT INTO topics VALUES (?, ?, ?, NULL)", (slug, kind, json.dumps(labels)))
    _polls(stand)
    _visit(stand)
    _harbour(stand)
    _others(stand)
    stand.conn.execute("INSERT INTO redirects VALUES ('story', 90, 1, ?, 'les mêmes événements')", (stamp(START),))
    stand.conn.execute("COMMIT")
    return stand


def _polls(stand):
    for name in FEEDS:
        for hours in range(0, 120, 12):
            stand.poll(name, hours, new=3)
    for name, hours in (
        ("courrier-une", 1),
        ("courrier-une", 7),
        ("courrier-une", 9),
        ("courrier-monde", 2),
        ("harbour-post", 3),
    ):
        stand.poll(name, hours, new=1)
    stand.poll("courrier-monde", 119, gap=1, why="its window moved on by more than a third: sooner than usual")
    stand.poll("gazette-muette", 119, code="http-503", status=503, message="gazette-muette.example answered 503")
    stand.poll("vieux-phare", 119, code="gone", status=410, message="vieux-phare.example says that the feed has ended")
    stand.conn.execute(
        "INSERT INTO problems VALUES (?, 'date-missing', 'an entry has no date', ?, ?, 14)",
        (stand.feeds["radio-estran"], stamp(START), stamp(START + timedelta(days=3))),
    )
    stand.conn.execute(
        "INSERT INTO feed_urls VALUES (?, 'http://courrier.example/vieux.xml', ?, 'moved permanently')",
        (stand.feeds["courrier-une"], stamp(START + timedelta(days=1))),
    )


def _visit(stand):
    """Story 1: a visit told over days by outlets in French; stories 2 to 5: the same in other languages."""
    announced = stand.entry(
        "courrier-une", 1, "Le président attendu à Pyongyang mardi", LATER, seen=False,
        content_html=f"<p>{LATER.split(chr(10))[0]}</p><p onclick=x>suite</p><script>alert(1)</script>",
        authors=json.dumps([{"name": "Maëlle Kerbrat"}]), categories=json.dumps([{"term": "Asie"}]),
        enclosures=json.dumps([
            {"url": "https://courrier.example/i.jpg", "role": "image", "type": "image/jpeg", "caption": "La place centrale",
             "credit": "M. Kerbrat"},
            {"url": "https://courrier.example/son.mp3", "role": "enclosure", "type": "audio/mpeg", "length": 4200000},
        ]),
    )  # fmt: skip
    copied = stand.entry("radio-estran", 2, "Visite attendue à Pyongyang mardi (agence)", LONG)
    stand.conn.execute("INSERT INTO copies VALUES (?, ?, 0.94, '[\"94 %\", \"AFP\"]', 'x')", (copied, announced))
    arrived = stand.entry(
        "radio-estran", 26, "Accueil en grande pompe à Pyongyang", "La foule attendait depuis l'aube."
    )
    signed = stand.entry(
        "courrier-monde", 50, "Pyongyang : un accord de partenariat signé", "L'accord compte 23 articles."
    )
    reactions = stand.entry(
        "courrier-une", 74, "Séoul et Tokyo condamnent l'accord", "Les deux capitales protestent.", seen=False
    )
    analysis = stand.entry("radio-estran", 98, "Ce que change l'accord", "Analyse : le cœur du texte est militaire.")
    stand.story(
        1, "Le président attendu à Pyongyang mardi", "fr",
        {
            1: [(announced, "opens", "first report"), (copied, "copy", "copy")],
            2: [(arrived, "follow-up", "follow-up")],
            3: [
                (signed, "follow-up", "follow-up"),
                (reactions, "same-event", "reaction"),
                (analysis, "same-event", "analysis"),
            ],
        },
    )  # fmt: skip
    english = stand.entry(
        "harbour-post", 3, "President expected in Pyongyang on Tuesday", "The visit lasts two days.", "en"
    )
    german = stand.entry(
        "nordblatt", 4, "Präsident reist nach Nordkorea", "Der Besuch in der Hauptstraße dauert zwei Tage.", "de"
    )
    korean = stand.entry(
        "hangang", 5, "북한 방문, 화요일 시작", "정상회담은 이틀 동안 열린다. 조약 서명이 예정되어 있다.", "ko"
    )
    arabic = stand.entry("al-marsa", 6, "الرئيس يزور كوريا الشمالية يوم الثلاثاء", "تستمر الزيارة يومين.", "ar")
    others = {2: (11, english, "en"), 3: (12, german, "de"), 4: (13, korean, "ko"), 5: (14, arabic, "ar")}
    for story, (event, entry, language) in others.items():
        title = stand.conn.execute("SELECT title FROM entries WHERE id = ?", (entry,)).fetchone()[0]
        stand.story(story, title, language, {event: [(entry, "opens", "first report")]})
        stand.link(1, event, "language", "pyongyang", "mardi = Tuesday")
    for entry in (announced, copied, arrived, signed, reactions, analysis, english, german, korean, arabic):
        stand.tag(entry, "place:kp", "Pyongyang")
        stand.tag(entry, "diplomatie", "visite", "accord")
    for entry in (announced, copied):
        stand.conn.execute("INSERT INTO mentions VALUES (?, 'Kim <b>Jong</b> Un', 'person', 2, 'topics/2')", (entry,))
    stand.revision(announced, 1, 7, "headline", "Un voyage à Pyongyang", LONG)
    stand.revision(
        announced,
        7,
        9,
        "correction",
        "Le président attendu à Pyongyang mardi",
        LONG,
        silent=1,
        changed=["-douze", "+quatorze"],
    )
    stand.sighting(announced, "courrier-une", 1, 7, rank=1, title="Un voyage à Pyongyang", text=LONG)
    stand.sighting(announced, "courrier-une", 9, 120, rank=2, open_=1)
    stand.sighting(announced, "courrier-monde", 2, 60, rank=1)
    stand.sighting(reactions, "courrier-une", 74, 120, rank=1, open_=1)
    stand.sighting(english, "harbour-post", 3, 120, rank=1, open_=1)
    stand.conn.execute("INSERT INTO marks (kind, a, at) VALUES ('star', ?, ?)", (analysis, stamp(START)))


def _harbour(stand):
    """Stories 6 and 7: a strike in a harbour and, later, what it led to."""
    texts = [
        ("courrier-une", 20, "Grève au port du Ponant", "Les grutiers cessent le travail à l'aube."),
        ("harbour-post", 22, "Dockers walk out at Ponant", "Cranes stood still at dawn."),
        ("radio-estran", 46, "Port du Ponant : deuxième jour de grève", "Quarante navires attendent au large."),
        ("courrier-une", 95, "Port du Ponant : la direction propose une médiation", "Une médiatrice est nommée."),
        ("radio-estran", 118, "Port du Ponant : fin de la grève", "Le travail reprend mercredi."),
    ]  # fmt: skip
    ids = [
        stand.entry(feed, hours, title, text, "en" if feed == "harbour-post" else "fr")
        for feed, hours, title, text in texts
    ]
    stand.story(6, texts[0][2], "fr", {21: [(ids[0], "opens", "first report"), (ids[2], "same-event", "report")]})
    stand.story(8, texts[1][2], "en", {23: [(ids[1], "opens", "first report")]})
    stand.story(
        7, texts[3][2], "fr", {22: [(ids[3], "follow-up", "follow-up"), (ids[4], "same-event", "report")]}, follows=21
    )
    stand.link(21, 23, "language", "ponant", "grève = walk out")
    stand.link(22, 1, "round-up", "revue de presse")
    for entry in ids:
        stand.tag(entry, "mer", "port")


def _others(stand):
    """Singles: weather, markup in a title, an entry merged into another, one that is gone."""
    for day in range(5):
        one = stand.entry("courrier-une", 10 + 24 * day, f"Météo du {9 + day} mars", "Vent d'ouest, 12 nœuds.")
        stand.story(30 + day, f"Météo du {9 + day} mars", "fr", {40 + day: [(one, "opens", "first report")]})
        stand.tag(one, "meteo", "météo")
    hostile = stand.entry("radio-estran", 100, HOSTILE, f"{HOSTILE} texte", content_html="<img src=x onerror=alert(1)>")
    stand.story(50, HOSTILE, "fr", {60: [(hostile, "opens", "first report")]})
    whole = stand.entry("courrier-une", 101, "Conseil municipal : le budget voté", "Le budget est voté à une voix.")
    twin = stand.entry(
        "courrier-monde", 102, "Conseil municipal : budget voté", "Le budget est voté.", merged_into=whole
    )
    stand.story(51, "Conseil municipal : le budget voté", "fr", {61: [(whole, "opens", "first report")]})
    assert twin
    gone = stand.entry(
        "courrier-une", 103, "Portrait d'une gardienne de phare", "Elle y vit depuis 1987.",
        gone_at=stamp(START + timedelta(hours=110)), gone_why="courrier.example answered 404",
    )  # fmt: skip
    stand.story(52, "Portrait d'une gardienne de phare", "fr", {62: [(gone, "opens", "first report")]})
