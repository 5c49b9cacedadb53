from hypothesis import given
from hypothesis import strategies as st

from aggregator.stages.discover import discover

URL = "https://journal.example/fr/accueil"


def found(page, url=URL):
    return [one.url for one in discover(page.encode(), "text/html; charset=utf-8", url)]


def test_feeds_of_the_head_come_first_in_its_own_order_and_comments_last():
    page = """<html><head>
      <link rel="alternate" type="application/rss+xml" title="Le Journal &raquo; Flux des commentaires" href="/comments/feed/">
      <link rel="alternate" type="application/rss+xml" title="Le Journal &raquo; Flux" href="/feed/">
      <link rel="alternate" type="application/atom+xml" href="atom.xml">
      <link rel="alternate" type="application/feed+json" href="https://journal.example/feed.json">
      </head><body><a href="/rss/une.xml">RSS</a></body></html>"""

    assert found(page) == [
        "https://journal.example/feed/",
        "https://journal.example/fr/atom.xml",
        "https://journal.example/feed.json",
        "https://journal.example/rss/une.xml",
        "https://journal.example/comments/feed/",
    ]


def test_titles_formats_and_reasons_are_told():
    page = '<link rel=alternate type="application/atom+xml" title="  Une\n à la une " href=/a>'

    (one,) = discover(page.encode(), None, URL)

    assert (one.title, one.format, one.because) == ("Une à la une", "atom", "announced in the head of the page")


def test_what_only_resembles_an_announcement_is_none():
    page = """<link rel="stylesheet alternate" type="text/css" href="/rss.css">
      <link rel="alternate" type="application/json+oembed" href="/oembed?url=x">
      <link rel="alternate" type="application/json" href="/wp-json/wp/v2/posts/1">
      <link rel="alternate" hreflang="en" href="/en/">
      <link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">
      <a href="/feedback">Contact</a><a href="/progress.html">x</a><a href="/rss.png">x</a>"""

    assert found(page) == []


def test_rel_feed_and_vague_types_count_when_the_address_agrees():
    page = """<link rel="feed" href="/actus"><link rel="alternate" type="text/xml" href="/xml/rss">
      <link rel="alternate" type="text/xml" href="/map">"""

    assert found(page) == ["https://journal.example/actus", "https://journal.example/xml/rss"]


def test_addresses_are_resolved_against_the_base_of_the_page():
    page = '<base href="https://cdn.example/x/"><link rel="alternate" type="application/rss+xml" href="feed">'

    assert found(page) == ["https://cdn.example/x/feed"]


def test_an_address_is_named_once():
    page = (
        '<link rel="alternate" type="application/rss+xml" href="/feed"><a href="/feed">RSS</a><a href="/feed">Flux</a>'
    )

    assert found(page) == ["https://journal.example/feed"]


def test_a_page_of_links_is_bounded():
    page = "".join(f'<a href="/rss/{n}.xml">x</a>' for n in range(500))

    assert len(found(page)) == 50


@given(st.binary(max_size=300) | st.text("<a link href='\"rel=feed type/>\x00&;é", max_size=200).map(str.encode))
def test_no_page_makes_it_fail(body):
    discover(b"<link rel=alternate href=" + body, None, URL)
