"""The pairs of a traject, for whoever may see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import BigInteger, bindparam, or_, select
from sqlalchemy.orm import aliased

from ekc.apart.models import KeptApart, Regardless
from ekc.circle.models import CircleMember
from ekc.db import db
from ekc.errors import NotFoundError
from ekc.people.models import Person
from ekc.referrals.models import Referral

if TYPE_CHECKING:
    from collections.abc import Sequence

MUNICIPALITY = bindparam("municipality", type_=BigInteger())
REFERRAL = bindparam("referral", type_=BigInteger())
ONE, OTHER, DECIDER = aliased(Person), aliased(Person), aliased(Person)
HERE = (
    KeptApart.municipality_id == MUNICIPALITY,
    KeptApart.referral_id == REFERRAL,
    KeptApart.ended_at.is_(None),
)
LINES = (
    select(
        KeptApart,
        ONE.given_name,
        OTHER.given_name,
        Regardless.reason,
        Regardless.at,
        DECIDER.given_name,
        Regardless.conference_id,
    )
    .join(ONE, ONE.id == KeptApart.one_id)
    .outerjoin(OTHER, OTHER.id == KeptApart.other_id)
    .outerjoin(Regardless, Regardless.pair_id == KeptApart.id)
    .outerjoin(DECIDER, DECIDER.id == Regardless.person_id)
    .where(*HERE)
    .order_by(KeptApart.id, Regardless.id)
)
PAIR = select(KeptApart).where(*HERE, KeptApart.id == bindparam("pair", type_=BigInteger()))
IN_A_PAIR = (
    select(KeptApart.id)
    .where(*HERE, or_(KeptApart.one_id == Person.id, KeptApart.other_id == Person.id))
    .correlate(Person)
    .exists()
)
OF_MEMBER = (  # the same, where a statement has the kring
    select(KeptApart.id)
    .where(
        KeptApart.referral_id == CircleMember.referral_id,
        KeptApart.ended_at.is_(None),
        or_(KeptApart.one_id == CircleMember.person_id, KeptApart.other_id == CircleMember.person_id),
    )
    .correlate(CircleMember)
    .exists()
)
PERSONS = select(Person.id).where(Person.municipality_id == MUNICIPALITY, IN_A_PAIR)
TURN = (  # who fixes a day waits for who writes down a pair, and the other way round
    select(Referral.id).where(Referral.id == REFERRAL, Referral.municipality_id == MUNICIPALITY)
).with_for_update()
UNUSED = (
    select(Regardless)
    .join(KeptApart, KeptApart.id == Regardless.pair_id)
    .where(*HERE, Regardless.conference_id.is_(None))
)


class Line(NamedTuple):
    """A pair as a page shows it, with the newest decision of a second person."""

    pair: KeptApart
    one: str
    other: str | None
    reason: str | None
    decided_at: object | None
    decided_by: str | None
    conference_id: int | None

    @property
    def names(self) -> str:
        """'Oma en Henk'."""
        return f"{self.one} en {self.other or self.pair.other_words}"


def lines(referral: Referral) -> list[Line]:
    """The pairs of a traject that hold, the oldest first; one query."""
    rows = db.session.execute(LINES, _of(referral))
    return list({row[0].id: Line(*row) for row in rows}.values())


def one(referral: Referral, pair_id: int) -> KeptApart:
    """A pair of this traject that holds, or NotFoundError."""
    found = db.session.scalars(PAIR, {**_of(referral), "pair": pair_id}).one_or_none()
    if found is None:
        raise NotFoundError
    return found


def persons(referral: Referral) -> set[int]:
    """Everybody who stands in a pair, as person ids; one query."""
    return set(db.session.scalars(PERSONS, _of(referral)))


def hold(municipality_id: int, referral_id: int) -> None:
    """Until the end of the transaction no pair of this traject comes, and no day is fixed, elsewhere."""
    db.session.execute(TURN, {"municipality": municipality_id, "referral": referral_id})


def unused(referral: Referral) -> Sequence[Regardless]:
    """Decisions to let a pair meet that no day used yet."""
    return db.session.scalars(UNUSED, _of(referral)).all()


def _of(referral: Referral) -> dict[str, int]:
    return {"municipality": referral.municipality_id, "referral": referral.id}
