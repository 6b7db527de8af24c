"""The history of the tables, numbered 0001, 0002 and so on."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config

from ekc.db import Base

if TYPE_CHECKING:
    from sqlalchemy import Engine, MetaData

PACKAGES = (
    "audit",
    "notifications",
    "places",
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
    with engine.connect() as connection:
        command.upgrade(config(connection), "head")
