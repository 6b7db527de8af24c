"""Hours of a conference, also in both nights in which the clock changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekc.agenda import timeslots
from ekc.errors import DomainError, TooLateError
from ekc.web.formatting import local_to_utc

HOME = ZoneInfo("Europe/Amsterdam")
NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)
START = datetime(2026, 11, 20, 18, 30, tzinfo=UTC)
AUTUMN = date(2026, 10, 25)
SPRING = date(2027, 3, 28)


def hours(many: float) -> timedelta:
    return timedelta(hours=many)


@pytest.mark.parametrize(
    ("minutes", "long", "quarters"),
    [(0, 60, 4), (0, 61, 5), (7, 60, 5), (14, 1, 1), (0, 15, 1), (0, 720, 48)],
)
def test_every_quarter_hour_that_is_touched_is_taken(minutes, long, quarters):
    starts = START + timedelta(minutes=minutes)
    assert len(timeslots.quarters(starts, starts + timedelta(minutes=long))) == quarters


def test_two_that_follow_each_other_share_no_quarter():
    first = timeslots.quarters(START, START + hours(2))
    second = timeslots.quarters(START + hours(2), START + hours(4))
    assert not set(first) & set(second)


def test_quarters_are_counted_from_1970_in_utc():
    assert timeslots.quarters(
        datetime(1970, 1, 1, 1, tzinfo=UTC), datetime(1970, 1, 1, 1, 30, tzinfo=UTC)
    ) == range(4, 6)


def test_the_hour_that_comes_twice_in_autumn_is_two_hours():
    first = datetime(2026, 10, 25, 2, tzinfo=HOME)
    again = first.replace(fold=1)
    taken = set(timeslots.quarters(first, first + timedelta(minutes=30)))
    assert not taken & set(timeslots.quarters(again, again + timedelta(minutes=30)))


def test_a_night_over_the_change_of_the_clock_is_as_long_as_it_is():
    for day, real in ((AUTUMN, 5), (SPRING, 3)):
        starts, ends = local_to_utc(day, time(1)), local_to_utc(day, time(5))
        assert len(timeslots.quarters(starts, ends)) == real * 4


def test_the_hour_that_spring_skips_cannot_be_planned():
    with pytest.raises(DomainError, match="bestaat dan niet"):
        local_to_utc(SPRING, time(2, 30))


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC)),
    st.integers(1, 720),
    st.integers(-720, 720),
    st.integers(1, 720),
)
def test_whoever_overlaps_shares_a_quarter(starts, long, shift, other_long):
    ends = starts + timedelta(minutes=long)
    begins = starts + timedelta(minutes=shift)
    until = begins + timedelta(minutes=other_long)
    if starts < until and begins < ends:
        assert set(timeslots.quarters(starts, ends)) & set(timeslots.quarters(begins, until))


@pytest.mark.parametrize(
    ("starts", "ends", "sentence"),
    [
        (START, START, "na de begintijd"),
        (START, START - hours(1), "na de begintijd"),
        (START, START + timedelta(minutes=29), "minstens een half uur"),
        (START, START + hours(12) + timedelta(minutes=1), "hooguit 12 uur"),
        (NOW, NOW + hours(1), "al voorbij"),
        (NOW - hours(1), NOW + hours(1), "al voorbij"),
        (NOW + timedelta(days=550), NOW + timedelta(days=550, hours=2), "anderhalf jaar"),
    ],
)
def test_hours_that_cannot_be(starts, ends, sentence):
    with pytest.raises(DomainError, match=sentence):
        timeslots.check_hours(starts, ends, NOW)


@pytest.mark.parametrize(
    ("starts", "long"),
    [
        (START, timedelta(minutes=30)),
        (START, hours(12)),
        (NOW + timedelta(minutes=1), hours(1)),
        (NOW + timedelta(days=549), hours(2)),
        (datetime(2026, 11, 22, 22, tzinfo=UTC), hours(3)),  # a Sunday night
    ],
)
def test_any_day_and_hour_to_come_is_fine(starts, long):
    timeslots.check_hours(starts, starts + long, NOW)


def test_what_is_past_comes_too_late():
    with pytest.raises(TooLateError):
        timeslots.check_hours(NOW, NOW + hours(1), NOW)


def test_without_guests_the_kring_has_all_of_it():
    parts = timeslots.split(START, START + hours(3), 60, guests=False)
    assert parts == (timeslots.Part("circle", START, START + hours(3)),)


def test_guests_are_there_for_the_information_at_the_start():
    _, guests = timeslots.split(START, START + hours(3), 45, guests=True)
    assert guests == timeslots.Part("guests", START, START + timedelta(minutes=45))


@pytest.mark.parametrize("minutes", [180, 240])
def test_information_never_fills_the_whole_time(minutes):
    with pytest.raises(DomainError, match="geen tijd over voor de kring"):
        timeslots.split(START, START + hours(3), minutes, guests=True)


@pytest.mark.parametrize(
    ("begins", "until", "days"),
    [
        (time(19, 30), time(22), 0),
        (time(19, 30), time(0), 1),
        (time(21), time(1, 30), 1),
        (time(19, 30), time(17), 0),
        (time(8), time(8), 0),
        (time(5), time(5), 1),
    ],
)
def test_an_evening_may_end_in_the_small_hours(begins, until, days):
    day = date(2026, 11, 20)
    assert timeslots.ends_on(day, begins, until) == day + timedelta(days=days)
