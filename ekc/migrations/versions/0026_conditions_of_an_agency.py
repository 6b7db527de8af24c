"""What an agency sets beforehand, who was told, and whether the plan keeps to it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    with op.batch_alter_table("referral") as table:
        table.add_column(sa.Column("conditions_round", sa.BigInteger(), nullable=False, server_default="1"))
        table.add_column(sa.Column("conditions_shared", sa.Boolean(), nullable=True))
    with op.batch_alter_table("referral") as table:
        table.alter_column("conditions_round", server_default=None)
    op.create_table(
        "condition",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("referral_id", sa.BigInteger(), nullable=False),
        sa.Column("organisation", sa.LargeBinary(), nullable=False),
        sa.Column("basis", sa.LargeBinary(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("stated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_reason", sa.String(), nullable=True),
        sa.Column("tested", sa.String(), nullable=True),
        sa.Column("tested_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name="fk_condition_referral_id"),
        sa.PrimaryKeyConstraint("id", name="pk_condition"),
    )
    op.create_index("ix_condition_referral_id", "condition", ["referral_id"])
    op.create_table(
        "condition_told",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("referral_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("round", sa.BigInteger(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("told_by_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name="fk_condition_told_referral_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_condition_told_person_id"),
        sa.ForeignKeyConstraint(["told_by_id"], ["person.id"], name="fk_condition_told_told_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_condition_told"),
        sa.UniqueConstraint(
            "municipality_id", "referral_id", "person_id", "round", name="uq_condition_told_person"
        ),
    )
    op.create_index("ix_condition_told_referral_id", "condition_told", ["referral_id"])


def downgrade() -> None:
    """Go down."""
    op.drop_table("condition_told")
    op.drop_table("condition")
    with op.batch_alter_table("referral") as table:
        table.drop_column("conditions_shared")
        table.drop_column("conditions_round")
