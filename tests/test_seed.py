"""The demo: a believable municipality, the same for everybody who builds it on the same day."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from ekc import clock, create_app, seed
from ekc import db as database
from ekc.accounts.models import Cover
from ekc.accounts.queries import account_by_mail
from ekc.agenda import apart_days
from ekc.agenda.models import Conference, Venue
from ekc.agenda.queries import sessions
from ekc.areas.models import TeamPlace
from ekc.arranging.models import OpenEnd
from ekc.choice.models import Ballot
from ekc.db import Base, db
from ekc.duty import queries as duty
from ekc.duty import rota
from ekc.duty.models import Reach
from ekc.errors import DomainError
from ekc.invitations.queries import of_appointment
from ekc.matching.models import Offer
from ekc.notifications.models import Message
from ekc.people.models import Channel, Person
from ekc.places.models import Locality, Municipality
from ekc.pool.models import Coordinator
from ekc.pool.rules import lacking
from ekc.pool.service import papers_of
from ekc.referrals.lifecycle import State
from ekc.referrals.models import Assignment, Referral
from ekc.reporting import queries as reporting
from ekc.safety.models import CheckIn, Signal
from ekc.seed_pool import COR
from ekc.seed_town import TARGET
from ekc.settings import Settings
from ekc.training.models import Attendance, Gathering, Seat
from tests.client import ReviewingClient
from tests.world import empty_database, make_settings

TODAY = date(2026, 11, 20)
KLAAS = "+491713920017"
SHORT = timedelta(days=75)
NOON = datetime(2026, 11, 20, 12, tzinfo=clock.HOME)
NEW_EACH_TIME = {"password_hash", "uid", "block", "calendar"}
LIVING = {
    State.DRAFT,
    State.ASSENT_ASKED,
    State.WANTS_EXPLANATION,
    State.ONE_PARENT_MISSING,
    State.ASSENT_GIVEN,
    State.SAFETY_FIRST,
    State.STABILISE_FIRST,
    State.RETURNED,
    State.HANDED_OVER,
    State.MATCHING,
    State.MATCHED,
    State.PREPARATION,
    State.PLANNED,
    State.PAUSED,
}


def build(folder: Path, number: int = 1, history: timedelta = SHORT) -> Settings:
    """A demo in a folder, committed."""
    chosen = make_settings(folder, demo=True, sms_url=f"folder:{folder}/sms")
    empty_database(chosen)
    seed.build(TODAY, number, history=history)
    db.commit()
    return chosen


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a demo with ten weeks of history was built."""
    made = tmp_path_factory.mktemp("demo")
    build(made)
    db.engine.dispose()
    return made


@pytest.fixture
def demo(folder: Path) -> Iterator[Settings]:
    """That demo, to look at."""
    chosen = make_settings(folder, demo=True)
    create_app(chosen)
    db.reading(False)
    yield chosen
    db.remove()
    db.engine.dispose()


def rows() -> dict[str, list[Any]]:
    """Every row of every table, unsealed, but for what is new each time: salt, and UIDs like no other."""
    found = {}
    for table in Base.metadata.sorted_tables:
        columns = [column for column in table.columns if column.name not in NEW_EACH_TIME]
        told = db.session.execute(select(*columns)).all()
        found[table.name] = sorted((tuple(row) for row in told), key=repr)
    return found


def test_the_same_seed_and_day_give_the_same_rows(demo: Settings, tmp_path: Path) -> None:
    first = rows()
    build(tmp_path)
    second = rows()
    assert [name for name, told in first.items() if told != second[name]] == []
    assert isinstance(database._random, random.SystemRandom), "ids after a demo can be guessed"


def test_everything_meant_for_the_cast_is_theirs_to_sign_in_with(demo: Settings) -> None:
    app = create_app(demo)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    app.test_client_class = ReviewingClient
    for one in seed.demo_accounts():
        client = app.test_client()
        answer = client.post("/inloggen", data={"email": one.email, "password": one.password})
        assert answer.status_code == 303, one.email
        assert client.get("/").status_code in {200, 303}, one.email


def test_the_sign_in_page_names_the_eight_of_the_cast() -> None:
    told = {one.email: (one.role, one.name) for one in seed.demo_accounts()}
    assert told == {
        "team@demo.example": ("sociaal team", "Sanne Smit"),
        "anderteam@demo.example": ("sociaal team", "Tom Tuin"),
        "teamleider@demo.example": ("teamleider", "Tess Talma"),
        "bureau@demo.example": ("bureau", "Petra Post"),
        "coordinator@demo.example": ("coördinator", "Cor Kuiper"),
        "anderecoordinator@demo.example": ("coördinator", "Noor Nijland"),
        "gemeente@demo.example": ("gemeente", "Gea Groen"),
        "beheer@demo.example": ("beheerder", "Bea Blok"),
    }


def test_no_address_leads_to_anybody(demo: Settings) -> None:
    addresses = db.session.scalars(select(Channel.value).where(Channel.kind == "mail")).all()
    addresses += db.session.scalars(select(Message.address).where(Message.way == "mail")).all()
    assert addresses
    assert [one for one in addresses if one is None or not one.endswith(".example")] == []
    phones = db.session.scalars(select(Channel.value).where(Channel.kind == "phone")).all()
    assert {str(one)[:6] for one in phones if one != KLAAS} <= {"+31600", "+31598"}


def test_around_one_family_somebody_gets_a_text_somebody_a_letter_and_somebody_english(
    demo: Settings,
) -> None:
    """None of them leads to anybody: the number is one of those that Germany keeps for stories."""
    others = select(Message.way, Message.state, Message.address).where(Message.way.in_(("sms", "letter")))
    found = {row.way: (row.state, row.address) for row in db.session.execute(others)}
    assert found["sms"] == ("sent", KLAAS)
    assert found["letter"] == ("to_print", "Geesje Bakker\nVoorbeeldlaan 12\n9600 AA Hoogezand")
    grace = db.session.query(Message).filter_by(person_id=_called("Grace")).one()
    assert grace.body_text.startswith("Hello,")


def _called(given_name: str) -> int:
    return next(one.id for one in db.session.scalars(select(Person)) if one.given_name == given_name)


def test_every_place_has_a_team_and_there_are_rooms_and_a_target(demo: Settings) -> None:
    places = set(db.session.scalars(select(Locality.id)))
    assert len(places) == 29
    assert set(db.session.scalars(select(TeamPlace.locality_id))) == places
    assert len(db.session.scalars(select(Venue)).all()) == 12
    municipality = db.session.scalars(select(Municipality)).one()
    assert municipality.demo
    target = reporting.target(municipality.id, TODAY.year)
    assert target is not None
    assert target.conferences == TARGET


def test_the_pool_has_coordinators_of_all_kinds(demo: Settings) -> None:
    pool = db.session.scalars(select(Coordinator)).all()
    assert len(pool) == 24
    assert any(one.paused_until and one.paused_until > TODAY for one in pool)
    lacks = {code for one in pool for code in lacking(papers_of(one), TODAY)}
    assert lacks == {"not_begun", "untrained", "vog_missing", "vog_expired", "no_secrecy", "no_code"}
    assert {"ara", "tir", "tur", "pol", "ukr", "gos", "dse"} <= {
        code for one in pool for code in one.languages
    }


def test_somebody_stands_in_every_phase(demo: Settings) -> None:
    states = {State(one) for one in db.session.scalars(select(Referral.state))}
    assert states >= LIVING


def test_cor_has_something_to_answer_to_expect_and_to_tell(demo: Settings) -> None:
    cor = _person_of(COR)
    offers = db.session.scalars(select(Offer).where(Offer.person_id == cor, Offer.state == "open")).all()
    assert [one.expires_at > NOON for one in offers] == [True]
    days = db.session.scalars(
        select(Conference)
        .where(Conference.coordinator_person_id == cor, Conference.state == "planned")
        .order_by(Conference.starts_at)
    ).all()
    assert [one.ends_at < NOON for one in days] == [True, False]
    assert days[1].starts_at < NOON + timedelta(days=10)
    asked = [one for _, each in sessions(days[1]).values() for one in of_appointment(each)]
    assert sum(one.address_key is not None for one in asked) >= 6
    assert [one.how for one in apart_days.at(days[1].municipality_id, days[1].id)] == ["hours", None]
    assert "+31598000205" in {one.phone for one in db.session.scalars(select(OpenEnd))}


def test_a_family_chooses_a_ladder_runs_one_is_replaced_and_one_stands_by(demo: Settings) -> None:
    offers = db.session.scalars(select(Offer)).all()
    states = [
        [one.state for one in offers if one.referral_id == each]
        for each in {one.referral_id for one in offers}
    ]
    assert ["yes", "yes"] in states
    assert any({"no", "open", "yes"} <= set(one) for one in states)
    assert db.session.scalars(select(Ballot)).all()
    on_it = db.session.scalars(select(Assignment).where(Assignment.ended_at.is_(None))).all()
    assert {"lead", "backup"} <= {one.kind for one in on_it}
    assert [one.handover is not None for one in on_it if one.leaving_at] == [True]
    replaced = db.session.scalars(select(Assignment).where(Assignment.end_reason == "illness")).all()
    assert [db.session.get_one(Referral, one.referral_id).state for one in replaced] == [State.PLANNED]


def test_an_achterwacht_a_lead_and_the_bureau_are_covered(demo: Settings) -> None:
    covers = db.session.scalars(select(Cover).order_by(Cover.id)).all()
    assert [one.from_day <= TODAY <= one.until_day for one in covers] == [True, True, False]
    tess, petra = _person_of("teamleider@demo.example"), _person_of("bureau@demo.example")
    assert [one.absent_person_id for one in covers][1:] == [tess, petra]
    backstops = set(db.session.scalars(select(Referral.backstop_person_id)))
    assert covers[0].absent_person_id in backstops


def test_somebody_is_in_reach_but_for_a_hole_and_one_is_at_a_visit(demo: Settings) -> None:
    here = db.session.query(Municipality).one().id
    first = TODAY
    span = (rota.midnight(first), rota.midnight(first + timedelta(days=rota.DAYS)))
    lines = rota.lines(first, duty.shifts(here, *span), duty.numbers(here))
    assert [len(line.holes) for line in lines].count(1) == 1
    assert duty.numbers(here).officer_name == "Anneke Bos"
    with clock.at(NOON):
        assert len(duty.on_duty(here, clock.now())) == 1
    assert db.session.query(CheckIn).filter(CheckIn.ended_at.is_(None)).count() == 1
    signals = db.session.query(Signal).order_by(Signal.at).all()
    assert [(one.kind, one.handled_at is None) for one in signals] == [("alarm", False), ("worry", True)]
    answers = {row.answer for row in db.session.query(Reach)}
    assert answers == {"yes", None}


def test_history_s_messages_have_arrived(demo: Settings) -> None:
    by_themselves = Message.way != "letter"  # a letter waits for the bureau
    states = set(db.session.scalars(select(Message.state).where(by_themselves)))
    assert "sent" in states
    assert states <= {"sent", "replaced", "expired"}


def test_a_second_demo_in_the_same_database_is_refused(demo: Settings) -> None:
    with pytest.raises(DomainError, match="is er al"):
        seed.build(TODAY)
    db.rollback()


@pytest.mark.proof
def test_two_years_lead_to_a_believable_number(tmp_path: Path) -> None:
    build(tmp_path, history=seed.HISTORY)
    municipality = db.session.scalars(select(Municipality.id)).one()
    last, this = (reporting.year_of(municipality, year, TODAY) for year in (2025, 2026))
    assert last
    assert this
    assert 40 <= last.held.total <= 50
    assert 33 <= this.held.total <= 43
    assert last.held.follow_ups + this.held.follow_ups >= 1
    assert last.plans_without_meeting >= 5
    db.engine.dispose()


def _person_of(email: str) -> int:
    account = account_by_mail(email)
    assert account is not None
    found = db.session.get(Person, account.person_id)
    assert found is not None
    return found.id


def test_the_last_evening_waits_for_who_was_there_and_the_next_has_answers(demo: Settings) -> None:
    with clock.at(NOON):
        told = db.session.query(Attendance.gathering_id).distinct().count()
        past = db.session.query(Gathering).filter(Gathering.ends_at < clock.now()).count()
        seats = db.session.query(Seat).count()
    assert (past, told) == (2, 1)
    assert seats > 3
