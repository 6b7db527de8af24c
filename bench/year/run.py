"""One year, event by event, through the services: arrival, work of the bureau, answers, choice, meeting.

Nothing is sent: what is due counts as delivered at each event, so that every message is counted once.
"""

from __future__ import annotations

import random
from datetime import datetime, time, timedelta
from heapq import heappop
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from bench.year import draw, households
from bench.year.state import Year, coordinator, plan_work
from ekc import choosing, clock, processes
from ekc.choice.rules import Heard
from ekc.db import db
from ekc.errors import DomainError
from ekc.matching import ladder, searching, service, waiting, waves
from ekc.matching import queries as offers
from ekc.matching.models import Offer
from ekc.notifications.models import Message
from ekc.places.queries import localities
from ekc.pool import service as volunteers
from ekc.referrals import queries as referrals_
from ekc.referrals.models import Referral
from tests.world import make_world

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bench.year.draw import Drawn, House
    from ekc.accounts.actor import Actor


def run(drawn: Drawn, ask: Callable[[Sequence[int], Actor], None], until: datetime) -> Year:
    """The year in the empty database that is in use, up to `until`."""
    with clock.at(datetime.combine(draw.FIRST, time(8), clock.HOME)):
        year = Year(drawn, ask, make_world(), work)
        _begin(year)
    while year.to_come and year.to_come[0][0] < until:
        moment, _, verb, given = heappop(year.to_come)
        with clock.at(moment):
            _delivered()
            verb(year, *given)
            db.commit()
            year.ledger.check(year.helpers)
    return year


def _begin(year: Year) -> None:
    year.places = {one.pc4: one for one in localities(year.world.municipality.id)}
    for one in (year.world.cor, year.world.noor):  # the cast does not take part
        if one.coordinator is not None:
            volunteers.pause(one.coordinator, draw.FIRST + timedelta(days=700), by=year.by)
    for helper in year.drawn.helpers:
        households.join(year, helper)
    for house in year.drawn.houses:
        year.later(house.at, households.arrive, house)
    db.commit()


def work(year: Year) -> None:
    """The bureau asks for everything that looks for somebody and asks nobody."""
    year.planned.discard(clock.now().astimezone(clock.HOME))
    there = [one.id for one in waiting.all_waiting(year.by.municipality_id) if not one.asked]
    if there:
        year.ask(there, year.by)
        db.session.flush()
    _follow(year)
    if [one for one in waiting.all_waiting(year.by.municipality_id) if not one.asked]:
        plan_work(year)


def answer(year: Year, offer_id: int, round_id: int) -> None:
    """Somebody opens the question, and says what she would say."""
    offer = db.session.get_one(Offer, offer_id, populate_existing=True)
    if offer.state != "open" or offer.round_id != round_id or clock.now() >= offer.expires_at:
        return
    helper, house = year.helpers[offer.coordinator_id], year.houses[offer.referral_id]
    reply = year.drawn.reply(house.name, helper.name, year.times[offer.referral_id, offer.coordinator_id])
    willing = (
        draw.YES
        - draw.BUSY * year.ledger.is_busy(offer.coordinator_id)
        - draw.FAR * year.ledger.is_far(helper, house)
    )
    try:
        if reply.chance < willing:
            processes.accept_offer(offer, by=year.by)
        else:
            processes.decline_offer(offer, "busy", None, by=year.by)
    except DomainError:  # her own limit, or law: she cannot after all
        db.rollback()
        processes.decline_offer(db.session.get_one(Offer, offer_id), "busy", None, by=year.by)
    _pair(year, offer)
    _follow(year)
    plan_work(year)


def tick(year: Year) -> None:
    """What the worker does: reminders, and questions whose time is over."""
    ladder.nudge_due(clock.now())
    if processes.lapse_offers(clock.now()):
        _follow(year)
        plan_work(year)


def choose(year: Year, referral_id: int) -> None:
    """The family says who: whoever speaks their language, else by chance; now and then none of these."""
    year.choosing.discard(referral_id)
    referral = db.session.get_one(Referral, referral_id, populate_existing=True)
    ready = service.ready(referral) if referral.state == "matching" else []
    if not ready:
        return
    house, heard = year.houses[referral_id], Heard("phone", clock.today())
    if house.refuses and referral_id not in year.refused:
        year.refused.add(referral_id)
        choosing.refuse_all(referral, heard, by=year.by)
    else:
        _choose(year, referral, house, heard, ready)
    _follow(year)
    plan_work(year)


def _choose(year: Year, referral: Referral, house: House, heard: Heard, ready: Sequence[Offer]) -> None:
    chance = random.Random(f"{year.drawn.seed}:{house.name}")  # noqa: S311 -- the same in every run
    by_chance = sorted(ready, key=lambda one: (year.helpers[one.coordinator_id].name, one.id))
    chance.shuffle(by_chance)
    by_chance.sort(
        key=lambda one: len(set(house.languages) - set(year.helpers[one.coordinator_id].languages))
    )
    year.ledger.cards[referral.id] = len(ready)
    for offer in by_chance:
        try:
            choosing.choose(referral, offer.id, heard, by=year.by)
        except DomainError:  # she cannot any more
            continue
        return
    service.thank_willing(referral, service.OfferState.NOT_CHOSEN, by=year.by)


def _follow(year: Year) -> None:
    """What came of it: new questions are answered some day, families choose, whoever was found begins."""
    db.session.flush()
    can = set()
    for offer in db.session.scalars(select(Offer).where(Offer.state.in_(("open", "yes")))).all():
        if offer.state == "yes":
            can.add(offer.referral_id)
        elif (offer.id, offer.round_id) not in year.ledger.asked:
            _asked(year, offer)
    known = db.session.query(Referral.id, Referral.state).filter(Referral.state.in_(("matching", "matched")))
    for referral_id, state in known.all():
        if state == "matching" and referral_id in can - year.choosing:
            _may_choose(year, db.session.get_one(Referral, referral_id))
        elif state == "matched" and referral_id not in year.ledger.found:
            _found(year, db.session.get_one(Referral, referral_id))


def _asked(year: Year, offer: Offer) -> None:
    pair = (offer.referral_id, offer.coordinator_id)
    year.times[pair] += 1
    helper, house = year.helpers[offer.coordinator_id], year.houses[offer.referral_id]
    year.ledger.was_asked((offer.id, offer.round_id), offer.coordinator_id, helper, house)
    reply = year.drawn.reply(house.name, helper.name, year.times[pair])
    leaves = offer.leaves_at or offer.asked_at
    if reply.hours is not None:
        year.later(draw.awake(leaves + timedelta(hours=reply.hours)), answer, offer.id, offer.round_id)
    if offer.nudge_at is not None:
        year.later(offer.nudge_at + timedelta(minutes=1), tick)
        if reply.hours is None and reply.wakes:
            year.later(draw.awake(offer.nudge_at + timedelta(hours=2)), answer, offer.id, offer.round_id)
    year.later(offer.expires_at + timedelta(minutes=1), tick)


def _may_choose(year: Year, referral: Referral) -> None:
    if service.first_yes_counts(referral):
        return
    still = sum(one.state == "open" for one in offers.of_referral(referral))
    if waves.may_choose(len(service.ready(referral)), still):
        year.choosing.add(referral.id)
        hours = 3 if referral.urgency == "urgent" else 24
        year.later(draw.awake(clock.now() + timedelta(hours=hours)), choose, referral.id)


def _found(year: Year, referral: Referral) -> None:
    for one in referrals_.in_force(referral):
        if one.coordinator_id is not None and one.kind in {"lead", "buddy"}:
            year.ledger.began(referral.id, one.coordinator_id, one.kind, clock.now())
    year.later(draw.awake(clock.now() + timedelta(days=3)), households.prepare, referral.id)


def _pair(year: Year, offer: Offer) -> None:
    """The bureau phones somebody to be her buddy, where she needs one."""
    referral = db.session.get_one(Referral, offer.referral_id, populate_existing=True)
    if offer.state != "yes" or referral.state != "matching" or offer in service.ready(referral):
        return
    for coordinator_id in searching.may_pair(offer, by=year.by):
        reply = year.drawn.reply(f"beside {year.houses[referral.id].name}", str(coordinator_id), 1)
        if reply.chance < draw.YES:
            processes.pair(referral, offer, coordinator(coordinator_id), by=year.by)
            return


def _delivered() -> None:
    now = clock.now()
    due = Message.state == "queued", Message.next_at <= now
    db.session.execute(update(Message).where(*due).values(state="sent", sent_at=now))
