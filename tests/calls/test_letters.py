"""A letter from the call list: printed, posted, and what it leaves out."""

from __future__ import annotations

from datetime import timedelta

from ekc import clock
from ekc.accounts.models import PersonalLink
from ekc.accounts.queries import link_address
from ekc.db import db
from ekc.notifications.models import Message
from tests.agenda.trajects import add, make_conference
from tests.calls.tapping import tap
from tests.client import text
from tests.web.test_qr import code_of, code_on


def test_a_letter_is_printed_and_called_about_later(world, traject, client_of):
    make_conference(world, traject)
    cor, buur = client_of(world.cor), traject.members["Buur"]
    answer = tap(cor, buur, "letter")
    assert answer.location.endswith(f"/bellen/{buur.id}/brief")
    page = text(cor.get(answer.location))
    for words in ("Beste Buur", "vrijdag 20 november 2026", "bij oma", "0598 12 34 56", "Cor"):
        assert words in page, words
    assert "Jansen" not in page
    link = db.session.query(PersonalLink).filter_by(about_kind="invitation", person_id=buur.person_id).one()
    address = link_address(link)
    assert address in page
    assert code_on(page) == code_of(address)
    opened = client_of(None).get(address.removeprefix("http://localhost:8000"))
    assert opened.location.startswith("/uitnodiging/")
    now, later = text(cor.get("/bellen")).split("<h2>Later</h2>")
    assert "Buur" not in now
    assert "Buur" in later
    with clock.at(clock.now() + timedelta(days=5)):
        assert "Kreeg een brief op" in text(cor.get("/bellen"))


def test_whose_postal_address_is_known_gets_the_letter_from_the_bureau(world, traject, client_of):
    add(traject, "Opa", world.cor.actor, phone="+31644444444", post="Dijk 2, 9611 AB Sappemeer")
    make_conference(world, traject)
    cor, opa = client_of(world.cor), traject.members["Opa"]
    assert tap(cor, opa, "letter").location == "/bellen"
    assert "Het bureau doet de brief op de post." in text(cor.get("/bellen"))
    with clock.at(clock.now() + timedelta(days=5)):  # nobody printed it
        assert "De brief is nog niet op de post." in text(cor.get("/bellen"))
    sent = db.session.query(Message).filter_by(kind="invitation", person_id=opa.person_id).all()
    assert [(one.way, one.state) for one in sent] == [("letter", "to_print")]


def test_a_letter_says_no_home_address_and_without_a_day_asks_for_a_word(world, traject, client_of):
    cor = client_of(world.cor)
    oma = add(traject, "Oma", world.cor.actor)
    assert "even spreken" in text(cor.get(f"/bellen/{oma.id}/brief"))
    make_conference(world, traject, place="Geheimstraat 1", place_in_invitation=False)
    page = text(cor.get(f"/bellen/{oma.id}/brief"))
    assert "Het adres hoor je van mij" in page
    assert "Geheimstraat" not in page


def test_with_whom_somebody_reads_along_no_link_is_on_the_letter(world, traject, client_of):
    tante = add(traject, "Tante", world.cor.actor, phone="+31644444445", read_along=True)
    make_conference(world, traject)
    page = text(client_of(world.cor).get(f"/bellen/{tante.id}/brief"))
    assert "vrijdag 20 november 2026" in page
    assert "/k/" not in page
    assert "<svg" not in page
