"""Candidates, rounds and answers, on a real database: who may, who is told, what is written down."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from ekc import clock
from ekc.accounts.actor import Actor
from ekc.db import db
from ekc.errors import DomainError, NotFoundError, TooLateError
from ekc.matching import ladder, queries, service
from ekc.matching.models import Offer
from ekc.notifications.models import Message
from ekc.people.queries import by_ids
from ekc.people.service import Particulars
from ekc.pool import service as pool
from ekc.pool.rules import Enrolment
from ekc.referrals import service as referrals
from tests.agenda.trajects import make_traject
from tests.matching.stories import WEEKS, deliver_all, logged, make_referral, open_round
from tests.world import make_coordinator

PETRA = "bureau@demo.example"
COR = "coordinator@demo.example"
NOOR = "anderecoordinator@demo.example"


def names(found) -> list[int]:
    return [one.volunteer.person_id for one in found]


def test_who_was_asked_often_of_late_is_told_with_her_name(world):
    for number in range(4):
        other = Particulars("Ed", f"Els{number}", birth_year=1984)
        open_round(world, make_referral(world, focus=(other,)), world.cor)
    looks = make_referral(world)
    able, _ = service.candidates(looks, by=world.petra.actor)
    (cor,) = (one for one in able if one.volunteer.id == world.cor.coordinator.id)
    assert "al 4 keer gevraagd in vier weken" in cor.lines[1]
    with clock.at(clock.now() + timedelta(days=29)):
        able, _ = service.candidates(looks, by=world.petra.actor)
    (cor,) = (one for one in able if one.volunteer.id == world.cor.coordinator.id)
    assert "keer gevraagd" not in cor.lines[1]


class TestCandidates:
    def test_who_speaks_the_language_stands_first_with_two_lines_that_say_why(self, world):
        amal = make_coordinator(
            world.municipality, "Amal Azizi", "amal@pool.example", "9628", languages=("nld", "ara")
        )
        able, left_out = service.candidates(make_referral(world), by=world.petra.actor)
        assert names(able)[0] == amal.person.id
        assert able[0].lines[0].startswith("spreekt Arabisch; woont 12 km verderop, niet in hetzelfde dorp")
        assert able[0].lines[1] == "deed dit jaar 0 van 3; heeft er nu 0 van 1; nog nooit gevraagd"
        assert left_out == []

    def test_somebody_of_another_municipality_finds_nothing(self, world):
        referral = make_referral(world)
        with pytest.raises(NotFoundError):
            service.candidates(referral, by=replace(world.petra.actor, municipality_id=5))

    def test_whoever_belongs_to_the_family_is_left_out(self, world):
        referral = make_referral(world, backstop_person_id=world.cor.person.id, backstop=None)
        _, left_out = service.candidates(referral, by=world.petra.actor)
        assert [(one.volunteer.person_id, one.reasons) for one in left_out] == [
            (world.cor.person.id, ("member",))
        ]

    @pytest.mark.parametrize(
        ("state", "carries"),
        [("matched", 1), ("preparation", 1), ("planned", 1), ("held", 0), ("follow_up", 0)],
    )
    def test_a_meeting_that_was_held_leaves_room_for_another(self, world, state, carries):
        make_traject(world).referral.state = state
        db.commit()
        able, left_out = service.candidates(make_referral(world), by=world.petra.actor)
        (cor,) = [one for one in [*able, *left_out] if one.volunteer.person_id == world.cor.person.id]
        assert cor.volunteer.active == carries
        assert (cor in able) == (not carries)

    def test_who_has_no_account_yet_may_be_asked_and_the_line_says_so(self, world):
        fatma = pool.enrol(
            Particulars("Fatma", "Aydin"), Enrolment("9611", stage="active"), by=world.petra.actor
        )
        pool.accept_code(fatma, 1, by=world.petra.actor)
        pool.set_papers(fatma, pool.papers_of(world.cor.coordinator), by=world.petra.actor)
        able, _ = service.candidates(make_referral(world), by=world.petra.actor)
        said = {one.volunteer.person_id: "kan nog niet inloggen" in one.lines[0] for one in able}
        assert said == {
            fatma.person_id: True,
            world.cor.person.id: False,
            world.noor.person.id: False,
        }

    def test_the_name_of_a_family_member_is_pointed_out(self, world):
        make_coordinator(world.municipality, "Yara Haddad", "yara@pool.example")
        able, _ = service.candidates(make_referral(world), by=world.petra.actor)
        assert [one.lines[0].endswith("vraag dat na") for one in able].count(True) == 1

    def test_it_takes_the_same_three_queries_for_two_or_thirty(self, world, queries):
        referral = make_referral(world)
        queries.clear()
        service.candidates(referral, by=world.petra.actor)
        few = len(queries)
        for number in range(28):
            make_coordinator(world.municipality, f"Vrijwilliger{number} Veen", f"v{number}@pool.example")
        db.commit()
        queries.clear()
        able, _ = service.candidates(referral, by=world.petra.actor)
        assert len(able) == 30
        assert len(queries) == few == 3


class TestOpenRound:
    def test_each_gets_a_mail_without_a_word_about_the_case(self, world, outbox):
        referral = make_referral(world)
        deliver_all()
        (offer, _) = open_round(world, referral, world.cor, world.noor)
        assert outbox() == [("offer", COR), ("offer", NOOR)]
        mail = next(one for one in db.session.query(Message) if one.kind == "offer" and one.address == COR)
        words = f"{mail.subject} {mail.body_text} {mail.body_html}"
        assert mail.subject == "Een vraag voor je"
        assert "Cor" in words
        for never in ("Yara", "Haddad", "Hoogezand", "Lefier", referral.number, "rust in huis", "Kuiper"):
            assert never not in words
        assert logged("offer", offer.id) == [("offer", None, None)]
        assert ("open_round", None, None) in logged("referral", referral.id)

    def test_who_has_no_mail_is_asked_by_telephone(self, world, outbox):
        referral = make_referral(world)
        person = by_ids(world.municipality.id, [world.cor.person.id])[world.cor.person.id]
        person.channels = [one for one in person.channels if one.kind != "mail"]
        deliver_all()
        (offer,) = open_round(world, referral, world.cor)
        assert offer.state == "open"
        assert outbox() == []

    def test_asking_needs_no_waiver_since_the_family_chooses_from_who_can(self, world, outbox):
        referral = make_referral(world, waived=False)
        deliver_all()
        assert open_round(world, referral, world.cor)[0].state == "open"
        assert not service.first_yes_counts(referral)
        assert outbox() == [("offer", COR)]

    def test_the_first_yes_counts_where_families_do_not_choose_here(self, world):
        world.municipality.family_chooses = False
        assert service.first_yes_counts(make_referral(world, waived=False))

    def test_nobody_is_asked_for_a_referral_that_does_not_look(self, world):
        referral = make_referral(world)
        referrals.move(referral, "pause", reason="asked", by=world.petra.actor)
        with pytest.raises(DomainError, match="zoeken we nu geen"):
            open_round(world, referral, world.cor)

    def test_nobody_whose_vog_ran_out_is_asked(self, world):
        referral = make_referral(world)
        late = make_coordinator(
            world.municipality, "Leo Laat", "leo@pool.example", vog_until=clock.today() - timedelta(days=1)
        )
        with pytest.raises(DomainError, match="Leo Laat kan nu niet gevraagd worden: de VOG is verlopen"):
            open_round(world, referral, late)

    def test_nobody_is_asked_twice_at_once(self, world):
        referral = make_referral(world)
        open_round(world, referral, world.cor)
        with pytest.raises(DomainError, match="is hier al gevraagd"):
            open_round(world, referral, world.cor)

    def test_who_did_not_answer_may_be_asked_again_with_a_new_link(self, world, outbox):
        referral = make_referral(world)
        (offer,) = open_round(world, referral, world.cor)
        ladder.lapse_due(offer.expires_at)
        deliver_all()
        (again,) = open_round(world, referral, world.cor)
        assert (again.id, again.state) == (offer.id, "open")
        assert outbox() == [("offer", COR)]

    def test_the_weeks_are_whole_weeks_in_order(self, world):
        referral = make_referral(world)
        with pytest.raises(DomainError, match="Draai ze om"):
            service.open_round(referral, [world.cor.coordinator], WEEKS[1], WEEKS[0], by=world.petra.actor)


class TestAnswers:
    def test_no_is_kept_with_its_reason_and_on_whose_behalf(self, world):
        (offer,) = open_round(world, make_referral(world), world.cor)
        service.say_no(offer, "busy", by=world.petra.actor)
        assert (offer.state, offer.reason) == ("no", "busy")
        assert logged("offer", offer.id)[-1] == ("say_no", "busy", world.cor.person.id)

    def test_a_reason_outside_the_list_is_refused(self, world):
        (offer,) = open_round(world, make_referral(world), world.cor)
        with pytest.raises(DomainError, match="uit de lijst"):
            service.say_no(offer, "geen zin", by=world.cor.actor)
        assert offer.state == "open"

    def test_whoever_reached_her_own_number_cannot_say_yes_to_a_second(self, world):
        first = make_referral(world)
        second = make_referral(world, focus=(Particulars("Omar", "Said"),))
        (one,) = open_round(world, first, world.cor)
        (other,) = open_round(world, second, world.cor)
        service.say_yes(one, by=world.cor.actor)
        referrals.assign(first, world.cor.coordinator, by=world.cor.actor)
        with pytest.raises(DomainError, match="aantal dat je zelf hebt opgegeven"):
            service.say_yes(other, by=world.cor.actor)
        pool.change_limits(world.cor.coordinator, 3, 2, None, by=world.cor.actor)
        service.say_yes(other, by=world.cor.actor)
        assert other.state == "yes"

    def test_a_yes_after_its_time_or_after_the_search_ended_is_too_late(self, world):
        referral = make_referral(world)
        (offer,) = open_round(world, referral, world.cor)
        with clock.at(offer.expires_at), pytest.raises(TooLateError, match="verlopen"):
            service.say_yes(offer, by=world.cor.actor)
        referrals.move(referral, "pause", reason="asked", by=world.petra.actor)
        with pytest.raises(TooLateError, match="niet meer nodig"):
            service.say_yes(offer, by=world.cor.actor)

    def test_who_is_not_needed_any_more_is_thanked_once_the_question_reached_her(self, world, outbox):
        referral = make_referral(world)
        cor, noor = open_round(world, referral, world.cor, world.noor)
        deliver_all()
        assert service.close_others(referral, cor, by=world.cor.actor) == 1
        assert (cor.state, noor.state) == ("open", "filled")
        assert outbox() == [("offer_filled", NOOR)]
        assert logged("offer", noor.id)[-1] == ("close_offer", "filled", None)

    def test_where_the_search_stops_they_read_that_it_is_not_needed_any_more(self, world, outbox):
        referral = make_referral(world)
        (offer,) = open_round(world, referral, world.cor)
        deliver_all()
        assert service.withdraw_open(referral, by=world.petra.actor) == 1
        assert offer.state == "withdrawn"
        assert outbox() == [("offer_withdrawn", COR)]
        mail = db.session.query(Message).filter(Message.kind == "offer_withdrawn").one()
        assert mail.subject == "Het is niet meer nodig, dank je"

    def test_who_was_not_reached_yet_hears_nothing_at_all(self, world, outbox):
        referral = make_referral(world)
        open_round(world, referral, world.cor)
        deliver = [one for one in outbox() if one[1] == COR]
        assert deliver == [("offer", COR)]
        assert service.withdraw_open(referral, by=world.petra.actor) == 1
        assert [one for one in outbox() if one[1] == COR] == []


class TestLapse:
    def test_silence_closes_the_offers_and_the_bureau_hears_it_in_one_mail(self, world, outbox):
        referral = make_referral(world)
        cor, noor = open_round(world, referral, world.cor, world.noor)
        deliver_all()
        assert ladder.lapse_due(cor.expires_at - timedelta(seconds=1)) == []
        assert len(ladder.lapse_due(cor.expires_at)) == 2
        assert ladder.lapse_due(cor.expires_at) == []
        db.session.expire_all()
        assert (cor.state, noor.state) == ("lapsed", "lapsed")
        assert outbox() == [("asked_silent", PETRA)]
        mail = db.session.query(Message).filter(Message.kind == "asked_silent").one()
        assert "Van Cor en Noor kwam niet op tijd een antwoord" in mail.body_text
        assert logged("offer", cor.id)[-1] == ("lapse_offer", None, None)

    def test_an_urgent_question_lapses_sooner(self, world):
        (offer,) = open_round(world, make_referral(world, urgency="urgent"), world.cor)
        assert (
            timedelta(hours=4) <= offer.expires_at - (offer.leaves_at or offer.asked_at) <= timedelta(hours=5)
        )


class TestGetFor:
    def test_the_bureau_and_she_herself_find_the_offer_and_nobody_else(self, world):
        (offer,) = open_round(world, make_referral(world), world.cor)
        link = Actor(
            kind="link",
            municipality_id=world.municipality.id,
            person_id=world.cor.person.id,
            link_about=("offer", offer.id),
        )
        for who in (world.cor.actor, world.petra.actor, link):
            assert queries.get_for(who, offer.id).id == offer.id
            assert queries.card(who, offer.id).offer.id == offer.id
        for who in (world.noor.actor, world.sanne.actor, world.gea.actor):
            with pytest.raises(NotFoundError):
                queries.get_for(who, offer.id)
            with pytest.raises(NotFoundError):
                queries.card(who, offer.id)

    def test_the_card_tells_nothing_of_the_family(self, world):
        (offer,) = open_round(world, make_referral(world), world.cor)
        card = queries.card(world.cor.actor, offer.id)
        assert (card.team, card.urgency, card.organisations) == ("Hoogezand-Noord", "normal", ("Lefier",))
        assert (card.seeking, card.hers) == (True, False)
        assert db.session.get(Offer, offer.id) is card.offer
