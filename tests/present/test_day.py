"""The day itself: each tap once, the later wins, what changed is told, and no word of what was said."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import uuid4

import pytest

from ekc import clock
from ekc.agenda import service as agenda
from ekc.agenda.models import Conference
from ekc.db import db
from ekc.errors import DomainError
from ekc.present import queries, rules, service
from ekc.present.models import DayPress
from ekc.present.rules import Press
from tests.agenda.trajects import make_conference, make_traject, noon
from tests.both import at_once
from tests.world import PASSWORD

__all__ = ["noon"]  # a fixture: it is noon in all tests below


class TheDay(NamedTuple):
    """A conference, and Oma as the page of the day knows her."""

    id: int
    starts_at: datetime
    oma: str


@pytest.fixture
def day(world):
    """Cor's day, with Oma and Buur."""
    traject = make_traject(world)
    conference = make_conference(world, traject)
    return TheDay(conference.id, conference.starts_at, f"here:{traject.members['Oma'].person_id}")


def tap(about, answer, minutes=0, own_id=None):
    """As a phone sends it, made so many minutes ago."""
    at = clock.now() - timedelta(minutes=minutes)
    return {"id": own_id or str(uuid4()), "about": about, "answer": answer, "at": at.isoformat()}


def send(client, url, *taps, shown=None, sent=None):
    """Everything that the phone kept."""
    told = {
        "presses": json.dumps(taps),
        "shown": json.dumps(shown or {}),
        "sent": (sent or clock.now()).isoformat(),
    }
    return client.post(f"{url}/dag/alles", data=told)


def test_without_javascript_each_tap_counts_once(world, day, client_of):
    url, oma = f"/bijeenkomsten/{day.id}", day.oma
    client = client_of(world.cor)
    page = client.get(f"{url}/dag").text
    assert "Oma" in page
    before, _, question = page.partition("<section hidden data-from=")  # shown once the day has begun
    assert "tijd voor zichzelf" not in before
    assert "tijd voor zichzelf" in question
    told = {"id": str(uuid4()), "about": oma, "answer": "yes"}
    for _ in range(2):
        assert client.post(f"{url}/dag", data=told).status_code == 303
    assert db.session.query(DayPress).count() == 1
    assert ">is er<" in client.get(f"{url}/dag").text


def test_one_question_afterwards(world, day, client_of):
    url, begins = f"/bijeenkomsten/{day.id}", day.starts_at
    client = client_of(world.cor)
    told = {"id": str(uuid4()), "about": "own_time", "answer": "yes"}
    assert client.post(f"{url}/dag", data=told).status_code == 422
    with clock.at(begins + timedelta(hours=3)):
        page = client.get(f"{url}/dag").text
        assert "tijd voor zichzelf" in page
        assert "<section hidden" not in page
        assert client.post(f"{url}/dag", data=told).status_code == 303


def test_what_was_tapped_is_filled_in_when_she_tells_how_it_went(world, day, client_of):
    url = f"/bijeenkomsten/{day.id}"
    client = client_of(world.cor)
    with clock.at(day.starts_at + timedelta(hours=3)):
        assert "checked" not in client.get(f"{url}/uitkomst").text
        assert send(client, url, tap(day.oma, "yes"), tap("own_time", "no")).status_code == 200
        page = client.get(f"{url}/uitkomst").text
    assert 'value="1"' in page
    assert page.count("checked") == 1


def test_what_is_sent_twice_is_taken_once_and_the_later_press_wins(world, day, client_of):
    url, oma = f"/bijeenkomsten/{day.id}", day.oma
    client = client_of(world.cor)
    older, newer = tap(oma, "no", 30), tap(oma, "yes", 5)
    for _ in range(2):
        assert send(client, url, newer).json["holds"] == {oma: "yes"}
    late = send(client_of(world.petra), url, older, shown={oma: "no"}).json
    assert late["holds"] == {oma: "yes"}
    assert [one.startswith("Oma") and one.endswith(" is er.") for one in late["changed"]] == [True]
    assert db.session.query(DayPress).count() == 2  # both are kept


def test_a_phone_with_a_wrong_clock_does_no_harm(world, day, client_of):
    url, oma = f"/bijeenkomsten/{day.id}", day.oma
    send(client_of(world.petra), url, tap(oma, "no", 20))
    ahead = timedelta(days=900)
    with clock.at(clock.now() + ahead):
        mine, sent = tap(oma, "yes", 60), clock.now()
    assert send(client_of(world.cor), url, mine, sent=sent).json["holds"] == {oma: "no"}


def test_who_left_the_kring_stops_nothing_and_a_day_that_is_off_says_so(world, day, client_of):
    url, oma = f"/bijeenkomsten/{day.id}", day.oma
    client = client_of(world.cor)
    answer = send(client, url, tap("here:77", "yes"), tap(oma, "yes"))
    assert (answer.status_code, answer.json["holds"]) == (200, {oma: "yes"})
    found = db.session.get_one(Conference, day.id)
    agenda.call_off(found, "focus_asked", by=world.cor.actor)
    db.commit()
    off = send(client, url, tap(oma, "no"))
    assert (off.status_code, "afgezegd" in off.json["message"]) == (409, True)
    assert "afgezegd" in client.get(f"{url}/dag").text


def test_a_day_that_was_moved_meanwhile_takes_who_was_there_and_tells_the_rest(world, day, client_of):
    url, client = f"/bijeenkomsten/{day.id}", client_of(world.cor)
    answer = send(client, url, tap("own_time", "yes"), tap(day.oma, "yes"))
    assert (answer.status_code, answer.json["holds"]) == (200, {day.oma: "yes"})
    assert answer.json["changed"] == [rules.TOO_EARLY]


def test_nonsense_is_refused_in_dutch(world, day, client_of):
    url, oma = f"/bijeenkomsten/{day.id}", day.oma
    client = client_of(world.cor)
    wrong = (
        "", "x", "{}", "null", "[1]", "[" * 5000, json.dumps([tap(oma, "misschien")]),
        json.dumps([tap("verhaal", "yes")]), json.dumps([tap(oma, "yes", own_id="\x00")]),
        json.dumps([{**tap(oma, "yes"), "at": "9" * 40}]), json.dumps([tap(oma, "yes")] * 501),
    )  # fmt: skip
    for presses in wrong:
        told = {"presses": presses, "sent": clock.now().isoformat()}
        answer = client.post(f"{url}/dag/alles", data=told)
        assert (answer.status_code, answer.json["message"]) == (422, rules.NONSENSE)
    assert client.post(f"{url}/dag/alles", data={"presses": "[]", "sent": "gisteren"}).status_code == 422
    for shown in ("[]", "x"):
        told = {"presses": "[]", "sent": clock.now().isoformat(), "shown": shown}
        assert client.post(f"{url}/dag/alles", data=told).status_code == 422
    assert client.post(f"{url}/dag", data={"about": oma}).status_code == 422


def test_nobody_else_finds_the_day(world, day, client_of):
    url = f"/bijeenkomsten/{day.id}"
    for stranger in (world.noor, world.sanne, world.gea):
        assert client_of(stranger).get(f"{url}/dag").status_code == 404
        assert send(client_of(stranger), url).status_code == 404


def test_the_same_tap_at_the_same_moment_is_one(world, day):
    oma, now, municipality = day.oma, clock.now(), world.municipality.id
    one = Press(str(uuid4()), oma, "yes", now)

    def take():
        service.take(db.session.get_one(Conference, day.id), [one], {oma}, by=world.cor.actor)

    assert at_once([take, take], now) == ["done", "done"]
    assert len(queries.presses(municipality, day.id)) == 1


def test_signing_out_or_another_person_clears_what_the_phone_kept(world, day, client_of):
    url = f"/bijeenkomsten/{day.id}/dag"
    client = client_of(world.cor)
    client.get(url)
    told = {"email": "coordinator@demo.example", "password": PASSWORD}
    assert "Clear-Site-Data" not in client.post("/inloggen", data=told).headers  # herself again
    told["email"] = "bureau@demo.example"
    assert client.post("/inloggen", data=told).headers["Clear-Site-Data"] == '"storage"'
    assert client.post("/uitloggen").headers["Clear-Site-Data"] == '"storage"'


def test_the_worker_keeps_no_page_by_itself(client_of):
    script = client_of(None).get("/dag-dienst.js")
    assert script.content_type.startswith("text/javascript")
    assert "addAll" not in script.text


def test_of_two_presses_the_later_holds():
    now = clock.now()
    later, earlier = Press("b", "own_time", "no", now), Press("a", "own_time", "yes", now - timedelta(1))
    assert rules.standing([later, earlier]) == rules.standing([earlier, later]) == {"own_time": "no"}
    assert rules.differs({"own_time": "yes"}, {"own_time": "no"}) == ["own_time"]
    assert rules.differs({}, {"own_time": "no"}) == []
    with pytest.raises(DomainError):
        rules.check(Press("a", "own_time", "yes", now))
