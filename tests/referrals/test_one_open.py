"""One open aanmelding per hoofdpersoon, and who has the name of another."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from ekc.db import db
from ekc.errors import TooLateError
from ekc.home import looking
from ekc.people.models import Person
from ekc.referrals import service
from ekc.referrals.models import FocusPerson
from tests.referrals.builders import (
    FAM,
    KIM,
    NEWS,
    logged,
    make_draft,
    make_referral,
    told,
)


@pytest.mark.parametrize(
    "who", [FAM, replace(FAM, given_name="FAM", surname=" jansen"), replace(FAM, phone=None)]
)
def test_a_second_open_aanmelding_is_refused_with_the_number_of_the_bureau(world, outbox, who):
    make_referral(world)
    draft = make_draft(world, world.tom)
    service.save_draft(draft, {"goal": "mijn tekst"}, by=world.tom.actor)
    persons = db.session.scalar(select(func.count()).select_from(Person))
    with pytest.raises(TooLateError) as caught:
        service.submit(draft, told(world, focus=(KIM, who)), by=world.tom.actor)
    assert str(caught.value) == "Bel het bureau voordat je verdergaat: 0598 12 34 56."
    db.session.flush()
    assert (draft.state, draft.draft) == ("draft", '{"goal": ["mijn tekst"]}')
    assert db.session.scalar(select(func.count()).select_from(Person)) == persons
    assert logged(draft)[-1] == ("submit_referral", "open_elsewhere", "refused")
    assert outbox() == [NEWS]


def test_a_namesake_of_another_year_is_somebody_else(world):
    make_referral(world)
    assert make_referral(world, world.tom, focus=(replace(FAM, birth_year=1950),)).state == "matching"


@pytest.mark.parametrize(("first", "second"), [(1985, None), (None, 1985), (None, None)])
def test_a_year_that_one_team_leaves_out_lets_no_double_through(world, first, second):
    make_referral(world, focus=(replace(FAM, birth_year=first),))
    with pytest.raises(TooLateError):
        make_referral(world, world.tom, focus=(replace(FAM, birth_year=second),))


def test_the_next_of_a_name_holds_it_when_the_first_has_ended(world):
    first = make_referral(world)
    make_referral(world, world.tom, focus=(replace(FAM, birth_year=1950),))
    service.move(first, "stop", reason="not_needed", by=world.sanne.actor)
    with pytest.raises(TooLateError):
        make_referral(world, focus=(replace(FAM, birth_year=None),))
    assert make_referral(world, focus=(FAM,)).state == "matching"


def refused_draft(world):
    draft = make_draft(world, world.tom)
    with pytest.raises(TooLateError):
        service.submit(draft, told(world), by=world.tom.actor)
    return draft


def test_the_bureau_says_that_it_is_somebody_else_and_the_team_can_send(world, outbox):
    make_referral(world)
    draft = refused_draft(world)
    assert [row.id for row in looking.waiting(world.petra.actor)[0]] == [draft.id]
    service.tell_apart(draft, same=False, by=world.petra.actor)
    assert outbox()[-1] == ("referral_news", world.tom.account.email)
    assert logged(draft)[-1] == ("tell_apart", "other", "ok")
    assert looking.waiting(world.petra.actor)[0] == []
    service.submit(draft, told(world), by=world.tom.actor)
    assert draft.state == "matching"
    assert (draft.namesake, draft.namesake_keys) == (None, ())


def test_what_the_bureau_said_about_one_name_holds_for_no_other(world):
    make_referral(world)
    make_referral(world, focus=(replace(FAM, given_name="Iris"),))
    draft = refused_draft(world)
    service.tell_apart(draft, same=False, by=world.petra.actor)
    with pytest.raises(TooLateError):
        service.submit(draft, told(world, focus=(replace(FAM, given_name="Iris"),)), by=world.tom.actor)


def test_the_same_person_stays_refused(world, outbox):
    make_referral(world)
    draft = refused_draft(world)
    before = outbox()
    service.tell_apart(draft, same=True, by=world.petra.actor)
    assert outbox() == before
    with pytest.raises(TooLateError):
        service.submit(draft, told(world), by=world.tom.actor)


def test_after_the_end_the_same_person_may_be_referred_again(world):
    first = make_referral(world)
    service.move(first, "stop", reason="not_needed", by=world.sanne.actor)
    assert db.session.scalars(select(FocusPerson.open_key)).all() == [None]
    assert make_referral(world, world.tom).state == "matching"
