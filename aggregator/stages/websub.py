"""WebSub, the subscriber's side: what is asked of a hub, and what it may tell us (W3C Recommendation, 2018).

A hub tells us early; it proves nothing about what was missed. So a subscribed feed is still polled, and what a hub
delivers is treated as if a poll had brought it. Secrets are made by the caller, because chance is not made here.
"""

import hashlib
import hmac
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Literal
from urllib.parse import parse_qsl, urlencode, urlsplit

from msgspec import Struct

from aggregator.records import Hints, Request, Response
from aggregator.text.urls import absolute

LEASE = timedelta(days=7)  # asked for
LEASE_FLOOR, LEASE_CEILING = timedelta(minutes=5), timedelta(days=30)
RENEW_AT = 0.8  # of the lease
SECRET_BYTES = 32

_ALGORITHMS = {"sha1": hashlib.sha1, "sha256": hashlib.sha256, "sha384": hashlib.sha384, "sha512": hashlib.sha512}
_LINK = re.compile(r"<([^<>]{1,2000})>((?:\s*;\s*[A-Za-z*]{1,20}\s*=\s*(?:\"[^\"]{0,500}\"|[^\s\",;]{0,500}))*)")
_REL = re.compile(r";\s*rel\s*=\s*(?:\"([^\"]*)\"|([^\s\",;]+))", re.IGNORECASE)


class Hub(Struct, frozen=True, kw_only=True):
    """Where updates of a topic can be subscribed to."""

    url: str
    topic: str  # the feed's own name for itself, which the hub knows it by


class Confirmed(Struct, frozen=True, kw_only=True):
    """The hub asks whether we meant it; `challenge` is the whole answer to give, with status 200."""

    mode: Literal["subscribe", "unsubscribe"]
    challenge: str
    lease: timedelta | None


class Denied(Struct, frozen=True, kw_only=True):
    """The hub will not deliver."""

    reason: str


def hub(response: Response, hints: Hints) -> Hub | None:
    """The hub a feed announces: in `Link` headers first, in the document else (section 4 of the Recommendation).

    Only http and https addresses count. Without a name of its own, the feed goes by the address that answered.
    """
    links = link_headers(response)
    found = links.get("hub") or hints.hub
    topic = links.get("self") or hints.self_url or response.url
    if found is None:
        return None
    url, name = absolute(found, response.url), absolute(topic, response.url)
    return Hub(url=url, topic=name) if url and name else None


def link_headers(response: Response) -> dict[str, str]:
    """The first target of each relation in the `Link` headers of a response (RFC 8288), relations in lower case."""
    found: dict[str, str] = {}
    for name, value in response.headers:
        if name != "link":
            continue
        for match in _LINK.finditer(value[:20_000]):
            rel = _REL.search(match[2])
            for word in ((rel[1] or rel[2] or "") if rel else "").lower().split():
                found.setdefault(word, match[1].strip())
    return found


def subscription(
    to: Hub, callback: str, secret: str, *, agent: str, mode: Literal["subscribe", "unsubscribe"] = "subscribe"
) -> Request:
    """The request that asks a hub to deliver to `callback`, or to stop.

    Args:
        callback: our public address for this feed, hard to guess.
        secret: shared with the hub, for its signatures; fewer than 200 bytes; sent over https only, because anyone
            on the way could else sign in the hub's name.
    """
    fields = {"hub.mode": mode, "hub.topic": to.topic, "hub.callback": callback}
    if mode == "subscribe":
        fields["hub.lease_seconds"] = str(int(LEASE.total_seconds()))
        if urlsplit(to.url).scheme == "https":
            fields["hub.secret"] = secret
    return Request(
        url=to.url,
        method="POST",
        headers=(("User-Agent", agent), ("Content-Type", "application/x-www-form-urlencoded")),
        body=urlencode(fields).encode("ascii"),
        deadline=timedelta(seconds=30),
        max_bytes=100_000,
        purpose="hub",
    )


def verify_intent(query: str, topic: str, wanted: Literal["subscribe", "unsubscribe"]) -> Confirmed | Denied | None:
    """What a hub's GET to the callback means (section 5.3); None: answer 404.

    Args:
        query: the query string as received.
        topic: that we asked this callback for.
        wanted: what we last asked for; anything else is somebody else's wish.
    """
    fields = dict(parse_qsl(query, keep_blank_values=True, max_num_fields=50)) if query.count("&") < 50 else {}
    if fields.get("hub.topic") != topic:
        return None
    if fields.get("hub.mode") == "denied":
        return Denied(reason=fields.get("hub.reason", "")[:500])
    challenge = fields.get("hub.challenge", "")
    if fields.get("hub.mode") != wanted or not 0 < len(challenge) <= 4096:
        return None
    return Confirmed(mode=wanted, challenge=challenge, lease=_lease(fields.get("hub.lease_seconds")))


def verify_signature(secret: str, headers: Mapping[str, str], body: bytes) -> bool:
    """Whether a delivery was signed with our secret (section 7.1): `X-Hub-Signature: sha256=...`.

    A delivery that fails is answered with 202 all the same and thrown away, so that nobody learns to guess.

    Args:
        headers: names in lower case.
    """
    method, mark, given = headers.get("x-hub-signature", "").strip().partition("=")
    algorithm = _ALGORITHMS.get(method.lower())
    if algorithm is None or not mark or not given.isascii():
        return False
    return hmac.compare_digest(hmac.new(secret.encode(), body, algorithm).hexdigest(), given.strip().lower())


def renew_at(confirmed: datetime, lease: timedelta | None) -> datetime:
    """The instant at which a subscription is renewed: at 80 % of its lease.

    A hub that names no lease is taken to have granted what we asked for; one of seconds or of years is brought into
    [5 min, 30 days].
    """
    granted = LEASE if lease is None else min(max(lease, LEASE_FLOOR), LEASE_CEILING)
    return confirmed + granted * RENEW_AT


def delivered(topic: str, headers: Mapping[str, str], body: bytes, now: datetime) -> Response:
    """A delivery in the shape of an answer, so that the same stages read it.

    It carries no validators and no freshness: those belong to the address that is polled.
    """
    kept = tuple((name, value) for name, value in headers.items() if name in ("content-type", "content-language"))
    return Response(
        url=topic, status=200, headers=kept, body=body, received=now, elapsed=timedelta(0), wire_bytes=len(body)
    )


def _lease(text: str | None) -> timedelta | None:
    if text is None or re.fullmatch(r"[0-9]{1,9}", text) is None:
        return None
    return timedelta(seconds=int(text))
