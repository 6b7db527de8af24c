"""Have a calendar read by a process of its own, and believe no more of it than numbers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ekc.calendars.rules import AHEAD, TROUBLES

ROOT = Path(__file__).resolve().parents[2]
CHILD = (sys.executable, "-m", "ekc.calendars.child")
SECONDS = 20  # its own end comes at ten: this is for when that did not help
MOST_BLOCKS = 10_000


@dataclass(frozen=True, slots=True)
class Question:
    """An address, and from when to when busy hours matter (seconds from 1970)."""

    address: str
    begin: int
    end: int
    home: str
    ours: str
    plain: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """Busy stretches of quarter hours and how many entries were not understood; or a code of `TROUBLES`."""

    blocks: list[tuple[int, int]] = field(default_factory=list)
    unread: int = 0
    trouble: str | None = None


def ask(question: Question, child: Sequence[str] = CHILD) -> Answer:
    """Read one calendar. Never raises: whatever happens to the process is a code."""
    told = run({name: getattr(question, name) for name in Question.__slots__}, child)
    try:
        if "trouble" in told:
            return Answer(trouble=told["trouble"] if told["trouble"] in TROUBLES else "complicated")
        blocks = [(int(first), int(until)) for first, until in told["blocks"][:MOST_BLOCKS]]
        return Answer(blocks, int(told["unread"]))
    except (ValueError, KeyError, TypeError):
        return Answer(trouble="complicated")


def run(question: Mapping[str, object], child: Sequence[str] = CHILD) -> dict[str, Any]:
    """What a process of its own says to a question. Never raises; believe no more of it than you must."""
    with subprocess.Popen(  # noqa: S603 -- our own program; the address goes in by its input, not as an argument
        child,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"PYTHONPATH": os.pathsep.join((str(ROOT), *_paths())), "LC_ALL": "C.UTF-8"},
        start_new_session=True,
    ) as process:
        try:
            said, _ = process.communicate(json.dumps(question).encode(), timeout=SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            return {"trouble": "slow"}
    return _object(said) if process.returncode == 0 else {"trouble": "complicated"}


def _paths() -> list[str]:
    """Nothing but where this process found its packages."""
    return [path for path in sys.path if path.endswith("site-packages")]


def _object(said: bytes) -> dict[str, Any]:
    try:
        told = json.loads(said)
    except ValueError:
        return {"trouble": "complicated"}
    return told if isinstance(told, dict) else {"trouble": "complicated"}


def question(address: str, now: int, home: str, ours: str, *, plain: bool) -> Question:
    """The question of this moment: from now on as far as dates are proposed."""
    return Question(address, now, now + int(AHEAD.total_seconds()), home, ours, plain)
