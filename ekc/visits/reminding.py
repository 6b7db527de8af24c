"""What a coordinator has a date for: a visit tomorrow, a first word with a family, a call four weeks later.

Nothing is kept for it: each tick looks at the rows of that day. A day that went by while nothing ran is not
made up for. Whom she visits gets no message: they agreed on it by voice, and a house may have other eyes.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from sqlalchemy import BigInteger, and_, bindparam, literal, null, select, type_coerce, union_all
from sqlalchemy.exc import IntegrityError

from ekc import clock, settings
from ekc.calls.rules import FOLLOW_UP_AFTER, HAVE_A_PLAN
from ekc.calls.whose import PREPARING
from ekc.db import UTC, db
from ekc.notifications.models import Message
from ekc.notifications.outbox import enqueue
from ekc.notifications.quiet import is_quiet
from ekc.people import queries as people
from ekc.people.telling import told
from ekc.referrals.models import LEADS_NOW, Assignment, Referral
from ekc.visits.models import Visit
from ekc.web.formatting import told_times

FRESH = bindparam("fresh", type_=UTC())  # what she planned or took on since then she knows still
NEVER = type_coerce(null(), UTC())
HERS = and_(Assignment.referral_id == Referral.id, LEADS_NOW, Assignment.since < FRESH)
FAMILY = (Referral.municipality_id, Assignment.person_id, Referral.id, NEVER, NEVER)
VISITS = select(
    literal("visit_reminder"),
    Visit.municipality_id,
    Visit.coordinator_person_id,
    Visit.id,
    Visit.starts_at,
    Visit.ends_at,
).where(
    Visit.state == "planned",
    Visit.starts_at >= bindparam("tomorrow", type_=UTC()),
    Visit.starts_at < bindparam("after", type_=UTC()),
    Visit.created_at < FRESH,
)
FIRST_CALLS = (
    select(literal("first_call_reminder"), *FAMILY)
    .join(Assignment, HERS)
    .where(
        Assignment.first_contact_on.is_(None),
        Assignment.first_contact_by == bindparam("today"),
        Referral.state.in_(PREPARING),
    )
)
FOLLOW_UPS = (
    select(literal("follow_up_reminder"), *FAMILY)
    .join(Assignment, HERS)
    .where(
        Referral.state.in_(sorted(HAVE_A_PLAN - {"follow_up"})),
        Referral.state_since >= bindparam("plan_since", type_=UTC()),
        Referral.state_since < bindparam("plan_until", type_=UTC()),
    )
)
DUE = union_all(VISITS, FIRST_CALLS, FOLLOW_UPS)
TOLD = select(Message.dedupe_key).where(
    Message.municipality_id.in_(bindparam("here", expanding=True, type_=BigInteger())),
    Message.dedupe_key.in_(bindparam("keys", expanding=True)),
)


class Due(NamedTuple):
    """A date that is near. `id` is of the visit, or of the referral whose family is called."""

    kind: str
    municipality_id: int
    person_id: int
    id: int
    starts_at: datetime | None
    ends_at: datetime | None

    @property
    def about(self) -> tuple[str, int]:
        """What the message is about."""
        return ("referral" if self.starts_at is None else "visit", self.id)

    def key(self, today: date) -> str:
        """What makes it unique: a visit that moves is another."""
        return f"{self.kind}:{self.id}:{self.starts_at or today:%Y%m%dT%H%M}"


def remind_due(now: datetime) -> int:
    """Remind whom it is time for, in all municipalities; gives how many. Not in the quiet hours."""
    local = now.astimezone(clock.HOME)
    if is_quiet(local, settings.current().quiet):
        return 0
    today = local.date()
    plan = today - FOLLOW_UP_AFTER
    values = {
        "fresh": now - timedelta(days=1),
        "today": today,
        "tomorrow": _midnight(today + timedelta(days=1)),
        "after": _midnight(today + timedelta(days=2)),
        "plan_since": _midnight(plan),
        "plan_until": _midnight(plan + timedelta(days=1)),
    }
    due = [Due._make(row) for row in db.session.execute(DUE, values)]
    keys = {"here": {one.municipality_id for one in due}, "keys": [one.key(today) for one in due]}
    told = set(db.session.scalars(TOLD, keys)) if due else set()
    return sum(_remind(one, today) for one in due if one.key(today) not in told)


def _remind(due: Due, today: date) -> bool:
    """Whether it was ours to send, and there is a way to send it."""
    person = people.one(due.municipality_id, due.person_id)
    to = people.reach(person)
    if to is None:
        return False
    words = {"when": told_times(due.starts_at, due.ends_at)} if due.starts_at and due.ends_at else {}
    try:
        with db.session.begin_nested():
            expires = _midnight(today + timedelta(days=1))
            enqueue(told(person, due.kind, due.about, due.key(today), words, at=to, expires=expires))
    except IntegrityError:  # another worker did at this same moment
        return False
    return True


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.HOME)
