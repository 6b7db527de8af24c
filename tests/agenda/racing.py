"""Two people who want the same hours at the same moment, each in a process of their own."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier

from ekc import clock, seals, settings
from ekc.accounts.actor import Actor
from ekc.agenda import service
from ekc.agenda.models import Conference
from ekc.agenda.rules import Plan
from ekc.db import db, make_engine
from ekc.errors import BusyError, TooLateError
from ekc.polls import service as polls
from ekc.polls.models import DatePoll, PollDay
from ekc.referrals.models import Referral
from ekc.settings import Settings
from tests.agenda.trajects import NOON
from tests.world import Somebody

HANG = 120
_start: Barrier | None = None
Wish = tuple[Somebody, int, Plan]  # who, referral or conference, when and where


def race(chosen: Settings, verb: str, rounds: Sequence[Sequence[Wish]]) -> list[list[str]]:
    """Let two processes go at once, in every round each with a wish; gives what a round came to, sorted."""
    db.remove()
    db.engine.dispose()
    sides = [
        _runners().submit(_contend, chosen, verb, [(who.actor, target, plan) for who, target, plan in wishes])
        for wishes in zip(*rounds, strict=True)
    ]
    outcomes = [side.result(timeout=HANG) for side in sides]
    return [sorted(outcome) for outcome in zip(*outcomes, strict=True)]


@cache
def _runners() -> ProcessPoolExecutor:
    """The two processes, for all races of this run: to begin takes them longer than to run."""
    context = get_context("spawn")
    return ProcessPoolExecutor(2, context, _begin, (context.Barrier(2),))


def _begin(start: Barrier) -> None:
    global _start  # noqa: PLW0603 -- a barrier can only be handed to a process when it begins
    _start = start


def _contend(chosen: Settings, verb: str, wishes: Sequence[tuple[Actor, int, Plan]]) -> list[str]:
    assert _start is not None
    settings.use(chosen)
    seals.configure(chosen.secret_key)
    db.bind(make_engine(chosen.database_url))
    try:
        return _all(verb, wishes, _start)
    finally:
        db.remove()
        db.engine.dispose()


def _all(verb: str, wishes: Sequence[tuple[Actor, int, Plan]], start: Barrier) -> list[str]:
    found = []
    with clock.at(NOON):
        for actor, target, plan in wishes:
            start.wait(HANG)
            found.append(_attempt(verb, actor, target, plan))
            db.remove()
    return found


def _attempt(verb: str, actor: Actor, target: int, plan: Plan) -> str:
    try:
        if verb == "plan":
            service.plan(db.session.get_one(Referral, target), plan, by=actor)
        elif verb == "choose":
            day = db.session.get_one(PollDay, target)
            poll = db.session.get_one(DatePoll, day.poll_id)
            polls.choose(poll, db.session.get_one(Referral, poll.referral_id), day.id, plan, by=actor)
        else:
            service.move(db.session.get_one(Conference, target), plan, by=actor)
        db.commit()
    except (BusyError, TooLateError) as refusal:
        db.rollback()
        return "busy" if isinstance(refusal, BusyError) else "late"
    except Exception as error:  # noqa: BLE001 -- whatever else it is, the test must see it
        return repr(error)
    return "done"
