"""The way a referral went: every step with who took it, for whom, and why, in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from ekc.accounts.models import ROLE_NAMES, Account, PersonalLink, Role, RoleRow
from ekc.db import db
from ekc.people.models import Person
from ekc.referrals.lifecycle import BY_NAME, State
from ekc.referrals.models import Referral, Step
from ekc.referrals.reasons import REASONS

BROUGHT = "Overgenomen uit een lijst"
DOER, BEHALF, AWAY = aliased(Person), aliased(Person), aliased(Person)
HERE = RoleRow.municipality_id == bindparam("municipality")
ROLE = (
    select(func.min(RoleRow.role)).where(RoleRow.account_id == Account.id, HERE).correlate(Account)
).scalar_subquery()
TAKEN = (
    select(
        Step.move,
        Step.from_state,
        Step.reason,
        Step.at,
        DOER.given_name,
        DOER.surname,
        ROLE.label("role"),
        BEHALF.given_name.label("behalf_given_name"),
        BEHALF.surname.label("behalf_surname"),
        AWAY.given_name.label("away_given_name"),
        AWAY.surname.label("away_surname"),
    )
    .outerjoin(Account, and_(Step.actor_kind == "account", Account.id == Step.actor_id))
    .outerjoin(PersonalLink, and_(Step.actor_kind == "link", PersonalLink.id == Step.actor_id))
    .outerjoin(DOER, or_(DOER.id == Account.person_id, DOER.id == PersonalLink.person_id))
    .outerjoin(BEHALF, BEHALF.id == Step.behalf_person_id)
    .outerjoin(AWAY, AWAY.id == Step.cover_person_id)
    .where(Step.municipality_id == bindparam("municipality"), Step.referral_id == bindparam("id"))
    .order_by(Step.id)
)


class Taken(NamedTuple):
    """A step in words. `who` is None where it went by itself; `reason` where none was asked.

    `away` is whose cover did it.
    """

    label: str
    from_state: str
    reason: str | None
    at: datetime
    who: str | None
    role: str | None
    behalf: str | None
    away: str | None


def taken(referral: Referral) -> list[Taken]:
    """Every step so far, oldest first. One query."""
    rows = db.session.execute(TAKEN, {"municipality": referral.municipality_id, "id": referral.id}).all()
    return [
        Taken(
            BROUGHT if row.move == "bring_in" else BY_NAME[row.move].label,
            row.from_state,
            reason_in_words(row.move, row.reason),
            row.at,
            _name(row.given_name, row.surname),
            ROLE_NAMES[Role(row.role)] if row.role else None,
            _name(row.behalf_given_name, row.behalf_surname),
            _name(row.away_given_name, row.away_surname),
        )
        for row in rows
    ]


def reason_in_words(move: str, reason: str | None) -> str | None:
    """What the code of a reason says, as it stood in the list of that move."""
    if reason is None:
        return None
    return REASONS.get(BY_NAME[move].reasons or "", {}).get(reason, reason)


def reached(steps: Sequence[Taken]) -> str | None:
    """The state in which a referral stood before it stopped, a pause left out; None before the first step."""
    return next((one.from_state for one in reversed(steps) if one.from_state != State.PAUSED), None)


def _name(given: str | None, surname: str | None) -> str | None:
    return f"{given} {surname or ''}".strip() if given else None
