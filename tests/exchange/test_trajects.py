"""What runs now comes in from a list without a name, the bureau completes it, and it goes out again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ekc import clock
from ekc.agenda import service as agenda
from ekc.agenda.models import Conference, Taken
from ekc.agenda.queries import sessions
from ekc.db import db
from ekc.errors import DomainError, TooLateError
from ekc.exchange import service
from ekc.exchange.pool_columns import mark
from ekc.exchange.trajects_columns import COLUMNS, STAGES, stage_of
from ekc.notifications.models import Message
from ekc.people.service import Particulars
from ekc.referrals import assents, bringing_in, history, queries
from ekc.referrals.lifecycle import ENDED, State
from ekc.referrals.models import Assignment, Referral
from tests.agenda.trajects import DAY, a_plan, make_conference, make_traject, make_venue
from tests.exchange.files import bring, csv_of, make_brought, problems, rows_of, take

HEADER = [column.name for column in COLUMNS]
SPOKEN = "1-10-2026"


def row(own: str = "2026-1", **told: object) -> list:
    """A row that is good but for what is `told`; names of columns without blanks."""
    given = {"Eigen nummer": own, "Team": "Hoogezand-Noord", "Stand": "aangemeld", **told}
    plain = {name.replace(" ", "").casefold(): name for name in HEADER}
    given = {plain.get(name.casefold(), name): value for name, value in given.items()}
    return [given.get(name, "") for name in HEADER]


def planned(own: str = "2026-1", on: date = DAY, **told: object) -> list:
    """A row with a day."""
    day: dict[str, object] = {"Stand": "gepland", "EersteGesprekOp": SPOKEN, "Datum": f"{on:%d-%m-%Y}"}
    day |= {"Coördinator": "Cor Kuiper"}
    return row(own, **{**day, "Begin": "19.30", "Waar": "bij oma", **told})


def wrong(world, *rows) -> list[tuple[str, str]]:
    return problems(world.petra, csv_of(HEADER, *rows), "trajecten")


def come_in(world, *rows):
    return take(world.petra, csv_of(HEADER, *rows), "trajecten")


def the_one() -> Referral:
    db.session.expire_all()
    return db.session.query(Referral).one()


def page(client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return " ".join(response.get_data(as_text=True).split())


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


def test_the_bureau_completes_it_and_it_goes_on_as_any_other(world, client_of):
    come_in(world, row("1"))
    referral, petra = the_one(), client_of(world.petra)
    assert "Vul aan om wie het gaat" in page(petra, f"/aanmeldingen/{referral.id}")
    told = {"given_name": "Mia", "surname": "Mulder", "age": "18+", "answer": "yes", "channel": "spoken"}
    answer = petra.post(f"/aanmeldingen/{referral.id}/hoofdpersoon", data=told, follow_redirects=True)
    assert "Mia staat erbij." in answer.text
    referral = the_one()
    assert assents.agreement(referral) == "complete"
    assert referral.state == "assent_given", "it moves by itself, as any other"
    assert history.taken(referral)[0].label == "Overgenomen uit een lijst"


def test_a_planned_one_is_completed_and_people_can_be_invited(world, client_of):
    come_in(world, planned())
    referral = the_one()
    told = Particulars("Mia", "Mulder", phone="+31611111111")
    bringing_in.add_person(referral, told, "yes", "spoken", by=world.petra.actor)
    db.commit()
    assert referral.state == "planned"
    there = page(client_of(world.cor), f"/trajecten/{referral.id}")
    assert "<h1>Mia Mulder</h1>" in there
    assert "vult nog aan" not in there


def test_somebody_who_has_an_open_one_is_not_written_down_twice(world, client_of):
    make_traject(world)
    referral = make_brought(world)
    data = {"given_name": "Fam", "surname": "Jansen", "age": "18+", "answer": "yes", "channel": "spoken"}
    answer = client_of(world.petra).post(f"/aanmeldingen/{referral.id}/hoofdpersoon", data=data)
    assert answer.status_code == 409
    assert "Er loopt al een aanmelding" in answer.text
    assert 'value="Fam"' in answer.text, "what was typed is still there"
    assert queries.focus_persons(referral) == []


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"given_name": ""}, "Voornaam"),
        ({"age": "oud"}, "Kies een van de mogelijkheden"),
        ({"birth_year": "3000"}, "getal"),
        ({"age": "12-15", "birth_year": "1960"}, "past niet bij"),
        ({"surname": "111222333"}, "burgerservicenummer"),
        ({"answer": "misschien"}, "Kies een van de mogelijkheden"),
        ({"given_name": "\x00"}, "Voornaam"),
    ],
)
def test_what_cannot_be_is_refused_kindly(world, client_of, told, words):
    referral = make_brought(world)
    data = {
        "given_name": "Mia",
        "surname": "Mulder",
        "age": "18+",
        "answer": "yes",
        "channel": "spoken",
        **told,
    }
    answer = client_of(world.petra).post(f"/aanmeldingen/{referral.id}/hoofdpersoon", data=data)
    assert answer.status_code == 422
    assert words in answer.text


def test_only_what_came_from_a_list_is_completed_this_way(world, client_of):
    traject = make_traject(world)
    assert client_of(world.petra).get(f"/aanmeldingen/{traject.referral_id}/hoofdpersoon").status_code == 404
    with pytest.raises(DomainError, match="uit een lijst"):
        bringing_in.add_person(traject.referral, Particulars("A", "B"), "yes", "spoken", by=world.petra.actor)


def test_every_page_of_one_without_names_opens(world, client_of):
    for number, stage in enumerate(("coördinator gevonden", "voorbereiding")):
        come_in(world, row(str(number), Stand=stage, Coördinator="Cor Kuiper", EersteGesprekOp=SPOKEN))
    for referral in db.session.query(Referral):
        for who, address in (
            (world.petra, f"/aanmeldingen/{referral.id}"),
            (world.petra, f"/trajecten/{referral.id}"),
            (world.petra, f"/aanmeldingen/{referral.id}/keuze"),
            (world.cor, f"/trajecten/{referral.id}"),
            (world.cor, f"/trajecten/{referral.id}/mensen"),
            (world.cor, f"/trajecten/{referral.id}/vervanging"),
            (world.cor, "/"),
            (world.sanne, "/aanmeldingen"),
        ):
            page(client_of(who), address)


def test_moving_a_day_that_came_in_works_as_ever(world):
    come_in(world, planned())
    conference = db.session.query(Conference).one()
    agenda.move(conference, a_plan(days=2), by=world.cor.actor)
    db.commit()
    assert db.session.query(Conference).one().starts_at.astimezone(clock.HOME).date() == DAY + timedelta(
        days=2
    )


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
