"""Any date a feed ever wrote, as an instant in UTC, with how sure we are.

Two cheap roads first: ISO 8601 (RFC 3339, W3C-DTF) as `datetime.fromisoformat` reads it, and the layout of RFC 822 /
RFC 5322. They cover nearly every feed. What is left is taken apart slowly: time of day, zone, then the day in any of
the layouts below, with month names in some thirty languages. French, German, Spanish, Italian, Portuguese and nearly
everybody else write the day first; so do we when only numbers are given, unless the date says otherwise.

Nothing here ever answers "now": what cannot be read is absent, and the text as written is kept by the caller.
"""

import re
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import Struct
from msgspec.structs import replace

from aggregator.records import DateQuality
from aggregator.text.months import AFTERNOON, JOINED, MONTHS, MORNING, ZONES, fold

# A clock that is wrong by a day is common, and so is a date given in local time; two days ahead is a mistake.
AHEAD = timedelta(hours=48)
# Feeds on the web began in 1999; before 1970 lie only placeholders (0001-01-01, 1900-01-01, the epoch itself).
EARLIEST = datetime(1970, 1, 2, tzinfo=UTC)
LONGEST = 120  # characters; no date is longer, and every pattern below is run on no more


class Dated(Struct, frozen=True, kw_only=True):
    """An instant read from text.

    `quality`: exact; no-zone (the feed's zone or UTC was assumed); date-only (midnight was assumed); guessed (day and
    month may be swapped, or the zone's name is ambiguous); future (more than `AHEAD` after the observation: `at` is
    None); none (unreadable, or a placeholder such as year 1).
    """

    at: datetime | None
    quality: DateQuality


NONE = Dated(at=None, quality="none")


class _Spelled(Struct, frozen=True, kw_only=True):
    """A date taken apart, not yet tied to a zone."""

    local: datetime  # naive
    offset: timedelta | None = None
    zone_name: str | None = None  # lower case, when the offset is only known by name
    has_time: bool = True
    guessed: bool = False
    swapped: datetime | None = None  # the other reading of 03/07/2024


def read(raw: str, *, zone: str | None, observed: datetime) -> Dated:
    """The instant that `raw` names.

    Args:
        raw: as spelled in a feed or page; anything at all.
        zone: IANA name for dates that carry no zone; None means UTC.
        observed: when the date was read, aware. What lies more than `AHEAD` after it is refused, and of two possible
            readings (03/07/2024) the one that is not in the future wins.

    Returns:
        `at` in UTC, between `EARLIEST` and `observed + AHEAD`, or None.
    """
    text = raw.strip()
    if not text:
        return NONE
    spelled = _iso(text) or _mail(text) or _anything(text[:LONGEST])
    if spelled is None:
        return NONE
    try:
        return _settle(spelled, zone, observed)
    except (OverflowError, ValueError):  # year 9999 with an offset, a zone rule beyond its tables
        return NONE


def _settle(spelled: _Spelled, zone: str | None, observed: datetime) -> Dated:
    at, certain = _instant(spelled, zone)
    latest = observed + AHEAD
    if spelled.swapped is not None and at > latest:
        other, _ = _instant(replace(spelled, local=spelled.swapped), zone)
        at = other if other <= latest else at
    if at < EARLIEST:
        return NONE
    if at > latest:
        return Dated(at=None, quality="future")
    if spelled.guessed or not certain:
        return Dated(at=at, quality="guessed")
    if not spelled.has_time:
        return Dated(at=at, quality="date-only")
    has_zone = spelled.offset is not None or spelled.zone_name is not None
    return Dated(at=at, quality="exact" if has_zone else "no-zone")


def _instant(spelled: _Spelled, zone: str | None) -> tuple[datetime, bool]:
    """The instant in UTC, and whether the zone's name had one meaning only."""
    local = spelled.local
    if spelled.offset is not None:
        return (local - spelled.offset).replace(tzinfo=UTC), True
    home = _zone(zone)
    name = spelled.zone_name
    if name is not None:
        # IST is India, Israel or Ireland; CST is Chicago or China: the feed's own zone decides when it uses that name.
        here = local.replace(tzinfo=home)
        if zone is not None and (here.tzname() or "").lower() == name:
            return here.astimezone(UTC), True
        minutes, sure = ZONES[name]
        return (local - timedelta(minutes=minutes)).replace(tzinfo=UTC), sure
    return local.replace(tzinfo=home).astimezone(UTC), True


def _zone(name: str | None) -> ZoneInfo | timezone:
    if name is None:
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: a name that is a folder of the zone database
        return UTC


# ------------------------------------------------------------------------------------------------- the two cheap roads


def _iso(text: str) -> _Spelled | None:
    """ISO 8601 with hyphens, as Atom, Dublin Core and JSON Feed write it."""
    if text[4:5] != "-" or not text[:4].isdigit():
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return _Spelled(local=at.replace(tzinfo=None), offset=at.utcoffset(), has_time=len(text) > len("2024-W25-1"))


_MAIL = re.compile(
    r"(?:[^\W\d_]{2,12}\.?,?\s+)?(\d{1,2})[\s-]+([^\W\d_]{3,12})\.?,?[\s-]+(\d{4}|\d\d),?"
    r"\s+(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s*(?:([+-])(\d\d):?(\d\d)|([A-Za-z]{1,5}))?"
)


def _mail(text: str) -> _Spelled | None:
    """RFC 822 section 5 with the years of RFC 5322, the month in any language."""
    found = _MAIL.fullmatch(text)
    if found is None:
        return None
    day, word, year, hour, minute, second, sign, hours, minutes, name = found.groups()
    month = MONTHS.get(word.lower()) or MONTHS.get(fold(word))
    if month is None or (name and name.lower() not in ZONES):
        return None
    local = _local(_year(year), month, int(day), int(hour), int(minute), int(second or 0))
    if local is None:
        return None
    if sign:
        offset = _offset(sign, int(hours), int(minutes))
        return _Spelled(local=local, offset=offset, guessed=offset is None)
    return _named(local, name.lower()) if name else _Spelled(local=local)


def _named(local: datetime, name: str) -> _Spelled:
    if name in {"z", "ut", "utc", "gmt"}:
        return _Spelled(local=local, offset=timedelta(0))
    return _Spelled(local=local, zone_name=name)


# ------------------------------------------------------------------------------------------------- everything else

_EPOCH = re.compile(r"(\d{9,10}|\d{13})(?:\.\d+)?")
_COMPACT = re.compile(
    r"(\d{4})(\d\d)(\d\d)(?:[t ]?(\d\d):?(\d\d)(?::?(\d\d))?(?:\.\d+)?)?\s*(?:(z|utc|gmt)|([+-])(\d\d):?(\d\d))?"
)
_ERA = re.compile(r"令和\s*(\d{1,2}|元)\s*年")  # Reiwa 1 is 2019
_UNIT = re.compile(r"(?<=\d)\s*([年년月월日일号號時时点點시分분秒초])")
_MARKS = {
    **dict.fromkeys("年년月월", "-"),
    **dict.fromkeys("時时点點시分분", ":"),
    **dict.fromkeys("日일号號秒초", " "),
}
_VIETNAMESE = re.compile(r"(\d{1,2})\s*thang\s*(\d{1,2})[\s,]*(?:nam)?\s*(\d{4})")
_DOTTED_TIME = re.compile(r"(?:\bklo?\.?\s*(\d{1,2})\.(\d\d)\b)|(?<!\d)(\d{1,2})\.(\d\d)(?=\s*uhr)")
_TIME = re.compile(
    r"(?<![\d.])(\d{1,2})\s?(?::|h(?:eures?)?(?![a-z]))\s?"
    r"(?:(\d{1,2})(?:\s?(?::|min|m(?![a-z]))\s?(?:(\d{1,2})(?:[.,]\d+)?)?)?)?(?!\d)"
)
_HOUR_ALONE = re.compile(r"(?<![\d.:])(\d{1,2})()()(?=\s?[ap]\.?\s?m\b)")
_HALF_DAY = re.compile(r"\s*([ap])\.?\s?m\b\.?")
_AMERICAN = re.compile(r"\d\s?[ap]m\b")  # 6/7/2024 2:30 PM is what .NET writes in the United States: June
_OFFSET = re.compile(r"\s*\(?(?:(?:gmt|utc|ut)\s*([+-])\s*|([+-]))(\d{1,2})(?::?(\d\d))?(?![\d./-])")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{1,2})(?!\d)")
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?[-/.]\s?(\d{4}|\d\d)(?!\d)")
_ORDINAL = re.compile(r"(?<!\d)(\d{4})-(\d{3})(?!\d)")  # ISO 8601: day of the year
_WORD = re.compile(r"[^\s\d,;:/()\[\]-]+")
_NUMBER = re.compile(r"(?<!\d)\d{1,4}(?!\d)")
_Clock = tuple[int, int, int]


def _anything(raw: str) -> _Spelled | None:
    text = fold(raw)
    for road in (_epoch, _compact, _loose):
        spelled = road(text)
        if spelled is not None:
            return spelled
    return None


def _epoch(text: str) -> _Spelled | None:
    """Seconds or milliseconds since 1970, as some programs leave them."""
    found = _EPOCH.fullmatch(text)
    if found is None:
        return None
    count = int(found[1])
    seconds = count // 1000 if len(found[1]) > len("9999999999") else count
    return _Spelled(local=datetime(1970, 1, 1) + timedelta(seconds=seconds), offset=timedelta(0))  # noqa: DTZ001 - offset beside it


def _compact(text: str) -> _Spelled | None:
    """ISO 8601 without separators: 20240617, 20240617T143000Z, 20240617143000."""
    found = _COMPACT.fullmatch(text)
    if found is None:
        return None
    year, month, day, hour, minute, second, utc, sign, hours, minutes = found.groups()
    local = _local(int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0))
    if local is None:
        return None
    offset = _offset(sign, int(hours), int(minutes)) if sign else timedelta(0) if utc else None
    return _Spelled(local=local, offset=offset, has_time=hour is not None)


def _loose(text: str) -> _Spelled | None:
    """A date in words or numbers, its time of day and zone anywhere beside it."""
    text = _plain(text)
    clock, before, after = _clock(text)
    offset, name, after = _zone_after(after) if clock else (None, None, after)
    day = _day(f"{before} {after}")
    if day is None:
        return None
    found = _local(*day.numbers, *(clock or (0, 0, 0)))
    bad_clock = found is None
    if bad_clock:
        found = _local(*day.numbers, 0, 0, 0)
    if found is None:
        return None
    swapped = _local(*day.swapped, *(clock or (0, 0, 0))) if day.swapped else None
    if swapped is not None and _AMERICAN.search(text):
        found, swapped = swapped, found
    return _Spelled(
        local=found,
        offset=offset,
        zone_name=name,
        has_time=clock is not None and not bad_clock,
        guessed=day.guessed or bad_clock,
        swapped=swapped,
    )


def _plain(text: str) -> str:
    """Words that stand for separators (年, 시, thang, Uhr) as the separators they stand for."""
    text = _ERA.sub(lambda era: f"{2018 + (1 if era[1] == '元' else int(era[1]))}-", text)
    text = _UNIT.sub(lambda unit: _MARKS[unit[1]], text)
    text = _VIETNAMESE.sub(r"\3-\2-\1", text)
    text = _DOTTED_TIME.sub(lambda time: f"{time[1] or time[3]}:{time[2] or time[4]}", text)
    for spaced, joined in JOINED:
        text = text.replace(spaced, joined)
    return text


def _clock(text: str) -> tuple[_Clock | None, str, str]:
    """The time of day, and the text before and after it."""
    found = _TIME.search(text) or _HOUR_ALONE.search(text)
    if found is None:
        return None, text, ""
    hour, minute, second = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    before, after = text[: found.start()].rstrip(), text[found.end() :]
    half = _HALF_DAY.match(after)
    morning = (half is not None and half[1] == "a") or before.endswith(MORNING) or after.lstrip().startswith(MORNING)
    afternoon = (
        (half is not None and half[1] == "p") or before.endswith(AFTERNOON) or after.lstrip().startswith(AFTERNOON)
    )
    if afternoon and hour < 12:
        hour += 12
    elif morning and hour == 12:
        hour = 0
    return (hour, minute, second), before, after[half.end() :] if half else after


def _zone_after(text: str) -> tuple[timedelta | None, str | None, str]:
    """The offset or the zone's name that follows a time of day, and what is left."""
    found = _OFFSET.match(text)
    if found is not None:
        offset = _offset(found[1] or found[2], int(found[3]), int(found[4] or 0))
        if offset is not None:
            return offset, None, text[found.end() :]
    for word in _WORD.finditer(text):
        name = word[0].strip(".")
        if name in {"z", "ut", "utc", "gmt"}:
            return timedelta(0), None, text[: word.start()] + text[word.end() :]
        if name in ZONES and name not in MONTHS:
            return None, name, text[: word.start()] + text[word.end() :]
    return None, None, text


class _Day(Struct, frozen=True, kw_only=True):
    numbers: tuple[int, int, int]  # year, month, day
    swapped: tuple[int, int, int] | None = None
    guessed: bool = False


def _day(text: str) -> _Day | None:
    """The day named in `text`, from which time and zone have been taken."""
    if found := _YEAR_FIRST.search(text):
        return _Day(numbers=(_year(found[1]), int(found[2]), int(found[3])))
    month = _month(text)
    if month is not None:
        return _day_in_words(text, month)
    if found := _ORDINAL.search(text):
        first = _local(int(found[1]), 1, 1, 0, 0, 0)
        day = first + timedelta(days=int(found[2]) - 1) if first else None
        return _Day(numbers=(day.year, day.month, day.day)) if day else None
    if found := _YEAR_LAST.search(text):
        return _day_in_numbers(int(found[1]), found[2], int(found[3]), _year(found[4]))
    return None


def _month(text: str) -> int | None:
    """The month of the last word that names one: in `mar. 18 giu` and `mar. 18 juin` the first is a Tuesday."""
    month = None
    for word in _WORD.finditer(text):
        name = word[0].strip(".'’،")
        found = MONTHS.get(name)
        if found is None and name.startswith("ב"):  # Hebrew writes "in June" as one word
            found = MONTHS.get(name[1:])
        month = found or month
    return month


def _day_in_words(text: str, month: int) -> _Day | None:
    numbers = _NUMBER.findall(text)
    years = [number for number in numbers if len(number) == 4]
    days = [number for number in numbers if len(number) < 3]
    if years and days:
        return _Day(numbers=(_year(years[0]), month, int(days[0])))
    if len(days) == 2:
        return _Day(numbers=(_year(days[1]), month, int(days[0])))
    return None


def _day_in_numbers(first: int, mark: str, second: int, year: int) -> _Day:
    """17/06/2024, 06/17/2024, 07.02.2025: the day first, unless it cannot be."""
    if second > 12:
        return _Day(numbers=(year, first, second))
    if first > 12 or mark == "." or first == second:
        return _Day(numbers=(year, second, first))
    return _Day(numbers=(year, second, first), swapped=(year, first, second), guessed=True)


def _year(digits: str) -> int:
    """A year as written: two digits mean 1970-2069 (POSIX), Thai years count from 543 BC; 0001 stays the year 1."""
    year = int(digits)
    if len(digits) == 2:
        return year + (2000 if year < 70 else 1900)
    return year - 543 if 2450 <= year <= 2650 else year


def _local(year: int, month: int, day: int, hour: int, minute: int, second: int) -> datetime | None:
    """A naive instant, or None; 24:00 is the next midnight, a leap second the one before it."""
    try:
        midnight = datetime(year, month, day)  # noqa: DTZ001 - the zone is applied by _instant
    except ValueError:
        return None
    if (hour, minute, second) == (24, 0, 0):
        return midnight + timedelta(days=1)
    if hour > 23 or minute > 59 or second > 60:
        return None
    return midnight + timedelta(hours=hour, minutes=minute, seconds=min(second, 59))


def _offset(sign: str, hours: int, minutes: int) -> timedelta | None:
    """An offset from Greenwich, or None when no place has it."""
    if hours > 14 or minutes > 59:
        return None
    span = timedelta(hours=hours, minutes=minutes)
    return -span if sign == "-" else span
