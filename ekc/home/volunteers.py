"""What the volunteers said and what is still to be arranged for them, for the bureau: one statement."""

from __future__ import annotations

from datetime import UTC as UTC_ZONE
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import BindParameter, bindparam, func, select

from ekc import clock
from ekc.accounts.actor import Actor
from ekc.db import UTC, db
from ekc.places.models import Municipality
from ekc.training.models import Gathering
from ekc.training.rules import INTERVISIE, Year
from ekc.voice import queries as voice

HERE: BindParameter[int] = bindparam("municipality")
WAITING = voice.WAITING.add_columns(
    select(Municipality.intervisie_per_year).where(Municipality.id == HERE).scalar_subquery().label("wanted"),
    select(func.count())
    .where(
        Gathering.municipality_id == HERE,
        Gathering.kind == INTERVISIE,
        Gathering.starts_at >= bindparam("begin", type_=UTC()),
        Gathering.starts_at < bindparam("end", type_=UTC()),
        Gathering.called_off_at.is_(None),
    )
    .scalar_subquery()
    .label("there"),
)


class Heard(NamedTuple):
    """Ideas without an answer, words about teams, thanks by telephone, and intervisies to plan by now."""

    ideas: int
    words: int
    thanks: int
    intervisies: int


def waiting(actor: Actor) -> Heard:
    """What waits for the bureau; one query."""
    today = clock.today()
    values = {
        "municipality": actor.municipality_id,
        "begin": _first(today.year),
        "end": _first(today.year + 1),
    }
    row = db.rows(WAITING, values).one()
    return Heard(row.ideas, row.words, row.thanks, Year(row.wanted, 0, row.there).due(today))


def _first(year: int) -> datetime:
    """The instant at which a year begins in the Netherlands."""
    return datetime.combine(date(year, 1, 1), datetime.min.time(), clock.HOME).astimezone(UTC_ZONE)
