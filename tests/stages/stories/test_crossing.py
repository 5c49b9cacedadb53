"""Links between languages: for the most part where there should be one, and none where only the cast is the same."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[3]))

from aggregator.stages.stories import across
from bench import link_bars  # the benches stand beside the package
from tests.stages.stories.test_window import article, window

TREATY = (
    "Vladimir Poutine et Kim Jong Un ont signé un traité à Pyongyang ; la Russie promet une aide en cas d'agression."
)


def test_the_week_of_the_newsroom_is_linked_without_an_error_and_for_the_most_part():
    """Full texts: each shares a small part of itself, and the parts are much in sum."""
    right, wrong, wanted = link_bars.measure(link_bars.demo())

    assert wrong == 0
    assert right / wanted >= 0.7


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Vladimir Putin to meet leaders in Geneva", "Russia said so on Monday."),
        ("Putin: Russia backs Ukraine grain talks", "Russia named no day."),
    ],
)
def test_a_full_name_and_its_country_do_not_link_two_reports(title, text):
    placed = window().place(
        [
            article(1, "Poutine signe un traité à Pyongyang", TREATY),
            article(2, title, f"{title}. {text}", outlet="The Ledger", hours=3, spoken="en"),
        ]
    )

    assert placed.links == ()


def test_the_same_report_is_linked_by_its_names():
    placed = window().place(
        [
            article(1, "Poutine signe un traité à Pyongyang", TREATY),
            article(
                2,
                "Putin signs treaty in Pyongyang",
                "Vladimir Putin and Kim Jong Un signed a treaty in Pyongyang; Russia promises aid against any aggression.",
                outlet="The Ledger",
                hours=3,
                spoken="en",
            ),
        ]
    )

    (link,) = placed.links
    assert {"Putin", "treaty"} <= set(link.because)


@pytest.mark.parametrize(
    ("word", "given"), [("Vladimir", True), ("Putin", False), ("Владимир", True), ("Песков", False)]
)
def test_a_first_name_does_not_tell_who_is_meant(word, given):
    assert across.is_given_name(word) is given
