"""What others than the coordinator may know of a bijeenkomst: numbers and hours, no name."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import and_, func, select

from ekc.agenda.models import Conference, Session
from ekc.circle.queries import COUNTED, MUNICIPALITY, REFERRAL
from ekc.db import db
from ekc.invitations.models import Invitation

if TYPE_CHECKING:
    from datetime import datetime

    from ekc.referrals.models import Referral

COUNTS = COUNTED.subquery()
INVITED = (
    select(func.count())
    .select_from(Invitation)
    .join(Session, Session.appointment_id == Invitation.appointment_id)
    .where(
        Session.conference_id == Conference.id,
        Invitation.removed_at.is_(None),
        Invitation.organises.is_(False),
    )
    .correlate(Conference)
)
TALLY = (
    select(
        *COUNTS.c,
        Conference.starts_at,
        Conference.ends_at,
        INVITED.where(Invitation.address_key.is_not(None)).scalar_subquery(),
        INVITED.where(Invitation.address_key.is_(None)).scalar_subquery(),
    )
    .select_from(COUNTS)
    .outerjoin(
        Conference,
        and_(
            Conference.referral_id == REFERRAL,
            Conference.municipality_id == MUNICIPALITY,
            Conference.state == "planned",
        ),
    )
)


class Tally(NamedTuple):
    """All that the team may know of the people around a household, and of the day: numbers and hours.

    `reached` is how many are told in a message where the day changes, `called` how many by voice.
    """

    around: int
    approached: int
    spoken: int
    starts_at: datetime | None
    ends_at: datetime | None
    reached: int
    called: int


def tally(referral: Referral) -> Tally:
    """How many stand on the board, and the planned day. One query."""
    values = {"municipality": referral.municipality_id, "referral": referral.id}
    return Tally._make(db.session.execute(TALLY, values).one())
