"""The taps of a day."""

from __future__ import annotations

from sqlalchemy import BigInteger, bindparam, select

from ekc.db import db
from ekc.present.models import DayPress
from ekc.present.rules import Press

PRESSES = select(DayPress.own_id, DayPress.about, DayPress.answer, DayPress.pressed_at).where(
    DayPress.municipality_id == bindparam("municipality", type_=BigInteger()),
    DayPress.conference_id == bindparam("conference", type_=BigInteger()),
)


def presses(municipality_id: int, conference_id: int) -> list[Press]:
    """Every tap about a conference; whoever calls has found that through the actor. One query."""
    values = {"municipality": municipality_id, "conference": conference_id}
    return [Press(*row) for row in db.rows(PRESSES, values)]
