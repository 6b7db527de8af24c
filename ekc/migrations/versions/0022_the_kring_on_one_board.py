"""How it stands with each person around a household, and what they need to be there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    with op.batch_alter_table("circle_member") as table:
        table.add_column(sa.Column("approached_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("stand", sa.String(), nullable=True))
        table.add_column(sa.Column("stand_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("only_if", sa.LargeBinary(), nullable=True))
        table.add_column(sa.Column("side", sa.String(), nullable=True))
        table.add_column(sa.Column("reach", sa.String(), nullable=True))
        table.add_column(sa.Column("needed", sa.LargeBinary(), nullable=True))
        table.add_column(sa.Column("part", sa.String(), nullable=True))
        table.add_column(sa.Column("supported_by_id", sa.BigInteger(), nullable=True))
        table.add_column(sa.Column("asked_missing_at", sa.DateTime(timezone=True), nullable=True))
        table.create_foreign_key("fk_circle_member_supported_by_id", "person", ["supported_by_id"], ["id"])
    op.execute("UPDATE circle_member SET approached_at = spoken_at WHERE spoken_at IS NOT NULL")


def downgrade() -> None:
    """Go down."""
    with op.batch_alter_table("circle_member") as table:
        table.drop_constraint("fk_circle_member_supported_by_id", type_="foreignkey")
        for column in (
            "approached_at",
            "stand",
            "stand_at",
            "only_if",
            "side",
            "reach",
            "needed",
            "part",
            "supported_by_id",
            "asked_missing_at",
        ):
            table.drop_column(column)
