"""The family's own page through its link, for whoever organises it, and what stands on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import BigInteger, and_, bindparam, case, select

from ekc.accounts.models import PersonalLink
from ekc.choice.rules import own_words
from ekc.circle import queries as circle
from ekc.circle.models import CircleMember
from ekc.circle.rules import stand_now
from ekc.db import db
from ekc.errors import NotFoundError
from ekc.family import rules
from ekc.family.models import FamilyPage
from ekc.people import languages
from ekc.people.models import Person
from ekc.places.models import Locality
from ekc.pool.models import Coordinator
from ekc.referrals.models import LEADS_NOW, Assignment, FocusPerson, Referral, Step

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from ekc.accounts.actor import Actor

ABOUT = "family"
MUNICIPALITY = bindparam("municipality", type_=BigInteger())
REFERRAL = bindparam("referral", type_=BigInteger())
PAGE = bindparam("page", type_=BigInteger())
STILL_FOCUS = and_(
    FocusPerson.referral_id == FamilyPage.referral_id, FocusPerson.person_id == FamilyPage.person_id
)
OWN = (
    select(FamilyPage, Referral)
    .join(Referral, Referral.id == FamilyPage.referral_id)
    .join(FocusPerson, STILL_FOCUS)
    .where(
        FamilyPage.id == PAGE,
        FamilyPage.municipality_id == MUNICIPALITY,
        FamilyPage.person_id == bindparam("person", type_=BigInteger()),
    )
    .options(*circle.THIN)
)
AMONG = select(FamilyPage).where(
    FamilyPage.municipality_id == MUNICIPALITY, FamilyPage.id.in_(bindparam("pages", expanding=True))
)
SEEN = (
    select(FamilyPage)
    .join(FocusPerson, STILL_FOCUS)
    .join(Assignment, Assignment.referral_id == FamilyPage.referral_id)
    .where(FamilyPage.id == PAGE, FamilyPage.municipality_id == MUNICIPALITY, circle.VISIBLE)
    .limit(1)
)
GIVEN = (
    select(FamilyPage, PersonalLink)
    .outerjoin(
        PersonalLink,
        and_(
            PersonalLink.about_id == FamilyPage.id,
            PersonalLink.about_kind == ABOUT,
            PersonalLink.revoked_at.is_(None),
        ),
    )
    .where(FamilyPage.municipality_id == MUNICIPALITY, FamilyPage.referral_id == REFERRAL)
    .order_by(FamilyPage.id)
)
BUDDY = (
    select(Person.given_name)
    .join(Assignment, Assignment.person_id == Person.id)
    .where(
        Assignment.municipality_id == MUNICIPALITY,
        Assignment.referral_id == REFERRAL,
        Assignment.kind == "buddy",
        Assignment.ended_at.is_(None),
    )
    .scalar_subquery()
)
ORGANISER = (
    select(
        Person.given_name,
        Person.surname,
        Coordinator.languages,
        Coordinator.about,
        Locality.name.label("place"),
        Assignment.first_contact_by,
        Assignment.first_contact_on,
        case((Coordinator.number_on_card, circle.PHONE)).label("phone"),
        BUDDY.label("buddy"),
    )
    .join(Person, Person.id == Assignment.person_id)
    .outerjoin(Coordinator, Coordinator.id == Assignment.coordinator_id)
    .outerjoin(Locality, Locality.id == Coordinator.locality_id)
    .where(
        Assignment.municipality_id == MUNICIPALITY,
        Assignment.referral_id == REFERRAL,
        LEADS_NOW,
    )
)
AROUND = (
    select(Person.id, Person.given_name, CircleMember.stand)
    .join(CircleMember, CircleMember.person_id == Person.id)
    .where(
        CircleMember.municipality_id == MUNICIPALITY,
        CircleMember.referral_id == REFERRAL,
        CircleMember.removed_at.is_(None),
        Person.id.not_in(select(FocusPerson.person_id).where(FocusPerson.referral_id == REFERRAL)),
    )
    .order_by(CircleMember.id)
)
WHY_STILL = (
    select(Step.reason)
    .where(Step.municipality_id == MUNICIPALITY, Step.referral_id == REFERRAL, Step.move == "pause")
    .order_by(Step.id.desc())
    .limit(1)
)


class Organiser(NamedTuple):
    """What a family reads of who organises it: no surname, no street; her own number where she wants that."""

    given_name: str
    speaks: Sequence[str]  # names of languages
    region: str | None
    about: str | None
    first_contact_by: date
    first_contact_on: date | None
    phone: str | None
    buddy: str | None  # the first name of who organises it with her


class Around(NamedTuple):
    """Somebody around the family, with what they said about coming; no number, no address."""

    given_name: str
    words: str


def get_for(actor: Actor, page_id: int) -> tuple[FamilyPage, Referral]:
    """The actor's own page while they are a hoofdpersoon; NotFoundError for anybody else."""
    values = {"municipality": actor.municipality_id, "page": page_id, "person": actor.person_id or 0}
    row = db.session.execute(OWN, values).one_or_none()
    if row is None:
        raise NotFoundError
    return row[0], row[1]


def seen_by(actor: Actor, page_id: int) -> FamilyPage:
    """A page of a traject that the actor organises, or of any for the bureau; NotFoundError otherwise."""
    values = {**circle.visible_to(actor), "page": page_id}
    found = db.session.scalars(SEEN, values).one_or_none()
    if found is None:
        raise NotFoundError
    return found


def among(municipality_id: int, page_ids: Collection[int]) -> Sequence[FamilyPage]:
    """These pages of a municipality; one query."""
    values = {"municipality": municipality_id, "pages": list(page_ids)}
    return db.session.scalars(AMONG, values).all()


def given(referral: Referral) -> dict[int, tuple[FamilyPage, PersonalLink | None]]:
    """The pages of a referral with their living links, by person id; one query."""
    rows = db.session.execute(GIVEN, _of(referral))
    return {page.person_id: (page, link) for page, link in rows}


def organiser(referral: Referral) -> Organiser | None:
    """Who organises it now; a professional who stands in has no card of her own."""
    row = db.session.execute(ORGANISER, {**_of(referral), "contact": True}).one_or_none()
    if row is None:
        return None
    return Organiser(
        row.given_name,
        languages.names(row.languages or ()),
        row.place,
        own_words(row.about, row.surname),
        row.first_contact_by,
        row.first_contact_on,
        row.phone,
        row.buddy,
    )


def around(referral: Referral, answers: Mapping[int, str | None]) -> list[Around]:
    """Who is asked to be there, without the hoofdpersonen; `answers` by person id of who is invited. One
    query."""
    rows = db.session.execute(AROUND, _of(referral))
    return [
        Around(
            row.given_name,
            rules.comes_words(stand_now(row.stand, answers.get(row.id), invited=row.id in answers)),
        )
        for row in rows
    ]


def why_still(referral: Referral) -> str | None:
    """The reason of the last pause, as a code of the life cycle."""
    return db.session.scalar(WHY_STILL, _of(referral))


def _of(referral: Referral) -> dict[str, object]:
    return {"municipality": referral.municipality_id, "referral": referral.id}
