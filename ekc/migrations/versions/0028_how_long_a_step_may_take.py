"""How long each step may take, and how long an aanmelding stood still and why."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.add_column("municipality", sa.Column("clocks", sa.Text(), nullable=False, server_default="[]"))
    op.add_column("referral", sa.Column("pause_reason", sa.String(), nullable=True))
    op.add_column("referral", sa.Column("paused_days", sa.BigInteger(), nullable=False, server_default="0"))
    op.execute(
        "UPDATE referral SET pause_reason = (SELECT step.reason FROM step"
        " WHERE step.referral_id = referral.id AND step.move = 'pause' ORDER BY step.at DESC LIMIT 1)"
        " WHERE state = 'paused'"
    )


def downgrade() -> None:
    """Go down."""
    with op.batch_alter_table("referral") as batch:
        for name in ("paused_days", "pause_reason"):
            batch.drop_column(name)
    with op.batch_alter_table("municipality") as batch:
        batch.drop_column("clocks")
