"""The clock of the report: a planned day that is over counts until somebody tells how it went."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ekc import clock
from ekc.agenda.queries import planned_for
from ekc.referrals import clocks
from ekc.referrals.lifecycle import State

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from ekc.referrals.queries import WorkRow


def counted(
    municipality_id: int, rows: Sequence[WorkRow], now: datetime
) -> tuple[list[WorkRow], dict[int, tuple[datetime, datetime]]]:
    """Lines of a worklist with that clock at `now` (aware), and what `planned_for` says of them.

    One query."""
    planned = [row.id for row in rows if row.state == State.PLANNED]
    days = planned_for(municipality_id, planned)
    return count(rows, {number: ends for number, (_, ends) in days.items()}, now), days


def count(rows: Sequence[WorkRow], ends: Mapping[int, datetime], now: datetime) -> list[WorkRow]:
    """Lines of a worklist with that clock; `ends`: when (aware) the planned days are over, by referral id."""
    return [_one(row, ends[row.id], now) if row.id in ends else row for row in rows]


def _one(row: WorkRow, ends: datetime, now: datetime) -> WorkRow:
    if ends > now:
        return row
    today, over = now.astimezone(clock.HOME).date(), ends.astimezone(clock.HOME).date()
    colour = clocks.colour(clocks.Standing(row.state, over, day_over=over), today, clocks.limits(row.clocks))
    return row._replace(state_since=ends, days=(today - over).days, clock=colour)
