"""Addresses: made absolute for use, made canonical for comparing.

`absolute` keeps an address as its publisher spelled it, as far as a browser could follow it. `canonical` is a key, never
a link: it folds away all that tells two spellings of one page apart, and is therefore too generous on purpose. Whoever
compares canonical addresses asks for a second witness (stages/identify.py does).
"""

import functools
import re
import unicodedata
from urllib.parse import parse_qsl, quote, unquote_to_bytes, urljoin, urlsplit, urlunsplit

_NO_URL = re.compile("[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028\u2029\u2060\ufeff\ud800-\udfff]")
_EDGES = " \t\r\n\f\v\x00\xa0\u200b\u2060\ufeff"
_INSIDE = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u2028\u2029\u2060\ufeff\ud800-\udfff]")
_ESCAPED = {ord(" "): "%20", 0xA0: "%20", ord('"'): "%22", ord("<"): "%3C", ord(">"): "%3E"}
# What needs no repair: nearly every address.
_SOUND = re.compile(r"https?://[A-Za-z0-9-][A-Za-z0-9.-]*(?::[0-9]{1,4})?(?:[/?#][!#-;=?-\[\]-~]*)?")
# What has little to fold away: small letters, no port, parameters, dots at the edges of names, empty segments.
_PLAIN = re.compile(r"https?://([a-z0-9-]+(?:\.[a-z0-9-]+)+)((?:/[a-z0-9_-]+(?:\.[a-z0-9_-]+)*)*/?)")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")

# Parameters that say where a click came from, never which page is meant. Lower case; compared after folding.
_TRACKERS = frozenset(
    """
    _ga _gl _hsenc _hsmi _openstat _x_tr_hl _x_tr_sl _x_tr_tl __s __twitter_impression action_object_map
    action_ref_map action_type_map actcampaigntype adjust_campaign aff_id affiliate amp amp_gsa amp_js_v campaign
    campaign_id campid ceid cmp cmpid cndid cvid dclid dicbo ef_id efg echobox emc epik fb_action_ids fb_ref
    fb_source fbclid feature feed feedname feedtype from from_rss ftag ftcamp gaa_at gaa_n gaa_sig gaa_ts gbraid
    gclid gclsrc ga_campaign ga_content ga_medium ga_source ga_term guccounter guce_referrer guce_referrer_sig
    hootpostid hsctatracking icid icmp igsh igshid intcmp int_campaign int_medium int_source ito jsessionid
    linkid link_source mc_cid mc_eid medium mkt_tok mod msclkid ncid nr_email_referer ocid oicd oly_anon_id
    oly_enc_id origin output outputtype partner phpsessid platform pm_source r_source recruiter ref ref_src ref_url
    referer referral referrer refsrc rss rss_id rsslink s_cid s_kwcid sc_cid sh share shared share_from smid smtyp
    socialreferer source soc_src soc_trk spm spref sr_share src sref taid tblci tse_id traffic_source trk
    trkcampaign twclid ved vero_conv vero_id via wbraid wickedid wprov wt.mc_id wt_mc wt_zmc xing_share xtcr xtmc
    xtnp xtor xtref xts yclid zanpid
    """.split()  # noqa: SIM905 - a table, not code
)
_TRACKER_FAMILIES = re.compile(r"(?:utm|at|mtm|pk|piwik|matomo|stm|hsa|ns|wt|sfmc|trk)[_.]")
_SITE_PREFIX = re.compile(r"(?:www\d?|m|mobile|mobil|amp|rss|feeds?|mail|edition)\.(?=[^.]+\.)")
_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/;?]*", re.IGNORECASE)
_TAIL = re.compile(r"(?:/+|/(?:index|default|accueil)\.(?:html?|php|aspx?|jsp)|/amp|\.amp|/amp\.html)$")
_AMP_INFIX = re.compile(r"\.amp(?=\.html?$)")
_WRAPPERS = ("cdn.ampproject.org", "google.com", "google.fr")  # show pages of other sites under their own name
_WRAPPED = re.compile(r"/(?:amp/s|c/s|v/s|amp|c|v)/(?=[^/]+\.[^/]+/)")
_LANGUAGE_HOME = re.compile(r"/[a-z]{2}(?:[-_][a-z]{2,4})?")
_PATH_SAFE = "/:@!$&'()*+,;=~"
_QUERY_SAFE = "/:@!$'()*,;~?"


def absolute(url: str, base: str | None) -> str | None:
    """The http(s) address meant by `url` as found in a document at `base`, or None.

    White space around it, line breaks and invisible characters inside are removed, as browsers do (WHATWG URL, "basic
    URL parser"); blanks, quotes and angle brackets inside are percent-encoded; nothing else is respelled. A bare
    `www.example.org/...` means a host, as feeds that write it mean one.

    Returns:
        An address with scheme http or https and a host; None for any other scheme, for none at all without a
        base, and for what cannot be parsed.
    """
    if _SOUND.fullmatch(url):
        return url
    text = _INSIDE.sub("", url.strip(_EDGES)).strip(_EDGES).translate(_ESCAPED)
    if not text:
        return None
    if text[:4].lower() == "www.":
        text = "https://" + text
    head, mark, tail = text.partition("?")
    if "\\" in head and (not _SCHEME.match(head) or head[:4].lower() == "http"):
        text = head.replace("\\", "/") + mark + tail
    try:
        joined = urljoin(base, text) if base and not _is_http(text) else text
        parts = urlsplit(joined)
        if parts.scheme.lower() not in ("http", "https") or not (parts.hostname or "").strip("."):
            return None
        _ = parts.port  # raises when it is no number
    except ValueError:
        return None
    return joined


@functools.lru_cache(maxsize=4096)  # the same address is asked for up to nine times while its entry is compared
def canonical(url: str) -> str:
    """A key under which the usual spellings of one page's address meet.

    Folded away: scheme, `www.` and mobile hosts, default ports, user names, case, percent-encoding (RFC 3986 §6.2.2,
    and %2F too), dot segments, doubled and trailing slashes, index files, AMP variants and caches, session ids, order
    of parameters, click trackers, and fragments except those that name a page (`#!` and `#/`). Idempotent; never
    raises; what is no http address comes back trimmed.
    """
    if (plain := _PLAIN.fullmatch(url)) and not plain[1].endswith(_WRAPPERS):
        return "https://" + _host_key(plain[1]) + _without_tail(plain[2].rstrip("/"))
    text = _NO_URL.sub("", unicodedata.normalize("NFC", _drop_surrogates(url)))
    try:
        parts = urlsplit(text)
        name = parts.hostname or ""
        port = parts.port
    except ValueError:
        return text
    if parts.scheme.lower() not in ("http", "https") or not name:
        return text
    name = _host_key(name)
    path = _path_key(parts.path)
    if name.endswith(_WRAPPERS) and (wrapped := _WRAPPED.match(path)):
        return canonical("https://" + path[wrapped.end() :] + ("?" + parts.query if parts.query else ""))
    if ":" in name:
        name = f"[{name}]"
    if port not in (None, 80, 443):
        name += f":{port}"
    return urlunsplit(("https", name, path, _query_key(parts.query), _fragment_key(parts.fragment)))


def host(url: str) -> str:
    """The host of an address, lower case, without port and trailing dot; empty when there is none."""
    try:
        return (urlsplit(url.strip(_EDGES)).hostname or "").rstrip(".")
    except ValueError:
        return ""


def site(url: str) -> str:
    """The host of an address without `www.`, `m.`, `rss.` and their like: what a publisher's feeds share."""
    return _host_key(host(url))


@functools.lru_cache(maxsize=4096)
def is_home_page(url: str) -> bool:
    """Whether an address names a site and no page of it: no path but an index or a language, no query.

    Feeds without pages of their own give it as the link of every entry, so it never identifies one.
    """
    try:
        parts = urlsplit(canonical(url))
    except ValueError:
        return False
    if not parts.netloc or parts.query or parts.fragment:
        return False
    return not parts.path or _LANGUAGE_HOME.fullmatch(parts.path) is not None


def path_of(url: str) -> str:
    """The path of an address in canonical form, without host and query; empty for a home page."""
    try:
        return urlsplit(canonical(url)).path
    except ValueError:
        return ""


def _is_http(text: str) -> bool:
    return text[:7].lower() == "http://" or text[:8].lower() == "https://"


def _drop_surrogates(text: str) -> str:
    return text if text.isascii() else text.encode("utf-8", "ignore").decode("utf-8")


@functools.lru_cache(maxsize=4096)
def _host_key(name: str) -> str:
    name = name.rstrip(".").lower()
    if not name.isascii():
        try:
            name = name.encode("idna").decode("ascii")
        except UnicodeError:  # a label no registry would accept; it still tells hosts apart
            name = quote(name).lower()
    while prefix := _SITE_PREFIX.match(name):
        name = name[prefix.end() :]
    return name


def _decoded(text: str) -> str:
    # Old French sites still escape Latin-1: %E9 is no UTF-8, and replacing it would make all accents equal.
    raw = unquote_to_bytes(text)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _folded(text: str) -> str:
    for _ in range(3):  # lower case may decompose, composing may give capitals back: rare, and soon stable
        lower = unicodedata.normalize("NFC", text.lower())
        if lower == text:
            break
        text = lower
    return text


def _path_key(path: str) -> str:
    path = _folded(_decoded(path)) if "%" in path else _folded(path)
    path = _SESSION.sub("", path)
    kept: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            kept = kept[:-1]
        elif segment not in ("", "."):
            kept.append(segment)
    path = "/" + "/".join(kept) if kept else ""
    return quote(_without_tail(path), safe=_PATH_SAFE)


def _without_tail(path: str) -> str:
    path = _AMP_INFIX.sub("", path)
    while tail := _TAIL.search(path):
        path = path[: tail.start()]
    return path


def _query_key(query: str) -> str:
    if not query:
        return ""
    try:
        pairs = parse_qsl(query, keep_blank_values=True, errors="surrogateescape", max_num_fields=200)
    except ValueError:  # hundreds of parameters: no page is named like this
        return query
    kept = sorted(
        (name, value)
        for name, value in pairs
        if (name or value) and name.lower() not in _TRACKERS and not _TRACKER_FAMILIES.match(name.lower())
    )
    return "&".join(_quoted(name) + ("=" + _quoted(value) if value else "") for name, value in kept)


def _quoted(text: str) -> str:
    return quote(text, safe=_QUERY_SAFE, errors="surrogateescape")


def _fragment_key(fragment: str) -> str:
    return fragment if fragment.startswith(("!", "/")) else ""
