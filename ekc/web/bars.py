"""Where the bars of a chart stand. The same numbers give the same chart, so it is worked out once."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flask import Flask

PITCH, MARGIN, WIDTH = 26, 4, 142
LONGEST = 18  # signs of a label that fit beside its bar
REMEMBERED = 256


class Bar(NamedTuple):
    """One bar, in the units of the picture."""

    label: str
    short: str
    value: int
    top: int
    long: float


class Chart(NamedTuple):
    """All bars, how high they are together, and what they say in words."""

    bars: tuple[Bar, ...]
    height: int
    words: str


def init_app(app: Flask) -> None:
    """Templates get `chart(rows)`."""
    app.jinja_env.globals["chart"] = chart


def chart(rows: Iterable[tuple[str, int]]) -> Chart:
    """A chart of (label, number) pairs; the largest number fills the width."""
    return _chart(tuple(rows))


@lru_cache(REMEMBERED)
def _chart(rows: tuple[tuple[str, int], ...]) -> Chart:
    most = max((value for _, value in rows), default=0) or 1
    bars = tuple(
        Bar(label, _short(label), value, top, round(value / most * WIDTH, 1))
        for top, (label, value) in zip(range(MARGIN, len(rows) * PITCH + MARGIN, PITCH), rows, strict=True)
    )
    words = ", ".join(f"{label} {value}" for label, value in rows)
    return Chart(bars, len(rows) * PITCH + MARGIN, f"{words}.")


def _short(label: str) -> str:
    return label if len(label) <= LONGEST else f"{label[: LONGEST - 1]}…"
