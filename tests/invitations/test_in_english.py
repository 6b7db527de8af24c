"""A guest who reads English gets all about an appointment in English too; a colleague does not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ekc import clock
from ekc.invitations import reminding, service
from ekc.invitations.takeover import hand_over
from ekc.people import queries as people
from tests.invitations.asking import ENDS, LATER, PLACE, STARTS, invited, leave, make_appointment, make_guests
from tests.world import make_person

pytestmark = pytest.mark.usefixtures("day")
WHEN = "Friday 12 February 2027, 19:30 – 22:00 (Dutch time)"


@pytest.fixture
def evening(world):
    """Ada reads English, Bram Dutch, and Wim, who comes for his work, may say what he likes."""
    appointment, _ = invited(world, "Bram")
    told = {"Ada": "adult", "Wim": "professional"}
    guests = [
        make_person(world.municipality, name, language="eng", kind=kind, mail=f"{name.lower()}@post.example")
        for name, kind in told.items()
    ]
    service.invite(appointment, guests, by=world.cor.actor)
    return appointment


def halves():
    """What left, by who got it: (subject, above the line, below it)."""
    found = {}
    for copy in leave():
        first, _, dutch = copy.text.replace("\r\n", "\n").partition("\n\n— Nederlands —\n\n")
        found[copy.to.partition("@")[0]] = (copy.subject, first, dutch)
    return found


def test_an_invitation_a_move_a_reminder_and_the_end_are_in_english_for_her_alone(world, evening):
    said = halves()
    assert said["ada"][0] == "Appointment with Cor on Friday 12 February 2027"
    assert f"When: {WHEN}\nWhere: {PLACE}" in said["ada"][1]
    assert "Wanneer: vrijdag 12 februari 2027, 19.30 – 22.00 uur (Nederlandse tijd)" in said["ada"][2]
    assert [said[name][2] for name in ("bram", "wim")] == ["", ""]
    service.move(evening, LATER, LATER + timedelta(hours=2), None, by=world.cor.actor)
    subject, first, dutch = halves()["ada"]
    assert subject == "Moved: appointment with Cor on Friday 19 February 2027"
    assert f"It was: {WHEN}. {PLACE}" in first
    assert "Where: The address is on your personal page." in first
    assert "Waar: Het adres staat op je persoonlijke pagina." in dutch
    with clock.at(LATER - timedelta(days=1, hours=9)):
        reminding.remind_due(clock.now())
        said = halves()
        assert said["ada"][0] == "Tomorrow: your appointment with Cor"
        assert "Tomorrow there is the appointment with Cor." in said["ada"][1]
        assert said["bram"][0] == "Morgen: je afspraak met Cor"
        service.cancel(evening, by=world.cor.actor)
        said = halves()
        assert said["ada"][0] == "Cancelled: appointment with Cor on Friday 19 February 2027"
        assert said["bram"][1].startswith("Hallo,")


def test_who_need_not_come_and_who_hears_of_another_coordinator_read_it_in_english(world, evening):
    leave()
    noor = world.noor.person.id
    hand_over(evening, "Afspraak met Noor", noor, by=world.petra.actor)
    subject, first, _ = halves()["ada"]
    assert subject == "Appointment on Friday 12 February 2027: from now on with Noor"
    assert "From now on Noor arranges the appointment." in first
    ada = next(one for one in service.queries.of_appointment(evening) if one.address == "ada@post.example")
    service.remove(evening, ada.person_id, by=world.noor.actor)
    assert halves()["ada"][0].endswith("you do not need to come")


def test_her_calendar_is_in_english_too_with_the_dutch_below_it(world, evening):
    leave()
    service.move(evening, LATER, LATER + timedelta(hours=2), None, by=world.cor.actor)
    copies = {copy.to.partition("@")[0]: copy.event for copy in leave()}
    assert {name: event.summary for name, event in copies.items()} == {
        "ada": "Appointment with Cor",
        "bram": "Afspraak met Cor",
        "wim": "Afspraak met Cor",
    }
    elsewhere = "Het adres staat op je persoonlijke pagina.\nVragen, of komt het anders uit? Bel "
    first, _, dutch = copies["ada"].description.partition("\n\n— Nederlands —\n")
    assert first.startswith("The address is on your personal page.\nQuestions, or does another moment")
    assert dutch.startswith(f"Afspraak met Cor. {elsewhere}")
    assert copies["bram"].description.startswith(elsewhere)
    assert {event.starts for event in copies.values()} == {LATER}
    service.cancel(evening, by=world.cor.actor)
    assert {copy.event.summary for copy in leave()} == {"Appointment with Cor", "Afspraak met Cor"}


def test_what_volunteers_are_asked_to_is_in_dutch(world):
    guest = make_person(world.municipality, "Ada", language="eng", mail="ada@post.example")
    cor = world.cor
    training = service.make(("gathering", 1), cor.person.id, "Scholing", STARTS, ENDS, PLACE, by=cor.actor)
    service.invite(training, [guest], by=cor.actor)
    assert halves()["ada"][1].startswith("Hallo,")


def test_the_language_that_counts_is_that_of_the_moment(world, evening):
    leave()
    ada = next(one for one in service.queries.of_appointment(evening) if one.address == "ada@post.example")
    people.one(world.municipality.id, ada.person_id).language = "nld"
    service.cancel(evening, by=world.cor.actor)
    assert halves()["ada"][0].startswith("Gaat niet door")


@pytest.mark.parametrize("many", [1, 5])
def test_one_question_however_many_guests_read_something_else(world, many, queries):
    appointment = make_appointment(world)
    guests = make_guests(world, *(f"Gast{number}" for number in range(many)))
    for guest in guests:
        guest.language = "eng"
    service.invite(appointment, guests, by=world.cor.actor)
    leave()
    queries.clear()
    service.cancel(appointment, by=world.cor.actor)
    assert sum("person.language !=" in one for one in queries) == 1
