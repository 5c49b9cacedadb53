"""What each outlet repeats on every page: "Read also", "Subscribe to our newsletter". It makes strangers look alike."""

from collections import Counter, deque
from collections.abc import Sequence

RECENT = 50  # articles remembered of an outlet
SHARE = 0.20  # of them; a sentence that stands in more is furniture
LEAST = 4  # articles


class Sources:
    """The sentences of each outlet's last articles, by hash."""

    def __init__(self) -> None:
        self._recent: dict[int, deque[tuple[int, ...]]] = {}
        self._counts: dict[int, Counter[int]] = {}
        self._repeated: dict[int, set[int]] = {}  # those counted LEAST times or more

    def furniture(self, outlet: int) -> frozenset[int]:
        """Hashes of the sentences that this outlet repeats."""
        recent = self._recent.get(outlet)
        if recent is None or len(recent) < LEAST:
            return frozenset()
        least = max(LEAST, SHARE * len(recent))
        counts = self._counts[outlet]
        return frozenset(mark for mark in self._repeated[outlet] if counts[mark] >= least)

    def learn(self, outlet: int, sentences: Sequence[int]) -> None:
        """Remember the sentences of one more article."""
        recent = self._recent.setdefault(outlet, deque())
        counts = self._counts.setdefault(outlet, Counter())
        distinct = tuple(dict.fromkeys(sentences))[:40]
        recent.append(distinct)
        repeated = self._repeated.setdefault(outlet, set())
        for mark in distinct:
            counts[mark] += 1
            if counts[mark] >= LEAST:
                repeated.add(mark)
        if len(recent) > RECENT:
            for mark in recent.popleft():
                counts[mark] -= 1
                if counts[mark] < LEAST:
                    repeated.discard(mark)
                if not counts[mark]:
                    del counts[mark]

    def rows(self) -> dict[str, list[list[int]]]:
        """What is remembered, for storing."""
        return {str(outlet): [list(one) for one in recent] for outlet, recent in self._recent.items()}

    def load(self, rows: dict[str, list[list[int]]]) -> None:
        """The reverse of `rows`."""
        for outlet, articles in rows.items():
            for sentences in articles:
                self.learn(int(outlet), sentences)
