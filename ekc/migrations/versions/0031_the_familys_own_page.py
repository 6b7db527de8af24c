"""The own page of a hoofdpersoon, and who thinks along with people independently."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "family_page",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("referral_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("times", sa.BigInteger(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name="fk_family_page_referral_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_family_page_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_family_page"),
        sa.UniqueConstraint("municipality_id", "referral_id", "person_id", name="uq_family_page_person"),
    )
    op.create_index("ix_family_page_referral_id", "family_page", ["referral_id"])
    with op.batch_alter_table("municipality") as table:
        table.add_column(sa.Column("support_name", sa.String(), nullable=True))
        table.add_column(sa.Column("support_phone", sa.String(), nullable=True))


def downgrade() -> None:
    """Go down."""
    with op.batch_alter_table("municipality") as table:
        table.drop_column("support_phone")
        table.drop_column("support_name")
    op.drop_table("family_page")
