"""How a message goes, when to try again, and when to stop trying."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum


class Way(StrEnum):
    """How a message goes: by mail, as a text on a phone, as a hint on a page that was installed, on paper;
    or somebody of the bureau calls and tells it."""

    MAIL = "mail"
    SMS = "sms"
    PUSH = "push"
    LETTER = "letter"
    CALL = "call"


WAYS = {Way.MAIL: "mail", Way.SMS: "sms", Way.PUSH: "melding", Way.LETTER: "brief", Way.CALL: "telefoon"}
STATES = {  # where a message is, in words
    "queued": "wacht om te vertrekken",
    "sending": "is onderweg",
    "sent": "verstuurd",
    "failed": "niet aangekomen",
    "expired": "te laat, niet verstuurd",
    "replaced": "vervangen door een nieuwer bericht",
    "to_print": "moet nog geprint worden",
    "printed": "geprint, nog niet op de post",
    "to_call": "moet nog verteld worden",
    "off": "niet verstuurd: wie het kreeg, zette dit uit",
    "spared": "niet verstuurd: er gingen die dag al genoeg berichten, of het was te laat voor de post",
    "held": "gaat mee in de mail van morgenochtend",
}


DONE = {Way.LETTER: "op de post", Way.CALL: "verteld"}
TO_CALL = "call:"


def where(way: str, state: str, gave_way: str | None = None, *, arrived: bool = False) -> str:
    """Where a message is: 'sms, verstuurd (mail kwam niet aan)'. `arrived`: its provider said so."""
    sent = DONE.get(Way(way), "afgeleverd" if arrived else STATES["sent"])
    stands = sent if state == "sent" else STATES[state]
    before = f" ({WAYS[Way(gave_way)]} kwam niet aan)" if gave_way and gave_way != way else ""
    return f"{WAYS[Way(way)]}, {stands}{before}"


PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=3),
    timedelta(hours=6),
    timedelta(hours=12),
)
POST_TAKES = timedelta(days=4)  # a letter that would come later than this before the end is no use
LONGEST = timedelta(days=4)  # a mail server may be down over a long weekend (RFC 5321 section 4.5.4.1)
CLAIM = timedelta(minutes=20)  # longer than a mail server may take for one mail, all its steps together
RENEW = timedelta(minutes=1)
TROUBLED_AFTER = 2
STUCK = timedelta(minutes=5)  # waiting this long behind a server that is away is trouble too
RESTS = (timedelta(seconds=2), timedelta(seconds=5), timedelta(seconds=15), timedelta(minutes=1))


def way_of(address: str) -> Way:
    """How one writes to an address: name@domain, +31612345678 (E.164), https://…, lines on an envelope, or
    what `by_voice` gives."""
    if address.startswith(TO_CALL):
        return Way.CALL
    if address.startswith("https://"):
        return Way.PUSH
    if address.startswith("+") and address[1:].isdigit():
        return Way.SMS
    return Way.LETTER if "\n" in address and "@" not in address else Way.MAIL


def by_voice(person_id: int) -> str:
    """The address of somebody whom no message reaches: the bureau calls."""
    return f"{TO_CALL}{person_id}"


def whom(address: str) -> int | None:
    """The id of who is called; None for another way."""
    return int(address.removeprefix(TO_CALL)) if address.startswith(TO_CALL) else None


def rest(troubles: int) -> timedelta:
    """How long to leave a mail server alone that was away `troubles` times in a row."""
    return RESTS[min(troubles, len(RESTS)) - 1]


def is_resting(until: datetime | None, now: datetime) -> bool:
    """Whether the rest still lasts. A clock that was set back does not make it longer."""
    return until is not None and now < until <= now + RESTS[-1]


def next_try(attempts: int, created: datetime, now: datetime) -> datetime | None:
    """When to try again after `attempts` tries; None when it is time to stop and tell a person."""
    if now - created > LONGEST:
        return None
    return now + PAUSES[min(attempts, len(PAUSES)) - 1]
