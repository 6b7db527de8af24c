"""What must still be arranged for a day, going on regardless, and the check two days ahead."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "open_end",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("referral_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("arranger", sa.LargeBinary(), nullable=True),
        sa.Column("confirmed_at", MOMENT, nullable=True),
        sa.Column("confirmed_for", MOMENT, nullable=True),
        sa.Column("removed_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_open_end_referral_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_open_end")),
        sa.UniqueConstraint("municipality_id", "referral_id", "key", name="uq_open_end_key"),
    )
    op.create_index(op.f("ix_open_end_referral_id"), "open_end", ["referral_id"])
    op.create_table(
        "gone_on",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("conference_id", sa.BigInteger(), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["conference_id"], ["conference.id"], name=op.f("fk_gone_on_conference_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gone_on")),
        sa.UniqueConstraint("municipality_id", "conference_id", "starts_at", name="uq_gone_on_once"),
    )
    op.create_index(op.f("ix_gone_on_conference_id"), "gone_on", ["conference_id"])
    op.create_table(
        "day_check",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("conference_id", sa.BigInteger(), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("found", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conference.id"], name=op.f("fk_day_check_conference_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_check")),
        sa.UniqueConstraint("municipality_id", "conference_id", "starts_at", name="uq_day_check_once"),
    )
    op.create_index(op.f("ix_day_check_conference_id"), "day_check", ["conference_id"])


def downgrade() -> None:
    """Go down."""
    op.drop_table("day_check")
    op.drop_table("gone_on")
    op.drop_table("open_end")
