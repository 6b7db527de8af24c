"""The sheet of paper for the day itself."""

from __future__ import annotations

from dataclasses import replace

from ekc.agenda import queries, service, telling, venues
from ekc.agenda.venue_rules import Told
from ekc.arranging import queries as ends
from ekc.arranging import service as arranging
from ekc.arranging.rules import INTERPRETER, Who
from ekc.audit.models import LogEntry
from ekc.circle import rules
from ekc.circle import service as circle
from ekc.db import db
from tests.agenda.trajects import add, make_conference, make_venue
from tests.client import text
from tests.duty.watches import make_shift


def say(world, traject, stands):
    for name, stand in stands.items():
        telling.tell(traject.members[name], stand, by=world.cor.actor)
    db.commit()


def test_who_comes_in_order_with_needs_and_numbers(world, traject, client_of):
    add(traject, "Wil", world.cor.actor, "professional", phone="+31666666666")
    add(traject, "Tante", world.cor.actor, interpreter=True, language="pol")
    add(traject, "Neef", world.cor.actor)
    add(traject, "Nicht", world.cor.actor)
    conference = make_conference(world, traject, venue_id=make_venue(world).id)
    circle.describe(
        traject.members["Oma"],
        rules.More(needed=("transport",), supported_by_id=traject.members["Buur"].person_id),
        by=world.cor.actor,
    )
    said = {
        "Oma": "comes",
        "Wil": "comes",
        "Buur": "later",
        "Tante": "remote",
        "Neef": "no",
        "Nicht": "letter",
    }
    say(world, traject, said)
    page = text(client_of(world.cor).get(f"/bijeenkomsten/{conference.id}/dagvel"))
    order = ("Bij het begin: 2", "Oma", "Wil", "Komt later: 1", "Buur", "Doet op afstand mee", "Tante")
    places = [
        page.index(words) for words in (*order, "Stuurde een brief", "Nicht", "Nog niet zeker: 1", "Fam")
    ]
    assert "Neef" not in page
    assert places[0] < places[1] < places[3] < places[5] < places[7] < places[9]
    for words in (
        "Nodig: vervoer",
        "Steun van Buur",
        "Nodig: tolk",
        "Spreekt Pools",
        "06 44 44 44 44",
        "tot 20.30 uur",
        "Kerkstraat 1",
        "Je achterwacht, Bob: 06 33 33 33 33",
        "112",
    ):
        assert words in page, words


def test_the_way_there_who_arranges_what_and_who_is_on_duty(world, traject, client_of):
    told = Told("De Kern", "Kerkstraat 1, Hoogezand", 30, phone="+31598222222", contact="Gerda")
    venue = venues.add(
        replace(told, bus="lijn 174, halte Kerk", parking="achter de kerk"), by=world.petra.actor
    )
    add(traject, "Tante", world.cor.actor, interpreter=True, language="pol")
    conference = make_conference(world, traject, venue_id=venue.id)
    day = queries.planned_of(traject.referral)
    interpreter = next(end.key for end in ends.ends(day) if end.kind == INTERPRETER)
    who = Who("Tolkentelefoon", "+31881234567")
    arranging.arrange(day, interpreter, who, confirmed=True, by=world.cor.actor)
    arranging.add_own(day, "koffie", None, by=world.cor.actor)
    make_shift(world, "18:00", "23:00")
    db.commit()
    page = text(client_of(world.cor).get(f"/bijeenkomsten/{conference.id}/dagvel"))
    for words in (
        "Met de bus: lijn 174, halte Kerk",
        "Parkeren: achter de kerk",
        "De locatie, Gerda: 0598 22 22 22",
        "Tolk Pools voor Tante: bevestigd, Tolkentelefoon · 088 123 45 67",
        "koffie: nog open",
        "Dienst, ",
        "18.00–23.00 uur",
    ):
        assert words in page, words


def test_a_home_address_is_never_on_paper(world, traject, client_of):
    conference = make_conference(world, traject, place="Geheimstraat 1", place_in_invitation=False)
    add(traject, "Tante", world.cor.actor, post="Geheimlaan 2, Veendam")
    page = text(client_of(world.cor).get(f"/bijeenkomsten/{conference.id}/dagvel"))
    assert "Geheim" not in page
    assert "Het adres staat niet op dit vel" in page


def test_it_is_for_who_organises_it_and_each_look_is_logged(world, traject, client_of):
    conference = make_conference(world, traject)
    address = f"/bijeenkomsten/{conference.id}/dagvel"
    for who in ("petra", "noor", "sanne", "tom", "tess", "gea", "bea"):
        answer = client_of(getattr(world, who)).get(address)
        assert answer.status_code == 404, who
        assert "Oma" not in answer.get_data(as_text=True)
    cor = client_of(world.cor)
    assert address in text(cor.get(f"/bijeenkomsten/{conference.id}"))
    assert address not in text(client_of(world.petra).get(f"/bijeenkomsten/{conference.id}"))
    text(cor.get(address))
    (line,) = db.session.query(LogEntry).filter_by(object_kind="day_sheet").all()
    assert (line.object_id, line.actor_id) == (conference.id, world.cor.account.id)


def test_of_a_day_that_is_off_there_is_no_sheet(world, traject, client_of):
    conference = make_conference(world, traject)
    service.cancel(conference, "no_room", by=world.cor.actor)
    db.commit()
    answer = client_of(world.cor).get(f"/bijeenkomsten/{conference.id}/dagvel")
    assert answer.status_code == 409
    assert "staat niet meer in de agenda" in answer.get_data(as_text=True)


def test_it_asks_as_much_for_thirty_as_for_three(world, traject, client_of, queries):
    conference = make_conference(world, traject)
    cor, asked = client_of(world.cor), []
    for many in (0, 27):
        for number in range(many):
            add(traject, f"Neef {number}", world.cor.actor)
        queries.clear()
        text(cor.get(f"/bijeenkomsten/{conference.id}/dagvel"))
        asked.append(len(queries))
    assert asked[0] == asked[1]
