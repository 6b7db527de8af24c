"""Putting the cards before the family, and writing down what they said. What follows is in `processes`."""

from __future__ import annotations

from ekc import clock
from ekc.accounts import service as accounts
from ekc.accounts.actor import Actor
from ekc.accounts.models import PersonalLink
from ekc.audit.service import record
from ekc.choice import messages, queries, rules
from ekc.choice.models import Ballot, Choice
from ekc.choice.rules import Heard
from ekc.db import db, new_id
from ekc.errors import DomainError, NotFoundError
from ekc.matching import queries as matching
from ekc.matching import service as matching_service
from ekc.matching import still, telling, waves
from ekc.matching.models import Offer
from ekc.people import queries as people
from ekc.people.models import Person
from ekc.referrals import assents
from ekc.referrals import queries as referrals
from ekc.referrals.models import Referral


def obstacle_of(person: Person) -> str | None:
    """Why this hoofdpersoon gets no link, as a code of `rules.OBSTACLES`; None: a link may go."""
    return rules.obstacle(
        people.reach(person, watched_too=True, paper=True),
        read_along=person.read_along,
        shared_phone=person.shared_phone,
        safe_moment=person.safe_moment,
        age_group=person.age_group,
    )


def put_forward(referral: Referral, *, by: Actor) -> list[Ballot]:
    """Ask every hoofdpersoon whom a link may reach to choose; gives whom. The others are called."""
    before = {ballot.person_id: (ballot, link) for ballot, link in queries.ballots(referral)}
    asked = [
        _ask(referral, person, *before.get(person.id, (None, None)), by=by)
        for person in referrals.focus_persons(referral)
        if obstacle_of(person) is None
    ]
    record("put_forward", "referral", referral.id, by=by)
    db.session.flush()
    return asked


def print_out(referral: Referral, person_id: int, *, by: Actor) -> Ballot:
    """The cards are printed for a hoofdpersoon, with an address of their own to choose by; one that opens
    already stays good. NotFoundError for who is no hoofdpersoon, DomainError where there is nothing to
    choose, or for a child."""
    matching.lock_referral(referral.municipality_id, referral.id)  # twice at once: one after the other
    check_open(referral)
    if not queries.cards(referral.municipality_id, referral.id):
        raise DomainError(rules.NOBODY_YET)
    person = next((one for one in referrals.focus_persons(referral) if one.id == person_id), None)
    if person is None:
        raise NotFoundError
    rules.check_paper(obstacle_of(person))
    found = next((pair for pair in queries.ballots(referral) if pair[0].person_id == person_id), None)
    ballot, link = found or (_new(referral, person, times=0), None)
    expires = clock.now() + rules.STANDS
    if link is None:
        about = (queries.ABOUT, ballot.id)
        link = accounts.make_link(referral.municipality_id, person.id, about, expires=expires)
    elif link.expires_at is not None and link.expires_at <= clock.now():
        accounts.renew_link(link, by=by)
    link.expires_at = expires
    record("print_cards", "referral", referral.id, by=by)
    db.session.flush()
    return ballot


def send_again(referral: Referral, *, by: Actor) -> list[Ballot]:
    """A new link for whom one may reach; the old one stops. DomainError: there is nothing to choose."""
    if not queries.cards(referral.municipality_id, referral.id):
        raise DomainError(rules.NOBODY_YET)
    return put_forward(referral, by=by)


def heard_yes(referral: Referral, offer: Offer, *, by: Actor) -> None:
    """Somebody can. The bureau hears it, and the family may choose where there are enough to choose from."""
    ready = matching_service.ready(referral)
    if offer not in ready:
        telling.tell_willing(offer, "willing_alone", by=by)
        return
    if waves.has_enough(len(ready)):
        matching_service.close_others(referral, None, by=by)
    chooses = put_forward_if_ready(referral, by=by)
    telling.tell_willing(offer, "can_choose" if chooses else "willing", by=by)


def put_forward_if_ready(referral: Referral, *, by: Actor) -> bool:
    """Put the cards before the family once there are enough, or nobody else will answer; gives whether."""
    if referral.state != "matching" or matching_service.first_yes_counts(referral):
        return False
    ready = matching_service.ready(referral)
    still = sum(one.state == "open" for one in matching.of_referral(referral))
    if not waves.may_choose(len(ready), still):
        return False
    if not _is_asked(referral):
        put_forward(referral, by=by)
        return True
    return False


def check_open(referral: Referral) -> None:
    """TooLateError where there is nothing to choose any more: somebody chose, or nobody is sought."""
    has_lead = queries.leading(referral.municipality_id, referral.id) is not None
    rules.check_open(seeking=referral.state == "matching", has_lead=has_lead)


def choose(referral: Referral, offer_id: int, heard: Heard, *, others_fine: bool, by: Actor) -> Offer:
    """The family chose; gives the offer of who it is. The caller holds the referral.

    TooLateError where there is a coordinator already, DomainError where she is not (or no longer) there.
    """
    _check(referral, heard)
    found = next((one for one in matching_service.ready(referral) if one.id == offer_id), None)
    if found is None:
        raise DomainError(rules.NOT_THERE)
    still.check(referral, found)
    _say(referral, "chosen", heard, by, offer_id=found.id, others_fine=others_fine)
    return found


def refuse(referral: Referral, heard: Heard, *, by: Actor) -> None:
    """The family would rather have somebody else than any of these. Nobody asks why, and nobody is told."""
    _check(referral, heard)
    if not queries.cards(referral.municipality_id, referral.id):
        raise DomainError(rules.NOBODY_YET)
    _say(referral, "refused", heard, by)


def waive(referral: Referral, heard: Heard, *, by: Actor) -> None:
    """The family leaves the choice to us."""
    _check(referral, heard)
    _say(referral, "waived", heard, by)


def ask_other(referral: Referral, heard: Heard, *, by: Actor) -> None:
    """The family asks for another coordinator. DomainError where nobody is on it."""
    rules.check_heard(heard, clock.today())
    if queries.leading(referral.municipality_id, referral.id) is None:
        raise DomainError(rules.NO_LEAD)
    _say(referral, "other", heard, by)


def others_fine(referral: Referral) -> bool:
    """Whether the family said that one of the others is fine too, when the chosen one cannot."""
    chosen = [one for one in queries.said(referral) if one.kind == "chosen"]
    return bool(chosen) and chosen[-1].others_fine


def keep_links(referral: Referral) -> None:
    """Links to choose open for half a year more: for 'liever een ander'."""
    for _, link in queries.ballots(referral):
        if link is not None:
            link.expires_at = clock.now() + rules.STAYS
    db.session.flush()


def _is_asked(referral: Referral) -> bool:
    """Whether somebody was sent a link to choose with, and did not use it yet."""
    last = max((one.at for one in queries.said(referral)), default=None)
    return any(
        ballot.times and (last is None or ballot.asked_at > last) for ballot, _ in queries.ballots(referral)
    )


def _check(referral: Referral, heard: Heard) -> None:
    rules.check_heard(heard, clock.today())
    check_open(referral)


def _ask(
    referral: Referral, person: Person, ballot: Ballot | None, link: PersonalLink | None, *, by: Actor
) -> Ballot:
    """Ask one person: with a link of her own, or with a new one where she was asked before."""
    expires = clock.now() + rules.STANDS
    if ballot is None:
        ballot = _new(referral, person)
    else:
        ballot.times, ballot.asked_at = ballot.times + 1, clock.now()
    if link is None:
        about = (queries.ABOUT, ballot.id)
        link = accounts.make_link(referral.municipality_id, person.id, about, expires=expires)
    else:
        link.expires_at = expires
        accounts.renew_link(link, by=by)
    address = people.reach(person, watched_too=True, paper=True) or ""
    messages.choose(ballot, person, address, link, agreed=assents.was_spoken(referral, person.id))
    return ballot


def _new(referral: Referral, person: Person, *, times: int = 1) -> Ballot:
    ballot = Ballot(
        id=new_id(),
        municipality_id=referral.municipality_id,
        referral_id=referral.id,
        person_id=person.id,
        asked_at=clock.now(),
        times=times,
    )
    db.session.add(ballot)
    db.session.flush()
    return ballot


def _say(
    referral: Referral,
    kind: str,
    heard: Heard,
    by: Actor,
    *,
    offer_id: int | None = None,
    others_fine: bool = False,
) -> None:
    choice = Choice(
        id=new_id(),
        municipality_id=referral.municipality_id,
        referral_id=referral.id,
        kind=kind,
        offer_id=offer_id,
        others_fine=others_fine,
        via=heard.via,
        said_on=heard.on,
        at=clock.now(),
        actor_kind=by.kind,
        actor_id=by.signature,
        behalf_person_id=heard.person_id,
    )
    db.session.add(choice)
    record(f"family_{kind}", "referral", referral.id, reason=heard.via, by=by.acting_for(heard.person_id))
    db.session.flush()
