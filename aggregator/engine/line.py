"""Our own line: whose fault it is when a host does not answer."""

from datetime import datetime, timedelta

from aggregator.records import Collected, Failed, Feed
from aggregator.text import urls

SILENT = frozenset({"dns", "connect", "timeout", "tls", "reset"})  # codes of exchanges in which nobody answered
NOT_SENT = frozenset({"held", "refused-address", "bad-scheme"})
OUTAGE_HOSTS = 3  # that many hosts and more, all of them silent: it is our own line
OUTAGE_SPAN = timedelta(minutes=10)


class Line:
    """What the last exchanges say about our own line."""

    def __init__(self) -> None:
        self._silent: dict[str, datetime] = {}
        self._answered: datetime | None = None

    def saw(self, collected: Collected) -> None:
        """Take note of an exchange."""
        if is_silence(collected):
            self._silent[urls.host(collected.feed.url)] = collected.at
        elif not (isinstance(collected.outcome, Failed) and collected.outcome.code in NOT_SENT):
            self._silent.clear()
            self._answered = collected.at

    @property
    def down_since(self) -> datetime | None:
        """Since when nobody answers; None while somebody does, or too few were asked to tell."""
        return min(self._silent.values()) if len(self._silent) >= OUTAGE_HOSTS else None

    def is_down(self, now: datetime) -> bool:
        """Whether nobody has answered for a while, though several were asked."""
        return sum(now - at <= OUTAGE_SPAN for at in self._silent.values()) >= OUTAGE_HOSTS

    def excuses(self, collected: Collected) -> bool:
        """Whether the silence of a host may be our own, and so is not charged to its feed.

        It may be while nobody answers, and also, once, when nobody has answered since this exchange began: the first hosts
        of an outage look like any host that is away. The feed is looked at again soon, and is then charged if others
        answer, or if it is silent a second time.
        """
        if not is_silence(collected):
            return False
        assert isinstance(collected.outcome, Failed)
        witnessed = self._answered is not None and self._answered >= collected.at - collected.outcome.elapsed
        return self.is_down(collected.at) or (not witnessed and _was_well(collected.feed))


def is_silence(collected: Collected) -> bool:
    """Whether an exchange ended without an answer of its server."""
    return isinstance(collected.outcome, Failed) and collected.outcome.code in SILENT


def _was_well(feed: Feed) -> bool:
    """Whether the poll before this one brought a good answer."""
    return feed.failures == 0 and feed.last_good is not None and feed.last_good == feed.last_polled
