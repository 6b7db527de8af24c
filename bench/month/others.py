"""What else happens in the month: calls, achterwachten who answer, intervisie, expenses."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from bench.month import recognised
from bench.month.ledger import CALL, Heard
from bench.month.turns import FOLLOW_UP
from ekc import clock, processes
from ekc.agenda.best_days import YES
from ekc.calls import queries as calls
from ekc.calls import service as called
from ekc.db import db, new_id
from ekc.duty import asking
from ekc.duty import queries as duty
from ekc.duty.models import Reach
from ekc.errors import DomainError
from ekc.expenses import service as expenses
from ekc.expenses.models import Expense
from ekc.expenses.rules import KM, Claim
from ekc.invitations.models import Appointment, Invitation
from ekc.invitations.queries import of_appointment
from ekc.notifications.models import Message
from ekc.polls import asking as polls
from ekc.polls import boards
from ekc.polls.models import DatePoll, PollVoter
from ekc.pool.models import Coordinator
from ekc.referrals.models import Referral
from ekc.seed_verbs import instant
from ekc.training import queries as gatherings
from ekc.training import seating, service
from ekc.training.rules import Plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.month.household import Month
    from ekc.calls.rules import Call
    from ekc.duty.queries import Day
    from ekc.seed_town import Town

Story = "Iterator[datetime]"
TELLS = {
    "answer": frozenset({"invitation", "invitation_moved", "invitation_changed"}),
    "off": frozenset({"invitation_cancelled"}),
    "poll": frozenset({"poll"}),
    "follow_up": frozenset({FOLLOW_UP}),
}
COMES = ("yes", "yes", "no", "yes")


def calling(town: Town, month: Month, first: date) -> Iterator[datetime]:
    """Every afternoon somebody goes through the call list."""
    day = first
    while True:
        yield instant(day, time(15, 10))
        for call in _listed(town):
            kinds = recognised.by_call(call.ask) if call.kind == "tell" else TELLS.get(call.kind)
            if kinds is not None:
                now = clock.now().astimezone(clock.HOME)
                month.ledger.heard.append(Heard(f"{CALL}{call.person_id}", kinds, now, call.ask))
                with suppress(DomainError):  # it came to rest while we called
                    _settle(town, call)
        day += timedelta(days=1)


def _listed(town: Town) -> list[Call]:
    """The whole list, page after page."""
    found: list[Call] = []
    page, total = 1, 1
    while len(found) < total:
        there = calls.today(town.bureau, clock.now(), page)
        found += [line.call for line in there.lines]
        page, total = page + 1, there.total
    return found


def _settle(town: Town, call: Call) -> None:
    if call.kind == "tell":
        message = db.session.get_one(Message, call.about_id)
        if message.kind != "reach_question":  # that one is answered in the evening
            called.tell(message, "told", by=town.bureau)
    elif call.kind == "answer":
        invitation = db.session.get_one(Invitation, call.about_id)
        seating.hear(invitation, "no" if call.person_id % 9 == 0 else "yes", "phone", by=town.bureau)
    elif call.kind == "follow_up":
        processes.close(db.session.get_one(Referral, call.referral_id), by=town.bureau)
    elif call.kind == "off":
        called.attempt(town.municipality.id, call.referral_id, call.person_id, "reached", by=town.bureau)
    else:
        voter = db.session.get_one(PollVoter, call.about_id)
        board = boards.board_of(db.session.get_one(DatePoll, voter.poll_id), clock.now())
        state = db.session.get_one(Referral, call.referral_id).state
        said = {day.id: YES for day in board.days}
        polls.answer(voter, said, "phone", referral_state=state, told_by=call.person_id, by=town.bureau)


def watching(town: Town, month: Month, first: date) -> Iterator[datetime]:
    """Every evening the achterwachten say of the days that they were asked about whether they can."""
    day, turn = first, 0
    while True:
        yield instant(day, time(18, 40))
        now = clock.now()
        for one in duty.planned(town.municipality.id, (now, now + timedelta(days=40)), ()):
            if one.day.reach_id is None or one.day.answer is not None:
                continue
            turn += 1
            if turn % 3 == 0 or not _was_asked(one.day, month):  # on another day
                continue
            asking.hear(one.day, "yes", by=town.bureau)
            ways = month.ways[one.day.organiser_id]
            month.ledger.owe(ways, "reach_yes", f"{one.day.id} {one.day.starts_at}", now)
        day += timedelta(days=1)


def _was_asked(day: Day, month: Month) -> bool:
    """Whether it came to her, by a mail or by a call: before that she says nothing."""
    ways = month.ways[day.person_id or 0] or (f"{CALL}{day.person_id}",)
    there = [one for one in month.ledger.heard if one.who in ways and "reach_question" in one.kinds]
    asked = db.session.get_one(Reach, day.reach_id).asked_at
    return any(one.at >= asked for one in there)


def intervisie(town: Town, month: Month, day: date) -> Iterator[datetime]:
    """Everybody active is asked, three weeks before."""
    yield instant(day - timedelta(days=21), time(10, 40))
    starts = instant(day, time(19, 30))
    wanted = Plan(
        "intervisie", starts, starts + timedelta(hours=2), 14, "Buurthuis De Kade", led_by="Petra Post"
    )
    gathering = service.plan(wanted, by=town.bureau)
    service.invite(gathering, "active", by=town.bureau)
    appointment_id = gathering.appointment_id
    there = of_appointment(gatherings.appointment_of(gathering))
    for one in there:
        month.ledger.owe(month.ways[one.person_id], "invitation", f"intervisie {day}", clock.now())
    yield instant(day - timedelta(days=17), time(19, 15))
    there = of_appointment(db.session.get_one(Appointment, appointment_id))
    actors = {actor.person_id: actor for actor in town.coordinators.values()}
    for turn, one in enumerate(there[:-3]):
        seating.hear(one, COMES[turn % len(COMES)], "link", by=actors[one.person_id])


def claims(town: Town, day: date) -> Iterator[datetime]:
    """Somebody writes down what it cost, and the bureau has a question."""
    yield instant(day, time(20, 15))
    who = db.session.get_one(Coordinator, list(town.coordinators)[day.toordinal() % len(town.pool)])
    claim = expenses.claim(who, Claim(KM, day, 180), new_id(), by=town.coordinators[who.id])
    yield instant(day + timedelta(days=1), time(9, 40))
    expenses.send_back(db.session.get_one(Expense, claim.id), "Klopt 180 kilometer?", by=town.bureau)
