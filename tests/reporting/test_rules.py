"""What counts as held, every branch."""

from __future__ import annotations

from datetime import date

import pytest

from ekc.referrals.lifecycle import State
from ekc.referrals.phases import PHASES
from ekc.reporting.rules import Held, Phase, Tally, by_phase, tally, to_go

MARCH, APRIL = date(2026, 3, 31), date(2026, 4, 1)


def test_a_year_without_conferences_has_twelve_empty_months() -> None:
    assert tally([]) == Tally((0,) * 12)


def test_a_conference_counts_in_the_month_of_its_day() -> None:
    counted = tally([Held(1, MARCH, "yes"), Held(2, APRIL, "yes"), Held(3, APRIL, "yes")])
    assert counted.months == (0, 0, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0)
    assert (counted.total, counted.beside) == (3, 0)


@pytest.mark.parametrize(
    ("own_time", "expected"), [("no", Tally(without_own_time=1)), ("unknown", Tally(not_told=1))]
)
def test_without_time_of_its_own_it_does_not_count_and_is_told(own_time: str, expected: Tally) -> None:
    counted = tally([Held(1, MARCH, own_time)])
    assert counted == expected
    assert (counted.total, counted.beside) == (0, 1)


def test_a_follow_up_counts_once_on_the_first_day() -> None:
    counted = tally([Held(1, APRIL, "yes"), Held(1, MARCH, "yes")])
    assert counted.months[2:4] == (1, 0)
    assert counted.follow_ups == 1


def test_a_follow_up_in_a_later_year_does_not_count_again() -> None:
    counted = tally([Held(1, MARCH, "yes", counted_before=True)])
    assert (counted.total, counted.follow_ups) == (0, 1)


def test_a_follow_up_counts_again_where_the_municipality_decided_so() -> None:
    both = [Held(1, MARCH, "yes", counted_before=True), Held(1, APRIL, "yes")]
    counted = tally(both, follow_ups_count=True)
    assert (counted.total, counted.follow_ups) == (2, 0)


def test_a_second_conference_counts_when_the_first_gave_no_time_of_its_own() -> None:
    counted = tally([Held(1, MARCH, "no"), Held(1, APRIL, "yes")])
    assert (counted.months[3], counted.follow_ups, counted.without_own_time) == (1, 0, 1)


@pytest.mark.parametrize(("target", "held", "expected"), [(60, 38, 22), (60, 60, 0), (60, 61, 0)])
def test_what_is_still_to_go_is_never_less_than_none(target: int, held: int, expected: int) -> None:
    assert to_go(target, held) == expected


def test_every_phase_is_there_also_when_nobody_is_in_it() -> None:
    assert [phase.label for phase in by_phase([])] == [label for label, _ in PHASES if label != "Afgerond"]


def test_states_of_one_phase_are_one_number_and_a_pause_stays_where_it_was() -> None:
    rows = [("matched", None, 2), ("preparation", None, 3), ("paused", "preparation", 1)]
    assert Phase("Voorbereiden", 6, 1) in by_phase(rows)


def test_what_nobody_asked_yet_and_what_is_done_is_not_on_the_way() -> None:
    gone = [(state.value, None, 5) for state in (State.DRAFT, State.CLOSED, State.STOPPED, State.HANDED_OVER)]
    assert {phase.count for phase in by_phase(gone)} == {0}
