"""Everybody who has to do with one traject: the household, its circle, and who is there for work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import CompoundSelect, and_, select, union_all

from ekc import clock
from ekc.accounts.covers import HOLDS
from ekc.accounts.models import Cover
from ekc.circle.models import CircleMember
from ekc.circle.queries import MUNICIPALITY, REFERRAL
from ekc.circle.rules import is_outside
from ekc.db import db
from ekc.people import queries as people
from ekc.people.models import Person
from ekc.referrals.models import Assent, Assignment, FocusPerson, Referral
from ekc.referrals.rules import Said, assent_state

if TYPE_CHECKING:
    from datetime import date

COVERS_BACKSTOP = and_(  # who does it today instead of the achterwacht
    *HOLDS,
    Cover.municipality_id == MUNICIPALITY,
    Cover.absent_person_id.in_(select(Referral.backstop_person_id).where(Referral.id == REFERRAL)),
)
INSTEAD = (
    select(Cover.until_day)
    .where(Cover.cover_person_id == Person.id, COVERS_BACKSTOP)
    .limit(1)
    .correlate(Person)
    .scalar_subquery()
)
ON_IT = (  # as what somebody organises it now
    select(Assignment.kind)
    .where(
        Assignment.person_id == Person.id,
        Assignment.municipality_id == MUNICIPALITY,
        Assignment.referral_id == REFERRAL,
        Assignment.ended_at.is_(None),
    )
    .limit(1)
    .correlate(Person)
    .scalar_subquery()
)
INVOLVED: CompoundSelect[Any] = union_all(
    select(FocusPerson.person_id).where(FocusPerson.referral_id == REFERRAL),
    select(CircleMember.person_id).where(
        CircleMember.referral_id == REFERRAL, CircleMember.removed_at.is_(None)
    ),
    select(Referral.responsible_person_id).where(Referral.id == REFERRAL),
    select(Referral.backstop_person_id).where(Referral.id == REFERRAL),
    select(Cover.cover_person_id).where(COVERS_BACKSTOP),
    select(Assignment.person_id).where(Assignment.referral_id == REFERRAL, Assignment.ended_at.is_(None)),
    select(Assent.person_id).where(Assent.referral_id == REFERRAL),
)
AROUND = (
    select(
        Person,
        FocusPerson.id,
        CircleMember,
        Assent.as_parent,
        Assent.answer,
        INSTEAD.label("instead"),
        ON_IT.label("on_it"),
    )
    .outerjoin(FocusPerson, and_(FocusPerson.person_id == Person.id, FocusPerson.referral_id == REFERRAL))
    .outerjoin(
        CircleMember,
        and_(
            CircleMember.person_id == Person.id,
            CircleMember.referral_id == REFERRAL,
            CircleMember.removed_at.is_(None),
        ),
    )
    .outerjoin(Assent, and_(Assent.person_id == Person.id, Assent.referral_id == REFERRAL))
    .where(Person.municipality_id == MUNICIPALITY, Person.id.in_(INVOLVED))
    .order_by(FocusPerson.id, CircleMember.id)
)


@dataclass(frozen=True, slots=True)
class Around:
    """Everybody who has to do with one traject, with their channels."""

    persons: dict[int, Person]
    focus: list[Person]
    members: list[tuple[CircleMember, Person]]
    said: list[Said]  # what each of them, or a parent, said about taking part
    instead: (
        tuple[Person, date] | None
    )  # who does it today, and until which day, for an achterwacht who is away
    on_it: dict[str, Person]  # by kind of assignment: who leads it, the buddy, who stands by

    def agree(self, authority: str) -> bool:
        """Whether everybody who must agree says yes, as it stands now."""
        ages = {person.id: person.age_group for person in self.focus}
        return assent_state(ages, self.said, authority) == "complete"

    @property
    def known(self) -> list[Person]:
        """The hoofdpersonen and the circle, each once: through whom somebody may be reached."""
        found = {person.id: person for person in self.focus}
        found |= {person.id: person for _, person in self.members}
        return list(found.values())

    @property
    def outside(self) -> list[CircleMember]:
        """The members who are neither of the household nor there for work."""
        return [member for member, _ in self.members if is_outside(member.relation)]


def people_around(referral: Referral) -> Around:
    """Everybody who has to do with a referral, with channels; two queries however many."""
    values = {"municipality": referral.municipality_id, "referral": referral.id, "today": clock.today()}
    rows = db.session.execute(AROUND, values).all()
    persons = {row[0].id: row[0] for row in rows}
    people.with_channels(persons.values())
    members = {row[2].id: (row[2], row[0]) for row in rows if row[2] is not None}
    return Around(
        persons=persons,
        focus=list({row[0].id: row[0] for row in rows if row[1] is not None}.values()),
        members=[members[member_id] for member_id in sorted(members)],
        said=[Said(row[0].id, row.as_parent, row.answer) for row in rows if row.answer is not None],
        instead=next(((row[0], row.instead) for row in rows if row.instead is not None), None),
        on_it={row.on_it: row[0] for row in rows if row.on_it is not None},
    )
