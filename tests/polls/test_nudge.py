"""One reminder at most, two days before the end, in waking hours, to whom the question went."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ekc import clock
from ekc.db import db
from ekc.notifications.models import Message
from ekc.polls import asking, service
from ekc.polls.models import DatePoll
from ekc.referrals.models import Referral
from ekc.web import english
from ekc.web.formatting import day
from tests.agenda.trajects import NOON, add
from tests.polls.stories import TANTE, board, make_circle, make_poll, voters

BEFORE, DUE = NOON + timedelta(days=2), NOON + timedelta(days=3)


def run(moment):
    with clock.at(moment):
        return asking.nudge_due(clock.now())


def nudged(outbox):
    return [address for kind, address in outbox() if kind == "poll_nudge"]


def answer_all(world, poll, name, but=0):
    days = board(poll).days[: len(board(poll).days) - but]
    said = {day.id: "yes" for day in days}
    asking.answer(voters(poll)[name], said, "phone", referral_state="preparation", by=world.cor.actor)


def test_who_did_not_answer_all_days_is_reminded_once(world, outbox):
    poll = make_poll(world)
    answer_all(world, poll, "Oma")
    answer_all(world, poll, "Tante", but=1)
    assert run(BEFORE) == 0
    assert run(DUE) == 1
    assert nudged(outbox) == [TANTE]
    assert run(DUE + timedelta(hours=3)) == 0
    assert run(poll.answer_until + timedelta(hours=12)) == 0


@pytest.mark.usefixtures("quiet_nights")
def test_nobody_is_reminded_at_night(world, outbox):
    make_poll(world)
    assert run(DUE.replace(hour=22)) == 0
    assert run(DUE + timedelta(hours=22)) == 2


def test_who_was_asked_a_moment_ago_is_left_alone(world, outbox):
    traject = make_circle(world)
    make_poll(world, traject, until=clock.today())
    assert run(NOON + timedelta(hours=5)) == 0
    assert nudged(outbox) == []


def test_who_reads_english_is_asked_and_reminded_in_english_first(world):
    traject = make_circle(world)
    add(traject, "Ada", world.cor.actor, mail="ada@post.example", language="eng")
    poll = make_poll(world, traject)
    run(DUE)
    last = poll.answer_until.astimezone(clock.HOME) - timedelta(minutes=1)
    rows = db.session.query(Message).order_by(Message.id).all()
    asked, nudged = (row for row in rows if row.address == "ada@post.example")
    assert (asked.subject, nudged.subject) == (
        "Which day suits you?",
        "Which day suits you? Please let us know",
    )
    for row in (asked, nudged):
        first, _, dutch = row.body_text.partition("— Nederlands —")
        assert f"up to and including {english.day(last)}" in first
        assert f"tot en met {day(last)}" in dutch
    assert not [row for row in rows if row.address == TANTE and "Which day" in row.body_text]


def test_who_is_called_is_never_reminded_by_mail(world, outbox):
    traject = make_circle(world)
    make_poll(world, traject, but=("Oma", "Tante"))
    assert run(DUE) == 0


@pytest.mark.parametrize("what", ["closed", "stopped", "left", "reads along"])
def test_where_nothing_is_asked_any_more_nobody_is_reminded(world, outbox, what):
    traject = make_circle(world)
    poll = make_poll(world, traject, but=("Oma",))
    if what == "closed":
        service.close(poll, traject.referral, by=world.cor.actor)
    elif what == "stopped":
        db.session.get_one(Referral, traject.referral_id).state = "paused"
    elif what == "left":
        traject.members["Tante"].removed_at = clock.now()
    else:
        (tante,) = [one.person for one in board(poll).voters if one.person.given_name == "Tante"]
        tante.read_along = True
    db.session.flush()
    assert run(DUE) == 0


def test_a_day_more_is_no_second_reminder(world, outbox):
    poll = make_poll(world)
    assert run(DUE) == 2
    found = db.session.get_one(DatePoll, poll.id)
    found.answer_until += timedelta(days=3)
    db.session.flush()
    assert run(DUE + timedelta(days=3)) == 0
