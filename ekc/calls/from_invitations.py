"""Who is invited to a day to come, and did not answer in a way that a calendar or a link could take; or did,
and does not know what changed since, or that it is off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import BigInteger, bindparam, or_, select

from ekc.agenda.models import Conference, Session
from ekc.arranging.models import DayCheck
from ekc.arranging.queries import CHECKED
from ekc.calls.rules import Call, answer_due, is_news, is_off
from ekc.calls.whose import MOST, NOW, ORGANISED
from ekc.circle.models import CircleMember
from ekc.circle.queries import MUNICIPALITY
from ekc.db import db
from ekc.invitations import truth
from ekc.invitations.guests import of_appointments
from ekc.invitations.models import Appointment
from ekc.invitations.own_copy import AT_A_DISTANCE
from ekc.invitations.rules import BY_VOICE
from ekc.referrals.models import Assignment, Referral
from ekc.web.formatting import day_and_times

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from ekc.invitations.guests import Guest

CALLED = "Je wordt dan gebeld."  # who takes part from a distance is asked to come nowhere
ALL_DAYS = (
    select(
        Session.appointment_id,
        Session.starts_at,
        Session.ends_at,
        Referral.id.label("referral_id"),
        Referral.number,
        Assignment.person_id.label("lead_id"),
        DayCheck.found,
        Appointment.cancelled_at,
        Conference.place,
        Appointment.place.label("invited_to"),
        Assignment.since,
    )
    .join(Appointment, Appointment.id == Session.appointment_id)
    .join(Conference, Conference.id == Session.conference_id)
    .join(Referral, Referral.id == Conference.referral_id)
    .outerjoin(DayCheck, CHECKED)
    .where(
        Conference.municipality_id == MUNICIPALITY,
        Conference.state.in_(("planned", "cancelled")),
        Conference.starts_at > NOW,
    )
    .order_by(Conference.starts_at, Session.id)
    .limit(MOST)
)
HERS = ALL_DAYS.join(Assignment, ORGANISED)
OF_BUREAU = ALL_DAYS.outerjoin(Assignment, ORGANISED).where(
    # a day off of which nobody organises the traject any more: the bureau stands in
    or_(Assignment.id.is_not(None), Conference.state == "cancelled")
)
NEWS = frozenset({"failed", "calendar", "other", "address"})  # of who answered before


class Part(NamedTuple):
    """A part of a day to come, of which traject, what the check found, since when it is off, where it is, who
    leads it and since when; no lead where nobody organises the traject now.

    `place`: a place in free words, also where it stands in no invitation; `invited_to`: what the invitation
    says.
    """

    appointment_id: int
    starts_at: datetime
    ends_at: datetime
    referral_id: int
    number: str
    lead_id: int | None
    found: tuple[str, ...] | None
    cancelled_at: datetime | None
    place: str | None
    invited_to: str | None
    since: datetime | None

    @property
    def is_untold(self) -> bool:
        """Whether it is somewhere whose address stands in no message."""
        return self.invited_to == BY_VOICE


MEMBERS = select(CircleMember.referral_id, CircleMember.person_id, CircleMember.id).where(
    CircleMember.municipality_id == MUNICIPALITY,
    CircleMember.referral_id.in_(bindparam("referrals", expanding=True, type_=BigInteger())),
    CircleMember.removed_at.is_(None),
)


def calls(values: Mapping[str, Any]) -> list[Call]:
    """Who is to be asked whether they come. Four queries."""
    parts = {
        row.appointment_id: Part._make(row)
        for row in db.rows(OF_BUREAU if values["bureau"] else HERS, values)
    }
    guests = of_appointments(values["municipality"], parts)
    doubted = [number for number, row in parts.items() if "calendar" in (row.found or ())]
    untrue = truth.untrue(values["municipality"], doubted)
    ids = {row.referral_id for row in parts.values()}
    known = {(row[0], row[1]): row[2] for row in db.rows(MEMBERS, {**values, "referrals": sorted(ids)})}
    found = []
    for guest in guests:
        part = parts[guest.appointment_id]
        member_id = known.get((part.referral_id, guest.person_id))
        if member_id is None or guest.removed_at is not None:
            continue
        due = _due(guest, part, values["now"], untrue)
        if due is not None:
            found.append(_call(due, guest, part, member_id))
    return found


def _due(guest: Guest, part: Part, now: datetime, untrue: set[int]) -> tuple[str, datetime] | None:
    if part.cancelled_at is not None:
        why = is_off(guest.answer, guest.post)
        return (why, part.cancelled_at) if why else None
    untold = part.is_untold and guest.own_place is None and guest.answered_by != "phone"
    heard = guest.answered_at or guest.asked_at
    other = guest.post == "none" and part.since is not None and part.since > heard
    wrong = guest.invitation_id in untrue
    news = is_news(guest.answer, guest.post, untrue=wrong, other=other, untold=untold)
    if news is not None:
        told = {"address": guest.answered_at, "other": part.since}.get(news, guest.posted_at)
        return news, told or guest.asked_at
    return answer_due(guest.answer, guest.post, guest.asked_at, guest.wrote_back, part.starts_at, now)


def _call(due: tuple[str, datetime], guest: Guest, part: Part, member_id: int) -> Call:
    off = part.cancelled_at is not None
    knew = off or (guest.answer in {"yes", "maybe"} and due[0] in NEWS)
    when = day_and_times(guest.own_starts_at or part.starts_at, guest.own_ends_at or part.ends_at)
    return Call(
        kind="off" if off else "answer",
        why=due[0],
        ask=f"Vertel: {when} gaat niet door." if off else _ask(when, guest, part, due[0], knew=knew),
        due=due[1],
        referral_id=part.referral_id,
        number=part.number,
        lead_id=part.lead_id or 0,
        person_id=guest.person_id,
        member_id=member_id,
        about_id=guest.invitation_id,
        news_at=due[1] if knew else None,
    )


def _ask(when: str, guest: Guest, part: Part, why: str, *, knew: bool) -> str:
    if why == "address":
        return f"Vraag: weet je waar het is, op {when}? Vertel het adres."
    remote = guest.own_place == AT_A_DISTANCE
    comes = f"Doe je dan op afstand mee? {CALLED}" if remote else "Kom je dan?"
    if why == "other":
        return f"Vertel: een andere coördinator regelt het nu. Het blijft op {when}. {comes}"
    if remote:
        return (
            f"Vertel: het is op {when}. {comes}"
            if knew
            else f"Vraag: doe je op afstand mee op {when}? {CALLED}"
        )
    told = f"Vertel: het is op {when}. {comes}" if knew else f"Vraag: kom je op {when}?"
    if part.is_untold and guest.own_place is None:
        return f"{told} Vertel ook het adres: dat staat in geen bericht."
    where = guest.own_place or part.place or part.invited_to
    return f"{told} Waar: {where}." if where else told
