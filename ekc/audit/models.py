"""The logbook: a line per act, per refusal and per person shown. Sealed into a chain later, by the worker."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ekc.db import UTC, Base, Id, Ref


class LogEntry(Base):
    """One line: action, object, result, origin, actor, time (the six fields of BIO2 control 8.15.01)."""

    __tablename__ = "log_entry"
    __table_args__ = (
        UniqueConstraint("municipality_id", "position", name="uq_log_entry_position"),
        Index("ix_log_entry_object", "municipality_id", "object_kind", "object_id"),
        Index(
            "ix_log_entry_unsealed",
            "id",
            sqlite_where=text("position IS NULL"),
            postgresql_where=text("position IS NULL"),
        ),
    )

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    at: Mapped[datetime] = mapped_column(UTC)
    action: Mapped[str]
    object_kind: Mapped[str]
    object_id: Mapped[Ref]
    result: Mapped[str]
    origin: Mapped[str]
    actor_kind: Mapped[str]
    actor_id: Mapped[Ref | None]
    behalf_person_id: Mapped[Ref | None]
    cover_person_id: Mapped[Ref | None]  # who was away: the actor did it as their cover
    reason: Mapped[str | None]
    position: Mapped[Ref | None]  # place in the chain of its municipality
    chain: Mapped[str | None]  # hash over this line and the one before
