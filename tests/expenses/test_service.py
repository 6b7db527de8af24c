"""Claiming, approving, sending back, choosing: what is kept, who is told, what is logged."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ekc import clock, processes
from ekc.audit.models import LogEntry
from ekc.db import db, new_id
from ekc.errors import DomainError, TooLateError
from ekc.expenses import queries, service
from ekc.expenses.models import AllowanceYear, Expense
from ekc.expenses.rules import FLAT, REAL, Claim
from ekc.people import queries as people
from ekc.people import service as people_service
from tests.agenda.trajects import make_traject
from tests.expenses.claims import make_claim, read
from tests.matching.stories import logged


def year() -> int:
    return clock.today().year


def choose(somebody, regime: str = FLAT) -> None:
    service.choose(somebody.coordinator, year(), regime, by=somebody.actor)
    db.commit()


def test_she_claims_and_it_waits(world):
    made = read(make_claim(world.cor, amount=42))
    assert (made.kind, made.amount, made.state, made.cents, made.about) == (
        "km",
        42,
        "entered",
        None,
        "other",
    )
    assert logged("expense", made.id) == [("claim", "km", None)]


def test_the_bureau_claims_for_who_phoned(world):
    told = Claim("km", clock.today(), 12)
    made = service.claim(world.cor.coordinator, told, new_id(), by=world.petra.actor)
    db.commit()
    assert logged("expense", made.id) == [("claim", "km", world.cor.person.id)]
    assert made.person_id == world.cor.person.id


def test_the_same_form_twice_is_one_claim(world):
    told, once = Claim("km", clock.today(), 12), new_id()
    service.claim(world.cor.coordinator, told, once, by=world.cor.actor)
    with pytest.raises(TooLateError, match="stond er al"):
        service.claim(world.cor.coordinator, told, once, by=world.cor.actor)
    assert db.session.query(Expense).count() == 1


def test_a_traject_of_hers_by_number_also_after_it_ended(world):
    traject = make_traject(world)
    number = traject.referral.number
    processes.hand_back(traject.referral, traject.assignment, "illness", by=world.cor.actor)
    db.commit()
    assert queries.numbers(world.cor.coordinator) == [number]
    made = read(make_claim(world.cor, about="traject", number=number))
    assert made.number == number
    with pytest.raises(DomainError, match="een traject van jou"):
        make_claim(world.noor, about="traject", number=number)


def test_what_is_typed_is_sealed_and_holds_no_number_of_a_person_or_a_bank(world):
    made = make_claim(world.cor, "receipt", 500, what="other", note="bloemen voor oma")
    raw = db.session.connection().exec_driver_sql("SELECT note FROM expense").scalar_one()
    assert b"bloemen" not in raw
    assert read(made).note == "bloemen voor oma"
    for note in ("bsn 111222333", "NL91ABNA0417164300"):
        with pytest.raises(DomainError):
            make_claim(world.cor, "receipt", 500, what="other", note=note)


def test_approving_fixes_what_it_brings_and_the_way_of_the_year(world):
    one, two = read(make_claim(world.cor, amount=100)), read(make_claim(world.noor, "receipt", 750))
    assert service.approve([one, two], by=world.petra.actor) == 2
    db.commit()
    assert [(each.state, each.cents) for each in (one, two)] == [("approved", 2300), ("approved", 750)]
    assert logged("expense", one.id)[-1] == ("approve_claim", None, None)
    rows = db.session.query(AllowanceYear).all()
    assert {(row.regime, row.fixed) for row in rows} == {(REAL, True)}
    with pytest.raises(TooLateError, match="al iets goedgekeurd"):
        choose(world.cor)


def test_what_was_decided_is_not_decided_twice(world):
    one = read(make_claim(world.cor))
    service.approve([one], by=world.petra.actor)
    with pytest.raises(TooLateError):
        service.approve([one], by=world.petra.actor)
    with pytest.raises(TooLateError):
        service.send_back(one, "Waarheen?", by=world.petra.actor)
    with pytest.raises(TooLateError):
        service.withdraw(one, by=world.cor.actor)
    with pytest.raises(DomainError, match="Kies wat je goedkeurt"):
        service.approve([], by=world.petra.actor)


def test_a_question_goes_back_and_she_hears_of_it_without_a_case(world, outbox):
    one = read(make_claim(world.cor))
    service.send_back(one, "Waarheen reed je?", by=world.petra.actor)
    assert (one.state, one.reason) == ("returned", "Waarheen reed je?")
    assert outbox() == [("expense_returned", "coordinator@demo.example")]
    told = Claim("km", clock.today(), 12)
    service.correct(one, world.cor.coordinator, told, by=world.cor.actor)
    db.commit()
    assert (one.state, one.reason, one.amount) == ("entered", None, 12)
    assert [action for action, _, _ in logged("expense", one.id)] == [
        "claim",
        "return_claim",
        "correct_claim",
    ]


def test_who_has_no_mail_gets_none(world, outbox):
    one = read(make_claim(world.cor))
    people_service.set_reach(people.one(world.municipality.id, world.cor.person.id), "+31612345678", None)
    service.send_back(one, "Waarheen?", by=world.petra.actor)
    assert outbox() == []


def test_a_question_holds_no_bank_number(world):
    one = read(make_claim(world.cor))
    with pytest.raises(DomainError, match="rekeningnummer"):
        service.send_back(one, "Is NL91ABNA0417164300 van jou?", by=world.petra.actor)


def test_a_mistake_is_taken_away(world):
    one = read(make_claim(world.cor))
    service.withdraw(one, by=world.cor.actor)
    db.commit()
    assert db.session.query(Expense).count() == 0
    assert logged("expense", one.id)[-1] == ("withdraw_claim", None, None)


def test_hours_only_for_who_chose_so_and_then_the_choice_stays(world):
    with pytest.raises(DomainError, match="vast bedrag per uur"):
        make_claim(world.cor, "hours", 6)
    choose(world.cor)
    make_claim(world.cor, "hours", 6)
    with pytest.raises(DomainError, match="al uren opgeschreven"):
        choose(world.cor, REAL)
    assert queries.account(world.cor.coordinator, year()).regime == FLAT
    assert queries.account(world.cor.coordinator, year() - 1).regime == REAL


def test_what_others_paid_counts_and_is_replaced_by_what_she_tells_later(world):
    choose(world.cor)
    for cents in (9_000, 4_000):
        service.declare(world.cor.coordinator, year(), 3, cents, by=world.petra.actor)
        db.commit()
    account = queries.account(world.cor.coordinator, year())
    assert account.months[2] == 4_000
    line = db.session.query(LogEntry).filter_by(action="declare_elsewhere").first()
    assert line.behalf_person_id == world.cor.person.id


def test_last_year_s_claims_count_in_last_year(world):
    choose(world.cor)
    day = clock.today().replace(month=1, day=1) - timedelta(days=1)
    service.claim(world.cor.coordinator, Claim("km", day, 100), new_id(), by=world.cor.actor)
    account = queries.account(world.cor.coordinator, day.year)
    assert (account.paid[11], account.regime) == (2300, REAL)
    assert queries.account(world.cor.coordinator, year()).lines == ()
