"""What a publisher took back is marked with its time; what fell off the end of its feed is not."""

from datetime import timedelta

import pytest

from tests.archive.test_marks import Archive
from tests.still import START, item, rss

UNE, MONDE = "https://courrier.example/une.xml", "https://courrier.example/monde.xml"


def entry(number, *, more=""):
    """The newest has the highest number."""
    date = START - timedelta(hours=20 - number)
    link = f"https://courrier.example/{number}"
    text = f"La dépêche numéro {number}, assez longue{more}."
    return item(f"g{number}", f"Dépêche {number}", text, link=link, date=f"{date:%a, %d %b %Y %H:%M:%S} GMT")


def document(*numbers):
    return tuple(entry(number) for number in numbers)


@pytest.fixture
def archive(tmp_path):
    archive = Archive(tmp_path)
    archive.poll(document(8, 7, 6, 5, 4, 3, 2, 1))
    return archive


def gone(archive):
    return dict(archive.rows("SELECT guid, gone_why FROM entries WHERE gone_at IS NOT NULL AND guid LIKE 'g%'"))


def test_an_entry_that_leaves_while_older_ones_stay_is_gone_upstream_and_stays_in_the_archive(archive):
    archive.poll(document(8, 7, 5, 4, 3, 2, 1))

    assert gone(archive) == {"g6": "it left the feed une while 5 older entries stayed"}
    assert archive.rows("SELECT gone_at, title FROM entries WHERE guid = 'g6'") == [
        ("2026-03-10T10:00:00Z", "Dépêche 6")
    ]
    assert "g6" in archive.listed()


def test_what_falls_off_the_end_is_not_gone(archive):
    archive.poll(document(9, 8, 7, 6, 5, 4, 3, 2), document(11, 10, 9, 8, 7, 6, 5, 4), document(19, 18, 17))

    assert gone(archive) == {}


def test_an_old_entry_pinned_to_the_end_makes_no_other_one_gone(archive):
    archive.poll(
        document(9, 8, 7, 6, 5, 4, 3, 1), document(10, 9, 8, 7, 6, 5, 4, 1), document(12, 11, 10, 9, 8, 7, 6, 1)
    )

    assert gone(archive) == {}


def test_what_is_shown_again_is_not_gone_any_more(archive):
    archive.poll(document(8, 7, 5, 4, 3, 2, 1), document(8, 7, 6, 5, 4, 3, 2, 1))

    assert gone(archive) == {}


def test_a_front_page_that_is_not_in_order_of_time_says_nothing(archive):
    archive.poll(document(3, 8, 1, 6, 2, 7, 5, 4), document(3, 1, 6, 2, 7, 5, 4), document(1, 6, 2, 7, 5, 4))

    assert gone(archive) == {}


def test_a_feed_that_shows_another_choice_has_withdrawn_nothing(archive):
    archive.poll(document(8, 6, 4, 2, 1))

    assert gone(archive) == {}


def test_a_new_wording_or_a_new_place_is_no_leaving(archive):
    archive.poll((entry(8), entry(6), entry(7, more=" et corrigée"), entry(5), *document(4, 3, 2, 1)))

    assert gone(archive) == {}


def test_an_entry_that_still_stands_in_another_feed_is_not_gone(tmp_path):
    archive = Archive(tmp_path)
    archive.reader.follow(
        "publishers: {courrier: {title: Le Courrier}}\nfeeds:\n"
        f"  - {{url: '{UNE}', name: une, publisher: courrier, full_text: false}}\n"
        f"  - {{url: '{MONDE}', name: monde, publisher: courrier, full_text: false}}\n"
    )
    archive.reader.poll({UNE: rss(*document(4, 3, 2, 1)), MONDE: rss(*document(3, 2, 1))})

    archive.reader.poll({UNE: rss(*document(4, 2, 1))})
    assert gone(archive) == {}

    archive.reader.poll({UNE: rss(*document(4, 3, 2, 1))}, {UNE: rss(*document(4, 2, 1)), MONDE: rss(*document(2, 1))})
    assert set(gone(archive)) == {"g3"}


@pytest.mark.parametrize("status", [404, 410])
def test_an_entry_whose_page_is_not_there_is_gone_and_comes_back_with_its_page(tmp_path, status):
    archive = Archive(tmp_path)
    archive.reader.follow(f"feeds:\n  - {{url: '{UNE}', name: une, full_text: true}}\n")
    page = "https://courrier.example/1"
    archive.reader.poll({UNE: rss(entry(1)), page: status})

    assert gone(archive) == {"g1": f"its page answered {status}"}
    words = "Le texte de la page est long et dit ce qui s'est passé au port. " * 12
    archive.reader.poll({
        UNE: rss(entry(1, more=" et corrigée")),
        page: f"<html><body><article><h1>Dépêche 1</h1><p>{words}</p></article></body></html>".encode(),
    })  # fmt: skip
    assert gone(archive) == {}
