from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from aggregator.text import headers

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    "text",
    [
        "Sun, 01 Mar 2026 12:00:00 GMT",
        "Sunday, 01-Mar-26 12:00:00 GMT",
        "Sun Mar  1 12:00:00 2026",
        "sun, 1 mar 2026 12:00:00 +0000",
        "1 March 2026 12:00:00 UTC",
    ],
)
def test_a_date_is_read_in_every_form_http_knows(text):
    assert headers.date(text) == NOON


@pytest.mark.parametrize(
    "text", ["", "0", "-1", "demain", "Sun, 31 Feb 2026 12:00:00 GMT", "Sun, 01 Foo 2026 12:00:00 GMT", "²"]
)
def test_what_is_no_date_is_none(text):
    assert headers.date(text) is None


def test_a_leap_second_is_a_second():
    assert headers.date("Sat, 31 Dec 2016 23:59:60 GMT") == datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "wait"),
    [
        ("120", timedelta(minutes=2)),
        (" 0 ", timedelta(0)),
        ("Sun, 01 Mar 2026 13:00:00 GMT", HOUR),
        ("Sun, 01 Mar 2026 11:00:00 GMT", timedelta(0)),
        ("99999999", timedelta(days=7)),
        ("Sun, 01 Mar 2099 13:00:00 GMT", timedelta(days=7)),
        ("soon", None),
        ("-5", None),
        ("²", None),
        (None, None),
    ],
)
def test_retry_after_is_seconds_or_a_date_and_at_most_a_week(text, wait):
    assert headers.delay(text, NOON) == wait


@pytest.mark.parametrize(
    ("fields", "fresh"),
    [
        ([("cache-control", "max-age=3600")], HOUR),
        ([("cache-control", "public, MAX-AGE=3600, must-revalidate")], HOUR),
        ([("cache-control", 'max-age="3600"')], HOUR),
        ([("cache-control", "public"), ("cache-control", "max-age=3600")], HOUR),
        ([("cache-control", "max-age=3600"), ("age", "3000")], timedelta(minutes=10)),
        ([("cache-control", "max-age=3600"), ("age", "9000")], timedelta(0)),
        ([("cache-control", "max-age=3600"), ("expires", "Mon, 02 Mar 2026 12:00:00 GMT")], HOUR),
        ([("cache-control", "max-age=31536000")], timedelta(hours=24)),
        ([("cache-control", "max-age=0")], timedelta(0)),
        ([("cache-control", "no-cache, max-age=3600")], None),
        ([("cache-control", "s-maxage=3600")], None),
        ([("cache-control", "max-age=soon")], None),
        ([("expires", "Sun, 01 Mar 2026 13:00:00 GMT")], HOUR),
        ([("expires", "Sun, 01 Mar 2026 14:00:00 GMT"), ("date", "Sun, 01 Mar 2026 13:00:00 GMT")], HOUR),
        ([("expires", "0")], None),
        ([], None),
    ],
)
def test_freshness_is_what_the_server_says_and_at_most_a_day(fields, fresh):
    assert headers.freshness(fields, NOON) == fresh


hostile = st.from_regex(r"[0-9]{1,30}", fullmatch=True) | st.text('0129²٣-., ="maxge;:GMT', max_size=40)


@given(value=hostile, name=st.sampled_from(["cache-control", "expires", "age", "date"]))
@example(value="max-age=" + "9" * 40, name="cache-control")
def test_nothing_a_header_can_say_raises(value, name):
    fresh = headers.freshness([("cache-control", "max-age=60"), (name, value)], NOON)
    wait = headers.delay(value, NOON)

    assert fresh is None or timedelta(0) <= fresh <= headers.FRESH_CEILING
    assert wait is None or timedelta(0) <= wait <= headers.RETRY_CEILING
    assert (headers.number(value) or 0) >= 0
