"""Who takes part at a distance, or does not come, meets nobody."""

from __future__ import annotations

import pytest

from ekc.agenda import service as agenda
from ekc.agenda.rules import Own
from ekc.circle import service as circle
from ekc.db import db
from ekc.errors import DomainError
from ekc.invitations import service as invitations
from ekc.invitations.models import Invitation
from ekc.notifications.models import Message
from tests.agenda.trajects import a_plan, add, make_traject
from tests.apart.pairs import keep
from tests.apart.planning import NOT_SO, fix, how, invitation, letters, who


def test_who_takes_part_at_a_distance_is_not_asked_to_come(world, traject, client_of):
    fix(world, traject, own=(Own(who(traject, "Henk"), remote=True),))
    asked = {one.person_id: one for one in db.session.query(Invitation)}
    for name, remote in (("Henk", True), ("Oma", False)):
        one, client = asked[who(traject, name)], client_of(None)
        with client.session_transaction() as session:
            session["links"] = [[one.link_id, 1, "invitation", one.id]]
        here = f"/uitnodiging/{one.id}"
        page = client.get(here).text
        assert [words in page for words in ("Doe je mee op afstand?", "Ja, ik doe mee")] == [remote] * 2
        assert [words in page for words in ("Kom je?", "Ja, ik kom")] == [not remote] * 2
        page = client.post(f"{here}/antwoord", data={"answer": "yes"}, follow_redirects=True).text
        assert ("Je doet mee op afstand." in page, "dat je komt" in page) == (remote, not remote)


def test_who_takes_part_at_a_distance_does_not_meet_anybody(world, traject):
    made = fix(world, traject, own=(Own(who(traject, "Henk"), remote=True),))
    assert how(made) == ["remote"]
    told = letters()
    for name, remote in (("henk", True), ("oma", False)):
        letter = told[f"{name}@post.example"]
        for words in ("Waar: op afstand: je wordt gebeld", "Doe je mee op afstand?"):
            assert (words in letter) == remote
        for words in ("bij oma", "Kom je?"):
            assert (words in letter) != remote


def test_who_said_so_on_the_board_is_at_a_distance_without_asking_again(world, traject):
    circle.said(traject.members["Henk"], "remote", by=world.cor.actor)
    assert how(fix(world, traject)) == ["remote"]


def test_who_said_so_but_reads_a_place_in_the_invitation_is_not_at_a_distance(world):
    traject = make_traject(world)
    add(traject, "Oma", world.cor.actor)
    add(traject, "Henk", world.cor.actor, mail="henk@post.example")
    circle.said(traject.members["Henk"], "remote", by=world.cor.actor)
    made = fix(world, traject)
    assert "bij oma" in letters()["henk@post.example"]
    keep(world, traject)
    assert how(made) == [None]
    refused_again = a_plan(own=(Own(who(traject, "Henk")),))
    with pytest.raises(DomainError, match=NOT_SO):
        agenda.move(made, refused_again, by=world.cor.actor)


@pytest.mark.parametrize("stand", ["no", "letter"])
def test_who_does_not_come_meets_nobody_until_the_answer_changes(world, traject, stand):
    circle.said(traject.members["Henk"], stand, by=world.cor.actor)
    made = fix(world, traject)
    assert how(made) == []
    invitations.answer(invitation(made, traject, "Henk"), "yes", "link", by=world.cor.actor)
    assert how(made) == [None]
    invitations.answer(invitation(made, traject, "Oma"), "no", "link", by=world.cor.actor)
    assert how(made) == []


def test_who_is_at_a_distance_is_not_told_of_another_place(world, traject):
    own = (Own(who(traject, "Henk"), remote=True),)
    made = fix(world, traject, own=own)
    db.session.query(Message).update({"state": "sent"})
    for name in ("Oma", "Henk"):
        invitations.answer(invitation(made, traject, name), "yes", "link", by=world.cor.actor)
    before = db.session.query(Message).count()
    agenda.move(made, a_plan(place="in het dorpshuis", own=own), by=world.cor.actor)
    db.commit()
    told = db.session.query(Message).order_by(Message.id).offset(before).all()
    assert [one.address for one in told if one.kind == "invitation_moved"] == ["oma@post.example"]
    assert invitation(made, traject, "Oma").answer is None
    assert invitation(made, traject, "Henk").answer == "yes"
