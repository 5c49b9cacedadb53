"""Claims about which entry is which, tried on whole scenarios and on single decisions."""

import json
import time
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from aggregator.records import (
    Enclosure,
    Entry,
    EntryId,
    Feed,
    FeedId,
    FeedSpec,
    New,
    Revised,
    Same,
    Verdict,
)
from aggregator.stages import identify
from aggregator.text import diff, urls
from tests.stages.dict_archive import DictArchive, Newsroom, failures

OURS = Path(__file__).parents[1] / "corpus" / "identity"
SHARED = Path(__file__).parents[3] / "shared" / "data" / "identity" / "dev.json"
NOW = datetime(2026, 4, 2, 9, 0, tzinfo=UTC)
AT = datetime(2026, 4, 1, 8, 14, 9, tzinfo=UTC)
FEED = Feed(
    id=FeedId(1),
    spec=FeedSpec(url="https://exemple.fr/rss", name="une", publisher="exemple"),
    url="https://exemple.fr/rss",
)
OTHER = Feed(
    id=FeedId(2),
    spec=FeedSpec(url="https://exemple.fr/sport", name="sport", publisher="exemple"),
    url="https://exemple.fr/sport",
)
LONG = (
    "Le conseil a voté la construction de la halle. Elle ouvrira en 2028 près de la gare. Les riverains craignent le "
    "bruit des livraisons, mais la mairie promet des quais fermés."
)


def scenarios(path: Path) -> list[dict[str, Any]]:
    return json.loads(path.read_text(encoding="utf-8"))["scenarios"] if path.exists() else []


def of_ours() -> list[dict[str, Any]]:
    return [one for path in sorted(OURS.glob("*.json")) for one in scenarios(path)]


def entry(feed: Feed = FEED, **fields: Any) -> Entry:
    given: dict[str, Any] = {
        "guid": "g-1",
        "url": "https://exemple.fr/halle",
        "title": "La halle est votée",
        "text": LONG,
        "published": AT,
    }
    given |= fields
    given.setdefault("url_canonical", urls.canonical(given["url"]) if given["url"] else None)
    given.setdefault("date_quality", "exact" if given["published"] else "none")
    return Entry(feed=feed.id, wording_hash=diff.wording_hash(given["title"], given["text"]), **given)


def archive(*feeds: Feed) -> DictArchive:
    made = DictArchive()
    made.feeds = {feed.id: feed for feed in feeds or (FEED, OTHER)}
    return made


def then(first: Entry, second: Entry, *, feed: Feed = FEED) -> Verdict:
    """The verdict on `second`, read in `feed` after `first` stood alone in the first feed."""
    made = archive()
    made.poll(FEED, [first], NOW)
    return made.poll(feed, [second], NOW + timedelta(hours=1))[0]


# ------------------------------------------------------------------------------------------------ whole scenarios


@pytest.mark.parametrize("order", [1, -1], ids=["forward", "backward"])
@pytest.mark.parametrize("scenario", of_ours(), ids=lambda one: one["id"])
def test_a_scenario_of_ours_ends_with_the_right_articles(scenario, order):
    room = Newsroom(scenario).run(order=order)

    assert failures(room) == []
    assert room.archive.lost_wordings() == set()
    assert all(isinstance(verdict, Same) for poll in room.verdicts for verdict in poll)


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="the development scenarios are not beside this checkout")
@pytest.mark.parametrize("publishers", [True, False], ids=["publisher named", "publisher told by site"])
@pytest.mark.parametrize("scenario", scenarios(SHARED), ids=lambda one: one["id"])
def test_a_development_scenario_ends_with_the_right_articles(scenario, publishers):
    room = Newsroom(scenario, publishers=publishers).run()

    assert failures(room) == []
    assert all(isinstance(verdict, Same) for poll in room.verdicts for verdict in poll)


def test_half_of_our_scenarios_are_articles_that_must_stay_apart():
    ours = of_ours()

    assert len(ours) >= 60
    assert sum(one["negative"] for one in ours) * 2 >= sum(one["group"] != "edits" for one in ours)
    assert len({one["id"] for one in ours}) == len(ours)


# ------------------------------------------------------------------------------------------------------ properties

TEXTS = (
    "",
    "Bonjour à tous !",
    LONG,
    LONG.replace("2028", "2029"),
    "Vent fort, 12 degrés le matin.",
    "Vent fort, 14 degrés le matin.",
)
COLLIDING = st.builds(
    entry,
    guid=st.sampled_from(
        [None, "1", "2", "slot-1", "https://exemple.fr/", "https://exemple.fr/a#1", "5f0c7f1a-91d2-4b61"]
    ),
    url=st.sampled_from(
        [
            None,
            "https://exemple.fr/",
            "https://exemple.fr/a",
            "https://exemple.fr/a?ref=1",
            "https://exemple.fr/b-48213",
        ]
    ),
    title=st.sampled_from(["Météo", "La halle est votée", "La halle est votée ?", "Tirage du 4 mars"]),
    text=st.sampled_from(TEXTS),
    published=st.sampled_from([None, AT, AT + timedelta(hours=1), AT + timedelta(days=1)]),
    title_given=st.booleans(),
    enclosures=st.sampled_from(
        [(), (Enclosure(url="https://exemple.fr/1.mp3"),), (Enclosure(url="https://exemple.fr/2.mp3"),)]
    ),
)
DOCUMENTS = st.lists(st.lists(COLLIDING, max_size=5), min_size=1, max_size=4)
PATIENT = settings(deadline=None, max_examples=120, suppress_health_check=[HealthCheck.too_slow])


def answers(verdicts: Sequence[Verdict]) -> Counter[tuple[object, ...]]:
    return Counter((type(v), getattr(v, "id", None), v.entry.wording_hash, v.entry.published) for v in verdicts)


def _halle(title, url="https://exemple.fr/a"):
    return entry(guid=None, url=url, title=title, text=LONG, published=None, title_given=False)


# The second feed leaves its own headline for that of the first, which nobody else had left before.
@example(documents=[[_halle("La halle est votée ?")], [_halle("Météo")], [_halle("La halle est votée ?", None)]])
@PATIENT
@given(documents=DOCUMENTS)
def test_no_wording_is_ever_lost_and_what_stands_side_by_side_stays_apart(documents):
    made = archive()

    for hour, document in enumerate(documents):
        feed = FEED if hour % 3 else OTHER
        document = [replace(one, feed=feed.id) for one in document]
        verdicts = made.poll(feed, document, NOW + timedelta(hours=hour))
        ids = [verdict.id for verdict in verdicts if not isinstance(verdict, New)]
        assert len(ids) == len(set(ids))
        assert {v.entry.wording_hash for v in verdicts} == {e.wording_hash for e in document}

    assert made.lost_wordings() == set()


@PATIENT
@given(documents=DOCUMENTS)
def test_the_same_document_again_is_nothing_new(documents):
    made = archive()
    for hour, document in enumerate(documents):
        made.poll(FEED, document, NOW + timedelta(hours=hour))

    again = made.poll(FEED, documents[-1], NOW + timedelta(days=3))

    assert all(isinstance(verdict, Same) for verdict in again)


@PATIENT
@given(documents=DOCUMENTS, order=st.randoms(use_true_random=False))
def test_the_order_of_a_document_does_not_matter(documents, order):
    made = archive()
    for hour, document in enumerate(documents[:-1]):
        made.poll(FEED, document, NOW + timedelta(hours=hour))
    last = documents[-1]
    known = made.candidates(FEED, last)
    shuffled = list(last)
    order.shuffle(shuffled)

    verdicts = identify.compare(FEED, last, known, frozenset(), NOW)
    others = identify.compare(FEED, shuffled, tuple(reversed(known)), frozenset(), NOW)

    assert answers(verdicts) == answers(others)


# ------------------------------------------------------------------------------------------------- single decisions


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"updated": NOW}, "same guid and link, word for word the same"),
        ({"url": "http://www.exemple.fr/halle/?utm_source=rss"}, "same guid, same link, word for word the same"),
        ({"guid": "g-2"}, "the guid changed; same link, word for word the same"),
        ({"guid": None}, "same link, word for word the same"),
        ({"title": "La halle est votée !"}, "same guid and same link"),
        ({"url": "https://exemple.fr/marche"}, "same guid, word for word the same"),
    ],
)
def test_every_decision_gives_its_reason_in_words(change, reason):
    verdict = then(entry(), entry(**change))

    assert isinstance(verdict, Same | Revised)
    assert verdict.reason == reason


def test_a_new_key_is_kept_with_the_reason_it_is_believed():
    verdict = then(entry(), entry(guid="g-2"))

    assert [(a.kind, a.value, a.reason) for a in verdict.aliases] == [
        ("guid", "g-2", "the guid changed; same link, word for word the same")
    ]


def test_a_home_page_is_no_key():
    assert [key.kind for key in identify.keys(entry(guid="https://exemple.fr/", url="https://www.exemple.fr"))] == [
        "words"
    ]


def test_two_publishers_never_share_an_entry():
    strange = replace(OTHER, spec=replace(OTHER.spec, publisher="autre"))
    made = archive(FEED, strange)
    made.poll(FEED, [entry()], NOW)

    assert isinstance(made.poll(strange, [entry(strange)], NOW)[0], New)


def test_without_publishers_feeds_share_what_their_sites_share():
    def feed(number: int, address: str, site: str) -> Feed:
        return Feed(id=FeedId(number), spec=FeedSpec(url=address, name=f"f{number}"), url=address, site_url=site)

    home = feed(1, "https://www.exemple.fr/une.xml", "https://www.exemple.fr/")
    section = feed(2, "https://flux.exemple.fr/sport.xml", "https://sport.exemple.fr/")
    blog = feed(3, "https://feeds.feedburner.com/liens", "https://liens.example/")
    for other, shared in ((section, True), (blog, False)):
        made = archive(home, section, blog)
        made.poll(home, [entry(home)], NOW)
        assert isinstance(made.poll(other, [entry(other)], NOW)[0], Same if shared else New)


def test_what_stands_untouched_in_the_document_is_taken():
    made = archive()
    made.poll(FEED, [entry(guid=None, url=None)], NOW)
    known = made.candidates(FEED, [entry(guid=None, url=None)])
    lookalike = entry(guid=None, url=None, text=LONG + " Le vote a duré.")

    alone = identify.compare(FEED, [lookalike], known, frozenset(), NOW)
    beside = identify.compare(FEED, [lookalike], known, frozenset({known[0].id}), NOW)

    assert isinstance(alone[0], Revised)
    assert isinstance(beside[0], New)


def test_a_twin_of_what_stands_untouched_takes_no_place():
    made = archive()
    made.poll(FEED, [entry()], NOW)
    twin = entry(guid="g-1#2")

    verdicts = identify.compare(FEED, [twin], made.candidates(FEED, [twin]), frozenset(made.rows), NOW)

    assert isinstance(verdicts[0], Same)


def test_an_edit_keeps_the_former_wording_and_says_what_changed():
    former = entry(text=LONG.replace("2028", "2027"))

    verdict = then(former, entry())

    assert isinstance(verdict, Revised)
    assert (verdict.revision.text, verdict.revision.wording_hash) == (former.text, former.wording_hash)
    assert verdict.revision.changed == ("-2027", "+2028")
    assert (verdict.revision.seen, verdict.revision.replaced) == (NOW, NOW + timedelta(hours=1))
    assert verdict.current


@pytest.mark.parametrize(("updated", "silent"), [(None, True), (AT, True), (AT + timedelta(hours=3), False)])
def test_an_edit_is_silent_unless_the_feed_says_updated(updated, silent):
    verdict = then(entry(updated=AT if updated else None), entry(title="La halle est votée ?", updated=updated))

    assert isinstance(verdict, Revised)
    assert verdict.revision.silent is silent


def test_a_reverted_edit_stands_again_and_is_no_revision():
    made = archive()
    for title in ("La halle est votée", "La halle est rejetée"):
        made.poll(FEED, [entry(title=title)], NOW)

    verdict = made.poll(FEED, [entry()], NOW)[0]

    assert isinstance(verdict, Same)
    assert verdict.current
    assert [row.entry.title for row in made.rows.values()] == ["La halle est votée"]
    assert [r.title for row in made.rows.values() for r in row.revisions] == ["La halle est rejetée"]


def test_an_excerpt_never_replaces_the_whole_text():
    verdict = then(entry(), entry(text=LONG[:80] + "…"))

    assert isinstance(verdict, Same)
    assert not verdict.current


def test_another_edit_after_an_excerpt_keeps_the_whole_text():
    made = archive()
    for text in (LONG, LONG[:80] + "…", LONG.replace("2028", "2031")):
        made.poll(FEED, [entry(text=text)], NOW)

    row = made.rows[EntryId(1)]
    assert [r.text for r in row.revisions] == [LONG]
    assert row.entry.text == LONG.replace("2028", "2031")


def test_a_fuller_text_of_another_feed_stands():
    short = entry(OTHER, text=LONG.split(".")[0] + ".", guid="s-1")
    made = archive()
    made.poll(OTHER, [short], NOW)

    verdict = made.poll(FEED, [entry()], NOW)[0]

    assert isinstance(verdict, Same)
    assert verdict.current
    assert made.rows[EntryId(1)].wordings[OTHER.id][1] == short.text


def test_a_merge_by_hand_keeps_a_place_for_each_of_the_two():
    one, two = entry(), entry(guid="g-9", url="https://exemple.fr/autre", title="Autre titre", text="Autre texte.")
    made = archive()
    made.poll(FEED, [one, two], NOW)
    first, second = made.candidates(FEED, [one, two])
    merged = replace(
        first, seen_in=first.seen_in + second.seen_in, aliases=first.aliases + second.aliases, pinned=True,
        former_hashes=first.former_hashes | {second.wording_hash},
    )  # fmt: skip

    verdicts = identify.compare(FEED, [one, two], [merged], frozenset(), NOW)

    assert [(type(v), getattr(v, "id", None)) for v in verdicts] == [(Same, first.id), (Same, first.id)]


def test_comparing_a_known_document_costs_less_than_reading_its_keys():
    many = [
        entry(guid=f"https://exemple.fr/?p={n}", url=f"https://exemple.fr/a/{n}", title=f"Titre {n}") for n in range(30)
    ]
    made = archive()
    made.poll(FEED, many, NOW)
    known = made.candidates(FEED, many)

    def cost(work: Any) -> float:
        spans = []
        for _ in range(9):
            begin = time.perf_counter()
            work()
            spans.append(time.perf_counter() - begin)
        return sorted(spans)[4]

    def read_keys() -> None:
        urls.canonical.cache_clear()
        for one in many:
            identify.keys(one)

    # A ratio within one run: reading the keys of the same thirty entries took ten times as long as comparing them.
    assert cost(lambda: identify.compare(FEED, many, known, frozenset(), NOW)) < cost(read_keys)
