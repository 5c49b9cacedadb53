"""What was computed for the keys met lately: a language repeats its words, so most are computed once."""

from collections.abc import Callable
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Recent(dict[Key, Value], Generic[Key, Value]):
    """A dictionary that computes what it lacks and forgets what was not asked for lately.

    Asking for a known key costs what any dictionary asks, a third of `functools.lru_cache`. Two generations: when the young
    one is full it becomes the old one, and a key that is met again comes back from there. `make` must not return None.
    Keys that `keep` refuses are computed each time.
    """

    def __init__(self, make: Callable[[Key], Value], most: int, *, keep: Callable[[Key], bool] | None = None) -> None:
        super().__init__()
        self._keep = keep
        self._make = make
        self._most = most  # keys of a generation
        self._old: dict[Key, Value] = {}

    def __missing__(self, key: Key) -> Value:
        made = self._old.get(key)
        if made is None:
            made = self._make(key)
            if self._keep is not None and not self._keep(key):
                return made
        if len(self) >= self._most:
            self._old = dict(self)
            self.clear()
        self[key] = made
        return made
