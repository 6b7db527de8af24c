"""Gatherings: planned, changed, called off; who is asked; and who was there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ekc import clock
from ekc.audit.service import record
from ekc.db import db, new_id
from ekc.errors import DomainError
from ekc.invitations import messages as letters
from ekc.invitations import service as invitations
from ekc.invitations.rules import title
from ekc.people import queries as people
from ekc.places import queries as places
from ekc.pool import queries as pool_queries
from ekc.pool import service as pool
from ekc.training import lists, messages, queries, rules, seating
from ekc.training.models import Attendance, Gathering

if TYPE_CHECKING:
    from collections.abc import Collection

    from ekc.accounts.actor import Actor
    from ekc.training.rules import Plan


def plan(wanted: Plan, *, by: Actor) -> Gathering:
    """A new gathering with its appointment; nobody is asked yet. Errors as `rules.check_plan`."""
    rules.check_plan(wanted, clock.now())
    gathering = Gathering(id=new_id(), municipality_id=by.municipality_id, created_at=clock.now())
    organiser = people.one(by.municipality_id, by.person_id or 0)
    appointment = invitations.make(
        (queries.OWNER, gathering.id),
        organiser.id,
        title(organiser.given_name),
        wanted.starts,
        wanted.ends,
        _where(by.municipality_id, wanted),
        by=by,
    )
    gathering.appointment_id = appointment.id
    _set(gathering, wanted)
    db.session.add(gathering)
    record("plan_gathering", "gathering", gathering.id, by=by, reason=wanted.kind)
    db.session.flush()
    return gathering


def change(gathering: Gathering, wanted: Plan, *, by: Actor) -> None:
    """Another day, hour, place, number of places or leader. Who is asked is told where it concerns them.

    Whoever has a place keeps it until they say that they cannot come on the new day.
    """
    seating.hold(gathering)
    rules.check_open(gathering.called_off_at, gathering.starts_at, clock.now())
    rules.check_plan(wanted, clock.now())
    rules.check_seats(wanted.seats, sum(seat.number is not None for seat in queries.seats(gathering)))
    _set(gathering, wanted)
    appointment = queries.appointment_of(gathering)
    version, before = appointment.sequence, letters.when(appointment)
    invitations.move(
        appointment, wanted.starts, wanted.ends, _where(gathering.municipality_id, wanted), by=by
    )
    if appointment.sequence > version:
        messages.say(appointment, before)
    record("change_gathering", "gathering", gathering.id, by=by)
    db.session.flush()
    seating.settle(gathering, by=by)


def call_off(gathering: Gathering, *, by: Actor) -> None:
    """It does not go on; everybody who was asked is told. It never comes back: a new one is planned."""
    seating.hold(gathering)
    rules.check_open(gathering.called_off_at, gathering.starts_at, clock.now())
    gathering.called_off_at = clock.now()
    appointment = queries.appointment_of(gathering)
    invitations.cancel(appointment, by=by)
    messages.say(appointment)
    record("call_off_gathering", "gathering", gathering.id, by=by)
    db.session.flush()


def invite(gathering: Gathering, audience: str, ticked: Collection[int] = (), *, by: Actor) -> int:
    """Ask everybody active, everybody in training, or the `ticked` coordinators; gives how many are new.

    Who was asked before is left alone. DomainError where there is nobody to ask.
    """
    rules.check_open(gathering.called_off_at, gathering.starts_at, clock.now())
    members = lists.pool(gathering)
    wanted = [one for one in members if _is_meant(one, audience, ticked)]
    new = [one.person_id for one in wanted if one.invitation_id is None]
    if not wanted:
        raise DomainError("Kruis minstens één coördinator aan.")
    found = people.by_ids(gathering.municipality_id, new)
    appointment = queries.appointment_of(gathering)
    for one in invitations.invite(appointment, list(found.values()), by=by):
        if one.address is None:
            messages.reminder(appointment, one)  # the bureau calls, now
    record("invite_to_gathering", "gathering", gathering.id, by=by, reason=audience)
    db.session.flush()
    return len(found)


def note_attendance(gathering: Gathering, coordinator_ids: Collection[int], *, by: Actor) -> int:
    """Exactly these were there; gives how many. It can be put right later. DomainError before it begins."""
    seating.hold(gathering)
    rules.check_begun(gathering.called_off_at, gathering.starts_at, clock.now())
    known = pool_queries.by_ids(gathering.municipality_id, coordinator_ids)
    there = {row.coordinator_id: row for row in queries.attended(gathering)}
    for coordinator_id in known.keys() - there.keys():
        db.session.add(_attendance(gathering, coordinator_id))
    for coordinator_id in there.keys() - known.keys():
        db.session.delete(there[coordinator_id])
    record("note_attendance", "gathering", gathering.id, by=by)
    db.session.flush()
    return len(known)


def fill_dates(gathering: Gathering, *, by: Actor) -> int:
    """Whoever was at a block of the training, and has no date for it in the pool yet, gets this day."""
    field = rules.DATES.get(gathering.kind)
    if field is None:
        raise DomainError("Dit hoort niet bij een blok van de training.")
    ids = [row.coordinator_id for row in queries.attended(gathering)]
    day = gathering.starts_at.astimezone(clock.HOME).date()
    lacking = [
        one
        for one in pool_queries.by_ids(gathering.municipality_id, ids).values()
        if getattr(one, field) is None
    ]
    for one in lacking:
        papers = pool.papers_of(one)
        now = replace(papers, trained_on=day) if field == "trained_on" else replace(papers, block2_on=day)
        pool.set_papers(one, now, by=by)
    return len(lacking)


def _is_meant(one: lists.Member, audience: str, ticked: Collection[int]) -> bool:
    return one.id in ticked if audience == "ticked" else one.stage == audience


def _attendance(gathering: Gathering, coordinator_id: int) -> Attendance:
    return Attendance(
        id=new_id(),
        municipality_id=gathering.municipality_id,
        gathering_id=gathering.id,
        coordinator_id=coordinator_id,
        noted_at=clock.now(),
    )


def _set(gathering: Gathering, wanted: Plan) -> None:
    gathering.kind, gathering.seats, gathering.led_by = wanted.kind, wanted.seats, wanted.led_by
    gathering.starts_at, gathering.ends_at = wanted.starts, wanted.ends
    gathering.place, gathering.locality_id = wanted.place, wanted.locality_id


def _where(municipality_id: int, wanted: Plan) -> str:
    """The place as an invitation tells it."""
    village = (
        None if wanted.locality_id is None else places.locality(municipality_id, wanted.locality_id).name
    )
    return ", ".join(part for part in (wanted.place, village) if part)
