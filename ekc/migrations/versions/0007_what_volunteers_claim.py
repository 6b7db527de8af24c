"""Claims of volunteers, how each is paid in a year, and what went to the payroll office."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "expense_export",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["made_by_id"], ["account.id"], name=op.f("fk_expense_export_made_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expense_export")),
    )
    op.create_index(
        op.f("ix_expense_export_municipality_id"), "expense_export", ["municipality_id"], unique=False
    )
    op.create_table(
        "municipal_rates",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("hour", sa.BigInteger(), nullable=False),
        sa.Column("hour_young", sa.BigInteger(), nullable=False),
        sa.Column("month", sa.BigInteger(), nullable=False),
        sa.Column("in_year", sa.BigInteger(), nullable=False),
        sa.Column("km", sa.BigInteger(), nullable=False),
        sa.Column("set_by_id", sa.BigInteger(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["set_by_id"], ["account.id"], name=op.f("fk_municipal_rates_set_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_municipal_rates")),
        sa.UniqueConstraint("municipality_id", "year", name="uq_municipal_rates_year"),
    )
    op.create_table(
        "allowance_year",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("coordinator_id", sa.BigInteger(), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("regime", sa.String(), nullable=False),
        sa.Column("grown_up_on", sa.Date(), nullable=True),
        sa.Column("fixed", sa.Boolean(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["coordinator_id"], ["coordinator.id"], name=op.f("fk_allowance_year_coordinator_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allowance_year")),
        sa.UniqueConstraint("municipality_id", "coordinator_id", "year", name="uq_allowance_year_once"),
    )
    op.create_table(
        "expense",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("coordinator_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("once", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("what", sa.String(), nullable=True),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=True),
        sa.Column("cents", sa.BigInteger(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("export_id", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["coordinator_id"], ["coordinator.id"], name=op.f("fk_expense_coordinator_id")
        ),
        sa.ForeignKeyConstraint(["export_id"], ["expense_export.id"], name=op.f("fk_expense_export_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_expense_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expense")),
        sa.UniqueConstraint("municipality_id", "coordinator_id", "once", name="uq_expense_once"),
    )
    op.create_index(op.f("ix_expense_export_id"), "expense", ["export_id"], unique=False)
    op.create_index("ix_expense_state", "expense", ["municipality_id", "state", "happened_on"], unique=False)
    op.create_index("ix_expense_year", "expense", ["coordinator_id", "happened_on"], unique=False)
    op.create_table(
        "paid_elsewhere",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("coordinator_id", sa.BigInteger(), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("month", sa.BigInteger(), nullable=False),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["coordinator_id"], ["coordinator.id"], name=op.f("fk_paid_elsewhere_coordinator_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paid_elsewhere")),
        sa.UniqueConstraint("municipality_id", "coordinator_id", "year", "month", name="uq_paid_elsewhere"),
    )


def downgrade() -> None:
    """Go down."""
    op.drop_table("paid_elsewhere")
    op.drop_index("ix_expense_year", table_name="expense")
    op.drop_index("ix_expense_state", table_name="expense")
    op.drop_index(op.f("ix_expense_export_id"), table_name="expense")
    op.drop_table("expense")
    op.drop_table("allowance_year")
    op.drop_table("municipal_rates")
    op.drop_index(op.f("ix_expense_export_municipality_id"), table_name="expense_export")
    op.drop_table("expense_export")
