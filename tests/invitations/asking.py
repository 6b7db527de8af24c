"""A small appointment with guests, and what really left the house about it."""

from __future__ import annotations

import email.policy
import mailbox
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.parser import BytesParser

from sqlalchemy import select

from ekc import settings
from ekc.audit.models import LogEntry
from ekc.db import db
from ekc.invitations import service
from ekc.invitations.models import Answer, Appointment, Invitation
from ekc.notifications import delivery
from ekc.notifications.delivery import Postman
from ekc.notifications.models import Message
from ekc.notifications.transport import open_transport
from ekc.people.models import Person
from ekc.settings import Settings
from tests.tools import libical
from tests.tools.smtp import MailServer
from tests.world import World, make_person

NOW = datetime(2027, 1, 11, 9, 0, 0, 123_000, tzinfo=UTC)
STARTS = datetime(2027, 2, 12, 18, 30, tzinfo=UTC)
ENDS = STARTS + timedelta(hours=2, minutes=30)
LATER = STARTS + timedelta(days=7)
PLACE = "Dorpshuis De Kern, Hoofdweg 1"


@dataclass(frozen=True)
class Copy:
    """One mail that left, with the calendar file in it."""

    mail: EmailMessage

    @property
    def to(self) -> str:
        """The one address it went to."""
        return str(self.mail["To"])

    @property
    def subject(self) -> str:
        """What stands in a list of mails."""
        return str(self.mail["Subject"])

    @property
    def text(self) -> str:
        """The words."""
        part = self.mail.get_body(("plain",))
        assert part is not None
        return str(part.get_content())

    @property
    def ics(self) -> bytes:
        """The inline calendar; LookupError without one."""
        for part in self.mail.walk():
            if part.get_content_type() == "text/calendar":
                payload = part.get_payload(decode=True)
                assert isinstance(payload, bytes)
                return payload
        raise LookupError(self.subject)

    @property
    def event(self) -> libical.Event:
        """As libical reads it, after it found nothing wrong."""
        assert libical.errors(self.ics) == []
        return libical.events(self.ics)[0]

    def line(self, name: str) -> str:
        """One unfolded line of the calendar's event."""
        lines = self.ics.replace(b"\r\n ", b"").decode().split("\r\n")
        event = lines[lines.index("BEGIN:VEVENT") :]
        return next(line for line in event if line.startswith(name))


def make_appointment(world: World, *, place: str | None = PLACE, starts: datetime = STARTS) -> Appointment:
    """An evening with Cor."""
    cor = world.cor
    ends = starts + (ENDS - STARTS)
    return service.make(("session", 1), cor.person.id, "Afspraak met Cor", starts, ends, place, by=cor.actor)


def make_guests(world: World, *names: str, mail: bool = True) -> list[Person]:
    """Persons with an address of their own, or without mail."""
    return [
        make_person(world.municipality, name, mail=f"{name.lower()}@post.example" if mail else None)
        for name in names
    ]


def invited(world: World, *names: str, mail: bool = True) -> tuple[Appointment, list[Invitation]]:
    """An evening with Cor, and whom he asked to it."""
    appointment = make_appointment(world)
    guests = make_guests(world, *names, mail=mail)
    return appointment, service.invite(appointment, guests, by=world.cor.actor)


def leave() -> list[Copy]:
    """Let everything leave that may, and give what left now, in order."""
    before = there()
    _deliver(settings.current())
    return left_since(before)


def there() -> set[str]:
    """What has left so far."""
    return set(_box().iterkeys())


def left_since(before: set[str]) -> list[Copy]:
    """What left after that, in the order in which it was written."""
    new = [_box().get_bytes(key) for key in _box().iterkeys() if key not in before]
    copies = [Copy(BytesParser(EmailMessage, policy=email.policy.SMTP).parsebytes(raw)) for raw in new]
    return sorted(copies, key=lambda copy: int(str(copy.mail["Message-ID"])[1:].partition("@")[0], 16))


def leave_through(server: MailServer, chosen: Settings) -> None:
    """Let everything leave that may, through a real mail server."""
    _deliver(replace(chosen, mail_url=server.url))


def states() -> list[tuple[str, str]]:
    """(kind, state) of every message ever stored, in order."""
    return [(row.kind, row.state) for row in db.session.scalars(select(Message).order_by(Message.id))]


def logged(action: str) -> list[LogEntry]:
    """The lines of the logbook about one verb."""
    return list(db.session.scalars(select(LogEntry).where(LogEntry.action == action).order_by(LogEntry.id)))


def answers() -> list[tuple[str, str, int]]:
    """(value, how, version) of every answer ever given."""
    rows = db.session.scalars(select(Answer).order_by(Answer.id))
    return [(row.value, row.by, row.sequence) for row in rows]


def answers_of(invitations: Sequence[Invitation]) -> list[str | None]:
    """What stands as the answer now."""
    return [invitation.answer for invitation in invitations]


def _box() -> mailbox.Maildir:
    return mailbox.Maildir(settings.current().mail_url.removeprefix("maildir:"), create=True)


def fresh(row):
    """As it stands in the database now: a visit ends the session that a row came from."""
    db.session.expire_all()
    return db.session.get_one(type(row), row.id)


def _deliver(chosen: Settings) -> None:
    db.commit()
    postman = Postman(delivery.worker_name(), open_transport(chosen.mail_url), chosen)
    while delivery.deliver(postman):
        pass
    postman.transport.close()
