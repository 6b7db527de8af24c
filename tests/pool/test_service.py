"""The pool: who is in it, what is in order, whose limits; and who may look."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ekc import clock
from ekc.db import db
from ekc.errors import DomainError, NotFoundError
from ekc.people.service import Particulars
from ekc.pool import queries, service
from ekc.pool.rules import DATES, Enrolment, Papers
from tests.matching.stories import logged


def test_somebody_new_lives_in_a_known_place_and_is_asked_nothing_yet(world):
    made = service.enrol(
        Particulars("Fatma", "Aydin", phone="+31611111111"),
        Enrolment("9611", ("nld", "tur"), max_per_year=2),
        by=world.petra.actor,
    )
    assert made.locality_id is not None
    assert (made.languages, made.max_per_year, made.max_at_once) == (("nld", "tur"), 2, 1)
    assert service.papers_of(made) == Papers(stage="interested", code_asked=1)
    assert logged("coordinator", made.id) == [("add_coordinator", None, None)]


def test_somebody_of_elsewhere_has_no_place_here(world):
    made = service.enrol(Particulars("Jan"), Enrolment("1012"), by=world.petra.actor)
    assert made.locality_id is None


def test_limits_told_by_telephone_are_kept_on_her_behalf(world):
    cor = world.cor.coordinator
    until = clock.today() + timedelta(days=30)
    service.change_limits(cor, 5, 2, until, by=world.petra.actor)
    assert (cor.max_per_year, cor.max_at_once, cor.paused_until) == (5, 2, until)
    assert logged("coordinator", cor.id)[-1] == ("change_limits", None, world.cor.person.id)


def test_her_own_change_is_on_nobodys_behalf_and_no_change_leaves_no_line(world):
    cor = world.cor.coordinator
    service.pause(cor, clock.today(), by=world.cor.actor)
    service.pause(cor, clock.today(), by=world.cor.actor)
    service.pause(cor, None, by=world.cor.actor)
    assert logged("coordinator", cor.id)[-2:] == [("pause", None, None), ("end_pause", None, None)]


def test_a_pause_that_is_over_does_not_stand_in_the_way_of_other_changes(world):
    cor = world.cor.coordinator
    cor.paused_until = date(2020, 1, 1)
    service.change_limits(cor, 4, 1, date(2020, 1, 1), by=world.cor.actor)
    assert cor.max_per_year == 4


def test_refused_limits_and_papers_change_nothing(world):
    cor = world.cor.coordinator
    before = service.papers_of(cor)
    with pytest.raises(DomainError):
        service.change_limits(cor, 0, 1, None, by=world.cor.actor)
    with pytest.raises(DomainError):
        service.pause(cor, date(2020, 1, 1), by=world.cor.actor)
    with pytest.raises(DomainError):
        service.set_papers(cor, Papers(clock.today() + timedelta(days=1)), by=world.petra.actor)
    assert (cor.max_per_year, cor.paused_until, service.papers_of(cor)) == (3, None, before)


def test_papers_are_kept_as_dates(world):
    cor = world.cor.coordinator
    seen = Papers(date(2025, 1, 1), date(2028, 1, 1), date(2025, 1, 1), date(2025, 2, 1))
    service.set_papers(cor, seen, by=world.petra.actor)
    db.commit()
    known = service.papers_of(cor)
    assert {name: getattr(known, name) for name in DATES} == {name: getattr(seen, name) for name in DATES}
    assert (known.stage, known.code_version) == ("active", 1)
    assert logged("coordinator", cor.id)[-1] == ("set_papers", None, None)


def test_the_bureau_finds_all_she_herself_and_nobody_else(world):
    cor = world.cor.coordinator
    assert queries.get_for(world.petra.actor, cor.id) is cor
    assert queries.get_for(world.cor.actor, cor.id) is cor
    assert queries.mine(world.cor.actor) is cor
    assert list(queries.by_ids(world.municipality.id, [cor.id, 5])) == [cor.id]
    for who in (world.noor.actor, world.sanne.actor, world.gea.actor):
        with pytest.raises(NotFoundError):
            queries.get_for(who, cor.id)
    with pytest.raises(NotFoundError):
        queries.mine(world.petra.actor)
