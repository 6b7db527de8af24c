"""Begin and stop putting appointments into somebody's own calendar, and one round of the worker."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import CursorResult, Update, delete, update

from ekc import clock
from ekc.accounts.actor import Actor
from ekc.audit.service import record
from ekc.calendars import addresses, reader
from ekc.calendars.addresses import AddressError
from ekc.db import db, new_id
from ekc.errors import DomainError
from ekc.people.models import Person
from ekc.publishing import messages, queries, rules
from ekc.publishing.models import Publication, PublishedCopy

AT_ONCE, MANY = 4, 20  # processes, and calendars in one round
OTHERS = {"theirs", "away"}


class Taken(NamedTuple):
    """A calendar to be written in: its publication, the version of its password, what to do with which
    appointments (the version put; None: taken away), and the question for the process."""

    id: int
    version: int
    steps: list[tuple[int, datetime | None]]
    question: dict[str, Any]


def begin(address: str, user: str, password: str, *, by: Actor) -> Publication:
    """The actor's own calendar, or another name or password for it; it is tested within a minute.

    DomainError where the address cannot be one, or is another while ours stand in the first.
    """
    now, address, whose = clock.now(), address.strip(), by.person_id or 0
    _check_address(address)
    rules.check_login(user, password)
    db.session.get_one(Person, whose, with_for_update=True)  # twice at once: one after the other
    found = queries.of(by.municipality_id, whose)
    if found is None:
        found = Publication(
            id=new_id(), municipality_id=by.municipality_id, person_id=whose, version=0, failures=0
        )
        db.session.add(found)
    else:
        rules.check_stays(found.leaving_at)
        rules.check_same(found.address, address, filled=bool(queries.copies(found.id)))
    found.address, found.user, found.password = address, user, password
    found.version, found.next_at = found.version + 1, now
    found.tested_at = found.worked_at = found.trouble = found.told_at = None
    found.failures = 0
    db.session.flush()
    record("publish_calendar", "publication", found.id, by=by)
    return found


def again(found: Publication, *, by: Actor) -> None:
    """Try it now: she did something about it elsewhere."""
    found.next_at, found.failures = clock.now(), 0
    record("try_calendar", "publication", found.id, by=by)
    db.session.flush()


def stop(found: Publication, *, by: Actor) -> bool:
    """Put nothing any more, and take away what we put. Gives whether that is still to be done: where we
    cannot get in, or nothing stands there, name and password are gone at once."""
    record("stop_calendar", "publication", found.id, by=by)
    if found.trouble in rules.LASTING or not queries.copies(found.id):
        _forget(found)
        return False
    found.leaving_at, found.next_at, found.failures = found.leaving_at or clock.now(), clock.now(), 0
    db.session.flush()
    return True


def leave(person_id: int, municipality_id: int) -> None:
    """This person does not organise any more: what we put is taken away."""
    hers = Publication.person_id == person_id, Publication.municipality_id == municipality_id
    _count(update(Publication).where(*hers, Publication.leaving_at.is_(None)).values(_leaving(clock.now())))


def lapse(now: datetime) -> int:
    """Leave the calendars of who may not come in any more, and give up after a week of trying; how many."""
    left = update(Publication).where(~queries.COMES_IN, Publication.leaving_at.is_(None))
    tried = queries.leaving_since(now - rules.GIVE_UP)
    for each in tried:
        _forget(each)
    return _count(left.values(_leaving(now))) + len(tried)


def claim(now: datetime) -> list[Taken]:
    """Take the calendars in which something is to be done, so that no other worker does.

    What is about to be put is written down first. One that is not told about within five minutes is due
    again.
    """
    taken = []
    for each in queries.due(now, MANY):
        mine = update(Publication).where(Publication.id == each.id, Publication.next_at == each.next_at)
        if not _count(mine.values(next_at=now + rules.PATIENCE)):
            continue
        work = _work(each, now)
        if each.leaving_at is not None and not work.steps:
            _forget(each)
        else:
            taken.append(work)
    return taken


def carry_out(taken: Sequence[Taken], child: Sequence[str] = reader.CHILD) -> list[dict[str, Any]]:
    """Have this done, four at once, each by a process of its own. Touches no database."""
    with ThreadPoolExecutor(AT_ONCE) as workers:
        return list(workers.map(lambda each: reader.run(each.question, child), taken))


def keep(taken: Taken, said: dict[str, Any], now: datetime) -> None:
    """Write down what was done, as far as it went, and what went wrong."""
    found = db.session.get(Publication, taken.id, with_for_update=True, populate_existing=True)
    if found is None:
        return
    done, trouble = _believed(said, len(taken.steps))
    copies = queries.copies(found.id)
    for (appointment_id, changed), etag in zip(taken.steps, done, strict=False):
        copy = copies.get(appointment_id)
        if copy is None:
            continue
        if changed is None:
            db.session.delete(copy)
        else:
            copy.etag = None if etag in OTHERS else etag
            copy.changed_at, copy.theirs = changed, etag == "theirs"
    if found.version == taken.version:
        _how_it_went(found, trouble, now)
    db.session.flush()


def _how_it_went(found: Publication, trouble: str | None, now: datetime) -> None:
    found.trouble = trouble
    found.failures = 0 if trouble is None else found.failures + 1
    found.next_at = rules.next_try(now, trouble, found.failures)
    if trouble is None:
        found.tested_at = found.tested_at or now
        found.worked_at, found.told_at = now, None
    elif found.leaving_at is not None and trouble in rules.LASTING:
        _forget(found)
    elif rules.must_tell(now, trouble, found.worked_at, found.told_at):
        found.told_at = now
        messages.stopped(found)


def _work(found: Publication, now: datetime) -> Taken:
    """What is to be done in this calendar: nothing but a test where it was not tested."""
    copies = queries.copies(found.id)
    ready = found.tested_at is not None or found.leaving_at is not None
    plan = rules.plan(queries.stands(found.id, now), queries.there(copies)) if ready else rules.NOTHING
    for each in plan.let_go:
        db.session.delete(copies[each])
    text = queries.blocks([each.appointment_id for each in plan.put])
    steps = [_step(copies[each], "") for each in plan.take]
    steps += [
        _step(copies.get(each.appointment_id) or _intended(found, each), text[each.appointment_id])
        for each in plan.put
    ]
    db.session.flush()
    question = {"address": found.address, "user": found.user, "password": found.password, "steps": steps}
    kept: list[tuple[int, datetime | None]] = [(each, None) for each in plan.take]
    return Taken(
        found.id, found.version, kept + [(each.appointment_id, each.changed) for each in plan.put], question
    )


def _intended(found: Publication, each: rules.Stands) -> PublishedCopy:
    """Written down before it is put."""
    made = PublishedCopy(
        id=new_id(),
        municipality_id=found.municipality_id,
        publication_id=found.id,
        appointment_id=each.appointment_id,
        uid=each.uid,
    )
    db.session.add(made)
    return made


def _step(copy: PublishedCopy, text: str) -> dict[str, str | None]:
    """One appointment for the process: `text` to put, none to take away."""
    return {"name": rules.name_of(copy.uid), "uid": copy.uid, "etag": copy.etag, "text": text}


def _believed(said: dict[str, Any], most: int) -> tuple[list[str], str | None]:
    """Nothing of what a process says but short texts and a code."""
    done, trouble = said.get("done", []), said.get("trouble")
    if not isinstance(done, list) or not all(isinstance(each, str) for each in done):
        return [], "complicated"
    if trouble is None:
        return done[:most], None if len(done) >= most else "complicated"
    known = isinstance(trouble, str) and trouble in rules.TROUBLES
    return done[:most], trouble if known else "complicated"


def _leaving(now: datetime) -> dict[str, object]:
    return {"leaving_at": now, "next_at": now, "failures": 0}


def _forget(found: Publication) -> None:
    """Address, name, password and what we put: gone."""
    db.session.execute(delete(PublishedCopy).where(PublishedCopy.publication_id == found.id))
    db.session.execute(delete(Publication).where(Publication.id == found.id))
    db.session.flush()


def _check_address(address: str) -> None:
    """DomainError with a sentence where it cannot be one; a password never goes without https."""
    try:
        addresses.read(address)
    except AddressError as error:
        raise DomainError(rules.TROUBLES[str(error)]) from error


def _count(statement: Update) -> int:
    done = db.session.execute(statement, execution_options={"synchronize_session": False})
    return done.rowcount if isinstance(done, CursorResult) else 0
