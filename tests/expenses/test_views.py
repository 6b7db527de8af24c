"""A volunteer writes down what she spent on her phone; the bureau looks at it."""

from __future__ import annotations

import pytest

from ekc import clock
from ekc.db import db, new_id
from ekc.expenses import service
from ekc.expenses.models import Expense
from ekc.expenses.rules import FLAT
from tests.agenda.trajects import make_traject
from tests.expenses.claims import make_claim, read

HOSTILE = [
    "<script>alert(1)</script>",
    "'; DROP TABLE expense; --",
    "{{ 7*7 }}",
    "\x00",
    "\u202e9",
    "１２",
    "9" * 4000,
]


def page(client, address: str, status: int = 200) -> str:
    response = client.get(address, follow_redirects=True)
    assert response.status_code == status, response.status_code
    return " ".join(response.get_data(as_text=True).split())


def hers(somebody, what: str = "") -> str:
    return f"/vergoedingen/{somebody.coordinator.id}{what}"


def flat(somebody) -> None:
    service.choose(somebody.coordinator, clock.today().year, FLAT, by=somebody.actor)
    db.commit()


def today() -> str:
    return clock.today().isoformat()


def test_she_enters_kilometres_and_the_bureau_sees_and_approves(world, client_of):
    cor, petra = client_of(world.cor), client_of(world.petra)
    assert "Er staat nog niets" in page(cor, "/mijn-vergoedingen")
    assert "Heen en terug samen, in hele kilometers." in page(cor, hers(world.cor, "/kilometers"))
    answer = cor.post(
        hers(world.cor, "/kilometers"),
        data={"on": today(), "amount": "34", "about": "training", "once": str(new_id())},
        follow_redirects=True,
    )
    for words in ("Opgeschreven.", "34 kilometer, training of intervisie", "7,82", "wacht op het bureau"):
        assert words in answer.text
    waiting = page(petra, "/pool/vergoedingen")
    assert "Cor Kuiper" in waiting
    assert "34 kilometer" in waiting
    claim = db.session.query(Expense).one()
    answer = petra.post("/pool/vergoedingen", data={"id": [claim.id]}, follow_redirects=True)
    assert "1 regel goedgekeurd." in answer.text
    assert "Er wacht niets op je." in answer.text
    assert "goedgekeurd" in page(cor, "/mijn-vergoedingen")


def test_a_receipt_in_dutch_notation_for_a_traject(world, client_of):
    traject = make_traject(world)
    cor, number = client_of(world.cor), traject.referral.number
    told = {"on": today(), "amount": "12,50", "what": "parking", "about": f"traject:{number}"}
    assert f"traject {number}" in page(cor, hers(world.cor, "/bonnetje"))
    answer = cor.post(hers(world.cor, "/bonnetje"), data=told, follow_redirects=True)
    assert f"bonnetje: parkeren, traject {number}" in " ".join(answer.text.split())
    assert "12,50" in answer.text
    assert db.session.query(Expense).one().amount == 1250


@pytest.mark.parametrize(
    ("kind", "told", "sentence"),
    [
        ("kilometers", {"amount": "veel"}, "Vul een getal in van 1 tot en met 600"),
        ("kilometers", {"on": ""}, "Kies de dag."),
        ("kilometers", {"on": "2099-01-01"}, "Deze dag moet nog komen"),
        ("kilometers", {"about": "traject:ZZZZZZ"}, "Kies een van de mogelijkheden"),
        ("bonnetje", {"amount": "12,5,0", "what": "food"}, "Schrijf het zo: 12,50"),
        ("bonnetje", {"amount": "1,25", "what": "other"}, "Schrijf erbij waar het bonnetje van is"),
        ("bonnetje", {"amount": "1,25", "what": "other", "note": "NL91ABNA0417164300"}, "rekeningnummer"),
        ("uren", {"amount": "1.20"}, "hele kwartieren"),
        ("uren", {"amount": "1,5"}, "een vast bedrag per uur kiest"),
    ],
)
def test_what_cannot_be_is_told_and_the_form_comes_back(world, client_of, kind, told, sentence):
    data = {"on": today(), "amount": "7", **told}
    response = client_of(world.cor).post(hers(world.cor, f"/{kind}"), data=data)
    assert response.status_code == 422
    assert sentence in response.text
    if told.get("amount"):
        assert f'value="{told["amount"]}"' in response.text
    assert db.session.query(Expense).count() == 0


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_breaks_nothing(world, client_of, text):
    cor = client_of(world.cor)
    for kind in ("kilometers", "bonnetje", "uren"):
        for name in ("on", "amount", "about", "what", "note", "once", "known"):
            data = {"on": today(), "amount": "3", "what": "other", "note": "bos", name: text}
            response = cor.post(hers(world.cor, f"/{kind}"), data=data)
            assert response.status_code in {303, 409, 422}
            assert "<script>alert" not in response.text
    for address, name in (
        ("/keuze", "regime"),
        ("/keuze", "grown_up_on"),
        ("/elders", "cents"),
        ("/elders", "month"),
    ):
        data = {"regime": "flat", "month": "3", "cents": "5", name: text}
        assert cor.post(hers(world.cor, address), data=data).status_code in {303, 422}
    assert client_of(world.petra).post("/pool/vergoedingen", data={"id": text}).status_code == 422


def test_the_same_form_twice_counts_once_and_is_told_kindly(world, client_of):
    cor, data = client_of(world.cor), {"on": today(), "amount": "9", "once": "77"}
    assert cor.post(hers(world.cor, "/kilometers"), data=data).status_code == 303
    again = cor.post(hers(world.cor, "/kilometers"), data=data)
    assert again.status_code == 409
    assert "Dit stond er al." in again.text
    assert db.session.query(Expense).count() == 1


def test_before_a_cap_is_passed_she_is_warned_once_and_goes_on(world, client_of):
    flat(world.cor)
    make_claim(world.cor, "receipt", 15_000)
    cor = client_of(world.cor)
    data = {"on": today(), "amount": "61", "what": "transport"}
    warned = cor.post(hers(world.cor, "/bonnetje"), data=data)
    assert warned.status_code == 422
    assert "Belastingvrij is hooguit" in warned.text
    assert "Toch opschrijven" in warned.text
    assert db.session.query(Expense).count() == 1
    after = cor.post(hers(world.cor, "/bonnetje"), data={**data, "known": "y"}, follow_redirects=True)
    assert "Opgeschreven." in after.text
    assert db.session.query(Expense).count() == 2
    assert "boven de grens" in page(client_of(world.petra), "/pool/vergoedingen")


def test_near_a_cap_she_reads_so_after_writing_it_down(world, client_of):
    flat(world.cor)
    answer = client_of(world.cor).post(
        hers(world.cor, "/bonnetje"),
        data={"on": today(), "amount": "170", "what": "transport"},
        follow_redirects=True,
    )
    assert "Je zit in oktober op" in answer.text


def test_real_costs_are_never_warned_about(world, client_of):
    make_claim(world.cor, "receipt", 90_000)
    assert "belastingvrij" not in page(client_of(world.cor), "/mijn-vergoedingen").replace("Bewaar", "")


def test_she_chooses_an_amount_per_hour_and_writes_hours(world, client_of):
    cor = client_of(world.cor)
    assert "/uren" not in page(cor, "/mijn-vergoedingen")
    chosen = cor.post(hers(world.cor, "/keuze"), data={"regime": "flat"}, follow_redirects=True)
    assert "Bewaard voor heel 2026." in chosen.text
    told = {"on": today(), "amount": "1.30"}
    answer = cor.post(hers(world.cor, "/uren"), data=told, follow_redirects=True)
    assert "1,5 uur" in answer.text
    assert "8,40" in answer.text
    refused = cor.post(hers(world.cor, "/keuze"), data={"regime": "real"})
    assert refused.status_code == 422
    assert "al uren opgeschreven" in refused.text


def test_what_others_paid_is_told_on_the_same_page(world, client_of):
    flat(world.cor)
    cor = client_of(world.cor)
    told = {"month": "10", "cents": "180"}
    assert "Je zit in oktober" in cor.post(hers(world.cor, "/elders"), data=told, follow_redirects=True).text
    assert cor.post(hers(world.cor, "/elders"), data={"month": "13", "cents": "1"}).status_code == 422


def test_a_question_of_the_bureau_is_read_and_answered(world, client_of):
    claim = make_claim(world.cor)
    petra, cor = client_of(world.petra), client_of(world.cor)
    assert "Een vraag aan Cor Kuiper" in page(petra, f"/vergoeding/{claim}/vraag")
    assert petra.post(f"/vergoeding/{claim}/vraag", data={"reason": ""}).status_code == 422
    refused = petra.post(f"/vergoeding/{claim}/vraag", data={"reason": "bsn 111222333?"})
    assert refused.status_code == 422
    assert "bsn 111222333?" in refused.text
    assert petra.post(f"/vergoeding/{claim}/vraag", data={"reason": "Klopt dit?"}).status_code == 303
    assert "Het bureau vraagt: Klopt dit?" in page(cor, f"/vergoeding/{claim}")
    assert cor.post(f"/vergoeding/{claim}", data={"on": today(), "amount": "8"}).status_code == 303
    assert (read(claim).state, read(claim).amount) == ("entered", 8)
    bad = cor.post(f"/vergoeding/{claim}", data={"on": "2099-01-01", "amount": "8"})
    assert (bad.status_code, "moet nog komen" in bad.text) == (422, True)


def test_what_was_approved_cannot_be_changed_by_a_late_form(world, client_of):
    claim = make_claim(world.cor)
    client_of(world.petra).post("/pool/vergoedingen", data={"id": claim})
    cor = client_of(world.cor)
    late = cor.post(f"/vergoeding/{claim}", data={"on": today(), "amount": "500"})
    assert (late.status_code, read(claim).amount) == (409, 20)
    assert "Dit is goedgekeurd" in page(cor, f"/vergoeding/{claim}")
    assert cor.post(f"/vergoeding/{claim}/weg").status_code == 409
    twice = client_of(world.petra).post("/pool/vergoedingen", data={"id": claim})
    assert (twice.status_code, "al over beslist" in twice.text) == (409, True)


def test_a_mistake_goes_away_in_one_tap(world, client_of):
    claim = make_claim(world.cor)
    assert client_of(world.cor).post(f"/vergoeding/{claim}/weg").status_code == 303
    assert db.session.query(Expense).count() == 0


def test_the_bureau_does_it_for_who_phones_and_the_page_says_for_whom(world, client_of):
    petra = client_of(world.petra)
    assert "Je doet dit namens Cor" in page(petra, hers(world.cor))
    assert petra.post(hers(world.cor, "/kilometers"), data={"on": today(), "amount": "5"}).status_code == 303
    assert db.session.query(Expense).one().person_id == world.cor.person.id


@pytest.mark.parametrize("who", ["noor", "sanne", "tom", "tess", "gea", "bea"])
def test_nobody_else_reads_or_writes_hers(world, client_of, who):
    claim, client = make_claim(world.cor), client_of(getattr(world, who))
    for address in (hers(world.cor), hers(world.cor, "/kilometers"), f"/vergoeding/{claim}"):
        assert client.get(address).status_code == 404
    for address in ("/kilometers", "/keuze", "/elders"):
        told = {"on": today(), "amount": "5", "regime": "flat", "month": "1", "cents": "1"}
        assert client.post(hers(world.cor, address), data=told).status_code == 404
    for address in ("/vraag", "/weg", ""):
        assert client.post(f"/vergoeding/{claim}{address}", data={"reason": "x"}).status_code == 404
    assert client.get("/pool/vergoedingen").status_code == 404
    assert client.post("/pool/vergoedingen", data={"id": claim}).status_code == 404
    assert read(claim).state == "entered"


def test_thirty_claims_take_as_many_queries_as_one(world, client_of, queries):
    flat(world.cor)
    make_claim(world.cor)
    cor, petra = client_of(world.cor), client_of(world.petra)

    def reads(client, address: str) -> int:
        queries.clear()
        page(client, address)
        return sum(one.startswith("SELECT") for one in queries)

    pages = [
        (cor, hers(world.cor), 6),
        (cor, hers(world.cor, "/bonnetje"), 6),
        (petra, "/pool/vergoedingen", 8),
    ]
    few = [reads(client, address) for client, address, _ in pages]
    for _ in range(29):
        make_claim(world.cor)
    make_claim(world.noor)
    assert [reads(client, address) for client, address, _ in pages] == few
    assert all(count <= most for count, (_, _, most) in zip(few, pages, strict=True)), few


def test_a_long_year_comes_in_pages(world, client_of):
    for number in range(15):
        make_claim(world.cor, amount=number + 1)
    cor = client_of(world.cor)
    first, second = page(cor, hers(world.cor)), page(cor, hers(world.cor) + "?p=2")
    assert "Bladzijde 1 van 2" in first
    assert second.count(" kilometer") == 3
    assert f"Het jaar {clock.today().year - 1}" in first
    assert "Er staat nog niets" in page(cor, hers(world.cor) + f"?jaar={clock.today().year - 1}")
    assert page(cor, hers(world.cor) + "?jaar=banaan")
