"""Giving a hoofdpersoon the own page: by message, on paper, and once more where the link grew old."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.exc import IntegrityError

from ekc import clock
from ekc.accounts import queries as accounts_queries
from ekc.accounts import service as accounts
from ekc.accounts.actor import Actor
from ekc.accounts.models import PersonalLink
from ekc.audit.service import record
from ekc.choice.rules import OBSTACLES
from ekc.choice.service import obstacle_of
from ekc.db import db, new_id
from ekc.errors import DomainError, NotFoundError, TooLateError
from ekc.family import messages, queries, rules
from ekc.family.models import FamilyPage
from ekc.notifications.rules import Way, way_of
from ekc.people import queries as people
from ekc.people.models import Person
from ekc.referrals import queries as referrals
from ekc.referrals.lifecycle import ENDED, State
from ekc.referrals.models import Referral

BRING_IT = "{name} krijgt geen link: {why}. Print de pagina en geef die zelf."


def send(referral: Referral, person_id: int, *, by: Actor) -> FamilyPage:
    """Send a hoofdpersoon the link, by what reaches them; the same as before, where it still opens.

    NotFoundError for who is no hoofdpersoon; DomainError where no link may go, with why.
    """
    person = _focus(referral, person_id)
    why = obstacle_of(person)
    if why is not None:
        raise DomainError(BRING_IT.format(name=person.given_name, why=OBSTACLES[why]))
    page, link = _page(referral, person, by)
    _send(page, link, person, referral)
    record("send_family_page", "referral", referral.id, by=by)
    db.session.flush()
    return page


def print_out(referral: Referral, person_id: int, *, by: Actor) -> FamilyPage:
    """The page is printed to be handed over, with the address on it. NotFoundError for who is no
    hoofdpersoon."""
    page, _ = _page(referral, _focus(referral, person_id), by)
    page.printed_at = clock.now()
    record("print_family_page", "referral", referral.id, by=by)
    db.session.flush()
    return page


def note_posted(municipality_id: int, page_ids: Collection[int]) -> None:
    """Letters with the link of these pages are in the mail now."""
    for page in queries.among(municipality_id, page_ids):
        page.sent_at = clock.now()
    db.session.flush()


def link_of(page: FamilyPage) -> PersonalLink:
    """The living link of a page; NotFoundError where it was ended."""
    link = accounts_queries.link_about(page.municipality_id, queries.ABOUT, page.id)
    if link is None:
        raise NotFoundError
    return link


def _focus(referral: Referral, person_id: int) -> Person:
    if State(referral.state) in ENDED:
        raise TooLateError(rules.OVER)
    found = next((one for one in referrals.focus_persons(referral) if one.id == person_id), None)
    if found is None:
        raise NotFoundError
    return found


def _page(referral: Referral, person: Person, by: Actor) -> tuple[FamilyPage, PersonalLink]:
    """The page and its link, made where they are not there yet; open for half a year more."""
    page, link = queries.given(referral).get(person.id, (None, None))
    if page is None:
        page = _new(referral, person)
    if link is None:
        about = (queries.ABOUT, page.id)
        expires = clock.now() + rules.STANDS
        link = accounts.make_link(referral.municipality_id, person.id, about, expires=expires)
    _keep_open(link, by)
    return page, link


def _new(referral: Referral, person: Person) -> FamilyPage:
    page = FamilyPage(
        id=new_id(),
        municipality_id=referral.municipality_id,
        referral_id=referral.id,
        person_id=person.id,
        made_at=clock.now(),
        times=0,
        sent_at=None,
        printed_at=None,
    )
    try:
        with db.session.begin_nested():
            db.session.add(page)
            db.session.flush()
    except IntegrityError as error:
        raise TooLateError("Een collega maakte deze pagina net. Probeer het nog een keer.") from error
    return page


def _keep_open(link: PersonalLink, by: Actor) -> None:
    """A link that still opens stays as it is, so that paper stays good; one past its time gets a new
    secret."""
    now = clock.now()
    if link.expires_at is not None and link.expires_at <= now:
        accounts.renew_link(link, by=by)
    link.expires_at = now + rules.STANDS


def _send(page: FamilyPage, link: PersonalLink, person: Person, referral: Referral) -> None:
    """A letter only counts as sent once the bureau posted it."""
    address = people.reach(person, watched_too=True, paper=True) or ""
    page.times, page.sent_at = page.times + 1, None if way_of(address) is Way.LETTER else clock.now()
    db.session.flush()
    who = queries.organiser(referral)
    spoke = who.given_name if who and who.first_contact_on else None
    messages.own_page(page, person, address, link, spoke)
