"""How the family says who organises it: whom a link may reach, what a card tells, what may be said. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from ekc.errors import DomainError, TooLateError

STANDS = timedelta(days=14)  # how long a link to choose opens
STAYS = timedelta(days=182)  # after the choice: for 'liever een ander'
UNDER_TWELVE = "0-11"
LONG_AGO = timedelta(days=60)
VIA = {
    "phone": "aan de telefoon",
    "paper": "op papier",
    "professional": "via iemand van het team",
}
OBSTACLES = {
    "no_mail": "heeft geen mailadres",
    "read_along": "iemand leest mee",
    "shared_phone": "deelt de telefoon",
    "safe_moment": "heeft een veilig moment",
    "child": "is nog geen twaalf",
}
CHOSEN_ALREADY = "Er is al gekozen. Kijk hieronder hoe het nu staat."
NOT_THERE = "Diegene kan intussen niet meer. Kies iemand anders, of bel ons."
NOBODY_YET = "Er is nog niemand om uit te kiezen."
NO_LEAD = "Er is nu geen coördinator. We zoeken al iemand."
NUMBERS = re.compile(r"\+?\d[\d .\-()]{5,}\d")
ADDRESS = re.compile(r"\S+@\S+|\b\w+(?:straat|laan|weg|plein|pad|dijk|kade|singel)\s+\d+\w*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Heard:
    """How something was said: `via` link, phone, paper or professional; on which day; by whom, if told."""

    via: str
    on: date
    person_id: int | None = None


def may_tell(age_group: str | None, *, is_focus: bool, as_parent: bool) -> bool:
    """Whether somebody says for the household whom it wants; a child under twelve does not: a parent does."""
    return as_parent or (is_focus and age_group != UNDER_TWELVE)


def obstacle(
    mail: str | None, *, read_along: bool, shared_phone: bool, safe_moment: str | None, age_group: str | None
) -> str | None:
    """Why somebody gets no link and is called instead (a code of `OBSTACLES`); None where nothing stands in
    the way."""
    found = (
        ("child", age_group == UNDER_TWELVE),
        ("no_mail", not mail),
        ("read_along", read_along),
        ("shared_phone", shared_phone),
        ("safe_moment", bool(safe_moment)),
    )
    return next((code for code, is_so in found if is_so), None)


def check_paper(obstacle_code: str | None) -> None:
    """DomainError for a child: whoever is responsible chooses with them."""
    if obstacle_code == "child":
        raise DomainError("Wie nog geen twaalf is, kiest samen met een ouder. Druk de kaartjes voor die af.")


def own_words(about: str | None, surname: str) -> str | None:
    """What she tells about herself, without a surname, a number to call or an address that slipped in."""
    if not about:
        return None
    words = ADDRESS.sub("…", NUMBERS.sub("…", about))
    if surname.strip():
        words = re.sub(rf"\b{re.escape(surname.strip())}\b", "…", words, flags=re.IGNORECASE)
    return words.strip()


def letter(number: int) -> str:
    """The letter of a card, to name it on the phone: A for 0."""
    return chr(ord("A") + number)


def check_heard(heard: Heard, today: date) -> None:
    """DomainError where it cannot have been said like this: an unknown way, a day to come or long ago."""
    if heard.via not in {*VIA, "link"}:
        raise DomainError("Kies hoe je het hoorde.")
    if heard.on > today:
        raise DomainError("Die dag moet nog komen.")
    if heard.on < today - LONG_AGO:
        raise DomainError("Dat is langer dan twee maanden geleden. Vraag het nog een keer na.")


def check_open(*, seeking: bool, has_lead: bool) -> None:
    """TooLateError where there is nothing to choose any more."""
    if has_lead:
        raise TooLateError(CHOSEN_ALREADY)
    if not seeking:
        raise TooLateError("We zoeken nu niemand. Bel ons gerust als je wilt weten hoe het staat.")
