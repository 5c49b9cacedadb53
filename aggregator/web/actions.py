"""What a person asks by a form: checked, then handed to the process that writes.

No page writes to the archive. A form is believed only when the browser says that it came from this very site, and, when
feeds.yaml sets `web.token`, when that token was given once on this browser.
"""

import hashlib
import hmac
import ipaddress
from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import parse_qsl, urlsplit

from msgspec import Struct

from aggregator.records import WebSpec

Act = Callable[[str, dict[str, object]], Awaitable[str]]

LARGEST = 64_000  # bytes of a form
TITLE = 300  # characters of a title
COOKIE = "aggregator_token"

# What each kind of wish needs: field -> whether it is a number.
KINDS: Mapping[str, Mapping[str, bool]] = {
    "star": {"entry": True},
    "unstar": {"entry": True},
    "merge": {"entry": True, "into": True},
    "split": {"entry": True},
    "together": {"a": True, "b": True},
    "never": {"a": True, "b": True},
    "rename": {"story": True, "title": False},
    "poll": {"feed": False},
}
QUIET = ("star", "unstar")  # the page that asked shows what came of it


class Wish(Struct, frozen=True, kw_only=True):
    """A form that was read."""

    kind: str
    argument: dict[str, object]
    back: str  # path of the page it was on
    token: str


def read_form(body: bytes) -> Wish | None:
    """The wish in a form (application/x-www-form-urlencoded); None when it is not one of ours."""
    if len(body) > LARGEST:
        return None
    try:
        given = dict(parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=20))
    except ValueError:
        return None
    needs = KINDS.get(given.get("kind", ""))
    if needs is None:
        return None
    argument: dict[str, object] = {}
    for name, numeric in needs.items():
        value = " ".join(given.get(name, "").split())
        if not value or len(value) > TITLE or (numeric and not _is_id(value)):
            return None
        argument[name] = int(value) if numeric else value
    return Wish(
        kind=given["kind"], argument=argument, back=local_path(given.get("back", "")), token=given.get("token", "")
    )


def _is_id(value: str) -> bool:
    return value.isascii() and value.isdecimal() and len(value) < 18


def local_path(path: str) -> str:
    """`path` when it stays on this site, else the first page: `//host` and `/\\host` lead elsewhere."""
    fine = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if fine else "/"


def from_this_site(headers: Mapping[str, str], web: WebSpec) -> bool:
    """Whether a form came from one of our pages, under a name that is ours.

    `Sec-Fetch-Site` is what the browser itself says (Fetch Metadata, W3C); it is not sent over plain http to other
    machines, where `Origin` must do (RFC 6454 section 7). A name that is not ours may be a stranger's, pointed at this
    machine (DNS rebinding): there both headers would be satisfied.
    """
    host = headers.get("host", "")
    if not _is_ours(host, web):
        return False
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = urlsplit(headers.get("origin", ""))
    return origin.scheme in ("http", "https") and origin.netloc == host


def _is_ours(host: str, web: WebSpec) -> bool:
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    public = urlsplit(web.base_url).hostname if web.base_url else None
    if name in ("localhost", web.host, public):
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def cookie_value(token: str) -> str:
    """What the browser keeps instead of the token itself."""
    return hashlib.sha256(b"aggregator web token\0" + token.encode()).hexdigest()


def is_trusted(web: WebSpec, *, cookie: str | None, token: str) -> bool:
    """Whether the token was given, now or before; always, when feeds.yaml asks for none."""
    if web.token is None:
        return True
    wanted = cookie_value(web.token)
    return any(hmac.compare_digest(wanted.encode(), given.encode()) for given in (cookie or "", cookie_value(token)))
