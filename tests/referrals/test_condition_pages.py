"""Conditions on the screen: written down, told by voice, tested against the plan."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ekc import afterwards, clock
from ekc.agenda import service as agenda
from ekc.calls import queries as calls
from ekc.circle import service as circle
from ekc.db import db
from ekc.errors import DomainError, TooLateError
from ekc.home import hers
from ekc.notifications.models import Message
from ekc.outcomes import service as outcomes
from ekc.outcomes.rules import Told as Happened
from ekc.people.service import Particulars
from ekc.referrals import conditions
from ekc.referrals import service as referrals
from ekc.referrals.models import Condition
from tests.agenda.trajects import a_plan, add, make_traject, noon
from tests.referrals.stating import FILLED, WORDS, focus_id, logged, state

__all__ = ["noon"]  # a fixture: it is noon in all tests below

STRANGERS = ("tom", "noor", "gea", "bea")


def page(client, traject, side="trajecten") -> str:
    response = client.get(f"/{side}/{traject.referral_id}/voorwaarden")
    assert response.status_code == 200
    return " ".join(response.get_data(as_text=True).split())


def post(client, traject, path="", side="trajecten", **data: object):
    return client.post(f"/{side}/{traject.referral_id}/voorwaarden{path}", data=data)


def news(path) -> list[Message]:
    return [
        one for one in db.session.query(Message).filter_by(kind="traject_tested") if path in one.body_text
    ]


class TestPages:
    def test_the_team_writes_one_down_and_reads_that_a_wish_is_none(self, world, client_of):
        traject = make_traject(world, conditions="some")
        client = client_of(world.sanne)
        assert "een wens" in page(client, traject, "aanmeldingen")
        assert post(client, traject, side="aanmeldingen", **FILLED).status_code == 303
        shown = page(client, traject, "aanmeldingen")
        assert WORDS in shown
        assert "Sanne schreef dit op" in shown

    @pytest.mark.parametrize(
        "wrong",
        [
            {"basis": "wish"},
            {"words": ""},
            {"organisation": "x" * 121},
            {"words": "a\x00b" + "x" * 301},
            {"basis": "\x00"},
        ],
    )
    def test_what_is_wrong_comes_back_filled_in(self, world, client_of, wrong):
        traject = make_traject(world, conditions="some")
        response = post(client_of(world.sanne), traject, side="aanmeldingen", **{**FILLED, **wrong})
        assert response.status_code == 422
        assert db.session.query(Condition).count() == 0

    def test_later_it_asks_why(self, world, client_of):
        traject = make_traject(world)
        client = client_of(world.sanne)
        refused = post(client, traject, side="aanmeldingen", **FILLED)
        assert refused.status_code == 422
        assert "Kies waarom dit nu verandert." in refused.get_data(as_text=True)
        assert WORDS in refused.get_data(as_text=True)
        assert post(client, traject, side="aanmeldingen", **FILLED, reason="ruling").status_code == 303

    def test_the_coordinator_tells_the_family_first(self, world, client_of):
        traject = make_traject(world, conditions="some")
        state(world, traject)
        oma = add(traject, "Oma", world.cor.actor).person_id
        seen, family = traject.referral.conditions_round, focus_id(traject)
        client = client_of(world.cor)
        shown = page(client, traject)
        assert "Ik vertelde het Fam" in shown
        assert "Ik vertelde het Oma" not in shown
        assert post(client, traject, "/verteld", person=oma, seen=seen).status_code >= 400
        assert post(client, traject, "/verteld", person=family, seen=seen).status_code == 303
        assert post(client, traject, "/delen").status_code == 422  # no answer is not a no
        assert "Vraag het de familie" in page(client, traject)
        assert post(client, traject, "/delen", fine="yes").status_code == 303
        assert "Ik vertelde het Oma" in page(client, traject)
        assert post(client, traject, "/verteld", person=oma, seen=seen).status_code == 303
        assert page(client, traject).count(">hoorde het<") == 2

    def test_nobody_else_is_told(self, world, client_of):
        traject = make_traject(world, conditions="some")
        state(world, traject)
        client = client_of(world.cor)
        for person in (world.sanne.person.id, 10**30, "x", "\x00", 0):
            assert post(client, traject, "/verteld", person=person, seen=2).status_code in {404, 422}

    def test_the_plan_is_tested_yes_or_no(self, world, client_of):
        traject = make_traject(world, conditions="some")
        made = state(world, traject).id
        outcomes.plan_without_meeting(traject.referral, "own_plan", by=world.cor.actor)
        db.commit()
        client = client_of(world.cor)
        assert "Houdt het plan zich hieraan?" in page(client, traject)
        assert post(client, traject, "/toets", line=made, outcome="maybe").status_code >= 400
        assert post(client, traject, "/toets", line=made, outcome="no").status_code == 303
        assert "het plan houdt zich hier niet aan" in page(client, traject)
        team = client_of(world.sanne)
        assert "Dat hoor je als de familie het goed vindt" in page(team, traject, "aanmeldingen")
        assert post(client, traject, "/toets-delen", fine="\x00").status_code == 422
        assert post(client, traject, "/toets-delen", fine="no").status_code == 303
        shown = page(team, traject, "aanmeldingen")
        assert "houdt zich hier niet aan" not in shown
        assert "De familie vertelt dat zelf" in shown
        assert post(client, traject, "/toets-delen", fine="yes").status_code == 303
        assert "het plan houdt zich hier niet aan" in page(team, traject, "aanmeldingen")

    def test_the_team_hears_once_all_is_tested_and_the_family_finds_it_fine(self, world):
        traject = make_traject(world, conditions="some")
        first, second = state(world, traject), state(world, traject, "ruling", words="Iets anders")
        with pytest.raises(DomainError, match="nog geen plan"):
            conditions.share_test(traject.referral, fine=True, by=world.cor.actor)
        outcomes.plan_without_meeting(traject.referral, "own_plan", by=world.cor.actor)
        conditions.test(traject.referral, first, "yes", by=world.cor.actor)
        conditions.share_test(traject.referral, fine=True, by=world.cor.actor)
        conditions.test(traject.referral, second, "unknown", by=world.cor.actor)
        assert news("/voorwaarden") == []
        conditions.test(traject.referral, second, "no", by=world.cor.actor)
        (message,) = news("/voorwaarden")
        left = message.subject + message.body_text + message.body_html
        for word in (WORDS, "Baken", "Jansen", "voorwaarde "):
            assert word not in left
        assert logged("share_test") == ["share_test"]

    def test_who_reports_a_plan_is_asked_next_whether_it_keeps_to_them(self, world, client_of):
        traject = make_traject(world, conditions="some")
        made = state(world, traject)
        add(traject, "Oma", world.cor.actor)
        conference = agenda.plan(traject.referral, a_plan(), by=world.cor.actor)
        db.commit()
        client, asks = client_of(world.cor), f"/trajecten/{traject.referral_id}/voorwaarden"
        assert hers.of(world.cor.actor, clock.now()).to_test == set()
        with clock.at(conference.ends_at + timedelta(hours=1)):
            address = f"/bijeenkomsten/{conference.id}/uitkomst"
            assert WORDS in client.get(address).get_data(as_text=True)
            told = {"held": "yes", "own_time": "yes", "plan": "yes:ekc_plan"}
            assert client.post(address, data=told).location == asks
            assert hers.of(world.cor.actor, clock.now()).to_test == {traject.referral_id}
            assert hers.of(world.noor.actor, clock.now()).to_test == set()
            assert f'href="{asks}"' in client.get("/").get_data(as_text=True)
            post(client, traject, "/toets", line=made.id, outcome="unknown")
            assert hers.of(world.cor.actor, clock.now()).to_test == {traject.referral_id}
            post(client, traject, "/toets", line=made.id, outcome="yes")
            assert hers.of(world.cor.actor, clock.now()).to_test == set()

    def test_without_conditions_who_reports_goes_on(self, world, client_of):
        traject = make_traject(world)
        answer = client_of(world.cor).post(
            f"/trajecten/{traject.referral_id}/plan-zonder-bijeenkomst", data={"kind": "own_plan"}
        )
        assert answer.location == f"/trajecten/{traject.referral_id}"

    def test_who_has_no_business_there(self, world, client_of):
        traject = make_traject(world, conditions="some")
        state(world, traject)
        for name in STRANGERS:
            client = client_of(getattr(world, name))
            for side in ("trajecten", "aanmeldingen"):
                assert client.get(f"/{side}/{traject.referral_id}/voorwaarden").status_code == 404
        assert client_of(world.cor).get(f"/aanmeldingen/{traject.referral_id}/voorwaarden").status_code == 404
        assert client_of(world.sanne).get(f"/trajecten/{traject.referral_id}/voorwaarden").status_code == 404

    def test_one_person_or_thirty_take_the_same_number_of_questions(self, world, client_of, queries):
        traject = make_traject(world, conditions="some")
        state(world, traject)
        add(traject, "Oma", world.cor.actor)
        client = client_of(world.cor)
        page(client, traject)
        queries.clear()
        page(client, traject)
        few = len(queries)
        for number in range(29):
            circle.add(traject.referral, Particulars(f"Neef{number}"), "family", by=world.cor.actor)
        db.commit()
        queries.clear()
        page(client, traject)
        assert len(queries) == few


def test_who_must_hear_it_anew_stands_on_the_call_list(world, client_of):
    traject = make_traject(world, conditions="some")
    state(world, traject)
    add(traject, "Oma", world.cor.actor)
    assert calls_of(world.cor, "conditions") == []
    state(world, traject, "ruling", words="Iets anders")
    assert calls_of(world.cor, "conditions") == ["Fam"]
    conditions.share(traject.referral, fine=True, by=world.cor.actor)
    assert calls_of(world.cor, "conditions") == ["Fam", "Oma"]
    assert calls_of(world.noor, "conditions") == []
    db.commit()
    client = client_of(world.cor)
    page = client.get("/bellen").get_data(as_text=True)
    assert "Naar de voorwaarden" in page
    assert "Iets anders" not in page
    conditions.tell(
        traject.referral, focus_id(traject), traject.referral.conditions_round, by=world.cor.actor
    )
    assert calls_of(world.cor, "conditions") == ["Oma"]


def calls_of(somebody, kind) -> list[str]:
    lines = calls.today(somebody.actor, clock.now()).lines
    return sorted(line.person.given_name for line in lines if line.call.kind == kind)


def test_while_it_stands_still_a_change_is_told_anew_too(world):
    traject = make_traject(world)
    referrals.move(traject.referral, "pause", reason="asked", by=world.petra.actor)
    with pytest.raises(DomainError, match="Kies waarom"):
        state(world, traject)
    state(world, traject, "situation")
    assert traject.referral.conditions == "some"


def test_once_it_was_held_nothing_changes(world):
    traject = make_traject(world, conditions="some")
    state(world, traject)
    add(traject, "Oma", world.cor.actor)
    conference = agenda.plan(traject.referral, a_plan(), by=world.cor.actor)
    db.commit()
    with clock.at(conference.ends_at + timedelta(hours=1)):
        afterwards.report(conference, Happened(True, None, "yes", 5, "yes", "ekc_plan"), by=world.cor.actor)
        with pytest.raises(TooLateError, match="staan vast"):
            state(world, traject, "ruling")
