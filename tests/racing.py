"""Two people who do something at the same moment, each in a process of their own."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime, timedelta
from functools import cache, partial
from multiprocessing import get_context
from multiprocessing.context import BaseContext
from multiprocessing.synchronize import Barrier

from ekc import clock, seals, settings
from ekc.db import db, make_engine
from ekc.errors import BusyError, TooLateError
from ekc.settings import Settings
from tests.agenda.trajects import NOON

HANG = 120
OUTCOMES: dict[type[Exception], str] = {BusyError: "busy", TooLateError: "late"}
_start: Barrier | None = None
Verb = partial[object]  # of a function that the other process can import


@cache
def processes() -> BaseContext:
    """Where processes come from: each is forked off one that has read the product and done nothing else. To
    read it takes them longer than most races."""
    context = get_context("forkserver")
    context.set_forkserver_preload([__name__, "ekc.jobs", "ekc.web_app"])
    return context


def enter(chosen: Settings) -> None:
    """Open the product's database in this process."""
    settings.use(chosen)
    seals.configure(chosen.secret_key)
    db.bind(make_engine(chosen.database_url))


def own(moment: datetime) -> datetime:
    """The moment as this process has it, up to a second later: ids of processes differ by the millisecond in
    which they are made, and by chance alone where one clock stands still for all."""
    return moment + timedelta(milliseconds=10 + os.getpid() % 990)


def race(chosen: Settings, rounds: Sequence[Sequence[Verb]], moment: datetime = NOON) -> list[list[str]]:
    """Let two processes go at once, in every round each with a verb; gives what a round came to, sorted:
    'done', 'busy' (taken), 'late' (somebody was first), or whatever else was raised."""
    db.remove()
    db.engine.dispose()
    sides = [_runners().submit(_run, chosen, verbs, moment) for verbs in zip(*rounds, strict=True)]
    outcomes = [side.result(timeout=HANG) for side in sides]
    return [sorted(outcome) for outcome in zip(*outcomes, strict=True)]


@cache
def _runners() -> ProcessPoolExecutor:
    """The two processes, for all races of this run."""
    return ProcessPoolExecutor(2, processes(), _begin, (processes().Barrier(2),))


def _begin(start: Barrier) -> None:
    global _start  # noqa: PLW0603 -- a barrier can only be handed to a process when it begins
    _start = start


def _run(chosen: Settings, verbs: Sequence[Verb], moment: datetime) -> list[str]:
    assert _start is not None
    enter(chosen)
    found = []
    with clock.at(own(moment)):
        for verb in verbs:
            _start.wait(HANG)
            found.append(attempt(verb))
            db.remove()
    db.engine.dispose()
    return found


def attempt(verb: Verb) -> str:
    """Do it and commit; gives what came of it."""
    try:
        verb()
        db.commit()
    except Exception as error:  # noqa: BLE001 -- whatever it is, the test must see it
        db.rollback()
        return OUTCOMES.get(type(error)) or repr(error)
    return "done"
