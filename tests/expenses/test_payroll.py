"""Approved claims go to the payroll office once each, and can be fetched again as they went."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest

from ekc import clock
from ekc.audit.models import LogEntry
from ekc.db import db
from ekc.errors import DomainError, TooLateError
from ekc.expenses import payroll, payroll_rules, service
from ekc.expenses.models import Expense, ExpenseExport
from ekc.expenses.rules import FLAT
from ekc.people import queries as persons
from ekc.people import service as people
from ekc.pool import queries as pool_queries
from ekc.pool import service as pool
from tests.exchange.files import rows_of
from tests.expenses.claims import approve_all, hand_over, make_claim, read

HERE = "/pool/vergoedingen/doorgeven"


def page(client, address: str = HERE, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return " ".join(response.get_data(as_text=True).split()).replace("\u00a0", " ")


def today() -> str:
    return clock.today().isoformat()


def seen(world) -> str:
    return payroll_rules.digest(payroll.ready(clock.today(), by=world.petra.actor))


def lines(export: ExpenseExport) -> set[int]:
    return {one.claim for one in payroll_rules.unpacked(export.lines)}


def test_the_bureau_hands_over_and_fetches_it(world, client_of):
    make_claim(world.cor, "km", 34)
    make_claim(world.cor, "receipt", 1250)
    make_claim(world.noor, "km", 10)
    waits = make_claim(world.noor, "km", 99)
    approve_all(world.petra)
    db.session.get_one(Expense, waits).state = "entered"
    db.commit()
    petra = client_of(world.petra)
    assert "/pool/vergoedingen/doorgeven" in petra.get("/pool/vergoedingen").text
    there = page(petra, f"{HERE}?until={today()}")
    for words in ("<strong>3 regels</strong>", "samen € 22,62", "Cor Kuiper", "zonder salarisnummer"):
        assert words in there
    answer = petra.post(HERE, data={"until": today(), "seen": seen(world)})
    assert answer.status_code == 303
    there = page(petra, answer.location)
    assert "3 regels" in there
    assert read(waits).state == "entered"
    assert "niets om door te geven" in page(petra, f"{HERE}?until={today()}")
    assert "door Petra Post" in page(petra)
    cor = client_of(world.cor)
    assert "doorgegeven om te betalen" in page(cor, f"/vergoedingen/{world.cor.coordinator.id}")


def test_the_files_hold_who_what_and_how_much_and_no_more(world, client_of):
    service.choose(world.cor.coordinator, clock.today().year, FLAT, by=world.cor.actor)
    pool.take_over(pool_queries.mine(world.cor.actor), {"payroll_number": "=4711"}, by=world.petra.actor)
    make_claim(world.cor, "hours", 6, note=None)
    make_claim(world.cor, "km", 10)
    make_claim(world.cor, "km", 20, days=2)
    make_claim(world.noor, "receipt", 1250, note="Straatweg 3")
    made = hand_over(world.petra)
    petra = client_of(world.petra)
    xlsx = petra.get(f"/pool/vergoedingen/doorgegeven/{made.id}/xlsx")
    assert xlsx.headers["Content-Type"].endswith("spreadsheetml.sheet")
    rows = rows_of(xlsx.data)
    year = clock.today().year
    assert rows[1:] == [
        ["=4711", "Cor Kuiper", year, "oktober", "kilometers", 30, "km", 6.9, "vast bedrag per uur", None],
        ["=4711", "Cor Kuiper", year, "oktober", "uren", 1.5, "uur", 8.4, "vast bedrag per uur", None],
        [None, "Noor Nijland", year, "oktober", "een bonnetje", 1, "bonnetje", 12.5, "onkosten", None],
    ]
    assert rows_of(xlsx.data, 1)[1:] == [
        ["=4711", "Cor Kuiper", 15.3],
        [None, "Noor Nijland", 12.5],
        [None, "Alles samen", 27.8],
    ]
    assert len(rows_of(xlsx.data, 2)) == 5
    told = petra.get(f"/pool/vergoedingen/doorgegeven/{made.id}/csv")
    assert told.headers["Content-Type"] == "text/csv; charset=utf-8"
    read_back = list(csv.reader(io.StringIO(told.data.decode("utf-8-sig")), delimiter=";"))
    assert read_back[1][:8] == ["'=4711", "Cor Kuiper", str(year), "oktober", "kilometers", "30", "km", "6,9"]
    everything = xlsx.data + told.data
    for never in (b"Straatweg", b"+316", b"demo.example"):
        assert never not in everything


def test_a_second_delivery_holds_other_lines_and_the_first_stays_the_same_to_the_byte(world, client_of):
    first_claim = make_claim(world.cor, "km", 34)
    first = hand_over(world.petra)
    petra = client_of(world.petra)
    files = [f"/pool/vergoedingen/doorgegeven/{first.id}/{end}" for end in ("xlsx", "csv")]
    before = [petra.get(file).data for file in files]
    person = persons.one(world.municipality.id, world.cor.person.id)
    people.rename(person, "Cora", "Anders")
    second_claim = make_claim(world.cor, "km", 5)
    second = hand_over(world.petra)
    assert (lines(first), lines(second)) == ({first_claim}, {second_claim})
    with clock.at(clock.now() + timedelta(days=400)):
        again = [petra.get(file).data for file in files]
    assert before == again
    assert read(first_claim).export_id == first.id


def test_what_happened_after_the_day_goes_another_time(world):
    old = make_claim(world.cor, "km", 34, days=40)
    new = make_claim(world.cor, "km", 5, days=1)
    approve_all(world.petra)
    until = clock.today() - timedelta(days=30)
    looked = payroll_rules.digest(payroll.ready(until, by=world.petra.actor))
    made = payroll.hand_over(until, looked, by=world.petra.actor)
    db.commit()
    assert lines(made) == {old}
    assert (read(old).state, read(new).state) == ("exported", "approved")


def test_three_caps_are_looked_at(world, client_of):
    service.choose(world.cor.coordinator, clock.today().year, FLAT, by=world.cor.actor)
    for day in (1, 2, 3):
        make_claim(world.cor, "hours", 60, days=day)  # 45 hours in one month: above its cap
    approve_all(world.petra)
    (claim, *_) = db.session.query(Expense).all()
    claim.cents = 60 * 150 + 1
    db.commit()
    warned = {one.warning for one in payroll.ready(clock.today(), by=world.petra.actor)}
    assert warned == {
        payroll_rules.OVER_CAP,
        f"{payroll_rules.OVER_HOUR}; {payroll_rules.OVER_CAP}",
    }
    there = page(client_of(world.petra), f"{HERE}?until={today()}")
    assert payroll_rules.OVER_CAP in there
    assert payroll_rules.OVER_HOUR in there


def test_real_costs_know_no_cap(world):
    make_claim(world.cor, "receipt", 90_000)
    approve_all(world.petra)
    assert [one.warning for one in payroll.ready(clock.today(), by=world.petra.actor)] == [""]


def test_what_was_looked_at_is_what_goes(world):
    make_claim(world.cor, "km", 34)
    approve_all(world.petra)
    looked = seen(world)
    make_claim(world.noor, "km", 5)
    approve_all(world.petra)
    with pytest.raises(TooLateError, match="iets veranderd"):
        payroll.hand_over(clock.today(), looked, by=world.petra.actor)
    db.rollback()
    assert db.session.query(Expense).filter_by(state="approved").count() == 2
    assert db.session.query(ExpenseExport).count() == 0


def test_nothing_to_hand_over_makes_no_delivery(world):
    with pytest.raises(TooLateError, match="niets om door te geven"):
        payroll.hand_over(clock.today(), seen(world), by=world.petra.actor)
    db.rollback()
    with pytest.raises(DomainError, match="moet nog komen"):
        payroll.hand_over(clock.today() + timedelta(days=1), "", by=world.petra.actor)
    db.rollback()
    assert db.session.query(ExpenseExport).count() == 0


@pytest.mark.parametrize("until", ["", "gisteren", "31-2-2026", "\x00", "9" * 400, "0001-01-01"])
def test_a_day_that_is_none_is_told_so(world, client_of, until):
    petra = client_of(world.petra)
    assert "Bijna goed." in page(petra, f"{HERE}?until={until.replace(chr(0), '%00')}", 422)
    assert petra.post(HERE, data={"until": until, "seen": "x"}).status_code == 422


def test_once_handed_over_a_claim_changes_no_more(world):
    claim = make_claim(world.cor, "km", 34)
    hand_over(world.petra)
    with pytest.raises(TooLateError):
        service.withdraw(read(claim), by=world.cor.actor)


def test_the_logbook_says_who_made_it_and_who_took_it(world, client_of):
    make_claim(world.cor, "km", 34)
    made = hand_over(world.petra)
    client_of(world.petra).get(f"/pool/vergoedingen/doorgegeven/{made.id}/csv")
    lines = db.session.query(LogEntry).filter_by(actor_id=world.petra.account.id)
    assert lines.filter_by(action="hand_over_claims", object_id=made.id).count() == 1
    taken = {(one.object_kind, one.object_id) for one in lines.filter_by(action="take_out")}
    assert taken == {("expense_export", made.id), ("coordinator", world.cor.coordinator.id)}


def test_what_went_is_sealed(world):
    make_claim(world.cor, "km", 34)
    hand_over(world.petra)
    (raw,) = db.session.connection().exec_driver_sql("SELECT lines FROM expense_export").one()
    assert b"Cor" not in raw


def test_nobody_but_the_bureau(world, client_of):
    make_claim(world.cor, "km", 34)
    made = hand_over(world.petra)
    for who in (world.cor, world.gea, world.tess):
        client = client_of(who)
        for address in (HERE, f"/pool/vergoedingen/doorgegeven/{made.id}/csv"):
            assert client.get(address).status_code == 404
        assert client.post(HERE, data={"until": today()}).status_code == 404


def test_as_many_questions_for_one_line_as_for_thirty(world, client_of, queries):
    petra, asked = client_of(world.petra), []
    for many in (1, 29):
        for number in range(many):
            make_claim((world.cor, world.noor)[number % 2], "km", 3)
        approve_all(world.petra)
        queries.clear()
        page(petra, f"{HERE}?until={today()}")
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_the_number_of_the_payroll_office_is_kept_and_no_bank_account(world, client_of):
    petra, address = client_of(world.petra), f"/pool/{world.cor.coordinator.id}/gegevens"
    who = {"given_name": "Cor", "surname": "Kuiper", "phone": "0612345678"}
    told = {**who, "pc4": "9611", "languages": ["nld"], "payroll_number": "V-12"}
    assert petra.post(address, data=told).status_code == 303
    assert "V-12" in petra.get(f"/pool/{world.cor.coordinator.id}").text
    refused = petra.post(address, data={**told, "payroll_number": "NL91ABNA0417164300"})
    assert refused.status_code == 422
    assert "rekeningnummer" in refused.text
