"""The outbox beside a plain loop that builds and sends the same mails with the standard library (S12).

On the clock on the wall: a mail server works too.
"""

from __future__ import annotations

import os
import smtplib
from email.message import EmailMessage
from email.policy import SMTP
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sqlalchemy import insert, select

from bench.beside import Measured
from bench.calendars import GUEST, NOW, ORGANIZER, event
from bench.far import far_away
from ekc import settings
from ekc.db import db, new_id
from ekc.invitations import ics
from ekc.notifications import delivery
from ekc.notifications.delivery import Postman
from ekc.notifications.models import Message, State
from ekc.notifications.outbox import Draft, enqueue
from ekc.notifications.transport import open_transport
from tests.tools.smtp import mail_server

if TYPE_CHECKING:
    from tests.world import World

MAILS, OLD, FAR_MAILS = 200, 200_000, 25
ROUNDS = 5  # the disk is not alike from one to the next
AWAY = 0.020  # seconds from here to a relay and back
TRIPS = 4  # MAIL, RCPT, DATA, and the end of the data


def an_outbox(world: World) -> list[Measured]:
    """S12: near, near with years of old messages, and far away."""
    with mail_server() as server:
        near = [_both(world, server.url, MAILS) for _ in range(ROUNDS)]
        ours, loop = (median(each) for each in zip(*near, strict=True))
        with far_away(server.port, AWAY) as port:
            far = _outbox(world, f"smtp://127.0.0.1:{port}", FAR_MAILS)
        _old()
        os.sync()  # they came years ago: nobody writes them down any more
        late = median(_outbox(world, server.url, MAILS) for _ in range(ROUNDS))
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
        f"bench {new_id()}",
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
