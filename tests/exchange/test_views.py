"""The bureau brings a file, looks, takes it over in one tap, and downloads; nobody else comes near."""

from __future__ import annotations

import pytest

from ekc.audit.models import LogEntry
from ekc.db import db
from ekc.exchange.models import Upload
from ekc.pool.models import Coordinator
from tests.exchange.files import bring, csv_of, digest_on, rows_of, send, xlsx_of

SHORT = ["Voornaam", "Achternaam", "Postcode"]


def text(response) -> str:
    return " ".join(response.get_data(as_text=True).split())


def test_from_the_pool_page_to_taken_over(world, client_of):
    petra = client_of(world.petra)
    assert "/in-en-uit" in petra.get("/pool").text
    assert "Voorbeeld met uitleg" in text(petra.get("/in-en-uit"))
    sent = send(petra, xlsx_of(SHORT, ["An", "Bos", "9601"], ["Bé", "Kok", "9611"]))
    assert sent.status_code == 303
    page = text(petra.get(sent.location))
    assert "Nieuw: <strong>2</strong>" in page
    assert "An Bos" in page
    assert db.session.query(Coordinator).count() == 2, "looking changes nothing"
    answer = petra.post(f"{sent.location}/overname", data={"digest": digest_on(page)}, follow_redirects=True)
    assert "Overgenomen: 2 nieuwe rijen, 0 wijzigingen." in text(answer)
    assert db.session.query(Coordinator).count() == 4
    assert "bewaren we niet meer" in text(petra.get(sent.location))
    again = petra.post(f"{sent.location}/overname", data={"digest": digest_on(page)})
    assert again.status_code == 409
    assert "al overgenomen" in text(again)
    assert "wacht op jou" not in text(petra.get("/in-en-uit"))


def test_a_file_that_changes_nothing_waits_for_nobody(world, client_of):
    petra = client_of(world.petra)
    out = petra.get("/in-en-uit/bestanden/pool.xlsx").get_data()
    sent = send(petra, out)
    assert "Alles staat er al. Je hoeft niets te doen." in text(petra.get(sent.location))
    page = text(petra.get("/in-en-uit"))
    assert ("alles stond er al" in page, "wacht op jou" in page) == (True, False)
    assert "bestand wacht" not in text(petra.get("/"))
    assert petra.get(f"{sent.location}/bestand").status_code == 404


def test_problems_are_shown_at_once_and_the_file_stays(world, client_of):
    petra, content = client_of(world.petra), xlsx_of(SHORT, [None, "Bos", "x"], ["Bé", "Kok", "9611"])
    sent = send(petra, content, name="Pool <2026>.xlsx")
    page = text(petra.get(sent.location))
    for words in (
        "2 dingen kloppen",
        "rij 2, kolom A (Voornaam)",
        "rij 2, kolom C (Postcode)",
        "niets overgenomen",
    ):
        assert words in page
    assert "Alles overnemen" not in page
    refused = petra.post(f"{sent.location}/overname", data={"digest": ""})
    assert refused.status_code == 422
    assert db.session.query(Coordinator).count() == 2
    kept = petra.get(f"{sent.location}/bestand")
    assert kept.data == content
    assert kept.headers["Content-Disposition"].startswith("attachment")
    dropped = petra.post(f"{sent.location}/weg", follow_redirects=True)
    assert "Het bestand is weg." in text(dropped)
    assert petra.get(f"{sent.location}/bestand").status_code == 404
    assert petra.post(f"{sent.location}/weg").status_code == 409


@pytest.mark.parametrize(
    ("content", "name", "status", "words"),
    [
        (b"", "leeg.csv", 422, "leeg"),
        (b"%PDF-1.7", "lijst.pdf", 422, "geen rekenblad"),
        (b"\xd0\xcf\x11\xe0", "oud.xls", 422, "oud Excel-bestand"),
        (b"x" * 5_000_001, "groot.csv", 422, "te groot"),
        (b"a;b\n", "", 422, "Kies eerst een bestand."),
    ],
    ids=range(5),
)
def test_what_cannot_be_read_is_refused_kindly(world, client_of, content, name, status, words):
    response = send(client_of(world.petra), content, name=name)
    assert response.status_code == status
    assert words in text(response)
    assert db.session.query(Upload).count() == 0


def test_a_body_far_too_large_is_not_read_at_all(world, client_of):
    kind = "multipart/form-data; boundary=x"
    response = client_of(world.petra).post("/in-en-uit", data=b"x" * 5_100_000, content_type=kind)
    assert response.status_code == 413
    assert "bestand kleiner" in text(response)


@pytest.mark.parametrize("kind", ["", "anders", "\x00", "9" * 400])
def test_an_unknown_kind_is_refused_kindly(world, client_of, kind):
    response = send(client_of(world.petra), csv_of(SHORT), kind=kind)
    assert response.status_code == 422
    assert "Kies wat voor lijst het is." in text(response)


def test_another_page_takes_no_file_of_that_size(world, client_of):
    data = {"given_name": "x" * 700_000}
    assert client_of(world.petra).post("/pool", data=data).status_code == 413


def test_a_hostile_name_of_a_file_does_no_harm(world, client_of):
    petra = client_of(world.petra)
    name = '../<script>"\u202e' + "x" * 300 + ".csv"
    sent = send(petra, csv_of(SHORT, ["An", "Bos", "9601"]), name=name)
    assert "<script>" not in petra.get(sent.location).text
    assert petra.get(f"{sent.location}/bestand").status_code == 200


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("pool.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("pool.csv", "text/csv; charset=utf-8"),
    ],
)
def test_a_download_is_what_it_says_and_the_logbook_says_who_took_it(world, client_of, name, kind):
    response = client_of(world.petra).get(f"/in-en-uit/bestanden/{name}")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == kind
    assert response.headers["Content-Disposition"] == f"attachment; filename={name}"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    lines = db.session.query(LogEntry).filter_by(action="take_out", actor_id=world.petra.account.id).all()
    assert {(line.object_kind, line.object_id) for line in lines} == {
        ("pool", world.municipality.id),
        ("coordinator", world.cor.coordinator.id),
        ("coordinator", world.noor.coordinator.id),
    }
    if name.endswith("xlsx"):
        assert {row[1] for row in rows_of(response.data)[1:]} == {"Cor", "Noor"}


@pytest.mark.parametrize(
    "name", ["pool.pdf", "iets.xlsx", "pool", "-voorbeeld.xlsx", "pool.xlsx.exe", "..", "%00"]
)
def test_an_unknown_download_is_not_there(world, client_of, name):
    assert client_of(world.petra).get(f"/in-en-uit/bestanden/{name}").status_code == 404


def test_nobody_but_the_bureau(world, client_of):
    upload = bring(world.petra, csv_of(SHORT, ["An", "Bos", "9601"]))
    for who in (world.sanne, world.tess, world.cor, world.gea, world.bea):
        client = client_of(who)
        for address in ("/in-en-uit", f"/in-en-uit/{upload.id}", "/in-en-uit/bestanden/pool.xlsx"):
            assert client.get(address).status_code == 404
        assert send(client, csv_of(SHORT)).status_code == 404
        assert client.post(f"/in-en-uit/{upload.id}/overname").status_code == 404
    assert client_of(None).get("/in-en-uit/bestanden/pool.xlsx").status_code == 303
    assert db.session.query(Coordinator).count() == 2


def test_many_rows_have_pages(world, client_of, queries):
    petra = client_of(world.petra)
    asked = []
    for many in (1, 130):
        rows = [[f"An{n}", "Bos", "9601"] for n in range(many)]
        sent = send(petra, csv_of(SHORT, *rows))
        queries.clear()
        page = text(petra.get(sent.location))
        asked.append(len(queries))
    assert "Bladzijde 1 van 2" in page
    assert "An129" in text(petra.get(f"{sent.location}?p=2"))
    assert asked[0] == asked[1]
