"""Text that was decoded by the wrong table, put right: UTF-8 read as Windows-1252, and C1 controls that stood for quotes.

`Ã©tÃ©` is what remains of `été` when its UTF-8 bytes are taken for Windows-1252 (or ISO 8859-1) and encoded again. Each
run of such characters turns back into bytes that are valid UTF-8; genuine text almost never does, because `é` alone
is not valid UTF-8. So the test is strict, and a whole text must agree before anything is touched.
"""

import re

# Lead bytes C2-F4 of UTF-8 as Windows-1252 shows them, followed by any shape of a continuation byte.
_SUSPECT = re.compile(
    "[\u00c2-\u00f4][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
)
# A looser form of it, on the UTF-8 of a text: six times faster, for it can skip to the next C3.
_SUSPECT_BYTES = re.compile(rb"\xc3[\x82-\xb4][\xc2\xc5\xc6\xcb\xe2]")
_RUN = re.compile("[^\x00-\x7f]+")
_IN_WORD = re.compile("[A-Za-z][^\x00-\x7f]|[^\x00-\x7f][A-Za-z]")
_C1 = re.compile("[\x80-\x9f]")


def _windows(byte: int) -> str:
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:  # five holes in the table: browsers read them as C1 controls
        return chr(byte)


# A byte 80-9F read as ISO 8859-1 -> the character it was in Windows-1252 (WHATWG HTML, numeric character reference end).
C1_AS_WINDOWS = {byte: _windows(byte) for byte in range(0x80, 0xA0)}
_AS_BYTE = {_windows(byte): byte for byte in range(0x80, 0x100)} | {chr(byte): byte for byte in range(0x80, 0x100)}


def suspect(text: str) -> bool:
    """Whether `text` shows a pair of characters that double encoding leaves."""
    if text.isascii() or not _SUSPECT_BYTES.search(text.encode("utf-8", "surrogatepass")):
        return False
    return _SUSPECT.search(text) is not None


def untangle(text: str, *, least: int, share: float) -> str:
    """`text` with double encoding undone, or `text` itself.

    Args:
        least: how many runs must turn into valid UTF-8 before it is believed; one pair of characters that stands alone
            ("why you see Ã© in mails") is never enough.
        share: of all runs beyond ASCII that must do so, 0..1; the others are left as they are.
    """
    if not suspect(text):
        return text
    runs = _RUN.findall(text)
    undone = {run: _undo(run) for run in set(runs)}
    good = sum(undone[run] is not None for run in runs)
    if good < least or good < share * len(runs) or (good == 1 and _is_quoted(text, undone)):
        return text
    return _RUN.sub(lambda run: undone[run[0]] or run[0], text)


def _is_quoted(text: str, undone: dict[str, str | None]) -> bool:
    """Whether the only run that could be undone is one character, outside a word: somebody may be writing about it."""
    return not _IN_WORD.search(text) and all(
        letter is None or (len(letter) == 1 and letter < "\u0800") for letter in undone.values()
    )


def _undo(run: str) -> str | None:
    try:
        return bytes([_AS_BYTE[c] for c in run]).decode("utf-8")
    except (KeyError, UnicodeDecodeError):
        return None


def without_c1(text: str) -> str:
    """`text` with C1 controls as the Windows-1252 characters they were meant to be: `&#146;` is an apostrophe."""
    return text.translate(C1_AS_WINDOWS) if not text.isascii() and _C1.search(text) else text
