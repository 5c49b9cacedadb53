"""Feed names made from addresses, for feeds that were given none."""

import re
from collections.abc import Container
from hashlib import blake2b
from urllib.parse import unquote, urlsplit

from aggregator.text.words import listed

# What every feed address says and no reader needs.
_NOISE = listed(
    "rss rss2 rss20 feed feeds feedburner atom xml rdf json index default all www news-feed php aspx html syndication "
    "fil flux services public arc outboundfeeds ressources outbound full"
)
_HOST_PREFIXES = ("www.", "www2.", "rss.", "feeds.", "feed.", "m.", "partner-feeds.")
_LONGEST = 60


def name_from_url(url: str, taken: Container[str] = ()) -> str:
    """A short name for a feed: its host and what tells it apart, `lemonde.fr-une`.

    The same address gives the same name in every file. Where that name is `taken`, a hash of the address is added
    instead of a counter, so that the order of feeds.yaml does not decide who is called what.

    Args:
        url: absolute http or https.
        taken: names of other feeds.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "feed").lower()
    for prefix in _HOST_PREFIXES:
        host = host.removeprefix(prefix)
    if parts.port and parts.port not in (80, 443):
        host = f"{host}-{parts.port}"
    host = re.sub(r"[^\w.-]+", "-", host).strip("-.") or "feed"
    name = "-".join([host, *_telling(parts.path)])[:_LONGEST].rstrip("-.")
    if name not in taken:
        return name
    return f"{name}-{blake2b(url.encode(), digest_size=3).hexdigest()}"


def _telling(path: str) -> list[str]:
    """The words of a path that are not noise, at most four of the last."""
    pieces = re.split(r"[^\w]+", unquote(path).lower())
    return [piece for piece in pieces if piece and piece not in _NOISE][-4:]
