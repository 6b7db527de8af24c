"""The only place that asks what time it is."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterator

HOME = ZoneInfo("Europe/Amsterdam")

_set: ContextVar[datetime | None] = ContextVar("clock_set", default=None)


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _set.get() or datetime.now(UTC)


def today() -> date:
    """The present day on a calendar in the Netherlands."""
    return now().astimezone(HOME).date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Make `now()` answer `moment` (aware) within the block: how the demo builds two years of history."""
    token = _set.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _set.reset(token)
