"""The people around a household: written down, spoken, changed, gone."""

from __future__ import annotations

import pytest

from ekc import clock
from ekc.audit.models import LogEntry
from ekc.circle import queries, service
from ekc.db import db
from ekc.errors import DomainError, NotFoundError
from ekc.people.queries import address
from ekc.people.service import Particulars
from tests.agenda.trajects import add, make_traject


def logged(action: str) -> list[LogEntry]:
    return db.session.query(LogEntry).filter_by(action=action).order_by(LogEntry.id).all()


def test_the_first_contact_puts_an_only_hoofdpersoon_in_her_own_circle_as_spoken(world):
    traject = make_traject(world, spoken=False)
    service.first_contact(traject.referral, traject.assignment, clock.today(), by=world.cor.actor)
    assert traject.referral.state == "preparation"
    assert traject.assignment.first_contact_on == clock.today()
    assert traject.members["Fam"].relation == "household"
    assert traject.members["Fam"].spoken_at is not None


def test_of_several_each_is_still_spoken_in_person(world):
    two = (Particulars("Fam", "Jansen"), Particulars("Kim", "Jansen"))
    traject = make_traject(world, focus=two, focus_answers=("yes", "yes"))
    assert [member.spoken_at for member in traject.members.values()] == [None, None]


def test_a_second_first_contact_adds_nobody_twice(world, traject):
    service.first_contact(traject.referral, traject.assignment, clock.today(), by=world.cor.actor)
    assert len(traject.members) == 1


def test_a_first_contact_is_not_in_the_future(world):
    traject = make_traject(world, spoken=False)
    tomorrow = clock.today().replace(year=clock.today().year + 1)
    with pytest.raises(DomainError, match="moet nog komen"):
        service.first_contact(traject.referral, traject.assignment, tomorrow, by=world.cor.actor)


def test_a_given_name_is_enough_and_nobody_is_told(world, traject, outbox):
    before = outbox()
    member = service.add(traject.referral, Particulars("Opa"), "family", by=world.cor.actor)
    assert member.spoken_at is None
    assert outbox() == before
    assert [line.object_id for line in logged("add_member")][-1] == member.id


def test_without_a_name_nobody_is_written_down(world, traject):
    with pytest.raises(DomainError, match="voornaam"):
        service.add(traject.referral, Particulars(" "), "family", by=world.cor.actor)


def test_who_comes_for_work_is_a_professional_and_a_guest(world, traject):
    member = service.add(traject.referral, Particulars("Wil"), "professional", by=world.cor.actor)
    _, person = queries.get_for(world.cor.actor, member.id)
    assert (person.kind, member.is_guest) == ("professional", True)
    service.change(member, person, Particulars("Wil", kind="professional"), "friend", by=world.cor.actor)
    assert (person.kind, member.is_guest) == ("adult", False)


def test_a_child_stays_a_child(world, traject):
    member = service.add(traject.referral, Particulars("Kim", kind="child"), "household", by=world.cor.actor)
    assert queries.get_for(world.cor.actor, member.id)[1].kind == "child"


def test_spoken_is_said_once(world, traject):
    member = add(traject, "Opa", world.cor.actor, spoken=False)
    service.spoken(member, by=world.cor.actor)
    first = member.spoken_at
    service.spoken(member, by=world.cor.actor)
    assert member.spoken_at == first
    assert len(logged("speak_member")) == 1


def test_a_change_sets_what_is_known(world, traject):
    member = add(traject, "Opa", world.cor.actor, phone="+31644444444", mail="opa@post.example")
    _, person = queries.get_for(world.cor.actor, member.id)
    service.change(member, person, Particulars("Opa", needs="lift"), "neighbour", by=world.cor.actor)
    assert (person.needs, member.relation) == ("lift", "neighbour")
    assert address(person, "phone") is None
    assert logged("change_member")[-1].object_id == member.id


def test_who_cannot_see_an_address_does_not_wipe_it(world, traject):
    member = add(traject, "Opa", world.cor.actor, phone="+31644444444", mail="opa@post.example")
    _, person = queries.get_for(world.petra.actor, member.id)
    told = Particulars("Opa", mail="nieuw@post.example")
    service.change(member, person, told, "family", keep_contact=True, by=world.petra.actor)
    assert address(person, "phone") == "+31644444444"
    assert address(person, "mail") == "nieuw@post.example"


def test_who_left_is_in_the_circle_no_more(world, traject):
    member = add(traject, "Opa", world.cor.actor)
    service.remove(member, by=world.cor.actor)
    assert "Opa" not in traject.members
    with pytest.raises(NotFoundError):
        queries.get_for(world.cor.actor, member.id)


def test_the_bureau_acts_on_behalf_of_the_coordinator(world, traject):
    add(traject, "Opa", world.petra.actor)
    for line in (logged("add_member")[-1], logged("speak_member")[-1]):
        assert (line.actor_id, line.behalf_person_id) == (world.petra.account.id, world.cor.person.id)


def test_the_coordinator_acts_for_herself(world, traject):
    add(traject, "Opa", world.cor.actor)
    assert logged("add_member")[-1].behalf_person_id is None


@pytest.mark.parametrize("who", ["noor", "sanne", "tom", "tess", "gea", "bea"])
def test_nobody_else_finds_the_traject_or_its_people(world, traject, who):
    member = add(traject, "Opa", world.cor.actor)
    actor = getattr(world, who).actor
    with pytest.raises(NotFoundError):
        queries.traject(actor, traject.referral.id)
    with pytest.raises(NotFoundError):
        queries.get_for(actor, member.id)


@pytest.mark.parametrize("who", ["cor", "petra"])
def test_the_coordinator_and_the_bureau_do(world, traject, who):
    member = add(traject, "Opa", world.cor.actor)
    actor = getattr(world, who).actor
    assert queries.traject(actor, traject.referral.id)[0].id == traject.referral.id
    assert queries.get_for(actor, member.id)[1].given_name == "Opa"
