"""Who the household wants around the table."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ekc.db import UTC, Base, Id, Ref, Sealed, SealedCodes


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
    approached_at: Mapped[datetime | None] = mapped_column(UTC)  # a call, a card, a word at the door
    spoken_at: Mapped[datetime | None] = mapped_column(UTC)  # first the voice, then the message
    stand: Mapped[str | None]  # what they said they do, of `rules.STANDS`; none: nothing yet
    stand_at: Mapped[datetime | None] = mapped_column(UTC)
    only_if: Mapped[str | None] = mapped_column(Sealed)  # on what it depends, in their words
    side: Mapped[str | None]  # of `rules.SIDES`
    reach: Mapped[str | None]  # how they want to hear something, of `rules.WAYS`
    needed: Mapped[tuple[str, ...]] = mapped_column(SealedCodes, nullable=True)  # of `rules.NEEDS`
    part: Mapped[str | None]  # how a child takes part, of `rules.PARTS`
    supported_by_id: Mapped[Ref | None] = mapped_column(ForeignKey("person.id"))  # somebody of their own
    asked_missing_at: Mapped[datetime | None] = mapped_column(UTC)  # asked: 'wie mist er nog?'
    removed_at: Mapped[datetime | None] = mapped_column(UTC)

    @property
    def is_guest(self) -> bool:
        """Professionals are guests: there for the information only."""
        return self.relation == "professional"
