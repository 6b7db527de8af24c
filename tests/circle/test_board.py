"""The board of the people around a household: how far it is with each, in one tap."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ekc import clock
from ekc.agenda import coming
from ekc.agenda import queries as agenda
from ekc.circle import rules
from ekc.circle import service as circle
from ekc.db import db
from ekc.errors import DomainError
from ekc.invitations import service as invitations
from ekc.invitations.models import Answer, Invitation
from ekc.notifications.models import Message
from ekc.web.formatting import day as day_words
from ekc.web.formatting import moment
from tests.agenda.trajects import NOON, add, make_conference
from tests.client import text
from tests.polls.stories import make_poll


@pytest.mark.parametrize(
    ("stand", "answer", "invited", "now"),
    [
        (None, None, False, None),
        ("comes", None, False, "comes"),
        ("comes", None, True, "asked"),
        ("comes", "to_call", True, "to_call"),
        ("later", "yes", True, "later"),
        ("later", "no", True, "no"),
        (None, "yes", True, "comes"),
        ("letter", "no", True, "letter"),
        ("if", "maybe", True, "if"),
        (None, "maybe", True, "maybe"),
        ("comes", "call_me", True, "call_me"),
    ],
)
def test_the_newest_word_counts(stand, answer, invited, now):
    assert rules.stand_now(stand, answer, invited=invited) == now


def test_every_stand_is_an_answer_and_a_word():
    assert set(rules.ANSWERS) == set(rules.STANDS)
    for stand in rules.STANDS:
        rules.check_stand(stand, "family")


@pytest.mark.parametrize(
    ("stand", "relation"), [("maybe", "family"), ("", "family"), ("later", "professional")]
)
def test_nobody_says_what_is_not_in_the_list(stand, relation):
    with pytest.raises(DomainError, match="Kies wat"):
        rules.check_stand(stand, relation)


def test_what_is_needed_stands_in_words():
    assert rules.needs_in_words(("food", "gone"), "lift", interpreter=True) == "tolk, eten dat past, lift"
    assert rules.needs_in_words(None, None, interpreter=False) == ""


def test_one_tap_each(world, traject, client_of):
    oma = add(traject, "Oma", world.cor.actor, spoken=False)
    cor = client_of(world.cor)
    page = f"/trajecten/{traject.referral.id}/mensen"
    assert "nog benaderen" in text(cor.get(page))
    for tap, word in (
        ("approached", "benaderd, nog niet gesproken"),
        ("spoken", ">gesproken<"),
        ("comes", ">komt<"),
        ("later", ">komt later<"),
        ("remote", ">doet op afstand mee<"),
        ("letter", ">stuurt een brief<"),
        ("no", ">komt niet<"),
    ):
        assert cor.post(f"/mensen/{oma.id}/stand", data={"stand": tap}).status_code == 303
        assert word in text(cor.get(page))
    assert "2 mensen: 2 benaderd, 2 gesproken, 0 komen, 1 komt niet." in text(cor.get(page))


def test_comes_only_if_asks_on_what_it_depends(world, traject, client_of):
    oma = add(traject, "Oma", world.cor.actor)
    cor = client_of(world.cor)
    answer = cor.post(f"/mensen/{oma.id}/stand", data={"stand": "if"})
    assert answer.location.endswith(f"/mensen/{oma.id}#only_if")
    form = {"given_name": "Oma", "relation": "family", "only_if": "haar zus ook komt"}
    assert cor.post(f"/mensen/{oma.id}", data=form).status_code == 303
    assert "komt alleen als</span> haar zus ook komt" in text(
        cor.get(f"/trajecten/{traject.referral.id}/mensen")
    )


def test_what_is_said_to_an_invitation_is_an_answer_by_telephone(world, traject, client_of):
    make_conference(world, traject)
    cor = client_of(world.cor)
    buur = traject.members["Buur"]
    people = f"/trajecten/{traject.referral_id}/mensen"
    assert text(cor.get(people)).count("nog te bellen") == 2  # Fam and Buur, who get no mail
    answer = cor.post(f"/mensen/{buur.id}/stand", data={"stand": "later"}, follow_redirects=True)
    assert "Het antwoord staat bij de dag" in text(answer)
    invitation = db.session.query(Invitation).filter_by(person_id=buur.person_id).one()
    assert (invitation.answer, invitation.answered_by) == ("yes", "phone")
    assert (
        db.session.query(Answer).filter_by(invitation_id=invitation.id).one().actor_id == world.cor.account.id
    )


def test_who_wrote_down_what_was_said_by_telephone_and_when_stands_on_the_day_and_the_board(
    world, traject, client_of
):
    """As at the poll: whoever doubts it knows whom to ask. What they answered themselves has no such line."""
    held = make_conference(world, traject)
    oma = add(traject, "Oma", world.cor.actor, mail="oma@x.example")
    coming.invite_spoken(held, by=world.cor.actor)
    day, board = f"/bijeenkomsten/{held.id}", f"/trajecten/{traject.referral_id}/mensen"
    asked = {row.person_id: row for row in db.session.query(Invitation)}
    invitations.answer(asked[oma.person_id], "yes", "link", by=world.by)
    db.commit()
    cor, petra = client_of(world.cor), client_of(world.petra)
    buur = asked[traject.members["Buur"].person_id].id
    cor.post(f"/uitnodiging/{buur}/mondeling", data={"answer": "no"})
    with clock.at(clock.now() + timedelta(days=1)):
        petra.post(f"/uitnodiging/{buur}/mondeling", data={"answer": "yes"})
        said = f"(telefonisch gezegd op {day_words(clock.now())}, opgeschreven door Petra)"
        for page in (day, board):
            assert text(cor.get(page)).count("telefonisch gezegd") == 1
            assert said in text(cor.get(page))


@pytest.mark.parametrize("data", [{}, {"stand": "maybe"}, {"stand": "comes\x00"}, {"stand": "9" * 13}])
def test_a_tap_that_is_none_is_refused_kindly(world, traject, client_of, data):
    oma = add(traject, "Oma", world.cor.actor, spoken=False)
    answer = client_of(world.cor).post(f"/mensen/{oma.id}/stand", data=data)
    assert answer.status_code == 422
    assert "Kies wat deze persoon zei" in answer.get_data(as_text=True)
    assert traject.members["Oma"].approached_at is None


def test_a_professional_is_a_guest_and_comes_at_the_beginning_or_not(world, traject, client_of):
    wil = add(traject, "Wil", world.cor.actor, "professional")
    cor = client_of(world.cor)
    page = text(cor.get(f"/trajecten/{traject.referral.id}/mensen"))
    assert "Is er alleen aan het begin" in page
    assert cor.post(f"/mensen/{wil.id}/stand", data={"stand": "later"}).status_code == 422


def test_what_somebody_needs_and_how_a_child_takes_part(world, traject, client_of):
    oma = add(traject, "Oma", world.cor.actor)
    cor = client_of(world.cor)
    form = {
        "given_name": "Kim",
        "relation": "household",
        "under_age": "y",
        "part": "letter",
        "supported_by": str(oma.person_id),
        "needed": ["transport", "food"],
        "side": "mother",
        "reach": "visit",
        "language": "pol",
    }
    assert cor.post(f"/trajecten/{traject.referral.id}/mensen", data=form).status_code == 303
    page = text(cor.get(f"/trajecten/{traject.referral.id}/mensen"))
    for words in (
        "met een brief of tekening",
        "Steun van Oma",
        "vervoer, eten dat past",
        "van moeders kant",
        "Liefst: langskomen",
        "Spreekt Pools",
    ):
        assert words in page
    kim = traject.members["Kim"]
    assert 'value="food" checked' in text(cor.get(f"/mensen/{kim.id}"))
    assert cor.post(f"/mensen/{kim.id}", data={**form, "supported_by": str(kim.person_id)}).status_code == 422
    for wrong in ({"part": "asleep"}, {"needed": ["gold"]}, {"side": "left"}, {"supported_by": "1" * 30}):
        assert cor.post(f"/mensen/{kim.id}", data={**form, **wrong}).status_code == 422


def test_support_is_never_a_professional_or_oneself(world, traject, client_of):
    wil = add(traject, "Wil", world.cor.actor, "professional")
    form = {"given_name": "Kim", "relation": "household", "supported_by": str(wil.person_id)}
    answer = client_of(world.cor).post(f"/trajecten/{traject.referral.id}/mensen", data=form)
    assert answer.status_code == 422
    with pytest.raises(DomainError, match="iemand anders"):
        circle.describe(traject.members["Wil"], rules.More(supported_by_id=wil.person_id), by=world.cor.actor)


def test_everybody_is_asked_who_is_missing_once(world, traject, client_of):
    oma = add(traject, "Oma", world.cor.actor)
    cor = client_of(world.cor)
    page = f"/trajecten/{traject.referral.id}/mensen"
    assert "Ik vroeg Oma: wie mist er nog?" in text(cor.get(page))
    for _ in range(2):
        assert cor.post(f"/mensen/{oma.id}/wie-mist-er-nog").status_code == 303
    shown = text(cor.get(page))
    assert "Gevraagd wie er nog mist" in shown
    assert "Ik vroeg Oma" not in shown


def test_the_team_reads_counts_and_no_name(world, traject, client_of):
    add(traject, "Oma", world.cor.actor)
    add(traject, "Buur", world.cor.actor, spoken=False)
    page = text(client_of(world.sanne).get(f"/aanmeldingen/{traject.referral.id}"))
    assert "Om de familie heen: 3 mensen, 2 benaderd, 2 gesproken." in page
    assert "Oma" not in page


def test_the_board_asks_as_much_for_thirty_as_for_one(world, traject, client_of, queries):
    make_conference(world, traject)
    cor = client_of(world.cor)
    asked = []
    for many in (0, 28):
        for number in range(many):
            add(traject, f"Neef {number}", world.cor.actor)
        queries.clear()
        text(cor.get(f"/trajecten/{traject.referral.id}/mensen"))
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_a_tap_on_the_board_invites_as_one_on_the_call_list_does(world, traject, client_of):
    """One verb behind both: who is spoken while a day stands is asked to it, and is off the call list."""
    held = make_conference(world, traject)
    oma = add(traject, "Oma", world.cor.actor, spoken=False, mail="oma@x.example")
    opa = add(traject, "Opa", world.cor.actor, spoken=False, phone="+31644444444")
    neef = add(traject, "Neef", world.cor.actor, spoken=False, mail="neef@x.example")
    cor = client_of(world.cor)
    taps = ((oma, "spoken", "Oma krijgt een uitnodiging."), (opa, "comes", "Het antwoord staat bij de dag."))
    for member, tap, word in (*taps, (neef, "no", "Er gaat geen bericht uit.")):
        page = cor.post(f"/mensen/{member.id}/stand", data={"stand": tap}, follow_redirects=True)
        assert word in text(page)
    asked = {
        row.guest.person_id: row.guest.answer
        for row in agenda.asked(agenda.get_for(world.cor.actor, held.id))
    }
    assert asked[oma.person_id] is None
    assert asked[opa.person_id] == "yes"
    assert neef.person_id not in asked
    assert not any(name in text(cor.get("/bellen")) for name in ("Oma", "Opa", "Neef"))


@pytest.mark.parametrize("begin", [make_conference, make_poll])
def test_what_waits_for_the_morning_says_from_when_it_leaves(world, traject, begin, client_of, quiet_nights):
    add(traject, "Oma", world.cor.actor, mail="oma@x.example")
    cor, people = client_of(world.cor), f"/trajecten/{traject.referral.id}/mensen"
    with clock.at(NOON + timedelta(hours=10)):
        made = begin(world, traject)
        page = f"/datumprikkers/{made.id}" if begin is make_poll else f"/bijeenkomsten/{made.id}"
        for path in (people, page):
            seen = text(cor.get(path))
            assert seen.count(f"Het bericht gaat weg vanaf {moment(NOON + timedelta(hours=20))}.") == 1, path
    db.session.query(Message).update({"state": "sent"})
    db.commit()
    assert "gaat weg vanaf" not in text(cor.get(people)) + text(cor.get(page))
