"""A day outside the hours of a place, or in her own busy hours: asked first, then fixed with a tick."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from ekc import clock
from ekc.agenda import doubts, queries, service, venues
from ekc.agenda.doubts import Doubt, DoubtsError, Hours
from ekc.agenda.models import Conference
from ekc.agenda.opening import read
from ekc.agenda.suggesting import suggestions
from ekc.agenda.timeslots import quarters
from ekc.agenda.venue_queries import FULL, full_values
from ekc.agenda.venue_rules import Told
from ekc.audit.models import LogEntry
from ekc.calendars.models import CalendarLink, pack
from ekc.clock import HOME
from ekc.db import db, new_id
from tests.agenda.trajects import a_plan, add, make_conference, make_room, make_traject, make_venue, noon
from tests.client import text
from tests.matching.stories import again
from tests.polls.stories import board, make_poll
from tests.world import DAY

__all__ = ["noon"]


def instant(hour: int, minute: int = 0, day: date = DAY) -> datetime:
    return datetime.combine(day, time(hour, minute), HOME)


def full_at(venue, begin: datetime, end: datetime) -> list[int]:
    values = {"venue": venue.id, **full_values(begin, end)}
    return sorted(db.session.scalars(FULL, values))


def link_busy(person_id: int, municipality_id: int, starts: datetime, ends: datetime) -> None:
    """A calendar of hers, read just now, in which she is busy at these hours."""
    found, now = quarters(starts, ends), clock.now()
    db.session.add(
        CalendarLink(
            id=new_id(),
            municipality_id=municipality_id,
            person_id=person_id,
            address="https://agenda.example/geheim.ics",
            linked_at=now,
            next_at=now + timedelta(hours=4),
            read_at=now,
            busy=pack([(found.start, found.stop)]),
        )
    )
    db.session.commit()


def make_shut(world, hours: str = "ma t/m do 9-22"):
    """A place that is shut on the Friday of the tests."""
    venue = venues.add(Told("De Kern", "Kerkstraat 1", 30, hours=hours), by=world.petra.actor)
    db.commit()
    return venue


@pytest.fixture
def traject(world):
    made = make_traject(world)
    add(made, "Oma", world.cor.actor)
    return made


def form(venue=None, begins="19:30", until="22:30", **more: object):
    where = {"where": str(venue.id)} if venue else {"where": "other", "place": "bij oma"}
    return {"on": DAY.isoformat(), "begins": begins, "until": until, "safety": "y", **where, **more}


def ticks(page: str) -> list[str]:
    return re.findall(r'name="anyway" value="([^"]+)"', page)


class TestRules:
    def test_a_place_in_words_not_understood_or_open_is_no_doubt(self):
        for words in (None, "in overleg", "vr 9-23"):
            assert doubts.about_place(Hours(1, "De Kern", words), instant(19), instant(22), HOME) == []

    def test_a_place_that_shuts_says_its_hours_of_that_day(self):
        (found,) = doubts.about_place(Hours(1, "De Kern", "vr 9-17, za 9-12"), instant(16), instant(18), HOME)
        assert found.code == "hours"
        assert "De Kern" in found.sentence
        assert found.sentence.endswith("Op vrijdag: van 9.00 tot 17.00 uur.")

    def test_what_only_touches_is_no_doubt(self):
        wanted = quarters(instant(19), instant(22))
        around = [(wanted.start - 4, wanted.start), (wanted.stop, wanted.stop + 4)]
        assert doubts.about_person(around, instant(19), instant(22), None) == []
        (found,) = doubts.about_person([(wanted.stop - 1, wanted.stop + 1)], instant(19), instant(22), "Cor")
        assert "is Cor dan bezet" in found.sentence
        (found,) = doubts.about_person([(wanted.start, wanted.stop)], instant(19), instant(22), None)
        assert "ben je dan bezet" in found.sentence

    def test_every_doubt_has_a_tick_of_its_own(self):
        one, other = Doubt("hours", "a", ""), Doubt("busy", "b", "")
        doubts.check([one, other], frozenset("ab"))
        with pytest.raises(DoubtsError):
            doubts.check([one, other], frozenset("a"))


def test_outside_the_hours_of_a_place_is_asked_and_then_fixed_and_logged(world, traject, client_of):
    venue, cor = make_shut(world), client_of(world.cor)
    where = f"/trajecten/{traject.referral_id}/bijeenkomst"
    page = text(cor.post(where, data=form(venue)), 422)
    assert "Toch in De Kern, al is het daar dan niet de hele tijd open. Op vrijdag: gesloten." in page
    (key,) = ticks(page)
    assert '<a href="#anyway-0">Is dit zo bedoeld: Kijk dit eerst na.' in page  # it is far down on a phone
    assert db.session.query(Conference).count() == 0
    other = form(venue, begins="18:30", anyway=key)  # a tick for other hours counts for nothing
    assert ticks(text(cor.post(where, data=other), 422)) != [key]
    assert cor.post(where, data=form(venue, anyway=key)).status_code == 303
    line = db.session.query(LogEntry).filter_by(action="plan_conference").one()
    assert line.reason == "hours"


def test_in_her_own_busy_hours_is_asked_and_never_says_what(world, traject, client_of):
    link_busy(world.cor.person.id, world.municipality.id, instant(21), instant(23))
    where = f"/trajecten/{traject.referral_id}/bijeenkomst"
    page = text(client_of(world.cor).post(where, data=form()), 422)
    assert "Toch op dit uur, al ben je dan bezet volgens de agenda." in page
    petra = client_of(world.petra)
    page = text(petra.post(where, data=form()), 422)
    assert "al is Cor dan bezet" in page
    assert "geheim.ics" not in page
    assert petra.post(where, data=form(begins="17:00", until="21:00")).status_code == 303


def test_both_are_asked_at_once_and_each_needs_its_tick(world, traject, client_of):
    venue, cor = make_shut(world), client_of(world.cor)
    link_busy(world.cor.person.id, world.municipality.id, instant(21), instant(23))
    where = f"/trajecten/{traject.referral_id}/bijeenkomst"
    keys = ticks(text(cor.post(where, data=form(venue)), 422))
    assert len(keys) == 2
    assert cor.post(where, data=form(venue, anyway=keys[:1])).status_code == 422
    assert cor.post(where, data=form(venue, anyway=["\x00", "x" * 5000])).status_code == 422
    assert cor.post(where, data=form(venue, anyway=keys)).status_code == 303
    line = db.session.query(LogEntry).filter_by(action="plan_conference").one()
    assert line.reason == "hours,busy"


def test_moving_is_asked_too_but_not_because_of_the_day_itself(world, traject, client_of):
    conference = make_conference(world, traject)
    cor, where = client_of(world.cor), f"/bijeenkomsten/{conference.id}/verplaatsing"
    assert cor.post(where, data=form(begins="20:00", until="22:30")).status_code == 303
    link_busy(world.cor.person.id, world.municipality.id, instant(12), instant(13))
    page = text(cor.post(where, data=form(begins="12:30", until="15:00")), 422)
    (key,) = ticks(page)
    assert cor.post(where, data=form(begins="12:30", until="15:00", anyway=key)).status_code == 303


def test_an_appointment_with_somebody_else_is_a_doubt_and_a_conference_is_not_possible(world, client_of):
    first, second = make_traject(world), make_traject(world, surname="Pot")
    make_conference(world, first)
    add(second, "Opa", world.cor.actor)
    page = text(client_of(world.cor).post(f"/trajecten/{second.referral_id}/bijeenkomst", data=form()), 409)
    assert "al een andere bijeenkomst" in page
    assert ticks(page) == []


def test_old_busy_hours_say_nothing(world, traject, client_of):
    link_busy(world.cor.person.id, world.municipality.id, instant(21), instant(23))
    with clock.at(clock.now() + timedelta(hours=25)):
        made = client_of(world.cor).post(f"/trajecten/{traject.referral_id}/bijeenkomst", data=form())
    assert made.status_code == 303


def test_a_day_of_a_poll_is_asked_about_before_it_is_fixed(world, client_of):
    traject = make_traject(world)
    add(traject, "Oma", world.cor.actor)
    poll = make_poll(world, traject)
    day = board(poll).days[0]
    link_busy(world.cor.person.id, world.municipality.id, day.starts_at, day.ends_at)
    cor, where = client_of(world.cor), f"/datumdagen/{day.id}/keuze"
    chosen = {"where": "other", "place": "bij oma", "safety": "y"}
    (key,) = ticks(text(cor.post(where, data=chosen), 422))
    assert board(poll).poll.state == "open"
    assert cor.post(where, data={**chosen, "anyway": key}).status_code == 303


def test_what_nobody_filled_in_is_not_asked(world, traject):
    venue = make_shut(world)
    made = service.plan(traject.referral, a_plan(venue_id=venue.id, place=None), by=world.cor.actor)
    assert made.state == "planned"


class TestSuggestions:
    def test_only_while_a_place_is_open(self):
        found = suggestions([], (), date(2026, 10, 21), HOME, week=read("za 9-13; do 18-23"))
        assert {f"{slot.starts:%a %H}" for slot in found} == {"Thu 19", "Sat 10"}
        assert suggestions([], (), date(2026, 10, 21), HOME, week=read("ma 9-10")) == []

    def test_full_is_the_whole_or_every_room(self, world):
        venue = make_venue(world)
        room, other = make_room(world, venue), make_room(world, venue, "kamer")
        begin, end = instant(0), instant(0) + timedelta(days=1)
        for number, chosen in enumerate(((room,), (other,))):
            lead = (world.cor, world.noor)[number]
            made = make_traject(world, lead, surname=f"F{number}")
            add(made, "Oma", lead.actor)
            assert full_at(again(venue), begin, end) == []
            plan = a_plan(venue_id=venue.id, place=None, room_ids=tuple(one.id for one in chosen))
            service.plan(made.referral, plan, by=lead.actor)
            db.commit()
        wanted = quarters(instant(19, 30), instant(22, 30))
        assert full_at(venue, begin, end) == list(wanted)

    def test_the_whole_taken_is_full(self, world, traject):
        venue = make_venue(world)
        make_room(world, venue)
        make_conference(world, traject, venue_id=venue.id, place=None)
        assert len(full_at(venue, instant(0), instant(0) + timedelta(days=1))) == 12

    def test_on_the_page_a_place_narrows_the_days(self, world, traject, client_of):
        venue, cor = make_shut(world, "za 9-13"), client_of(world.cor)
        where = f"/trajecten/{traject.referral_id}/datumprikker"
        assert "dinsdag" in text(cor.get(where))
        page = text(cor.get(f"{where}?locatie={venue.id}"))
        assert "zaterdag" in page
        assert "dinsdag" not in page
        assert f'datumprikker?locatie={venue.id}"' in page
        assert f"locatie={venue.id}" in text(cor.get(f"{where}/plek"))
        for odd in ("x", "9" * 40, "%00", str(venue.id + 1)):
            assert "dinsdag" in text(cor.get(f"{where}?locatie={odd}"))

    def test_when_a_place_is_full_that_day_is_not_suggested(self, world, traject, client_of, queries):
        venue, cor = make_shut(world, "za 9-13"), client_of(world.cor)
        where = f"/trajecten/{traject.referral_id}/datumprikker?locatie={venue.id}"
        first = re.findall(r'name="days" value="([\d-]+)"', text(cor.get(where)))
        starts = datetime.fromtimestamp(int(first[0].split("-")[0]) * 900, UTC)
        other = make_traject(world, world.noor, surname="Pot")
        add(other, "Oma", world.noor.actor)
        plan = a_plan(venue_id=venue.id, place=None)
        plan = replace(plan, starts=starts, ends=starts + timedelta(hours=2))
        service.plan(other.referral, plan, by=world.noor.actor)
        db.commit()
        queries.clear()
        assert re.findall(r'name="days" value="([\d-]+)"', text(cor.get(where)))[0] == first[1]
        assert len([one for one in queries if not one.startswith("INSERT INTO log_entry")]) <= 6

    def test_a_place_without_a_fitting_day_says_so(self, world, traject, client_of):
        venue = make_shut(world, "ma 9-10")
        where = f"/trajecten/{traject.referral_id}/datumprikker?locatie={venue.id}"
        assert "Er is geen dag die past bij jouw vrije dagdelen" in text(client_of(world.cor).get(where))
        page = text(client_of(world.petra).get(where))
        assert "past bij de vrije dagdelen van de coördinator" in page


def test_the_page_of_a_place_says_how_its_hours_are_read(world, client_of):
    good, odd = make_shut(world, "werkdagen 9-22"), make_shut(world, "in overleg")
    assert "Zo lezen wij de uren: maandag tot en met vrijdag van 9.00 tot 22.00 uur" in text(
        client_of(world.cor).get(f"/locaties/{good.id}")
    )
    assert "Wij kunnen ‘Wanneer open’ niet lezen" in text(client_of(world.petra).get(f"/locaties/{odd.id}"))
    assert "Wij kunnen" not in text(client_of(world.cor).get(f"/locaties/{odd.id}"))
    assert queries.venue(world.municipality.id, good.id).hours == "werkdagen 9-22"
