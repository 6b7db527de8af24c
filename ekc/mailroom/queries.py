"""Mail that waits: what each reader may see of it, and for whom one is that names nothing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import BigInteger, and_, bindparam, func, or_, select

from ekc.accounts.models import Role
from ekc.circle.queries import MUNICIPALITY
from ekc.db import UTC, db
from ekc.errors import NotFoundError
from ekc.invitations.models import Appointment, Invitation
from ekc.mailroom import whose
from ekc.notifications.models import IncomingMail, Message
from ekc.people.models import Person
from ekc.places.models import Municipality

if TYPE_CHECKING:
    from ekc.accounts.actor import Actor

PER_PAGE = 30
ID = bindparam("id", type_=BigInteger())
WHO = (Person.given_name, Person.surname)
LIST = (
    whose.follow(
        select(
            IncomingMail.id,
            IncomingMail.received_at,
            IncomingMail.outcome,
            *WHO,
            Appointment.starts_at,
            func.count().over().label("total"),
        ),
        IncomingMail,
    )
    .outerjoin(Person, Person.id == whose.PERSON)
    .where(whose.WAITS, whose.MAY_READ)
    .order_by(IncomingMail.received_at, IncomingMail.id)
    .limit(PER_PAGE)
    .offset(bindparam("offset"))
)
ONE = (
    whose.follow(select(IncomingMail, Invitation, Appointment, *WHO), IncomingMail)
    .outerjoin(Person, Person.id == whose.PERSON)
    .where(IncomingMail.id == ID, IncomingMail.municipality_id == MUNICIPALITY, whose.MAY_READ)
)
AT_ONE_ADDRESS = (
    select(Invitation, *WHO)
    .join(Person, Person.id == Invitation.person_id)
    .where(
        Invitation.appointment_id == bindparam("appointment", type_=BigInteger()),
        Invitation.municipality_id == MUNICIPALITY,
        Invitation.removed_at.is_(None),
        Invitation.organises.is_(False),
        or_(Invitation.id == ID, Invitation.address_key == bindparam("key")),
    )
    .order_by(Invitation.id)
)
READS_NOBODYS = select(Municipality.bureau_reads_mail).where(Municipality.id == MUNICIPALITY)
TO_ADDRESS = (
    whose.follow(
        select(
            Message.municipality_id,
            Message.about_kind,
            Message.about_id,
            whose.READER.label("reader"),
            Appointment.owner_kind,
        ),
        Message,
    )
    .where(
        Message.recipient_key == bindparam("key"),
        Message.sent_at.is_not(None),
        Message.created_at > bindparam("since", type_=UTC()),
    )
    .order_by(Message.id.desc())
    .limit(200)
)
TOWNS = select(Municipality.id).limit(2)
OLD = select(IncomingMail.id).where(
    or_(
        and_(IncomingMail.received_at < bindparam("before", type_=UTC()), ~IncomingMail.waits),
        IncomingMail.received_at < bindparam("long_before", type_=UTC()),
    )
)


class Row(NamedTuple):
    """A mail in the list, without its words."""

    id: int
    received_at: datetime
    outcome: str
    given_name: str | None
    surname: str | None
    starts_at: datetime | None
    total: int

    @property
    def name(self) -> str:
        """Of whom it is about; empty where that is nobody we know."""
        return f"{self.given_name or ''} {self.surname or ''}".strip()


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody invited whose answer this may be."""

    invitation: Invitation
    name: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A mail with what it is about: the appointment, and who of it may have written it."""

    mail: IncomingMail
    appointment: Appointment | None
    name: str
    guests: list[Guest]


def visible_to(actor: Actor) -> dict[str, object]:
    """What `actor` may read: of the bureau also what belongs to nobody, where the municipality wants that."""
    here = {"municipality": actor.municipality_id}
    bureau = actor.is_a(Role.BUREAU)
    nobodys = bureau and bool(db.rows(READS_NOBODYS, here).scalar_one_or_none())
    reader = (actor.person_id or 0) if actor.is_a(Role.COORDINATOR) else 0
    return {**here, "reader": reader, "bureau": bureau, "nobodys": nobodys}


def waiting(actor: Actor, page: int = 1) -> list[Row]:
    """A page of what waits for `actor`, the oldest first. Two queries."""
    values = {**visible_to(actor), "offset": (page - 1) * PER_PAGE}
    return [Row._make(row) for row in db.rows(LIST, values)]


def get_for(actor: Actor, mail_id: int) -> Kept:
    """A mail that `actor` may read, or NotFoundError."""
    values = visible_to(actor)
    row = db.session.execute(ONE, {**values, "id": mail_id}).first()
    if row is None:
        raise NotFoundError
    mail, invitation, appointment, given_name, surname = row
    name = f"{given_name or ''} {surname or ''}".strip()
    return Kept(mail, appointment, name, _guests(actor, invitation) if invitation else [])


def _guests(actor: Actor, invitation: Invitation) -> list[Guest]:
    """Who is invited to the same at the same address."""
    values = {
        "municipality": actor.municipality_id,
        "appointment": invitation.appointment_id,
        "id": invitation.id,
        "key": invitation.address_key or "",
    }
    rows = db.session.execute(AT_ONE_ADDRESS, values)
    return [Guest(row[0], f"{row[1]} {row[2]}".strip()) for row in rows]


def written_to(sender_key: str, since: datetime) -> Sequence[tuple[int, str, int, int | None, str | None]]:
    """(municipality, about kind, about id, reader, kind of appointment) of what left to an address, newest
    first."""
    return db.session.execute(TO_ADDRESS, {"key": sender_key, "since": since}).all()


def only_town() -> int | None:
    """The municipality of an installation that has one; None where there are more."""
    found = db.session.scalars(TOWNS).all()
    return found[0] if len(found) == 1 else None


def old(before: datetime, long_before: datetime) -> Collection[int]:
    """Ids of mails that need not be kept any more."""
    return db.session.scalars(OLD, {"before": before, "long_before": long_before}).all()
