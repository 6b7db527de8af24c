"""The address of a coordinator's own calendar, and in which hours she is busy according to it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ekc.db import UTC, Base, Id, Ref, Sealed

Block = tuple[int, int]


class CalendarLink(Base):
    """One for each coordinator. Her busy hours stand in it sealed, all together: they come and go at once."""

    __tablename__ = "calendar_link"
    __table_args__ = (UniqueConstraint("person_id", "municipality_id", name="uq_calendar_link_person_id"),)

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    person_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"))
    address: Mapped[str] = mapped_column(Sealed)
    version: Mapped[int] = mapped_column(
        default=1
    )  # another for each address, so that a late answer is dropped
    linked_at: Mapped[datetime] = mapped_column(UTC)
    next_at: Mapped[datetime] = mapped_column(UTC, index=True)
    tried_at: Mapped[datetime | None] = mapped_column(UTC)
    read_at: Mapped[datetime | None] = mapped_column(UTC, index=True)  # of the busy hours
    trouble: Mapped[str | None]  # a code, of the last time
    failures: Mapped[int] = mapped_column(default=0)  # in a row
    unread: Mapped[int] = mapped_column(default=0)  # entries that could not be understood
    busy: Mapped[str | None] = mapped_column(Sealed)  # quarter hours, see `pack`


def pack(blocks: Sequence[Block]) -> str:
    """Stretches of quarter hours as text."""
    return json.dumps(blocks, separators=(",", ":"))


def unpack(text: str) -> list[Block]:
    """The same, back."""
    return [(first, until) for first, until in json.loads(text)]
