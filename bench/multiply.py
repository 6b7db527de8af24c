"""More of the same: every household copied within its municipality, with ids and unique words of its own.

A municipality ten times as busy has ten times the households; its people who work, its places and its targets
stay. So the lists of one coordinator grow along: what would show a page that asks once per row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, Column, Table, UniqueConstraint, text
from sqlalchemy.types import String

from ekc.db import Base, db

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.engine import Connection

SKIPPED = {"taken"}  # an hour in which somebody is taken cannot be taken twice
EMPTIED = {
    "message": {"body_text", "body_html", "calendar"}
}  # never read by a page of these; most of the bytes
NOTED = "INSERT INTO bench_ids (old) SELECT id FROM {} WHERE id NOT IN (SELECT id FROM kept)"
COPIED = """
WITH RECURSIVE turn(k) AS (
    SELECT :first WHERE :first <= :last UNION ALL SELECT k + 1 FROM turn WHERE k < :last
)
INSERT INTO {table} ({columns})
SELECT {values} FROM turn, {table} AS t JOIN bench_ids AS own ON own.old = t.id ORDER BY k, own.n
"""
MOVED = "coalesce((SELECT :top + (k - 1) * {many} + n FROM bench_ids WHERE old = {here}), {here})"


class Copies:
    """Households to be copied: all rows whose id is not `kept`, as they are now."""

    def __init__(self, kept: Iterable[int]) -> None:
        self.made = 0
        with db.engine.begin() as connection:
            connection.execute(text("CREATE TABLE bench_ids (n INTEGER PRIMARY KEY, old INTEGER UNIQUE)"))
            connection.execute(text("CREATE TEMP TABLE kept (id INTEGER PRIMARY KEY)"))
            connection.execute(text("INSERT INTO kept VALUES (:id)"), [{"id": one} for one in kept])
            for table in _tables():
                connection.execute(text(NOTED.format(_name(table))))
            self.many = connection.scalar(text("SELECT count(*) FROM bench_ids")) or 0
            self.top = connection.scalar(text("SELECT max(old) FROM bench_ids")) or 0

    def up_to(self, times: int) -> int:
        """Make it `times` as many households as there were; gives how many rows there are (no logbook)."""
        with db.engine.begin() as connection:
            for table in _tables():
                connection.execute(
                    text(self._insert(table)), {"first": self.made + 1, "last": times - 1, "top": self.top}
                )
            self.made = max(self.made, times - 1)
            return sum(_count(connection, table) for table in _tables() if table.name != "log_entry")

    def _insert(self, table: Table) -> str:
        columns = ", ".join(f'"{column.name}"' for column in table.c)
        values = ", ".join(self._value(table, column) for column in table.c)
        return COPIED.format(table=_name(table), columns=columns, values=values)

    def _value(self, table: Table, column: Column[object]) -> str:
        here = f't."{column.name}"'
        if column.name == "id":
            return f":top + (k - 1) * {self.many} + own.n"
        if isinstance(column.type, BigInteger) and (column.foreign_keys or column.name.endswith("_id")):
            return MOVED.format(many=self.many, here=here)
        if column.name in EMPTIED.get(table.name, ()):
            return f"CASE WHEN {here} IS NULL THEN NULL ELSE x'' END"
        if column.name in _unique_words(table):
            return f"{here} || '-' || k"
        return here


def _tables() -> list[Table]:
    return [table for table in Base.metadata.sorted_tables if table.name not in SKIPPED and "id" in table.c]


def _name(table: Table) -> str:
    return f'"{table.name}"'


def _unique_words(table: Table) -> set[str]:
    """Text columns that must differ from row to row."""
    together = [set(each.columns) for each in table.constraints if isinstance(each, UniqueConstraint)]
    together += [set(index.columns) for index in table.indexes if index.unique]
    return {column.name for columns in together for column in columns if isinstance(column.type, String)}


def _count(connection: Connection, table: Table) -> int:
    return connection.scalar(text(f"SELECT count(*) FROM {_name(table)}")) or 0  # noqa: S608 -- the same
