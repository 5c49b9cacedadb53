"""A digest: best first, each story once, the same bytes each time, nothing of a stranger's text taken for markup."""

import json
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.records import DigestEntry, DigestSpec, DigestStory, EntryId, SourceNote, StoryId
from aggregator.stages import digest

NOW = datetime(2026, 3, 12, 7, tzinfo=UTC)
SPEC = DigestSpec(name="matin", language="fr")


def entry(number, outlet="Le Courrier", *, new=True, title="Grève au port", role="report", language="fr", url=None):
    return DigestEntry(
        entry=EntryId(number),
        title=title,
        url=url or f"https://courrier.example/{number}",
        outlet=outlet,
        at=NOW - timedelta(hours=number),
        language=language,
        role=role,
        new=new,
    )


def story(number, *entries, topics=(), title="Grève au port", **more):
    return DigestStory(
        story=StoryId(number), title=title, language="fr", first_seen=NOW - timedelta(hours=30), last_seen=NOW,
        topics=tuple(topics), entries=entries, **more,
    )  # fmt: skip


def compose(*stories, spec=SPEC, labels=None, notes=()):
    return digest.compose(spec, stories, as_of=NOW, labels=labels or {}, sources=3, notes=notes)


def titles(made):
    return [one.title for section in made.sections for one in section.stories]


def test_the_story_that_more_outlets_tell_comes_first():
    alone = story(1, entry(1), entry(2), entry(3), title="Seul")
    told = story(2, entry(4, "A"), entry(5, "B"), entry(6, "C"), title="Partout")

    assert titles(compose(alone, told)) == ["Partout", "Seul"]


def test_a_copy_tells_nothing_new():
    copied = story(1, entry(1, "A"), entry(2, "B", role="copy"), title="Repris")
    told = story(2, entry(3, "A"), entry(4, "B"), title="Raconté")

    assert titles(compose(copied, told)) == ["Raconté", "Repris"]


def test_a_story_without_anything_new_is_left_out():
    assert titles(compose(story(1, entry(1, new=False)))) == []


def test_a_story_of_two_topics_stands_once_under_the_first_one_asked_for():
    both = story(1, entry(1), topics=("economie", "diplomatie"))
    spec = DigestSpec(name="matin", topics=("diplomatie", "economie"))

    made = compose(both, spec=spec, labels={"diplomatie": "Diplomatie", "economie": "Économie"})

    assert [(section.label, len(section.stories)) for section in made.sections] == [("Diplomatie", 1)]


def test_what_no_topic_claims_stands_under_other_stories_unless_topics_were_asked_for():
    loose = story(1, entry(1))

    assert [section.label for section in compose(loose).sections] == ["Autres sujets"]
    assert compose(loose, spec=DigestSpec(name="x", topics=("economie",))).sections == ()


def test_every_form_says_that_a_period_was_empty_and_which_sources_are_in_trouble():
    note = SourceNote(feed="rfi", code="timeout", since=NOW - timedelta(days=2), message="rfi.example does not answer")

    made = compose(notes=(note,))

    for form in ("md", "html"):
        text = digest.render(made, form)
        assert "Aucun article sur cette période." in text
        assert "rfi.example does not answer" in text.replace("\\", "")


hostile = st.text("<>&\"'`*_[]()#|\\ \nabé中\u202e", min_size=1, max_size=30)


@given(title=hostile, outlet=hostile, lead=hostile, url=hostile.map(lambda text: "https://a.example/" + text))
def test_no_title_breaks_a_form(title, outlet, lead, url):
    made = compose(story(1, entry(1, outlet, title=title, url=url), title=title, lead=lead))

    page = digest.render(made, "html", "https://news.example")
    atom = digest.render(made, "atom", "https://news.example")

    assert "<script" not in page
    assert page.count("<h3") == page.count("</h3>") == 1
    assert ET.fromstring(atom.encode()).find("{http://www.w3.org/2005/Atom}entry") is not None
    assert json.loads(digest.render(made, "json"))["sections"][0]["stories"][0]["title"] == title
    links = [line for line in digest.render(made, "md").splitlines() if line.startswith("- ")]
    assert len(links) == 1


@pytest.mark.parametrize("form", digest.FORMS)
def test_the_order_in_which_stories_come_does_not_matter(form):
    stories = [story(n, entry(n, f"O{n % 3}"), title=f"Histoire {n}") for n in range(1, 9)]

    first, second = compose(*stories), compose(*reversed(stories))

    assert digest.render(first, form) == digest.render(second, form)


def test_at_most_so_many_stories_stand_under_a_topic():
    stories = [story(n, entry(n), topics=("economie",)) for n in range(1, 9)]
    spec = DigestSpec(name="x", stories=3, topics=("economie",))

    assert len(titles(compose(*stories, spec=spec))) == 3
