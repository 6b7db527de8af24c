"""What runs now as a sheet: team, coordinator, place, stage and day; no name of a family."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import aliased

from ekc import clock
from ekc.accounts.actor import Actor
from ekc.accounts.models import Team
from ekc.agenda import service as agenda
from ekc.agenda.models import Conference, Venue
from ekc.agenda.rules import Plan as Day
from ekc.agenda.timeslots import check_hours
from ekc.db import db
from ekc.errors import BusyError, DomainError, TooLateError
from ekc.exchange import trajects_columns as rules
from ekc.exchange.plans import NEW, SAME, Line, Plan
from ekc.exchange.trajects_known import Known, RefusedError, known_now
from ekc.people.models import Person
from ekc.places.models import Locality
from ekc.pool import queries as pool
from ekc.referrals import bringing_in
from ekc.referrals.bringing_in import Running
from ekc.referrals.lifecycle import ENDED, State
from ekc.referrals.models import LEADS_NOW, Assignment, Referral
from ekc.sheets.columns import Row, Table
from ekc.sheets.rules import Problem
from ekc.sheets.writing import Value
from ekc.web.formatting import local_to_utc

NO_SUCH = "Dit nummer kennen we niet. Laat het leeg bij wat nieuw is."
NOON = time(12)
EXAMPLE: list[list[Value]] = [
    [None, "2026-12", "Hoogezand-Noord", "aangemeld", date(2026, 3, 3), "Hoogezand", *[None] * 6]
]
PLANNED = aliased(Conference)
RUNNING = (
    select(
        Referral.id,
        Referral.number,
        Referral.own_number,
        Team.name.label("team"),
        Referral.state,
        Referral.paused_from,
        Referral.submitted_at,
        Locality.name.label("place"),
        Person.given_name,
        Person.surname,
        Assignment.first_contact_on,
        PLANNED.starts_at,
        PLANNED.ends_at,
        Venue.name.label("venue"),
    )
    .join(Team, Team.id == Referral.team_id)
    .outerjoin(Locality, Locality.id == Referral.locality_id)
    .outerjoin(
        Assignment,
        (Assignment.referral_id == Referral.id) & LEADS_NOW,
    )
    .outerjoin(Person, Person.id == Assignment.person_id)
    .outerjoin(PLANNED, (PLANNED.referral_id == Referral.id) & (PLANNED.state == "planned"))
    .outerjoin(Venue, Venue.id == PLANNED.venue_id)
    .where(
        Referral.municipality_id == bindparam("municipality"),
        Referral.state.not_in([State.DRAFT.value, *(state.value for state in ENDED)]),
    )
    .order_by(Referral.id)
)


def plan(table: Table, *, by: Actor) -> Plan:
    """What would happen, row by row, or every problem. What is here already stays as it is here."""
    known, today = known_now(by.municipality_id), clock.today()
    problems: list[Problem] = list(table.problems)
    lines: list[Line] = []
    seen: dict[object, int] = {}
    for row in table.rows:
        there = _there(row, known, problems)
        if there is not None:
            lines.append(Line(row.number, f"{there[1]}, staat hier al", SAME, target=there[0]))
            continue
        found = [
            row.problem(key, sentence)
            for key, sentence in rules.wrong(row.values, today)
            if key not in row.refused
        ]
        values = {"own": row.values.get("own")}
        found += _looked_up(row, known, values)
        if not found and not row.refused:
            found += _hours(row, known, values)
        own = str(row.values.get("own", "")).casefold()
        if own and own in seen:
            found.append(row.problem("own", f"Dit nummer staat ook op rij {seen[own]}."))
        seen.setdefault(own, row.number)
        problems += found
        if not found and not row.refused:
            lines.append(Line(row.number, str(values["own"]), NEW, _words(row), values=values))
    return Plan(problems=tuple(sorted(set(problems)))) if problems else Plan(tuple(lines))


def carry_out(plan: Plan, *, by: Actor) -> None:
    """Bring in every line that is new."""
    told: list[Mapping[str, Any]] = [line.values for line in plan.lines if line.what == NEW]
    leads = pool.by_ids(by.municipality_id, [one["lead"] for one in told if one.get("lead")])
    for one in told:
        lead = leads.get(one.get("lead", 0))
        referral = bringing_in.bring_in(one["running"], lead, by=by)
        if lead is not None and one.get("day") is not None:
            try:
                agenda.bring_in(referral, lead.person_id, one["day"], by=by)
            except BusyError as error:
                raise TooLateError(f"Nummer {one['own']}: {error}") from error


def out(by: Actor) -> tuple[Sequence[Sequence[Value]], Sequence[int]]:
    """Everything that runs now. A place in free words stays here: it may be somebody's home."""
    rows = db.rows(RUNNING, {"municipality": by.municipality_id}).all()
    return [_out(row) for row in rows], [row.id for row in rows]


def _out(row: Any) -> list[Value]:  # noqa: ANN401 -- a row of many columns
    begins, ends = (_local(at) if at else None for at in (row.starts_at, row.ends_at))
    asked = _local(row.submitted_at) if row.submitted_at else None
    return [
        row.number,
        row.own_number,
        row.team,
        rules.STAGES[_stage(row)],
        asked.date() if asked else None,
        row.place,
        f"{row.given_name} {row.surname}".strip() if row.given_name else None,
        row.first_contact_on,
        begins.date() if begins else None,
        f"{begins:%-H.%M}" if begins else None,
        f"{ends:%-H.%M}" if ends else None,
        row.venue,
    ]


def _stage(row: Any) -> str:  # noqa: ANN401 -- a row of many columns
    begun = row.starts_at is not None and row.starts_at <= clock.now()
    return "held" if begun else rules.stage_of(row.state, row.paused_from)


def _there(row: Row, known: Known, problems: list[Problem]) -> tuple[int, str] | None:
    """(id, number) of what a row is about, where it is here already."""
    number = row.values.get("number")
    if number is not None:
        found = known.by_number.get(str(number).upper())
        if found is None:
            problems.append(row.problem("number", NO_SUCH))
        return found
    return known.by_own.get(bringing_in.own_key(str(row.values["own"]))) if "own" in row.values else None


def _looked_up(row: Row, known: Known, values: dict[str, object]) -> list[Problem]:
    """Team, place and coordinator by what they are called; what is not found is a problem."""
    found: list[Problem] = []
    names = (("team", known.team), ("place", known.place), ("coordinator", known.lead))
    for key, find in names:
        if key in row.values:
            try:
                values[key] = find(str(row.values[key]))
            except RefusedError as error:
                found.append(row.problem(key, str(error)))
    stage = str(row.values.get("stage", ""))
    if not found and stage and "team" in values and "own" in row.values:
        values["lead"] = values.get("coordinator")
        values["running"] = Running(
            own=str(row.values["own"]),
            team_id=int(str(values["team"])),
            state=rules.STATES[stage],
            asked_on=row.values.get("asked_on"),  # type: ignore[arg-type] # -- a day
            locality_id=values.get("place"),  # type: ignore[arg-type] # -- an id
            spoken_on=row.values.get("spoken_on"),  # type: ignore[arg-type] # -- a day
        )
    return found


def _hours(row: Row, known: Known, values: dict[str, object]) -> list[Problem]:
    """The hours of the day, where there is one: whether they can be, and the coordinator is free."""
    if "day" not in row.values:
        return []
    told: Mapping[str, Any] = row.values
    try:
        starts = local_to_utc(told["day"], told.get("start", NOON))
        ends = local_to_utc(told["day"], told["end"]) if "end" in told else None
        ends = ends or starts + timedelta(hours=rules.HOURS)
        check_hours(starts, ends, clock.now() if told["stage"] == "planned" else starts - timedelta(hours=1))
    except DomainError as error:
        return [row.problem("start" if "start" in told else "day", str(error))]
    lead, venue = int(str(values["lead"])), known.venue(str(told.get("where", "")))
    for kind, what, words in (
        ("lead", lead, "De coördinator heeft op dat uur al een andere bijeenkomst."),
        ("venue", venue, "Deze plek is op dat uur al bezet."),
    ):
        if what is not None and not known.free(kind, what, (starts, ends)):
            return [row.problem("day", words)]
    values["day"] = Day(
        starts,
        ends,
        venue_id=venue,
        place=None if venue else str(told.get("where", "")) or None,
        place_in_invitation=venue is not None,
    )
    return []


def _words(row: Row) -> tuple[str, ...]:
    stage = rules.STAGES[str(row.values["stage"])]
    lead = row.values.get("coordinator")
    day = row.values.get("day")
    return tuple(
        str(part) for part in (stage, lead, f"{day:%-d-%-m-%Y}" if isinstance(day, date) else None) if part
    )


def _local(at: datetime) -> datetime:
    return at.astimezone(clock.HOME)
