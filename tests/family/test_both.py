"""The own page and the conditions on both databases, with two taps at the same moment."""

from __future__ import annotations

import pytest

from ekc import clock, resting
from ekc.accounts.models import PersonalLink
from ekc.circle.queries import focus_ids
from ekc.db import db
from ekc.family import queries, service
from ekc.family.models import FamilyPage
from ekc.notifications.models import Message
from ekc.outcomes import service as outcomes
from ekc.people.service import Particulars
from ekc.pool import service as pool
from ekc.referrals import conditions
from ekc.referrals.models import Condition, ConditionTold, Referral, Step
from tests.agenda.trajects import NOON, make_conference, make_traject
from tests.both import at_once
from tests.world import make_world

MIA = Particulars("Mia", "Mulder", mail="mia@post.example", phone="+31611111111")
SET = ("Jeugdhulp Het Baken", "supervision", "Er is elke avond een volwassene thuis")


@pytest.fixture
def there(chosen):
    """The cast, on either database."""
    with clock.at(NOON):
        yield make_world()


def the(referral_id: int) -> Referral:
    return db.session.get_one(Referral, referral_id)


def told(kind: str, path: str = "") -> int:
    return sum(path in one.body_text for one in db.session.query(Message).filter_by(kind=kind))


def test_a_page_that_is_given_by_two_is_one_page_with_one_link(there):
    number, by = make_traject(there, focus=(MIA,)).referral_id, there.cor.actor
    (person,) = focus_ids(the(number))

    def give():
        service.send(the(number), person, by=by)

    assert at_once([give, give], NOON)[0] == "done"
    assert db.session.query(FamilyPage).count() == 1
    assert db.session.query(PersonalLink).filter_by(about_kind="family").count() == 1


def test_her_own_number_is_read_only_where_she_wants_that(there):
    referral = make_traject(there, focus=(MIA,)).referral
    assert queries.organiser(referral).phone is None
    pool.set_wishes(there.cor.coordinator, {"number_on_card": True}, by=there.cor.actor)
    assert queries.organiser(referral).phone == "+31612345678"


def test_even_stoppen_and_verder_gaan_pressed_twice_count_once(there):
    traject = make_traject(there, focus=(MIA,))
    make_conference(there, traject)
    number, by = traject.referral_id, there.by

    def rest():
        resting.rest(the(number), by=by)

    def go_on():
        resting.go_on(the(number), by=by)

    assert at_once([rest, rest], NOON) == ["done", "done"]
    assert the(number).state == "paused"
    assert told("traject_paused", "staat even stil") == 2  # Cor and Petra, once each
    assert at_once([go_on, go_on], NOON) == ["done", "done"]
    assert the(number).state == "preparation"
    assert db.session.query(Step).filter_by(referral_id=number, move="resume").count() == 1


def test_who_is_told_by_two_heard_it_once_and_a_change_meanwhile_is_told_anew(there):
    traject = make_traject(there, conditions="some")
    conditions.state(traject.referral, *SET, by=there.sanne.actor)
    number, by, team = traject.referral_id, there.cor.actor, there.sanne.actor
    (person,) = focus_ids(the(number))
    seen = the(number).conditions_round

    def tell():
        conditions.tell(the(number), person, seen, by=by)

    def change():
        conditions.state(the(number), "Het Baken", "law", "Iets anders", "ruling", by=team)

    assert at_once([tell, tell], NOON) == ["done", "done"]
    assert db.session.query(ConditionTold).count() == 1
    assert at_once([tell, change], NOON)[0] == "done"
    assert conditions.told(the(number)) == {}


def test_a_test_pressed_twice_is_news_once(there):
    traject = make_traject(there, conditions="some")
    for words in ("Een", "Twee"):
        last = conditions.state(traject.referral, SET[0], SET[1], words, "ruling", by=there.sanne.actor)
    outcomes.plan_without_meeting(traject.referral, "own_plan", by=there.cor.actor)
    number, by = traject.referral_id, there.cor.actor
    first = conditions.of_referral(traject.referral)[0].Condition.id
    second = last.id

    def share():
        conditions.share_test(the(number), fine=True, by=by)

    def test(line):
        return lambda: conditions.test(the(number), db.session.get_one(Condition, line), "yes", by=by)

    assert at_once([share, share], NOON) == ["done", "done"]
    assert at_once([test(first), test(second)], NOON) == ["done", "done"]
    assert told("traject_tested", "/voorwaarden") == 1
    assert at_once([test(second), test(second)], NOON) == ["done", "done"]
    assert told("traject_tested", "/voorwaarden") == 1
