"""The municipality that is measured: a household in every phase, made through the services."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from ekc import choosing, clock
from ekc.accounts.models import PersonalLink
from ekc.agenda import queries as days
from ekc.agenda import service as agenda
from ekc.agenda import venues
from ekc.agenda.rules import Plan
from ekc.agenda.venue_rules import Told as Described
from ekc.circle import service as circle
from ekc.db import db
from ekc.invitations import queries as asked
from ekc.invitations import service as invitations
from ekc.invitations.models import Invitation
from ekc.matching.models import Offer
from ekc.matching.queries import of_referral as offers_of
from ekc.outcomes import service as outcomes
from ekc.outcomes.rules import Told as Went
from ekc.people.service import Particulars
from ekc.places.queries import localities
from ekc.pool import service as pool
from ekc.pool.rules import MOST_AT_ONCE, MOST_PER_YEAR
from ekc.referrals import service as referrals
from ekc.referrals.rules import Told
from ekc.reporting import service as reporting
from tests.world import make_world

if TYPE_CHECKING:
    from ekc.agenda.models import Conference
    from ekc.referrals.models import Assignment, Referral
    from tests.world import Somebody, World

NOON = datetime(2026, 10, 7, 12, tzinfo=clock.HOME)  # a Wednesday: everything is measured at this moment
PEOPLE = "Ali Bea Cem Dina Ewout Fatma Gert Hanna".split()
ANSWERS = ("yes", "yes", "no", "call_me", "yes")


@dataclass(frozen=True, slots=True)
class Town:
    """What the pages are about."""

    world: World
    kept: frozenset[int]  # ids of the municipality itself: they are not multiplied
    offer: Offer
    offer_link: PersonalLink
    conference: Conference
    invitation: Invitation
    invitation_link: PersonalLink


def found() -> Town:
    """Build it in the empty database that is in use, up to noon of the day; committed."""
    with clock.at(NOON - timedelta(days=90)):
        world = make_world()
        if world.cor.coordinator is not None:
            pool.change_limits(world.cor.coordinator, MOST_PER_YEAR, MOST_AT_ONCE, None, by=world.cor.actor)
        venues.add(Described("De Kern", "Kerkstraat 1, Hoogezand", 30), by=world.petra.actor)
        for year in (2025, 2026):
            reporting.set_target(year, 60, by=world.by)
        db.commit()
        kept = ids_now()
        _held(world)
    with clock.at(NOON - timedelta(days=8)):
        offer = _offered(world)
        ask(world, "Vraag", agreed=False)
        _taken(world, "Nieuw")
        prepare(world, "Bezig")
        conference, invited = _planned(world)
        db.commit()
    return Town(world, kept, offer, _link(offer.id), conference, invited, _link(invited.id))


def ids_now() -> frozenset[int]:
    """Every id in the database."""
    from ekc.db import Base  # noqa: PLC0415 -- by now every table is known

    found: set[int] = set()
    for table in Base.metadata.sorted_tables:
        if "id" in table.c:
            found.update(db.session.scalars(table.select().with_only_columns(table.c.id)))
    return frozenset(found)


def ask(world: World, surname: str, *, agreed: bool = True, team: Somebody | None = None) -> Referral:
    """An aanmelding of Sanne's team; with `agreed` a coordinator is sought at once."""
    by = (team or world.sanne).actor
    referral = referrals.start(by.team_ids[0], by=by)
    told = Told(
        goal="Weer samen eten, en rust in huis.",
        focus=(
            Particulars("Fam", surname, phone="+31611111111", safe_moment="na vijf uur"),
            Particulars("Jo", surname, phone="+31611111112"),
        ),
        focus_answers=("yes", "yes") if agreed else (),
        locality_id=localities(world.municipality.id)[0].id,
        languages=("nld", "ara"),
        going_on="Er is veel ruzie over geld.",
        organisations=("Kredietbank", "School De Brug"),
        conditions="none",
        responsible=Particulars("Ria", "Regie", kind="professional", phone="+31622222222"),
        backstop=Particulars("Bob", "Bureau", kind="professional", phone="+31633333333"),
    )
    referrals.submit(referral, told, by=by)
    return referral


def prepare(world: World, surname: str, people: int = len(PEOPLE)) -> Referral:
    """Cor's, spoken for the first time, with people around the household who were all spoken."""
    referral, assignment = _taken(world, surname)
    by = world.cor.actor
    circle.first_contact(referral, assignment, clock.today(), by=by)
    for number in range(people):
        name = PEOPLE[number % len(PEOPLE)]
        relation = "professional" if number % 8 == 7 else "family"  # noqa: PLR2004 -- now and then one
        mail = None if number % 4 == 3 else f"{name}{number}@post.example"  # noqa: PLR2004 -- not everybody has mail
        told = Particulars(name, f"{surname}-{number}", phone=f"+316400{number:05}", mail=mail)
        circle.spoken(circle.add(referral, told, relation, by=by), by=by)
    return referral


def plan(world: World, referral: Referral, on: date) -> Conference:
    """A day, to which everybody who was spoken is invited."""
    starts = datetime.combine(on, time(19, 30), clock.HOME)
    venue = days.places(world.cor.actor)[0][0]
    day = Plan(starts, starts + timedelta(hours=3), venue_id=venue.id, safety_checked=True)
    return agenda.plan(referral, day, by=world.cor.actor)


def _offered(world: World) -> Offer:
    referral = ask(world, "Zoekt")
    both = [world.cor.coordinator, world.noor.coordinator]
    weeks = (clock.today() + timedelta(weeks=4), clock.today() + timedelta(weeks=9))
    choosing.offer_referral(
        referral, [one for one in both if one is not None], weeks, "asked_us", by=world.petra.actor
    )
    return next(one for one in offers_of(referral) if one.person_id == world.cor.person.id)


def _taken(world: World, surname: str) -> tuple[Referral, Assignment]:
    referral = ask(world, surname)
    if world.cor.coordinator is None:
        raise ValueError("the world has a coordinator")
    return referral, referrals.assign(referral, world.cor.coordinator, by=world.petra.actor)


def _planned(world: World) -> tuple[Conference, Invitation]:
    referral = prepare(world, "Plan")
    conference = plan(world, referral, clock.today() + timedelta(days=20))
    guests = _guests(conference)
    for guest, value in zip(guests, ANSWERS, strict=False):
        invitations.answer(guest, value, "phone", by=world.cor.actor)
    return conference, guests[len(ANSWERS)]


def _guests(conference: Conference) -> list[Invitation]:
    sessions = days.sessions(conference).values()
    appointments = [appointment for _, appointment in sessions]
    return [one for each in appointments for one in asked.of_appointment(each)]


def _held(world: World) -> None:
    referral = prepare(world, "Klaar", people=3)
    conference = plan(world, referral, clock.today() + timedelta(days=20))
    with clock.at(conference.ends_at + timedelta(hours=1)):
        went = Went(held=True, own_time="yes", people=9, plan="yes", plan_kind="ekc_plan")
        outcomes.report(conference, went, by=world.cor.actor)


def _link(about_id: int) -> PersonalLink:
    return db.session.query(PersonalLink).filter(PersonalLink.about_id == about_id).one()
