"""Planning a day on a phone: whom it goes to, which place, what was typed."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from ekc import clock
from ekc.agenda import queries as agenda_queries
from ekc.agenda import venues
from ekc.agenda.models import Venue
from ekc.agenda.venue_rules import Told
from ekc.db import db
from ekc.invitations import service as invitations
from ekc.invitations.models import Invitation
from ekc.places.queries import localities
from tests.agenda.pages import FORM, board, make_spoken, planning, selects
from tests.agenda.trajects import a_plan, add, make_conference, make_traject, make_venue
from tests.client import text


@pytest.fixture
def traject(world):
    return make_spoken(world)


@pytest.fixture
def cor(world, traject, client_of):
    return client_of(world.cor)


def test_before_sending_she_reads_whom_it_goes_to(world, traject, cor):
    add(traject, "Nicht", world.cor.actor, spoken=False)
    page = text(cor.get(planning(traject)))
    assert "Dit gaat naar 1 mens: Oma." in page
    assert "2 mensen bel je zelf: Fam, Buur." in page
    assert "nog niet uitgenodigd: Nicht." in page
    assert "Hoe lang zijn beroepskrachten erbij?" not in page


def test_who_is_read_along_with_is_called_and_not_mailed(world, traject, cor, outbox):
    add(traject, "Nicht", world.cor.actor, mail="nicht@post.example", read_along=True)
    add(traject, "Neef", world.cor.actor, mail="neef@post.example", shared_phone=True)
    page = text(cor.get(planning(traject)))
    assert "Dit gaat naar 1 mens: Oma." in page
    assert "4 mensen bel je zelf: Fam, Buur, Nicht, Neef." in page
    assert "Ook mailen aan wie meeleest" in page
    assert "Dit gaat over: Nicht, Neef." in page
    cor.post(planning(traject), data=FORM)
    assert [address for kind, address in outbox() if kind == "invitation"] == ["oma@post.example"]
    nicht = traject.members["Nicht"]
    form = {"given_name": "Nicht", "relation": "family", "mail": "anders@post.example", "read_along": "y"}
    assert cor.post(f"/mensen/{nicht.id}", data=form).status_code == 303
    assert [address for kind, address in outbox() if kind == "invitation"] == ["oma@post.example"]


def test_who_is_read_along_with_is_mailed_where_she_says_so(world, traject, cor, outbox):
    assert "Ook mailen aan wie meeleest" not in text(cor.get(planning(traject)))
    add(traject, "Nicht", world.cor.actor, mail="nicht@post.example", read_along=True)
    refused = cor.post(planning(traject), data={**FORM, "safety": "", "mail_shared": "y"})
    assert "Dit gaat naar 2 mensen: Oma, Nicht." in text(refused, 422)
    cor.post(planning(traject), data={**FORM, "mail_shared": "y"})
    assert ("invitation", "nicht@post.example") in outbox()


@pytest.mark.parametrize(
    ("place", "word"),
    [
        ("Bij Veilig Thuis, Kerkpad 3", "Veilig Thuis"),
        ("Thuis bij mevrouw van der Kuiper", "mevrouw van der Kuiper"),
        ("Fam. Jansen, Kerkpad 3", "Fam. Jansen"),
    ],
)
def test_a_place_that_tells_what_it_is_about_stays_on_the_own_page(traject, cor, place, word):
    elsewhere = {**FORM, "where": "other", "place": place}
    page = text(cor.post(planning(traject), data={**elsewhere, "place_in_invitation": "y"}), 422)
    assert f"Haal “{word}” weg" in page
    assert f'value="{place}"' in page
    assert cor.post(planning(traject), data=elsewhere).status_code == 303


def test_who_wants_a_call_is_the_first_thing_to_do(world, traject, cor):
    conference = make_conference(world, traject)
    day = agenda_queries.planned_of(traject.referral)
    said = {"Oma": "call_me", "Buur": "yes"}
    for name, value in said.items():
        person_id = traject.members[name].person_id
        invitation_id = next(
            row.guest.invitation_id for row in agenda_queries.asked(day) if row.guest.person_id == person_id
        )
        invitations.answer(db.session.get_one(Invitation, invitation_id), value, "link", by=world.cor.actor)
    db.commit()
    page = text(cor.get(board(conference)))
    assert (
        "1 komt, 0 komen niet, 0 misschien, 1 wil gebeld worden, 1 nog te bellen, 0 nog geen antwoord."
        in page
    )
    assert "Bel Oma: die vroeg om een telefoontje." in text(cor.get(f"/trajecten/{traject.referral_id}"))


def test_the_length_of_the_information_is_asked_where_a_professional_comes(world, traject, cor):
    add(traject, "Wil", world.cor.actor, "professional")
    assert "Hoe lang zijn beroepskrachten erbij?" in text(cor.get(planning(traject)))


def test_a_day_is_fixed(world, traject, cor, outbox):
    answer = cor.post(planning(traject), data=FORM, follow_redirects=True)
    assert "vrijdag 20 november 2026, 19.30 – 22.30 uur" in text(answer)
    assert ("invitation", "oma@post.example") in outbox()
    assert traject.referral.state == "planned"


def test_a_venue_is_chosen_from_the_list(world, traject, cor):
    venue = make_venue(world)
    closed = make_venue(world, "De Oude Kerk")
    closed.closed = True
    db.commit()
    page = text(cor.get(planning(traject)))
    assert "De Kern, Kerkstraat 1, Hoogezand – 30 plaatsen, zonder drempels" in page
    assert "De Oude Kerk" not in page
    cor.post(planning(traject), data={**FORM, "where": venue.id, "place": ""})
    assert agenda_queries.planned_of(traject.referral).conference.venue_id == venue.id


def test_an_evening_may_go_past_midnight(world, traject, cor):
    cor.post(planning(traject), data={**FORM, "until": "0:30"})
    conference = agenda_queries.planned_of(traject.referral).conference
    assert conference.ends_at - conference.starts_at == timedelta(hours=5)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"safety": ""}, "veilig kan komen"),
        ({"place": ""}, "nog geen plek"),
        ({"place": "bij 123456782"}, "lijkt een burgerservicenummer"),
        ({"on": "2027-03-28", "begins": "02:30", "until": "05:00"}, "bestaat dan niet"),
        ({"on": ""}, "Kies een dag"),
        ({"where": ""}, "Kies een van de mogelijkheden"),
        ({"until": "19:00"}, "na de begintijd"),
        ({"on": "2026-01-01"}, "al voorbij"),
    ],
)
def test_what_was_typed_stays_with_the_reason(world, traject, cor, changed, sentence):
    answer = cor.post(planning(traject), data={**FORM, **changed})
    assert answer.status_code in {409, 422}
    page = answer.get_data(as_text=True)
    assert sentence in page
    assert f'value="{ {**FORM, **changed}["begins"] }"' in page
    assert traject.referral.state == "preparation"


def test_taken_hours_are_refused_kindly(world, traject, cor):
    make_conference(world, make_traject(world, surname="Bakker"))
    answer = cor.post(planning(traject), data=FORM)
    page = text(answer, 409)
    assert "De coördinator heeft op dat uur al een andere bijeenkomst." in page
    assert "Bakker" not in page
    assert 'value="bij oma"' in page


def test_the_plan_page_takes_a_fixed_number_of_queries(world, traject, cor, queries):
    before = selects(cor, planning(traject), queries)
    for number in range(30):
        add(traject, f"Nicht {number}", world.cor.actor, mail=f"n{number}@post.example")
    make_venue(world)
    assert selects(cor, planning(traject), queries) == before <= 6


def test_an_hour_later_in_local_time_is_what_she_typed(world, traject, cor):
    cor.post(planning(traject), data={**FORM, "on": "2027-07-01", "begins": "14:00", "until": "17:00"})
    starts = agenda_queries.planned_of(traject.referral).conference.starts_at
    assert starts.astimezone(clock.HOME).time() == time(14)
    assert a_plan().starts.astimezone(clock.HOME).time() == time(19, 30)


def test_the_five_nearest_places_stand_at_a_glance_and_the_others_behind_a_fold(world, traject, cor):
    """As far as the family lives from it; what is chosen is never hidden, and a room goes with its place."""
    homes = {one.name: one.id for one in localities(world.municipality.id)}
    here = traject.referral.locality_id
    far = next(one for name, one in homes.items() if "Slochteren" in name)
    for name, home in [
        ("A ver", far),
        ("B ver", far),
        *((f"Z dichtbij {n}", here) for n in range(4)),
        ("Y", None),
    ]:
        venue = venues.add(Told(name, "Kerkstraat 1", 30, locality_id=home), by=world.petra.actor)
        venues.add_room(venue, "zaal", 12, alone=False, by=world.petra.actor)
    db.commit()
    page = text(cor.get(f"/trajecten/{traject.referral.id}/bijeenkomst"))
    where, rooms = page.split("Welke ruimtes?")
    glance, folded = where.split("<summary>Alle locaties</summary>")
    assert [name in glance for name in ("Z dichtbij 0", "Z dichtbij 3", "A ver", "B ver", "Y, Kerk")] == [
        True,
        True,
        True,
        False,
        False,
    ]
    assert "ergens anders" in glance
    assert folded.index("B ver") < folded.index("Y, Kerkstraat")
    assert "Z dichtbij 0: zaal" in rooms.split("<summary>Ruimtes van andere locaties</summary>")[0]
    assert "B ver: zaal" in rooms.split("<summary>Ruimtes van andere locaties</summary>")[1]
    assert "<details open><summary>Alle" not in page
    chosen = next(one.id for one in db.session.query(Venue) if one.name == "Y")
    refused = cor.post(f"/trajecten/{traject.referral.id}/bijeenkomst", data={"where": str(chosen)})
    assert refused.status_code == 422
    assert "<details open><summary>Alle locaties</summary>" in refused.text
