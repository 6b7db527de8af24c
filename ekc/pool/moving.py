"""Moving a volunteer along her path: the check, the step with who decided, the line in the logbook."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import bindparam, select

from ekc import clock
from ekc.accounts.actor import Actor
from ekc.audit.service import record
from ekc.calendars import service as calendars
from ekc.db import db
from ekc.errors import DomainError
from ekc.pool import path, rules, service
from ekc.pool.models import Coordinator, PoolStep
from ekc.pool.path import Facts
from ekc.publishing import service as publishing

LAST_STOP = (
    select(PoolStep)
    .where(PoolStep.coordinator_id == bindparam("id"), PoolStep.move == "stop")
    .order_by(PoolStep.id.desc())
    .limit(1)
)


def move(
    coordinator: Coordinator,
    name: str,
    facts: Facts,
    *,
    reason: str | None = None,
    day: date | None = None,
    exception: str | None = None,
    by: Actor,
) -> None:
    """Make a move on her path. DomainError says why not.

    `facts` are those known above this package (held, running); the rest is added here. `day` is the day on
    which it was so, today where none is told; `exception` is why the bureau makes one, in its own words.
    """
    on = day or clock.today()
    if on > clock.today():
        raise DomainError("Deze dag moet nog komen. Vul in wat al gebeurd is.")
    if name not in path.BY_NAME:
        raise DomainError("Die stap bestaat niet.")
    sentence = path.refusal(name, coordinator.stage, _known(coordinator, facts, exception), reason)
    if sentence is not None:
        raise DomainError(sentence)
    before = coordinator.stage
    _set(coordinator, name, on, reason)
    db.session.add(service.step(coordinator, name, before, on, reason, exception, by=by))
    if coordinator.stage == path.Stage.STOPPED:
        calendars.forget(coordinator.person_id, coordinator.municipality_id)
        publishing.leave(coordinator.person_id, coordinator.municipality_id)
    record(f"{name}_coordinator", "coordinator", coordinator.id, reason=reason, by=by)
    db.session.flush()


def correct(coordinator: Coordinator, source: str | None, reason: str | None, *, by: Actor) -> None:
    """How she came to us, and why she stopped, as it turned out to be: for the figures of the year.

    Codes of `path.SOURCES` and `path.STOP_REASONS`; `reason` only for who stopped. DomainError for others.
    The step on her path says the same from then on.
    """
    has_stopped = coordinator.stage == path.Stage.STOPPED
    if source is not None and source not in path.SOURCES:
        raise DomainError("Kies uit de lijst hoe zij of hij bij ons kwam.")
    if has_stopped and reason not in path.STOP_REASONS:
        raise DomainError("Kies een reden uit de lijst.")
    coordinator.source = source
    if has_stopped:
        coordinator.stop_reason = reason
        last = db.session.scalar(LAST_STOP, {"id": coordinator.id})
        if last is not None:
            last.reason = reason
    record("correct_path", "coordinator", coordinator.id, reason=reason if has_stopped else None, by=by)
    db.session.flush()


def _known(coordinator: Coordinator, facts: Facts, exception: str | None) -> Facts:
    lacks = rules.lacking(service.papers_of(coordinator), clock.today())
    words = tuple(rules.LACKS[code] for code in lacks)
    return replace(
        facts, lacks=words, block2=coordinator.block2_on is not None, exception=exception is not None
    )


def _set(coordinator: Coordinator, name: str, on: date, reason: str | None) -> None:
    target = path.BY_NAME[name].target
    if target is not None:
        coordinator.stage = target.value
    if name == "block2":
        coordinator.block2_on = on
    if name in {"stop", "come_back"}:
        stops = name == "stop"
        coordinator.stopped_on, coordinator.stop_reason = (on, reason) if stops else (None, None)
