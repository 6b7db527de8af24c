"""The rota: hours without anybody, shifts, numbers, and who covers for whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ekc.accounts import covering
from ekc.db import db
from ekc.duty import gaps, queries, rules, service
from ekc.duty.models import DutyShift
from ekc.duty.rules import Numbers
from ekc.errors import DomainError, TooLateError
from ekc.referrals.models import Referral
from ekc.web.formatting import local_to_utc
from tests.agenda.trajects import NOON
from tests.duty.asking import EVENING, says, tick
from tests.duty.watches import BOB, hours, make_day, make_shift, standing
from tests.world import DAY

HOURS = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 8)), max_size=5)


@given(HOURS)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_database_finds_the_same_gaps_as_the_rules(shared_day, shifts):
    world, conference = shared_day
    db.session.query(DutyShift).delete()
    for number, (begin, length) in enumerate(shifts):
        starts = EVENING + timedelta(minutes=30 * (begin - 6))
        db.session.add(
            DutyShift(
                municipality_id=world.municipality.id,
                person_id=(world.petra, world.tess, world.sanne, world.tom, world.gea)[number].person.id,
                phone="112",
                starts_at=starts,
                ends_at=starts + timedelta(minutes=30 * length),
            )
        )
    db.session.flush()
    found = gaps.uncovered(world.municipality.id, EVENING, EVENING + timedelta(days=1))
    assert [row[0] for row in found] == ([] if standing(conference).is_settled else [conference.id])


@pytest.fixture
def shared_day(world):
    return world, make_day(world)


def test_shifts_come_all_or_none(world):
    make_shift(world, "19:00", "23:00", days=7)
    spans = [tuple(local_to_utc(DAY + timedelta(days=n), time(hour)) for hour in (19, 23)) for n in (0, 7)]
    with pytest.raises(TooLateError, match="staat al"):
        service.add_shifts(world.petra.person.id, None, spans, by=world.petra.actor)
    db.rollback()
    assert db.session.query(DutyShift).count() == 1


def test_a_shift_has_a_number(world):
    made = service.add_person("Marga Wever", None, None, by=world.petra.actor)
    span = (EVENING, EVENING + timedelta(hours=2))
    with pytest.raises(DomainError, match="nummer"):
        service.add_shifts(made, None, [span], by=world.petra.actor)
    (shift,) = service.add_shifts(made, "+31598000000", [span], by=world.petra.actor)
    db.commit()
    (on,) = queries.on_duty(world.municipality.id, EVENING)
    assert (on.name, on.phone, on.id) == ("Marga Wever", "+31598000000", shift.id)
    assert queries.on_duty(world.municipality.id, EVENING - timedelta(minutes=1)) == []
    assert queries.on_duty(world.municipality.id, EVENING + timedelta(hours=2)) == []


def test_two_who_change_one_shift(world):
    shift = make_shift(world, "19:00", "23:00")
    span = (EVENING, EVENING + timedelta(hours=1))
    service.change_shift(shift, world.tess.person.id, None, span, seen=1, by=world.petra.actor)
    db.commit()
    assert (shift.version, shift.person_id) == (2, world.tess.person.id)
    for seen in (1, None):
        with pytest.raises(TooLateError, match="Iemand anders"):
            service.change_shift(shift, world.petra.person.id, None, span, seen=seen, by=world.petra.actor)


def test_numbers_have_defaults_and_are_changed_by_one_at_a_time(world):
    here = world.municipality.id
    assert queries.numbers(here) == Numbers()
    told = Numbers(officer_name="Anna Aandacht", officer_phone="+31598111111", alarm_minutes=45)
    service.set_numbers(told, by=world.petra.actor)
    db.commit()
    assert queries.numbers(here) == replace(told, version=1)
    with pytest.raises(TooLateError):
        service.set_numbers(told, by=world.petra.actor)
    with pytest.raises(DomainError, match="burgerservicenummer"):
        service.set_numbers(replace(told, officer_name="123456782", version=1), by=world.petra.actor)
    assert rules.dial(queries.numbers(here).veilig_thuis) == "08002000"


def away(world, conference, first: int, last: int):
    """Tess does the work of the achterwacht, some days before and after the day of the conference."""
    referral = db.session.get_one(Referral, conference.referral_id)
    days = DAY + timedelta(days=first), DAY + timedelta(days=last)
    made = covering.arrange(referral.backstop_person_id, world.tess.person.id, *days, by=world.petra.actor)
    db.commit()
    return made


def test_who_covers_on_the_day_is_asked_instead_of_who_is_away_then(world, outbox):
    conference = make_day(world)
    away(world, conference, -1, 1)
    tick()
    assert [one for one in outbox() if one[0] == "reach_question"] == [
        ("reach_question", "teamleider@demo.example")
    ]
    assert (
        standing(conference).day.achterwacht == f"{world.tess.person.given_name} {world.tess.person.surname}"
    )
    says(conference, "yes", world)
    assert hours(conference) == []
    assert gaps.uncovered(world.municipality.id, NOON, EVENING + timedelta(days=1)) == []


@pytest.mark.parametrize(("first", "last"), [(-5, -1), (1, 5)])
def test_a_cover_of_other_days_changes_nothing(world, outbox, first, last):
    conference = make_day(world)
    away(world, conference, first, last)
    tick()
    assert [one for one in outbox() if one[0] == "reach_question"] == [("reach_question", BOB)]


def test_a_cover_that_comes_later_is_asked_and_who_is_away_need_not_answer(world, outbox):
    conference = make_day(world)
    tick()
    says(conference, "yes", world)
    made = away(world, conference, 0, 0)
    tick()
    sent = [one for one in outbox() if one[0].startswith("reach_")]
    assert ("reach_question", "teamleider@demo.example") in sent
    assert ("reach_off", BOB) in sent
    assert hours(conference) == ["19.30-22.30"]
    covering.end(made, by=world.petra.actor)
    db.commit()
    assert hours(conference) == []
