"""Catalogs, templates, and how things are written."""

import json
import re
import string
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.records import Change, Relation, Role
from aggregator.views import DayCount, TopicRef
from aggregator.web import pages
from aggregator.web.site import moment

WEB = Path(pages.__file__).parent
FRENCH, ENGLISH = pages.read_catalog("fr"), pages.read_catalog("en")


def fields(message):
    texts = message.values() if isinstance(message, dict) else [message]
    return [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in texts]


def test_french_and_english_say_the_same_things():
    assert list(FRENCH) == list(ENGLISH)
    for key in FRENCH:
        both = fields(FRENCH[key]) + fields(ENGLISH[key])
        widest = set().union(*both)
        # "once" needs no number; every other form names what the other language names.
        assert all(one == widest or widest - one == {"n"} for one in both), key


def used_keys():
    sources = [*WEB.glob("templates/*.html"), *WEB.glob("*.py"), WEB.parent / "archive" / "search.py"]
    text = "\n".join(path.read_text("utf-8") for path in sources)
    return set(re.findall(r"""["']((?:[a-z]+\.)[a-z.-]+(?:\s[a-z]+)?)["']""", text)) & set(FRENCH), text


def test_every_message_a_template_asks_for_is_there():
    text = "\n".join(path.read_text("utf-8") for path in WEB.glob("templates/*.html"))
    asked = set(re.findall(r"""\bt\(["']([a-z.-]+)["'][,)]""", text))

    assert len(asked) > 120
    assert asked - set(FRENCH) == set()


def test_no_message_is_left_over():
    keys, text = used_keys()
    made = re.findall(r"""["']([a-z.-]+[.-])["'] ~""", text) + re.findall(r"""t\(["']([a-z]+\.)["'] \+""", text)

    unused = {key for key in FRENCH if key not in keys and not any(key.startswith(stem) for stem in made)}
    assert unused == set()


def test_every_class_role_and_relation_has_a_name():
    names = {f"change.{one}" for one in Change.__args__}  # type: ignore[attr-defined]
    names |= {f"role.{one}" for one in Role.__args__}  # type: ignore[attr-defined]
    names |= {f"relation.{one}" for one in Relation.__args__}  # type: ignore[attr-defined]

    assert names <= set(FRENCH)


def test_french_typography_keeps_its_spaces_together():
    for key, message in FRENCH.items():
        for text in message.values() if isinstance(message, dict) else [message]:
            assert not re.search(r" [:;?!»]|« ", text), key


@pytest.mark.parametrize(
    ("language", "n", "shown"),
    [("fr", 0, "0 article"), ("fr", 1, "1 article"), ("fr", 2, "2 articles"), ("en", 0, "0 articles"), ("en", 1, "1 article"),
     ("en", 1234, "1,234 articles"), ("fr", 1234, "1\u202f234 articles")],
)  # fmt: skip
def test_numbers_are_counted_as_each_language_counts(language, n, shown):
    catalog = FRENCH if language == "fr" else ENGLISH

    assert pages.translate(catalog, language, "n.articles", n=n) == shown


@pytest.mark.parametrize(
    ("span", "shown"),
    [(timedelta(minutes=5), "5\u00a0min"), (timedelta(0), "0\u00a0min"),
     (timedelta(hours=3, minutes=20), "3\u00a0h 20\u00a0min"),
     (timedelta(days=2, hours=1), "2\u00a0j 1\u00a0h"), (timedelta(days=40, hours=5), "40\u00a0j"),
     (timedelta(hours=-2), "2\u00a0h")],
)  # fmt: skip
def test_spans_are_said_in_their_two_largest_units(span, shown):
    assert pages.span(FRENCH, "fr", span) == shown


def test_a_topic_is_called_in_the_language_of_the_page_else_in_english_else_in_any():
    assert pages.label(TopicRef(slug="x", labels={"fr": "Mer", "en": "Sea"}), "fr") == "Mer"
    assert pages.label(TopicRef(slug="x", labels={"en": "Sea"}), "fr") == "Sea"
    assert pages.label(TopicRef(slug="x", labels={"ko": "바다"}), "fr") == "바다"
    assert pages.label(TopicRef(slug="x"), "fr") == "x"


@given(counts=st.lists(st.integers(0, 10**6), min_size=1, max_size=401))
def test_a_chart_stays_in_its_frame_and_counts_everything(counts):
    volume = [
        DayCount(day=str(date(2026, 1, 1) + timedelta(days=at)), entries=count) for at, count in enumerate(counts)
    ]

    drawn = pages.bars(volume)

    assert sum(bar["entries"] for bar in drawn["bars"]) == sum(counts)
    for bar in drawn["bars"]:
        assert bar["x"] >= 0
        assert bar["x"] + bar["width"] <= drawn["width"] + 0.1
        assert 0 <= bar["height"] <= drawn["height"]


@pytest.mark.parametrize("code", ['x" onload="alert(1)', "", None, "<b>", "fr_FR", "a" * 60])
def test_a_language_that_is_none_becomes_no_attribute(code):
    assert pages.tongue(code) == ' dir="auto"'


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", " https://x", "//x", "", None, "http:", "https:// x"]
)
def test_only_http_leads_out(url):
    assert pages.outside(url) == ""


def test_an_unknown_zone_is_utc():
    assert str(pages.zone_of("Mars/Olympus")) == "UTC"
    assert str(pages.zone_of("../../etc/passwd")) == "UTC"


def test_an_instant_without_a_zone_is_read_in_the_zone_of_the_pages():
    paris = pages.zone_of("Europe/Paris")

    assert moment("2026-03-09 14:00", paris).isoformat() == "2026-03-09T13:00:00+00:00"
    assert moment("2026-03-09T14:00Z", paris).isoformat() == "2026-03-09T14:00:00+00:00"
    for wrong in ("hier", "0001-01-01", "9999-12-31T23:59", "²"):
        with pytest.raises(ValueError, match=r".*"):
            moment(wrong, paris)


def test_the_catalogs_are_kept_as_people_edit_them():
    for language in ("fr", "en"):
        text = (WEB / "messages" / f"{language}.json").read_text("utf-8")
        assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=2) + "\n"


def colours():
    """The named colours of the stylesheet, by scheme."""
    text = (WEB / "static" / "style.css").read_text("utf-8")
    light, dark = re.findall(r":root \{(.*?)\}", text, re.DOTALL)[:2]
    first = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", light))
    return {"light": first, "dark": first | dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", dark))}


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.03928 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "paper"),
    [("ink", "paper"), ("soft", "paper"), ("accent", "paper"), ("link", "paper"), ("ink", "sheet"), ("soft", "sheet"),
     ("link", "sheet"), ("accent", "sheet"), ("ink", "hit"), ("ins-ink", "ins"), ("del-ink", "del"), ("ins-ink", "paper")],
)  # fmt: skip
def test_words_stand_out_from_their_ground(scheme, ink, paper):
    # WCAG 2.2, 1.4.3: at least 4.5 to 1.
    first, second = sorted((luminance(colours()[scheme][ink]), luminance(colours()[scheme][paper])), reverse=True)

    assert (first + 0.05) / (second + 0.05) >= 4.5
