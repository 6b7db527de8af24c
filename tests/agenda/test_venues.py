"""Places to meet and their rooms: who may look, who keeps the list, and never two in one room."""

from __future__ import annotations

import pytest

from ekc.agenda import queries, service, venues
from ekc.agenda.models import Room, Taken, Venue
from ekc.db import db
from ekc.errors import BusyError, DomainError
from ekc.invitations import service as invitations
from ekc.places.queries import localities
from tests.agenda.trajects import a_plan, add, make_conference, make_room, make_traject, make_venue
from tests.client import text
from tests.invitations.asking import leave
from tests.matching.stories import again
from tests.world import DAY, make_person

FORM = {"name": "De Brug", "address": "Brugweg 2, Foxhol", "seats": "20", "kitchen": "y", "seen": "0"}


@pytest.fixture
def venue(world):
    return make_venue(world)


def planned(world, lead, surname, venue, *rooms, **given: object):
    traject = make_traject(world, lead, surname=surname)
    add(traject, "Oma", lead.actor)
    plan = a_plan(venue_id=venue.id, place=None, room_ids=tuple(room.id for room in rooms), **given)
    return service.plan(traject.referral, plan, by=lead.actor)


def test_the_bureau_adds_a_place_and_a_coordinator_reads_it(world, client_of):
    told = {**FORM, "contact": "Bert", "phone": "0598-111111", "bus": "lijn 5", "neutral": "y"}
    made = client_of(world.petra).post("/locaties/nieuw", data=told)
    assert made.status_code == 303
    page = text(client_of(world.cor).get(made.location))
    for words in ("De Brug", "Brugweg 2, Foxhol", "keuken of koffie", "neutraal", "Bert", "lijn 5"):
        assert words in page
    assert "zonder drempels" not in page
    assert "Locatie sluiten" not in page
    assert "De Brug" in text(client_of(world.cor).get("/locaties"))


@pytest.mark.parametrize("name", ["cor", "sanne", "tess", "gea", "bea"])
def test_only_the_bureau_keeps_the_list(world, venue, client_of, name):
    client = client_of(getattr(world, name))
    for address in ("/locaties/nieuw", f"/locaties/{venue.id}/sluiting", f"/locaties/{venue.id}/ruimtes"):
        assert client.post(address, data=FORM).status_code == 404
    assert db.session.query(Venue).count() == 1


def test_no_name_of_a_place_that_tells_what_it_is_about_comes_into_a_calendar(world, venue, client_of):
    petra = client_of(world.petra)
    for word, name in (
        ("Jeugdhulp", "Jeugdhulp Noord"),
        ("GGZ", "Het Kompas (GGZ)"),
        ("sociaal team", "Het sociaal team"),
    ):
        page = text(petra.post("/locaties/nieuw", data={**FORM, "name": name}), 422)
        assert f"Haal “{word}” weg" in page
        assert f'value="{name}"' in page
    room = {"room": "Schuldhulp", "room_seats": "4"}
    assert "Haal “Schuldhulp” weg" in text(petra.post(f"/locaties/{venue.id}/ruimtes", data=room), 422)
    for fine in ("Wijkcentrum De Kern", "Jeugdhonk", "Raadhuis", "Zorgboerderij", "De Gezinsboom"):
        assert petra.post("/locaties/nieuw", data={**FORM, "name": fine}).status_code == 303


def test_what_cannot_be_comes_back_with_what_was_typed(world, client_of):
    petra = client_of(world.petra)
    for wrong in ({"seats": "0"}, {"seats": "1000000000000"}, {"seats": "veel"}, {"name": "\x00"}):
        page = text(petra.post("/locaties/nieuw", data={**FORM, **wrong}), 422)
        assert "Brugweg 2, Foxhol" in page
    assert db.session.query(Venue).count() == 0


def test_two_who_change_a_place_do_not_overwrite_each_other(world, venue, client_of):
    petra = client_of(world.petra)
    address = f"/locaties/{venue.id}/wijziging"
    assert petra.post(address, data={**FORM, "seen": "1"}).status_code == 303
    page = text(petra.post(address, data={**FORM, "name": "De Dam", "seen": "1"}), 409)
    assert "Intussen heeft iemand anders" in page
    assert "De Dam" in page
    assert petra.post(address, data={**FORM, "name": "De Dam", "seen": "2"}).status_code == 303


def test_a_closed_place_is_gone_for_who_plans_and_the_bureau_opens_it_again(world, venue, client_of):
    petra, cor = client_of(world.petra), client_of(world.cor)
    id = venue.id  # noqa: A001 -- as in the address
    petra.post(f"/locaties/{id}/sluiting")
    assert cor.get(f"/locaties/{id}").status_code == 404
    assert "De Kern" not in text(cor.get("/locaties"))
    assert "gesloten" in text(petra.get("/locaties"))
    petra.post(f"/locaties/{id}/opening")
    assert cor.get(f"/locaties/{id}").status_code == 200


def test_a_room_has_a_name_of_its_own(world, venue, client_of):
    petra, id = client_of(world.petra), venue.id  # noqa: A001 -- as in the address
    told = {"room": "grote zaal", "room_seats": "12", "alone": "y"}
    assert petra.post(f"/locaties/{id}/ruimtes", data=told).status_code == 303
    assert "Zo heet al een ruimte" in text(petra.post(f"/locaties/{id}/ruimtes", data=told), 422)
    room = db.session.query(Room).one()
    assert (
        petra.post(f"/ruimtes/{room.id}", data={**told, "room": "zaal 1", "closed": "y"}).status_code == 303
    )
    assert "zaal 1: 12 plaatsen" in " ".join(text(client_of(world.cor).get(f"/locaties/{id}")).split())


def test_the_list_takes_the_same_queries_for_one_and_for_thirty(world, venue, client_of, queries):
    cor = client_of(world.cor)
    cor.get("/locaties")
    queries.clear()
    cor.get("/locaties")
    one = len(queries)
    for number in range(30):
        make_room(world, make_venue(world, f"Zaal {number}"), alone=True)
    queries.clear()
    page = text(cor.get("/locaties"))
    assert len(queries) == one
    assert "Bladzijde 1 van 2" in page
    village = next(one for one in localities(world.municipality.id) if one.name == "Slochteren")
    db.session.query(Venue).filter(Venue.name == "Zaal 7").update({"locality_id": village.id})
    db.commit()
    queries.clear()
    page = text(cor.get("/locaties?dorp=Slochteren"))
    assert len(queries) == one
    assert (page.count("<tr>"), "Zaal 7" in page) == (2, True)  # with the head
    assert "In dit dorp staat er geen" in text(cor.get("/locaties?dorp=Foxhol"))
    assert "Bladzijde 1 van 2" in text(cor.get("/locaties?dorp=Nergenshuizen"))


def test_a_room_is_chosen_on_the_form_and_stands_in_the_invitation(world, venue, client_of, outbox):
    room = make_room(world, venue)
    traject = make_traject(world)
    add(traject, "Oma", world.cor.actor, mail="oma@post.example")
    cor = client_of(world.cor)
    form = {"on": DAY.isoformat(), "begins": "19:30", "until": "22:30", "safety": "y"}
    address = f"/trajecten/{traject.referral_id}/bijeenkomst"
    assert "De Kern: grote zaal – 12 plaatsen" in text(cor.get(address))
    done = cor.post(address, data={**form, "where": str(venue.id), "rooms": str(room.id)})
    assert done.status_code == 303
    day = queries.planned_of(traject.referral)
    assert day.where == "De Kern (grote zaal), Kerkstraat 1, Hoogezand"
    ((_, appointment),) = queries.sessions(day.conference).values()
    assert appointment.place == day.where
    page = text(cor.get(f"/bijeenkomsten/{day.conference.id}/verplaatsing"))
    assert f'value="{room.id}" checked' in page


@pytest.mark.parametrize("given", [{"rooms": "999"}, {"rooms": "x"}, {"rooms": ["1", "2"]}])
def test_a_room_that_is_not_in_the_list_is_refused(world, venue, client_of, given):
    make_room(world, venue)
    traject = make_traject(world)
    add(traject, "Oma", world.cor.actor)
    form = {"on": DAY.isoformat(), "begins": "19:30", "until": "22:30", "safety": "y", "where": str(venue.id)}
    page = text(
        client_of(world.cor).post(f"/trajecten/{traject.referral_id}/bijeenkomst", data={**form, **given}),
        422,
    )
    assert "De Kern" in page


def test_rooms_are_of_the_place_that_was_chosen(world, venue):
    other = make_room(world, make_venue(world, "De Haven"), "kade")
    with pytest.raises(DomainError, match="hoort niet bij De Kern"):
        planned(world, world.cor, "A", venue, other)
    with pytest.raises(DomainError, match="maar geen locatie"):
        venues.spot(world.municipality.id, a_plan(room_ids=(other.id,)))
    other.closed = True
    db.session.flush()
    with pytest.raises(DomainError, match="niet meer te gebruiken"):
        venues.spot(world.municipality.id, a_plan(venue_id=other.venue_id, place=None, room_ids=(other.id,)))


def test_two_rooms_of_one_place_do_not_stand_in_each_others_way(world, venue):
    large, small = make_room(world, venue), make_room(world, venue, "kleine kamer", alone=True)
    planned(world, world.cor, "A", venue, large)
    second = planned(world, world.noor, "B", venue, small)
    with pytest.raises(BusyError, match="grote zaal van De Kern is op dat uur al bezet"):
        service.move(second, a_plan(venue_id=venue.id, place=None, room_ids=(large.id,)), by=world.noor.actor)


def test_a_room_and_the_whole_place_exclude_each_other(world, venue):
    large = make_room(world, venue)
    planned(world, world.cor, "A", venue, large)
    with pytest.raises(BusyError, match="De Kern is op dat uur"):
        planned(world, world.noor, "B", venue)
    db.session.rollback()


def test_the_whole_place_holds_rooms_that_come_later(world, venue):
    planned(world, world.cor, "A", venue)
    late = make_room(world, venue, "nieuwe kamer")
    with pytest.raises(BusyError, match="nieuwe kamer van De Kern"):
        planned(world, world.noor, "B", venue, late)


def test_moving_to_another_room_tells_everybody_and_frees_the_first(world, venue, outbox):
    large, small = make_room(world, venue), make_room(world, venue, "kleine kamer")
    given = {"venue_id": venue.id, "place": None}
    conference = make_conference(world, make_traject(world), room_ids=(large.id,), **given)
    service.move(conference, a_plan(room_ids=(small.id,), **given), by=world.cor.actor)
    assert [room.name for room in queries.rooms_of(conference)] == ["kleine kamer"]
    assert {row.what_id for row in db.session.query(Taken).filter_by(kind="room")} == {small.id}
    ((_, appointment),) = queries.sessions(conference).values()
    assert appointment.place == "De Kern (kleine kamer), Kerkstraat 1, Hoogezand"
    assert appointment.sequence == 1


def test_another_name_is_other_words_and_another_address_asks_everybody_again(
    world, venue, client_of, outbox
):
    room = make_room(world, venue)
    conference = planned(world, world.cor, "A", venue, room)
    ((_, appointment),) = queries.sessions(conference).values()
    oma = make_person(world.municipality, "Oma", mail="oma@post.example")
    wim = make_person(world.municipality, "Wim", phone="+31598123456")
    asked = invitations.invite(appointment, [oma, wim], by=world.cor.actor)
    leave()
    for one in asked:
        invitations.answer(one, "yes", "phone", by=world.cor.actor)
    petra, address = client_of(world.petra), f"/locaties/{venue.id}/wijziging"

    def changed(words: str, seen: int, **told: str) -> tuple[list[str], int, list[str | None]]:
        form = {**FORM, "name": "De Kern", "address": "Kerkstraat 1, Hoogezand", "seen": str(seen), **told}
        assert petra.post(address, data=form).status_code == 303
        row = again(appointment)
        assert row.place == f"{words}, Hoogezand"
        return [kind for kind, _ in outbox()], row.sequence, [again(one).answer for one in asked]

    page = text(petra.get(address))
    assert "Verander je de naam? Dit gaat naar 1 mens:" in page
    assert "dan vragen we 4 mensen opnieuw of ze komen" in page  # the family and their own Oma too
    quiet = ["invitation_reworded"]
    assert changed("De Kern (grote zaal), Kerkstraat 1", 1, seats="20") == ([], 0, ["yes", "yes"])
    assert changed("MFC De Kern (grote zaal), Kerkstraat 1", 2, name="MFC De Kern") == (
        quiet,
        0,
        ["yes", "yes"],
    )
    leave()
    assert "Dit gaat naar 1 mens" in text(petra.get(f"/ruimtes/{room.id}"))
    petra.post(f"/ruimtes/{room.id}", data={"room": "zaal", "room_seats": "12"})
    assert [kind for kind, _ in outbox()] == quiet
    leave()
    assert changed("De Kern (zaal), Kerkstraat 11", 3, address="Kerkstraat 11, Hoogezand") == (
        ["invitation_moved"],
        1,
        [None, None],
    )
    leave()
    assert changed("De Kern (zaal), kerkstraat 11", 4, address="kerkstraat 11, Hoogezand")[:2] == (quiet, 1)
