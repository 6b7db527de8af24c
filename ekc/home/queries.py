"""What needs somebody today, per role: a few statements whatever the amount of work."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import BindParameter, bindparam, exists, func, or_, select

from ekc.accounts.models import Role
from ekc.agenda import apart_days, report_clock
from ekc.agenda.models import Conference
from ekc.apart import asked
from ekc.arranging.models import DayCheck
from ekc.arranging.queries import CHECKED
from ekc.audit.models import LogEntry
from ekc.db import UTC, db
from ekc.duty import gaps
from ekc.duty.rules import AHEAD
from ekc.handover import waiting
from ekc.home import hers, looking, todo, volunteers
from ekc.mailroom.queries import READS_NOBODYS
from ekc.matching.models import Offer
from ekc.notifications import queries as messages
from ekc.notifications import tray_state
from ekc.notifications.models import IncomingMail, Message, State
from ekc.polls import due as polls
from ekc.pool import queries as pool
from ekc.referrals import queries as referrals
from ekc.referrals.lifecycle import State as Stage
from ekc.referrals.models import AT_WORK, Assignment, Referral
from ekc.tonight import queries as tonight
from ekc.voice.board import FRESH, lately

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sqlalchemy import Row

    from ekc.accounts.actor import Actor
    from ekc.referrals.queries import WorkRow

HERE: BindParameter[int] = bindparam("municipality")
NOW = bindparam("now", type_=UTC())
MANY = 50
TROUBLE_FOR = timedelta(days=30)
PUSH_LATELY = timedelta(days=2)  # a push service that refused us longer ago may know us again

MINE = exists().where(
    Assignment.referral_id == Conference.referral_id,
    Assignment.person_id == bindparam("person"),
    AT_WORK,
)
DAYS = (
    select(Conference.id, Conference.referral_id, Conference.starts_at, Conference.ends_at, Referral.number)
    .join(Referral, Referral.id == Conference.referral_id)
    .where(Conference.municipality_id == HERE, Conference.state == "planned")
    .order_by(Conference.starts_at)
    .limit(MANY)
)
TO_READ = pool.TO_AGREE.add_columns(FRESH)
MY_DAYS = apart_days.beside(
    DAYS.add_columns(gaps.NOBODY.label("nobody"), DayCheck.id.label("check_id"), DayCheck.found)
    .outerjoin(DayCheck, CHECKED)
    .where(MINE)
)
OPEN_OFFERS = (
    select(
        Referral.id,
        Referral.number,
        func.count().label("asked"),
        func.min(Offer.expires_at).label("expires_at"),
    )
    .join(Referral, Referral.id == Offer.referral_id)
    .where(Offer.municipality_id == HERE, Offer.state == "open")
    .group_by(Referral.id, Referral.number)
    .order_by(func.min(Offer.expires_at))
    .limit(MANY)
)
OLDEST = select(func.min(Message.created_at)).where(
    Message.municipality_id == HERE,
    Message.state.in_((State.QUEUED.value, State.SENDING.value)),
    Message.next_at <= NOW,
)
PUSH_REFUSED = select(func.max(Message.created_at)).where(
    Message.municipality_id == HERE,
    Message.trouble.in_(("refused_push_401", "refused_push_403")),
    Message.created_at > bindparam("since", type_=UTC()),
)
LATE = select(OLDEST.scalar_subquery(), PUSH_REFUSED.scalar_subquery())
UNSEALED = select(func.count()).where(LogEntry.municipality_id == HERE, LogEntry.position.is_(None))

KEPT = select(
    func.count().filter(IncomingMail.about_id.is_(None)),
    func.count().filter(IncomingMail.about_id.is_not(None)),
).where(or_(IncomingMail.municipality_id == HERE, IncomingMail.municipality_id.is_(None)), IncomingMail.waits)


@dataclass(frozen=True, slots=True)
class Board:
    """The first page: what waits, each part empty for whom it is not."""

    now: datetime
    referrals: Sequence[WorkRow] = ()
    trajects: Sequence[WorkRow] = ()
    offers: Sequence[hers.Until] = ()
    to_agree: bool = False  # a code of conduct waits for her
    claims: int = 0  # of her claims, about which the bureau has a question
    gatherings: Sequence[hers.Until] = ()  # to which she is asked
    visits: Sequence[hers.Until] = ()  # of today, and those of which nobody told yet how they went
    polls: Sequence[Row[int, str, datetime, int]] = ()  # her polls of days that are open
    to_tell: Sequence[Any] = ()  # conditions of an agency changed: everybody is told anew
    to_test: Sequence[Any] = ()  # there is a plan, and conditions that it is tested against
    to_write: Sequence[asked.ToWrite] = ()  # who must not meet, whose address is secret: the team knows
    mails: int = 0  # that wait for her, or for the bureau, to be read
    mails_of_others: int = 0  # that wait with coordinators
    notices: int = 0  # what the bureau put up lately for all coordinators
    days: Sequence[Any] = ()
    meet: Mapping[int, list[apart_days.Together]] = field(default_factory=dict)  # by day: who must not
    meeting: Sequence[todo.Item] = ()  # days on which two would meet who must not
    soon: datetime | None = None  # until when a day with nobody in reach is shown as such
    check_in: hers.Until | None = None  # she is at a visit
    signals: Sequence[todo.Item] = ()
    nobody: Sequence[todo.Item] = ()  # days with nobody in reach
    to_report: Sequence[todo.Item] = ()
    letters: int = 0  # how many wait to be printed
    to_call: int = 0  # how much is to be told by telephone to volunteers
    asked: Sequence[Row[int, str, int, datetime]] = ()
    arrange: Sequence[waiting.Waiting] = ()
    choosing: Collection[int] = ()  # the aanmeldingen of which the family may choose now
    over: Collection[int] = ()  # the aanmeldingen whose day is over, without a word of how it went
    heard: volunteers.Heard | None = None  # what volunteers said, and whom to thank by telephone
    namesakes: Sequence[Any] = ()
    checks: Sequence[Any] = ()  # days within 48 hours, and what the check of each found
    to_judge: Sequence[Any] = ()  # words about whom they would rather not have
    troubled: Sequence[messages.Trouble] = ()
    persons_shown: list[tuple[str, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Machine:
    """How the product itself is doing in one municipality."""

    waiting: int
    failed: int
    sent: int
    oldest_waiting: datetime | None
    push_refused: datetime | None
    mails_of_nobody: int
    mails_of_somebody: int
    bureau_reads_mail: bool
    mailbox_read_at: datetime | None
    mailbox_trouble: str | None
    mailbox_trouble_since: datetime | None
    unsealed_lines: int


def board(actor: Actor, now: datetime) -> Board:
    """The board of an actor at `now` (aware)."""
    here: dict[str, Any] = {"municipality": actor.municipality_id}
    parts: dict[str, Any] = {}
    if actor.is_a(Role.COORDINATOR):
        mine = {**here, "person": actor.person_id}
        parts["trajects"] = referrals.coordinator_worklist(actor)
        mine_now = hers.of(actor, now)
        parts |= {
            name: getattr(mine_now, name)
            for name in ("offers", "check_in", "claims", "gatherings", "visits", "mails")
        }
        parts["to_tell"] = [row for row in parts["trajects"] if row.id in mine_now.to_tell]
        parts["to_test"] = [row for row in parts["trajects"] if row.id in mine_now.to_test]
        parts["to_agree"], parts["notices"] = _to_read(mine, now)
        days = db.rows(MY_DAYS, mine).all()
        parts["days"] = list({day.id: day for day in days}.values())
        parts["meet"] = apart_days.meeting(days, now)
        parts["polls"] = polls.running(actor)
    if actor.is_a(Role.BUREAU):
        waits = todo.of(actor.municipality_id, now)
        rows = referrals.bureau_worklist(actor)
        rows = report_clock.count(rows, waits.over(rows), now)
        parts["over"] = waits.over(rows).keys()
        parts["referrals"] = tonight.named(rows, waits.circles)
        parts["signals"], parts["nobody"] = waits.signals, waits.nobody
        parts["to_report"], parts["checks"] = waits.to_report, waits.checks
        parts["meeting"] = waits.meeting
        parts["mails"] = parts.get("mails", 0) + waits.mails.get(todo.MAIL_OURS, 0)
        parts["mails_of_others"] = waits.mails.get(todo.MAIL, 0)
        parts["letters"], parts["to_call"] = waits.letters, waits.to_call
        parts["asked"] = db.rows(OPEN_OFFERS, here).all()
        parts["arrange"] = waiting.to_arrange(actor)
        parts["choosing"] = {one.id for one in parts["arrange"] if one.what == "choose"}
        parts["heard"] = volunteers.waiting(actor, now)
        parts["namesakes"], parts["to_judge"] = looking.waiting(actor)
        parts["troubled"] = messages.troubled(actor.municipality_id, now - TROUBLE_FOR)
    elif actor.is_a(Role.TEAM_MEMBER, Role.TEAM_LEAD):
        rows, held = report_clock.counted(actor.municipality_id, referrals.team_worklist(actor), now)
        parts["over"] = {number for number, (_, ends) in held.items() if ends < now}
        parts["referrals"] = tonight.named(rows, tonight.names(actor.municipality_id, rows))
        seeking = [row.id for row in parts["referrals"] if row.state == Stage.MATCHING]
        parts["choosing"] = waiting.choosing(actor.municipality_id, seeking)
        parts["to_write"] = asked.waiting(actor)
    rows = [*parts.get("referrals", ()), *parts.get("trajects", ())]
    shown = [("referral", row.id) for row in rows] + [("signal", row.id) for row in parts.get("signals", ())]
    return Board(now=now, soon=now + AHEAD, persons_shown=shown, **parts)


def _to_read(mine: dict[str, Any], now: datetime) -> tuple[bool, int]:
    """(whether a code of conduct waits for her, how many fresh announcements there are); one query."""
    row = db.rows(TO_READ, {**mine, **lately(now)}).one_or_none()
    return (bool(row[0]), int(row[1])) if row else (False, 0)


def machine(actor: Actor, now: datetime) -> Machine:
    """The state of the outbox and the logbook."""
    here: dict[str, Any] = {"municipality": actor.municipality_id}
    counts = messages.counts(actor.municipality_id)
    mailbox = tray_state.state()
    oldest, not_known = db.session.execute(LATE, {**here, "now": now, "since": now - PUSH_LATELY}).one()
    nobodys, somebodys = db.session.execute(KEPT, here).one()
    return Machine(
        waiting=counts.get(State.QUEUED, 0) + counts.get(State.SENDING, 0),
        failed=counts.get(State.FAILED, 0),
        sent=counts.get(State.SENT, 0),
        oldest_waiting=oldest,
        push_refused=not_known,
        mails_of_nobody=nobodys,
        mails_of_somebody=somebodys,
        bureau_reads_mail=bool(db.session.scalar(READS_NOBODYS, here)),
        mailbox_read_at=mailbox.read_at if mailbox else None,
        mailbox_trouble=mailbox.trouble if mailbox else None,
        mailbox_trouble_since=mailbox.trouble_since if mailbox else None,
        unsealed_lines=db.session.scalar(UNSEALED, here) or 0,
    )
