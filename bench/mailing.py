"""Messages and calendars: one invitation beside the icalendar library alone (S9), a feed of 1,000
appointments beside making it anew (S10), and the outbox beside a plain loop that builds and sends the same
mails (S12)."""

from __future__ import annotations

import gc
import smtplib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from statistics import median
from time import perf_counter, process_time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import icalendar
from sqlalchemy import insert, select, update

from bench.far import far_away
from ekc import clock, settings
from ekc.db import db, new_id
from ekc.invitations import feeds, ics, standing
from ekc.invitations.models import Appointment
from ekc.invitations.vtimezone import VTIMEZONE
from ekc.notifications import delivery
from ekc.notifications.delivery import Postman
from ekc.notifications.models import Message, State
from ekc.notifications.outbox import Draft, enqueue
from ekc.notifications.transport import open_transport
from tests.tools.smtp import mail_server
from tests.world import empty_database, make_settings, make_world

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from tests.world import World

ROUNDS = 7
INVITATIONS, APPOINTMENTS, MAILS, OLD, FAR_MAILS = 300, 1_000, 200, 200_000, 25
AWAY = 0.020  # seconds from here to a relay and back
TRIPS = 4  # MAIL, RCPT, DATA, and the end of the data
NOW = datetime(2027, 1, 11, 9, tzinfo=UTC)
ORGANIZER, GUEST = ics.Party("afspraak@ekc.example", "Cor"), ics.Party("gast@post.example", "Anna")


@dataclass(frozen=True, slots=True)
class Measured:
    """One thing beside its floor: seconds of each, and the part or the times that it may take."""

    name: str
    ours: float
    floor: float
    goal: float
    at_least: bool = False  # the goal is a least speed: floor ÷ ours

    @property
    def times(self) -> float:
        """How many times the floor; of a speed, which part of its speed."""
        return self.floor / self.ours if self.at_least else self.ours / self.floor

    @property
    def fits(self) -> bool:
        """Whether the goal holds."""
        return self.times >= self.goal if self.at_least else self.times <= self.goal


def measure(folder: Path) -> list[Measured]:
    """All three, on an SQLite database in `folder`."""
    folder.mkdir()
    chosen = make_settings(folder)
    empty_database(chosen)
    with clock.at(NOW):
        world = make_world()
        found = [_one_invitation(), _a_feed(world), *_an_outbox(world)]
    db.remove()
    db.engine.dispose()
    return found


def event(number: int = 0) -> ics.Event:
    """An evening."""
    starts = NOW + timedelta(days=7 + number % 400, hours=9)
    return ics.Event(
        uid=f"{number:032x}@ekc.example",
        sequence=0,
        stamp=NOW,
        created=NOW,
        changed=NOW,
        starts=starts,
        ends=starts + timedelta(hours=2),
        summary="Afspraak met Cor",
        location="Dorpshuis De Kern, Hoofdweg 1, Hoogezand",
        description="Kun je komen? Geef je antwoord op je eigen pagina. Vragen? Bel 0598 12 34 56.",
    )


def _one_invitation() -> Measured:
    events = [event(number) for number in range(INVITATIONS)]
    zone = icalendar.Timezone.from_ical(VTIMEZONE)
    ours, alone = _medians(
        lambda: [ics.request(one, ORGANIZER, GUEST) for one in events],
        lambda: [_by_the_library(one, zone) for one in events],
    )
    return Measured(
        "one invitation, beside icalendar alone (S9)", ours / INVITATIONS, alone / INVITATIONS, 1.2
    )


def _by_the_library(one: ics.Event, zone: icalendar.Component) -> bytes:
    whole, made = icalendar.Calendar(), icalendar.Event()
    for name, value in (
        ("prodid", ics.PRODID),
        ("version", "2.0"),
        ("calscale", "GREGORIAN"),
        ("method", "REQUEST"),
    ):
        whole.add(name, value)
    whole.add_component(zone)
    for name, told in _lines(one).items():
        made.add(name, told)
    for name, party, more in (
        ("organizer", ORGANIZER, {}),
        ("attendee", GUEST, {"PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE"}),
    ):
        made.add(
            name, icalendar.vCalAddress(f"mailto:{party.address}"), parameters={"CN": party.name, **more}
        )
    whole.add_component(made)
    content: bytes = whole.to_ical()
    return content


def _lines(one: ics.Event) -> dict[str, object]:
    return {
        "uid": one.uid,
        "sequence": one.sequence,
        "dtstamp": one.stamp,
        "created": one.created,
        "last-modified": one.changed,
        "dtstart": one.starts.astimezone(clock.HOME),
        "dtend": one.ends.astimezone(clock.HOME),
        "class": "PRIVATE",
        "status": "CONFIRMED",
        "transp": "OPAQUE",
        "summary": one.summary,
        "location": one.location,
        "description": one.description,
    }


def _a_feed(world: World) -> Measured:
    rows = [_appointment(world, event(number)) for number in range(APPOINTMENTS)]
    db.session.execute(insert(Appointment), rows)
    db.commit()
    window = feeds.window(NOW)
    owner = world.cor.person.id
    all_of_them = select(Appointment).where(Appointment.organiser_person_id == owner)
    ours, anew = _medians(
        lambda: ics.feed(feeds.NAME, standing.feed_blocks(owner, window)),
        lambda: _made_anew(list(db.session.scalars(all_of_them))),
    )
    return Measured("a feed of 1,000 appointments, beside making it with icalendar (S10)", ours, anew, 0.03)


def _appointment(world: World, one: ics.Event) -> dict[str, object]:
    return {
        "id": new_id(),
        "municipality_id": world.municipality.id,
        "owner_kind": "session",
        "owner_id": 1,
        "organiser_person_id": world.cor.person.id,
        "uid": one.uid,
        "sequence": 0,
        "title": one.summary,
        "starts_at": one.starts,
        "ends_at": one.ends,
        "place": one.location,
        "created_at": NOW,
        "changed_at": NOW,
        "stamped_at": NOW,
        "block": ics.event_lines(one).decode(),
    }


def _made_anew(rows: Sequence[Appointment]) -> bytes:
    whole = icalendar.Calendar()
    for row in rows:
        made = icalendar.Event()
        made.add("uid", row.uid)
        made.add("dtstamp", row.changed_at)
        made.add("dtstart", row.starts_at.astimezone(clock.HOME))
        made.add("dtend", row.ends_at.astimezone(clock.HOME))
        made.add("summary", row.title)
        made.add("location", row.place or "")
        whole.add_component(made)
    content: bytes = whole.to_ical()
    return content


def _an_outbox(world: World) -> list[Measured]:
    """The clock on the wall: a mail server works too."""
    with mail_server() as server:
        near = [_both(world, server.url, MAILS) for _ in range(3)]
        ours, loop = (median(each) for each in zip(*near, strict=True))
        with far_away(server.port, AWAY) as port:
            far = _outbox(world, f"smtp://127.0.0.1:{port}", FAR_MAILS)
        _old()
        late = median(_outbox(world, server.url, MAILS) for _ in range(3))
    trips = FAR_MAILS * TRIPS * AWAY
    return [
        Measured(
            f"outbox of {MAILS} mails, beside a loop with email and smtplib (S12)",
            ours,
            loop,
            0.85,
            at_least=True,
        ),
        Measured(f"the same with {OLD:,} old messages (S12)", late, ours, 1.1),
        Measured(
            "relay 20 ms away: which part of one mail in four round trips (S12)",
            far,
            trips,
            0.9,
            at_least=True,
        ),
    ]


def _both(world: World, url: str, many: int) -> tuple[float, float]:
    return _outbox(world, url, many), _loop(url, many)


def _outbox(world: World, url: str, many: int) -> float:
    for number in range(many):
        enqueue(_draft(world, number))
    db.commit()
    chosen = settings.current()
    postman = Postman(delivery.worker_name(), open_transport(url), chosen)
    begin = perf_counter()
    while delivery.deliver(postman):
        pass
    taken = perf_counter() - begin
    postman.transport.close()
    db.session.execute(update(Message).values(dedupe_key=Message.dedupe_key + "."))
    db.commit()
    return taken


def _draft(world: World, number: int) -> Draft:
    calendar = ics.request(event(number), ORGANIZER, GUEST)
    words = {
        "coordinator": "Cor",
        "day": "vrijdag 12 februari 2027",
        "when": "vrijdag 12 februari 2027, 19.30 – 22.00 uur",
        "place": "Dorpshuis",
        "phone": "0598 12 34 56",
    }
    return Draft(
        world.municipality.id,
        "invitation_cancelled",
        f"gast{number}@post.example",
        ("invitation", number + 1),
        f"bench {number}",
        words,
        calendar=calendar,
        method="REQUEST",
    )


def _loop(url: str, many: int) -> float:
    """The least that any program does: the same words and calendar, over one connection."""
    words = db.session.scalars(select(Message).order_by(Message.id.desc()).limit(many)).all()
    told = [(row.address, row.subject, row.body_text, row.body_html, row.calendar or "") for row in words]
    db.commit()
    at = urlsplit(url)
    begin = perf_counter()
    with smtplib.SMTP(str(at.hostname), at.port or 25) as server:
        for address, subject, text, html, calendar in told:
            mail = EmailMessage(SMTP)
            mail["From"], mail["To"], mail["Subject"] = ORGANIZER.address, address, subject
            mail["Message-ID"], mail["Date"] = f"<{len(address)}@ekc.example>", NOW
            mail.set_content(text, cte="quoted-printable")
            mail.add_alternative(html, subtype="html", cte="quoted-printable")
            content = calendar.encode()
            inline = {"method": "REQUEST", "charset": "UTF-8"}
            mail.add_alternative(content, "text", "calendar", cte="base64", params=inline)
            mail.add_attachment(content, "application", "ics", filename="invite.ics", cte="base64")
            server.sendmail(ORGANIZER.address, [address], mail.as_bytes())
    return perf_counter() - begin


def _old() -> None:
    """Messages of years, all of them gone."""
    one = db.session.scalars(select(Message).limit(1)).one()
    row = {column.key: getattr(one, column.key) for column in Message.__mapper__.column_attrs}
    for start in range(0, OLD, 5_000):
        db.session.execute(
            insert(Message),
            [
                {**row, "id": new_id(), "state": State.SENT.value, "dedupe_key": f"old {start + number}"}
                for number in range(5_000)
            ],
        )
    db.commit()


def _medians(*verbs: Callable[[], object]) -> list[float]:
    taken: list[list[float]] = [[] for _ in verbs]
    for verb in verbs:
        verb()
    gc.collect()
    gc.disable()
    for _ in range(ROUNDS):
        for verb, times in zip(verbs, taken, strict=True):
            begin = process_time()
            verb()
            times.append(process_time() - begin)
    gc.enable()
    return [median(times) for times in taken]
