"""Who is asked, who has a place, who is told, who was there."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from ekc import clock
from ekc.db import db, new_id
from ekc.errors import DomainError, TooLateError
from ekc.invitations import service as invitations
from ekc.notifications.models import Message
from ekc.pool.models import Coordinator
from ekc.training import lists, queries, rules, seating, service
from ekc.training.models import Seat
from tests.invitations.asking import leave
from tests.training.evenings import (
    NOON,
    a_plan,
    invitation,
    logged,
    make_gathering,
    noon,
    places,
    says,
)
from tests.world import make_coordinator

__all__ = ["noon"]


@pytest.fixture
def lin(world):
    return make_coordinator(world.municipality, "Lin Li", "lin@pool.example", stage="training")


def test_everybody_active_is_asked_in_words_that_tell_nothing(world, lin, outbox):
    gathering = make_gathering(world)
    assert service.invite(gathering, "active", by=world.petra.actor) == 2
    assert outbox() == [
        ("invitation", "coordinator@demo.example"),
        ("invitation", "anderecoordinator@demo.example"),
    ]
    copies = leave()
    assert [copy.subject for copy in copies] == ["Afspraak met Petra op vrijdag 20 november 2026"] * 2
    assert {copy.line("SEQUENCE") for copy in copies} == {"SEQUENCE:0"}
    for copy in copies:
        told = f"{copy.subject} {copy.text} {copy.ics.decode()}".lower()
        assert not [word for word in ("intervisie", "training", "scholing", "bureau") if word in told]
    assert logged(gathering) == ["plan_gathering", "invite_to_gathering"]


def test_who_is_in_training_or_ticked_is_asked_and_nobody_twice(world, lin):
    gathering = make_gathering(world)
    assert service.invite(gathering, "training", by=world.petra.actor) == 1
    assert service.invite(gathering, "ticked", [world.noor.coordinator.id], by=world.petra.actor) == 1
    assert service.invite(gathering, "ticked", [world.noor.coordinator.id], by=world.petra.actor) == 0
    with pytest.raises(DomainError, match="Kruis minstens"):
        service.invite(gathering, "ticked", [1 << 60], by=world.petra.actor)
    assert [one.person_id for one in lists.pool(gathering) if one.invitation_id] == [
        world.noor.person.id,
        lin.person.id,
    ]


def test_full_is_full_and_who_waits_is_next(world, lin, outbox):
    gathering = make_gathering(world, world.cor, world.noor, lin, seats=1)
    leave()
    assert says(gathering, world.cor).has_seat
    assert says(gathering, world.noor) == rules.Standing(False, 0)
    assert says(gathering, lin) == rules.Standing(False, 1)
    assert places(gathering, world.cor, world.noor, lin) == [1, "waits", "waits"]
    assert outbox() == []  # who answers on the page reads it there
    assert says(gathering, world.cor, "no") is None
    assert places(gathering, world.cor, world.noor, lin) == [None, 1, "waits"]
    assert outbox() == [("gathering_place", "anderecoordinator@demo.example")]
    (copy,) = leave()
    assert "er is een plek vrij gekomen" in copy.text
    assert "intervisie" not in f"{copy.subject} {copy.text}".lower()


def test_more_places_go_to_who_waits_and_fewer_than_taken_is_refused(world, lin):
    gathering = make_gathering(world, world.cor, world.noor, lin, seats=1)
    for one in (world.cor, world.noor, lin):
        says(gathering, one)
    service.change(gathering, a_plan(seats=2), by=world.petra.actor)
    assert places(gathering, world.cor, world.noor, lin) == [1, 2, "waits"]
    with pytest.raises(DomainError, match="al 2 mensen"):
        service.change(gathering, a_plan(seats=1), by=world.petra.actor)


def test_an_answer_by_calendar_gets_its_place_at_the_next_tick_and_is_told_that_it_is_full(world, outbox):
    gathering = make_gathering(world, world.cor, world.noor, seats=1)
    leave()
    for one in (world.cor, world.noor):
        invitations.answer(invitation(gathering, one), "yes", "calendar", by=world.by)
    assert seating.settle_all(clock.now()) == 1
    assert seating.settle_all(clock.now()) == 0
    assert places(gathering, world.cor, world.noor) == [1, "waits"]
    assert outbox() == [("gathering_waiting", "anderecoordinator@demo.example")]
    (copy,) = leave()
    assert "als nummer 1" in copy.text
    invitations.answer(invitation(gathering, world.cor), "no", "calendar", by=world.by)
    assert seating.settle_all(clock.now()) == 1
    assert places(gathering, world.cor, world.noor) == [None, 1]


def test_another_day_is_told_with_a_new_version_and_who_had_a_place_keeps_it(world):
    gathering = make_gathering(world, world.cor, world.noor, seats=1)
    says(gathering, world.cor)
    leave()
    service.change(gathering, a_plan(days=7, seats=1), by=world.petra.actor)
    copies = leave()
    assert {copy.line("SEQUENCE") for copy in copies} == {"SEQUENCE:1"}
    assert {copy.line("UID") for copy in copies}.__len__() == 1
    assert says(gathering, world.noor) == rules.Standing(False, 0)
    assert says(gathering, world.cor).has_seat


def test_only_another_leader_tells_nobody(world, outbox):
    gathering = make_gathering(world, world.cor)
    leave()
    service.change(gathering, a_plan(led_by="Aaltje"), by=world.petra.actor)
    assert outbox() == []


def test_called_off_is_told_to_everybody_and_ends_it(world):
    gathering = make_gathering(world, world.cor, world.noor)
    leave()
    service.call_off(gathering, by=world.petra.actor)
    assert [copy.line("STATUS") for copy in leave()] == ["STATUS:CANCELLED"] * 2
    for verb in (
        lambda: service.call_off(gathering, by=world.petra.actor),
        lambda: service.change(gathering, a_plan(), by=world.petra.actor),
        lambda: service.invite(gathering, "active", by=world.petra.actor),
        lambda: says(gathering, world.cor),
        lambda: service.note_attendance(gathering, [], by=world.petra.actor),
    ):
        with pytest.raises(TooLateError):
            verb()


def test_the_database_refuses_the_second_on_one_place(world):
    gathering = make_gathering(world, world.cor, world.noor)
    says(gathering, world.cor)
    db.session.add(
        Seat(
            id=new_id(),
            municipality_id=gathering.municipality_id,
            gathering_id=gathering.id,
            invitation_id=invitation(gathering, world.noor).id,
            number=1,
            since=clock.now(),
        )
    )
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.rollback()


def test_who_is_first_refused_by_the_database_takes_the_next(world):
    gathering = make_gathering(world, world.cor, world.noor, seats=2)
    says(gathering, world.cor)
    (seat,) = queries.seats(gathering)
    waiting = Seat(
        id=new_id(),
        municipality_id=gathering.municipality_id,
        gathering_id=gathering.id,
        invitation_id=invitation(gathering, world.noor).id,
        number=None,
        since=clock.now(),
    )
    db.session.add(waiting)
    db.session.flush()
    assert seating._take(waiting, set(), 2)  # it does not know yet that the first is taken
    assert (seat.number, waiting.number) == (1, 2)


def test_a_reminder_leaves_once_two_days_before_to_who_comes_or_said_nothing(world, lin, outbox):
    gathering = make_gathering(world, world.cor, world.noor, lin)
    says(gathering, world.cor)
    says(gathering, lin, "no")
    leave()
    early = gathering.starts_at - timedelta(days=2, minutes=1)
    with clock.at(early):
        assert seating.remind_due(clock.now()) == 0
    with clock.at(gathering.starts_at - timedelta(days=2) + timedelta(hours=3)):  # half past ten at night
        assert seating.remind_due(clock.now()) == 0
    with clock.at(gathering.starts_at - timedelta(days=1, hours=9)):
        assert seating.remind_due(clock.now()) == 2
        assert seating.remind_due(clock.now()) == 0
        assert [address for _, address in outbox()] == [
            "coordinator@demo.example",
            "anderecoordinator@demo.example",
        ]
        coming, silent = leave()
    assert coming.subject.startswith("Morgen: ")
    assert "Je hebt gezegd dat je komt." in coming.text
    assert "We weten nog niet of je komt" in silent.text
    assert "intervisie" not in f"{coming.subject} {coming.text}".lower()


def test_a_reminder_that_waits_is_taken_back_when_it_is_called_off(world, outbox):
    gathering = make_gathering(world, world.cor)
    says(gathering, world.cor)
    leave()
    with clock.at(gathering.starts_at - timedelta(days=1, hours=9)):
        seating.remind_due(clock.now())
        service.call_off(gathering, by=world.petra.actor)
        assert [kind for kind, _ in outbox()] == ["invitation_cancelled"]


def test_who_was_there_is_noted_and_can_be_put_right(world, lin):
    gathering = make_gathering(world, world.cor, world.noor)
    with pytest.raises(DomainError, match="moet nog komen"):
        service.note_attendance(gathering, [world.cor.coordinator.id], by=world.petra.actor)
    with clock.at(gathering.ends_at):
        ids = [world.cor.coordinator.id, lin.coordinator.id, 1 << 60]
        assert service.note_attendance(gathering, ids, by=world.petra.actor) == 2
        assert service.note_attendance(gathering, [world.cor.coordinator.id], by=world.petra.actor) == 1
        assert [row.coordinator_id for row in queries.attended(gathering)] == [world.cor.coordinator.id]
        assert [row[1] for row in lists.was_at(world.municipality.id, world.cor.person.id)] == ["intervisie"]
        assert list(lists.was_at(world.municipality.id, lin.person.id)) == []


@pytest.mark.parametrize(("kind", "field"), [("block1", "trained_on"), ("block2", "block2_on")])
def test_being_there_fills_the_date_of_who_has_none(world, kind, field):
    lin = make_coordinator(
        world.municipality, "Lin Li", "lin@pool.example", trained_on=None, block2_on=None, stage="training"
    )
    before = getattr(world.cor.coordinator, field)
    gathering = make_gathering(world, world.cor, lin, kind=kind)
    with clock.at(gathering.ends_at):
        ids = [world.cor.coordinator.id, lin.coordinator.id]
        service.note_attendance(gathering, ids, by=world.petra.actor)
        assert service.fill_dates(gathering, by=world.petra.actor) == 1
        assert service.fill_dates(gathering, by=world.petra.actor) == 0
    found = db.session.get_one(Coordinator, lin.coordinator.id)
    assert getattr(found, field) == date(2026, 11, 20)
    assert getattr(db.session.get_one(Coordinator, world.cor.coordinator.id), field) == before


def test_an_intervisie_fills_no_date(world):
    gathering = make_gathering(world, world.cor)
    with pytest.raises(DomainError):
        service.fill_dates(gathering, by=world.petra.actor)


def test_the_year_counts_intervisies_that_are_not_off(world):
    make_gathering(world)
    make_gathering(world, days=3, kind="workshop")
    off = make_gathering(world, days=2)
    service.call_off(off, by=world.petra.actor)
    this_year = (clock.now() - timedelta(days=300), clock.now() + timedelta(days=60))
    assert lists.intervisies(world.municipality.id, *this_year, NOON) == (0, 1)
    with clock.at(NOON + timedelta(days=31)):
        assert lists.intervisies(world.municipality.id, *this_year, clock.now()) == (1, 0)


def test_somebody_without_mail_is_told_by_telephone(world):
    mute = make_coordinator(world.municipality, "Mo Stil", "mo@pool.example")
    mute.person.channels = [one for one in mute.person.channels if one.kind != "mail"]
    db.session.flush()
    gathering = make_gathering(world, mute, seats=1)
    told = db.session.query(Message).one()
    assert (told.state, told.person_id) == ("to_call", mute.person.id)
    assert told.subject.startswith("Vraag: kom je bij")
    seating.hear(invitation(gathering, mute), "yes", "phone", by=world.petra.actor)
    db.session.refresh(told)
    assert told.state == "replaced"
    assert places(gathering, mute) == [1]
    with clock.at(gathering.starts_at - timedelta(days=1, hours=9)):
        assert seating.remind_due(clock.now()) == 0


def to_call() -> dict[int, str]:
    """What the bureau is to say, by whom it is said to."""
    return {row.person_id: row.subject for row in db.session.query(Message).filter_by(state="to_call")}


def test_who_was_asked_by_telephone_hears_by_telephone_that_it_moved_or_is_off(world):
    voices = [make_coordinator(world.municipality, f"Mo{n} Stil", f"mo{n}@pool.example") for n in range(3)]
    for one in voices:
        one.person.channels = [channel for channel in one.person.channels if channel.kind != "mail"]
    db.session.flush()
    gathering = make_gathering(world, *voices)
    comes, cannot, unasked = (invitation(gathering, one) for one in voices)

    def hear() -> None:
        for one, answer in ((comes, "yes"), (cannot, "no")):
            seating.hear(one, answer, "phone", by=world.petra.actor)

    hear()
    service.change(gathering, a_plan(days=7), by=world.petra.actor)
    when = "vrijdag 27 november 2026, 19.30 – 21.30 uur (Nederlandse tijd), De Kern"
    moved = (
        f"Vraag: de afspraak met Petra is verplaatst naar {when}. Kom je dan ook? Vul het antwoord in bij "
    )
    first = f"Vraag: kom je bij Petra, {when}? Vul het antwoord in bij "
    said = {comes.person_id: moved, cannot.person_id: moved, unasked.person_id: first}
    assert to_call() == {key: f"{words}Scholing en intervisie." for key, words in said.items()}

    service.change(gathering, a_plan(days=8), by=world.petra.actor)
    assert "is verplaatst naar zaterdag 28 november" in to_call()[comes.person_id], "not told of the first"
    service.change(gathering, a_plan(days=7), by=world.petra.actor)
    assert to_call()[unasked.person_id].startswith(first)
    hear()
    service.change(gathering, a_plan(days=7, seats=11), by=world.petra.actor)
    assert list(to_call()) == [unasked.person_id], "nothing of it moved"
    service.call_off(gathering, by=world.petra.actor)
    assert to_call() == {comes.person_id: f"Vertel: de afspraak met Petra op {when[:-9]} gaat niet door."}


def test_who_said_yes_hears_that_it_is_off_though_nobody_called_yet_that_it_moved(world):
    mute = make_coordinator(world.municipality, "Mo Stil", "mo@pool.example")
    mute.person.channels = [one for one in mute.person.channels if one.kind != "mail"]
    db.session.flush()
    gathering = make_gathering(world, mute)
    seating.hear(invitation(gathering, mute), "yes", "phone", by=world.petra.actor)
    service.change(gathering, a_plan(days=7), by=world.petra.actor)
    service.call_off(gathering, by=world.petra.actor)
    assert to_call()[mute.person.id].endswith("gaat niet door.")
