"""Reading appointments: who was asked, what they answered, how their post went."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import BigInteger, Boolean, and_, bindparam, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from ekc.accounts.models import PersonalLink, Role
from ekc.db import UTC, db
from ekc.errors import NotFoundError
from ekc.invitations import rules
from ekc.invitations.models import Answer, Appointment, Invitation
from ekc.notifications.models import MessageChoice
from ekc.people.models import Person
from ekc.places.models import Municipality

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ekc.accounts.actor import Actor

MUNICIPALITY = bindparam("municipality", type_=BigInteger())
ABOUT = "invitation"
VISIBLE = or_(
    bindparam("everything", type_=Boolean()),
    Appointment.organiser_person_id == bindparam("organiser", type_=BigInteger()),
    Invitation.id == bindparam("own", type_=BigInteger()),
)
STARTS = func.coalesce(Invitation.own_starts_at, Appointment.starts_at, type_=UTC())
ENDS = func.coalesce(Invitation.own_ends_at, Appointment.ends_at, type_=UTC())
PLACE = case((Invitation.own_place.is_not(None), Invitation.own_place), else_=Appointment.place)
ONE = (
    select(Invitation, Appointment)
    .join(Appointment, Appointment.id == Invitation.appointment_id)
    .where(
        Invitation.id == bindparam("id", type_=BigInteger()),
        Invitation.municipality_id == MUNICIPALITY,
        VISIBLE,
    )
)
MATE = aliased(Invitation)
# Who is asked to the same hours at the same address: they read one message, and each answers on its page.
SHARES = and_(
    MATE.appointment_id == Invitation.appointment_id,
    MATE.address_key == Invitation.address_key,
    MATE.id != Invitation.id,
    MATE.removed_at.is_(None),
    MATE.organises.is_(False),
    MATE.own_starts_at.is_(None),
    Invitation.own_starts_at.is_(None),
)
UNREMINDED = (
    exists()
    .where(
        MessageChoice.municipality_id == Invitation.municipality_id,
        MessageChoice.person_id == Invitation.person_id,
        MessageChoice.kind == "invitation_reminder",
    )
    .correlate(Invitation)
)
SHEET = (
    select(
        Invitation.id,
        Invitation.sequence,
        Invitation.answer,
        Invitation.removed_at,
        Appointment.municipality_id,
        Appointment.owner_kind,
        Appointment.owner_id,
        Appointment.title,
        STARTS,
        ENDS,
        PLACE,
        Appointment.cancelled_at,
        UNREMINDED,
        MATE.id,
        MATE.sequence,
        MATE.answer,
        Person.given_name,
    )
    .join(Appointment, Appointment.id == Invitation.appointment_id)
    .outerjoin(MATE, SHARES)
    .outerjoin(Person, Person.id == MATE.person_id)
    .where(
        Invitation.id == bindparam("id", type_=BigInteger()),
        Invitation.municipality_id == MUNICIPALITY,
        VISIBLE,
    )
    .order_by(MATE.id)
)
MATE_OF = (
    select(MATE)
    .join(Invitation, SHARES)
    .where(
        Invitation.id == bindparam("id", type_=BigInteger()), MATE.id == bindparam("mate", type_=BigInteger())
    )
)
OF_APPOINTMENT = (
    select(Invitation)
    .where(
        Invitation.appointment_id == bindparam("appointment", type_=BigInteger()),
        Invitation.municipality_id == MUNICIPALITY,
    )
    .order_by(Invitation.id)
)
OF_PERSON = select(Invitation).where(
    Invitation.person_id == bindparam("person", type_=BigInteger()),
    Invitation.municipality_id == MUNICIPALITY,
)
LINKS = select(PersonalLink).where(PersonalLink.id.in_(bindparam("ids", expanding=True)))
# A coordinator may be written down in a neighbouring municipality: its number is not the one to call.
HEAD = (
    select(Person.given_name, Municipality.central_phone)
    .join(Municipality, Municipality.id == MUNICIPALITY)
    .where(Person.id == bindparam("person", type_=BigInteger()))
)
READ_OTHERWISE = (
    select(Person)
    .join(Invitation, Invitation.person_id == Person.id)
    .where(
        Invitation.appointment_id == bindparam("appointment", type_=BigInteger()),
        Person.language != "nld",
    )
)
INVITED_BY_UID = (
    select(Invitation, Appointment)
    .join(Appointment, Appointment.id == Invitation.appointment_id)
    .where(Appointment.uid == bindparam("uid"))
    .order_by(Invitation.id)
)
LAST_ANSWER = select(func.max(func.coalesce(Answer.stamp, Answer.at))).where(
    Answer.invitation_id == bindparam("id", type_=BigInteger()),
    Answer.sequence == bindparam("sequence"),
)


class Mate(NamedTuple):
    """Somebody who is asked at the same address."""

    id: int
    sequence: int
    answer: str | None
    given_name: str


class Sheet(NamedTuple):
    """What a guest's own page says: their invitation, and the appointment as far as they may know it."""

    id: int
    sequence: int
    answer: str | None
    removed_at: datetime | None
    municipality_id: int
    owner_kind: str
    owner_id: int
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str | None
    cancelled_at: datetime | None
    unreminded: bool  # they want no reminder
    mates: tuple[Mate, ...] = ()

    @property
    def coordinator(self) -> str | None:
        """The first name of whom it is with; None for a training or intervisie."""
        return rules.coordinator_in(self.title)


def visible_to(actor: Actor) -> dict[str, object]:
    """A coordinator sees whom she asked, the bureau everybody, a guest only themselves."""
    own = actor.link_about[1] if actor.link_about and actor.link_about[0] == ABOUT else 0
    return {
        "municipality": actor.municipality_id,
        "everything": actor.is_a(Role.BUREAU),
        "organiser": (actor.person_id or 0) if actor.is_a(Role.COORDINATOR) else 0,
        "own": own,
    }


def get_for(actor: Actor, invitation_id: int) -> Invitation:
    """An invitation that `actor` may see, or NotFoundError."""
    return pair_for(actor, invitation_id)[0]


def sheet_for(actor: Actor, invitation_id: int) -> Sheet:
    """What the page of an invitation says, or NotFoundError."""
    rows = db.rows(SHEET, {**visible_to(actor), "id": invitation_id}).all()
    if not rows:
        raise NotFoundError
    own = len(Sheet._fields) - 1
    mates = tuple(Mate._make(row[own:]) for row in rows if row[own] is not None)
    return Sheet._make((*rows[0][:own], mates))


def mate_for(actor: Actor, invitation_id: int, mate_id: int) -> Invitation:
    """The invitation of who is asked at the same address as one that `actor` may see, or NotFoundError."""
    own = get_for(actor, invitation_id)
    found = db.session.scalars(MATE_OF, {"id": own.id, "mate": mate_id}).one_or_none()
    if found is None:
        raise NotFoundError
    return found


def pair_for(actor: Actor, invitation_id: int) -> tuple[Invitation, Appointment]:
    """The invitation with its appointment, or NotFoundError."""
    row = db.session.execute(ONE, {**visible_to(actor), "id": invitation_id}).one_or_none()
    if row is None:
        raise NotFoundError
    return row[0], row[1]


def of_appointment(appointment: Appointment) -> Sequence[Invitation]:
    """Everybody ever asked to an appointment."""
    given = {"appointment": appointment.id, "municipality": appointment.municipality_id}
    return db.session.scalars(OF_APPOINTMENT, given).all()


def of_person(person: Person) -> Sequence[Invitation]:
    """Everything that somebody is asked to."""
    given = {"person": person.id, "municipality": person.municipality_id}
    return db.session.scalars(OF_PERSON, given).all()


def links(invitations: Iterable[Invitation]) -> dict[int, PersonalLink]:
    """The personal links of invitations, by id."""
    found = db.session.scalars(LINKS, {"ids": [invitation.link_id for invitation in invitations]})
    return {link.id: link for link in found}


def letterhead(municipality_id: int, person_id: int) -> tuple[str, str]:
    """(first name of whoever organises, central phone number of the municipality)."""
    row = db.session.execute(HEAD, {"person": person_id, "municipality": municipality_id}).one()
    return row[0], row[1]


def languages(appointment: Appointment) -> dict[int, str]:
    """What each guest reads who does not read Dutch first (ISO 639-3), by person id."""
    found = db.session.scalars(READ_OTHERWISE, {"appointment": appointment.id})
    return {person.id: person.reads for person in found}


def invited_by_uid(uid: str) -> Sequence[tuple[Invitation, Appointment]]:
    """Everybody ever asked to the appointment with this UID, in whatever municipality: for mail that came."""
    return db.session.execute(INVITED_BY_UID, {"uid": uid}).all()


def last_answer(invitation: Invitation) -> datetime | None:
    """When the newest answer to the present version was given; a calendar's answer by its own clock."""
    given = {"id": invitation.id, "sequence": invitation.sequence}
    return db.session.scalar(LAST_ANSWER, given)
