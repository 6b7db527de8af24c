"""A coordinator's own publication, what belongs in that calendar, and where that is not so yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import BigInteger, and_, bindparam, func, or_, select

from ekc.accounts.actor import Actor
from ekc.calendars.queries import comes_in
from ekc.db import UTC, db
from ekc.errors import NotFoundError
from ekc.invitations import feeds, ics
from ekc.invitations.models import Appointment, Invitation
from ekc.invitations.standing import IN_WINDOW
from ekc.publishing.models import Publication, PublishedCopy
from ekc.publishing.rules import LASTING, Stands, There

OWN = select(Publication).where(
    Publication.person_id == bindparam("person", type_=BigInteger()),
    Publication.municipality_id == bindparam("municipality", type_=BigInteger()),
)
HERS = (
    Appointment.municipality_id == Publication.municipality_id,
    Appointment.cancelled_at.is_(None),
    Publication.leaving_at.is_(None),
    *IN_WINDOW,
)
COLUMNS = (
    Publication.id.label("publication_id"),
    Appointment.id.label("appointment_id"),
    Appointment.uid,
    Appointment.changed_at,
)
STANDS = (  # what she organises, and what she is asked to and did not refuse: as in her feed
    select(*COLUMNS)
    .join(Appointment, Appointment.organiser_person_id == Publication.person_id)
    .where(*HERS)
    .union(
        select(*COLUMNS)
        .join(Invitation, Invitation.person_id == Publication.person_id)
        .join(Appointment, Appointment.id == Invitation.appointment_id)
        .where(*HERS, Invitation.removed_at.is_(None), func.coalesce(Invitation.answer, "") != "no")
    )
    .subquery()
)
SAME = and_(
    PublishedCopy.publication_id == STANDS.c.publication_id,
    PublishedCopy.appointment_id == STANDS.c.appointment_id,
)
UNDONE = (
    select(STANDS.c.publication_id)
    .outerjoin(PublishedCopy, SAME)
    .where(or_(PublishedCopy.changed_at.is_(None), PublishedCopy.changed_at != STANDS.c.changed_at))
    .union(
        select(PublishedCopy.publication_id).where(
            ~select(STANDS.c.uid).where(SAME).correlate(PublishedCopy).exists()
        )
    )
)
DUE = (
    select(Publication)
    .where(
        Publication.next_at <= bindparam("now", type_=UTC()),
        or_(
            Publication.tested_at.is_(None),
            Publication.leaving_at.is_not(None),
            Publication.id.in_(UNDONE),
        ),
    )
    .order_by(Publication.next_at, Publication.id)
    .limit(bindparam("many"))
)
BELONGS = (
    select(STANDS.c.appointment_id, STANDS.c.uid, STANDS.c.changed_at)
    .where(STANDS.c.publication_id == bindparam("publication", type_=BigInteger()))
    .order_by(STANDS.c.appointment_id)
)
BLOCKS = select(Appointment.id, Appointment.block).where(Appointment.id.in_(bindparam("ids", expanding=True)))
COPIES = select(PublishedCopy).where(
    PublishedCopy.publication_id == bindparam("publication", type_=BigInteger())
)
HOW_MANY = select(func.count()).where(
    PublishedCopy.publication_id == bindparam("publication", type_=BigInteger()),
    PublishedCopy.changed_at.is_not(None),
)
LEAVING = select(Publication).where(Publication.leaving_at <= bindparam("moment", type_=UTC()))
COMES_IN = comes_in(Publication.person_id, Publication.municipality_id)


def of(municipality_id: int, person_id: int) -> Publication | None:
    """Somebody's publication in a municipality; None where there is none."""
    return db.session.scalars(OWN, {"person": person_id, "municipality": municipality_id}).one_or_none()


def puts(municipality_id: int, person_id: int) -> bool:
    """Whether what somebody organises stands in a calendar of their own by itself."""
    found = of(municipality_id, person_id)
    return bool(found and found.tested_at and found.leaving_at is None and found.trouble not in LASTING)


def own_or_404(actor: Actor) -> Publication:
    """The actor's own; NotFoundError where there is none."""
    found = of(actor.municipality_id, actor.person_id or 0)
    if found is None:
        raise NotFoundError
    return found


def due(now: datetime, many: int) -> Sequence[Publication]:
    """Where something must be tested, put or taken away now; those that wait longest first. One query."""
    return db.session.scalars(DUE, {**_window(now), "now": now, "many": many}).all()


def stands(publication_id: int, now: datetime) -> list[Stands]:
    """Which appointments belong in that calendar: the last three months and the next eighteen."""
    values = {**_window(now), "publication": publication_id}
    return [Stands(*row) for row in db.session.execute(BELONGS, values)]


def copies(publication_id: int) -> dict[int, PublishedCopy]:
    """What we put there, or were about to, by appointment id."""
    found = db.session.scalars(COPIES, {"publication": publication_id})
    return {each.appointment_id: each for each in found}


def there(found: Mapping[int, PublishedCopy]) -> dict[int, There]:
    """The same, as a rule reads it."""
    return {key: There(each.changed_at, each.theirs) for key, each in found.items()}


def blocks(ids: Sequence[int]) -> dict[int, str]:
    """Appointments as a calendar keeps them, by id."""
    rows = db.session.execute(BLOCKS, {"ids": list(ids)})
    return {row.id: ics.resource(row.block.encode()).decode() for row in rows}


def leaving_since(moment: datetime) -> Sequence[Publication]:
    """From where everything is being taken away since before this moment."""
    return db.session.scalars(LEAVING, {"moment": moment}).all()


def how_many(publication_id: int) -> int:
    """How many appointments stand there."""
    return db.session.scalar(HOW_MANY, {"publication": publication_id}) or 0


def _window(now: datetime) -> dict[str, datetime]:
    window = feeds.window(now)
    return {"since": window.since, "until": window.until, "gone": window.gone}
