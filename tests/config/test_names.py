"""Names of feeds made from their addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.config import name_from_url
from aggregator.config.source import Bad
from aggregator.config.values import feed_name


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.lemonde.fr/rss/une.xml", "lemonde.fr-une"),
        ("https://feeds.bbci.co.uk/news/world/rss.xml", "bbci.co.uk-news-world"),
        ("https://www.rfi.fr/", "rfi.fr"),
        ("http://127.0.0.1:8401/feed", "127.0.0.1-8401"),
        ("http://[::1]:8401/feed", "1-8401"),
        ("https://example.org/%E4%B8%AD%E5%9B%BD/feed", "example.org-中国"),
    ],
)
def test_a_name_is_the_host_and_what_tells_the_feed_apart(url, name):
    assert name_from_url(url) == name


def test_a_taken_name_gets_the_same_suffix_in_every_order():
    one, other = "https://a.org/feed?x=1", "https://a.org/feed?x=2"

    assert name_from_url(one, {"a.org"}) == name_from_url(one, {"a.org", name_from_url(other, {"a.org"})})
    assert name_from_url(one, {"a.org"}) != name_from_url(other, {"a.org"})


@given(st.from_regex(r"https?://[A-Za-z0-9.\-_\[\]:]{1,20}/.{0,60}", fullmatch=True))
def test_every_name_is_one_that_a_person_could_write(url):
    try:
        name = name_from_url(url)
    except ValueError:
        return

    try:
        assert feed_name(name) == name
    except Bad as bad:
        raise AssertionError(bad.message) from bad
