"""A conference as its own page shows it: where, when, who organises it, and who must not meet there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import aliased

from ekc.agenda import apart_days, timeslots
from ekc.agenda.models import Conference, Session, Venue
from ekc.agenda.queries import CONFERENCE, ROOMS, audiences_of, in_words
from ekc.agenda.timeslots import CIRCLE
from ekc.circle.queries import MUNICIPALITY, VISIBLE, visible_to
from ekc.db import db
from ekc.errors import NotFoundError
from ekc.referrals.models import Assignment, Referral

if TYPE_CHECKING:
    from ekc.accounts.actor import Actor
    from ekc.agenda.apart_days import Together

KRING, GUESTS = aliased(Session), aliased(Session)
SHEET = (
    select(
        Conference.id.label("id"),
        Conference.municipality_id.label("municipality_id"),
        Conference.state.label("state"),
        Conference.starts_at.label("starts_at"),
        Conference.ends_at.label("ends_at"),
        Conference.place.label("place"),
        Venue.name.label("venue"),
        Venue.address.label("address"),
        ROOMS.label("rooms"),
        KRING.appointment_id.label("kring"),
        GUESTS.appointment_id.label("guests"),
        Referral.id.label("referral_id"),
        Referral.number.label("number"),
        Assignment.person_id.label("organiser_id"),
    )
    .outerjoin(Venue, Venue.id == Conference.venue_id)
    .outerjoin(KRING, (KRING.conference_id == Conference.id) & (KRING.audience == CIRCLE))
    .outerjoin(GUESTS, (GUESTS.conference_id == Conference.id) & (GUESTS.audience == timeslots.GUESTS))
    .join(Referral, Referral.id == Conference.referral_id)
    .join(Assignment, Assignment.referral_id == Referral.id)
    .where(Conference.id == CONFERENCE, Conference.municipality_id == MUNICIPALITY, VISIBLE)
    .limit(1)
    .subquery("sheet")
)
NAMES = SHEET.c.keys()
PAIRS = apart_days.AT.order_by(None).subquery("pairs")
ROWS = (
    select(*(column.label(f"sheet_{column.name}") for column in SHEET.c), *PAIRS.c)
    .select_from(SHEET)
    .outerjoin(PAIRS, PAIRS.c.conference_id == SHEET.c.id)
    .order_by(PAIRS.c.pair_id)
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A conference with who organises it now; `apart`: who must not meet, of those who may both be there."""

    id: int
    municipality_id: int
    state: str
    starts_at: datetime
    ends_at: datetime
    place: str | None
    venue: str | None
    address: str | None
    rooms: str | None
    kring: int | None
    guests: int | None
    referral_id: int
    number: str
    organiser_id: int
    apart: list[Together]

    @property
    def where(self) -> str:
        """The place in words."""
        if self.venue is None:
            return self.place or ""
        return in_words(self.venue, self.rooms, self.address or "")

    @property
    def audiences(self) -> dict[int, str]:
        """Whom an appointment of it is for."""
        return audiences_of(self.kring, self.guests)


def sheet_for(actor: Actor, conference_id: int) -> Sheet:
    """What the page of a conference shows, for who may see its traject; else NotFoundError. One query."""
    values = {**visible_to(actor), "conference": conference_id}
    rows = db.rows(ROWS, values).all()
    if not rows:
        raise NotFoundError
    told = {name: getattr(rows[0], f"sheet_{name}") for name in NAMES}
    return Sheet(**told, apart=apart_days.read(rows))
