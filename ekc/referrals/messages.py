"""What the referrer, the coordinator and the bureau get to read: that there is news, never about whom."""

from __future__ import annotations

from ekc.db import new_id
from ekc.notifications import catalogue
from ekc.notifications.outbox import Draft, enqueue
from ekc.places.queries import central
from ekc.referrals import queries
from ekc.referrals.models import Referral

TRAJECT = {
    "assent": "traject_assent",
    "withdraw_assent": "traject_withdrawn",
    "stop": "traject_stopped",
    "pause": "traject_paused",
    "other": "traject_other",
    "unreached": "traject_unreached",
    "conditions": "traject_conditions",
    "tested": "traject_tested",
    "resume": "traject_resumed",
}


def traject(referral: Referral, what: str, to: str, path: str) -> None:
    """Tell one who works on a traject what happened to it; `path` is the page to look at, or empty."""
    kind = catalogue.of(TRAJECT[what])
    context = {"number": referral.number, "phone": central(referral.municipality_id)}
    if "path" in kind.words:
        context["path"] = path
    enqueue(
        Draft(
            municipality_id=referral.municipality_id,
            kind=kind.code,
            address=to,
            about=("referral", referral.id),
            dedupe=f"traject:{new_id()}",
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
        "phone": central(referral.municipality_id),
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
