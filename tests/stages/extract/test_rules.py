from hypothesis import given
from hypothesis import strategies as st
from lxml.html import document_fromstring

from aggregator.stages.extract import rules

FILE = """
# a comment
title: //h1
body: //div[@id='gone']
body: //div[@class='text']
author: //a[@rel='author']
date: //time/@datetime
strip: //aside
strip_id_or_class: share
prune: no
replace_string(a): b
test_url: https://journal.example/1
frobnicate: yes
body: //div[
"""
PAGE = document_fromstring(
    "<html><body><h1> Une  digue </h1><a rel=author>Ann Lee</a><time datetime=2024-06-17>lundi</time>"
    "<div class=text><p>Un.</p><aside><p>Pub.</p></aside><div class='x-share'>Partager</div>"
    "<div class=text><p>Deux.</p></div></div></body></html>"
)


def test_a_file_is_read_line_by_line_and_what_is_odd_is_said():
    read = rules.parse_rules(FILE)

    assert read.body == ("//div[@id='gone']", "//div[@class='text']")
    assert read.test_url == ("https://journal.example/1",)
    assert [problem.message for problem in read.problems] == [
        "line 13: `frobnicate` is no directive we know",
        "line 14: `//div[` is not XPath 1.0",
    ]


def test_the_first_expression_that_finds_text_gives_the_body_once():
    assert rules.body_of(PAGE, rules.parse_rules(FILE)) == "Un.\n\nDeux."


def test_fields_are_elements_or_attributes():
    read = rules.parse_rules(FILE)

    assert rules.field_of(PAGE, read.title) == "Une digue"
    assert rules.field_of(PAGE, read.date) == "2024-06-17"
    assert rules.field_of(PAGE, ("//nothing", "count(//p)")) is None


def test_several_files_are_asked_in_order():
    both = rules.merged([rules.parse_rules("body: //a\n"), rules.parse_rules("body: //b\nstrip: //c\n")])

    assert both.body == ("//a", "//b")
    assert both.strip == ("//c",)


@given(
    st.lists(
        st.sampled_from(
            ["body: ", "strip: ", "//*", "[", "]", "'", "\n", ":", "#", "x", "//@href", "substring-before("]
        ),
        max_size=12,
    ).map("".join)
)
def test_no_file_raises(text):
    read = rules.parse_rules(text)

    assert isinstance(rules.body_of(PAGE, read), str)
    rules.field_of(PAGE, (*read.title, *read.body))
