"""The bureau's pages about training and intervisie, and a coordinator's own."""

from __future__ import annotations

import pytest

from ekc import clock
from ekc.db import db
from ekc.invitations import feeds, standing
from ekc.training import service
from ekc.training.models import Attendance, Gathering
from tests.client import text
from tests.training.evenings import a_plan, invitation, make_gathering, noon, places, says
from tests.world import DAY, make_coordinator

__all__ = ["noon"]

FORM = {
    "kind": "intervisie",
    "on": DAY.isoformat(),
    "begins": "19:30",
    "until": "21:30",
    "place": "De Kern",
    "seats": "8",
    "led_by": "Petra",
}


@pytest.fixture
def petra(world, client_of):
    return client_of(world.petra)


@pytest.fixture
def cor(world, client_of):
    return client_of(world.cor)


@pytest.mark.parametrize("who", ["sanne", "tom", "tess", "cor", "noor", "gea", "bea"])
def test_only_the_bureau_plans(world, client_of, who):
    client = client_of(getattr(world, who))
    for address in ("/scholingen", "/scholingen/nieuw", "/scholingen/aanwezigheid"):
        assert client.get(address).status_code == 404
    assert client.post("/scholingen", data=FORM).status_code == 404
    assert db.session.query(Gathering).count() == 0


@pytest.mark.parametrize("who", ["sanne", "tom", "tess", "petra", "gea", "bea"])
def test_only_a_coordinator_has_a_page_of_what_she_learns(world, client_of, who):
    assert client_of(getattr(world, who)).get("/scholing").status_code == 404


def test_an_intervisie_is_planned_people_are_asked_and_one_answers_by_her_link(
    world, petra, client_of, outbox
):
    assert "nog 4 te plannen" in text(petra.get("/scholingen"))
    petra.get("/scholingen/nieuw")
    made = petra.post("/scholingen", data=FORM)
    gathering = db.session.query(Gathering).one()
    assert made.location == f"/scholingen/{gathering.id}/uitnodigingen"
    assert "Iedereen die actief is" in text(petra.get(made.location))
    asked = petra.post(made.location, data={"audience": "active"}, follow_redirects=True)
    assert "Uitgenodigd: 2 mensen." in text(asked)
    assert [kind for kind, _ in outbox()] == ["invitation", "invitation"]
    overview = text(petra.get("/scholingen"))
    assert "nog 3 te plannen" in overview
    assert "0 van 8" in overview

    hers = invitation(gathering, world.cor)
    link = (hers.link_id, hers.id)
    stranger = client_of(None)
    with stranger.session_transaction() as session:
        session["links"] = [[link[0], 1, "invitation", link[1]]]
    page = text(stranger.get(f"/uitnodiging/{link[1]}"))
    assert "<h1>Intervisie</h1>" in page
    assert "De Kern" in page
    answer = stranger.post(f"/uitnodiging/{link[1]}/antwoord", data={"answer": "yes"}, follow_redirects=True)
    assert "Bedankt! Je hebt een plek." in text(answer)
    page = text(petra.get(f"/scholingen/{gathering.id}"))
    assert "1 van 8 plekken bezet." in page
    assert "We bespreken geen namen" in page


def test_who_comes_second_to_the_last_place_reads_kind_words(world, cor, client_of):
    gathering = make_gathering(world, world.cor, world.noor, seats=1)
    noor = client_of(world.noor)
    url = f"/scholing/{gathering.id}/antwoord"
    assert "Bedankt! Je hebt een plek." in text(noor.post(url, data={"answer": "yes"}, follow_redirects=True))
    page = text(cor.post(url, data={"answer": "yes"}, follow_redirects=True))
    assert "Er is helaas geen plek meer vrij. Je staat op de wachtlijst, als nummer 1." in page
    assert places(gathering, world.cor, world.noor) == ["waits", 1]
    noor.post(url, data={"answer": "no"})
    assert "je hebt een plek" in text(cor.get("/scholing"))


def test_her_answer_to_an_earlier_version_is_asked_again(world, cor):
    gathering = make_gathering(world, world.cor)
    service.change(gathering, a_plan(days=1), by=world.petra.actor)
    db.commit()
    url = f"/scholing/{gathering.id}/antwoord"
    assert "intussen veranderd" in text(cor.post(url, data={"answer": "yes", "version": "0"}), 409)
    assert cor.post(url, data={"answer": "perhaps", "version": "1"}).status_code == 422
    assert cor.post(url, data={"version": "\x00"}).status_code == 422
    assert cor.post(url, data={"answer": "yes", "version": "1"}).status_code == 303


def test_the_bureau_enters_what_she_says_on_the_phone(world, petra):
    gathering = make_gathering(world, world.cor, world.noor, seats=1)
    says(gathering, world.noor)
    url = f"/uitnodiging/{invitation(gathering, world.cor).id}/mondeling"
    assert url in text(petra.get(f"/scholingen/{gathering.id}"))
    answer = petra.post(url, data={"answer": "yes"})
    assert answer.location == f"/scholingen/{gathering.id}"
    page = text(petra.get(answer.location))
    assert "Het is vol: op de wachtlijst." in page
    assert "wachtlijst" in page
    found = invitation(gathering, world.cor)
    assert (found.answer, found.answered_by) == ("yes", "phone")


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"kind": "party"}, "Kies een van de mogelijkheden"),
        ({"kind": ""}, "Kies een van de mogelijkheden"),
        ({"place": "", "locality": ""}, "schrijf op waar het is"),
        ({"place": "bij 123456782"}, "lijkt een burgerservicenummer"),
        ({"led_by": "123456782"}, "lijkt een burgerservicenummer"),
        ({"seats": "0"}, ""),
        ({"seats": "9" * 40}, ""),
        ({"locality": "1"}, ""),
        ({"locality": "drie"}, ""),
        ({"on": "2026-01-01"}, "al voorbij"),
        ({"on": "2027-03-28", "begins": "02:30", "until": "05:00"}, "bestaat dan niet"),
        ({"until": "19:00"}, "na de begintijd"),
        ({"until": "19:35"}, "minstens een half uur"),
        ({"place": "x" * 121}, "te lang"),
    ],
)
def test_what_was_typed_stays_with_the_reason(world, petra, changed, sentence):
    gathering = make_gathering(world)
    for address in ("/scholingen", f"/scholingen/{gathering.id}/wijziging"):
        answer = petra.post(address, data={**FORM, **changed})
        assert answer.status_code in {409, 422}
        page = answer.get_data(as_text=True)
        assert sentence in page
        if "begins" not in changed:
            assert 'value="19:30"' in page
    assert db.session.query(Gathering).count() == 1


def test_it_is_changed_and_called_off(world, petra, client_of):
    gathering = make_gathering(world, world.cor)
    form = text(petra.get(f"/scholingen/{gathering.id}/wijziging"))
    assert 'value="De Kern"' in form
    assert "Dit gaat naar 1 mens." in form
    assert "Dit gaat naar 1 mens." in text(petra.get(f"/scholingen/{gathering.id}"))
    village = text(petra.get("/scholingen/nieuw")).split('<option value="')[9].split('"')[0]
    told = {**FORM, "begins": "20:00", "place": "", "locality": village}
    page = text(petra.post(f"/scholingen/{gathering.id}/wijziging", data=told, follow_redirects=True))
    assert "20.00 – 21.30 uur" in page
    page = text(petra.post(f"/scholingen/{gathering.id}/afzegging", follow_redirects=True))
    assert "afgezegd" in page
    assert petra.post(f"/scholingen/{gathering.id}/afzegging").status_code == 409
    assert "gaat niet door" in text(client_of(world.cor).get("/scholing"))


def test_nobody_ticked_is_asked_for(world, petra):
    gathering = make_gathering(world)
    url = f"/scholingen/{gathering.id}/uitnodigingen"
    assert "Kruis minstens één" in text(petra.post(url, data={"audience": "ticked"}), 422)
    assert petra.post(url, data={"audience": "ticked", "who": ["1"]}).status_code == 422
    assert petra.post(url, data={"audience": "everybody"}).status_code == 422


def test_who_was_there_is_ticked_and_the_pool_gets_its_date(world, petra):
    lin = make_coordinator(
        world.municipality, "Lin Li", "lin@pool.example", trained_on=None, block2_on=None, stage="training"
    )
    gathering = make_gathering(world, world.cor, lin, kind="block1")
    url = f"/scholingen/{gathering.id}"
    assert "Dit waren ze" not in text(petra.get(url))
    with clock.at(gathering.ends_at):
        assert "Dit waren ze" in text(petra.get(url))
        assert petra.post(f"{url}/aanwezigheid", data={"there": ["x"]}).status_code == 422
        ids = [str(one.coordinator.id) for one in (world.cor, lin)]
        page = text(petra.post(f"{url}/aanwezigheid", data={"there": ids}, follow_redirects=True))
        assert "2 mensen waren er" in page
        assert "1 coördinator heeft nog geen datum" in page
        page = text(petra.post(f"{url}/datum-in-de-pool", follow_redirects=True))
        assert "De datum staat nu bij 1 coördinator in de pool." in page
        assert "nog geen datum" not in page
        assert "2 waren er" in text(petra.get("/scholingen"))
    assert db.session.query(Attendance).count() == 2


def test_each_coordinator_s_intervisies_are_counted(world, petra):
    gathering = make_gathering(world, world.cor)
    with clock.at(gathering.ends_at):
        service.note_attendance(gathering, [world.cor.coordinator.id], by=world.petra.actor)
        db.commit()
        page = text(petra.get("/scholingen/aanwezigheid"))
    assert 'Cor Kuiper</a></th><td data-label="Hoe vaak">1 keer' in page
    assert 'Noor Nijland</a></th><td data-label="Hoe vaak">0 keer' in page


def test_it_stands_in_her_own_calendar_until_she_says_no(world, cor):
    gathering = make_gathering(world, world.cor)
    window = feeds.window(clock.now())
    person = world.cor.person.id
    before = feeds.etag(standing.feed_versions(person, window))
    (block,) = standing.feed_blocks(person, window)
    assert b"SUMMARY:Bijeenkomst" in block
    assert "Afspraak met Petra" not in block.decode()
    says(gathering, world.cor, "no")
    assert standing.feed_blocks(person, window) == []
    assert feeds.etag(standing.feed_versions(person, window)) != before


def test_thirty_cost_as_many_queries_as_one(world, petra, cor, queries):
    first = make_gathering(world, world.cor)
    addresses = {
        petra: ("/scholingen", "/scholingen/aanwezigheid", f"/scholingen/{first.id}"),
        cor: ("/scholing",),
    }

    def asked() -> list[int]:
        found = []
        for client, pages in addresses.items():
            for address in pages:
                queries.clear()
                text(client.get(address))
                found.append(sum(one.startswith("SELECT") for one in queries))
        return found

    few = asked()
    many = [
        make_coordinator(world.municipality, f"Vrijwilliger{n} Veen", f"v{n}@pool.example") for n in range(8)
    ]
    service.invite(first, "active", by=world.petra.actor)
    for n in range(6):
        make_gathering(world, world.cor, *many[:2], days=n + 1)
    for one in many:
        says(first, one)
    assert asked() == few
    assert max(few[:3]) <= 8
    assert few[3] <= 6
