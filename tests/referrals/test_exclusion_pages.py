"""Whom a family would rather not have, on the screen."""

from __future__ import annotations

import pytest

from ekc.audit.models import LogEntry
from ekc.db import db
from ekc.notifications.models import Message
from ekc.referrals.models import Exclusion
from tests.matching.stories import again, deliver_all, logged, make_referral, open_round
from tests.referrals.excluding import able, exclude, post
from tests.world import make_coordinator

MAY_NOT = ("tom", "cor", "noor", "gea", "bea")


def read(client, referral) -> str:
    response = client.get(f"/aanmeldingen/{referral.id}/liever-niet")
    assert response.status_code == 200
    return response.get_data(as_text=True)


class TestPage:
    def test_the_team_writes_a_name_and_cannot_tell_whether_it_is_of_the_pool(self, world, client_of):
        referral = make_referral(world)
        client = client_of(world.sanne)
        for words in ("cor  KUIPER", "Karel de Grote"):
            response = post(client, referral, said_by="family", words=words)
            assert response.status_code == 303
            assert "Het bureau houdt hier rekening mee" in client.get(response.location).get_data(
                as_text=True
            )
        page = read(client, referral)
        assert page.count("Dit zei de familie, op") == 2
        assert page.count("Sanne schreef het op") == 2
        assert "kijk wie dit is" not in page
        assert "cor KUIPER" in page
        assert "Noor" not in page, "no list of the pool for a team"
        assert world.cor.coordinator.id not in able(world, referral)

    def test_the_bureau_sees_it_today_and_says_who_is_meant(self, world, client_of):
        referral = make_referral(world)
        post(client_of(world.sanne), referral, said_by="team", words="iemand die bij de kerk hoort")
        client = client_of(world.petra)
        assert "iemand liever niet" in client.get("/").get_data(as_text=True)
        page = read(client, referral)
        assert "kijk wie dit is" in page
        assert "Noor Nijland" in page
        line = db.session.query(Exclusion).one()
        response = post(client, referral, "/bekeken", line=line.id, who=world.noor.coordinator.id)
        assert response.status_code == 303
        assert able(world, referral) == {world.cor.coordinator.id}
        assert "iemand liever niet" not in client.get("/").get_data(as_text=True)
        assert "bekeken" in read(client, referral)

    def test_the_bureau_may_find_that_it_is_nobody(self, world, client_of):
        referral = make_referral(world)
        exclude(world, referral, None, "team", "iemand die er niet is")
        client = client_of(world.petra)
        post(client, referral, "/bekeken", line=db.session.query(Exclusion).one().id, who="")
        assert len(able(world, referral)) == 2
        assert "iemand liever niet" not in client.get("/").get_data(as_text=True)

    def test_what_is_meant_may_be_left_out_already(self, world, client_of):
        referral = make_referral(world)
        exclude(world, referral, world.noor)
        line = exclude(world, referral, None, "team", "die ene")
        response = post(
            client_of(world.petra), referral, "/bekeken", line=line.id, who=world.noor.coordinator.id
        )
        assert response.status_code == 303
        assert again(line).judged_at is not None

    def test_it_can_be_taken_away(self, world, client_of):
        referral = make_referral(world)
        line = exclude(world, referral, world.cor)
        assert post(client_of(world.sanne), referral, "/weg", line=line.id).status_code == 303
        assert db.session.query(Exclusion).count() == 0
        assert logged("referral", referral.id)[-1] == ("include", "family", None)

    @pytest.mark.parametrize("who", MAY_NOT)
    def test_nobody_else_sees_or_says_anything(self, world, client_of, who):
        referral = make_referral(world)
        line = exclude(world, referral, world.cor)
        client = client_of(getattr(world, who))
        assert client.get(f"/aanmeldingen/{referral.id}/liever-niet").status_code == 404
        for path, data in (("", {"said_by": "team", "words": "Noor Nijland"}), ("/weg", {"line": line.id})):
            assert post(client, referral, path, **data).status_code == 404
        assert db.session.query(Exclusion).count() == 1

    @pytest.mark.parametrize("line", ["", "x", "12", str(1 << 70), "\x00", "１２"])
    def test_a_line_that_is_not_there(self, world, client_of, line):
        referral = make_referral(world)
        for path in ("/weg", "/bekeken"):
            assert post(client_of(world.petra), referral, path, line=line).status_code == 404

    @pytest.mark.parametrize(
        ("data", "sentence"),
        [
            ({"words": "Cor Kuiper"}, "Kies wie dit zei"),
            ({"said_by": "family"}, "Schrijf op wie"),
            ({"said_by": "family", "words": "x" * 301}, "te lang"),
            ({"said_by": "family", "who": "999"}, "Kies een van de mogelijkheden"),
            ({"said_by": "\x00", "words": "\x00"}, "Kies een van de mogelijkheden"),
        ],
    )
    def test_what_is_missing_is_told_and_nothing_is_lost(self, world, client_of, data, sentence):
        response = post(client_of(world.petra), make_referral(world), **data)
        page = response.get_data(as_text=True)
        assert response.status_code == 422
        assert sentence in page
        assert db.session.query(Exclusion).count() == 0
        if data.get("words") == "Cor Kuiper":
            assert 'value="Cor Kuiper"' in page

    def test_as_many_queries_for_one_as_for_thirty(self, world, client_of, queries):
        referral = make_referral(world)
        client = client_of(world.petra)
        exclude(world, referral, world.cor)

        def reads() -> int:
            queries.clear()
            read(client, referral)
            return sum(one.startswith("SELECT") for one in queries)

        few = reads()
        for number in range(30):
            one = make_coordinator(world.municipality, f"V{number} Veen", f"v{number}@p.example")
            exclude(world, referral, one if number % 2 else None, "team", None if number % 2 else "iemand")
        assert reads() == few <= 6

    def test_who_is_left_out_never_reads_it_anywhere(self, world, client_of):
        referral = make_referral(world)
        (cor,) = open_round(world, referral, world.cor)
        deliver_all()
        exclude(world, referral, world.cor, "family", "Cor, die te veel praat")
        client = client_of(world.cor)
        told = [client.get(path).get_data(as_text=True) for path in ("/", f"/aanbod/{cor.id}")]
        told += [row.body_text for row in db.session.query(Message) if not row.kind.startswith("asked_")]
        for page in told:
            assert "liever niet" not in page.lower()
            assert "praat" not in page
        lines = db.session.query(LogEntry).filter(LogEntry.object_id == world.cor.coordinator.id)
        assert "exclude" not in {line.action for line in lines}
