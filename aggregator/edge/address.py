"""Which network addresses may be connected to.

A feed, a redirect or a link on a page may name any host, also one inside the operator's network. So the address that
is about to be connected to is looked at, after name resolution and on every hop: what the name was, and how it was
spelled (decimal, octal, hexadecimal), no longer matters then. Only public unicast addresses pass, and those the
operator lists in `allow_networks`.
"""

import functools
import ipaddress
import re
from collections.abc import Iterable

from msgspec import Struct

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# What `ipaddress` counts as global although nothing on the public internet lives there, or although it leads
# elsewhere. Sources: IANA special-purpose registries, RFC 3056 (6to4), RFC 3068, RFC 6052 (NAT64), RFC 4380 (Teredo).
_REFUSED: tuple[tuple[Network, str], ...] = tuple(
    (ipaddress.ip_network(network), why)
    for network, why in (
        ("0.0.0.0/8", "this host"),
        ("100.64.0.0/10", "shared (CGNAT)"),
        ("192.0.0.0/24", "reserved"),
        ("192.88.99.0/24", "6to4 relay"),
        ("198.18.0.0/15", "benchmarking"),
        ("240.0.0.0/4", "reserved"),
        ("::/96", "IPv4-compatible"),
        ("::ffff:0:0:0/96", "IPv4-translated"),
        ("64:ff9b::/96", "NAT64"),
        ("64:ff9b:1::/48", "NAT64"),
        ("100::/64", "discard"),
        ("2001::/23", "reserved"),
        ("2001:db8::/32", "documentation"),
        ("2002::/16", "6to4"),
        ("3fff::/20", "documentation"),
        ("5f00::/16", "segment routing"),
        ("fc00::/7", "private"),
        ("fec0::/10", "site-local"),
    )
)

_PORT = re.compile(r"(?P<network>.*\]?(?:/[0-9]{1,3})?):(?P<port>[0-9]{1,5})")


class Allowed(Struct, frozen=True, kw_only=True):
    """A network the operator trusts; `port` None means every port."""

    network: Network
    port: int | None = None


def allowed(text: str) -> Allowed:
    """The network that one entry of `allow_networks` names.

    `192.168.1.5`, `10.0.0.0/8`, `127.0.0.1/32:8080`, `[fd00::]/8`, `[::1]:8080`, `[fd00::/8]:443`.

    Raises:
        ValueError: the text is none of these; the message says what is wrong.
    """
    spelled, port = text.strip(), None
    match = None if _network(spelled) else _PORT.fullmatch(spelled)
    if match:
        spelled, port = match["network"], int(match["port"])
    network = _network(spelled)
    if network is None or (match and network.version == 6 and "[" not in spelled):
        raise ValueError(f"`{text}` is not a network such as 192.168.1.0/24, 127.0.0.1/32:8080 or [::1]:8080")
    if port is not None and not 0 < port < 65536:
        raise ValueError(f"`{text}` has a port outside 1..65535")
    return Allowed(network=network, port=port)


class Guard:
    """The decision about one address, with the operator's exceptions."""

    def __init__(self, allow_networks: Iterable[str] = ()) -> None:
        self._allowed = tuple(allowed(text) for text in allow_networks)

    def allow(self, networks: Iterable[str]) -> None:
        """Let the operator's exceptions be these from now on."""
        self._allowed = tuple(allowed(text) for text in networks)

    def refusal(self, ip: str, port: int) -> str | None:
        """Why `ip` must not be connected to, in a few words; None when it may.

        Args:
            ip: an address as the resolver or the socket spells it; a zone index (`%eth0`) is ignored.
        """
        address = literal(ip)
        if address is None:
            return "not an address"
        why = _special(address)
        return None if why is None or self.is_listed(address, port) else why

    def is_listed(self, address: Address, port: int) -> bool:
        """Whether the operator lists `address`; a mapped one counts as the address it stands for."""
        plain = _unmapped(address)
        return any(
            plain in entry.network and entry.port in (None, port)
            for entry in self._allowed
            if entry.network.version == plain.version
        )


@functools.lru_cache(maxsize=4096)
def literal(host: str) -> Address | None:
    """The address that a host name of a URL spells out, or None when it is a name.

    Decimal, octal and hexadecimal spellings count as names here: the resolver reads them, and the address it makes
    of them is checked when it is connected to.
    """
    try:
        return ipaddress.ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        return None


@functools.lru_cache(maxsize=4096)
def _special(address: Address) -> str | None:
    """The kind of an address that is not public, or None."""
    plain = _unmapped(address)
    if plain is not address:
        return f"mapped {_special(plain) or 'IPv4'}"
    kinds = (
        (address.is_unspecified, "this host"),
        (address.is_loopback, "loopback"),
        (address.is_link_local, "link-local"),
        (address.is_multicast, "multicast"),
    )
    named = next((why for hit, why in kinds if hit), None)
    listed = next((why for network, why in _REFUSED if address in network), None)
    return named or listed or (None if address.is_global else "private")


def _unmapped(address: Address) -> Address:
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address


def _network(text: str) -> Network | None:
    """The network `text` spells, with or without brackets around an IPv6 address."""
    bracketed = re.fullmatch(r"\[([0-9A-Fa-f:.]+(?:/[0-9]{1,3})?)\](/[0-9]{1,3})?", text)
    try:
        return ipaddress.ip_network(bracketed[1] + (bracketed[2] or "") if bracketed else text, strict=False)
    except ValueError:
        return None
