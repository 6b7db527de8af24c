"""A file that somebody brought, kept until it came in or was thrown away."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from ekc.db import UTC, Base, Id, Ref, Sealed


class Upload(Base):
    """A spreadsheet as it was sent. Its bytes are there while it waits, and not after that."""

    __tablename__ = "upload"
    __table_args__ = (Index("ix_upload_state", "municipality_id", "state", "made_at"),)

    id: Mapped[Id]
    municipality_id: Mapped[Ref] = mapped_column(ForeignKey("municipality.id"))
    kind: Mapped[str]  # pool, jaren, trajecten, locaties …: as in an address
    name: Mapped[str] = mapped_column(Sealed)  # as the file was called
    content: Mapped[str | None] = mapped_column(Sealed)  # base64
    state: Mapped[str] = mapped_column(default="waiting")  # waiting, taken, dropped, lapsed, same
    made_at: Mapped[datetime] = mapped_column(UTC)
    made_by_id: Mapped[Ref] = mapped_column(ForeignKey("account.id"))
    done_at: Mapped[datetime | None] = mapped_column(UTC)
    added: Mapped[int | None]  # rows, once it came in
    changed: Mapped[int | None]
