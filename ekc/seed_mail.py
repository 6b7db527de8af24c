"""What came into the mailbox of the demo: somebody wrote back to a coordinator."""

from __future__ import annotations

from datetime import date, time, timedelta

from sqlalchemy import select

from ekc import clock
from ekc.accounts.models import Account
from ekc.db import db
from ekc.invitations import incoming
from ekc.invitations.models import Appointment, Invitation
from ekc.mailroom import service as mailroom
from ekc.notifications.models import Message, State
from ekc.seals import keyed_hash
from ekc.seed_pool import COR
from ekc.seed_stories import Story
from ekc.seed_town import Town
from ekc.seed_verbs import instant

WROTE = """From: {address}
To: afspraak@ekc.example
Subject: Re: {subject}
In-Reply-To: <{id:x}@ekc.example>
Content-Type: text/plain; charset=utf-8

Ik kom graag, maar ik moet tot acht uur werken. Mag ik later aansluiten?
"""


def wrote_back(town: Town, today: date) -> Story:
    """One guest of the coordinator that everybody may be, yesterday evening."""
    yield instant(today - timedelta(days=1), time(20, 15))
    newest = db.session.scalars(
        select(Message)
        .join(Invitation, Invitation.id == Message.about_id)
        .join(Appointment, Appointment.id == Invitation.appointment_id)
        .join(Account, Account.person_id == Appointment.organiser_person_id)
        .where(
            Message.municipality_id == town.municipality.id,
            Message.about_kind == "invitation",
            Message.way == "mail",
            Message.state == State.SENT.value,
            Account.email_key == keyed_hash(COR),
            Appointment.owner_kind == "session",
            Appointment.starts_at > clock.now(),
            Invitation.removed_at.is_(None),
            Invitation.answer.is_(None),
        )
        .order_by(Message.id)
    ).first()
    if newest is not None:
        raw = WROTE.format(address=newest.address, subject=newest.subject, id=newest.id)
        mailroom.place(incoming.take_mail(raw.encode()))
