"""From one wave of questions to the next: who is reminded, and who is asked when nobody can."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from sqlalchemy import update

from ekc import clock, settings
from ekc.accounts.actor import Actor, system
from ekc.audit.service import record
from ekc.db import db
from ekc.errors import DomainError
from ekc.matching import due, messages, queries, searching, service, telling
from ekc.matching.models import Offer, OfferRound
from ekc.matching.rules import OfferState
from ekc.notifications import quiet
from ekc.people import queries as people
from ekc.places.queries import municipality
from ekc.pool import queries as pool
from ekc.referrals.models import Referral

BATCH = 200
WIDER = 1  # how many more are asked in a later wave
NOBODY_LEFT = "Er is niemand meer om te vragen. Kijk hieronder wat je nu kunt doen."
NOT_YET = "Vraag eerst een of twee mensen. Daarna kun je de volgenden in één keer vragen."


def nudge_due(now: datetime) -> int:
    """Remind, once, whoever said nothing half-way, in all municipalities; never in the quiet hours, and
    nobody twice on a day: who has more questions open hears of the next one tomorrow, if it still stands."""
    if quiet.is_quiet(now.astimezone(clock.HOME), settings.current().quiet):
        return 0
    found = [offer for offer in due.to_nudge(now, BATCH) if _claim(offer, now)]
    for offer in found:
        person = people.one(offer.municipality_id, offer.person_id)
        if messages.nudge(offer, person):
            record("nudge", "offer", offer.id, by=system(offer.municipality_id))
    db.session.flush()
    return len(found)


def size(referral: Referral, *, first: bool) -> int:
    """How many are asked in the first wave, and in a later one."""
    return municipality(referral.municipality_id).asked_at_first + (0 if first else WIDER)


def widen(referral: Referral, *, by: Actor) -> OfferRound:
    """Ask the next in the list who were not silent before, for the same weeks. DomainError where nobody is
    left, or nobody was asked yet."""
    last = due.last_round(referral)
    if last is None:
        raise DomainError(NOT_YET)
    able = searching.next_to_ask(referral, by=by, many=size(referral, first=False))
    if not able:
        raise DomainError(NOBODY_LEFT)
    ids = [one.volunteer.id for one in able]
    known = pool.by_ids(referral.municipality_id, ids)
    weeks = max(last.week_from, clock.today()), max(last.week_until, clock.today())
    return service.open_round(referral, [known[one] for one in ids], *weeks, by=by)


def widen_if_urgent(referral: Referral) -> bool:
    """Where it presses, and nobody can or may still answer, ask the next by itself and tell the bureau.

    Gives whether somebody was asked.
    """
    offers = queries.of_referral(referral)
    still = any(one.state == OfferState.OPEN for one in offers)
    if referral.urgency != "urgent" or referral.state != "matching" or still:
        return False
    by = system(referral.municipality_id)
    try:
        opened = widen(referral, by=by)
    except DomainError:
        telling.tell_about(referral, "dry", referral.number, by=by)
        return False
    telling.tell_about(referral, "wave", _names(queries.of_round(opened)), by=by)
    return True


def lapse_due(now: datetime) -> list[Offer]:
    """Close what nobody answered in time, in all municipalities, and tell the bureau; gives the closed."""
    lapsed = [offer for offer in due.overdue(now, BATCH) if _lapse(offer, now)]
    for offer in lapsed:
        record("lapse_offer", "offer", offer.id, by=system(offer.municipality_id))
    for _, group in groupby(lapsed, key=attrgetter("referral_id")):
        _tell_silence(list(group))
    db.session.flush()
    return lapsed


def _lapse(offer: Offer, now: datetime) -> bool:
    """Close one offer where it still stands open; False where she answered in the meantime."""
    closed = (
        update(Offer)
        .where(Offer.id == offer.id, Offer.state == OfferState.OPEN.value, Offer.expires_at <= now)
        .values(state=OfferState.LAPSED.value)
        .returning(Offer.id)
    )
    return db.session.scalar(closed) is not None


def _tell_silence(offers: list[Offer]) -> None:
    """One message to the bureau about all of one referral who did not answer."""
    first = offers[0]
    persons = people.by_ids(first.municipality_id, [offer.person_id for offer in offers])
    names = " en ".join(persons[offer.person_id].given_name for offer in offers)
    messages.tell_bureau(telling.news(first, names, "silent"), by=system(first.municipality_id))


def _claim(offer: Offer, now: datetime) -> bool:
    """Whether this reminder is ours: she did not answer, and nobody reminded her in the meantime, nor today
    of another question."""
    claimed = (
        update(Offer)
        .where(
            Offer.id == offer.id,
            Offer.state == OfferState.OPEN.value,
            Offer.nudged_at.is_(None),
            due.not_today(offer.person_id, now),
        )
        .values(nudged_at=now)
        .returning(Offer.id)
    )
    return db.session.scalar(claimed) is not None


def _names(offers: Sequence[Offer]) -> str:
    persons = people.by_ids(offers[0].municipality_id, [offer.person_id for offer in offers])
    return " en ".join(persons[offer.person_id].given_name for offer in offers)
