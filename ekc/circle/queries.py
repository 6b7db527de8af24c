"""Who stands around a household, and who may see them: whoever organises the traject now, and the bureau."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import BigInteger, Boolean, and_, bindparam, func, or_, select
from sqlalchemy.orm import defer

from ekc.accounts.models import Role
from ekc.circle.models import CircleMember
from ekc.circle.rules import PROFESSIONAL
from ekc.db import db
from ekc.errors import NotFoundError
from ekc.people import queries as people
from ekc.people.models import Person
from ekc.people.queries import FIRST_PHONE
from ekc.referrals.models import LEADS_NOW, ORGANISES, Assignment, FocusPerson, Referral

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
_ON_IT = (
    select(Referral, Assignment)
    .join(Assignment, Assignment.referral_id == Referral.id)
    .where(Referral.id == REFERRAL, Referral.municipality_id == MUNICIPALITY, VISIBLE)
    .order_by(Assignment.kind.not_in(ORGANISES))
    .limit(1)
)
SEEKING = _ON_IT.options(*(defer(column) for column in NOT_HERE if column is not Referral.wishes))
ON_TRAJECT = _ON_IT.options(*WITH_STORY)
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
PHONE = FIRST_PHONE.where(bindparam("contact", type_=Boolean())).scalar_subquery()
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
FOCUS_IDS = select(FocusPerson.person_id).where(
    FocusPerson.referral_id == REFERRAL, FocusPerson.municipality_id == MUNICIPALITY
)
LEAD = select(Assignment.person_id).where(
    Assignment.referral_id == REFERRAL,
    Assignment.municipality_id == MUNICIPALITY,
    LEADS_NOW,
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


def visible_to(actor: Actor) -> dict[str, object]:
    """The parameters by which every statement here is bound to `actor`."""
    return {
        "municipality": actor.municipality_id,
        "person": actor.person_id or 0,
        "bureau": actor.is_a(Role.BUREAU),
    }


def traject(actor: Actor, referral_id: int, *, seeking: bool = False) -> tuple[Referral, Assignment]:
    """The referral and the running assignment by which `actor` sees it; NotFoundError for anybody else.
    `seeking`: with what the family wishes of whoever organises it."""
    row = db.session.execute(
        SEEKING if seeking else ON_TRAJECT, {**visible_to(actor), "referral": referral_id}
    ).one_or_none()
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
    return [Line._make(row) for row in db.rows(LINES, values).all()]


def focus_ids(referral: Referral) -> list[int]:
    """The person ids of the hoofdpersonen."""
    values = {"municipality": referral.municipality_id, "referral": referral.id}
    return list(db.session.scalars(FOCUS_IDS, values))


def lead_person_id(municipality_id: int, referral_id: int) -> int | None:
    """The person who organises a referral now."""
    return db.session.scalar(LEAD, {"municipality": municipality_id, "referral": referral_id})
