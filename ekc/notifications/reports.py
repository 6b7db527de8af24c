"""What a provider of text messages tells later: whether one arrived. Pure.

A report is signed like this: `Ekc-Signature: t=SECONDS,v1=HEX`, where HEX is the HMAC-SHA256 (RFC 2104) of
SECONDS, a full stop and the body. The time is in what is signed, so that an old report cannot be sent again
later; one that is sent again within the time changes nothing.
"""

from __future__ import annotations

import hmac
import json
import re
from datetime import datetime, timedelta
from typing import NamedTuple

HEADER = "Ekc-Signature"
WINDOW = timedelta(minutes=5)  # how far the clocks may be apart, and how long a report may be under way
LARGEST = 8192  # bytes
SHAPE = re.compile(r"t=([0-9]{1,12}),v1=([0-9a-f]{64})", re.ASCII)
OURS = re.compile(r"[0-9a-f]{1,16}", re.ASCII)
# The words of Spryng and of MessageBird (its SMS API); a state on the way is no news.
ARRIVED = frozenset({"delivered"})
FAILED = frozenset({"failed", "delivery_failed", "undelivered", "undeliverable", "expired", "rejected"})


class Report(NamedTuple):
    """One message by its id: it arrived, or it will not."""

    message_id: int
    arrived: bool


def is_ours(secret: str, signature: str, body: bytes, now: datetime) -> bool:
    """Whether whoever knows the secret signed this body, not long from `now` (aware)."""
    found = SHAPE.fullmatch(signature)
    if not secret or found is None:
        return False
    expected = hmac.digest(secret.encode(), f"{found[1]}.".encode() + body, "sha256").hex()
    timely = abs(int(found[1]) - now.timestamp()) <= WINDOW.total_seconds()
    return hmac.compare_digest(expected, found[2]) and timely


def read(body: bytes) -> Report | None:
    """What a report says: JSON with `reference`, as we sent it along, and `status`. None where that is no
    news, or nothing of ours."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return None
    reference, status = (
        (told.get(name) for name in ("reference", "status")) if isinstance(told, dict) else ("", "")
    )
    if not isinstance(reference, str) or not isinstance(status, str) or not OURS.fullmatch(reference):
        return None
    number, word = int(reference, 16), status.lower()
    if number >= 1 << 63 or word not in ARRIVED | FAILED:
        return None
    return Report(number, word in ARRIVED)
