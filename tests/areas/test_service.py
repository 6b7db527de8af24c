"""A place belongs to one team at a time, also for two people at the same moment."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ekc import clock
from ekc.areas import queries, service
from ekc.db import db
from ekc.errors import DomainError, NotFoundError, TooLateError
from tests.agenda.trajects import noon
from tests.both import at_once
from tests.matching.stories import again, logged
from tests.world import make_municipality

__all__ = ["noon"]  # a fixture: it is noon in all tests below


def place(world, pc4: str = "9607"):
    """A dorp with its history."""
    return next(one for one in queries.places(world.municipality.id, clock.today()) if one.pc4 == pc4)


def team_on(world, days: int, pc4: str = "9607") -> str | None:
    """The name of the team of a place, so many days from now."""
    found = queries.team_of_place(world.municipality.id, place(world, pc4).id, later(days))
    return found[1] if found else None


def later(days: int):
    """So many days from now."""
    return clock.today() + timedelta(days=days)


def give(world, team, days: int = 0, *pc4: str) -> None:
    """The bureau lets places go to a team."""
    ids = [place(world, one).id for one in (pc4 or ("9607",))]
    service.hand_over(ids, team.id if team else None, later(days), by=world.petra.actor)


def test_a_place_goes_from_team_to_team_and_its_history_stays(world):
    assert team_on(world, 0) is None
    give(world, world.team)
    give(world, world.other_team, 30)
    give(world, None, 60)
    assert [team_on(world, days) for days in (-1, 0, 29, 30, 59, 60)] == [
        None,
        "Hoogezand-Noord",
        "Hoogezand-Noord",
        "Slochteren",
        "Slochteren",
        None,
    ]
    assert [one.number for one in place(world).history] == [1, 2, 3]
    assert [line[0] for line in logged("locality", place(world).id)] == ["hand_over_place"] * 3


def test_what_is_planned_can_be_taken_back(world):
    give(world, world.team)
    give(world, world.other_team, 30)
    planned = place(world).to_come[0]
    service.withdraw(queries.beginning(world.petra.actor, planned.id), by=world.petra.actor)
    assert team_on(world, 40) == "Hoogezand-Noord"
    with clock.at(clock.now() + timedelta(days=1)), pytest.raises(DomainError, match="al zo voor Foxhol"):
        service.withdraw(
            queries.beginning(world.petra.actor, place(world).history[0].id), by=world.petra.actor
        )


def test_who_looked_before_somebody_else_decided_is_told(world):
    give(world, world.team)
    seen = place(world).history[-1].id
    give(world, world.other_team, 10)
    with pytest.raises(TooLateError, match="Foxhol \\(9607\\) is intussen gewijzigd"):
        service.hand_over([place(world).id], world.team.id, later(20), seen, by=world.petra.actor)
    give(world, world.team, 20)
    assert team_on(world, 20) == "Hoogezand-Noord"


def test_places_and_teams_of_another_municipality_are_not_there(world):
    other = make_municipality("Elders", "0010")
    theirs = queries.places(other.id, clock.today())
    if theirs:
        with pytest.raises(NotFoundError):
            service.hand_over([theirs[0].id], world.team.id, later(0), by=world.petra.actor)
    with pytest.raises(NotFoundError):
        service.hand_over([1 << 60], world.team.id, later(0), by=world.petra.actor)
    with pytest.raises(DomainError, match="Kies een team uit de lijst"):
        service.hand_over([place(world).id], 1 << 60, later(0), by=world.petra.actor)


def test_a_team_ends_and_each_place_goes_where_was_said(world):
    give(world, world.team, 0, "9607", "9608", "9609")
    heirs = {place(world, "9607").id: world.other_team.id, place(world, "9608").id: None}
    with pytest.raises(DomainError, match="Kies naar welk team Waterhuizen"):
        service.end_team(world.team, later(10), heirs, world.team.version, by=world.petra.actor)
    db.rollback()
    team = again(world.team)
    give(world, world.team, 0, "9607", "9608", "9609")
    heirs[place(world, "9609").id] = world.other_team.id
    service.end_team(team, later(10), heirs, team.version, by=world.petra.actor)
    assert [team_on(world, 9, one) for one in ("9607", "9608", "9609")] == ["Hoogezand-Noord"] * 3
    assert [team_on(world, 10, one) for one in ("9607", "9608", "9609")] == ["Slochteren", None, "Slochteren"]
    with pytest.raises(DomainError, match="stopt of is gestopt"):
        give(world, world.team, 20)
    assert set(queries.open_teams(world.municipality.id, later(9)).values()) == {
        "Hoogezand-Noord",
        "Slochteren",
    }
    assert set(queries.open_teams(world.municipality.id, later(10)).values()) == {"Slochteren"}


def test_what_was_taken_back_does_not_fall_to_a_team_that_ended(world):
    give(world, world.team)
    heirs = {place(world).id: world.other_team.id}
    service.end_team(world.team, later(10), heirs, world.team.version, by=world.petra.actor)
    planned = queries.beginning(world.petra.actor, place(world).to_come[0].id)
    with pytest.raises(DomainError, match="stopt of is gestopt"):
        service.withdraw(planned, by=world.petra.actor)


def test_two_teams_cannot_get_one_place_on_the_same_day(both):
    """Two colleagues, two teams, one dorp, one day, one moment."""
    done, refused = at_once([lambda: give(both, both.team), lambda: give(both, both.other_team)], clock.now())
    assert done == "done"
    assert "intussen gewijzigd" in refused or "staat al een wijziging" in refused, refused
    assert len(place(both).history) == 1


def test_two_days_at_the_same_moment_leave_one_team_on_each_day(both):
    """Who is later may follow on what the first wrote, or is told; never do two teams have one day."""
    ended = at_once([lambda: give(both, both.team, 1), lambda: give(both, both.other_team, 2)], clock.now())
    history = place(both).history
    assert len(history) == ended.count("done")
    assert all("intussen" in one or "staat al" in one for one in ended if one != "done"), ended
    assert len({one.from_day for one in history}) == len({one.number for one in history}) == len(history)


def test_a_place_does_not_go_to_a_team_that_ends_at_the_same_moment(both):
    team = both.team

    def end() -> None:
        found = queries.get_for(both.petra.actor, team.id)
        service.end_team(found, later(1), {}, found.version, by=both.petra.actor)

    outcome = at_once([end, lambda: give(both, team, 5)], clock.now())
    assert outcome[0] == "done"
    assert "stopt of is gestopt" in outcome[1] or "Foxhol (9607) staat al een wijziging" in outcome[1], (
        outcome
    )
    ended = again(team).ended_on is not None
    assert ended == (team_on(both, 30) is None)
