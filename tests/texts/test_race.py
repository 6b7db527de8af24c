"""Two of the bureau word the same message at the same moment, on both databases."""

from __future__ import annotations

from ekc.db import db
from ekc.notifications import catalogue, texts
from ekc.notifications.models import TextVersion
from ekc.texts import service
from tests.both import at_once


def test_one_is_kept_and_the_other_reads_that_it_changed(both):
    by, kind = both.petra.actor, catalogue.of("choice")

    def save(subject: str):
        return lambda: service.save(kind, {**texts.ours("choice"), "subject": subject}, None, 0, by=by)

    assert at_once([save("Jij kiest"), save("Kies maar")]) == ["done", service.OVERTAKEN]
    assert db.session.query(TextVersion).count() == 1
