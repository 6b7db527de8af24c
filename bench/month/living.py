"""Letting the month pass: the stories in the order of time, the worker in between, and the post."""

from __future__ import annotations

import mailbox
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from email import message_from_bytes
from email.header import decode_header, make_header
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from bench.month import around, household, others, recognised, seldom
from bench.month.household import Home, Month
from bench.month.ledger import Heard, Ledger
from ekc import clock, jobs, seed_town, settings
from ekc.db import db, ids_from
from ekc.notifications.delivery import Postman
from ekc.notifications.models import Message
from ekc.seed_calendar import tell
from ekc.seed_pool import LONG_AGO, POOL
from ekc.seed_town import CAST, ON_DUTY, OTHERS, PETRA
from ekc.seed_verbs import instant
from tests.mailroom.coming_back import report
from tests.notifications.provider import provider
from tests.tools.smtp import mail_server
from tests.world import empty_database, make_settings

if TYPE_CHECKING:
    from ekc.seed_town import Town
    from tests.notifications.provider import Provider
    from tests.tools.smtp import Mail, MailServer

FIRST = date(2027, 3, 1)
HOUSEHOLDS = 43  # of which three make a plan without a conference
ARRIVE = 26  # days in which the households ask
LASTS = 92  # days until all have met, and were called four weeks later
CIRCLES = (5, 16, 30)  # the days on which a kleine kring begins
HOURS = (time(8, 5), time(11), time(14), time(17, 30), time(20, 15))
ROOMY = [  # all have joined, and for so many households in a month each has room for three
    one._replace(at_once=3, per_year=12, paused=None, joined=LONG_AGO) for one in POOL
]
ELSEWHERE = {"read_calendars", "forget_calendars", "publish", "leave_calendars", "push", "seal_logbook"}
TWICE = ("deliver", "deliver_texts")  # once more after what the others wrote


@dataclass(frozen=True, slots=True)
class Size:
    """Which households, how many of the neighbourhood around each, in how many days they ask, how many days
    pass, and when the worker runs on each."""

    numbers: Sequence[int] = range(HOUSEHOLDS)
    guests: int = 5
    arrive: int = ARRIVE
    lasts: int = LASTS
    circles: Sequence[int] = CIRCLES
    hours: Sequence[time] = HOURS


@dataclass
class Post:
    """What came in at the servers, read once."""

    mails: MailServer
    texts: Provider
    inbox: mailbox.Maildir
    ledger: Ledger
    read: tuple[int, int] = (0, 0)

    def empty(self) -> None:
        """Write down what came in since; mail to an address that is no more goes back."""
        for mail in self.mails.mails[self.read[0] :]:
            if mail.recipients[0].startswith("weg."):
                self.inbox.add(_returned(mail))
            else:
                self.ledger.heard.append(_heard(mail))
        for number, words in self.texts.texts[self.read[1] :]:
            kinds = recognised.by_text(words)
            self.ledger.heard.append(Heard(f"+{number}", kinds, clock.now().astimezone(clock.HOME), words))
        self.read = len(self.mails.mails), len(self.texts.asked)


def _heard(mail: Mail) -> Heard:
    message = message_from_bytes(mail.content)
    subject = str(make_header(decode_header(message["Subject"])))
    plain = next(part for part in message.walk() if part.get_content_type() == "text/plain")
    text = bytes(plain.get_payload(decode=True)).decode()
    now = clock.now().astimezone(clock.HOME)
    return Heard(mail.recipients[0], recognised.by_subject(subject), now, f"{subject}\n{text}")


def _returned(mail: Mail) -> bytes:
    return report(
        Message(id=0, address=mail.recipients[0]), named=str(message_from_bytes(mail.content)["Message-ID"])
    )


def live(size: Size) -> Month:
    """A month of this size, in a database, with servers and in folders of its own."""
    with TemporaryDirectory(prefix="ekc-month-", dir=_memory()) as folder, servers() as (mails, texts):
        there = Path(folder)
        given = {"mail_url": mails.url, "sms_url": texts.url(), "quiet_hours": "21-8"}
        empty_database(make_settings(there, **given))
        post = Post(mails, texts, mailbox.Maildir(there / "inbox"), Ledger())
        try:
            return _pass(size, post)
        finally:
            db.remove()
            db.engine.dispose()


@contextmanager
def servers() -> Iterator[tuple[MailServer, Provider]]:
    """A mail server and a provider of texts."""
    with mail_server() as mails, provider() as texts:
        yield mails, texts


def _memory() -> Path | None:
    memory = Path("/dev/shm")  # noqa: S108 -- a folder of our own is made in it
    return memory if memory.is_dir() else None


def _pass(size: Size, post: Post) -> Month:
    begin = datetime.combine(FIRST, time(8), clock.HOME)
    until = begin + timedelta(days=size.lasts)
    with ids_from(random.Random(1)):  # noqa: S311 -- a simulation, not a secret
        with clock.at(begin):
            town = seed_town.found(begin, until, 1, ROOMY)
            town.known.clear()
            db.commit()
        month = Month(post.ledger, _ways(town), PETRA, size.guests)
        stories = [_household(town, month, number, size) for number in size.numbers]
        stories += [story(town, month, FIRST) for story in (others.calling, others.watching, seldom.posting)]
        stories += [
            seldom.small_circle(town, month, FIRST + timedelta(days=ahead), guarded=bool(ahead % 2))
            for ahead in size.circles
        ]
        stories += [
            others.intervisie(town, month, FIRST + timedelta(days=ahead))
            for ahead in (24, 52)
            if ahead < size.lasts
        ]
        stories += [others.claims(town, FIRST + timedelta(days=ahead)) for ahead in range(5, size.lasts, 7)]
        tell([*stories, _worker(post, size.hours)], begin, until)
    post.ledger.groups |= _groups()
    return month


def _ways(town: Town) -> dict[int, tuple[str, ...]]:
    """How coordinators and achterwachten are reached, by person id."""
    mails = {
        f"{one.given_name} {one.surname}": one.email or f"{one.given_name}.{one.surname}@pool.example".lower()
        for one in POOL
    }
    ways = {who.person_id: (mails[name],) for name, who in town.pool.items()}
    return ways | {
        person_id: (mail,) if mail else ()
        for person_id, (_, _, mail) in zip(town.on_duty, ON_DUTY, strict=True)
    }


def _groups() -> dict[str, str]:
    """What kind of person is behind each address that has a name."""
    staff = {one.email: one.role.value for one in (*CAST, *OTHERS)}
    return staff | around.AT_WORK


def _household(town: Town, month: Month, number: int, size: Size) -> household.Story:
    chance = random.Random(f"month {number}")  # noqa: S311 -- a simulation, not a secret
    home = Home(town, chance, month.booked, number=number, month=month)
    turn = size.numbers.index(number)
    return household.way(home, FIRST + timedelta(days=turn * size.arrive // len(size.numbers)))


def _worker(post: Post, hours: Sequence[time]) -> Iterator[datetime]:
    """The jobs of the product, some times a day; and the post is read."""
    now = settings.current()
    every = {job.name: job for job in jobs.jobs(now) if job.name not in ELSEWHERE}
    order = [every.pop("read_mail"), *every.values(), *(every[name] for name in TWICE)]
    day = FIRST
    try:
        while True:
            for hour in hours:
                yield instant(day, hour)
                db.commit()
                for job in order:
                    job.run(now)
                db.remove()
                post.empty()
            day += timedelta(days=1)
    finally:
        for job in every.values():
            for one in getattr(job.run, "args", ()):
                if isinstance(one, Postman):
                    one.transport.close()
