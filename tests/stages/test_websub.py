import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.records import Failed, Feed, FeedId, FeedSpec, Fetched, Hints, Response
from aggregator.stages import fetch, websub
from aggregator.stages.websub import Confirmed, Denied, Hub

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
TOPIC = "https://phare.example/rss"
HUB = Hub(url="https://hub.example/", topic=TOPIC)
SECRET = "a secret of ours"


def answer(*links, url=TOPIC):
    headers = tuple(("link", link) for link in links)
    return Response(url=url, status=200, headers=headers, body=b"", received=NOON, elapsed=timedelta(0))


@pytest.mark.parametrize(
    "links",
    [
        ('<https://hub.example/>; rel="hub"', f'<{TOPIC}>; rel="self"'),
        (f"<https://hub.example/>; rel=hub, <{TOPIC}>; rel=self",),
        (
            f'<https://other.example/>; rel="next", <https://hub.example/>; title="x, y"; rel="hub me", <{TOPIC}>; REL=SELF',
        ),
    ],
)
def test_a_hub_is_found_in_the_headers(links):
    assert websub.hub(answer(*links, url="https://phare.example/other"), Hints()) == HUB


def test_a_hub_is_found_in_the_document_and_the_feed_goes_by_its_own_name():
    hints = Hints(hub="https://hub.example/", self_url=TOPIC)

    assert websub.hub(answer(url="https://cdn.example/x"), hints) == HUB
    assert websub.hub(answer(), Hints(hub="https://hub.example/")) == HUB


@pytest.mark.parametrize("url", ["file:///etc/passwd", "javascript:x", "http://[", ""])
def test_only_hubs_on_the_web_count(url):
    assert websub.hub(answer(f'<{url}>; rel="hub"'), Hints(hub=url or None)) is None


def test_no_hub_is_no_hub():
    assert websub.hub(answer(), Hints(self_url=TOPIC)) is None


def test_a_subscription_asks_for_a_lease_and_shares_a_secret_over_https_only():
    safe = websub.subscription(HUB, "https://me.example/hook/1", SECRET, agent="aggregator/1")
    open_ = websub.subscription(
        Hub(url="http://hub.example/", topic=TOPIC), "https://me.example/hook/1", SECRET, agent="a/1"
    )

    fields = parse_qs(safe.body.decode())
    assert fields["hub.mode"] == ["subscribe"]
    assert fields["hub.topic"] == [TOPIC]
    assert fields["hub.callback"] == ["https://me.example/hook/1"]
    assert fields["hub.secret"] == [SECRET]
    assert int(fields["hub.lease_seconds"][0]) == 7 * 86400
    assert "hub.secret" not in parse_qs(open_.body.decode())


def intent(wanted="subscribe", **fields):
    fields = {f"hub.{name}": value for name, value in fields.items()}
    return websub.verify_intent(urlencode(fields), TOPIC, wanted)


def test_a_confirmation_of_what_we_asked_for_is_answered_with_its_challenge():
    found = intent(mode="subscribe", topic=TOPIC, challenge="abc", lease_seconds="864000")

    assert found == Confirmed(mode="subscribe", challenge="abc", lease=timedelta(days=10))


@pytest.mark.parametrize(
    "fields",
    [
        {"mode": "subscribe", "topic": "https://evil.example/", "challenge": "abc"},
        {"mode": "unsubscribe", "topic": TOPIC, "challenge": "abc"},
        {"mode": "subscribe", "topic": TOPIC, "challenge": ""},
        {"mode": "subscribe", "topic": TOPIC},
        {"mode": "subscribe", "topic": TOPIC, "challenge": "x" * 5000},
        {},
    ],
)
def test_a_confirmation_of_anything_else_is_not(fields):
    assert intent(**fields) is None


def test_a_hub_may_refuse():
    assert intent(mode="denied", topic=TOPIC, reason="full") == Denied(reason="full")


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_a_delivery_signed_with_our_secret_is_believed(method):
    signature = hmac.new(SECRET.encode(), b"body", method).hexdigest()

    assert websub.verify_signature(SECRET, {"x-hub-signature": f"{method}={signature}"}, b"body")
    assert not websub.verify_signature(SECRET, {"x-hub-signature": f"{method}={signature}"}, b"Body")
    assert not websub.verify_signature("other", {"x-hub-signature": f"{method}={signature}"}, b"body")


@pytest.mark.parametrize(
    "value", ["", "sha256", "sha256=", "md5=" + hashlib.md5(b"body").hexdigest(), "sha256=é", "=x"]
)
def test_a_delivery_without_a_proper_signature_is_not(value):
    assert not websub.verify_signature(SECRET, {"x-hub-signature": value}, b"body")
    assert not websub.verify_signature(SECRET, {}, b"body")


def test_a_lease_is_renewed_at_four_fifths_and_a_silly_one_is_bounded():
    assert websub.renew_at(NOON, timedelta(days=10)) == NOON + timedelta(days=8)
    assert websub.renew_at(NOON, None) == NOON + websub.LEASE * 0.8
    assert websub.renew_at(NOON, timedelta(0)) == NOON + timedelta(minutes=4)
    assert websub.renew_at(NOON, timedelta(days=9999)) == NOON + timedelta(days=24)


def test_a_delivery_reads_like_an_answer_but_leaves_the_validators_alone():
    feed = Feed(id=FeedId(1), spec=FeedSpec(url=TOPIC, name="phare"), url=TOPIC)
    reply = websub.delivered(
        TOPIC, {"content-type": "application/rss+xml", "etag": '"push"'}, b"<rss><item/></rss>", NOON
    )

    outcome = fetch.read(feed, reply, NOON)

    assert isinstance(outcome, Fetched)
    assert outcome.validators.etag is None


@given(st.text("hub.modetpicl=&%+;", max_size=200))
def test_no_query_raises(query):
    assert isinstance(websub.verify_intent(query, TOPIC, "subscribe"), Confirmed | Denied | None)


@given(st.text('<>;,="rel hub', max_size=200))
def test_no_link_header_raises(value):
    found = websub.hub(answer(value), Hints())

    assert found is None or not isinstance(found, Failed)


def test_only_link_headers_are_links_and_an_odd_lease_is_none():
    reply = Response(
        url=TOPIC, status=200, headers=(("x", '<a>; rel="hub"'), ("link", "<b>; title=x")), body=b"", received=NOON,
        elapsed=timedelta(0),
    )  # fmt: skip

    found = intent(mode="subscribe", topic=TOPIC, challenge="abc", lease_seconds="soon")

    assert websub.link_headers(reply) == {}
    assert found == Confirmed(mode="subscribe", challenge="abc", lease=None)
