"""How long a regular expression may take: a worst case computed before it is ever run.

Python's matcher tries one way after another and cannot be stopped from outside; `(a+)+b` on forty letters takes hours, and
everything waits. So an expression that people write is read here, and the steps that it may take from one position of a
text are counted: those of each repetition, and as often those of what follows it as there are ways to end it. There is one
way where what follows cannot be what is repeated (`\\w+\\s`), one per letter where it can (`.*x`), and a power of them
where a repetition repeats a choice (`(a+)+`).
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from msgspec import Struct, field

LONGEST = 5_000  # letters of a text that an expression is tried on
MOST = 150_000.0  # steps from one position: one free `.*`, or two of `.{0,80}`
_ENDLESS = 1e18

_ATOM = re.compile(
    r"""(?P<assertion>\\[bBAZ]|\^|\$)
    | (?P<reference>\\[1-9][0-9]?|\(\?P=\w+\))
    | (?P<comment>\(\?\#[^)]*\))
    | (?P<flags>\(\?[aiLmsux]+\))
    | (?P<open>\((?:\?(?:P<\w+>|<[=!]|[=!:>]|[aiLmsux]*-?[aiLmsux]*:))?)
    | (?P<close>\))
    | (?P<bar>\|)
    | (?P<char>\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|N\{[^}]*\}|0[0-7]{0,2}|.)
        | \[\^?\]?(?:\\.|[^\]\\])*\] | .)""",
    re.VERBOSE | re.DOTALL,
)
_TIMES = re.compile(r"(?:([*+?])|\{(?:(\d+)(,(\d*))?|(,)(\d*))\})[?+]?")
_ALPHABET = frozenset(map(chr, (*range(9, 14), *range(32, 127)))) | frozenset("éÉèüñçœßı\u00a0’«»–…жЖλبق٣北国한국あア")
_Letters = frozenset[str]


class _Part(NamedTuple):
    """What stands between two bars, or one piece of it."""

    ways: float  # to end it
    steps: float  # to try them all
    first: _Letters  # it may begin with
    empty: bool  # it may match nothing
    zero_width: bool = False  # it looks and takes nothing


class _Piece(Struct):
    """A letter, a group or an assertion, with how often it is repeated."""

    letters: _Letters = frozenset()
    choices: list[list["_Piece"]] | None = None  # of a group
    least: int = 1
    most: float = 1
    zero_width: bool = False


class _Reading(Struct):
    """The groups that are open at a position of the expression."""

    everything: _Letters
    open: list[list[list[_Piece]]] = field(default_factory=lambda: [[[]]])
    looks: list[bool] = field(default_factory=list)  # per open group: whether it takes nothing

    def add(self, piece: _Piece) -> None:
        self.open[-1][-1].append(piece)


class Unclear(ValueError):
    """An expression whose cost cannot be told."""


def steps(expression: str) -> float:
    """How many steps the expression may take from one position of a text of `LONGEST` letters, at worst.

    Args:
        expression: that `re.compile` accepts.

    Raises:
        Unclear: it uses the verbose flag or a conditional group.
    """
    everything = _ALPHABET | frozenset(expression + expression.lower() + expression.upper())
    return _sequences(_read(expression, everything), frozenset(), everything, last=True).steps


def _read(expression: str, everything: _Letters) -> list[list[_Piece]]:
    """The expression as its alternatives, each a list of pieces."""
    reading = _Reading(everything)
    at = 0
    while at < len(expression):
        match = _ATOM.match(expression, at)
        assert match is not None, "any letter is an atom"
        at = match.end()
        kind, text = match.lastgroup, match.group()
        if kind == "open":
            reading.open.append([[]])
            reading.looks.append(text.endswith(("=", "!")))
            if expression.startswith("?(", at) or (text.startswith("(?") and "x" in text.split("P<")[0].split("-")[0]):
                raise Unclear
            continue
        if kind == "bar":
            reading.open[-1].append([])
            continue
        if kind == "flags" and "x" in text:
            raise Unclear
        piece = _piece(str(kind), text, reading)
        if piece is not None:
            at = _repeated(expression, at, piece)
            reading.add(piece)
    return reading.open[0]


def _piece(kind: str, text: str, reading: _Reading) -> _Piece | None:
    match kind:
        case "close":
            return _Piece(choices=reading.open.pop(), zero_width=reading.looks.pop())
        case "assertion":
            return _Piece(zero_width=True)
        case "reference":
            return _Piece(letters=reading.everything, least=0)
        case "char":
            one = re.compile(text, re.IGNORECASE | re.DOTALL)
            return _Piece(letters=frozenset(filter(one.fullmatch, reading.everything)) or reading.everything)
        case _:
            return None


def _repeated(expression: str, at: int, piece: _Piece) -> int:
    """Read how often `piece` is repeated; returns where the expression goes on."""
    match = _TIMES.match(expression, at)
    if match is None:
        return at
    sign, least, comma, most, _, only_most = match.groups()
    if sign:
        piece.least, piece.most = {"*": (0, LONGEST), "+": (1, LONGEST), "?": (0, 1)}[sign]
    else:
        piece.least = int(least or 0)
        upper = most if least else only_most
        piece.most = min(int(upper), LONGEST) if upper else LONGEST if comma or not least else piece.least
    return match.end()


# ------------------------------------------------------------------------------------------------------- counting


def _sequences(choices: Sequence[Sequence[_Piece]], after: _Letters, everything: _Letters, *, last: bool) -> _Part:
    """One of several alternatives; those that cannot begin alike exclude one another."""
    parts = [_sequence(pieces, after, everything, last=last) for pieces in choices]
    first: _Letters = frozenset().union(*(part.first for part in parts))
    empty = any(part.empty for part in parts)
    exclusive = not empty and sum(len(part.first) for part in parts) == len(first)
    told = [part.ways for part in parts]
    return _Part(max(told) if exclusive else _capped(sum(told)), _capped(sum(p.steps for p in parts)), first, empty)


def _sequence(pieces: Sequence[_Piece], after: _Letters, everything: _Letters, *, last: bool) -> _Part:
    """Pieces one after another, counted from the end.

    Args:
        after: letters that may follow.
        last: whether nothing has to follow, so that the first way through is the end.
    """
    ways, steps, first, empty = 1.0, 1.0, after, True
    for piece in reversed(pieces):
        part = _one(piece, first, everything, last=last)
        ways, steps = _capped(ways * part.ways), _capped(part.steps + part.ways * steps)
        if part.zero_width:
            # It may refuse wherever the repetition before it ends.
            first = everything if last else first
        else:
            first = part.first | first if part.empty else part.first
            empty = empty and part.empty
        last = False
    return _Part(ways, steps, first, empty)


def _one(piece: _Piece, after: _Letters, everything: _Letters, *, last: bool) -> _Part:
    """One piece before something that begins with one of `after`."""
    if piece.choices is None:
        return _letter(piece, after, last=last)
    if piece.zero_width:
        # What is looked for and refused is tried in every way.
        inner = _sequences(piece.choices, everything, everything, last=False)
        return _Part(inner.ways, inner.steps, frozenset(), empty=True, zero_width=True)
    again = piece.most > 1
    begins = _sequences(piece.choices, after, everything, last=last).first if again else frozenset()
    inner = _sequences(piece.choices, after | begins, everything, last=last and not again)
    free = 1.0 if inner.first.isdisjoint(after) else piece.most - piece.least + 1
    inside = _power(inner.ways, piece.most)
    tried = _capped(inner.steps * (inside if inner.ways > 1 else max(piece.most, 1)))
    return _Part(_capped(inside * free), tried, inner.first, piece.least == 0 or inner.empty)


def _letter(piece: _Piece, after: _Letters, *, last: bool) -> _Part:
    if piece.zero_width:
        return _Part(1.0, 1.0, frozenset(), empty=True, zero_width=True)
    free = 1.0 if last or piece.letters.isdisjoint(after) else piece.most - piece.least + 1
    # Of a row of letters mostly the first is looked at.
    tried = piece.most if piece.most > 1 else 0.2
    return _Part(free, tried, piece.letters, piece.least == 0)


def _power(base: float, times: float) -> float:
    try:
        return _capped(float(base**times))
    except OverflowError:
        return _ENDLESS


def _capped(value: float) -> float:
    return min(value, _ENDLESS)
