"""Whom a family or a team does not want, what weighs how much, and by what candidates are found."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

from ekc import seals
from ekc.pool.wording import own_words, plain

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None
WEIGHED = "language wish distance village day_part waiting load buddy experience like dislike".split()


def upgrade() -> None:
    """Go up."""
    op.add_column("coordinator", sa.Column("employer_plain", sa.String(), nullable=True))
    op.add_column("coordinator", sa.Column("at_home_keys", sa.Text(), nullable=False, server_default="[]"))
    op.create_index("ix_offer_asked", "offer", ["coordinator_id", "asked_at"], unique=False)
    op.create_table(
        "exclusion",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("referral_id", sa.BigInteger(), nullable=False),
        sa.Column("coordinator_id", sa.BigInteger(), nullable=False),
        sa.Column("said_by", sa.String(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["coordinator_id"], ["coordinator.id"], name=op.f("fk_exclusion_coordinator_id")
        ),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_exclusion_referral_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exclusion")),
        sa.UniqueConstraint("municipality_id", "referral_id", "coordinator_id", name="uq_exclusion_once"),
    )
    for column in ("referral_id", "coordinator_id"):
        op.create_index(op.f(f"ix_exclusion_{column}"), "exclusion", [column], unique=False)
    op.create_table(
        "weighting",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in WEIGHED),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_weighting_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_weighting")),
        sa.UniqueConstraint("municipality_id", "version", name="uq_weighting_version"),
    )
    _make_findable()


def downgrade() -> None:
    """Go down."""
    op.drop_table("weighting")
    op.drop_table("exclusion")
    op.drop_index("ix_offer_asked", table_name="offer")
    with op.batch_alter_table("coordinator") as batch:
        batch.drop_column("at_home_keys")
        batch.drop_column("employer_plain")


def _make_findable() -> None:
    """The employer and the own words of who is in the pool already."""
    columns = ("id", "employer", "employer_plain", "at_home", "at_home_keys")
    table = sa.table("coordinator", *map(sa.column, columns))
    connection = op.get_bind()
    for row in connection.execute(sa.select(table.c.id, table.c.employer, table.c.at_home)).all():
        said = json.loads(seals.unseal(row.at_home)) if row.at_home else []
        keys = [seals.keyed_hash(word)[:16] for word in own_words(said)]
        found = {"employer_plain": plain(row.employer or "") or None, "at_home_keys": json.dumps(keys)}
        connection.execute(table.update().where(table.c.id == row.id).values(**found))
