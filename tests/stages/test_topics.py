"""Why an entry belongs to a topic."""

import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator import config
from aggregator.records import Category, EntryId, Rule, Subject, Tag, Topic
from aggregator.stages import topics
from aggregator.text.entities import mentions
from aggregator.text.words import WORD

SHIPPED = Path(__file__).parents[2] / "feeds.yaml"


def entry(title: str, text: str = "", language: str | None = "fr", **more: object) -> Subject:
    return Subject(entry=EntryId(7), title=title, text=text, language=language, **more)  # type: ignore[arg-type]


def because(rule: Rule, subject: Subject) -> tuple[str, ...] | None:
    """Why `rule` holds for `subject`, or None."""
    tags = topics.tag(subject, (Topic(slug="it", rule=rule),))
    return next((one.because for one in tags if one.topic == "it"), None)


def test_a_tag_says_what_decided_and_who_made_it():
    topic = Topic(
        slug="diplomatie", labels={"fr": "Diplomatie", "en": "Diplomacy"}, rule=Rule(words=("sommet", "diplomat*"))
    )

    tags = topics.tag(entry("Sommet à Pyongyang", "Les diplomates nord-coréens"), (topic,))

    assert tags[0] == Tag(
        entry=EntryId(7),
        topic="diplomatie",
        score=1.0,
        because=("Sommet", "diplomates"),
        made_by=topics.MADE_BY,
        kind="rule",
        label="Diplomatie",
    )
    assert (tags[1].topic, tags[1].kind, tags[1].label, tags[1].because) == (
        "place:KP",
        "place",
        "Corée du Nord",
        ("nord-coréens",),
    )


@pytest.mark.parametrize(
    ("rule", "subject", "why"),
    [
        (Rule(words=("grève",)), entry("La GREVE continue"), ("GREVE",)),
        (Rule(words=("iran",)), entry("Tirana"), None),
        (Rule(words=("ukraine",)), entry("L’Ukraine"), ("Ukraine",)),
        (Rule(words=("Corée du Nord",)), entry("corée-du-nord"), ("corée-du-nord",)),
        (Rule(words=("=PS",)), entry("Le PS et les ps"), ("PS",)),
        (Rule(words=("=PS",)), entry("post-scriptum: ps"), None),
        (Rule(words=("外務省",)), entry("日本の外務省は", language="ja"), ("外務省",)),
        (Rule(regex=r"\bG(7|20)\b"), entry("Le g20 à Rio"), ("g20",)),
        (Rule(regex=r"\bG(7|20)\b"), entry("Le G201"), None),
        (Rule(feed="rfi"), entry("x", feed="rfi"), ("feed: rfi",)),
        (Rule(feed="lemonde"), entry("x", feed="une", publisher="lemonde"), ("feed: lemonde",)),
        (Rule(feed="rfi"), entry("x", feed="rfi-en"), None),
        (Rule(language="fr"), entry("x"), ("language: fr",)),
        (Rule(language="fr"), entry("x", language=None), None),
        (Rule(category="économie"), entry("x", categories=(Category(term="ECONOMIE"),)), ("category: ECONOMIE",)),
        (Rule(category="éco"), entry("x", categories=(Category(term="e", label="Éco"),)), ("category: Éco",)),
        (Rule(category="éco"), entry("éco"), None),
        (Rule(any=(Rule(words=("a",)), Rule(words=("b",)))), entry("b a"), ("a", "b")),
        (Rule(all=(Rule(words=("a",)), Rule(words=("b",)))), entry("b a"), ("a", "b")),
        (Rule(all=(Rule(words=("a",)), Rule(words=("b",)))), entry("a"), None),
        (Rule(words=("a",), none=(Rule(words=("b",)),)), entry("a"), ("a",)),
        (Rule(words=("a",), none=(Rule(words=("b",)),)), entry("a b"), None),
        (Rule(words=("a",), language="en"), entry("a"), None),
        (Rule(none=(Rule(words=("b",)),)), entry("a"), ()),
        (Rule(any=(Rule(all=(Rule(words=("a",)), Rule(none=(Rule(words=("c",)),)))),)), entry("a b"), ("a",)),
        (Rule(any=(Rule(all=(Rule(words=("a",)), Rule(none=(Rule(words=("c",)),)))),)), entry("a c"), None),
        (Rule(), entry("a"), None),
    ],
)
def test_rules_hold_when_they_should_and_say_why(rule, subject, why):
    assert because(rule, subject) == why


def test_a_country_in_the_title_counts_more_than_one_in_passing():
    tags = {
        one.topic: one for one in topics.tag(entry("Ukraine : le point", "La Pologne. La Hongrie, la Hongrie."), ())
    }

    assert tags["place:UA"].score == 1.0
    assert tags["place:PL"].score < tags["place:HU"].score < 1.0


def test_subjects_come_with_their_words_and_a_label_in_the_language_of_the_entry():
    tags = topics.tag(entry("Tour de France : victoire au sprint", "Le cycliste gagne l'étape."), ())

    (sport,) = [one for one in tags if one.kind == "subject"]
    assert (sport.topic, sport.label) == ("subject:sport", "Sport")
    assert "cycliste" in sport.because


def test_the_shipped_topics_find_their_stories_in_several_languages():
    shipped = config.load(SHIPPED).topics

    def slugs(title: str, language: str) -> set[str]:
        return {one.topic for one in topics.tag(entry(title, language=language), shipped)}

    assert "diplomatie" in slugs("Le ministre des Affaires étrangères à Oslo", "fr")
    assert "diplomatie" in slugs("한러 정상회담 개최", "ko")
    assert "guerre-en-ukraine" in slugs("Kyiv accuse Moscou", "fr")
    assert "guerre-en-ukraine" not in slugs("Kyiv fête le printemps", "fr")
    assert "intelligence-artificielle" in slugs("L'IA au bureau", "fr")
    assert "intelligence-artificielle" not in slugs("Ja, ia", "en")
    assert "elections" not in slugs("L'élection de Miss France, élections", "fr")


def test_built_in_topics_have_labels_for_the_pages():
    found = {topic.slug: topic for topic in topics.builtin()}

    assert found["place:KP"].labels["fr"] == "Corée du Nord"
    assert found["place:KP"].labels["ko"] == "북한"
    assert found["subject:politics"].kind == "subject"
    assert all(topic.labels["fr"] and topic.labels["en"] for topic in found.values())


def test_a_label_is_taken_in_the_language_asked_or_one_that_exists():
    topic = Topic(slug="x", labels={"en": "E", "ko": "K"})

    assert topics.label(topic, "ko") == "K"
    assert topics.label(topic, "de") == "E"
    assert topics.label(Topic(slug="x", labels={"ko": "K"}), None) == "K"
    assert topics.label(Topic(slug="x"), "fr") == "x"


def test_tagging_twice_gives_the_same_tags():
    shipped = config.load(SHIPPED).topics
    subject = entry("Sommet du G7 en Corée du Nord", "Les ministres russes et chinois, la grève, le climat")

    assert topics.tag(subject, shipped) == topics.tag(subject, list(shipped))
    assert len(topics.tag(subject, shipped[:1])) < len(topics.tag(subject, shipped))


def test_one_reading_gives_the_tags_and_the_names():
    shipped = config.load(SHIPPED).topics
    subject = entry("Le président Vladimir Poutine en Corée du Nord", "Selon l'OTAN, Vladimir Poutine est arrivé.")

    looked = topics.look(subject, shipped)

    assert looked.tags == topics.tag(subject, shipped)
    assert looked.mentions == mentions(subject.title, subject.text, "fr")
    assert {(one.name, one.times) for one in looked.mentions} == {("Vladimir Poutine", 2), ("OTAN", 1)}


def test_a_list_of_hundreds_of_names_keeps_the_first_ones():
    many = ", ".join(f"avec Anna Weber{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(300))

    assert len(topics.look(entry("Résultats", many), ()).mentions) == topics.MOST_MENTIONS


def test_a_regular_expression_looks_at_a_bounded_part_of_a_text():
    rule = Rule(regex="fin du texte")

    assert because(rule, entry("x", f"{'mot ' * 100} fin du texte")) == ("fin du texte",)
    assert because(rule, entry("x", f"{'mot ' * 3000} fin du texte")) is None


def test_tagging_costs_a_few_times_what_splitting_the_text_costs():
    if sys.gettrace() is not None:
        pytest.skip("a tracer slows Python and not the regular expression it is compared with")
    shipped = config.load(SHIPPED).topics
    rules = (shipped * 3)[:20]
    subject = entry(
        "Une délégation reçue à Paris",
        "Le président a reçu mardi une délégation venue de Corée du Nord pour parler du commerce et de l'énergie. "
        "Les deux pays, qui n'ont pas de relations officielles, veulent ouvrir un bureau commun avant la fin de l'année. "
        "Une seconde rencontre est prévue au printemps, sans que la date ait été annoncée par les porte-parole.",
    )
    topics.tag(subject, rules)

    def cost(work: object) -> float:
        times = []
        for _ in range(7):
            begun = time.process_time()
            for _ in range(60):
                work()  # type: ignore[operator]
            times.append(time.process_time() - begun)
        return min(times)

    ratio = cost(lambda: topics.tag(subject, rules)) / cost(lambda: WORD.findall(subject.text))

    assert ratio < 45


words = st.sampled_from(["a", "b*", "=C", "d e", "北京", "한국", "والحرب"])
rules = st.recursive(
    st.builds(Rule, words=st.lists(words, min_size=1, max_size=2).map(tuple))
    | st.builds(Rule, language=st.sampled_from(["fr", "ko"]))
    | st.just(Rule(feed="f")),
    lambda inner: (
        st.builds(Rule, any=st.lists(inner, min_size=1, max_size=2).map(tuple))
        | st.builds(Rule, all=st.lists(inner, min_size=1, max_size=2).map(tuple))
        | st.builds(Rule, none=st.lists(inner, min_size=1, max_size=2).map(tuple))
    ),
    max_leaves=5,
)


@given(
    rule=rules,
    title=st.lists(st.sampled_from(["a", "bc", "C", "c", "d", "e", "北京市", "한국은"]), max_size=6).map(" ".join),
)
@settings(max_examples=100, deadline=None)
def test_a_rule_and_its_negation_never_both_hold(rule, title):
    subject = entry(title)

    assert (because(rule, subject) is None) != (because(Rule(none=(rule,)), subject) is None)
