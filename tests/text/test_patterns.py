"""Expressions that could hold everything up are known before they run."""

import re
import time

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from aggregator.text.patterns import LONGEST, MOST, Unclear, steps


@pytest.mark.parametrize(
    "expression",
    [
        r"\bG(7|20)\b",
        r"gr[èe]ves?",
        r"élection.*président",
        r"élection.{0,80}prési.{0,80}dent",
        r"(?:\w+\s+){0,5}président",
        r"(?P<nom>[A-Z]\w+) (?P=nom)",
        r"(?i)corée du (nord|sud)",
        r"(?i:a)b",
        r"(?<!\w)PS(?!\w)",
        r"\d{1,3}(?:[ .]\d{3})*",
        r"(?:foo|bar)+s",
        r"[^]a]+]",
        r"{x}",
        r"a{,3}b",
        r"\x41+b",
        r"(?#note)a",
        "",
    ],
)
def test_expressions_as_people_write_them_are_let_through(expression):
    assert steps(expression) <= MOST


@pytest.mark.parametrize(
    "expression",
    [
        r"(a+)+b",
        r"(a*)*b",
        r"(a|a)*b",
        r"(a|ab)*c",
        r"(\w+\s?)+$",
        r"(?:(?:a+)b?)+c",
        r"(x+x+)+y",
        r"([a-z]+)*\d",
        r".*.*.*x",
        r".*.*$",
        r"\d+\d+x",
        r"(?=(a+)+b)a",
        r"(a?){30}b",
        r"(é+)+ż",
        r"(a{1,})+b",
        r"(?:foo|fez)+$",
    ],
)
def test_expressions_that_could_take_hours_are_told_apart(expression):
    assert steps(expression) > MOST


@pytest.mark.parametrize("expression", [r"(?x) a b", r"(a)?(?(1)b|c)", r"(?x:a b)"])
def test_what_cannot_be_judged_is_said(expression):
    with pytest.raises(Unclear):
        steps(expression)


piece = st.sampled_from(["a", "b", ".", r"\w", r"\s", "[ab]", "é", r"\b", "ab"])
times = st.sampled_from(["", "*", "+", "?", "{0,3}", "{2}", "*?"])
expressions = st.recursive(
    st.tuples(piece, times).map(lambda it: it[0] + (it[1] if it[0] != r"\b" else "")),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3).map("".join)
        | st.tuples(st.lists(inner, min_size=1, max_size=3).map("|".join), times).map(lambda it: f"(?:{it[0]}){it[1]}")
    ),
    max_leaves=6,
)


@given(
    expression=expressions,
    text=st.sampled_from(["a" * 400, "ab" * 200, "a " * 200, "é" * 400]),
    end=st.sampled_from("!b"),
)
@example(expression=".*a*c", text="a" * 400, end="!")
@settings(max_examples=150, deadline=None)
def test_what_is_let_through_ends_soon(expression, text, end):
    whole = f"{expression}!?x"
    re.compile(whole)
    assume(steps(whole) <= MOST)

    begun = time.process_time()
    re.search(whole, text + end)

    # 400 letters are a twelfth of the longest text, and what it costs grows with the square.
    assert time.process_time() - begun < 0.5


def test_the_longest_text_is_searched_within_a_moment():
    begun = time.process_time()
    re.search("a.*b", "a" * LONGEST)

    assert time.process_time() - begun < 5
