"""Who was asked whether they take part, and what they said: together, or one by one."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, select

from ekc.db import db
from ekc.people.models import Person
from ekc.referrals import rules
from ekc.referrals.models import Assent, FocusPerson, Referral
from ekc.referrals.queries import IN_IT

ASSENTS = (
    select(Assent)
    .where(Assent.municipality_id == bindparam("municipality"), Assent.referral_id == bindparam("id"))
    .order_by(Assent.id)
)
AGREEMENT = IN_IT.with_only_columns(
    Person.id, Person.age_group, FocusPerson.id, Assent.as_parent, Assent.answer
)
WAS_SPOKEN = select(Assent.id).where(
    Assent.municipality_id == bindparam("municipality"),
    Assent.referral_id == bindparam("id"),
    Assent.person_id == bindparam("person"),
    Assent.channel == "spoken",
)


def agreement(referral: Referral) -> str:
    """How far the instemming is: complete, missing, explain, one_parent or refused. One query."""
    rows = db.session.execute(AGREEMENT, {**_of(referral), "more": []}).all()
    ages = {row[0]: row[1] for row in rows if row[2] is not None}
    said = [rules.Said(row[0], row.as_parent, row.answer) for row in rows if row.answer is not None]
    return rules.assent_state(ages, said, referral.authority)


def assent_complete(referral: Referral) -> bool:
    """Whether everybody who must agree says yes, as it stands now. One query."""
    return agreement(referral) == "complete"


def assents(referral: Referral) -> Sequence[Assent]:
    """Who was asked to agree, and what they said."""
    return db.session.scalars(ASSENTS, _of(referral)).all()


def was_spoken(referral: Referral, person_id: int) -> bool:
    """Whether this person said to somebody whether they take part."""
    return db.session.scalar(WAS_SPOKEN, {**_of(referral), "person": person_id}) is not None


def _of(referral: Referral) -> dict[str, object]:
    return {"municipality": referral.municipality_id, "id": referral.id}
