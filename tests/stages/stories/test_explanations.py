"""Roles, links and reasons that a reader sees."""

from datetime import UTC, datetime, timedelta

from aggregator.records import EntryId, FeedId, StoryArticle
from aggregator.stages.stories import Window

START = datetime(2031, 3, 3, 6, tzinfo=UTC)


def article(number, title, text, *, outlet, hours, spoken="fr"):
    at = START + timedelta(hours=hours)
    return StoryArticle(
        entry=EntryId(number), feed=FeedId(1), outlet=outlet, language=spoken, title=title, text=text, url=None, at=at,
        first_seen=at, date_trusted=True,
    )  # fmt: skip


TRIAL = article(
    1,
    "Le procès du laboratoire Ordéa s’ouvre à Lyon",
    "Le procès du laboratoire Ordéa s’est ouvert à Lyon. Il est jugé pour tromperie dans l’affaire du Névralgil, un "
    "antidouleur accusé d’avoir causé 63 décès ; 1 100 patients se sont portés parties civiles.",
    outlet="La Vigie",
    hours=0,
)
ANALYSIS = article(
    2,
    "Procès Ordéa : pourquoi l’affaire du Névralgil a tant tardé",
    "Analyse. Douze ans séparent les premières alertes sur le Névralgil du procès du laboratoire Ordéa, ouvert à Lyon. Les "
    "1 100 patients et les familles des 63 morts ont attendu.",
    outlet="Le Phare",
    hours=3,
)
CONFESSION = article(
    3,
    "Procès Ordéa : l’ancien directeur avoue avoir caché des études",
    "À Lyon, Paul Vernhet, ancien directeur scientifique d’Ordéa, a reconnu avoir tenu secrètes deux études sur le Névralgil. "
    "Des cris ont éclaté sur les bancs des parties civiles.",
    outlet="La Vigie",
    hours=30,
)
SPANISH = article(
    4,
    "Francia juzga al laboratorio Ordéa por 63 muertes",
    "El laboratorio francés Ordéa se sienta en el banquillo en Lyon por engaño en el caso del analgésico Névralgil, al que se "
    "atribuyen 63 muertes. Hay 1.100 pacientes personados.",
    outlet="El Faro",
    hours=4,
    spoken="es",
)


def test_a_story_tells_who_came_first_who_explained_and_what_followed():
    placed = Window(next_event=1, next_story=1).place([TRIAL, ANALYSIS, CONFESSION])

    first, analysis, confession = placed.placements
    assert [one.role for one in placed.placements] == ["first report", "analysis", "follow-up"]
    assert first.event == analysis.event != confession.event
    assert confession.follows == first.event
    assert confession.story == first.story
    assert confession.evidence["level"] == "follow-up"
    assert {"nevralgil", "ordea"} & set(" ".join(confession.because).split())


def test_another_language_is_linked_and_never_merged():
    placed = Window(next_event=1, next_story=1).place([TRIAL, SPANISH])

    french, spanish = placed.placements
    assert french.event != spanish.event
    assert french.story != spanish.story
    (link,) = placed.links
    assert (link.kind, {link.event, link.other}) == ("language", {french.event, spanish.event})
    assert {"Ordéa", "63"} <= set(link.because)


def test_the_score_says_how_far_from_the_threshold():
    placed = Window(next_event=1, next_story=1).place([TRIAL, ANALYSIS])

    assert placed.placements[0].score == 0.0
    assert 0.5 <= placed.placements[1].score < 1.0


def test_reasons_are_a_sum_that_can_be_checked():
    placed = Window(next_event=1, next_story=1).place([TRIAL, ANALYSIS])

    evidence = placed.placements[1].evidence
    terms, neighbours = evidence["terms"], evidence["neighbours"]
    assert isinstance(terms, list)
    assert isinstance(neighbours, list)
    assert 0 < sum(value for _, value in terms) <= neighbours[0]["similarity"] + 0.01


def test_a_page_about_three_strangers_is_linked_to_them_and_joins_none():
    texts = {
        "Éruption du Tarumbi": "Le volcan Tarumbi crache des cendres sur la vallée d'Oska, 4 000 habitants évacués vers Lumio.",
        "Grève à Kervaz": "Les dockers de Kervaz bloquent les quais contre l'armateur Lindquist et réclament 12 % de hausse.",
        "Rehberg démissionne": "La ministre Jutta Rehberg quitte les Finances après la querelle du trou de 17 milliards.",
    }
    apart = [article(n, title, text, outlet=f"o{n}", hours=n) for n, (title, text) in enumerate(texts.items(), 1)]
    all_three = article(9, "L’essentiel : Tarumbi, Kervaz, Rehberg", " ".join(texts.values()), outlet="o9", hours=9)

    window = Window(next_event=1, next_story=1)
    before = window.place(apart)
    placed = window.place([all_three])

    assert placed.placements[0].event not in {one.event for one in before.placements}
    assert placed.placements[0].role == "live page"
    assert {link.other for link in placed.links if link.kind == "round-up"} <= {one.event for one in before.placements}
