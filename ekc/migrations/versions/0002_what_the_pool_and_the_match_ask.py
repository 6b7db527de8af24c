"""What the pool and the match ask: own limits and likes, a path, settings of a municipality."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from ekc.places.distances import cell_of, point_of

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    for table, columns in _columns().items():
        for column in columns:
            op.add_column(table, column)
    op.create_index("ix_coordinator_cell", "coordinator", ["municipality_id", "cell"], unique=False)
    _locate()


def downgrade() -> None:
    """Go down."""
    op.drop_index("ix_coordinator_cell", table_name="coordinator")
    for table, columns in _columns().items():
        with op.batch_alter_table(table) as batch:
            for column in columns:
                batch.drop_column(column.name)


def _locate() -> None:
    """Where everybody who is in the pool already lives."""
    table = sa.table("coordinator", *(sa.column(name) for name in ("id", "pc4", "lat", "lon", "cell")))
    connection = op.get_bind()
    for row in connection.execute(sa.select(table.c.id, table.c.pc4)).all():
        if (point := point_of(row.pc4)) is not None:
            lat, lon = point
            there = {"lat": lat, "lon": lon, "cell": cell_of(lat, lon)}
            connection.execute(table.update().where(table.c.id == row.id).values(**there))


def _columns() -> dict[str, list[sa.Column[Any]]]:
    """The new columns by table."""
    return {
        "coordinator": [
            sa.Column("lat", sa.Double(), nullable=True),
            sa.Column("lon", sa.Double(), nullable=True),
            sa.Column("cell", sa.BigInteger(), nullable=True),
            sa.Column("max_per_quarter", sa.BigInteger(), nullable=True),
            sa.Column("max_km", sa.BigInteger(), nullable=True),
            sa.Column("own_village", sa.Boolean(), nullable=False, server_default=sa.true()),
            sa.Column("prefers_two", sa.Boolean(), nullable=False, server_default=sa.false()),
            sa.Column("day_parts", sa.Text(), nullable=False, server_default="[]"),
            sa.Column("themes_like", sa.Text(), nullable=False, server_default="[]"),
            sa.Column("themes_not", sa.Text(), nullable=False, server_default="[]"),
            sa.Column("at_home", sa.LargeBinary(), nullable=True),
            sa.Column("stage", sa.String(), nullable=False, server_default="active"),
            sa.Column("source", sa.String(), nullable=True),
            sa.Column("stopped_on", sa.Date(), nullable=True),
            sa.Column("stop_reason", sa.String(), nullable=True),
            sa.Column("block2_on", sa.Date(), nullable=True),
            sa.Column("code_version", sa.BigInteger(), nullable=True),
            sa.Column("code_on", sa.Date(), nullable=True),
        ],
        "referral": [
            sa.Column("demands", sa.LargeBinary(), nullable=True),
            sa.Column("day_parts", sa.Text(), nullable=False, server_default="[]"),
        ],
        "municipality": [
            sa.Column("vog_years", sa.BigInteger(), nullable=False, server_default="3"),
            sa.Column("intervisie_per_year", sa.BigInteger(), nullable=False, server_default="4"),
            sa.Column("asked_at_first", sa.BigInteger(), nullable=False, server_default="2"),
            sa.Column("open_hours", sa.BigInteger(), nullable=False, server_default="72"),
            sa.Column("open_hours_urgent", sa.BigInteger(), nullable=False, server_default="4"),
        ],
    }
