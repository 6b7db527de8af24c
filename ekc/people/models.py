"""One record per person. Everything that knows a person points here."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ekc.db import Base, Id, Ref, Sealed


class Kind(StrEnum):
    """What a person is to us: it decides who is asked for assent, and who is a guest."""

    ADULT = "adult"
    CHILD = "child"
    PROFESSIONAL = "professional"


class ChannelKind(StrEnum):
    """A way to reach somebody. `THROUGH` means: by way of another person."""

    PHONE = "phone"
    MAIL = "mail"
    POST = "post"
    THROUGH = "through"


def reads(kind: str, language: str) -> str:
    """In which language somebody of this kind, who speaks this one, is written to (ISO 639-3)."""
    return "nld" if kind == Kind.PROFESSIONAL else language


class Person(Base):
    """Somebody: names, language, and what makes contact safe and possible for them."""

    __tablename__ = "person"
    __table_args__ = (Index("ix_person_name_key", "municipality_id", "name_key"),)

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    kind: Mapped[str] = mapped_column(default=Kind.ADULT.value)
    given_name: Mapped[str] = mapped_column(Sealed)
    surname: Mapped[str] = mapped_column(Sealed)
    name_key: Mapped[str]  # keyed hash of the whole name
    birth_year: Mapped[int | None]
    age_group: Mapped[str | None]  # "0-11", "12-15", "16-17"; none for a grown-up
    language: Mapped[str] = mapped_column(default="nld")  # ISO 639-3
    interpreter: Mapped[bool] = mapped_column(default=False)
    needs: Mapped[str | None] = mapped_column(Sealed)  # what they need to be there
    safe_moment: Mapped[str | None] = mapped_column(Sealed)  # when calling is safe
    shared_phone: Mapped[bool] = mapped_column(default=False)
    read_along: Mapped[bool] = mapped_column(default=False)  # somebody else may read their messages
    prefers: Mapped[str | None]  # of `reaching.PREFERRED`; none: whatever works
    address_secret: Mapped[bool] = mapped_column(default=False)  # where they live is for nobody to know
    organisation: Mapped[str | None]  # of a professional
    channels: Mapped[list[Channel]] = relationship(
        foreign_keys="Channel.person_id", order_by="Channel.id", cascade="all, delete-orphan", lazy="raise"
    )

    @property
    def reads(self) -> str:
        """The language of messages to them (ISO 639-3): who comes for their work gets Dutch."""
        return reads(self.kind, self.language)

    @property
    def name(self) -> str:
        """Given name and surname, as somebody would say it."""
        return f"{self.given_name} {self.surname}".strip()


class Channel(Base):
    """A phone number, mail address, postal address, or the person through whom somebody is reached."""

    __tablename__ = "channel"
    __table_args__ = (Index("ix_channel_value_key", "municipality_id", "value_key"),)

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    person_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str]
    value: Mapped[str | None] = mapped_column(Sealed)
    value_key: Mapped[str | None]
    through_person_id: Mapped[Ref | None] = mapped_column(ForeignKey("person.id"))
    preferred: Mapped[bool] = mapped_column(default=False)
