"""The day: fixing it, who comes, moving it, calling it off."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from ekc import clock
from ekc.agenda import coming, venues
from ekc.agenda import queries as agenda_queries
from ekc.agenda.models import Conference, Venue
from ekc.agenda.venue_rules import Told
from ekc.audit.models import LogEntry
from ekc.circle import service as circle
from ekc.db import db
from ekc.invitations import service as invitations
from ekc.invitations.models import Invitation
from ekc.notifications.models import Message
from ekc.people.service import Particulars
from ekc.places.queries import localities
from ekc.web.formatting import day as day_words
from tests.agenda.trajects import Traject, a_plan, add, make_conference, make_traject, make_venue
from tests.world import DAY

OUTSIDERS = ["noor", "sanne", "tom", "tess", "gea", "bea"]
FORM = {
    "on": DAY.isoformat(),
    "begins": "19:30",
    "until": "22:30",
    "where": "other",
    "place": "bij oma",
    "safety": "y",
}


@pytest.fixture
def traject(world) -> Traject:
    made = make_traject(world)
    add(made, "Oma", world.cor.actor, mail="oma@post.example")
    add(made, "Buur", world.cor.actor, "neighbour", phone="+31655555555")
    return made


@pytest.fixture
def cor(world, traject, client_of):
    return client_of(world.cor)


def text(response, status: int = 200) -> str:
    assert response.status_code == status, response.status_code
    return " ".join(response.get_data(as_text=True).split())


def planning(traject: Traject) -> str:
    return f"/trajecten/{traject.referral_id}/bijeenkomst"


def board(conference: Conference) -> str:
    return f"/bijeenkomsten/{conference.id}"


def fails(kind: str = "invitation") -> None:
    db.session.query(Message).filter_by(kind=kind).update({"state": "failed", "trouble": "refused"})
    db.commit()


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


def test_the_board_says_who_comes_and_how_each_was_told(world, traject, cor):
    conference = make_conference(world, traject)
    page = text(cor.get(board(conference)))
    assert "0 komen, 0 komen niet, 0 misschien, 2 nog te bellen, 1 nog geen antwoord." in page
    assert page.count("nog te bellen") == 3  # above, and Fam and Buur, who get no mail
    assert "gevraagd met een bericht" in page
    assert "vertel het zelf" in page
    assert 'href="tel:+31655555555"' in page


def test_an_answer_heard_on_the_phone_stands_on_the_board(world, traject, cor):
    conference = make_conference(world, traject)
    day = agenda_queries.planned_of(traject.referral)
    buur = next(row for row in agenda_queries.asked(day) if not row.by_mail)
    url = f"/uitnodiging/{buur.guest.invitation_id}/mondeling"
    assert url in text(cor.get(board(conference)))
    page = text(cor.post(url, data={"answer": "yes"}, follow_redirects=True))
    assert "1 komt" in page
    assert f"(telefonisch gezegd op {day_words(clock.now())}, opgeschreven door Cor)" in page


def test_an_answer_that_somebody_else_told_says_so(world, traject, cor):
    add(traject, "Kees", world.cor.actor, age_group="0-11")
    make_conference(world, traject)
    day = agenda_queries.planned_of(traject.referral)
    buur = next(row for row in agenda_queries.asked(day) if not row.by_mail)
    oma = traject.members["Oma"].person_id
    url = f"/uitnodiging/{buur.guest.invitation_id}/mondeling"
    asked = text(cor.get(url))
    assert f'<option value="{buur.guest.person_id}" selected>' in asked
    assert "Kees" not in asked
    for wrong in (
        {"told_by": oma},
        {"answer": "no", "told_by": world.noor.person.id},
        {"answer": "no", "told_by": "9" * 30},
    ):
        assert "Kies" in text(cor.post(url, data=wrong), 422)
    page = text(cor.post(url, data={"answer": "no", "told_by": oma}, follow_redirects=True))
    assert f"(telefonisch gezegd door Oma op {day_words(clock.now())}, opgeschreven door Cor)" in page
    (line,) = db.session.query(LogEntry).filter_by(
        action="answer_invitation", object_id=buur.guest.invitation_id
    )
    assert line.behalf_person_id == oma


def test_the_coordinator_sees_whose_message_failed_and_the_bureau_how_many(world, traject, client_of):
    conference = make_conference(world, traject)
    fails()
    assert "bericht kwam niet aan: bel even" in text(client_of(world.cor).get(board(conference)))
    page = text(client_of(world.petra).get(board(conference)))
    assert "Van 3 berichten kwam er 1 niet aan." in page
    assert "bel even" not in page


def test_a_day_is_moved(world, traject, cor):
    conference = make_conference(world, traject)
    page = text(cor.get(f"{board(conference)}/verplaatsing"))
    assert 'value="19:30"' in page
    assert "Dit gaat naar 1 mens: Oma." in page
    answer = cor.post(
        f"{board(conference)}/verplaatsing", data={**FORM, "begins": "20:00"}, follow_redirects=True
    )
    assert "20.00 – 22.30 uur" in text(answer)


def test_a_move_that_cannot_be_keeps_what_was_typed(world, traject, cor):
    conference = make_conference(world, traject)
    for changed, status in (({"until": "19:40"}, 422), ({"on": ""}, 422), ({"on": "2026-01-01"}, 409)):
        answer = cor.post(f"{board(conference)}/verplaatsing", data={**FORM, **changed})
        assert 'value="bij oma"' in text(answer, status)


def test_a_closed_venue_in_use_stays_in_its_own_list(world, traject, cor):
    venue = make_venue(world)
    conference = make_conference(world, traject, venue_id=venue.id, place=None)
    venue.closed = True
    db.commit()
    assert "De Kern" in text(cor.get(f"{board(conference)}/verplaatsing"))


def test_a_day_is_called_off_for_a_reason(world, traject, cor):
    conference = make_conference(world, traject)
    assert cor.post(f"{board(conference)}/afzegging", data={}).status_code == 422
    assert cor.post(f"{board(conference)}/afzegging", data={"reason": "not_held"}).status_code == 422
    answer = cor.post(f"{board(conference)}/afzegging", data={"reason": "no_room"}, follow_redirects=True)
    assert "De dag is afgezegd" in text(answer)
    assert "afgezegd" in text(cor.get(board(conference)))
    again = cor.post(f"{board(conference)}/afzegging", data={"reason": "no_room"})
    assert "niet meer in de agenda" in text(again, 409)
    assert cor.get(f"{board(conference)}/verplaatsing").status_code == 409


def test_who_was_spoken_since_is_invited_with_one_tap(world, traject, cor, outbox):
    conference = make_conference(world, traject)
    add(traject, "Nicht", world.cor.actor, mail="nicht@post.example")
    assert "Nodig 1 mens uit" in text(cor.get(board(conference)))
    answer = cor.post(f"{board(conference)}/uitnodigingen", follow_redirects=True)
    assert "Uitgenodigd: 1 mens." in text(answer)
    assert ("invitation", "nicht@post.example") in outbox()


def test_before_everybody_hears_it_stands_to_how_many_that_goes(world, traject, client_of, queries):
    conference = make_conference(world, traject)
    told = sum(row.by_mail for row in agenda_queries.asked(agenda_queries.planned_of(traject.referral)))
    there = f"/trajecten/{traject.referral_id}"
    for who, url in (
        ("cor", board(conference)),
        ("cor", there),
        ("petra", f"{there}/vervanging"),
        ("sanne", f"/aanmeldingen/{traject.referral_id}"),
    ):
        client = client_of(getattr(world, who))
        client.get("/")
        assert _selects(client, url, queries) <= 8
        page = text(client.get(url))
        assert f"Dit gaat naar {told} mens" in page, url
        assert "bel je zelf" in page, url


def test_after_the_start_the_board_only_asks_how_it_went(world, traject, cor):
    conference = make_conference(world, traject)
    with clock.at(conference.starts_at + timedelta(hours=1)):
        page = text(cor.get(board(conference)))
        assert "Hoe ging het?" in page
        assert "Zeg de dag af" not in page
        assert cor.post(f"{board(conference)}/uitnodigingen").status_code == 409


def test_nobody_else_finds_the_day(world, traject, client_of):
    conference = make_conference(world, traject)
    addresses = [
        ("GET", planning(traject)),
        ("POST", planning(traject)),
        ("GET", board(conference)),
        ("GET", f"{board(conference)}/verplaatsing"),
        ("POST", f"{board(conference)}/verplaatsing"),
        ("POST", f"{board(conference)}/afzegging"),
        ("POST", f"{board(conference)}/uitnodigingen"),
    ]
    for who in OUTSIDERS:
        client = client_of(getattr(world, who))
        for method, url in addresses:
            response = client.open(url, method=method, data=FORM if method == "POST" else None)
            assert response.status_code == 404, (who, method, url)
            assert "Oma" not in response.get_data(as_text=True)
    assert traject.referral.state == "planned"


def test_the_bureau_may_all_of_it(world, traject, client_of):
    petra = client_of(world.petra)
    assert petra.post(planning(traject), data=FORM).status_code == 303
    conference = agenda_queries.planned_of(traject.referral).conference
    assert petra.get(board(conference)).status_code == 200
    assert petra.post(f"{board(conference)}/verplaatsing", data={**FORM, "until": "23:00"}).status_code == 303
    assert petra.post(f"{board(conference)}/afzegging", data={"reason": "no_room"}).status_code == 303


def test_as_many_queries_for_one_guest_as_for_thirty(world, traject, cor, queries):
    conference = make_conference(world, traject)
    urls = (board(conference), f"{board(conference)}/verplaatsing")
    counted = [_selects(cor, url, queries) for url in urls]
    for number in range(30):
        told = Particulars(f"Nicht {number}", mail=f"n{number}@post.example", phone="+31644444444")
        circle.spoken(circle.add(traject.referral, told, "family", by=world.cor.actor), by=world.cor.actor)
    coming.invite_spoken(agenda_queries.planned_of(traject.referral).conference, by=world.cor.actor)
    db.commit()
    assert [_selects(cor, url, queries) for url in urls] == counted
    assert max(counted) <= 6


def _selects(client, url: str, queries: list[str]) -> int:
    queries.clear()
    text(client.get(url))
    return sum(one.startswith("SELECT") for one in queries)


def test_the_plan_page_takes_a_fixed_number_of_queries(world, traject, cor, queries):
    before = _selects(cor, planning(traject), queries)
    for number in range(30):
        add(traject, f"Nicht {number}", world.cor.actor, mail=f"n{number}@post.example")
    make_venue(world)
    assert _selects(cor, planning(traject), queries) == before <= 6


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
