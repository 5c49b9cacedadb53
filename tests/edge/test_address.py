import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.edge.address import Guard, allowed, literal

REFUSED = [
    "127.0.0.1", "127.255.255.254", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.5",
    "169.254.169.254", "100.64.0.1", "100.127.255.255", "0.0.0.0", "0.1.2.3", "192.0.0.8", "192.0.2.1",
    "192.88.99.1", "198.18.0.1", "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.255", "240.0.0.1",
    "255.255.255.255", "::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:8.8.8.8",
    "::ffff:0:127.0.0.1", "fc00::1", "fdff::1", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "2001::1",
    "2001:db8::1", "2002:7f00:1::", "64:ff9b::7f00:1", "64:ff9b:1::1", "100::1", "3fff::1", "5f00::1",
]  # fmt: skip
PASSED = [
    "8.8.8.8", "1.1.1.1", "93.184.216.34", "172.32.0.1", "100.128.0.1", "11.0.0.1", "2606:4700::1111",
    "2a00:1450:4007::1",
]  # fmt: skip


@pytest.mark.parametrize("ip", REFUSED)
def test_no_address_inside_a_network_is_connected_to(ip):
    assert Guard().refusal(ip, 80)


@pytest.mark.parametrize("ip", PASSED)
def test_public_addresses_are_connected_to(ip):
    assert Guard().refusal(ip, 443) is None


@given(
    st.ip_addresses(network="10.0.0.0/8") | st.ip_addresses(network="fc00::/7") | st.ip_addresses(network="127.0.0.0/8")
)
def test_every_address_of_a_private_network_is_refused(address):
    assert Guard().refusal(str(address), 80)


@given(st.ip_addresses(v=4))
def test_an_address_is_never_let_through_by_being_mapped(address):
    assert Guard().refusal(f"::ffff:{address}", 80)


def test_what_is_no_address_is_refused():
    assert Guard().refusal("localhost", 80) == "not an address"


def test_a_listed_network_is_let_through_and_its_neighbours_are_not():
    guard = Guard(["192.168.1.5/32", "[fd00::]/8"])

    assert guard.refusal("192.168.1.5", 8080) is None
    assert guard.refusal("fd00::7", 80) is None
    assert guard.refusal("192.168.1.6", 8080) == "private"


def test_a_listed_port_opens_that_port_only():
    guard = Guard(["127.0.0.1/32:8080", "[::1]:8080"])

    assert guard.refusal("127.0.0.1", 8080) is None
    assert guard.refusal("::1", 8080) is None
    assert guard.refusal("::ffff:127.0.0.1", 8080) is None
    assert guard.refusal("127.0.0.1", 22) == "loopback"
    assert guard.refusal("::1", 22) == "loopback"


@pytest.mark.parametrize(
    ("text", "network", "port"),
    [
        ("192.168.1.5", "192.168.1.5/32", None),
        ("10.0.0.0/8", "10.0.0.0/8", None),
        ("127.0.0.1/32:8080", "127.0.0.1/32", 8080),
        (" 127.0.0.1:80 ", "127.0.0.1/32", 80),
        ("::1", "::1/128", None),
        ("fd00::/8", "fd00::/8", None),
        ("[::1]", "::1/128", None),
        ("[::1]:8080", "::1/128", 8080),
        ("[fd00::/8]:443", "fd00::/8", 443),
        ("[fd00::]/8:443", "fd00::/8", 443),
    ],
)
def test_networks_are_written_with_or_without_port(text, network, port):
    entry = allowed(text)

    assert (entry.network, entry.port) == (ipaddress.ip_network(network), port)


@pytest.mark.parametrize(
    "text", ["", "example.org", "10.0.0.0/40", "127.0.0.1:0", "127.0.0.1:70000", "fd00::/8:443x", "[::1"]
)
def test_a_network_that_is_none_is_refused_with_the_way_to_write_one(text):
    with pytest.raises(ValueError, match=r"network|port"):
        allowed(text)


def test_a_name_is_no_literal_address_even_when_it_is_a_number():
    assert literal("2130706433") is None
    assert literal("0x7f.1") is None
    assert str(literal("[::1]")) == "::1"
