"""The only module that asks the time.

Everything else is given an instant, or a `Clock`. `AGGREGATOR_NOW` moves the system clock for one process: an ISO
instant (`2026-03-01T07:00:00Z`) says where it starts, a span (`+66m`, `-3d12h`) shifts it; time runs on from there.
"""

import asyncio
import os
import re
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Protocol

from aggregator.errors import UsageError

VARIABLE = "AGGREGATOR_NOW"

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_SHIFT = re.compile(r"[+-](?:[0-9]{1,7}[smhdw])+")
_HINT = f"set {VARIABLE} to an instant such as 2026-03-01T07:00:00Z, or to a span such as +66m or -3d12h"


class Clock(Protocol):
    """What tells the time and waits."""

    def now(self) -> datetime:
        """The present instant, UTC."""

    def monotonic(self) -> float:
        """Seconds that never run backwards; only differences mean something."""

    async def sleep(self, span: timedelta) -> None:
        """A wait of `span`; a negative one does not wait."""


class SystemClock:
    """The time of this machine, moved by `shift`."""

    def __init__(self, shift: timedelta = timedelta(0)) -> None:
        self.shift = shift

    def now(self) -> datetime:
        """The present instant, UTC."""
        return datetime.now(UTC) + self.shift

    def monotonic(self) -> float:
        """Seconds of the machine's steady clock."""
        return time.monotonic()

    async def sleep(self, span: timedelta) -> None:
        """A wait of `span` by the event loop."""
        await asyncio.sleep(max(0.0, span.total_seconds()))


class FrozenClock:
    """A clock that stands still until it is moved; a wait moves it and returns at once.

    Waits that run side by side overlap as real ones do: the clock ends at the latest of their ends, not at their sum.
    """

    def __init__(self, at: datetime) -> None:
        self._at = at.astimezone(UTC)
        self._start = self._at

    def now(self) -> datetime:
        """The instant it was last moved to, UTC."""
        return self._at

    def monotonic(self) -> float:
        """Seconds since the clock was made, by its own time."""
        return (self._at - self._start).total_seconds()

    def set(self, at: datetime) -> None:
        """Moves the clock to `at`, forwards or backwards."""
        self._at = at.astimezone(UTC)

    def advance(self, span: timedelta) -> None:
        """Moves the clock on by `span`."""
        self._at += span

    async def sleep(self, span: timedelta) -> None:
        """Moves the clock to the end of the wait, unless it is already later; lets other tasks run once."""
        end = self._at + span
        await asyncio.sleep(0)
        self._at = max(self._at, end)


class FastClock:
    """A clock that runs `factor` times as fast as the machine's, from `start` on; from `until` on at the machine's pace.

    `monotonic` stays real: deadlines are promises about real servers.
    """

    def __init__(self, factor: float, start: datetime, until: datetime | None = None) -> None:
        if not factor > 0:
            raise ValueError(f"a clock cannot run {factor} times as fast")
        self._factor = factor
        self._start = start.astimezone(UTC)
        self._fast = (until - start).total_seconds() / factor if until is not None else float("inf")
        self._origin = time.monotonic()

    def now(self) -> datetime:
        """The simulated instant, UTC."""
        passed = time.monotonic() - self._origin
        fast = min(passed, self._fast)
        return self._start + timedelta(seconds=fast * self._factor + (passed - fast))

    def monotonic(self) -> float:
        """Seconds of the machine's steady clock."""
        return time.monotonic()

    async def sleep(self, span: timedelta) -> None:
        """A wait of `span` in simulated time."""
        is_fast = time.monotonic() - self._origin < self._fast
        await asyncio.sleep(max(0.0, span.total_seconds()) / (self._factor if is_fast else 1.0))


def system_clock(environ: Mapping[str, str] | None = None) -> SystemClock:
    """The machine's clock, moved as `AGGREGATOR_NOW` says.

    Args:
        environ: where the variable is looked up; the process's environment by default.

    Raises:
        UsageError: the variable is neither an instant nor a span.
    """
    raw = (os.environ if environ is None else environ).get(VARIABLE, "").strip()
    return SystemClock(_shift(raw, datetime.now(UTC)) if raw else timedelta(0))


def _shift(raw: str, present: datetime) -> timedelta:
    if _SHIFT.fullmatch(raw):
        seconds = sum(int(number) * _UNITS[unit] for number, unit in re.findall(r"([0-9]+)([smhdw])", raw))
        return _checked(timedelta(seconds=-seconds if raw[0] == "-" else seconds), raw, present)
    try:
        at = datetime.fromisoformat(raw)
    except ValueError as error:
        raise UsageError(f"{VARIABLE}: `{raw}` is neither an instant nor a span", hint=_HINT) from error
    return (at if at.tzinfo else at.replace(tzinfo=UTC)) - present


def _checked(shift: timedelta, raw: str, present: datetime) -> timedelta:
    try:
        present + shift
    except OverflowError as error:
        raise UsageError(f"{VARIABLE}: `{raw}` leads out of the calendar", hint=_HINT) from error
    return shift
