"""The page of one traject on a phone, and the people around the household."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ekc import clock, processes
from ekc.agenda import coming
from ekc.agenda.queries import planned_of
from ekc.audit.models import LogEntry
from ekc.circle import queries as circle_queries
from ekc.circle import service
from ekc.db import db
from ekc.people.queries import address
from ekc.people.service import Particulars
from ekc.referrals import conditions
from ekc.referrals import service as referrals
from tests.agenda.trajects import Traject, add, make_conference, make_traject
from tests.client import text
from tests.world import make_coordinator

OUTSIDERS = ["noor", "sanne", "tom", "tess", "gea", "bea"]


@pytest.fixture
def cor(world, traject, client_of):
    return client_of(world.cor)


def home(traject: Traject) -> str:
    return f"/trajecten/{traject.referral.id}"


def addresses(traject: Traject) -> list[tuple[str, str]]:
    """Every address of this package, with somebody of the circle to try it on."""
    base, member = home(traject), next(iter(traject.members.values()))
    return [
        ("GET", base),
        ("POST", f"{base}/eerste-contact"),
        ("POST", f"{base}/teruggave"),
        ("GET", f"{base}/mensen"),
        ("POST", f"{base}/mensen"),
        ("POST", f"/mensen/{member.id}/gesprek"),
        ("GET", f"/mensen/{member.id}"),
        ("POST", f"/mensen/{member.id}"),
        ("POST", f"/mensen/{member.id}/vertrek"),
    ]


def test_the_page_of_a_traject_has_what_a_phone_call_needs(world, traject, cor):
    page = text(cor.get(home(traject)))
    assert 'href="tel:+31611111111"' in page
    assert 'href="tel:+31622222222"' in page
    assert 'href="tel:+31633333333"' in page
    for word in (
        "Fam Jansen",
        "na vijf uur",
        "Nederlands",
        "je achterwacht",
        "Ria Regie",
        "Ik geef dit terug",
    ):
        assert word in page


def test_two_on_one_traject_know_each_other_and_who_stands_by(world, traject, client_of):
    lea = make_coordinator(world.municipality, "Lea Lubbers", "lea@demo.example")
    for one, kind in ((world.noor, "buddy"), (lea, "backup")):
        referrals.add_second(traject.referral, one.coordinator, kind, by=world.petra.actor)
    db.commit()
    lead = text(client_of(world.cor).get(home(traject)))
    buddy = text(client_of(world.noor).get(home(traject)))
    bureau = text(client_of(world.petra).get(home(traject)))
    assert "Noor Nijland is het maatje" in lead
    assert "is de coördinator" not in lead
    assert "Cor Kuiper is de coördinator" in buddy
    for page in (lead, buddy, bureau):
        assert "Lea Lubbers staat klaar als reserve" in page
        assert page.count("tel:+31612345678") == 1  # of whom you do it with, not of the reserve
    assert client_of(lea).get(home(traject)).status_code == 404


def test_who_has_to_explain_more_is_told(world, traject, cor):
    assert "extra uitleg" not in text(cor.get(home(traject)))
    traject.referral.extra_explanation = True
    db.commit()
    assert "Iemand heeft extra uitleg nodig" in text(cor.get(home(traject)))


def test_the_story_is_shown_only_where_the_household_shares_it(world, traject, client_of):
    assert "weer samen eten" not in text(client_of(world.cor).get(home(traject)))
    shared = make_traject(world, surname="Bakker", share_coordinator=True)
    assert "weer samen eten" in text(client_of(world.cor).get(home(shared)))
    assert "weer samen eten" not in text(client_of(world.petra).get(home(shared)))


def test_of_the_story_everybody_sees_the_parts_that_were_shared_with_them(world, client_of):
    told = {"own_words": "wij missen elkaar", "already": "oma kookt"}
    ours = make_traject(world, share_coordinator=True, **told)
    theirs = make_traject(world, surname="Bakker", share_bureau=True, **told)
    for traject, who, sees in (
        (ours, world.cor, True),
        (ours, world.petra, False),
        (theirs, world.cor, False),
        (theirs, world.petra, True),
    ):
        page = text(client_of(who).get(home(traject)))
        for words in ("weer samen eten", *told.values()):
            assert (words in page) is sees


def test_conditions_of_an_agency_are_told_always_and_never_what_they_are(world, traject, client_of):
    line = "Er zijn voorwaarden van een instantie. Vertel ze de mensen zelf, in geen bericht."
    bound = make_traject(world, surname="Bakker", conditions="some")
    conditions.state(bound.referral, "Het Baken", "contact_ban", "Niet bij school", by=world.sanne.actor)
    db.commit()
    for who in (world.cor, world.petra):
        page = text(client_of(who).get(home(bound)))
        assert line in page
        assert "Niet bij school" not in page
        assert "voorwaarden van een instantie" not in text(client_of(who).get(home(traject)))


def test_nobody_else_finds_any_of_it(world, traject, client_of):
    for who in OUTSIDERS:
        client = client_of(getattr(world, who))
        for method, url in addresses(traject):
            response = client.open(url, method=method)
            assert response.status_code == 404, (who, method, url)
            assert "Jansen" not in response.get_data(as_text=True)


def test_the_bureau_sees_names_and_never_how_the_kring_is_reached(world, traject, client_of):
    oma = add(traject, "Oma", world.cor.actor, phone="+31644444444", mail="oma@post.example")
    conference = make_conference(world, traject)
    petra = client_of(world.petra)
    for url in (
        home(traject),
        f"{home(traject)}/mensen",
        f"/mensen/{oma.id}",
        f"/bijeenkomsten/{conference.id}",
    ):
        page = text(petra.get(url))
        assert "Oma" in page
        assert "44444444" not in page
        assert "44 44 44" not in page
        assert "post.example" not in page
    assert "namens Cor Kuiper" in text(petra.get(home(traject)))


def test_the_coordinator_sees_how_to_reach_them(world, traject, cor):
    oma = add(traject, "Oma", world.cor.actor, phone="+31644444444", mail="oma@post.example")
    assert 'href="tel:+31644444444"' in text(cor.get(f"{home(traject)}/mensen"))
    assert "oma@post.example" in text(cor.get(f"/mensen/{oma.id}"))


def test_what_to_do_now_follows_the_traject(world, client_of):
    traject = make_traject(world, spoken=False)
    cor = client_of(world.cor)
    first = text(cor.get(home(traject)))
    assert "Ik heb hen vandaag gesproken" in first
    assert "Ik ken hen" in first
    assert cor.post(f"{home(traject)}/eerste-contact").status_code == 303
    assert "Schrijf de mensen op" in text(cor.get(home(traject)))
    cor.post(f"{home(traject)}/mensen", data={"given_name": "Oma", "relation": "family"})
    assert "Naar de mensen" in text(cor.get(home(traject)))
    cor.post(f"/mensen/{traject.members['Oma'].id}/gesprek")
    assert "Leg de dag vast" in text(cor.get(home(traject)))
    conference = make_conference(world, traject)
    assert "Wie komt er?" in text(cor.get(home(traject)))
    add(traject, "Nicht", world.cor.actor)
    assert "Nodig 1 mens uit" in text(cor.get(home(traject)))
    with clock.at(conference.starts_at):
        assert "Hoe ging het?" in text(cor.get(home(traject)))


def test_the_first_contact_may_have_been_on_another_day(world, client_of):
    traject = make_traject(world, spoken=False)
    cor = client_of(world.cor)
    with clock.at(clock.now() + timedelta(days=3)):
        assert cor.post(f"{home(traject)}/eerste-contact", data={"on": "22-10-2026"}).status_code == 303
    assert traject.assignment.first_contact_on.isoformat() == "2026-10-22"


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        ("1-1-2027", "Die dag moet nog komen"),
        ("20-10-2026", "Op die dag was je nog niet gekoppeld"),
        ("1-1-1800", "Bijna goed"),
        ("31-2-2026", "Bijna goed"),
        ("gisteren ofzo", "Bijna goed"),
    ],
)
def test_a_day_that_cannot_be_never_becomes_today(world, client_of, on, sentence):
    traject = make_traject(world, spoken=False)
    answer = client_of(world.cor).post(f"{home(traject)}/eerste-contact", data={"on": on})
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert sentence in page
    assert "<details open><summary>Het was op een andere dag" in page
    assert traject.assignment.first_contact_on is None


def test_a_bsn_is_kept_nowhere(world, traject, cor):
    oma = add(traject, "Oma", world.cor.actor)
    form = {"given_name": "Opa", "relation": "family", "needs": "zijn nummer is 123456782"}
    for url in (f"{home(traject)}/mensen", f"/mensen/{oma.id}"):
        answer = cor.post(url, data=form)
        assert answer.status_code == 422
        assert "lijkt een burgerservicenummer" in answer.get_data(as_text=True)
    assert "Opa" not in traject.members


def test_a_person_is_added_with_a_name_only(world, traject, cor):
    form = {"given_name": "Opa", "relation": "family"}
    answer = cor.post(f"{home(traject)}/mensen", data=form, follow_redirects=True)
    assert "Opa staat erbij" in text(answer)
    assert traject.members["Opa"].spoken_at is None


def test_what_was_typed_stays_when_it_is_refused(world, traject, cor):
    answer = cor.post(f"{home(traject)}/mensen", data={"given_name": "Opa", "phone": "12"})
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert 'value="Opa"' in page
    assert "geen heel telefoonnummer" in page
    assert "Opa" not in traject.members


def test_somebody_is_reached_through_somebody_of_the_same_traject(world, traject, cor):
    oma = add(traject, "Oma", world.cor.actor)
    stranger = world.noor.person.id
    form = {"given_name": "Opa", "relation": "family"}
    assert cor.post(f"{home(traject)}/mensen", data={**form, "through": stranger}).status_code == 422
    assert cor.post(f"{home(traject)}/mensen", data={**form, "through": oma.person_id}).status_code == 303
    _, opa = circle_queries.get_for(world.cor.actor, traject.members["Opa"].id)
    assert [channel.through_person_id for channel in opa.channels] == [oma.person_id]
    assert "Te bereiken via Oma." in text(cor.get(f"{home(traject)}/mensen"))
    cor.post(f"/mensen/{traject.members['Opa'].id}", data=form)
    assert "Te bereiken via Oma." not in text(cor.get(f"{home(traject)}/mensen"))


def test_spoken_is_one_tap(world, traject, cor):
    oma = add(traject, "Oma", world.cor.actor, spoken=False)
    answer = cor.post(f"/mensen/{oma.id}/gesprek", follow_redirects=True)
    assert "Oma: gesproken. Er gaat geen bericht uit." in text(answer)


def test_the_bureau_changes_somebody_without_wiping_the_number(world, traject, client_of):
    oma = add(traject, "Oma", world.cor.actor, phone="+31644444444")
    form = {"given_name": "Oma Riet", "relation": "family", "needs": "lift"}
    assert client_of(world.petra).post(f"/mensen/{oma.id}", data=form).status_code == 303
    _, person = circle_queries.get_for(world.cor.actor, oma.id)
    assert (person.given_name, person.needs) == ("Oma Riet", "lift")
    assert address(person, "phone") == "+31644444444"


def test_the_coordinator_may_wipe_a_number(world, traject, cor):
    oma = add(traject, "Oma", world.cor.actor, phone="+31644444444")
    assert cor.post(f"/mensen/{oma.id}", data={"given_name": "Oma", "relation": "family"}).status_code == 303
    _, person = circle_queries.get_for(world.cor.actor, oma.id)
    assert address(person, "phone") is None


def test_a_change_without_a_name_is_refused(world, traject, cor):
    oma = add(traject, "Oma", world.cor.actor)
    answer = cor.post(f"/mensen/{oma.id}", data={"given_name": "", "relation": "family"})
    assert answer.status_code == 422
    assert "roepnaam is genoeg" in answer.get_data(as_text=True)


def test_who_leaves_is_gone_from_the_page(world, traject, cor):
    oma = add(traject, "Oma", world.cor.actor)
    page = text(cor.post(f"/mensen/{oma.id}/vertrek", follow_redirects=True))
    assert "Oma doet niet meer mee." in page
    assert not any(words in page for words in ("krijgt Oma", "Oma krijgt")), "she was asked to nothing yet"
    assert cor.get(f"/mensen/{oma.id}").status_code == 404


@pytest.mark.parametrize(
    ("mail", "said"),
    [
        ("oma@post.example", "Was de uitnodiging al weg, dan krijgt Oma daar bericht van."),
        (None, "Vertel het zelf: Oma krijgt geen bericht."),
    ],
)
def test_who_leaves_while_a_day_stands_hears_it_by_message_or_by_voice(world, traject, cor, mail, said):
    oma = add(traject, "Oma", world.cor.actor, mail=mail)
    make_conference(world, traject)
    answer = cor.post(f"/mensen/{oma.id}/vertrek", follow_redirects=True)
    assert f"Oma doet niet meer mee. {said}" in text(answer)


def test_handed_back_the_traject_is_no_longer_there(world, traject, client_of):
    oma = add(traject, "Oma", world.cor.actor)
    cor = client_of(world.cor)
    assert cor.post(f"{home(traject)}/teruggave", data={"reason": "know_them"}).status_code == 303
    for url in (home(traject), f"{home(traject)}/mensen", f"/mensen/{oma.id}"):
        assert cor.get(url).status_code == 404
    assert traject.referral.state == "matching"


def test_giving_back_asks_why(world, traject, cor):
    answer = cor.post(f"{home(traject)}/teruggave", data={"reason": "bored"})
    assert answer.status_code == 422
    assert cor.get(home(traject)).status_code == 200


def test_a_successor_sees_the_people_and_the_one_before_does_not(world, traject, client_of):
    add(traject, "Oma", world.cor.actor)
    processes.hand_back(traject.referral, traject.assignment, "illness", by=world.cor.actor)
    referrals.assign(traject.referral, world.noor.coordinator, by=world.petra.actor)
    db.commit()
    assert "Oma" in text(client_of(world.noor).get(home(traject)))
    assert client_of(world.cor).get(home(traject)).status_code == 404


def test_whoever_looks_stands_in_the_logbook(world, traject, cor):
    cor.get(home(traject))
    lines = db.session.query(LogEntry).filter_by(action="see", object_id=traject.referral.id).all()
    assert [line.actor_id for line in lines] == [world.cor.account.id]


def test_as_many_queries_for_one_person_as_for_thirty(world, traject, cor, queries):
    make_conference(world, traject)
    counted = []
    for more in (0, 30):
        for number in range(more):
            told = Particulars(f"Nicht {number}", mail=f"n{number}@post.example", phone="+31644444444")
            service.spoken(
                service.add(traject.referral, told, "family", by=world.cor.actor), by=world.cor.actor
            )
        if more:
            coming.invite_spoken(planned_of(traject.referral).conference, by=world.cor.actor)
        db.commit()
        for url in (home(traject), f"{home(traject)}/mensen"):
            queries.clear()
            text(cor.get(url))
            counted.append(len([one for one in queries if one.startswith("SELECT")]))
    assert counted[:2] == counted[2:]
    assert max(counted) <= 6


class TestMessages:
    def test_the_coordinator_sees_how_each_message_fares_and_the_bureau_does_not(self, world, client_of):
        traject = make_traject(world)
        make_conference(world, traject)
        oma = traject.members["Oma"]
        page = text(client_of(world.cor).get(f"/mensen/{oma.id}"))
        assert "Berichten aan Oma" in page
        assert "Uitnodiging voor een afspraak" in page
        assert "mail, wacht om te vertrekken" in page
        assert "Berichten aan Oma" not in client_of(world.petra).get(f"/mensen/{oma.id}").text
