"""Who is expected on a day, in the order of arrival: on the sheet of paper and on the telephone alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ekc.circle.rules import stand_now
from ekc.invitations.own_copy import AT_A_DISTANCE
from ekc.web.formatting import clock_time

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ekc.circle.models import CircleMember
    from ekc.invitations.guests import Guest
    from ekc.people.models import Person

    Expected = tuple[CircleMember, Person]
    Groups = dict[str, list[Expected]]

BEGIN = "begin"
GROUPS = {  # in the order of arrival
    BEGIN: "Bij het begin",
    "later": "Komt later",
    "remote": "Doet op afstand mee: bel zelf",
    "letter": "Stuurde een brief",
    "open": "Nog niet zeker",
}


def in_order(members: Iterable[Expected], asked: Mapping[int, Guest]) -> Groups:
    """Who belongs in each of `GROUPS`, who comes first at the head; `asked` by person id.

    Who does not come is in none, and a group of nobody is left out.
    """
    found: Groups = {code: [] for code in GROUPS}
    for member, person in members:
        group = _group(member, asked.get(person.id))
        if group is not None:
            found[group].append((member, person))
    return {
        code: sorted(there, key=lambda each: _comes(asked.get(each[1].id)))
        for code, there in found.items()
        if there
    }


def own_words(asked: Mapping[int, Guest]) -> dict[int, str]:
    """When somebody comes and goes and in which room, by person id; only where it is not as everybody."""
    return {person_id: words for person_id, guest in asked.items() if (words := _own(guest))}


def _own(guest: Guest) -> str:
    told = []
    if guest.own_starts_at:
        told.append(f"Komt om {clock_time(guest.own_starts_at)} uur.")
    if guest.own_ends_at:
        told.append(f"Gaat weg om {clock_time(guest.own_ends_at)} uur.")
    if guest.own_place and guest.own_place != AT_A_DISTANCE:
        told.append(guest.own_place)
    return " ".join(told)


def _comes(guest: Guest | None) -> float:
    return guest.own_starts_at.timestamp() if guest is not None and guest.own_starts_at else 0


def _group(member: CircleMember, guest: Guest | None) -> str | None:
    stand = stand_now(member.stand, guest.answer if guest else None, invited=guest is not None)
    if stand != "no" and guest is not None and guest.own_place == AT_A_DISTANCE:
        return "remote"
    if stand in {"later", "remote", "letter"}:
        return stand
    if stand == "comes":
        return BEGIN
    return None if stand == "no" else "open"
