"""Values of HTTP header fields: dates, delays, freshness.

Servers write anything into these. A value that cannot be read counts as absent; nothing raises.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

FRESH_CEILING = timedelta(hours=24)  # a longer freshness is taken for a mistake: nobody plans a silent week
RETRY_CEILING = timedelta(days=7)

_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_NAMES, 1)}
_FIXED = re.compile(
    r"(?:[A-Za-z]{3,9},?\s+)?(?P<day>[0-9]{1,2})[\s-]+(?P<month>[A-Za-z]{3})[A-Za-z]*[\s-]+(?P<year>[0-9]{4}|[0-9]{2})"
    r"\s+(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2}):(?P<second>[0-9]{2})(?:\s*(?:GMT|UTC|Z|[+-]0000))?"
)
_ASCTIME = re.compile(
    r"[A-Za-z]{3}\s+(?P<month>[A-Za-z]{3})\s+(?P<day>[0-9]{1,2})\s+"
    r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2}):(?P<second>[0-9]{2})\s+(?P<year>[0-9]{4})"
)
_SECONDS = re.compile(r"[0-9]{1,12}")
_NUMBER = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})?")
_DIRECTIVE = re.compile(r"\s*([A-Za-z-]+)(?:\s*=\s*(?:\"([^\"]*)\"|([^\s,;]*)))?\s*(?:[,;]|$)")


def date(text: str) -> datetime | None:
    """The instant of an HTTP date in any of its three forms (RFC 9110 section 5.6.7), UTC, or None.

    A year of two digits lies at most 50 years ahead of 2026's century turn: 00..75 are 20xx.
    """
    match = _FIXED.fullmatch(text.strip()) or _ASCTIME.fullmatch(text.strip())
    month = _MONTHS.get(match["month"].lower()) if match else None
    if match is None or month is None:
        return None
    year = int(match["year"])
    if len(match["year"]) == 2:
        year += 2000 if year <= 75 else 1900
    second = min(int(match["second"]), 59)  # a leap second
    try:
        return datetime(year, month, int(match["day"]), int(match["hour"]), int(match["minute"]), second, tzinfo=UTC)
    except ValueError:
        return None


def delay(text: str | None, now: datetime) -> timedelta | None:
    """How long a `Retry-After` value asks to wait, seconds or a date (RFC 9110 section 10.2.3).

    Returns:
        A span in [0, 7 days], or None when there is no readable value. A date in the past asks for no wait.
    """
    if text is None:
        return None
    text = text.strip()
    if _SECONDS.fullmatch(text):
        return min(timedelta(seconds=min(int(text), 10**9)), RETRY_CEILING)
    at = date(text)
    return None if at is None else min(max(at - now, timedelta(0)), RETRY_CEILING)


def number(text: str | None) -> float | None:
    """A plain non-negative decimal number, or None."""
    return float(text) if text is not None and _NUMBER.fullmatch(text.strip()) else None


def freshness(headers: Iterable[tuple[str, str]], now: datetime) -> timedelta | None:
    """How long an answer asks not to be asked for again (RFC 9111 section 4.2), as seen by a private cache.

    `max-age` counts before `Expires`; what the answer already spent in caches (`Age`) is taken off. `no-store` and
    `no-cache` ask nothing of the pace.

    Args:
        headers: names in lower case.
        now: when the answer arrived; stands in for a missing `Date`.

    Returns:
        A span in [0, 24 h], or None when the server says nothing readable.
    """
    values: dict[str, list[str]] = {}
    for name, value in headers:
        values.setdefault(name, []).append(value)
    control = directives(", ".join(values.get("cache-control", [])))
    if "no-store" in control or "no-cache" in control:
        return None
    lifetime = _lifetime(control.get("max-age"), values, now)
    if lifetime is None:
        return None
    age = values.get("age", [""])[0].strip()
    spent = timedelta(seconds=min(int(age), 10**9)) if _SECONDS.fullmatch(age) else timedelta(0)
    return min(max(lifetime - spent, timedelta(0)), FRESH_CEILING)


def directives(text: str) -> dict[str, str]:
    """The directives of a `Cache-Control` value, names in lower case; the first of each name counts."""
    found: dict[str, str] = {}
    for match in _DIRECTIVE.finditer(text):
        found.setdefault(match[1].lower(), match[2] if match[2] is not None else match[3] or "")
    return found


def _lifetime(max_age: str | None, values: dict[str, list[str]], now: datetime) -> timedelta | None:
    if max_age is not None and _SECONDS.fullmatch(max_age):
        return timedelta(seconds=min(int(max_age), 10**9))
    expires = values.get("expires")
    if not expires:
        return None
    until = date(expires[0])
    served = date(values["date"][0]) if "date" in values else None
    # `Expires: 0` and other unreadable values mean "already expired" (RFC 9111 section 5.3): no wish about the pace.
    return None if until is None else until - (served or now)
