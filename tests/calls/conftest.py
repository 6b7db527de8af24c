"""It is noon, thirty days before the day of the tests."""

from __future__ import annotations

import pytest

from tests.agenda.trajects import add, make_conference, noon

__all__ = ["noon"]


@pytest.fixture
def conference(world, traject):
    add(traject, "Oma", world.cor.actor, phone="+31644444444", interpreter=True, language="ara")
    add(traject, "Buur", world.cor.actor, "neighbour", mail="buur@post.example")
    return make_conference(world, traject)
