"""The joint proposal on the screen: what the bureau reads, and what accepting does."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest

from ekc import clock
from ekc.audit.models import LogEntry
from ekc.db import db
from ekc.matching import together
from ekc.matching.models import Offer
from ekc.pool import service as pool
from tests.matching.joint import rest, seek
from tests.matching.stories import WEEKS, again, open_round
from tests.world import make_coordinator, make_municipality

MAY_NOT = ("sanne", "tom", "tess", "cor", "noor", "gea", "bea")


def ticks(page):
    """The values of the ticks on a page."""
    return re.findall(r'name="chosen" value="([\d.]+)"', page)


def weeks():
    """As a browser sends them."""
    first, last = clock.today() + timedelta(weeks=6), clock.today() + timedelta(weeks=10)
    monday = [day - timedelta(days=day.weekday()) for day in (first, last)]
    return {"week_from": monday[0].isoformat(), "week_until": monday[1].isoformat()}


def asked():
    """(referral, coordinator) of every offer."""
    return sorted(db.session.query(Offer.referral_id, Offer.coordinator_id).all())


class TestPage:
    def test_the_bureau_reads_names_reasons_and_the_difference(self, world, client_of):
        referral = seek(world, "Haddad")
        page = client_of(world.petra).get("/koppelen").get_data(as_text=True)
        for words in (referral.number, "Cor Kuiper", "Noor Nijland", "spreekt geen Arabisch", "1 van 1"):
            assert words in page
        assert "Haddad" not in page

    @pytest.mark.parametrize("who", MAY_NOT)
    def test_nobody_else(self, world, client_of, who):
        seek(world, "Haddad")
        client = client_of(getattr(world, who))
        assert client.get("/koppelen").status_code == 404
        assert client.post("/koppelen", data={}).status_code == 404
        assert asked() == []

    def test_who_looked_at_whom_is_written_down(self, world, client_of):
        referral = seek(world, "Haddad")
        client_of(world.petra).get("/koppelen")
        seen = {one for (one,) in db.session.query(LogEntry.object_id).filter(LogEntry.action == "see")}
        assert seen == {referral.id, world.cor.person.id, world.noor.person.id}

    def test_as_many_queries_for_thirty_as_for_one(self, world, client_of, queries):
        seek(world, "Een")
        client = client_of(world.petra)
        queries.clear()
        client.get("/koppelen")
        many = len(queries)
        for number in range(29):
            seek(world, f"Huis{number}")
        for number in range(20):
            make_coordinator(world.municipality, f"V{number} Vos", f"v{number}@pool.example")
        db.commit()
        queries.clear()
        page = client.get("/koppelen").get_data(as_text=True)
        assert len(queries) == many <= 8
        assert "Bladzijde 1 van 2" in page
        assert len(re.findall('id="regel-', page)) == 20
        assert len(re.findall('id="regel-', client.get("/koppelen?p=2").get_data(as_text=True))) == 10

    def test_nothing_to_do_is_said(self, world, client_of):
        page = client_of(world.petra).get("/koppelen").get_data(as_text=True)
        assert "Er is nu geen aanmelding waarvoor je iemand moet vragen." in page

    def test_who_is_left_without_anybody_has_no_tick(self, world, client_of):
        rest(world, world.cor, world.noor)
        referral = seek(world, "Haddad")
        page = client_of(world.petra).get("/koppelen").get_data(as_text=True)
        assert f"{referral.number}: niemand over" in page
        assert ticks(page) == []


class TestAccepting:
    def test_a_line_is_asked_through_the_ladder(self, world, client_of, outbox):
        referral, other = seek(world, "Haddad"), seek(world, "Jansen")
        client = client_of(world.petra)
        (line,) = [
            one for one in ticks(client.get("/koppelen").get_data(as_text=True)) if str(referral.id) in one
        ]
        before = len(outbox())
        response = client.post("/koppelen", data={"chosen": [line], **weeks()})
        assert (response.status_code, response.location) == (303, "/koppelen")
        assert asked() == [(referral.id, int(one)) for one in sorted(line.split(".")[1:])]
        assert [kind for kind, _ in outbox()[before:]] == ["offer"] * len(asked())
        page = unescape(client.get("/koppelen").get_data(as_text=True))
        assert "Gevraagd voor 1 aanmelding." in page
        assert f"{referral.number}, {world.team.name}" in page
        assert other.number in page

    def test_what_a_colleague_just_asked_is_told_and_the_rest_is_done(self, world, client_of):
        for one in (world.cor, world.noor):
            pool.change_limits(again(one.coordinator), 6, 3, None, by=one.actor)
        db.commit()
        one, other = seek(world, "Haddad"), seek(world, "Jansen")
        client = client_of(world.petra)
        lines = ticks(client.get("/koppelen").get_data(as_text=True))
        assert len(lines) == 2
        open_round(world, one, world.cor)
        response = client.post("/koppelen", data={"chosen": lines, **weeks()})
        assert response.status_code == 303
        page = client.get("/koppelen").get_data(as_text=True)
        assert f"{one.number}: hier is net al gevraagd" in page
        assert db.session.query(Offer).filter(Offer.referral_id == one.id).count() == 1
        assert db.session.query(Offer).filter(Offer.referral_id == other.id).count() == 2

    def test_where_all_was_asked_the_page_comes_back_with_why(self, world, client_of):
        referral = seek(world, "Haddad")
        client = client_of(world.petra)
        lines = ticks(client.get("/koppelen").get_data(as_text=True))
        open_round(world, referral, world.cor, world.noor)
        response = client.post("/koppelen", data={"chosen": lines, **weeks()})
        assert response.status_code == 409
        assert f"{referral.number}: hier is net al gevraagd" in response.get_data(as_text=True)
        assert len(asked()) == 2

    def test_nobody_gets_more_questions_than_she_has_room_for(self, world):
        one, other = seek(world, "Haddad"), seek(world, "Jansen")
        cor = world.cor.coordinator
        found = together.ask({one.id: [cor.id], other.id: [cor.id]}, *WEEKS, by=world.petra.actor)
        assert (len(found.numbers), len(found.refused)) == (1, 1)
        assert "Cor Kuiper heeft net een andere vraag gekregen" in found.refused[0]
        assert len(asked()) == 1

    def test_who_may_not_be_asked_any_more_is_told(self, world):
        referral = seek(world, "Haddad")
        rest(world, world.cor)
        found = together.ask({referral.id: [world.cor.coordinator.id]}, *WEEKS, by=world.petra.actor)
        assert found.numbers == ()
        assert "Cor Kuiper kan nu niet gevraagd worden: staat op pauze" in found.refused[0]

    @pytest.mark.parametrize(
        "chosen", [[], ["x"], ["\0"], ["1"], ["1.2"], ["9" * 40 + ".1"], ["1." * 300], ["٣.٤"], ["-1.2"]]
    )
    def test_what_is_no_line_is_refused_kindly(self, world, client_of, chosen):
        seek(world, "Haddad")
        response = client_of(world.petra).post("/koppelen", data={"chosen": chosen, **weeks()})
        assert response.status_code in {409, 422}
        assert asked() == []

    def test_first_the_bureau_looks_whom_they_would_rather_not_have(self, world, client_of):
        """Words about somebody are not matched with anybody by a machine: no tick until a person looked."""
        referral = seek(world, "Haddad", wishes="liever een vrouw", avoid="tante Bep")
        client = client_of(world.petra)
        page = client.get("/koppelen").get_data(as_text=True)
        assert "liever een vrouw" in page
        assert "Liever niet: tante Bep" in page
        assert ticks(page) == []
        assert f"/aanmeldingen/{referral.id}/liever-niet" in page
        found = together.ask({referral.id: [world.cor.coordinator.id]}, *WEEKS, by=world.petra.actor)
        assert (found.numbers, asked()) == ((), [])
        assert "Kijk eerst wie ze hier liever niet willen" in found.refused[0]

    def test_weeks_are_checked_and_ticks_stay(self, world, client_of):
        seek(world, "Haddad")
        client = client_of(world.petra)
        (line,) = ticks(client.get("/koppelen").get_data(as_text=True))
        swapped = {"week_from": weeks()["week_until"], "week_until": weeks()["week_from"]}
        response = client.post("/koppelen", data={"chosen": [line], **swapped})
        page = response.get_data(as_text=True)
        assert response.status_code == 422
        assert "De laatste week ligt voor de eerste" in page
        assert f'value="{line}" checked' in page

    def test_somebody_of_another_municipality_is_not_there(self, world):
        referral = seek(world, "Haddad")
        other = make_municipality("Elders", "0001")
        stranger = make_coordinator(other, "Ver Weg", "ver@pool.example")
        found = together.ask({referral.id: [stranger.coordinator.id]}, *WEEKS, by=world.petra.actor)
        assert found.numbers == ()
        assert asked() == []
