"""In which hours somebody has an appointment: their own, or one to which they did not say no."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import bindparam, select

from ekc.db import UTC
from ekc.invitations.models import Appointment
from ekc.invitations.standing import THEIRS

LONGEST = timedelta(days=1)  # no appointment lasts longer
HOURS = (
    select(Appointment.starts_at, Appointment.ends_at)
    .where(
        Appointment.id.in_(THEIRS),
        Appointment.cancelled_at.is_(None),
        Appointment.ends_at > bindparam("begin", type_=UTC()),
        Appointment.starts_at >= bindparam("since", type_=UTC()),
        Appointment.starts_at < bindparam("end", type_=UTC()),
    )
    .order_by(Appointment.starts_at)
)
