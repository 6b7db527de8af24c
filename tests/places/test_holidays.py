"""Holidays by rule: Easter in any year, Koningsdag that moves, two on one day."""

from __future__ import annotations

from datetime import date

import pytest

from ekc.places.holidays import easter_sunday, holidays, kings_day, name_of


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [(2024, 3, 31), (2025, 4, 20), (2026, 4, 5), (2027, 3, 28), (2028, 4, 16), (2038, 4, 25), (2285, 3, 22)],
)
def test_easter(year, month, day):
    assert easter_sunday(year) == date(year, month, day)


def test_easter_is_always_a_sunday_in_its_season():
    for year in range(1900, 2200):
        easter = easter_sunday(year)
        assert easter.weekday() == 6
        assert date(year, 3, 22) <= easter <= date(year, 4, 25)


def test_koningsdag_is_never_on_a_sunday():
    assert kings_day(2026) == date(2026, 4, 27)
    assert kings_day(2025) == date(2025, 4, 26)  # the 27th was a Sunday


def test_the_year_2026():
    assert [f"{day:%d-%m} {name}" for day, name in holidays(2026).items()] == [
        "01-01 Nieuwjaarsdag",
        "03-04 Goede Vrijdag",
        "05-04 Eerste paasdag",
        "06-04 Tweede paasdag",
        "27-04 Koningsdag",
        "05-05 Bevrijdingsdag",
        "14-05 Hemelvaartsdag",
        "24-05 Eerste pinksterdag",
        "25-05 Tweede pinksterdag",
        "25-12 Eerste kerstdag",
        "26-12 Tweede kerstdag",
    ]


def test_two_on_one_day_are_both_named():
    assert name_of(date(2016, 5, 5)) == "Bevrijdingsdag en Hemelvaartsdag"
    assert name_of(date(2026, 11, 20)) is None
