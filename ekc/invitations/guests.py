"""Whom an appointment asks, as whoever organises it sees them: the answer, and how their post went."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import BigInteger, bindparam, func, or_, select

from ekc.accounts.models import Account, PersonalLink
from ekc.db import UTC, db
from ekc.invitations.models import Answer, Invitation
from ekc.invitations.queries import ABOUT, MUNICIPALITY
from ekc.notifications.models import IncomingMail, Message, State
from ekc.notifications.queries import LEAVES
from ekc.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

NEVER_LEFT = (State.REPLACED.value, State.SPARED.value, State.OFF.value)
NEWEST_MESSAGE = (
    select(func.max(Message.id))
    .where(
        Message.municipality_id == Invitation.municipality_id,
        Message.about_kind == ABOUT,
        Message.about_id == Invitation.id,
        Message.state.not_in(NEVER_LEFT),
    )
    .correlate(Invitation)
    .scalar_subquery()
)
WROTE_BACK = (
    select(func.count())
    .where(
        IncomingMail.municipality_id == Invitation.municipality_id,
        IncomingMail.about_kind == ABOUT,
        IncomingMail.about_id == Invitation.id,
        IncomingMail.waits,
    )
    .correlate(Invitation)
    .scalar_subquery()
)
SAID = (  # the name of somebody beside what was said by telephone
    select(Person.given_name)
    .where(
        Invitation.answered_by == "phone",
        Answer.invitation_id == Invitation.id,
        Answer.at == Invitation.answered_at,
    )
    .order_by(Answer.id.desc())
    .limit(1)
    .correlate(Invitation)
)
TOLD_BY = SAID.join(Answer, Answer.told_by == Person.id).scalar_subquery()
HEARD_BY = (  # who wrote it down
    SAID.join(Account, Account.person_id == Person.id)
    .join(Answer, Answer.actor_id == Account.id)
    .scalar_subquery()
)
GUESTS = (
    select(
        Invitation.appointment_id,
        Invitation.id.label("invitation_id"),
        Invitation.person_id,
        Invitation.asked_at,
        Invitation.removed_at,
        Invitation.answer,
        Invitation.answered_at,
        Invitation.answered_by,
        Invitation.own_starts_at,
        Invitation.own_ends_at,
        Invitation.own_place,
        WROTE_BACK,
        Message.created_at,
        Invitation.address_key.is_not(None),
        Message.state,
        Message.trouble,
        HEARD_BY,
        TOLD_BY,
        LEAVES,
    )
    .outerjoin(Message, Message.id == NEWEST_MESSAGE)
    .where(
        Invitation.municipality_id == MUNICIPALITY,
        Invitation.appointment_id.in_(bindparam("ids", expanding=True)),
        Invitation.organises.is_(False),
    )
    .order_by(Invitation.id)
)
OF_GUEST = (
    select(PersonalLink)
    .join(Invitation, Invitation.link_id == PersonalLink.id)
    .where(
        Invitation.municipality_id == bindparam("municipality", type_=BigInteger()),
        Invitation.appointment_id.in_(bindparam("appointments", expanding=True, type_=BigInteger())),
        Invitation.person_id == bindparam("person", type_=BigInteger()),
        Invitation.removed_at.is_(None),
        PersonalLink.revoked_at.is_(None),
        or_(PersonalLink.expires_at.is_(None), PersonalLink.expires_at > bindparam("now", type_=UTC())),
    )
    .limit(1)
)


HOW = {
    State.SENT.value: "left",
    State.FAILED.value: "failed",
    State.EXPIRED.value: "failed",
    State.TO_PRINT.value: "paper",
    State.PRINTED.value: "paper",
}


class Guest(NamedTuple):
    """One person asked to one appointment, as the coordinator sees it; no address.

    `post` tells of the newest message: none (no mail address: tell them yourself), waiting, late (tried, not
    yet taken), left, or failed; `posted_at`: when that was written. `wrote_back` counts mails of theirs that
    no machine understood.
    """

    appointment_id: int
    invitation_id: int
    person_id: int
    asked_at: datetime
    removed_at: datetime | None
    answer: str | None
    answered_at: datetime | None
    answered_by: str | None
    own_starts_at: datetime | None
    own_ends_at: datetime | None
    own_place: str | None
    wrote_back: int
    posted_at: datetime | None
    by_mail: bool
    state: str | None
    trouble: str | None
    heard_by: str | None  # the first name of who wrote it down, where it was said by telephone
    told_by: str | None  # the first name of who else said it
    leaves: datetime | None  # from when the newest message may leave, where it waits for the morning

    @property
    def post(self) -> str:
        """How the newest message went, in one of our words."""
        if not self.by_mail or self.state is None:
            return "none"
        return HOW.get(self.state) or ("late" if self.trouble else "waiting")

    @property
    def said(self) -> str | None:
        """Their answer; 'to_call' for who gets no message and was not asked by voice yet: nothing of theirs
        is missing."""
        return "to_call" if self.answer is None and self.post == "none" else self.answer


def of_appointments(municipality_id: int, ids: Collection[int]) -> list[Guest]:
    """Everybody ever asked to these appointments, in the order in which they were asked. One query."""
    rows = db.rows(GUESTS, {"municipality": municipality_id, "ids": list(ids)}).all()
    return [Guest._make(row) for row in rows]


def link_of_guest(
    municipality_id: int, appointments: Collection[int], person_id: int, now: datetime
) -> PersonalLink | None:
    """The link by which somebody answers for one of these appointments, while it opens at `now` (aware)."""
    values = {"municipality": municipality_id, "appointments": list(appointments), "person": person_id}
    return db.session.scalars(OF_GUEST, {**values, "now": now}).one_or_none()
