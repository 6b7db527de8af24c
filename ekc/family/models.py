"""The own page of a hoofdpersoon: that it was given, by mail or on paper."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ekc.db import UTC, Base, Id, Ref


class FamilyPage(Base):
    """The page of one hoofdpersoon in one referral, behind one personal link."""

    __tablename__ = "family_page"
    __table_args__ = (
        UniqueConstraint("municipality_id", "referral_id", "person_id", name="uq_family_page_person"),
    )

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    referral_id: Mapped[Ref] = mapped_column(ForeignKey("referral.id"), index=True)
    person_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(UTC)
    times: Mapped[int] = mapped_column(default=0)  # how often the link was sent
    sent_at: Mapped[datetime | None] = mapped_column(UTC)  # the last time; a letter: posted
    printed_at: Mapped[datetime | None] = mapped_column(UTC)  # the last time on paper
