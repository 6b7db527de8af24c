"""Which machines may answer, which addresses may be asked for."""

from __future__ import annotations

import pytest

from ekc.calendars import addresses
from ekc.calendars.addresses import AddressError


@pytest.mark.parametrize(
    "number", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34", "64:ff9b::808:808"]
)
def test_the_internet_may(number):
    assert addresses.is_outside(number)


@pytest.mark.parametrize(
    "number",
    [
        *(
            "127.0.0.1",
            "127.9.9.9",
            "10.0.0.1",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.0.1",
            "169.254.169.254",
        ),
        *("100.64.0.1", "100.127.255.255", "0.0.0.0", "0.1.2.3", "255.255.255.255", "224.0.0.1", "240.0.0.1"),  # noqa: S104 -- numbers to refuse
        *("192.88.99.1", "3fff::1", "100::1"),
        *("192.0.0.8", "192.0.2.1", "198.18.0.1", "203.0.113.5"),
        *(
            "::",
            "::1",
            "::127.0.0.1",
            "::ffff:10.0.0.1",
            "::ffff:7f00:1",
            "fe80::1",
            "fe80::1%eth0",
            "fc00::1",
        ),
        *(
            "fd12::1",
            "fec0::1",
            "ff02::1",
            "64:ff9b::a00:1",
            "64:ff9b:1::1",
            "2002:7f00:1::",
            "2001::1",
            "2001:db8::1",
        ),
        *("", "localhost", "127.1", "2130706433"),
    ],
)
def test_our_own_network_and_what_is_no_number_may_not(number):
    assert not addresses.is_outside(number)


def test_an_address_is_taken_apart():
    found = addresses.read(" WebCal://Agenda.Example./a%20b/é?x=1&y=ü#deel ")
    assert (found.secure, found.host, found.port) == (True, "agenda.example", 443)
    assert found.path == "/a%20b/%C3%A9?x=1&y=%C3%BC"
    assert found.host_line == "agenda.example"
    assert addresses.read("https://bücher.example:8443").host_line == "xn--bcher-kva.example:8443"


def test_http_only_where_it_is_allowed_and_never_after_https():
    plain = addresses.read("http://agenda.example/", plain=True)
    assert (plain.secure, plain.port, plain.host_line) == (False, 80, "agenda.example")
    secure = addresses.read("https://agenda.example/a/b.ics")
    assert addresses.onwards(secure, "../c.ics", plain=True, ports=addresses.PORTS).path == "/c.ics"
    with pytest.raises(AddressError, match="plain"):
        addresses.onwards(secure, "http://agenda.example/", plain=True, ports=addresses.PORTS)


@pytest.mark.parametrize(
    "text",
    ["https://agenda.example:80/", "https://agenda.example:8080/", "http://agenda.example:443/"]
    + [f"https://agenda.example:{port}/" for port in (0, 22, 25, 5432, 8444)],
)
def test_each_way_has_ports_of_its_own(text):
    with pytest.raises(AddressError, match="port"):
        addresses.read(text, plain=True)
    assert addresses.read("http://agenda.example:8080/", plain=True).port == 8080


def test_a_line_cannot_be_smuggled_into_the_question():
    for text in (
        "https://agenda.example/\r\nHost: x",
        "https://agenda.example/\ta",
        "https://agenda.example/\x7f",
    ):
        with pytest.raises(AddressError, match="address"):
            addresses.read(text)
