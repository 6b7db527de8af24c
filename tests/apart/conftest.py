"""It is noon, thirty days before the day of the tests."""

from __future__ import annotations

import pytest

from tests.agenda.trajects import noon
from tests.apart.pairs import make_pair

__all__ = ["noon"]


@pytest.fixture
def pair(world):
    return make_pair(world)


@pytest.fixture
def traject(pair):
    return pair[0]
