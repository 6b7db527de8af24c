"""How Alembic reaches the database: by the engine that `ekc.migrations.upgrade` hands over."""

from __future__ import annotations

from alembic import context

from ekc.migrations import every_table

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=every_table(),
    render_as_batch=True,
    transactional_ddl=True,
    transaction_per_migration=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
