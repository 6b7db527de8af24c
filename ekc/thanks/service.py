"""Thanking who organised a conference, and telling her how it went on, where the family allows it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from ekc import clock
from ekc.audit.service import record
from ekc.db import db, new_id
from ekc.errors import DomainError, TooLateError
from ekc.outcomes.queries import last_held
from ekc.people import queries as people
from ekc.thanks import messages, queries, rules
from ekc.thanks.models import KindWord, Onward

if TYPE_CHECKING:
    from ekc.accounts.actor import Actor
    from ekc.agenda.models import Conference
    from ekc.referrals.models import Referral


def thank(conference: Conference, referral: Referral, *, by: Actor) -> list[KindWord]:
    """Thank the volunteers who organised a conference that was held, each once; a professional is not."""
    day = conference.starts_at.astimezone(clock.HOME).date()
    return [
        _tell(rules.THANKS, conference.id, referral, one, conference_id=conference.id, day=day, by=by)
        for one in queries.organised(referral)
    ]


def note_answer(referral: Referral, said_by: str, said_on: date, *, allowed: bool, by: Actor) -> Onward:
    """Write down whether the family allows that the volunteer hears how it went on, who said so and when.

    DomainError before the meeting or for a day to come; TooLateError where it was told already.
    """
    rules.check_permission(referral.state, said_by, said_on, clock.today())
    found = queries.onward(referral) or _begin(referral)
    if found.told_at is not None:
        raise TooLateError(rules.TOLD_ALREADY)
    told = {"allowed": allowed, "said_by": said_by, "said_on": said_on, "withdrawn_at": None}
    _change(found, {**told, "noted_at": clock.now(), "noted_by_id": by.account_id})
    record("allow_onward" if allowed else "refuse_onward", "referral", referral.id, reason=said_by, by=by)
    db.session.flush()
    return found


def withdraw(referral: Referral, *, by: Actor) -> None:
    """The family would rather not any more. TooLateError where it was told already."""
    found = queries.onward(referral)
    if found is None or not found.allowed:
        raise DomainError("Er was nog geen toestemming om terug te nemen.")
    _change(found, {"allowed": False, "withdrawn_at": clock.now()}, Onward.allowed)
    record("withdraw_onward", "referral", referral.id, reason=found.said_by, by=by)
    db.session.flush()


def tell(referral: Referral, sentence: str, *, by: Actor) -> list[KindWord]:
    """Tell who organised it how it went on, once, in one of the ready sentences (a code).

    DomainError without the family's leave, before the follow-up, or where no volunteer organised it;
    TooLateError where it was told, or the leave was withdrawn at this moment.
    """
    found = queries.onward(referral)
    allowed, told = (found.allowed, found.told_at is not None) if found else (False, False)
    rules.check_sentence(referral.state, sentence, allowed=allowed, told=told)
    hearers = queries.organised(referral)
    if found is None or not hearers:
        raise DomainError("Er is geen vrijwilliger die dit regelde. Er valt dus niemand iets te vertellen.")
    _change(found, {"sentence": sentence, "told_at": clock.now()}, Onward.allowed)
    record("tell_onward", "referral", referral.id, reason=sentence, by=by)
    held = last_held(referral)
    day = held.happened_on if held else None
    return [
        _tell(rules.ONWARD, referral.id, referral, one, day=day, sentence=sentence, by=by) for one in hearers
    ]


def done(word: KindWord, *, by: Actor) -> None:
    """She was called, or a card was sent. TooLateError where a colleague did so already."""
    result = db.session.execute(
        update(KindWord)
        .where(KindWord.id == word.id, KindWord.way == "call", KindWord.done_at.is_(None))
        .values(done_at=clock.now(), done_by_id=by.account_id)
    )
    if getattr(result, "rowcount", 0) != 1:
        raise TooLateError("Een collega had dit al gedaan.")
    record("tell_kind_word", "kind_word", word.id, by=by.acting_for(word.person_id))
    db.session.flush()


def _begin(referral: Referral) -> Onward:
    """A new row; of two at the same moment one is refused by the database."""
    made = Onward(
        id=new_id(),
        municipality_id=referral.municipality_id,
        referral_id=referral.id,
        allowed=False,
        said_by="focus",
        said_on=clock.today(),
        noted_at=clock.now(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError as error:
        raise TooLateError("Iemand anders schreef dit net al op. Kijk of het klopt.") from error
    return made


def _change(found: Onward, values: dict[str, object], *conditions: object) -> None:
    """Change it as long as nothing was told; the database decides between two at the same moment."""
    result = db.session.execute(
        update(Onward)
        .where(Onward.id == found.id, Onward.told_at.is_(None), *conditions)  # type: ignore[arg-type] # -- clauses
        .values(**values)
    )
    if getattr(result, "rowcount", 0) != 1:
        raise TooLateError(rules.CHANGED)
    db.session.refresh(found)


def _tell(
    kind: str,
    about: int,
    referral: Referral,
    hearer: tuple[int, int],
    *,
    conference_id: int | None = None,
    day: date | None = None,
    sentence: str | None = None,
    by: Actor,
) -> KindWord:
    coordinator_id, person_id = hearer
    person = people.one(referral.municipality_id, person_id)
    word = KindWord(
        id=new_id(),
        municipality_id=referral.municipality_id,
        key=f"{kind}:{about}:{coordinator_id}",
        kind=kind,
        referral_id=referral.id,
        conference_id=conference_id,
        coordinator_id=coordinator_id,
        person_id=person_id,
        day=day,
        sentence=sentence,
        at=clock.now(),
        way="mail" if people.reach(person) else "call",
    )
    db.session.add(word)
    messages.tell(word, person)
    record("thank" if kind == rules.THANKS else "tell", "kind_word", word.id, by=by)
    db.session.flush()
    return word
