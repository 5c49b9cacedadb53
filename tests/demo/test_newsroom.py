"""What the newsroom answers, checked with a reader that is not ours (feedparser)."""

import gzip
import json
from datetime import UTC, datetime, timedelta
from functools import cache
from html import unescape

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator.demo.newsroom import Answer, FeedAddress, Newsroom
from aggregator.demo.outlets import CHANNELS, OUTLETS
from aggregator.demo.pages import CHROME, PAYWALL

START = datetime(2024, 6, 17, tzinfo=UTC)
ROOM = Newsroom(START)
FEEDS = {feed.name: feed for feed in ROOM.feeds()}
GOLD = {each.slug: each for each in ROOM.gold()}
ENCODINGS = {each.name: each.encoding for each in OUTLETS}
LATE = START + timedelta(days=7)


def get(url: str, at: datetime, room: Newsroom = ROOM, **headers: str) -> Answer:
    host, _, path = url.removeprefix("http://").partition("/")
    return room.answer(host, "/" + path, {name.replace("_", "-"): value for name, value in headers.items()}, at)


def get_feed(feed: FeedAddress, at: datetime) -> Answer:
    """The answer behind at most one redirect, as a reader follows it."""
    answer = get(feed.url, at)
    return get(answer.header("location") or "", at) if answer.status == 301 else answer


@cache
def parsed(body: bytes) -> feedparser.FeedParserDict:
    return feedparser.parse(body, sanitize_html=False)


@cache
def read(feed: str, body: bytes) -> tuple[tuple[str, str, str], ...]:
    """(link, title, text) of the entries that carry a title."""
    if feed == "brueckenblatt":
        items = json.loads(body)["items"]
        return tuple((item["url"], item["title"], item["content_html"]) for item in items)
    entries = parsed(body).entries
    return tuple(
        (entry.link, entry.title, entry.content[0].value if "content" in entry else entry.summary)
        for entry in entries
        if entry.get("title")
    )


def test_every_document_of_every_moment_has_the_promised_number_of_entries():
    for at in ROOM.moments():
        for feed in FEEDS.values():
            answer = get_feed(feed, at)
            promised = ROOM.promised(feed.name, at)

            if promised is None:
                assert answer.status == 503
            else:
                assert answer.status == 200
                assert len(read(feed.name, answer.body)) == promised, (feed.name, at)


def test_every_document_is_well_formed_except_in_the_announced_trouble():
    trouble = {
        "saebyeok": [(START + fault.begin, START + fault.end) for each in CHANNELS for fault in each.faults],
    }
    for at in ROOM.moments()[::4]:
        for feed in FEEDS.values():
            if feed.name == "brueckenblatt" or ROOM.promised(feed.name, at) is None:
                continue
            broken = any(begin <= at < end for begin, end in trouble.get(feed.name, []))

            assert bool(parsed(get_feed(feed, at).body).bozo) == broken, (feed.name, at)


def test_every_article_is_seen_in_each_of_its_feeds_at_some_moment():
    seen: dict[str, set[str]] = {name: set() for name in FEEDS}
    for at in ROOM.moments():
        for feed in FEEDS.values():
            if ROOM.promised(feed.name, at) is not None:
                seen[feed.name] |= {link for link, _, _ in read(feed.name, get_feed(feed, at).body)}

    for each in GOLD.values():
        assert each.feeds
        assert all(each.url in seen[name] for name in each.feeds), each.slug
    assert {link for links in seen.values() for link in links} == {each.url for each in GOLD.values()}


def test_an_hourly_reader_misses_nothing_although_a_feed_is_down_for_hours():
    seen: set[str] = set()
    for hour in range(7 * 24 + 1):
        at = START + timedelta(hours=hour)
        for feed in FEEDS.values():
            if ROOM.promised(feed.name, at) is not None:
                seen |= {link for link, _, _ in read(feed.name, get_feed(feed, at).body)}

    assert seen == {each.url for each in GOLD.values()}


def test_older_entries_leave_the_document_when_newer_ones_come():
    promised = [ROOM.promised("gazette", START + timedelta(days=day)) or 0 for day in range(8)]

    assert promised[0] >= 3  # the week begins with news of the days before
    assert promised == sorted(promised)
    assert promised[-1] == 18 < sum("gazette" in each.feeds for each in GOLD.values())


def test_nothing_is_published_before_its_time():
    for feed in FEEDS.values():
        at = START + timedelta(days=1)
        published = {each.url for each in GOLD.values() if each.published <= at}

        assert {link for link, _, _ in read(feed.name, get_feed(feed, at).body)} <= published
    late = GOLD["families-return-anse-perdrix"]
    assert get(late.url, late.published - timedelta(seconds=1)).status == 404
    assert get(late.url, late.published).status == 200


def test_addresses_need_no_quoting():
    assert all(each.url.isascii() and " " not in each.url for each in GOLD.values())


def test_guids_are_as_the_gold_says():
    for feed in FEEDS.values():
        if feed.name in ("brueckenblatt", "gazette"):
            continue
        for entry in feedparser.parse(get_feed(feed, LATE).body).entries:
            gold = next(each for each in GOLD.values() if each.url == entry.link)
            assert entry.id == gold.guid


def test_full_text_feeds_carry_every_paragraph_and_excerpts_do_not():
    for feed in FEEDS.values():
        for link, title, text in read(feed.name, get_feed(feed, LATE).body):
            gold = next(each for each in GOLD.values() if each.url == link)
            last = gold.edits[-1] if gold.edits else gold

            assert title == last.title
            final = last.text.split("\n\n")[-1]
            assert (final in unescape(text)) == feed.full_text, (feed.name, gold.slug)


def test_a_page_shows_the_whole_article_amid_the_chrome_of_its_outlet():
    for each in GOLD.values():
        html = unescape(get(each.url, LATE).body.decode(ENCODINGS[each.publisher]))
        text = (each.edits[-1] if each.edits else each).text
        lines = [line.removeprefix("- ") for block in text.split("\n\n") for line in block.split("\n")]

        assert all(mark in html for mark in CHROME[each.publisher]), each.slug
        assert all(line in html for line in lines) != each.paywalled, each.slug
        assert (PAYWALL in html) == each.paywalled
        assert not any(mark in each.text for mark in CHROME[each.publisher])


def test_one_layout_has_nothing_but_hashed_class_names_and_one_page_is_behind_a_paywall():
    page = get(GOLD["inflation-mai-baisse"].url, LATE).body.decode("windows-1252")

    assert "<article" not in page
    assert 'class="c0Rp5"' in page
    assert [each.slug for each in GOLD.values() if each.paywalled] == ["article-4-traite-publie"]


def test_pages_declare_the_encoding_they_are_written_in():
    for each in GOLD.values():
        answer = get(each.url, LATE)

        assert answer.header("content-type") == f"text/html; charset={ENCODINGS[each.publisher]}"
        answer.body.decode(ENCODINGS[each.publisher])


def test_a_page_changes_only_when_its_article_is_edited():
    for each in GOLD.values():
        at = [each.published, *(change.at for change in each.edits)]
        bodies = [get(each.url, moment).body for moment in at]

        assert len(set(bodies)) == len(at)
        assert get(each.url, LATE).body == bodies[-1]


def test_two_newsrooms_say_the_same_bytes():
    twin = Newsroom(START)
    for at in ROOM.moments()[::9]:
        for feed in FEEDS.values():
            assert get(feed.url, at) == get(feed.url, at, room=twin)
    for each in GOLD.values():
        assert get(each.url, LATE, accept_encoding="gzip") == get(each.url, LATE, room=twin, accept_encoding="gzip")


def test_between_two_moments_nothing_changes():
    moments = ROOM.moments()
    for before, after in zip(moments[::5], moments[1::5], strict=False):
        for feed in FEEDS.values():
            assert get(feed.url, before) == get(feed.url, after - timedelta(seconds=1)), (feed.name, before)


def test_at_every_moment_some_feed_answers_otherwise_than_before():
    moments = ROOM.moments()[1:-1]

    for at in moments:
        earlier = at - timedelta(seconds=1)
        assert any(get(feed.url, at) != get(feed.url, earlier) for feed in FEEDS.values()), at


def test_a_week_that_begins_elsewhere_in_time_lies_whole_in_that_past():
    start = datetime(2031, 1, 3, 15, 20, tzinfo=UTC)
    room = Newsroom(start)

    assert len(room.moments()) == len(ROOM.moments())
    assert room.end == start + timedelta(days=7)
    assert max(each.published for each in room.gold()) < room.end
    assert [each.slug for each in room.gold()] == [each.slug for each in ROOM.gold()]


def test_a_start_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        Newsroom(datetime(2024, 6, 17))


@pytest.mark.parametrize("name", FEEDS)
def test_a_feed_that_is_asked_with_its_own_validators_answers_304(name):
    feed, at = FEEDS[name], START + timedelta(days=1)
    first = get(feed.url, at)
    etag, modified = first.header("etag"), first.header("last-modified")

    assert etag or modified
    if etag:
        assert get(feed.url, at, if_none_match=etag).status == 304
        assert get(feed.url, at, if_none_match='W/"other", ' + etag).body == b""
        assert get(feed.url, at, if_none_match='"other"').status == 200
    if modified:
        assert get(feed.url, at, if_modified_since=modified).status == 304
        assert get(feed.url, at, if_modified_since="Thu, 01 Jan 1970 00:00:00 GMT").status == 200


@pytest.mark.parametrize("name", FEEDS)
def test_a_304_is_given_exactly_as_long_as_the_document_stays_the_same(name):
    feed = FEEDS[name]
    held = get_feed(feed, START)
    for at in ROOM.moments()[1:]:
        now = get_feed(feed, at)
        url = (get(feed.url, at).header("location")) or feed.url
        host, _, path = url.removeprefix("http://").partition("/")
        asked = {"If-None-Match": held.header("etag"), "If-Modified-Since": held.header("last-modified")}
        again = ROOM.answer(host, "/" + path, {key: value for key, value in asked.items() if value}, at)

        if now.status == 200 and held.status == 200:
            assert (again.status == 304) == (now.body == held.body), at
        held = now if now.status == 200 else held


def test_an_etag_outweighs_a_date():
    feed, at = FEEDS["meridian"], START + timedelta(days=1)
    modified = get(feed.url, at).header("last-modified") or ""

    assert get(feed.url, at, if_none_match='"other"', if_modified_since=modified).status == 200


@pytest.mark.parametrize(
    ("asked", "status"),
    [("Thu, 01 Jan 2099 00:00:00 -0000", 304), ("Thu, 01 Jan 2009 00:00:00 -0000", 200), ("last week", 200)],
)
def test_a_date_without_a_zone_is_read_as_utc_and_one_that_is_none_is_ignored(asked, status):
    assert get(FEEDS["gazette"].url, LATE, if_modified_since=asked).status == status


@settings(max_examples=40, deadline=None)
@given(value=st.text(max_size=40), date=st.text("0123456789 GMT:,Mon", max_size=40))
def test_nothing_in_a_request_raises(value, date):
    feed = FEEDS["meridian"]

    answer = get(feed.url, START, if_none_match=value, if_modified_since=date, accept_encoding=value)

    assert answer.status in (200, 304)


def test_gzip_is_given_to_those_who_take_it():
    plain = get(FEEDS["meridian"].url, LATE)
    packed = get(FEEDS["meridian"].url, LATE, accept_encoding="br;q=1.0, gzip;q=0.8")

    assert packed.header("content-encoding") == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert len(packed.body) < len(plain.body) / 2
    assert get(FEEDS["meridian"].url, LATE, accept_encoding="gzip;q=0").body == plain.body
    assert packed.header("etag") == plain.header("etag")
    assert packed.body[4:8] == bytes(4)  # no time of packing: the same bytes whenever they are asked for


def test_the_moved_feed_answers_at_its_new_address_and_points_there_from_the_old_one():
    feed = FEEDS["courrier-monde"]
    before, after = START + timedelta(days=2, hours=4), START + timedelta(days=2, hours=5)
    target = "http://courrier.invalid/flux/monde.xml"

    assert get(feed.url, before).status == 200
    assert get(target, before).status == 404
    moved = get(feed.url, after)
    assert (moved.status, moved.header("location")) == (301, target)
    assert get(target, after).status == 200


def test_the_broken_feed_is_malformed_then_cut_then_down_and_then_well_again():
    feed = FEEDS["saebyeok"]
    hours = {hour: get(feed.url, START + timedelta(days=3, hours=hour)) for hour in (0, 1, 5, 8, 14)}

    assert [answer.status for answer in hours.values()] == [200, 200, 200, 503, 200]
    assert hours[8].header("retry-after") == "1800"
    assert read("saebyeok", hours[0].body) == read("saebyeok", hours[1].body)
    assert not hours[5].body.endswith(b"</rss>\n")
    assert read("saebyeok", hours[5].body)[:7] == read("saebyeok", hours[5].body)
    assert not feedparser.parse(hours[14].body).bozo


def test_the_front_page_announces_the_feeds_where_they_are_now():
    before = get("http://courrier.invalid/", START).body.decode()
    after = get("http://courrier.invalid/", LATE).body.decode()

    assert 'href="http://courrier.invalid/rss/monde.xml"' in before
    assert 'href="http://courrier.invalid/flux/monde.xml"' in after
    assert 'type="application/rss+xml"' in before


def test_robots_photos_unknown_paths_and_unknown_hosts_are_answered():
    assert get("http://gazette.invalid/robots.txt", START).body.startswith(b"User-agent: *")
    assert get("http://gazette.invalid/photos/epave-romaine-cap-morvan.png", LATE).body.startswith(b"\x89PNG")
    assert get("http://gazette.invalid/nowhere", LATE).status == 404
    assert get("http://gazette.invalid/backend.rdf?x=1", LATE).status == 200
    assert get("http://elsewhere.invalid/", LATE).status == 421


def test_a_housed_newsroom_writes_its_own_addresses_everywhere():
    room = ROOM.housed({each.name: f"{each.address}:4711" for each in OUTLETS})

    answer = room.answer("127.20.24.3:4711", "/feed/atom", {}, LATE)

    assert room.base_url("meridian") == "http://127.20.24.3:4711"
    assert b"http://127.20.24.3:4711/2024/" in answer.body
    assert all(feed.url.startswith("http://127.20.24.") for feed in room.feeds())
    # Identifiers are the outlet's own and do not follow the address.
    guids = {each.slug: each.guid for each in room.gold() if each.publisher != "brueckenblatt"}
    assert guids == {slug: each.guid for slug, each in GOLD.items() if each.publisher != "brueckenblatt"}


def test_gold_tells_copies_edits_and_follow_ups():
    blocked = GOLD["quai-sud-bloque-ferries"]

    assert GOLD["dockers-preavis-greve-illimitee"].copy_of == "preavis-greve-dockers"
    assert (blocked.event, blocked.story, blocked.follows) == ("strike/blocked", "strike", "strike/called")
    assert [change.silent for change in blocked.edits] == [True]
    assert [change.headline for change in GOLD["poutine-kim-traite"].edits] == [True]
    assert GOLD["marche-aux-fraises"].follows is None
    # What a language was never told cannot be followed in it: the chain is walked up, to its end if need be.
    assert GOLD["port-alban-dockers-strike"].follows is None
    assert GOLD["port-alban-strike-ends"].follows == "strike/blocked"
    assert GOLD["poutine-kim-traite"].feeds == ("courrier-une", "courrier-monde")
