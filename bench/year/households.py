"""Volunteers join and rest; a household comes, is spoken, and has its meeting."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from bench.year import draw
from bench.year.state import coordinator, plan_work
from ekc import clock
from ekc.agenda import service as agenda
from ekc.agenda.rules import Plan
from ekc.circle import service as circle
from ekc.db import db
from ekc.outcomes import service as outcomes
from ekc.outcomes.rules import Told as Went
from ekc.people.service import Particulars
from ekc.pool import service as volunteers
from ekc.pool.rules import Enrolment, Papers
from ekc.referrals import queries as referrals_
from ekc.referrals import service as referrals
from ekc.referrals.models import Referral
from ekc.referrals.rules import Told

if TYPE_CHECKING:
    from bench.year.draw import Helper, House
    from bench.year.state import Year
    from ekc.agenda.models import Conference

MEETING = timedelta(weeks=8)  # after somebody was found
WENT = Went(held=True, own_time="yes", people=9, plan="yes", plan_kind="ekc_plan")


def join(year: Year, helper: Helper) -> None:
    told = Particulars(helper.name, mail=f"{helper.name.lower()}@pool.example")
    enrolment = Enrolment(
        helper.pc4, helper.languages, helper.per_year, helper.at_once, helper.employer, stage="active"
    )
    one = volunteers.enrol(told, enrolment, by=year.by)
    past = draw.FIRST - timedelta(days=400)
    block2 = past if helper.experienced else None
    volunteers.set_papers(one, Papers(past, helper.vog_until, past, past, block2_on=block2), by=year.by)
    volunteers.accept_code(one, 1, by=year.by)
    one.max_per_quarter, one.max_km, one.own_village = helper.per_quarter, helper.max_km, helper.own_village
    year.helpers[one.id] = helper
    if helper.rests:
        begins = datetime.combine(helper.rests[0], time(9), clock.HOME)
        year.later(begins, rest, one.id, helper.rests[1])


def rest(year: Year, coordinator_id: int, until: datetime) -> None:
    """She takes a pause."""
    volunteers.pause(coordinator(coordinator_id), until, by=year.by)


def arrive(year: Year, house: House) -> None:
    """An aanmelding by a household that agreed: a coordinator is sought."""
    by = year.world.sanne.actor
    referral = referrals.start(year.world.team.id, by=by)
    told = Told(
        goal="Weer rust in huis.",
        focus=(Particulars("Fam", house.name, birth_year=1984),),
        focus_answers=("yes",),
        locality_id=year.places[house.pc4].id,
        responsible=Particulars("Rob", "Regie", phone="+31598000001"),
        backstop=Particulars("Ans", "Achterwacht", phone="+31598000002"),
        conditions="none",
        languages=house.languages,
        organisations=house.organisations,
        urgency=house.urgency,
        own_village=house.own_village,
    )
    referrals.submit(referral, told, by=by)
    if house.waives:
        referrals.waive_choice(referral, "no_preference", by=year.by)
    year.houses[referral.id] = house
    year.ledger.came(referral.id, clock.now())
    plan_work(year, at_once=house.urgency == "urgent")


def prepare(year: Year, referral_id: int) -> None:
    """The household is spoken, and a day is fixed, on which the coordinator has nothing else."""
    referral = db.session.get_one(Referral, referral_id, populate_existing=True)
    lead = referrals_.active_lead(referral.municipality_id, referral_id)
    if lead is None or referral.state != "matched":
        return
    circle.first_contact(referral, lead, clock.today(), by=year.by)
    circle.spoken(circle.add(referral, Particulars("Oma"), "family", by=year.by), by=year.by)
    day = (clock.now() + MEETING).date()
    while (lead.coordinator_id, day) in year.days:
        day += timedelta(days=1)
    year.days.add((lead.coordinator_id, day))
    starts = datetime.combine(day, time(19, 30), clock.HOME)
    plan = Plan(starts, starts + timedelta(hours=3), place="bij oma", safety_checked=True)
    year.later(starts + timedelta(hours=4), hold, agenda.plan(referral, plan, by=year.by))


def hold(year: Year, conference: Conference) -> None:
    """It was held: the coordinator is free for another."""
    outcomes.report(conference, WENT, by=year.by)
    year.ledger.ends(conference.referral_id, clock.now())
    plan_work(year)
