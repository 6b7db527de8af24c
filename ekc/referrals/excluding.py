"""Whom a family or a team would rather not have: written down with who said it and when, and taken away.

Who is left out never learns it: no message, no line in the logbook and no page of theirs tells.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from sqlalchemy import and_, bindparam, exists, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

from ekc import clock
from ekc.accounts.actor import Actor
from ekc.accounts.models import Account
from ekc.audit.service import record
from ekc.db import db, new_id
from ekc.errors import DomainError, NotFoundError, TooLateError
from ekc.people.models import Person
from ekc.pool.models import Coordinator
from ekc.referrals import queries, rules
from ekc.referrals.lifecycle import ENDED
from ekc.referrals.models import Exclusion, Referral
from ekc.seals import keyed_hash

SAID_BY = {"family": "de familie", "team": "het team"}
LONGEST = 300
MOST_NAMES = 200  # more than this nobody picks from a list
ALREADY = "Deze coördinator stond er al bij."
ENDED_ALREADY = "Dit is afgesloten: er wordt niemand meer gevraagd."
ON_IT = {
    "lead": "Dit is hier nu de coördinator. Kies eerst ‘Een andere coördinator’ of ‘Zoek een vervanger’.",
    "buddy": "Dit is hier nu het maatje. Laat het maatje eerst teruggeven.",
}

WRITER = aliased(Person)
OF_REFERRAL = (
    select(
        Exclusion,
        Person.id.label("person_id"),
        Person.given_name,
        Person.surname,
        WRITER.given_name.label("writer"),
    )
    .outerjoin(Coordinator, Coordinator.id == Exclusion.coordinator_id)
    .outerjoin(Person, Person.id == Coordinator.person_id)
    .outerjoin(Account, Account.id == Exclusion.account_id)
    .outerjoin(WRITER, WRITER.id == Account.person_id)
    .where(
        Exclusion.municipality_id == bindparam("municipality"), Exclusion.referral_id == bindparam("referral")
    )
    .order_by(Exclusion.id)
)
ONE = select(Exclusion).where(
    Exclusion.municipality_id == bindparam("municipality"),
    Exclusion.referral_id == bindparam("referral"),
    Exclusion.id == bindparam("id"),
)
BY_NAME = (
    select(Coordinator)
    .join(Person, Person.id == Coordinator.person_id)
    .where(Coordinator.municipality_id == bindparam("municipality"), Person.name_key == bindparam("key"))
    .limit(2)
)
NAMES = (
    select(Coordinator.id, Person.given_name, Person.surname)
    .join(Person, Person.id == Coordinator.person_id)
    .where(Coordinator.municipality_id == bindparam("municipality"), Coordinator.stage != "stopped")
    .order_by(Coordinator.id)
    .limit(MOST_NAMES + 1)
)
IS_TO_JUDGE = exists().where(  # somebody was described whom they would rather not have: who is that?
    Exclusion.referral_id == Referral.id, Exclusion.coordinator_id.is_(None), Exclusion.judged_at.is_(None)
)
TO_JUDGE = (
    select(Referral.id, Referral.number)
    .where(
        Referral.municipality_id == bindparam("municipality"),
        Referral.id.in_(
            select(Exclusion.referral_id).where(
                and_(
                    Exclusion.municipality_id == bindparam("municipality"),
                    Exclusion.coordinator_id.is_(None),
                    Exclusion.judged_at.is_(None),
                )
            )
        ),
    )
    .order_by(Referral.id)
    .limit(50)
)


def of_referral(actor: Actor, referral: Referral) -> Sequence[Any]:
    """Who is left out, with who wrote it down, the oldest first; never the actor's own line. One query."""
    rows = db.session.execute(OF_REFERRAL, _of(referral)).all()
    return [row for row in rows if row.person_id is None or row.person_id != actor.person_id]


def one(referral: Referral, exclusion_id: int) -> Exclusion:
    """A line of this referral, or NotFoundError."""
    found = db.session.scalars(ONE, {**_of(referral), "id": exclusion_id}).one_or_none()
    if found is None:
        raise NotFoundError
    return found


def named(municipality_id: int, words: str) -> Coordinator | None:
    """The one coordinator with exactly this whole name; None where there is none, or more than one."""
    given = {"municipality": municipality_id, "key": keyed_hash(words)}
    found = db.session.scalars(BY_NAME, given).all()
    return found[0] if len(found) == 1 else None


def names(municipality_id: int) -> list[tuple[int, str]]:
    """(coordinator id, name) of the pool by name; empty where it is too long a list to pick from."""
    rows = db.session.execute(NAMES, {"municipality": municipality_id}).all()
    if len(rows) > MOST_NAMES:
        return []
    pairs = [(row.id, f"{row.given_name} {row.surname}".strip()) for row in rows]
    return sorted(pairs, key=lambda pair: pair[1].casefold())


def exclude(
    referral: Referral, coordinator: Coordinator | None, words: str | None, said_by: str, *, by: Actor
) -> Exclusion:
    """Leave a coordinator out of this referral, or keep words about somebody for the bureau to look at.

    DomainError where it is closed, where she is on it now, or where neither was told; TooLateError where she
    is left out already.
    """
    if referral.state in ENDED:
        raise DomainError(ENDED_ALREADY)
    if said_by not in SAID_BY:
        raise DomainError("Kies wie dit zei.")
    if coordinator is None and not words:
        raise DomainError("Schrijf op wie, of kies een naam.")
    rules.check_no_bsn([words or ""])
    if coordinator is not None:
        _check_not_on_it(referral, coordinator)
    exclusion = Exclusion(
        id=new_id(),
        municipality_id=referral.municipality_id,
        referral_id=referral.id,
        coordinator_id=coordinator.id if coordinator else None,
        words=words,
        said_by=said_by,
        said_at=clock.now(),
        account_id=by.account_id,
        judged_at=None,
    )
    _put(exclusion)
    record("exclude", "referral", referral.id, reason=said_by, by=by)
    db.session.flush()
    return exclusion


def take_over(referral: Referral, words: str | None, *, by: Actor) -> None:
    """Whom they would rather not have, as the aanmelding tells it: left out where that is one whole name of
    the pool, else for the bureau to look at. Words that stand there already are kept once."""
    told = {row.Exclusion.words for row in db.session.execute(OF_REFERRAL, _of(referral))}
    if words and words not in told:
        with suppress(TooLateError):  # she is left out already
            exclude(referral, named(referral.municipality_id, words), words, "family", by=by)


def judge(exclusion: Exclusion, *, by: Actor) -> None:
    """The bureau looked who is meant by the words."""
    exclusion.judged_at = clock.now()
    record("judge_exclusion", "referral", exclusion.referral_id, by=by)
    db.session.flush()


def include(exclusion: Exclusion, *, by: Actor) -> None:
    """It does not hold any more; from now on she may be asked again."""
    db.session.delete(exclusion)
    record("include", "referral", exclusion.referral_id, reason=exclusion.said_by, by=by)
    db.session.flush()


def _check_not_on_it(referral: Referral, coordinator: Coordinator) -> None:
    for each in queries.in_force(referral):
        if each.coordinator_id == coordinator.id and each.kind in ON_IT:
            raise DomainError(ON_IT[each.kind])


def _put(exclusion: Exclusion) -> None:
    try:
        with db.session.begin_nested():
            db.session.add(exclusion)
            db.session.flush()
    except IntegrityError as error:
        raise TooLateError(ALREADY) from error


def _of(referral: Referral) -> dict[str, object]:
    return {"municipality": referral.municipality_id, "referral": referral.id}
