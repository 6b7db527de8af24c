"""From rows to the numbers of a year."""

from __future__ import annotations

from datetime import date

import pytest

from ekc.db import db
from ekc.reporting import queries, service
from ekc.reporting.rules import Tally
from tests.reporting.facts import make_held, make_plan_without_meeting, make_referral
from tests.world import World, make_municipality

TODAY = date(2026, 11, 20)


def held(world: World) -> Tally:
    """The conferences of this year."""
    found = queries.year_of(world.municipality.id, 2026, TODAY)
    assert found
    return found.held


def test_the_first_and_last_day_of_a_year_belong_to_it(world: World) -> None:
    for on in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1)):
        make_held(world, on)
    assert held(world).months == (1, *[0] * 10, 1)


def test_a_follow_up_of_a_follow_up_is_one_chain(world: World) -> None:
    first = make_held(world, date(2025, 11, 3))
    second = make_held(world, date(2026, 2, 3), make_referral(world, previous_id=first.id))
    make_held(world, date(2026, 9, 3), make_referral(world, previous_id=second.id))
    counted = held(world)
    assert (counted.total, counted.follow_ups) == (0, 2)


def test_a_follow_up_counts_when_the_first_had_no_time_of_its_own(world: World) -> None:
    first = make_held(world, date(2025, 11, 3), own_time="no")
    make_held(world, date(2026, 2, 3), make_referral(world, previous_id=first.id))
    assert held(world).total == 1


def test_a_second_conference_of_the_same_referral_is_a_follow_up(world: World) -> None:
    again = make_held(world, date(2026, 2, 3))
    make_held(world, date(2026, 5, 3), again)
    counted = held(world)
    assert (counted.total, counted.follow_ups) == (1, 1)


def test_the_municipality_may_count_follow_ups(world: World) -> None:
    service.set_target(2026, 60, follow_ups_count=True, by=world.gea.actor)
    again = make_held(world, date(2026, 2, 3))
    make_held(world, date(2026, 5, 3), again)
    assert held(world).total == 2


def test_a_plan_without_a_meeting_is_counted_beside(world: World) -> None:
    make_plan_without_meeting(world, date(2026, 3, 3))
    make_plan_without_meeting(world, date(2025, 3, 3))
    assert queries.beside(world.municipality.id, 2026)[0] == 1
    assert held(world).total == 0


def test_on_the_way_is_what_stands_there_now(world: World) -> None:
    for state in ("submitted", "matching", "matching", "draft", "stopped", "closed"):
        make_referral(world, state)
    make_referral(world, "paused", paused_from="matching")
    numbers = {
        phase.label: (phase.count, phase.paused) for phase in queries.on_the_way(world.municipality.id)
    }
    assert numbers["Aangemeld"] == (1, 0)
    assert numbers["Coördinator zoeken"] == (3, 1)
    assert sum(count for count, _ in numbers.values()) == 4


def test_another_municipality_counts_its_own(world: World) -> None:
    make_held(world, date(2026, 2, 3))
    other = make_municipality("Elders", "0363")
    found = queries.year_of(other.id, 2026, TODAY)
    assert found
    assert found.total == 0
    assert queries.beside(other.id, 2026)[0] == 0
    assert sum(phase.count for phase in queries.on_the_way(other.id)) == 0
    assert queries.target(other.id, 2026) is None


def test_years_run_from_the_first_target_or_conference_to_today(world: World) -> None:
    make_held(world, date(2025, 2, 3))
    for year in (2024, 2027):
        service.set_target(year, 60, by=world.gea.actor)
    found = queries.year_of(world.municipality.id, 2025, TODAY)
    assert found is not None
    assert found.years == (2024, 2025, 2026)
    assert queries.year_of(world.municipality.id, 2023, TODAY) is None


def test_one_year_is_as_many_statements_for_one_conference_as_for_thirty(
    world: World, request: pytest.FixtureRequest
) -> None:
    seen = request.getfixturevalue("queries")
    counts = [_statements(world, seen, number) for number in (1, 30)]
    assert counts[0] == counts[1] <= 8


def _statements(world: World, seen: list[str], number: int) -> int:
    for _ in range(number):
        make_held(world, date(2026, 2, 3))
    db.commit()
    seen.clear()
    queries.year_of(world.municipality.id, 2026, TODAY)
    return len(seen)
