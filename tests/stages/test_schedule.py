import math
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, example, given
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
    NotModified,
    Response,
    Validators,
)
from aggregator.stages import schedule
from aggregator.stages.schedule import CEILING, FLOOR, PRICE, Rhythm, next_due, rhythm, steer

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)  # a Wednesday
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
URL = "https://phare.example/rss"
FEED = Feed(
    id=FeedId(1),
    spec=FeedSpec(url=URL, name="phare"),
    url=URL,
    validators=Validators(etag='"a"'),
    window=30,
    last_good=NOON,
)
REPLY = Response(url=URL, status=200, headers=(), body=b"x", received=NOON, elapsed=timedelta(0))
GOOD = Fetched(response=REPLY, validators=FEED.validators, fresh_for=None, body_sha256=b"")
SAME = NotModified(response=replace(REPLY, status=304), validators=FEED.validators, fresh_for=None)
RESENT = replace(SAME, same_body=True)
BAD = Failed(code="timeout", message="phare.example was not through")


def steady(per_day, *, profile=None):
    """A rhythm without a history."""
    return Rhythm(events=per_day / 86400, batch=1.0, profile=profile, last=NOON)


def every(span, count, until=NOON):
    return [until - span * i for i in range(count)]


def wait(feed=FEED, outcome=SAME, arrivals=None, price=PRICE, now=NOON, **more):
    arrivals = steady(24) if arrivals is None else arrivals
    return next_due(feed, outcome, arrivals, price, now, **more).at - now


def near(span, expected, jitter=0.1):
    return expected * 0.999 <= span <= expected * (1.001 + jitter)


# ------------------------------------------------------------------------------------------------- rhythm


@pytest.mark.parametrize("per_day", [2, 12, 100])
def test_a_steady_feed_is_estimated_near_its_rate(per_day):
    known = rhythm(every(DAY / per_day, per_day * 30), NOON)

    assert 0.7 * per_day < known.rate * 86400 < 1.3 * per_day


def test_one_long_document_is_enough_for_a_first_estimate():
    known = rhythm(every(HOUR, 20), NOON)

    assert 10 < known.rate * 86400 < 30


def test_a_feed_that_fell_silent_is_believed_to_be_slower_every_day():
    arrivals = every(HOUR, 200)

    rates = [rhythm(arrivals, NOON + DAY * days).rate for days in range(0, 60, 5)]

    assert rates == sorted(rates, reverse=True)
    assert rates[-1] < rates[0] / 20


def test_a_feed_that_woke_up_is_believed_within_hours():
    asleep = every(10 * DAY, 8, NOON - DAY)

    awake = rhythm([*asleep, *every(HOUR, 8)], NOON)

    assert awake.rate > 5 * rhythm(asleep, NOON).rate


def test_entries_that_come_together_are_one_arrival():
    together = [at + timedelta(seconds=i) for at in every(DAY, 20) for i in range(10)]

    known = rhythm([at for at in together if at <= NOON], NOON)

    assert 8 < known.batch < 10.5
    assert known.events * 86400 < 2


def test_the_hours_of_the_week_are_learnt():
    office = [at for at in every(HOUR / 2, 48 * 28) if 8 <= at.hour < 18 and at.weekday() < 5]

    profile = rhythm(office, NOON).profile

    assert profile is not None
    assert len(profile) == 168
    assert math.isclose(sum(profile), 168, rel_tol=1e-9)
    assert profile[2 * 24 + 12] > 5 * profile[2 * 24 + 3]
    assert profile[2 * 24 + 12] > 1.5 * profile[6 * 24 + 12]


def test_no_arrivals_at_all_are_a_slow_feed():
    known = rhythm([], NOON)

    assert 0 < known.rate * 86400 < 0.5
    assert known.profile is None


def test_entries_dated_in_the_future_or_long_ago_do_not_count():
    arrivals = every(HOUR, 20)

    assert rhythm([*arrivals, NOON + DAY, NOON - 1000 * DAY], NOON) == rhythm(arrivals, NOON)


def test_the_order_of_arrivals_does_not_matter():
    arrivals = every(HOUR, 50)

    assert rhythm(arrivals[::-1], NOON) == rhythm(arrivals, NOON)


# ------------------------------------------------------------------------------------------------- the price


@pytest.mark.parametrize("per_day", [10, 40, 160])
def test_at_a_steady_rate_the_wait_follows_the_square_root(per_day):
    expected = timedelta(seconds=math.sqrt(2 * PRICE / (per_day / 86400)))

    assert near(wait(replace(FEED, window=1000), arrivals=steady(per_day)), expected)


@given(st.floats(0.1, 400), st.floats(100, 1e6))
def test_a_higher_price_never_means_sooner(per_day, price):
    assert wait(arrivals=steady(per_day), price=price * 2) >= wait(arrivals=steady(per_day), price=price)


@given(st.floats(0.1, 400), st.floats(100, 1e6))
def test_a_busier_feed_is_never_asked_later(per_day, price):
    assert wait(arrivals=steady(per_day * 2), price=price) <= wait(arrivals=steady(per_day), price=price)


def test_a_weight_buys_sooner_polls():
    heavy = replace(FEED, spec=replace(FEED.spec, weight=4.0))

    assert near(wait(heavy, arrivals=steady(5)), wait(arrivals=steady(5)) / 2, jitter=0.01)


def test_a_quiet_night_is_slept_through():
    day_only = [at for at in every(HOUR / 4, 96 * 28) if 7 <= at.hour < 20]
    evening, morning = NOON.replace(hour=21), NOON.replace(hour=9)

    night = wait(arrivals=rhythm(day_only, evening), now=evening)
    day = wait(arrivals=rhythm(day_only, morning), now=morning)

    assert night > 3 * day


def test_the_price_follows_the_requests_until_they_meet_the_budget():
    price, per_day = PRICE, [1, 5, 20, 80, 200] * 40
    for _ in range(40):
        requests = sum(HOUR / wait(replace(FEED, window=1000), arrivals=steady(rate), price=price) for rate in per_day)
        price = steer(price, requests, budget=150)

    assert 140 < requests < 160


@given(price=st.floats(), requests=st.floats(0, 1e12), budget=st.floats(0, 1e9))
@example(price=math.nan, requests=0.0, budget=0.0)
def test_the_price_stays_in_its_bounds_and_moves_in_bounded_steps(price, requests, budget):
    after = steer(price, requests, budget)

    assert schedule.CHEAPEST <= after <= schedule.DEAREST
    if schedule.CHEAPEST * 4 <= price <= schedule.DEAREST / 4:
        assert price / 4.001 <= after <= price * 4.001


def test_a_window_about_to_roll_over_is_looked_at_in_time():
    small = replace(FEED, window=10)

    due = next_due(small, SAME, steady(240), 1e7, NOON)

    assert near(due.at - NOON, timedelta(minutes=20))  # 10 entries an hour: a third of ten in 20 min
    assert "10 entries" in due.why


# ------------------------------------------------------------------------------------------------- every, floors


def test_every_replaces_the_rhythm():
    feed = replace(FEED, spec=replace(FEED.spec, every=90 * MINUTE))

    assert near(wait(feed, arrivals=steady(1000)), 90 * MINUTE)
    assert near(wait(feed, arrivals=steady(0.01)), 90 * MINUTE)


def test_every_does_not_replace_what_the_server_asks():
    feed = replace(FEED, spec=replace(FEED.spec, every=10 * MINUTE), fresh_until=NOON + 3 * HOUR)

    assert near(wait(feed), 3 * HOUR)


def test_every_may_be_shorter_than_our_floor_but_not_than_a_minute():
    short = replace(FEED, spec=replace(FEED.spec, every=2 * MINUTE))
    silly = replace(FEED, spec=replace(FEED.spec, every=timedelta(seconds=1)))

    assert near(wait(short), 2 * MINUTE)
    assert near(wait(silly), MINUTE)


def test_every_may_be_longer_than_a_day():
    weekly = replace(FEED, spec=replace(FEED.spec, every=7 * DAY))

    assert near(wait(weekly), 7 * DAY)
    assert near(wait(replace(weekly, failures=3), BAD), 7 * DAY)


def test_the_busiest_feed_is_asked_every_five_minutes_at_most():
    assert near(wait(arrivals=steady(100_000), price=60.0), FLOOR)


@pytest.mark.parametrize(
    ("feed", "outcome"),
    [
        (replace(FEED, validators=Validators()), GOOD),
        (FEED, RESENT),
        (FEED, replace(GOOD, response=replace(REPLY, complete=False))),
    ],
)
def test_where_every_poll_carries_the_whole_document_once_an_hour_is_enough(feed, outcome):
    assert near(wait(feed, outcome, arrivals=steady(100_000), price=60.0), HOUR)


def test_a_server_that_ignores_conditional_requests_is_asked_hourly_at_most():
    busy = replace(steady(100_000), resends=True)

    assert near(wait(FEED, GOOD, arrivals=busy, price=60.0), HOUR)
    assert near(wait(FEED, SAME, arrivals=replace(busy, resends=False), price=60.0), FLOOR)


def test_the_quietest_feed_is_asked_once_a_day():
    assert near(wait(arrivals=steady(0.001), price=1e9), CEILING)


# ------------------------------------------------------------------------------------------------- the server's word


UNTIL = NOON + 5 * DAY


@pytest.mark.parametrize("feed", [replace(FEED, fresh_until=UNTIL), replace(FEED, retry_until=UNTIL, failures=1)])
@pytest.mark.parametrize("outcome", [GOOD, SAME, BAD])
def test_nobody_is_asked_before_the_server_allows_it(feed, outcome):
    assert next_due(feed, outcome, steady(1000), 60.0, NOON).at >= UNTIL


def test_a_held_host_is_asked_when_it_may_be_and_nothing_is_doubled():
    held = Failed(code="held", message="phare.example was not asked", retry_after=2 * HOUR)
    feed = replace(FEED, failures=0, retry_until=NOON + 2 * HOUR)

    assert near(wait(feed, held), 2 * HOUR)


def test_the_server_is_named_when_it_decided():
    assert "server" in next_due(replace(FEED, fresh_until=NOON + 9 * HOUR), SAME, steady(100), PRICE, NOON).why


# ------------------------------------------------------------------------------------------------- hints


def test_ttl_is_a_lower_bound_that_is_ignored_when_tiny_and_cut_when_huge():
    def hinted(minutes):
        return wait(replace(FEED, hints=Hints(ttl=minutes * MINUTE), window=1000), arrivals=steady(100))

    plain = wait(replace(FEED, window=1000), arrivals=steady(100))

    assert near(hinted(180), 3 * HOUR)
    assert hinted(1) == plain
    assert near(hinted(100_000), CEILING)


def test_the_longer_of_ttl_and_update_period_counts():
    assert schedule.hint_wait(Hints(ttl=HOUR, update_period=2 * HOUR)) == 2 * HOUR
    assert schedule.hint_wait(Hints()) is None


def test_hints_give_way_before_entries_are_lost():
    feed = replace(FEED, hints=Hints(ttl=20 * HOUR), window=15)

    assert near(wait(feed, arrivals=steady(240)), 30 * MINUTE)


def test_skipped_hours_and_days_are_slept_through():
    hints = Hints(skip_hours=(12, 13, 14), skip_days=(5, 6))
    friday = datetime(2026, 3, 6, 23, 30, tzinfo=UTC)

    assert schedule.after_skips(hints, NOON) == NOON + 3 * HOUR
    assert schedule.after_skips(hints, friday) == friday
    assert schedule.after_skips(hints, friday + HOUR) == datetime(2026, 3, 9, 0, 0, tzinfo=UTC)
    assert near(wait(replace(FEED, hints=hints, window=1000), arrivals=steady(100)), 3 * HOUR)


def test_a_feed_that_skips_all_hours_says_nothing():
    hints = Hints(skip_hours=tuple(range(24)), skip_days=tuple(range(7)))

    assert schedule.after_skips(hints, NOON) == NOON


# ------------------------------------------------------------------------------------------------- failures


def test_backoff_doubles_from_the_feeds_own_rhythm_up_to_a_day():
    base = wait(arrivals=steady(50))

    waits = [wait(replace(FEED, failures=n), BAD, arrivals=steady(50)) for n in range(1, 12)]

    for n, one in enumerate(waits, 1):
        assert near(one, min(base * 2**n, CEILING))
    assert waits == sorted(waits)


def test_a_feed_that_fails_for_years_is_still_asked_daily():
    assert near(wait(replace(FEED, failures=10_000), BAD), CEILING)


def test_a_feed_that_is_gone_is_looked_at_monthly():
    assert near(wait(replace(FEED, state="gone"), Gone(message="x")), timedelta(days=30))


def test_an_outage_of_our_own_is_over_soon():
    assert near(wait(replace(FEED, failures=0), BAD, arrivals=steady(0.1), outage=True), 5 * MINUTE)


def test_a_gap_makes_the_next_poll_come_sooner():
    assert near(wait(missed=True), wait() / 2, jitter=0.01)


# ------------------------------------------------------------------------------------------------- gaps


def test_a_document_that_shares_nothing_new_with_the_last_one_leaves_a_gap():
    assert schedule.gap(list("jihgfedcba"), set("tsrqponmlk"), new=10)


@pytest.mark.parametrize(
    ("previous", "present", "new"),
    [
        ("jihgfedcba", "lkjihgfedc", 2),  # two more
        ("jihgfedcba", "srqponmlkj", 9),  # the newest of the last one is now the oldest: as far as it may go
        ("jihgfedcba", "lkihgfedcb", 2),  # the newest was withdrawn
        ("jihgfedcba", "jihgfedcba", 0),  # nothing new
        ("", "jihgfedcba", 10),  # the first document
        ("jihgfedcba", "", 0),  # an empty one
    ],
)
def test_documents_that_overlap_leave_no_gap(previous, present, new):
    assert not schedule.gap(previous, set(present), new)


def test_an_old_entry_that_is_pinned_is_no_overlap():
    assert schedule.gap(list("jihgfedcba"), {"a", *"tsrqponmlk"}, new=9)


# ------------------------------------------------------------------------------------------------- anything at all

instants = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))
spans = st.timedeltas(timedelta(0), timedelta(days=400))
hints = st.builds(
    Hints,
    ttl=st.none() | spans,
    update_period=st.none() | spans,
    skip_hours=st.lists(st.integers(-3, 30), max_size=30).map(tuple),
    skip_days=st.lists(st.integers(-3, 9), max_size=9).map(tuple),
)
feeds = st.builds(
    lambda **fields: replace(
        FEED, spec=replace(FEED.spec, weight=fields.pop("weight"), every=fields.pop("every")), **fields
    ),
    weight=st.floats(0, 1e6, allow_nan=False),
    every=st.none() | spans,
    failures=st.integers(0, 10**6),
    window=st.integers(0, 10**6),
    hints=st.none() | hints,
    fresh_until=st.none() | st.just(NOON + DAY),
    retry_until=st.none() | st.just(NOON + 7 * DAY) | st.just(NOON - DAY),
    validators=st.sampled_from([Validators(), Validators(etag="x")]),
    url=st.text(max_size=30),
)


@given(
    feed=feeds,
    outcome=st.sampled_from([GOOD, SAME, RESENT, BAD]),
    arrivals=st.lists(instants, max_size=30),
    price=st.floats(0, 1e12),
    missed=st.booleans(),
)
@example(feed=FEED, outcome=GOOD, arrivals=[NOON] * 30, price=0.0, missed=True)
def test_every_wait_keeps_the_promised_bounds(feed, outcome, arrivals, price, missed):
    due = next_due(feed, outcome, arrivals, price, NOON, missed=missed)

    span = due.at - NOON
    floor = schedule.FLOOR_EVERY if feed.spec.every is not None else FLOOR
    longest = max(timedelta(days=7), feed.spec.every or CEILING)
    assert floor <= span <= 1.1 * longest
    assert due.why
    for asked in (feed.fresh_until, feed.retry_until):
        assert asked is None or due.at >= asked
    if not (feed.fresh_until or feed.retry_until):
        assert span <= 1.1 * max(CEILING, feed.spec.every or CEILING)


@given(st.lists(instants, max_size=60))
@example([NOON, NOON])
def test_a_rhythm_is_always_a_usable_number(arrivals):
    known = rhythm(arrivals, NOON)

    assert 0 < known.rate < 1e4
    assert known.profile is None or all(math.isfinite(value) and value >= 0 for value in known.profile)


@given(url=st.text(max_size=40), minutes=st.integers(5, 600))
def test_jitter_adds_at_most_a_tenth_and_is_always_the_same(url, minutes):
    assume(url)
    feed = replace(FEED, url=url, spec=replace(FEED.spec, every=minutes * MINUTE))

    assert minutes * MINUTE <= wait(feed) <= minutes * MINUTE * 1.1
    assert wait(feed) == wait(feed)


def test_feeds_of_one_host_spread_out():
    waits = {wait(replace(FEED, url=f"{URL}/{i}", spec=replace(FEED.spec, every=HOUR))) for i in range(100)}

    assert len(waits) == 100
    assert max(waits) - min(waits) > 2 * MINUTE
