"""A poll that is proposed, asked, answered and changed: who is told, what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from ekc import clock, processes
from ekc.accounts.models import PersonalLink
from ekc.audit.models import LogEntry
from ekc.circle import service as circle
from ekc.db import db
from ekc.errors import DomainError, TooLateError
from ekc.notifications.models import Message
from ekc.people.queries import one as person_of
from ekc.polls import asking, service
from ekc.polls.models import PollAnswer
from ekc.polls.rules import Proposal, Reach, Times
from tests.agenda.trajects import add, make_traject
from tests.polls.saying import SOON, asked, at, referral_of, say
from tests.polls.stories import DAYS, OMA, TANTE, board, make_circle, make_poll, times, voters
from tests.world import DAY


def test_first_the_voice_then_the_message(world, outbox):
    traject = make_circle(world)
    poll = make_poll(world, traject)
    assert asked(outbox) == [OMA, TANTE]
    circle.spoken(traject.members["Neef"], by=world.cor.actor)
    assert {one.person.given_name: one.reach for one in board(poll).voters}["Neef"] is Reach.READY
    assert service.add_people(poll, traject.referral, (), by=world.cor.actor) == 1
    assert asked(outbox) == [OMA, TANTE, "neef@post.example"]
    assert service.add_people(poll, traject.referral, (), by=world.cor.actor) == 0  # nobody is asked twice


@pytest.mark.parametrize("watched", [{"read_along": True}, {"shared_phone": True}])
def test_who_does_not_read_alone_is_called(world, outbox, watched):
    traject = make_traject(world)
    add(traject, "Oma", world.cor.actor, mail=OMA, **watched)
    poll = make_poll(world, traject)
    assert asked(outbox) == []
    assert {one.person.given_name: one.reach for one in board(poll).voters}["Oma"] is Reach.CALL


def test_the_words_that_leave_name_a_first_name_and_a_day_to_answer(world):
    make_poll(world)
    mail = db.session.query(Message).filter(Message.kind == "poll").first()
    assert mail.subject == "Welke dag past je?"
    words = f"{mail.subject} {mail.body_text} {mail.body_html}"
    assert "Cor zoekt een dag" in words
    assert "zondag 25 oktober 2026" in words
    for word in ("Jansen", "Fam", "Oma", "Tante", "20 november", "Kuiper", "plan"):
        assert word not in words


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        (replace(SOON, days=DAYS[:1]), "minstens twee dagen"),
        (replace(SOON, days=(DAYS[0], DAYS[0])), "minstens twee dagen"),
        (replace(SOON, days=tuple(times(DAY + timedelta(days=n)) for n in range(13))), "hooguit 12"),
        (replace(SOON, days=(*DAYS, times(DAY - timedelta(days=40)))), "voorbij"),
        (replace(SOON, answer_on=DAY), "vóór de eerste dag"),
        (SOON, "Kies wie je vraagt"),
        (replace(SOON, persons=frozenset({1})), "Kies wie je vraagt"),
    ],
)
def test_what_cannot_be_proposed(world, wanted, sentence):
    traject = make_circle(world)
    with pytest.raises(DomainError, match=sentence):
        service.propose(traject.referral, wanted, by=world.cor.actor)


def test_one_poll_at_a_time_and_none_where_a_day_stands(world):
    traject = make_circle(world)
    poll = make_poll(world, traject)
    with pytest.raises(TooLateError, match="loopt al een datumprikker"):
        make_poll(world, traject)
    db.rollback()
    service.choose(
        poll, traject.referral, board(poll).days[0].id, at(board(poll).days[0]), by=world.cor.actor
    )
    with pytest.raises(DomainError, match="nu geen dag gezocht"):
        make_poll(world, traject)


def test_more_days_ask_those_again_who_were_asked_and_keep_what_was_said(world, outbox):
    poll = make_poll(world)
    say(world, poll, "Oma", ["yes", "no", "if_needed"])
    more = Proposal((times(DAY + timedelta(days=9)), DAYS[0]), DAY - timedelta(days=20))
    with clock.at(clock.now() + timedelta(days=1)):
        service.add_days(poll, referral_of(poll), more, by=world.cor.actor)
    assert asked(outbox) == [OMA, TANTE]  # the first questions had not left: these come instead
    newest = db.session.query(Message).filter(Message.kind == "poll", Message.state == "queued").all()
    assert all("Er zijn dagen bij gekomen" in one.body_text for one in newest)
    now = board(poll)
    assert (len(now.days), len(now.answers)) == (4, 3)
    assert {one.person.given_name: (one.reach, one.answered) for one in now.voters}["Oma"] == (Reach.ASKED, 3)
    assert poll.answer_until.astimezone(clock.HOME).date() == DAY - timedelta(days=19)
    with pytest.raises(DomainError, match="nieuwe dag"):
        service.add_days(poll, referral_of(poll), more, by=world.cor.actor)
    many = tuple(times(DAY + timedelta(days=20 + n)) for n in range(9))
    with pytest.raises(DomainError, match="hooguit 12"):
        service.add_days(poll, referral_of(poll), replace(more, days=many), by=world.cor.actor)


def test_more_time_to_answer_tells_nobody(world, outbox):
    poll = make_poll(world)
    before = db.session.query(Message).filter(Message.kind == "poll").count()
    later = Proposal((), DAY - timedelta(days=2))
    assert service.add_days(poll, referral_of(poll), later, by=world.cor.actor) == 0
    assert poll.answer_until.astimezone(clock.HOME).date() == DAY - timedelta(days=1)
    assert db.session.query(Message).filter(Message.kind == "poll").count() == before
    link = db.session.get_one(PersonalLink, voters(poll)["Oma"].link_id)
    assert link.expires_at > poll.answer_until
    with pytest.raises(DomainError, match="andere laatste dag"):
        service.add_days(poll, referral_of(poll), later, by=world.cor.actor)
    with pytest.raises(DomainError, match="vóór de eerste dag"):
        service.add_days(poll, referral_of(poll), Proposal((), DAY), by=world.cor.actor)


def test_a_day_that_is_withdrawn_is_asked_no_more_and_comes_back_with_its_answers(world):
    poll = make_poll(world)
    first, second, third = board(poll).days
    say(world, poll, "Oma", ["yes", "no", "no"])
    service.withdraw_day(poll, referral_of(poll), first.id, by=world.cor.actor)
    assert [one.id for one in board(poll).days] == [second.id, third.id]
    with pytest.raises(TooLateError, match="doet niet meer mee"):
        service.withdraw_day(poll, referral_of(poll), first.id, by=world.cor.actor)
    with pytest.raises(TooLateError, match="doet niet meer mee"):
        service.choose(poll, referral_of(poll), first.id, at(first), by=world.cor.actor)
    with pytest.raises(DomainError, match="minstens één dag"):
        asking.answer(
            voters(poll)["Oma"],
            {first.id: "yes"},
            "phone",
            referral_state="preparation",
            by=world.cor.actor,
        )
    service.withdraw_day(poll, referral_of(poll), second.id, by=world.cor.actor)
    with pytest.raises(DomainError, match="laatste dag die nog meedoet"):
        service.withdraw_day(poll, referral_of(poll), third.id, by=world.cor.actor)
    back = replace(SOON, days=(DAYS[0],))
    service.add_days(poll, referral_of(poll), back, by=world.cor.actor)
    assert board(poll).answers[(voters(poll)["Oma"].id, first.id)] == "yes"


def test_somebody_who_comes_later_and_somebody_who_leaves(world, outbox):
    traject = make_circle(world)
    poll = make_poll(world, traject)
    nicht = add(traject, "Nicht", world.cor.actor, mail="nicht@post.example")
    assert "Nicht" not in voters(poll)
    service.add_people(poll, traject.referral, (nicht.person_id, 1), by=world.cor.actor)
    assert asked(outbox) == [OMA, TANTE, "nicht@post.example"]
    say(world, poll, "Tante", ["no", "no", "no"])
    processes.leave_circle(traject.members["Tante"], by=world.cor.actor)
    assert "Tante" not in voters(poll)
    assert asked(outbox) == [OMA, "nicht@post.example"]  # what had not left is taken back
    assert all("Tante" not in board(poll).why(standing) for _, standing in board(poll).ranked)


def test_an_answer_can_be_changed_and_stands_once(world):
    poll = make_poll(world)
    assert say(world, poll, "Oma", ["yes", None, "no"]) == 1
    assert say(world, poll, "Oma", ["no", "if_needed"]) == 0
    rows = db.session.query(PollAnswer).order_by(PollAnswer.day_id).all()
    assert [row.value for row in rows] == ["no", "if_needed", "no"]


def test_after_the_last_day_the_link_is_too_late_and_the_phone_is_not(world):
    poll = make_poll(world)
    day = board(poll).days[0].id
    voter = voters(poll)["Oma"]
    with clock.at(poll.answer_until):
        with pytest.raises(TooLateError, match="Bel ons"):
            asking.answer(voter, {day: "yes"}, "link", referral_state="preparation", by=world.by)
        asking.answer(voter, {day: "yes"}, "phone", referral_state="preparation", by=world.cor.actor)


def test_the_bureau_does_it_for_who_phoned_and_the_logbook_names_both(world):
    poll = make_poll(world)
    fam, oma = voters(poll)["Fam"], voters(poll)["Oma"]
    said = {board(poll).days[0].id: "yes"}
    told_by = fam.person_id
    asking.answer(oma, said, "phone", referral_state="preparation", told_by=told_by, by=world.petra.actor)
    row = db.session.query(PollAnswer).one()
    assert (row.told_by, row.actor_id) == (fam.person_id, world.petra.account.id)
    line = db.session.query(LogEntry).filter(LogEntry.action == "answer_poll").one()
    assert (line.actor_id, line.behalf_person_id) == (world.petra.account.id, fam.person_id)


def test_two_with_one_first_name_are_named_in_full(world):
    traject = make_circle(world)
    add(traject, "Oma", world.cor.actor, surname="Bakker", phone="+31666666666")
    poll = make_poll(world, traject)
    assert sorted(board(poll).names.values())[:2] == ["Buur", "Fam"]
    assert "Oma Bakker" in board(poll).names.values()


def test_a_new_mail_address_may_be_asked_again(world, outbox):
    traject = make_circle(world)
    poll = make_poll(world, traject)
    oma = traject.members["Oma"]
    person = person_of(world.municipality.id, oma.person_id)
    next(one for one in person.channels if one.kind == "mail").value = "oma@nieuw.example"
    db.session.flush()
    assert {one.person.given_name: one.reach for one in board(poll).voters}["Oma"] is Reach.READY
    assert service.add_people(poll, traject.referral, (), by=world.cor.actor) == 1
    assert "oma@nieuw.example" in asked(outbox)


def test_a_day_of_the_night_on_which_the_clock_goes_back(world):
    traject = make_circle(world)
    night = times(DAY.replace(month=10, day=25), 1, 4)  # 1.00 – 4.00 summer time, by the clock four hours
    poll = make_poll(world, traject, days=(night, *DAYS[:1]), until=DAY.replace(month=10, day=23))
    assert board(poll).days[0].ends_at - board(poll).days[0].starts_at == timedelta(hours=4)
    assert Times(board(poll).days[0].starts_at, board(poll).days[0].ends_at) == night
