"""Single values of feeds.yaml: what is written, to what is meant.

Every function takes the text as spelled and raises `Bad` with a sentence and a hint. None of them touches the network.
"""

import re
from collections.abc import Sequence
from datetime import timedelta
from ipaddress import ip_network
from urllib.parse import urlsplit

from aggregator.config.source import Bad, suggest
from aggregator.text.words import listed

_UNITS = {"s": 1, "m": 60, "min": 60, "h": 3600, "d": 86400, "w": 604800}
_SIZES = {"": 1, "B": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9, "KIB": 2**10, "MIB": 2**20, "GIB": 2**30}
_YES, _NO = ("true", "yes", "on"), ("false", "no", "off")
LONGEST = timedelta(days=366)

# ISO 639-1. Longer tags (`kab`, `gsw`) are taken when they look like ISO 639-3.
LANGUAGES = listed(
    """aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el
    en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja
    jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd
    ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr
    ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu"""
)
# What people write for a language: the country's code, or the language's name.
_SLIPS = {
    "jp": "ja", "cn": "zh", "gr": "el", "cz": "cs", "dk": "da", "ua": "uk", "vn": "vi", "ir": "fa", "il": "he",
    "us": "en", "gb": "en", "at": "de", "english": "en", "french": "fr", "français": "fr", "german": "de",
    "deutsch": "de", "spanish": "es", "español": "es", "korean": "ko", "japanese": "ja", "chinese": "zh",
    "arabic": "ar", "russian": "ru", "italian": "it", "portuguese": "pt", "dutch": "nl", "norwegian": "no",
}  # fmt: skip


def plain(text: str) -> str:
    """Text that is not empty."""
    if not text:
        raise Bad("nothing stands here", "write a value, or remove the key")
    return text


def flag(text: str) -> bool:
    """True or false, in the spellings of YAML 1.1 and 1.2."""
    lower = text.lower()
    if lower in _YES or lower in _NO:
        return lower in _YES
    raise Bad(f"`{text}` is neither true nor false", "write `true` or `false`")


def whole(low: int, high: int) -> "_Whole":
    """A converter to an integer in [low, high]."""
    return _Whole(low, high)


class _Whole:
    """An integer within bounds."""

    def __init__(self, low: int, high: int) -> None:
        self.low, self.high = low, high

    def __call__(self, text: str) -> int:
        if not re.fullmatch(r"[+-]?[0-9]{1,15}", text):
            raise Bad(f"`{text}` is not a whole number", f"write a number from {self.low} to {self.high}")
        value = int(text)
        if not self.low <= value <= self.high:
            raise Bad(f"{value} is outside {self.low} to {self.high}", "choose a number within")
        return value


def weight(text: str) -> float:
    """A factor from 0.1 to 100."""
    if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,6})?", text):
        raise Bad(f"`{text}` is not a number", "write a factor such as `2` or `0.5`")
    value = float(text)
    if not 0.1 <= value <= 100:
        raise Bad(f"a weight of {text} is outside 0.1 to 100", "1 is ordinary, 2 is asked more often")
    return value


def duration(text: str) -> timedelta:
    """A span of 1 s to 366 days: digits and a unit, `90s`, `5m`, `2h`, `1d`, `1w`, or several (`1h30m`)."""
    compact = text.replace(" ", "").lower()
    if re.fullmatch(r"[0-9]{1,9}", compact):
        raise Bad(f"`{text}` has no unit", f"write `{compact}m` or `{compact}h`")
    if not re.fullmatch(r"([0-9]{1,9}(min|[smhdw]))+", compact):
        raise Bad(f"`{text}` is not a duration", "write a number and a unit: `90s`, `5m`, `2h`, `1d`")
    parts = re.findall(r"([0-9]+)(min|[smhdw])", compact)
    seconds = sum(int(number) * _UNITS[unit] for number, unit in parts)
    if not 1 <= seconds <= LONGEST.total_seconds():
        raise Bad(f"`{text}` is outside 1 s to {LONGEST.days} days", "choose a span within")
    return timedelta(seconds=seconds)


def size(text: str) -> int:
    """A number of bytes: `20MB`, `512 KiB`, `1000000`."""
    match = re.fullmatch(r"([0-9]{1,12})\s*([A-Za-z]{0,3})", text)
    unit = match.group(2).upper() if match else None
    if match is None or unit not in _SIZES:
        raise Bad(f"`{text}` is not a size", "write bytes, or a number and a unit: `20MB`, `512KiB`")
    value = int(match.group(1)) * _SIZES[unit]
    if not 1 <= value <= 2**40:
        raise Bad(f"`{text}` is outside 1 byte to 1 TiB", "choose a size within")
    return value


def budget(text: str) -> int:
    """Requests an hour: `2000/h`, `30/min`, `20000/d`."""
    match = re.fullmatch(r"([0-9]{1,9})\s*/\s*(s|m|min|h|d)", text.lower())
    if not match:
        raise Bad(f"`{text}` is not a budget", "write requests and a span: `2000/h`")
    per_hour = int(match.group(1)) * 3600 // _UNITS[match.group(2)]
    if not 1 <= per_hour <= 10_000_000:
        raise Bad(f"`{text}` is outside 1/h to 10000000/h", "`2000/h` suits about a thousand feeds")
    return per_hour


def language(text: str) -> str:
    """A BCP 47 primary tag, lower case; a region or script after it is dropped (`fr-CA` is `fr`)."""
    primary = re.split(r"[-_]", text.lower())[0]
    if primary in _SLIPS:
        raise Bad(f"`{text}` is not a language code", f"did you mean `{_SLIPS[primary]}`?")
    if primary in LANGUAGES or re.fullmatch(r"[a-z]{3}", primary):
        return primary
    raise Bad(f"`{text}` is not a language code", "write an ISO 639 code such as `fr`, `en` or `ko`")


def zone(text: str) -> str:
    """An IANA time zone name."""
    from zoneinfo import ZoneInfo, available_timezones

    try:
        ZoneInfo(text)
    except (ValueError, OSError, LookupError) as error:
        close = suggest_zone(text, sorted(available_timezones()))
        raise Bad(f"`{text}` is not a time zone", close or "write an IANA name such as `Europe/Paris`") from error
    return text


def suggest_zone(text: str, names: Sequence[str]) -> str | None:
    """The zone that ends like `text` ("Paris"), else one that is close to it."""
    wanted = text.casefold().replace(" ", "_").rpartition("/")[2]
    ends = [name for name in names if name.casefold().rpartition("/")[2] == wanted]
    if ends:
        return f"did you mean `{ends[0]}`?"
    by_fold = {name.casefold(): name for name in names}
    close = suggest(text.casefold(), list(by_fold))
    return close and re.sub(r"`(.*)`", lambda match: f"`{by_fold[match.group(1)]}`", close)


def url(text: str) -> str:
    """An absolute http or https address."""
    if re.search(r"[\s\x00-\x1f\x7f]", text):
        raise Bad("an address cannot contain spaces", "write them as `%20`, or remove them")
    if text.lower().startswith("feed:"):
        rest = text[5:].lstrip("/")
        better = rest if rest.lower().startswith("http") else f"https://{rest}"
        raise Bad("`feed:` is not an address to fetch", f"write `{better}`")
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError as error:
        raise Bad(f"`{text}` is not an address: {error}", "write `https://host/path`") from error
    if parts.scheme.lower() not in ("http", "https"):
        raise Bad(f"`{text}` is not an http or https address", f"write `https://{text.rpartition('://')[2]}`")
    if not parts.hostname:
        raise Bad(f"`{text}` names no host", "write `https://host/path`")
    return text


def same_address(address: str) -> str:
    """What two spellings of one address share: case of scheme and host, default port, fragment, empty path."""
    parts = urlsplit(address)
    host = (parts.hostname or "").rstrip(".")
    port = parts.port
    default = {"http": 80, "https": 443}.get(parts.scheme.lower())
    at = f"{host}:{port}" if port not in (None, default) else host
    query = f"?{parts.query}" if parts.query else ""
    user = parts.netloc.rpartition("@")[0]
    return f"{parts.scheme.lower()}://{user and user + '@'}{at}{parts.path or '/'}{query}"


def network(text: str) -> str:
    """`CIDR` or `CIDR:port`; IPv6 with a port stands in brackets, the prefix inside: `[fd00::/8]:8080`."""
    match = re.fullmatch(r"\[([0-9A-Fa-f:./]+)\](?::([0-9]{1,5}))?|([0-9.]+(?:/[0-9]+)?):([0-9]{1,5})", text)
    block, port = (match.group(1) or match.group(3), match.group(2) or match.group(4)) if match else (text, None)
    if port is not None and not 1 <= int(port) <= 65535:
        raise Bad(f"{port} is not a port", "ports go from 1 to 65535")
    try:
        ip_network(block)
    except ValueError as error:
        raise Bad(f"`{text}` is not a network", _network_hint(block)) from error
    return text


def _network_hint(block: str) -> str:
    try:
        return f"did you mean `{ip_network(block, strict=False)}`?"
    except ValueError:
        return "write `10.0.0.0/8`, `192.168.1.5/32:8080` or `[fd00::/8]:8080`"


def clock(text: str) -> str:
    """A time of day, `HH:MM`."""
    match = re.fullmatch(r"([0-9]{1,2}):([0-9]{2})", text)
    if not match or int(match.group(1)) > 23 or int(match.group(2)) > 59:
        raise Bad(f"`{text}` is not a time of day", "write `07:00`")
    return f"{int(match.group(1)):02}:{match.group(2)}"


def mail_address(text: str) -> str:
    """A mail address, in the plain form or with a name: `News <news@example.org>`."""
    if re.fullmatch(r"(?:[^<>\r\n]*<)?[^\s@<>,;]+@[^\s@<>,;]+>?", text) and text.count("<") == text.count(">"):
        return text
    raise Bad(f"`{text}` is not a mail address", "write `name@example.org`")


def contact(text: str) -> str:
    """An address where a publisher can reach the person who runs this: a URL or a mail address."""
    if "@" in text and "://" not in text:
        return mail_address(text)
    return url(text)


def host(text: str) -> str:
    """A host name or IP address to listen on or to speak to."""
    if re.fullmatch(r"[A-Za-z0-9._:-]{1,253}", text):
        return text
    raise Bad(f"`{text}` is not a host", "write `127.0.0.1`, `0.0.0.0` or a host name")


def variable(text: str) -> str:
    """The name of an environment variable."""
    if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", text):
        return text
    raise Bad("this is not the name of an environment variable", "write the name, never the password: `SMTP_PASSWORD`")


def feed_name(text: str) -> str:
    """A name that can stand in an address and in a command: letters, digits and `. _ -`."""
    if re.fullmatch(r"\w[\w.-]{0,79}", text):
        return text
    better = re.sub(r"[^\w.-]+", "-", text).strip("-.")[:80]
    raise Bad(f"`{text}` cannot be a name", f"letters, digits and `.`, `_`, `-`: `{better or 'my-feed'}`")


def slug(text: str) -> str:
    """The permanent name of a topic: lower-case letters, digits and `-`."""
    if re.fullmatch(r"(place:[A-Z]{2}|subject:[a-z-]+)", text) or (
        re.fullmatch(r"\w[\w-]{0,79}", text) and text == text.lower()
    ):
        return text
    better = re.sub(r"[^\w-]+", "-", text.lower()).strip("-")
    raise Bad(f"`{text}` cannot be the name of a topic", f"lower-case letters, digits and `-`: `{better or 'topic'}`")
