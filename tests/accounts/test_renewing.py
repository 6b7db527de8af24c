"""An old link: whom it is for asks for a new one, which goes to the address that we know and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from ekc import choosing, clock, renewing
from ekc import settings as current
from ekc.accounts import admitting, service
from ekc.accounts.models import PersonalLink
from ekc.accounts.views import LINK_PAGES
from ekc.agenda import service as agenda
from ekc.audit.models import LogEntry
from ekc.choice.rules import Heard
from ekc.circle import queries as circle
from ekc.circle import service as circle_service
from ekc.circle.queries import focus_ids
from ekc.db import db
from ekc.duty import asking, care
from ekc.family import cards
from ekc.family import service as family
from ekc.invitations import service as invitations
from ekc.notifications.markup import LINK
from ekc.notifications.models import Message
from ekc.people import service as people
from ekc.people.service import Particulars
from ekc.polls import service as polls
from ekc.safety import service as safety
from ekc.seals import link_token
from tests.agenda.trajects import add, make_traject, noon
from tests.both import at_once
from tests.choice.test_choice import two_can
from tests.duty.watches import BOB, asked, make_day, make_shift
from tests.invitations.asking import invited
from tests.matching.stories import again, make_referral, open_round
from tests.polls.stories import OMA, make_circle, make_poll
from tests.safety.evenings import make_incident
from tests.tonight.test_kleine_kring import begin
from tests.world import make_person, make_world

__all__ = ["noon"]
pytestmark = pytest.mark.usefixtures("noon")
MIA = "mia@post.example"
BUTTON, SENT = "Stuur mij een nieuwe link", "/nieuwe-link"


def of(kind: str) -> PersonalLink:
    """The newest link of a kind, as it is now."""
    rows = db.session.query(PersonalLink).filter_by(about_kind=kind).order_by(PersonalLink.id)
    return rows.populate_existing().all()[-1]


def make_family(world):
    focus = Particulars("Mia", "Mulder", mail=MIA, phone="+31612345678")
    traject = make_traject(world, focus=(focus,))
    family.send(traject.referral, focus_ids(traject.referral)[0], by=world.cor.actor)
    return MIA, lambda: setattr(again(traject.referral), "state", "stopped")


def make_card(world):
    traject = make_traject(world)
    oma = add(traject, "Oma", world.cor.actor, mail="oma@post.example")
    cards.send(*circle.get_for(world.cor.actor, oma.id), traject.referral, by=world.cor.actor)
    return "oma@post.example", lambda: circle_service.remove(again(oma), by=world.cor.actor)


def make_choice(world):
    referral, cor, _ = two_can(world)
    heard = Heard("phone", clock.today())
    return MIA, lambda: choosing.choose(again(referral), cor.id, heard, by=world.sanne.actor)


def make_question(world):
    traject = make_circle(world)
    poll = make_poll(world, traject, but=("Fam", "Tante", "Buur", "Neef"))
    return OMA, lambda: polls.close(again(poll), again(traject.referral), by=world.cor.actor)


def make_invitation(world):
    appointment, _ = invited(world, "Anna")
    return "anna@post.example", lambda: invitations.cancel(again(appointment), by=world.cor.actor)


def make_offer(world):
    (offer,) = open_round(world, make_referral(world), world.cor)
    return world.cor.account.email, lambda: setattr(again(offer), "state", "filled")


def make_reach(world):
    conference = make_day(world)
    asking.tick(clock.now())
    assert len(asked(conference)) == 1
    return BOB, lambda: agenda.cancel(again(conference), "no_room", by=world.cor.actor)


def make_care(world):
    care.link_of(world.municipality.id, world.cor.person.id)
    return world.cor.account.email, lambda: service.stop_account(
        again(world.cor.account), by=world.petra.actor
    )


def make_signal(world):
    make_shift(world, "00:00", "23:00", days=-30)
    signal = make_incident(world.cor)
    return "bureau@demo.example", lambda: safety.step(again(signal), "handled", by=world.petra.actor)


def make_alarm(world):
    referral = begin(world, world.petra)
    link = service.make_link(world.municipality.id, world.petra.person.id, ("small_circle", referral.id))
    assert link.version == 1
    return "bureau@demo.example", lambda: setattr(again(referral), "state", "stopped")


def make_password(world):
    admitting.ask_link(world.sanne.account, by=world.bea.actor)
    return "team@demo.example", lambda: admitting.choose_password(
        again(world.sanne.account), "a rather long password", by=world.bea.actor
    )


KINDS = {
    "family": make_family,
    "card": make_card,
    "choice": make_choice,
    "poll": make_question,
    "invitation": make_invitation,
    "offer": make_offer,
    "reach": make_reach,
    "care": make_care,
    "signal": make_signal,
    "small_circle": make_alarm,
    "password": make_password,
}


def let_expire(kind: str) -> str:
    """Its time is over; gives the address that stands in the message."""
    link = of(kind)
    link.expires_at = clock.now() - timedelta(seconds=1)
    db.commit()
    return f"/k/{link_token(link.id, link.version)}"


def sent() -> list[Message]:
    return db.session.query(Message).filter_by(kind="new_link").order_by(Message.id).all()


def ask(client, old: str) -> str | None:
    """Press the button; where that leads."""
    response = client.post(f"{old}/nieuw")
    assert response.status_code == 303
    return response.location


def test_every_kind_of_link_is_in_the_table():
    assert set(KINDS) == set(LINK_PAGES) == set(renewing.KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_one_goes_to_the_address_that_we_know_until_it_is_over(world, client_of, queries, kind):
    address, end = KINDS[kind](world)
    old, client = let_expire(kind), client_of(None)
    queries.clear()
    page = client.get(old)
    assert (page.status_code, BUTTON in page.text) == (410, True)
    assert {line.partition(" ")[0] for line in queries} == {"SELECT"}
    assert "0598 12 34 56" in page.text
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert address not in page.text
    assert ask(client, old) == SENT
    (message,) = sent()
    assert (message.address, message.state) == (address, "queued")
    link = of(kind)
    assert (message.link_id, message.link_version) == (link.id, link.version)
    assert LINK in message.body_text
    assert client_of(None).get(f"/k/{link_token(link.id, link.version)}").status_code == 303
    assert client.get(old).status_code == 410
    assert ask(client, old) == SENT  # within the hour: the same words, no second message
    assert len(sent()) == 1
    assert db.session.query(LogEntry).filter_by(action="renew_link", object_id=link.id).count() >= 1

    end()
    old = let_expire(kind)
    with clock.at(clock.now() + timedelta(hours=2)):
        page = client.get(old)
        assert (page.status_code, BUTTON in page.text) == (410, False)
        assert "Anders hoef je niets te doen" in page.text
        assert "0598 12 34 56" in page.text
        assert ask(client, old) == SENT
    assert len(sent()) == 1


@pytest.mark.usefixtures("chosen")
def test_two_taps_at_once_are_one_message():
    make_invitation(make_world())
    token = let_expire("invitation").removeprefix("/k/")
    assert at_once([lambda: renewing.ask_again(token)] * 2, clock.now()) == ["done", "done"]
    assert len(sent()) == 1
    assert of("invitation").version == 2


class TestLimits:
    def test_once_an_hour_and_five_times_in_all(self, world, client_of):
        make_invitation(world)
        old, begun, client = let_expire("invitation"), clock.now(), client_of(None)
        got = []
        for hours in (0, 0.9, 1, 2, 3, 4, 5, 6):
            with clock.at(begun + timedelta(hours=hours)):
                assert ask(client, old) == SENT
                got.append(len(sent()))
        assert got == [1, 1, 2, 3, 4, 5, 5, 5]

    def test_a_newer_one_that_still_opens_stays_good(self, world, client_of):
        """Who has only an old message gets the newest link again: nobody can make that one stop."""
        make_invitation(world)
        link = of("invitation")
        old = f"/k/{link_token(link.id, link.version)}"
        service.renew_link(link, by=world.by)
        client = client_of(None)
        assert ask(client, old) == SENT
        assert (len(sent()), of("invitation").version) == (1, 2)
        assert client_of(None).get(f"/k/{link_token(link.id, 2)}").status_code == 303

    def test_one_that_opens_one_that_was_ended_and_what_is_none_bring_nothing(self, world, client_of):
        make_invitation(world)
        link, client = of("invitation"), client_of(None)
        good = f"/k/{link_token(link.id, link.version)}"
        feed = service.make_link(world.municipality.id, world.cor.person.id, ("feed", world.cor.person.id))
        db.commit()
        for one in (
            good,
            f"/k/{link_token(feed.id, 9)}",
            f"/k/{link_token(4, 4)}",
            "/k/onzin",
            "/k/" + "x" * 400,
        ):
            assert ask(client, one) == SENT
        service.revoke_link(of("invitation"), by=world.by)
        old = let_expire("invitation")
        assert BUTTON not in client.get(old).text
        assert ask(client, old) == SENT
        assert sent() == []


class TestHow:
    def test_by_text_by_post_or_not_at_all_and_the_words_are_the_same(self, world, client_of, settings):
        current.use(replace(settings, sms_url="folder:x"))
        appointment, _ = invited(world)
        reach = {
            "sms": {"phone": "+31612345678"},
            "letter": {"post": "Kerkstraat 1, 9601 AA Hoogezand"},
            None: {"phone": "+31598765432"},
        }
        for way, told in reach.items():
            person = make_person(world.municipality, "Bram", **told)
            invitations.invite(again(appointment), [person], by=world.cor.actor)
            before = len(sent())
            assert ask(client_of(None), let_expire("invitation")) == SENT
            assert [one.way for one in sent()[before:]] == ([way] if way else [])

    def test_who_reads_english_reads_it_in_english_first(self, world, client_of):
        appointment, _ = invited(world)
        person = people.add(
            world.municipality.id, Particulars("Ann", mail="ann@post.example", language="eng")
        )
        invitations.invite(again(appointment), [person], by=world.cor.actor)
        page = client_of(None).get(let_expire("invitation")).text
        assert "Send me a new link" in page
        ask(client_of(None), let_expire("invitation"))
        (message,) = sent()
        assert message.subject.startswith("Your new link")
        assert message.body_text.index("You asked for a new link") < message.body_text.index("Je vroeg om")

    @pytest.mark.usefixtures("quiet_nights")
    def test_a_question_waits_for_the_morning_and_an_alarm_does_not(self, world):
        for make, waits in ((make_invitation, True), (make_alarm, False)):
            make(world)
            kind = {make_invitation: "invitation", make_alarm: "small_circle"}[make]
            night = clock.now().replace(hour=23)
            with clock.at(night):
                renewing.ask_again(let_expire(kind).removeprefix("/k/"))
            assert (sent()[-1].next_at > night) == waits
