"""What people choose about their own messages: some not, or one mail a morning."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete, update

from ekc import clock, jobs
from ekc.audit.models import LogEntry
from ekc.clock import HOME
from ekc.db import db, new_id
from ekc.notifications import catalogue, choices
from ekc.notifications.models import Message, MessageChoice
from ekc.notifications.outbox import Draft, enqueue, withdraw
from ekc.texts import choosing, digest
from tests.both import at_once

NOON = datetime(2026, 3, 2, 12, tzinfo=HOME)
MORNING = datetime(2026, 3, 3, 8, tzinfo=HOME)
SEPARATE = {"wanted": ["referral_news", "offer_news"]}


def send(world, code: str, to, about: int = 1, **words: object) -> Message:
    """A message of this kind to one of the cast."""
    sample = catalogue.of(code).sample() | words
    draft = Draft(world.municipality.id, code, to.account.email, ("referral", about), f"{new_id()}", sample)
    return enqueue(replace(draft, person_id=to.person.id))


def states():
    return [(row.kind, row.state) for row in db.session.query(Message).order_by(Message.id)]


class TestThePage:
    """/mijn-berichten"""

    @pytest.mark.parametrize(
        ("who", "sees", "not_hers"),
        [
            ("petra", "Nieuws over wie gevraagd is", "Hoe het verder ging"),
            ("sanne", "Liever één mail per ochtend", "Hoe het verder ging"),
            ("cor", "Hoe het verder ging", "Liever één mail per ochtend"),
        ],
    )
    def test_everybody_sees_what_may_be_switched_off_of_theirs(self, world, client_of, who, sees, not_hers):
        page = client_of(getattr(world, who)).get("/mijn-berichten").text
        assert sees in page
        assert not_hers not in page
        assert "Nog niemand bereikbaar" not in page, "what must arrive cannot be switched off"

    @pytest.mark.parametrize("who", ["gea", "bea"])
    def test_who_gets_none_has_no_page(self, world, client_of, who):
        client = client_of(getattr(world, who))
        assert client.get("/mijn-berichten").status_code == 404
        assert client.post("/mijn-berichten", data={}).status_code == 404

    def test_what_is_chosen_stays_and_may_be_chosen_back(self, world, client_of):
        client = client_of(world.cor)
        assert client.post("/mijn-berichten", data={"wanted": ["thanks", "offer_nudge"]}).status_code == 303
        page = client.get("/mijn-berichten").text
        assert 'value="thanks" checked' in page
        assert 'value="onward" checked' not in page
        assert db.session.query(LogEntry).filter_by(action="choose_messages").count() == 1
        client.post("/mijn-berichten", data={"wanted": list(choosing.mine(world.cor.actor))})
        assert db.session.query(MessageChoice).count() == 0

    @pytest.mark.parametrize("wanted", [["offer"], ["nope"], ["\x00"], ["1" * 5000]])
    def test_nobody_chooses_what_is_not_there(self, world, client_of, wanted):
        assert client_of(world.cor).post("/mijn-berichten", data={"wanted": wanted}).status_code == 422
        assert db.session.query(MessageChoice).count() == 0

    def test_a_coordinator_has_no_morning_mail(self, world, client_of):
        client_of(world.cor).post("/mijn-berichten", data={"digest": "y"})
        assert choices.DIGEST not in choices.chosen(world.municipality.id, world.cor.person.id)


class TestSwitchedOff:
    """What somebody does not want never leaves, and is not asked again."""

    def test_only_that_kind_and_only_for_her(self, world, client_of):
        client_of(world.cor).post("/mijn-berichten", data={"wanted": ["thanks"]})
        send(world, "onward", world.cor)
        send(world, "thanks", world.cor)
        send(world, "onward", world.noor)
        assert states() == [("onward", "off"), ("thanks", "queued"), ("onward", "queued")]

    def test_what_belongs_together_is_switched_off_together(self, world, client_of):
        client = client_of(world.petra)
        client.post("/mijn-berichten", data={"wanted": ["referral_news"]})
        for code in ("asked_can", "asked_silent", "referral_news"):
            send(world, code, world.petra)
        assert [state for _, state in states()] == ["off", "off", "queued"]
        page = client.get("/mijn-berichten").text
        assert page.count("Nieuws over wie gevraagd is") == 1
        assert "Iemand antwoordde niet" not in page

    def test_what_may_not_be_switched_off_never_asks(self, world, queries):
        queries.clear()
        send(world, "reach_missing", world.petra)
        assert not [one for one in queries if "message_choice" in one]


class TestTheMorning:
    """One mail instead of each."""

    def test_what_can_wait_comes_in_one_mail_and_what_must_comes_at_once(self, world, client_of):
        client_of(world.petra).post("/mijn-berichten", data={**SEPARATE, "digest": "y"})
        with clock.at(NOON):
            send(world, "asked_can", world.petra, 1, number="AAAAAA")
            send(world, "referral_news", world.petra, 2, number="BBBBBB")
            send(world, "reach_missing", world.petra, 3)
            send(world, "asked_no", world.tess, 1)
        assert [state for _, state in states()] == ["held", "held", "queued", "queued"]
        assert digest.send_due(MORNING - timedelta(minutes=1)) == 0
        with clock.at(MORNING):
            assert jobs.send_digests(None) == 1
            assert digest.send_due(MORNING) == 0
        mail = db.session.query(Message).filter_by(kind="digest").one()
        assert (mail.address, mail.state) == (world.petra.account.email, "queued")
        for words in (
            "Noor kan.",
            "Het gaat om AAAAAA.",
            "nieuws over je aanmelding BBBBBB",
            "0598 12 34 56",
        ):
            assert words in mail.body_text
        assert mail.body_text.count("Vragen?") == 1
        assert "{{{link}}}/aanmeldingen/1/kandidaten" in mail.body_text
        assert [state for _, state in states()] == ["replaced", "replaced", "queued", "queued", "queued"]
        held = db.session.query(Message).filter_by(state="replaced").all()
        assert {one.superseded_by for one in held} == {mail.id}

    def test_the_number_of_the_bureau_stands_in_it_however_the_message_says_whom_to_call(self, world):
        for code in ("expense_returned", "thanks"):
            send(world, code, world.cor)
        db.session.execute(update(Message).values(state="held", next_at=MORNING))
        assert digest.send_due(MORNING) == 1
        mail = db.session.query(Message).filter_by(kind="digest").one()
        assert mail.body_text.rstrip().endswith("Vragen? 0598 12 34 56")
        assert mail.body_text.count("0598 12 34 56") == 1
        assert "een vraag over" in mail.body_text

    def test_a_newer_one_takes_the_place_of_an_older(self, world, client_of):
        client_of(world.sanne).post("/mijn-berichten", data={"wanted": ["referral_news"], "digest": "y"})
        with clock.at(NOON):
            send(world, "referral_news", world.sanne)
            assert withdraw(world.sanne.account.email, ("referral", 1)) == 1
        assert digest.send_due(MORNING) == 0

    def test_at_night_it_is_this_morning(self, world, client_of):
        client_of(world.sanne).post("/mijn-berichten", data={"wanted": ["referral_news"], "digest": "y"})
        with clock.at(MORNING - timedelta(hours=3)):
            assert send(world, "referral_news", world.sanne).next_at == MORNING


def test_thirty_wait_in_as_many_questions_as_two(world, client_of, queries):
    client_of(world.petra).post("/mijn-berichten", data={**SEPARATE, "digest": "y"})
    counted = []
    for many in (2, 30):
        with clock.at(NOON):
            for about in range(many):
                send(world, "asked_no", world.petra, about)
            db.commit()
        queries.clear()
        with clock.at(MORNING):
            digest.send_due(MORNING)
        counted.append(sum(one.startswith("SELECT") for one in queries))
        db.session.execute(delete(Message))
    assert counted[0] == counted[1]


def test_two_workers_send_one_morning_mail_and_two_taps_are_one_choice(both):
    here, petra = both.municipality.id, both.petra.person.id
    tap = lambda: choices.choose(here, petra, {choices.DIGEST}, {choices.DIGEST})  # noqa: E731 -- a verb
    assert at_once([tap, tap]) == ["done", "done"]
    with clock.at(NOON):
        send(both, "asked_can", both.petra)
    work = lambda: digest.send_due(MORNING)  # noqa: E731 -- a verb
    assert at_once([work, work], MORNING) == ["done", "done"]
    assert db.session.query(Message).filter_by(kind="digest").count() == 1
