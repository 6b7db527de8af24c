"""Writing down how a conference went, or that a plan came without one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy.exc import IntegrityError

from ekc import clock
from ekc.agenda import queries as agenda_queries
from ekc.agenda import service as agenda
from ekc.audit.service import record
from ekc.circle.service import for_lead
from ekc.db import db, new_id
from ekc.errors import DomainError, TooLateError
from ekc.outcomes import queries, rules
from ekc.outcomes.models import Outcome
from ekc.referrals import service as referrals
from ekc.referrals.models import Referral

if TYPE_CHECKING:
    from ekc.accounts.actor import Actor
    from ekc.agenda.models import Conference
    from ekc.outcomes.rules import Told


def report(conference: Conference, told: Told, *, by: Actor) -> Outcome:
    """How a conference went. Held: on to the plan. Not held: back to preparation.

    TooLateError where that was told before, DomainError where the day must come yet or an answer is missing.
    """
    by = for_lead(conference.municipality_id, conference.referral_id, by)
    rules.check_first(conference.state)
    rules.check(told, _day(conference), clock.today())
    outcome = _write(conference, told)
    referral = db.session.get_one(Referral, conference.referral_id)
    if told.held:
        _held(conference, referral, told, by)
    else:
        agenda.mark_not_held(conference, by=by)
        referrals.move(referral, "unplan", reason=told.reason, by=by)
    record("report_outcome", "conference", conference.id, by=by, reason="held" if told.held else "not_held")
    db.session.flush()
    return outcome


def plan_later(referral: Referral, plan: str, kind: str | None = None, *, by: Actor) -> Outcome:
    """After a conference was held: there is a plan of `kind`, it is in the making, or there will be none.

    TooLateError where that was told before, DomainError where no answer or no kind was chosen.
    """
    rules.check_plan_later(referral.state, plan, kind)
    by = for_lead(referral.municipality_id, referral.id, by)
    outcome = queries.last_held(referral)
    if outcome is None:
        raise DomainError("Vertel eerst hoe de bijeenkomst ging.")
    outcome.plan, outcome.plan_kind = plan, kind if plan == "yes" else None
    referrals.move(referral, rules.FOLLOWS[plan], by=by)
    record("report_plan", "referral", referral.id, by=by, reason=outcome.plan_kind or plan)
    db.session.flush()
    return outcome


def plan_without_meeting(referral: Referral, kind: str, *, by: Actor) -> Outcome:
    """The household made its plan without a conference: a good end too. A planned day is called off."""
    rules.check_kind(kind)
    by = for_lead(referral.municipality_id, referral.id, by)
    day = agenda_queries.planned_of(referral)
    referrals.move(referral, "plan_without_meeting", by=by)
    if day is not None:
        agenda.call_off(day.conference, "plan_without_meeting", by=by)
    outcome = Outcome(
        id=new_id(),
        municipality_id=referral.municipality_id,
        referral_id=referral.id,
        happened_on=clock.today(),
        held=False,
        own_time="unknown",
        plan="yes",
        plan_kind=kind,
        told_at=clock.now(),
    )
    db.session.add(outcome)
    record("report_plan", "referral", referral.id, by=by, reason=kind)
    db.session.flush()
    return outcome


def _day(conference: Conference) -> date:
    return conference.starts_at.astimezone(clock.HOME).date()


def _write(conference: Conference, told: Told) -> Outcome:
    outcome = Outcome(
        id=new_id(),
        municipality_id=conference.municipality_id,
        referral_id=conference.referral_id,
        conference_id=conference.id,
        happened_on=_day(conference),
        held=told.held,
        reason=None if told.held else told.reason,
        own_time=told.own_time if told.held else "unknown",
        people=told.people if told.held else None,
        plan=told.plan if told.held else "unknown",
        plan_kind=told.plan_kind if told.held and told.plan == "yes" else None,
        told_at=clock.now(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(outcome)
    except IntegrityError as error:
        raise TooLateError(rules.TOLD_BEFORE) from error
    return outcome


def _held(conference: Conference, referral: Referral, told: Told, by: Actor) -> None:
    agenda.mark_held(conference, by=by)
    referrals.move(referral, "hold", by=by)
    following = rules.FOLLOWS.get(told.plan)
    if following is not None:
        referrals.move(referral, following, by=by)
