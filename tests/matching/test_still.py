"""Nobody gets more than her own limit allows: not as a buddy asked earlier, not by two yeses at once."""

from __future__ import annotations

import contextvars
import threading

import pytest

from ekc import choosing, clock, processes
from ekc.choice.rules import Heard
from ekc.db import db
from ekc.errors import DomainError
from ekc.handover import service as handover
from ekc.matching import service
from ekc.matching.models import Offer
from ekc.people.service import Particulars
from ekc.referrals import service as referrals
from ekc.referrals.models import Assignment, Referral
from tests.matching.stories import make_referral, open_round
from tests.world import make_coordinator


def seek(world, surname, **told: object):
    """A referral that looks for a coordinator."""
    return make_referral(world, focus=(Particulars("Yara", surname),), **told)


def test_a_buddy_who_took_another_since_is_not_put_on_it_over_her_limit(world):
    by = world.petra.actor
    lea = make_coordinator(world.municipality, "Lea Leert", "lea@pool.example", block2_on=None)
    referral, other = seek(world, "Haddad", waived=False), seek(world, "Jansen")
    (offer,) = open_round(world, referral, lea)
    service.say_yes(offer, by=lea.actor)
    processes.pair(referral, offer, world.noor.coordinator, by=by)
    referrals.assign(other, world.noor.coordinator, by=by)  # Noor takes one at a time
    db.commit()
    with pytest.raises(DomainError, match="Noor kan intussen toch niet meer"):
        choosing.choose(referral, offer.id, Heard("phone", clock.today()), by=by)
    db.rollback()
    processes.pair(referral, offer, world.cor.coordinator, by=by)
    choosing.choose(referral, offer.id, Heard("phone", clock.today()), by=by)
    kinds = {
        one.kind: one.person_id for one in db.session.query(Assignment).filter_by(referral_id=referral.id)
    }
    assert kinds == {"lead": lea.person.id, "buddy": world.cor.person.id}


def test_who_stood_by_and_took_another_since_is_not_next(world):
    by = world.petra.actor
    referral, other = seek(world, "Haddad"), seek(world, "Jansen")
    first, second = open_round(world, referral, world.cor, world.noor)
    lead = processes.accept_offer(first, by=world.cor.actor)
    db.session.refresh(second)
    handover.stand_by(referral, second, by=world.noor.actor)
    referrals.assign(other, world.noor.coordinator, by=by)
    db.commit()
    processes.hand_back(referral, lead, "illness", by=world.cor.actor)
    mine = db.session.query(Assignment).filter_by(person_id=world.noor.person.id, kind="lead", ended_at=None)
    assert [one.referral_id for one in mine] == [other.id]


def test_two_yeses_of_one_at_the_same_moment_give_her_one(both):
    ids = [open_round(both, seek(both, name), both.cor)[0].id for name in ("Haddad", "Jansen")]
    db.remove()
    begun, told = threading.Barrier(2), []

    def say_yes(offer_id):
        begun.wait()
        try:
            processes.accept_offer(db.session.get_one(Offer, offer_id), by=both.cor.actor)
            db.commit()
        except DomainError as error:
            db.rollback()
            told.append(str(error))
        db.remove()

    threads = [threading.Thread(target=contextvars.Context().run, args=(say_yes, one)) for one in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(told) == 1
    assert "Je zit op het aantal dat je zelf hebt opgegeven" in told[0]
    assert db.session.query(Referral).filter_by(state="matched").count() == 1
