"""What holds for invitations and answers."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from ekc.errors import DomainError, TooLateError
from ekc.notifications import hygiene
from ekc.notifications.rules import Way, way_of

ANSWERS = ("yes", "no", "maybe", "call_me")
LINK_STAYS = timedelta(days=30)  # after the end: whoever opens it late still reads kind words
FEED_BACK, FEED_AHEAD = timedelta(days=92), timedelta(days=548)
CANCELLED_STAYS = timedelta(days=30)
CLOCKS_DIFFER = timedelta(days=1)  # how far ahead the clock of somebody's phone may be

BY_VOICE = "het adres krijg je aan de telefoon"  # what everybody reads of a place that must not be known
BY_HER = "het adres vertel je zelf, aan de telefoon"  # and what she reads who tells it

OFF = "Deze afspraak gaat niet door."
REMOVED = "Deze afspraak geldt niet meer voor jou. Je hoeft niets te doen."
OVER = "Deze afspraak is al geweest."
WITH = "Afspraak met "
CHANGED = "De afspraak is intussen veranderd. Kijk nog even naar de dag en de tijd, en kies dan opnieuw."


class Outcome(StrEnum):
    """What a mail in our mailbox came to.

    Only `ANSWERED` and `NOTED` changed an answer, and only `BOUNCED` a message.
    """

    ANSWERED = "answered"
    NOTED = "noted"  # answered, with words beside it
    COUNTER = "counter"  # asks for another moment (RFC 5546 section 3.2.7)
    DELEGATED = "delegated"  # wants somebody else to come instead (section 3.2.2.3)
    BOUNCED = "bounced"  # a message of ours did not arrive
    UNDELIVERED = "undelivered"  # a mail server says so, but cannot show of which message
    OLD = "old"  # about an earlier version, or overtaken by a later answer
    CLOSED = "closed"  # about something that is off, over, or not for this person any more
    STRANGER = "stranger"  # whoever wrote is not who was invited
    SEVERAL = "several"  # more persons use this address: which of them answers?
    UNKNOWN = "unknown"  # about no appointment of ours
    AUTOMATIC = "automatic"  # out of office, a receipt, or a mail server that still tries
    WORDS = "words"  # no answer of a calendar in it: somebody has to read it
    TOO_LARGE = "too_large"


WAITING = frozenset(Outcome) - {
    Outcome.ANSWERED,
    Outcome.OLD,
    Outcome.BOUNCED,
    Outcome.AUTOMATIC,
}  # to be read


class Own(NamedTuple):
    """Hours (aware) and a place that are one person's own; None: as the appointment has them."""

    starts: datetime | None = None
    ends: datetime | None = None
    place: str | None = None


def hers(place: str | None) -> str | None:
    """A place as whoever organises it reads it: nobody tells her what she tells others."""
    return BY_HER if place == BY_VOICE else place


def title(given_name: str) -> str:
    """The neutral title of an appointment: nothing but the first name of the coordinator."""
    return f"{WITH}{given_name}"


def coordinator_in(title: str) -> str | None:
    """The first name in such a title; None where it is another one."""
    return title.removeprefix(WITH) if title.startswith(WITH) else None


def next_stamp(last: datetime | None, now: datetime) -> datetime:
    """The DTSTAMP of a new message: whole seconds, and later than the `last` one about the same UID.

    Google Calendar leaves out an update whose DTSTAMP it has seen (RFC 5546 section 2.1.5 compares them).
    """
    stamp = now.replace(microsecond=0)
    return stamp if last is None or last < stamp else last + timedelta(seconds=1)


def reachable(address: str | None, ours: str) -> str | None:
    """The address, if an invitation can go to it: a mobile number, the lines of an envelope, or a mail
    address; our own mailbox cannot be a guest."""
    if not address or way_of(address) is not Way.MAIL:
        return address or None
    try:
        clean = hygiene.address(address)
    except ValueError:
        return None
    return None if clean.lower() == ours.lower() else clean


def check_stands(cancelled: datetime | None) -> None:
    """TooLateError where an appointment was called off: whoever wants it back makes a new one."""
    if cancelled is not None:
        raise TooLateError(OFF)


def check_open(cancelled: datetime | None, removed: datetime | None, ends: datetime, now: datetime) -> None:
    """TooLateError, in words for the guest, where an answer makes no difference any more."""
    check_stands(cancelled)
    if removed is not None:
        raise TooLateError(REMOVED)
    if ends <= now:
        raise TooLateError(OVER)


def check_value(value: str) -> None:
    """DomainError where this is no answer."""
    if value not in ANSWERS:
        raise DomainError("Kies een van de antwoorden.")


def check_version(seen: int | None, current: int) -> None:
    """TooLateError where somebody answers a version that is no longer the newest; None is always about it."""
    if seen is not None and seen != current:
        raise TooLateError(CHANGED)


def overtaken(stamp: datetime, last: datetime | None, now: datetime) -> bool:
    """Whether a calendar's answer of `stamp` is not later than the `last` one, or comes from the future."""
    return stamp > now + CLOCKS_DIFFER or (last is not None and stamp <= last.replace(microsecond=0))
