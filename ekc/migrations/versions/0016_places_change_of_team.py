"""A place belongs to a team from a day on; a team may end."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

EVER = date(2018, 1, 1)  # what was without a day, was so since before the first aanmelding


def upgrade() -> None:
    """Go up."""
    op.add_column("team", sa.Column("ended_on", sa.Date(), nullable=True))
    op.add_column("team", sa.Column("version", sa.BigInteger(), nullable=False, server_default="1"))
    places = op.create_table(
        "team_place",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("locality_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("team_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("number >= 1", name=op.f("ck_team_place_from_one")),
        sa.ForeignKeyConstraint(["locality_id"], ["locality.id"], name=op.f("fk_team_place_locality_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_team_place_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_place")),
        sa.UniqueConstraint("municipality_id", "locality_id", "from_day", name="uq_team_place_day"),
        sa.UniqueConstraint("municipality_id", "locality_id", "number", name="uq_team_place_number"),
    )
    op.create_index(op.f("ix_team_place_team_id"), "team_place", ["team_id"], unique=False)
    before = sa.table("team_locality", *map(sa.column, ("id", "municipality_id", "team_id", "locality_id")))
    for row in op.get_bind().execute(sa.select(before)).mappings().all():
        op.get_bind().execute(places.insert().values(**row, number=1, from_day=EVER))
    op.drop_table("team_locality")


def downgrade() -> None:
    """Go down."""
    before = op.create_table(
        "team_locality",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("team_id", sa.BigInteger(), nullable=False),
        sa.Column("locality_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["locality_id"], ["locality.id"], name=op.f("fk_team_locality_locality_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_team_locality_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_locality")),
        sa.UniqueConstraint("municipality_id", "locality_id", name="uq_team_locality_place"),
    )
    columns = ("id", "municipality_id", "team_id", "locality_id")
    names = sa.table("team_place", *map(sa.column, (*columns, "number")))
    newest: dict[tuple[int, int], dict[str, int]] = {}
    for row in op.get_bind().execute(sa.select(names).order_by(names.c.number)).all():
        newest[row.municipality_id, row.locality_id] = {name: getattr(row, name) for name in columns}
    for kept in newest.values():
        if kept["team_id"] is not None:
            op.get_bind().execute(before.insert().values(**kept))
    op.drop_index(op.f("ix_team_place_team_id"), table_name="team_place")
    op.drop_table("team_place")
    with op.batch_alter_table("team") as batch:
        batch.drop_column("version")
        batch.drop_column("ended_on")
