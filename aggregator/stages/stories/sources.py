"""What each outlet repeats on every page: "Read also", "Subscribe to our newsletter". It makes strangers look alike."""

from collections import deque
from collections.abc import Mapping, Sequence

import numpy as np

from aggregator.text.fingerprint import Hashes

RECENT = 50  # articles remembered of an outlet
SHARE = 0.20  # of them; a sentence that stands in more is furniture
LEAST = 4  # articles
_SENTENCES = 40  # of an article


class Sources:
    """The sentences of each outlet's last articles, by hash."""

    def __init__(self) -> None:
        self._recent: dict[int, deque[Hashes]] = {}
        self._known: dict[int, frozenset[int]] = {}  # the furniture found last, until the outlet writes again

    def furniture(self, outlet: int) -> frozenset[int]:
        """Hashes of the sentences that this outlet repeats."""
        found = self._known.get(outlet)
        if found is None:
            found = self._known[outlet] = self._furniture(outlet)
        return found

    def _furniture(self, outlet: int) -> frozenset[int]:
        recent = self._recent.get(outlet, ())
        least = max(LEAST, SHARE * len(recent))
        if len(recent) < LEAST:
            return frozenset()
        marks = np.sort(np.concatenate(recent))
        # A sentence stands once in an article here: where it is met again `least - 1` places on, it repeats.
        again = int(np.ceil(least)) - 1
        if len(marks) <= again:  # headlines without a text hold no sentence
            return frozenset()
        return frozenset(marks[again:][marks[again:] == marks[: len(marks) - again]].tolist())

    def learn(self, outlet: int, sentences: Sequence[int]) -> None:
        """Remember the sentences of one more article."""
        recent = self._recent.setdefault(outlet, deque(maxlen=RECENT))
        recent.append(np.array(tuple(dict.fromkeys(sentences))[:_SENTENCES], dtype=np.uint32))
        self._known.pop(outlet, None)

    def rows(self) -> dict[str, list[list[int]]]:
        """What is remembered, for storing."""
        return {str(outlet): [one.tolist() for one in recent] for outlet, recent in self._recent.items()}

    def load(self, rows: Mapping[str, Sequence[Sequence[int]]]) -> None:
        """The reverse of `rows`."""
        for outlet, articles in rows.items():
            for sentences in articles:
                self.learn(int(outlet), sentences)
