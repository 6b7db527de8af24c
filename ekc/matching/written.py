"""A long statement with its constants written into it. Pure.

Drivers send every constant of ours as a parameter: of three hundred, more time went into sending those that
are always the same than into the work.
"""

from __future__ import annotations

from typing import Any, TypeVar

from sqlalchemy import BindParameter, literal_column
from sqlalchemy.sql.visitors import replacement_traverse

Statement = TypeVar("Statement", bound=Any)


def written(statement: Statement) -> Statement:
    """The statement with its constants (whole numbers, codes of ours) as text; what is named, stays asked."""
    found: Statement = replacement_traverse(statement, {}, _constant)
    return found


def _constant(element: Any, **_: Any) -> Any:  # noqa: ANN401 -- any part of a statement
    if not isinstance(element, BindParameter) or not element.unique:
        return None
    value: Any = element.value
    if element.expanding:
        return literal_column(f"({', '.join(map(_text, value))})")
    return literal_column(_text(value), element.type)


def _text(value: int | str) -> str:
    if isinstance(value, int):
        return str(value)
    return "'" + value.replace("'", "''") + "'"
