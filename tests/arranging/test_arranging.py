"""What must be arranged for a day, going on regardless, and the check two days ahead."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ekc import clock
from ekc.agenda import queries as agenda
from ekc.agenda import service as agenda_service
from ekc.agenda.models import Conference, Venue
from ekc.arranging import queries, rules, service
from ekc.arranging.models import DayCheck, GoneOn
from ekc.audit.models import LogEntry
from ekc.circle.models import CircleMember
from ekc.db import db
from ekc.duty import asking
from ekc.duty import queries as duty
from ekc.errors import DomainError, NotFoundError, TooLateError
from ekc.invitations import service as invitations
from ekc.invitations import truth
from ekc.invitations.models import Invitation
from ekc.notifications.models import Message
from ekc.referrals.models import Referral
from tests.agenda.trajects import a_plan, add, make_conference, make_venue
from tests.both import at_once
from tests.client import text

SOON = timedelta(days=29)  # after noon of the tests: within two days of the start


@pytest.fixture
def conference(world, traject):
    add(traject, "Oma", world.cor.actor, mail="oma@post.example", interpreter=True, language="ara")
    add(traject, "Buur", world.cor.actor, "neighbour", needs="een stoel met leuning")
    member = traject.members["Buur"]
    member.needed = ("transport",)
    db.commit()
    return make_conference(world, traject)


def day(conference):
    return agenda.planned_of(db.session.get_one(Referral, conference.referral_id))


def page(conference) -> str:
    return f"/bijeenkomsten/{conference.id}/rond"


def keys(conference) -> dict[str, str]:
    return {end.kind: end.key for end in queries.ends(day(conference))}


def left():
    db.session.query(Message).update({"state": "sent", "sent_at": clock.now()})
    db.session.flush()


def found(conference) -> tuple[str, ...]:
    return db.session.query(DayCheck).filter_by(starts_at=conference.starts_at).one().found


def test_what_people_need_is_on_the_list_and_is_confirmed(world, conference, client_of):
    cor, address = client_of(world.cor), page(conference)
    key = keys(conference)["interpreter"]
    seen = text(cor.get(address))
    for words in ("De plek: bij oma", "Tolk", "voor Oma", "Vervoer voor Buur", "een stoel met leuning"):
        assert words in seen
    assert "nog 4 dingen open" in seen
    told = {"key": key, "arranger": "Tolkentelefoon", "what": "confirm"}
    assert cor.post(f"{address}/regel", data=told).status_code == 303
    seen = text(cor.get(address))
    assert "nog 3 dingen open" in seen
    assert "Wie het regelt: Tolkentelefoon." in seen
    cor.post(f"{address}/regel", data={**told, "what": "save"})
    assert "nog 4 dingen open" in text(cor.get(address))


def test_what_is_found_leads_to_where_it_is_put_right_and_the_place_has_its_number(
    world, traject, conference, client_of
):
    held = db.session.get_one(Conference, conference.id)
    venue = make_venue(world)
    db.session.get_one(Venue, venue.id).phone = "+31598123456"
    held.venue_id = venue.id
    db.commit()
    seen = text(client_of(world.petra).get(page(conference)))
    assert f'<a href="/bijeenkomsten/{conference.id}">{rules.FOUND["silent"]}</a>' in seen
    assert f'<a href="/bijeenkomsten/{conference.id}/bereikbaar">Er is nog niemand bereikbaar' in seen
    assert '<a href="#geregeld">De plek is nog niet bevestigd.</a>' in seen
    assert "0598 12 34 56" in seen


def test_a_number_that_is_none_comes_back_as_it_was_typed(world, conference, client_of):
    told = {
        "key": keys(conference)["interpreter"],
        "arranger": "Tolkentelefoon",
        "phone": "12",
        "what": "save",
    }
    seen = text(client_of(world.cor).post(f"{page(conference)}/regel", data=told), 422)
    assert 'value="Tolkentelefoon"' in seen
    assert 'value="12"' in seen
    assert seen.count("<details open>") == 1


def test_the_bureau_leaves_the_number_that_it_does_not_see(world, conference, client_of):
    key, address = keys(conference)["interpreter"], f"{page(conference)}/regel"
    told = {"key": key, "arranger": "Tolk", "phone": "0881234567", "what": "save"}
    cor, petra = client_of(world.cor), client_of(world.petra)
    assert cor.post(address, data=told).status_code == 303
    assert "088 123 45 67" in text(cor.get(page(conference)))
    assert "088 123 45 67" not in text(petra.get(page(conference)))
    assert petra.post(address, data={"key": key, "arranger": "Taxi", "what": "save"}).status_code == 303
    (end,) = [one for one in queries.ends(day(conference)) if one.key == key]
    assert (end.arranger, end.phone) == ("Taxi", "+31881234567")
    cor.post(address, data={**told, "phone": ""})
    assert "088 123 45 67" not in text(cor.get(page(conference)))


def test_who_does_not_come_needs_nothing(conference, traject):
    assert "transport" in keys(conference)
    db.session.get_one(CircleMember, traject.members["Buur"].id).stand = "remote"
    assert set(keys(conference)) == {"place", "interpreter", "words"}
    db.session.get_one(CircleMember, traject.members["Buur"].id).stand = "no"
    assert set(keys(conference)) == {"place", "interpreter"}


def test_another_day_asks_again(world, conference):
    service.arrange(
        day(conference), keys(conference)["place"], rules.Who("Cor"), confirmed=True, by=world.cor.actor
    )
    assert not queries.ends(day(conference))[0].is_open
    agenda_service.move(conference, a_plan(days=1), by=world.cor.actor)
    (place, *_) = queries.ends(day(conference))
    assert place.is_open
    assert place.arranger == "Cor"


def test_lines_of_ones_own_come_and_go(world, conference, client_of):
    cor, address = client_of(world.cor), page(conference)
    assert cor.post(address, data={"words": "een lamp", "who": "Cor"}).status_code == 303
    key = keys(conference)["own"]
    assert "een lamp" in text(cor.get(address))
    assert cor.post(f"{address}/regel", data={"key": key, "what": "remove"}).status_code == 303
    assert "een lamp" not in text(cor.get(address))
    assert "een lamp" not in repr([row.reason for row in db.session.query(LogEntry)])


@pytest.mark.parametrize(
    "wrong", [{"words": ""}, {"words": "\x00"}, {"words": "x" * 121}, {"words": "BSN 111222333"}]
)
def test_a_line_that_cannot_be_comes_back(world, conference, client_of, wrong):
    assert client_of(world.cor).post(page(conference), data=wrong).status_code == 422


def test_what_is_not_on_the_list_is_not_there(world, conference, client_of):
    for told in (
        {"key": "own:1", "what": "confirm"},
        {"key": keys(conference)["place"], "what": "remove"},
    ):
        assert client_of(world.cor).post(f"{page(conference)}/regel", data=told).status_code == 404


@pytest.mark.parametrize("name", ["noor", "sanne", "tom", "tess", "gea", "bea"])
def test_nobody_else_sees_or_arranges(world, conference, client_of, name):
    client = client_of(getattr(world, name))
    assert client.get(page(conference)).status_code == 404
    assert client.post(page(conference), data={"words": "x"}).status_code == 404


def test_going_on_with_something_open_is_a_tap_with_a_reason(world, conference, client_of):
    cor, address = client_of(world.cor), page(conference)
    assert "Kies" in text(cor.post(f"{address}/toch-verder"), 422)
    assert cor.post(f"{address}/toch-verder", data={"reason": "family_does"}).status_code == 303
    assert "gaat door met 4 dingen open" in text(cor.get(address))
    line = db.session.query(LogEntry).filter_by(action="go_on_with_open_ends").one()
    assert (line.reason, line.object_id) == ("family_does", conference.id)
    assert cor.post(f"{address}/toch-verder", data={"reason": "agreed"}).status_code == 409


def test_with_all_arranged_there_is_nothing_to_go_on_from(world, conference):
    for key in keys(conference).values():
        service.arrange(day(conference), key, None, confirmed=True, by=world.cor.actor)
    with pytest.raises(TooLateError):
        service.go_on(day(conference), "agreed", by=world.cor.actor)


def test_after_the_start_nothing_is_arranged_any_more(world, conference):
    with clock.at(conference.starts_at), pytest.raises(TooLateError):
        service.add_own(day(conference), "koffie", None, by=world.cor.actor)
    with pytest.raises(DomainError):
        service.go_on(day(conference), "because", by=world.cor.actor)
    with pytest.raises(NotFoundError):
        service.remove_own(day(conference), "own:1", by=world.cor.actor)


def test_a_decision_of_two_at_once_is_one_decision(world, conference):
    number, by = conference.id, world.cor.actor

    def verb():
        service.go_on(day(db.session.get_one(Conference, number)), "agreed", by=by)

    ended = at_once([verb, verb], clock.now())
    assert ended[0] == "done"
    assert len(set(ended)) == 2
    assert db.session.query(GoneOn).count() == 1


def test_the_check_runs_once_for_a_start_and_again_for_another(world, conference):
    assert service.tick(clock.now()) == 0
    with clock.at(clock.now() + SOON):
        assert [service.tick(clock.now()), service.tick(clock.now())] == [1, 0]
        assert found(conference) == ("nobody", "place", "interpreter", "open", "silent")
        agenda_service.move(conference, a_plan(hour=20), by=world.cor.actor)
        assert service.tick(clock.now()) == 1
    assert db.session.query(LogEntry).filter_by(action="check_day").count() == 2


def test_what_is_put_right_is_off_the_list_at_once_and_silence_is_one_line(world, conference, client_of):
    asking.go_ahead(duty.standing(world.municipality.id, conference.id), "agreed", by=world.petra.actor)
    for invitation in db.session.query(Invitation):
        invitations.answer(invitation, "yes", "phone", by=world.cor.actor)
    left()
    with clock.at(clock.now() + SOON):
        service.tick(clock.now())
        db.commit()
        cor, petra = client_of(world.cor), client_of(world.petra)
        assert "De plek is nog niet bevestigd." in text(cor.get("/"))
        assert "Nog niet elke tolk is bevestigd." in text(petra.get("/"))
        for key in keys(conference).values():
            told = {"key": key, "what": "confirm"}
            assert cor.post(f"{page(conference)}/regel", data=told).status_code == 303
        assert found(conference) == ()
        for client in (cor, petra):
            assert "alles is nagekeken en klopt" in text(client.get("/"))
        assert "nagekeken" not in text(client_of(world.noor).get("/"))


def test_a_message_that_bounced_and_an_old_calendar_file_are_found(world, conference):
    ids = list(day(conference).audiences)
    left()
    assert truth.untrue(world.municipality.id, ids) == set()
    agenda_service.move(conference, a_plan(hour=20), by=world.cor.actor)
    assert len(truth.untrue(world.municipality.id, ids)) == 1
    db.session.query(Message).filter_by(state="queued").update({"state": "failed", "trouble": "refused"})
    assert {"bounced", "calendar"} <= set(service.look(day(conference)))
    left()
    assert truth.untrue(world.municipality.id, ids) == set()


def test_another_place_makes_a_calendar_file_untrue_too(world, conference):
    left()
    agenda_service.move(conference, a_plan(place="bij tante"), by=world.cor.actor)
    assert len(truth.untrue(world.municipality.id, list(day(conference).audiences))) == 1


def test_the_page_takes_the_same_queries_for_few_and_for_many(world, conference, traject, client_of, queries):
    cor = client_of(world.cor)
    cor.get(page(conference))
    queries.clear()
    cor.get(page(conference))
    few = len(queries)
    for number in range(12):
        add(traject, f"Tante {number}", world.cor.actor, interpreter=True)
    queries.clear()
    cor.get(page(conference))
    assert len(queries) == few
