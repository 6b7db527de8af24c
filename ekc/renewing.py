"""A new link for who has an old one: which links may be had anew, until when, and sending it.

Whoever holds somebody else's old link gains nothing by it: the new one goes to the address that we know.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from ekc import clock
from ekc.accounts import admitting, invites, queries, roster
from ekc.accounts import rules as entering
from ekc.accounts import service as accounts
from ekc.accounts.actor import Actor
from ekc.choice import queries as choice
from ekc.choice import rules as choosing
from ekc.choice.service import check_open, obstacle_of
from ekc.db import db
from ekc.duty import care
from ekc.duty import queries as duty
from ekc.duty import rules as reaching
from ekc.errors import DomainError, NotFoundError
from ekc.family import cards
from ekc.family import queries as family
from ekc.family import rules as family_rules
from ekc.invitations import queries as invitations
from ekc.invitations import rules as inviting
from ekc.matching import queries as matching
from ekc.matching import rules as offering
from ekc.people import queries as people
from ekc.polls import queries as polls
from ekc.polls import rules as polling
from ekc.referrals.models import Referral
from ekc.safety import queries as safety
from ekc.seals import read_token
from ekc.tonight import queries as tonight
from ekc.tonight import rules as alarming
from ekc.tonight.messages import LINK_STAYS

if TYPE_CHECKING:
    from ekc.accounts.queries import OpenedLink
    from ekc.people.models import Person


class Anew(NamedTuple):
    """How a link may be had anew: until when it opens (aware), and how it goes to whom it is for.

    `at_once`: also at night. The others are as `people.reach` has them.
    """

    expires: datetime
    at_once: bool = False
    paper: bool = False
    watched_too: bool = False


def _family(by: Actor, page_id: int, now: datetime) -> Anew | None:
    page, referral = family.get_for(by, page_id)
    if family_rules.is_over(referral.state) or obstacle_of(people.one(page.municipality_id, page.person_id)):
        return None
    return Anew(now + family_rules.STANDS, paper=True, watched_too=True)


def _card(by: Actor, member_id: int, now: datetime) -> Anew | None:
    referral = cards.get_for(by, member_id)
    return Anew(now + family_rules.STANDS, paper=True) if family.organiser(referral) else None


def _choice(by: Actor, ballot_id: int, now: datetime) -> Anew | None:
    ballot = choice.get_for(by, ballot_id).ballot
    check_open(db.session.get_one(Referral, ballot.referral_id))
    cards = choice.cards(ballot.municipality_id, ballot.referral_id)
    if not cards or obstacle_of(people.one(ballot.municipality_id, ballot.person_id)):
        return None
    return Anew(now + choosing.STANDS, paper=True, watched_too=True)


def _poll(by: Actor, voter_id: int, now: datetime) -> Anew | None:
    asked = polls.own(by, voter_id)
    polling.check_open(asked.poll.state, asked.referral_state)
    polling.check_in_time(asked.poll.answer_until, now)
    return Anew(asked.poll.answer_until + polling.LINK_STAYS, paper=True) if asked.takes_part else None


def _invitation(by: Actor, invitation_id: int, now: datetime) -> Anew:
    sheet = invitations.sheet_for(by, invitation_id)
    inviting.check_open(sheet.cancelled_at, sheet.removed_at, sheet.ends_at, now)
    return Anew(sheet.ends_at + inviting.LINK_STAYS, paper=True, watched_too=True)


def _offer(by: Actor, offer_id: int, now: datetime) -> Anew | None:
    offer = matching.get_for(by, offer_id)
    if offer.state != offering.OfferState.OPEN or offer.expires_at <= now:
        return None
    return Anew(offer.expires_at + offering.EXPLAINS_ITSELF)


def _reach(by: Actor, reach_id: int, now: datetime) -> Anew:
    row = duty.own(by, reach_id)
    day = duty.standing(row.municipality_id, row.conference_id).day
    reaching.check_current(state=day.state, same=day.reach_id == row.id, ends=day.ends_at, now=now)
    return Anew(row.ends_at + reaching.LINK_STAYS)


def _care(by: Actor, person_id: int, now: datetime) -> Anew:
    safety.carer(by, person_id)
    return Anew(now + care.STAYS, at_once=True)


def _signal(by: Actor, signal_id: int, now: datetime) -> Anew | None:
    if safety.get_for(by, signal_id).handled_at is not None:
        return None
    return Anew(now + safety.RECENT, at_once=True)


def _small_circle(by: Actor, referral_id: int, now: datetime) -> Anew | None:
    found = tonight.get_for(by, referral_id)
    alarming.check_looking(found.referral.state, found.row.place)
    there = {one.person_id for one in tonight.professionals(by.municipality_id, now)}
    return (
        Anew(now + LINK_STAYS, at_once=True) if by.person_id in there | {found.row.runner_person_id} else None
    )


def _password(by: Actor, account_id: int, now: datetime) -> Anew | None:
    account = roster.one(by.municipality_id, account_id)
    return Anew(now + entering.INVITATION, at_once=True) if account.active else None


KINDS: dict[str, Callable[[Actor, int, datetime], Anew | None]] = {
    "family": _family,
    "card": _card,
    "choice": _choice,
    "poll": _poll,
    "invitation": _invitation,
    "offer": _offer,
    "reach": _reach,
    "care": _care,
    "signal": _signal,
    "small_circle": _small_circle,
    admitting.ABOUT: _password,
}


def may_renew(link: OpenedLink, now: datetime) -> bool:
    """Whether what a link was for still stands at `now` (aware), so that a new one may be asked for."""
    return link.revoked_at is None and _anew(link, now) is not None


def ask_again(token: str) -> None:
    """Somebody with an old link wants a new one: at most once an hour, and some times in all.

    Nothing happens where the link is not ours, was ended, or still opens; where what it was for is over; and
    where no message reaches whom it is for. A link that others still hold as it is keeps its secret, so that
    paper stays good; one past its time gets another.
    """
    now, known = clock.now(), read_token(token)
    link = queries.link(known[0]) if known else None
    if known is None or link is None or link.revoked_at is not None or link.holds(known[1], now):
        return
    anew = _anew(link, now)
    if anew is None:
        return
    person = people.one(link.municipality_id, link.person_id)
    address = _address(link, person, anew)
    if address is None or not accounts.claim_anew(link, anew.expires, now, by=link.reader):
        return
    invites.new_link(link.id, person, address, now if anew.at_once else None)


def _address(link: OpenedLink, person: Person, anew: Anew) -> str | None:
    """Where it goes; a link for a password to the address with which somebody signs in."""
    if link.about_kind == admitting.ABOUT:
        return roster.one(link.municipality_id, link.about_id).email
    return people.reach(person, watched_too=anew.watched_too, paper=anew.paper)


def _anew(link: OpenedLink, now: datetime) -> Anew | None:
    """None where what the link was for is over, or not for this person any more."""
    rule = KINDS.get(link.about_kind)
    try:
        return rule(link.reader, link.about_id, now) if rule else None
    except (DomainError, NotFoundError):
        return None
