"""What runs now comes in from a list without a name, the bureau completes it, and it goes out again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ekc import clock
from ekc.agenda.models import Conference, Taken
from ekc.agenda.queries import sessions
from ekc.db import db
from ekc.errors import TooLateError
from ekc.exchange import service
from ekc.exchange.pool_columns import mark
from ekc.exchange.trajects_columns import STAGES, stage_of
from ekc.notifications.models import Message
from ekc.referrals.lifecycle import ENDED, State
from ekc.referrals.models import Assignment, Referral
from tests.agenda.trajects import DAY, make_conference, make_traject, make_venue
from tests.exchange.coming_in import HEADER, SPOKEN, come_in, page, planned, row, the_one
from tests.exchange.files import bring, csv_of, make_brought, problems, rows_of, take


def wrong(world, *rows) -> list[tuple[str, str]]:
    return problems(world.petra, csv_of(HEADER, *rows), "trajecten")


def test_a_planned_one_comes_in_with_its_coordinator_and_day(world, client_of):
    come_in(world, planned(AangemeldOp="1-9-2026", Plaats="Slochteren"))
    referral = the_one()
    assert (referral.state, referral.team_id, referral.own_number) == ("planned", world.team.id, "2026-1")
    assert (db.session.query(Assignment).one().person_id) == world.cor.person.id
    conference = db.session.query(Conference).one()
    assert conference.starts_at.astimezone(clock.HOME).strftime("%d-%m %H.%M") == "20-11 19.30"
    assert conference.ends_at - conference.starts_at == timedelta(hours=3)
    assert (conference.place, conference.place_in_invitation) == ("bij oma", False)
    assert list(sessions(conference)) == ["circle"]
    assert db.session.query(Taken).count() == 12
    assert db.session.query(Message).count() == 0, "nobody is mailed about what they know already"
    cor = client_of(world.cor)
    assert f"Traject {referral.number}" in page(cor, f"/trajecten/{referral.id}")
    assert "Het bureau vult nog aan om wie het gaat" in page(cor, f"/trajecten/{referral.id}")
    assert page(cor, f"/bijeenkomsten/{conference.id}")
    assert "Overgenomen uit een lijst" in page(client_of(world.sanne), f"/aanmeldingen/{referral.id}")


def test_each_stage_begins_where_it_belongs(world):
    ago = clock.today() - timedelta(days=4)
    lead = {"Coördinator": "coordinator@demo.example", "EersteGesprekOp": SPOKEN}
    come_in(
        world,
        row("1"),
        row("2", Stand="coördinator zoeken"),
        row("3", Stand="coördinator gevonden", Coördinator=mark(world.noor.coordinator.id)),
        row("4", Stand="voorbereiding", **lead),
        planned("5"),
        planned("6", on=ago, Stand="gehouden", Begin="", Waar=""),
    )
    states = {one.own_number: one.state for one in db.session.query(Referral)}
    assert states == {
        "1": "assent_asked",
        "2": "assent_asked",
        "3": "matched",
        "4": "preparation",
        "5": "planned",
        "6": "planned",
    }


@pytest.mark.parametrize("state", sorted(set(State) - ENDED - {State.DRAFT, State.PAUSED}))
def test_whatever_runs_has_a_stage_also_while_it_is_paused(state):
    assert stage_of(state.value, None) in STAGES
    assert stage_of(State.PAUSED.value, state.value) == stage_of(state.value, None)


def test_what_was_held_is_still_to_be_told(world, client_of):
    come_in(world, planned(on=clock.today() - timedelta(days=4), Stand="gehouden", Begin="", Waar=""))
    assert the_one().number in page(client_of(world.petra), "/")
    conference = db.session.query(Conference).one()
    assert page(client_of(world.petra), f"/bijeenkomsten/{conference.id}/uitkomst")


@pytest.mark.parametrize(
    ("told", "column", "words"),
    [
        ({"Eigen nummer": ""}, "Eigen nummer", "nooit dubbel"),
        ({"Eigen nummer": "Familie Jansen"}, "Eigen nummer", "Geen naam"),
        ({"Eigen nummer": "Jansen Piet 3"}, "Eigen nummer", "Geen naam"),
        ({"Eigen nummer": "111222333"}, "Eigen nummer", "burgerservicenummer"),
        ({"Eigen nummer": "1" * 41}, "Eigen nummer", "te lang"),
        ({"Nummer": "ZZZZZZ"}, "Nummer", "kennen we niet"),
        ({"Team": ""}, "Team", "Vul het team in"),
        ({"Team": "Team Parijs"}, "Team", "kennen we niet"),
        ({"Stand": ""}, "Stand", "Vul de stand in"),
        ({"Stand": "bijna"}, "Stand", "staat niet in de lijst"),
        ({"Plaats": "Parijs"}, "Plaats", "kennen we niet"),
        ({"AangemeldOp": "1-1-2027"}, "Aangemeld op", "moet nog komen"),
        ({"Coördinator": "Cor Kuiper"}, "Coördinator", "nog geen coördinator"),
        ({"Stand": "voorbereiding", "EersteGesprekOp": SPOKEN}, "Coördinator", "hoort een coördinator"),
        ({"Stand": "coördinator gevonden", "Coördinator": "Piet"}, "Coördinator", "niet actief"),
        ({"Stand": "voorbereiding", "Coördinator": "Cor Kuiper"}, "Eerste gesprek op", "eerste gesprek"),
        ({"Datum": "1-12-2026"}, "Datum", "alleen in bij gepland"),
        ({"Waar": "hier"}, "Waar", "alleen in bij gepland"),
    ],
)
def test_each_mistake_is_named(world, told, column, words):
    found = wrong(world, row(**told))
    assert [(place.split("(")[1], words in sentence) for place, sentence in found] == [
        (f"{column})", True)
    ], found
    assert db.session.query(Referral).count() == 0


@pytest.mark.parametrize(
    ("told", "column", "words"),
    [
        ({"Datum": ""}, "Datum", "hoort een datum"),
        ({"Datum": "1-10-2026"}, "Datum", "‘gehouden’"),
        ({"Datum": "1-10-2036"}, "Begin", "anderhalf jaar"),
        ({"Stand": "gehouden"}, "Datum", "‘gepland’"),
        ({"Begin": ""}, "Begin", "begintijd"),
        ({"Begin": "half acht"}, "Begin", "begrijpen we niet"),
        ({"Waar": ""}, "Waar", "waar het is"),
        ({"Einde": "18.00"}, "Begin", "na de begintijd"),
        ({"Datum": "28-3-2027", "Begin": "2.30"}, "Begin", "bestaat dan niet"),
        ({"AangemeldOp": "5-10-2026"}, "Eerste gesprek op", "niet voor de aanmelding"),
        ({"EersteGesprekOp": "1-12-2026"}, "Eerste gesprek op", "moet nog komen"),
    ],
)
def test_each_mistake_about_a_day_is_named(world, told, column, words):
    found = wrong(world, planned(**told))
    assert any(f"({column})" in place and words in sentence for place, sentence in found), found


def test_two_at_the_same_hour_and_two_of_one_number(world):
    found = wrong(world, planned("1"), planned("2"), planned("1", on=DAY + timedelta(days=3)))
    assert found == [
        ("rij 3, kolom I (Datum)", "De coördinator heeft op dat uur al een andere bijeenkomst."),
        ("rij 4, kolom B (Eigen nummer)", "Dit nummer staat ook op rij 2."),
    ]
    make_conference(world, make_traject(world))
    assert "andere bijeenkomst" in wrong(world, planned("9"))[0][1]
    make_venue(world, "De Kern")
    later = DAY + timedelta(days=9)
    two = [
        planned("7", later, Waar="de kern", Coördinator="Noor Nijland"),
        planned("8", later, Waar="De Kern"),
    ]
    assert wrong(world, *two) == [("rij 3, kolom I (Datum)", "Deze plek is op dat uur al bezet.")]


def test_the_same_file_twice_changes_nothing_whatever_happened_meanwhile(world):
    content = csv_of(HEADER, row("1"), planned("2"))
    assert take(world.petra, content, "trajecten").count("new") == 2
    again = service.plan_of(bring(world.petra, content, "trajecten"), by=world.petra.actor)
    assert (again.problems, [line.what for line in again.lines]) == ((), ["same", "same"])
    assert not again.changes_something


def test_the_database_refuses_a_second_of_one_number(world):
    make_brought(world, "12/A")
    with pytest.raises(TooLateError, match="al eens overgenomen"):
        make_brought(world, "12/a")


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_what_goes_out_comes_in_again_and_tells_no_family_and_no_home(world, kind):
    make_conference(world, make_traject(world))
    come_in(world, row("1"), planned("2", on=DAY + timedelta(days=1)))
    _, content = service.download(f"trajecten.{kind}", by=world.petra.actor)
    again = service.plan_of(bring(world.petra, content, "trajecten"), by=world.petra.actor)
    assert (again.problems, [line.what for line in again.lines]) == ((), ["same"] * 3)
    if kind == "xlsx":
        rows = rows_of(content)
        assert [line[3] for line in rows[1:]] == ["gepland", "aangemeld", "gepland"]
        assert [line[6] for line in rows[1:]] == ["Cor Kuiper", None, "Cor Kuiper"]
        assert not {"Fam Jansen", "Jansen", "bij oma"} & {cell for line in rows for cell in line}


def test_as_many_questions_for_one_row_as_for_thirty(world, queries):
    asked = []
    for many in (1, 30):
        content = csv_of(
            HEADER, *(planned(str(number), on=DAY + timedelta(days=number)) for number in range(many))
        )
        upload = bring(world.petra, content, "trajecten")
        db.remove()
        queries.clear()
        assert service.plan_of(upload, by=world.petra.actor).problems == ()
        asked.append(len(queries))
    assert asked[0] == asked[1]
