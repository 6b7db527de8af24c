"""The main job from its first form to its last, through the pages: how often each step commits."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from bench.browser import RAW_TOKEN, Browser, Reply
from bench.pages import by_link, signed_in
from bench.watching import watch
from ekc import clock
from ekc.accounts.models import PersonalLink
from ekc.agenda.models import Conference
from ekc.circle.models import CircleMember
from ekc.db import db
from ekc.invitations.models import Invitation
from ekc.matching.models import Offer
from ekc.matching.rules import coming_weeks
from ekc.referrals.models import Assent
from tests.world import PASSWORD

if TYPE_CHECKING:
    from flask import Flask

    from tests.world import Somebody, World

NOON = datetime(2026, 10, 7, 12, tzinfo=clock.HOME)
DAY = date(2026, 10, 30)
DONE = ("303", "204")


@dataclass(frozen=True, slots=True)
class Step:
    """One writing request."""

    name: str
    status: str
    commits: int
    statements: int


@dataclass
class Walk:
    """The cast, their browsers, and what was done so far."""

    app: Flask
    world: World
    steps: list[Step] = field(default_factory=list)

    def post(self, who: Browser, name: str, path: str, **form: Any) -> Reply:  # noqa: ANN401 -- what a form holds
        """Send a form, and note what that cost."""
        with watch() as seen:
            reply = who.open(path, form)
        self.steps.append(Step(name, reply.status[:3], seen.commits, len(seen.sent)))
        return reply

    def browser(self, somebody: Somebody) -> Browser:
        """Somebody signed in."""
        return Browser(self.app, {**signed_in(somebody), "csrf_token": RAW_TOKEN})

    def phone(self, about_id: int) -> Browser:
        """The phone of whoever got the link about this."""
        link = find(PersonalLink, about_id=about_id)
        return Browser(self.app, {**by_link(link), "csrf_token": RAW_TOKEN})


def walk(app: Flask, world: World) -> list[Step]:
    """Everything from signing in to reporting that it was held; each step once."""
    going = Walk(app, world)
    with clock.at(NOON):
        going.post(
            Browser(app, {"csrf_token": RAW_TOKEN}),
            "sign in",
            "/inloggen",
            email="team@demo.example",
            password=PASSWORD,
        )
        referral_id = _asked(going)
        _matched(going, referral_id)
        _prepared(going, referral_id)
        _planned(going, referral_id)
    with clock.at(datetime.combine(DAY, time(23), clock.HOME)):
        conference = find(Conference, referral_id=referral_id, state="planned")
        going.post(
            going.browser(world.cor),
            "report that it was held",
            f"/bijeenkomsten/{conference.id}/uitkomst",
            held="yes",
            own_time="yes",
            people=9,
            plan="yes:ekc_plan",
        )
    return going.steps


def find(model: Any, **given: object) -> Any:  # noqa: ANN401 -- a row of any table
    """The newest row with these values."""
    db.reading()
    return db.session.query(model).filter_by(**given).order_by(model.id.desc()).first()


def _asked(going: Walk) -> int:
    sanne = going.browser(going.world.sanne)
    started = going.post(sanne, "start an aanmelding", "/aanmeldingen", team=f"{going.world.team.id}.")
    path = started.header("Location").removesuffix("/formulier")
    told = {
        "focus1-given_name": "Fam",
        "focus1-surname": "Jansen",
        "focus1-age": "18+",
        "focus1-phone": "0611111111",
        "no_fixed_address": "y",
        "goal": "Weer samen eten.",
        "responsible_is": "me",
        "backstop_is": str(going.world.petra.person.id),
        "conditions": "none",
    }
    going.post(sanne, "keep a draft", f"{path}/concept", **told)
    going.post(sanne, "send the aanmelding", f"{path}/indiening", **told)
    referral_id = int(path.rpartition("/")[2])
    asked = find(Assent, referral_id=referral_id)
    going.post(sanne, "note an instemming", f"{path}/instemming", person=asked.person_id, answer="yes.spoken")
    return referral_id


def _matched(going: Walk, referral_id: int) -> None:
    world, weeks = going.world, coming_weeks(NOON.date())
    chosen = [one.coordinator.id for one in (world.cor, world.noor) if one.coordinator is not None]
    going.post(
        going.browser(world.petra),
        "ask two coordinators",
        f"/aanmeldingen/{referral_id}/aanbod",
        chosen=chosen,
        week_from=weeks[3],
        week_until=weeks[6],
        waiver="asked_us",
    )
    for somebody, value in ((world.noor, "no"), (world.cor, "yes")):
        offer = find(Offer, person_id=somebody.person.id)
        going.post(
            going.phone(offer.id), f"say {value} by link", f"/aanbod/{offer.id}/antwoord", answer=value
        )


def _prepared(going: Walk, referral_id: int) -> None:
    cor, path = going.browser(going.world.cor), f"/trajecten/{referral_id}"
    going.post(cor, "note the first contact", f"{path}/eerste-contact")
    _meet(going, cor, referral_id, "Oma", mail="oma@post.example")
    _meet(going, cor, referral_id, "Buur", phone="0622222222")


def _meet(going: Walk, cor: Browser, referral_id: int, name: str, **known: str) -> None:
    going.post(
        cor,
        f"add {name} to the kring",
        f"/trajecten/{referral_id}/mensen",
        given_name=name,
        relation="family",
        language="nld",
        **known,
    )
    member = find(CircleMember, referral_id=referral_id)
    going.post(cor, f"note that {name} was spoken", f"/mensen/{member.id}/gesprek")


def _planned(going: Walk, referral_id: int) -> None:
    cor = going.browser(going.world.cor)
    day = {"begins": "19:30", "until": "22:00", "where": "other", "place": "Buurthuis", "safety": "y"}
    going.post(cor, "fix a day", f"/trajecten/{referral_id}/bijeenkomst", on=DAY - timedelta(days=1), **day)
    path = f"/bijeenkomsten/{find(Conference, referral_id=referral_id).id}"
    going.post(cor, "move the day", f"{path}/verplaatsing", on=DAY - timedelta(days=2), **day)
    _meet(going, cor, referral_id, "Tante", mail="tante@post.example")
    going.post(cor, "invite who was spoken since", f"{path}/uitnodigingen")
    guest = find(Invitation)
    answer = {"answer": "yes", "version": guest.sequence}
    going.post(going.phone(guest.id), "answer by link", f"/uitnodiging/{guest.id}/antwoord", **answer)
    going.post(cor, "enter an answer heard", f"/uitnodiging/{guest.id}/mondeling", answer="call_me")
    going.post(cor, "call the day off", f"{path}/afzegging", reason="no_room")
    going.post(cor, "fix another day", f"/trajecten/{referral_id}/bijeenkomst", on=DAY, **day)
