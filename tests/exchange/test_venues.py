"""Places to meet as a sheet: in and out, with their rooms; nothing half, nothing lost, nothing calculated."""

from __future__ import annotations

import pytest

from ekc.agenda import queries
from ekc.agenda.models import Room, Taken, Venue
from ekc.audit.models import LogEntry
from ekc.db import db
from ekc.exchange import service
from ekc.exchange.venues_columns import COLUMNS
from ekc.invitations import service as invitations
from tests.agenda.trajects import make_conference, make_room, make_traject, make_venue, noon
from tests.exchange.files import bring, csv_of, digest_on, problems, rows_of, send, take, xlsx_of
from tests.invitations.asking import leave
from tests.world import make_person

__all__ = ["noon"]

HEADER = ["Naam", "Adres", "Plaatsen", "Ruimtes", "Lift", "Dorp of wijk"]
BRUG = ["De Brug", "Brugweg 2, Foxhol", 40, "grote zaal (30)\nkleine kamer (8, apart)", "ja", "9601"]


def download(world, name: str) -> bytes:
    kind, content = service.download(name, by=world.petra.actor)
    assert kind
    return content


def wrong(world, *rows) -> list[tuple[str, str]]:
    return problems(world.petra, csv_of(HEADER, *rows), "locaties")


def test_a_list_comes_in_after_a_look_and_is_on_the_page(world, client_of):
    petra = client_of(world.petra)
    assert "#locaties" in petra.get("/locaties").text
    sent = send(petra, xlsx_of(HEADER, BRUG), "locaties")
    page = petra.get(sent.location).text
    assert "Nieuw: <strong>1</strong>" in page
    assert db.session.query(Venue).count() == 0
    done = petra.post(f"{sent.location}/overname", data={"digest": digest_on(page)})
    assert done.status_code == 303
    venue = db.session.query(Venue).one()
    assert (venue.name, venue.seats, venue.lift, venue.step_free) == ("De Brug", 40, True, True)
    shown = " ".join(client_of(world.cor).get(f"/locaties/{venue.id}").text.split())
    for words in ("Brugweg 2, Foxhol", "lift", "grote zaal: 30", "kleine kamer: 8"):
        assert words in shown
    assert {entry.action for entry in db.session.query(LogEntry)} >= {"add_venue", "add_room", "take_file"}


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_out_and_in_again_changes_nothing(world, ending):
    venue = make_venue(world, '=HYPERLINK("x") & zo')
    make_room(world, venue, "+zaal; een (oud)")
    make_room(world, venue, "kamer", alone=True)
    for name, value in (
        ("phone", "+31598111111"),
        ("hours", "-9-22"),
        ("cost", "@niets"),
        ("bus", "+ lijn 5"),
    ):
        setattr(venue, name, value)
    make_venue(world, "De Kern").closed = True
    db.commit()
    content = download(world, f"locaties.{ending}")
    if ending == "xlsx":
        assert rows_of(content)[1][1] == '=HYPERLINK("x") & zo'
    upload = bring(world.petra, content, "locaties")
    plan = service.plan_of(upload, by=world.petra.actor)
    assert plan.problems == ()
    assert [line.what for line in plan.lines] == ["same", "same"]
    assert not plan.changes_something
    assert ("take_out", "venue", venue.id, "ok") in world.petra.actor.seen


def test_a_mark_changes_a_name_and_an_empty_cell_leaves_it(world):
    venue = make_venue(world)
    room, old = make_room(world, venue), make_room(world, venue, "hok")
    row = rows_of(download(world, "locaties.xlsx"))[1]
    told = [row[0], "De Kerk", None, 25, "GROTE ZAAL (20, apart)\nhok (12, dicht); nieuw (5)"]
    plan = take(world.petra, xlsx_of(["Kenmerk", *HEADER[:4]], told), "locaties")
    assert plan.count("change") == 1
    db.session.expire_all()
    venue = db.session.get_one(Venue, venue.id)
    assert (venue.name, venue.address, venue.seats) == ("De Kerk", "Kerkstraat 1, Hoogezand", 25)
    rooms = {one.name: (one.seats, one.alone, one.closed) for one in db.session.query(Room)}
    assert rooms == {"GROTE ZAAL": (20, True, False), "hok": (12, False, True), "nieuw": (5, False, False)}
    assert {room.id, old.id} < {one.id for one in db.session.query(Room)}


def test_the_name_alone_finds_it_and_closes_it(world):
    venue = make_venue(world)
    take(world.petra, csv_of(["Naam", "Gesloten"], ["de  KERN", "ja"]), "locaties")
    assert db.session.get_one(Venue, venue.id, populate_existing=True).closed
    take(world.petra, csv_of(["Naam", "Gesloten"], ["De Kern", "nee"]), "locaties")
    assert not db.session.get_one(Venue, venue.id, populate_existing=True).closed


def test_a_room_that_a_file_adds_is_taken_with_the_whole(world):
    venue = make_venue(world)
    make_conference(world, make_traject(world), venue_id=venue.id, place=None)
    take(world.petra, csv_of(["Naam", "Ruimtes"], ["De Kern", "kamer (8)"]), "locaties")
    room = db.session.query(Room).one()
    assert db.session.query(Taken).filter_by(kind="room", what_id=room.id).count() > 0


@pytest.mark.parametrize(
    ("row", "where", "words"),
    [
        (["", "Weg 1", 3], "kolom A (Naam)", "Vul de naam in"),
        (["De Brug", "", 3], "kolom B (Adres)", "Vul het adres in"),
        (["De Brug", "Weg 1", ""], "kolom C (Plaatsen)", "hoeveel mensen"),
        (["De Brug", "Weg 1", 0], "kolom C (Plaatsen)", "getal in van 1"),
        (["De Brug", "Weg 1", 10**12], "kolom C (Plaatsen)", "getal in van 1"),
        (["De Brug", "Weg 1", 3, "zaal"], "kolom D (Ruimtes)", "Schrijf elke ruimte zo"),
        (["De Brug", "Weg 1", 3, "zaal (0)"], "kolom D (Ruimtes)", "getal in van 1"),
        (["De Brug", "Weg 1", 3, f"{'z' * 61} (5)"], "kolom D (Ruimtes)", "te lang"),
        (["De Brug", "Weg 1", 3, "zaal (5); Zaal (6)"], "kolom D (Ruimtes)", "twee keer"),
        (["De Brug", "Weg 1", 3, "\n".join(f"z{n} (1)" for n in range(51))], "(Ruimtes)", "51 ruimtes"),
        (["De Brug", "Weg 1", 3, "", "misschien"], "kolom E (Lift)", "ja of nee"),
        (["De Brug", "Weg 1", 3, "", "", "Parijs"], "(Dorp of wijk)", "kennen we niet"),
        (["x" * 81, "Weg 1", 3], "kolom A (Naam)", "te lang"),
    ],
)
def test_what_cannot_be_is_told(world, row, where, words):
    ((place, sentence),) = wrong(world, row)
    assert where in place
    assert words in sentence


def test_everything_wrong_at_once_and_nothing_half(world):
    found = wrong(world, BRUG, ["De Brug", "Weg 1", 5], ["De Hut", "", 5], ["De Sluis", "Kade 3", "veel"])
    assert len(found) == 3
    assert "hetzelfde als rij 2" in found[0][1]
    upload = bring(world.petra, csv_of(HEADER, BRUG, ["De Hut", "", 5]), "locaties")
    with pytest.raises(Exception, match="Er is niets overgenomen"):
        service.take(upload, "", by=world.petra.actor)
    db.rollback()
    assert db.session.query(Venue).count() == 0


@pytest.mark.parametrize("mark", ["L-1", "P-1", "L-", "L-G", "L-" + "F" * 17, "zo"])
def test_a_mark_that_is_not_ours(world, mark):
    make_venue(world)
    found = problems(world.petra, csv_of(["Kenmerk", "Naam"], [mark, "De Kern"]), "locaties")
    assert len(found) == 1
    assert "Kenmerk" in found[0][0]


def test_two_of_one_name_need_a_mark(world):
    make_venue(world)
    make_venue(world)
    ((_, sentence),) = problems(world.petra, csv_of(["Naam", "Lift"], ["De Kern", "ja"]), "locaties")
    assert "Zet het kenmerk erbij" in sentence


def test_of_another_municipality_nothing_is_seen_or_touched(world):
    venue = make_venue(world)
    venue.municipality_id += 1
    db.commit()
    assert len(rows_of(download(world, "locaties.xlsx"))) == 1
    mark = f"L-{venue.id:X}"
    ((_, sentence),) = problems(world.petra, csv_of(["Kenmerk", "Naam"], [mark, "De Kern"]), "locaties")
    assert "niet van ons" in sentence


def test_the_example_comes_in_as_it_is(world):
    rows = rows_of(download(world, "locaties-voorbeeld.xlsx"))
    assert rows[0] == [column.name for column in COLUMNS]
    plan = take(world.petra, xlsx_of(*rows), "locaties")
    assert plan.count("new") == 1
    assert db.session.query(Room).count() == 2


def test_the_same_number_of_questions_for_one_and_for_thirty(world, queries):
    counts = []
    for many in (1, 30):
        for number in range(many):
            make_room(world, make_venue(world, f"V{many}-{number}"))
        db.session.expire_all()
        queries.clear()
        download(world, "locaties.csv")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_whoever_takes_it_over_reads_first_to_how_many_it_goes(world, client_of, outbox):
    venue, lift = make_venue(world), ["Naam", "Adres", "Lift"]
    conference = make_conference(world, make_traject(world), venue_id=venue.id, place=None)
    ((_, appointment),) = queries.sessions(conference).values()
    rie = make_person(world.municipality, "Rie", mail="rie@post.example")
    invitations.invite(appointment, [rie], by=world.cor.actor)
    leave()
    petra = client_of(world.petra)
    for address, goes in (("Kerkstraat 1, Hoogezand", False), ("Kerkstraat 11, Hoogezand", True)):
        sent = send(petra, csv_of(lift, ["De Kern", address, "ja"]), "locaties")
        page = " ".join(petra.get(sent.location).text.split())
        assert ("Dit gaat naar 4 mensen" in page) is goes, page
    petra.post(f"{sent.location}/overname", data={"digest": digest_on(page)})
    assert ("invitation_moved", "rie@post.example") in outbox()
