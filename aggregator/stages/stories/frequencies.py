"""How many articles of a language hold a term: what makes a shared term telling.

The counts come from the user's own archive. They live in one table of hashed counters (count-min of depth 1), which
cannot grow; two terms that share a counter make one of them look a little more common.
"""

import json
from functools import lru_cache
from zlib import compress, crc32, decompress

import numpy as np
import numpy.typing as npt

from aggregator.stages.stories.features import Features

_BITS = 22
# A new archive knows nothing; it starts as if it had read this many articles with none of the terms in question.
_IMAGINED = 1_000
_FEW = 12  # articles; a term in no more is rare in any archive
_AGE_AT = 400_000  # articles of one language; then its counts are halved, so that fashions fade
WARM = 500  # articles; below this the counts of a language say little

Weights = npt.NDArray[np.float32]


class Frequencies:
    """Document frequencies of every language seen."""

    def __init__(self) -> None:
        self._counts = np.zeros(1 << _BITS, dtype=np.uint32)
        self.articles: dict[str, int] = {}

    def is_warm(self, language: str | None) -> bool:
        """Whether enough articles of this language have been counted."""
        return self.articles.get(language or "", 0) >= WARM

    def count(self, features: Features) -> None:
        """Count one article in."""
        key = features.language or ""
        self.articles[key] = self.articles.get(key, 0) + 1
        if self.articles[key] >= _AGE_AT:
            self._age()
        # Counters that two terms of the article share are raised once: an error of one in a million.
        self._counts[self._slots(features.ids, key)] += np.uint32(1)

    def rarity(self, ids: npt.NDArray[np.uint32], language: str | None) -> Weights:
        """ln((N + I + 1) / (n + 1)) for each term, N articles counted of its language, n of them with the term, I imagined."""
        key = language or ""
        n = np.maximum(self._counts[self._slots(ids, key)], 1).astype(np.float32) + np.float32(1)
        total = self.articles.get(key, 0) + _IMAGINED + 1
        rare: Weights = np.maximum(np.log(np.float32(total) / n), np.float32(0.0)).astype(np.float32)
        return rare

    def rare(self, ids: npt.NDArray[np.uint32], language: str | None, share: float) -> int:
        """How many of these terms stand in at most this share of the articles (and in few where the archive is young)."""
        key = language or ""
        counts = self._counts[self._slots(ids, key)]
        return int((counts <= max(share * self.articles.get(key, 0), _FEW)).sum())

    def share_of_others(
        self, ids: npt.NDArray[np.uint32], own: npt.NDArray[np.int64], articles: int, language: str | None
    ) -> Weights:
        """The share of articles with each term among those beside some `articles`, of which `own` hold it; 1 without others."""
        key = language or ""
        others = self.articles.get(key, 0) - articles
        if others < WARM:
            return np.ones(len(ids), dtype=np.float32)
        held = np.maximum(self._counts[self._slots(ids, key)].astype(np.int64) - own, 0)
        shares: Weights = (held / others).astype(np.float32)
        return shares

    def _age(self) -> None:
        """Halve everything: one table serves all languages, so they age together."""
        self._counts >>= np.uint32(1)
        self.articles = {key: (count + 1) // 2 for key, count in self.articles.items()}

    def to_bytes(self) -> bytes:
        """The counts, compressed; some kilobytes for a young archive, a few megabytes for a full one."""
        used = np.flatnonzero(self._counts).astype(np.uint32)
        body = used.tobytes() + self._counts[used].tobytes()
        head = json.dumps({"bits": _BITS, "articles": self.articles, "used": len(used)}).encode()
        return len(head).to_bytes(4, "little") + head + compress(body, 1)

    def load(self, data: bytes) -> bool:
        """The reverse of `to_bytes`; False, and nothing changed, when `data` is of another kind."""
        size = int.from_bytes(data[:4], "little")
        head = json.loads(data[4 : 4 + size])
        if head.get("bits") != _BITS:
            return False
        flat = np.frombuffer(decompress(data[4 + size :]), dtype=np.uint32)
        used = flat[: head["used"]]
        self._counts[:] = 0
        self._counts[used] = flat[head["used"] :]
        self.articles = {str(key): int(count) for key, count in head["articles"].items()}
        return True

    @staticmethod
    def _slots(ids: npt.NDArray[np.uint32], key: str) -> npt.NDArray[np.uint32]:
        salted = (ids ^ _salt(key)) * np.uint32(0x9E3779B1)
        return salted >> np.uint32(32 - _BITS)


@lru_cache(maxsize=64)
def _salt(key: str) -> np.uint32:
    return np.uint32(crc32(key.encode()))


def log_counts(counts: Weights) -> Weights:
    """1 + ln f: the third mention of a word says less than the second."""
    return (1.0 + np.log(counts)).astype(np.float32)
