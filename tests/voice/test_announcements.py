"""Announcements for the pool: put up, read, taken down."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ekc import clock
from ekc.db import db
from ekc.voice import service
from ekc.voice.models import Announcement
from tests.matching.stories import again

NOTICE = {"title": "Nieuwe zaal", "text": "In Meeden mogen we het schoolhuis gebruiken."}

OTHERS = ["sanne", "tom", "tess", "gea", "bea"]


class TestAnnouncements:
    def test_everybody_in_the_pool_reads_it_and_nobody_gets_a_mail(self, world, client_of, outbox):
        petra = client_of(world.petra)
        assert petra.post("/mededelingen", data=NOTICE).status_code == 303
        for who in (world.cor, world.noor):
            for address in ("/mededelingen", "/voor-jou"):
                assert "Nieuwe zaal" in client_of(who).get(address).text
            assert "Mededeling van het bureau" in client_of(who).get("/").text
        assert outbox() == []

    def test_after_two_weeks_it_is_no_news(self, world, client_of):
        client_of(world.petra).post("/mededelingen", data=NOTICE)
        with clock.at(clock.now() + timedelta(days=15)):
            cor = client_of(world.cor)
            assert "Mededeling van het bureau" not in cor.get("/").text
            assert "Nieuwe zaal" in cor.get("/mededelingen").text

    def test_after_its_last_day_or_when_taken_down_it_is_gone(self, world, client_of):
        petra, cor = client_of(world.petra), client_of(world.cor)
        until = clock.today() + timedelta(days=2)
        petra.post("/mededelingen", data={**NOTICE, "until": until.isoformat()})
        petra.post("/mededelingen", data={**NOTICE, "title": "Nog iets"})
        with clock.at(clock.now() + timedelta(days=3)):
            page = cor.get("/mededelingen").text
            assert "Nieuwe zaal" not in page
            assert "Nog iets" in page
        other = db.session.query(Announcement).order_by(Announcement.id.desc()).first()
        assert petra.post(f"/mededelingen/{other.id}/weg").status_code == 303
        assert "Nog iets" not in cor.get("/mededelingen").text
        assert "Nog iets" in petra.get("/mededelingen").text
        assert petra.post(f"/mededelingen/{other.id}/weg").status_code == 409

    @pytest.mark.parametrize(
        "change",
        [
            {"title": ""},
            {"text": " "},
            {"until": "2020-01-01"},
            {"until": "2199-01-01"},
            {"title": "x" * 121},
        ],
    )
    def test_half_an_announcement_comes_back(self, world, client_of, change):
        response = client_of(world.petra).post("/mededelingen", data={**NOTICE, **change})
        assert response.status_code == 422
        assert db.session.query(Announcement).count() == 0

    def test_a_double_tap_puts_it_up_once(self, world, client_of):
        petra = client_of(world.petra)
        petra.post("/mededelingen", data=NOTICE)
        assert petra.post("/mededelingen", data=NOTICE).status_code == 409
        assert db.session.query(Announcement).count() == 1

    @pytest.mark.parametrize("who", [*OTHERS, "cor"])
    def test_only_the_bureau_puts_up_and_takes_down(self, world, client_of, who):
        made = service.announce("A", "B", None, by=world.petra.actor)
        db.commit()
        client = client_of(getattr(world, who))
        assert client.post("/mededelingen", data=NOTICE).status_code == 404
        assert client.post(f"/mededelingen/{made.id}/weg").status_code == 404
        if who in OTHERS:
            assert client.get("/mededelingen").status_code == 404
        assert again(made).taken_down_at is None

    def test_thirty_take_as_many_queries_as_one(self, world, client_of, queries):
        cor = client_of(world.cor)
        pages = ("/mededelingen", "/voor-jou", "/")

        def reads() -> list[int]:
            counted = []
            for address in pages:
                cor.get(address)
                queries.clear()
                cor.get(address)
                counted.append(len(queries))
            return counted

        service.announce("A", "B", None, by=world.petra.actor)
        db.commit()
        few = reads()
        for number in range(30):
            service.announce(f"A{number}", "B", None, by=world.petra.actor)
        db.commit()
        assert reads() == few
