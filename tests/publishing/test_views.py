"""The page on which a coordinator has her appointments put into her own calendar."""

from __future__ import annotations

import pytest

from ekc import clock
from ekc.db import db
from ekc.publishing import queries, rules, service
from ekc.publishing.models import Publication
from tests.client import text
from tests.invitations.asking import NOW, make_appointment

pytestmark = pytest.mark.usefixtures("day")
PAGE, AGAIN, GONE = (
    "/mijn-agenda/neerzetten",
    "/mijn-agenda/neerzetten/opnieuw",
    "/mijn-agenda/neerzetten/weg",
)
TYPED = {"address": "https://dav.example/cor/agenda/", "user": "cor@post.example", "password": "geheim-9"}


def worked(said: dict[str, object]) -> None:
    """One round of the worker in which the other machine says this."""
    (taken,) = service.claim(clock.now())
    service.keep(taken, said, clock.now())
    db.commit()


@pytest.fixture
def cor(world, client_of):
    make_appointment(world)
    return client_of(world.cor)


def test_from_filling_it_in_to_stopping(cor):
    assert f'href="{PAGE}"' in text(cor.get("/mijn-agenda"))
    assert "Zet mijn afspraken erin" in text(cor.get(PAGE))
    assert cor.post(PAGE, data=TYPED).status_code == 303
    assert "We kijken of het werkt" in text(cor.get(PAGE))
    worked({"done": []})
    assert "We zetten je afspraken erin zodra" in text(cor.get(PAGE))
    worked({"done": ['"1"']})
    page = text(cor.get(PAGE))
    assert "Er staat 1 afspraak in je agenda. Bijgewerkt: " in page
    assert "geheim-9" not in page
    assert cor.post(GONE).status_code == 303
    assert "We halen je afspraken weg" in text(cor.get(PAGE))
    assert rules.TROUBLES["unknown"] not in text(cor.get(PAGE))
    assert "We halen je afspraken nog weg" in text(cor.post(PAGE, data=TYPED), 409)
    worked({"done": ["away"]})
    assert service.claim(NOW) == []
    db.commit()
    assert "Zet mijn afspraken erin" in text(cor.get(PAGE))
    assert cor.post(GONE).status_code == cor.post(AGAIN).status_code == 404


@pytest.mark.parametrize(
    "code", sorted(rules.LASTING - {"plain", "port", "inside", "address", "credentials"})
)
def test_what_went_wrong_is_a_sentence_with_what_she_typed_and_never_the_password(cor, code):
    cor.post(PAGE, data=TYPED)
    worked({"done": [], "trouble": code})
    page = text(cor.get(PAGE))
    assert rules.TROUBLES[code] in page
    assert f'value="{TYPED["address"]}"' in page
    assert f'value="{TYPED["user"]}"' in page
    assert "geheim-9" not in page
    assert service.claim(NOW) == []
    assert cor.post(AGAIN).status_code == 303
    assert len(service.claim(NOW)) == 1
    assert cor.post(GONE).status_code == 303
    assert db.session.query(Publication).count() == 0


WRONG = [
    ({"address": ""}, "Plak hier het adres van je agenda."),
    ({"address": "http://dav.example/"}, rules.TROUBLES["plain"]),
    ({"address": "https://10.0.0.1/"}, rules.TROUBLES["inside"]),
    ({"address": "https://dav.example:22/"}, rules.TROUBLES["port"]),
    ({"address": "https://a:b@dav.example/"}, rules.TROUBLES["credentials"]),
    ({"address": "x" * 100_000}, "te lang"),
    ({"user": ""}, "Vul je gebruikersnaam in."),
    ({"user": "a:b"}, "dubbele punt"),
    ({"user": "x" * 100_000}, "te lang"),
    ({"password": ""}, "Vul het app-wachtwoord in."),
    ({"password": "a\nb"}, "zonder regels"),
    ({"password": "\0"}, "zonder regels"),
]


def test_what_cannot_be_comes_back_filled_in(cor):
    for other, sentence in WRONG:
        page = text(cor.post(PAGE, data=TYPED | other), 422)
        assert sentence in page
        assert "geheim-9" not in page
        for name in {"address", "user"} - other.keys():
            assert f'value="{TYPED[name]}"' in page
    assert cor.post(PAGE).status_code == 422
    assert db.session.query(Publication).count() == 0


def test_another_calendar_only_after_this_one_is_empty(cor):
    cor.post(PAGE, data=TYPED)
    worked({"done": []})
    worked({"done": ['"1"']})
    other = TYPED | {"address": "https://dav.example/cor/ander/"}
    assert "Haal ze daar eerst weg" in text(cor.post(PAGE, data=other), 422)
    assert cor.post(PAGE, data=TYPED | {"password": "nieuw"}).status_code == 303


def test_nothing_else_is_believed_of_the_process(world, cor):
    cor.post(PAGE, data=TYPED)
    worked({"done": []})
    for said in ({}, {"done": None}, {"done": [1]}, {"trouble": "<b>"}, {"done": [], "trouble": ["secret"]}):
        worked(said)
        own = queries.of(world.municipality.id, world.cor.person.id)
        assert (own.trouble, queries.how_many(own.id)) == ("complicated", 0)
        own.next_at = NOW
        db.commit()


def test_an_answer_about_an_earlier_password_says_nothing_of_the_new_one(world, cor):
    cor.post(PAGE, data=TYPED)
    (taken,) = service.claim(NOW)
    db.commit()
    cor.post(PAGE, data=TYPED | {"password": "nieuw"})
    service.keep(taken, {"done": [], "trouble": "secret"}, NOW)
    assert queries.of(world.municipality.id, world.cor.person.id).trouble is None


def test_only_coordinators_have_one(client_of, world):
    for who in (world.petra, world.sanne, world.gea, world.bea):
        client = client_of(who)
        assert client.get(PAGE).status_code == client.post(PAGE, data=TYPED).status_code == 404
        assert client.post(GONE).status_code == client.post(AGAIN).status_code == 404


def test_as_many_questions_for_one_appointment_as_for_thirty(world, cor, queries):
    cor.post(PAGE, data=TYPED)
    worked({"done": []})
    counts = []
    for more in (0, 30):
        for _ in range(more):
            make_appointment(world)
        db.commit()
        queries.clear()
        cor.get(PAGE)
        page = len(queries)
        (taken,) = service.claim(NOW)
        counts.append((page, len(queries)))
        service.keep(taken, {"done": ["1"] * len(taken.steps)}, NOW)
        db.commit()
    assert counts[0] == counts[1]
