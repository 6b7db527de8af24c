"""Thanks for volunteers, and how it went on where the family allows."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

TO_DO = sa.text("way = 'call' AND done_at IS NULL")


def upgrade() -> None:
    """Go up."""
    _kind_word()
    _onward()


def downgrade() -> None:
    """Go down."""
    for table in ("onward", "kind_word"):
        op.drop_table(table)


def _kind_word() -> None:
    op.create_table(
        "kind_word",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("referral_id", sa.BigInteger(), nullable=False),
        sa.Column("conference_id", sa.BigInteger(), nullable=True),
        sa.Column("coordinator_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("sentence", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conference.id"], name=op.f("fk_kind_word_conference_id")
        ),
        sa.ForeignKeyConstraint(
            ["coordinator_id"], ["coordinator.id"], name=op.f("fk_kind_word_coordinator_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_kind_word_person_id")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_kind_word_referral_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kind_word")),
        sa.UniqueConstraint("municipality_id", "key", name="uq_kind_word_once"),
    )
    for column in ("referral_id", "coordinator_id", "person_id"):
        op.create_index(op.f(f"ix_kind_word_{column}"), "kind_word", [column], unique=False)
    op.create_index(
        "ix_kind_word_to_do",
        "kind_word",
        ["municipality_id"],
        unique=False,
        sqlite_where=TO_DO,
        postgresql_where=TO_DO,
    )


def _onward() -> None:
    op.create_table(
        "onward",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("referral_id", sa.BigInteger(), nullable=False),
        sa.Column("allowed", sa.Boolean(), nullable=False),
        sa.Column("said_by", sa.String(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by_id", sa.BigInteger(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sentence", sa.String(), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_onward_referral_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_onward")),
        sa.UniqueConstraint("municipality_id", "referral_id", name="uq_onward_referral"),
    )
    op.create_index(op.f("ix_onward_referral_id"), "onward", ["referral_id"], unique=False)
