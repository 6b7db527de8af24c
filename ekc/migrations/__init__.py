"""The history of the tables, numbered 0001, 0002 and so on."""

from __future__ import annotations

from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config

from ekc.db import Base

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine, MetaData

PACKAGES = (
    "audit",
    "notifications",
    "places",
    "nearby",
    "people",
    "accounts",
    "invitations",
    "pool",
    "training",
    "referrals",
    "areas",
    "matching",
    "choice",
    "circle",
    "agenda",
    "duty",
    "safety",
    "polls",
    "outcomes",
    "thanks",
    "voice",
    "expenses",
    "reporting",
    "exchange",
)


def every_table() -> MetaData:
    """The tables of all packages."""
    for package in PACKAGES:
        import_module(f"ekc.{package}.models")
    return Base.metadata


def config(connection: object = None) -> Config:
    """Alembic's settings, without a file."""
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent))
    made.set_main_option("path_separator", "os")
    made.attributes["connection"] = connection
    return made


def upgrade(engine: Engine) -> None:
    """Bring the tables up to date; a migration that breaks off leaves nothing behind."""
    with connected(engine) as connection:
        command.upgrade(config(connection), "head")


@contextmanager
def connected(engine: Engine) -> Iterator[Connection]:
    """A connection to change tables with.

    SQLite changes a table by making it anew and dropping the old one (www.sqlite.org/lang_altertable.html,
    section 7): that fails, or takes rows along, while foreign keys are looked after. So they are not until it
    is done, and then they are counted. RuntimeError where one points nowhere.
    """
    with engine.connect() as connection:
        if engine.dialect.name != "sqlite":
            yield connection
            return
        raw = connection.connection.driver_connection
        if raw is None:
            raise RuntimeError("no connection")
        raw.execute("PRAGMA foreign_keys=OFF")
        try:
            yield connection
            if raw.execute("PRAGMA foreign_key_check").fetchone():
                raise RuntimeError("a foreign key points nowhere after the migrations")
        finally:
            connection.rollback()
            raw.execute("PRAGMA foreign_keys=ON")
