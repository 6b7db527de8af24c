"""The path of a volunteer, notes of the bureau, and the code of conduct in versions."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

from ekc import clock
from ekc.db import new_id

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TIME_TO_READ = timedelta(days=28)


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "pool_step",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("coordinator_id", sa.BigInteger(), nullable=False),
        sa.Column("move", sa.String(), nullable=False),
        sa.Column("from_stage", sa.String(), nullable=True),
        sa.Column("to_stage", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("exception", sa.LargeBinary(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_kind", sa.String(), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("behalf_person_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["coordinator_id"], ["coordinator.id"], name=op.f("fk_pool_step_coordinator_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pool_step")),
    )
    op.create_index(op.f("ix_pool_step_coordinator_id"), "pool_step", ["coordinator_id"], unique=False)
    op.create_table(
        "pool_note",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("coordinator_id", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["coordinator_id"], ["coordinator.id"], name=op.f("fk_pool_note_coordinator_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pool_note")),
    )
    op.create_index(op.f("ix_pool_note_coordinator_id"), "pool_note", ["coordinator_id"], unique=False)
    codes = op.create_table(
        "conduct_code",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_conduct_code_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conduct_code")),
        sa.UniqueConstraint("municipality_id", "version", name="uq_conduct_code_version"),
    )
    _first_version(codes)


def downgrade() -> None:
    """Go down."""
    op.drop_table("conduct_code")
    op.drop_index(op.f("ix_pool_note_coordinator_id"), table_name="pool_note")
    op.drop_table("pool_note")
    op.drop_index(op.f("ix_pool_step_coordinator_id"), table_name="pool_step")
    op.drop_table("pool_step")


def _first_version(codes: sa.Table) -> None:
    """Where a pool is at work already, everybody has four weeks to read the first code of conduct."""
    connection, moment = op.get_bind(), clock.now()
    municipalities = sa.table("municipality", sa.column("id"))
    coordinators = sa.table("coordinator", sa.column("municipality_id"))
    at_work = sa.select(municipalities.c.id).where(
        municipalities.c.id.in_(sa.select(coordinators.c.municipality_id))
    )
    for (municipality_id,) in connection.execute(at_work).all():
        connection.execute(
            codes.insert().values(
                id=new_id(),
                municipality_id=municipality_id,
                version=1,
                valid_from=(moment + TIME_TO_READ).date(),
                published_at=moment,
            )
        )
