"""What must be put or taken away, when it is tried again, and the sentence for what went wrong. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple
from urllib.parse import quote

from ekc.calendars import rules as calendars
from ekc.errors import DomainError, TooLateError

MANY = 15  # appointments in one go: a slow server takes no longer than a process may live
PATIENCE = calendars.PATIENCE
TELL_AFTER = timedelta(hours=24)  # of trouble that may pass by itself
GIVE_UP = timedelta(days=7)  # taking away what is there, from a server that does not answer
LONGEST_NAME = 200
TROUBLES = calendars.TROUBLES | {
    "credentials": "Er staat een naam of wachtwoord in het adres. Vul die eronder in, en haal ze hier weg.",
    "secret": "De gebruikersnaam of het app-wachtwoord klopt niet. Je gewone wachtwoord werkt vaak niet.",
    "way": "Bij deze agenda werkt een app-wachtwoord niet. Abonneer je op het adres bij Mijn agenda.",
    "read_only": "We mogen in deze agenda niets zetten. Kies een agenda die van jou is.",
    "gone": "Op dit adres is geen agenda. Kopieer het adres opnieuw uit je agenda.",
    "no_calendar": "Op dit adres staat geen agenda waar we iets in kunnen zetten. Kopieer het CalDAV-adres.",
    "redirect": "Dit adres verwijst door. Gebruik het adres van de agenda zelf.",
    "complicated": "Je agenda gaf een antwoord dat we niet begrijpen. We proberen het later weer.",
    "busy": "Je agenda heeft het te druk. We proberen het later weer.",
}
LASTING = {  # nothing but another address, name or password helps
    "address", "plain", "credentials", "port", "inside", "secret", "way", "read_only", "gone", "no_calendar",
    "redirect",
}  # fmt: skip


class Stands(NamedTuple):
    """An appointment that belongs in her calendar; `changed`: its version."""

    appointment_id: int
    uid: str
    changed: datetime


class There(NamedTuple):
    """What is there: `changed` of the version that we put; `theirs` where she had it there already."""

    changed: datetime | None
    theirs: bool


class Plan(NamedTuple):
    """What to do next: appointments to write, those to take away, and those to be let go of: hers."""

    put: list[Stands]
    take: list[int]
    let_go: list[int]


NOTHING = Plan([], [], [])


def plan(stands: Iterable[Stands], there: Mapping[int, There]) -> Plan:
    """The first `MANY` differences; what is off goes first."""
    wanted = {each.appointment_id: each for each in stands}
    extra = [key for key in there if key not in wanted]
    take = [key for key in extra if not there[key].theirs][:MANY]
    put = [each for key, each in wanted.items() if key not in there or there[key].changed != each.changed]
    return Plan(put[: MANY - len(take)], take, [key for key in extra if there[key].theirs])


def name_of(uid: str) -> str:
    """The name of an appointment in a calendar: its UID up to the host, which is chance (`ics.new_uid`)."""
    return f"{quote(uid.partition('@')[0], safe='')}.ics"


def next_try(now: datetime, trouble: str | None, failures: int) -> datetime | None:
    """When to look again; None: only when she does something about it."""
    if trouble is None:
        return now
    return None if trouble in LASTING else calendars.next_read(now, failures)


def must_tell(now: datetime, trouble: str | None, worked: datetime | None, told: datetime | None) -> bool:
    """Whether she is told now that it works no longer: it worked (`worked`), and she was not `told` since."""
    if trouble is None or worked is None or told is not None:
        return False
    return trouble in LASTING or worked <= now - TELL_AFTER


def check_login(user: str, password: str) -> None:
    """DomainError where no server could take these (RFC 7617 section 2)."""
    if ":" in user:
        raise DomainError("In een gebruikersnaam kan geen dubbele punt staan.")
    if not password or any(ord(sign) < ord(" ") for sign in password):
        raise DomainError("Vul het app-wachtwoord in, zonder regels ertussen.")


def check_same(before: str, address: str, *, filled: bool) -> None:
    """DomainError where another calendar is given while ours stand in the first."""
    if filled and before != address:
        raise DomainError(
            "Je afspraken staan nog in je andere agenda. Haal ze daar eerst weg, met de knop onderaan."
        )


def check_stays(leaving: datetime | None) -> None:
    """TooLateError where we are just taking everything away."""
    if leaving is not None:
        raise TooLateError(
            "We halen je afspraken nog weg uit je agenda. Probeer het over een paar minuten weer."
        )
