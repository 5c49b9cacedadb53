"""The window: copies, events, stories, guards, hand decisions, restarts."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from aggregator.records import Constraint, EntryId, EventId, FeedId, Placed, StoryArticle, StoryId
from aggregator.stages.stories import MADE_BY, Stored, Window

START = datetime(2031, 3, 3, 6, tzinfo=UTC)
STRIKE = (
    "Les dockers du port de Kervaz ont voté la grève mercredi après l'échec des négociations sur les retraites avec "
    "l'armateur Lindquist. Le syndicat Ancre demande une hausse de 12 % et le maintien des équipes de nuit."
)
STRIKE_AGAIN = (
    "La grève des dockers de Kervaz continue : l'armateur Lindquist refuse la hausse de 12 % demandée par le syndicat Ancre "
    "et les équipes de nuit restent chez elles, retraites et salaires étant au cœur du conflit."
)
VOLCANO = (
    "Le volcan Tarumbi est entré en éruption dans la nuit, obligeant 4 000 habitants de la vallée d'Oska à quitter leurs "
    "maisons. Les cendres ont fermé l'aéroport et les secours distribuent des masques."
)


def article(
    number: int,
    title: str,
    text: str = "",
    *,
    outlet: str = "Le Phare",
    hours: float = 0,
    spoken: str | None = "fr",
    trusted: bool = True,
) -> StoryArticle:
    at = START + timedelta(hours=hours)
    return StoryArticle(
        entry=EntryId(number),
        feed=FeedId(1),
        outlet=outlet,
        language=spoken,
        title=title,
        text=text,
        url=None,
        at=at,
        first_seen=at,
        date_trusted=trusted,
    )


def window(*constraints: Constraint) -> Window:
    return Window(next_event=1, next_story=1, constraints=constraints)


def events(*placed: Placed) -> dict[int, int]:
    return {one.entry: one.event for step in placed for one in step.placements}


STRIKE_1 = article(1, "Les dockers de Kervaz votent la grève", STRIKE)
STRIKE_2 = article(2, "À Kervaz, la grève des dockers continue", STRIKE_AGAIN, outlet="La Vigie", hours=5)
VOLCANO_1 = article(3, "Éruption du volcan Tarumbi, 4 000 évacués", VOLCANO, outlet="La Vigie", hours=6)


def test_two_outlets_on_one_happening_share_an_event_and_a_third_subject_does_not():
    placed = window().place([STRIKE_1, STRIKE_2, VOLCANO_1])

    assert events(placed)[1] == events(placed)[2] != events(placed)[3]
    assert [one.relation for one in placed.placements] == ["opens", "same-event", "opens"]
    assert placed.made_by == MADE_BY


def test_the_reason_names_words_that_both_articles_hold():
    placed = window().place([STRIKE_1, STRIKE_2])

    because = " ".join(placed.placements[1].because)
    assert "kervaz" in because
    assert "greve" in because
    neighbours = placed.placements[1].evidence["neighbours"]
    assert isinstance(neighbours, list)
    assert neighbours[0]["entry"] == 1


def test_a_cut_agency_text_is_a_copy_of_the_whole_one():
    whole = article(1, "Grève à Kervaz", f"KERVAZ (AFP) - {STRIKE} {STRIKE_AGAIN}")
    cut = article(2, "Port de Kervaz : les dockers en grève", f"KERVAZ (AFP) - {STRIKE}", outlet="La Vigie", hours=1)

    placed = window().place([whole, cut])

    assert [(one.entry, one.original) for one in placed.copies] == [(2, 1)]
    assert placed.copies[0].containment > 0.9
    assert "AFP" in placed.copies[0].because
    assert placed.placements[1].relation == "copy"


TEASERS = (
    "Les dockers de Kervaz bloquent les quais contre l'armateur Lindquist et réclament 12 % de hausse.",
    "La ministre Jutta Rehberg quitte les Finances après la querelle du trou de 17 milliards d'euros.",
)


def test_a_whole_teaser_under_a_headline_of_its_own_is_a_copy():
    first = article(1, "Grève à Kervaz", TEASERS[0], outlet="La Vigie")
    again = article(2, "Les quais sont vides", TEASERS[0], outlet="Le Phare", hours=2)

    placed = window().place([first, again])

    assert [(copy.entry, copy.original) for copy in placed.copies] == [(2, 1)]


def test_a_page_that_holds_the_teasers_of_two_events_is_a_copy_of_neither():
    apart = [article(n, f"Titre {text[10:20]}", text, outlet=f"o{n}") for n, text in enumerate(TEASERS, 1)]
    both = article(3, "Ce matin", " ".join(TEASERS), outlet="o9", hours=2)

    placed = window().place([*apart, both])

    assert not placed.copies


def test_weather_pages_are_never_put_together():
    towns = ["Kervaz", "Oska", "Brenne", "Lumio", "Sarzan", "Tolvec"]
    pages = [
        article(n, f"{town} : la météo du mardi 4 mars", f"Le temps à {town} : averses le matin, éclaircies ensuite.")
        for n, town in enumerate(towns, 1)
    ]

    placed = window().place(pages)

    assert len(set(events(placed).values())) == len(towns)


def test_a_template_that_no_list_knows_is_recognized_when_it_repeats():
    towns = ["Kervaz", "Oska", "Brenne", "Lumio", "Sarzan", "Tolvec"]
    pages = [
        article(
            n,
            f"Ça se passe chez vous : les brocantes à {town}",
            "Retrouvez les brocantes près de chez vous ce mois-ci.",
            hours=n,
        )
        for n, town in enumerate(towns, 1)
    ]

    where = events(window().place(pages))

    assert len(set(where.values())) == len(towns)


def test_a_hand_decision_joins_what_nothing_else_would():
    subject = window(Constraint(kind="together", a=EntryId(1), b=EntryId(3)))

    where = events(subject.place([STRIKE_1, VOLCANO_1]))

    assert where[1] == where[3]


def test_a_hand_decision_parts_what_everything_joins():
    subject = window(Constraint(kind="never", a=EntryId(1), b=EntryId(2)))

    where = events(subject.place([STRIKE_1, STRIKE_2]), subject.merge_pass(START))

    assert where[1] != where[2]


def test_a_revised_entry_keeps_its_event():
    subject = window()
    first = subject.place([STRIKE_1, STRIKE_2, VOLCANO_1])
    revised = article(
        2, "À Kervaz, la grève des dockers entre dans son deuxième jour", STRIKE_AGAIN, outlet="La Vigie", hours=5
    )

    again = subject.place([revised])

    assert events(again) == {2: events(first)[2]}
    assert not again.merged


def stored(subject: Window, placed: Sequence[Placed], titles: dict[int, str]) -> list[Stored]:
    rows = {one.entry: one for step in placed for one in step.placements}
    return [
        Stored(
            entry=entry,
            fingerprint=subject.fingerprint(entry),
            event=row.event,
            story=row.story,
            follows=row.follows,
            relation=row.relation,
            role=row.role,
            title=titles[entry],
        )
        for entry, row in sorted(rows.items())
    ]


def test_a_restart_in_the_middle_changes_nothing():
    straight = window()
    whole = [straight.place([STRIKE_1]), straight.place([STRIKE_2, VOLCANO_1])]
    before = window()
    first = before.place([STRIKE_1])
    after = Window(next_event=2, next_story=2)

    assert after.restore(stored(before, [first], {1: STRIKE_1.title}), before.state()) == ()
    second = after.place([STRIKE_2, VOLCANO_1])

    assert second == whole[1]


def test_damaged_fingerprints_are_asked_for_again():
    subject = window()

    unread = subject.restore([Stored(entry=EntryId(7), fingerprint=b"\x09what", event=EventId(1), story=StoryId(1))])

    assert unread == (7,)


def test_articles_older_than_the_window_are_forgotten():
    subject = window()
    subject.place([STRIKE_1, STRIKE_2])

    gone = subject.expire(START + timedelta(days=31))

    assert gone == 2
    with pytest.raises(KeyError):
        subject.fingerprint(EntryId(1))
    assert events(subject.place([VOLCANO_1])) == {3: 2}


def word(number: int) -> str:
    return "".join(chr(97 + number // 20**place % 20) for place in range(3))


def masthead(number: int, outlet: str = "Kurier") -> StoryArticle:
    title = f"{word(number)}haus verliert {word(7 * number)}markt beim Talstadt Kurier Rundblick"
    return article(number, title, outlet=outlet, hours=number / 4, spoken="de")


def test_words_on_every_page_of_an_outlet_make_no_event_of_its_pages():
    subject = window()
    for number in range(600):
        subject.learn(f"Meldung {word(number)} aus {word(3 * number)}stadt", "de")
    subject.place([masthead(number) for number in range(1, 31)])

    placed = subject.place([masthead(number) for number in range(31, 41)])

    assert len(set(events(placed).values())) == 10
    assert len(set(events(subject.place([masthead(50), masthead(51, "Anzeiger")])).values())) == 2


def test_what_is_usual_in_an_outlet_survives_a_restart():
    subject = window()
    for number in range(600):
        subject.learn(f"Meldung {word(number)} aus {word(3 * number)}stadt", "de")
    first = subject.place([masthead(number) for number in range(1, 35)])
    other = window()
    other.restore(
        stored(subject, [first], {number: masthead(number).title for number in range(1, 35)}), subject.state()
    )

    placed = [one.place([masthead(number) for number in range(35, 60)]) for one in (subject, other)]

    assert events(placed[0]) == events(placed[1])
    assert [one.evidence for one in placed[0].placements] == [one.evidence for one in placed[1].placements]


def test_the_title_of_a_story_is_that_of_the_opening_article():
    subject = window()
    subject.place([STRIKE_1, STRIKE_2])

    assert subject.title(StoryId(1)) == STRIKE_1.title
    assert subject.title(StoryId(99)) == ""
