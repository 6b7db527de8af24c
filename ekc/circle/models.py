"""Who the household wants around the table."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ekc.db import UTC, Base, Id, Ref


class CircleMember(Base):
    """Somebody around a household: of it, of the kring, or a professional who comes to tell something."""

    __tablename__ = "circle_member"
    __table_args__ = (
        UniqueConstraint("municipality_id", "referral_id", "person_id", name="uq_circle_member_person"),
    )

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    referral_id: Mapped[Ref] = mapped_column(ForeignKey("referral.id"), index=True)
    person_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"))
    relation: Mapped[str]  # household, family, friend, neighbour, other, professional
    spoken_at: Mapped[datetime | None] = mapped_column(UTC)  # first the voice, then the message
    removed_at: Mapped[datetime | None] = mapped_column(UTC)

    @property
    def is_guest(self) -> bool:
        """Professionals are guests: there for the information only."""
        return self.relation == "professional"
