"""Databases and applications to measure, each in a folder of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench import browser, main_job, town
from bench.watching import Seen, watch
from ekc import clock, create_app
from ekc.db import db
from tests.world import empty_database, make_settings, make_world

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

    from bench.pages import Page


def a_town(folder: Path) -> tuple[Flask, town.Town]:
    """The application on a database with the town."""
    folder.mkdir()
    chosen = make_settings(folder)
    empty_database(chosen)
    there = town.found()
    app = create_app(chosen)
    db.reading(False)
    return app, there


def the_main_job(folder: Path) -> list[main_job.Step]:
    """Every step of the main job, walked in a municipality where nothing happened yet."""
    folder.mkdir()
    chosen = make_settings(folder)
    empty_database(chosen)
    with clock.at(main_job.NOON):
        world = make_world()
    return main_job.walk(create_app(chosen), world)


def opened(app: Flask, page: Page) -> Seen:
    """What reaches the database when somebody opens a page."""
    with watch() as seen:
        reply = browser.of(app, page).open(page.path)
    if not reply.status.startswith("200"):
        raise ValueError(f"{page.name}: {reply.status}")
    return seen
