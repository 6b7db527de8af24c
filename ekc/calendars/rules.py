"""When a calendar is read again, how long busy hours are kept, and the sentence for what went wrong. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from ekc.errors import DomainError, TooLateError

QUARTER = 900  # seconds
AHEAD = timedelta(days=61)  # days are proposed up to eight weeks ahead
KEPT = timedelta(hours=24)  # the founding document asks: only busy hours, and for 24 hours
AGAIN = timedelta(hours=4)
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=30), timedelta(hours=24)
PATIENCE = timedelta(minutes=5)  # a worker that took it and died
NOT_SOONER = timedelta(minutes=1)
TROUBLES = {
    "address": "Dit is geen adres van een agenda. Kopieer het hele adres, het begint met https://.",
    "plain": "Dit adres begint met http://. Gebruik een adres met https://, dan leest niemand mee.",
    "credentials": "Er staat een naam of wachtwoord in het adres. Gebruik het geheime adres van je agenda.",
    "port": "Dit adres heeft een ongewoon poortnummer. Gebruik het adres zoals je agenda het geeft.",
    "inside": "Dit adres is niet van internet. Gebruik het adres zoals je agenda het geeft.",
    "unknown": "Dit adres bestaat niet. Kijk na of je het hele adres hebt gekopieerd.",
    "unreachable": "Je agenda was niet te bereiken. We proberen het later weer.",
    "certificate": "De beveiliging van dit adres klopt niet. Kijk na of het adres goed is.",
    "secret": "We mogen deze agenda niet lezen. Gebruik het geheime adres, niet dat van de webpagina.",
    "gone": "Op dit adres is geen agenda meer. Kopieer het adres opnieuw uit je agenda.",
    "busy": "Je agenda heeft het te druk. We proberen het later weer.",
    "server": "Je agenda gaf geen antwoord dat we begrijpen. We proberen het later weer.",
    "redirect": "Dit adres verwijst te vaak door. Kopieer het adres opnieuw uit je agenda.",
    "slow": "Het duurde te lang voordat je agenda kwam. We proberen het later weer.",
    "big": "Deze agenda is te groot voor ons: meer dan 2 MB. Kies een kleinere, zonder de oude jaren.",
    "packed": "Deze agenda is zo ingepakt dat we hem niet kunnen lezen.",
    "cut": "De agenda kwam niet helemaal binnen. We proberen het later weer.",
    "page": "Dit is een webpagina, geen agenda. Gebruik het adres dat eindigt op .ics.",
    "no_calendar": "Op dit adres staat geen agenda. Gebruik het adres dat eindigt op .ics.",
    "complicated": "Deze agenda is te ingewikkeld om te lezen. Kies een andere, of bel het bureau.",
}


def quarters(begin: datetime, end: datetime) -> tuple[int, int]:
    """The quarter hours, counted in UTC from 1970, that [begin, end) touches, as in `agenda.timeslots`."""
    return int(begin.timestamp()) // QUARTER, -(-int(end.timestamp()) // QUARTER)


def next_read(now: datetime, failures: int) -> datetime:
    """When to read it again: every four hours; after trouble soon, then ever later, once a day at last."""
    if failures == 0:
        return now + AGAIN
    doublings: int = min(failures - 1, 10)
    return now + min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)


def is_kept(read_at: datetime | None, now: datetime) -> bool:
    """Whether busy hours read then may still be used."""
    return read_at is not None and read_at > now - KEPT


def check_again(tried_at: datetime | None, now: datetime) -> None:
    """TooLateError where it was read just now."""
    if tried_at is not None and tried_at > now - NOT_SOONER:
        raise TooLateError("We hebben je agenda net gelezen. Probeer het over een minuut weer.")


def check_address(code: str | None) -> None:
    """DomainError with the sentence of a code."""
    if code is not None:
        raise DomainError(TROUBLES[code])
