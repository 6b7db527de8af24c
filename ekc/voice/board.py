"""What the bureau put up for all coordinators."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import BigInteger, Boolean, Date, and_, bindparam, func, or_, select

from ekc import clock
from ekc.accounts.actor import Actor
from ekc.accounts.models import Role
from ekc.db import UTC, db
from ekc.errors import NotFoundError
from ekc.voice.models import Announcement
from ekc.voice.rules import LATELY

MUNICIPALITY = bindparam("municipality", type_=BigInteger())
UP = and_(
    Announcement.municipality_id == MUNICIPALITY,
    Announcement.taken_down_at.is_(None),
    or_(Announcement.until.is_(None), Announcement.until >= bindparam("today", type_=Date())),
)
SHOWN = or_(bindparam("all", type_=Boolean()), UP)
PAGE = (
    select(
        Announcement.id,
        Announcement.title,
        Announcement.text,
        Announcement.at,
        Announcement.until,
        Announcement.taken_down_at,
    )
    .where(Announcement.municipality_id == MUNICIPALITY, SHOWN)
    .order_by(Announcement.id.desc())
    .limit(bindparam("many"))
    .offset(bindparam("skip"))
)
HOW_MANY = (
    select(func.count()).select_from(Announcement).where(Announcement.municipality_id == MUNICIPALITY, SHOWN)
)
ONE = select(Announcement).where(
    Announcement.municipality_id == MUNICIPALITY, Announcement.id == bindparam("id")
)
FRESH = (  # how many were put up lately, inside another statement
    select(func.count())
    .where(UP, Announcement.at > bindparam("lately", type_=UTC()))
    .scalar_subquery()
    .label("fresh")
)


class Notice(NamedTuple):
    """An announcement in a list."""

    id: int
    title: str
    text: str
    at: datetime
    until: date | None
    taken_down_at: datetime | None

    def is_up(self, today: date) -> bool:
        """Whether coordinators read it on `today`."""
        return self.taken_down_at is None and (self.until is None or self.until >= today)


def notices(actor: Actor, skip: int, many: int) -> list[Notice]:
    """What is up now, the newest first; the bureau also reads what was. One query."""
    rows = db.session.execute(PAGE, {**_shown(actor), "skip": skip, "many": many})
    return [Notice._make(row) for row in rows]


def count(actor: Actor) -> int:
    """How many announcements the actor may read."""
    return db.session.scalar(HOW_MANY, _shown(actor)) or 0


def lately(now: datetime) -> dict[str, object]:
    """The parameters of `FRESH` at `now` (aware), next to the municipality."""
    return {"today": now.astimezone(clock.HOME).date(), "lately": now - LATELY}


def get_for(actor: Actor, announcement_id: int) -> Announcement:
    """The announcement, for the bureau; NotFoundError for anybody else."""
    given = {"municipality": actor.municipality_id, "id": announcement_id}
    found = db.session.scalars(ONE, given).one_or_none() if actor.is_a(Role.BUREAU) else None
    if found is None:
        raise NotFoundError
    return found


def _shown(actor: Actor) -> dict[str, object]:
    return {
        "municipality": actor.municipality_id,
        "all": actor.is_a(Role.BUREAU),
        "today": clock.today(),
    }
