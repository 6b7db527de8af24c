"""What the referrer, the coordinator and the bureau get to read: that there is news, never about whom."""

from __future__ import annotations

from ekc.db import new_id
from ekc.notifications.outbox import Draft, enqueue
from ekc.places.queries import municipality
from ekc.referrals import queries
from ekc.referrals.models import Referral
from ekc.web.formatting import phone

TRAJECT = {
    "assent": "Er is nieuws over {number}. Plan nu niets. Kijk op je pagina of bel.",
    "withdraw_assent": "{number} stopt voor jou. Je hoeft niets meer te doen. Dank je wel voor je werk.",
    "stop": "{number} is gestopt. Je hoeft niets meer te doen. Dank je wel voor je werk.",
    "pause": "{number} staat even stil. Plan nu niets. Je hoort het als het weer verdergaat.",
    "other": "{number} gaat verder met iemand anders. Je hoeft niets meer te doen. Dank je wel voor je werk.",
    "unreached": "Bij {number} lukt het nog niet om de familie te bereiken. Weet jij hoe het wel kan?",
    "conditions": "Er is iets veranderd voor {number}. Kijk op je pagina en bel de mensen.",
    "tested": "Er is nieuws over {number}. Kijk op je pagina.",
    "resume": "{number} gaat weer verder. Kijk op je pagina wat er nu te doen is.",
}


def traject(referral: Referral, what: str, to: str, path: str) -> None:
    """Tell one who works on a traject what happened to it; `path` is the page to look at, or empty."""
    context = {
        "sentence": TRAJECT[what].format(number=referral.number),
        "number": referral.number,
        "path": path,
        "phone": phone(municipality(referral.municipality_id).central_phone),
    }
    enqueue(
        Draft(
            municipality_id=referral.municipality_id,
            kind="traject_news",
            address=to,
            about=("referral", referral.id),
            dedupe=f"traject_news:{new_id()}",
            context=context,
        )
    )


def news(referral: Referral, step_id: int) -> None:
    """Tell who referred that there is news. It replaces an older message that has not left yet."""
    to = queries.referrer(referral)
    if not to.active:
        return
    context = {
        "name": to.given_name,
        "number": referral.number,
        "referral": referral.id,
        "phone": phone(municipality(referral.municipality_id).central_phone),
    }
    enqueue(
        Draft(
            municipality_id=referral.municipality_id,
            kind="referral_news",
            address=to.email,
            person_id=to.person_id,
            about=("referral", referral.id),
            dedupe=f"referral_news:{step_id}",
            context=context,
            replaces=True,
        )
    )
