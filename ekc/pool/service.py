"""Keeping the pool: who is in it, what is in order, what each can take on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date

from ekc import clock
from ekc.accounts.actor import Actor
from ekc.audit.service import record
from ekc.db import db, new_id
from ekc.people import queries as persons
from ekc.people import service as people
from ekc.people.service import Particulars
from ekc.places.distances import cell_of, point_of
from ekc.pool import queries, rules
from ekc.pool.models import Coordinator
from ekc.pool.rules import Details, Enrolment, Papers


def enrol(told: Particulars, enrolment: Enrolment, *, by: Actor) -> Coordinator:
    """A new coordinator who was not known here yet."""
    return add(people.add(by.municipality_id, told).id, enrolment, by=by)


def add(person_id: int, enrolment: Enrolment, *, by: Actor) -> Coordinator:
    """Put a known person in the pool. Nothing is in order yet, so nobody asks her until `set_papers`."""
    rules.check_limits(enrolment.max_per_year, enrolment.max_at_once, None, clock.today())
    coordinator = Coordinator(
        id=new_id(),
        municipality_id=by.municipality_id,
        person_id=person_id,
        **_home(by.municipality_id, enrolment.pc4),
        languages=enrolment.languages,
        employer=enrolment.employer,
        about=enrolment.about,
        max_per_year=enrolment.max_per_year,
        max_at_once=enrolment.max_at_once,
        joined_on=clock.today(),
    )
    db.session.add(coordinator)
    record("add_coordinator", "coordinator", coordinator.id, by=by)
    db.session.flush()
    return coordinator


def change_limits(
    coordinator: Coordinator, max_per_year: int, max_at_once: int, paused_until: date | None, *, by: Actor
) -> None:
    """Her own numbers: how many a year, how many at the same time, and until when nothing (Dutch days)."""
    rules.check_limits(max_per_year, max_at_once, _new_pause(coordinator, paused_until), clock.today())
    wanted = {"max_per_year": max_per_year, "max_at_once": max_at_once, "paused_until": paused_until}
    _set(coordinator, wanted, "change_limits", by.acting_for(coordinator.person_id))


def pause(coordinator: Coordinator, until: date | None, *, by: Actor) -> None:
    """Ask her nothing until and including `until`; None: she is there again."""
    if until is not None:
        rules.check_pause(until, clock.today())
    _set(
        coordinator,
        {"paused_until": until},
        "pause" if until else "end_pause",
        by.acting_for(coordinator.person_id),
    )


def change_details(coordinator: Coordinator, told: Details, *, by: Actor) -> None:
    """How to reach her, where she lives, what she speaks, for whom she works, and her own words."""
    by = by.acting_for(coordinator.person_id)
    person = persons.one(coordinator.municipality_id, coordinator.person_id)
    before = (persons.address(person, "phone"), persons.address(person, "mail"))
    if before != (told.phone, told.mail):
        people.set_reach(person, told.phone, told.mail)
        record("change_reach", "coordinator", coordinator.id, by=by)
    wanted = {name: getattr(told, name) for name in ("languages", "employer", "about")}
    wanted |= _home(coordinator.municipality_id, told.pc4)
    _set(coordinator, wanted, "change_details", by)


def set_papers(coordinator: Coordinator, papers: Papers, *, by: Actor) -> None:
    """What is in order since when: training, VOG (seen, never kept: article 10 GDPR), geheimhouding."""
    rules.check_papers(papers, clock.today())
    wanted = {field.name: getattr(papers, field.name) for field in fields(papers)}
    _set(coordinator, wanted, "set_papers", by)


def papers_of(coordinator: Coordinator) -> Papers:
    """The dates of what is in order."""
    return Papers(**{field.name: getattr(coordinator, field.name) for field in fields(Papers)})


def _home(municipality_id: int, pc4: str) -> dict[str, object]:
    """Where she lives: the postcode, the dorp or wijk where it is one of ours, and the point on the map."""
    point = point_of(pc4)
    lat, lon = point or (None, None)
    return {
        "pc4": pc4,
        "locality_id": queries.place_of(municipality_id, pc4),
        "lat": lat,
        "lon": lon,
        "cell": cell_of(*point) if point else None,
    }


def _new_pause(coordinator: Coordinator, until: date | None) -> date | None:
    """A pause that stood there already needs no judging, even when it is over."""
    return None if until == coordinator.paused_until else until


def _set(coordinator: Coordinator, wanted: Mapping[str, object], action: str, by: Actor) -> None:
    changed = {name: value for name, value in wanted.items() if getattr(coordinator, name) != value}
    if not changed:
        return
    for name, value in changed.items():
        setattr(coordinator, name, value)
    record(action, "coordinator", coordinator.id, by=by)
    db.session.flush()
