"""Two of the bureau who take over a file at the same moment, each in a process of their own."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier

from ekc import clock, seals, settings
from ekc.accounts.actor import Actor
from ekc.db import db, make_engine
from ekc.errors import TooLateError
from ekc.exchange import queries, service
from ekc.settings import Settings
from tests.agenda.trajects import NOON

HANG = 120
_start: Barrier | None = None
Wish = tuple[Actor, int, str]  # who, which file, what was looked at


def race(chosen: Settings, rounds: Sequence[Sequence[Wish]]) -> list[list[str]]:
    """Let two processes go at once, in every round each with a file; gives what a round came to, sorted."""
    db.remove()
    db.engine.dispose()
    context = get_context("spawn")
    start = context.Barrier(2)
    with ProcessPoolExecutor(2, context, _begin, (chosen, start)) as pool:
        sides = [pool.submit(_contend, list(wishes)) for wishes in zip(*rounds, strict=True)]
        outcomes = [side.result(timeout=HANG) for side in sides]
    return [sorted(outcome) for outcome in zip(*outcomes, strict=True)]


def _begin(chosen: Settings, start: Barrier) -> None:
    global _start  # noqa: PLW0603 -- a barrier can only be handed to a process when it begins
    _start = start
    settings.use(chosen)
    seals.configure(chosen.secret_key)
    db.bind(make_engine(chosen.database_url))


def _contend(wishes: Sequence[Wish]) -> list[str]:
    assert _start is not None
    found = []
    with clock.at(NOON):
        for actor, upload, digest in wishes:
            _start.wait(HANG)
            found.append(_attempt(actor, upload, digest))
            db.remove()
    return found


def _attempt(actor: Actor, upload: int, digest: str) -> str:
    try:
        service.take(queries.get_for(actor, upload), digest, by=actor)
        db.commit()
    except TooLateError:
        db.rollback()
        return "late"
    except Exception as error:  # noqa: BLE001 -- whatever else it is, the test must see it
        return repr(error)
    return "done"
