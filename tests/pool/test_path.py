"""A volunteer's path: each stage, each guard, who decided; and what is let go of by who stops."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from ekc import clock
from ekc.db import db
from ekc.errors import DomainError
from ekc.matching import leaving
from ekc.pool import notes, path, service
from ekc.pool.models import Coordinator, PoolNote, PoolStep
from ekc.pool.path import Facts, Stage
from ekc.web.formatting import day
from tests.matching.stories import again, logged, make_referral, open_round
from tests.world import make_coordinator

FINE = Facts(block2=True, held=2)


@pytest.mark.parametrize(
    ("name", "stage", "facts", "reason", "words"),
    [
        ("meet", "interested", Facts(), None, None),
        ("meet", "active", Facts(), None, "de stand is ‘actief’"),
        ("train", "intake", Facts(), None, None),
        ("block2", "training", FINE, None, None),
        ("block2", "training", Facts(held=1), None, "dit zijn er nu 1"),
        ("block2", "training", Facts(exception=True), None, None),
        ("activate", "training", FINE, None, None),
        ("activate", "training", replace(FINE, block2=False), None, "Blok 2"),
        ("activate", "training", replace(FINE, lacks=("de VOG is verlopen",)), None, "de VOG is verlopen"),
        ("stop", "active", Facts(), "time", None),
        ("stop", "active", Facts(), None, "Kies een reden"),
        ("stop", "active", Facts(), "nonsense", "Kies een reden"),
        ("stop", "active", Facts(running=1), "time", "nog 1 traject"),
        ("stop", "active", Facts(running=3), "time", "nog 3 trajecten"),
        ("stop", "stopped", Facts(), "time", "gestopt"),
        ("come_back", "stopped", Facts(), None, None),
    ],
)
def test_which_step_is_possible(name, stage, facts, reason, words):
    told = path.refusal(name, stage, facts, reason)
    assert told is None if words is None else words in told


def test_every_stage_but_the_last_leads_somewhere_and_can_be_left():
    for stage in Stage:
        assert path.possible(stage), stage
        assert any(move.target == stage for move in path.MOVES) or stage == Stage.INTERESTED


def step(client, who, name, **told: str):
    """One tap on the page of her path."""
    return client.post(f"/pool/{who.id}/pad", data={"move": name, **told})


def test_from_interested_to_active_with_who_decided(world, client_of):
    somebody = make_coordinator(world.municipality, "Nina Nieuw", "nina@pool.example", stage="interested")
    nina, client = somebody.coordinator, client_of(world.petra)
    nina.block2_on = None
    db.commit()
    for name in ("meet", "train"):
        assert step(client, nina, name).status_code == 303
    assert "dit zijn er nu 0" in step(client, nina, "block2").text
    assert step(client, nina, "block2", exception="Deed dit acht jaar in Assen.").status_code == 303
    assert step(client, nina, "activate").status_code == 303
    assert again(nina).stage == "active"
    page = client.get(f"/pool/{nina.id}/pad").text
    for words in ("Kennismaking begonnen", "door Petra Post", "Uitzondering: Deed dit acht jaar in Assen."):
        assert words in page
    assert [one[0] for one in logged("coordinator", nina.id) if one[0].endswith("_coordinator")] == [
        "add_coordinator",
        "meet_coordinator",
        "train_coordinator",
        "block2_coordinator",
        "activate_coordinator",
    ]


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"move": "fly"}, "Kies een van de mogelijkheden"),
        ({"move": "stop"}, "Kies een reden uit de lijst"),
        ({"move": "stop", "reason": "time", "day": "2099-01-01"}, "moet nog komen"),
        ({"move": "block2", "exception": "bsn 111222333"}, "burgerservicenummer"),
    ],
)
def test_a_step_that_cannot_be_is_told_and_nothing_is_kept(world, client_of, told, words):
    noor = world.noor.coordinator
    response = client_of(world.petra).post(f"/pool/{noor.id}/pad", data=told)
    assert response.status_code == 422
    assert words in response.text
    assert again(noor).stage == "active"
    assert db.session.query(PoolStep).filter(PoolStep.coordinator_id == noor.id).count() == 1


def test_who_stops_is_asked_nothing_more_and_comes_in_no_more(world, client_of):
    noor = world.noor.coordinator
    (offer,) = open_round(world, make_referral(world), world.noor)
    assert client_of(world.noor).get("/mijn-grenzen").status_code == 200
    client = client_of(world.petra)
    assert step(client, noor, "stop", reason="moved").status_code == 303
    noor = again(noor)
    assert (noor.stage, noor.stop_reason, noor.stopped_on) == ("stopped", "moved", clock.today())
    assert again(offer).state == "withdrawn"
    assert client_of(world.noor).get("/mijn-grenzen").status_code in {303, 404}
    assert step(client, noor, "come_back").status_code == 303
    noor = again(noor)
    assert (noor.stage, noor.stop_reason, noor.stopped_on) == ("intake", None, None)
    assert client_of(world.noor).get("/mijn-grenzen").status_code == 200


def test_what_runs_is_handed_on_first(world):
    from tests.agenda.trajects import make_traject  # noqa: PLC0415 -- only this test has one

    make_traject(world)
    with pytest.raises(DomainError, match="nog 1 traject"):
        leaving.move(world.cor.coordinator, "stop", 0, reason="time", by=world.petra.actor)
    assert world.cor.coordinator.stage == "active"


def test_notes_are_for_the_bureau_and_sealed(world, client_of):
    noor, client = world.noor.coordinator, client_of(world.petra)
    assert client.post(f"/pool/{noor.id}/notities", data={"text": "Belt liever niet."}).status_code == 303
    assert "Belt liever niet." in client.get(f"/pool/{noor.id}/pad").text
    for wrong in ("", "bsn 111222333"):
        assert client.post(f"/pool/{noor.id}/notities", data={"text": wrong}).status_code == 422
    raw = db.session.connection().exec_driver_sql("SELECT text FROM pool_note").scalar_one()
    assert b"Belt" not in raw
    assert db.session.query(PoolNote).one().account_id == world.petra.account.id
    assert "Belt" not in client_of(world.noor).get("/mijn-grenzen").text


def test_thirty_steps_and_notes_take_as_many_queries_as_one(world, client_of, queries):
    noor, client = world.noor.coordinator, client_of(world.petra)

    def reads() -> int:
        queries.clear()
        assert client.get(f"/pool/{noor.id}/pad").status_code == 200
        return sum(one.startswith("SELECT") for one in queries)

    few = reads()
    db.reading(False)
    noor = db.session.get_one(Coordinator, noor.id)
    for number in range(30):
        notes.write(noor, f"Notitie {number}", by=world.petra.actor)
        day = clock.today() - timedelta(days=number)
        leaving.move(noor, "block2", 2, day=day, by=world.petra.actor)
    db.commit()
    assert reads() == few <= 8


def test_a_pause_stands_on_the_path_with_its_days_and_who_decided(world, client_of):
    until = clock.today() + timedelta(days=28)
    service.pause(again(world.cor.coordinator), until, by=world.petra.actor)
    with clock.at(clock.now() + timedelta(days=10)):
        service.pause(again(world.cor.coordinator), None, by=world.cor.actor)
        db.commit()
        page = client_of(world.petra).get(f"/pool/{world.cor.coordinator.id}/pad").text
    assert f"Pauze, tot en met {day(until)} (door Petra Post)" in page
    assert "Weer terug van pauze (door Cor Kuiper)" in page


def test_how_she_came_and_why_she_stopped_can_be_corrected(world, client_of):
    noor, client = world.noor.coordinator, client_of(world.petra)
    address = f"/pool/{noor.id}/herkomst"
    assert "Waarom stopte" not in client.get(f"/pool/{noor.id}/pad").text
    assert client.post(address, data={"source": "village", "stop_reason": "moved"}).status_code == 303
    assert (again(noor).source, again(noor).stop_reason) == ("village", None)
    assert step(client, noor, "stop", reason="moved").status_code == 303
    assert client.post(address, data={"source": "study", "stop_reason": "health"}).status_code == 303
    noor = again(noor)
    assert (noor.source, noor.stop_reason) == ("study", "health")
    page = client.get(f"/pool/{noor.id}/pad").text
    assert "Gestopt, om de gezondheid" in page
    assert "Gestopt, verhuisd" not in page
    assert ("correct_path", "health") in [one[:2] for one in logged("coordinator", noor.id)]


@pytest.mark.parametrize(
    "told",
    [
        {"source": "x\0", "stop_reason": "health"},
        {"source": "study", "stop_reason": "x"},
        {"source": "study"},
    ],
)
def test_what_is_not_in_the_list_corrects_nothing(world, client_of, told):
    noor, client = world.noor.coordinator, client_of(world.petra)
    step(client, noor, "stop", reason="moved")
    response = client.post(f"/pool/{noor.id}/herkomst", data=told)
    assert (response.status_code, again(noor).source, again(noor).stop_reason) == (422, noor.source, "moved")
    assert client_of(world.noor).post(f"/pool/{noor.id}/herkomst", data=told).status_code in {303, 404}
