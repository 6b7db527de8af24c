"""When whom a personal link is for asked for a new one; the link to her own page ends some day too."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

from ekc import clock

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.add_column("personal_link", sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "personal_link", sa.Column("times_asked", sa.BigInteger(), nullable=False, server_default="0")
    )
    link = sa.table(
        "personal_link",
        sa.column("about_kind", sa.String),
        sa.column("expires_at", sa.DateTime(timezone=True)),
    )
    a_year = clock.now() + timedelta(days=366)
    op.execute(
        link.update()
        .where(link.c.about_kind == "care", link.c.expires_at.is_(None))
        .values(expires_at=a_year)
    )


def downgrade() -> None:
    """Go down."""
    op.drop_column("personal_link", "times_asked")
    op.drop_column("personal_link", "asked_at")
