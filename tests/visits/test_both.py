"""The call list and visits on both databases, also when two people do it at the same moment."""

from __future__ import annotations

from datetime import timedelta

from ekc import clock
from ekc.calls import queries as call_queries
from ekc.calls import rules as call_rules
from ekc.calls import service as calls
from ekc.calls.models import Attempt
from ekc.db import db
from ekc.referrals.models import Referral
from ekc.visits import rules, service
from ekc.visits.models import Visit
from tests.agenda.trajects import add, make_conference, make_traject
from tests.both import at_once
from tests.polls.stories import make_circle, make_poll


def kinds(actor, days=0) -> list[str]:
    found = call_queries.today(actor, clock.now() + timedelta(days=days))
    return sorted(line.call.kind for line in found.lines)


def test_every_source_is_read(both):
    assert kinds(both.petra.actor) == []
    make_traject(both, spoken=False, surname="Een")
    make_poll(both, make_circle(both))
    planned = make_traject(both, surname="Twee")
    add(planned, "Opa", both.cor.actor, spoken=False)
    make_conference(both, planned)
    mine = ["answer", "answer", "family", "poll", "poll", "speak", "speak"]
    assert kinds(both.cor.actor) == kinds(both.petra.actor) == mine
    assert "report" in kinds(both.petra.actor, days=40)
    assert "report" not in kinds(both.cor.actor, days=40)
    assert kinds(both.noor.actor) == []


def test_of_two_at_the_same_moment_one_stands(both):
    traject = make_traject(both)
    person, place, referral = traject.members["Fam"].person_id, both.municipality.id, traject.referral_id
    by, now = both.cor.actor, clock.now()

    def tried():
        calls.attempt(place, referral, person, "not_reached", seen=0, by=by)

    assert at_once([tried, tried], now) == ["done", call_rules.ALREADY]
    assert db.session.query(Attempt).one().misses == 1

    def planned():
        found = db.session.get_one(Referral, referral)
        service.plan(found, person, now + timedelta(days=1), 60, in_calendar=False, by=by)

    done, refused = at_once([planned, planned], now)
    assert done == "done"
    assert refused.startswith(("Er staat al een bezoek", call_rules.ALREADY))
    visit = db.session.query(Visit.id).one()[0]

    def off():
        service.cancel(db.session.get_one(Visit, visit), by=by)

    assert at_once([off, off], now) == ["done", rules.GONE]
