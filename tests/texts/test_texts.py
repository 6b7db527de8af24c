"""The page of all messages; wording one differently, looking at it first, going back; what leaves then."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from ekc import clock, settings
from ekc.audit.models import LogEntry
from ekc.db import db, new_id
from ekc.notifications import catalogue, texts
from ekc.notifications.enough import AT_WORK, MOST
from ekc.notifications.kinds import Kind
from ekc.notifications.models import Message, TextVersion
from ekc.notifications.outbox import Draft, enqueue
from ekc.texts import service
from tests.world import make_municipality

CHOICE = catalogue.of("choice")
BODY = "Dag!\n\nEr zijn mensen die helpen. Jij kiest wie.\n\nKijk maar: {{ link }}\n\nOf bel {{ telefoon }}\n"
SMS = "Jij kiest wie er helpt: {{ link }} Of bel {{ telefoon }}"
TYPED = {"subject": "Jij kiest", "body": BODY, "sms": SMS, "reviewed_on": "", "seen": "0"}
PARTS = {part: TYPED[part] for part in ("subject", "body", "sms")}


def send(world, kind: Kind = CHOICE, municipality_id: int | None = None) -> Message:
    """The message as it would leave, with the words of its example."""
    here = municipality_id or world.municipality.id
    address, about = "fam@mail.example", ("ballot", new_id())
    return enqueue(Draft(here, kind.code, address, about, f"{new_id()}", kind.sample()))


def versions():
    return db.session.query(TextVersion).order_by(TextVersion.version).all()


class TestTheList:
    """GET /berichten"""

    def test_the_bureau_sees_every_message_with_its_rules_and_a_locked_telephone(self, world, client_of):
        page = client_of(world.petra).get("/berichten").text
        for one in (*MOST.values(), AT_WORK):
            assert f"{one.day} per dag en {one.week} per week" in page
        for kind in catalogue.ALL:
            assert f"/berichten/{kind.code}" in page
        folded = re.findall('<details(?: id="[a-z]+")?>', page.split("<main")[1])
        assert len(folded) == len(MOST) + len(catalogue.ALL)
        words = " ".join(re.sub(r"<[^>]+>", " ", page).split())
        assert "Afspraken Afspraak met Cor op dinsdag 3 maart 2026 Hallo, Cor nodigt je uit" in words
        assert "wacht ’s nachts tot de ochtend" in words
        assert "eigen tekst" not in words

    @pytest.mark.parametrize("path", ["/berichten", "/berichten/choice"])
    @pytest.mark.parametrize("who", ["sanne", "tess", "cor", "gea", "bea"])
    def test_nobody_else_does(self, world, client_of, who, path):
        client = client_of(getattr(world, who))
        assert client.get(path).status_code == 404
        assert client.post("/berichten/choice", data=TYPED).status_code == 404
        assert client.post("/berichten/choice/terug", data={"version": 0, "seen": 0}).status_code == 404

    def test_it_takes_the_same_questions_with_no_own_text_and_with_all(self, world, client_of, queries):
        client = client_of(world.petra)
        queries.clear()
        client.get("/berichten")
        before = len(queries)
        for kind in catalogue.ALL:
            service.save(kind, texts.ours(kind.code), clock.today(), 0, by=world.petra.actor)
        db.commit()
        queries.clear()
        assert "Getoetst door ervaringsdeskundigen op" in client.get("/berichten").text
        assert len(queries) == before


class TestWording:
    """POST /berichten/<name>"""

    def test_what_is_kept_is_what_leaves_in_every_form(self, world, client_of):
        answer = client_of(world.petra).post("/berichten/choice", data={**TYPED, "reviewed_on": "2026-03-02"})
        assert answer.status_code == 303
        message = send(world)
        assert message.subject == "Jij kiest"
        written = BODY.replace("{{ link }}", "{{{link}}}").replace("{{ telefoon }}", "0598 12 34 56")
        assert message.body_text.strip() == written.strip()
        assert '<a href="{{{link}}}">Kijk maar</a>' in message.body_html
        page = client_of(world.petra).get("/berichten/choice").text
        assert "Getoetst op maandag 2 maart 2026" in page
        assert "Petra" in page
        line = db.session.query(LogEntry).filter_by(action="word_message").one()
        assert (line.reason, line.object_id) == ("choice", versions()[0].id)

    def test_another_municipality_keeps_ours(self, world):
        elsewhere = make_municipality("Elders", "9999")
        service.save(CHOICE, PARTS, None, 0, by=world.petra.actor)
        assert send(world).subject == "Jij kiest"
        assert send(world, municipality_id=elsewhere.id).subject == "Wie regelt de bijeenkomst? Kies maar"

    def test_first_a_look_keeps_nothing(self, world, client_of):
        page = client_of(world.petra).post("/berichten/choice", data={**TYPED, "bekijk": "1"})
        assert page.status_code == 200
        assert "Dit is nog niet bewaard" in page.text
        assert "Er zijn mensen die helpen. Jij kiest wie." in page.text
        assert "http://localhost:8000/k/…" in page.text
        assert "Dit past in één sms." in page.text
        wide = {**TYPED, "bekijk": "1", "sms": SMS.replace("Jij", "Ти")}  # not in the alphabet of texts
        assert "Dit zijn 2 sms’jes." in client_of(world.petra).post("/berichten/choice", data=wide).text
        assert versions() == []

    def test_what_is_wrong_stands_with_each_field_and_all_is_still_there(self, world, client_of):
        typed = {**TYPED, "body": "Kom naar de kring! {{ naam }}", "sms": "Bel {{ telefoon }}"}
        answer = client_of(world.petra).post("/berichten/choice", data=typed)
        assert answer.status_code == 422
        assert "{{ naam }} kennen we niet. Kies uit: link, telefoon" in answer.text
        assert "Zet {{ link }} erin" in answer.text
        assert "Kom naar de kring!" in answer.text
        assert versions() == []

    @pytest.mark.parametrize(
        "typed",
        [
            {},
            {**TYPED, "seen": "1000000000000"},
            {**TYPED, "seen": "x"},
            {**TYPED, "subject": "a\x00b\r\nBcc: x" * 50},
            {**TYPED, "body": "{{" * 1000},
            {**TYPED, "reviewed_on": "2026-13-45"},
            {**TYPED, "reviewed_on": "2999-01-01"},
            {**TYPED, "bekijk": "1", "body": "{% for x in y %}"},
            {**TYPED, "body": BODY + "de k\u200bring"},
            {**TYPED, "bekijk": "1", "body": BODY + "{\u200b% for x in y %}"},
        ],
    )
    def test_nonsense_is_refused(self, world, client_of, typed):
        assert client_of(world.petra).post("/berichten/choice", data=typed).status_code == 422
        assert versions() == []

    def test_a_message_that_is_none(self, world, client_of):
        client = client_of(world.petra)
        for path in ("/berichten/nope", "/berichten/..%2foffer", "/berichten/Choice"):
            assert client.get(path).status_code == 404
            assert client.post(path, data=TYPED).status_code == 404

    def test_the_same_again_is_no_new_version(self, world, client_of):
        client = client_of(world.petra)
        client.post("/berichten/choice", data=TYPED)
        again = client.post("/berichten/choice", data={**TYPED, "seen": "1"})
        assert again.status_code == 422
        assert "Je hebt niets veranderd" in again.text
        assert len(versions()) == 1

    def test_a_part_that_reads_as_ours_stays_ours(self, world):
        parts = {**texts.ours("choice"), "subject": "Jij kiest"}
        made = service.save(CHOICE, parts, None, 0, by=world.petra.actor)
        assert (made.subject, made.body, made.sms) == ("Jij kiest", None, None)

    def test_who_comes_second_reads_that_and_may_still_choose(self, world, client_of):
        client = client_of(world.petra)
        client.post("/berichten/choice", data=TYPED)
        second = client.post("/berichten/choice", data={**TYPED, "subject": "Kies maar"})
        assert second.status_code == 409
        assert "Iemand anders veranderde deze tekst net" in second.text
        assert 'value="Kies maar"' in second.text
        third = client.post("/berichten/choice", data={**TYPED, "subject": "Kies maar", "seen": "1"})
        assert third.status_code == 303


class TestGoingBack:
    """POST /berichten/<name>/terug"""

    def test_an_older_version_counts_again_and_every_version_stays(self, world, client_of):
        client = client_of(world.petra)
        client.post("/berichten/choice", data=TYPED)
        client.post("/berichten/choice", data={**TYPED, "subject": "Kies maar", "seen": "1"})
        assert client.post("/berichten/choice/terug", data={"version": 1, "seen": 2}).status_code == 303
        assert send(world).subject == "Jij kiest"
        assert [one.subject for one in versions()] == ["Jij kiest", "Kies maar", "Jij kiest"]
        assert client.post("/berichten/choice/terug", data={"version": 0, "seen": 3}).status_code == 303
        assert send(world).subject == "Wie regelt de bijeenkomst? Kies maar"
        assert len(versions()) == 4

    @pytest.mark.parametrize(
        ("data", "status"),
        [
            ({}, 404),
            ({"version": 7, "seen": 1}, 404),
            ({"version": 10**12, "seen": 1}, 404),
            ({"version": 1, "seen": 0}, 409),
            ({"version": 1, "seen": 1}, 422),
        ],
    )
    def test_what_cannot_be_put_back(self, world, client_of, data, status):
        client = client_of(world.petra)
        client.post("/berichten/choice", data=TYPED)
        assert client.post("/berichten/choice/terug", data=data).status_code == status
        assert len(versions()) == 1


class TestBroken:
    """A text that was good once, and cannot be filled in any more."""

    @pytest.mark.parametrize("body", ["{{ weg }}", "{% if", "", "{{ link.a }}"])
    def test_ours_leaves_and_the_bureau_sees_it(self, world, client_of, body):
        service.save(CHOICE, PARTS, None, 0, by=world.petra.actor)
        db.session.execute(update(TextVersion).values(body=body))
        db.commit()
        db.session.expire_all()
        message = send(world)
        assert message.subject == "Wie regelt de bijeenkomst? Kies maar"
        assert "Op je persoonlijke pagina lees je wie" in message.body_text
        client = client_of(world.petra)
        page = client.get("/berichten").text
        assert "jullie tekst past niet meer" in page
        assert re.findall('<details id="([a-z]+)" open>', page) == ["people"]
        assert "gaat de standaardtekst weg" in client.get("/berichten/choice").text
        assert client.post("/berichten/choice", data={**TYPED, "seen": "1"}).status_code == 303
        assert "past niet meer" not in client.get("/berichten").text
        assert send(world).subject == "Jij kiest"


def test_how_many_texts_it_is_depends_on_the_address_of_ekc(world, client_of):
    client = client_of(world.petra)
    assert "Dit past in één sms." in client.get("/berichten/offer").text
    settings.use(
        replace(settings.current(), public_url="https://eigenkracht.gemeente-met-een-lange-naam.example")
    )
    assert "Dit zijn 2 sms’jes." in client.get("/berichten/offer").text


def test_thirty_messages_ask_for_the_texts_once(world, queries):
    service.save(CHOICE, PARTS, None, 0, by=world.petra.actor)
    db.commit()
    queries.clear()
    for _ in range(30):
        send(world)
    assert sum("text_version" in one for one in queries) == 1
    db.commit()
    queries.clear()
    send(world)
    assert sum("text_version" in one for one in queries) == 1


def test_a_text_that_was_just_changed_is_the_one_that_leaves(world):
    assert send(world).subject != "Jij kiest"
    service.save(CHOICE, PARTS, None, 0, by=world.petra.actor)
    assert send(world).subject == "Jij kiest"


def test_a_review_that_must_still_happen_is_refused(world, client_of):
    tomorrow = clock.today() + timedelta(days=1)
    answer = client_of(world.petra).post("/berichten/choice", data={**TYPED, "reviewed_on": f"{tomorrow}"})
    assert answer.status_code == 422
    assert "Deze dag moet nog komen" in answer.text


def test_the_bureau_reads_what_goes_out_in_english_and_where_nothing_does(client_of, world):
    client = client_of(world.petra)
    page = client.get("/berichten/poll").text
    assert "Cor is looking for a day for a meeting." in page
    assert "In het Engels" not in client.get("/berichten/offer").text
