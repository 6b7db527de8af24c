"""Every periodic job of the product on one screen, and the worker that runs them.

Nothing is stored about a job: each run looks at today's rows and takes what is due, so that two workers, a
clock set back or a stop of a day do no harm. The scheduler is only a clock.
"""

from __future__ import annotations

import logging
import signal
from dataclasses import dataclass
from datetime import UTC
from functools import partial
from typing import TYPE_CHECKING

from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy.exc import OperationalError

from ekc import clock, processes, settings
from ekc.arranging import service as arranging
from ekc.audit import service as audit
from ekc.calendars import service as calendars
from ekc.calendars.reader import CHILD
from ekc.calls import otherwise
from ekc.db import db
from ekc.duty import asking
from ekc.exchange import service as exchange
from ekc.invitations import reminding
from ekc.mailroom import reading
from ekc.mailroom import service as mailroom
from ekc.matching import ladder
from ekc.notifications import delivery, telephones
from ekc.notifications.delivery import Postman
from ekc.notifications.imap import open_tray
from ekc.notifications.quiet import is_quiet
from ekc.notifications.rules import Way
from ekc.notifications.texting import open_texts
from ekc.notifications.transport import open_transport
from ekc.notifications.web_push import Push
from ekc.polls.asking import nudge_due
from ekc.pool import reminders
from ekc.publishing import service as publishing
from ekc.safety import checkins
from ekc.texts import digest
from ekc.tonight import service as tonight
from ekc.training import seating
from ekc.visits import reminding as visits

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ekc.settings import Settings

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """What to do, and how many seconds between two runs."""

    name: str
    seconds: int
    run: Callable[[Settings], int]


def deliver(postman: Postman, _: Settings) -> int:
    """Deliver all that is due."""
    done = 0
    while True:
        batch = delivery.deliver(postman)
        done += batch
        if batch < delivery.BATCH:
            return done


def send_otherwise(_: Settings) -> int:
    """What did not get there, for who can be reached by text or on paper too."""
    tried = otherwise.send_otherwise(clock.now())
    db.commit()
    return tried


def send_digests(_: Settings) -> int:
    """One mail a morning, for who wants that."""
    sent = digest.send_due(clock.now())
    db.commit()
    return sent


def push(postman: Postman, settings: Settings) -> int:
    """A hint on the telephones of who wants one; those that are no more are forgotten."""
    done = deliver(postman, settings)
    if done:
        telephones.forget_gone()
        db.commit()
    return done


def forget_files(_: Settings) -> int:
    """Spreadsheets that wait too long to be taken over."""
    forgotten = exchange.lapse(clock.now())
    db.commit()
    return forgotten


def lapse_offers(_: Settings) -> int:
    """Offers past their time, told to the bureau; and what follows from that."""
    lapsed = processes.lapse_offers(clock.now())
    db.commit()
    return lapsed


def nudge(_: Settings) -> int:
    """Who was asked and said nothing half-way, once, in waking hours."""
    nudged = ladder.nudge_due(clock.now())
    db.commit()
    return nudged


def remind_pool(_: Settings) -> int:
    """Whose VOG runs out, or what ran out, in waking hours; each thing is told once."""
    now = clock.now()
    quiet = is_quiet(now.astimezone(clock.HOME), settings.current().quiet)
    reminded = reminders.remind(now, quiet=quiet)
    db.commit()
    return reminded


def read_calendars(_: Settings, child: Sequence[str] = CHILD) -> int:
    """The own calendars of coordinators: taken, read while no transaction is open, then written down."""
    taken = calendars.claim(clock.now())
    db.commit()
    db.remove()
    answers = calendars.ask([each.question for each in taken], child)
    for each, answer in zip(taken, answers, strict=True):
        calendars.keep(each, answer, clock.now())
        db.commit()
    return len(taken)


def forget_calendars(_: Settings) -> int:
    """Busy hours that were read more than a day ago."""
    forgotten = calendars.lapse(clock.now())
    db.commit()
    return forgotten


def publish(_: Settings, child: Sequence[str] = CHILD) -> int:
    """Appointments into own calendars: taken, put while no transaction is open, then written down."""
    taken = publishing.claim(clock.now())
    db.commit()
    db.remove()
    for each, said in zip(taken, publishing.carry_out(taken, child), strict=True):
        publishing.keep(each, said, clock.now())
        db.commit()
    return len(taken)


def leave_calendars(_: Settings) -> int:
    """Own calendars of who may not come in any more, and those that do not answer."""
    left = publishing.lapse(clock.now())
    db.commit()
    return left


def settle_places(_: Settings) -> int:
    """Places at trainings and intervisies, after answers that came by mail."""
    settled = seating.settle_all(clock.now())
    db.commit()
    return settled


def remind(_: Settings) -> int:
    """Who comes to a training or intervisie in two days; what coordinators have a date for."""
    now = clock.now()
    reminded = seating.remind_due(now) + visits.remind_due(now)
    db.commit()
    return reminded


def remind_days(_: Settings) -> int:
    """Who comes to a bijeenkomst in as many days as the municipality chose."""
    reminded = reminding.remind_due(clock.now())
    db.commit()
    return reminded


def ask_reach(_: Settings) -> int:
    """Whether an achterwacht can be reached at a planned day; and where nobody is, the bureau hears it."""
    asked = asking.tick(clock.now())
    db.commit()
    return asked


def check_days(_: Settings) -> int:
    """Whether everything is in order for the days within 48 hours, once for each start."""
    checked = arranging.tick(clock.now())
    db.commit()
    return checked


def nudge_polls(_: Settings) -> int:
    """Who did not say yet which days suit, once, two days before the end, in waking hours."""
    nudged = nudge_due(clock.now())
    db.commit()
    return nudged


def watch(_: Settings) -> int:
    """Who did not check out in time: a nudge first, then an alarm, at whatever hour."""
    late = checkins.watch(clock.now())
    db.commit()
    return late


def alarm_tonight(_: Settings) -> int:
    """A kleine kring not settled after 4, 12 and 20 hours: who is on duty hears it, at whatever hour."""
    rung = tonight.alarm_due(clock.now())
    db.commit()
    return rung


def seal_logbook(_: Settings) -> int:
    """Bind new lines of the logbook into its chain."""
    sealed = audit.seal_chain()
    db.commit()
    return sealed


def read_mail(reader: reading.Reader, _: Settings) -> int:
    """What came into our mailbox: answers, and mail that was returned."""
    return reading.read_inbox(reader)


def forget_mail(_: Settings) -> int:
    """Mail that was dealt with a month ago, and what nobody read in three."""
    forgotten = mailroom.forget(clock.now())
    db.commit()
    return forgotten


def jobs(settings: Settings) -> tuple[Job, ...]:
    """All of them."""
    postman = Postman(delivery.worker_name(), open_transport(settings.mail_url), settings)
    texts = open_texts(settings)
    pusher = Postman(delivery.worker_name(), Push(settings.mail_from), settings, Way.PUSH)
    texter = Postman(delivery.worker_name(), texts, settings, Way.SMS)
    reader = reading.Reader(open_tray(settings.inbox_url))
    return (
        Job("deliver", 1, partial(deliver, postman)),
        Job("deliver_texts", 2, partial(deliver, texter)),
        Job("push", 5, partial(push, pusher)),
        Job("send_otherwise", 60, send_otherwise),
        Job("read_mail", 10, partial(read_mail, reader)),
        Job("forget_mail", 3600, forget_mail),
        Job("digests", 300, send_digests),
        Job("forget_files", 3600, forget_files),
        Job("read_calendars", 5, read_calendars),
        Job("forget_calendars", 300, forget_calendars),
        Job("publish", 15, publish),
        Job("leave_calendars", 3600, leave_calendars),
        Job("lapse_offers", 60, lapse_offers),
        Job("nudge", 300, nudge),
        Job("remind_pool", 3600, remind_pool),
        Job("settle_places", 30, settle_places),
        Job("remind", 600, remind),
        Job("remind_days", 30, remind_days),
        Job("ask_reach", 300, ask_reach),
        Job("check_days", 300, check_days),
        Job("nudge_polls", 600, nudge_polls),
        Job("watch", 20, watch),
        Job("alarm_tonight", 60, alarm_tonight),
        Job("seal_logbook", 30, seal_logbook),
    )


def run(job: Job, settings: Settings) -> None:
    """One run of one job; trouble is logged without a word about anyone, and the next run tries again."""
    try:
        job.run(settings)
    except OperationalError:
        log.warning("job %s: database not available", job.name)
    except Exception:
        log.exception("job %s", job.name)
    finally:
        db.remove()


def work(settings: Settings) -> None:
    """Run the jobs until SIGTERM or SIGINT; a run that has begun is finished."""
    scheduler = BackgroundScheduler(
        timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )
    for job in jobs(settings):
        scheduler.add_job(run, "interval", [job, settings], seconds=job.seconds, next_run_time=clock.now())
    signals = (signal.SIGTERM, signal.SIGINT)
    signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    scheduler.start()
    signal.sigwait(signals)
    scheduler.shutdown(wait=True)
