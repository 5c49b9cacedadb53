"""HTML from outside: made safe to show, made plain to read, decoded from bytes.

Nothing a publisher sends is shown before `sanitize` has seen it. It reads the markup as a browser would (html5ever,
through nh3), which gives canonical tags; on those it makes addresses absolute, promotes lazy pictures, drops tracking
pixels and turns frames into links; and then nh3 has the last word, with our own allow-list. The raw markup is kept by
the archive, so a better policy can be applied to the past: `POLICY` names the one in force.

Nothing here raises on any input, and the time is bounded: by length, and by the number of tags.
"""

import codecs
import html as markup
import re
import unicodedata
from collections.abc import Iterable

import nh3
from msgspec import Struct

from aggregator.text import urls
from aggregator.text.printed import is_printed

POLICY = "html/1"

MAX_CHARS = 1_000_000  # longer markup is cut, without pictures written into it: no entry is that long
MAX_TAGS = 10_000  # past this many, only paragraphs and lines are kept
ENDLESS = 20_000  # characters of a tag past which its attributes are counted
MAX_WIDTH = 1600  # pixels: the best picture of a srcset up to here


class Clean(Struct, frozen=True, kw_only=True):
    """Markup that may be shown, and what was taken out of it."""

    html: str
    pixels: int = 0  # pictures that only told somebody who was reading
    frames: int = 0  # frames and players, now links


def sanitize(html: str, base: str | None) -> Clean:
    """`html` with only what is safe to show, addresses absolute against `base`.

    Allowed are the tags of running text, tables and pictures; no style, no script, no form, no id, no class but our
    own `frame`. Links open without an opener or a referrer. Pictures load lazily and without a referrer. Frames,
    video and audio become `<figure class="frame"><a>`: nothing of a third party loads before a reader asks for it.
    Elements that the page itself hides are left out. Without a base, relative addresses are dropped.
    """
    return read(html).shown(base)


def to_text(html: str) -> str:
    """The words of `html` as plain text: blocks separated by a blank line, list items and broken lines one per line.

    List items carry no bullet: the same words in a list and in lines are the same wording. Scripts, styles, forms and
    our own frame cards say nothing. Entities are decoded once, spaces folded.
    """
    return read(html).words()


def read(html: str) -> "Reading":
    """`html` as a browser reads it, for whoever wants both to show it and to have its words."""
    return Reading(_FIRST.clean(_bounded(html)) if _MARKED.search(html) else html)


class Reading(Struct, frozen=True):
    """Markup in canonical tags and attributes, of those we know."""

    canonical: str

    def shown(self, base: str | None) -> Clean:
        """See `sanitize`."""
        text = self.canonical
        if "<" not in text:
            return Clean(html=text)
        if " hidden" in text:
            text = _without_hidden(text)
        counts = _Counts()
        if _has_frames(text):
            text = _FRAME.sub(lambda found: _card(found, base, counts), text)
        if "<img" in text or "<amp-img" in text:
            if "<picture" in text or "<noscript" in text:
                text = _PICTURE.sub(_one_picture, _NOSCRIPT.sub("", text))
            text = _IMAGE.sub(lambda found: _picture(found, base, counts), text)
            text = _TWICE.sub(r"\1", text)
        if "<a " in text:
            text = _LINK.sub(lambda found: _link(found, base), text)
        text = _SECTION.sub(r"<\1div>", text)
        return Clean(html=_LAST.clean(text), pixels=counts.pixels, frames=counts.frames)

    def words(self) -> str:
        """See `to_text`."""
        text = self.canonical
        if "<" not in text and "&" not in text:
            return _lines(text.split("\n\n")) if "\n\n" in text else _fold(text)
        if "<figure" in text:
            text = _CARD.sub("", text)
        if "<r" in text or _has_frames(text):
            text = _UNSAID.sub("", text)
        flat = _without_controls(text).replace("\n", " ")
        flat = _single_spaces(_ANY_TAG.sub(_break, flat))
        if "\n" not in flat and "\x1e" not in flat:
            return markup.unescape("\n\n".join(filter(None, map(str.strip, flat.split("\x1d")))))
        flat = flat.replace(" \x1d", "\x1d").replace(" \x1e", "\x1e").replace(" \n", "\n")
        return markup.unescape(_GAP.sub(_gap, flat)).strip()


def _has_frames(text: str) -> bool:
    return "<iframe" in text or "<video" in text or "<audio" in text or "<amp-" in text


def unescape(text: str) -> str:
    """`text` with its entities decoded, twice where it was escaped twice, never more.

    For titles: `AT&amp;amp;T` is common in feeds. The second time only entities with their semicolon count, so that
    `&copy=1` in an address that was right after the first stays.
    """
    if "&" not in text:
        return text
    once = markup.unescape(text)
    return _ENTITY.sub(lambda found: markup.unescape(found.group()), once) if "&" in once else once


def clean_line(text: str) -> str:
    """`text` on one line: NFC, white space folded, controls and invisible characters removed.

    Kept are the joiners that Persian, Indic scripts and emoji need, and the plain direction marks; direction
    overrides go, as one of them left open turns the rest of a page around.
    """
    return _fold(unicodedata.normalize("NFC", text))


def decode(body: bytes, content_type: str | None) -> str:
    """The text of a web page: byte order mark, then valid UTF-8, then what HTTP, then what the page declares.

    The order differs from WHATWG's in one point: bytes that are valid UTF-8 and not ASCII are UTF-8 whatever is
    declared, as no other text looks so by accident. A page that declares nothing is read by its language (Japanese,
    Chinese, Korean, Russian ... have their usual encodings), at last as windows-1252. Never raises: bytes that make no
    sense become U+FFFD.
    """
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    head = body[:4096].decode("latin-1")
    declared = _charset(content_type or "") or _charset(" ".join(_META.findall(head)))
    if declared not in _STATEFUL:
        try:
            return body.decode("utf-8")
        except UnicodeDecodeError as error:
            if declared in ("utf-8", None) and _mostly_utf8(body, error):
                return body.decode("utf-8", "replace")
    if declared and declared != "utf-8":
        return body.decode(declared, "replace")
    return _undeclared(body, head)


# ------------------------------------------------------------------------------------------------------- policy

_TEXT_TAGS = set(
    """
    a abbr b bdi bdo big blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption
    figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp small span strong sub summary
    sup table tbody td tfoot th thead time tr u ul var wbr
    """.split()  # noqa: SIM905 - a table, not code
)
_SECTIONS = set(
    """
    section article main header footer aside nav address center hgroup
    """.split()  # noqa: SIM905 - a table, not code
)
_MEDIA = {"iframe", "video", "audio", "source", "picture", "noscript", "amp-img", "amp-iframe", "amp-youtube"}
_SILENT = set(
    """
    script style template title head textarea select option button object embed applet frameset noframes noembed
    canvas svg math xmp plaintext dialog datalist form-data
    """.split()  # noqa: SIM905 - a table, not code
)
_COMMON = {
    "*": {"lang", "dir"},
    "a": {"href", "title"},
    "abbr": {"title"},
    "col": {"span"},
    "colgroup": {"span"},
    "del": {"datetime"},
    "details": {"open"},
    "img": {"src", "alt", "title", "width", "height"},
    "ins": {"datetime"},
    "li": {"value"},
    "ol": {"start", "reversed", "type"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
}
_LAZY = ("data-src", "data-lazy-src", "data-original", "data-lazy", "data-actualsrc", "data-hi-res-src", "data-url")
_LAZY_SETS = ("srcset", "data-srcset", "data-lazy-srcset", "data-original-set", "data-sizes-srcset")
_IMAGE_ATTRIBUTES = _COMMON["img"] | set(_LAZY) | set(_LAZY_SETS) | {"style"}
_PLAIN_IMAGE = _COMMON["img"] | _COMMON["*"]
_SCHEMES = {"http", "https", "mailto", "tel"}

_FIRST = nh3.Cleaner(
    tags=_TEXT_TAGS | _SECTIONS | _MEDIA,
    clean_content_tags=_SILENT,
    attributes={
        **_COMMON,
        "*": {"lang", "dir", "hidden"},
        "img": _IMAGE_ATTRIBUTES,
        "amp-img": _IMAGE_ATTRIBUTES,
        "iframe": {"src", "data-src", "data-lazy-src", "title"},
        "amp-iframe": {"src", "title"},
        "amp-youtube": {"data-videoid", "title"},
        "video": {"src", "title"},
        "audio": {"src", "title"},
        "source": {"src", "srcset", "data-srcset"},
    },
    allowed_classes={"figure": {"frame"}},
    url_schemes=_SCHEMES,
    link_rel=None,
)
_LAST = nh3.Cleaner(
    tags=_TEXT_TAGS,
    clean_content_tags=_SILENT,
    attributes=_COMMON,
    allowed_classes={"figure": {"frame"}},
    set_tag_attribute_values={"img": {"loading": "lazy", "referrerpolicy": "no-referrer"}},
    url_schemes=_SCHEMES,
    link_rel="noopener noreferrer",
    url_relative="deny",
)

# ------------------------------------------------------------------------------------------- canonical markup

# What a reader of markup changes: without any of it, text is its own canonical form.
_MARKED = re.compile("[<>&\x00\r\xa0\ud800-\udfff]")
# nh3 writes every attribute as name="value", with quotes inside escaped: on its output these are exact.
_ATTRIBUTES = r'((?: [^\s"=<>]+="[^"]*")*)'
_ATTRIBUTE = re.compile(r' ([^\s"=<>]+)="([^"]*)"')
_LINK = re.compile(rf"<a{_ATTRIBUTES}>")
_IMAGE = re.compile(rf"<(?:img|amp-img){_ATTRIBUTES}>(?:</amp-img>)?")
_FRAME = re.compile(rf"<(iframe|video|audio|amp-iframe|amp-youtube){_ATTRIBUTES}>(.*?)</\1>", re.DOTALL)
_SOURCE = re.compile(rf"<source{_ATTRIBUTES}>")
_PICTURE = re.compile(r"<picture[^>]*>((?:(?!<picture).)*?)</picture>", re.DOTALL)
_NOSCRIPT = re.compile(r"</?noscript>")
_TWICE = re.compile(r'(<img src="([^"]*)"[^>]*>)\s*<img src="\2"[^>]*>')
_SECTION = re.compile(rf"<(/?)(?:{'|'.join(sorted(_SECTIONS))})(?: [^>]*)?>")
_ANY_TAG = re.compile(rf"<(/?)([a-z][a-z0-9-]*){_ATTRIBUTES}>")
_VOID = frozenset(
    """
    br hr img wbr col source
    """.split()  # noqa: SIM905 - a table, not code
)
_SIZE = re.compile(r"\s*(\d{1,5})(?:\.\d*)?\s*(?:px)?\s*$")
_TINY_STYLE = re.compile(
    r"(?:^|;)\s*(?:width|height)\s*:\s*[0-2](?:\.\d+)?(?:px)?\s*(?:!important\s*)?(?:;|$)|display\s*:\s*none"
)
_COUNTERS = re.compile(
    r"//(?:pixel\.|stats\.|sb\.scorecardresearch|b\.scorecardresearch|logs?\d*\.xiti|[a-z0-9]+\.xiti\.com|ad\.doubleclick|"
    r"www\.google-analytics|feeds\.feedburner\.com/~|feedproxy\.google\.com/~|feeds\.wordpress\.com/1\.0/|"
    r"vg\d+\.met\.vgwort|[a-z0-9]+\.met\.vgwort|ssl-vg|www\.facebook\.com/tr|pi\.feedsportal|da\.feedsportal|"
    r"rss\.buysellads|mf\.feeds|telemetry\.|beacon\.|counter\.)|/~[rf]f?/[^?]*\?(?:d|i|a)=|/(?:pixel|tracking-pixel|spacer|"
    r"blank|1x1|clear)\.(?:gif|png)(?:$|\?)|/republication-tracker|/republishing_pixel|counter\.theconversation\.com",
    re.IGNORECASE,
)
_CLICK_TRACKERS = re.compile(
    r"(?:utm_[a-z_]+|fbclid|gclid|dclid|msclkid|twclid|igshid|mc_[ce]id|xtor|at_(?:medium|campaign|custom\d|creation|format)|"
    r"_hsenc|_hsmi|mkt_tok|wt_zmc|ns_(?:campaign|mchannel|source))",
    re.IGNORECASE,
)
_EMBEDS = (
    (
        re.compile(r"https?://(?:www\.)?youtube(?:-nocookie)?\.com/embed/([\w-]{6,20})"),
        "https://www.youtube.com/watch?v={}",
    ),
    (re.compile(r"https?://player\.vimeo\.com/video/(\d+)"), "https://vimeo.com/{}"),
    (re.compile(r"https?://(?:www\.)?dailymotion\.com/embed/video/(\w+)"), "https://www.dailymotion.com/video/{}"),
)


class _Counts(Struct):
    pixels: int = 0
    frames: int = 0


def _bounded(html: str) -> str:
    """`html` cut, and flattened where a browser's algorithm would need the square of its length.

    html5ever needs a second for 20,000 nested elements and twenty for 100,000, and compares every attribute of a tag
    with every other. No article nests a hundred deep; a document with that many tags keeps its words and paragraphs.
    """
    if not html.isascii():
        html = html.encode("utf-8", "ignore").decode("utf-8")  # lone surrogates cannot be handed to nh3
    if len(html) > MAX_CHARS:
        html = _INLINE_DATA.sub("data:,", html)[:MAX_CHARS]
    if len(html) > ENDLESS and max(map(len, html.split("<"))) > ENDLESS:
        html = _ENDLESS_TAG.sub(_few_attributes, html)
    return html if html.count("<") <= MAX_TAGS else _NESTING.sub(_unnested, html)


def _few_attributes(found: re.Match[str]) -> str:
    tag = found.group()
    return tag if len(tag) < ENDLESS or len(tag.split(None, 1000)) < 1000 else found.group(1) + ">"


def _unnested(found: re.Match[str]) -> str:
    name = found.group(1).lower()
    return "<p>" if name in _BLOCKS or name in _ROWS else " "


_INLINE_DATA = re.compile(r"data:[a-z]+/[^\s\"'<>()]{1000,}", re.IGNORECASE)
_ENDLESS_TAG = re.compile(r"(<[a-zA-Z][^\s>/]*)(?:[^>=]|=\s*(?:\"[^\"]*\"|'[^']*')|=)*(?:>|\Z)")
_NESTING = re.compile(r"<(?!/?(?:p|br|script|style|textarea|title)[\s/>])/?([a-z!?]?[a-z0-9-]*)[^<>]*>?", re.IGNORECASE)


def _attributes(raw: str) -> dict[str, str]:
    return {name: markup.unescape(value) for name, value in _ATTRIBUTE.findall(raw)}


def _tag(name: str, attributes: dict[str, str]) -> str:
    return f"<{name}" + "".join([f' {key}="{_escaped(value)}"' for key, value in attributes.items()]) + ">"


def _escaped(value: str) -> str:
    return markup.escape(value) if _SPECIAL.search(value) else value


def _without_hidden(text: str) -> str:
    kept: list[str] = []
    at = depth = 0
    name = ""
    for tag in _ANY_TAG.finditer(text):
        closing, tag_name, attributes = tag.groups()
        if depth:
            if tag_name == name:
                depth += -1 if closing else 1
                at = tag.end()
        elif ' hidden="' in attributes:
            kept.append(text[at : tag.start()])
            at = tag.end()
            name, depth = tag_name, 0 if tag_name in _VOID else 1
    kept.append(text[at:])
    return "".join(kept)


def _card(found: re.Match[str], base: str | None, counts: _Counts) -> str:
    name, raw, inside = found.groups()
    given = _attributes(raw)
    source = _SOURCE.search(inside)
    inner = _attributes(source.group(1)) if source else {}
    where = next(
        filter(None, (given.get("data-src"), given.get("data-lazy-src"), given.get("src"), inner.get("src"))), ""
    )
    if name == "amp-youtube":
        where = "https://www.youtube.com/watch?v=" + given.get("data-videoid", "")
    address = urls.absolute(where, base)
    counts.frames += 1
    if address is None:
        return ""
    if _COUNTERS.search(address):
        counts.frames -= 1
        counts.pixels += 1
        return ""
    for shape, page in _EMBEDS:
        if player := shape.match(address):
            address = page.format(player.group(1))
    label = clean_line(given.get("title", "")) or urls.host(address)
    return (
        f'<figure class="frame"><a href="{markup.escape(address)}">▶ {markup.escape(label, quote=False)}</a></figure>'
    )


def _one_picture(found: re.Match[str]) -> str:
    # The sources of <picture> are the same picture in other sizes: their best serves an <img> that has nothing better.
    inside = found.group(1)
    image = _IMAGE.search(inside)
    attributes = _attributes(image.group(1)) if image else {}
    if not any(attributes.get(name) for name in (*_LAZY_SETS, *_LAZY)):
        sets = [given for raw in _SOURCE.findall(inside) if (given := _best_of(_attributes(raw))) is not None]
        if sets and not attributes.get("src"):
            attributes["src"] = sets[0]
    return _tag("img", attributes) + _CAPTION_REST.sub("", inside)


_SPECIAL = re.compile("[&<>\"']")
_CAPTION_REST = re.compile(r"<(?:img|amp-img|source)[^>]*>|</amp-img>")


def _picture(found: re.Match[str], base: str | None, counts: _Counts) -> str:
    given = _attributes(found.group(1))
    where = given.get("src")
    if not given.keys() <= _PLAIN_IMAGE:
        where = _best_of(given) or next(filter(None, map(given.get, _LAZY)), None) or where
    address = urls.absolute(where, base) if where else None
    if address is None:
        return ""
    sizes = {name: size for name in ("width", "height") if (size := _size(given.get(name))) is not None}
    if _is_pixel(sizes.values(), given.get("style"), address):
        counts.pixels += 1
        return ""
    kept = {"src": address}
    kept.update((name, given[name]) for name in ("alt", "title", "lang", "dir") if name in given)
    kept.update((name, str(size)) for name, size in sizes.items())
    return _tag("img", kept)


def _is_pixel(sizes: Iterable[int], style: str | None, address: str) -> bool:
    if any(size <= 2 for size in sizes):
        return True
    return bool((style and _TINY_STYLE.search(style.lower())) or _COUNTERS.search(address))


def _size(value: str | None) -> int | None:
    found = _SIZE.match(value) if value else None
    return int(found.group(1)) if found else None


def _best_of(given: dict[str, str]) -> str | None:
    """The widest candidate of a srcset up to MAX_WIDTH, else the narrowest; None when there is none."""
    best: list[tuple[bool, float, str]] = []
    for name in _LAZY_SETS:
        for address, width in _candidates(given.get(name, "")):
            fits = width <= MAX_WIDTH
            best.append((fits, width if fits else -width, address))
        if best:
            return max(best)[2]
    return None


def _candidates(srcset: str) -> list[tuple[str, float]]:
    # Addresses may hold commas (HTML, "parse a srcset attribute"): a candidate ends at a comma after white space or
    # after its descriptor, never inside the address.
    found = []
    for address, amount, unit in _CANDIDATE.findall(srcset[:20_000]):
        if address.startswith("data:"):
            continue
        width = float(amount or 1) * (1 if unit == "w" else 600)  # 600: what "1x" usually means in a column of text
        found.append((address.rstrip(","), width))
    return found


_CANDIDATE = re.compile(r"([^\s,]\S*[^\s,])(?:\s+(\d{1,6}(?:\.\d{1,3})?)([wx]))?\s*(?:,|$)")


def _link(found: re.Match[str], base: str | None) -> str:
    given = _attributes(found.group(1))
    where = given.get("href", "").strip()
    if where[:7].lower().startswith(("mailto:", "tel:")):
        return _tag("a", given)
    address = urls.absolute(where, base) if where else None
    if address is None:
        given.pop("href", None)
    else:
        given["href"] = _without_trackers(address)
    return _tag("a", given)


def _without_trackers(address: str) -> str:
    head, mark, tail = address.partition("?")
    if not mark:
        return address
    query, hash_mark, fragment = tail.partition("#")
    kept = [pair for pair in query.split("&") if not _CLICK_TRACKERS.fullmatch(pair.partition("=")[0])]
    return head + ("?" + "&".join(kept) if kept else "") + hash_mark + fragment


# ------------------------------------------------------------------------------------------------------ plain text

_BLOCKS = set(
    """
    p div section article main header footer aside nav address center blockquote figure figcaption ul ol dl table
    h1 h2 h3 h4 h5 h6 hr pre details summary hgroup fieldset caption
    """.split()  # noqa: SIM905 - a table, not code
)
_ROWS = {"li", "tr", "dt", "dd"}
_CELLS = {"td", "th"}
_CARD = re.compile(r'<figure class="frame"><a href="[^"]*"[^<>]*>[^<]*</a></figure>')
_UNSAID = re.compile(rf"<(rp|rt|iframe|video|audio|amp-iframe|amp-youtube){_ATTRIBUTES}>.*?</\1>", re.DOTALL)
_ODD_SPACES = re.compile("[\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
# While lines are laid out: \x1d stands round a block, \x1e round a row, and a line feed for <br>.
_GAP = re.compile("[\x1d\x1e\n][ \x1d\x1e\n]*")
_BETWEEN_ROWS = re.compile("\x1e ?\x1e")
# Controls but the line feed, soft hyphens, zero-width spaces, direction overrides and embeddings, surrogates and
# noncharacters (XML 1.0 section 2.2, Unicode 23.7). Joiners (U+200C, U+200D) and direction marks stay.
_CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]"
)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")


# A block, a row, a cell, a broken line; other tags part nothing.
_BREAKS = {
    **dict.fromkeys(_BLOCKS, "\x1d"),
    **dict.fromkeys(_ROWS, "\x1e"),
    **dict.fromkeys(_CELLS, " "),
    "br": "\n",
}


def _break(tag: re.Match[str]) -> str:
    return _BREAKS.get(tag[2], "")


def _gap(found: re.Match[str]) -> str:
    gap = found.group()
    if _BETWEEN_ROWS.search(gap):
        return "\n"
    return "\n\n" if "\x1d" in gap or gap.count("\n") > 1 else "\n"


def _lines(blocks: list[str]) -> str:
    return "\n\n".join(filter(None, map(_fold, blocks)))


def _fold(text: str) -> str:
    return " ".join(_without_controls(text.replace("\x85", " ")).split())


def _single_spaces(text: str) -> str:
    """`text` with every run of spaces, of whatever kind, as one space; line feeds stay."""
    text = text.replace("&nbsp;", " ")
    if not text.isascii():
        text = _ODD_SPACES.sub(" ", text)
    while "  " in text:
        text = text.replace("  ", " ")
    return text


def _without_controls(text: str) -> str:
    if is_printed(text) or (not text.isascii() and text.replace("\n", "").isprintable()):
        return text  # nothing of what is searched for below can be printed
    return _CONTROLS.sub("", text.replace("\t", " ").replace("\r", "\n").replace("\x0b", " ").replace("\x0c", " "))


# ---------------------------------------------------------------------------------------------------------- bytes

_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_META = re.compile(r"<meta\b[^>]{0,400}>|<\?xml[^>]{0,200}\?>", re.IGNORECASE)
_ENCODING = re.compile(r"encoding\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_HTML_LANG = re.compile(r"<html\b[^>]{0,400}?\blang\s*=\s*[\"']?([a-zA-Z]{2,3})", re.IGNORECASE)
# What browsers read under these labels (WHATWG Encoding, "names and labels").
_LABELS = {
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso8859-1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "sjis": "cp932",
    "windows-31j": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "unicode": "utf-8",
    "utf-16": "utf-8",  # a declaration that could be read as ASCII was not written in UTF-16
    "utf-16le": "utf-8",
    "utf-16be": "utf-8",
    "utf8": "utf-8",
    "utf-8": "utf-8",
}
_STATEFUL = frozenset({"iso2022_jp", "iso2022-jp", "hz"})
# "unicode_escape", "idna", "zip" and their like are Python's, and no page's.
_KNOWN_CODEC = re.compile(
    r"(?:cp|windows-?|iso-?8859[-_]|koi8|mac|gb|big5|euc|shift|utf[-_]?8|iso-?2022-?jp|hz$)", re.IGNORECASE
)
_USUAL: dict[str, tuple[str, ...]] = {
    "ja": ("euc_jp", "cp932"),
    "zh": ("gb18030", "big5hkscs"),
    "ko": ("cp949",),
    "ru": ("cp1251",),
    "uk": ("cp1251",),
    "bg": ("cp1251",),
    "sr": ("cp1251",),
    "ar": ("cp1256",),
    "fa": ("cp1256",),
    "he": ("cp1255",),
    "el": ("cp1253",),
    "tr": ("cp1254",),
    "pl": ("iso8859-2", "cp1250"),
    "cs": ("cp1250",),
    "hu": ("cp1250",),
    "ro": ("cp1250",),
    "th": ("cp874",),
    "vi": ("cp1258",),
}


def _charset(text: str) -> str | None:
    found = _CHARSET.search(text) or _ENCODING.search(text)
    if not found:
        return None
    label = found.group(1).lower()
    name = _LABELS.get(label, label)
    if not _KNOWN_CODEC.match(name):
        return None
    try:
        return name if name in ("utf-8", "gb18030", "big5hkscs") else codecs.lookup(name).name
    except LookupError:
        return None


def _mostly_utf8(body: bytes, error: UnicodeDecodeError) -> bool:
    # One broken byte in a page (a cut teaser, an old comment) must not turn every accent into two letters.
    sample = body[max(0, error.start - 50_000) : error.start + 50_000]
    good = sum(1 for _ in _UTF8_PAIR.finditer(sample))
    bad = sample.decode("utf-8", "replace").count("\ufffd")
    return good > 4 * bad


_UTF8_PAIR = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


def _undeclared(body: bytes, head: str) -> str:
    found = _HTML_LANG.search(head)
    for name in _USUAL.get(found.group(1).lower()[:2] if found else "", ()):
        try:
            return body.decode(name)
        except UnicodeDecodeError:
            continue
    return body.decode("cp1252", "replace")
