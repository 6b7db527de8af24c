"""She falls ill: the same day goes on with another. Who is told what, and who sees it in that same moment."""

from __future__ import annotations

import pytest

from ekc import choosing, clock, processes
from ekc.agenda import queries as agenda
from ekc.agenda import service as agenda_service
from ekc.db import db
from ekc.errors import BusyError, DomainError, TooLateError
from ekc.handover import service
from ekc.invitations.models import Appointment
from ekc.matching.models import Offer
from ekc.notifications.models import Message
from ekc.people.service import Particulars
from ekc.pool import service as pool
from ekc.referrals.models import Assignment
from ekc.web import english, formatting
from tests.agenda.trajects import a_plan, add, make_conference, make_traject, noon
from tests.matching.stories import again, deliver_all, make_referral, open_round
from tests.world import make_coordinator

__all__ = ["noon"]

COR, NOOR, PETRA, OMA = (
    "coordinator@demo.example",
    "anderecoordinator@demo.example",
    "bureau@demo.example",
    "oma@post.example",
)


def planned(world):
    """Cor's traject with a day, everything delivered."""
    traject = make_traject(world)
    make_conference(world, traject)
    deliver_all()
    return traject


def appointment_of(traject) -> Appointment:
    return next(iter(agenda.sessions(agenda.planned_of(traject.referral).conference).values()))[1]


def line(message: Message, name: str) -> list[str]:
    text = (message.calendar or "").replace("\r\n ", "")
    return [one.partition(":")[2] for one in text.splitlines() if one.startswith(name)]


def test_the_same_appointment_goes_on_with_another_and_everybody_hears_it_once(world, outbox):
    traject = planned(world)
    before = appointment_of(traject)
    uid, sequence, starts = before.uid, before.sequence, before.starts_at
    service.substitute(
        traject.referral, world.noor.coordinator, "illness", "Oma hoort slecht.", by=world.petra.actor
    )
    db.commit()
    assert sorted(outbox()) == sorted(
        [("invitation_changed", OMA), ("organiser_off", COR), ("organiser_on", NOOR), ("handover", NOOR)]
    )
    mails = {one.kind: one for one in db.session.query(Message).filter(Message.state == "queued")}
    for kind in ("invitation_changed", "organiser_on"):
        assert (line(mails[kind], "UID"), line(mails[kind], "METHOD")) == ([uid], ["REQUEST"])
        assert line(mails[kind], "SEQUENCE") == [str(sequence + 1)]
    assert mails["organiser_off"].calendar is None  # he had it from his feed alone, and loses it there
    assert "Noor regelt voortaan de afspraak" in mails["invitation_changed"].body_text
    after = appointment_of(traject)
    assert (after.starts_at, after.title, after.organiser_person_id) == (
        starts,
        "Afspraak met Noor",
        world.noor.person.id,
    )


def test_access_moves_in_the_same_moment_and_the_note_is_for_her_alone(world, client_of):
    traject = planned(world)
    address = f"/trajecten/{traject.referral_id}"
    client = client_of(world.cor)
    assert client.get(f"{address}/vervanging").status_code == 200
    told = {"reason": "illness", "note": "Bel na vijven."}
    assert client.post(f"{address}/vertrek", data=told).status_code == 303
    assert "Er wordt een vervanger gezocht" in client.get(address).get_data(as_text=True)
    bureau = client_of(world.petra)
    page = bureau.get(f"{address}/vervanging").get_data(as_text=True)
    assert "Bel na vijven" not in page
    who = str(world.noor.coordinator.id)
    done = bureau.post(f"{address}/vervanging", data={"who": who, "how": "now", "reason": "illness"})
    assert done.status_code == 303
    assert client.get(address).status_code == 404
    assert "Bel na vijven" in client_of(world.noor).get(address).get_data(as_text=True)
    assert "Bel na vijven" not in bureau.get(address).get_data(as_text=True)


@pytest.mark.parametrize("fixed", [True, False])
def test_nobody_reads_that_a_day_stays_where_there_is_none(world, client_of, fixed):
    traject = planned(world) if fixed else make_traject(world)
    address = f"/trajecten/{traject.referral_id}"
    left = client_of(world.cor).post(f"{address}/vertrek", data={"reason": "illness"}, follow_redirects=True)
    assert "Het bureau zoekt iemand." in left.text
    taken = {"who": str(world.noor.coordinator.id), "how": "now", "reason": "illness"}
    done = client_of(world.petra).post(f"{address}/vervanging", data=taken, follow_redirects=True)
    assert "Noor Nijland is nu de coördinator." in done.text
    assert ["de dag blijft staan" in page.text.lower() for page in (left, done)] == [fixed, fixed]


def test_who_took_over_has_a_copy_that_later_moves_reach_and_is_no_guest(world, outbox):
    traject = planned(world)
    service.substitute(traject.referral, world.noor.coordinator, "illness", None, by=world.petra.actor)
    deliver_all()
    day = agenda.planned_of(traject.referral)
    assert world.noor.person.id not in {one.guest.person_id for one in agenda.asked(day)}
    agenda_service.move(day.conference, a_plan(days=1), by=world.noor.actor)
    assert sorted(outbox()) == [("invitation_moved", OMA), ("organiser_on", NOOR)]
    deliver_all()
    agenda_service.cancel(agenda.planned_of(traject.referral).conference, "focus_asked", by=world.noor.actor)
    assert sorted(outbox()) == [("invitation_cancelled", NOOR), ("invitation_cancelled", OMA)]


def test_of_a_day_in_two_parts_she_hears_once_and_her_copy_spans_both(world, outbox):
    traject = make_traject(world)
    add(traject, "Wim", world.cor.actor, "professional", kind="professional", mail="wim@post.example")
    make_conference(world, traject)
    deliver_all()
    parts = agenda.sessions(agenda.planned_of(traject.referral).conference).values()
    assert len(parts) == 2, "who comes for work is there for the beginning"
    whole = max((part for _, part in parts), key=lambda part: part.ends_at)
    service.substitute(traject.referral, world.noor.coordinator, "illness", None, by=world.petra.actor)
    db.commit()
    mine = [one for one in outbox() if one[0].startswith("organiser")]
    assert sorted(mine) == [("organiser_off", COR), ("organiser_on", NOOR)]
    (hers,) = db.session.query(Message).filter_by(kind="organiser_on")
    assert line(hers, "UID") == [whole.uid]


def test_who_took_over_and_is_replaced_too_loses_the_copy_that_she_got(world, outbox):
    traject = planned(world)
    amal = make_coordinator(world.municipality, "Amal Azizi", "amal@pool.example")
    uid, sequence = appointment_of(traject).uid, appointment_of(traject).sequence
    service.substitute(traject.referral, world.noor.coordinator, "illness", None, by=world.petra.actor)
    deliver_all()
    service.substitute(traject.referral, amal.coordinator, "illness", None, by=world.petra.actor)
    db.commit()
    (off,) = db.session.query(Message).filter(Message.state == "queued", Message.kind == "organiser_off")
    assert (off.address, line(off, "METHOD"), line(off, "UID")) == (NOOR, ["CANCEL"], [uid])
    assert line(off, "SEQUENCE") == [str(sequence + 2)]


def test_a_copy_that_never_left_is_taken_back_and_not_cancelled(world, outbox):
    traject = planned(world)
    amal = make_coordinator(world.municipality, "Amal Azizi", "amal@pool.example")
    for who in (world.noor, amal):
        service.substitute(traject.referral, who.coordinator, "illness", None, by=world.petra.actor)
    db.commit()
    queued = db.session.query(Message).filter(Message.state == "queued").all()
    hers = [(one.kind, one.calendar) for one in queued if one.address == NOOR and "organiser" in one.kind]
    assert hers == [("organiser_off", None)]


def test_who_has_another_meeting_then_cannot_and_nothing_changed(world):
    traject = planned(world)
    pool.change_limits(world.noor.coordinator, 3, 2, None, by=world.petra.actor)
    other = make_traject(world, world.noor, surname="Pietersen")
    make_conference(world, other, world.noor, place="elders")
    with pytest.raises(BusyError, match="Noor heeft op dat uur al een andere"):
        service.substitute(traject.referral, world.noor.coordinator, "illness", None, by=world.petra.actor)
    db.rollback()
    assert traject.assignment.ended_at is None


def test_an_urgent_question_that_is_answered_yes_does_the_same(world, outbox):
    traject = planned(world)
    service.ask_urgently(
        traject.referral, world.noor.coordinator, "illness", "Bel na vijven.", by=world.petra.actor
    )
    db.commit()
    offer = db.session.query(Offer).filter(Offer.person_id == world.noor.person.id).one()
    made = processes.accept_offer(offer, by=world.noor.actor)
    assert (made.person_id, again(traject.referral).state) == (world.noor.person.id, "planned")
    assert (traject.assignment.end_reason, made.handover) == ("illness", "Bel na vijven.")


def test_nobody_takes_over_from_nobody_or_from_herself(world):
    traject = planned(world)
    with pytest.raises(DomainError, match="al de coördinator"):
        service.substitute(traject.referral, world.cor.coordinator, "illness", None, by=world.petra.actor)
    with pytest.raises(DomainError, match="geen coördinator om te vervangen"):
        service.substitute(
            make_referral(world), world.noor.coordinator, "illness", None, by=world.petra.actor
        )


def matched(world):
    """Cor leads it; Noor could as well."""
    referral = make_referral(world)
    cor, noor = open_round(world, referral, world.cor, world.noor)
    processes.accept_offer(cor, by=world.cor.actor)
    db.commit()
    return referral, noor


def test_who_stands_by_sees_nothing_and_is_next_when_she_hands_it_back(world, client_of):
    referral, noor = matched(world)
    client = client_of(world.noor)
    assert "Ik sta klaar als reserve" in client.get(f"/aanbod/{noor.id}").get_data(as_text=True)
    assert client.post(f"/aanbod/{noor.id}/reserve").status_code == 303
    assert "Je staat klaar als reserve" in client.get(f"/aanbod/{noor.id}").get_data(as_text=True)
    assert client.get(f"/trajecten/{referral.id}").status_code == 404
    assert client_of(world.petra).post(f"/aanbod/{noor.id}/reserve").status_code == 422
    lead = db.session.query(Assignment).filter(Assignment.kind == "lead").one()
    processes.hand_back(again(referral), lead, "know_them", by=world.cor.actor)
    db.commit()
    assert again(referral).state == "matched"
    assert client_of(world.noor).get(f"/trajecten/{referral.id}").status_code == 200


def test_the_database_keeps_one_who_stands_by(world):
    referral, noor = matched(world)
    amal = make_coordinator(world.municipality, "Amal Azizi", "amal@pool.example")
    service.stand_by(referral, noor, by=world.noor.actor)
    other = Offer(
        municipality_id=referral.municipality_id,
        round_id=noor.round_id,
        referral_id=referral.id,
        coordinator_id=amal.coordinator.id,
        person_id=amal.person.id,
        state="filled",
        asked_at=clock.now(),
        expires_at=clock.now(),
    )
    with pytest.raises(TooLateError, match="al iemand op deze plek"):
        service.stand_by(referral, other, by=amal.actor)


def test_who_learns_is_not_assigned_without_a_buddy_who_sees_all(world, client_of):
    lea = make_coordinator(
        world.municipality, "Lea Leert", "lea@pool.example", stage="training", block2_on=None
    )
    referral = make_referral(world)
    (offer,) = open_round(world, referral, lea)
    assert processes.accept_offer(offer, by=lea.actor) is None
    client = client_of(world.petra)
    assert "Zet als maatje" in client.get(f"/aanbod/{offer.id}").get_data(as_text=True)
    told = {"buddy": str(world.noor.coordinator.id)}
    assert client.post(f"/aanbod/{offer.id}/maatje", data={"buddy": "9" * 20}).status_code == 404
    assert client.post(f"/aanbod/{offer.id}/maatje", data=told).status_code == 303
    kinds = {one.kind: one.person_id for one in db.session.query(Assignment)}
    assert kinds == {"lead": lea.person.id, "buddy": world.noor.person.id}
    assert client_of(world.noor).get(f"/trajecten/{referral.id}").status_code == 200


def test_a_professional_only_when_nobody_can(world, client_of):
    referral = make_referral(world, own_village="any")
    client = client_of(world.petra)
    address = f"/aanmeldingen/{referral.id}/beroepskracht"
    told = {"given_name": "Pim", "reason": "nobody_can"}
    assert client.post(address, data=told).status_code == 422
    for one in (world.cor, world.noor):
        again(one.coordinator).paused_until = clock.today()
    db.commit()
    assert client.post(address, data=told).status_code == 303
    assert again(referral).state == "matched"
    assert client.get(f"/trajecten/{referral.id}").status_code == 200
    page = client.get(f"/aanmeldingen/{referral.id}/kandidaten").get_data(as_text=True)
    assert "<strong>Pim</strong> regelt het." in page


MIA = "mia@post.example"


def test_where_no_day_stands_the_family_is_told_in_plain_words(world, outbox):
    focus = (Particulars("Mia", "Mulder", mail=MIA), Particulars("Mo", "Mulder", phone="+31611111111"))
    traject = make_traject(world, focus=focus, focus_answers=("yes", "yes"))
    deliver_all()
    service.substitute(traject.referral, world.noor.coordinator, "illness", None, by=world.petra.actor)
    assert sorted(outbox()) == [("handover", NOOR), ("handover_family", MIA), ("traject_other", COR)]
    mail = db.session.query(Message).filter(Message.kind == "handover_family").one()
    assert "Noor regelt het voortaan, en belt je uiterlijk" in mail.body_text
    assert not [word for word in ("Mia", "Mulder", "Cor", "Nijland") if word in mail.subject + mail.body_text]
    assert [one.given_name for one in service.to_call(traject.referral)] == ["Mo"]


def test_who_reads_english_is_told_in_english_first(world):
    traject = make_traject(world, focus=(Particulars("Mia", "Mulder", mail=MIA, language="eng"),))
    deliver_all()
    service.substitute(traject.referral, world.noor.coordinator, "illness", None, by=world.petra.actor)
    first, _, dutch = (
        db.session.query(Message)
        .filter_by(kind="handover_family")
        .one()
        .body_text.partition("— Nederlands —")
    )
    until = db.session.query(Assignment).order_by(Assignment.id.desc()).first().first_contact_by
    assert f"From now on Noor arranges it, and will call you by {english.day(until)}." in first
    assert f"belt je uiterlijk {formatting.day(until)}." in dutch


def test_whom_no_message_may_reach_the_bureau_calls(world, client_of, outbox):
    traject = make_traject(world, focus=(Particulars("Mia", "Mulder", mail=MIA, read_along=True),))
    deliver_all()
    told = {"who": str(world.noor.coordinator.id), "how": "now", "reason": "illness"}
    client = client_of(world.petra)
    assert client.post(f"/trajecten/{traject.referral_id}/vervanging", data=told).status_code == 303
    assert MIA not in [to for _, to in outbox()]
    assert "Vertel het zelf aan: Mia" in client.get(f"/trajecten/{traject.referral_id}").text


def test_who_may_take_over_can_be_called_from_the_page_at_the_same_cost_for_more(world, client_of, queries):
    traject = planned(world)
    client, address = client_of(world.petra), f"/trajecten/{traject.referral_id}/vervanging"
    queries.clear()
    assert "tel:+31612345678" in client.get(address).text
    one = len(queries)
    for number in range(6):
        make_coordinator(world.municipality, f"V{number} Veen", f"v{number}@pool.example")
    client = client_of(world.petra)
    queries.clear()
    assert client.get(address).text.count("Bel V") == 6
    assert len(queries) == one


def test_the_bureau_sees_on_its_first_page_whom_to_replace_and_who_may_choose(world, client_of, queries):
    traject = planned(world)
    client = client_of(world.petra)
    assert "zoek een vervanger" not in client.get("/").text
    service.cannot_go_on(traject.referral, traject.assignment, "illness", None, by=world.cor.actor)
    referral = make_referral(world, waived=False)
    (offer,) = open_round(world, referral, world.noor)
    processes.accept_offer(offer, by=world.noor.actor)
    db.commit()
    page = client.get("/").text
    assert f'href="/trajecten/{traject.referral_id}/vervanging"' in page
    assert f'href="/aanmeldingen/{referral.id}/keuze"' in page
    dead_end = client.get(f"/aanmeldingen/{traject.referral_id}/kandidaten").text
    assert "Regel een vervanger" in dead_end
    assert "zoek een vervanger" not in client_of(world.cor).get("/").text


@pytest.mark.parametrize("how", ["now", "ask"])
def test_nobody_takes_over_while_nobody_looked_whom_they_would_rather_not_have(world, client_of, how):
    traject = planned(world)
    choosing.exclude(traject.referral, None, "die ene van de kerk", "family", by=world.petra.actor)
    db.commit()
    told = {"who": str(world.noor.coordinator.id), "how": how, "reason": "illness"}
    address = f"/trajecten/{traject.referral_id}/vervanging"
    refused = client_of(world.petra).post(address, data=told)
    assert refused.status_code == 422
    assert "Kijk eerst wie ze hier liever niet willen" in refused.text
    assert again(traject.assignment).ended_at is None
