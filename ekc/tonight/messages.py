"""The alarm of a kleine kring: a number and an hour, nothing of a household."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from ekc import settings
from ekc.accounts import service as accounts
from ekc.accounts.models import PersonalLink
from ekc.accounts.queries import bureau_mail
from ekc.notifications.outbox import Draft, enqueue
from ekc.people import queries as people
from ekc.people import reaching
from ekc.places.queries import central
from ekc.referrals.models import Referral
from ekc.tonight import queries, rules
from ekc.tonight.models import SmallCircle
from ekc.web.formatting import told_moment

LINK_STAYS = timedelta(days=2)


def alarm(circle: SmallCircle, referral: Referral, hours: int, now: datetime) -> int:
    """Tell who is on duty, at whatever hour, by mail and on the telephone of the shift; where nobody on duty
    can be written to, who runs it and the bureau. Gives how many messages. A volunteer of the pool never
    hears it.
    """
    here = circle.municipality_id
    on_duty = {one.person_id: one.phone for one in queries.professionals(here, now)}
    told = _ring(circle, referral, hours, on_duty, now)
    if told == 0:
        told = _ring(circle, referral, hours, {circle.runner_person_id: None}, now)
        for account_id, mail, _ in bureau_mail(here):
            enqueue(_draft(circle, referral, hours, mail, f"a{account_id}", None))
            told += 1
    return told


def _ring(
    circle: SmallCircle, referral: Referral, hours: int, phones: Mapping[int, str | None], now: datetime
) -> int:
    """Write to these people, by person id with the telephone they have with them now."""
    here, told = circle.municipality_id, 0
    for person_id, person in people.by_ids(here, phones).items():
        addresses = {one for one in (people.reach(person), _text_to(phones[person_id])) if one}
        if not addresses:
            continue
        about = ("small_circle", referral.id)
        made = accounts.make_link(here, person_id, about, expires=now + LINK_STAYS)
        for number, address in enumerate(sorted(addresses)):
            enqueue(_draft(circle, referral, hours, address, f"p{person_id}:{number}", made))
        told += len(addresses)
    return told


def _text_to(number: str | None) -> str | None:
    """The number, where a text message gets there."""
    texts = bool(settings.current().sms_url)
    return number if texts and number and reaching.MOBILE.fullmatch(number) else None


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
            "started": told_moment(circle.started_at),
            "until": told_moment(circle.started_at + rules.WITHIN),
            "path": "" if link else f"/kleine-kring/{referral.id}",
            "phone": central(circle.municipality_id),
        },
        link=(link.id, link.version) if link else None,
        person_id=link.person_id if link else None,
    )
