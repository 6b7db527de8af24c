"""How a poll ends: a day chosen, stopped, or overtaken by another way."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ekc import processes
from ekc.agenda.models import Conference
from ekc.audit.models import LogEntry
from ekc.db import db
from ekc.errors import BusyError, TooLateError
from ekc.polls import service
from ekc.polls.models import DatePoll
from tests.agenda.trajects import add, make_traject, make_venue
from tests.polls.saying import SOON, asked, at, referral_of, say
from tests.polls.stories import DAYS, board, make_poll, voters


def test_who_must_be_there_decides(world):
    poll = make_poll(world, essential=("Oma",))
    say(world, poll, "Oma", ["no", "no", "yes"])
    for name in ("Tante", "Buur", "Fam"):
        say(world, poll, name, ["yes", "yes", "no"])
    assert board(poll).ranked[0][0].starts_at == DAYS[2].starts
    service.mark_essential(poll, referral_of(poll), (voters(poll)["Buur"].id, 12), by=world.cor.actor)
    assert board(poll).ranked[0][0].starts_at == DAYS[0].starts
    assert [one.person.given_name for one in board(poll).voters if one.row.essential] == ["Buur"]


def test_a_double_booking_in_the_meantime_keeps_the_poll_open(world):
    venue = make_venue(world)
    poll = make_poll(world)
    other = make_poll(world, make_full(world, "Smit"))
    day, same = board(poll).days[0], board(other).days[0]
    plan = at(day, place=None, venue_id=venue.id)
    service.choose(poll, referral_of(poll), day.id, plan, by=world.cor.actor)
    db.commit()
    with pytest.raises(BusyError, match="andere bijeenkomst"):
        service.choose(other, referral_of(other), same.id, at(same), by=world.cor.actor)
    db.rollback()
    assert db.session.get_one(DatePoll, other.id, populate_existing=True).state == "open"
    assert db.session.query(Conference).count() == 1
    free = board(other).days[1]
    service.choose(other, referral_of(other), free.id, at(free), by=world.cor.actor)
    assert db.session.query(Conference).count() == 2


def make_full(world, surname):
    """Another traject of Cor's with somebody spoken."""
    traject = make_traject(world, surname=surname)
    add(traject, "Opa", world.cor.actor, mail="opa@post.example")
    return traject


def test_who_chooses_second_reads_that_there_is_a_day(world):
    poll = make_poll(world)
    first, second, _ = board(poll).days
    service.choose(poll, referral_of(poll), first.id, at(first), by=world.cor.actor)
    with pytest.raises(TooLateError, match="al een dag gekozen"):
        service.choose(poll, referral_of(poll), second.id, at(second), by=world.petra.actor)
    assert db.session.query(Conference).count() == 1


def test_stopping_without_a_day_tells_nobody(world, outbox):
    poll = make_poll(world)
    service.close(poll, referral_of(poll), by=world.petra.actor)
    assert asked(outbox) == []
    assert [row.reason for row in db.session.query(LogEntry).filter(LogEntry.action == "close_poll")] == [
        "closed"
    ]
    for verb in (
        lambda: service.close(poll, referral_of(poll), by=world.cor.actor),
        lambda: say(world, poll, "Oma", ["yes"]),
        lambda: service.add_days(poll, referral_of(poll), SOON, by=world.cor.actor),
        lambda: service.withdraw_day(poll, referral_of(poll), 1, by=world.cor.actor),
        lambda: service.add_people(poll, referral_of(poll), (), by=world.cor.actor),
        lambda: service.mark_essential(poll, referral_of(poll), (), by=world.cor.actor),
    ):
        with pytest.raises(TooLateError, match="al gesloten"):
            verb()
    assert make_poll_again(world, poll).id != poll.id  # a new one may be opened


def make_poll_again(world, poll):
    persons = frozenset(one.person.id for one in board(poll).voters)
    return service.propose(referral_of(poll), replace(SOON, persons=persons), by=world.cor.actor)


def test_a_day_fixed_in_another_way_ends_the_question(world, outbox):
    poll = make_poll(world)
    processes.fix_day(referral_of(poll), at(board(poll).days[0]), by=world.cor.actor)
    assert (poll.state, asked(outbox)) == ("closed", [])


def test_what_stops_asks_nobody_any_more(world, outbox):
    poll = make_poll(world)
    processes.move_by_hand(referral_of(poll), "stop", "not_needed", None, by=world.sanne.actor)
    assert (db.session.get_one(DatePoll, poll.id).state, asked(outbox)) == ("closed", [])
