import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from aggregator.records import (
    Category,
    Enclosure,
    Feed,
    FeedId,
    FeedSpec,
    Markup,
    ParsedEntry,
    ParsedFeed,
    Person,
)
from aggregator.stages.normalize import as_json, normalize

URL = "https://journal.example/feed"
NOW = datetime(2024, 6, 18, tzinfo=UTC)
FEED = Feed(id=FeedId(7), spec=FeedSpec(url=URL, name="journal"), url=URL)


def entry(feed=FEED, now=NOW, languages=(), **fields):
    (one,), _, _ = normalize(document(ParsedEntry(raw_hash=b"1", **fields)), feed, now, languages=languages)
    return one


def document(*entries, **fields):
    return ParsedFeed(format="rss20", path="strict", entries=entries, **fields)


def html(value, **more):
    return Markup(value=value, **more)


@pytest.mark.parametrize(
    ("spelled", "title"),
    [
        ("L&#8217;&amp;eacute;t&amp;eacute; &amp;amp; la mer", "L’été & la mer"),
        ("Un <b>mot</b><br/>et <i>un</i> autre", "Un mot et un autre"),
        ("Que fait <details> en HTML ?", "Que fait <details> en HTML ?"),
        ("3 < 5 & 7 > 2", "3 < 5 & 7 > 2"),
        ("  deux\n\tlignes\xa0ici ", "deux lignes ici"),
        ("FÃ³rmula Uno", "Fórmula Uno"),
        ("l\x92heure", "l’heure"),
        ("\u202eabc\x00", "abc"),
        ("제목 <em>하나</em>", "제목 하나"),
    ],
)
def test_a_title_is_one_plain_line(spelled, title):
    assert entry(title=html(spelled)).title == title


def test_a_missing_title_is_made_from_the_first_sentence_and_says_so():
    found = entry(summary=html("<p>Une phrase assez longue. Puis une autre.</p>"))
    long = entry(summary=html("mot " * 100))

    assert (found.title, found.title_given) == ("Une phrase assez longue.", False)
    assert len(long.title) <= 101
    assert long.title.endswith("mot…")


def test_the_page_is_the_link_else_the_guid_else_the_file_that_comes_along():
    file = Enclosure(url="/son.mp3")

    assert entry(link="https://journal.example/1", guid="https://journal.example/g").url == "https://journal.example/1"
    assert (
        entry(link="mailto:x@y", guid="https://journal.example/g", guid_is_permalink=True).url
        == "https://journal.example/g"
    )
    assert (
        entry(guid="https://journal.example/g", guid_is_permalink=False, enclosures=(file,)).url
        == "https://journal.example/son.mp3"
    )
    assert entry(guid="n7").url is None


def test_markup_is_cleaned_and_addresses_inside_it_are_resolved_against_the_page_or_its_own_base():
    spelled = '<p onclick="x()">Voir <a href="suite.html">ici</a><script>alert(1)</script></p>'

    by_page = entry(link="https://journal.example/a/1", content=html(spelled))
    by_base = entry(link="https://journal.example/a/1", content=html(spelled, base="https://autre.example/b/"))

    assert "script" not in by_page.content_html
    assert "onclick" not in by_page.content_html
    assert "https://journal.example/a/suite.html" in by_page.content_html
    assert "https://autre.example/b/suite.html" in by_base.content_html


def test_plain_text_keeps_what_looks_like_markup():
    found = entry(content=html("a <b> c\n\nd & e", type="text"))

    assert found.text == "a <b> c\n\nd & e"
    assert found.content_html == "<p>a &lt;b&gt; c</p><p>d &amp; e</p>"


def test_a_body_escaped_twice_is_read_as_the_markup_it_was():
    assert entry(summary=html("&lt;p&gt;Un.&lt;/p&gt;&lt;p&gt;Deux.&lt;/p&gt;")).text == "Un.\n\nDeux."


def test_a_summary_stands_beside_the_content_only_when_it_says_something_else():
    assert entry(summary=html("Bonjour."), content=html("<p>Bonjour.</p>")).summary == ""
    assert entry(summary=html("Court."), content=html("<p>Le long texte.</p>")).summary == "Court."


def test_the_text_is_there_when_a_feed_only_has_a_summary():
    found = entry(summary=html("Le <b>texte</b>."))

    assert (found.text, found.summary) == ("Le texte.", "")
    assert "texte" in found.content_html


@pytest.mark.parametrize(
    ("raw", "at", "quality"),
    [
        ("17 juin 2024 14:30", "2024-06-17T14:30", "no-zone"),
        ("Mon, 17 Jun 2024 14:30:00 +0200", "2024-06-17T12:30", "exact"),
        ("Mon, 01 Jan 0001 00:00:00 +0000", None, "none"),
        ("2031-01-01", None, "future"),
        (None, None, "none"),
    ],
)
def test_dates_are_what_the_feed_says_or_absent_but_never_now(raw, at, quality):
    found = entry(published=raw)

    assert found.published == (datetime.fromisoformat(at).replace(tzinfo=UTC) if at else None)
    assert (found.published_raw, found.date_quality, found.published_from) == (raw, quality, "feed" if at else None)
    assert found.updated is None


def test_the_zone_of_feeds_yaml_applies_to_dates_without_one():
    paris = replace(FEED, spec=replace(FEED.spec, timezone="Europe/Paris"))

    assert entry(feed=paris, published="17 juin 2024 14:30").published == datetime(2024, 6, 17, 12, 30, tzinfo=UTC)


def test_an_entry_known_by_its_bytes_costs_nothing_and_keeps_its_rank():
    first = document(ParsedEntry(guid="a", raw_hash=b"a"), ParsedEntry(guid="b", raw_hash=b"b"))
    entries, _, _ = normalize(first, FEED, NOW)
    second = document(ParsedEntry(guid="c", raw_hash=b"c"), *first.entries)

    fresh, untouched, _ = normalize(second, FEED, NOW, known={one.raw_hash for one in entries})

    assert [(one.guid, one.rank) for one in fresh] == [("c", 1)]
    assert [(one.raw_hash, one.rank) for one in untouched] == [(entries[0].raw_hash, 2), (entries[1].raw_hash, 3)]


def test_a_change_in_feeds_yaml_makes_entries_be_read_again():
    parsed = document(ParsedEntry(guid="a", published="17 juin 2024 14:30", raw_hash=b"a"))
    known = {normalize(parsed, FEED, NOW)[0][0].raw_hash}
    moved = replace(FEED, spec=replace(FEED.spec, timezone="Europe/Paris"))

    assert normalize(parsed, FEED, NOW, known=known)[0] == ()
    assert len(normalize(parsed, moved, NOW, known=known)[0]) == 1


def test_an_entry_dated_ahead_is_read_again_until_its_day_has_come():
    parsed = document(ParsedEntry(guid="a", published="2024-07-01T00:00:00Z", raw_hash=b"a"))

    ((early,), _, problems) = normalize(parsed, FEED, NOW)
    ((late,), _, _) = normalize(parsed, FEED, NOW + timedelta(days=20), known={early.raw_hash})

    assert (early.published, early.date_quality) == (None, "future")
    assert [one.code for one in problems] == ["date-ahead"]
    assert late.published == datetime(2024, 7, 1, tzinfo=UTC)


def test_an_entry_that_stands_twice_byte_for_byte_counts_once_and_one_without_keys_is_kept():
    twin = ParsedEntry(title=html("Une brève"), raw_hash=b"a")

    entries, _, problems = normalize(document(twin, twin, replace(twin, raw_hash=b"b")), FEED, NOW)

    assert [one.rank for one in entries] == [1, 3]
    assert {one.code for one in problems} == {"no-key", "repeated"}


def test_the_language_is_that_of_the_words_when_the_feed_says_something_else():
    text = html(
        "Le maire de la ville a annoncé hier que les travaux du port commenceront au printemps avec les habitants. " * 3
    )

    wrong = entry(language="en", summary=text, languages=("fr", "en"))
    right = entry(language="fr-FR", summary=text, languages=("fr", "en"))

    assert (wrong.language, wrong.language_from) == ("fr", "detected")
    assert (right.language, right.language_from) == ("fr", "entry")


def test_names_labels_and_files_are_cleaned():
    found = entry(
        authors=(Person(name=" Zo&eacute;\nNom "), Person(name="<b></b>"), Person(name="Zoé Nom")),
        categories=(Category(term="R&amp;D"), Category(term="  "), Category(term="R&D")),
        enclosures=(
            Enclosure(url="//img.example/a.jpg", caption="Le <i>port</i>"),
            Enclosure(url="data:x"),
            Enclosure(url="https://img.example/a.jpg"),
        ),
        rights="&copy; Journal",
    )

    assert found.authors == (Person(name="Zoé Nom"),)
    assert [one.term for one in found.categories] == ["R&D"]
    assert [(one.url, one.caption) for one in found.enclosures] == [("https://img.example/a.jpg", "Le port")]
    assert found.rights == "© Journal"


def test_everything_is_plain_json():
    parsed = document(
        ParsedEntry(guid="a", published="2024-06-17T10:00:00Z", geo=(48.6, -2.0), raw_hash=b"a"), title="Journal"
    )
    entries, _, _ = normalize(parsed, FEED, NOW)

    found = json.loads(json.dumps(as_json(parsed, entries)))

    assert found["feed"]["title"] == "Journal"
    assert found["entries"][0]["published"] == "2024-06-17T10:00:00Z"
    assert "entries" not in found["feed"]
    assert set(found["entries"][0]) == set(entries[0].__struct_fields__)


HOSTILE = st.text(
    st.sampled_from("<>&;\"'/=! \n\x00\u0085\u202eéÃ©あ한ابpbr#x1") | st.characters(exclude_categories=["Cs"]),
    max_size=80,
)
MARKUP = st.builds(Markup, value=HOSTILE, type=st.sampled_from(["text", "html", "xhtml"]), base=st.none() | HOSTILE)


@given(
    st.builds(
        ParsedEntry,
        guid=st.none() | HOSTILE,
        link=st.none() | HOSTILE,
        title=st.none() | MARKUP,
        summary=st.none() | MARKUP,
        content=st.none() | MARKUP,
        published=st.none() | HOSTILE,
        authors=st.tuples(st.builds(Person, name=st.none() | HOSTILE)),
        enclosures=st.tuples(st.builds(Enclosure, url=HOSTILE, caption=HOSTILE)),
        language=st.none() | HOSTILE,
        raw_hash=st.just(b"x"),
    )
)
@settings(max_examples=150, deadline=None)
@example(ParsedEntry(content=Markup(value="\x00", type="text"), raw_hash=b"x"))
def test_every_entry_comes_out_and_is_fit_to_be_stored(parsed):
    entries, _, _ = normalize(document(parsed), FEED, NOW, languages=("fr", "en"))

    (found,) = entries
    json.dumps(as_json(document(parsed), entries)).encode()
    assert "\n" not in found.title
    assert "\x00" not in found.title + found.text + found.content_html
    assert found.url is None or found.url.lower().startswith(("http://", "https://"))
