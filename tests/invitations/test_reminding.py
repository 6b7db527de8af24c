"""Reminders of a bijeenkomst: on the days that the municipality chose, of what is so on that day."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from ekc import clock
from ekc.invitations import queries as invitations
from ekc.invitations import reminding, rewording, service, takeover
from ekc.invitations.guests import of_appointments
from ekc.invitations.own_copy import AT_A_DISTANCE
from ekc.invitations.rules import Own
from ekc.notifications import stacks
from ekc.places import service as places
from ekc.places.service import ways_of
from tests.invitations.asking import ENDS, PLACE, STARTS, fresh, invited, leave, make_appointment, states
from tests.world import make_person

pytestmark = pytest.mark.usefixtures("day")
MORNING = STARTS.replace(hour=9)


def run(days: int, **later: float) -> list[str]:
    """What is said this many days before, in the morning; each in a moment of its own."""
    with clock.at(MORNING - timedelta(days=days) + timedelta(**later)):
        reminding.remind_due(clock.now())
        return [f"{copy.to}: {copy.subject}" for copy in leave()]


@pytest.fixture
def evening(world):
    """Anna said yes, Bram nothing, Cees no; Oma has no mail."""
    appointment, asked = invited(world, "Anna", "Bram", "Cees")
    service.invite(appointment, [make_person(world.municipality, "Oma")], by=world.cor.actor)
    service.answer(asked[0], "yes", "link", by=world.by)
    service.answer(asked[2], "no", "link", by=world.by)
    leave()
    return appointment


def test_a_week_and_a_day_before_who_comes_or_did_not_say_is_reminded_once(evening):
    assert run(8) == []
    assert run(7) == [
        "anna@post.example: Over een week: je afspraak met Cor",
        "bram@post.example: Over een week: je afspraak met Cor",
    ]
    assert run(7, hours=3) == []
    assert run(2) == []
    assert run(1)[0] == "anna@post.example: Morgen: je afspraak met Cor"
    assert run(0) == []


def test_two_on_one_address_who_said_the_same_get_one_reminder(world):
    appointment, _ = invited(world, "Cor's buur")
    couple = [make_person(world.municipality, name, mail="thuis@post.example") for name in ("Anna", "Bram")]
    one, _ = service.invite(appointment, couple, by=world.cor.actor)
    leave()
    assert sum("thuis@" in said for said in run(7)) == 1
    service.answer(one, "yes", "link", by=world.by)
    assert sum("thuis@" in said for said in run(1)) == 2, "who comes reads otherwise than who did not say"


def test_the_words_tell_the_day_and_ask_only_who_did_not_say(evening):
    with clock.at(MORNING - timedelta(days=7)):
        reminding.remind_due(clock.now())
        anna, bram = leave()
    assert "vrijdag 12 februari 2027, 19.30" in anna.text
    assert "Je hebt gezegd dat je komt" in anna.text
    assert "We weten nog niet of je komt" in bram.text
    with pytest.raises(LookupError):
        _ = anna.ics


def test_who_takes_part_from_a_distance_reads_so_in_a_reminder_and_never_to_come(world):
    appointment, _ = invited(world, "Buur")
    mail = "thuis@post.example"  # of the three
    three = [
        make_person(world.municipality, name, mail=mail, language="eng") for name in ("Ann", "Bob", "Cas")
    ]
    far = dict.fromkeys((three[0].id, three[1].id), Own(place=AT_A_DISTANCE))
    said_yes, _, _ = service.invite(appointment, three, own=far, by=world.cor.actor)
    service.answer(said_yes, "yes", "link", by=world.by)
    told = [copy.text for copy in leave() if copy.to == mail]
    assert [("Doe je mee op afstand?" in text, "Kom je?" in text) for text in told] == [
        (True, False),
        (False, True),
    ]
    assert "Where: from a distance: we will call you" in told[0]
    with clock.at(MORNING - timedelta(days=7)):
        reminding.remind_due(clock.now())
        yes, open_, comes = sorted(
            (copy.text for copy in leave() if copy.to == mail),
            key=lambda text: ("je komt" in text, "nog niet" in text),
        )
    assert "Je hebt gezegd dat je op afstand meedoet. Fijn, je wordt dan gebeld!" in yes
    assert "We weten nog niet of je op afstand meedoet." in open_
    assert "Are you taking part from a distance?" in open_
    assert not any(words in text for words in ("kom", "come", "see you") for text in (yes, open_))
    assert "We weten nog niet of je komt." in comes


def test_the_bureau_chooses_the_days(world, evening):
    municipality = fresh(world.municipality)
    wanted = replace(ways_of(municipality), remind_days=("2",))
    places.change_ways(municipality, wanted, municipality.version, by=world.petra.actor)
    assert run(7) == []
    assert run(2)[1] == "bram@post.example: Overmorgen: je afspraak met Cor"
    assert run(1) == []


def test_nobody_is_reminded_of_what_is_off(world, evening):
    service.cancel(fresh(evening), by=world.cor.actor)
    leave()
    assert run(1) == []


def test_who_is_taken_off_is_not_reminded(world, evening):
    appointment = fresh(evening)
    anna = next(one for one in invitations.of_appointment(appointment) if one.answer == "yes")
    service.remove(appointment, anna.person_id, by=world.cor.actor)
    leave()
    assert [one[:4] for one in run(1)] == ["bram"]


def test_what_moved_is_reminded_of_its_new_day_alone(world, evening):
    later = STARTS + timedelta(days=10)
    service.move(fresh(evening), later, later + (ENDS - STARTS), PLACE, by=world.cor.actor)
    leave()
    assert run(1) == []
    assert len(run(-9)) == 3  # asked again: Cees did not say either, now


def test_a_reminder_that_waits_is_dropped_when_the_day_moves(world, evening):
    with clock.at(MORNING - timedelta(days=1)):
        reminding.remind_due(clock.now())
        later = STARTS + timedelta(days=10)
        service.move(fresh(evening), later, later + (ENDS - STARTS), PLACE, by=world.cor.actor)
        assert {copy.subject.partition(":")[0] for copy in leave()} == {"Verplaatst"}


def test_the_post_is_too_slow_for_a_reminder_and_nobody_prints_one(world):
    """Who gets letters was asked by one; what is printed tomorrow comes when it is over."""
    appointment = make_appointment(world)
    guest = make_person(world.municipality, "Oma", post="Dorpsstraat 1, 9611 AB Sappemeer")
    service.invite(appointment, [guest], by=world.cor.actor)
    stack, _ = stacks.take(world.municipality.id, None, clock.now())
    stacks.post(stack)
    for days in (7, 1):
        assert run(days) == []
    assert states() == [("invitation", "sent"), *[("invitation_reminder", "spared")] * 2]
    (oma,) = of_appointments(world.municipality.id, [appointment.id])
    assert oma.post == "left", "of what never left nobody reads that it waits"


def test_another_name_or_one_guest_more_costs_nobody_a_reminder(world, evening):
    """Only who read the day itself since yesterday knows it still."""
    with clock.at(MORNING - timedelta(days=1, hours=3)):
        rewording.reword(fresh(evening), title="Afspraak met Corrie", by=world.cor.actor)
        newcomer = make_person(world.municipality, "Dirk", mail="dirk@post.example")
        service.invite(fresh(evening), [newcomer], by=world.cor.actor)
        leave()
    assert [one.partition("@")[0] for one in run(1)] == ["anna", "bram"]


def test_who_reads_of_another_coordinator_today_is_not_told_the_day_again(world, evening):
    with clock.at(MORNING - timedelta(days=1, hours=3)):
        takeover.hand_over(fresh(evening), "Afspraak met Noor", world.noor.person.id, by=world.noor.actor)
        leave()
    assert run(1) == []


def test_late_is_worse_than_never(evening):
    with clock.at(MORNING - timedelta(days=1)):
        reminding.remind_due(clock.now())
    with clock.at(MORNING + timedelta(minutes=5)):
        assert leave() == []


def test_who_was_asked_today_knows_it_still(world):
    with clock.at(MORNING - timedelta(days=1, hours=2)):
        invited(world, "Anna")
        leave()
    assert run(1) == []


@pytest.mark.usefixtures("quiet_nights")
def test_nobody_is_reminded_at_night(evening):
    with clock.at(MORNING - timedelta(days=1, hours=4)):
        assert reminding.remind_due(clock.now()) == 0


def test_ten_times_as_many_take_no_more_queries(world, queries):
    counts = []
    for number, many in enumerate((1, 10)):
        invited(world, *(f"Gast{number}x{each}" for each in range(many)))
        leave()
        queries.clear()
        with clock.at(MORNING - timedelta(days=7)):
            reminding.remind_due(clock.now())
        counts.append(sum("municipality" in one and one.startswith("SELECT invitation") for one in queries))
        leave()
    assert counts == [3, 3]
