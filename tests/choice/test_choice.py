"""The family chooses from who can: by link, told on the phone, or not at all; who is told, who sees names."""

from __future__ import annotations

import re

import pytest

from ekc import choosing, clock, processes
from ekc.accounts.models import PersonalLink
from ekc.accounts.queries import link_address
from ekc.choice import service
from ekc.choice.models import Ballot, Choice
from ekc.choice.rules import Heard
from ekc.db import db
from ekc.errors import DomainError, NotFoundError, TooLateError
from ekc.notifications.models import Message
from ekc.people.service import Particulars
from ekc.referrals import queries as referrals
from ekc.referrals.models import Assignment
from ekc.seals import link_token
from tests.matching.stories import again, deliver_all, make_referral, open_round
from tests.web.test_qr import code_of, code_on
from tests.world import make_coordinator

PETRA, COR, NOOR = "bureau@demo.example", "coordinator@demo.example", "anderecoordinator@demo.example"
MIA = "mia@post.example"


def two_can(world, **told: object):
    """Mia's aanmelding, for which Cor and Noor both can."""
    person = Particulars("Mia", "Mulder", mail=MIA, phone="+31612345678", **told)  # type: ignore[arg-type] # -- as told
    referral = make_referral(world, waived=False, focus=(person,))
    cor, noor = open_round(world, referral, world.cor, world.noor)
    deliver_all()
    assert processes.accept_offer(cor, by=world.cor.actor) is None
    assert processes.accept_offer(noor, by=world.noor.actor) is None
    db.commit()
    return referral, cor, noor


def heard():
    return Heard("phone", clock.today())


def by_link(client_of, ballot):
    """A phone on which the link in the mail was opened."""
    client = client_of(None)
    link = db.session.query(PersonalLink).filter(PersonalLink.about_kind == "choice").one()
    opened = client.get(f"/k/{link_token(link.id, link.version)}")
    assert (opened.status_code, opened.location) == (303, f"/keuze/{ballot.id}")
    return client


def test_who_reads_english_is_asked_to_choose_in_english_first(world):
    two_can(world, language="eng")
    row = db.session.query(Message).filter_by(kind="choice").one()
    assert row.subject == "Who will arrange the meeting? You choose"
    assert "Wie regelt de bijeenkomst" not in row.subject
    english, dutch = row.body_text.split("— Nederlands —")
    assert english.startswith("Hello,\n\nAs agreed, you now get this message.")
    assert dutch.startswith(
        "\n\nHallo,\n\nZoals afgesproken krijg je nu dit bericht. Twijfel je of het klopt?"
    )
    assert "\n\nEr zijn mensen die" in dutch


def test_two_who_can_become_cards_and_nobody_is_assigned_or_sees_a_name(world, outbox):
    referral, cor, noor = two_can(world)
    assert outbox() == [("asked_can", PETRA), ("choice", MIA), ("asked_can_choose", PETRA)]
    assert (cor.state, noor.state, referral.state) == ("yes", "yes", "matching")
    assert db.session.query(Assignment).count() == 0
    for who in (world.cor.actor, world.noor.actor):
        with pytest.raises(NotFoundError):
            referrals.get_for(who, referral.id)
    mail = db.session.query(Message).filter(Message.kind == "choice").one()
    words = f"{mail.subject} {mail.body_text} {mail.body_html}"
    assert "Zoals afgesproken" in words
    assert not [word for word in ("Mia", "Mulder", "Sanne", "Cor", "Noor", referral.number) if word in words]


def test_the_link_shows_first_names_only_and_one_tap_chooses(world, client_of, outbox):
    referral, cor, noor = two_can(world)
    deliver_all()
    ballot = db.session.query(Ballot).one()
    client = by_link(client_of, ballot)
    page = client.get(f"/keuze/{ballot.id}").get_data(as_text=True)
    assert "Kies Cor" in page
    assert not [word for word in ("Kuiper", "Nijland", "Mulder", "Mia") if word in page]
    assert db.session.query(Assignment).count() == 0  # looking chooses nothing
    assert client.post(f"/keuze/{ballot.id}/antwoord", data={"which": "9" * 5000}).status_code == 422
    assert client.post(f"/keuze/{ballot.id}/antwoord", data={"which": str(noor.id)}).status_code == 303
    assert (again(cor).state, again(noor).state, again(referral).state) == ("not_chosen", "yes", "matched")
    assert sorted(outbox()) == sorted(
        [
            ("offer_thanks", COR),
            ("offer_yours", NOOR),
            ("asked_found", PETRA),
            ("referral_news", "team@demo.example"),
        ]
    )
    thanks = db.session.query(Message).filter(Message.kind == "offer_thanks").one()
    assert "gekozen" not in thanks.body_text
    assert referrals.get_for(world.noor.actor, referral.id)
    assert "Noor regelt de bijeenkomst" in client.get(f"/keuze/{ballot.id}").get_data(as_text=True)
    late = client.post(f"/keuze/{ballot.id}/antwoord", data={"which": str(cor.id)})
    assert late.status_code == 409
    assert "Er is al gekozen" in late.get_data(as_text=True)
    assert client.post(f"/keuze/{ballot.id}/ander").status_code == 303
    assert (again(referral).state, db.session.query(Assignment).one().end_reason) == ("matching", "no_click")


def test_liever_iemand_anders_puts_these_out_and_asks_no_reason(world):
    referral, cor, noor = two_can(world)
    choosing.refuse_all(referral, heard(), by=world.petra.actor)
    assert (cor.state, noor.state) == ("refused", "refused")
    with pytest.raises(DomainError, match="de familie wil liever een ander"):
        open_round(world, referral, world.cor)


def test_where_a_link_may_reach_somebody_it_can_be_sent_again(world, client_of):
    referral, _, _ = two_can(world)
    page = client_of(world.petra).get(f"/aanmeldingen/{referral.id}/keuze").get_data(as_text=True)
    assert "Stuur de link opnieuw" in page


def test_who_leaves_it_to_us_gets_the_first_who_could(world):
    referral, cor, _ = two_can(world)
    made = choosing.leave_to_us(referral, "asked_us", heard(), by=world.petra.actor)
    assert (made.coordinator_id, referral.choice_waived) == (cor.coordinator_id, "asked_us")


@pytest.mark.parametrize(
    "obstacle", [{"read_along": True}, {"shared_phone": True}, {"safe_moment": "na vijf"}]
)
def test_whom_a_link_may_not_reach_is_called_and_the_bureau_enters_it(world, client_of, outbox, obstacle):
    referral, cor, _ = two_can(world, **obstacle)
    assert ("choice", MIA) not in outbox()
    client = client_of(world.petra)
    address = f"/aanmeldingen/{referral.id}/keuze"
    page = client.get(address).get_data(as_text=True)
    assert "bel zelf" in page
    assert "Stuur de link" not in page
    person = referrals.focus_persons(again(referral))[0]
    told = {"which": str(cor.id), "person": str(person.id), "via": "phone", "on": clock.today().isoformat()}
    assert client.post(address, data={**told, "on": "2020-01-01"}).status_code == 422
    assert client.post(address, data={**told, "which": "999"}).status_code == 422
    assert client.post(address, data=told).status_code == 303
    said = db.session.query(Choice).one()
    assert (said.kind, said.via, said.behalf_person_id) == ("chosen", "phone", person.id)
    assert again(referral).state == "matched"
    assert client.get(f"/aanmeldingen/{referral.id}/kaartjes").status_code == 200


def test_three_are_enough_and_the_fourth_need_not_answer(world):
    referral = make_referral(world, waived=False)
    more = [make_coordinator(world.municipality, f"V{n} Veen", f"v{n}@pool.example") for n in range(2)]
    offers = open_round(world, referral, world.cor, world.noor, *more)
    for offer, who in zip(offers[:3], (world.cor, world.noor, more[0]), strict=True):
        processes.accept_offer(offer, by=who.actor)
    assert [offer.state for offer in offers] == ["yes", "yes", "yes", "filled"]
    with pytest.raises(TooLateError):
        processes.accept_offer(offers[3], by=more[1].actor)


def test_one_who_can_is_put_forward_once_nobody_else_will_answer(world, outbox):
    person = Particulars("Mia", "Mulder", mail=MIA)
    referral = make_referral(world, waived=False, focus=(person,))
    cor, noor = open_round(world, referral, world.cor, world.noor)
    processes.accept_offer(cor, by=world.cor.actor)
    assert ("choice", MIA) not in outbox()
    processes.decline_offer(noor, "busy", None, by=world.noor.actor)
    assert ("choice", MIA) in outbox()


def test_a_colleague_just_after_another_reads_that_it_was_chosen(world, client_of):
    referral, cor, noor = two_can(world)
    person = referrals.focus_persons(referral)[0]
    told = {"person": str(person.id), "via": "phone", "on": clock.today().isoformat()}
    address = f"/aanmeldingen/{referral.id}/keuze"
    client = client_of(world.petra)
    assert client.post(address, data={**told, "which": str(cor.id)}).status_code == 303
    late = client_of(world.sanne).post(address, data={**told, "which": str(noor.id)})
    assert late.status_code == 409
    assert "Er is al gekozen" in late.get_data(as_text=True)


def test_who_enters_the_choice_of_her_own_aanmelding_gets_no_news_of_it(world, outbox):
    referral, cor, _ = two_can(world)
    deliver_all()
    choosing.choose(referral, cor.id, heard(), by=world.sanne.actor)
    assert "referral_news" not in [kind for kind, _ in outbox()]


def print_for(client, referral, person):
    return client.post(f"/aanmeldingen/{referral.id}/kaartjes", data={"person": str(person)})


def test_who_gets_no_mail_chooses_by_the_code_on_paper(world, client_of, outbox):
    referral, cor, _ = two_can(world, read_along=True)
    person, before = referrals.focus_persons(again(referral))[0].id, outbox()
    sanne = client_of(world.sanne)
    assert "Kaartjes met een code voor Mia" in sanne.get(f"/aanmeldingen/{referral.id}/keuze").get_data(True)
    made = print_for(sanne, referral, person)
    assert made.status_code == 303
    paper = sanne.get(made.location).get_data(as_text=True)
    link = db.session.query(PersonalLink).filter_by(about_kind="choice").one()
    assert code_on(paper) == code_of(link_address(link))
    assert "Mulder" not in paper
    assert outbox() == before
    assert print_for(sanne, referral, person).location == made.location  # the paper stays good
    assert again(link).version == 1
    phone, ballot = client_of(None), made.location.rsplit("/", 1)[1]
    assert phone.get(f"/k/{link_token(link.id, 1)}").location == f"/keuze/{ballot}"
    assert phone.post(f"/keuze/{ballot}/antwoord", data={"which": str(cor.id)}).status_code == 303
    assert again(referral).state == "matched"
    assert print_for(sanne, referral, person).status_code == 409
    assert client_of(world.tom).get(made.location).status_code == 404


def test_a_code_on_paper_is_no_reason_not_to_ask_the_others(world, outbox):
    mia, jan = Particulars("Mia", "Mulder"), Particulars("Jan", "Mulder", mail=MIA)
    referral = make_referral(world, waived=False, focus=(mia, jan), focus_answers=("yes", "yes"))
    cor, noor = open_round(world, referral, world.cor, world.noor)
    processes.accept_offer(cor, by=world.cor.actor)
    service.print_out(again(referral), referrals.focus_persons(referral)[0].id, by=world.petra.actor)
    db.commit()
    processes.accept_offer(again(noor), by=world.noor.actor)
    db.commit()
    assert ("choice", MIA) in outbox()


@pytest.mark.parametrize("person", ["0", "x", "\x00", "9" * 30])
def test_no_paper_for_nobody(world, client_of, person):
    referral, _, _ = two_can(world)
    assert print_for(client_of(world.petra), referral, person).status_code == 404


def test_a_child_gets_no_code_of_its_own(world, client_of):
    referral, _, _ = two_can(world)
    child = referrals.focus_persons(referral)[0]
    child.age_group, person = "0-11", child.id
    db.commit()
    client = client_of(world.petra)
    assert "Kaartjes met een code" not in client.get(f"/aanmeldingen/{referral.id}/keuze").get_data(True)
    assert print_for(client, referral, person).status_code == 422


def test_while_the_family_chooses_it_is_the_family_that_is_waited_for(world, client_of):
    referral = make_referral(world, waived=False)
    cor, noor = open_round(world, referral, world.cor, world.noor)
    page, sheet = f"/aanmeldingen/{referral.id}", f"/weekstaat?team={world.team.id}"
    processes.accept_offer(cor, by=world.cor.actor)
    db.commit()
    petra = client_of(world.petra)
    assert "We wachten op: het bureau" in petra.get(page).text  # one of two who may still answer
    yes = client_of(world.noor).post(f"/aanbod/{noor.id}/antwoord", data={"answer": "yes"})
    assert yes.status_code == 303
    assert "We wachten op: de familie" in petra.get(page).text
    assert "De familie kiest wie het doet. We wachten op de familie" in petra.get(sheet).text
    for client, address in ((petra, "/"), (petra, "/aanmeldingen"), (client_of(world.sanne), "/")):
        page_of_many = client.get(address).text
        assert "De familie kiest wie het doet." in page_of_many
        assert "Het bureau zoekt een coördinator." not in page_of_many
    said = {"which": "refused", "via": "phone", "on": clock.today().isoformat()}
    person = referrals.focus_persons(again(referral))[0].id
    petra.post(f"/aanmeldingen/{referral.id}/keuze", data={**said, "person": person})
    assert "We wachten op: het bureau" in petra.get(page).text
    assert "We wachten op het bureau" in petra.get(sheet).text


def test_a_child_under_twelve_is_not_who_said_it_and_its_parent_is(world, client_of):
    child = Particulars("Bo", "Mulder", kind="child", age_group="0-11")
    mia = Particulars("Mia", "Mulder", phone="+31612345678")
    referral = make_referral(
        world,
        waived=False,
        focus=(child, mia),
        focus_answers=("", "yes"),
        authority="one",
        parents_in_focus=(1,),
    )
    cor, _ = open_round(world, referral, world.cor, world.noor)
    processes.accept_offer(cor, by=world.cor.actor)
    db.commit()
    page = client_of(world.petra).get(f"/aanmeldingen/{referral.id}/keuze").text
    tellers = re.search(r'<select[^>]*name="person".*?</select>', page, re.DOTALL)[0]
    assert "Mia Mulder" in tellers
    assert "Bo Mulder" not in tellers
    said = {"which": "waived", "via": "phone", "on": clock.today().isoformat()}
    bo = next(one.id for one in referrals.focus_persons(again(referral)) if one.given_name == "Bo")
    refused = client_of(world.petra).post(f"/aanmeldingen/{referral.id}/keuze", data={**said, "person": bo})
    assert refused.status_code == 422
