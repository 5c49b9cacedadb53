"""Write what a poll brought home, as one transaction beside the archive."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from aggregator.archive import Connection, facts, feeds, known, subscriptions
from aggregator.engine.rhythms import Rhythms
from aggregator.records import (
    ChangeSet,
    Collected,
    EntryId,
    Failed,
    Feed,
    Fetched,
    Gone,
    Hop,
    New,
    NotModified,
    Outcome,
    ParsedFeed,
    Revised,
    Verdict,
)
from aggregator.stages import fetch, schedule
from aggregator.stages.schedule import Due

PUSHED_SLOWER = 4  # times, for feeds whose hub delivers ...
PUSHED_CEILING = timedelta(hours=24)
TRUSTED_FOR = timedelta(days=3)  # ... as long as it did lately


class Polled(Struct, frozen=True, kw_only=True):
    """What one poll did, for people and logs."""

    feed: Feed
    code: str
    message: str
    status: int | None
    new: int
    revised: int
    elapsed: timedelta
    why: str
    missed: bool  # items may have come and gone since the poll before


def absorb(
    conn: Connection,
    collected: Collected,
    price: float,
    rhythms: Rhythms,
    *,
    charged: bool = True,
) -> Polled:
    """Write what one poll brought home; the entries are safe when the writer has committed.

    Args:
        price: of waiting, see `schedule.steer`.
        rhythms: of all feeds, as learnt so far.
        charged: False while our own line is down: the failure is not the feed's.
    """
    feed, now = collected.feed, collected.at
    untouched = _untouched(conn, collected)
    verdicts = _verdicts(conn, collected, untouched)
    # What was found in a ruin counts, but nothing is remembered that could hide what was not found.
    whole = collected.parsed is not None and collected.parsed.whole and collected.parsed.path != "feedparser"
    after = _described(
        fetch.settle(feed, collected.outcome, whole, now, charged=charged, taken=_Followed(conn, feed)),
        collected.parsed,
        len(collected.entries) + len(collected.untouched),
        delta=_is_delta(collected.outcome),
    )
    new = [facts.sort_instant(verdict.entry, now) for verdict in verdicts if isinstance(verdict, New)]
    missed = _missed(conn, collected, verdicts, untouched)
    rhythm = rhythms.of(conn, feed.id, now, new=new)
    due = schedule.next_due(after, collected.outcome, rhythm, price, now, missed=missed, outage=not charged)
    due = _slower(conn, after, due, now)
    change = _change_set(collected, verdicts, replace(after, next_due=due.at), due.why, missed)
    facts.apply(conn, change)
    return _polled(change, verdicts)


def _slower(conn: Connection, feed: Feed, due: Due, now: datetime) -> Due:
    """`due`, later by a factor where a hub delivers: it tells us early, and the polls are for what it might have missed."""
    if feed.failures or feed.spec.every is not None or feed.hints is None or feed.hints.hub is None:
        return due
    known = subscriptions.of_feed(conn, feed.id)
    if known is None or known.state != "confirmed" or known.delivered is None or now - known.delivered > TRUSTED_FOR:
        return due
    at = max(due.at, now + min((due.at - now) * PUSHED_SLOWER, PUSHED_CEILING))
    return Due(at=at, why=f"{due.why}; slower, because its hub tells us of news") if at > due.at else due


def absorb_delivery(conn: Connection, collected: Collected) -> Polled:
    """Write what a hub delivered: its entries, and nothing of what only an answer of the feed itself can say."""
    feed = collected.feed
    verdicts = _verdicts(conn, collected, _untouched(conn, collected))
    why = "its hub told us of news; the next poll stays when it was"
    change = replace(
        _change_set(collected, verdicts, feed, why, missed=False), message="delivered by its hub", asked=feed.url
    )
    facts.apply(conn, change)
    return _polled(change, verdicts)


def _polled(change: ChangeSet, verdicts: Sequence[Verdict]) -> Polled:
    return Polled(
        feed=change.feed,
        code=change.outcome_code,
        message=change.message,
        status=change.status,
        new=sum(isinstance(verdict, New) for verdict in verdicts),
        revised=sum(isinstance(verdict, Revised) for verdict in verdicts),
        elapsed=change.elapsed,
        why=change.why,
        missed=change.gap,
    )


class _Followed:
    """The addresses of the other feeds; asked only where a redirect leads to one."""

    def __init__(self, conn: Connection, feed: Feed) -> None:
        self._conn = conn
        self._feed = feed

    def __contains__(self, url: object) -> bool:
        return feeds.is_followed(self._conn, str(url), but=self._feed.id)


def _verdicts(conn: Connection, collected: Collected, present: frozenset[EntryId]) -> tuple[Verdict, ...]:
    if not collected.entries:
        return ()
    from aggregator.stages import identify  # not needed by a poll that brings no entry

    feed, entries = collected.feed, collected.entries
    if collected.parsed is not None and collected.parsed.site_url:
        # At its first poll the feed does not know its site yet, by which sections without a publisher find each other.
        feed = replace(feed, site_url=collected.parsed.site_url)
    same = identify.unchanged(entries, [one for one in known.standing(conn, feed.id) if one.id not in present])
    present |= {verdict.id for verdict in same.values()}
    rest = [entry for index, entry in enumerate(entries) if index not in same]
    keys = [key for entry in rest for key in identify.keys(entry)]
    candidates = known.candidates(conn, feed, rest, keys, present)
    return (*same.values(), *identify.compare(feed, rest, candidates, present, collected.at))


def _untouched(conn: Connection, collected: Collected) -> frozenset[EntryId]:
    """The entries that stand in the document as they stood in the last one, byte for byte."""
    if not collected.untouched:
        return frozenset()
    hashes = known.open_raw_hashes(conn, collected.feed.id)
    return frozenset(hashes[item.raw_hash] for item in collected.untouched if item.raw_hash in hashes)


def _missed(conn: Connection, collected: Collected, verdicts: Sequence[Verdict], untouched: frozenset[EntryId]) -> bool:
    """Whether the document shares too little with the one before."""
    new = sum(isinstance(verdict, New) for verdict in verdicts)
    if new == 0 or collected.feed.last_good is None or _is_delta(collected.outcome):
        return False
    present = untouched | {verdict.id for verdict in verdicts if not isinstance(verdict, New)}
    return schedule.gap(known.newest_open(conn, collected.feed.id), present, new)


def _is_delta(outcome: Outcome) -> bool:
    return isinstance(outcome, Fetched) and outcome.delta


def _described(feed: Feed, parsed: ParsedFeed | None, entries: int, *, delta: bool) -> Feed:
    """`feed` with what its document says about itself; a delta does not say how many entries the feed shows."""
    if parsed is None:
        return feed
    return replace(
        feed,
        title=feed.spec.title or parsed.title or feed.title,
        site_url=parsed.site_url or feed.site_url,
        hints=parsed.hints,
        window=feed.window if delta else entries,
    )


def _change_set(collected: Collected, verdicts: tuple[Verdict, ...], feed: Feed, why: str, missed: bool) -> ChangeSet:
    before, outcome, parsed = collected.feed, collected.outcome, collected.parsed
    exchange = _exchange(outcome)
    return ChangeSet(
        feed=feed,
        before=before,
        at=collected.at,
        asked=before.url,
        outcome_code=fetch.code(outcome),
        message=exchange.message,
        status=exchange.status,
        wire_bytes=exchange.wire_bytes,
        elapsed=exchange.elapsed,
        hops=exchange.hops,
        untouched=collected.untouched,
        verdicts=verdicts,
        document=parsed is not None,
        whole=parsed is not None and parsed.whole and not _is_delta(outcome),
        seen_until=before.last_good or collected.at,
        why=why,
        gap=missed,
        problems=collected.problems,
        payload_sha256=collected.payload.sha256 if collected.payload else None,
        parse_path=parsed.path if parsed else None,
    )


class _Exchange(Struct, frozen=True, kw_only=True):
    """What `polls` says of an exchange, whatever came of it."""

    status: int | None
    message: str = ""
    wire_bytes: int = 0
    elapsed: timedelta = timedelta(0)
    hops: tuple[Hop, ...] = ()


def _exchange(outcome: Outcome) -> _Exchange:
    match outcome:
        case Fetched(response=reply) | NotModified(response=reply):
            return _Exchange(status=reply.status, wire_bytes=reply.wire_bytes, elapsed=reply.elapsed, hops=reply.hops)
        case Gone():
            return _Exchange(status=410, message=outcome.message, elapsed=outcome.elapsed, hops=outcome.hops)
        case Failed():
            return _Exchange(
                status=outcome.status,
                message=outcome.message,
                wire_bytes=outcome.wire_bytes,
                elapsed=outcome.elapsed,
                hops=outcome.hops,
            )
