"""What the levels promise of the whole window: strangers stay apart, live pages do not speak, links are taken back."""

import pytest

from tests.stages.stories.test_window import STRIKE, STRIKE_1, STRIKE_2, VOLCANO, VOLCANO_1, article, events, window

BUDGET = (
    "La ministre des Finances Jutta Rehberg a démissionné mardi soir à Nordhaven après la querelle sur le trou de 17 milliards "
    "du budget fédéral ; le chancelier Albrecht Stolle lui cherche un successeur avant le sommet de vendredi."
)
BUDGET_1 = article(4, "Jutta Rehberg quitte les Finances à Nordhaven", BUDGET, outlet="Le Fanal", hours=7)


@pytest.mark.parametrize("title", ["L'essentiel de l'actualité", "Kervaz, Tarumbi, Nordhaven : une semaine agitée"])
def test_a_page_about_three_strangers_is_linked_to_each_and_joins_none_whatever_its_headline(title):
    subject = window()
    before = events(subject.place([STRIKE_1, VOLCANO_1, BUDGET_1]))

    placed = subject.place([article(9, title, f"{STRIKE} {VOLCANO} {BUDGET}", outlet="La Gazette", hours=9)])

    assert events(placed)[9] not in before.values()
    assert {link.other for link in placed.links if link.kind == "round-up"} == set(before.values())
    assert placed.placements[0].evidence["level"] == "round-up"
    # And what comes later is not drawn into it.
    assert events(subject.place([STRIKE_2]))[2] == before[1]


def test_a_live_page_joins_an_event_and_draws_nothing_else_into_it():
    live = article(
        5, "EN DIRECT - Kervaz et Tarumbi, suivez la journée", f"{STRIKE} {VOLCANO}", outlet="La Gazette", hours=1
    )
    subject = window()

    where = events(subject.place([STRIKE_1, live, VOLCANO_1]), subject.merge_pass(VOLCANO_1.at))

    assert where[5] == where[1]
    assert where[3] != where[1]


def test_without_trusted_dates_time_takes_nothing_away():
    def apart(*, trusted):
        first = article(1, "Les dockers de Kervaz", STRIKE, trusted=trusted)
        text = "À Kervaz, les dockers restent mobilisés ; Lindquist et le syndicat Ancre se parlent de nouveau, dit le port."
        month_later = article(
            2, "Kervaz : Lindquist parle aux dockers", text, outlet="La Vigie", hours=25 * 24, trusted=trusted
        )
        where = events(window().place([first, month_later]))
        return where[1] != where[2]

    assert apart(trusted=True)
    assert not apart(trusted=False)


def test_links_between_languages_are_taken_back_when_the_first_articles_are_placed_again():
    english = article(
        7,
        "Kervaz dockers vote to strike",
        "Dockers at the port of Kervaz voted to strike after talks with the shipping line Lindquist failed. The union Ancre "
        "asks for a rise of 12 %.",
        outlet="The Ledger",
        hours=2,
        spoken="en",
    )
    subject = window()
    placed = subject.place([STRIKE_1, english])
    assert [link.kind for link in placed.links] == ["language"]
    for number in range(40):
        subject.learn(f"Texte numéro {number}\nLes mots de la langue sont comptés", "fr")
        subject.learn(f"Text number {number}\nThe words of the language are counted", "en")

    again = subject.replace_cold()

    assert set(again.unlinked) == {(placed.links[0].event, placed.links[0].other)} or set(again.unlinked) == {
        (placed.links[0].other, placed.links[0].event)
    }
    assert [link.kind for link in again.links] == ["language"]


def test_what_follows_the_last_event_alone_opens_a_story_of_its_own_and_says_what_came_before():
    sale = article(
        2,
        "Lindquist annonce la vente de sa flotte à Petrossian",
        "L'armateur Lindquist, en conflit avec les dockers de Kervaz et le syndicat Ancre, vend douze navires au groupe "
        "Petrossian de Valdoria pour 340 millions.",
        outlet="La Vigie",
        hours=60,
    )
    fraud = article(
        3,
        "Fraude fiscale : une perquisition à Valdoria",
        "Une perquisition pour fraude fiscale a eu lieu à Valdoria au siège du groupe Petrossian, que la comptable Odile "
        "Brannec accuse d'avoir tenu deux livres pendant dix ans.",
        outlet="Le Fanal",
        hours=120,
    )

    strike, sold, searched = window().place([STRIKE_1, sale, fraud]).placements

    assert (sold.follows, sold.story) == (strike.event, strike.story)
    assert searched.follows == sold.event
    assert searched.story != strike.story
