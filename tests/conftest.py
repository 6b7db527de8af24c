"""What most tests stand on: an empty database with the cast, the application, a client for each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from ekc import create_app
from ekc import settings as current
from ekc.db import db
from ekc.notifications.models import Message
from ekc.settings import Settings
from ekc.web_app import start
from tests.agenda.trajects import Traject, make_traject
from tests.client import ReviewingClient
from tests.world import (
    Somebody,
    World,
    empty_database,
    make_settings,
    make_world,
    own_database,
    remembered_world,
)

SHIPPED = Settings()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long ones first: whoever is done helps with the short ones, and nobody waits for one journey."""
    items.sort(key=lambda item: "journeys" not in item.nodeid)


@pytest.fixture
def settings(tmp_path: Path):
    """The settings of this test."""
    return make_settings(tmp_path, own_database())


@pytest.fixture
def database(settings) -> Iterator[None]:
    """An empty SQLite database with every table, and a session that may write."""
    empty_database(settings)
    yield
    db.reading(False)
    db.engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def chosen(request, tmp_path: Path) -> Iterator[Settings]:
    """The settings of an empty database of each kind, one after the other."""
    kept = request.param == "postgresql" and request.getfixturevalue("postgres_kept")
    made = make_settings(tmp_path, kept or own_database())
    empty_database(made)
    yield made
    db.reading(False)
    db.engine.dispose()


@pytest.fixture
def both(chosen) -> World:
    """The municipality and its cast, on each kind of database."""
    return make_world()


@pytest.fixture
def rounds(full) -> int:
    """How often two go at once."""
    return 30 if full else 3


@pytest.fixture
def world(settings, database) -> World:
    """The municipality and its cast."""
    return remembered_world(settings)


@pytest.fixture
def traject(world) -> Traject:
    """A traject of Cor: the family was spoken, nobody else yet."""
    return make_traject(world)


@pytest.fixture
def app(settings, database) -> Iterator[Flask]:
    """The application on this test's database; forms need no token here (tests/web proves that they do)."""
    made = application(replace(settings, database_url="", mail_url="", inbox_url=""), settings)
    before = dict(made.config)
    start(settings)
    db.reading(False)
    yield made
    made.config.clear()
    made.config.update(before)


_made: dict[Settings, Flask] = {}


def application(alike: Settings, first: Settings) -> Flask:
    """One application for all tests whose settings are alike: what differs is where the database is."""
    if alike not in _made:
        made = create_app(first)
        made.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
        made.test_client_class = ReviewingClient
        _made[alike] = made
    return _made[alike]


@pytest.fixture
def quiet_nights(settings, database) -> None:
    """From nine in the evening to eight in the morning nobody is asked anything, as shipped."""
    current.use(replace(settings, quiet_hours=SHIPPED.quiet_hours))


@pytest.fixture
def client_of(app: Flask) -> Callable[[Somebody | None], FlaskClient]:
    """`client_of(world.sanne)`: a browser in which Sanne is signed in; `client_of(None)`: a stranger's."""

    def make(somebody: Somebody | None) -> FlaskClient:
        db.commit()
        client = app.test_client()
        if somebody is not None:
            with client.session_transaction() as session:
                session["_user_id"] = somebody.session_id
                session["_fresh"] = True
        return client

    return make


@pytest.fixture
def outbox(database) -> Callable[[], list[tuple[str, str]]]:
    """`outbox()`: (kind, address) of every message still to leave, in order."""

    def read() -> list[tuple[str, str]]:
        rows = db.session.query(Message).filter(Message.state == "queued").order_by(Message.id).all()
        return [(row.kind, row.address) for row in rows]

    return read


@pytest.fixture
def queries(database) -> Iterator[list[str]]:
    """Every statement that reached the database, in order; `queries.clear()` before what you count."""
    seen: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        if not statement.startswith(("BEGIN", "PRAGMA", "COMMIT", "ROLLBACK")):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield seen
    event.remove(db.engine, "before_cursor_execute", note)


@pytest.fixture
def queries_of(client_of, queries):
    """How many statements a page takes, the lines of the logbook left out."""

    def count(somebody, address):
        client = client_of(somebody)
        queries.clear()
        assert client.get(address).status_code == 200
        return len([statement for statement in queries if "INSERT INTO log_entry" not in statement])

    return count
