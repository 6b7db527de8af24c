"""A poll of days: what is proposed, who is asked, what they answer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

OPEN = sa.text("state = 'open'")


def upgrade() -> None:
    """Go up."""
    _poll()
    _day()
    _voter()
    _answer()


def downgrade() -> None:
    """Go down."""
    for table in ("poll_answer", "poll_voter", "poll_day", "date_poll"):
        op.drop_table(table)


def _poll() -> None:
    op.create_table(
        "date_poll",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("referral_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("answer_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("conference_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_date_poll_referral_id")),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conference.id"], name=op.f("fk_date_poll_conference_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_date_poll")),
    )
    op.create_index(op.f("ix_date_poll_referral_id"), "date_poll", ["referral_id"], unique=False)
    op.create_index(
        "uq_date_poll_open",
        "date_poll",
        ["municipality_id", "referral_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_index(
        "ix_date_poll_until",
        "date_poll",
        ["answer_until"],
        unique=False,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )


def _day() -> None:
    op.create_table(
        "poll_day",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("poll_id", sa.BigInteger(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["poll_id"], ["date_poll.id"], name=op.f("fk_poll_day_poll_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_day")),
        sa.UniqueConstraint("poll_id", "starts_at", "ends_at", name="uq_poll_day_times"),
    )


def _voter() -> None:
    op.create_table(
        "poll_voter",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("poll_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("essential", sa.Boolean(), nullable=False),
        sa.Column("link_id", sa.BigInteger(), nullable=True),
        sa.Column("address_key", sa.String(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("nudged_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["poll_id"], ["date_poll.id"], name=op.f("fk_poll_voter_poll_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_poll_voter_person_id")),
        sa.ForeignKeyConstraint(["link_id"], ["personal_link.id"], name=op.f("fk_poll_voter_link_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_voter")),
        sa.UniqueConstraint("municipality_id", "poll_id", "person_id", name="uq_poll_voter_person"),
    )
    op.create_index("ix_poll_voter_poll", "poll_voter", ["poll_id"], unique=False)


def _answer() -> None:
    op.create_table(
        "poll_answer",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("voter_id", sa.BigInteger(), nullable=False),
        sa.Column("day_id", sa.BigInteger(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("via", sa.String(), nullable=False),
        sa.Column("told_by", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["voter_id"], ["poll_voter.id"], name=op.f("fk_poll_answer_voter_id")),
        sa.ForeignKeyConstraint(["day_id"], ["poll_day.id"], name=op.f("fk_poll_answer_day_id")),
        sa.ForeignKeyConstraint(["told_by"], ["person.id"], name=op.f("fk_poll_answer_told_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_answer")),
        sa.UniqueConstraint("voter_id", "day_id", name="uq_poll_answer_once"),
    )
    op.create_index(op.f("ix_poll_answer_day_id"), "poll_answer", ["day_id"], unique=False)
