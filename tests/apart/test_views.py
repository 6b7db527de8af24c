"""The pages about who must not meet: who sees them, what they ask, and what they refuse."""

from __future__ import annotations

import re

import pytest

from ekc.apart.models import KeptApart, Regardless
from ekc.audit.models import LogEntry
from ekc.circle import service as circle
from ekc.db import db
from ekc.invitations import service as invitations
from ekc.invitations.models import Invitation
from tests.agenda.trajects import a_plan, add, make_conference, make_traject
from tests.apart.pairs import keep, make_pair
from tests.apart.test_planning import hours
from tests.client import text
from tests.polls.stories import board, make_poll


@pytest.fixture
def pair(world):
    return make_pair(world)


def page(traject) -> str:
    return f"/aanmeldingen/{traject.referral_id}/uit-elkaar"


def told(traject, first="Oma", second="Henk", **given: object):
    members = traject.members
    return {
        "one": members[first].person_id,
        "other": members[second].person_id,
        "why": "ordered",
        "heard_from": "de wijkagent",
        **given,
    }


def rows():
    return db.session.query(KeptApart).order_by(KeptApart.id).all()


def test_a_pair_is_written_down_with_why_until_when_and_from_whom(world, client_of):
    traject = make_traject(world)
    for name in ("Oma", "Henk"):
        add(traject, name, world.cor.actor)
    cor = client_of(world.cor)
    assert "Er staat niemand." in text(cor.get(page(traject)))
    asked = told(traject, until="2027-01-31")
    assert cor.post(page(traject), data=asked).status_code == 303
    seen = text(cor.get(page(traject)))
    assert "Oma en Henk" in seen
    assert "mogen elkaar niet ontmoeten: dat is opgelegd, tot en met zondag 31 januari 2027" in seen
    assert "Gehoord van de wijkagent" in seen
    assert "Dit staat er al." in text(cor.post(page(traject), data=asked), 409)
    turned = told(traject, "Henk", "Oma")
    assert "Dit staat er al." in text(cor.post(page(traject), data=turned), 409)
    (line,) = db.session.query(LogEntry).filter_by(action="keep_apart", result="ok")
    assert line.reason == "ordered"


def test_whoever_organises_a_day_that_stands_reads_at_once_that_they_would_meet(world, client_of):
    traject = make_traject(world)
    for name in ("Oma", "Henk"):
        add(traject, name, world.cor.actor)
    make_conference(world, traject)
    cor = client_of(world.cor)
    cor.post(page(traject), data=told(traject))
    assert "Let op: Oma en Henk. Regel eerst hoe zij uit elkaar blijven." in text(cor.get(page(traject)))
    circle.said(traject.members["Henk"], "letter", by=world.cor.actor)
    db.commit()
    fam = {**told(traject), "one": traject.members["Fam"].person_id, "why": "room"}
    cor.post(page(traject), data=fam)
    assert "Op de dag die vaststaat, zien zij elkaar nu niet." in text(cor.get(page(traject)))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"one": ""}, "Kies om wie het gaat."),
        ({"other": ""}, "Kies ook de ander, of schrijf op wie dat is."),
        ({"why": "boos"}, "Kies"),
        ({"heard_from": ""}, "Vul dit in"),
        ({"heard_from": "123456782"}, "burgerservicenummer"),
        ({"until": "2020-01-01"}, "Die dag is al voorbij"),
        ({"until": "morgen"}, "dag"),
        ({"one": "9" * 30}, "Kies"),
        ({"words": "x\0y", "other": ""}, ""),
        ({"words": "x" * 81, "other": ""}, "80"),
    ],
)
def test_what_is_not_right_comes_back_filled_in(world, client_of, change, sentence):
    traject = make_traject(world)
    for name in ("Oma", "Henk"):
        add(traject, name, world.cor.actor)
    asked = told(traject, **change)
    response = client_of(world.cor).post(page(traject), data=asked)
    if sentence:
        assert sentence in text(response, 422)
        assert rows() == []
    else:
        assert response.status_code in {303, 422}


def test_the_same_person_twice_is_no_pair(world, client_of, pair):
    traject, _ = pair
    same = told(traject, "Oma", "Oma")
    assert "twee verschillende mensen" in text(client_of(world.cor).post(page(traject), data=same), 422)


def test_the_team_names_somebody_and_whoever_organises_says_who_that_is(world, client_of):
    traject = make_traject(world)
    add(traject, "Henk", world.cor.actor)
    fam = traject.members["Fam"].person_id
    sanne = client_of(world.sanne)
    seen = text(sanne.get(page(traject)))
    assert "Fam Jansen" in seen
    assert "Henk" not in seen  # the team is not told who stands around the family
    asked = {"one": fam, "words": "haar ex", "why": "ordered", "heard_from": "de rechter"}
    assert sanne.post(page(traject), data=asked).status_code == 303
    (kept,) = rows()
    cor, henk = client_of(world.cor), traject.members["Henk"].person_id
    assert "Zolang dit open is, kan er geen dag worden vastgelegd." in text(cor.get(page(traject)))
    named = {"pair": kept.id, "who": henk}
    assert cor.post(f"{page(traject)}/wie", data=named).status_code == 303
    assert "Fam en Henk" in text(cor.get(page(traject)))
    assert "Iemand anders zei dit net al." in text(cor.post(f"{page(traject)}/wie", data=named), 409)


@pytest.mark.parametrize("who", ["", "x", "٣", "9" * 20, "12"])
def test_nobody_outside_the_kring_is_whom_they_meant(world, client_of, who):
    traject = make_traject(world)
    fam = traject.members["Fam"].person_id
    asked = {"one": fam, "words": "haar ex", "why": "room", "heard_from": "Fam"}
    cor = client_of(world.cor)
    cor.post(page(traject), data=asked)
    (kept,) = rows()
    assert cor.post(f"{page(traject)}/wie", data={"pair": kept.id, "who": who}).status_code == 422
    assert cor.post(f"{page(traject)}/wie", data={"pair": who, "who": fam}).status_code in {404, 422}


def test_what_was_ordered_is_taken_away_by_the_team_or_the_bureau_only(world, client_of, pair):
    traject, kept = pair
    way = {"pair": kept.id, "reason": "over"}
    cor = client_of(world.cor)
    assert "Alleen het team of het bureau" in text(cor.post(f"{page(traject)}/weg", data=way), 422)
    assert "Kies waarom" in text(
        client_of(world.petra).post(f"{page(traject)}/weg", data={**way, "reason": "zomaar"}), 422
    )
    assert client_of(world.sanne).post(f"{page(traject)}/weg", data=way).status_code == 303
    assert [one.ended_reason for one in rows()] == ["over"]
    assert client_of(world.petra).post(f"{page(traject)}/weg", data=way).status_code == 404
    keep(world, traject, why="room")
    own = {"pair": rows()[1].id, "reason": "mistake"}
    assert cor.post(f"{page(traject)}/weg", data=own).status_code == 303


def test_the_bureau_decides_that_they_meet_and_nobody_else(world, client_of, pair):
    traject, kept = pair
    told = {"pair": kept.id, "reason": "guarded", "achterwacht": "y"}
    assert client_of(world.cor).post(f"{page(traject)}/toch", data=told).status_code == 404
    petra = client_of(world.petra)
    assert petra.post(f"{page(traject)}/toch", data={**told, "reason": ""}).status_code == 422
    assert petra.post(f"{page(traject)}/toch", data=told).status_code == 303
    assert "Dat besloot Bob" in text(petra.get(page(traject)))
    assert "Dit is net al besloten." in text(petra.post(f"{page(traject)}/toch", data=told), 409)
    assert db.session.query(Regardless).count() == 1


def test_the_form_for_a_day_asks_for_their_own_hours(world, client_of, pair):
    traject, _ = pair
    oma, henk = (traject.members[name].person_id for name in ("Oma", "Henk"))
    cor, address = client_of(world.cor), f"/trajecten/{traject.referral_id}/bijeenkomst"
    seen = text(cor.get(address))
    for words in ("Oma komt om", "Oma gaat weg om", "Henk doet op afstand mee", "Henk: niet samen met Oma<"):
        assert words in seen
    day = {
        "on": "2026-11-20",
        "begins": "19:30",
        "until": "22:30",
        "where": "other",
        "place": "bij oma",
        "safety": "y",
    }
    refused = text(cor.post(address, data=day), 422)
    assert "Oma en Henk mogen niet tegelijk in één ruimte zijn" in refused
    assert 'value="19:30"' in refused
    outside = {**day, f"comes_{oma}": "12:00"}
    assert "valt buiten de bijeenkomst" in text(cor.post(address, data=outside), 422)
    apart = {**day, f"leaves_{oma}": "20:30", f"comes_{henk}": "21:00"}
    assert cor.post(address, data=apart).status_code == 303


def test_the_page_of_the_day_says_how_they_are_kept_apart(world, client_of, pair):
    traject, _ = pair
    conference = make_conference(world, traject, own=hours(traject))
    cor = client_of(world.cor)
    board = f"/bijeenkomsten/{conference.id}"
    assert "komen na elkaar" in text(cor.get(board))
    seen = text(cor.get(f"{board}/uit-elkaar"))
    assert "komen na elkaar" in seen
    assert 'value="20:30"' in seen
    henk = traject.members["Henk"].person_id
    assert "mogen niet tegelijk" in text(cor.post(f"{board}/uit-elkaar", data={}), 422)
    far = {f"remote_{henk}": "y"}
    assert cor.post(f"{board}/uit-elkaar", data=far).status_code == 303
    assert "één doet op afstand mee" in text(cor.get(board))
    invited = db.session.query(Invitation).filter_by(person_id=henk).one()
    invitations.answer(invited, "yes", "link", by=world.cor.actor)
    keep(world, traject, "Oma", "Fam")
    assert "zouden elkaar ontmoeten" in text(cor.get(board))
    assert ">Oma: niet samen met Henk en Fam<" in text(cor.get(f"{board}/uit-elkaar"))


def test_who_said_to_be_at_a_distance_is_ticked_already(world, client_of, pair):
    traject, _ = pair
    circle.said(traject.members["Henk"], "remote", by=world.cor.actor)
    poll = make_poll(world, traject)
    henk, cor = str(traject.members["Henk"].person_id), client_of(world.cor)
    ticked = re.compile(r'name="remote_(\d+)" value="y" checked')
    for address in (
        f"/trajecten/{traject.referral_id}/bijeenkomst",
        f"/datumdagen/{board(poll).days[0].id}/keuze",
    ):
        assert ticked.findall(text(cor.get(address))) == [henk], address
    conference = make_conference(world, traject, own=hours(traject))
    assert not ticked.findall(text(cor.get(f"/bijeenkomsten/{conference.id}/uit-elkaar")))  # own hours by now


def test_as_many_queries_for_one_pair_as_for_ten(world, client_of, pair, queries):
    traject, _ = pair
    conference = make_conference(world, traject, own=hours(traject))
    cor = client_of(world.cor)
    addresses = (
        page(traject),
        f"/bijeenkomsten/{conference.id}",
        f"/bijeenkomsten/{conference.id}/uit-elkaar",
    )

    def counted(address):
        queries.clear()
        text(cor.get(address))
        return sum(one.startswith("SELECT") for one in queries)

    before = [counted(one) for one in addresses]
    for number in range(9):
        add(traject, f"Neef{number}", world.cor.actor)
        keep(world, traject, "Oma", f"Neef{number}", why="room")
    assert [counted(one) for one in addresses] == before
    assert max(before) <= 8
    assert before[1] <= 6


def test_an_evening_past_midnight_has_hours_past_midnight(world, client_of, pair):
    traject, _ = pair
    oma, henk = (traject.members[name].person_id for name in ("Oma", "Henk"))
    plan = a_plan(22, 0)
    conference = make_conference(world, traject, hour=22, minute=0, own=hours(traject, plan))
    cor, address = client_of(world.cor), f"/bijeenkomsten/{conference.id}/uit-elkaar"
    assert 'value="01:00"' in text(cor.get(address))
    told = {f"leaves_{oma}": "23:30", f"comes_{henk}": "00:15"}
    assert cor.post(address, data=told).status_code == 303
    assert 'value="00:15"' in text(cor.get(address))
