"""Who is asked whether she can be reached, and what the bureau then sees, on PostgreSQL."""

from __future__ import annotations

import pytest

from ekc import clock
from ekc.accounts import covering
from ekc.db import db
from ekc.duty import asking, gaps
from ekc.expenses import service as expenses
from ekc.home import queries as home
from ekc.referrals.models import Referral
from tests.agenda.trajects import NOON
from tests.duty.watches import asked, make_day, standing
from tests.expenses.claims import make_claim, read
from tests.matching.stories import make_referral, open_round
from tests.training.evenings import make_gathering
from tests.world import DAY, empty_database, make_settings, make_world


@pytest.fixture
def there(postgres_kept, tmp_path):
    """The cast in an empty database, thirty days before the day of the tests."""
    empty_database(make_settings(tmp_path, postgres_kept))
    with clock.at(NOON):
        yield make_world()
    db.remove()
    db.engine.dispose()


def test_who_covers_on_the_day_is_asked_and_counts(there):
    conference = make_day(there)
    named = db.session.get_one(Referral, conference.referral_id).backstop_person_id
    covering.arrange(named, there.tess.person.id, DAY, DAY, by=there.petra.actor)
    asking.tick(NOON)
    db.commit()
    (row,) = asked(conference)
    assert row.person_id == there.tess.person.id
    asking.answer(row, standing(conference).day, "yes", "link", by=there.by)
    db.commit()
    assert gaps.uncovered(there.municipality.id, NOON, conference.ends_at) == []
    assert asking.tick(conference.starts_at.replace(hour=9)) == 0


def test_a_search_that_stopped_stands_on_the_first_page(there):
    referral = make_referral(there, waived=False)
    (offer,) = open_round(there, referral, there.cor)
    offer.state = "no"
    db.commit()
    (one,) = home.board(there.petra.actor, clock.now()).arrange
    assert (one.what, one.id) == ("dry", referral.id)


def test_what_waits_for_a_coordinator_and_for_the_bureau_is_counted(there):
    make_gathering(there, there.noor)
    claim = read(make_claim(there.noor))
    assert home.board(there.petra.actor, clock.now()).heard.claims == 1
    expenses.send_back(claim, "Klopt dit?", by=there.petra.actor)
    db.commit()
    hers = home.board(there.noor.actor, clock.now())
    assert (hers.claims, len(hers.gatherings)) == (1, 1)
    assert home.board(there.petra.actor, clock.now()).heard.claims == 0
