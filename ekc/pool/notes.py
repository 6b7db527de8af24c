"""How a volunteer came where she is, and what the bureau wrote down about her: for the bureau only."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import and_, bindparam, select

from ekc import clock
from ekc.accounts.actor import Actor
from ekc.accounts.models import Account
from ekc.audit.service import record
from ekc.db import db, new_id
from ekc.people.models import Person
from ekc.pool import path
from ekc.pool.models import Coordinator, PoolNote, PoolStep
from ekc.web.formatting import day as in_words

STEPS = (
    select(PoolStep, Person.given_name, Person.surname)
    .outerjoin(Account, and_(PoolStep.actor_kind == "account", Account.id == PoolStep.actor_id))
    .outerjoin(Person, Person.id == Account.person_id)
    .where(PoolStep.municipality_id == bindparam("municipality"), PoolStep.coordinator_id == bindparam("id"))
    .order_by(PoolStep.day, PoolStep.id)
)
NOTES = (
    select(PoolNote, Person.given_name, Person.surname)
    .outerjoin(Account, Account.id == PoolNote.account_id)
    .outerjoin(Person, Person.id == Account.person_id)
    .where(PoolNote.municipality_id == bindparam("municipality"), PoolNote.coordinator_id == bindparam("id"))
    .order_by(PoolNote.id.desc())
)


class Taken(NamedTuple):
    """A step on her path in words: what, on which day, why, the exception if one was made, who decided."""

    label: str
    day: date
    reason: str | None
    exception: str | None
    who: str | None


class Note(NamedTuple):
    """A note: the words, when, and by whom."""

    text: str
    at: datetime
    who: str | None


def taken(coordinator: Coordinator) -> list[Taken]:
    """Every step so far, in order of day; one query."""
    return [
        Taken(
            path.WORDS[step.move],
            step.day,
            _why(step),
            step.exception,
            _name(given, surname),
        )
        for step, given, surname in db.session.execute(STEPS, _of(coordinator))
    ]


def notes(coordinator: Coordinator) -> list[Note]:
    """What the bureau wrote down, the newest first; one query."""
    rows = db.session.execute(NOTES, _of(coordinator))
    return [Note(note.text, note.at, _name(given, surname)) for note, given, surname in rows]


def write(coordinator: Coordinator, text: str, *, by: Actor) -> None:
    """Write something down about her, for the bureau alone; the text is sealed."""
    note = PoolNote(
        id=new_id(),
        municipality_id=coordinator.municipality_id,
        coordinator_id=coordinator.id,
        text=text,
        at=clock.now(),
        account_id=by.account_id,
    )
    db.session.add(note)
    record("note", "coordinator", coordinator.id, by=by)
    db.session.flush()


def _why(step: PoolStep) -> str | None:
    if step.move == path.PAUSE and step.reason:
        return f"tot en met {in_words(date.fromisoformat(step.reason))}"
    return path.STOP_REASONS.get(step.reason or "")


def _of(coordinator: Coordinator) -> dict[str, int]:
    return {"municipality": coordinator.municipality_id, "id": coordinator.id}


def _name(given: str | None, surname: str | None) -> str | None:
    return f"{given} {surname or ''}".strip() if given else None
