"""A referral and what hangs on it: who it is about, their assent, who organises it, every step it took."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, and_, text
from sqlalchemy.orm import Mapped, mapped_column

from ekc.db import UTC, Base, Codes, Id, Ref, Sealed, SealedCodes

ORGANISES = ("lead", "stand_in")  # one of these leads: a coordinator, or a professional for want of one
ACTIVE_LEAD = text("kind IN ('lead', 'stand_in') AND ended_at IS NULL")
TO_JUDGE = text("coordinator_id IS NULL AND judged_at IS NULL")
ACTIVE = text("ended_at IS NULL")


class Referral(Base):
    """An aanmelding, and the traject that grows from it. WIE stands with the persons; WAT is sealed here."""

    __tablename__ = "referral"
    __table_args__ = (
        Index("ix_referral_team_state", "municipality_id", "team_id", "state"),
        Index("ix_referral_state", "municipality_id", "state"),
        Index("uq_referral_own", "municipality_id", "own_key", unique=True),
    )

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    team_id: Mapped[Ref] = mapped_column(ForeignKey("team.id"))
    referrer_account_id: Mapped[Ref] = mapped_column(ForeignKey("account.id"))
    started_by_id: Mapped[Ref] = mapped_column(
        ForeignKey("account.id")
    )  # the bureau, for a referrer who phoned
    number: Mapped[str]  # six letters to name it on the phone, without meaning
    own_number: Mapped[str | None] = mapped_column(Sealed)  # what a list called it, from which it came in
    own_key: Mapped[str | None]  # a keyed hash of that: the same line never comes in twice
    state: Mapped[str]
    state_since: Mapped[datetime] = mapped_column(UTC)
    paused_from: Mapped[str | None]  # the state to go back to
    stood_since: Mapped[datetime | None] = mapped_column(UTC)  # when the state to go back to began
    pause_reason: Mapped[str | None]  # of the pause that it is in: a code
    paused_days: Mapped[int] = mapped_column(default=0)  # how long it stood still, pauses that ended
    revisit_on: Mapped[date | None]
    variant: Mapped[str] = mapped_column(default="conference")  # conference, small_circle
    created_at: Mapped[datetime] = mapped_column(UTC)
    submitted_at: Mapped[datetime | None] = mapped_column(UTC)
    closed_at: Mapped[datetime | None] = mapped_column(UTC)
    previous_id: Mapped[Ref | None] = mapped_column(ForeignKey("referral.id"))  # a follow-up conference

    # WIE and where
    locality_id: Mapped[Ref | None] = mapped_column(ForeignKey("locality.id"))  # none: no fixed address
    no_fixed_address: Mapped[bool] = mapped_column(default=False)
    meets_not: Mapped[str] = mapped_column(
        default="unknown"
    )  # somebody must not meet another: yes, no, unknown
    hides_address: Mapped[str] = mapped_column(default="unknown")  # an address is secret: the same
    authority: Mapped[str] = mapped_column(
        default="unknown"
    )  # how many have gezag over a child: one, two, unknown
    household: Mapped[str | None]  # alone, couple, family, other
    children: Mapped[int | None]
    languages: Mapped[tuple[str, ...]] = mapped_column(Codes)
    network_size: Mapped[str | None]
    extra_explanation: Mapped[bool] = mapped_column(default=False)

    # WAT
    goal: Mapped[str | None] = mapped_column(Sealed)  # what they want to reach, in their own words
    going_on: Mapped[str | None] = mapped_column(Sealed)
    already: Mapped[str | None] = mapped_column(Sealed)  # what they and their people already do
    own_words: Mapped[str | None] = mapped_column(Sealed)  # what they say about this themselves
    life_areas: Mapped[tuple[str, ...]] = mapped_column(SealedCodes)
    themes: Mapped[tuple[str, ...]] = mapped_column(SealedCodes)
    share_coordinator: Mapped[bool] = mapped_column(
        default=False
    )  # the household lets the coordinator read WAT
    share_bureau: Mapped[bool] = mapped_column(default=False)

    # wishes, erased when the match is confirmed: the preparation begins
    wishes: Mapped[str | None] = mapped_column(Sealed)
    own_village: Mapped[str] = mapped_column(default="any")  # any, only, not
    avoid: Mapped[str | None] = mapped_column(Sealed)
    demands: Mapped[tuple[str, ...]] = mapped_column(
        SealedCodes, default=(), nullable=True
    )  # wishes that the family made hard
    day_parts: Mapped[tuple[str, ...]] = mapped_column(Codes, default=())  # when it suits: "mon_evening"

    # practical
    source: Mapped[str | None]
    organisations: Mapped[tuple[str, ...]] = mapped_column(Codes)
    urgency: Mapped[str] = mapped_column(default="normal")  # normal, soon, urgent
    ave_status: Mapped[str] = mapped_column(default="unknown")
    frame: Mapped[str] = mapped_column(default="voluntary")  # voluntary, pressure, coercion
    visiting: Mapped[str] = mapped_column(default="unknown")  # safe alone, by two, elsewhere, unknown
    professionals_now: Mapped[int | None]
    help_now: Mapped[str | None] = mapped_column(Sealed)
    earlier_help: Mapped[str] = mapped_column(default="unknown")
    lead_now: Mapped[str | None] = mapped_column(Sealed)  # wie heeft nu de regie?
    lead_checked_on: Mapped[date | None]
    conditions: Mapped[str] = mapped_column(
        default="unknown"
    )  # none, some, unknown: stated before preparation starts
    conditions_round: Mapped[int] = mapped_column(default=1)  # rises with each change: all are told anew
    conditions_shared: Mapped[bool | None]  # whether the family lets those around them hear the conditions
    tested_shared: Mapped[bool | None]  # whether the family lets the team hear what the test came to
    responsible_person_id: Mapped[Ref | None] = mapped_column(ForeignKey("person.id"))  # of the family
    backstop_person_id: Mapped[Ref | None] = mapped_column(
        ForeignKey("person.id")
    )  # the volunteer's achterwacht
    choice_waived: Mapped[str | None]  # why the family leaves the choice of coordinator to us: a code
    draft: Mapped[str | None] = mapped_column(Sealed)  # the form as it was left, until it is sent
    namesake: Mapped[str | None]  # somebody of that name has an open one: asked (the bureau looks), other
    namesake_keys: Mapped[tuple[str, ...]] = mapped_column(Codes, default=())  # which names, hashed
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- read by SQLAlchemy, never changed


class FocusPerson(Base):
    """A hoofdpersoon, with a keyed hash of the name.

    `open_key` is there while the referral is open: one open referral per person. It equals `name_key` for the
    first of a name; somebody else of that name gets one of their own.
    """

    __tablename__ = "focus_person"
    __table_args__ = (
        UniqueConstraint("municipality_id", "open_key", name="uq_focus_person_open"),
        Index("ix_focus_person_name", "municipality_id", "name_key"),
    )

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    referral_id: Mapped[Ref] = mapped_column(ForeignKey("referral.id"), index=True)
    person_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"))
    name_key: Mapped[str]
    open_key: Mapped[str | None]


class Exclusion(Base):
    """Whom the family, or the team that asked, does not want for this referral.

    A coordinator of the pool, or words about somebody ("iemand die …") until the bureau knows who that is.
    """

    __tablename__ = "exclusion"
    __table_args__ = (
        UniqueConstraint("municipality_id", "referral_id", "coordinator_id", name="uq_exclusion_once"),
        Index("ix_exclusion_to_judge", "municipality_id", sqlite_where=TO_JUDGE, postgresql_where=TO_JUDGE),
    )

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    referral_id: Mapped[Ref] = mapped_column(ForeignKey("referral.id"), index=True)
    coordinator_id: Mapped[Ref | None] = mapped_column(ForeignKey("coordinator.id"), index=True)
    words: Mapped[str | None] = mapped_column(Sealed)  # as it was told
    said_by: Mapped[str]  # family, team
    said_at: Mapped[datetime] = mapped_column(UTC)
    account_id: Mapped[Ref | None]  # who wrote it down
    judged_at: Mapped[datetime | None] = mapped_column(UTC)  # the bureau looked who is meant


class Condition(Base):
    """A voorwaarde: what an agency sets beforehand, and on what it is based. A wish is none.

    It is told by voice only. The plan is tested against these and nothing else.
    """

    __tablename__ = "condition"

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    referral_id: Mapped[Ref] = mapped_column(ForeignKey("referral.id"), index=True)
    organisation: Mapped[str] = mapped_column(Sealed)
    basis: Mapped[str] = mapped_column(Sealed)  # a code of `condition_rules.BASES`
    words: Mapped[str] = mapped_column(Sealed)
    stated_at: Mapped[datetime] = mapped_column(UTC)
    account_id: Mapped[Ref | None]  # who wrote it down
    reason: Mapped[str | None]  # why it came after the preparation began
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTC)
    withdrawn_reason: Mapped[str | None]
    tested: Mapped[str | None]  # whether the plan keeps to it: yes, no, unknown
    tested_at: Mapped[datetime | None] = mapped_column(UTC)


class ConditionTold(Base):
    """Somebody heard the conditions as they stood in a round: once per person and round."""

    __tablename__ = "condition_told"
    __table_args__ = (
        UniqueConstraint(
            "municipality_id", "referral_id", "person_id", "round", name="uq_condition_told_person"
        ),
    )

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    referral_id: Mapped[Ref] = mapped_column(ForeignKey("referral.id"), index=True)
    person_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"))
    round: Mapped[int]
    told_on: Mapped[date]  # the day in the Netherlands
    told_by_id: Mapped[Ref | None] = mapped_column(ForeignKey("person.id"))  # whose voice it was


class Assent(Base):
    """Instemming: one row per person who must agree, and what that person said."""

    __tablename__ = "assent"
    __table_args__ = (
        UniqueConstraint("municipality_id", "referral_id", "person_id", name="uq_assent_person"),
    )

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    referral_id: Mapped[Ref] = mapped_column(ForeignKey("referral.id"), index=True)
    person_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"))
    as_parent: Mapped[bool] = mapped_column(default=False)  # a parent with gezag, for a child under sixteen
    answer: Mapped[str] = mapped_column(default="asked")  # asked, yes, no, explain
    channel: Mapped[str | None]  # spoken, written
    answered_at: Mapped[datetime | None] = mapped_column(UTC)


class Step(Base):
    """One move in the life cycle: from where to where, who, for whom, when, why."""

    __tablename__ = "step"

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    referral_id: Mapped[Ref] = mapped_column(ForeignKey("referral.id"), index=True)
    move: Mapped[str]
    from_state: Mapped[str]
    to_state: Mapped[str]
    reason: Mapped[str | None]
    at: Mapped[datetime] = mapped_column(UTC)
    actor_kind: Mapped[str]
    actor_id: Mapped[Ref | None]
    behalf_person_id: Mapped[Ref | None]
    cover_person_id: Mapped[Ref | None]  # who was away, where their cover did it


class Assignment(Base):
    """A coordinator on a referral. The database allows one active lead, one buddy and one back-up.

    A buddy sees and does what the lead does; a back-up sees nothing until she takes over. A stand-in is a
    professional who organises it where no volunteer could be found: no coordinator, so no `coordinator_id`.
    """

    __tablename__ = "assignment"
    __table_args__ = (
        Index(
            "uq_assignment_lead",
            "municipality_id",
            "referral_id",
            unique=True,
            sqlite_where=ACTIVE_LEAD,
            postgresql_where=ACTIVE_LEAD,
        ),
        Index(
            "uq_assignment_kind",
            "municipality_id",
            "referral_id",
            "kind",
            unique=True,
            sqlite_where=ACTIVE,
            postgresql_where=ACTIVE,
        ),
        Index("ix_assignment_coordinator", "coordinator_id", sqlite_where=ACTIVE, postgresql_where=ACTIVE),
    )

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    referral_id: Mapped[Ref] = mapped_column(ForeignKey("referral.id"), index=True)
    coordinator_id: Mapped[Ref | None] = mapped_column(ForeignKey("coordinator.id"), index=True)
    person_id: Mapped[Ref] = mapped_column(
        ForeignKey("person.id"), index=True
    )  # the coordinator's, to find hers in one step
    kind: Mapped[str] = mapped_column(default="lead")  # lead, buddy, backup, stand_in
    since: Mapped[datetime] = mapped_column(UTC)
    first_contact_by: Mapped[date]
    first_contact_on: Mapped[date | None]
    ended_at: Mapped[datetime | None] = mapped_column(UTC)
    end_reason: Mapped[str | None]
    leaving_at: Mapped[datetime | None] = mapped_column(UTC)  # since when she asks to be replaced
    leaving_reason: Mapped[str | None]
    handover: Mapped[str | None] = mapped_column(Sealed)  # what the next one must know, for her eyes only
    reason: Mapped[str | None]  # of a stand-in: why no volunteer does it


LEADS_NOW = and_(Assignment.kind.in_(ORGANISES), Assignment.ended_at.is_(None))
AT_WORK = and_(Assignment.kind != "backup", Assignment.ended_at.is_(None))  # sees and does what the lead does
