"""The conditions of agencies: stated before the preparation, told by voice, tested once there is a plan.

No message and no page behind a personal link ever says what they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.exc import IntegrityError

from ekc import clock
from ekc.accounts.actor import Actor
from ekc.accounts.models import Account
from ekc.audit.service import record
from ekc.db import db, new_id
from ekc.errors import DomainError, NotFoundError
from ekc.people import queries as people
from ekc.people.models import Person
from ekc.referrals import condition_rules as rules
from ekc.referrals import messages, queries
from ekc.referrals.models import (
    LEADS_NOW,
    Assignment,
    Condition,
    ConditionTold,
    FocusPerson,
    Referral,
)
from ekc.referrals.moving import advance
from ekc.referrals.rules import check_no_bsn

HERE = Condition.municipality_id == bindparam("municipality")
OF_REFERRAL = (
    select(Condition, Person.given_name.label("writer"))
    .outerjoin(Account, Account.id == Condition.account_id)
    .outerjoin(Person, Person.id == Account.person_id)
    .where(HERE, Condition.referral_id == bindparam("referral"))
    .order_by(Condition.id)
)
ONE = select(Condition).where(
    HERE,
    Condition.referral_id == bindparam("referral"),
    Condition.id == bindparam("id"),
    Condition.withdrawn_at.is_(None),
)
TOLD = select(ConditionTold).where(
    ConditionTold.municipality_id == bindparam("municipality"),
    ConditionTold.referral_id == bindparam("referral"),
)
IS_FOCUS = select(func.count()).where(
    FocusPerson.municipality_id == bindparam("municipality"),
    FocusPerson.referral_id == bindparam("referral"),
    FocusPerson.person_id == bindparam("person"),
)
HERS = (
    select(Referral.id, Referral.number)
    .join(Assignment, Assignment.referral_id == Referral.id)
    .where(
        Assignment.municipality_id == bindparam("municipality"),
        Assignment.person_id == bindparam("person"),
        LEADS_NOW,
    )
)
TO_TELL_ANEW = (
    HERS.where(
        Referral.state.in_([state.value for state in rules.BEGUN]),
        select(Condition.id)
        .where(
            Condition.referral_id == Referral.id,
            Condition.reason.is_not(None) | Condition.withdrawn_reason.is_not(None),
        )
        .exists(),
        ~select(ConditionTold.id)
        .where(ConditionTold.referral_id == Referral.id, ConditionTold.round == Referral.conditions_round)
        .exists(),
    )
    .order_by(Referral.id)
    .limit(50)
)
TO_TEST = HERS.where(  # there is a plan, and nobody said yet whether it keeps to what was set
    Referral.state.in_([state.value for state in rules.WITH_PLAN]),
    select(Condition.id)
    .where(
        Condition.referral_id == Referral.id,
        Condition.withdrawn_at.is_(None),
        Condition.tested.is_(None) | (Condition.tested == "unknown"),
    )
    .exists(),
)


def of_referral(referral: Referral) -> Sequence[Any]:
    """(the condition, the first name of who wrote it down), the oldest first, also what no longer holds."""
    return db.session.execute(OF_REFERRAL, _of(referral)).all()


def told(referral: Referral) -> dict[int, ConditionTold]:
    """Who heard the conditions as they stand now, by person id; one query."""
    rows = db.session.scalars(TOLD, _of(referral))
    return {row.person_id: row for row in rows if row.round == referral.conditions_round}


def one(referral: Referral, condition_id: int) -> Condition:
    """A condition of this referral that holds, or NotFoundError."""
    found = db.session.scalars(ONE, {**_of(referral), "id": condition_id}).one_or_none()
    if found is None:
        raise NotFoundError
    return found


def answer(referral: Referral, wanted: str) -> None:
    """Whether there are any, as the aanmelding asks: none or some; unknown leaves it as it was.

    DomainError where they are written down already, or the preparation has begun.
    """
    if wanted == "unknown":
        return
    rules.check_answer(
        referral.state,
        referral.paused_from,
        now=referral.conditions,
        wanted=wanted,
        written=queries.count_conditions(referral),
    )
    referral.conditions = wanted


def state(
    referral: Referral, organisation: str, basis: str, words: str, reason: str | None = None, *, by: Actor
) -> Condition:
    """An agency sets a condition: who, on what basis (a code of `BASES`), in a few words.

    Once the preparation has begun it asks a `reason` of the list, and everybody is told anew. DomainError
    where something is missing, TooLateError once the meeting was held.
    """
    rules.check_open(referral.state, referral.paused_from, reason)
    rules.check(organisation, basis, words, queries.count_conditions(referral))
    check_no_bsn([organisation, words])
    made = Condition(
        id=new_id(),
        municipality_id=referral.municipality_id,
        referral_id=referral.id,
        organisation=organisation.strip(),
        basis=basis,
        words=words.strip(),
        stated_at=clock.now(),
        account_id=by.account_id,
        reason=reason if _has_begun(referral) else None,
        withdrawn_at=None,
        withdrawn_reason=None,
        tested=None,
        tested_at=None,
    )
    db.session.add(made)
    referral.conditions = "some"
    record("state_condition", "referral", referral.id, reason=made.reason, by=by)
    _changed(referral, by)
    return made


def withdraw(referral: Referral, condition: Condition, reason: str | None = None, *, by: Actor) -> None:
    """A condition holds no more. As for `state`; with the last one gone there are none."""
    rules.check_open(referral.state, referral.paused_from, reason)
    condition.withdrawn_at = clock.now()
    condition.withdrawn_reason = reason if _has_begun(referral) else None
    db.session.flush()
    if queries.count_conditions(referral) == 0:
        referral.conditions = "none"
    record("withdraw_condition", "referral", referral.id, reason=condition.withdrawn_reason, by=by)
    _changed(referral, by)


def none(referral: Referral, *, by: Actor) -> None:
    """No agency sets a condition: that is an answer too. DomainError where some are written down."""
    rules.check_open(referral.state, referral.paused_from, "mistake")
    if queries.count_conditions(referral):
        raise DomainError(rules.STILL_THERE)
    referral.conditions = "none"
    record("no_conditions", "referral", referral.id, by=by)
    db.session.flush()
    advance(referral, by=by)


def share(referral: Referral, *, fine: bool, by: Actor) -> None:
    """Whether the family finds it fine that those around them hear the conditions."""
    referral.conditions_shared = fine
    record("share_conditions", "referral", referral.id, reason="yes" if fine else "no", by=by)
    db.session.flush()


def tell(referral: Referral, person_id: int, seen: int, *, by: Actor) -> None:
    """Somebody heard the conditions by voice, today. `seen` is the round that was on the page.

    Telling twice changes nothing. DomainError before the family found it fine, TooLateError where the
    conditions changed since. The caller knows that the person belongs to this referral.
    """
    is_focus = bool(db.session.scalar(IS_FOCUS, {**_of(referral), "person": person_id}))
    rules.check_telling(seen, referral.conditions_round, is_focus=is_focus, shared=referral.conditions_shared)
    if person_id in told(referral):
        return
    row = ConditionTold(
        id=new_id(),
        municipality_id=referral.municipality_id,
        referral_id=referral.id,
        person_id=person_id,
        round=seen,
        told_on=clock.today(),
        told_by_id=by.person_id,
    )
    try:
        with db.session.begin_nested():
            db.session.add(row)
            db.session.flush()
    except IntegrityError:  # the other one who pressed was a moment earlier
        return
    record("tell_conditions", "referral", referral.id, by=by)


def test(referral: Referral, condition: Condition, outcome: str, *, by: Actor) -> None:
    """Whether the plan keeps to a condition: yes, no or not known yet, and not a word of the plan. The last
    answer holds. The team hears that there is news where the family finds that fine."""
    db.session.refresh(referral, with_for_update=True)  # whoever comes second waits, and sees what is so
    db.session.refresh(condition)
    rules.check_testing(referral.state, outcome)
    if condition.tested == outcome:
        return
    condition.tested, condition.tested_at = outcome, clock.now()
    record("test_condition", "referral", referral.id, reason=outcome, by=by)
    db.session.flush()
    _tell_test(referral)


def share_test(referral: Referral, *, fine: bool, by: Actor) -> None:
    """Whether the family finds it fine that the team, and so the agency, hears what the test came to.

    DomainError where there is no plan yet.
    """
    db.session.refresh(referral, with_for_update=True)
    rules.check_testing(referral.state, "yes")
    if referral.tested_shared is fine:
        return
    referral.tested_shared = fine
    record("share_test", "referral", referral.id, reason="yes" if fine else "no", by=by)
    db.session.flush()
    _tell_test(referral)


def is_to_test(referral: Referral) -> bool:
    """Whether there is a plan, and a condition of which nobody said whether the plan keeps to it."""
    if referral.conditions != "some" or referral.state not in rules.WITH_PLAN:
        return False
    return not rules.is_tested(_answers(referral))


def _answers(referral: Referral) -> list[str | None]:
    return [row.Condition.tested for row in of_referral(referral) if row.Condition.withdrawn_at is None]


def _tell_test(referral: Referral) -> None:
    """Who referred hears that there is news, once all is tested and the family finds it fine; not what."""
    to = queries.referrer(referral)
    if referral.tested_shared and to.active and rules.is_tested(_answers(referral)):
        messages.traject(referral, "tested", to.email, f"/aanmeldingen/{referral.id}/voorwaarden")


def _changed(referral: Referral, by: Actor) -> None:
    """Another round: who was told is told anew. The coordinator hears that, where she is preparing."""
    referral.conditions_round += 1
    db.session.flush()
    if not _has_begun(referral):
        advance(referral, by=by)
        return
    lead = queries.active_lead(referral.municipality_id, referral.id)
    if lead is None or lead.person_id == by.person_id:
        return
    to = people.told_at(people.one(referral.municipality_id, lead.person_id))
    messages.traject(referral, "conditions", to, f"/trajecten/{referral.id}")


def _has_begun(referral: Referral) -> bool:
    return rules.has_begun(referral.state, referral.paused_from)


def _of(referral: Referral) -> dict[str, object]:
    return {"municipality": referral.municipality_id, "referral": referral.id}
