"""The calendar of a coordinator's own that we put her appointments in, and what we put there."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ekc.db import UTC, Base, Id, Ref, Sealed


class Publication(Base):
    """One for each coordinator. Nothing is put before the connection was tested."""

    __tablename__ = "publication"
    __table_args__ = (UniqueConstraint("person_id", "municipality_id", name="uq_publication_person_id"),)

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    person_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"))
    address: Mapped[str] = mapped_column(Sealed)
    user: Mapped[str] = mapped_column(Sealed)
    password: Mapped[str] = mapped_column(Sealed)
    version: Mapped[int] = mapped_column(default=1)  # of name and password: a late answer is about old ones
    next_at: Mapped[datetime | None] = mapped_column(UTC, index=True)  # none: she must do something
    tested_at: Mapped[datetime | None] = mapped_column(UTC)
    worked_at: Mapped[datetime | None] = mapped_column(UTC)  # the last time that all went well
    trouble: Mapped[str | None]  # a code, of the last time
    failures: Mapped[int] = mapped_column(default=0)  # in a row
    told_at: Mapped[datetime | None] = mapped_column(UTC)  # that it works no longer
    leaving_at: Mapped[datetime | None] = mapped_column(UTC)  # everything is taken away since


class PublishedCopy(Base):
    """One appointment in that calendar. Written down before it is put: a stop in between loses nothing."""

    __tablename__ = "published_copy"
    __table_args__ = (
        UniqueConstraint("publication_id", "appointment_id", name="uq_published_copy_publication_id"),
    )

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    publication_id: Mapped[Ref] = mapped_column(ForeignKey("publication.id"))
    appointment_id: Mapped[Ref]  # no key: the copy outlives it until it is taken away
    uid: Mapped[str]
    etag: Mapped[str | None]  # of what is there; "" where the server gives none; none: perhaps nothing is
    changed_at: Mapped[datetime | None] = mapped_column(UTC)  # of the version that is there
    theirs: Mapped[bool] = mapped_column(default=False)  # it stood there already, put by herself
