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
from ekc.people.telling import told
from ekc.places.queries import central
from ekc.referrals.models import Assignment
from ekc.web.formatting import day, told_moment

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
    enqueue(
        told(
            person,
            "offer",
            ("offer", offer.id),
            f"offer:{offer.id}:{offer.round_id}",
            {"until": told_moment(offer.expires_at)},
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
    enqueue(
        told(
            person,
            "offer_nudge",
            ("offer", offer.id),
            f"offer_nudge:{person.id}:{clock.today()}",  # one a day, however many questions
            {"until": told_moment(offer.expires_at)},
            at=to,
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
    enqueue(told(person, "offer_thanks", ("offer", offer.id), f"offer_thanks:{offer.id}:{offer.round_id}"))


def over(offer: Offer, person: Person, state: str) -> None:
    """Thank her: it is filled, or withdrawn. Whoever was not reached by the question hears nothing."""
    about = ("offer", offer.id)
    if not withdraw(told_at(person), about):
        enqueue(told(person, OVER[state], about, f"offer_over:{offer.id}:{offer.round_id}"))


def yours(offer: Offer, person: Person, assignment: Assignment) -> None:
    """Confirm to who said yes: where the names are, and before which day the first call is."""
    answered(offer, person)
    words = {"until": day(assignment.first_contact_by), "traject": assignment.referral_id}
    enqueue(told(person, "offer_yours", ("offer", offer.id), f"offer_yours:{assignment.id}", words))


def tell_bureau(news: News, *, by: Actor) -> None:
    """Tell everybody who runs the pool, except who did it."""
    number = queries.number_of(by.municipality_id, news.referral_id)
    kind = catalogue.of(NEWS[news.what])
    context: dict[str, object] = {"number": number, "referral": news.referral_id}
    context["phone"] = central(by.municipality_id)
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
