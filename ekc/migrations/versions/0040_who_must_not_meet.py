"""Who must not meet, a second person's decision, and what is one person's own on a day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
OWN = (("own_starts_at", MOMENT), ("own_ends_at", MOMENT), ("own_place", sa.LargeBinary()))


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "kept_apart",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("referral_id", sa.BigInteger(), nullable=False),
        sa.Column("one_id", sa.BigInteger(), nullable=False),
        sa.Column("other_id", sa.BigInteger(), nullable=True),
        sa.Column("other_words", sa.LargeBinary(), nullable=True),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("heard_from", sa.LargeBinary(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("ended_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_kept_apart_referral_id")),
        sa.ForeignKeyConstraint(["one_id"], ["person.id"], name=op.f("fk_kept_apart_one_id")),
        sa.ForeignKeyConstraint(["other_id"], ["person.id"], name=op.f("fk_kept_apart_other_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_kept_apart_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_apart")),
    )
    op.create_index(op.f("ix_kept_apart_referral_id"), "kept_apart", ["referral_id"])
    op.create_index(
        "uq_kept_apart_pair",
        "kept_apart",
        ["municipality_id", "referral_id", "one_id", "other_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "regardless",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("pair_id", sa.BigInteger(), nullable=False),
        sa.Column("conference_id", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["pair_id"], ["kept_apart.id"], name=op.f("fk_regardless_pair_id")),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conference.id"], name=op.f("fk_regardless_conference_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_regardless_person_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_regardless_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regardless")),
        sa.UniqueConstraint("municipality_id", "pair_id", "conference_id", name="uq_regardless_day"),
    )
    op.create_index(
        "uq_regardless_unused",
        "regardless",
        ["municipality_id", "pair_id"],
        unique=True,
        sqlite_where=sa.text("conference_id IS NULL"),
        postgresql_where=sa.text("conference_id IS NULL"),
    )
    op.create_table(
        "own_part",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("conference_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=True),
        sa.Column("ends_at", MOMENT, nullable=True),
        sa.Column("room_id", sa.BigInteger(), nullable=True),
        sa.Column("remote", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["conference_id"], ["conference.id"], name=op.f("fk_own_part_conference_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_own_part_person_id")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_own_part_room_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_part")),
        sa.UniqueConstraint("municipality_id", "conference_id", "person_id", name="uq_own_part_person"),
    )
    op.create_index(op.f("ix_own_part_conference_id"), "own_part", ["conference_id"])
    for name, kind in OWN:
        op.add_column("invitation", sa.Column(name, kind, nullable=True))
    op.add_column("conference", sa.Column("fixed_by_id", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    """Go down."""
    op.drop_column("conference", "fixed_by_id")
    for name, _ in OWN:
        op.drop_column("invitation", name)
    for name in ("own_part", "regardless", "kept_apart"):
        op.drop_table(name)
