"""A volunteer moves on her path: what she organised counts, what she organises now stands in the way of
stopping, and who stops lets go of everything."""

from __future__ import annotations

from datetime import date

from sqlalchemy import BigInteger, bindparam, func, select

from ekc.accounts import queries as accounts
from ekc.accounts import service as doors
from ekc.accounts.actor import Actor
from ekc.accounts.models import Role
from ekc.audit.service import record
from ekc.db import db
from ekc.matching.models import Offer
from ekc.matching.rules import OfferState
from ekc.notifications.calling import settle
from ekc.notifications.outbox import withdraw
from ekc.people import queries as people
from ekc.pool import moving
from ekc.pool.messages import ABOUT
from ekc.pool.models import Coordinator
from ekc.pool.path import Facts, Stage
from ekc.referrals.models import Assignment

HER = bindparam("id", type_=BigInteger())
HERE = bindparam("municipality", type_=BigInteger())
RUNNING = select(func.count()).where(
    Assignment.municipality_id == HERE, Assignment.coordinator_id == HER, Assignment.ended_at.is_(None)
)
WAITING = (OfferState.OPEN.value, OfferState.YES.value)
OFFERS = (
    select(Offer)
    .where(Offer.municipality_id == HERE, Offer.coordinator_id == HER, Offer.state.in_(WAITING))
    .where(
        ~select(Assignment.id)
        .where(Assignment.referral_id == Offer.referral_id, Assignment.coordinator_id == HER)
        .exists()
    )
    .order_by(Offer.id)
)
LINKS = ("offer", "feed")


def move(
    coordinator: Coordinator,
    name: str,
    held: int,
    *,
    reason: str | None = None,
    day: date | None = None,
    exception: str | None = None,
    by: Actor,
) -> None:
    """Make a move on her path; `held` is how many conferences she organised. DomainError says why not.

    1. The move itself, with its guards. 2. Who stops is asked nothing any more, and comes in no more as a
    coordinator; who comes back and has an account, does again.
    """
    facts = Facts(held=held, running=running(coordinator))
    was = coordinator.stage
    moving.move(coordinator, name, facts, reason=reason, day=day, exception=exception, by=by)
    if coordinator.stage == Stage.STOPPED:
        _let_go(coordinator, by)
    elif was == Stage.STOPPED:
        _let_in(coordinator, by)


def running(coordinator: Coordinator) -> int:
    """How many trajecten she has now, as lead, buddy or reserve."""
    return db.session.scalar(RUNNING, _of(coordinator)) or 0


def _let_go(coordinator: Coordinator, by: Actor) -> None:
    person = people.one(coordinator.municipality_id, coordinator.person_id)
    to = people.told_at(person)
    for offer in db.session.scalars(OFFERS, _of(coordinator)).all():
        offer.state = OfferState.WITHDRAWN.value
        record("close_offer", "offer", offer.id, reason=offer.state, by=by)
        withdraw(to, ("offer", offer.id))
    for about in ABOUT.values():
        settle(coordinator.municipality_id, (about, coordinator.person_id))
    for link in accounts.links_of(coordinator.person_id):
        if link.about_kind in LINKS and link.municipality_id == coordinator.municipality_id:
            doors.revoke_link(link, by=by)
    doors.take_role(coordinator.person_id, Role.COORDINATOR, by=by)
    db.session.flush()


def _let_in(coordinator: Coordinator, by: Actor) -> None:
    account = accounts.account_of(coordinator.person_id)
    if account is not None:
        doors.give_role(account, Role.COORDINATOR, by=by)


def _of(coordinator: Coordinator) -> dict[str, int]:
    return {"municipality": coordinator.municipality_id, "id": coordinator.id}
