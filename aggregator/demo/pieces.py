"""The records in which the invented week is written, and the small notation of its texts.

Times are spans since the start of the week, so that the same week can be played on any date. A text is written as
paragraphs separated by a blank line; a paragraph whose lines begin with "- " is a list. `{d2}` in a text stands for the
name of the weekday two days after the start, `{date2}` for the whole date, both in the language of the outlet.
"""

import re
from datetime import datetime, timedelta

from msgspec import Struct

_WHEN = re.compile(r"(-?\d+) (\d\d):(\d\d)")
_DAY = re.compile(r"\{(d|date)(-?\d+)\}")
_BLANK = re.compile(r"\n\s*\n")

_WEEKDAYS = {
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    "ko": ("월요일", "화요일", "수요일", "목요일", "금요일", "토요일", "일요일"),
}
_MONTHS = {
    "fr": [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    "de": [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
}


class Edit(Struct, frozen=True, kw_only=True):
    """A later wording: words are swapped, or the headline is replaced."""

    after: timedelta
    title: str | None = None
    swaps: tuple[tuple[str, str], ...] = ()  # (former words, new words), each found exactly once
    silent: bool = False  # the outlet leaves its "updated" date as it was


class Wording(Struct, frozen=True, kw_only=True):
    """What a piece says at one instant."""

    title: str
    paragraphs: tuple[str, ...]
    updated: timedelta  # as the outlet claims
    changed: timedelta  # as it is

    @property
    def text(self) -> str:
        """The paragraphs, separated by a blank line."""
        return "\n\n".join(self.paragraphs)


class Piece(Struct, frozen=True, kw_only=True):
    """One article of one outlet, with the truth about what it tells."""

    outlet: str
    slug: str  # unique in the week
    after: timedelta
    section: str
    title: str
    paragraphs: tuple[str, ...]
    event: str  # the happening, whatever the language: "visit/treaty"; alone in the week: its own slug
    byline: str | None = None
    agency: str | None = None
    picture: str | None = None  # caption of the lead picture
    copy_of: str | None = None  # slug of the piece whose text this one carries
    series: str | None = None  # pages made from one template; never one story
    edits: tuple[Edit, ...] = ()
    paywalled: bool = False

    @property
    def story(self) -> str:
        """The running story: what stands before the slash of `event`."""
        return self.event.partition("/")[0]

    def wording(self, at: timedelta) -> Wording:
        """What the piece says `at` this span after the start."""
        title, paragraphs, updated, changed = self.title, self.paragraphs, self.after, self.after
        for edit in self.edits:
            if edit.after > at:
                break
            title = edit.title or title
            paragraphs = tuple(_swapped(paragraph, edit.swaps) for paragraph in paragraphs)
            updated, changed = (updated if edit.silent else edit.after), edit.after
        return Wording(title=title, paragraphs=paragraphs, updated=updated, changed=changed)


def when(written: str) -> timedelta:
    """The span since the start that `"2 06:40"` means: two days, six hours, forty minutes.

    A negative day lies before the week: `"-1 18:00"` is six hours before its start.
    """
    found = _WHEN.fullmatch(written)
    if found is None:
        raise ValueError(f"{written!r} is not a day and a time such as '2 06:40'")
    day, hour, minute = map(int, found.groups())
    return timedelta(days=day, hours=hour, minutes=minute)


def piece(
    outlet: str,
    at: str,
    slug: str,
    title: str,
    text: str,
    *,
    section: str,
    event: str | None = None,
    byline: str | None = None,
    agency: str | None = None,
    picture: str | None = None,
    copy_of: str | None = None,
    series: str | None = None,
    edits: tuple[Edit, ...] = (),
    paywalled: bool = False,
) -> Piece:
    """A piece in the short notation of the data modules; without `event` it has nothing to do with any other."""
    return Piece(
        outlet=outlet,
        slug=slug,
        after=when(at),
        section=section,
        title=title,
        paragraphs=paragraphs(text),
        event=event or slug,
        byline=byline,
        agency=agency,
        picture=picture,
        copy_of=copy_of,
        series=series,
        edits=edits,
        paywalled=paywalled,
    )


def edit(at: str, *swaps: tuple[str, str], title: str | None = None, silent: bool = False) -> Edit:
    """An edit in the short notation of the data modules."""
    return Edit(after=when(at), title=title, swaps=swaps, silent=silent)


def paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of a text as written in a data module: wrapped lines joined, list lines kept apart."""
    return tuple(_joined(block.split("\n")) for block in _BLANK.split(text.strip()))


def is_list(paragraph: str) -> bool:
    """Whether the paragraph is a list, one item a line."""
    return paragraph.startswith("- ")


def dated(text: str, language: str, start: datetime) -> str:
    """The text with its `{d2}` and `{date2}` filled in for a week that begins at `start`."""

    def fill(found: re.Match[str]) -> str:
        day = start + timedelta(days=int(found[2]))
        return weekday(day, language) if found[1] == "d" else long_date(day, language)

    return _DAY.sub(fill, text)


def weekday(day: datetime, language: str) -> str:
    """The name of the weekday as it stands inside a sentence."""
    return _WEEKDAYS[language][day.weekday()]


def long_date(day: datetime, language: str) -> str:
    """The date with its weekday as the language writes it: "mardi 18 juin 2024"."""
    name = weekday(day, language)
    match language:
        case "ko":
            return f"{day.year}년 {day.month}월 {day.day}일 {name}"
        case "de":
            return f"{name}, {day.day}. {_MONTHS['de'][day.month - 1]} {day.year}"
        case "en":
            return f"{name} {day.day} {_MONTHS['en'][day.month - 1]} {day.year}"
        case _:
            number = "1er" if day.day == 1 else str(day.day)
            return f"{name} {number} {_MONTHS['fr'][day.month - 1]} {day.year}"


def _joined(lines: list[str]) -> str:
    stripped = [line.strip() for line in lines]
    return ("\n" if is_list(stripped[0]) else " ").join(stripped)


def _swapped(paragraph: str, swaps: tuple[tuple[str, str], ...]) -> str:
    for former, new in swaps:
        paragraph = paragraph.replace(former, new)
    return paragraph
