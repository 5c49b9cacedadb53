import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from aggregator.edge.clock import FastClock, FrozenClock, SystemClock, system_clock
from aggregator.errors import UsageError

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def test_an_instant_in_the_environment_sets_where_the_clock_starts():
    clock = system_clock({"AGGREGATOR_NOW": "2031-05-04T07:00:00Z"})

    now = clock.now()

    assert timedelta(0) <= now - datetime(2031, 5, 4, 7, 0, tzinfo=UTC) < timedelta(seconds=5)


@pytest.mark.parametrize(
    ("raw", "shift"), [("+66m", timedelta(minutes=66)), ("-3d12h", -timedelta(days=3, hours=12)), ("+1w", timedelta(7))]
)
def test_a_span_in_the_environment_shifts_the_clock(raw, shift):
    clock = system_clock({"AGGREGATOR_NOW": raw})

    assert clock.shift == shift


def test_without_the_variable_the_clock_is_the_machines():
    clock = system_clock({})

    assert abs(clock.now() - SystemClock().now()) < timedelta(seconds=5)


@pytest.mark.parametrize("raw", ["tomorrow", "+5", "+5y", "2026-13-01", "+9999999w", "66m"])
def test_a_variable_that_says_nothing_usable_is_refused_with_a_hint(raw):
    with pytest.raises(UsageError) as error:
        system_clock({"AGGREGATOR_NOW": raw})

    assert "+66m" in (error.value.hint or "")


def test_time_runs_on_from_where_it_was_set():
    clock = system_clock({"AGGREGATOR_NOW": "2031-05-04T07:00:00Z"})

    before = clock.now()
    asyncio.run(clock.sleep(timedelta(milliseconds=20)))

    assert clock.now() - before >= timedelta(milliseconds=15)


def test_waits_on_a_frozen_clock_overlap_and_take_no_time():
    clock = FrozenClock(NOON)

    async def wait():
        await asyncio.gather(clock.sleep(timedelta(hours=1)), clock.sleep(timedelta(hours=3)))

    asyncio.run(wait())

    assert clock.now() == NOON + timedelta(hours=3)
    assert clock.monotonic() == 3 * 3600


def test_a_frozen_clock_stands_where_it_is_put():
    clock = FrozenClock(NOON)

    clock.advance(timedelta(minutes=66))
    later = clock.now()
    clock.set(NOON)

    assert (later, clock.now()) == (NOON + timedelta(minutes=66), NOON)


def test_a_fast_clock_lives_an_hour_in_a_moment():
    clock = FastClock(360_000, NOON)

    asyncio.run(clock.sleep(timedelta(hours=1)))

    assert clock.now() >= NOON + timedelta(hours=1)


def test_a_clock_that_stands_still_is_not_a_fast_clock():
    with pytest.raises(ValueError, match="cannot run"):
        FastClock(0, NOON)


def test_a_fast_clock_slows_down_when_its_time_is_over():
    end = NOON + timedelta(days=1)
    clock = FastClock(8_640_000, NOON, until=end)

    asyncio.run(asyncio.sleep(0.05))
    first = clock.now()
    asyncio.run(clock.sleep(timedelta(milliseconds=20)))

    assert end <= first < end + timedelta(seconds=10)
    assert timedelta(milliseconds=20) <= clock.now() - first < timedelta(seconds=10)
