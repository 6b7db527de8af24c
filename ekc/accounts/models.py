"""Accounts, roles, teams, personal links, and attempts to sign in."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ekc.db import UTC, Base, Id, Ref, Sealed

STANDS = text("ended_at IS NULL")


class Role(StrEnum):
    """What somebody does in a municipality. Roles are rows: one account may have several, in several
    municipalities."""

    TEAM_MEMBER = "team_member"
    TEAM_LEAD = "team_lead"
    BUREAU = "bureau"
    COORDINATOR = "coordinator"
    MUNICIPALITY = "municipality"
    KEEPER = "keeper"


ROLE_NAMES = {
    Role.TEAM_MEMBER: "sociaal team",
    Role.TEAM_LEAD: "teamleider",
    Role.BUREAU: "bureau",
    Role.COORDINATOR: "coördinator",
    Role.MUNICIPALITY: "gemeente",
    Role.KEEPER: "beheerder",
}


COVERED = (Role.BUREAU, Role.TEAM_LEAD)  # what a cover may do for who is away


class Team(Base):
    """A sociaal team."""

    __tablename__ = "team"
    __table_args__ = (UniqueConstraint("municipality_id", "name", name="uq_team_name"),)

    id: Mapped[Id]
    municipality_id: Mapped[Ref] = mapped_column(ForeignKey("municipality.id"))
    name: Mapped[str]
    phone: Mapped[str]
    ended_on: Mapped[date | None]  # from this day on the team is no more
    version: Mapped[int] = mapped_column(default=1)


class Account(Base):
    """Somebody who signs in. `version` rises when every open session must end."""

    __tablename__ = "account"

    id: Mapped[Id]
    person_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"), index=True)
    email: Mapped[str] = mapped_column(Sealed)
    email_key: Mapped[str] = mapped_column(unique=True)
    password_hash: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    active: Mapped[bool] = mapped_column(default=True)


class RoleRow(Base):
    """An account in a role, in a municipality, perhaps in a team."""

    __tablename__ = "role"
    __table_args__ = (
        UniqueConstraint("municipality_id", "account_id", "role", "team_id", name="uq_role_once"),
    )

    id: Mapped[Id]
    municipality_id: Mapped[Ref] = mapped_column(ForeignKey("municipality.id"))
    account_id: Mapped[Ref] = mapped_column(ForeignKey("account.id"), index=True)
    role: Mapped[str]
    team_id: Mapped[Ref | None] = mapped_column(ForeignKey("team.id"))


class SignInAttempt(Base):
    """A try to sign in, by hashes only: too many in a short time and the door waits."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (Index("ix_sign_in_attempt_key", "key", "at"),)

    id: Mapped[Id]
    key: Mapped[str]  # keyed hash of the address tried, or of the place it came from
    at: Mapped[datetime] = mapped_column(UTC)


class PersonalLink(Base):
    """A way in for one person and one thing, without an account. The token is made from the id and
    version, never stored."""

    __tablename__ = "personal_link"
    __table_args__ = (Index("ix_personal_link_about", "municipality_id", "about_kind", "about_id"),)

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    person_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"), index=True)
    about_kind: Mapped[str]  # offer, choice, family, invitation, poll, feed, team_feed, reach, care, signal
    about_id: Mapped[Ref]
    version: Mapped[int] = mapped_column(default=1)
    expires_at: Mapped[datetime | None] = mapped_column(UTC)
    revoked_at: Mapped[datetime | None] = mapped_column(UTC)
    asked_at: Mapped[datetime | None] = mapped_column(UTC)  # when whom it is for asked for a new one
    times_asked: Mapped[int] = mapped_column(default=0)


class Cover(Base):
    """Somebody is away for some days, and another does their work: the days count in the Netherlands, both
    ends included. Never two covers for one person on one day."""

    __tablename__ = "cover"
    __table_args__ = (
        Index("ix_cover_by", "cover_person_id", sqlite_where=STANDS, postgresql_where=STANDS),
        Index("ix_cover_absent", "absent_person_id", sqlite_where=STANDS, postgresql_where=STANDS),
    )

    id: Mapped[Id]
    municipality_id: Mapped[Ref] = mapped_column(ForeignKey("municipality.id"))
    absent_person_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"))
    cover_person_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"))
    from_day: Mapped[date]
    until_day: Mapped[date]
    made_at: Mapped[datetime] = mapped_column(UTC)
    ended_at: Mapped[datetime | None] = mapped_column(UTC)  # earlier than was agreed
