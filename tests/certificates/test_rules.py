"""What a year comes to, and which years there are."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from ekc.certificates.rules import BUDDY, LED, PLAN, Learned, Part, Stretch, Year, check_year, years
from ekc.errors import NotFoundError

DAY = datetime(2026, 3, 12, tzinfo=UTC)
NEXT = DAY + timedelta(days=1)


def test_a_year_is_counted_in_sentences_and_months():
    parts = (Part(LED, date(2026, 2, 3)), Part(LED, date(2026, 2, 20)), Part(BUDDY, date(2026, 11, 3)))
    year = Year(2026, (*parts, Part(PLAN, date(2026, 11, 4))), (), 4)
    assert year.sentences == (
        "2 bijeenkomsten geleid",
        "1 keer maatje bij een bijeenkomst",
        "1 plan zonder bijeenkomst begeleid",
    )
    assert [month for month, _ in year.months] == [2, 11]
    assert year.months[0] == (2, ("2 bijeenkomsten geleid",))
    assert not year.empty


def test_a_year_without_anything_is_empty():
    assert Year(2026, (), (), 4).empty
    assert (Year(2026, (), (), 4).sentences, Year(2026, (), (), 4).months) == ((), ())


def test_intervisie_stands_apart_and_has_no_certificate_of_its_own():
    block, talk = (Learned(n, kind, date(2026, 3, 12), 90) for n, kind in enumerate(("block1", "intervisie")))
    year = Year(2026, (), (block, talk), 4)
    assert (year.trainings, year.intervisies) == ((block,), (talk,))
    assert (block.certified, talk.certified) == (True, False)


@pytest.mark.parametrize(
    ("minutes", "words"), [(30, "30 minuten"), (120, "2 uur"), (150, "2 uur en 30 minuten")]
)
def test_how_long_it_took(minutes, words):
    assert Learned(1, "block1", date(2026, 3, 12), minutes).hours == words


@pytest.mark.parametrize(
    ("since", "until", "was_on_it"),
    [
        (DAY - timedelta(days=9), None, True),
        (DAY - timedelta(days=9), DAY + timedelta(hours=20), True),
        (DAY + timedelta(hours=10), None, True),
        (DAY - timedelta(days=9), DAY, False),
        (NEXT, None, False),
    ],
)
def test_whether_she_was_on_it_that_day(since, until, was_on_it):
    assert Stretch("buddy", since, until).covers(DAY, NEXT) is was_on_it


def test_years_run_from_when_she_joined_until_now():
    assert list(years(date(2024, 5, 1), 2026)) == [2026, 2025, 2024]
    assert list(years(date(2027, 5, 1), 2026)) == [2026]
    assert check_year(2026, 2026) == 2026
    for other in (2027, 1999, 0):
        with pytest.raises(NotFoundError):
            check_year(other, 2026)
