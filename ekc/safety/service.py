"""A coordinator tells that she worries, or that something happened; others see to it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select, update

from ekc import clock
from ekc.accounts.actor import Actor
from ekc.audit.service import record
from ekc.db import UTC, db, new_id
from ekc.duty import care
from ekc.errors import DomainError, NotFoundError, TooLateError
from ekc.people import queries as people
from ekc.referrals.models import Referral
from ekc.safety import messages, queries, rules
from ekc.safety.models import CheckIn, Signal
from ekc.safety.queries import Carer
from ekc.safety.rules import Told

TWICE = timedelta(minutes=2)
JUST_NOW = select(Signal.id).where(
    Signal.municipality_id == bindparam("municipality"),
    Signal.person_id == bindparam("person"),
    Signal.kind == bindparam("kind"),
    Signal.at > bindparam("since", type_=UTC()),
    Signal.handled_at.is_(None),
)
ALREADY = "We hebben je melding al. Je hoeft niets meer te doen. Bel als het dringend is."
NO_MAIL = "We kennen geen mailadres van je. Bel het bureau, dan helpen zij je verder."


def tell(one: Carer, told: Told, *, by: Actor) -> Signal:
    """Write down the fact and tell who must know, at once. `by` may be the bureau, for who phones.

    DomainError where it is not of the lists, TooLateError where the same was told just now, NotFoundError
    where the traject is not hers.
    """
    rules.check_told(told)
    referral = _hers(one, told.referral_id)
    now = clock.now()
    values = {
        "municipality": one.municipality_id,
        "person": one.id,
        "kind": told.kind.value,
        "since": now - TWICE,
    }
    if db.session.scalars(JUST_NOW, values).first() is not None:
        raise TooLateError(ALREADY)
    signal = _new(one, told, now)
    record("tell_" + told.kind.value, "signal", signal.id, by=by.acting_for(one.id))
    db.session.flush()
    messages.tell(signal, referral, now, pressing=rules.is_pressing(told))
    return signal


def step(signal: Signal, name: str, *, by: Actor) -> None:
    """Seen, taken up, or handled: by whom and when. Handling an alarm ends the visit too.

    DomainError where it is no step, TooLateError where a colleague was first.
    """
    taker = None if signal.taken_by is None else people.one(signal.municipality_id, signal.taken_by)
    rules.check_step(name, taken_by=taker.given_name if taker else None, handled=signal.handled_at)
    now = clock.now()
    for each in _steps_to(name):
        _claim(signal, each, now, by, must=each == name)
    record(name + "_signal", "signal", signal.id, by=by)
    if name == "handled" and signal.check_in_id is not None:
        ended = update(CheckIn).where(CheckIn.id == signal.check_in_id, CheckIn.ended_at.is_(None))
        db.session.execute(ended.values(ended_at=now))
    db.session.flush()


def mail_link(one: Carer, *, by: Actor) -> None:
    """Send her the link to her own page. DomainError where she has no mail."""
    person = people.one(one.municipality_id, one.id)
    mail = people.reach(person)
    if mail is None:
        raise DomainError(NO_MAIL)
    messages.own_link(person, mail, care.link_of(one.municipality_id, one.id))
    record("mail_care_link", "person", one.id, by=by.acting_for(one.id))
    db.session.flush()


def _hers(one: Carer, referral_id: int | None) -> Referral | None:
    if referral_id is None:
        return None
    if referral_id not in {traject.id for traject in queries.trajects(one)}:
        raise NotFoundError
    return db.session.get_one(Referral, referral_id)


def _new(one: Carer, told: Told, now: datetime) -> Signal:
    signal = Signal(
        id=new_id(),
        municipality_id=one.municipality_id,
        kind=told.kind.value,
        person_id=one.id,
        referral_id=told.referral_id,
        at=now,
        urgent=rules.is_pressing(told),
        called=told.called,
        what=told.what,
        safe_now=told.safe_now,
    )
    db.session.add(signal)
    return signal


def _steps_to(name: str) -> tuple[str, ...]:
    """Who takes it up has seen it; who handled it has seen it too."""
    return ("seen",) if name == "seen" else ("seen", name)


def _claim(signal: Signal, name: str, now: datetime, by: Actor, *, must: bool) -> None:
    """Note who did a step, where nobody did yet; `must`: it is the step itself, a second is refused."""
    at, who = getattr(Signal, f"{name}_at"), getattr(Signal, f"{name}_by")
    values: dict[Any, Any] = {at: now, who: by.person_id}
    claimed = update(Signal).where(Signal.id == signal.id, at.is_(None), Signal.handled_at.is_(None))
    done = db.session.scalar(claimed.values(values).returning(Signal.id)) is not None
    if must and not done and name != "seen":
        raise TooLateError("Iemand anders was je net voor. Kijk hoe het nu staat.")
