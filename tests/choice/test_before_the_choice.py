"""Until the family chose, or left it to us, no byte sent to who can, or shown to her, tells about whom."""

from __future__ import annotations

import pytest

from ekc import choosing, clock, processes
from ekc.accounts.models import PersonalLink
from ekc.choice.models import Ballot
from ekc.choice.rules import Heard
from ekc.db import db
from ekc.invitations import feeds
from ekc.notifications.models import Message
from ekc.people.models import Person
from ekc.people.service import Particulars
from ekc.web.formatting import phone
from tests.matching.stories import again, deliver_all, make_referral, open_round

SECRETS = {
    "name": "Wietske",
    "surname": "Vredeveld",
    "mail": "wietske@gezin.example",
    "phone": "+31655500011",
    "phone in words": phone("+31655500011"),
    "goal": "Weer rust aan tafel",
    "what goes on": "De huur is op",
    "own words": "Ik wil dat het stopt",
    "what they do": "Tante kookt op vrijdag",
    "wish": "iemand die vroom is",
    "responsible": "Wiersma",
    "backstop": "Toxopeus",
}


@pytest.fixture
def can(world):
    """A household of which everything is told, for which Cor and Noor both can."""
    told = {
        "focus": (
            Particulars(SECRETS["name"], SECRETS["surname"], mail=SECRETS["mail"], phone=SECRETS["phone"]),
        ),
        "goal": SECRETS["goal"],
        "going_on": SECRETS["what goes on"],
        "own_words": SECRETS["own words"],
        "already": SECRETS["what they do"],
        "wishes": SECRETS["wish"],
        "share_coordinator": True,
        "responsible": Particulars("Rob", SECRETS["responsible"], phone="+31598000001"),
        "backstop": Particulars("Ans", SECRETS["backstop"], phone="+31598000002"),
    }
    referral = make_referral(world, waived=False, **told)
    cor, noor = open_round(world, referral, world.cor, world.noor)
    feeds.renew(world.cor.person.id, by=world.petra.actor)
    for offer, who in ((cor, world.cor), (noor, world.noor)):
        processes.accept_offer(offer, by=who.actor)
    db.commit()
    return referral, cor, noor


def told_in(text: str) -> list[str]:
    """Which of the secrets stand in a text."""
    return [what for what, secret in SECRETS.items() if secret in text]


def addresses(app, numbers):
    """Every page there is, for each of the numbers where it asks for one."""
    for rule in app.url_map.iter_rules():
        if "GET" in rule.methods and not rule.arguments - {"id"}:
            for number in numbers if "id" in rule.arguments else numbers[:1]:
                yield rule.rule.replace("<int:id>", str(number))


def test_nothing_that_left_tells_about_whom(world, can):
    hers = [one for one in db.session.query(Message) if one.address == world.cor.account.email]
    assert {one.kind for one in hers} >= {"offer"}
    for one in hers:
        assert told_in(f"{one.subject} {one.body_text} {one.body_html} {one.calendar}") == []


@pytest.mark.parametrize("by_link", [False, True])
def test_no_page_tells_about_whom(app, world, client_of, can, by_link):
    referral, cor, noor = can
    persons = [one.id for one in db.session.query(Person)]
    ballot = db.session.query(Ballot).one().id
    numbers = [referral.id, cor.id, noor.id, ballot, world.cor.coordinator.id, world.noor.coordinator.id]
    link = db.session.query(PersonalLink).filter_by(about_kind="offer", about_id=cor.id).one()
    feed = feeds.address(world.cor.actor).removeprefix("http://localhost:8000")
    client = client_of(None if by_link else world.cor)
    if by_link:
        with client.session_transaction() as session:
            session["links"] = [[link.id, link.version, "offer", cor.id]]
    opened = 0
    for address in [feed, *addresses(app, numbers + persons)]:
        response = client.get(address)
        opened += response.status_code == 200
        assert told_in(response.get_data(as_text=True)) == [], address
    assert opened > (3 if by_link else 8)


def test_from_the_choice_on_the_chosen_one_alone_reads_it(world, client_of, can):
    referral, _cor, noor = can
    deliver_all()
    address = f"/trajecten/{referral.id}"
    choosing.choose(referral, noor.id, Heard("phone", clock.today()), by=world.petra.actor)
    db.commit()
    assert {"name", "surname", "goal", "phone in words"} <= set(
        told_in(client_of(world.noor).get(address).text)
    )
    assert client_of(world.cor).get(address).status_code == 404
    assert again(noor).state == "yes"


def test_a_recorded_waiver_opens_it_for_the_first_who_could(world, client_of, can):
    referral, _cor, _noor = can
    choosing.leave_to_us(referral, "asked_us", Heard("phone", clock.today()), by=world.petra.actor)
    db.commit()
    assert "surname" in told_in(client_of(world.cor).get(f"/trajecten/{referral.id}").text)
    assert client_of(world.noor).get(f"/trajecten/{referral.id}").status_code == 404
