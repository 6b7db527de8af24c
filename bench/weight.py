"""What a phone fetches: everything that a first visit needs, headers included, as it goes over the wire."""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.browser import Browser, Reply
from ekc.seals import link_token

if TYPE_CHECKING:
    from flask import Flask

    from bench.town import Town
    from ekc.accounts.models import PersonalLink

FIRST_BYTES, FIRST_REQUESTS = 14_000, 3
SCRIPT_BYTES = 3_000
NEXT_BYTES = 4_000
NEEDED = re.compile(r'<link rel="stylesheet" href="([^"]+)"|<script[^>]* src="([^"]+)"')
MOST_HOPS = 5


@dataclass(frozen=True, slots=True)
class Visit:
    """A first visit; `page_bytes` is what the same page costs once the look is there."""

    name: str
    requests: int
    total_bytes: int
    script_bytes: int
    page_bytes: int

    @property
    def fits(self) -> bool:
        """Whether it keeps to every goal."""
        return (
            self.requests <= FIRST_REQUESTS
            and self.total_bytes <= FIRST_BYTES
            and self.script_bytes <= SCRIPT_BYTES
            and self.page_bytes <= NEXT_BYTES
        )


def visits(app: Flask, town: Town) -> list[Visit]:
    """Everybody who comes from outside: two links, and the door."""
    return [
        visit(app, "offer, from the link in the message", _path(town.offer_link)),
        visit(app, "answer, from the link in the message", _path(town.invitation_link)),
        visit(app, "sign-in", "/inloggen"),
    ]


def visit(app: Flask, name: str, path: str) -> Visit:
    """Follow `path` to its page, and fetch what that page needs."""
    phone = Browser(app)
    hops = _arrive(phone, path)
    page = _unpacked(hops[-1])
    needed = [style or script for style, script in NEEDED.findall(page)]
    fetched = [(each, phone.open(each).wire_bytes) for each in needed]
    return Visit(
        name,
        requests=len(hops) + len(fetched),
        total_bytes=sum(hop.wire_bytes for hop in hops) + sum(size for _, size in fetched),
        script_bytes=sum(size for each, size in fetched if each.endswith(".js")),
        page_bytes=hops[-1].wire_bytes,
    )


def _arrive(phone: Browser, path: str) -> list[Reply]:
    hops = [phone.open(path)]
    while hops[-1].header("Location") and len(hops) < MOST_HOPS:
        hops.append(phone.open(hops[-1].header("Location")))
    if not hops[-1].status.startswith("200"):
        raise ValueError(f"{path} ends in {hops[-1].status}")
    return hops


def _unpacked(reply: Reply) -> str:
    packed = reply.header("Content-Encoding") == "gzip"
    return (gzip.decompress(reply.body) if packed else reply.body).decode()


def _path(link: PersonalLink) -> str:
    return f"/k/{link_token(link.id, link.version)}"
