"""How Alembic reaches the database: by the engine that `ekc.migrations.upgrade` hands over."""

from __future__ import annotations

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy.types import TypeDecorator

from ekc.migrations import every_table


def render_item(kind: str, item: object, _: AutogenContext) -> str | Literal[False]:
    """Our own column types stand in a migration as what they are in the database, so that it never changes
    with them."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    return False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=every_table(),
    render_as_batch=True,
    transactional_ddl=True,
    transaction_per_migration=True,
    compare_type=True,
    render_item=render_item,
)
with context.begin_transaction():
    context.run_migrations()
