"""Ask something of an address that somebody typed, behind a fence: a calendar, or whatever a method asks.

The connection is made to the very address that was checked, so that DNS cannot give another answer in
between. No proxy, no cookie, no password but what the caller gives; 2 MB, three redirects where a calendar
is fetched and else none. The time is the caller's (see `child`).
"""

from __future__ import annotations

import http.client
import socket
import ssl
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from ekc.calendars import addresses
from ekc.calendars.addresses import Address, AddressError

LARGEST = 2_000_000
REDIRECTS = 3
PATIENCE = 10.0  # seconds for one step; the whole has its own end
REFUSED = {401: "secret", 403: "secret", 404: "gone", 410: "gone", 429: "busy"}
SECOND = {301, 302, 303, 307, 308}
PLAIN = {"User-Agent": "ekc-agenda", "Accept-Encoding": "identity", "Connection": "close"}
HEAD = {**PLAIN, "Accept": "text/calendar, */*;q=0.5"}
MOST_ADDRESSES = 32


class FetchError(Exception):
    """It did not come; the argument is a code of `rules.TROUBLES`."""


def resolve(host: str, port: int) -> Sequence[str]:
    """The IP addresses of a host."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


@dataclass(frozen=True)
class Fence:
    """What may be asked for: how names are looked up, which machines may answer, which ports, plain http."""

    resolve: Callable[[str, int], Sequence[str]] = resolve
    is_outside: Callable[[str], bool] = addresses.is_outside
    ports: addresses.Ports = field(default_factory=lambda: addresses.PORTS)
    plain: bool = False
    context: Callable[[], ssl.SSLContext] = field(default=ssl.create_default_context)


def fetch(text: str, fence: Fence) -> bytes:
    """The bytes at an address. FetchError with a code where they do not come."""
    with told_by_code():
        where = addresses.read(text, plain=fence.plain, ports=fence.ports)
        for _ in range(REDIRECTS + 1):
            got = _once(where, fence)
            if isinstance(got, bytes):
                return got
            where = addresses.onwards(where, got, plain=fence.plain, ports=fence.ports)
    raise FetchError("redirect")


@contextmanager
def told_by_code() -> Iterator[None]:
    """Whatever goes wrong between us and the other machine is a FetchError with a code."""
    try:
        yield
    except AddressError as error:
        raise FetchError(str(error)) from error
    except ssl.SSLError as error:
        raise FetchError("certificate") from error
    except TimeoutError as error:
        raise FetchError("slow") from error
    except http.client.IncompleteRead as error:
        raise FetchError("cut") from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise FetchError("unreachable") from error


@contextmanager
def asked(
    where: Address,
    fence: Fence,
    method: str = "GET",
    head: Mapping[str, str] = HEAD,
    content: bytes | None = None,
) -> Iterator[http.client.HTTPResponse]:
    """The answer to one question, its body still to be read (`body`)."""
    connection = http.client.HTTPConnection(where.host, where.port, timeout=PATIENCE)
    connection.sock = _connected(where, fence)
    try:
        connection.putrequest(method, where.path, skip_host=True, skip_accept_encoding=True)
        connection.putheader("Host", where.host_line)
        for name, value in head.items():
            connection.putheader(name, value)
        connection.endheaders(content)
        yield connection.getresponse()
    finally:
        connection.close()


def _once(where: Address, fence: Fence) -> bytes | str:
    """One question: the bytes, or where it is now."""
    with asked(where, fence) as answer:
        if answer.status in SECOND:
            return answer.headers.get("Location") or _refuse("redirect")
        if answer.status != http.client.OK:
            _refuse(REFUSED.get(answer.status, "server"))
        return body(answer)


def _connected(where: Address, fence: Fence) -> socket.socket:
    """A connection to a machine that was checked; every address of the name must be outside."""
    numbers = _numbers(where, fence)
    if not all(fence.is_outside(number) for number in numbers):
        raise FetchError("inside")
    bare = _first(numbers, where.port)
    try:
        return fence.context().wrap_socket(bare, server_hostname=where.host) if where.secure else bare
    except BaseException:
        bare.close()
        raise


def _numbers(where: Address, fence: Fence) -> Sequence[str]:
    try:
        found = fence.resolve(where.host, where.port)
    except (OSError, UnicodeError) as error:
        raise FetchError("unknown") from error
    if not found or len(found) > MOST_ADDRESSES:
        raise FetchError("unknown")
    return found


def _first(numbers: Sequence[str], port: int) -> socket.socket:
    """The first machine that takes the connection, of at most three."""
    trouble: OSError = OSError("none")
    for number in numbers[:3]:
        try:
            return socket.create_connection((number, port), PATIENCE / 3)
        except OSError as error:
            trouble = error
    raise trouble


def body(answer: http.client.HTTPResponse) -> bytes:
    """What it says, unpacked. FetchError where that is too much, or not all."""
    if answer.length is not None and answer.length > LARGEST:
        _refuse("big")
    got = answer.read(LARGEST + 1)
    if len(got) > LARGEST:
        _refuse("big")
    if answer.length:
        _refuse("cut")
    return _unpacked(got, answer.headers.get("Content-Encoding") or "")


def _unpacked(got: bytes, coding: str) -> bytes:
    """Packed although we asked for plain: unpacked no further than the limit."""
    if coding.strip().lower() in {"", "identity"}:
        return got
    if coding.strip().lower() not in {"gzip", "x-gzip", "deflate"}:
        _refuse("packed")
    unpack = zlib.decompressobj(zlib.MAX_WBITS | 32)
    try:
        text = unpack.decompress(got, LARGEST + 1)
    except zlib.error as error:
        raise FetchError("packed") from error
    if len(text) > LARGEST:
        _refuse("big")
    if not unpack.eof:
        _refuse("cut")
    return text


def _refuse(code: str) -> str:
    raise FetchError(code)
