"""Offers: whose they are, what they say, what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Boolean, and_, bindparam, exists, func, or_, select

from ekc.accounts.actor import Actor
from ekc.accounts.models import Account, Role, Team
from ekc.audit.models import LogEntry
from ekc.db import db
from ekc.errors import NotFoundError
from ekc.matching.carried import MUNICIPALITY, REFERRAL
from ekc.matching.models import Offer, OfferRound
from ekc.matching.rules import OfferState
from ekc.notifications.models import Message
from ekc.notifications.models import State as MessageState
from ekc.places.models import Municipality
from ekc.referrals.lifecycle import State
from ekc.referrals.models import ORGANISES, Assignment, Referral
from ekc.referrals.reasons import REASONS

VISIBLE = and_(
    Offer.municipality_id == MUNICIPALITY,
    or_(bindparam("all", type_=Boolean()), Offer.person_id == bindparam("person")),
)
ONE = select(Offer).where(VISIBLE, Offer.id == bindparam("id"))
ON_IT = (  # what she is on this referral now: lead, buddy or backup
    select(func.max(Assignment.kind))
    .where(
        Assignment.referral_id == Offer.referral_id,
        Assignment.coordinator_id == Offer.coordinator_id,
        Assignment.ended_at.is_(None),
    )
    .correlate(Offer)
    .scalar_subquery()
)
WAS_ON_IT = exists().where(
    Assignment.referral_id == Offer.referral_id,
    Assignment.coordinator_id == Offer.coordinator_id,
    Assignment.kind != "backup",
)
WILLING = (  # they can, and were never on it
    select(Offer)
    .where(
        Offer.municipality_id == MUNICIPALITY,
        Offer.referral_id == REFERRAL,
        Offer.state == "yes",
        ~WAS_ON_IT,
    )
    .order_by(Offer.answered_at, Offer.id)
)
HANDED_BACK = exists().where(
    Assignment.referral_id == Offer.referral_id,
    Assignment.coordinator_id == Offer.coordinator_id,
    Assignment.end_reason.in_(REASONS["hand_back"]),
)
IN_FORCE = and_(Assignment.referral_id == Offer.referral_id, Assignment.ended_at.is_(None))
CARD = (
    select(
        Offer,
        OfferRound.week_from,
        OfferRound.week_until,
        Referral.urgency,
        Referral.organisations,
        Referral.frame,
        Referral.visiting,
        Referral.state.label("stands"),
        exists()
        .where(Assignment.id == OfferRound.replaces_id, Assignment.ended_at.is_(None))
        .label("to_replace"),
        or_(Referral.choice_waived.is_not(None), ~Municipality.family_chooses).label("first_counts"),
        Team.name.label("team"),
        ON_IT.label("on_it"),
        HANDED_BACK.label("handed_back"),
        exists().where(IN_FORCE, Assignment.kind == "backup").label("has_backup"),
        exists().where(IN_FORCE, Assignment.kind.in_(ORGANISES)).label("has_lead"),
    )
    .join(OfferRound, OfferRound.id == Offer.round_id)
    .join(Referral, Referral.id == Offer.referral_id)
    .join(Team, Team.id == Referral.team_id)
    .join(Municipality, Municipality.id == Referral.municipality_id)
    .where(VISIBLE, Offer.id == bindparam("id"))
)
OPENED = exists().where(
    LogEntry.municipality_id == Offer.municipality_id,
    LogEntry.object_kind == "offer",
    LogEntry.object_id == Offer.id,
    LogEntry.action == "see",
    or_(
        LogEntry.actor_kind == "link",
        LogEntry.actor_id.in_(
            select(Account.id).where(Account.person_id == Offer.person_id).correlate(Offer)
        ),
    ),
)
BOARD = (
    select(
        Offer.id,
        Offer.person_id,
        Offer.coordinator_id,
        Offer.state,
        Offer.asked_at,
        Offer.expires_at,
        Offer.answered_at,
        Offer.reason,
        Offer.buddy_id,
        ON_IT.label("on_it"),
        OPENED.label("opened"),
        HANDED_BACK.label("handed_back"),
    )
    .where(Offer.municipality_id == MUNICIPALITY, Offer.referral_id == REFERRAL)
    .order_by(Offer.asked_at, Offer.id)
)
DELIVERY = (
    select(Message.about_id, Message.state, Message.trouble)
    .join(Offer, Offer.id == Message.about_id)
    .where(
        Message.municipality_id == MUNICIPALITY,
        Message.about_kind == "offer",
        Message.kind == "offer",
        Message.state != MessageState.TO_CALL.value,
        Offer.referral_id == REFERRAL,
    )
    .order_by(Message.id)
)
OF_REFERRAL = (
    select(Offer)
    .where(Offer.municipality_id == MUNICIPALITY, Offer.referral_id == REFERRAL)
    .order_by(Offer.id)
)
OF_ROUND = (
    select(Offer)
    .where(Offer.municipality_id == MUNICIPALITY, Offer.round_id == bindparam("round"))
    .order_by(Offer.id)
)
LOCK_REFERRAL = (
    select(Referral)
    .where(Referral.id == REFERRAL, Referral.municipality_id == MUNICIPALITY)
    .with_for_update()
    .execution_options(populate_existing=True)
)
LOCK_OFFER = (
    select(Offer)
    .where(Offer.id == bindparam("id"), Offer.municipality_id == MUNICIPALITY)
    .with_for_update()
    .execution_options(populate_existing=True)
)
TO_REPLACE = (
    select(Assignment)
    .join(OfferRound, OfferRound.replaces_id == Assignment.id)
    .where(
        OfferRound.id == bindparam("round"),
        Assignment.municipality_id == MUNICIPALITY,
        Assignment.ended_at.is_(None),
    )
)
NUMBER = select(Referral.number).where(Referral.id == REFERRAL, Referral.municipality_id == MUNICIPALITY)


@dataclass(frozen=True, slots=True)
class Card:
    """What a coordinator may read about a referral before it is hers: nothing that points to a family."""

    offer: Offer
    week_from: date
    week_until: date
    urgency: str
    organisations: tuple[str, ...]
    frame: str  # voluntary, pressure, coercion
    visiting: str  # whether a visit is safe: `codes.VISITING`
    seeking: bool
    team: str
    on_it: str | None  # lead, buddy or backup, where she is on it now
    handed_back: bool
    has_backup: bool
    has_lead: bool
    first_counts: bool  # the first yes is the one; else the family chooses

    @property
    def may_stand_by(self) -> bool:
        """Somebody leads it, and nobody stands by."""
        return self.has_lead and not self.has_backup and not self.handed_back

    @property
    def hers(self) -> bool:
        """She sees the names: she leads it, or is the buddy of who does."""
        return self.on_it in {"lead", "buddy"}


def visible_to(actor: Actor) -> dict[str, object]:
    """The parameters that leave only the offers that `actor` may see: the bureau all, others their own."""
    hers = actor.kind == "link" or actor.is_a(Role.COORDINATOR)
    return {
        "municipality": actor.municipality_id,
        "all": actor.is_a(Role.BUREAU),
        "person": actor.person_id if hers else None,
    }


def get_for(actor: Actor, offer_id: int) -> Offer:
    """The offer, or NotFoundError where it is not there for `actor`."""
    found = db.session.scalars(ONE, {**visible_to(actor), "id": offer_id}).one_or_none()
    if found is None:
        raise NotFoundError
    return found


def card(actor: Actor, offer_id: int) -> Card:
    """The offer with what may be read about it, or NotFoundError; one query."""
    row = db.session.execute(CARD, {**visible_to(actor), "id": offer_id}).one_or_none()
    if row is None:
        raise NotFoundError
    return Card(
        row.Offer,
        row.week_from,
        row.week_until,
        row.urgency,
        row.organisations,
        row.frame,
        row.visiting,
        seeking=row.stands == State.MATCHING or bool(row.to_replace),
        team=row.team,
        on_it=row.on_it,
        handed_back=bool(row.handed_back),
        has_backup=bool(row.has_backup),
        has_lead=bool(row.has_lead),
        first_counts=bool(row.first_counts or row.to_replace),
    )


def board(referral: Referral) -> Sequence[Any]:
    """Every offer of a referral with its state and whether she opened it, the oldest first; one query."""
    return db.session.execute(BOARD, _of(referral)).all()


def delivery(referral: Referral) -> dict[int, str]:
    """By offer id, how the newest mail about it fares: ok, trouble or failed; none where she must be
    called; one query."""
    rows = db.session.execute(DELIVERY, _of(referral))
    return {row.about_id: _arrival(row.state, row.trouble) for row in rows}


def of_referral(referral: Referral) -> Sequence[Offer]:
    """Every offer of a referral."""
    return db.session.scalars(OF_REFERRAL, _of(referral)).all()


def silent(offers: Sequence[Any]) -> set[int]:
    """Which coordinators (ids) let the question of one of these offers pass."""
    return {one.coordinator_id for one in offers if one.state == OfferState.LAPSED}


def willing(referral: Referral) -> Sequence[Offer]:
    """Who said that they can and are not, and never were, on it; the first yes first."""
    return db.session.scalars(WILLING, _of(referral)).all()


def of_round(opened: OfferRound) -> Sequence[Offer]:
    """The offers of one round."""
    values = {"municipality": opened.municipality_id, "round": opened.id}
    return db.session.scalars(OF_ROUND, values).all()


def lock_referral(municipality_id: int, referral_id: int) -> Referral:
    """The referral as it is now, held until the end of the transaction: whoever comes second waits."""
    return db.session.scalars(LOCK_REFERRAL, {"municipality": municipality_id, "referral": referral_id}).one()


def lock_offer(offer: Offer) -> Offer:
    """The same offer as it is now, held until the end of the transaction."""
    return db.session.scalars(LOCK_OFFER, {"municipality": offer.municipality_id, "id": offer.id}).one()


def to_replace(offer: Offer) -> Assignment | None:
    """Who is still on it, where an offer asks to take over from her; None for every other offer."""
    values = {"municipality": offer.municipality_id, "round": offer.round_id}
    return db.session.scalars(TO_REPLACE, values).one_or_none()


def number_of(municipality_id: int, referral_id: int) -> str:
    """The six letters by which a referral is named on the phone."""
    values = {"municipality": municipality_id, "referral": referral_id}
    return db.session.scalars(NUMBER, values).one()


def _arrival(state: str, trouble: str | None) -> str:
    if state == MessageState.FAILED or (state == MessageState.EXPIRED and trouble):
        return "failed"
    return "trouble" if trouble else "ok"


def _of(referral: Referral) -> dict[str, object]:
    return {"municipality": referral.municipality_id, "referral": referral.id}
