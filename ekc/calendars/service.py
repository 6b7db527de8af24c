"""Link a calendar and let go of it; have those that are due read, and forget busy hours after a day."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import CursorResult, Delete, Update, delete, update

from ekc import clock, settings
from ekc.accounts.actor import Actor
from ekc.audit.service import record
from ekc.calendars import addresses, queries, reader, rules
from ekc.calendars.addresses import AddressError
from ekc.calendars.models import CalendarLink, pack
from ekc.calendars.reader import Answer, Question
from ekc.db import db
from ekc.people.models import Person

AT_ONCE = 4  # processes
MANY = 20  # calendars in one run


class Taken(NamedTuple):
    """A calendar to be read: its link, the version of its address, and what to ask."""

    id: int
    version: int
    question: Question


def link(address: str, person_id: int | None = None, *, by: Actor) -> CalendarLink:
    """Link this calendar to the actor, or for who phoned (`person_id`), instead of one linked before; it is
    read within a minute.

    DomainError where the address cannot be that of a calendar.
    """
    rules.check_address(_complaint(address))
    now, by = clock.now(), by.acting_for(person_id)
    whose = person_id or by.person_id or 0
    db.session.get_one(Person, whose, with_for_update=True)  # twice at once: one after the other
    found = queries.of(by.municipality_id, whose)
    if found is None:
        found = CalendarLink(municipality_id=by.municipality_id, person_id=whose, version=0)
        db.session.add(found)
    found.address, found.version, found.linked_at, found.next_at = (
        address.strip(),
        found.version + 1,
        now,
        now,
    )
    found.busy, found.read_at, found.tried_at, found.trouble = None, None, None, None
    found.failures, found.unread = 0, 0
    db.session.flush()
    record("link_calendar", "calendar_link", found.id, by=by)
    return found


def unlink(found: CalendarLink, *, by: Actor) -> None:
    """Let go of it: the address and the busy hours are gone at once."""
    record("unlink_calendar", "calendar_link", found.id, by=by.acting_for(found.person_id))
    db.session.execute(delete(CalendarLink).where(CalendarLink.id == found.id))
    db.session.flush()


def read_soon(found: CalendarLink, *, by: Actor) -> None:
    """Have it read now. TooLateError where that just happened."""
    now = clock.now()
    rules.check_again(found.tried_at, now)
    found.next_at = now
    record("read_calendar", "calendar_link", found.id, by=by)
    db.session.flush()


def forget(person_id: int, municipality_id: int) -> None:
    """Whatever this person linked here: she does not organise any more."""
    hers = CalendarLink.person_id == person_id, CalendarLink.municipality_id == municipality_id
    db.session.execute(delete(CalendarLink).where(*hers))


def lapse(now: datetime) -> int:
    """Erase busy hours that were read more than a day ago, and links of who may not come in any more; how
    many."""
    old = update(CalendarLink).where(CalendarLink.busy.is_not(None), CalendarLink.read_at <= now - rules.KEPT)
    left = delete(CalendarLink).where(~queries.COMES_IN)
    return _count(old.values(busy=None)) + _count(left)


def claim(now: datetime) -> list[Taken]:
    """Take the calendars that are due, so that no other worker does.

    One that is not told about within five minutes is due again.
    """
    chosen = settings.current()
    taken = []
    for each in queries.due(now, MANY):
        mine = update(CalendarLink).where(CalendarLink.id == each.id, CalendarLink.next_at == each.next_at)
        if _count(mine.values(next_at=now + rules.PATIENCE, tried_at=now)):
            asked = reader.question(
                each.address,
                int(now.timestamp()),
                str(clock.HOME),
                chosen.link_host,
                plain=chosen.calendar_http,
            )
            taken.append(Taken(each.id, each.version, asked))
    return taken


def ask(questions: Sequence[Question], child: Sequence[str] = reader.CHILD) -> list[Answer]:
    """Have these read, four at once, each by a process of its own. Touches no database."""
    with ThreadPoolExecutor(AT_ONCE) as readers:
        return list(readers.map(lambda each: reader.ask(each, child), questions))


def keep(taken: Taken, answer: Answer, now: datetime) -> bool:
    """Write down what was read; False where the link is gone or has another address by now."""
    found = db.session.get(CalendarLink, taken.id, with_for_update=True, populate_existing=True)
    if found is None or found.version != taken.version:
        return False
    found.trouble = answer.trouble
    found.failures = 0 if answer.trouble is None else found.failures + 1
    found.next_at = rules.next_read(now, found.failures)
    if answer.trouble is None:
        found.busy, found.read_at, found.unread = pack(answer.blocks), now, answer.unread
    db.session.flush()
    return True


def _complaint(address: str) -> str | None:
    """The code of what is wrong with the address alone."""
    try:
        addresses.read(address, plain=settings.current().calendar_http)
    except AddressError as error:
        return str(error)
    return None


def _count(statement: Update | Delete) -> int:
    done = db.session.execute(statement, execution_options={"synchronize_session": False})
    return done.rowcount if isinstance(done, CursorResult) else 0
