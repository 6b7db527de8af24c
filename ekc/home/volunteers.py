"""What the volunteers said and what is still to be arranged for them, for the bureau: one statement."""

from __future__ import annotations

from datetime import UTC as UTC_ZONE
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import BindParameter, bindparam, exists, func, not_, select

from ekc import clock
from ekc.accounts.actor import Actor
from ekc.db import UTC, db
from ekc.exchange.models import Upload
from ekc.expenses.models import Expense
from ekc.notifications import texts
from ekc.notifications.models import TextVersion
from ekc.places.models import Municipality
from ekc.pool.models import Coordinator
from ekc.pool.path import Stage
from ekc.pool.queries import IN_ORDER
from ekc.training.models import Attendance, Gathering
from ekc.training.rules import INTERVISIE, Year
from ekc.voice import queries as voice

HERE: BindParameter[int] = bindparam("municipality")
NOW = bindparam("now", type_=UTC())
LOOK_BACK = timedelta(days=60)  # who was at something longer ago, nobody remembers
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
    select(func.count())
    .where(Expense.municipality_id == HERE, Expense.state == "entered")
    .scalar_subquery()
    .label("claims"),
    select(func.count())
    .where(Upload.municipality_id == HERE, Upload.state == "waiting")
    .scalar_subquery()
    .label("files"),
    select(func.count())
    .where(
        Gathering.municipality_id == HERE,
        Gathering.ends_at.between(bindparam("since", type_=UTC()), NOW),
        Gathering.called_off_at.is_(None),
        ~exists().where(Attendance.gathering_id == Gathering.id),
    )
    .scalar_subquery()
    .label("unattended"),
    select(func.count())
    .where(Coordinator.municipality_id == HERE, Coordinator.stage == Stage.ACTIVE.value, not_(IN_ORDER))
    .scalar_subquery()
    .label("lacking"),
    select(func.count())
    .where(texts.HERE, texts.NEWEST, TextVersion.broken_at.is_not(None))
    .scalar_subquery()
    .label("texts"),
)


class Heard(NamedTuple):
    """How much waits: ideas without an answer, words about teams, thanks by telephone, intervisies to plan.

    `claims` to approve, `files` to take over, gatherings of which nobody told who was there (`unattended`),
    and active volunteers of whom something is not in order (`lacking`);
    own texts of messages that can no longer be filled in (`texts`).
    """

    ideas: int
    words: int
    thanks: int
    intervisies: int
    claims: int
    files: int
    unattended: int
    lacking: int
    texts: int


def waiting(actor: Actor, now: datetime) -> Heard:
    """What waits for the bureau at `now` (aware); one query."""
    today = now.astimezone(clock.HOME).date()
    values = {
        "municipality": actor.municipality_id,
        "begin": _first(today.year),
        "end": _first(today.year + 1),
        "now": now,
        "since": now - LOOK_BACK,
        "today": today,
    }
    row = db.rows(WAITING, values).one()
    due = Year(row.wanted, 0, row.there).due(today)
    return Heard(
        row.ideas, row.words, row.thanks, due, row.claims, row.files, row.unattended, row.lacking, row.texts
    )


def _first(year: int) -> datetime:
    """The instant at which a year begins in the Netherlands."""
    return datetime.combine(date(year, 1, 1), datetime.min.time(), clock.HOME).astimezone(UTC_ZONE)
