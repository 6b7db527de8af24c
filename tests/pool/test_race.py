"""Two at the same moment, on both databases."""

from __future__ import annotations

import pytest

from ekc.db import db
from ekc.people.service import Particulars
from ekc.pool import service
from ekc.pool.models import Coordinator
from ekc.pool.rules import Enrolment
from tests.both import at_once
from tests.world import empty_database, make_settings, make_world


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_one_form_sent_twice_at_the_same_moment_adds_one_coordinator(request, tmp_path, kind):
    url = request.getfixturevalue("postgres_kept") if kind == "postgresql" else None
    empty_database(make_settings(tmp_path, url))
    petra = make_world().petra.actor
    told = Particulars("Fatma", "Aydin", phone="+31612345678")
    ended = at_once([lambda: service.enrol(told, Enrolment("9611"), by=petra)] * 2)
    assert ended == ["done", "Fatma Aydin staat al in de pool. Zoek op in de lijst."]
    assert db.session.query(Coordinator).count() == 3
    db.remove()
    db.engine.dispose()
