import base64
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from aggregator.records import (
    Failed,
    Feed,
    FeedId,
    FeedSpec,
    Fetched,
    Gone,
    Hints,
    Hop,
    Limits,
    NotModified,
    Response,
    Validators,
)
from aggregator.stages import fetch
from tests.farm import LOGIN, PAGE, rss

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
URL = "https://phare.example/rss"
FEED = Feed(id=FeedId(1), spec=FeedSpec(url=URL, name="phare"), url=URL)
KNOWN = replace(FEED, validators=Validators(etag='W/"a"', last_modified="hier"), last_good=NOON - HOUR)
BODY = rss("un", "deux")


def answer(status=200, body=BODY, *, url=URL, hops=(), complete=True, asked=(), **headers):
    return Response(
        url=url,
        status=status,
        headers=tuple((name.replace("_", "-"), value) for name, value in headers.items()),
        body=body,
        received=NOON,
        elapsed=timedelta(milliseconds=30),
        hops=hops,
        complete=complete,
        request_headers=tuple(asked),
    )


def settled(feed, reply, *, at=NOON, ok=True, **more):
    return fetch.settle(feed, fetch.read(feed, reply, at), ok, at, **more)


def message(feed, reply):
    outcome = fetch.read(feed, reply, NOON)
    assert isinstance(outcome, Failed)
    return outcome.message


def headers_of(request):
    return dict(request.headers)


# ------------------------------------------------------------------------------------------------- plan


def test_the_first_request_is_the_only_one_without_conditions():
    first = headers_of(fetch.plan(FEED, contact=None))
    second = headers_of(fetch.plan(settled(FEED, answer(etag='"x"', last_modified="lundi")), contact=None))

    assert not {"If-None-Match", "If-Modified-Since", "A-IM"} & set(first)
    assert (second["If-None-Match"], second["If-Modified-Since"], second["A-IM"]) == ('"x"', "lundi", "feed")


@given(st.text(st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"), min_size=1, max_size=40))
@example('W/"0815"')
@example("Sun, 01 Mars 2026 12:00:00 MEZ")
def test_validators_are_echoed_byte_for_byte(value):
    feed = settled(FEED, answer(etag=value, last_modified=value))

    sent = headers_of(fetch.plan(feed, contact=None))

    assert (sent["If-None-Match"], sent["If-Modified-Since"]) == (value, value)


@pytest.mark.parametrize("value", ["a\nb", "\x00", "x" * 5000])
def test_a_validator_that_could_break_a_header_line_is_not_kept(value):
    assert settled(FEED, answer(etag=value)).validators == Validators()


def test_a_request_says_who_asks_and_what_it_can_read():
    sent = headers_of(fetch.plan(FEED, contact="https://example.org/bot"))

    assert sent["User-Agent"].startswith("aggregator/")
    assert "(+https://example.org/bot)" in sent["User-Agent"]
    assert set(sent["Accept-Encoding"].split(", ")) == {"gzip", "deflate", "br", "zstd"}
    assert "application/rss+xml" in sent["Accept"]
    assert "*/*;q=" in sent["Accept"]
    assert not {"Cookie", "Referer"} & set(sent)


def test_credentials_of_an_address_travel_in_a_header_only():
    feed = replace(FEED, url="https://ali:gr%C3%BCn%40@phare.example/rss")

    request = fetch.plan(feed, contact=None)

    assert request.url == "https://phare.example/rss"
    kind, secret = headers_of(request)["Authorization"].split()
    assert (kind, base64.b64decode(secret).decode()) == ("Basic", "ali:grün@")


def test_bounds_of_a_feed_are_asked_for():
    limits = Limits(max_bytes=50_000_000, deadline=timedelta(seconds=90))

    request = fetch.plan(replace(FEED, spec=replace(FEED.spec, limits=limits)), contact=None)

    assert (request.max_bytes, request.deadline) == (50_000_000, timedelta(seconds=90))
    assert request.max_wire_bytes >= 50_000_000


# ------------------------------------------------------------------------------------------------- read


def test_a_document_is_fetched_with_its_validators_and_freshness():
    outcome = fetch.read(FEED, answer(etag='"x"', cache_control="max-age=600"), NOON)

    assert isinstance(outcome, Fetched)
    assert outcome.validators == Validators(etag='"x"')
    assert outcome.fresh_for == timedelta(minutes=10)
    assert outcome.body_sha256 == fetch.digest(BODY)


def test_the_same_bytes_again_are_unchanged_but_their_new_validators_count():
    feed = settled(FEED, answer(etag='"a"'))

    outcome = fetch.read(feed, answer(etag='"b"'), NOON)

    assert isinstance(outcome, NotModified)
    assert outcome.same_body
    assert fetch.settle(feed, outcome, True, NOON).validators == Validators(etag='"b"')


def test_a_new_build_time_over_the_same_entries_is_unchanged():
    feed = settled(FEED, answer(body=rss("un", "deux", head="<lastBuildDate>10:00</lastBuildDate>")))
    later = rss("un", "deux", head="<lastBuildDate>11:00</lastBuildDate>")

    outcome = fetch.read(feed, answer(body=later), NOON)

    assert isinstance(outcome, NotModified)
    assert outcome.same_body
    assert fetch.settle(feed, outcome, True, NOON).body_sha256 == fetch.digest(later)


def test_a_new_entry_is_never_taken_for_unchanged():
    feed = settled(FEED, answer())

    for body in (rss("trois", "un", "deux"), rss("un"), rss("un", "deux", "trois"), BODY + b"<!-- x -->"):
        assert isinstance(fetch.read(feed, answer(body=body), NOON), Fetched)


def test_the_digest_of_entries_begins_at_the_first_of_them():
    atom = b"<feed xmlns='http://www.w3.org/2005/Atom'><updated>%s</updated><a:entry><id>1</id></a:entry></feed>"
    rdf = b"<rdf:RDF><channel><dc:date>%s</dc:date><items><rdf:Seq/></items></channel><item rdf:about='1'/></rdf:RDF>"
    json = b'{"title": "%s", "items": [{"id": "1"}]}'

    for document in (atom, rdf, json):
        assert fetch.items_digest(document % b"1") == fetch.items_digest(document % b"2")
        assert fetch.items_digest(document % b"1") != fetch.items_digest(document.replace(b"1", b"3") % b"1")


def test_documents_without_entries_differ_by_all_their_bytes():
    assert fetch.items_digest(b"<rss>a</rss>") != fetch.items_digest(b"<rss>b</rss>")
    assert fetch.items_digest(b"") == fetch.digest(b"")


def test_the_same_bytes_in_another_encoding_are_other_entries():
    document = b"<?xml version='1.0' encoding='%s'?><rss><item>\xe9</item></rss>"

    assert fetch.items_digest(document % b"latin-1") != fetch.items_digest(document % b"cp1251")


def test_304_is_unchanged_and_its_freshness_counts():
    outcome = fetch.read(KNOWN, answer(304, b"", cache_control="max-age=7200"), NOON)

    assert isinstance(outcome, NotModified)
    assert outcome.fresh_for == 2 * HOUR
    assert outcome.validators == KNOWN.validators


def test_304_may_replace_a_validator_and_keeps_what_it_does_not_name():
    outcome = fetch.read(KNOWN, answer(304, b"", etag='"b"'), NOON)

    assert isinstance(outcome, NotModified)
    assert outcome.validators == Validators(etag='"b"', last_modified="hier")


def test_304_to_an_unconditional_request_is_a_failure():
    outcome = fetch.read(FEED, answer(304, b""), NOON)

    assert isinstance(outcome, Failed)
    assert outcome.code == "http-304"


def test_226_is_a_delta_if_we_asked_for_one():
    outcome = fetch.read(KNOWN, answer(226, rss("trois"), im="feed", etag='"c"', asked=[("A-IM", "feed")]), NOON)
    unasked = fetch.read(KNOWN, answer(226, rss("trois"), im="feed"), NOON)
    other = fetch.read(KNOWN, answer(226, rss("trois"), im="vcdiff", asked=[("A-IM", "feed")]), NOON)

    assert isinstance(outcome, Fetched)
    assert outcome.delta
    assert isinstance(unasked, Failed)
    assert isinstance(other, Failed)


def test_after_a_delta_the_digests_are_still_those_of_the_whole_document():
    feed = settled(FEED, answer(etag='"a"'))

    after = settled(feed, answer(226, rss("trois"), im="feed", etag='"b"', asked=[("A-IM", "feed")]))

    assert after.validators == Validators(etag='"b"')
    assert (after.body_sha256, after.items_sha256) == (feed.body_sha256, feed.items_sha256)


@pytest.mark.parametrize("body", [b"", b" \r\n\t "])
def test_nothing_is_not_a_document(body):
    outcome = fetch.read(KNOWN, answer(body=body, etag='"z"'), NOON)

    assert isinstance(outcome, Failed)
    assert outcome.code == "empty"


@pytest.mark.parametrize(
    "body",
    [
        PAGE,
        LOGIN,
        b"\xef\xbb\xbf<!-- cache -->\n<?xml version='1.0'?><!DOCTYPE html PUBLIC '-//W3C'><html xmlns='x'/>",
        b"<HTML><BODY>Service unavailable</BODY></HTML>",
    ],
)
def test_a_web_page_is_not_a_document_whatever_it_calls_itself(body):
    outcome = fetch.read(KNOWN, answer(body=body, content_type="application/rss+xml", etag='"z"'), NOON)

    assert isinstance(outcome, Failed)
    assert outcome.code == "html"
    assert outcome.body == body


@pytest.mark.parametrize("content_type", ["text/html", "application/octet-stream", "text/plain", ""])
def test_a_feed_is_a_feed_whatever_its_type_says(content_type):
    entries = rss("un", head="<description>&lt;html&gt;</description>").replace(
        b"Le texte", b"<![CDATA[<html><body>]]>"
    )

    assert isinstance(fetch.read(FEED, answer(body=entries, content_type=content_type), NOON), Fetched)


def test_a_login_page_is_called_one():
    assert "login" in message(FEED, answer(body=LOGIN))


def test_410_is_the_end():
    outcome = fetch.read(KNOWN, answer(410, b""), NOON)

    assert isinstance(outcome, Gone)
    assert fetch.settle(KNOWN, outcome, False, NOON).state == "gone"


@pytest.mark.parametrize("status", [400, 401, 403, 404, 406, 429, 451, 500, 502, 503, 504, 204, 206, 300, 418, 599])
def test_every_other_status_is_a_failure_with_its_number(status):
    outcome = fetch.read(KNOWN, answer(status, b"non"), NOON)

    assert isinstance(outcome, Failed)
    assert (outcome.code, outcome.status) == (f"http-{status}", status)
    assert fetch.settle(KNOWN, outcome, False, NOON).state == "active"


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("value", ["600", "Sun, 01 Mar 2026 12:10:00 GMT"])
def test_retry_after_is_taken_in_seconds_and_as_a_date(status, value):
    after = settled(KNOWN, answer(status, b"", retry_after=value))

    assert after.retry_until == NOON + timedelta(minutes=10)


def test_403_from_a_host_that_let_us_in_is_a_throttle():
    assert "throttle" in message(KNOWN, answer(403, b""))
    assert "throttle" not in message(FEED, answer(403, b""))


def test_a_challenge_for_browsers_is_called_blocked():
    assert "blocked" in message(KNOWN, answer(403, b"", cf_mitigated="challenge"))


# ------------------------------------------------------------------------------------------------- settle


def test_validators_are_replaced_as_a_pair_and_forgotten_when_no_longer_sent():
    one = settled(KNOWN, answer(etag='"n"'))
    none = settled(KNOWN, answer())

    assert one.validators == Validators(etag='"n"', last_modified=None)
    assert none.validators == Validators()


@pytest.mark.parametrize(("complete", "ok"), [(False, True), (True, False), (False, False)])
def test_a_document_that_is_not_whole_leaves_no_trace_that_could_hide_its_missing_entries(complete, ok):
    before = settled(FEED, answer(etag='"a"'))

    after = settled(before, answer(body=rss("trois")[:-40], etag='"cut"', complete=complete), ok=ok)

    assert after.validators == before.validators
    assert (after.body_sha256, after.items_sha256) == (before.body_sha256, before.items_sha256)
    assert after.failures == 0


@pytest.mark.parametrize(
    "reply", [answer(body=PAGE, etag='"p"'), answer(body=b"", etag='"e"'), answer(500, b"", etag='"f"')]
)
def test_a_wrong_answer_keeps_what_was_known(reply):
    before = settled(FEED, answer(etag='"a"'))

    after = settled(before, reply, at=NOON + HOUR)

    assert after.validators == Validators(etag='"a"')
    assert after.items_sha256 == before.items_sha256
    assert (after.failures, after.failing_since, after.last_good) == (1, NOON + HOUR, NOON)


def test_failures_add_up_from_the_first_and_end_with_a_good_answer():
    feed = KNOWN
    for hour in range(3):
        feed = settled(feed, Failed(code="timeout", message="x"), at=NOON + hour * HOUR)
    well = settled(feed, answer(), at=NOON + 9 * HOUR)

    assert (feed.failures, feed.failing_since) == (3, NOON)
    assert (well.failures, well.failing_since, well.last_good) == (0, None, NOON + 9 * HOUR)


def test_an_outage_of_our_own_is_not_charged_to_the_feed():
    after = settled(KNOWN, Failed(code="dns", message="x"), charged=False)

    assert after.failures == 0
    assert after.failing_since is None
    assert after.last_polled == NOON


def test_a_held_request_is_no_failure_and_waits_for_the_host():
    after = settled(KNOWN, Failed(code="held", message="x", retry_after=HOUR))

    assert (after.failures, after.retry_until) == (0, NOON + HOUR)


def test_a_feed_that_was_gone_can_come_back():
    gone = settled(KNOWN, answer(410, b""))

    assert settled(gone, answer()).state == "active"


# ------------------------------------------------------------------------------------------------- moved feeds

NEW = "https://neu.example/feed"
MOVED = (Hop(url=URL, status=301, location=NEW),)


def follow(replies, feed=KNOWN, **more):
    for at, reply in replies:
        feed = settled(feed, reply, at=at, **more)
    return feed


def test_a_permanent_redirect_is_adopted_after_three_good_answers_over_a_day():
    replies = [(NOON + i * 12 * HOUR, answer(body=rss(str(i)), url=NEW, hops=MOVED)) for i in range(3)]

    assert follow(replies[:2]).url == URL
    assert follow(replies).url == NEW
    assert follow(replies).moved_to is None


def test_an_unchanged_answer_from_the_new_address_counts():
    replies = [(NOON + i * 12 * HOUR, answer(304, b"", url=NEW, hops=MOVED)) for i in range(3)]

    assert follow(replies).url == NEW


def test_three_good_answers_within_a_day_are_not_enough():
    replies = [(NOON + i * HOUR, answer(304, b"", url=NEW, hops=MOVED)) for i in range(20)]

    assert follow(replies).url == URL


@pytest.mark.parametrize(
    "hops",
    [
        (Hop(url=URL, status=302, location=NEW),),
        (Hop(url=URL, status=307, location=NEW),),
        (
            Hop(url=URL, status=301, location="https://x.example/"),
            Hop(url="https://x.example/", status=302, location=NEW),
        ),
    ],
)
def test_a_temporary_hop_anywhere_asks_the_original_again(hops):
    replies = [(NOON + i * 24 * HOUR, answer(304, b"", url=NEW, hops=hops)) for i in range(9)]

    assert follow(replies).url == URL


def test_a_redirect_to_a_web_page_is_never_adopted():
    replies = [(NOON + i * 24 * HOUR, answer(body=PAGE, url=NEW, hops=MOVED)) for i in range(9)]

    assert (follow(replies).url, follow(replies).moved_to) == (URL, None)


def test_an_answer_from_the_old_address_starts_the_count_anew():
    good = answer(304, b"", url=NEW, hops=MOVED)
    replies = [(NOON, good), (NOON + 12 * HOUR, good), (NOON + 24 * HOUR, answer(304, b"")), (NOON + 36 * HOUR, good)]

    assert (follow(replies).url, follow(replies).moved_count) == (URL, 1)


def test_a_redirect_that_is_different_for_every_poll_is_never_adopted():
    replies = [(NOON + i * 24 * HOUR, answer(304, b"", url=f"{NEW}?reader={i}", hops=MOVED)) for i in range(9)]

    assert follow(replies).url == URL


def test_a_redirect_to_another_followed_feed_is_not_adopted():
    replies = [(NOON + i * 24 * HOUR, answer(304, b"", url=NEW, hops=MOVED)) for i in range(9)]

    assert follow(replies, taken={NEW}).url == URL


def test_a_step_down_from_https_is_not_adopted():
    target = NEW.replace("https", "http")
    replies = [(NOON + i * 24 * HOUR, answer(304, b"", url=target, hops=MOVED)) for i in range(9)]

    assert follow(replies).url == URL


@pytest.mark.parametrize("host", ["192.168.1.5", "[::1]", "10.0.0.1:8080", "169.254.169.254", "intranet", "nas.local"])
def test_nobody_outside_moves_a_feed_into_a_private_network(host):
    target = f"https://{host}/feed"
    replies = [(NOON + i * 24 * HOUR, answer(304, b"", url=target, hops=MOVED)) for i in range(9)]
    inside = replace(KNOWN, url="https://192.168.1.4/rss")

    assert follow(replies).url == URL
    assert follow(replies, inside).url == target


def test_credentials_are_never_moved_to_a_new_address():
    feed = replace(KNOWN, url="https://ali:x@phare.example/rss")
    replies = [(NOON + i * 24 * HOUR, answer(304, b"", url=NEW, hops=MOVED)) for i in range(9)]

    assert follow(replies, feed).url == feed.url


# ------------------------------------------------------------------------------------------------- older pages


def walk(hints, *, url=URL, walked=(URL,), number=2, feed=FEED):
    request = fetch.older_pages(feed, hints, url, walked, number, contact=None)
    return request and request.url


def test_archive_pages_come_before_next_pages_and_both_before_guesses():
    every = Hints(prev_archive=f"{URL}/1", next_page=f"{URL}/2", generator="https://wordpress.org/?v=6.5")

    assert walk(every) == f"{URL}/1"
    assert walk(replace(every, prev_archive=None)) == f"{URL}/2"
    assert walk(replace(every, prev_archive=None, next_page=None)) == f"{URL}?paged=2"


def test_wordpress_pages_keep_the_rest_of_the_query():
    feed = replace(FEED, url="https://blog.example/?feed=rss2&paged=7")

    assert walk(Hints(generator="WordPress"), feed=feed, number=3) == "https://blog.example/?feed=rss2&paged=3"


def test_a_walk_ends_where_it_would_go_in_a_circle_out_of_bounds_or_nowhere():
    assert walk(Hints()) is None
    assert walk(Hints(prev_archive=URL)) is None
    assert walk(Hints(prev_archive=f"{URL}/1"), walked=(URL, f"{URL}/1")) is None
    assert walk(Hints(prev_archive=f"{URL}/1", complete=True)) is None
    assert walk(Hints(prev_archive=f"{URL}/1"), number=FEED.spec.archive_pages + 2) is None
    assert walk(Hints(prev_archive="file:///etc/passwd")) is None
    assert walk(Hints(prev_archive="http://[")) is None


def test_an_older_page_is_asked_without_conditions_and_without_the_credentials_of_another_origin():
    feed = replace(KNOWN, url="https://ali:x@phare.example/rss")

    near = fetch.older_pages(feed, Hints(prev_archive="https://phare.example/1"), URL, (), 2, contact=None)
    far = fetch.older_pages(feed, Hints(prev_archive="https://cdn.example/1"), URL, (), 2, contact=None)

    assert near is not None
    assert far is not None
    assert near.purpose == "archive"
    assert "If-None-Match" not in headers_of(near)
    assert "Authorization" in headers_of(near)
    assert "Authorization" not in headers_of(far)


# ------------------------------------------------------------------------------------------------- anything at all

hostile = st.from_regex(r"[0-9]{1,20}", fullmatch=True) | st.text("0129²٣-., x", max_size=20)


@given(
    status=st.integers(100, 599),
    body=st.binary(max_size=64) | st.sampled_from([BODY, PAGE, b"<html", b"<!--", b"<?"]),
    value=hostile,
    complete=st.booleans(),
)
@example(status=429, body=b"", value="²", complete=True)
@example(status=503, body=b"", value="9" * 20, complete=True)
@example(status=200, body=b"<!--" * 10, value="", complete=False)
def test_nothing_a_server_can_say_raises(status, body, value, complete):
    response = answer(
        status, body, complete=complete, retry_after=value, cache_control=f"max-age={value}", age=value, etag=value
    )

    outcome = fetch.read(KNOWN, response, NOON)
    after = fetch.settle(KNOWN, outcome, True, NOON)

    assert isinstance(outcome, Fetched | NotModified | Gone | Failed)
    assert after.spec == KNOWN.spec
    assert fetch.code(outcome)


def test_the_same_bytes_that_may_not_be_all_are_read_again():
    feed = settled(FEED, answer(etag='"a"'))

    assert isinstance(fetch.read(feed, answer(etag='"b"', complete=False), NOON), Fetched)


def test_every_outcome_has_its_word():
    replies = [answer(), answer(304, b""), answer(410, b""), answer(500, b"")]

    assert [fetch.code(fetch.read(KNOWN, reply, NOON)) for reply in replies] == ["ok", "unchanged", "gone", "http-500"]


def test_an_empty_delta_is_not_a_document():
    outcome = fetch.read(KNOWN, answer(226, b"", im="feed", asked=[("A-IM", "feed")]), NOON)

    assert isinstance(outcome, Failed)
    assert outcome.code == "empty"


def test_an_address_that_cannot_be_read_is_left_to_the_edge_to_refuse():
    assert fetch.plan(replace(FEED, url="http://[x@"), contact=None).url == "http://[x@"
