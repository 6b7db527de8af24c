"""The alarm of a kleine kring: a number and an hour, nothing of a household."""

from __future__ import annotations

from datetime import datetime, timedelta

from ekc.accounts import service as accounts
from ekc.accounts.models import PersonalLink
from ekc.accounts.queries import bureau_mail
from ekc.notifications.outbox import Draft, enqueue
from ekc.people import queries as people
from ekc.places.queries import municipality
from ekc.referrals.models import Referral
from ekc.tonight import queries
from ekc.tonight.models import SmallCircle
from ekc.web.formatting import moment, phone

LINK_STAYS = timedelta(days=2)


def alarm(circle: SmallCircle, referral: Referral, hours: int, now: datetime) -> int:
    """Tell who is on duty, at whatever hour; where nobody with mail is, the bureau. Gives how many messages.

    A volunteer of the pool never hears it.
    """
    here = circle.municipality_id
    shifts = queries.professionals(here, now)
    persons = people.by_ids(here, [one.person_id for one in shifts])
    mails = {key: people.reach(one) for key, one in persons.items()}
    told = 0
    for person_id, mail in mails.items():
        if mail is not None:
            about = ("small_circle", referral.id)
            made = accounts.make_link(here, person_id, about, expires=now + LINK_STAYS)
            enqueue(_draft(circle, referral, hours, mail, f"p{person_id}", made))
            told += 1
    if told == 0:
        for account_id, mail, _ in bureau_mail(here):
            enqueue(_draft(circle, referral, hours, mail, f"a{account_id}", None))
            told += 1
    return told


def _draft(
    circle: SmallCircle, referral: Referral, hours: int, mail: str, key: str, link: PersonalLink | None
) -> Draft:
    return Draft(
        municipality_id=circle.municipality_id,
        kind="tonight_alarm",
        address=mail,
        about=("small_circle", referral.id),
        dedupe=f"tonight_alarm:{circle.id}:{hours}:{key}",
        context={
            "hours": hours,
            "number": referral.number,
            "started": moment(circle.started_at),
            "path": "" if link else f"/kleine-kring/{referral.id}",
            "phone": phone(municipality(circle.municipality_id).central_phone),
        },
        link=(link.id, link.version) if link else None,
        person_id=link.person_id if link else None,
    )
