"""Lists of feeds, to and from other readers."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from aggregator import config
from aggregator.errors import Refused

LIST = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="1.0"><head><title>mine</title></head><body>
  <outline text="À la une">
    <outline text="Le Monde" title="Le Monde !" type="rss" xmlUrl=" https://www.lemonde.fr/rss/une.xml " language="fr-FR"/>
    <outline text="Sports &amp; loisirs">
      <outline text="L'Équipe" XMLURL="https://lequipe.fr/rss" category="/sport/foot,/une"/>
    </outline>
  </outline>
  <outline text="Le Monde encore" xmlurl="https://WWW.lemonde.fr/rss/une.xml"/>
  <outline text="nowhere" xmlUrl="javascript:alert(1)"/>
  <outline text="연합뉴스" xmlUrl="https://www.yna.co.kr/rss/news.xml"/>
</body></opml>"""


def test_feeds_are_read_with_their_folders_once_each():
    found = config.read_opml(LIST.encode())

    assert [(feed.url, feed.title) for feed in found] == [
        ("https://www.lemonde.fr/rss/une.xml", "Le Monde !"),
        ("https://lequipe.fr/rss", "L'Équipe"),
        ("https://www.yna.co.kr/rss/news.xml", "연합뉴스"),
    ]
    assert [feed.topics for feed in found] == [
        ("à-la-une",),
        ("à-la-une", "sports-loisirs", "sport", "foot", "une"),
        (),
    ]
    assert found[0].language == "fr"
    assert len({feed.name for feed in found}) == 3


def test_what_is_written_is_read_back():
    text = """
publishers: {p: {title: "P & <fils>", home: https://p.org/}}
feeds:
  - {url: "https://p.org/a?b=1&c=2", publisher: p, title: 'L"a', topics: [une, monde], language: fr}
  - https://q.org/
"""
    made, errors = config.parse(text, "feeds.yaml")
    assert not errors

    written = config.write_opml(made)
    found = config.read_opml(written.encode())

    assert [(feed.url, feed.title, feed.language) for feed in found] == [
        ("https://p.org/a?b=1&c=2", 'L"a', "fr"),
        ("https://q.org/", "q.org", None),
    ]
    assert {"une", "monde"} <= set(found[0].topics)
    assert etree.fromstring(written.encode()).get("version") == "2.0"


@pytest.mark.parametrize("entity", ['a "aaaa"', 'f SYSTEM "file:///etc/passwd"', '% p "x"'])
def test_a_document_with_entities_of_its_own_is_refused(entity):
    hostile = (
        f'<!DOCTYPE opml [<!ENTITY {entity}>]><opml><body><outline text="&a;" xmlUrl="https://a.org/"/></body></opml>'
    )

    with pytest.raises(Refused, match="entities"):
        config.read_opml(hostile.encode())


def test_a_document_beyond_all_sense_is_refused_unread():
    with pytest.raises(Refused, match="too large"):
        config.read_opml(bytes(50_000_001))


def test_folders_nested_a_thousand_deep_do_not_crash():
    deep = "<opml><body>" + "<outline text='a'>" * 200 + "<outline xmlUrl='https://a.org/'/>" + "</outline>" * 200

    found = config.read_opml(deep.encode())

    assert [feed.url for feed in found] == ["https://a.org/"]


@pytest.mark.parametrize("document", [b"", b"<html><body/></html>", b"not xml", b"<rss version='2.0'/>", b"\x00\xff"])
def test_what_is_not_opml_is_refused(document):
    with pytest.raises(Refused, match="not an OPML document"):
        config.read_opml(document)


@given(noise=st.binary(max_size=60), at=st.integers(0, 900))
@settings(max_examples=60, deadline=None)
def test_a_damaged_list_is_refused_or_read_as_far_as_it_goes(noise, at):
    raw = LIST.encode()

    try:
        found = config.read_opml(raw[:at] + noise + raw[at:])
    except Refused:
        return

    assert all(feed.url.lower().startswith("http") for feed in found)
