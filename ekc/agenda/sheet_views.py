"""A sheet of paper for the day itself: who comes, what they need, whom to call."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from flask import Blueprint, render_template

from ekc import clock
from ekc.accounts.guards import allow
from ekc.accounts.models import Role
from ekc.agenda import queries, rules
from ekc.agenda.keeping import AT_A_DISTANCE
from ekc.arranging import queries as arranging
from ekc.arranging.rules import PLACE
from ekc.circle import rules as kring
from ekc.circle.around import people_around
from ekc.duty import queries as duty
from ekc.errors import NotFoundError
from ekc.people import languages
from ekc.people.queries import address

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from ekc.accounts.actor import Actor
    from ekc.agenda.queries import Day
    from ekc.arranging.rules import End
    from ekc.circle.models import CircleMember
    from ekc.invitations.guests import Guest
    from ekc.people.models import Person

bp = Blueprint("day_sheet", __name__)
GROUPS = (  # in the order of arrival
    ("begin", "Bij het begin"),
    ("later", "Komt later"),
    ("remote", "Doet op afstand mee: bel zelf"),
    ("letter", "Stuurde een brief"),
    ("open", "Nog niet zeker"),
)


@bp.get("/bijeenkomsten/<int:id>/dagvel")
@allow(Role.COORDINATOR)
def show(actor: Actor, id: int) -> ResponseReturnValue:  # noqa: A002 -- the name in the address
    """The sheet. Nobody's own address is on it, and where the day is only if an invitation may say so."""
    day = queries.get_for(actor, id)
    if day.assignment is None or day.assignment.person_id != actor.person_id:
        raise NotFoundError
    rules.check_stands(day.conference.state)
    around = people_around(day.referral)
    asked = {row.guest.person_id: row.guest for row in queries.asked(day)}
    actor.saw("day_sheet", id)
    held = day.conference
    return render_template(
        "agenda/day_sheet.html",
        day=day,
        groups=[(words, found) for code, words in GROUPS if (found := _of(code, around.members, asked))],
        asked=asked,
        around=around,
        guests_until=held.starts_at + timedelta(minutes=held.information_minutes),
        ends=_ends(day),
        on_duty=duty.shifts(held.municipality_id, held.starts_at, held.ends_at),
        guests=any(member.is_guest for member, _ in around.members),
        today=clock.today(),
        kring=kring,
        address=address,
        language_name=languages.name,
    )


def _ends(day: Day) -> list[End]:
    """What was to be arranged; the place has its own lines, and its address may not be for paper."""
    return [end for end in arranging.ends(day) if end.kind != PLACE]


def _of(
    code: str, members: list[tuple[CircleMember, Person]], asked: dict[int, Guest]
) -> list[tuple[CircleMember, Person]]:
    """Who belongs in a group, in the order of arrival; who does not come is on no paper."""
    found = [(member, person) for member, person in members if _group(member, asked.get(person.id)) == code]
    return sorted(found, key=lambda each: _comes(asked.get(each[1].id)))


def _comes(guest: Guest | None) -> float:
    return guest.own_starts_at.timestamp() if guest is not None and guest.own_starts_at else 0


def _group(member: CircleMember, guest: Guest | None) -> str | None:
    stand = kring.stand_now(member.stand, guest.answer if guest else None, invited=guest is not None)
    if stand != "no" and guest is not None and guest.own_place == AT_A_DISTANCE:
        return "remote"
    if stand in {"later", "remote", "letter"}:
        return stand
    if stand == "comes":
        return "begin"
    return None if stand == "no" else "open"
