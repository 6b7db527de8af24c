"""Taking taps, each once."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy.exc import IntegrityError

from ekc import clock
from ekc.accounts.actor import Actor
from ekc.agenda.models import Conference
from ekc.audit.service import record
from ekc.db import db, new_id
from ekc.errors import DomainError, TooLateError
from ekc.present import queries, rules
from ekc.present.models import DayPress
from ekc.present.rules import Press


def take(conference: Conference, told: Iterable[Press], known: Collection[str], *, by: Actor) -> int:
    """Keep taps that are new; gives how many. A tap that came before is left out, however often it is sent.

    `known` are the people of this traject, as `here:<id>`: a tap about anybody else is left out too, so that
    who left the kring meanwhile stops nothing. TooLateError where the day was called off, DomainError where
    own time is told of a day that must begin yet.
    """
    now = clock.now()
    if conference.state not in rules.OPEN:
        raise TooLateError(rules.CALLED_OFF)
    there = {press.own_id for press in queries.presses(conference.municipality_id, conference.id)}
    taken = 0
    for press in told:
        if rules.too_early(press, conference.starts_at, now):
            raise DomainError(rules.TOO_EARLY)
        fits = press.about == rules.OWN_TIME or press.about in known
        if fits and press.own_id not in there and _keep(conference, press, by):
            there.add(press.own_id)
            taken += 1
    if taken:
        record("press_day", "conference", conference.id, by=by)
    db.session.flush()
    return taken


def _keep(conference: Conference, press: Press, by: Actor) -> bool:
    try:
        with db.session.begin_nested():
            db.session.add(
                DayPress(
                    id=new_id(),
                    municipality_id=conference.municipality_id,
                    conference_id=conference.id,
                    own_id=press.own_id,
                    about=press.about,
                    answer=press.answer,
                    pressed_at=press.at,
                    received_at=clock.now(),
                    account_id=by.account_id,
                )
            )
    except IntegrityError:  # the same tap at the same moment, by another way
        return False
    return True
