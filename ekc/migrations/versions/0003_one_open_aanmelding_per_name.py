"""One open aanmelding per name, and what the bureau said about somebody who has the same one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from ekc import seals
from ekc.referrals.rules import plain_name

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.add_column("referral", sa.Column("namesake", sa.String(), nullable=True))
    op.add_column("referral", sa.Column("namesake_keys", sa.Text(), nullable=False, server_default="[]"))
    op.add_column("focus_person", sa.Column("name_key", sa.String(), nullable=False, server_default=""))
    op.create_index("ix_focus_person_name", "focus_person", ["municipality_id", "name_key"], unique=False)
    _name()


def downgrade() -> None:
    """Go down."""
    op.drop_index("ix_focus_person_name", table_name="focus_person")
    with op.batch_alter_table("focus_person") as batch:
        batch.drop_column("name_key")
    with op.batch_alter_table("referral") as batch:
        batch.drop_column("namesake_keys")
        batch.drop_column("namesake")


def _name() -> None:
    """Who is a hoofdpersoon already: the first of a name holds it."""
    focus = sa.table(
        "focus_person", *map(sa.column, ("id", "municipality_id", "person_id", "name_key", "open_key"))
    )
    person = sa.table("person", *map(sa.column, ("id", "given_name", "surname")))
    connection, holders = op.get_bind(), set()
    found = (
        sa.select(
            focus.c.id, focus.c.municipality_id, focus.c.open_key, person.c.given_name, person.c.surname
        )
        .join(person, person.c.id == focus.c.person_id)
        .order_by(focus.c.id)
    )
    for row in connection.execute(found).all():
        key = seals.keyed_hash(plain_name(seals.unseal(row.given_name), seals.unseal(row.surname)))
        named = {"name_key": key}
        if row.open_key is not None and (row.municipality_id, key) not in holders:
            holders.add((row.municipality_id, key))
            named["open_key"] = key
        connection.execute(focus.update().where(focus.c.id == row.id).values(**named))
