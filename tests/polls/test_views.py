"""A poll for whoever organises it: proposing, the board, choosing, and an answer heard by voice."""

from __future__ import annotations

import pytest

from ekc import clock
from ekc.agenda import venue_queries, venues
from ekc.circle.models import CircleMember
from ekc.db import db
from ekc.notifications.models import Message
from ekc.people.models import Channel, Person
from ekc.polls import asking, service
from ekc.polls.models import DatePoll, PollAnswer, PollVoter
from tests.agenda.trajects import add, make_venue
from tests.polls.pages import fields, give_link, text
from tests.polls.stories import DAYS, board, by_link, code, make_circle, make_poll, voters

WHERE = {"where": "other", "place": "bij oma", "safety": "y", "information": "60"}
BAD = (
    ({"days": []}, "minstens twee dagen"),
    ({"days": ["9-2", "9999999-1"]}, "eindtijd"),
    ({"days": ["0-999999999999", "x"]}, "uit de lijst"),
    ({"days": ["٣-٤"]}, "uit de lijst"),
    ({"on1": "2026-11-20", "begins1": "", "until1": "22:00"}, "van hoe laat tot hoe laat"),
    ({"on1": "2027-03-28", "begins1": "02:30", "until1": "05:00"}, "bestaat dan niet"),
    ({"on1": "31-02-2027"}, "bestaat niet"),
    ({"answer_on": ""}, "Kies een dag"),
    ({"answer_on": "2199-12-31"}, "vóór de eerste dag"),
    ({"answer_on": "2020-01-01"}, "al voorbij"),
    ({"persons": []}, "Kies wie je vraagt"),
    ({"persons": ["1000000000000", "\x00"]}, ""),
    ({"persons": ["9" * 5000]}, ""),
)


@pytest.mark.parametrize(("wrong", "sentence"), BAD)
def test_a_proposal_that_is_not_in_order_comes_back_filled_in(world, client_of, wrong, sentence):
    traject = make_circle(world)
    good = {
        "days": [code(DAYS[0]), code(DAYS[1])],
        "answer_on": "2026-10-25",
        "persons": [member.person_id for member in traject.members.values()],
    }
    response = client_of(world.cor).post(
        f"/trajecten/{traject.referral_id}/datumprikker", data={**good, **wrong}
    )
    assert response.status_code == 422
    assert sentence in text(response)
    assert db.session.query(DatePoll).count() == 0
    if "days" not in wrong:
        assert f'value="{code(DAYS[0])}" checked' in text(response)


def test_the_proposal_offers_days_and_ticks_the_kring(world, client_of):
    traject = make_circle(world)
    add(traject, "Ria", world.cor.actor, "professional", mail="ria@post.example")
    page = text(client_of(world.cor).get(f"/trajecten/{traject.referral_id}/datumprikker"))
    assert page.count('name="days"') == 12
    ticked = [part for part in page.split("<input") if 'name="persons"' in part and "checked" in part]
    assert len(ticked) == 5  # not who comes for work
    assert "Nog niet gesproken, dus nog geen bericht: Neef" in page


def test_a_second_visit_goes_on_to_the_poll_that_is_open(world, client_of):
    poll = make_poll(world)
    response = client_of(world.cor).get(f"/trajecten/{poll.referral_id}/datumprikker")
    assert response.location == f"/datumprikkers/{poll.id}"


def test_the_board_says_whom_to_call_and_the_bureau_sees_no_number(world, client_of):
    poll = make_poll(world)
    hers, theirs = (text(client_of(who).get(f"/datumprikkers/{poll.id}")) for who in (world.cor, world.petra))
    assert hers.index("Bel deze mensen") < hers.index("nog niet gesproken") < hers.index("Wie is gevraagd")
    assert "06 55 55 55 55" in hers
    assert "06 55 55 55 55" not in theirs
    assert client_of(world.noor).get(f"/datumprikkers/{poll.id}").status_code == 404


def test_a_message_that_did_not_arrive_makes_it_a_call(world, client_of):
    poll = make_poll(world)
    oma = voters(poll)["Oma"]
    db.session.query(Message).filter(Message.about_id == oma.id).one().state = "failed"
    page = text(client_of(world.cor).get(f"/datumprikkers/{poll.id}"))
    assert "bericht kwam niet aan: bel" in page
    assert page.count("Er is geen telefoonnummer bekend.") == 1  # Neef, of whom the mail is known
    assert "telefoonnummer bekend" not in text(client_of(world.petra).get(f"/datumprikkers/{poll.id}"))


def test_each_button_of_the_board(world, client_of):
    traject = make_circle(world)
    poll = make_poll(world, traject, but=("Tante",))
    cor = client_of(world.cor)
    address = f"/datumprikkers/{poll.id}"
    tante = traject.members["Tante"].person_id
    assert cor.post(f"{address}/mensen", data={"persons": tante}).status_code == 303
    assert "1 mens krijgt de vraag." in text(cor.get(address))
    marked = {"essential": [voters(poll)["Oma"].id]}
    assert cor.post(f"{address}/onmisbaar", data=marked).status_code == 303
    more = {"on1": "2026-11-28", "begins1": "10:00", "until1": "13:00", "answer_on": "2026-10-27"}
    assert (
        cor.post(f"{address}/dagen", data={**more, "on1": "", "answer_on": "2026-10-25"}).status_code == 422
    )
    assert cor.post(f"{address}/dagen", data={**more, "answer_on": ""}).status_code == 422
    db.session.get_one(Person, traject.members["Oma"].person_id).prefers = "call"  # since she was asked
    db.commit()
    assert "Dit gaat naar 1 mens. 4 mensen bel je zelf." in text(cor.get(address))
    before = db.session.query(Message).count()
    assert cor.post(f"{address}/dagen", data=more).status_code == 303
    assert db.session.query(Message).count() == before + 1
    day = board(poll).days[0]
    assert cor.post(f"/datumdagen/{day.id}/intrekking").status_code == 303
    assert cor.post(f"/datumdagen/{day.id}/intrekking").status_code == 409
    assert len(board(poll).days) == 3
    paper = text(cor.get(f"{address}/papier"))
    assert paper.count("als het moet") == 3
    assert "Oma" not in paper
    assert "Jansen" not in paper
    for name in ("mensen", "onmisbaar"):
        field = "persons" if name == "mensen" else "essential"
        assert cor.post(f"{address}/{name}", data={field: "9" * 4999}).status_code == 422
    assert cor.post(f"{address}/sluiting").status_code == 303
    assert "Deze datumprikker is gesloten" in text(cor.get(address))
    assert cor.post(f"{address}/sluiting").status_code == 409
    assert cor.get(f"/datumdagen/{board(poll).days[0].id}/keuze").status_code == 409


def test_choosing_without_a_place_or_safety_comes_back(world, client_of):
    poll = make_poll(world)
    cor = client_of(world.cor)
    day = board(poll).days[0]
    for wrong, sentence in (
        ({"place": ""}, "Er is nog geen plek gekozen"),
        ({"safety": ""}, "veilig"),
        ({"where": "7"}, "Kies"),
    ):
        response = cor.post(f"/datumdagen/{day.id}/keuze", data={**WHERE, **wrong})
        assert response.status_code == 422
        assert sentence in text(response)
    assert db.session.get_one(DatePoll, poll.id, populate_existing=True).state == "open"
    assert cor.post(f"/datumdagen/{day.id}/keuze", data=WHERE).status_code == 303
    assert cor.post(f"/datumdagen/{day.id}/keuze", data=WHERE).status_code == 409
    assert "Er is een dag gekozen" in text(cor.get(f"/datumprikkers/{poll.id}"))


def test_the_bureau_enters_what_somebody_said(world, client_of):
    poll = make_poll(world)
    asked = voters(poll)
    petra = client_of(world.petra)
    address = f"/datumvragen/{asked['Buur'].id}/antwoorden"
    assert "06 55" not in text(petra.get(address))
    told = {**fields(poll, "yes", "no"), "told_by": asked["Fam"].person_id}
    assert petra.post(address, data={**told, "told_by": "12"}).status_code == 422
    assert petra.post(address, data={"told_by": asked["Fam"].person_id}).status_code == 422
    assert petra.post(address, data=told).status_code == 303
    assert {row.told_by for row in db.session.query(PollAnswer)} == {asked["Fam"].person_id}
    page = text(client_of(world.cor).get(f"/datumprikkers/{poll.id}"))
    assert page.count("aan de telefoon, van Fam") == 1
    db.session.query(CircleMember).filter_by(person_id=asked["Buur"].person_id).one().removed_at = clock.now()
    db.commit()
    assert petra.get(address).status_code == 409


def many_more(world, poll, traject, number):
    for one in range(number):
        add(traject, f"Nicht{one}", world.cor.actor, mail=f"nicht{one}@post.example", phone="+31677777777")
    persons = [member.person_id for member in traject.members.values()]
    service.add_people(poll, traject.referral, persons, by=world.cor.actor)
    for voter in db.session.query(PollVoter).all():
        said = {day.id: "yes" for day in board(poll).days}
        asking.answer(voter, said, "phone", referral_state="preparation", by=world.cor.actor)
    db.commit()
    assert db.session.query(Channel).count() > number


def test_pages_ask_as_few_questions_for_thirty_people_as_for_five(world, client_of, queries):
    traject = make_circle(world)
    poll = make_poll(world, traject)
    fam = give_link(world, poll, "Fam")
    cor, family = client_of(world.cor), by_link(client_of, fam)
    day = board(poll).days[0].id
    pages = (
        (cor, f"/datumprikkers/{poll.id}", 6),
        (cor, f"/datumdagen/{day}/keuze", 6),
        (cor, f"/datumvragen/{fam.id}/antwoorden", 6),
        (cor, f"/datumprikkers/{poll.id}/papier", 6),
        (family, f"/datumvraag/{fam.id}", 6),
    )

    def asked():
        counted = []
        for client, address, most in pages:
            queries.clear()
            assert client.get(address).status_code == 200
            reads = [one for one in queries if not one.startswith("INSERT INTO log_entry")]
            assert len(reads) <= most, (address, reads)
            counted.append(len(reads))
        return counted

    before = asked()
    many_more(world, poll, traject, 25)
    assert asked() == before


def test_proposing_asks_few_questions(world, client_of, queries):
    traject = make_circle(world)
    cor = client_of(world.cor)
    queries.clear()
    assert cor.get(f"/trajecten/{traject.referral_id}/datumprikker").status_code == 200
    assert len([one for one in queries if not one.startswith("INSERT INTO log_entry")]) <= 6


def test_a_child_under_twelve_told_nothing_on_the_phone(world, client_of):
    traject = make_circle(world)
    add(traject, "Pim", world.cor.actor, "family", kind="child", age_group="0-11")
    poll = make_poll(world, traject)
    pim, cor = voters(poll)["Pim"], client_of(world.cor)
    address = f"/datumvragen/{pim.id}/antwoorden"
    choices = text(cor.get(address)).partition("Wie zei het?")[2]
    assert "Oma" in choices
    assert "Pim" not in choices.partition("</select>")[0]
    told = fields(poll, "yes")
    assert cor.post(address, data={**told, "told_by": ""}).status_code == 422
    assert cor.post(address, data={**told, "told_by": pim.person_id}).status_code == 422
    assert cor.post(address, data={**told, "told_by": voters(poll)["Oma"].person_id}).status_code == 303


def test_the_place_that_days_were_sought_for_stands_ready_when_one_is_chosen(world, client_of):
    traject, venue = make_circle(world), make_venue(world)
    make_venue(world, "Het Dok")
    cor = client_of(world.cor)
    told = {"days": [code(one) for one in DAYS], "answer_on": "2026-10-25", "persons": persons(traject)}
    proposed = cor.post(f"/trajecten/{traject.referral_id}/datumprikker?locatie={venue.id}", data=told)
    assert proposed.status_code == 303
    poll = db.session.query(DatePoll).one()
    chosen = f'value="{venue.id}" checked'
    assert "waarop De Kern open is" in text(cor.get(f"/datumprikkers/{poll.id}"))
    choosing = f"/datumdagen/{board(poll).days[0].id}/keuze"
    assert chosen in text(cor.get(choosing))
    venues.close(venue_queries.get_for(world.petra.actor, venue.id), by=world.petra.actor)
    db.commit()
    assert "De Kern" not in text(cor.get(choosing)) + text(cor.get(f"/datumprikkers/{poll.id}"))


def persons(traject):
    return [member.person_id for member in traject.members.values()]
