"""The database: one handle, ids made by us, instants in UTC, sealed text.

SQLite writers take the write lock at once (a read that turns into a write cannot wait for another writer);
what we confirmed survives a power cut (`synchronous=FULL`). Readers use a plain transaction on SQLite and
none at all on PostgreSQL.
"""

from __future__ import annotations

import json
import logging
import os
import random
import threading
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC as UTC_ZONE
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, TypeVarTuple

from sqlalchemy import BigInteger, DateTime, Engine, LargeBinary, MetaData, Text, create_engine, event
from sqlalchemy.orm import DeclarativeBase, Session, mapped_column
from sqlalchemy.types import TypeDecorator

from ekc import clock, seals

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import CursorResult, Insert, Select
    from sqlalchemy.engine import Connection, Dialect
    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.pool import ConnectionPoolEntry

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
EPOCH_MS = 1_577_836_800_000  # 2020-01-01, so that 42 bits of milliseconds last until 2159
BUSY_MS = 10_000

LOW_BITS = 21

_random: random.Random = random.SystemRandom()
_low = _random.getrandbits(20)
_lock = threading.Lock()


@contextmanager
def ids_from(source: random.Random) -> Iterator[None]:
    """Draw the meaningless part of ids from `source`: the demo is the same on every machine.

    Afterwards ids climb on from where they were.
    """
    global _random, _low
    before = _random, _low
    _random, _low = source, source.getrandbits(20)
    try:
        yield
    finally:
        _random, _low = before


def new_id() -> int:
    """A number of 63 bits, ordered by time, unique over all municipalities, without meaning.

    Its low part climbs by chance steps and runs over into the time when it is full: ids of one process differ
    and keep their order also where the clock stands still.
    """
    global _low  # noqa: PLW0603 -- one source per process
    milliseconds = int(clock.now().timestamp() * 1000) - EPOCH_MS
    with _lock:
        _low += 1 + _random.getrandbits(4)
        return (milliseconds << LOW_BITS) + _low


def _draw_anew() -> None:
    """A process that is forked off, as some web servers do, draws ids of its own: not those of its parent."""
    global _low  # noqa: PLW0603 -- one source per process
    _low = _random.getrandbits(20)


os.register_at_fork(after_in_child=_draw_anew)


class UTC(TypeDecorator[datetime]):
    """An instant. Naive values are refused on the way in; what comes out is aware and in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Convert to UTC; SQLite keeps no zone, so it gets the bare UTC wall time."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime is no instant")
        moment = value.astimezone(UTC_ZONE)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, _: Dialect) -> datetime | None:
        """Give back the instant, aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC_ZONE) if value.tzinfo is None else value.astimezone(UTC_ZONE)


class Sealed(TypeDecorator[str]):
    """Text about a person: readable in the product, not in the table."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, _: Dialect) -> bytes | None:
        """Seal on the way in."""
        return None if value is None else seals.seal(value)

    def process_result_value(self, value: bytes | None, _: Dialect) -> str | None:
        """Open on the way out."""
        return None if value is None else seals.unseal(value)


class Codes(TypeDecorator[tuple[str, ...]]):
    """A short list of codes or words in one column, in the order given. Nothing that must be searched in
    SQL."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, _: Dialect) -> str | None:
        """As a JSON list."""
        return None if value is None else json.dumps(list(value), ensure_ascii=False)

    def process_result_value(self, value: str | None, _: Dialect) -> tuple[str, ...]:
        """Back as a tuple; an empty column is an empty tuple."""
        return tuple(json.loads(value)) if value else ()


class SealedCodes(TypeDecorator[tuple[str, ...]]):
    """Codes that together tell what is going on in a household: sealed like text."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, _: Dialect) -> bytes | None:
        """As a sealed JSON list."""
        return None if value is None else seals.seal(json.dumps(list(value), ensure_ascii=False))

    def process_result_value(self, value: bytes | None, _: Dialect) -> tuple[str, ...]:
        """Back as a tuple."""
        return tuple(json.loads(seals.unseal(value))) if value else ()


Columns = TypeVarTuple("Columns")
Id = Annotated[int, mapped_column(BigInteger, primary_key=True, autoincrement=False, default=new_id)]
Ref = Annotated[int, mapped_column(BigInteger)]


class Base(DeclarativeBase):
    """All tables."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {datetime: UTC, int: BigInteger, tuple[str, ...]: Codes}  # noqa: RUF012 -- read by SQLAlchemy, never changed


class Handle:
    """The one way to the database: a session per context (request, job run, command), begun when first
    used."""

    def __init__(self) -> None:
        """Unbound until `bind`."""
        self._engine: Engine | None = None
        self._reader: Engine | None = None
        self._session: ContextVar[Session | None] = ContextVar("session", default=None)
        self._reading: ContextVar[bool] = ContextVar("reading", default=False)
        self._read: ContextVar[Connection | None] = ContextVar("read", default=None)

    def bind(self, engine: Engine) -> None:
        """Use `engine` from now on; sessions still open in this context are dropped."""
        self.remove()
        self._engine = engine
        quiet: dict[str, object] = {"reading": True}
        if engine.dialect.name == "postgresql":
            quiet["isolation_level"] = "AUTOCOMMIT"
        self._reader = engine.execution_options(**quiet)

    @property
    def engine(self) -> Engine:
        """The engine in use; RuntimeError before `bind`."""
        if self._engine is None:
            raise RuntimeError("db.bind() was not called")
        return self._engine

    @property
    def session(self) -> Session:
        """The session of this context."""
        current = self._session.get()
        if current is None:
            bind = self._reading_connection() if self._reading.get() else self.engine
            current = Session(bind, expire_on_commit=False, autoflush=False)
            self._session.set(current)
        return current

    def rows(self, statement: Select[*Columns], values: Mapping[str, object]) -> CursorResult[*Columns]:
        """The rows of a statement about columns, never whole objects, in this context's transaction.

        It goes past the session's bookkeeping of objects, which costs more than most queries themselves.
        """
        reading = self._reading.get()
        connection = self._reading_connection() if reading else self.session.connection()
        return connection.execute(statement, values)

    def _reading_connection(self) -> Connection:
        """The connection of a context that only reads; a session, where objects are asked for, joins it."""
        current = self._read.get()
        if current is None:
            if self._reader is None:
                raise RuntimeError("db.bind() was not called")
            current = self._reader.connect()
            self._read.set(current)
        return current

    def insert_alone(self, statement: Insert, rows: Sequence[Mapping[str, object]]) -> None:
        """Write rows in a short transaction of their own, after all else in this context was done; no session
        is needed for that, and none is left."""
        self.remove()
        with self.engine.begin() as connection:
            connection.execute(statement, rows)

    def reading(self, yes: bool = True) -> None:  # noqa: FBT001, FBT002 -- reads as a sentence
        """End the session of this context; the next one only reads (or, with False, may write)."""
        self.remove()
        self._reading.set(yes)

    def commit(self) -> None:
        """Make what happened in this context's session last."""
        self.session.commit()

    def rollback(self) -> None:
        """Undo what happened since the last commit."""
        current, read = self._session.get(), self._read.get()
        if current is not None:
            current.rollback()
        if read is not None:
            read.rollback()

    def remove(self) -> None:
        """Close the session of this context; what was not committed is gone."""
        current = self._session.get()
        if current is not None:
            current.close()
            self._session.set(None)
        read = self._read.get()
        if read is not None:
            read.close()
            self._read.set(None)


db = Handle()


@lru_cache(maxsize=2)
def make_engine(url: str) -> Engine:
    """An engine for an SQLite or PostgreSQL address, with the promises of this module's first lines; the same
    one when a process starts on the same address again, with the statements that it has compiled.

    However much is logged: statements, never what they were given or gave.
    """
    logging.getLogger("sqlalchemy.engine.Engine").addFilter(_without_rows)
    if url.startswith("sqlite"):
        engine = create_engine(url, hide_parameters=True, connect_args={"timeout": BUSY_MS / 1000})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    # Our statements are short: compiling one, as PostgreSQL does for what looks dear, costs more than it.
    quick = {"options": "-c jit=off"}
    return create_engine(url, hide_parameters=True, pool_pre_ping=True, connect_args=quick)


def _without_rows(line: logging.LogRecord) -> bool:
    """Rows are logged in full detail only, with sealed text opened."""
    return line.levelno > logging.DEBUG


def _prepare_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", f"busy_timeout={BUSY_MS}", "foreign_keys=ON", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    reading = connection.get_execution_options().get("reading")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
