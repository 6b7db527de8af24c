"""Keeping the pool: who is in it, what is in order, what each can take on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select, update

from ekc import clock
from ekc.accounts import roster
from ekc.accounts.actor import Actor
from ekc.audit.service import record
from ekc.db import db, new_id
from ekc.errors import DomainError
from ekc.invitations.rewording import follow_name
from ekc.notifications.calling import settle
from ekc.people import queries as persons
from ekc.people import service as people
from ekc.people.models import Person
from ekc.people.service import Particulars
from ekc.places.distances import cell_of, point_of
from ekc.places.models import Locality
from ekc.places.queries import municipality
from ekc.pool import messages, path, queries, rules
from ekc.pool.models import Coordinator, PoolStep
from ekc.pool.path import Stage
from ekc.pool.rules import DATES, Details, Enrolment, Papers
from ekc.pool.wording import own_words, plain
from ekc.seals import keyed_hash

WORD_KEY = 16  # figures of a hash: enough to tell words apart


def enrol(told: Particulars, enrolment: Enrolment, *, by: Actor) -> Coordinator:
    """A new coordinator who was not known here yet. DomainError for who is in the pool already."""
    roster.hold(by.municipality_id)  # the same form sent twice waits here, and then finds her
    if queries.is_there(by.municipality_id, told.given_name, told.surname, told.phone, told.mail):
        raise DomainError(f"{told.given_name} {told.surname} staat al in de pool. Zoek op in de lijst.")
    return add(people.add(by.municipality_id, told).id, enrolment, by=by)


def add(person_id: int, enrolment: Enrolment, *, by: Actor) -> Coordinator:
    """Put a known person in the pool. Nothing is in order yet, so nobody asks her until `set_papers`."""
    return bring_in([(person_id, enrolment, {})], by=by)[0]


def bring_in(told: Sequence[tuple[int, Enrolment, Mapping[str, object]]], *, by: Actor) -> list[Coordinator]:
    """Put known persons in the pool, written at once: (person id, what she told, what a list says more).

    What a list says more is as in `take_over`.
    """
    homes = {pc4: _home(by.municipality_id, pc4) for pc4 in {enrolment.pc4 for _, enrolment, _ in told}}
    years = _vog_years(by.municipality_id, [more for _, _, more in told])
    made = [_newcomer(person_id, one, homes[one.pc4], by) for person_id, one, _ in told]
    for coordinator, (_, _, more) in zip(made, told, strict=True):
        for name, value in _judged(more, years).items():
            setattr(coordinator, name, value)
        _make_findable(coordinator)
    db.session.add_all(made)
    db.session.flush()
    for coordinator, (_, _, more) in zip(made, told, strict=True):
        db.session.add(step(coordinator, "enrol", None, coordinator.joined_on, by=by))
        record("add_coordinator", "coordinator", coordinator.id, by=by)
        if coordinator.paused_until is not None:
            _note_pause(coordinator, by)
        if more:
            record("take_over", "coordinator", coordinator.id, by=by)
    db.session.flush()
    return made


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


def set_wishes(coordinator: Coordinator, wanted: Mapping[str, object], *, by: Actor) -> None:
    """Columns of her limits and wishes, checked already (see `bounds`); what is the same leaves no line."""
    _set(coordinator, wanted, "change_limits", by.acting_for(coordinator.person_id))


def change_details(coordinator: Coordinator, told: Details, *, by: Actor) -> None:
    """Her name, how to reach her, where she lives, what she speaks, for whom she works, and her own words."""
    by = by.acting_for(coordinator.person_id)
    person = persons.one(coordinator.municipality_id, coordinator.person_id)
    rename(coordinator, person, told.given_name, told.surname, by=by)
    before = (persons.address(person, "phone"), persons.address(person, "mail"))
    if before != (told.phone, told.mail):
        people.set_reach(person, told.phone, told.mail)
        record("change_reach", "coordinator", coordinator.id, by=by)
    wanted = {name: getattr(told, name) for name in ("languages", "employer", "about", "payroll_number")}
    wanted |= _home(coordinator.municipality_id, told.pc4)
    _set(coordinator, wanted, "change_details", by)


def rename(coordinator: Coordinator, person: Person, given_name: str, surname: str, *, by: Actor) -> None:
    """Her name is another, or was put right; in the calendars of whom she asked, her first name follows."""
    before = person.given_name
    if (before, person.surname) == (given_name, surname):
        return
    people.rename(person, given_name, surname)
    record("rename", "coordinator", coordinator.id, by=by)
    if before != given_name:
        follow_name(person.id, given_name, by=by)


def set_papers(coordinator: Coordinator, papers: Papers, *, by: Actor) -> None:
    """What is in order since when: training, VOG (seen, never kept: article 10 GDPR), geheimhouding.

    Where no last day of the VOG is told, it is good for as many years as the municipality says. Her stage and
    the code of conduct have verbs of their own.
    """
    if papers.vog_seen_on is not None and papers.vog_until is None:
        years = municipality(coordinator.municipality_id).vog_years
        papers = replace(papers, vog_until=rules.vog_due(papers.vog_seen_on, years))
    rules.check_papers(papers, clock.today())
    _set(coordinator, {name: getattr(papers, name) for name in DATES}, "set_papers", by)


def take_over(coordinator: Coordinator, told: Mapping[str, object], *, by: Actor) -> None:
    """What a list of the municipality says about her, by name of the column; what is not told stays.

    The list was checked as a whole before. A VOG that was seen is good for as many years as the municipality
    says, where no last day is told.
    """
    wanted = _judged(told, _vog_years(coordinator.municipality_id, [told]))
    if "pc4" in told:
        wanted |= _home(coordinator.municipality_id, str(told["pc4"]))
    _set(coordinator, wanted, "take_over", by)


def note_reach(coordinator: Coordinator, *, by: Actor) -> None:
    """Her name, or how to reach her, was changed: a line in the logbook."""
    record("change_reach", "coordinator", coordinator.id, by=by)


def accept_code(coordinator: Coordinator, version: int, *, by: Actor) -> None:
    """She agrees with this version of the code of conduct."""
    wanted = {"code_version": version, "code_on": clock.today()}
    _set(coordinator, wanted, "accept_code", by.acting_for(coordinator.person_id))


def papers_of(coordinator: Coordinator) -> Papers:
    """What is in order, next to the code of conduct that holds today; one query."""
    asked = queries.code_asked(coordinator.municipality_id, clock.today())
    kept = {name: getattr(coordinator, name) for name in (*DATES, "stage", "code_version", "code_on")}
    return Papers(**kept, code_asked=asked)


def step(
    coordinator: Coordinator,
    move: str,
    before: str | None,
    day: date,
    reason: str | None = None,
    exception: str | None = None,
    *,
    by: Actor,
) -> PoolStep:
    """The row of a move that brought her to the stage in which she is now."""
    return PoolStep(
        id=new_id(),
        municipality_id=coordinator.municipality_id,
        coordinator_id=coordinator.id,
        move=move,
        from_stage=before,
        to_stage=coordinator.stage,
        reason=reason,
        exception=exception,
        day=day,
        at=clock.now(),
        actor_kind=by.kind,
        actor_id=by.signature,
        behalf_person_id=by.behalf_person_id,
    )


def _newcomer(person_id: int, told: Enrolment, home: Mapping[str, object], by: Actor) -> Coordinator:
    rules.check_limits(told.max_per_year, told.max_at_once, None, clock.today())
    return Coordinator(
        id=new_id(),
        municipality_id=by.municipality_id,
        person_id=person_id,
        **home,
        languages=told.languages,
        employer=told.employer,
        about=told.about,
        max_per_year=told.max_per_year,
        max_at_once=told.max_at_once,
        joined_on=told.joined_on or clock.today(),
        stage=Stage(told.stage).value,
        source=told.source,
        payroll_number=told.payroll_number,
    )


def _vog_years(municipality_id: int, told: Iterable[Mapping[str, object]]) -> int:
    """How many years a VOG is good; asked only where a list says that one was seen."""
    return municipality(municipality_id).vog_years if any("vog_seen_on" in one for one in told) else 0


def _judged(told: Mapping[str, object], years: int) -> dict[str, object]:
    """What a list says, with until when a VOG that was seen is good."""
    wanted, seen = dict(told), told.get("vog_seen_on")
    if isinstance(seen, date) and told.get("vog_until") is None:
        wanted["vog_until"] = rules.vog_due(seen, years)
    return wanted


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


def follow_places(municipality_id: int, codes: Collection[str]) -> None:
    """The dorpen and wijken with these postcodes changed: who lives there belongs to them as they are now."""
    there = (
        select(Locality.id)
        .where(Locality.municipality_id == municipality_id, Locality.pc4 == Coordinator.pc4)
        .scalar_subquery()
    )
    who = (Coordinator.municipality_id == municipality_id, Coordinator.pc4.in_(sorted(codes)))
    db.session.execute(update(Coordinator).where(*who).values(locality_id=there))


def _new_pause(coordinator: Coordinator, until: date | None) -> date | None:
    """A pause that stood there already needs no judging, even when it is over."""
    return None if until == coordinator.paused_until else until


def _set(coordinator: Coordinator, wanted: Mapping[str, object], action: str, by: Actor) -> None:
    changed = {name: value for name, value in wanted.items() if getattr(coordinator, name) != value}
    if not changed:
        return
    for name, value in changed.items():
        setattr(coordinator, name, value)
    if "paused_until" in changed:
        _note_pause(coordinator, by)
    _make_findable(coordinator)
    record(action, "coordinator", coordinator.id, by=by)
    db.session.flush()
    for column, about in messages.ABOUT.items():
        if column in changed:
            settle(coordinator.municipality_id, (about, coordinator.person_id))


def _note_pause(coordinator: Coordinator, by: Actor) -> None:
    """On her path stands from when, until which day, and who decided; the stage stays."""
    until = coordinator.paused_until
    move, reason = (path.PAUSE, until.isoformat()) if until else (path.END_PAUSE, None)
    db.session.add(step(coordinator, move, coordinator.stage, clock.today(), reason, by=by))


def _make_findable(coordinator: Coordinator) -> None:
    """Her employer and her own words as the match compares them."""
    coordinator.employer_plain = plain(coordinator.employer or "") or None
    coordinator.at_home_keys = word_keys(own_words(coordinator.at_home or ()))


def word_keys(words: Iterable[str]) -> tuple[str, ...]:
    """What single words are looked up by; nobody reads the words in it."""
    return tuple(keyed_hash(word)[:WORD_KEY] for word in words)
