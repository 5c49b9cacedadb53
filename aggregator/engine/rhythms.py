"""Rhythms of feeds, kept for some hours: learning one from five hundred arrivals costs more than a whole 304."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec.structs import replace

from aggregator.archive import Connection, answers, feeds
from aggregator.records import FeedId
from aggregator.stages import schedule
from aggregator.stages.schedule import Rhythm

KEPT = timedelta(hours=6)  # a rhythm that no new entry contradicts
KEPT_IF_NEW = timedelta(hours=1)


class Rhythms:
    """What was learnt of each feed, and when; used in the writer's thread only."""

    def __init__(self) -> None:
        self._known: dict[FeedId, tuple[Rhythm, datetime]] = {}

    def of(self, conn: Connection, feed: FeedId, now: datetime, *, new: Sequence[datetime]) -> Rhythm:
        """The rhythm of `feed`, learnt again when it is old, sooner when something new has come.

        Args:
            new: when the entries of this poll appeared that are not in the archive yet.
        """
        known = self._known.get(feed)
        if known is None or now - known[1] >= (KEPT_IF_NEW if new else KEPT):
            learnt = schedule.rhythm((*new, *feeds.arrivals(conn, feed, now)), now)
            known = (replace(learnt, resends=answers.resends(conn, feed)), now)
            self._known[feed] = known
        return known[0]
