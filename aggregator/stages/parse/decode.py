"""The bytes of a document as UTF-8, whatever table they were written with.

In this order, and pinned, whatever detectors happen to be installed: a byte order mark; the shape of the first bytes
(UTF-16, UTF-32 and EBCDIC show themselves); valid UTF-8, whatever the headers say; the table named by HTTP, then by
the document, each widened as browsers do (WHATWG Encoding); UTF-8 with a few bad bytes, each read as Windows-1252; a table
recognized by its letters; Windows-1252.
"""

import codecs
import re
from typing import AnyStr

from aggregator.text import mojibake

_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]{2,40})""")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9._:-]{2,40})", re.IGNORECASE)
_BAD = re.compile("[\udc80-\udcff]+")
_RUNS = re.compile(rb"[\x80-\xff]+")
_HIGH = re.compile("[^\x00-\x7f\udc80-\udcff]+")
_TANGLED = re.compile(rb"\xc3[\x82-\xb4](?:\xc2[\x80-\xbf]|\xc5|\xc6|\xcb|\xe2)")

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: it begins with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SHAPES = (
    (b"<\x00\x00\x00", "utf-32-le"),
    (b"\x00\x00\x00<", "utf-32-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
    (b"{\x00", "utf-16-le"),
    (b"\x00{", "utf-16-be"),
    (b"Lo\xa7\x94", "cp037"),  # "<?xm" in EBCDIC
)
# What a name means in practice: the wider table that its users in fact write with.
_WIDER = {
    "iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874",
    "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949", "big5": "big5hkscs",
}  # fmt: skip
# Names of tables of characters, as Python spells them. It also knows `idna`, `rot13` and `unicode_escape`, which are none.
_TABLES = re.compile(
    r"ascii|big5|cp\d|euc_|gb|hp-roman|hz|iso2022|iso8859|johab|koi8|kz1048|mac|ptcp154|shift_|tis-620"
)
# Seven-bit tables: their text is valid ASCII, so only the declaration can tell.
_SEVEN_BIT = ("iso2022", "hz")
FEW = 0.02  # share of characters beyond ASCII that may be undecodable in a declared table

# Tables recognized by their letters: (name, letters that are frequent in its languages).
_CYRILLIC = "оеаинтсрвлкмдпуяыьгзбчйхжшюцщфієїґ"
_CANDIDATES = (
    ("utf-8", ""),
    ("cp1251", _CYRILLIC),
    ("koi8-r", _CYRILLIC),
    ("iso8859-5", _CYRILLIC),
    ("cp866", _CYRILLIC),
    ("cp932", "のにはをたがでてとしれさあいうえおかきくこすせそちつなまもよらりるんアイスタトリルン"),
    ("euc_jp", "のにはをたがでてとしれさあいうえおかきくこすせそちつなまもよらりるんアイスタトリルン"),
    ("gb18030", "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年"),
    ("big5hkscs", "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年"),
    ("cp949", "이다는의에가을를은지고한하로기사도서인리자대시어나해정일들라아그수보스전제부상원장주"),
    ("cp1253", "αοιετσνηυρπκμλςωγδχθφβξζψάέήίόύώ"),
    ("cp1255", "יוהלאמרתבשנדחקפעגכסםטזןצ"),
    ("cp1256", "البيوتنمرهدسفعكةقحجشطصخذضءأإىئ"),
)
SAMPLE = 65_536  # bytes beyond ASCII looked at to recognize a table
IN_WORDS = 2.0  # mean length of runs beyond ASCII above which they are words
SURE = 0.55  # share of the letters beyond ASCII that must be frequent ones


def declared(body: bytes) -> str | None:
    """The encoding that the XML declaration names, as spelled, lower case."""
    found = _DECLARED.search(body[:1024])
    return found[1].decode("ascii").lower() if found else None


def as_utf8(body: bytes, content_type: str | None) -> bytes:
    """`body` as valid UTF-8 without byte order mark; `body` itself when it is that already.

    An encoding declaration inside is left as it stands: the parser is told not to believe it.
    """
    return _untangled(_decoded(body, content_type))


def _decoded(body: bytes, content_type: str | None) -> bytes:
    for mark, name in _MARKS:
        if body.startswith(mark):
            found = _strict(body[len(mark) :], name)
            if found is not None:
                return found
            body = body[len(mark) :]
            break
    for shape, name in _SHAPES:
        if body.startswith(shape):
            return body.decode(name, "replace").encode("utf-8", "replace")
    named = _named(body, content_type)
    if named and named[0].startswith(_SEVEN_BIT):
        return _strict(body, named[0]) or body
    if _is_utf8(body):
        return body
    for name in named:
        found = _strict(body, name) or _nearly(body, name)
        if found:
            return found
    return _mixed(body)


def _named(body: bytes, content_type: str | None) -> list[str]:
    """Codecs named by HTTP and by the document, widened, UTF-8 left out."""
    charset = _CHARSET.search(content_type or "")
    names = []
    for spelled in (charset[1] if charset else None, declared(body)):
        try:
            name = codecs.lookup(spelled or "").name
        except LookupError:
            continue
        wide = _WIDER.get(name, name)
        if _TABLES.match(wide):
            names.append(wide)
    return names


def _is_utf8(body: bytes) -> bool:
    if body.isascii():
        return True
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _strict(body: bytes, name: str) -> bytes | None:
    try:
        text = body.decode(name)
    except UnicodeError:
        return None
    return text.encode("utf-8", "replace")


def _nearly(body: bytes, name: str) -> bytes | None:
    """`body` in a declared table in spite of a few bytes that are none of it."""
    if name == "cp1252":  # its five holes; browsers see controls there
        return _windows(body.decode("latin-1"))
    text = body.decode(name, "replace")
    bad = text.count("\ufffd")
    if bad > FEW * max(1, _runs(_HIGH, text)[1]):
        return None
    return text.encode("utf-8", "replace")


def _mixed(body: bytes) -> bytes:
    """A document that is neither UTF-8 nor what it declares.

    Mostly UTF-8: its foreign bytes are read as Windows-1252, each for itself. Else the table that its letters show, when
    they stand in words (accents of Western languages stand alone); else Windows-1252 throughout, even where two of
    its accents happen to look like a character of UTF-8.
    """
    text = body.decode("utf-8", "surrogateescape")
    bad, good = _runs(_BAD, text)[1], _runs(_HIGH, text)[1]
    if good > bad:
        spots = {0xDC00 + byte: mojibake.C1_AS_WINDOWS.get(byte, chr(byte)) for byte in range(0x80, 0x100)}
        return text.translate(spots).encode("utf-8", "replace")
    runs, length = _runs(_RUNS, body)
    found = _recognized(body) if length > IN_WORDS * runs else None
    return _windows(body.decode("latin-1")) if found is None else found


def _runs(pattern: re.Pattern[AnyStr], text: AnyStr) -> tuple[int, int]:
    """How many runs of `pattern` there are, and their length together; a list of millions would be a hundred megabytes."""
    count = length = 0
    for found in pattern.finditer(text):
        count += 1
        length += found.end() - found.start()
    return count, length


def _windows(text: str) -> bytes:
    return mojibake.without_c1(text).encode("utf-8", "replace")


def _recognized(body: bytes) -> bytes | None:
    """`body` in the table whose frequent letters it shows, if one stands out."""
    sample = _sample(body)
    scored = sorted(((_score(sample, name, letters), name) for name, letters in _CANDIDATES if letters), reverse=True)
    score, name = scored[0]
    if score < SURE:
        return None
    return body.decode(name, "replace").encode("utf-8", "replace")


def _sample(body: bytes) -> bytes:
    """The pieces of `body` beyond ASCII, one blank between them, at most `SAMPLE` bytes."""
    pieces, size = [], 0
    for found in re.finditer(rb"[\x80-\xff][\x40-\xff]{1,200}", body):
        pieces.append(found[0])
        size += len(found[0])
        if size > SAMPLE:
            break
    return b" ".join(pieces)


def _score(sample: bytes, name: str, letters: str) -> float:
    text = sample.decode(name, "replace")
    high = [c for c in text if c > "\x7f"]
    if not high or text.count("\ufffd") > FEW * len(high):
        return 0.0
    # Ideographs are many: a frequent fifth of a text is as telling as half of an alphabet.
    weight = 1.0 if len(letters) < 40 else 3.0
    frequent = frozenset(letters)
    return min(1.0, weight * sum(c in frequent for c in high) / len(high))


def _untangled(body: bytes) -> bytes:
    """`body` with UTF-8 that was encoded twice put right, when the whole document shows it."""
    if not _TANGLED.search(body):
        return body
    text = body.decode("utf-8", "replace")
    fixed = mojibake.untangle(text, least=3, share=0.9)
    return body if fixed is text else fixed.encode("utf-8", "replace")
