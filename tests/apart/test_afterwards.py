"""What changes after a day was fixed, and where it is seen; what each reads on paper and by their link."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ekc import clock, processes
from ekc.agenda.rules import Own
from ekc.apart.rules import KEPT
from ekc.arranging import rules as arranging_rules
from ekc.arranging import service as arranging
from ekc.arranging.models import DayCheck
from ekc.calls import from_apart
from ekc.circle.queries import visible_to
from ekc.db import db
from ekc.family import service as family
from ekc.invitations import service as invitations
from ekc.invitations.models import Invitation
from tests.agenda.trajects import a_plan, make_conference, make_room, make_venue
from tests.apart.pairs import keep
from tests.apart.test_planning import hours, who
from tests.apart.test_views import text


@pytest.fixture
def conference(world, traject):
    return make_conference(world, traject, own=hours(traject))


@pytest.fixture
def by_link(client_of, traject):
    def make(name):
        client, row = client_of(None), invited(traject, name)
        with client.session_transaction() as session:
            session["links"] = [[row.link_id, 1, "invitation", row.id]]
        return client

    return make


def late_pair(world, traject):
    """Fam stands in the kring too, and the team hears only now that Oma must not meet her."""
    return keep(world, traject, "Oma", "Fam")


def calls(actor):
    return from_apart.calls({**visible_to(actor), "now": clock.now()})


def found(conference):
    with clock.at(conference.starts_at - timedelta(hours=40)):
        arranging.tick(clock.now())
    return db.session.query(DayCheck).populate_existing().one().found


def test_a_pair_of_later_stands_on_the_call_list_of_whoever_organises(world, traject, conference, client_of):
    assert calls(world.cor.actor) == []
    apart = f'href="/bijeenkomsten/{conference.id}/uit-elkaar"'
    today = {name: client_of(getattr(world, name)) for name in ("cor", "petra", "noor")}
    assert not any(apart in one.get("/").text for one in today.values())
    late_pair(world, traject)
    (call,) = calls(world.cor.actor)
    assert (call.referral_id, call.about_id, call.why) == (traject.referral_id, conference.id, "apart")
    assert [one.about_id for one in calls(world.petra.actor)] == [conference.id]
    assert calls(world.noor.actor) == []
    seen = text(client_of(world.cor).get("/bellen"))
    assert "Zou op de dag iemand tegenkomen. Dat mag niet." in seen
    assert apart in seen
    keep(world, traject, "Henk", "Fam")
    seen = text(today["cor"].get("/"))
    assert [seen.count(words) for words in ("Fam en Oma", "Fam en Henk", "19.30 – 22.30 uur")] == [1, 1, 1]
    bureau = text(today["petra"].get("/"))
    assert (bureau.count(apart), "Oma" in bureau) == (1, False)
    assert apart not in today["noor"].get("/").text


def test_the_check_two_days_ahead_finds_it_and_forgets_it_again(world, traject, conference):
    assert "apart" not in found(conference)
    kept = late_pair(world, traject)
    assert found(conference)[0] == "apart"
    processes.let_meet(traject.referral, kept, "guarded", by=world.petra.actor)
    assert "apart" not in found(conference)
    assert "elkaar tegenkomen" in arranging_rules.FOUND["apart"]


def test_going_on_with_something_open_does_not_let_two_people_meet(world, traject, conference):
    late_pair(world, traject)
    day = arranging.agenda.planned_of(traject.referral)
    arranging.go_on(day, "agreed", by=world.cor.actor)
    assert "apart" in arranging.look(day)


def test_the_sheet_of_the_day_has_the_order_of_arrival_and_no_pair(world, traject, conference, client_of):
    for name in ("Henk", "Oma"):
        invited = db.session.query(Invitation).filter_by(person_id=who(traject, name)).one()
        invitations.answer(invited, "yes", "phone", by=world.cor.actor)
    db.commit()
    seen = text(client_of(world.cor).get(f"/bijeenkomsten/{conference.id}/dagvel"))
    assert "Komt om 19.30 uur. Gaat weg om 20.30 uur." in seen
    assert "Komt om 21.00 uur. Gaat weg om 22.30 uur." in seen
    assert seen.index("Gaat weg om 20.30") < seen.index("Komt om 21.00")
    assert "Houd je aan de tijden en ruimtes" in seen
    assert KEPT["hours"] not in seen
    telephone = text(client_of(world.cor).get(f"/bijeenkomsten/{conference.id}/dag"))
    assert "Houd je aan de tijden en ruimtes" in telephone
    first, last = telephone.index("Gaat weg om 20.30 uur."), telephone.index("Komt om 21.00 uur.")
    assert telephone.index(">Oma<") < first < telephone.index(">Henk<") < last
    assert telephone.index("Henk<") < telephone.index(">Fam J<") < telephone.index("Nog niet zeker")
    assert KEPT["hours"] not in telephone


def test_a_letter_and_a_call_say_their_own_hours(world, traject, conference, client_of):
    cor = client_of(world.cor)
    letter = text(cor.get(f"/bellen/{traject.members['Oma'].id}/brief"))
    assert "19.30 – 20.30" in letter
    assert "22.30" not in letter
    with clock.at(clock.now() + timedelta(days=6)):
        assert "kom je op vrijdag 20 november 2026, 21.00 – 22.30" in text(cor.get("/bellen"))


def test_who_takes_part_at_a_distance_is_asked_that_by_letter_and_by_voice_too(world, traject, client_of):
    make_conference(world, traject, own=(Own(who(traject, "Henk"), remote=True),))
    cor = client_of(world.cor)
    letter = text(cor.get(f"/bellen/{traject.members['Henk'].id}/brief"))
    assert "Je doet op afstand mee: je hoeft nergens heen." in letter
    assert "Kom je?" not in letter
    with clock.at(clock.now() + timedelta(days=6)):
        page = text(cor.get("/bellen"))
    assert (
        "Vraag: doe je op afstand mee op vrijdag 20 november 2026, 19.30 – 22.30 uur? Je wordt dan gebeld.<"
        in page
    )
    assert page.count("Vraag: kom je op") == 2, "Oma and Fam"


def test_who_is_called_hears_the_room_of_their_own_and_nobody_elses(world, traject, client_of):
    venue = make_venue(world)
    big, small = make_room(world, venue), make_room(world, venue, "kleine kamer", alone=True)
    own = (Own(who(traject, "Oma"), room_id=big.id), Own(who(traject, "Henk"), room_id=small.id))
    make_conference(world, traject, place=None, venue_id=venue.id, own=own)
    cor = client_of(world.cor)
    with clock.at(clock.now() + timedelta(days=6)):
        page = text(cor.get("/bellen"))
    oma, henk = page.split(">Oma<")[1].split(">Henk<")
    assert "Waar: De Kern (grote zaal), Kerkstraat 1, Hoogezand." in oma
    assert "kleine kamer" not in oma
    assert "Waar: De Kern (kleine kamer), Kerkstraat 1, Hoogezand." in henk


def test_a_hoofdpersoon_reads_her_own_hours_on_her_page(world, traject, client_of):
    keep(world, traject, "Henk", "Fam")
    plan = a_plan()
    first = plan.starts + timedelta(hours=1)
    own = (*hours(traject), Own(who(traject, "Fam"), plan.starts, first))
    make_conference(world, traject, own=own)
    page = family.print_out(traject.referral, who(traject, "Fam"), by=world.cor.actor)
    db.commit()
    seen = text(client_of(world.cor).get(f"/eigen-pagina/{page.id}/papier"))
    assert "19.30 – 20.30" in seen
    assert "22.30" not in seen


def test_who_is_invited_reads_their_own_hours_by_their_link(world, traject, conference, by_link):
    page = by_link("Oma").get(f"/uitnodiging/{invited(traject, 'Oma').id}")
    assert "19.30 – 20.30" in text(page)
    assert "22.30" not in text(page)


def test_a_tap_that_somebody_comes_says_that_two_would_meet(world, traject, client_of):
    no = traject.members["Henk"]
    cor = client_of(world.cor)
    cor.post(f"/mensen/{no.id}/stand", data={"stand": "no"})
    make_conference(world, traject)
    cor.post(f"/mensen/{no.id}/stand", data={"stand": "comes"})
    seen = text(cor.get(f"/trajecten/{traject.referral_id}/mensen"))
    assert "Regel eerst hoe zij uit elkaar blijven" in seen


def invited(traject, name):
    return db.session.query(Invitation).filter_by(person_id=who(traject, name)).one()
