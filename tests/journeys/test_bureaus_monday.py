"""A week of twelve bijeenkomsten, worked through on Monday by the call list alone; the taps are counted."""

from __future__ import annotations

import re
from datetime import time, timedelta
from pathlib import Path

from ekc import clock
from ekc.agenda import service as agenda
from ekc.arranging import service as arranging
from ekc.calls.models import Attempt
from ekc.circle import service as circle
from ekc.db import db
from ekc.invitations.models import Invitation
from ekc.notifications.models import Message
from ekc.people.service import Particulars
from ekc.web.formatting import local_to_utc
from tests.agenda.trajects import a_plan, add, make_traject
from tests.world import DAY, make_coordinator

MONDAY = DAY - timedelta(days=4)
NOTE = Path(__file__).resolve().parents[2] / "docs" / "monday.md"
FAMILIES = 12
FORM = re.compile(r'action="(/bellen/(?:familie/|dag/)?\d+)".*?</form>', re.DOTALL)
KEY = re.compile(r'name="key" value="([^"]+)"')
SAY = ("comes", "comes", "no", "comes", "letter", "comes", "tomorrow")


def make_week(world) -> None:
    """Three coordinators with four families each: a day from Tuesday to Friday, and eight people who were
    asked: two without mail, one whose mail bounced, two who say nothing, two who answered; one not spoken."""
    leads = [
        make_coordinator(world.municipality, f"Coor{n} Dijk", f"c{n}@demo.example", max_at_once=6)
        for n in range(3)
    ]
    for number in range(FAMILIES):
        make_family(world, number, leads[number % 3])


def make_family(world, number, lead) -> None:
    traject = make_traject(world, lead, surname=f"Jansen{number}")
    for name in ("Oma", "Tante", "Oom", "Neef", "Nicht"):
        add(traject, name, lead.actor, mail=f"{name.lower()}{number}@post.example")
    add(traject, "Buur", lead.actor, "neighbour", phone="+31655555555")
    circle.add(traject.referral, Particulars("Vriend"), "friend", by=lead.actor)
    days, hour = number // 3 - 3, 13 + 3 * (number % 3)
    agenda.plan(traject.referral, a_plan(hour, days=days, hours=2), by=lead.actor)
    db.commit()
    settle(traject, number)


def settle(traject, number) -> None:
    """What happened with the mail since: two answered, one bounced."""
    ids = {traject.members[name].person_id: name for name in ("Oma", "Tante", "Oom")}
    for one in db.session.query(Invitation).filter(Invitation.person_id.in_(ids)):
        if ids[one.person_id] == "Oom":
            db.session.query(Message).filter_by(about_id=one.id).update({"state": "failed"})
        else:
            one.answer, one.answered_at, one.answered_by = "yes", clock.now(), "link"
    db.commit()


def answered(form: str, number: int) -> tuple[str, str]:
    """(what is tapped in a form of the list, which thing it is about): what somebody said, where the form has
    that button; about a place it is confirmed, about an achterwacht it is for tomorrow."""
    key = KEY.search(form)
    if key is None:
        return SAY[number % len(SAY)], ""
    return ("confirmed" if 'value="confirmed"' in form else "tomorrow"), key[1]


def test_the_bureaus_monday(world, client_of):
    with clock.at(local_to_utc(MONDAY - timedelta(days=6), time(12))):
        make_week(world)
    with clock.at(local_to_utc(MONDAY, time(9))):
        petra = client_of(world.petra)
        arranging.tick(clock.now())
        db.commit()
        calls = taps = about_days = 0
        while True:
            page = petra.get("/bellen").get_data(as_text=True)
            found = FORM.search(page)
            if found is None:
                break
            said, key = answered(found[0], calls)
            taps += 2 if said == "tomorrow" else 1  # 'Bel later' opens first
            answer = petra.post(found[1], data={"tap": said, "key": key})
            assert answer.status_code == 303, (found[1], said)
            about_days += "/dag/" in found[1]
            calls += 1
            assert calls < 200
        assert "Je hoeft nu niemand te bellen" in page
    sentence = f"{calls} telefoontjes, {taps} tikken, {taps / calls:.2f} per telefoontje"
    assert sentence in NOTE.read_text(), sentence
    assert about_days >= FAMILIES  # of each the place was not confirmed
    assert db.session.query(Attempt).count() == calls - about_days
    assert db.session.query(Invitation).filter_by(answered_by="phone").count() > FAMILIES
