"""Whom they would rather not have may be told in words, until the bureau knows who that is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None
TO_JUDGE = sa.text("coordinator_id IS NULL AND judged_at IS NULL")


def upgrade() -> None:
    """Go up."""
    with op.batch_alter_table("exclusion") as batch:
        batch.alter_column("coordinator_id", existing_type=sa.BigInteger(), nullable=True)
        batch.add_column(sa.Column("words", sa.LargeBinary(), nullable=True))
        batch.add_column(sa.Column("account_id", sa.BigInteger(), nullable=True))
        batch.add_column(sa.Column("judged_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_exclusion_to_judge",
        "exclusion",
        ["municipality_id"],
        unique=False,
        sqlite_where=TO_JUDGE,
        postgresql_where=TO_JUDGE,
    )


def downgrade() -> None:
    """Go down."""
    op.execute("DELETE FROM exclusion WHERE coordinator_id IS NULL")
    op.drop_index("ix_exclusion_to_judge", table_name="exclusion")
    with op.batch_alter_table("exclusion") as batch:
        for column in ("judged_at", "account_id", "words"):
            batch.drop_column(column)
        batch.alter_column("coordinator_id", existing_type=sa.BigInteger(), nullable=False)
