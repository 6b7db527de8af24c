"""What is due at a tick of the worker, in all municipalities, from today's rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Row, and_, bindparam, exists, not_, or_, select
from sqlalchemy.orm import aliased

from ekc.agenda.models import Conference
from ekc.db import UTC, db
from ekc.duty import rules
from ekc.duty.gaps import NOBODY, NOW
from ekc.duty.models import Reach
from ekc.duty.queries import ASKED, UNTIL, WATCH
from ekc.notifications.models import Message
from ekc.referrals.models import Referral

BATCH = 100
TOLD = bindparam("told_since", type_=UTC())
SAME = aliased(Reach)  # the same person is asked about the day as it is now

TO_ASK = (
    select(
        Conference.municipality_id,
        Conference.id,
        Conference.starts_at,
        Conference.ends_at,
        WATCH.label("watch"),
    )
    .join(Referral, Referral.id == Conference.referral_id)
    .where(
        Conference.state == "planned",
        Conference.starts_at > NOW,
        Referral.backstop_person_id.is_not(None),
        ~exists().where(ASKED).correlate(Conference, Referral),
    )
    .order_by(Conference.starts_at)
    .limit(BATCH)
)
CURRENT = (
    select(Reach)
    .join(Conference, Conference.id == Reach.conference_id)
    .join(Referral, Referral.id == Conference.referral_id)
    .where(Reach.starts_at > NOW)
)
TO_REMIND = CURRENT.where(
    ASKED,
    Conference.state == "planned",
    Reach.answer.is_(None),
    Reach.by_mail,
    Reach.reminded_at.is_(None),
    Reach.asked_at < bindparam("fresh", type_=UTC()),
    Reach.starts_at <= UNTIL,
).limit(BATCH)
TO_TELL_OFF = CURRENT.where(
    Reach.off_at.is_(None),
    or_(Reach.answer.is_(None), Reach.answer == "yes"),
    or_(
        Conference.state != "planned",
        and_(
            not_(ASKED),
            ~exists().where(  # asked anew about other hours: that message says so
                SAME.conference_id == Reach.conference_id,
                SAME.person_id == Reach.person_id,
                SAME.id > Reach.id,
            ),
            WATCH.is_distinct_from(Reach.person_id),
        ),
    ),
).limit(BATCH)
NOBODY_SOON = (
    select(
        Conference.municipality_id,
        Conference.id,
        Conference.starts_at,
        Conference.coordinator_person_id,
    )
    .join(Referral, Referral.id == Conference.referral_id)
    .where(
        Conference.state == "planned",
        Conference.starts_at > NOW,
        Conference.starts_at <= UNTIL,
        NOBODY,
        ~exists().where(
            Message.municipality_id == Conference.municipality_id,
            Message.kind == "reach_missing",
            Message.about_kind == "conference",
            Message.about_id == Conference.id,
            Message.created_at > TOLD,
        ),
    )
    .limit(BATCH)
)


def to_ask(now: datetime) -> Sequence[Row[int, int, datetime, datetime, int | None]]:
    """(municipality, conference, starts, ends, achterwacht) of whom nobody asked yet."""
    return db.rows(TO_ASK, {"now": now}).all()


def to_remind(now: datetime) -> Sequence[Reach]:
    """Questions by mail, about a day within two days, that nobody answered."""
    values = {"now": now, "until": now + rules.ASK_AGAIN, "fresh": now - rules.FRESH}
    return db.session.scalars(TO_REMIND, values).all()


def to_tell_off(now: datetime) -> Sequence[Reach]:
    """Questions about what is off, or what somebody else is the achterwacht of now."""
    return db.session.scalars(TO_TELL_OFF, {"now": now}).all()


def nobody_soon(now: datetime) -> Sequence[Row[int, int, datetime, int]]:
    """(municipality, conference, start, organiser) soon, with nobody in reach, and nobody was told yet."""
    values = {"now": now, "until": now + rules.ASK_AGAIN, "told_since": now - rules.ASK_AGAIN}
    return db.rows(NOBODY_SOON, values).all()
