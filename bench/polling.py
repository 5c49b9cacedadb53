"""The delay until new entries are found, for a given number of requests.

    python -m bench.polling [--feeds 60] [--days 21] [--warm 7] [--seed 1] [--mix press|home]

Invented feeds publish for some weeks: daily papers with a day and a weekend, regional ones, blogs, bulletins at fixed
hours, agencies that publish in batches, feeds that sleep and may wake. Each policy sees what a poll can see (the dates
of the entries in the document) and says when to poll next. Measured after a warm-up: the delay from publication to the
poll that finds the entry, requests, and entries that left the document before any poll.

The policies of others are written from their documentation: a fixed interval (the default of most readers) and
miniflux's `entry_frequency` (a week divided by the entries of the last week, between 5 minutes and 24 hours). Ours is
`stages/schedule.py` itself, floors, window guard and jitter included, with the price at which it makes the same number
of requests.
"""

import argparse
import bisect
import math
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from aggregator.records import Feed, FeedId, FeedSpec, NotModified, Response, Validators
from aggregator.stages import schedule

HOUR, DAY, WEEK = 3600.0, 86400.0, 604800.0
START = datetime(2026, 1, 5, tzinfo=UTC)  # a Monday
KEPT = 3000  # newest arrivals a rhythm is learnt from
REFIT, REFIT_AFTER_NEWS = 6 * HOUR, 1 * HOUR

MIXES = {
    "press": {"daily": 30, "regional": 30, "blog": 15, "bulletin": 8, "batch": 10, "asleep": 7},
    "home": {"daily": 8, "regional": 17, "blog": 50, "bulletin": 5, "batch": 5, "asleep": 15},
}


# ------------------------------------------------------------------------------------------------- publishers


@dataclass
class Source:
    kind: str
    times: list[float]  # publication, seconds from START; negative ones stand in the first document
    window: int


def shape(kind: str, peak: int) -> list[float]:
    """Relative intensity of each hour of the week, mean 1."""
    week = []
    for hour in range(168):
        distance = min((hour - peak) % 24, (peak - hour) % 24)
        weekend = hour >= 120
        if kind == "daily":
            week.append((0.12 + 1.7 * math.exp(-((distance / 5.2) ** 2))) * (0.6 if weekend else 1.0))
        elif kind == "office":
            week.append((1.0 if distance <= 5 else 0.05) * (0.12 if weekend else 1.0))
        else:
            week.append(0.4 + math.exp(-((distance / 6.0) ** 2)))
    mean = sum(week) / 168
    return [value / mean for value in week]


def poisson(chance: random.Random, mean: float) -> int:
    """A Poisson number by its exponential gaps."""
    count, spent = 0, chance.expovariate(1.0)
    while spent < mean:
        count += 1
        spent += chance.expovariate(1.0)
    return count


def flow(chance: random.Random, per_day: float, week: list[float], days: int, turn: tuple[int, float]) -> list[float]:
    """Arrivals at a rate that follows the hours of the week and changes for good on one day."""
    times = []
    for hour in range(-7 * 24, days * 24):
        factor = turn[1] if hour >= turn[0] * 24 else 1.0
        times += [
            (hour + chance.random()) * HOUR for _ in range(poisson(chance, per_day / 24 * week[hour % 168] * factor))
        ]
    return times


def source(kind: str, chance: random.Random, days: int) -> Source:
    """One invented feed."""
    peak = chance.choice([9, 10, 11, 12, 15, 18, 20, 4])
    turn = (
        (chance.randrange(8, max(9, days)), chance.choice([0.1, 0.3, 4.0, 8.0]))
        if chance.random() < 0.1
        else (10**6, 1.0)
    )
    if kind == "daily":
        rate = 90 * math.exp(chance.gauss(0, 0.7))
        times = flow(chance, rate, shape("daily", peak), days, turn)
        for _ in range(poisson(chance, days / 10)):  # a piece of breaking news
            at = chance.random() * days * DAY
            times += [at + chance.expovariate(1 / (1.5 * HOUR)) for _ in range(poisson(chance, rate / 6))]
        return Source(kind, times, chance.choice([15, 20, 30, 50, 100]))
    if kind == "regional":
        rate = 12 * math.exp(chance.gauss(0, 0.8))
        week = shape("office" if chance.random() < 0.6 else "daily", peak)
        return Source(kind, flow(chance, rate, week, days, turn), chance.choice([10, 10, 15, 20, 30]))
    if kind == "blog":
        rate = 0.25 * math.exp(chance.gauss(0, 1.1))
        return Source(kind, flow(chance, rate, shape("blog", peak), days, turn), 10)
    if kind == "bulletin":
        hours = chance.sample(range(5, 22), chance.choice([1, 1, 2, 3]))
        kept = [day for day in range(-7, days) if day % 7 < 5 or chance.random() < 0.5]
        return Source(kind, [day * DAY + hour * HOUR + chance.gauss(0, 240) for day in kept for hour in hours], 10)
    if kind == "batch":
        size, hours = chance.randrange(3, 16), chance.sample(range(24), chance.randrange(2, 7))
        times = []
        for day in range(-7, days):
            for hour in hours:
                at = day * DAY + hour * HOUR + chance.random() * 1200
                times += [at + chance.random() * 20 for _ in range(poisson(chance, size))]
        return Source(kind, times, chance.choice([20, 30, 50]))
    times = [-chance.random() * 200 * DAY for _ in range(5)]
    if chance.random() < 0.15:
        at = chance.randrange(10, days) * DAY
        times += [at := at + chance.expovariate(3 / DAY) for _ in range(60)]
    return Source("asleep", times, 10)


def population(count: int, days: int, seed: int, mix: str) -> list[Source]:
    chance = random.Random(seed)
    total = sum(MIXES[mix].values())
    sources = [
        source(kind, chance, days)
        for kind, share in MIXES[mix].items()
        for _ in range(max(1, round(count * share / total)))
    ]
    return [replace(one, times=sorted(t for t in one.times if t < days * DAY)) for one in sources]


# ------------------------------------------------------------------------------------------------- policies

# Seconds to the next poll, from: now, publication times known so far, new ones among them, window, memory, which feed.
Policy = Callable[[float, list[float], int, int, dict[str, object], int], float]


def fixed(minutes: float) -> Policy:
    """The same interval for every feed."""
    return lambda now, known, new, window, memory, index: minutes * 60


def entry_frequency(
    now: float, known: list[float], new: int, window: int, memory: dict[str, object], index: int
) -> float:
    """A week divided by the entries of a week, as extrapolated from those of the last seven days."""
    recent = known[bisect.bisect_left(known, now - WEEK) :]
    if len(recent) < 2 or recent[-1] <= recent[0]:
        return DAY
    weekly = math.ceil(WEEK / ((recent[-1] - recent[0]) / (len(recent) - 1)))
    return min(DAY, max(300.0, WEEK / weekly))


def ours(price: float) -> Policy:
    """`stages/schedule.py` at a fixed price; rhythms are kept for hours, as the engine does."""
    reply = Response(url="", status=304, headers=(), body=b"", received=START, elapsed=timedelta(0))
    same = NotModified(response=reply, validators=Validators(etag="x"), fresh_for=None)

    def policy(now: float, known: list[float], new: int, window: int, memory: dict[str, object], index: int) -> float:
        at = START + timedelta(seconds=now)
        learnt, when = memory.get("rhythm"), float(str(memory.get("when", -DAY)))
        if not isinstance(learnt, schedule.Rhythm) or now - when > (REFIT_AFTER_NEWS if new else REFIT):
            learnt = schedule.rhythm([START + timedelta(seconds=t) for t in known[-KEPT:]], at)
            memory.update(rhythm=learnt, when=now)
        feed = memory.get("feed")
        if not isinstance(feed, Feed):
            url = f"https://{index}.example/feed"
            feed = Feed(
                id=FeedId(index), spec=FeedSpec(url=url, name=url), url=url, validators=same.validators, window=window
            )
            memory["feed"] = feed
        return (schedule.next_due(feed, same, learnt, price, at).at - at).total_seconds()

    return policy


# ------------------------------------------------------------------------------------------------- simulation


@dataclass
class Result:
    delays: list[float] = field(default_factory=list)  # minutes
    per_feed: list[float] = field(default_factory=list)
    requests: int = 0
    missed: int = 0

    @property
    def mean(self) -> float:
        return sum(self.delays) / max(1, len(self.delays))

    def quantile(self, share: float) -> float:
        ordered = sorted(self.delays) or [0.0]
        return ordered[int(share * (len(ordered) - 1))]

    def feed_median(self) -> float:
        return sorted(self.per_feed or [0.0])[len(self.per_feed) // 2] if self.per_feed else 0.0


def run(sources: list[Source], policy: Policy, days: int, warm: int) -> Result:
    result = Result()
    for index, one in enumerate(sources):
        _run_one(one, policy, days * DAY, warm * DAY, index, result)
    return result


def _run_one(one: Source, policy: Policy, end: float, warm: float, index: int, result: Result) -> None:
    now = (index * 0.618034 % 1.0) * HOUR
    memory: dict[str, object] = {}
    seen = bisect.bisect_right(one.times, now)
    known = one.times[max(0, seen - one.window) : seen]
    new, delays = len(known), []
    while (now := now + policy(now, known, new, one.window, memory, index)) < end:
        upto = bisect.bisect_right(one.times, now)
        first = max(seen, upto - one.window)
        fresh = one.times[first:upto]
        if now >= warm:
            result.requests += 1
            result.missed += sum(1 for t in one.times[seen:first] if t >= warm)
            delays += [(now - t) / 60 for t in fresh if t >= warm]
        known += fresh
        seen, new = upto, len(fresh)
    result.delays += delays
    if delays:
        result.per_feed.append(sum(delays) / len(delays))


def match(sources: list[Source], days: int, warm: int, requests: int) -> tuple[float, Result]:
    """Our policy at the price where it makes about as many requests; never more than 0.5 % above them."""
    price, best = schedule.PRICE, None
    for _ in range(8):
        result = run(sources, ours(price), days, warm)
        ratio = result.requests / requests
        if ratio <= 1.005 and (best is None or result.requests > best[1].requests):
            best = (price, result)
        if 0.99 <= ratio <= 1.005:
            break
        price *= (ratio * 1.002) ** 2
    assert best is not None, "no price makes so few requests"
    return best


def line(name: str, result: Result, feeds: int, days: int) -> str:
    rate = result.requests / feeds / days
    missed = 100 * result.missed / max(1, result.missed + len(result.delays))
    return (
        f"{name:34} {rate:9.1f} {result.quantile(0.5):8.1f} {result.mean:8.1f} {result.quantile(0.95):8.1f}"
        f" {result.feed_median():9.1f} {result.missed:8d} {missed:6.2f}%"
    )


def compared(name: str, theirs: Result, mine: Result) -> str:
    factors = {
        "mean": theirs.mean / mine.mean,
        "median": theirs.quantile(0.5) / mine.quantile(0.5),
        "p95": theirs.quantile(0.95) / mine.quantile(0.95),
        "per feed": theirs.feed_median() / mine.feed_median(),
    }
    words = ", ".join(f"{what} {factor:.2f}x" for what, factor in factors.items())
    return f"against {name}: {words}, missed {theirs.missed} -> {mine.missed} (requests {mine.requests / theirs.requests:.3f}x)"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--feeds", type=int, default=60)
    parser.add_argument("--days", type=int, default=21)
    parser.add_argument("--warm", type=int, default=7)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--mix", choices=sorted(MIXES), default="press")
    asked = parser.parse_args()
    sources = population(asked.feeds, asked.days, asked.seed, asked.mix)
    days = asked.days - asked.warm
    published = sum(1 for one in sources for t in one.times if t >= asked.warm * DAY)
    print(
        f"{len(sources)} feeds ({asked.mix}), {published} entries in {days} days, seed {asked.seed}; delays in minutes\n"
    )
    head = f"{'policy':34} {'req/f/day':>9} {'median':>8} {'mean':>8} {'p95':>8} {'per feed':>9} {'missed':>8}"
    print(head)
    ratios = []
    for name, peer in (("fixed 60 min", fixed(60)), ("entry_frequency", entry_frequency)):
        theirs = run(sources, peer, asked.days, asked.warm)
        price, mine = match(sources, asked.days, asked.warm, theirs.requests)
        print(line(name, theirs, len(sources), days))
        print(line(f"  ours, price {price:.0f}", mine, len(sources), days), flush=True)
        ratios.append(compared(name, theirs, mine))
    print("\n" + "\n".join(ratios))


if __name__ == "__main__":
    main()
