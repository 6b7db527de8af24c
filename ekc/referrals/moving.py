"""Moving a referral along its life cycle: the check, the step, the line, the answer to who referred."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import bindparam, delete

from ekc import clock
from ekc.accounts.actor import Actor
from ekc.audit.service import record
from ekc.db import db, new_id
from ekc.errors import DomainError
from ekc.referrals import assents, condition_rules, lifecycle, messages, namesakes, queries, rules
from ekc.referrals.lifecycle import ENDED, Facts, State
from ekc.referrals.models import Exclusion, Referral, Step

FORGET_EXCLUSIONS = delete(Exclusion).where(Exclusion.referral_id == bindparam("id"))
ANSWERED = frozenset({"submit", "return", "hand_over", "stop", "match"})  # the referrer hears of these
CONFIRMED = frozenset({"prepare", "plan_without_meeting"})  # the wishes about who it should be did their work
SENT = frozenset({"submit", "resume_intake"})
GOES_ON = frozenset({"submit", "resume_intake", "resume"})


def advance(referral: Referral, *, by: Actor) -> None:
    """Make every move that follows by itself from what is known."""
    while name := _next(referral):
        if lifecycle.refusal(name, referral.state, _facts(referral, None)) is not None:
            return
        move(referral, name, by=by)


def move(
    referral: Referral,
    name: str,
    *,
    facts: Facts | None = None,
    reason: str | None = None,
    until: date | None = None,
    by: Actor,
) -> None:
    """Make a move of the life cycle, with its line and its answer to the referrer. DomainError says why not.

    `facts` are those known above this package; assent, professionals, conditions, waiver and lead are added
    here. `until` is the day to look again, for the move that asks for one.
    """
    if until is not None and until <= clock.today():
        raise DomainError("Kies een dag die nog komt.")
    known = _facts(referral, replace(facts or Facts(), revisit_set=until is not None))
    check_move(referral, name, known, reason)
    step = _take_step(referral, name, reason, until, by)
    record(f"{name}_referral", "referral", referral.id, reason=reason, by=by)
    if referral.state in ENDED:
        _end(referral)
    db.session.flush()
    own = by.account_id is not None and by.account_id == referral.referrer_account_id
    if name in ANSWERED and (
        name == "submit" or not own
    ):  # a receipt; else nobody tells her what she did herself
        messages.news(referral, step.id)
    if name in GOES_ON:
        advance(referral, by=by)


def check_move(referral: Referral, name: str, facts: Facts, reason: str | None) -> None:
    """DomainError with the sentence why `name` is not possible now."""
    if name not in lifecycle.BY_NAME:
        raise DomainError("Die stap bestaat niet.")
    sentence = lifecycle.refusal(name, referral.state, facts, reason)
    if sentence is not None:
        raise DomainError(sentence)


def _take_step(referral: Referral, name: str, reason: str | None, until: date | None, by: Actor) -> Step:
    target = lifecycle.BY_NAME[name].target
    before, moment = referral.state, clock.now()
    since, stood = moment, referral.stood_since
    if name == "resume" and stood is not None:  # its clock stood still: it goes on where it was
        since = moment - max(referral.state_since - stood, timedelta())
    if before == State.PAUSED:
        referral.paused_days += (clock.today() - referral.state_since.astimezone(clock.HOME).date()).days
    referral.state = target.value if target else referral.paused_from or State.SUBMITTED.value
    referral.paused_from, referral.pause_reason = (before, reason) if name == "pause" else (None, None)
    referral.stood_since = referral.state_since if name == "pause" else None
    referral.revisit_on = until
    referral.state_since = since
    if name in CONFIRMED or referral.state in ENDED:
        referral.wishes, referral.avoid, referral.own_village, referral.demands = None, None, "any", ()
    if name == "submit":
        referral.submitted_at = moment
    if name in SENT or referral.state in ENDED:
        referral.draft, referral.namesake, referral.namesake_keys = None, None, ()
    step = Step(
        id=new_id(),
        municipality_id=referral.municipality_id,
        referral_id=referral.id,
        move=name,
        from_state=before,
        to_state=referral.state,
        reason=reason,
        at=moment,
        actor_kind=by.kind,
        actor_id=by.signature,
        behalf_person_id=by.behalf_person_id,
        cover_person_id=by.cover_person_id,
    )
    db.session.add(step)
    return step


def _end(referral: Referral) -> None:
    referral.closed_at = clock.now()
    namesakes.let_go(referral)
    db.session.execute(FORGET_EXCLUSIONS, {"id": referral.id})
    for assignment in queries.in_force(referral):
        assignment.ended_at, assignment.end_reason = referral.closed_at, referral.state


def _facts(referral: Referral, facts: Facts | None) -> Facts:
    return replace(
        facts or Facts(),
        assent=assents.agreement(referral),
        has_professionals=_has_professionals(referral),
        conditions_stated=condition_rules.is_stated(referral.conditions, queries.count_conditions(referral)),
        choice_waived=referral.choice_waived is not None,
        lead_assigned=queries.active_lead(referral.municipality_id, referral.id) is not None,
    )


def _next(referral: Referral) -> str | None:
    lead = queries.active_lead(referral.municipality_id, referral.id)
    return rules.next_move(
        referral.state,
        assents.agreement(referral),
        has_professionals=_has_professionals(referral),
        contacted=lead is not None and lead.first_contact_on is not None,
    )


def _has_professionals(referral: Referral) -> bool:
    return referral.responsible_person_id is not None and referral.backstop_person_id is not None
