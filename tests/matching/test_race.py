"""Many say yes at the same moment, from several processes: one winner, the others read a kind sentence."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from multiprocessing.connection import Connection
from typing import Any

import pytest

from ekc.accounts.models import PersonalLink
from ekc.db import db
from ekc.matching.models import Offer
from ekc.notifications.models import Message
from ekc.people.service import Particulars
from ekc.pool import service as pool
from ekc.pool.models import Coordinator
from ekc.pool.rules import Enrolment, Papers
from ekc.referrals import service as referrals
from ekc.referrals.models import Assignment
from ekc.settings import Settings
from tests import racing as forked
from tests.matching import racer
from tests.matching.stories import deliver_all, make_referral, open_for
from tests.world import DAY, World, empty_database, make_settings, make_world

HANGS = 120  # seconds after which a process counts as hung; no promise about speed
KIND = "Iemand anders was je net voor"
Visitor = dict[str, Any]  # session: what it holds; posts: (path, fields), one after the other


@dataclass(frozen=True, slots=True)
class Crowd:
    """How many rounds, answers per round, processes, and answers that one process has in hand at once."""

    rounds: int
    many: int
    processes: int
    at_once: int


SHORT = Crowd(1, 20, 4, 5)
FULL = Crowd(20, 200, 2, 1)  # a web server process has one request in hand; the others queue before its door


def make_volunteers(world: World, many: int) -> list[Coordinator]:
    """Coordinators without an account, with everything in order."""
    past, to_come = DAY.replace(year=2025), DAY.replace(year=2029)
    papers = Papers(past, to_come, past, past, block2_on=past)  # nobody needs a buddy any more
    made = []
    for number in range(many):
        told = Particulars(f"Vrijwilliger{number}", mail=f"v{number}@pool.example")
        one = pool.enrol(told, Enrolment("9611", max_per_year=24, stage="active"), by=world.petra.actor)
        pool.set_papers(one, papers, by=world.petra.actor)
        pool.accept_code(one, 1, by=world.petra.actor)
        made.append(one)
    db.commit()
    return made


def race(visitors: list[Visitor], crowd: Crowd, settings: Settings) -> list[list[tuple[int, str]]]:
    """All visitors go at once, spread over processes; for each the (status, page) of what they posted."""
    processes = crowd.processes
    folder = settings.mail_url.removeprefix("maildir:").removesuffix("/mail")
    running = [_racer(number) for number in range(processes)]
    for number, one in enumerate(running):
        told = {"url": settings.database_url, "folder": folder, "at_once": crowd.at_once}
        one.send({**told, "visitors": visitors[number::processes]})
    assert [one.recv() for one in running] == ["ready"] * processes
    for one in running:
        one.send("go")
    by_process = [one.recv() for one in running]
    return [by_process[number % processes][number // processes] for number in range(len(visitors))]


@cache
def _racer(_number: int) -> Connection:
    """One of the processes, for all races of this run: to begin takes it longer than most races."""
    ours, theirs = forked.processes().Pipe()
    forked.processes().Process(target=racer.main, args=(theirs,), daemon=True).start()
    return ours


def by_link(kind: str, about_id: int, *posts: tuple[str, dict[str, str]]) -> Visitor:
    """Whoever opened the link that stands in the mail about one thing, and what they post."""
    link = db.session.query(PersonalLink).filter_by(about_kind=kind, about_id=about_id, revoked_at=None).one()
    return {"session": {"links": [[link.id, link.version, kind, about_id]]}, "posts": list(posts)}


def says(offer: Offer, answer: str, **more: str) -> tuple[str, dict[str, str]]:
    """The tap that answers an offer."""
    return f"/aanbod/{offer.id}/antwoord", {"answer": answer, **more}


def one_winner(world: World, volunteers: list[Coordinator], surname: str, crowd: Crowd, settings: Settings):
    """One referral, everybody asked, everybody says yes."""
    referral = make_referral(world, focus=(Particulars("Yara", surname),))
    offers = open_for(world, referral, volunteers)
    deliver_all()
    visitors = [by_link("offer", one.id, says(one, "yes")) for one in offers]
    db.remove()
    answers = [one for (one,) in race(visitors, crowd, settings)]
    many = len(volunteers)
    assert Counter(status for status, _ in answers) == {303: 1, 409: many - 1}
    assert sum(KIND in page for status, page in answers if status == 409) == many - 1
    states = Counter(
        state for (state,) in db.session.query(Offer.state).filter(Offer.referral_id == referral.id)
    )
    assert states == {"yes": 1, "filled": many - 1}
    assert db.session.query(Assignment).filter(Assignment.referral_id == referral.id).count() == 1
    kinds = Counter(kind for (kind,) in db.session.query(Message.kind).filter(Message.state == "queued"))
    assert (kinds["offer_yours"], kinds["offer_filled"]) == (1, many - 1)
    # whoever won is free again for the next round
    referrals.move(referral, "stop", reason="not_needed", by=world.petra.actor)
    db.commit()
    deliver_all()


def run(settings: Settings, proved, crowd: Crowd, where: str) -> None:
    """Every round of the race on one database."""
    empty_database(settings)
    world = make_world()
    volunteers = make_volunteers(world, crowd.many)
    for number in range(crowd.rounds):
        one_winner(world, volunteers, f"Huis{number}", crowd, settings)
    db.engine.dispose()
    done = f"{crowd.rounds} × {crowd.many} answers at once to {crowd.processes} processes, {where}"
    lost = crowd.rounds * (crowd.many - 1)
    proved("R1 one winner", done, f"{crowd.rounds} winners, {lost} kind refusals, no 5xx")


@pytest.mark.proof
@pytest.mark.timeout(HANGS * 30)
def test_one_winner_on_sqlite(tmp_path, full, proved):
    run(make_settings(tmp_path), proved, FULL if full else SHORT, "SQLite")


@pytest.mark.proof
@pytest.mark.timeout(HANGS * 30)
def test_one_winner_on_postgresql(tmp_path, postgres_kept, full, proved):
    run(make_settings(tmp_path, postgres_kept), proved, FULL if full else SHORT, "PostgreSQL")
