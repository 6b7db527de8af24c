"""Everybody on one ladder answers at the same moment, from several processes, each in their own way: one
lead, one who stands by at most, and everybody hears once what it became for them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import pytest

from ekc import clock
from ekc.choice.models import Ballot
from ekc.db import db
from ekc.matching.models import Offer
from ekc.notifications.models import Message
from ekc.people import queries as people
from ekc.people.service import Particulars
from ekc.referrals.models import Assignment
from ekc.settings import Settings
from tests.matching.stories import deliver_all, make_referral, open_for
from tests.matching.test_race import HANGS, Crowd, Visitor, by_link, make_volunteers, race, says
from tests.world import World, empty_database, make_settings, make_world

pytestmark = [pytest.mark.proof, pytest.mark.timeout(HANGS * 5)]
SHORT, SMALL, MORE, FULL = Crowd(1, 20, 4, 3), Crowd(1, 12, 2, 4), Crowd(1, 60, 4, 4), Crowd(1, 200, 4, 10)
BUREAU, REFERRER = "bureau@demo.example", "team@demo.example"
MIA, MO = "mia@post.example", "mo@post.example"


@dataclass
class Ladder:
    """One referral, everybody asked and every question delivered."""

    settings: Settings
    world: World
    referral_id: int
    offers: list[Offer]
    mails: dict[int, str] = field(default_factory=dict)  # of each volunteer, by offer

    def told(self) -> dict[str, Counter[str]]:
        """How often each address was told what, since the questions were delivered."""
        found: dict[str, Counter[str]] = {}
        for one in db.session.query(Message).filter(Message.state.in_(("queued", "replaced"))):
            assert one.state == "queued", f"{one.kind} was replaced: it was told twice"
            found.setdefault(one.address, Counter())[one.kind] += 1
        return found

    def states(self) -> dict[int, str]:
        """What became of each offer."""
        return {one.id: one.state for one in db.session.query(Offer)}

    def on_it(self) -> Counter[str]:
        """How many lead it, and how many stand by, in force."""
        rows = db.session.query(Assignment).filter(Assignment.ended_at.is_(None))
        return Counter(one.kind for one in rows)


def ladder(settings: Settings, many: int, *, waived: bool) -> Ladder:
    """A ladder with so many on it."""
    empty_database(settings)
    world = make_world()
    volunteers = make_volunteers(world, many)
    focus = tuple(Particulars(name, "Mulder", mail=mail) for name, mail in (("Mia", MIA), ("Mo", MO)))
    referral = make_referral(world, waived=waived, focus=focus, focus_answers=("yes", "yes"))
    offers = open_for(world, referral, volunteers)
    deliver_all()
    persons = people.by_ids(world.municipality.id, [one.person_id for one in offers])
    mails = {one.id: people.address(persons[one.person_id], "mail") or "" for one in offers}
    return Ladder(settings, world, referral.id, offers, mails)


def answers(offer: Offer, number: int, *, waived: bool) -> Visitor:
    """Each answers in one of six ways; who is too late may stand by, some tap twice, some think again.

    A yes that waits for the family could be taken back; so that there are three cards, nobody does so then.
    """
    yes, no = says(offer, "yes"), says(offer, "no", reason="busy")
    by_turns = (
        (yes, (f"/aanbod/{offer.id}/reserve", {})),
        (no,),
        (yes, yes),
        (no, yes),
        (yes, no if waived else yes, (f"/aanbod/{offer.id}/reserve", {})),
        (says(offer, "no"), says(offer, "no")),
    )
    return by_link("offer", offer.id, *by_turns[number % len(by_turns)])


def compete(there: Ladder, crowd: Crowd, *, waived: bool) -> None:
    """All of them at once; whoever reads something reads a page that was meant."""
    visitors = [answers(one, number, waived=waived) for number, one in enumerate(there.offers)]
    db.remove()
    pages = [page for each in race(visitors, crowd, there.settings) for page in each]
    assert {status for status, _ in pages} <= {303, 409, 422}
    assert all("<h1" in page for status, page in pages if status != 303)


def the_first_yes_counts(settings: Settings, crowd: Crowd) -> None:
    """The family waived the choice."""
    there = ladder(settings, crowd.many, waived=True)
    compete(there, crowd, waived=True)
    states, on_it, told = there.states(), there.on_it(), there.told()
    assert on_it["lead"] == 1
    assert on_it["backup"] <= 1
    assert set(states.values()) <= {"yes", "no", "filled"}
    assert Counter(states.values())["yes"] == 1
    what = {"yes": {"offer_yours": 1}, "filled": {"offer_filled": 1}, "no": {}}
    for offer_id, state in states.items():
        assert told.get(there.mails[offer_id], Counter()) == Counter(what[state]), state
    refusals = Counter(states.values())["no"]
    assert told[BUREAU] == Counter({"asked_no": refusals, "asked_found": 1})
    assert told[REFERRER] == {"referral_news": 1}
    assert MIA not in told
    db.remove()
    db.engine.dispose()


def the_family_chooses(settings: Settings, crowd: Crowd) -> None:
    """Three cards, and then both hoofdpersonen and the bureau choose at once, each again and again."""
    there = ladder(settings, crowd.many, waived=False)
    compete(there, crowd, waived=False)
    states = there.states()
    can = [offer_id for offer_id, state in states.items() if state == "yes"]
    assert len(can) == 3
    assert there.on_it() == {}
    told = there.told()
    assert (told[MIA], told[MO]) == ({"choice": 1}, {"choice": 1})
    what = {"yes": {}, "filled": {"offer_filled": 1}, "no": {}}
    for offer_id, state in states.items():
        assert told.get(there.mails[offer_id], Counter()) == Counter(what[state]), state
    deliver_all()
    visitors = choosers(there, can)
    db.remove()
    found = race(visitors, crowd, settings)
    statuses = Counter(status for pages in found for status, _ in pages)
    assert statuses == {303: 1, 409: len(visitors) - 1}
    chosen = db.session.query(Assignment).one()
    states, told = there.states(), there.told()
    for offer_id in can:
        hers = db.session.get_one(Offer, offer_id).coordinator_id == chosen.coordinator_id
        assert states[offer_id] == ("yes" if hers else "not_chosen")
        assert told[there.mails[offer_id]] == {"offer_yours" if hers else "offer_thanks": 1}
    assert {*told} - {there.mails[one] for one in can} <= {BUREAU, REFERRER}
    db.remove()
    db.engine.dispose()


def choosers(there: Ladder, can: list[int]) -> list[Visitor]:
    """Mia, Mo and Petra, by turns, for one card after another."""
    ballots = db.session.query(Ballot).order_by(Ballot.id).all()
    person = str(db.session.query(Ballot.person_id).order_by(Ballot.id).first()[0])
    today = clock.today().isoformat()
    made: list[Visitor] = []
    for number in range(4 * len(can)):
        which = str(can[number % len(can)])
        tap = {"which": which}
        made += [by_link("choice", one.id, (f"/keuze/{one.id}/antwoord", tap)) for one in ballots]
        heard = {"which": which, "person": person, "via": "phone", "on": today}
        signed_in = {"_user_id": there.world.petra.session_id, "_fresh": True}
        made.append({"session": signed_in, "posts": [(f"/aanmeldingen/{there.referral_id}/keuze", heard)]})
    return made


def test_one_ladder_on_sqlite(tmp_path, full, proved):
    the_family_chooses(make_settings(tmp_path), MORE if full else SMALL)
    if full:
        the_first_yes_counts(make_settings(tmp_path), MORE)
        proved("one ladder", f"{MORE.many} mixed answers at once, twice, SQLite", "1 lead, each told once")


def test_one_lead_on_postgresql(tmp_path, postgres_kept, full, proved):
    crowd = FULL if full else SHORT
    the_first_yes_counts(make_settings(tmp_path, postgres_kept), crowd)
    done = f"{crowd.many} mixed answers at once to {crowd.processes} processes, PostgreSQL"
    proved("one ladder, the first yes", done, "1 lead, 1 back-up at most, each told once")


def test_one_choice_on_postgresql(tmp_path, postgres_kept, full, proved):
    crowd = FULL if full else SMALL
    the_family_chooses(make_settings(tmp_path, postgres_kept), crowd)
    done = f"{crowd.many} mixed answers, then 36 choices at once, {crowd.processes} processes, PostgreSQL"
    proved("one ladder, the family chooses", done, "3 cards, 1 lead, each told once")
