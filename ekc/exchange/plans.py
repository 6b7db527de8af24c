"""What would happen if a file came in: a line per row, or every problem. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from ekc.sheets.rules import Problem

NEW, CHANGE, SAME = "new", "change", "same"
WORDS = {NEW: "nieuw", CHANGE: "verandert", SAME: "blijft zo"}


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a file: what it is about, what happens, and what changes, in words.

    `values` are what is written; `target` is the id of what is there already.
    """

    row: int
    title: str
    what: str
    changes: tuple[str, ...] = ()
    target: int | None = None
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """All lines, or all problems: with a problem nothing comes in."""

    lines: tuple[Line, ...] = ()
    problems: tuple[Problem, ...] = ()

    def count(self, what: str) -> int:
        """How many rows are new, change, or stay as they are."""
        return sum(line.what == what for line in self.lines)

    @property
    def changes_something(self) -> bool:
        """Whether there is anything to take over."""
        return any(line.what != SAME for line in self.lines)

    @property
    def digest(self) -> str:
        """Differs when anything would happen differently: what was looked at is what is done."""
        told = [(line.row, line.what, line.target, line.title, line.changes) for line in self.lines]
        return sha256(repr(told).encode()).hexdigest()[:32]
