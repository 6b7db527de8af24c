"""Cor at a visit, a worry, and the worker's watch."""

from __future__ import annotations

from datetime import timedelta

from ekc import clock
from ekc.db import db
from ekc.notifications.models import Message
from ekc.safety import checkins, queries, service
from ekc.safety.models import CheckIn, Signal
from ekc.safety.queries import Carer
from ekc.safety.rules import Kind, Told
from tests.agenda.trajects import NOON
from tests.world import Somebody

BACK = NOON + timedelta(hours=2)


def carer(somebody: Somebody) -> Carer:
    """Her own page's idea of her."""
    return queries.carer(somebody.actor, somebody.person.id)


def make_worry(somebody: Somebody, referral_id: int | None = None, **told: object) -> Signal:
    """She worries."""
    signal = service.tell(carer(somebody), Told(Kind.WORRY, referral_id, **told), by=somebody.actor)  # type: ignore[arg-type] # -- as told
    db.commit()
    return signal


def make_incident(somebody: Somebody, referral_id: int | None = None) -> Signal:
    """Something happened to her."""
    told = Told(Kind.INCIDENT, referral_id, urgent=True, what="threatened", safe_now=True)
    signal = service.tell(carer(somebody), told, by=somebody.actor)
    db.commit()
    return signal


def make_visit(
    somebody: Somebody, referral_id: int | None = None, conference_id: int | None = None
) -> CheckIn:
    """She is at a visit until two."""
    made = checkins.start(carer(somebody), BACK, referral_id, conference_id, by=somebody.actor)
    db.commit()
    return made


def watch(minutes: int) -> int:
    """The worker looks, so many minutes after two o'clock."""
    now = BACK + timedelta(minutes=minutes)
    with clock.at(now):
        done = checkins.watch(now)
    db.commit()
    return done


def mails(kind: str) -> list[Message]:
    """Messages of a kind, oldest first."""
    return db.session.query(Message).filter_by(kind=kind).order_by(Message.id).all()


def readers(kind: str) -> list[str]:
    """Who gets messages of a kind."""
    return [one.address for one in mails(kind)]
