"""Finding coordinators by the languages that they speak."""

from __future__ import annotations

from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_index("ix_coordinator_languages", "coordinator", ["municipality_id", "languages"])


def downgrade() -> None:
    """Go down."""
    op.drop_index("ix_coordinator_languages", "coordinator")
