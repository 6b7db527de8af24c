"""Willing and chosen are two facts; two on one conference; somebody takes over."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ACTIVE = sa.text("ended_at IS NULL")
LEAD_NOW = sa.text("kind IN ('lead', 'stand_in') AND ended_at IS NULL")
LEAD_BEFORE = sa.text("kind = 'lead' AND ended_at IS NULL")
TO_NUDGE = sa.text("state = 'open' AND nudged_at IS NULL")


def upgrade() -> None:
    """Go up."""
    _change("assignment", _assignment(), "coordinator_id", nullable=True)
    _lead_index(LEAD_NOW)
    op.create_index(
        "uq_assignment_kind",
        "assignment",
        ["municipality_id", "referral_id", "kind"],
        unique=True,
        sqlite_where=ACTIVE,
        postgresql_where=ACTIVE,
    )
    with op.batch_alter_table("offer_round") as batch:
        batch.add_column(sa.Column("replaces_id", sa.BigInteger(), nullable=True))
        batch.create_foreign_key("fk_offer_round_replaces_id", "assignment", ["replaces_id"], ["id"])
    with op.batch_alter_table("offer") as batch:
        for column in _offer():
            batch.add_column(column)
        batch.create_foreign_key("fk_offer_buddy_id", "coordinator", ["buddy_id"], ["id"])
    op.create_index("ix_offer_nudge", "offer", ["nudge_at"], sqlite_where=TO_NUDGE, postgresql_where=TO_NUDGE)
    op.add_column(
        "invitation", sa.Column("organises", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    _make_tables()


def downgrade() -> None:
    """Go down."""
    op.drop_table("choice")
    op.drop_table("ballot")
    with op.batch_alter_table("invitation") as batch:
        batch.drop_column("organises")
    op.drop_index("ix_offer_nudge", table_name="offer")
    with op.batch_alter_table("offer") as batch:
        batch.drop_constraint("fk_offer_buddy_id", type_="foreignkey")
        for column in _offer():
            batch.drop_column(column.name)
    with op.batch_alter_table("offer_round") as batch:
        batch.drop_constraint("fk_offer_round_replaces_id", type_="foreignkey")
        batch.drop_column("replaces_id")
    op.drop_index("uq_assignment_kind", table_name="assignment")
    op.execute("DELETE FROM assignment WHERE coordinator_id IS NULL")
    _change("assignment", _assignment(), "coordinator_id", nullable=False)
    _lead_index(LEAD_BEFORE)


def _change(table: str, columns: list[sa.Column[Any]], name: str, *, nullable: bool) -> None:
    """Add the columns where `name` may now be empty, take them off where it may not any more.

    SQLite makes such a table anew, without the conditions of its indexes: those go first and come back after.
    """
    op.drop_index("uq_assignment_lead", table_name=table)
    op.drop_index("ix_assignment_coordinator", table_name=table)
    with op.batch_alter_table(table) as batch:
        for column in columns:
            if nullable:
                batch.add_column(column)
            else:
                batch.drop_column(column.name)
        batch.alter_column(name, existing_type=sa.BigInteger(), nullable=nullable)
    op.create_index(
        "ix_assignment_coordinator", table, ["coordinator_id"], sqlite_where=ACTIVE, postgresql_where=ACTIVE
    )


def _lead_index(where: sa.TextClause) -> None:
    op.create_index(
        "uq_assignment_lead",
        "assignment",
        ["municipality_id", "referral_id"],
        unique=True,
        sqlite_where=where,
        postgresql_where=where,
    )


def _assignment() -> list[sa.Column[Any]]:
    return [
        sa.Column("leaving_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("leaving_reason", sa.String(), nullable=True),
        sa.Column("handover", sa.LargeBinary(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
    ]


def _offer() -> list[sa.Column[Any]]:
    return [
        sa.Column("leaves_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("nudge_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("nudged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("buddy_id", sa.BigInteger(), nullable=True),
    ]


def _make_tables() -> None:
    op.create_table(
        "ballot",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("referral_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("times", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_ballot_person_id")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_ballot_referral_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballot")),
        sa.UniqueConstraint("municipality_id", "referral_id", "person_id", name="uq_ballot_person"),
    )
    op.create_index(op.f("ix_ballot_referral_id"), "ballot", ["referral_id"], unique=False)
    op.create_table(
        "choice",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("referral_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("offer_id", sa.BigInteger(), nullable=True),
        sa.Column("others_fine", sa.Boolean(), nullable=False),
        sa.Column("via", sa.String(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_kind", sa.String(), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("behalf_person_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_choice_offer_id")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_choice_referral_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_choice")),
    )
    op.create_index(op.f("ix_choice_referral_id"), "choice", ["referral_id"], unique=False)
