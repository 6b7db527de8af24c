"""Of the demo: a kleine kring of yesterday, with a place for the night; the form waits for Sanne."""

from __future__ import annotations

from datetime import date, time, timedelta

from ekc.seed_stories import Story
from ekc.seed_town import SANNE, Town
from ekc.seed_verbs import instant
from ekc.tonight import queries, service

PEOPLE = (("tante Riet", "+31611110001", "yes"), ("buurman Sjors", "+31611110002", "no"))


def small_circle(town: Town, today: date) -> Story:
    """Begun by Sanne in the afternoon; before supper there is a place for the night."""
    day = today - timedelta(days=1)
    yield instant(day, time(14, 10))
    by = town.cast[SANNE]
    referral = service.start(by.team_ids[0], by.person_id or 0, ("Joey", "Kramer"), by=by)
    for minute, (name, phone, reached) in enumerate(PEOPLE, 15):
        yield instant(day, time(14, minute))
        call = service.add(queries.get_for(by, referral.id), name, phone, by=by)
        service.note_reached(queries.get_for(by, referral.id), call.id, reached, by=by)
    yield instant(day, time(15, 30))
    service.consult(queries.get_for(by, referral.id), by=by)
    yield instant(day, time(17, 5))
    service.decide(queries.get_for(by, referral.id), "yes", by=by)
