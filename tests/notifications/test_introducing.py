"""The first message says who somebody spoke; the second does not; a public page says what is ours."""

from __future__ import annotations

import pytest

from ekc.db import db
from ekc.notifications.introducing import introduced
from ekc.notifications.markup import LINK
from ekc.notifications.rendering import TOKEN, Words
from ekc.seals import link_token
from tests.notifications.posting import WORDS, put, rows

pytestmark = pytest.mark.usefixtures("day")
SPOKE = "Je sprak met Cor."


def say(number: int, person_id: int | None = 5, **given: object) -> str:
    """The words of a message to somebody whom Cor spoke."""
    put("fam@post.example", number, person_id=person_id, introduces="Cor", **given)
    return rows()[-1].body_text


def test_the_first_message_says_who_was_spoken_whom_to_call_and_where_to_look():
    words = say(1).split("\n\n")
    assert words[0] == "Hallo,"
    assert words[1].startswith(SPOKE)
    assert "Bel 0598 12 34 56, of kijk op http://localhost:8000/klopt-dit" in words[1]
    assert SPOKE in rows()[0].body_html
    assert SPOKE not in say(2)


def test_a_text_begins_with_it_where_it_stays_one_message():
    say(1)
    short = rows()[0].short
    assert short.startswith("Je sprak met Cor. De afspraak met Cor op vrijdag 12 februari 2027")
    assert len(short) <= 160
    say(2, person_id=6, context={**WORDS, "day": "x" * 90})
    assert rows()[1].short.startswith("De afspraak met Cor op xxx")
    say(3)
    assert rows()[2].short.startswith("De afspraak met Cor")


def test_a_text_with_a_link_counts_the_whole_link():
    said = introduced(Words("", "Hallo,\n\nx", "y" * 83 + LINK), "Cor", WORDS)
    assert said.sms == "Je sprak met Cor. " + "y" * 83 + LINK
    assert len(link_token(1, 1)) == len(TOKEN)
    assert introduced(Words("", "Hallo,\n\nx", "y" * 84 + LINK), "Cor", WORDS).sms == "y" * 84 + LINK


def test_somebody_else_is_introduced_too():
    say(1)
    assert SPOKE in say(2, person_id=6)


def test_a_first_message_that_is_replaced_before_it_left_says_it_again():
    say(1)
    assert SPOKE in say(1, replaces=True, again="better")


def test_a_first_message_that_did_not_arrive_says_it_again():
    say(1)
    rows()[0].state = "failed"
    db.commit()
    assert SPOKE in say(2)


def test_nobody_is_said_to_have_spoken_who_did_not():
    put("fam@post.example", 1, person_id=5)
    assert "Je sprak" not in rows()[0].body_text


def test_anybody_may_look_whether_a_message_is_ours(client_of, world):
    client = client_of(None)
    page = client.get("/klopt-dit").text
    assert "0598 12 34 56" in page
    assert "afspraak@ekc.example" in page
    assert "wachtwoord" in page
    assert "afzender" not in page  # no text messages leave this installation
    assert world.municipality.name in page
    assert "Niemand hoeft mee te doen." in client.get("/wat-is-een-bijeenkomst").text
    english = client.get("/klopt-dit?taal=en").text
    assert "A mail comes from afspraak@ekc.example." in english
    assert "text message" not in english
