"""A traject that ran already and comes in from a list; and who it is about, told afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy.exc import IntegrityError

from ekc import clock
from ekc.accounts.actor import Actor
from ekc.audit.service import record
from ekc.db import db, new_id
from ekc.errors import DomainError, TooLateError
from ekc.people import service as people
from ekc.people.service import Particulars
from ekc.pool.models import Coordinator
from ekc.referrals import codes, intake, namesakes, rules, service
from ekc.referrals.lifecycle import ENDED, State
from ekc.referrals.models import Assignment, FocusPerson, Referral, Step
from ekc.referrals.moving import advance
from ekc.seals import keyed_hash

THERE = "Dit nummer is al eens overgenomen."
OPEN = "Er loopt al een aanmelding voor iemand met deze naam. Kijk daar eerst, of bel met dat team."
NOT_BROUGHT = "Dit kan alleen bij wat uit een lijst kwam en nog loopt."


@dataclass(frozen=True, slots=True)
class Running:
    """A line of the list. `own` is its number there; `asked_on` and `spoken_on` are Dutch days."""

    own: str
    team_id: int
    state: State
    asked_on: date | None = None
    locality_id: int | None = None
    spoken_on: date | None = None


def own_key(own: str) -> str:
    """What the number of a list is looked up by."""
    return keyed_hash(f"own {own}")


def bring_in(told: Running, coordinator: Coordinator | None, *, by: Actor) -> Referral:
    """Write down a traject where it is, with who leads it; who it is about is told later.

    TooLateError where that line of the list came in before.
    """
    referral = service.start(told.team_id, by=by)
    before, moment = referral.state, clock.now()
    referral.own_number, referral.own_key = told.own, own_key(told.own)
    referral.state, referral.state_since = told.state.value, moment
    referral.submitted_at = _noon(told.asked_on) if told.asked_on else moment
    referral.locality_id = told.locality_id
    try:
        with db.session.begin_nested():
            db.session.flush()
    except IntegrityError as error:
        raise TooLateError(THERE) from error
    if coordinator is not None:
        db.session.add(_assignment(referral, coordinator, told.spoken_on))
    db.session.add(
        Step(
            id=new_id(),
            municipality_id=referral.municipality_id,
            referral_id=referral.id,
            move="bring_in",
            from_state=before,
            to_state=referral.state,
            at=moment,
            actor_kind=by.kind,
            actor_id=by.signature,
            behalf_person_id=by.behalf_person_id,
            cover_person_id=by.cover_person_id,
        )
    )
    record("bring_in_referral", "referral", referral.id, by=by)
    db.session.flush()
    return referral


def add_person(
    referral: Referral, told: Particulars, answer: str, channel: str, *, as_parent: bool = False, by: Actor
) -> FocusPerson:
    """Who a traject from a list is about, and what that person said about taking part.

    DomainError where it did not come from a list or has ended; TooLateError where somebody of that name has
    an open one already.
    """
    if referral.own_key is None or referral.state in ENDED:
        raise DomainError(NOT_BROUGHT)
    if answer not in codes.ASSENT or channel not in codes.CHANNEL:
        raise DomainError("Kies wat diegene zei.")
    rules.check_focus(told, clock.today())
    rules.check_no_bsn(rules.texts_of(told))
    person = people.add(referral.municipality_id, told)
    row = intake.add_focus(referral, person.id)
    if person.age_group != rules.CHILD[0]:
        said = intake.ask(referral, person.id, as_parent=as_parent)
        if answer != "asked":
            intake.set_answer(said, answer, channel)
    try:
        with db.session.begin_nested():
            namesakes.take(referral, [(row, told)])
    except IntegrityError as error:
        raise TooLateError(OPEN) from error
    record("add_focus_person", "referral", referral.id, by=by)
    db.session.flush()
    advance(referral, by=by)
    return row


def _assignment(referral: Referral, coordinator: Coordinator, spoken_on: date | None) -> Assignment:
    return Assignment(
        id=new_id(),
        municipality_id=referral.municipality_id,
        referral_id=referral.id,
        coordinator_id=coordinator.id,
        person_id=coordinator.person_id,
        kind="lead",
        since=clock.now(),
        first_contact_by=rules.first_contact_by(clock.today(), referral.urgency),
        first_contact_on=spoken_on,
    )


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), clock.HOME)
