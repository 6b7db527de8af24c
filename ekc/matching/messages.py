"""What a coordinator and the bureau read about an offer: that there is a question, never about whom."""

from __future__ import annotations

from dataclasses import dataclass

from ekc import clock
from ekc.accounts import service as accounts
from ekc.accounts.actor import Actor
from ekc.accounts.queries import bureau_mail, link_about
from ekc.matching import queries, rules
from ekc.matching.models import Offer
from ekc.notifications import catalogue
from ekc.notifications.outbox import Draft, enqueue, withdraw
from ekc.people.models import Person
from ekc.people.queries import reach, told_at
from ekc.places.queries import municipality
from ekc.referrals.models import Assignment
from ekc.web.formatting import day, phone, told_moment

NEWS = {
    "yes": "asked_found",
    "willing": "asked_can",
    "willing_alone": "asked_can_alone",
    "can_choose": "asked_can_choose",
    "to_choose": "asked_choose",
    "next": "asked_next",
    "ours": "asked_ours",
    "other": "asked_other",
    "wave": "asked_wave",
    "dry": "asked_dry",
    "backup": "asked_backup",
    "no": "asked_no",
    "pause": "asked_pause",
    "silent": "asked_silent",
    "set_aside": "asked_set_aside",
    "handed_back": "asked_back",
}
OVER = {"filled": "offer_filled", "withdrawn": "offer_withdrawn"}


@dataclass(frozen=True, slots=True)
class News:
    """What the bureau hears: `what` is a key of `NEWS`, `key` makes the news unique."""

    referral_id: int
    about: tuple[str, int]
    who: str
    what: str
    key: str


def ask(offer: Offer, person: Person, *, by: Actor) -> None:
    """Ask with a personal link, or by a call of the bureau."""
    older = link_about(offer.municipality_id, "offer", offer.id)
    if older is not None:
        accounts.revoke_link(older, by=by)
    link = accounts.make_link(
        offer.municipality_id,
        person.id,
        ("offer", offer.id),
        expires=offer.expires_at + rules.EXPLAINS_ITSELF,
    )
    context = {"name": person.given_name, "until": told_moment(offer.expires_at), "phone": _phone(offer)}
    enqueue(
        Draft(
            municipality_id=offer.municipality_id,
            kind="offer",
            address=told_at(person),
            person_id=person.id,
            about=("offer", offer.id),
            dedupe=f"offer:{offer.id}:{offer.round_id}",
            context=context,
            not_before=offer.leaves_at,
            expires=offer.expires_at,
            link=(link.id, link.version),
        )
    )


def nudge(offer: Offer, person: Person) -> bool:
    """Remind her once, with the same link; False where no message reaches her, or there is no link."""
    to, link = reach(person), link_about(offer.municipality_id, "offer", offer.id)
    if to is None or link is None:
        return False
    context = {"name": person.given_name, "until": told_moment(offer.expires_at), "phone": _phone(offer)}
    enqueue(
        Draft(
            municipality_id=offer.municipality_id,
            kind="offer_nudge",
            address=to,
            person_id=person.id,
            about=("offer", offer.id),
            dedupe=f"offer_nudge:{person.id}:{clock.today()}",  # one a day, however many questions
            context=context,
            expires=offer.expires_at,
            link=(link.id, link.version),
        )
    )
    return True


def answered(offer: Offer, person: Person) -> None:
    """What has not left yet about a question that she answered, stays here."""
    withdraw(told_at(person), ("offer", offer.id))


def thanks(offer: Offer, person: Person) -> None:
    """Thank her who could, now that it is somebody else; never why."""
    context = {"name": person.given_name, "phone": _phone(offer)}
    enqueue(
        Draft(
            municipality_id=offer.municipality_id,
            kind="offer_thanks",
            address=told_at(person),
            person_id=person.id,
            about=("offer", offer.id),
            dedupe=f"offer_thanks:{offer.id}:{offer.round_id}",
            context=context,
        )
    )


def over(offer: Offer, person: Person, state: str) -> None:
    """Thank her: it is filled, or withdrawn. Whoever was not reached by the question hears nothing."""
    to = told_at(person)
    if withdraw(to, ("offer", offer.id)):
        return
    context = {"name": person.given_name, "phone": _phone(offer)}
    enqueue(
        Draft(
            municipality_id=offer.municipality_id,
            kind=OVER[state],
            address=to,
            person_id=person.id,
            about=("offer", offer.id),
            dedupe=f"offer_over:{offer.id}:{offer.round_id}",
            context=context,
        )
    )


def yours(offer: Offer, person: Person, assignment: Assignment) -> None:
    """Confirm to who said yes: where the names are, and before which day the first call is."""
    to = told_at(person)
    withdraw(to, ("offer", offer.id))
    context = {
        "name": person.given_name,
        "until": day(assignment.first_contact_by),
        "traject": assignment.referral_id,
        "phone": _phone(offer),
    }
    enqueue(
        Draft(
            municipality_id=offer.municipality_id,
            kind="offer_yours",
            address=to,
            person_id=person.id,
            about=("offer", offer.id),
            dedupe=f"offer_yours:{assignment.id}",
            context=context,
        )
    )


def tell_bureau(news: News, *, by: Actor) -> None:
    """Tell everybody who runs the pool, except who did it."""
    number = queries.number_of(by.municipality_id, news.referral_id)
    kind = catalogue.of(NEWS[news.what])
    context: dict[str, object] = {"number": number, "referral": news.referral_id}
    context["phone"] = phone(municipality(by.municipality_id).central_phone)
    if "who" in kind.words:
        context["who"] = news.who
    for account_id, to, person_id in bureau_mail(by.municipality_id):
        if account_id == by.account_id:
            continue
        enqueue(
            Draft(
                municipality_id=by.municipality_id,
                kind=kind.code,
                address=to,
                person_id=person_id,
                about=news.about,
                dedupe=f"offer_news:{news.key}:{news.what}:{account_id}",
                context=context,
            )
        )


def _phone(offer: Offer) -> str:
    return phone(municipality(offer.municipality_id).central_phone)
