"""PostgreSQL is a real one, fresh for each test."""

from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from tests.tools import postgres


def _ask(url: str, question: str) -> object:
    with create_engine(url, poolclass=NullPool).connect() as connection:
        return connection.scalar(text(question))


def _do(url: str, statement: str) -> None:
    with create_engine(url, poolclass=NullPool).begin() as connection:
        connection.execute(text(statement))


def test_a_database_is_real_empty_and_ours(postgres_url: str) -> None:
    assert "PostgreSQL" in str(_ask(postgres_url, "select version()"))
    assert _ask(postgres_url, "select count(*) from pg_tables where schemaname = 'public'") == 0
    assert _ask(postgres_url, "show server_encoding") == "UTF8"


def test_databases_do_not_see_each_other(postgres_server: str) -> None:
    with postgres.database(postgres_server, "one") as one, postgres.database(postgres_server, "two") as two:
        _do(one, "create table kept (id int)")
        assert _ask(one, "select to_regclass('kept')::text") == "kept"
        assert _ask(two, "select to_regclass('kept')::text") is None


def test_a_database_goes_away_with_connections_open(postgres_server: str) -> None:
    with postgres.database(postgres_server, "busy") as url:
        open_still = create_engine(url).connect()
    with pytest.raises(OperationalError):
        open_still.execute(text("select 1"))
    open_still.invalidate()
    open_still.close()
    with pytest.raises(OperationalError, match="does not exist"):
        _ask(url, "select 1")


def test_a_server_leaves_nothing_behind() -> None:
    with postgres.server() as url:
        here = Path(url.partition("?host=")[2])
        assert (here / "data" / "PG_VERSION").exists()
    assert not here.exists()
