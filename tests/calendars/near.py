"""The process that reads one calendar, with a fence that lets the server of the tests through.

`python -m tests.calendars.near PORT CERTIFICATE SECONDS [plain]`. Everything else is as it is: other numbers
are judged by the real rule, names are looked up here because those of the tests exist nowhere else.
"""

from __future__ import annotations

import ssl
import sys
from collections.abc import Sequence

from ekc.calendars import addresses, child
from ekc.calendars.download import Fence

HERE = "127.0.0.1"
NAMES = {
    "private.example": ["10.1.2.3"],
    "router.example": ["192.168.1.1"],
    "cloud.example": ["169.254.169.254"],
    "provider.example": ["100.64.0.1"],
    "mapped.example": ["::ffff:127.0.0.1"],
    "nat64.example": ["64:ff9b::7f00:1"],
    "six.example": ["::1"],
    "linked.example": ["fe80::1%eth0"],
    "unique.example": ["fd00::1"],
    "zero.example": ["0.0.0.0"],  # noqa: S104 -- an answer of DNS, nothing listens there
    "both.example": [HERE, "10.0.0.1"],
    "many.example": [HERE] * 40,
    "none.example": [],
}
asked: list[str] = []


def resolve(host: str, _: int) -> Sequence[str]:
    """What DNS says; of `turns.example` another thing the second time."""
    asked.append(host)
    if host == "nowhere.example":
        raise OSError("no such name")
    if host == "turns.example" and asked.count(host) > 1:
        return ["10.0.0.5"]
    return NAMES.get(host, [HERE])


def is_outside(number: str) -> bool:
    """The real rule, but for the server of the tests."""
    return number == HERE or addresses.is_outside(number)


def fence(port: int, certificate: str, *, plain: bool = False) -> Fence:
    """The fence with the one gap."""
    return Fence(
        resolve,
        is_outside,
        dict.fromkeys(addresses.PORTS, frozenset({port, 443, 1})),
        plain,
        lambda: ssl.create_default_context(cafile=certificate),
    )


def main() -> None:
    """Read one calendar."""
    port, certificate, seconds = int(sys.argv[1]), sys.argv[2], float(sys.argv[3])
    child.main(fence(port, certificate, plain="plain" in sys.argv), seconds)


if __name__ == "__main__":
    main()
