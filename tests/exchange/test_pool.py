"""The pool comes in and goes out: all that is kept, once, as a whole; what went out can come in again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ekc import clock
from ekc.audit.models import LogEntry
from ekc.db import db
from ekc.errors import NotFoundError, TooLateError
from ekc.exchange import service
from ekc.exchange.pool_columns import COLUMNS, mark
from ekc.people import queries as persons
from ekc.pool import queries
from ekc.pool import service as pool
from ekc.pool.models import Coordinator, PoolStep
from ekc.sheets import opening, writing
from ekc.sheets.writing import Sheet
from tests.exchange.files import bring, csv_of, problems, rows_of, take, xlsx_of
from tests.world import make_municipality, make_somebody

SHORT = ["Voornaam", "Achternaam", "Postcode", "Mail", "Telefoon"]
AN = ["An", "Bos", "9601", "an@post.example", "0612345678"]
EVERYTHING = {
    "Voornaam": "Zoë",
    "Achternaam": "van der Élst",
    "Telefoon": "+49 151 12345678",
    "Mail": "zoe@post.example",
    "Postcode": "9621 AB",
    "Talen": "Turks; nederlands",
    "Werkt bij": "'=HYPERLINK(1)",
    "In eigen woorden": "Regel een\nregel twee",
    "Stand": "Actief",
    "Bij de pool sinds": "3 maart 2020",
    "Gevonden via": "via het dorp of de wijk",
    "Training blok 1": date(2020, 4, 1),
    "Training blok 2": 44000,
    "VOG gezien op": "2026-01-05",
    "Geheimhouding getekend op": "1-4-2020",
    "Gedragscode versie": 1,
    "Gedragscode akkoord op": "1-4-2020",
    "Per jaar": 4,
    "Tegelijk": 2,
    "Per kwartaal": 2,
    "In bepaalde maanden": "december: niets; Juni t/m aug: 1",
    "Verste afstand in km": 15,
    "Eigen dorp mag": "nee",
    "Liever samen": "ja",
    "Dagdelen": "zaterdagochtend, maandagavond",
    "Graag": "opvoeding",
    "Liever niet": "huurachterstand",
    "Thuis in": "tuinieren, Molukse cultuur",
}


def named(given: str) -> Coordinator:
    """The coordinator with this first name."""
    db.session.expire_all()
    return next(
        one
        for one in db.session.query(Coordinator)
        if persons.one(one.municipality_id, one.person_id).given_name == given
    )


def plan(world, content):
    upload = bring(world.petra, content)
    return service.plan_of(upload, by=world.petra.actor)


def test_everything_comes_in(world):
    take(world.petra, xlsx_of(list(EVERYTHING), list(EVERYTHING.values())))
    zoe = named("Zoë")
    person = persons.one(zoe.municipality_id, zoe.person_id)
    assert person.surname == "van der Élst"
    assert persons.address(person, "phone") == "+4915112345678"
    assert (zoe.pc4, zoe.languages, zoe.employer) == ("9621", ("nld", "tur"), "=HYPERLINK(1)")
    assert zoe.about == "Regel een\nregel twee"
    assert (zoe.stage, zoe.source, zoe.joined_on) == ("active", "village", date(2020, 3, 3))
    assert (zoe.trained_on, zoe.block2_on) == (date(2020, 4, 1), date(2020, 6, 18))
    assert (zoe.vog_seen_on, zoe.vog_until) == (date(2026, 1, 5), date(2029, 1, 5))
    assert (zoe.secrecy_on, zoe.code_version, zoe.code_on) == (date(2020, 4, 1), 1, date(2020, 4, 1))
    assert (zoe.max_per_year, zoe.max_at_once, zoe.max_per_quarter, zoe.max_km) == (4, 2, 2, 15)
    assert (zoe.own_village, zoe.prefers_two) == (False, True)
    assert zoe.day_parts == ("mon_evening", "sat_morning")
    assert (zoe.themes_like, zoe.themes_not) == (("parenting",), ("rent_arrears",))
    months = [(one.first_month, one.last_month, one.most) for one in queries.periods(zoe)]
    assert sorted(months) == [(6, 8, 1), (12, 12, 0)]
    assert zoe.at_home == ("tuinieren", "Molukse cultuur")
    assert zoe.locality_id is not None
    assert zoe.lat is not None
    assert zoe.employer_plain == "hyperlink 1", "the match compares employers"
    assert len(zoe.at_home_keys) == 3, "the match finds her own words"
    step = db.session.query(PoolStep).filter_by(coordinator_id=zoe.id).one()
    assert (step.to_stage, step.day) == ("active", date(2020, 3, 3))


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_what_goes_out_comes_in_again_and_changes_nothing(world, kind):
    take(world.petra, xlsx_of(list(EVERYTHING), list(EVERYTHING.values())))
    pool.pause(named("Cor"), clock.today() + timedelta(days=5), by=world.petra.actor)
    db.commit()
    _, content = service.download(f"pool.{kind}", by=world.petra.actor)
    with clock.at(clock.now() + timedelta(days=30)):  # her pause is over by then
        again = plan(world, content)
    assert again.problems == ()
    assert [line.what for line in again.lines] == ["same"] * 3
    without_marks = plan(world, csv_of(*(row[1:] for row in opening.read(content).rows.values())))
    assert without_marks.problems == ()
    assert [line.what for line in without_marks.lines] == ["same"] * 3


def test_into_an_empty_pool_elsewhere_everybody_comes_in_the_same(world):
    take(world.petra, xlsx_of(list(EVERYTHING), list(EVERYTHING.values())))
    _, content = service.download("pool.xlsx", by=world.petra.actor)
    rows = [row[1:] for row in rows_of(content)]
    other = make_municipality("Elders", "9999")
    piet = make_somebody(other, "Piet Elders", "piet@elders.example", *world.petra.actor.roles)
    db.commit()
    take(piet, writing.write("xlsx", Sheet("Pool", rows[0], rows[1:])))
    _, theirs = service.download("pool.xlsx", by=piet.actor)
    assert [row[1:] for row in rows_of(theirs)] == rows


def test_the_same_file_twice_adds_nobody(world):
    content = csv_of(SHORT, AN, ["Bé", "Kok", "9611", "", ""])
    assert take(world.petra, content).count("new") == 2
    again = plan(world, content)
    assert [line.what for line in again.lines] == ["same", "same"]
    assert not again.changes_something


def test_other_months_take_the_place_of_the_old_ones(world):
    header = [*SHORT, "In bepaalde maanden"]
    take(world.petra, csv_of(header, [*AN, "juni: hooguit 1; juli: niets"]))
    (line,) = take(world.petra, csv_of(header, [*AN, "juni: hooguit 2"])).lines
    assert line.changes == ("In bepaalde maanden: juni: hooguit 1; juli: niets → juni: hooguit 2",)
    assert [(one.first_month, one.most) for one in queries.periods(named("An"))] == [(6, 2)]


def test_a_change_is_shown_in_words_and_an_empty_cell_leaves_what_is_there(world):
    take(world.petra, csv_of(SHORT, AN))
    header = [*SHORT, "Per jaar", "Talen"]
    content = csv_of(header, ["An", "Bos", "9611", "an@post.example", "", "5", ""])
    (line,) = plan(world, content).lines
    assert (line.what, line.changes) == ("change", ("Postcode: 9601 → 9611", "Per jaar: 3 → 5"))
    take(world.petra, content)
    an = named("An")
    assert (an.pc4, an.max_per_year) == ("9611", 5)
    assert persons.address(persons.one(an.municipality_id, an.person_id), "phone") == "+31612345678"
    lines = db.session.query(LogEntry).filter_by(object_id=an.id, action="take_over").count()
    assert lines == 1


def test_a_mark_that_stands_there_twice_is_told_where_it_stands(world):
    her = [mark(world.cor.coordinator.id), "Cor", "Kuiper", "9611", "", ""]
    found = plan(world, csv_of(["Kenmerk", *SHORT], her, [*her[:1], "Noor", "Nijland", "9611", "", ""]))
    assert [(one.row, one.column, one.sentence) for one in found.problems] == [
        (3, 1, "Deze rij gaat over dezelfde persoon als rij 2.")
    ]


def test_by_her_mark_she_is_found_whatever_changed(world):
    cor = world.cor.coordinator.id
    header = ["Kenmerk", *SHORT]
    take(world.petra, csv_of(header, [mark(cor), "Cora", "Kuiper-Bos", "9611", "cora@post.example", ""]))
    found = db.session.get_one(Coordinator, cor)
    person = persons.one(found.municipality_id, found.person_id)
    assert person.name == "Cora Kuiper-Bos"
    assert persons.address(person, "mail") == "cora@post.example"
    assert persons.address(person, "phone") == "+31612345678"
    assert persons.reached_by(found.municipality_id, "cora@post.example").id == person.id


def test_by_mail_with_another_surname_she_is_the_same(world):
    (line,) = plan(world, csv_of(SHORT, ["cor", "Kuiper-Bos", "9611", "COORDINATOR@demo.example", ""])).lines
    assert line.target == world.cor.coordinator.id
    assert "Achternaam: Kuiper → Kuiper-Bos" in line.changes


def test_two_who_share_a_mail_address_and_two_of_one_name(world):
    pair = csv_of(
        SHORT, ["Jan", "Vos", "9601", "vos@post.example", ""], ["Els", "Vos", "9601", "vos@post.example", ""]
    )
    assert take(world.petra, pair).count("new") == 2
    assert [line.what for line in plan(world, pair).lines] == ["same", "same"]
    header = [*SHORT, "Naamgenoot"]
    other = ["Jan", "Vos", "9611", "jan@anders.example", ""]
    assert "Zet ‘ja’" in problems(world.petra, csv_of(header, [*other, ""]))[0][1]
    assert take(world.petra, csv_of(header, [*other, "ja"])).count("new") == 1
    assert [line.what for line in plan(world, csv_of(header, [*other, "ja"])).lines] == ["same"]


def test_a_phone_that_lost_its_first_figure_is_put_right(world):
    take(world.petra, xlsx_of(SHORT, ["An", "Bos", 9601, None, 612345678]))
    an = named("An")
    assert persons.address(persons.one(an.municipality_id, an.person_id), "phone") == "+31612345678"


def test_nobody_new_is_asked_before_papers_are_in_order(world):
    take(world.petra, csv_of([*SHORT, "Stand"], [*AN, "actief"]))
    assert pool.rules.lacking(pool.papers_of(named("An")), clock.today()) == (
        "untrained",
        "vog_missing",
        "no_secrecy",
        "no_code",
    )


def test_what_was_looked_at_is_what_is_done(world):
    upload = bring(world.petra, csv_of(SHORT, AN))
    looked_at = service.plan_of(upload, by=world.petra.actor).digest
    take(world.petra, csv_of(SHORT, AN))
    with pytest.raises(TooLateError, match="Kijk het nog eens na"):
        service.take(upload, looked_at, by=world.petra.actor)
    db.rollback()
    assert db.session.query(Coordinator).count() == 3


def test_a_file_comes_in_once_and_is_not_kept_after_that(world):
    upload = bring(world.petra, csv_of(SHORT, AN))
    looked_at = service.plan_of(upload, by=world.petra.actor).digest
    service.take(upload, looked_at, by=world.petra.actor)
    db.commit()
    with pytest.raises(TooLateError, match="al overgenomen"):
        service.take(upload, looked_at, by=world.petra.actor)
    db.rollback()
    assert (upload.content, upload.added, upload.changed) == (None, 1, 0)
    with pytest.raises(NotFoundError):
        service.content_of(upload)


def test_a_file_that_waits_too_long_is_forgotten(world):
    upload = bring(world.petra, csv_of(SHORT, AN))
    assert service.lapse(clock.now() + timedelta(days=13)) == 0
    assert service.lapse(clock.now() + timedelta(days=15)) == 1
    db.commit()
    db.session.expire_all()
    assert (upload.state, upload.content) == ("lapsed", None)
    with pytest.raises(TooLateError):
        service.take(upload, "", by=world.petra.actor)


def test_no_name_stands_readable_in_the_table(world):
    bring(world.petra, csv_of(SHORT, AN), name="pool van An Bos.csv")
    raw = db.session.connection().exec_driver_sql("SELECT name, content FROM upload").one()
    assert b"Bos" not in raw[0]
    assert b"Voornaam" not in raw[1]


def test_a_file_is_no_bigger_in_work_for_more_rows(world, request):
    statements = request.getfixturevalue("queries")

    def asked(rows: int) -> int:
        content = csv_of(SHORT, *([f"An{n}", "Bos", "9601", f"a{n}@post.example", ""] for n in range(rows)))
        upload = bring(world.petra, content)
        db.remove()
        statements.clear()
        service.plan_of(upload, by=world.petra.actor)
        return len(statements)

    assert asked(1) == asked(30)


def test_the_example_comes_in_as_it_is_and_explains_each_column(world):
    _, content = service.download("pool-voorbeeld.xlsx", by=world.petra.actor)
    assert [line.what for line in plan(world, content).lines] == ["new"]
    assert [column.name for column in COLUMNS] == rows_of(content)[0]


def test_many_who_are_new_are_written_in_as_many_statements_as_a_few(world, request):
    statements = request.getfixturevalue("queries")
    head = ["Voornaam", "Achternaam", "Telefoon", "Postcode", "VOG gezien op", "Dagdelen"]

    def written(first: int, many: int) -> int:
        rows = [
            ["Anna", f"Nieuw{number}", f"06{20000000 + number}", "9611", "2025-02-01", "maandagavond"]
            for number in range(first, first + many)
        ]
        db.remove()
        statements.clear()
        take(world.petra, csv_of(head, *rows))
        return len(statements)

    assert written(0, 3) == written(100, 40)
    assert db.session.query(Coordinator).count() == 2 + 43
