"""Appointments that are put into a coordinator's own calendar, and what stands there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "publication",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.Column("user", sa.LargeBinary(), nullable=False),
        sa.Column("password", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tested_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("worked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trouble", sa.String(), nullable=True),
        sa.Column("failures", sa.BigInteger(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("leaving_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_publication_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
        sa.UniqueConstraint("person_id", "municipality_id", name="uq_publication_person_id"),
    )
    op.create_index(op.f("ix_publication_next_at"), "publication", ["next_at"], unique=False)
    op.create_table(
        "published_copy",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("publication_id", sa.BigInteger(), nullable=False),
        sa.Column("appointment_id", sa.BigInteger(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("etag", sa.String(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("theirs", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["publication_id"], ["publication.id"], name=op.f("fk_published_copy_publication_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_copy")),
        sa.UniqueConstraint("publication_id", "appointment_id", name="uq_published_copy_publication_id"),
    )


def downgrade() -> None:
    """Go down."""
    op.drop_table("published_copy")
    op.drop_table("publication")
