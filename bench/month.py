"""`python -m bench.month [--many N]`: a month of conferences, and how many messages everybody got.

Households get a coordinator, guests are asked, some days move, some are off; the jobs of the product run
three times a day on a clock that stands still meanwhile, and every mail goes to a real SMTP server.
A wijkagent sits in every circle: nobody gets more than he does.
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from ekc import clock, jobs, settings
from ekc.agenda import service as agenda
from ekc.agenda.models import Conference
from ekc.agenda.rules import Plan
from ekc.db import db
from ekc.notifications import catalogue, delivery
from ekc.notifications.delivery import Postman
from ekc.notifications.models import Message
from ekc.notifications.transport import open_transport
from tests.agenda.trajects import add, make_traject
from tests.tools.smtp import mail_server
from tests.world import empty_database, make_settings, make_world

if TYPE_CHECKING:
    from tests.tools.smtp import MailServer
    from tests.world import World

FIRST = date(2027, 3, 1)
DAYS, AHEAD, LAST_BEGINS = 38, 9, 26
HOURS = (time(8, 30), time(13), time(17, 30))
GUESTS = 5
AGENT = "wijkagent@politie.example"
MOVED, OFF = 3, 5  # every third conference moves, every fifth is off
JOBS = (jobs.ask_reach, jobs.check_days, jobs.remind_days, jobs.remind, jobs.remind_pool, jobs.send_digests)


@dataclass
class Month:
    """Who got how many mails on which day, and what must arrive and did not."""

    got: dict[str, Counter[date]] = field(default_factory=dict)
    must: int = 0
    arrived: int = 0
    spared: int = 0
    missing: Counter[str] = field(default_factory=Counter)

    def most(self, who: str, days: int) -> int:
        """The most that an address got in so many days in a row."""
        one = self.got[who]
        return max(sum(one[day + timedelta(days=more)] for more in range(days)) for day in one)


def run(many: int, server: MailServer) -> Month:
    """A month with so many conferences, in the empty database that is in use."""
    month, counted = Month(), 0
    with clock.at(datetime.combine(FIRST, HOURS[0], clock.HOME)):
        world = make_world()
        db.commit()
    postman = Postman(delivery.worker_name(), open_transport(server.url), settings.current())
    begins = Counter(FIRST + timedelta(days=number * LAST_BEGINS // many) for number in range(many))
    made: list[int] = []
    for day in (FIRST + timedelta(days=number) for number in range(DAYS)):
        for hour in HOURS:
            with clock.at(datetime.combine(day, hour, clock.HOME)):
                if hour == HOURS[1]:
                    _change(world, made, day)
                    made += [_conference(world, len(made) + more) for more in range(begins[day])]
                for job in JOBS:
                    job(settings.current())
                while delivery.deliver(postman):
                    pass
            for mail in server.mails[counted:]:
                month.got.setdefault(mail.recipients[0], Counter())[day] += 1
            counted = len(server.mails)
    postman.transport.close()
    for kind, state in db.session.query(Message.kind, Message.state).filter(Message.state != "replaced"):
        must = not catalogue.of(kind).gives_way
        month.must += must
        month.arrived += must and state == "sent"
        month.spared += state == "spared"
        if must and state != "sent":
            month.missing[f"{kind}: {state}"] += 1
    return month


def _conference(world: World, number: int) -> int:
    lead = (world.cor, world.noor)[number % 2]
    traject = make_traject(world, lead, surname=f"Huis{number}")
    for guest in range(GUESTS):
        add(traject, f"Gast{guest}", lead.actor, mail=f"gast{number}x{guest}@post.example")
    add(traject, "Wim", lead.actor, "professional", mail=AGENT)
    starts = datetime.combine(
        clock.today() + timedelta(days=AHEAD), time(9 + 4 * (number // 2 % 3)), clock.HOME
    )
    plan = _plan(starts)
    found = agenda.plan(traject.referral, plan, by=lead.actor).id
    db.commit()
    return found


def _change(world: World, made: list[int], day: date) -> None:
    for number, conference_id in enumerate(made):
        conference = db.session.get_one(Conference, conference_id, populate_existing=True)
        left = (conference.starts_at.astimezone(clock.HOME).date() - day).days
        if conference.state != "planned" or left not in {4, 5}:
            continue
        by = (world.cor, world.noor)[number % 2].actor
        if number % OFF == OFF - 1 and left == 4:  # noqa: PLR2004 -- some days before
            agenda.cancel(conference, "no_room", by=by)
        elif number % MOVED == 0 and left == 5:  # noqa: PLR2004 -- the same
            agenda.move(conference, _plan(conference.starts_at + timedelta(minutes=30)), by=by)
        db.commit()


def _plan(starts: datetime) -> Plan:
    return Plan(starts, starts + timedelta(minutes=150), place="bij oma", safety_checked=True)


def table(month: Month) -> str:
    """The month per kind of person."""
    kinds: dict[str, list[str]] = {}
    for who in month.got:
        kinds.setdefault(_kind(who), []).append(who)
    lines = ["| who | people | mean | most a day | most in seven days |", "|---|---|---|---|---|"]
    for kind, them in sorted(kinds.items()):
        many = mean(month.got[who].total() for who in them)
        most = [max(month.most(who, days) for who in them) for days in (1, 7)]
        lines.append(f"| {kind} | {len(them)} | {many:.1f} | {most[0]} | {most[1]} |")
    told = f"Must-sends: {month.must}, of which arrived: {month.arrived}. Left out: {month.spared}."
    missing = [f"Not by mail: {kind} ({many})." for kind, many in sorted(month.missing.items())]
    return "\n".join([*lines, "", told, *missing, ""])


def _kind(who: str) -> str:
    if who == AGENT:
        return "wijkagent in every circle"
    if who.startswith("gast"):
        return "guest"
    return {"bureau": "bureau", "team": "team", "coordinator": "coordinator"}.get(
        who.partition("@")[0].removeprefix("andere"), "others"
    )


def main() -> int:
    """Run and print."""
    many = int(sys.argv[2]) if sys.argv[1:2] == ["--many"] else 40
    with TemporaryDirectory(prefix="ekc-month-") as folder, mail_server() as server:
        empty_database(make_settings(Path(folder)))
        print(table(run(many, server)))
        db.remove()
        db.engine.dispose()
    return 0


if __name__ == "__main__":
    sys.exit(main())
