"""What the referrer gets to read: that there is news, never about whom."""

from __future__ import annotations

from ekc.notifications.outbox import Draft, enqueue
from ekc.places.queries import municipality
from ekc.referrals import queries
from ekc.referrals.models import Referral
from ekc.web.formatting import phone


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
            about=("referral", referral.id),
            dedupe=f"referral_news:{step_id}",
            context=context,
            replaces=True,
        )
    )
