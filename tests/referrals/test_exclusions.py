"""Whom they would rather not have: who may say it, what follows, and that it stays unseen."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ekc import choosing, clock
from ekc.db import db
from ekc.errors import DomainError, NotFoundError, TooLateError
from ekc.handover import service as handover
from ekc.matching import service as matching
from ekc.matching.models import Offer
from ekc.people.service import Particulars
from ekc.referrals import excluding
from ekc.referrals import service as referrals
from ekc.referrals.models import Exclusion
from tests.matching.stories import again, deliver_all, logged, make_referral, open_round
from tests.referrals.excluding import able, exclude, post
from tests.world import make_coordinator

WEEKS = (timedelta(weeks=6), timedelta(weeks=10))


class TestVerb:
    def test_who_is_left_out_is_no_candidate_and_cannot_be_asked(self, world):
        referral = make_referral(world)
        made = exclude(world, referral, world.cor)
        assert world.cor.coordinator.id not in able(world, referral)
        today = clock.today()
        with pytest.raises(DomainError, match="kan nu niet gevraagd worden: de familie wil"):
            matching.open_round(
                referral,
                [world.cor.coordinator],
                today + WEEKS[0],
                today + WEEKS[1],
                by=world.petra.actor,
            )
        excluding.include(made, by=world.petra.actor)
        db.commit()
        assert world.cor.coordinator.id in able(world, referral)

    def test_a_name_of_the_pool_in_the_aanmelding_leaves_her_out(self, world):
        referral = make_referral(world, avoid="cor kuiper")
        assert able(world, referral) == {world.noor.coordinator.id}
        (line,) = db.session.query(Exclusion).all()
        assert (line.words, line.said_by, line.account_id) == ("cor kuiper", "family", world.sanne.account.id)

    def test_words_in_the_aanmelding_are_looked_at_before_anybody_is_asked(self, world, client_of):
        referral = make_referral(world, avoid="iemand van de kerk")
        client, path = client_of(world.petra), f"/aanmeldingen/{referral.id}"
        assert "iemand liever niet" in client.get("/").get_data(as_text=True)
        page = client.get(f"{path}/kandidaten").get_data(as_text=True)
        assert "kijk eerst wie ze liever niet willen" in page
        week = clock.today() + WEEKS[0]
        week -= timedelta(days=week.weekday())
        asked = {"chosen": world.cor.coordinator.id, "week_from": week, "week_until": week}
        response = client.post(f"{path}/aanbod", data=asked)
        assert response.status_code == 422
        assert "Kijk eerst wie ze hier liever niet willen" in response.get_data(as_text=True)
        assert db.session.query(Offer).count() == 0
        post(client, referral, "/bekeken", line=db.session.query(Exclusion).one().id, who="")
        assert "kijk eerst" not in client.get(f"{path}/kandidaten").get_data(as_text=True)
        assert client.post(f"{path}/aanbod", data=asked).status_code == 303

    def test_what_was_written_again_in_a_corrected_aanmelding_stands_once(self, world):
        referral = make_referral(world, avoid="iemand van de kerk")
        for words in ("iemand van de kerk", "Cor Kuiper", "cor kuiper", None):
            excluding.take_over(referral, words, by=world.sanne.actor)
        assert [one.words for one in db.session.query(Exclusion).order_by(Exclusion.id)] == [
            "iemand van de kerk",
            "Cor Kuiper",
        ]

    def test_for_another_referral_nothing_changes(self, world):
        other = make_referral(world, focus=(Particulars("Bo", "Bos"),))
        exclude(world, make_referral(world), world.cor)
        assert world.cor.coordinator.id in able(world, other)

    def test_a_question_that_is_open_is_over_in_kind_words_and_the_bureau_hears_it(self, world, outbox):
        referral = make_referral(world, waived=False)
        cor, noor = open_round(world, referral, world.cor, world.noor)
        deliver_all()
        choosing.exclude(referral, world.cor.coordinator, None, "team", by=world.sanne.actor)
        db.commit()
        assert (again(cor).state, again(noor).state) == ("withdrawn", "open")
        assert outbox() == [
            ("offer_withdrawn", world.cor.account.email),
            ("asked_set_aside", world.petra.account.email),
        ]
        assert ("close_offer", "withdrawn", None) in logged("offer", cor.id)
        assert logged("referral", referral.id)[-1] == ("exclude", "team", None)
        assert not any("excl" in line[0] for line in logged("offer", cor.id))

    def test_who_could_is_thanked_and_the_family_chooses_from_the_others(self, world, outbox):
        referral = make_referral(world, waived=False, focus=(Particulars("Mia", "Mol", mail="m@p.example"),))
        cor, noor = open_round(world, referral, world.cor, world.noor)
        for who, offer in ((world.cor, cor), (world.noor, noor)):
            matching.say_yes(offer, by=who.actor)
        db.commit()
        deliver_all()
        exclude(world, referral, world.cor)
        kinds = {kind for kind, _ in outbox()}
        assert {"offer_thanks", "choice"} <= kinds
        assert [one.id for one in matching.ready(referral)] == [noor.id]

    def test_she_cannot_stand_by_for_it_and_who_counted_on_her_as_a_buddy_needs_another(
        self, world, client_of
    ):
        referral = make_referral(world)
        new = make_coordinator(
            world.municipality, "Nel Nieuw", "nel@p.example", block2_on=None, stage="training"
        )
        cor, nel = open_round(world, referral, world.cor, new)
        cor.state = "filled"
        matching.say_yes(nel, by=new.actor)
        nel.buddy_id = world.cor.coordinator.id
        db.commit()
        exclude(world, referral, world.cor)
        assert again(nel).buddy_id is None
        page = client_of(world.cor).get(f"/aanbod/{cor.id}").get_data(as_text=True)
        assert "klaarstaan" not in page
        assert "niet meer nodig" in page

    def test_nor_can_she_be_the_buddy_or_take_over(self, world):
        referral = make_referral(world)
        (noor,) = open_round(world, referral, world.noor)
        matching.say_yes(noor, by=world.noor.actor)
        exclude(world, referral, world.cor)
        with pytest.raises(DomainError, match="past hier niet als maatje"):
            handover.pair(referral, noor, world.cor.coordinator, by=world.petra.actor)
        referrals.assign(referral, world.noor.coordinator, by=world.by)
        with pytest.raises(DomainError, match="niet onafhankelijk genoeg"):
            handover.substitute(referral, world.cor.coordinator, "no_room", None, by=world.petra.actor)

    def test_who_stands_by_stands_down(self, world):
        referral = make_referral(world)
        referrals.assign(referral, world.noor.coordinator, by=world.petra.actor)
        second = referrals.add_second(referral, world.cor.coordinator, "backup", by=world.petra.actor)
        exclude(world, referral, world.cor)
        assert (again(second).ended_at is not None, again(second).end_reason) == (True, "no_click")

    @pytest.mark.parametrize("kind", ["lead", "buddy"])
    def test_who_is_on_it_is_replaced_first(self, world, kind):
        referral = make_referral(world)
        referrals.assign(referral, (world.cor if kind == "lead" else world.noor).coordinator, by=world.by)
        if kind == "buddy":
            referrals.add_second(referral, world.cor.coordinator, "buddy", by=world.by)
        with pytest.raises(DomainError, match="hier nu"):
            exclude(world, referral, world.cor)
        assert db.session.query(Exclusion).count() == 0

    def test_twice_is_told_and_what_is_closed_needs_none(self, world):
        referral = make_referral(world)
        exclude(world, referral, world.cor)
        with pytest.raises(TooLateError, match="stond er al"):
            exclude(world, referral, world.cor, "team")
        referrals.move(referral, "stop", reason="not_needed", by=world.petra.actor)
        assert db.session.query(Exclusion).count() == 0, "what was said is forgotten when it ends"
        with pytest.raises(DomainError, match="afgesloten"):
            exclude(world, referral, world.noor)

    @pytest.mark.parametrize(
        ("said_by", "words", "sentence"),
        [("neighbour", "Jan", "wie dit zei"), ("family", None, "Schrijf op"), ("team", "111222333", "BSN")],
    )
    def test_what_cannot_be_kept(self, world, said_by, words, sentence):
        with pytest.raises(DomainError, match=sentence):
            exclude(world, make_referral(world), None, said_by, words)

    def test_nobody_else_finds_a_line(self, world):
        referral = make_referral(world)
        made = exclude(world, make_referral(world, focus=(Particulars("Bo", "Bos"),)), world.cor)
        with pytest.raises(NotFoundError):
            excluding.one(referral, made.id)
