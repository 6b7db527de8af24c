"""The card of an offer: what she reads by her link, and each answer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ekc import clock
from ekc.db import db
from ekc.people.service import Particulars
from ekc.referrals.models import Assignment
from tests.matching.pages import by_link, link_of, read
from tests.matching.stories import again, logged, make_referral, open_round

HIDDEN = ("Yara", "Haddad", "rust in huis", "Hoogezand</dd>", "tante Bep")


class TestOffer:
    def test_by_the_link_she_reads_what_she_needs_and_nothing_that_points_to_a_family(self, world, client_of):
        referral = make_referral(world)
        (offer,) = open_round(world, referral, world.cor)
        page = read(by_link(client_of, offer), f"/aanbod/{offer.id}")
        for words in ("Hoogezand-Noord", "Lefier", "gewoon", "in week", "Ik kan", "Nee, nu niet", "0598"):
            assert words in page
        assert "zet me even op pauze" in page
        for never in (*HIDDEN, referral.number, "Cor", "Kuiper"):
            assert never not in page

    @pytest.mark.parametrize("who", ["sanne", "tom", "tess", "noor", "gea", "bea"])
    def test_nobody_else_sees_or_answers(self, world, client_of, who):
        (offer,) = open_round(world, make_referral(world), world.cor)
        client = client_of(getattr(world, who))
        assert client.get(f"/aanbod/{offer.id}").status_code == 404
        assert client.post(f"/aanbod/{offer.id}/antwoord", data={"answer": "yes"}).status_code == 404
        offer = again(offer)
        assert offer.state == "open"

    def test_a_link_to_one_offer_opens_no_other(self, world, client_of):
        cor, noor = open_round(world, make_referral(world), world.cor, world.noor)
        client = by_link(client_of, cor)
        assert client.get(f"/aanbod/{noor.id}").status_code == 303
        assert client.post(f"/aanbod/{noor.id}/antwoord", data={"answer": "no"}).status_code == 303
        noor = again(noor)
        assert noor.state == "open"

    def test_looking_changes_nothing_however_often(self, world, client_of):
        (offer,) = open_round(world, make_referral(world), world.cor)
        client = by_link(client_of, offer)
        for _ in range(5):
            client.get(link_of(offer))
            client.head(f"/aanbod/{offer.id}")
            read(client, f"/aanbod/{offer.id}")
        offer = again(offer)
        assert (offer.state, offer.answered_at) == ("open", None)

    def test_yes_by_the_link_assigns_her_and_sends_her_to_the_door(self, world, client_of):
        referral = make_referral(world)
        (offer,) = open_round(world, referral, world.cor)
        client = by_link(client_of, offer)
        response = client.post(f"/aanbod/{offer.id}/antwoord", data={"answer": "yes"})
        assert (response.status_code, response.location) == (303, f"/aanbod/{offer.id}")
        page = read(client, f"/aanbod/{offer.id}")
        assert "Fijn dat je kunt!" in page
        assert f"/trajecten/{referral.id}" in page
        for never in HIDDEN:
            assert never not in page
        assert client.get(f"/trajecten/{referral.id}").status_code == 303
        assert db.session.query(Assignment).one().person_id == world.cor.person.id
        assert read(client_of(world.cor), f"/trajecten/{referral.id}").count("Yara")
        assert client_of(world.noor).get(f"/trajecten/{referral.id}").status_code == 404

    @pytest.mark.parametrize(("frame", "words"), [("pressure", "Er is drang"), ("coercion", "Er is dwang")])
    def test_what_is_not_voluntary_is_said_yes_to_knowing_that(self, world, client_of, frame, words):
        referral = make_referral(world, frame=frame)
        cor, noor = open_round(world, referral, world.cor, world.noor)
        client, path = by_link(client_of, cor), f"/aanbod/{cor.id}/antwoord"
        assert words in read(client, f"/aanbod/{cor.id}")
        for older in ({}, {"frame": "voluntary"}):  # a page from before it was known
            refused = client.post(path, data={"answer": "yes", **older})
            assert refused.status_code == 422
            assert "Lees het eerst" in refused.get_data(as_text=True)
            assert again(cor).state == "open"
        assert client.post(path, data={"answer": "yes", "frame": frame}).status_code == 303
        assert ("accept_frame", frame) in [(one[0], one[1]) for one in logged("offer", cor.id)]
        assert words in read(client_of(world.cor), f"/trajecten/{referral.id}")
        assert words in read(by_link(client_of, noor), f"/aanbod/{noor.id}")  # before she stands by
        free = make_referral(world, focus=(Particulars("Omar", "Said"),))
        (other,) = open_round(world, free, world.noor)
        page = read(by_link(client_of, other), f"/aanbod/{other.id}")
        assert ("vrijwillig" in page, "Ik weet dit" in page) == (False, False)

    def test_whether_a_visit_is_safe_is_read_before_the_yes(self, world, client_of):
        referral = make_referral(world)
        (cor,) = open_round(world, referral, world.cor)
        client, team = by_link(client_of, cor), client_of(world.sanne)
        assert "dat weten we nog niet" in read(client, f"/aanbod/{cor.id}")
        told = f"/aanmeldingen/{referral.id}/verantwoordelijken"
        for visiting in ("alone", "unknown", "two"):
            assert team.post(told, data={"conditions": "none", "visiting": visiting}).status_code == 303
            assert ("dat weten we nog niet" in read(client, f"/aanbod/{cor.id}")) == (visiting == "unknown")
        assert team.post(told, data={"conditions": "none", "visiting": "nooit"}).status_code == 422
        for page in (
            read(client, f"/aanbod/{cor.id}"),
            read(client_of(world.petra), f"/aanmeldingen/{referral.id}/kandidaten"),
            read(team, f"/aanmeldingen/{referral.id}"),
        ):
            assert "ja, met z&#39;n tweeën" in page
        client.post(f"/aanbod/{cor.id}/antwoord", data={"answer": "yes"})
        assert "Ja, met z&#39;n tweeën." in read(client_of(world.cor), f"/trajecten/{referral.id}")

    def test_i_know_them_gives_it_back_and_then_she_sees_nothing(self, world, client_of):
        referral = make_referral(world)
        (offer,) = open_round(world, referral, world.cor)
        client = client_of(world.cor)
        client.post(f"/aanbod/{offer.id}/antwoord", data={"answer": "yes"})
        response = client.post(f"/trajecten/{referral.id}/teruggave", data={"reason": "know_them"})
        assert response.status_code == 303
        assert client.get(f"/trajecten/{referral.id}").status_code == 404
        assert "Je doet dit niet meer." in read(client, f"/aanbod/{offer.id}")
        assert again(referral).state == "matching"
        board = read(client_of(world.petra), f"/aanmeldingen/{referral.id}/kandidaten")
        assert ("doet het niet meer" in board, "zei ja" in board) == (True, False)

    def test_who_is_too_late_reads_a_kind_sentence_on_the_page(self, world, client_of):
        cor, noor = open_round(world, make_referral(world), world.cor, world.noor)
        client_of(world.cor).post(f"/aanbod/{cor.id}/antwoord", data={"answer": "yes"})
        late = client_of(world.noor)
        response = late.post(f"/aanbod/{noor.id}/antwoord", data={"answer": "yes"})
        assert response.status_code == 409
        assert "Iemand anders was je net voor" in response.get_data(as_text=True)
        assert "Iemand anders was je net voor" in read(late, f"/aanbod/{noor.id}")
        assert db.session.query(Assignment).count() == 1

    def test_no_is_one_tap_and_no_and_pause_takes_the_day_proposed(self, world, client_of):
        cor, noor = open_round(world, make_referral(world), world.cor, world.noor)
        one, other = by_link(client_of, cor), by_link(client_of, noor)
        assert one.post(f"/aanbod/{cor.id}/antwoord", data={"answer": "no"}).status_code == 303
        assert other.post(f"/aanbod/{noor.id}/antwoord", data={"answer": "pause"}).status_code == 303
        cor, noor = again(cor), again(noor)
        assert (cor.state, noor.state) == ("no", "no")
        assert again(world.cor.coordinator).paused_until is None
        assert again(world.noor.coordinator).paused_until == clock.today() + timedelta(weeks=8)
        assert "Je zei hier nee op" in read(one, f"/aanbod/{cor.id}")

    @pytest.mark.parametrize(
        "told", [{}, {"answer": "misschien"}, {"answer": "pause", "paused_until": "ooit"}]
    )
    def test_what_is_no_answer_is_asked_again(self, world, client_of, told):
        (offer,) = open_round(world, make_referral(world), world.cor)
        response = by_link(client_of, offer).post(f"/aanbod/{offer.id}/antwoord", data=told)
        assert response.status_code == 422
        assert "Kies ja of nee" in response.get_data(as_text=True)
        offer = again(offer)
        assert offer.state == "open"

    def test_a_reason_for_no_is_one_tap_too(self, world, client_of):
        (offer,) = open_round(world, make_referral(world), world.cor)
        client = by_link(client_of, offer)
        assert '<button class="nl-button nl-button--subtle" name="reason" value="busy">' in client.get(
            f"/aanbod/{offer.id}"
        ).get_data(as_text=True)
        assert (
            client.post(f"/aanbod/{offer.id}/antwoord", data={"answer": "no", "reason": "busy"}).status_code
            == 303
        )
        assert (again(offer).state, again(offer).reason) == ("no", "busy")

    def test_what_she_chose_is_still_there_after_a_refusal(self, world, client_of):
        (offer,) = open_round(world, make_referral(world), world.cor)
        told = {"answer": "pause", "reason": "far", "paused_until": "1-1-2020"}
        response = by_link(client_of, offer).post(f"/aanbod/{offer.id}/antwoord", data=told)
        page = response.get_data(as_text=True)
        assert response.status_code == 422
        assert 'value="far" checked' in page
        assert 'value="2020-01-01"' in page
        assert "<details open>" in page

    def test_her_own_limit_is_told_kindly_and_the_offer_stays_open(self, world, client_of):
        first = make_referral(world)
        (offer,) = open_round(world, first, world.cor)
        again(world.cor.coordinator).vog_until = clock.today() - timedelta(days=1)
        response = client_of(world.cor).post(f"/aanbod/{offer.id}/antwoord", data={"answer": "yes"})
        assert response.status_code == 422
        assert "de VOG is verlopen" in response.get_data(as_text=True)
        offer = again(offer)
        assert offer.state == "open"

    def test_the_bureau_answers_for_who_phones(self, world, client_of):
        (offer,) = open_round(world, make_referral(world), world.cor)
        client = client_of(world.petra)
        assert "Je antwoordt namens <strong>Cor Kuiper</strong>" in read(client, f"/aanbod/{offer.id}")
        client.post(f"/aanbod/{offer.id}/antwoord", data={"answer": "no", "reason": "weeks"})
        offer = again(offer)
        assert (offer.state, offer.reason) == ("no", "weeks")
        assert logged("offer", offer.id)[-1] == ("say_no", "weeks", world.cor.person.id)

    def test_an_offer_that_expired_explains_itself_with_a_number_to_call(self, world, client_of):
        (offer,) = open_round(world, make_referral(world), world.cor)
        client = by_link(client_of, offer)
        with clock.at(offer.expires_at):
            page = read(client, f"/aanbod/{offer.id}")
            late = client.post(f"/aanbod/{offer.id}/antwoord", data={"answer": "yes"})
        assert "Deze vraag is verlopen" in page
        assert "tel:" in page
        assert late.status_code == 409

    def test_a_page_takes_at_most_six_queries(self, world, client_of, queries):
        (offer,) = open_round(world, make_referral(world), world.cor)
        for client in (by_link(client_of, offer), client_of(world.cor), client_of(world.petra)):
            queries.clear()
            read(client, f"/aanbod/{offer.id}")
            assert sum(one.startswith("SELECT") for one in queries) <= 6

    def test_one_answer_is_one_commit(self, world, client_of):
        from sqlalchemy import event  # noqa: PLC0415 -- only here

        (offer,) = open_round(world, make_referral(world), world.cor)
        client = by_link(client_of, offer)
        commits: list[object] = []
        event.listen(db.engine, "commit", commits.append)
        client.post(f"/aanbod/{offer.id}/antwoord", data={"answer": "yes"})
        assert len(commits) == 1


def test_who_waits_for_the_family_may_say_by_her_link_that_she_cannot_after_all(world, client_of):
    referral = make_referral(world, waived=False)
    offer, _ = open_round(world, referral, world.cor, world.noor)
    client = by_link(client_of, offer)
    address = f"/aanbod/{offer.id}"
    assert "Ik kan toch niet" not in read(client, address)
    assert client.post(f"{address}/antwoord", data={"answer": "yes"}).status_code == 303
    assert "Ik kan toch niet" in read(client, address)
    assert client.post(f"{address}/antwoord", data={"answer": "no"}).status_code == 303
    assert again(offer).state == "no"
    page = read(client, address)
    assert "Je zei hier nee op" in page
    assert "Ik kan toch niet" not in page
    assert client_of(world.sanne).post(f"{address}/antwoord", data={"answer": "no"}).status_code == 404
