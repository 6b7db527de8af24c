"""The page of candidates, and the board of who was asked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ekc import clock
from ekc.audit.models import LogEntry
from ekc.db import db
from ekc.matching.models import Offer
from ekc.notifications.models import Message
from ekc.people.queries import by_ids
from tests.matching.pages import by_link, read
from tests.matching.stories import again, deliver_all, make_referral, open_round
from tests.world import Somebody, make_coordinator

MAY_NOT = ("sanne", "tom", "tess", "cor", "noor", "gea", "bea")


class TestCandidates:
    def test_the_bureau_reads_names_reasons_wishes_and_who_is_left_out(self, world, client_of):
        referral = make_referral(world, waived=False, wishes="liever een vrouw", avoid="tante Bep")
        make_coordinator(world.municipality, "Leo Laat", "leo@pool.example", secrecy_on=None)
        page = read(client_of(world.petra), f"/aanmeldingen/{referral.id}/kandidaten")
        for words in (
            "Cor Kuiper",
            "Noor Nijland",
            "spreekt geen Arabisch",
            "deed dit jaar 0 van 3",
            "Leo Laat: geheimhouding is nog niet getekend",
            "liever een vrouw",
            "tante Bep",
            "Laat de familie de keuze aan ons?",
        ):
            assert words in page
        assert "Yara" not in page

    @pytest.mark.parametrize("who", MAY_NOT)
    def test_nobody_else_sees_or_asks(self, world, client_of, who):
        referral = make_referral(world)
        client = client_of(getattr(world, who))
        assert client.get(f"/aanmeldingen/{referral.id}/kandidaten").status_code == 404
        assert client.post(f"/aanmeldingen/{referral.id}/aanbod", data={}).status_code == 404
        assert db.session.query(Offer).count() == 0

    def test_who_looked_at_whom_is_written_down(self, world, client_of):
        referral = make_referral(world)
        read(client_of(world.petra), f"/aanmeldingen/{referral.id}/kandidaten")
        seen = db.session.query(LogEntry.object_id).filter(LogEntry.action == "see").all()
        assert {one for (one,) in seen} == {referral.id, world.cor.person.id, world.noor.person.id}

    def test_ticking_two_asks_two_records_the_waiver_and_shows_them(self, world, client_of, outbox):
        referral = make_referral(world, waived=False)
        deliver_all()
        client = client_of(world.petra)
        address = f"/aanmeldingen/{referral.id}"
        told = self.form(world.cor, world.noor, waiver="no_preference")
        response = client.post(f"{address}/aanbod", data=told)
        assert (response.status_code, response.location) == (303, f"{address}/kandidaten")
        assert {kind for kind, _ in outbox()} == {"offer"}
        page = read(client, f"{address}/kandidaten")
        assert page.count("gevraagd, nog niet geopend") == 2
        assert "de familie heeft geen voorkeur" in page
        assert "Op dit moment kan er niemand gevraagd worden" in page
        referral = again(referral)
        assert referral.choice_waived == "no_preference"

    @staticmethod
    def form(*asked: Somebody, **given: str) -> dict[str, object]:
        monday = clock.today() - timedelta(days=clock.today().weekday())
        return {
            "chosen": [str(one.coordinator.id) for one in asked],
            "week_from": (monday + timedelta(weeks=6)).isoformat(),
            "week_until": (monday + timedelta(weeks=10)).isoformat(),
            **given,
        }

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"chosen": []}, "Vink aan wie je wilt vragen"),
            ({"week_from": "morgen"}, "Kies een van de mogelijkheden"),
            ({"waiver": "zomaar"}, "Kies een van de mogelijkheden"),
            ({"chosen": ["12345"]}, "Kies een van de mogelijkheden"),
        ],
    )
    def test_what_is_missing_is_told_above_the_form_and_nobody_is_asked(
        self, world, client_of, change, words
    ):
        referral = make_referral(world, waived=False)
        told = {**self.form(world.cor, waiver="urgent"), **change}
        response = client_of(world.petra).post(f"/aanmeldingen/{referral.id}/aanbod", data=told)
        assert response.status_code == 422
        assert words in response.get_data(as_text=True)
        assert db.session.query(Offer).count() == 0

    def test_what_the_rules_refuse_is_told_in_a_sentence(self, world, client_of):
        referral = make_referral(world)
        told = self.form(world.cor)
        told["week_from"], told["week_until"] = told["week_until"], told["week_from"]
        response = client_of(world.petra).post(f"/aanmeldingen/{referral.id}/aanbod", data=told)
        assert response.status_code == 422
        assert "Draai ze om" in response.get_data(as_text=True)

    def test_where_nobody_is_left_the_page_says_what_would_help(self, world, client_of):
        referral = make_referral(world, own_village="only")
        page = read(client_of(world.petra), f"/aanmeldingen/{referral.id}/kandidaten")
        assert "Op dit moment kan er niemand gevraagd worden" in page
        assert "zonder eis ‘uit het eigen dorp’: 2" in page

    def test_the_board_tells_opened_answered_undelivered_and_who_must_be_called(self, world, client_of):
        referral = make_referral(world)
        amal = make_coordinator(world.municipality, "Amal Azizi", "amal@pool.example")
        bas = make_coordinator(world.municipality, "Bas Berg", "bas@pool.example")
        person = by_ids(world.municipality.id, [bas.person.id])[bas.person.id]
        person.channels = [one for one in person.channels if one.kind != "mail"]
        db.commit()
        cor, noor, *_ = open_round(world, referral, world.cor, world.noor, amal, bas)
        failed = db.session.query(Message).filter(Message.kind == "offer", Message.about_id == noor.id).one()
        failed.state, failed.trouble = "failed", "refused_550"
        read(by_link(client_of, cor), f"/aanbod/{cor.id}")
        page = read(client_of(world.petra), f"/aanmeldingen/{referral.id}/kandidaten")
        for words in (
            "opende het, nog geen antwoord",
            "bericht kwam niet aan: bel zelf",
            "gevraagd, nog niet geopend",
            "geen mailadres: bel zelf",
        ):
            assert page.count(words) == 1

    def test_a_look_by_the_bureau_does_not_count_as_opened(self, world, client_of):
        referral = make_referral(world)
        (cor,) = open_round(world, referral, world.cor)
        client = client_of(world.petra)
        read(client, f"/aanbod/{cor.id}")
        assert "gevraagd, nog niet geopend" in read(client, f"/aanmeldingen/{referral.id}/kandidaten")

    def test_the_page_takes_as_many_queries_for_two_as_for_thirty(self, world, client_of, queries):
        referral = make_referral(world)
        client = client_of(world.petra)
        address = f"/aanmeldingen/{referral.id}/kandidaten"

        def reads() -> int:
            queries.clear()
            read(client, address)
            return sum(one.startswith("SELECT") for one in queries)

        few = reads()
        for number in range(28):
            make_coordinator(world.municipality, f"Vrijwilliger{number} Veen", f"v{number}@pool.example")
        db.commit()
        assert reads() == few <= 8
        assert "Bladzijde 1 van 2" in read(client, address)
        assert "Bladzijde 2 van 2" in read(client, f"{address}?p=2")
