"""The rota and the numbers, edited by the bureau."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields

from sqlalchemy.exc import IntegrityError

from ekc import clock
from ekc.accounts.actor import Actor
from ekc.audit.service import record
from ekc.db import db, new_id
from ekc.duty import queries, rules
from ekc.duty.models import DutyNumbers, DutyShift
from ekc.duty.rules import Numbers, Span
from ekc.errors import DomainError, TooLateError
from ekc.people import queries as people
from ekc.people import service as people_service
from ekc.people.models import Kind
from ekc.people.service import Particulars
from ekc.referrals.rules import check_no_bsn

THERE_ALREADY = "Deze dienst staat al in het rooster."
CHANGED = "Iemand anders veranderde dit net. Kijk het na en bewaar het dan opnieuw."
NO_PHONE = "Vul het nummer in waarop deze persoon te bereiken is."


def add_person(name: str, phone: str | None, mail: str | None, *, by: Actor) -> int:
    """Somebody who was not known yet, for the rota; gives the person's id."""
    check_no_bsn([name])
    given, _, surname = name.partition(" ")
    told = Particulars(given, surname, Kind.PROFESSIONAL.value, phone=phone, mail=mail)
    made = people_service.add(by.municipality_id, told)
    record("add_person", "person", made.id, by=by)
    return made.id


def add_shifts(person_id: int, phone: str | None, spans: Iterable[Span], *, by: Actor) -> list[DutyShift]:
    """One or more shifts of somebody; without `phone`, the number that we know. All of them, or none.

    DomainError where hours or number are not in order, TooLateError where one of them stands there already.
    """
    number = _number(person_id, phone, by)
    made = []
    for starts, ends in spans:
        rules.check_shift(starts, ends, clock.now())
        shift = DutyShift(
            id=new_id(),
            municipality_id=by.municipality_id,
            person_id=person_id,
            phone=number,
            starts_at=starts,
            ends_at=ends,
        )
        made.append(shift)
        record("add_shift", "duty_shift", shift.id, by=by)
    _flush_once(made)
    return made


def change_shift(
    shift: DutyShift, person_id: int, phone: str | None, span: Span, *, seen: int | None, by: Actor
) -> None:
    """Somebody else, another number or other hours. `seen`: the version that was on the page.

    TooLateError where it was changed meanwhile, or stands there already.
    """
    if seen != shift.version:
        raise TooLateError(CHANGED)
    rules.check_shift(*span, clock.now())
    shift.person_id, shift.phone = person_id, _number(person_id, phone, by)
    shift.starts_at, shift.ends_at = span
    record("change_shift", "duty_shift", shift.id, by=by)
    _flush_once([shift])


def remove_shift(shift: DutyShift, *, by: Actor) -> None:
    """Take a shift out of the rota."""
    db.session.delete(shift)
    record("remove_shift", "duty_shift", shift.id, by=by)
    db.session.flush()


def set_numbers(told: Numbers, *, by: Actor) -> None:
    """The numbers, hours and minutes; `told.version` is the version that was on the page.

    DomainError where they cannot be used, TooLateError where somebody changed them meanwhile.
    """
    rules.check_numbers(told)
    check_no_bsn([told.officer_name or ""])
    row = queries.numbers_row(by.municipality_id)
    if told.version != (row.version if row else 0):
        raise TooLateError(CHANGED)
    if row is None:
        row = DutyNumbers(id=new_id(), municipality_id=by.municipality_id)
        db.session.add(row)
    for field in fields(Numbers):
        if field.name != "version":
            setattr(row, field.name, getattr(told, field.name))
    record("set_numbers", "municipality", by.municipality_id, by=by)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise TooLateError(CHANGED) from error


def _number(person_id: int, phone: str | None, by: Actor) -> str:
    found = phone or people.address(people.one(by.municipality_id, person_id), "phone")
    if found is None:
        raise DomainError(NO_PHONE)
    return found


def _flush_once(shifts: list[DutyShift]) -> None:
    try:
        with db.session.begin_nested():
            db.session.add_all(shifts)
    except IntegrityError as error:
        raise TooLateError(THERE_ALREADY) from error
