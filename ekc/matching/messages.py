"""What a coordinator and the bureau read about an offer: that there is a question, never about whom."""

from __future__ import annotations

from dataclasses import dataclass

from ekc.accounts import service as accounts
from ekc.accounts.actor import Actor
from ekc.accounts.queries import bureau_mail, link_about
from ekc.matching import queries, rules
from ekc.matching.models import Offer
from ekc.notifications.outbox import Draft, enqueue, withdraw
from ekc.people.models import Person
from ekc.people.queries import reach
from ekc.places.queries import municipality
from ekc.referrals.models import Assignment
from ekc.web.formatting import day, moment, phone

NEWS = {
    "yes": "{who} doet het. Er hoeft niemand anders meer gevraagd te worden.",
    "willing": "{who} kan.",
    "willing_alone": "{who} kan, en heeft nog een maatje nodig. Kies er een op de pagina.",
    "to_choose": "{who} kan. Er mag nu gekozen worden: wie geen link kreeg, bel je.",
    "next": "{who} kan het toch niet zijn. Vraag de volgenden.",
    "ours": "De keuze is aan ons. Kijk op de pagina wie kan.",
    "other": "Er wordt om iemand anders dan {who} gevraagd. Regel de vervanging; de dag blijft staan.",
    "wave": "Er kwam geen antwoord. Nu is gevraagd: {who}.",
    "dry": "Niemand die gevraagd is, kan. Op de pagina staat wat je nu kunt doen.",
    "backup": "{who} neemt het over.",
    "no": "{who} zei nee.",
    "pause": "{who} zei nee, en staat nu even op pauze.",
    "silent": "Van {who} kwam niet op tijd een antwoord.",
    "set_aside": "Iemand die al gevraagd was, past hier toch niet. Kijk op de pagina wie nog antwoordt.",
    "handed_back": "{who} geeft terug. Er is een ander nodig.",
}
OVER = {"filled": "al ingevuld", "withdrawn": "niet meer nodig"}


@dataclass(frozen=True, slots=True)
class News:
    """What the bureau hears about one coordinator: `what` is a key of `NEWS`, `key` makes the news unique."""

    referral_id: int
    about: tuple[str, int]
    who: str
    what: str
    key: str


def ask(offer: Offer, person: Person, *, by: Actor) -> bool:
    """Ask by mail, with a personal link; False where she has no mail address and must be called."""
    to = reach(person)
    if to is None:
        return False
    older = link_about(offer.municipality_id, "offer", offer.id)
    if older is not None:
        accounts.revoke_link(older, by=by)
    link = accounts.make_link(
        offer.municipality_id,
        person.id,
        ("offer", offer.id),
        expires=offer.expires_at + rules.EXPLAINS_ITSELF,
    )
    context = {"name": person.given_name, "until": moment(offer.expires_at), "phone": _phone(offer)}
    enqueue(
        Draft(
            municipality_id=offer.municipality_id,
            kind="offer",
            address=to,
            person_id=person.id,
            about=("offer", offer.id),
            dedupe=f"offer:{offer.id}:{offer.round_id}",
            context=context,
            not_before=offer.leaves_at,
            expires=offer.expires_at,
            link=(link.id, link.version),
        )
    )
    return True


def nudge(offer: Offer, person: Person) -> bool:
    """Remind her once, with the same link; False where she has no mail address, or no link."""
    to, link = reach(person), link_about(offer.municipality_id, "offer", offer.id)
    if to is None or link is None:
        return False
    context = {"name": person.given_name, "until": moment(offer.expires_at), "phone": _phone(offer)}
    enqueue(
        Draft(
            municipality_id=offer.municipality_id,
            kind="offer_nudge",
            address=to,
            person_id=person.id,
            about=("offer", offer.id),
            dedupe=f"offer_nudge:{offer.id}:{offer.round_id}",
            context=context,
            expires=offer.expires_at,
            link=(link.id, link.version),
        )
    )
    return True


def answered(offer: Offer, person: Person) -> None:
    """What has not left yet about a question that she answered, stays here."""
    to = reach(person)
    if to is not None:
        withdraw(to, ("offer", offer.id))


def thanks(offer: Offer, person: Person) -> None:
    """Thank her who could, now that it is somebody else; never why."""
    to = reach(person)
    if to is None:
        return
    context = {"name": person.given_name, "phone": _phone(offer)}
    enqueue(
        Draft(
            municipality_id=offer.municipality_id,
            kind="offer_thanks",
            address=to,
            person_id=person.id,
            about=("offer", offer.id),
            dedupe=f"offer_thanks:{offer.id}:{offer.round_id}",
            context=context,
        )
    )


def over(offer: Offer, person: Person, state: str) -> None:
    """Thank her: it is filled, or withdrawn. Whoever was not reached by the question hears nothing."""
    to = reach(person)
    if to is None or withdraw(to, ("offer", offer.id)):
        return
    context = {"name": person.given_name, "what": OVER[state], "phone": _phone(offer)}
    enqueue(
        Draft(
            municipality_id=offer.municipality_id,
            kind="offer_over",
            address=to,
            person_id=person.id,
            about=("offer", offer.id),
            dedupe=f"offer_over:{offer.id}:{offer.round_id}",
            context=context,
        )
    )


def yours(offer: Offer, person: Person, assignment: Assignment) -> None:
    """Confirm to who said yes: where the names are, and before which day the first call is."""
    to = reach(person)
    if to is None:
        return
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
    sentence = NEWS[news.what].format(who=news.who)
    context = {"sentence": sentence, "who": news.who, "number": number, "referral": news.referral_id}
    context["phone"] = phone(municipality(by.municipality_id).central_phone)
    for account_id, to, person_id in bureau_mail(by.municipality_id):
        if account_id == by.account_id:
            continue
        enqueue(
            Draft(
                municipality_id=by.municipality_id,
                kind="offer_news",
                address=to,
                person_id=person_id,
                about=news.about,
                dedupe=f"offer_news:{news.key}:{news.what}:{account_id}",
                context=context,
            )
        )


def _phone(offer: Offer) -> str:
    return phone(municipality(offer.municipality_id).central_phone)
