"""Who may stand around a household, and in which relation. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

from ekc.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

HOUSEHOLD = "household"
PROFESSIONAL = "professional"
RELATIONS = {
    HOUSEHOLD: "woont in huis",
    "family": "familie",
    "friend": "vriend of vriendin",
    "neighbour": "buur",
    "other": "iemand anders",
    PROFESSIONAL: "beroepskracht (komt alleen iets vertellen)",
}
SHORT = {**RELATIONS, PROFESSIONAL: "beroepskracht"}
STANDS = {
    "comes": "komt",
    "later": "komt later",
    "remote": "doet op afstand mee",
    "letter": "stuurt een brief",
    "if": "komt alleen als …",
    "no": "komt niet",
}
# What each of these is as an answer to an invitation: a calendar knows no more than this.
ANSWERS = {"comes": "yes", "later": "yes", "remote": "yes", "letter": "no", "if": "maybe", "no": "no"}
COMING = frozenset({"comes", "later", "remote"})
NOW = {
    "call_me": "wil gebeld worden",
    "maybe": "weet het nog niet",
    "asked": "nog geen antwoord op de dag",
    "to_call": "nog te bellen",
}
BESIDE = {
    "lead": "is de coördinator",
    "stand_in": "regelt het als beroepskracht",
    "buddy": "is het maatje",
    "backup": "staat klaar als reserve",
}
SIDES = {"mother": "van moeders kant", "father": "van vaders kant", "both": "van beide kanten"}
WAYS = {
    "phone": "bellen",
    "text": "sms of app",
    "mail": "mail",
    "letter": "brief",
    "visit": "langskomen",
    "through": "via iemand anders",
}
PREFERS = {  # how that is done: what is not written is told by voice
    "phone": "call",
    "text": "sms",
    "mail": "mail",
    "letter": "letter",
    "visit": "call",
    "through": "call",
}
NEEDS = {
    "child_care": "oppas",
    "transport": "vervoer",
    "wheelchair": "een plek voor een rolstoel",
    "food": "eten dat past",
    "support": "iemand die steunt",
}
PARTS = {
    "present": "is erbij",
    "partly": "is er een deel bij",
    "through": "via een steunpersoon",
    "letter": "met een brief of tekening",
    "not": "doet niet mee",
}
NOT_AROUND = frozenset({HOUSEHOLD, PROFESSIONAL})  # these are not 'the people around the household'


class Progress(Protocol):
    """How far it is with somebody."""

    @property
    def id(self) -> int: ...
    @property
    def approached_at(self) -> datetime | None: ...
    @property
    def spoken_at(self) -> datetime | None: ...


@dataclass(frozen=True, slots=True)
class More:
    """What can be told about somebody's part in it; everything may be missing. `supported_by_id` is a
    person."""

    only_if: str | None = None
    side: str | None = None
    reach: str | None = None
    needed: tuple[str, ...] = ()
    part: str | None = None
    supported_by_id: int | None = None


def check_stand(stand: str, relation: str) -> None:
    """DomainError for what is not in the list. A professional is a guest: no 'later', the circle is by itself
    then."""
    if stand not in STANDS or (relation == PROFESSIONAL and stand == "later"):
        raise DomainError("Kies wat deze persoon zei.")


def stand_now(stand: str | None, answer: str | None, *, invited: bool) -> str | None:
    """What counts now: `stand`, unless this person was `invited` since and gave another `answer`, or none.

    Gives a code of `STANDS`, or of `NOW` ('asked': invited, no answer yet), or None.
    """
    if not invited:
        return stand
    if answer is None:
        return "asked"
    if stand is not None and ANSWERS[stand] == answer:
        return stand
    return {"yes": "comes", "no": "no"}.get(answer, answer)


def needs_in_words(needed: Iterable[str] | None, words: str | None, *, interpreter: bool) -> str:
    """'tolk, oppas, lift': what must be arranged, from the list and in words of their own."""
    found = ["tolk"] if interpreter else []
    found += [NEEDS[code] for code in needed or () if code in NEEDS]
    return ", ".join([*found, *([words] if words else [])])


def tally(members: Iterable[tuple[Progress, object]], stands: Mapping[int, str | None]) -> dict[str, int]:
    """How many are on the board, were approached, were spoken, come (in whatever way) and do not come."""
    known = [member for member, _ in members]
    return {
        "people": len(known),
        "approached": sum(one.approached_at is not None for one in known),
        "spoken": sum(one.spoken_at is not None for one in known),
        "come": sum(stands.get(one.id) in COMING for one in known),
        "not": sum(stands.get(one.id) in {"no", "letter"} for one in known),
    }


def check(given_name: str, relation: str) -> None:
    """DomainError for a person without a name to call them by, or in a relation that is not in the list."""
    if not given_name.strip():
        raise DomainError("Vul een voornaam in. Een roepnaam is genoeg.")
    if relation not in RELATIONS:
        raise DomainError("Kies hoe deze persoon bij de familie hoort.")


def is_outside(relation: str) -> bool:
    """Whether somebody belongs to the people around the household: not of it, and not there for work."""
    return relation not in NOT_AROUND


def check_contact_day(on: date, since: date, today: date) -> None:
    """DomainError where the family cannot have been spoken on day `on`: to come, or before the assignment."""
    if on > today:
        raise DomainError("Die dag moet nog komen.")
    if on < since:
        raise DomainError("Op die dag was je nog niet gekoppeld. Kies een latere dag.")
