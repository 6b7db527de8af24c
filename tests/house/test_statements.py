"""A query inside another query means the row around it, and never reads that table anew by mistake.

A subquery two levels deep that names a table of the outermost one is not tied to it by itself
(SQLAlchemy ties to the next query only): it would find any row of that table. `correlate` says which.
"""

from __future__ import annotations

import importlib
import pkgutil
import re

from sqlalchemy import Select, column, exists, func, select, table

import ekc

PARTS = re.compile(r"[()]|\bSELECT\b|\bFROM ([^()]*?)(?=\s+WHERE\b|\s+ORDER\b|\s+LIMIT\b|\s*\n|[()]|$)")
TABLE = re.compile(r"(?:^|, |JOIN )(\w+)(?! AS)\b")

WITH = re.compile(r"(\w+) AS\s+\(SELECT")  # names of queries, not of tables


def read_anew(statement: str) -> list[str]:
    """Tables beside another one in a query inside, that a query around it reads too."""
    open_, inside = [set[str]()], []
    for part in PARTS.finditer(statement):
        if part.group() == "(":
            open_.append(set())
        elif part.group() == ")":
            open_.pop()
        elif part.group(1):
            there = set(TABLE.findall(part.group(1)))
            open_[-1] |= there
            if "," in part.group(1):
                inside.append((there, open_[:-1]))  # those around it say only later what they read
    named = set(WITH.findall(statement))
    return sorted({name for there, around in inside for name in there & set().union(*around) - named})


def statements():
    for module in pkgutil.walk_packages(ekc.__path__, "ekc."):
        if ".migrations." not in module.name:
            for name, value in vars(importlib.import_module(module.name)).items():
                if isinstance(value, Select):
                    yield f"{module.name}.{name}", str(value)


def test_a_query_inside_another_is_tied_to_the_row_around_it():
    there = dict(statements())
    assert len(there) > 300
    assert {name: tables for name, text in there.items() if (tables := read_anew(text))} == {}


def test_one_that_is_not_tied_is_seen():
    day, voter, answer = (
        table(name, column("id"), column("day"), column("voter")) for name in ("day", "voter", "answer")
    )
    said = exists().where(answer.c.voter == voter.c.id, answer.c.day == day.c.id)
    open_day = select(func.max(day.c.id)).where(~said).correlate(voter).scalar_subquery()
    assert read_anew(str(select(voter.c.id).where(open_day.is_not(None)))) == ["voter"]
    tied = select(func.max(day.c.id)).where(~said.correlate(day, voter)).correlate(voter).scalar_subquery()
    assert read_anew(str(select(voter.c.id).where(tied.is_not(None)))) == []
