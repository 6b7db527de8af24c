"""Two of the bureau who do something at the same moment, each in a process of their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from typing import Any

from ekc import clock, seals, settings
from ekc.accounts.actor import Actor
from ekc.db import db, make_engine
from ekc.errors import TooLateError
from ekc.exchange import queries, service
from ekc.expenses import payroll
from ekc.settings import Settings
from tests.agenda.trajects import NOON

HANG = 120
_start: Barrier | None = None
Wish = tuple[Actor, object, str]  # who, what it is about, what was looked at
Verb = Callable[[Actor, Any, str], object]


def race(chosen: Settings, verb: Verb, rounds: Sequence[Sequence[Wish]]) -> list[list[str]]:
    """Let two processes go at once, in every round each with a wish; gives what a round came to, sorted."""
    db.remove()
    db.engine.dispose()
    context = get_context("spawn")
    start = context.Barrier(2)
    with ProcessPoolExecutor(2, context, _begin, (chosen, start)) as pool:
        sides = [pool.submit(_contend, verb, list(wishes)) for wishes in zip(*rounds, strict=True)]
        outcomes = [side.result(timeout=HANG) for side in sides]
    return [sorted(outcome) for outcome in zip(*outcomes, strict=True)]


def _begin(chosen: Settings, start: Barrier) -> None:
    global _start  # noqa: PLW0603 -- a barrier can only be handed to a process when it begins
    _start = start
    settings.use(chosen)
    seals.configure(chosen.secret_key)
    db.bind(make_engine(chosen.database_url))


def _contend(verb: Verb, wishes: Sequence[Wish]) -> list[str]:
    assert _start is not None
    found = []
    with clock.at(NOON):
        for actor, about, seen in wishes:
            _start.wait(HANG)
            found.append(_attempt(verb, actor, about, seen))
            db.remove()
    return found


def take(actor: Actor, upload: int, seen: str) -> None:
    """Take over a file."""
    service.take(queries.get_for(actor, upload), seen, by=actor)


def hand_over(actor: Actor, until: date, seen: str) -> None:
    """Hand claims to the payroll office."""
    payroll.hand_over(until, seen, by=actor)


def _attempt(verb: Verb, actor: Actor, about: object, seen: str) -> str:
    try:
        verb(actor, about, seen)
        db.commit()
    except TooLateError:
        db.rollback()
        return "late"
    except Exception as error:  # noqa: BLE001 -- whatever else it is, the test must see it
        return repr(error)
    return "done"
