"""Two workers and two tabs, on both databases: one row, and each appointment is put by one of them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ekc import clock
from ekc.db import db
from ekc.invitations import service as invitations
from ekc.publishing import service
from ekc.publishing.models import Publication, PublishedCopy
from tests.both import at_once
from tests.invitations.asking import NOW, PLACE, STARTS, fresh, make_appointment
from tests.world import make_world

pytestmark = pytest.mark.proof


@pytest.mark.usefixtures("chosen")
def test_one_publication_and_each_appointment_put_once():
    with clock.at(NOW):
        world = make_world()
        made = make_appointment(world)
        cor = world.cor.actor
    wishes = [lambda n=n: service.begin("https://agenda.example/", "cor", str(n), by=cor) for n in range(3)]
    assert at_once(wishes, NOW) == ["done"] * 3
    assert db.session.query(Publication).count() == 1
    db.commit()

    put: list[str] = []

    def work() -> None:
        for taken in service.claim(NOW):
            put.extend(step["text"] or "away" for step in taken.question["steps"])
            service.keep(taken, {"done": ['"1"'] * len(taken.steps)}, NOW)

    for _ in range(2):  # the test, and the appointment
        assert at_once([work] * 3, NOW) == ["done"] * 3
    assert [copy.etag for copy in db.session.query(PublishedCopy)] == ['"1"']
    invitations.move(fresh(made), STARTS, STARTS + timedelta(hours=1), PLACE, by=cor)
    assert at_once([work] * 3, NOW) == ["done"] * 3
    invitations.cancel(fresh(made), by=cor)
    assert at_once([work] * 3, NOW) == ["done"] * 3
    assert [text[:5] for text in put] == ["BEGIN", "BEGIN", "away"]
    assert db.session.query(PublishedCopy).count() == 0
