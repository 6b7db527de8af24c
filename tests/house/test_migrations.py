"""The migrations and the models describe the same tables, on both databases; going down and up again
works."""

from __future__ import annotations

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from ekc import migrations
from ekc.db import db, make_engine
from tests.matching.stories import make_referral
from tests.world import empty_database, make_settings, make_world


def differences(engine):
    """What the migrations lack or have too much, against the models."""
    migrations.upgrade(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found = compare_metadata(context, migrations.every_table())
    engine.dispose()
    return found


def test_models_equal_migrations_on_sqlite(tmp_path):
    assert differences(make_engine(f"sqlite:///{tmp_path}/a.sqlite")) == []


def test_models_equal_migrations_on_postgresql(postgres_url):
    assert differences(make_engine(postgres_url)) == []


def test_down_and_up_again(tmp_path):
    engine = make_engine(f"sqlite:///{tmp_path}/b.sqlite")
    migrations.upgrade(engine)
    with engine.connect() as connection:
        command.downgrade(migrations.config(connection), "base")
    assert differences(engine) == []


def test_an_update_keeps_what_is_there(tmp_path):
    empty_database(make_settings(tmp_path))
    made = make_referral(make_world()).id
    engine = db.engine
    db.remove()
    engine.dispose()
    with migrations.connected(engine) as connection:
        command.downgrade(migrations.config(connection), "0025")
    migrations.upgrade(engine)
    with engine.connect() as connection:
        (kept,) = connection.exec_driver_sql("SELECT id FROM referral").scalars()
        focus = connection.exec_driver_sql("SELECT referral_id FROM focus_person").scalars().all()
        looked_after = connection.exec_driver_sql("PRAGMA foreign_keys").scalar()
    engine.dispose()
    assert (kept, focus, looked_after) == (made, [made], 1)


def test_one_head_and_numbered_files():
    script = ScriptDirectory.from_config(migrations.config())
    names = sorted(revision.revision for revision in script.walk_revisions())
    assert len(script.get_heads()) == 1
    assert names == [f"{number:04}" for number in range(1, len(names) + 1)]
