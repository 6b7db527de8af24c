"""Who does whose work in which days; and in the logbook, whose cover did it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

STANDS = sa.text("ended_at IS NULL")
LOGGED = ("log_entry", "step")


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "cover",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("absent_person_id", sa.BigInteger(), nullable=False),
        sa.Column("cover_person_id", sa.BigInteger(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_cover_municipality_id")
        ),
        sa.ForeignKeyConstraint(["absent_person_id"], ["person.id"], name=op.f("fk_cover_absent_person_id")),
        sa.ForeignKeyConstraint(["cover_person_id"], ["person.id"], name=op.f("fk_cover_cover_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cover")),
    )
    for name, column in (("ix_cover_by", "cover_person_id"), ("ix_cover_absent", "absent_person_id")):
        op.create_index(name, "cover", [column], sqlite_where=STANDS, postgresql_where=STANDS)
    for table in LOGGED:
        op.add_column(table, sa.Column("cover_person_id", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    """Go down."""
    for table in LOGGED:
        op.drop_column(table, "cover_person_id")
    op.drop_table("cover")
