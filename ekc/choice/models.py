"""Who of the family was asked to choose, and what they said."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ekc.db import UTC, Base, Id, Ref


class Ballot(Base):
    """A hoofdpersoon who may choose by a personal link: one per person and referral."""

    __tablename__ = "ballot"
    __table_args__ = (
        UniqueConstraint("municipality_id", "referral_id", "person_id", name="uq_ballot_person"),
    )

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    referral_id: Mapped[Ref] = mapped_column(ForeignKey("referral.id"), index=True)
    person_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(UTC)
    times: Mapped[int] = mapped_column(default=1)  # how often the link was sent; 0: on paper only


class Choice(Base):
    """What the family said about who organises it: this one, somebody else, or you choose. Never why."""

    __tablename__ = "choice"

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    referral_id: Mapped[Ref] = mapped_column(ForeignKey("referral.id"), index=True)
    kind: Mapped[str]  # chosen, refused, waived, other
    offer_id: Mapped[Ref | None] = mapped_column(ForeignKey("offer.id"))
    others_fine: Mapped[bool] = mapped_column(default=False)  # one of the others is fine where she cannot
    via: Mapped[str]  # link, phone, paper, professional
    said_on: Mapped[date]  # the day on which they said it, in the Netherlands
    at: Mapped[datetime] = mapped_column(UTC)
    actor_kind: Mapped[str]
    actor_id: Mapped[Ref | None]
    behalf_person_id: Mapped[Ref | None]
