"""Who does it with the coordinator has the day in her own calendar, and gets no message about it."""

from __future__ import annotations

from ekc import clock, processes
from ekc.agenda import queries as agenda
from ekc.agenda import service as agenda_service
from ekc.db import db
from ekc.handover import service
from ekc.invitations import feeds, standing
from ekc.invitations.guests import of_appointments
from ekc.invitations.models import Appointment
from ekc.matching.models import Offer
from ekc.referrals.models import Assignment
from tests.agenda.trajects import a_plan, make_conference, make_traject, noon
from tests.matching.stories import deliver_all
from tests.world import make_coordinator

__all__ = ["noon"]

NOOR = "anderecoordinator@demo.example"


def in_feed(somebody) -> list[bytes]:
    """The appointments in somebody's own feed."""
    return standing.feed_blocks(somebody.person.id, feeds.window(clock.now()))


def put_beside(world, traject, buddy) -> Assignment:
    """Who learns on Cor's traject gets `buddy`, as the bureau does it."""
    offer = Offer(coordinator_id=world.cor.coordinator.id, referral_id=traject.referral_id)
    processes.pair(traject.referral, offer, buddy.coordinator, by=world.petra.actor)
    db.commit()
    return db.session.query(Assignment).filter_by(kind="buddy", ended_at=None).one()


def test_the_day_is_in_her_calendar_as_long_as_she_is_on_it(world, outbox):
    traject = make_traject(world)
    assert in_feed(world.noor) == []
    conference = make_conference(world, traject)
    deliver_all()
    second = put_beside(world, traject, world.noor)
    assert in_feed(world.noor) == in_feed(world.cor) != []
    agenda_service.move(conference, a_plan(days=1), by=world.cor.actor)
    assert b"SEQUENCE:1" in in_feed(world.noor)[0]
    assert [kind for kind, to in outbox() if to == NOOR] == ["handover"]  # that she is on it, and no more
    processes.hand_back(traject.referral, second, "no_room", by=world.noor.actor)
    assert (in_feed(world.noor), len(in_feed(world.cor))) == ([], 1)
    put_beside(world, traject, make_coordinator(world.municipality, "Amal Azizi", "amal@pool.example"))
    assert in_feed(world.noor) == []


def test_who_was_beside_it_first_has_a_day_that_is_fixed_later_and_is_no_guest(world, outbox):
    traject = make_traject(world)
    put_beside(world, traject, world.noor)
    deliver_all()
    conference = make_conference(world, traject)
    appointments = [one.id for one in db.session.query(Appointment)]
    guests = of_appointments(world.municipality.id, appointments)
    assert world.noor.person.id not in [one.person_id for one in guests]
    assert len(in_feed(world.noor)) == 1
    deliver_all()
    agenda_service.cancel(conference, "coordinator", by=world.cor.actor)
    assert b"STATUS:CANCELLED" in in_feed(world.noor)[0]
    assert NOOR not in [to for _, to in outbox()]


def test_who_takes_over_has_it_as_her_own(world, outbox):
    traject = make_traject(world)
    make_conference(world, traject)
    put_beside(world, traject, world.noor)
    deliver_all()
    service.substitute(traject.referral, world.noor.coordinator, "illness", None, by=world.petra.actor)
    assert agenda.planned_of(traject.referral).conference.coordinator_person_id == world.noor.person.id
    assert ("organiser_on", NOOR) in outbox()
    assert (len(in_feed(world.noor)), in_feed(world.cor)) == (1, [])
