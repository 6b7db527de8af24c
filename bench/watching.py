"""What reaches the database while something is done: statements as they were built, as sent, and commits."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import event

from ekc.db import db

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.engine import Connection
    from sqlalchemy.sql.expression import Executable

HOUSEKEEPING = ("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA", "SAVEPOINT", "RELEASE")


@dataclass
class Seen:
    """Everything, in order."""

    built: list[tuple[Executable, list[Any], dict[str, Any]]] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    commits: int = 0

    @property
    def reads(self) -> list[str]:
        """Queries."""
        return [one for one in self.sent if one.lstrip().startswith(("SELECT", "WITH"))]

    @property
    def writes(self) -> list[str]:
        """All else."""
        return [one for one in self.sent if not one.lstrip().startswith(("SELECT", "WITH"))]


@contextmanager
def watch() -> Iterator[Seen]:
    """Note all that happens inside."""
    seen = Seen()

    def built(_: Connection, clause: Any, many: Any, one: Any, __: Any) -> None:  # noqa: ANN401 -- SQLAlchemy's
        seen.built.append((clause, list(many), dict(one)))

    def sent(_: Connection, __: object, statement: str, *___: object) -> None:
        if not statement.startswith(HOUSEKEEPING):
            seen.sent.append(statement)

    def committed(_: Connection) -> None:
        seen.commits += 1

    listeners = (("before_execute", built), ("before_cursor_execute", sent), ("commit", committed))
    engines = (db.engine,)
    for engine in engines:
        for name, listener in listeners:
            event.listen(engine, name, listener)
    try:
        yield seen
    finally:
        for engine in engines:
            for name, listener in listeners:
                event.remove(engine, name, listener)
