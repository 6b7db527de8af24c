"""Who is somebody's achterwacht, and who does that today instead of whom."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import BigInteger, bindparam, select

from ekc.db import db
from ekc.people.models import Person
from ekc.referrals.lifecycle import ENDED
from ekc.referrals.models import Referral

BACKSTOPS = (
    select(Person.id, Person.given_name, Person.surname)
    .where(
        Person.id.in_(
            select(Referral.backstop_person_id).where(
                Referral.municipality_id == bindparam("municipality", type_=BigInteger()),
                Referral.state.not_in([state.value for state in ENDED]),
            )
        )
    )
    .order_by(Person.id)
)


def backstops(municipality_id: int) -> Mapping[int, str]:
    """The name of everybody who is the achterwacht of something that runs, by person id; one query."""
    rows = db.rows(BACKSTOPS, {"municipality": municipality_id})
    return {row.id: f"{row.given_name} {row.surname}".strip() for row in rows}
