"""Which days have nobody in reach, decided by the database itself: the same as `rules.holes` says of each."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, bindparam, exists, or_, select
from sqlalchemy.orm import aliased

from ekc.agenda.models import Conference
from ekc.db import UTC, db
from ekc.duty import rules
from ekc.duty.models import DutyShift, Reach
from ekc.duty.queries import ASKED, FROM, GOES_ON, MUNICIPALITY, UNTIL
from ekc.referrals.models import Referral

NOW = bindparam("now", type_=UTC())
NEXT = aliased(DutyShift)

SAYS_YES = exists().where(ASKED, Reach.answer == "yes").correlate(Conference, Referral)
BEGINS_WITH_ONE = (
    exists()
    .where(
        DutyShift.municipality_id == Conference.municipality_id,
        DutyShift.starts_at <= Conference.starts_at,
        DutyShift.ends_at > Conference.starts_at,
    )
    .correlate(Conference)
)
LOSES_ONE = (  # a shift ends under way, and at that moment no other runs on
    exists()
    .where(
        DutyShift.municipality_id == Conference.municipality_id,
        DutyShift.ends_at > Conference.starts_at,
        DutyShift.ends_at < Conference.ends_at,
        ~exists()
        .where(
            NEXT.municipality_id == DutyShift.municipality_id,
            NEXT.starts_at <= DutyShift.ends_at,
            NEXT.ends_at > DutyShift.ends_at,
        )
        .correlate(DutyShift),
    )
    .correlate(Conference)
)
NOBODY: ColumnElement[bool] = and_(
    ~SAYS_YES,
    or_(~BEGINS_WITH_ONE, LOSES_ONE),
    ~exists().where(GOES_ON).correlate(Conference),
)
WAS_ASKED = exists().where(Reach.conference_id == Conference.id).correlate(Conference)
OPEN = and_(  # it comes, or it went on and nobody said why
    Conference.starts_at < UNTIL,
    or_(
        and_(Conference.state == "planned", Conference.ends_at > NOW),
        and_(Conference.state.in_(("planned", "held")), Conference.starts_at > FROM, WAS_ASKED),
    ),
)
UNCOVERED = (
    select(Conference.id, Referral.number, Conference.starts_at, Conference.coordinator_person_id)
    .join(Referral, Referral.id == Conference.referral_id)
    .where(Conference.municipality_id == MUNICIPALITY, OPEN, NOBODY)
    .order_by(Conference.starts_at)
    .limit(50)
)


def uncovered(municipality_id: int, now: datetime, until: datetime) -> list[tuple[int, str, datetime, int]]:
    """(conference, number, start, organiser) of what begins before `until` with nobody in reach.

    Also what went on like that lately. One query; `rules.holes` says the same of each.
    """
    values = {
        "municipality": municipality_id,
        "now": now,
        "from": now - rules.LOOK_BACK,
        "until": until,
    }
    return [(row[0], row[1], row[2], row[3]) for row in db.rows(UNCOVERED, values)]
