"""When a feed is asked again.

The rule is called WAIT. Every entry that is published and not yet fetched waits; the expected sum of these waits grows
while we do nothing, and a feed is asked when the sum reaches a price. At a steady rate this is the square-root rule
(Sia, Cho & Cho 2007, "Efficient monitoring algorithm for fast news alerts": twice the rate, 1.4 times the requests);
with the hours of the week in the rate, nights and weekends are asked less. One price serves the whole installation
and is steered so that the requests of an hour meet a budget.

The rhythm is bounded afterwards, in this order: the window of the feed, what the feed hints, failures, our floors, and
above all the word of the server. Every step that decided is named in `Due.why`.
"""

import hashlib
import math
from array import array
from collections.abc import Container, Sequence
from datetime import UTC, datetime, timedelta

from msgspec import Struct

from aggregator.records import Failed, Feed, Fetched, Gone, Hints, NotModified, Outcome, Validators

FLOOR = timedelta(minutes=5)  # where conditional requests work
FLOOR_UNCONDITIONAL = timedelta(minutes=60)  # where every poll carries the whole document
FLOOR_EVERY = timedelta(minutes=1)  # under an explicit `every:`
CEILING = timedelta(hours=24)
GONE_AGAIN = timedelta(days=30)  # a look at a feed that said 410
OUTAGE_AGAIN = timedelta(minutes=5)
JITTER = 0.05
WINDOW_SHARE = 1 / 3  # of the entries in a document that may be replaced between two polls

PRICE = 900.0  # entry-seconds a request is worth before anything was steered
CHEAPEST, DEAREST = 60.0, 1e9
STEEPEST = 4.0  # factor between two prices that follow each other

TTL_FROM, TTL_TO = timedelta(minutes=5), timedelta(hours=24)  # a ttl below is ignored, one above is cut

_HOUR = 3600.0
_DAY = 86400.0
_WEEK = 604800.0
_EPOCH_MONDAY = 4 * _DAY  # 1970-01-05 was a Monday
_SHORT, _LONG = 2 * _DAY, 28 * _DAY  # memories, after which an arrival counts 1/e
_HORIZON = 84 * _DAY
_TOGETHER = 90.0  # seconds; entries closer than this are one arrival
_PRIOR_EVENTS, _PRIOR_SPAN = 0.25, 2.5 * _DAY  # one arrival in ten days, believed as a quarter of one
_SHORT_SHRINK = 4.0  # arrivals that the long memory is worth in the short one
_DAY_SHRINK, _WEEKDAY_SHRINK, _HOUR_SHRINK = 0.2, 4.0, 10.0  # arrivals that a coarser profile is worth in a finer one
_RECORD_HOURS = 1344  # eight weeks; older hours weigh less than a seventh
_PROFILE_FROM = 5  # arrivals


class Due(Struct, frozen=True, kw_only=True):
    """The instant of the next poll, and what decided it."""

    at: datetime
    why: str


class Rhythm(Struct, frozen=True, kw_only=True):
    """How a feed publishes, learnt from its arrivals; good for some hours, so worth keeping."""

    events: float  # arrivals per second; what comes together is one
    batch: float  # entries per arrival
    profile: "array[float] | None"  # 168 hours from Monday 00:00 UTC, mean 1; None: flat
    last: datetime | None  # newest arrival
    resends: bool = (
        False  # its server sends the whole document though nothing is new: it does not do conditional requests
    )

    @property
    def rate(self) -> float:
        """Entries per second, over all hours of the week."""
        return self.events * self.batch


def rhythm(arrivals: Sequence[datetime], now: datetime) -> Rhythm:
    """The rhythm behind `arrivals`.

    A Gamma-Poisson estimate with exponential forgetting: a short memory (2 days) shrunk towards a long one (28 days),
    that shrunk towards one arrival in ten days. The profile of the week is shrunk towards that of the day, that
    towards a flat one.

    Args:
        arrivals: when recent entries were published (or first seen), any order, UTC; those in the future and those
            older than 84 days are left out. When only the newest are given, the oldest of them begins the record.
    """
    present = now.timestamp()
    times = sorted(t for t in (at.timestamp() for at in arrivals) if present - _HORIZON < t <= present)
    events = _events(times)
    # The first arrival begins the record, so it says nothing about the rate inside it.
    began = min(events[0], present - _HOUR) if events else present - _LONG
    counted = events[1:] if len(events) > 1 else events
    profile = _profile(counted, began, present) if len(counted) >= _PROFILE_FROM else None
    slow = (_faded(counted, present, _LONG) + _PRIOR_EVENTS) / (_exposure(profile, began, present, _LONG) + _PRIOR_SPAN)
    short = _exposure(profile, began, present, _SHORT)
    fast = (_faded(counted, present, _SHORT) + _SHORT_SHRINK) / (short + _SHORT_SHRINK / slow)
    return Rhythm(
        events=fast,
        batch=len(times) / len(events) if events else 1.0,
        profile=profile,
        last=datetime.fromtimestamp(times[-1], UTC) if times else None,
    )


def next_due(
    feed: Feed,
    outcome: Outcome,
    arrivals: Sequence[datetime] | Rhythm,
    price: float,
    now: datetime,
    *,
    missed: bool = False,
    outage: bool = False,
) -> Due:
    """The instant at which `feed` should be polled again.

    What feeds.yaml asks with `every:`, else the WAIT rule at `price`; sooner when items may have been missed, doubled
    per consecutive failure up to 24 h, later where ttl, sy:, skipHours or skipDays ask for it and the window of the
    feed allows it; never sooner than our floors, and never sooner than Cache-Control, Expires or Retry-After. Up to
    5 % is added, from a hash of the URL, so that feeds spread out without a random source.

    Args:
        feed: as settled after the poll: `failures` counts it, `fresh_until` and `retry_until` are the server's word.
        arrivals: of its entries (see `rhythm`), or their rhythm when the caller kept it.
        price: entry-seconds of waiting that one request is worth (see `steer`).
        now: the end of that poll, UTC.
        missed: the poll did not overlap with the one before (see `gap`).
        outage: nobody answers, so the trouble is ours: looked at again soon, nobody's failure.

    Returns:
        An instant in [now + 5 min, now + 24 h] by our own rules; with `every:` or the word of the server up to what
        they say; 30 days on after a 410. All plus at most 5 %.
    """
    if isinstance(outcome, Gone):
        return _spread(feed, GONE_AGAIN, "the feed says it is gone; looked at monthly", now)
    if isinstance(outcome, Failed) and outage and outcome.code != "held":
        return _spread(feed, OUTAGE_AGAIN, "nobody answered, so it may be our own line; soon again", now)
    known = arrivals if isinstance(arrivals, Rhythm) else rhythm(arrivals, now)
    wait, why, guard = _rhythm_wait(feed, known, price, now)
    if missed and feed.spec.every is None:
        wait, why = min(wait / 2, guard), "items may have been missed; sooner than its rhythm"
    if isinstance(outcome, Failed):
        wait, why = _backoff(feed, outcome, wait, why)
    elif feed.hints is not None:
        wait, why = _hinted(feed, feed.hints, wait, why, guard, now)
    floor, words = _floor(feed, outcome, known)
    if wait < floor:
        wait, why = floor, words
    wait = min(wait, _ceiling(feed))
    wait, why = _server(feed, outcome, wait, why, now)
    return _spread(feed, wait, why, now)


def steer(price: float, requests: float, budget: float) -> float:
    """The next price, so that requests meet the budget.

    Requests fall as the square root of the price, so the price follows the square of their ratio; at most a factor of
    four at once, because an hour of a small installation is noisy.

    Args:
        price: of the last hour.
        requests: made in it, or what is due in the next.
        budget: of an hour.

    Returns:
        A price in [60, 1e9] entry-seconds.
    """
    if not (math.isfinite(price) and price > 0):
        price = PRICE
    ratio = max(requests, 0.0) / max(budget, 1.0)
    factor = min(max(ratio * ratio, 1 / STEEPEST), STEEPEST)
    return min(max(price * factor, CHEAPEST), DEAREST)


def gap(previous: Sequence[object], present: Container[object], new: int) -> bool:
    """Whether items may have been missed between two documents of a feed.

    A feed drops its oldest entries. So if not even the newest of the former document are still there, while new ones
    are, others may have come and gone in between. The newest third (at most five) is looked at: an entry that was
    withdrawn is no gap, and an old one that is pinned to the top for weeks is no overlap.

    Args:
        previous: keys of the entries of the former document, newest first (by date; in its order where undated);
            empty when there was none.
        present: keys of the entries of the new document.
        new: how many of them were not in the archive.
    """
    if not previous or new == 0:
        return False
    newest = previous[: min(5, max(1, len(previous) // 3))]
    return not any(key in present for key in newest)


def hint_wait(hints: Hints) -> timedelta | None:
    """The longest of the pauses a feed hints at (RSS 2.0 `ttl`, RSS 1.0 syndication module), in [5 min, 24 h]."""
    spans = [span for span in (hints.ttl, hints.update_period) if span is not None and span >= TTL_FROM]
    return min(max(spans), TTL_TO) if spans else None


def after_skips(hints: Hints, at: datetime) -> datetime:
    """The first instant from `at` on outside skipHours and skipDays (RSS 2.0, GMT).

    A feed that skips every hour or every day says nothing.
    """
    hours = frozenset(hints.skip_hours) & frozenset(range(24))
    days = frozenset(hints.skip_days) & frozenset(range(7))
    if len(hours) == 24:
        hours = frozenset()
    if len(days) == 7:
        days = frozenset()
    for _ in range(8 * 24):
        if at.weekday() in days:
            at = at.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
        elif at.hour in hours:
            at = at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        else:
            break
    return at


def _rhythm_wait(feed: Feed, known: Rhythm, price: float, now: datetime) -> tuple[timedelta, str, timedelta]:
    """The wait by rhythm, its reason, and the wait after which the window is in danger."""
    weighted = max(price, 1e-6) / max(feed.spec.weight, 0.01)
    seconds, guard = _wait(known, weighted, feed.window, now)
    if feed.spec.every is not None:
        return feed.spec.every, "every: in feeds.yaml", CEILING
    if guard < seconds:
        words = f"a third of its {feed.window} entries may be replaced by then"
        return timedelta(seconds=guard), words, timedelta(seconds=guard)
    return timedelta(seconds=seconds), f"its rhythm, {_pace(known)}", timedelta(seconds=guard)


def _wait(known: Rhythm, price: float, window: int, now: datetime) -> tuple[float, float]:
    """Seconds until the expected waiting reaches `price`, and until a third of the window is expected to be new.

    Both integrals run hour by hour through the profile; both are cut at 24 h.
    """
    limit = CEILING.total_seconds()
    share = window * WINDOW_SHARE if window >= 2 else math.inf
    start = now.timestamp()
    spent, waiting, count = 0.0, 0.0, 0.0
    due, guard = limit, limit
    while spent < limit and (due == limit or guard == limit):
        hour = (start + spent - _EPOCH_MONDAY) % _WEEK
        step = min(_HOUR - hour % _HOUR, limit - spent)
        rate = known.rate * (known.profile[int(hour // _HOUR)] if known.profile is not None else 1.0)
        more = count + rate * step
        if guard == limit and more >= share:
            guard = spent + (share - count) / rate
        after = waiting + count * step + rate * step * step / 2
        if due == limit and after >= price:
            # waiting + count t + rate t^2 / 2 = price
            due = spent + (math.sqrt(count * count + 2 * rate * (price - waiting)) - count) / rate
            if share == math.inf or due <= guard:
                break
        spent, waiting, count = spent + step, after, more
    return due, guard


def _backoff(feed: Feed, outcome: Failed, wait: timedelta, why: str) -> tuple[timedelta, str]:
    if outcome.code == "held":
        return timedelta(0), why  # the server's word decides; nothing was asked, so nothing failed
    times = max(feed.failures, 1)
    doubled = max(wait, FLOOR) * 2 ** min(times, 12)
    words = f"failed {times} time{'s' if times > 1 else ''} ({outcome.code})"
    return min(doubled, _ceiling(feed)), words


def _ceiling(feed: Feed) -> timedelta:
    """A day, unless feeds.yaml asks for a longer pause."""
    return max(CEILING, feed.spec.every or CEILING)


def _hinted(
    feed: Feed, hints: Hints, wait: timedelta, why: str, guard: timedelta, now: datetime
) -> tuple[timedelta, str]:
    """Soft lower bounds: they give way when the window of the feed is about to roll over."""
    asked = hint_wait(hints)
    if asked is not None and asked > wait and min(asked, guard) > wait:
        wait, why = min(asked, guard), f"the feed asks for {_span(asked)}"
    until = after_skips(hints, now + wait) - now
    if until > wait and min(until, guard) > wait:
        wait, why = min(until, guard), "the feed asks to skip these hours"
    return wait, why


def _floor(feed: Feed, outcome: Outcome, known: Rhythm) -> tuple[timedelta, str]:
    """Five minutes where conditional requests work; an hour where there are no validators, or a server ignores them."""
    if feed.spec.every is not None:
        return FLOOR_EVERY, "never more than once a minute"
    if isinstance(outcome, Failed):
        return FLOOR, "never sooner than every 5 min"
    resent = known.resends or (isinstance(outcome, NotModified) and outcome.same_body)
    if feed.validators == Validators() or resent or (isinstance(outcome, Fetched) and not outcome.response.complete):
        return FLOOR_UNCONDITIONAL, "every poll carries the whole document, so hourly at most"
    return FLOOR, "never sooner than every 5 min"


def _server(feed: Feed, outcome: Outcome, wait: timedelta, why: str, now: datetime) -> tuple[timedelta, str]:
    """The word of the server, above everything of ours."""
    held = outcome.retry_after if isinstance(outcome, Failed) else None
    asked = (
        (feed.fresh_until - now if feed.fresh_until else None, "the server says it is fresh until then"),
        (feed.retry_until - now if feed.retry_until else None, "the server asked to wait"),
        (
            held,
            outcome.message if isinstance(outcome, Failed) and outcome.code == "held" else "the server asked to wait",
        ),
    )
    for span, words in asked:
        if span is not None and span > wait:
            wait, why = span, words
    return wait, why


def _spread(feed: Feed, wait: timedelta, why: str, now: datetime) -> Due:
    share = int.from_bytes(hashlib.blake2b(feed.url.encode("utf-8", "replace"), digest_size=4).digest(), "big") / 2**32
    wait = max(wait, timedelta(seconds=1))
    return Due(at=now + wait * (1 + JITTER * share), why=why)


def _events(times: Sequence[float]) -> list[float]:
    """The first of each group of arrivals that came together; `times` sorted."""
    found: list[float] = []
    before = -math.inf
    for at in times:
        if at - before > _TOGETHER:
            found.append(at)
        before = at
    return found


def _faded(events: Sequence[float], now: float, memory: float) -> float:
    return sum(math.exp((at - now) / memory) for at in events)


def _exposure(profile: "array[float] | None", began: float, now: float, memory: float) -> float:
    """Seconds that a record is worth when its past fades, busy hours of the week counting more than quiet ones.

    Without the profile, a Monday morning would look back on the weekend and find the feed slow.
    """
    if profile is None:
        return memory * (1 - math.exp((began - now) / memory))
    worth, age, weight = 0.0, now - began, 1.0
    fade, hour = math.exp(-_HOUR / memory), _hour_of_week(now)
    for back in range(min(int(age // _HOUR), _RECORD_HOURS)):
        worth += weight * profile[(hour - back) % 168]
        weight *= fade
    return (worth + weight * (age % _HOUR) / _HOUR) * _HOUR


def _profile(events: Sequence[float], began: float, now: float) -> "array[float]":
    """168 factors with mean 1: how much busier each hour of the week is than the mean.

    Three steps, each shrunk towards the one before by what it has seen: the hours of the day, times the days of the
    week, times what is particular to one hour of the week. Counts are compared with how often each hour was watched,
    so an hour nobody watched yet is as busy as the mean, not silent.
    """
    seen, counts = [0.0] * 168, [0.0] * 168
    hour, fade, weight = _hour_of_week(now), math.exp(-_HOUR / _LONG), 1.0
    for back in range(min(int((now - began) // _HOUR) + 1, _RECORD_HOURS)):
        seen[(hour - back) % 168] += weight
        weight *= fade
    for at in events:
        counts[_hour_of_week(at)] += math.exp((at - now) / _LONG)
    total = sum(counts)
    mean = total / sum(seen)
    day = [
        (count + _DAY_SHRINK) / (watched * mean + _DAY_SHRINK)
        for count, watched in zip(_smooth(_folded(counts)), _smooth(_folded(seen)), strict=True)
    ]
    expected = [watched * mean * day[i % 24] for i, watched in enumerate(seen)]
    for start in range(0, 168, 24):
        one = slice(start, start + 24)
        factor = (sum(counts[one]) + _WEEKDAY_SHRINK) / (sum(expected[one]) + _WEEKDAY_SHRINK)
        expected[one] = [value * factor for value in expected[one]]
    raw = [
        (count + _HOUR_SHRINK) / (value + _HOUR_SHRINK) * (value / (watched * mean) if watched else day[i % 24])
        for i, (count, value, watched) in enumerate(zip(_smooth(counts), _smooth(expected), seen, strict=True))
    ]
    level = sum(raw) / 168
    return array("d", (value / level for value in raw))


def _hour_of_week(at: float) -> int:
    return int((at - _EPOCH_MONDAY) % _WEEK // _HOUR)


def _folded(week: Sequence[float]) -> list[float]:
    """The hours of the day over all days."""
    return [sum(week[hour::24]) for hour in range(24)]


def _smooth(ring: Sequence[float]) -> list[float]:
    return [ring[i] / 2 + ring[i - 1] / 4 + ring[(i + 1) % len(ring)] / 4 for i in range(len(ring))]


def _pace(known: Rhythm) -> str:
    daily = known.rate * _DAY
    return f"about {daily:.0f} entries a day" if daily >= 1.5 else f"about an entry in {1 / max(daily, 1e-3):.0f} days"


def _span(span: timedelta) -> str:
    minutes = round(span.total_seconds() / 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h"
