"""How far it is, as a person would measure it on a map."""

from __future__ import annotations

from itertools import combinations

import pytest

from ekc.places.distances import km_between
from ekc.places.villages import MIDDEN_GRONINGEN, villages

HERE = [village.pc4 for village in villages(MIDDEN_GRONINGEN)]


def test_utrecht_to_amsterdam_is_about_thirty_five_kilometres() -> None:
    assert km_between("3511", "1012") == pytest.approx(35, abs=0.5)


def test_the_way_back_is_as_far() -> None:
    assert km_between("9601", "6211") == km_between("6211", "9601")


def test_the_same_postcode_is_no_distance() -> None:
    assert km_between("9601", "9601") == 0


@pytest.mark.parametrize(
    ("here", "there"), [("9601", "0000"), ("0000", "9601"), ("0000", "0000"), ("", "9601")]
)
def test_an_unknown_postcode_has_no_distance(here: str, there: str) -> None:
    assert km_between(here, there) is None


def test_nobody_in_midden_groningen_lives_further_away_than_twenty_kilometres() -> None:
    distances = [km_between(here, there) for here, there in combinations(HERE, 2)]
    assert None not in distances
    assert max(distance or 0 for distance in distances) <= 19.7
