"""Ids of stories that stay, and hand decisions that hold, however old the articles are that they name."""

import json
from datetime import timedelta

import pytest

from aggregator.archive import queries, read
from tests.still import START, Reader, item, rss

pytestmark = pytest.mark.journey
UN, DEUX = "https://un.example/une.xml", "https://deux.example/une.xml"
FEEDS = f"""
feeds:
  - {{url: '{UN}', name: un, publisher: Un, full_text: false}}
  - {{url: '{DEUX}', name: deux, publisher: Deux, full_text: false}}
"""


def news(guid, title, text, hours=-2.0):
    date = (START + timedelta(hours=hours)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    return item(guid, title, text, link=f"https://{guid}.example/", date=date)


STRIKE = news(
    "strike",
    "Grève des dockers au port de Sète",
    "Les dockers du port de Sète ont cessé le travail lundi matin ; aucun navire ne sort, annonce la capitainerie.",
)
BLOCKED = news(
    "blocked",
    "Sète : le port bloqué par les dockers",
    "À Sète, le port reste bloqué par les dockers : la capitainerie indique que les navires attendent depuis lundi.",
    -1,
)
MORE = news(
    "more",
    "Port de Sète : les dockers maintiennent le blocage",
    "Les dockers du port de Sète maintiennent le blocage lundi ; la capitainerie compte six navires au large.",
    -0.5,
)
CHILE = news(
    "chile",
    "Élections au Chili : second tour",
    "Le second tour de la présidentielle chilienne oppose dimanche deux candidats, dit la commission électorale.",
)


class Archive:
    """A reader of two feeds, and what tests ask of its archive."""

    def __init__(self, folder, *documents):
        self.reader = Reader(folder, FEEDS)
        for un, deux in documents:
            self.reader.poll({UN: rss(*un), DEUX: rss(*deux)})

    def rows(self, sql, *values):
        return self.reader.rows(sql, *values)

    def id(self, guid):
        return self.rows("SELECT id FROM entries WHERE guid = ?", guid)[0][0]

    def placed(self):
        """Entry, by guid -> event and story."""
        sql = "SELECT e.guid, p.event_id, p.story_id FROM placements p JOIN entries e ON e.id = p.entry_id"
        return {guid: (event, story) for guid, event, story in self.rows(sql)}

    def act(self, kind, **argument):
        return self.reader.act(kind, **argument)

    def story(self, number):
        conn = read(self.reader.folder / "archive")
        try:
            return queries.story(conn, number)
        finally:
            conn.close()

    def silent(self):
        """Ids that were given and answer nothing today."""
        highest = self.rows("SELECT max(id) FROM stories")[0][0]
        return [number for number in range(1, highest + 1) if self.story(number) is None]


@pytest.fixture
def archive(tmp_path):
    return Archive(tmp_path, ((STRIKE, CHILE), (BLOCKED,)), ((STRIKE, CHILE), (BLOCKED, MORE)))


def test_what_is_parted_by_hand_leaves_the_story_and_the_rest_keeps_its_id(archive):
    before = archive.placed()
    assert before["strike"] == before["blocked"] == before["more"]

    archive.act("never", a=archive.id("blocked"), b=archive.id("strike"))

    after = archive.placed()
    assert after["strike"] == after["more"] == before["strike"]
    # Not as a follow-up either: the story is what they have no part in together.
    assert after["blocked"][1] != after["strike"][1]
    assert archive.silent() == []


def test_of_two_entries_put_together_the_one_of_the_smaller_event_moves(archive):
    before = archive.placed()

    archive.act("together", a=archive.id("strike"), b=archive.id("chile"))

    after = archive.placed()
    assert after == before | {"chile": before["strike"]}
    assert archive.story(before["chile"][1]).to == before["strike"][1]
    assert archive.silent() == []


def test_an_entry_merged_into_another_leaves_a_redirect_to_its_story(archive):
    before = archive.placed()

    archive.act("merge", entry=archive.id("chile"), into=archive.id("strike"))

    assert archive.story(before["chile"][1]).to == before["strike"][1]
    archive.act("split", entry=archive.id("chile"))
    assert archive.placed()["chile"][1] not in (before["strike"][1], before["chile"][1])
    assert archive.silent() == []


def test_a_title_given_by_hand_comes_along_when_its_story_becomes_part_of_another(archive):
    before = archive.placed()
    archive.act("rename", story=before["chile"][1], title="Un titre donné")

    archive.act("together", a=archive.id("strike"), b=archive.id("chile"))

    assert archive.story(before["strike"][1]).title == "Un titre donné"
    # The title that was given to a story itself is nearer to it.
    archive.act("rename", story=before["strike"][1], title="Le port de Sète")
    archive.act("never", a=archive.id("more"), b=archive.id("strike"))
    assert archive.story(before["strike"][1]).title == "Le port de Sète"


def test_a_story_that_went_elsewhere_is_renamed_where_it_is_now(archive):
    before = archive.placed()
    archive.act("together", a=archive.id("strike"), b=archive.id("chile"))

    archive.act("rename", story=before["chile"][1], title="Un titre donné")

    assert archive.story(before["strike"][1]).title == "Un titre donné"


def test_a_late_edit_leaves_an_old_article_in_its_story(archive):
    before = archive.placed()
    archive.reader.world.at += timedelta(days=45)
    edited = STRIKE.replace("aucun navire ne sort", "deux navires sont sortis").replace("Grève", "La grève")

    archive.reader.poll({UN: rss(edited, CHILE.replace("deux candidats", "trois candidats"))})

    assert archive.placed() == before
    assert archive.story(before["strike"][1]).title == "La grève des dockers au port de Sète"
    assert archive.rows("SELECT count(*) FROM todo WHERE stage = 'stories'") == [(0,)]


def test_hand_decisions_hold_for_articles_older_than_the_window_also_when_they_are_edited_later(archive):
    before = archive.placed()
    archive.reader.world.at += timedelta(days=45)
    fresh = news("fresh", "Un orchestre à Valbrune", "L'orchestre de Valbrune joue dimanche au théâtre.", 45 * 24)
    archive.reader.poll({UN: rss(fresh), DEUX: rss()})

    archive.act("together", a=archive.id("fresh"), b=archive.id("strike"))
    archive.reader.world.at += timedelta(days=2)
    archive.reader.poll({UN: rss(fresh.replace("dimanche", "samedi")), DEUX: rss(MORE)})

    assert archive.placed() == before | {"fresh": before["strike"]}
    archive.act("rebuild", what="stories")
    assert archive.placed()["fresh"] == archive.placed()["strike"]
    assert archive.silent() == []


def test_an_edit_takes_no_role_from_the_article_that_opened_an_event(archive):
    edited = STRIKE.replace("aucun navire ne sort", "deux navires sont sortis")

    archive.reader.poll({UN: rss(edited, CHILE)})

    (opening, *_) = archive.rows("SELECT relation, role FROM placements WHERE entry_id = ?", archive.id("strike"))
    assert opening == ("opens", "first report")


WIRE = "\n".join(
    (
        "SÈTE (AFP) - Les dockers du port de Sète ont cessé le travail lundi matin, et aucun navire n'est sorti du bassin.",
        "La capitainerie compte six navires au large ; la compagnie des ferries détourne ses passagers vers Marseille.",
        "Le syndicat demande une hausse des salaires de huit pour cent et refuse les contrats de nuit de l'armateur.",
    )
)


def test_what_speaks_for_a_copy_outlives_a_rebuild(tmp_path):
    one, two = news("one", "Grève à Sète", WIRE), news("two", "Le port de Sète à l'arrêt", WIRE, -1)
    archive = Archive(tmp_path, ((one,), (two,)))
    before = archive.rows("SELECT entry_id, original, because FROM copies")
    assert [json.loads(row[2])[1] for row in before] == ["AFP"]

    said = archive.act("rebuild", what="stories")

    assert archive.rows("SELECT entry_id, original, because FROM copies") == before
    assert "0 pairs more in one story, 0 fewer (stories/" in said
    (opening,) = (one for event in archive.story(1).events for one in event.entries)
    assert opening.agency == "AFP"
