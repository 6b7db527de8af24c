"""What may be proposed, until when people answer, who is asked in which way, who is reminded. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from ekc.agenda.best_days import VALUES
from ekc.agenda.timeslots import check_hours
from ekc.errors import DomainError, TooLateError

PROPOSING = frozenset({"matched", "preparation"})  # states of a referral in which a day is sought
FEWEST, MOST = 2, 12
USUAL_TO_ANSWER = timedelta(days=6)
LINK_STAYS = timedelta(days=30)  # after that day: whoever opens it late still reads kind words
NUDGE_BEFORE = timedelta(hours=48)  # so long before the end somebody who said nothing is reminded
REST_BEFORE_NUDGE = timedelta(hours=24)  # and never sooner after the question itself

NOT_NOW = "Er wordt nu geen dag gezocht."
GONE = "De vraag welke dag past, is al gesloten. Je hoeft niets te doen."
CHOSEN = "Er is een dag gekozen. Wie komt, kreeg daar een eigen bericht over."
NOT_WITH_US = "Deze persoon doet niet meer mee."
TOO_LATE = "De tijd om te antwoorden is voorbij. Komt het toch anders uit? Bel ons."
NO_DAY = "Deze dag doet niet meer mee. Kies een andere dag."
SAY_SOMETHING = "Kies bij minstens één dag wat voor jou past."


class Reach(StrEnum):
    """How it stands with somebody who is asked."""

    SPEAK = "speak"  # not spoken yet: first the voice, then the message
    CALL = "call"  # no mail, or somebody reads along: by telephone
    FAILED = "failed"  # the message did not arrive: by telephone
    READY = "ready"  # may get the message, and did not yet
    ASKED = "asked"  # got it, and did not answer all days
    DONE = "done"  # answered all days


@dataclass(frozen=True, slots=True)
class Times:
    """Hours proposed, as aware instants."""

    starts: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Proposal:
    """Days to propose, the last day on which people may answer, and the place they were sought for."""

    days: tuple[Times, ...]
    answer_on: date
    persons: frozenset[int] = frozenset()
    essential: frozenset[int] = frozenset()
    venue_id: int | None = None


def check_times(days: Iterable[Times], now: datetime) -> None:
    """DomainError where one of these cannot be a conference; see `timeslots.check_hours`."""
    for one in days:
        check_hours(one.starts, one.ends, now)


def check_number(number: int, *, fewest: int = FEWEST) -> None:
    """DomainError for too few days to choose from, or more than anybody fills in."""
    if number < fewest:
        raise DomainError("Stel minstens twee dagen voor.")
    if number > MOST:
        raise DomainError(f"Meer dan {MOST} dagen vult niemand in. Kies er hooguit {MOST}.")


def check_answer_on(on: date, days: Collection[Times], now: datetime, zone: tzinfo) -> None:
    """DomainError where nobody could answer by that day, or the first day proposed would be past by then."""
    if on < now.astimezone(zone).date():
        raise DomainError("De laatste dag om te antwoorden is al voorbij. Kies een latere dag.")
    if any(one.starts.astimezone(zone).date() <= on for one in days):
        raise DomainError("De laatste dag om te antwoorden moet vóór de eerste dag liggen die je voorstelt.")


def check_proposing(state: str) -> None:
    """DomainError where no day is sought for a referral in this state."""
    if state not in PROPOSING:
        raise DomainError("Voor dit traject wordt nu geen dag gezocht.")


def check_open(poll_state: str, referral_state: str) -> None:
    """TooLateError where a poll is closed, or nothing is to be planned any more."""
    if poll_state == "chosen":
        raise TooLateError("Er is al een dag gekozen.")
    if poll_state != "open":
        raise TooLateError("Deze datumprikker is al gesloten.")
    if referral_state not in PROPOSING:
        raise TooLateError(NOT_NOW)


def check_in_time(answer_until: datetime, now: datetime) -> None:
    """TooLateError after the last day to answer by one's own link; on the phone it may be later."""
    if now >= answer_until:
        raise TooLateError(TOO_LATE)


def check_values(values: Collection[str]) -> None:
    """DomainError where nothing was said, or something that is no answer."""
    if not values or not set(values) <= set(VALUES):
        raise DomainError(SAY_SOMETHING)


def end_of(on: date, zone: tzinfo) -> datetime:
    """The midnight after the last day to answer, as an aware instant."""
    return datetime.combine(on + timedelta(days=1), time(), zone)


def last_day(answer_until: datetime, zone: tzinfo) -> date:
    """The day that `end_of` was made of."""
    return (answer_until - timedelta(seconds=1)).astimezone(zone).date()


def reach(
    *, spoken: bool, mailable: bool, same_address: bool, asked: bool, failed: bool, answered: bool
) -> Reach:
    """How it stands with somebody; `answered` all days, `asked` by a message to the address of now."""
    if answered:
        return Reach.DONE
    if not spoken:
        return Reach.SPEAK
    if not mailable:
        return Reach.CALL
    if not (asked and same_address):
        return Reach.READY
    return Reach.FAILED if failed else Reach.ASKED


def asked_again(stand: Reach) -> bool:
    """Whether somebody gets a message about new days, as it stands with them apart from what they said."""
    return stand in {Reach.READY, Reach.ASKED, Reach.FAILED}


def to_call(stand: Reach) -> bool:
    """Whether somebody is asked by voice."""
    return stand in {Reach.SPEAK, Reach.CALL, Reach.FAILED}
