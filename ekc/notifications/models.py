"""The outbox, and what came in."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ekc.db import UTC, Base, Id, Ref, Sealed
from ekc.notifications.rules import Way


class State(StrEnum):
    """Where a message is. Only `QUEUED` and `SENDING` are a worker's; `TO_PRINT` and `PRINTED` are the
    bureau's, for who gets a letter, and a letter that is `SENT` was posted; `TO_CALL` is the bureau's too,
    for whom no message reaches, and what is `SENT` then was told."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    EXPIRED = "expired"
    REPLACED = "replaced"
    TO_PRINT = "to_print"
    PRINTED = "printed"
    TO_CALL = "to_call"
    OFF = "off"  # whoever it was for does not want this kind
    HELD = "held"  # for the one mail of tomorrow morning
    SPARED = "spared"  # whoever it was for got enough that day, or the post is too slow for it


WAITS, WAITS_SQLITE = text("waits"), text("waits = 1")
WAITING = text("state = 'held'")
ON_ITS_WAY = text("state IN ('queued', 'sending')")


class Message(Base):
    """One message to one person, written out when it was decided, so that the row holds what was really
    said."""

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("municipality_id", "dedupe_key", name="uq_message_dedupe_key"),
        Index("ix_message_due", "next_at", sqlite_where=ON_ITS_WAY, postgresql_where=ON_ITS_WAY),
        Index("ix_message_thread", "thread", "id", sqlite_where=ON_ITS_WAY, postgresql_where=ON_ITS_WAY),
        Index("ix_message_held", "next_at", sqlite_where=WAITING, postgresql_where=WAITING),
        Index(
            "ix_message_to_print",
            "municipality_id",
            sqlite_where=text("state = 'to_print'"),
            postgresql_where=text("state = 'to_print'"),
        ),
        Index(
            "ix_message_to_call",
            "municipality_id",
            sqlite_where=text("state = 'to_call'"),
            postgresql_where=text("state = 'to_call'"),
        ),
        Index("ix_message_about", "municipality_id", "about_kind", "about_id"),
        Index("ix_message_recipient", "recipient_key"),
        Index(
            "ix_message_trouble",
            "municipality_id",
            sqlite_where=text("trouble IS NOT NULL"),
            postgresql_where=text("trouble IS NOT NULL"),
        ),
    )

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    recipient_key: Mapped[str]  # keyed hash of the address that it was first meant for
    address: Mapped[str] = mapped_column(Sealed)
    way: Mapped[str] = mapped_column(default=Way.MAIL.value)  # how it goes to that address
    gave_way: Mapped[str | None]  # the way that did not get it there, before this one
    person_id: Mapped[Ref | None] = mapped_column(index=True)  # whom it is for, where they are in our records
    kind: Mapped[str]
    about_kind: Mapped[str]
    about_id: Mapped[Ref]
    thread: Mapped[str]  # same person, same thing: leaves in order
    dedupe_key: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(UTC)
    next_at: Mapped[datetime] = mapped_column(UTC)  # not before
    expires_at: Mapped[datetime | None] = mapped_column(UTC)
    superseded_by: Mapped[Ref | None]
    together: Mapped[str | None]  # the same for people who share an address: one message is enough
    went_with: Mapped[Ref | None] = mapped_column(
        index=True
    )  # the message to the same address that told this
    state: Mapped[str] = mapped_column(default=State.QUEUED.value)
    attempts: Mapped[int] = mapped_column(default=0)
    handed_over: Mapped[bool] = mapped_column(default=False)  # began to leave, end unknown: may have arrived
    locked_by: Mapped[str | None]
    locked_until: Mapped[datetime | None] = mapped_column(UTC)
    sent_at: Mapped[datetime | None] = mapped_column(UTC)
    arrived_at: Mapped[datetime | None] = mapped_column(UTC)  # as far as the provider of texts told it
    trouble: Mapped[str | None]  # why it has not arrived yet, or never will: a code
    subject: Mapped[str] = mapped_column(Sealed)
    body_text: Mapped[str] = mapped_column(Sealed)
    body_html: Mapped[str] = mapped_column(Sealed)
    stack_id: Mapped[Ref | None] = mapped_column(index=True)  # of a letter
    short: Mapped[str | None] = mapped_column(Sealed)  # the same as a text message
    calendar: Mapped[str | None] = mapped_column(Sealed)
    method: Mapped[str | None]
    link_id: Mapped[Ref | None]  # the personal link whose token is put in when the message leaves
    link_version: Mapped[int | None]


class Telephone(Base):
    """A browser that shows somebody that there is something new. Whoever has its address can write to it."""

    __tablename__ = "telephone"

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    person_id: Mapped[Ref] = mapped_column(index=True)
    key: Mapped[str] = mapped_column(unique=True)  # keyed hash of the address: one person per telephone
    address: Mapped[str] = mapped_column(Sealed)
    made_at: Mapped[datetime] = mapped_column(UTC)


class LetterStack(Base):
    """Letters that were printed together, and when they went to the post."""

    __tablename__ = "letter_stack"
    __table_args__ = (Index("ix_letter_stack_municipality", "municipality_id", "id"),)

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    made_at: Mapped[datetime] = mapped_column(UTC)
    made_by: Mapped[Ref | None]  # the account
    posted_at: Mapped[datetime | None] = mapped_column(UTC)


class IncomingMail(Base):
    """A mail that arrived in our mailbox: kept until somebody or something has dealt with it."""

    __tablename__ = "incoming_mail"
    __table_args__ = (
        Index("ix_incoming_mail_about", "municipality_id", "about_kind", "about_id"),
        Index("ix_incoming_mail_waits", "municipality_id", sqlite_where=WAITS_SQLITE, postgresql_where=WAITS),
    )

    id: Mapped[Id]
    digest: Mapped[str] = mapped_column(unique=True)  # the same mail twice is one mail
    received_at: Mapped[datetime] = mapped_column(UTC)
    raw: Mapped[str] = mapped_column(Sealed)
    outcome: Mapped[str]  # what was done with it, as a code of whoever read it
    waits: Mapped[bool] = mapped_column(default=False)  # for somebody to read it
    sender_key: Mapped[str | None]  # keyed hash of the address it says it comes from
    handled_at: Mapped[datetime | None] = mapped_column(UTC)  # somebody read it, and did what was needed
    handled_by: Mapped[Ref | None]
    municipality_id: Mapped[Ref | None]  # where it belongs, and what it is about, as far as that is known
    about_kind: Mapped[str | None]
    about_id: Mapped[Ref | None]


class TrayState(Base):
    """How our mailbox is doing: one row for the installation."""

    __tablename__ = "tray_state"

    id: Mapped[Id]
    read_at: Mapped[datetime | None] = mapped_column(UTC)  # when it could be read last, to the minute
    trouble: Mapped[str | None]  # why it cannot be read: a code
    trouble_since: Mapped[datetime | None] = mapped_column(UTC)


class TextVersion(Base):
    """How a municipality words a message, from a moment on; a part that is empty reads as ours. The highest
    version counts."""

    __tablename__ = "text_version"
    __table_args__ = (
        UniqueConstraint("municipality_id", "kind", "version", name="uq_text_version_number"),
        Index(
            "ix_text_version_broken",
            "municipality_id",
            sqlite_where=text("broken_at IS NOT NULL"),
            postgresql_where=text("broken_at IS NOT NULL"),
        ),
    )

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    kind: Mapped[str]
    version: Mapped[int]
    subject: Mapped[str | None]
    body: Mapped[str | None]
    sms: Mapped[str | None]
    reviewed_on: Mapped[date | None]  # on which day people who know it from experience read it
    at: Mapped[datetime] = mapped_column(UTC)
    account_id: Mapped[Ref]
    broken_at: Mapped[datetime | None] = mapped_column(UTC)  # it could not be filled in: ours left instead


class MessageChoice(Base):
    """What somebody chose about their own messages: a kind that they do not want, or one mail a morning."""

    __tablename__ = "message_choice"
    __table_args__ = (
        UniqueConstraint("municipality_id", "person_id", "kind", name="uq_message_choice_once"),
    )

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    person_id: Mapped[Ref]
    kind: Mapped[str]  # a code of the catalogue; `digest`: one mail a morning instead of each
    at: Mapped[datetime] = mapped_column(UTC)
