"""What the parser promises of any document; single feeds stand in tests/corpus/feeds."""

import gzip
import json
import re
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from aggregator.records import NeedsFallback, NotAFeed, ParsedFeed
from aggregator.stages import parse
from aggregator.stages.parse import by_feedparser
from aggregator.stages.parse.repair import repair

URL = "https://feeds.example/all"
RSS = """<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Journal d’été</title><link>https://journal.example/</link>
<item><title>Marée &amp; vent</title><link>https://journal.example/1</link><guid isPermaLink="false">n1</guid>
<dc:creator>Zoé Nom</dc:creator><pubDate>Mon, 17 Jun 2024 14:30:00 +0200</pubDate><category>Mer</category>
<description>&lt;p&gt;L’eau monte.&lt;/p&gt;</description>
<content:encoded><![CDATA[<p>L’eau monte <b>vite</b>.</p>]]></content:encoded></item>
<item><title>Déjà</title><link>https://journal.example/2</link>
<enclosure url="https://journal.example/2.mp3" type="audio/mpeg" length="9"/></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title>Carnet</title><id>c</id>
<updated>2024-06-17T10:00:00Z</updated>
<link rel="self" href="/atom"/><link rel="hub" href="https://hub.example/"/><author><name>Zoé</name></author>
<entry><id>e1</id><title>Un</title><link href="https://blog.example/1"/><updated>2024-06-17T10:00:00Z</updated>
<summary>Court.</summary></entry>
<entry><id>e2</id><title type="html">D&amp;eacute;jà</title><link href="https://blog.example/2"/>
<content type="html">&lt;p&gt;Long.&lt;/p&gt;</content></entry>
</feed>"""


def read(body, content_type=None):
    found = parse.parse(body.encode() if isinstance(body, str) else body, content_type, URL)
    return parse.fallback(found.body, found.content_type, found.url) if isinstance(found, NeedsFallback) else found


def entries(body, content_type=None):
    """The entries of `body` without the hashes of their bytes, which may differ."""
    found = read(body, content_type)
    assert isinstance(found, ParsedFeed), found
    return [replace(one, raw_hash=b"") for one in found.entries]


# ------------------------------------------------------------------------- the same document in another dress


@pytest.mark.parametrize("document", [RSS, ATOM])
@pytest.mark.parametrize("table", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_the_table_a_document_is_written_with_does_not_matter(document, table):
    declared = f'<?xml version="1.0" encoding="{table}"?>' if table == "cp1252" else "<?xml version='1.0'?>"

    assert entries((declared + document).encode(table)) == entries(document)


@pytest.mark.parametrize("table", ["koi8-r", "windows-1251", "shift_jis", "gb18030", "euc-kr"])
def test_the_table_may_be_named_by_http_alone(table):
    words = {"koi8-r": "Порт", "windows-1251": "Порт", "shift_jis": "港が再開", "gb18030": "港口", "euc-kr": "항구"}[
        table
    ]
    document = f"<rss version='2.0'><channel><item><title>{words}</title></item></channel></rss>"

    assert entries(document.encode(table), f"text/xml; charset={table}") == entries(document)


@pytest.mark.parametrize(
    ("change", "document"),
    [
        (lambda text: text.replace("dc:", "x:").replace(":dc=", ":x="), RSS),
        (lambda text: text.replace("content:", "c:").replace(":content=", ":c="), RSS),
        (lambda text: re.sub(r"(</?)(\w)", r"\1a:\2", text).replace("xmlns=", "xmlns:a="), ATOM),
        (lambda text: text.replace("http://purl.org/dc/elements/1.1/", "https://PURL.org/dc/elements/1.1"), RSS),
        (lambda text: text.replace("<item>", "<!-- & <item> --><?pi x?>\n <item>").replace("Marée", "Mar<!-- x -->ée"), RSS),
        (lambda text: text.replace("<title>Marée &amp; vent</title>", "<title><![CDATA[Marée & vent]]></title>"), RSS),
        (lambda text: text.replace("&lt;p&gt;L’eau monte.&lt;/p&gt;", "<![CDATA[<p>L’eau]]> monte.<![CDATA[</p>]]>"), RSS),
        (lambda text: text.replace("é", "&#xE9;").replace("à", "&#224;"), RSS),
        (lambda text: text.replace("é", "&eacute;").replace("à", "&agrave;"), RSS),
        (lambda text: "\n\n" + text + "\n<!-- made in 3 ms -->", RSS),
        (lambda text: "junk\n<?xml version='1.0'?>" + text + "<script/>", RSS),
        (lambda text: '<!DOCTYPE rss PUBLIC "-//Netscape//DTD" "http://x/rss.dtd">' + text, RSS),
        (lambda text: text.replace("<title>", "<title>\n   ").replace("</title>", "\t\n</title>"), RSS),
        (lambda text: text.replace("Mon, 17", "\x0bMon, 17"), RSS),
    ],
)  # fmt: skip
def test_what_xml_says_means_the_same_is_read_the_same(change, document):
    assert change(document) != document
    assert entries(change(document)) == entries(document)


def test_the_order_of_elements_in_an_entry_does_not_matter():
    item = RSS.partition("<item>")[2].partition("</item>")[0]
    elements = [found[0] for found in re.finditer(r"<([\w:]+)(?: [^>]*)?>.*?</\1>", item, re.DOTALL)]

    assert entries(RSS.replace(item, "".join(reversed(elements)))) == entries(RSS)


def test_a_body_that_is_still_a_gzip_file_is_opened():
    assert entries(gzip.compress(RSS.encode())) == entries(RSS)


# ----------------------------------------------------------------------------------------- the hash of an entry


def hashes(document):
    return [one.raw_hash for one in read(document).entries]


@pytest.mark.parametrize("document", [RSS, ATOM])
def test_the_hash_of_an_entry_stays_while_others_come_and_go(document):
    before = hashes(document)
    new = re.sub(
        r"(<item>|<entry>)",
        r"\1<title>Neuf</title></item>\1" if "<item>" in document else r"\1<id>e0</id></entry>\1",
        document,
        count=1,
    )

    after = hashes(new)

    assert len(set(after)) == 3
    assert after[1:] == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Marée", "Maree"),
        ("<link>https://journal.example/</link>", "<link>https://autre.example/</link>"),
        ("<channel>", "<channel xml:lang='en'>"),
        ("<channel>", "<channel><language>en</language>"),
        ("<channel>", "<channel><managingEditor>a@b.example</managingEditor>"),
        ("http://purl.org/dc/elements/1.1/", "urn:other"),
    ],
)
def test_the_hash_changes_with_the_entry_and_with_what_it_inherits(old, new):
    assert hashes(RSS)[0] != hashes(RSS.replace(old, new))[0]


def test_the_hash_does_not_mix_entries_up_when_tags_stand_in_text():
    tricky = RSS.replace("L’eau monte <b>vite", "</item><item> L’eau <b>vite")

    found = hashes(tricky)

    assert len(set(found)) == 2
    assert found != hashes(tricky.replace("</item><item> L’eau", "</item><item> L’air"))


def test_a_change_is_seen_in_an_entry_that_follows_tags_in_text():
    tricky = RSS.replace("L’eau monte <b>vite", "</item><item> L’eau <b>vite")

    assert hashes(tricky)[1] != hashes(tricky.replace("Déjà", "Encore"))[1]


# ---------------------------------------------------------------------------------------- not feeds, half feeds


@pytest.mark.parametrize("body", [b"", b"  \r\n", b"\xef\xbb\xbf", b"\x00\x00\x00\x00"])
def test_an_empty_body_is_named_so(body):
    found = parse.parse(body, None, URL)

    assert isinstance(found, NotAFeed)
    assert found.code == "empty"


@pytest.mark.parametrize(
    "body",
    [
        b"<!DOCTYPE html><html><head><title>Connexion</title></head><body>x</body></html>",
        b"\n<html xmlns='http://www.w3.org/1999/xhtml'><body><p>Erreur</p></body></html>",
        b"<!-- cache --><html><body>&copy;</body></html>",
        b"<!doctype html><body><pre>&lt;rss></pre><rss-link></rss-link>",
    ],
)
def test_a_web_page_is_named_so(body):
    found = parse.parse(body, "application/rss+xml", URL)

    assert isinstance(found, NotAFeed)
    assert found.code == "html"


@pytest.mark.parametrize(
    "body", [b'{"error": "not found"}', b"[1, 2]", b'{"items": 3}', b"{", b"plain words", b"<opml><body/></opml>"]
)
def test_another_kind_of_document_is_named_so(body):
    found = read(body)

    assert isinstance(found, NotAFeed)
    assert found.code == "not-a-feed"


@given(st.integers(0, len(RSS.encode())))
@settings(max_examples=60, deadline=None)
def test_a_document_that_breaks_off_anywhere_yields_every_entry_before_the_break(at):
    body = RSS.encode()[:at]
    closed = body.count(b"</item>")

    found = read(body)

    if closed:
        assert isinstance(found, ParsedFeed)
        assert [one.guid for one in found.entries[:1]] == ["n1"]
        assert len(found.entries) >= closed
        assert found.whole == body.endswith(b"</rss>")


def test_one_broken_entry_does_not_cost_the_others():
    broken = RSS.replace("Marée &amp; vent", "Marée <b>et</i> vent")

    found = read(broken)

    assert found.path == "feedparser"
    assert [one.link for one in found.entries] == ["https://journal.example/1", "https://journal.example/2"]


def test_a_document_that_is_broken_inside_and_breaks_off_loses_no_entry():
    third = "<item><title>Trois</title><link>https://journal.example/3</link></item>"
    broken = RSS.replace("Déjà", "D<b>éj</i>à").replace("</channel></rss>", third)

    found = read(broken)

    assert [one.link for one in found.entries] == [f"https://journal.example/{number}" for number in (1, 2, 3)]
    assert not found.whole


def test_a_bad_byte_is_read_for_itself_and_what_was_right_stays():
    body = RSS.encode().replace("Déjà".encode(), b"D\xe9j\xc3\xa0")

    assert entries(body) == entries(RSS)


def test_a_base_deep_inside_xhtml_is_applied_where_html_would_forget_it():
    document = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://a.example/b/"><entry><content type="xhtml">
      <div xmlns="http://www.w3.org/1999/xhtml" xml:base="c/"><a href="x">x</a><p xml:base="d/"><img src="y"/></p></div>
      </content></entry></feed>"""

    (one,) = entries(document)

    assert 'href="https://a.example/b/c/x"' in one.content.value
    assert 'src="https://a.example/b/c/d/y"' in one.content.value
    assert "xmlns" not in one.content.value


def test_json_items_that_are_no_objects_are_passed_over():
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "x",
        "items": [1, None, {"id": "a"}, "b", {"id": "c", "tags": 3}],
    }

    assert [one.guid for one in read(json.dumps(document)).entries] == ["a", "c"]


def test_entries_in_a_wrapper_of_the_publishers_own_are_found():
    wrapped = RSS.replace("<item>", "<x><item>").replace("</item>", "</item></x>")

    assert entries(wrapped) == entries(RSS)


def test_what_the_feed_says_of_itself_is_kept():
    document = RSS.replace(
        "<item>",
        "<ttl>30</ttl><skipHours><hour>3</hour><hour>24</hour><hour>x</hour></skipHours><skipDays><day>Sunday</day></skipDays>"
        "<atom:link xmlns:atom='http://www.w3.org/2005/Atom' rel='hub' href='https://hub.example/'/>"
        "<generator>G 1</generator><item>",
        1,
    )

    hints = read(document).hints

    assert hints.ttl is not None
    assert hints.ttl.total_seconds() == 1800
    assert (hints.skip_hours, hints.skip_days, hints.hub, hints.generator) == (
        (0, 3),
        (6,),
        "https://hub.example/",
        "G 1",
    )


# ---------------------------------------------------------------------------------------------------- hostility


BOMBS = {
    "open CDATA marks": b"<rss><channel>" + b"<item><![CDATA[" * 50_000,
    "bare ampersands": b"<rss><channel><item><title>" + b"& " * 200_000 + b"</title></item></channel></rss>",
    "references": b"<rss><channel><item><title>" + b"&#8;&eacute;&x;" * 50_000 + b"</title></item></channel></rss>",
    "attributes": b"<rss><channel><item " + b" ".join(b'a%d="x"' % n for n in range(50_000)) + b"/></channel></rss>",
    "open comments": b"<rss><channel>" + b"<!-- " * 100_000,
    "prefixes": b"<rss><channel><item>" + b"".join(b"<p%d:a/>" % n for n in range(20_000)) + b"</item></channel></rss>",
    "depth": b"<rss><channel><item>" + b"<a>" * 100_000,
    "empty items": b"<rss version='2.0'><channel>" + b"<item/>" * 20_000 + b"</channel></rss>",
    "media groups": b"<rss xmlns:media='http://search.yahoo.com/mrss/'><channel><item>"
    + b"<media:group><media:content url='https://a.example/x'/><media:title>t</media:title></media:group>" * 5_000
    + b"</item></channel></rss>",
    "lesser-than": b"<rss><channel>" + b"<" * 500_000,
    "html comments": b"<!-- x -->" * 50_000 + b"<html>",
    "json depth": b'{"items":' + b"[" * 100_000,
    "json items": b'{"version":"https://jsonfeed.org/version/1","items":[' + b'{"id":1},' * 20_000,
    "encoded twice": b"<rss><channel><item><title>" + b"\xc3\x83\xc2\xa9" * 100_000 + b"</title></item></channel></rss>",
    "bad bytes": b"<rss><channel><item><title>" + b"\xe9\xff" * 200_000 + b"</title></item></channel></rss>",
    "bases over links": b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><content type='xhtml'>" + b"<p xml:base='a/'>" * 200
    + b"<a href='b'/>" * 20_000 + b"</p>" * 200 + b"</content></entry></feed>",
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_no_document_makes_the_fast_path_slow(name):
    started = time.process_time()

    parse.parse(BOMBS[name], None, URL)

    assert time.process_time() - started < 3


@pytest.mark.parametrize("size", [parse.LARGE - 1, parse.LARGE + 1])
@pytest.mark.parametrize("packed", [False, True])
def test_a_large_document_is_left_to_the_child_process_and_read_there_as_any_other(size, packed):
    head, _, tail = RSS.encode().partition(b"</channel>")
    document = head + b"<item><title>Long</title><link>/l</link></item>" + b"<x/>"
    document += b" " * (size - len(document) - len(b"</channel>" + tail)) + b"</channel>" + tail

    found = parse.parse(gzip.compress(document) if packed else document, None, URL)
    read_anyway = read(gzip.compress(document) if packed else document)

    assert isinstance(found, NeedsFallback) == (size > parse.LARGE)
    assert isinstance(read_anyway, ParsedFeed)
    assert read_anyway.path == "strict"
    assert [entry.title.value for entry in read_anyway.entries if entry.title][-1] == "Long"


@pytest.mark.parametrize("kind", ["rss", "self-closed", "atom", "ill-formed", "json"])
def test_of_more_entries_than_any_feed_has_the_first_are_taken_and_nothing_hides_the_others(kind):
    count = parse.MOST + 10
    items = {
        "rss": (b"<rss version='2.0'><channel>", b"<item><guid>%d</guid></item>", b"</channel></rss>"),
        "self-closed": (b"<rss version='2.0'><channel>", b"<item a='%d'/>", b"</channel></rss>"),
        "atom": (b"<feed xmlns='http://www.w3.org/2005/Atom'>", b"<entry><id>%d</id></entry>", b"</feed>"),
        "ill-formed": (b"<rss version='2.0'><channel>", b"<item><guid>%d&x;</guid></item>", b"</channel></rss>"),
        "json": (b'{"version":"https://jsonfeed.org/version/1","items":[{}', b',{"id":"%d"}', b"]}"),
    }
    head, item, tail = items[kind]

    found = read(head + b"".join(item % n for n in range(count)) + tail)

    assert isinstance(found, ParsedFeed)
    assert len(found.entries) == parse.MOST
    assert not found.whole
    assert [problem.code for problem in found.problems] == ["too-many"]


@pytest.mark.parametrize(
    "name", ["idna", "punycode", "unicode_escape", "rot13", "base64", "zlib", "undefined", "utf-7", "x-none"]
)
def test_a_name_that_is_no_table_of_characters_is_passed_over(name):
    document = f"<?xml version='1.0' encoding='{name}'?>{RSS}".encode("cp1252", "replace")

    found = read(document)

    assert isinstance(found, ParsedFeed)
    assert [entry.title.value for entry in found.entries if entry.title] == [
        entry.title.value for entry in read(RSS.encode("cp1252", "replace")).entries if entry.title
    ]


def test_a_text_without_end_is_taken_up_to_a_bound_and_not_in_the_middle_of_a_tag():
    text = "mot " * (parse.LONGEST // 4 - 1) + '<a href="https://journal.example/">là</a>' + "mot " * 100_000
    document = RSS.replace("L’eau monte <b>vite</b>.", text).encode()

    found = read(document)

    assert isinstance(found, ParsedFeed)
    assert [problem.code for problem in found.problems] == ["too-long"]
    assert [entry.title.value for entry in found.entries if entry.title] == ["Marée & vent", "Déjà"]
    content = found.entries[0].content
    assert content is not None
    assert parse.LONGEST - 10 < len(content.value) <= parse.LONGEST
    assert content.value.endswith("mot ")


@pytest.mark.parametrize("reference", ["&#xD800;", "&#1114112;", "&#0;", "&#99999999999999;", "&#xFFFFFFFFFFFFFFFF;"])
def test_a_reference_to_no_character_does_not_cost_a_ruin_its_entries(reference):
    ruin = f"<rss version='2.0'><channel><item><title>Un {reference}</b></title><link>https://a.example/1</link></item>"

    found = read(f"{ruin}</channel></rss>".encode())

    assert isinstance(found, ParsedFeed)
    assert found.path == "feedparser"
    assert [entry.link for entry in found.entries] == ["https://a.example/1"]


def test_a_brace_in_the_namespace_of_a_document_that_breaks_off_is_no_error():
    document = (
        "<a:feed xmlns:a='}ttp://www.w3.org/2005/Atom'><a:author><a:name>Zoé</a:name></a:author>"
        "<a:entry><a:id>1</a:id><a:title>Un</a:title></a:entry><a:entry><a:id>"
    )

    found = read(document)

    assert isinstance(found, ParsedFeed)
    assert [entry.authors[0].name for entry in found.entries] == ["Zoé"]


def test_a_ruin_at_which_feedparser_stumbles_is_no_feed_instead_of_an_error():
    ruin = b"<?xml version='1.0' encoding='gb2312'?><rss><channel><item><title>x</title><link<item/>>https://a.example/1</link>"

    assert read(ruin) == by_feedparser.UNREADABLE


def test_a_declaration_without_end_takes_feedparser_no_square_of_its_length():
    started = time.process_time()

    read(
        b"<?xml version='1.0'"
        + b" encoding='x" * 20_000
        + b"?><rss><channel><item><title>a</b></title></item></channel></rss>"
    )

    assert time.process_time() - started < 2


def test_entities_that_stand_for_much_are_left_to_the_child_process():
    nested = b'<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>' + RSS.encode()
    external = b'<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + RSS.replace("Marée", "&a;").encode()
    swelling = b'<!DOCTYPE rss [<!ENTITY a "' + b"x" * 99 + b'">]>' + RSS.replace("Marée", "&a;" * 100_000).encode()

    for document in (nested, external, swelling):
        assert isinstance(parse.parse(document, None, URL), NeedsFallback)
    assert "root:" not in repr(read(external))


TOKENS = st.sampled_from(
    """<rss version='2.0'>|<feed xmlns='http://www.w3.org/2005/Atom'>|<rdf:RDF>|<channel>|</channel>|</rss>|</feed>|<item>|</item>
    |<entry>|</entry>|<title>|</title>|<link href='/x'/>|<link>|</link>|<guid>|</guid>|<![CDATA[|]]>|<!--|-->|&|&amp;|&eacute;
    |&#0;|&#xD800;|<content type='xhtml'>|</content>|<div xmlns='x'>|</div>|é|\x00|\x08|<media:group>|{|{"items":[|x|\ufffe
    |<?xml version='1.0' encoding='utf-16'?>|<!DOCTYPE rss [|<!ENTITY a 'b'>|]>|<content type='image/png'>|xml:base='//['
    |<source>|</source>|<author>|</author>|<category/>|<skipHours>9</skipHours>""".replace("\n    |", "|").split("|")
)


@given(
    st.lists(TOKENS, max_size=40).map("".join),
    st.sampled_from([None, "text/xml; charset=utf-16", "x; charset=rot13", "x; charset=zlib"]),
)
@settings(max_examples=250, deadline=None)
@example("<rss version='2.0'><channel><item><title>x</title></item>]]></channel></rss>", None)
@example("<feed xmlns='http://www.w3.org/2005/Atom'><entry xml:base='//['><link href='/x'/></entry></feed>", None)
def test_nothing_a_server_sends_makes_the_parser_fail(text, content_type):
    found = parse.parse(text.encode("utf-8", "surrogatepass"), content_type, URL)

    assert isinstance(found, ParsedFeed | NeedsFallback | NotAFeed)


@given(st.binary(max_size=200), st.integers(0, len(RSS.encode())))
@settings(max_examples=150, deadline=None)
def test_noise_anywhere_never_loses_the_entries_before_and_after_it_without_a_word(noise, at):
    body = RSS.encode()
    spoiled = body[:at] + noise + body[at:]

    found = parse.parse(spoiled, None, URL)

    if isinstance(found, ParsedFeed) and found.whole and b"<" not in noise and b"]" not in noise:
        assert len(found.entries) == 2


@given(st.lists(TOKENS, max_size=30).map("".join))
@settings(max_examples=150, deadline=None)
def test_the_repair_of_a_repaired_document_changes_nothing(text):
    first = repair(b"<rss version='2.0'>" + text.encode("utf-8", "replace"))
    assert first is not None

    second = repair(first.text)

    assert second is not None
    assert second.text == first.text
