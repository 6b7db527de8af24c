"""Who else said by telephone what somebody answers to an invitation."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    with op.batch_alter_table("answer") as batch:
        batch.add_column(sa.Column("told_by", sa.BigInteger(), nullable=True))
        batch.create_foreign_key("fk_answer_told_by", "person", ["told_by"], ["id"])


def downgrade() -> None:
    """Go down."""
    with op.batch_alter_table("answer") as batch:
        batch.drop_constraint("fk_answer_told_by", type_="foreignkey")
        batch.drop_column("told_by")
