"""A visit to one person of one traject."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from ekc.db import UTC, Base, Id, Ref

PLANNED = text("state = 'planned'")


class Visit(Base):
    """A visit. Where it is stands nowhere: she knows, and a calendar need not."""

    __tablename__ = "visit"
    __table_args__ = (
        Index(
            "uq_visit_planned",
            "municipality_id",
            "referral_id",
            "person_id",
            unique=True,
            sqlite_where=PLANNED,
            postgresql_where=PLANNED,
        ),
    )

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    referral_id: Mapped[Ref] = mapped_column(ForeignKey("referral.id"), index=True)
    person_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"))  # who is visited
    coordinator_person_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"))
    starts_at: Mapped[datetime] = mapped_column(UTC)
    ends_at: Mapped[datetime] = mapped_column(UTC)
    appointment_id: Mapped[Ref | None] = mapped_column(ForeignKey("appointment.id"))  # in her calendar
    state: Mapped[str]  # of `rules.STATES`
    created_at: Mapped[datetime] = mapped_column(UTC)
