"""Writing down who must not meet, and a second person's decision that they do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.exc import IntegrityError

from ekc import clock
from ekc.accounts.models import Role
from ekc.apart import queries, rules
from ekc.apart.models import KeptApart, Regardless
from ekc.audit.service import record
from ekc.circle import queries as circle
from ekc.circle.service import for_lead
from ekc.db import db, new_id
from ekc.errors import DomainError, TooLateError
from ekc.referrals.rules import check_no_bsn
from ekc.referrals.visibility import TEAM

if TYPE_CHECKING:
    from datetime import date

    from ekc.accounts.actor import Actor
    from ekc.referrals.models import Referral

ALREADY = "Dit staat er al."


def keep(
    referral: Referral,
    one_id: int | None,
    other_id: int | None,
    words: str | None,
    why: str,
    *,
    until: date | None = None,
    heard_from: str,
    by: Actor,
) -> KeptApart:
    """Two people of a traject must not meet, until a last day or without one. Nobody gets a message.

    `one_id` and `other_id` are persons of the traject; `words` name the other where the kring does not know
    them yet. DomainError where something is missing, TooLateError where it stands there already.
    """
    rules.check(one_id, other_id, words, why, heard_from)
    rules.check_until(until, clock.today())
    check_no_bsn([words or "", heard_from])
    queries.hold(referral.municipality_id, referral.id)
    there = queries.lines(referral)
    if len(there) >= rules.MOST:
        raise DomainError(f"Er staan al {rules.MOST} paren. Haal er eerst een weg.")
    low, high = _ordered(one_id or 0, other_id)
    made = KeptApart(
        id=new_id(),
        municipality_id=referral.municipality_id,
        referral_id=referral.id,
        one_id=low,
        other_id=high,
        other_words=None if other_id else words,
        why=why,
        until=until,
        heard_from=heard_from,
        account_id=by.account_id,
        at=clock.now(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError as error:
        raise TooLateError(ALREADY) from error
    record("keep_apart", "kept_apart", made.id, by=_may(referral, by), reason=why)
    db.session.flush()
    return made


def name_other(referral: Referral, pair: KeptApart, person_id: int, *, by: Actor) -> None:
    """This is who the aanmelding meant. TooLateError where somebody said so before, or it stands there."""
    queries.hold(referral.municipality_id, referral.id)
    db.session.refresh(pair)
    if pair.other_id is not None or pair.ended_at is not None:
        raise TooLateError("Iemand anders zei dit net al.")
    if person_id == pair.one_id:
        raise DomainError("Kies twee verschillende mensen.")
    try:
        with db.session.begin_nested():
            pair.one_id, pair.other_id = _ordered(pair.one_id, person_id)
            pair.other_words = None
    except IntegrityError as error:
        raise TooLateError(ALREADY) from error
    record("name_kept_apart", "kept_apart", pair.id, by=_may(referral, by))
    db.session.flush()


def end(referral: Referral, pair: KeptApart, reason: str, *, by: Actor) -> None:
    """It holds no more, for a reason of the list. DomainError as `rules.check_end`."""
    rules.check_end(reason, pair.why, organiser_only=not by.is_a(Role.BUREAU, *TEAM))
    pair.ended_at, pair.ended_reason = clock.now(), reason
    record("end_kept_apart", "kept_apart", pair.id, by=_may(referral, by), reason=reason)
    db.session.flush()


def allow(
    referral: Referral, pair: KeptApart, reason: str, *, achterwacht: bool = False, by: Actor
) -> Regardless:
    """A second person decides that they meet: the bureau, or the `achterwacht` who said so to the bureau.

    It counts for a day that somebody else fixes. DomainError where who organises it would decide alone,
    TooLateError where it was decided already.
    """
    lead = circle.lead_person_id(referral.municipality_id, referral.id)
    decider = referral.backstop_person_id if achterwacht else by.person_id
    rules.check_regardless(reason, decider, lead)
    made = Regardless(
        id=new_id(),
        municipality_id=referral.municipality_id,
        pair_id=pair.id,
        reason=reason,
        person_id=decider or 0,
        account_id=by.account_id or 0,
        at=clock.now(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError as error:
        raise TooLateError("Dit is net al besloten.") from error
    record("meet_regardless", "kept_apart", pair.id, by=by.acting_for(decider), reason=reason)
    db.session.flush()
    return made


def use_for(referral: Referral, conference_id: int) -> None:
    """Decisions that no day used yet are about this one."""
    for one in queries.unused(referral):
        one.conference_id = conference_id
    db.session.flush()


def _may(referral: Referral, by: Actor) -> Actor:
    """The bureau writes it down for who organises it; the team for itself."""
    return by if by.is_a(*TEAM) else for_lead(referral.municipality_id, referral.id, by)


def _ordered(one_id: int, other_id: int | None) -> tuple[int, int | None]:
    if other_id is None:
        return one_id, None
    return min(one_id, other_id), max(one_id, other_id)
