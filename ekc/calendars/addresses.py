"""Which address of a calendar may be asked for, and which machines may answer. Pure.

The rules against forged requests on the server's side: no spelling of an address, no redirect and no second
answer of DNS leads to a machine of our own network.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import quote, urljoin, urlsplit

LONGEST = 2000
Ports = Mapping[str, frozenset[int]]
PORTS: Ports = {"https": frozenset({443, 8443}), "http": frozenset({80, 8080})}
NAT64 = ip_network("64:ff9b::/96")  # RFC 6052: an IPv4 address in the last 32 bits
NEVER = tuple(  # beside what `ipaddress` knows: older releases know less (IANA special-purpose registries)
    ip_network(each)
    for each in "192.0.0.0/24 192.88.99.0/24 198.18.0.0/15 100.64.0.0/10 240.0.0.0/4 ::/96 100::/64 2001::/23"
    " 2002::/16 3fff::/20 5f00::/16 64:ff9b:1::/48 fec0::/10".split()
)
IN_A_PATH = "/%:@!$&'()*+,;=-._~?"


class AddressError(ValueError):
    """An address that is not asked for; the argument is a code of `rules.TROUBLES`."""


@dataclass(frozen=True, slots=True)
class Address:
    """A web address taken apart: `path` is what stands after the host, ready to be sent."""

    secure: bool
    host: str
    port: int
    path: str

    @property
    def host_line(self) -> str:
        """What stands in the Host line (RFC 9110 section 7.2)."""
        usual = self.port == (443 if self.secure else 80)
        return self.host if usual else f"{self.host}:{self.port}"


def read(text: str, *, plain: bool = False, ports: Ports = PORTS) -> Address:
    """An address as somebody types or pastes it; `plain` allows http beside https; each has
    `ports` of its own.

    webcal:// is https:// (as calendars mean it). AddressError with a code for anything else.
    """
    text = text.strip()
    if not text or len(text) > LONGEST or any(ord(sign) <= ord(" ") or ord(sign) == 127 for sign in text):  # noqa: PLR2004 -- DEL
        raise AddressError("address")
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise AddressError("address") from error
    scheme = {"webcal": "https", "webcals": "https"}.get(parts.scheme, parts.scheme)
    if scheme not in {"http", "https"}:
        raise AddressError("address")
    if scheme == "http" and not plain:
        raise AddressError("plain")
    if parts.username is not None or parts.password is not None:
        raise AddressError("credentials")
    secure = scheme == "https"
    port = (443 if secure else 80) if port is None else port
    if port not in ports[scheme]:
        raise AddressError("port")
    query = f"?{quote(parts.query, IN_A_PATH)}" if parts.query else ""
    return Address(secure, _host(host), port, (quote(parts.path, IN_A_PATH) or "/") + query)


def onwards(here: Address, location: str, *, plain: bool, ports: Ports) -> Address:
    """Where a redirect leads, judged like the first address; never from https to http."""
    scheme = "https" if here.secure else "http"
    try:
        there = urljoin(f"{scheme}://{here.host_line}{here.path}", location)
    except ValueError as error:
        raise AddressError("redirect") from error
    return read(there, plain=plain and not here.secure, ports=ports)


def _host(host: str) -> str:
    """A name with a dot in it: numbers in whatever spelling and names of our own network are refused."""
    try:
        known = host.rstrip(".").encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise AddressError("address") from error
    if not known:
        raise AddressError("address")
    last = known.rpartition(".")[2]
    if ":" in known or _is_number(last):
        raise AddressError("inside")
    if "." not in known or last in {"local", "localhost", "internal", "lan", "home", "corp", "intranet"}:
        raise AddressError("inside")
    if not all(sign.isalnum() or sign in "-._" for sign in known):
        raise AddressError("address")
    return known


def _is_number(last: str) -> bool:
    """Whether the last label makes it a number for a resolver: 127.1, 2130706433, 0x7f000001, 0177.0.0.1."""
    return last.isdigit() or (last.startswith("0x") and all(sign in "0123456789abcdef" for sign in last[2:]))


def is_outside(number: str) -> bool:
    """Whether an IP address is a machine on the open internet.

    Not private, loopback, link-local, shared by a provider (RFC 6598), reserved or multicast; nor one of
    those wrapped in IPv6 (mapped, NAT64); nor the tunnels that nobody uses any more.
    """
    try:
        address: IPv4Address | IPv6Address = ip_address(number.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            address = address.ipv4_mapped
        elif address in NAT64:
            address = IPv4Address(int(address) & 0xFFFFFFFF)
    if any(address in each for each in NEVER):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved
