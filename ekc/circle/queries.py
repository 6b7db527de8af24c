"""Who stands around a household, and who may see them: whoever organises the traject now, and the bureau."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import BigInteger, Boolean, CompoundSelect, and_, bindparam, func, or_, select, union_all
from sqlalchemy.orm import defer

from ekc import clock
from ekc.accounts.covers import HOLDS
from ekc.accounts.models import Cover, Role
from ekc.circle.models import CircleMember
from ekc.circle.rules import PROFESSIONAL, is_outside
from ekc.db import db
from ekc.errors import NotFoundError
from ekc.people import queries as people
from ekc.people.models import Channel, ChannelKind, Person
from ekc.referrals.models import ORGANISES, Assent, Assignment, FocusPerson, Referral
from ekc.referrals.rules import Said, assent_state

if TYPE_CHECKING:
    from collections.abc import Collection

    from ekc.accounts.actor import Actor

NOT_HERE = (
    Referral.going_on,
    Referral.life_areas,
    Referral.themes,
    Referral.wishes,
    Referral.avoid,
    Referral.help_now,
    Referral.lead_now,
    Referral.draft,
)
STORY = (Referral.goal, Referral.own_words, Referral.already)  # what a household may share
WITH_STORY = tuple(defer(column) for column in NOT_HERE)
THIN = (*WITH_STORY, *(defer(column) for column in STORY))
REFERRAL = bindparam("referral", type_=BigInteger())
MUNICIPALITY = bindparam("municipality", type_=BigInteger())

VISIBLE = and_(
    Assignment.municipality_id == MUNICIPALITY,
    Assignment.ended_at.is_(None),
    or_(
        and_(Assignment.person_id == bindparam("person", type_=BigInteger()), Assignment.kind != "backup"),
        and_(bindparam("bureau", type_=Boolean()), Assignment.kind.in_(ORGANISES)),
    ),
)
ON_TRAJECT = (
    select(Referral, Assignment)
    .join(Assignment, Assignment.referral_id == Referral.id)
    .where(Referral.id == REFERRAL, Referral.municipality_id == MUNICIPALITY, VISIBLE)
    .order_by(Assignment.kind.not_in(ORGANISES))
    .limit(1)
    .options(*WITH_STORY)
)
MEMBER = (
    select(CircleMember, Person)
    .join(Person, Person.id == CircleMember.person_id)
    .join(Assignment, Assignment.referral_id == CircleMember.referral_id)
    .where(
        CircleMember.id == bindparam("member", type_=BigInteger()),
        CircleMember.municipality_id == MUNICIPALITY,
        CircleMember.removed_at.is_(None),
        VISIBLE,
    )
    .limit(1)
)
MEMBERS = (
    select(CircleMember, Person)
    .join(Person, Person.id == CircleMember.person_id)
    .where(
        CircleMember.referral_id == REFERRAL,
        CircleMember.municipality_id == MUNICIPALITY,
        CircleMember.removed_at.is_(None),
    )
    .order_by(CircleMember.id)
)
MEMBERS_OF = (
    select(CircleMember, Person)
    .join(Person, Person.id == CircleMember.person_id)
    .where(
        CircleMember.referral_id.in_(bindparam("referrals", expanding=True, type_=BigInteger())),
        CircleMember.municipality_id == MUNICIPALITY,
        CircleMember.removed_at.is_(None),
    )
    .order_by(CircleMember.id)
)
COUNTED = select(
    func.count(), func.count(CircleMember.approached_at), func.count(CircleMember.spoken_at)
).where(
    CircleMember.referral_id == REFERRAL,
    CircleMember.municipality_id == MUNICIPALITY,
    CircleMember.removed_at.is_(None),
)
PHONE = (
    select(Channel.value)
    .where(
        bindparam("contact", type_=Boolean()),
        Channel.person_id == Person.id,
        Channel.kind == ChannelKind.PHONE.value,
        Channel.value.is_not(None),
    )
    .order_by(Channel.preferred.desc(), Channel.id)
    .limit(1)
    .correlate(Person)
    .scalar_subquery()
)
LINES = (
    select(
        Person.id,
        Person.given_name,
        Person.surname,
        CircleMember.relation,
        CircleMember.spoken_at,
        PHONE.label("phone"),
    )
    .join(CircleMember, CircleMember.person_id == Person.id)
    .where(
        CircleMember.referral_id == REFERRAL,
        CircleMember.municipality_id == MUNICIPALITY,
        CircleMember.removed_at.is_(None),
    )
    .order_by(CircleMember.id)
)
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
FOCUS_IDS = select(FocusPerson.person_id).where(
    FocusPerson.referral_id == REFERRAL, FocusPerson.municipality_id == MUNICIPALITY
)
LEAD = select(Assignment.person_id).where(
    Assignment.referral_id == REFERRAL,
    Assignment.municipality_id == MUNICIPALITY,
    Assignment.ended_at.is_(None),
    Assignment.kind.in_(ORGANISES),
)


class Line(NamedTuple):
    """Somebody of a circle as a list shows them; the phone only for who may call them."""

    person_id: int
    given_name: str
    surname: str
    relation: str
    spoken_at: datetime | None
    phone: str | None

    @property
    def name(self) -> str:
        """Given name and surname."""
        return f"{self.given_name} {self.surname}".strip()

    @property
    def is_guest(self) -> bool:
        """There for the information only."""
        return self.relation == PROFESSIONAL


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


def visible_to(actor: Actor) -> dict[str, object]:
    """The parameters by which every statement here is bound to `actor`."""
    return {
        "municipality": actor.municipality_id,
        "person": actor.person_id or 0,
        "bureau": actor.is_a(Role.BUREAU),
    }


def traject(actor: Actor, referral_id: int) -> tuple[Referral, Assignment]:
    """The referral and the running assignment by which `actor` sees it; NotFoundError for anybody else."""
    row = db.session.execute(ON_TRAJECT, {**visible_to(actor), "referral": referral_id}).one_or_none()
    if row is None:
        raise NotFoundError
    return row[0], row[1]


def get_for(actor: Actor, member_id: int) -> tuple[CircleMember, Person]:
    """A member of a circle that `actor` may see, with the person; NotFoundError otherwise."""
    row = db.session.execute(MEMBER, {**visible_to(actor), "member": member_id}).one_or_none()
    if row is None:
        raise NotFoundError
    people.with_channels([row[1]])
    return row[0], row[1]


def of_referral(referral: Referral) -> list[tuple[CircleMember, Person]]:
    """The circle of a referral as it is now, with channels, in the order of entry; two queries."""
    values = {"municipality": referral.municipality_id, "referral": referral.id}
    found = [(member, person) for member, person in db.session.execute(MEMBERS, values)]
    people.with_channels(person for _, person in found)
    return found


def needs_of(
    municipality_id: int, referral_ids: Collection[int]
) -> dict[int, list[tuple[CircleMember, Person]]]:
    """The circles of these referrals, without channels: for what people need. One query."""
    found: dict[int, list[tuple[CircleMember, Person]]] = {number: [] for number in referral_ids}
    values = {"municipality": municipality_id, "referrals": sorted(found)}
    for member, person in db.session.execute(MEMBERS_OF, values):
        found[member.referral_id].append((member, person))
    return found


def lines(municipality_id: int, referral_id: int, *, contact: bool) -> list[Line]:
    """The circle as a list, in the order of entry; with `contact` also the phones. One query."""
    values = {"municipality": municipality_id, "referral": referral_id, "contact": contact}
    return [Line._make(row) for row in db.rows(LINES, values)]


def counted(referral: Referral) -> tuple[int, int, int]:
    """How many people stand on the board, were approached, were spoken: all that others may know of them."""
    values = {"municipality": referral.municipality_id, "referral": referral.id}
    row = db.session.execute(COUNTED, values).one()
    return row[0], row[1], row[2]


def around(referral: Referral) -> Around:
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
    )


def focus_ids(referral: Referral) -> list[int]:
    """The person ids of the hoofdpersonen."""
    values = {"municipality": referral.municipality_id, "referral": referral.id}
    return list(db.session.scalars(FOCUS_IDS, values))


def lead_person_id(municipality_id: int, referral_id: int) -> int | None:
    """The person who organises a referral now."""
    return db.session.scalar(LEAD, {"municipality": municipality_id, "referral": referral_id})
