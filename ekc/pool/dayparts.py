"""The parts of a week in which somebody can be free, by code, with their Dutch names. Pure."""

from __future__ import annotations

from collections.abc import Iterable

DAYS = {
    "mon": "maandag",
    "tue": "dinsdag",
    "wed": "woensdag",
    "thu": "donderdag",
    "fri": "vrijdag",
    "sat": "zaterdag",
    "sun": "zondag",
}
PARTS = {"morning": "ochtend", "afternoon": "middag", "evening": "avond"}
DAY_PARTS = {f"{day}_{part}": DAYS[day] + PARTS[part] for day in DAYS for part in PARTS}


def in_words(codes: Iterable[str]) -> str:
    """'maandagavond en zaterdagochtend', in the order of the week."""
    there = set(codes)
    names = [name for code, name in DAY_PARTS.items() if code in there]
    return " en ".join([*([", ".join(names[:-1])] if names[:-1] else []), *names[-1:]])
