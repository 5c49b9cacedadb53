"""What to ask the server of a feed, what its answer means, and what is known of the feed afterwards.

Three steps of one poll: `plan` makes the request, `read` judges the reply, `settle` gives the feed as it is once the
entries are safe. Validators are opaque: echoed byte for byte, replaced as a pair after each whole 200, and only by
`settle`, so that they are never stored for a document whose entries are not.
"""

import base64
import hashlib
import ipaddress
import re
from collections.abc import Container
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import unquote, urlsplit, urlunsplit

from msgspec.structs import replace

from aggregator.records import (
    Failed,
    Feed,
    Fetched,
    Gone,
    Hints,
    Limits,
    NotModified,
    Outcome,
    Request,
    Response,
    Validators,
)
from aggregator.text import headers
from aggregator.text.urls import absolute

PRODUCT = "aggregator"
VERSION = "0.1"
ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, text/html;q=0.4, */*;q=0.3"
)
ACCEPT_ENCODING = "gzip, deflate, br, zstd"

_NO_LIMITS = Limits()
ADOPT_AFTER = 3  # good answers from the new address ...
ADOPT_OVER = timedelta(hours=24)  # ... over at least this long, before a permanent redirect is believed

_PERMANENT = (301, 308)
_LOCAL = (".local", ".localhost", ".internal", ".lan", ".home.arpa")  # RFC 6762, RFC 6761, RFC 8375 and custom
_FIRST_ENTRY = re.compile(rb"<(?:[A-Za-z_][\w.-]{0,40}:)?(?:item|entry)[\s>/]|\"items\"\s*:")
_DECLARATION = re.compile(rb"\s*<\?xml[^>]{0,200}\?>")
_NOISE = re.compile(rb"(?:\xef\xbb\xbf|\s|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
_MARKUP = re.compile(rb"<!doctype\s+html|<(?:[A-Za-z]{1,10}:)?(?:html|head|body)[\s>]", re.IGNORECASE)
_FEED_ROOT = re.compile(rb"<(?:[A-Za-z_][\w.-]{0,40}:)?(?:rss|feed|rdf)[\s>]", re.IGNORECASE)
_PASSWORD = re.compile(rb"<input[^>]{0,300}type\s*=\s*[\"']?password", re.IGNORECASE)
_HEAD_BYTES = 65_536  # that are looked at to tell a page from a feed


def agent(contact: str | None) -> str:
    """Our name as servers see it, with where the operator can be reached."""
    return f"{PRODUCT}/{VERSION} (+{contact})" if contact else f"{PRODUCT}/{VERSION}"


def plan(feed: Feed, *, contact: str | None) -> Request:
    """The request that polls `feed`: conditional whenever the last document came with validators.

    Credentials written into the address become an `Authorization` header; the address is asked without them.
    """
    url, authorization = _without_credentials(feed.url)
    fields = [("User-Agent", agent(contact)), ("Accept", ACCEPT), ("Accept-Encoding", ACCEPT_ENCODING)]
    if authorization:
        fields.append(("Authorization", authorization))
    if feed.validators.etag is not None:
        fields.append(("If-None-Match", feed.validators.etag))
        # RFC 3229 section 10.5.3: a delta is against the instance that If-None-Match names.
        fields.append(("A-IM", "feed"))
    if feed.validators.last_modified is not None:
        fields.append(("If-Modified-Since", feed.validators.last_modified))
    request = Request(url=url, headers=tuple(fields), unless=feed.wire_sha256)
    return bounded(request, feed.spec.limits)


def bounded(request: Request, limits: Limits) -> Request:
    """`request` with the bounds that an operator set for its feed."""
    if limits == _NO_LIMITS:
        return request
    max_bytes = limits.max_bytes or request.max_bytes
    return replace(
        request,
        deadline=limits.deadline or request.deadline,
        max_bytes=max_bytes,
        max_wire_bytes=limits.max_wire_bytes or max(request.max_wire_bytes, max_bytes),
    )


def read(feed: Feed, reply: Response | Failed, now: datetime) -> Outcome:
    """What `reply` means for `feed`.

    200 is a document, unless it is empty, a web page, or says the same as before (its bytes, or all from its first
    entry on, have the digest of the last one). 226 is a document of news only, if we asked for one. 304 is
    "unchanged", if we asked conditionally. 410 is the end of the feed. All else is a failure with the status as code.

    Args:
        now: when the reply arrived, UTC.
    """
    if isinstance(reply, Failed):
        return reply
    match reply.status:
        case 200 | 203:
            return _document(feed, reply, now)
        case 226:
            return _delta(reply, now)
        case 304:
            return _unchanged(feed, reply, now)
        case 410:
            return Gone(message=f"{_host(reply)} says that the feed is gone", hops=reply.hops, elapsed=reply.elapsed)
        case _:
            return _refusal(feed, reply, now)


def settle(
    feed: Feed,
    outcome: Outcome,
    document_ok: bool,
    now: datetime,
    *,
    charged: bool = True,
    taken: Container[str] = (),
) -> Feed:
    """`feed` as it is after a poll whose entries are stored in the same transaction.

    Args:
        document_ok: the document was a feed and was read to the end of its root element. When False, its entries
            count but nothing is remembered that could hide the missing ones: the next request asks as this one did.
            (A document that is no feed at all is a `Failed`, not a `Fetched` with False.)
        charged: False during an outage of our own: a failure is then not the feed's.
        taken: addresses of other feeds that are followed; a redirect to one of them is not adopted.
    """
    return replace(feed, last_polled=now, **_changes(feed, outcome, document_ok, now, charged, taken))


def _changes(
    feed: Feed, outcome: Outcome, document_ok: bool, now: datetime, charged: bool, taken: Container[str]
) -> dict[str, Any]:
    match outcome:
        case Fetched(response=reply):
            well = _well(feed, outcome.fresh_for, now)
            if not (document_ok and reply.complete):
                return well
            well |= _moved(feed, reply, now, taken) | {"validators": outcome.validators}
            if outcome.delta:
                return well
            items = outcome.items_sha256 or items_digest(reply.body)
            return well | {
                "body_sha256": outcome.body_sha256, "items_sha256": items, "wire_sha256": reply.wire_sha256
            }  # fmt: skip
        case NotModified(response=reply):
            well = _well(feed, outcome.fresh_for, now) | _moved(feed, reply, now, taken)
            well["validators"] = outcome.validators
            if outcome.same_body and not reply.same:
                well |= {"body_sha256": digest(reply.body), "wire_sha256": reply.wire_sha256}
            return well
        case Gone():
            return _ill(feed, None, now) | {"state": "gone"}
        case Failed():
            if outcome.code == "held" or not charged:
                return {"retry_until": _later(feed.retry_until, outcome.retry_after, now)}
            return _ill(feed, outcome.retry_after, now)


def code(outcome: Outcome) -> str:
    """The word for `outcome` in the table `polls`: ok, unchanged, gone, or the code of the failure."""
    match outcome:
        case Fetched():
            return "ok"
        case NotModified():
            return "unchanged"
        case Gone():
            return "gone"
        case Failed():
            return outcome.code


def digest(body: bytes) -> bytes:
    """SHA-256 of a whole body."""
    return hashlib.sha256(body).digest()


def items_digest(body: bytes) -> bytes:
    """SHA-256 of a document from its first entry on.

    Feeds that write the time of the build into their head differ in every byte count but not in their entries. The
    XML declaration is included: it says what the bytes mean. A document without entries counts whole.
    """
    first = _FIRST_ENTRY.search(body)
    if first is None:
        return digest(body)
    declaration = _DECLARATION.match(body)
    summary = hashlib.sha256(declaration[0] if declaration else b"")
    summary.update(memoryview(body)[first.start() :])
    return summary.digest()


def older_pages(
    feed: Feed, hints: Hints, url: str, walked: Container[str], number: int, *, contact: str | None
) -> Request | None:
    """The request for the page of older entries behind a document, or None at the end of the walk.

    Archive pages (RFC 5005 `prev-archive`) come before paged feeds (`next`), and both before the numbered pages that
    WordPress has without announcing them. The caller stops when a page brings nothing new.

    Args:
        hints: of the document just read, the feed itself or an older page.
        url: of that document.
        walked: addresses already asked in this walk, the feed's own included.
        number: of the page asked for, from 2; the walk ends after `archive_pages` of feeds.yaml.
    """
    if hints.complete or number - 1 > feed.spec.archive_pages:
        return None
    announced = hints.prev_archive or hints.next_page or _wordpress_page(feed, hints, number)
    target = absolute(announced, url) if announced else None
    if target is None or target in walked or target == url:
        return None
    request = replace(plan(replace(feed, validators=Validators()), contact=contact), url=target, purpose="archive")
    if _origin(target) != _origin(feed.url):
        return replace(request, headers=tuple(pair for pair in request.headers if pair[0] != "Authorization"))
    return request


def _document(feed: Feed, reply: Response, now: datetime) -> Outcome:
    validators, fresh_for = _validators(reply), headers.freshness(reply.headers, now)
    unchanged = NotModified(response=reply, validators=validators, fresh_for=fresh_for, same_body=True)
    if reply.same:
        return unchanged
    if not reply.body.strip():
        return _failed(reply, "empty", "answered with nothing")
    body_sha256 = digest(reply.body)
    items_sha256 = None
    if reply.complete:
        if body_sha256 == feed.body_sha256:
            return unchanged
        items_sha256 = items_digest(reply.body)
        if items_sha256 == feed.items_sha256:
            return unchanged
    if _is_page(reply.body):
        login = _PASSWORD.search(reply.body[:_HEAD_BYTES]) is not None
        return _failed(reply, "html", "answered with a login page" if login else "answered with a web page", keep=True)
    return Fetched(
        response=reply,
        validators=validators,
        fresh_for=fresh_for,
        body_sha256=body_sha256,
        items_sha256=items_sha256,
    )


def _delta(reply: Response, now: datetime) -> Outcome:
    asked = any(name.lower() == "a-im" for name, _ in reply.request_headers)
    if not asked or "feed" not in (reply.header("im") or "").lower():
        return _failed(reply, "http-226", "answered 226, which was not asked for")
    if not reply.body.strip():
        return _failed(reply, "empty", "answered with nothing")
    return Fetched(
        response=reply,
        validators=_validators(reply),
        fresh_for=headers.freshness(reply.headers, now),
        body_sha256=digest(reply.body),
        delta=True,
    )


def _unchanged(feed: Feed, reply: Response, now: datetime) -> Outcome:
    if feed.validators == Validators():
        return _failed(reply, "http-304", "answered 304 to a request without conditions")
    fresh = _validators(reply)
    # A 304 may update what is stored, field by field (RFC 9111 section 3.2); what it does not name stays.
    validators = Validators(
        etag=fresh.etag if fresh.etag is not None else feed.validators.etag,
        last_modified=fresh.last_modified if fresh.last_modified is not None else feed.validators.last_modified,
    )
    return NotModified(response=reply, validators=validators, fresh_for=headers.freshness(reply.headers, now))


def _refusal(feed: Feed, reply: Response, now: datetime) -> Failed:
    """Everything that is neither a document nor "unchanged"."""
    words = f"answered {reply.status}"
    if (reply.header("cf-mitigated") or "").lower() == "challenge":
        words += " with a challenge for browsers: we are blocked"
    elif reply.status == 403 and feed.last_good is not None:
        words += " although it used to let us in: taken for a throttle"
    elif reply.status == 404 and feed.last_good is not None:
        words += "; asked again, because only 410 means the end"
    wait = headers.delay(reply.header("retry-after"), now) if reply.status in (403, 429, 500, 502, 503, 504) else None
    return _failed(reply, f"http-{reply.status}", words, retry_after=wait)


def _failed(
    reply: Response, code: str, words: str, *, retry_after: timedelta | None = None, keep: bool = False
) -> Failed:
    return Failed(
        code=code,
        message=f"{_host(reply)} {words}",
        status=reply.status,
        retry_after=retry_after,
        hops=reply.hops,
        elapsed=reply.elapsed,
        wire_bytes=reply.wire_bytes,
        body=reply.body if keep else None,
    )


def _well(feed: Feed, fresh_for: timedelta | None, now: datetime) -> dict[str, Any]:
    """What a good answer changes."""
    return {
        "state": "active" if feed.state == "gone" else feed.state,
        "failures": 0,
        "failing_since": None,
        "last_good": now,
        "fresh_until": now + fresh_for if fresh_for else None,
        "retry_until": None,
    }


def _ill(feed: Feed, retry_after: timedelta | None, now: datetime) -> dict[str, Any]:
    """What a failure changes; validators and digests stay those of the last document taken."""
    return {
        "failures": feed.failures + 1,
        "failing_since": feed.failing_since or now,
        "retry_until": now + retry_after if retry_after else None,
    }


def _later(until: datetime | None, wait: timedelta | None, now: datetime) -> datetime | None:
    asked = now + wait if wait else None
    return max((at for at in (until, asked) if at is not None), default=None)


def _moved(feed: Feed, response: Response, now: datetime, taken: Container[str]) -> dict[str, Any]:
    """What changes by what a good answer behind redirects says about the feed's address.

    A permanent redirect is believed after `ADOPT_AFTER` good answers from the same target over `ADOPT_OVER`. Any
    other answer from the old address, or a temporary hop, starts the count anew. Never adopted: a step from https
    down to http, one from the web into a private network, an address of another feed that is followed.
    """
    target = _new_address(feed, response)
    if target is None or target in taken:
        return {"moved_to": None, "moved_count": 0, "moved_since": None}
    if target != feed.moved_to or feed.moved_since is None:
        return {"moved_to": target, "moved_count": 1, "moved_since": now}
    count = feed.moved_count + 1
    if count < ADOPT_AFTER or now - feed.moved_since < ADOPT_OVER:
        return {"moved_count": count}
    return {"url": target, "moved_to": None, "moved_count": 0, "moved_since": None}


def _new_address(feed: Feed, response: Response) -> str | None:
    """Where permanent redirects lead, if all of them are permanent and the step may be taken for good."""
    if not response.hops or any(hop.status not in _PERMANENT for hop in response.hops):
        return None
    old, new = urlsplit(feed.url), urlsplit(response.url)
    if new.scheme not in ("http", "https") or (old.scheme == "https" and new.scheme == "http"):
        return None
    if old.username is not None:
        return None  # credentials are for the old address; a person has to decide about the new one
    if _is_inside(new.hostname) and not _is_inside(old.hostname):
        return None  # `allow_networks` lets it be asked, but nobody outside may point there for good
    return response.url if response.url != feed.url else None


def _is_inside(host: str | None) -> bool:
    """Whether a host is named as one of a private network: an address that is not public, or a name that is local."""
    name = (host or "").rstrip(".").lower()
    try:
        return not ipaddress.ip_address(name).is_global
    except ValueError:
        return "." not in name or name.endswith(_LOCAL)


def _validators(reply: Response) -> Validators:
    return Validators(etag=_opaque(reply.header("etag")), last_modified=_opaque(reply.header("last-modified")))


def _opaque(value: str | None) -> str | None:
    """A validator as spelled; None when it could not be sent back in a header line."""
    if not value or len(value) > 4096 or any(ord(char) < 32 or ord(char) == 127 for char in value):
        return None
    return value


def _is_page(body: bytes) -> bool:
    """Whether a body is a web page: its first element decides, not the label a server gives it."""
    noise = _NOISE.match(body[:_HEAD_BYTES])
    head = body[noise.end() if noise else 0 : _HEAD_BYTES]
    page = _MARKUP.search(head)
    root = _FEED_ROOT.search(head)
    return page is not None and head.startswith(b"<") and (root is None or page.start() < root.start())


def _without_credentials(url: str) -> tuple[str, str | None]:
    """An address without `user:password@`, and the Basic credentials it carried (RFC 7617)."""
    if "@" not in url:
        return url, None
    try:
        parts = urlsplit(url)
    except ValueError:
        return url, None
    if "@" not in parts.netloc:
        return url, None
    who, _, host = parts.netloc.rpartition("@")
    user, _, password = who.partition(":")
    secret = f"{unquote(user)}:{unquote(password)}".encode()
    return urlunsplit(parts._replace(netloc=host)), "Basic " + base64.b64encode(secret).decode("ascii")


def _wordpress_page(feed: Feed, hints: Hints, number: int) -> str | None:
    """`?paged=N` of a feed made by WordPress."""
    if "wordpress" not in (hints.generator or "").lower():
        return None
    parts = urlsplit(_without_credentials(feed.url)[0])
    query = "&".join(part for part in parts.query.split("&") if part and not part.startswith("paged="))
    return urlunsplit(parts._replace(query=f"{query}&paged={number}" if query else f"paged={number}", fragment=""))


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc.rpartition("@")[2].lower()


def _host(reply: Response) -> str:
    return urlsplit(reply.url).hostname or reply.url
