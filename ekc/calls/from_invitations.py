"""Who is invited to a day to come, and did not answer in a way that a calendar or a link could take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, bindparam, select

from ekc.agenda.models import Conference, Session
from ekc.calls.rules import Call, answer_due
from ekc.calls.whose import MOST, NOW, ORGANISED
from ekc.circle.models import CircleMember
from ekc.circle.queries import MUNICIPALITY
from ekc.db import db
from ekc.invitations import queries as invitations
from ekc.referrals.models import Assignment, Referral
from ekc.web.formatting import day_and_times

if TYPE_CHECKING:
    from collections.abc import Mapping

TO_COME = (
    select(
        Session.appointment_id,
        Session.starts_at,
        Session.ends_at,
        Referral.id.label("referral_id"),
        Referral.number,
        Assignment.person_id.label("lead_id"),
    )
    .join(Conference, Conference.id == Session.conference_id)
    .join(Referral, Referral.id == Conference.referral_id)
    .join(Assignment, ORGANISED)
    .where(
        Conference.municipality_id == MUNICIPALITY, Conference.state == "planned", Conference.starts_at > NOW
    )
    .order_by(Conference.starts_at, Session.id)
    .limit(MOST)
)
MEMBERS = select(CircleMember.referral_id, CircleMember.person_id, CircleMember.id).where(
    CircleMember.municipality_id == MUNICIPALITY,
    CircleMember.referral_id.in_(bindparam("referrals", expanding=True, type_=BigInteger())),
    CircleMember.removed_at.is_(None),
)


def calls(values: Mapping[str, Any]) -> list[Call]:
    """Who is to be asked whether they come. Three queries."""
    parts = {row.appointment_id: row for row in db.rows(TO_COME, values)}
    guests = invitations.of_appointments(values["municipality"], parts)
    ids = {row.referral_id for row in parts.values()}
    known = {(row[0], row[1]): row[2] for row in db.rows(MEMBERS, {**values, "referrals": sorted(ids)})}
    found = []
    for guest in guests:
        part = parts[guest.appointment_id]
        member_id = known.get((part.referral_id, guest.person_id))
        if member_id is None or guest.removed_at is not None:
            continue
        due = answer_due(
            guest.answer, guest.post, guest.asked_at, guest.wrote_back, part.starts_at, values["now"]
        )
        if due is not None:
            ask = f"Vraag: kom je op {day_and_times(part.starts_at, part.ends_at)}?"
            found.append(
                Call(
                    "answer",
                    due[0],
                    ask,
                    due[1],
                    part.referral_id,
                    part.number,
                    part.lead_id,
                    guest.person_id,
                    member_id,
                    guest.invitation_id,
                )
            )
    return found
