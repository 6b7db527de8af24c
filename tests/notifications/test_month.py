"""A simulated month, short: what may be missed gives way, and every message that must arrive does."""

from __future__ import annotations

import pytest

from bench import month
from ekc.db import db
from ekc.notifications import enough
from ekc.notifications.enough import MOST, Most
from ekc.notifications.kinds import Audience
from tests.world import empty_database, make_settings


@pytest.fixture
def lived(tmp_path, mail_server, monkeypatch):
    """`lived()`: six conferences that were planned in two days, until they were held."""
    monkeypatch.setattr(month, "LAST_BEGINS", 2)
    monkeypatch.setattr(month, "DAYS", 12)
    monkeypatch.setattr(month, "GUESTS", 1)

    def live() -> month.Month:
        empty_database(make_settings(tmp_path))
        found = month.run(6, mail_server)
        db.reading(False)
        db.remove()
        db.engine.dispose()
        return found

    return live


def check(found: month.Month) -> None:
    """Whoever sits in one circle stays under the maximum; who sits in all is spared what may be missed."""
    most = MOST[Audience.PEOPLE]
    for who in found.got:
        if who.startswith("gast"):
            assert found.most(who, 1) <= most.day
            assert found.most(who, 7) <= most.week
    assert found.spared > 0, "a reminder came on top of enough"
    assert found.must == found.arrived + found.missing.total() > 0
    assert all(kind.endswith("to_call") for kind in found.missing), "whom no mail reaches is called"


def test_nobody_gets_too_many_and_what_must_arrive_arrives(lived):
    found = lived()
    check(found)
    assert "| guest | 6 |" in month.table(found)


def test_a_product_without_a_maximum_is_seen(lived, monkeypatch):
    monkeypatch.setitem(enough.MOST, Audience.PEOPLE, Most(999, 999))
    with pytest.raises(AssertionError, match="on top of enough"):
        check(lived())
