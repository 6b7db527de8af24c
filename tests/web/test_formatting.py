"""Days, hours and numbers as people say them, also in the nights when the clock changes."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekc.clock import HOME
from ekc.errors import DomainError
from ekc.web import formatting

EVENING = datetime(2026, 3, 3, 18, 30, tzinfo=UTC)


def test_an_evening_in_march() -> None:
    assert formatting.moment(EVENING) == "dinsdag 3 maart 2026, 19.30 uur"
    assert formatting.day(EVENING) == "dinsdag 3 maart 2026"
    assert formatting.clock_time(EVENING) == "19.30"
    assert formatting.short_day(EVENING) == "di 3 mrt"
    assert formatting.machine_time(EVENING) == "2026-03-03T19:30+01:00"


def test_the_day_is_the_day_in_amsterdam() -> None:
    late = datetime(2026, 7, 14, 22, 30, tzinfo=UTC)
    assert formatting.day(late) == "woensdag 15 juli 2026"
    assert formatting.machine_day(late) == "2026-07-15"
    assert formatting.day(date(2026, 7, 14)) == "dinsdag 14 juli 2026"


def test_a_morning_has_no_leading_nought() -> None:
    assert formatting.clock_time(datetime(2026, 7, 14, 7, 5, tzinfo=UTC)) == "9.05"


def test_from_and_until() -> None:
    until = EVENING + timedelta(hours=2, minutes=30)
    assert formatting.day_and_times(EVENING, until) == "dinsdag 3 maart 2026, 19.30 – 22.00 uur"
    assert formatting.day_and_times(EVENING, until + timedelta(hours=3)) == (
        "dinsdag 3 maart 2026, 19.30 uur – woensdag 4 maart 2026, 1.00 uur"
    )


@pytest.mark.parametrize("show", [formatting.moment, formatting.day, formatting.machine_time])
def test_a_naive_datetime_is_refused(show: object) -> None:
    with pytest.raises(ValueError, match="naive"):
        show(datetime(2026, 3, 3, 18, 30))  # type: ignore[operator] # -- one of three functions


@pytest.mark.parametrize(
    ("distance", "text"), [(0, "minder dan 1 km"), (0.4, "minder dan 1 km"), (0.6, "1 km"), (7.4, "7 km")]
)
def test_distances(distance: float, text: str) -> None:
    assert formatting.km(distance) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("+31612345678", "06 12 34 56 78"),
        ("+31501234567", "050 123 45 67"),
        ("+31598373737", "0598 37 37 37"),
        ("0598373737", "0598 37 37 37"),
        ("+4915112345678", "+4915112345678"),
        ("112", "112"),
        ("0800-2000", "0800-2000"),
    ],
)
def test_phone_numbers(number: str, text: str) -> None:
    assert formatting.phone(number) == text


@pytest.mark.parametrize(("number", "text"), [(0, "0 dagen"), (1, "1 dag"), (2, "2 dagen")])
def test_counted_things(number: int, text: str) -> None:
    assert formatting.count(number, "dag", "dagen") == text


def test_the_hour_that_spring_skips_is_refused_in_plain_words() -> None:
    with pytest.raises(DomainError) as refusal:
        formatting.local_to_utc(date(2027, 3, 28), time(2, 30))
    assert str(refusal.value) == (
        "Op zondag 28 maart 2027 gaat de klok om 2.00 uur een uur vooruit. "
        "2.30 uur bestaat dan niet. Kies een andere tijd."
    )
    assert formatting.local_to_utc(date(2027, 3, 28), time(3, 0)) == datetime(2027, 3, 28, 1, tzinfo=UTC)


@pytest.mark.parametrize("night", [date(2026, 10, 25), date(2027, 10, 31)])
def test_the_hour_that_comes_twice_is_the_first(night: date) -> None:
    assert formatting.local_to_utc(night, time(2, 30)) == datetime(
        night.year, night.month, night.day, 0, 30, tzinfo=UTC
    )


@given(st.datetimes(datetime(1980, 1, 1), datetime(2199, 12, 31)))
def test_what_was_filled_in_is_what_is_shown(wall: datetime) -> None:
    wall = wall.replace(second=0, microsecond=0, fold=0)
    try:
        instant = formatting.local_to_utc(wall.date(), wall.time())
    except DomainError:
        assert wall.month in {3, 4}
        assert wall.hour == 2
        return
    assert instant.astimezone(HOME).replace(tzinfo=None, fold=0) == wall
    assert formatting.clock_time(instant) == f"{wall.hour}.{wall.minute:02}"
