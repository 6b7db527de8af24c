"""One invitation beside the icalendar library alone (S9), and a feed of 1,000 appointments beside making it
anew (S10)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import icalendar
from sqlalchemy import insert, select

from bench.beside import Measured, medians
from ekc import clock
from ekc.db import db, new_id
from ekc.invitations import feeds, ics, standing
from ekc.invitations.models import Appointment
from ekc.invitations.vtimezone import VTIMEZONE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.world import World

INVITATIONS, APPOINTMENTS = 300, 1_000
NOW = datetime(2027, 1, 11, 9, tzinfo=UTC)
ORGANIZER, GUEST = ics.Party("afspraak@ekc.example", "Cor"), ics.Party("gast@post.example", "Anna")


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


def one_invitation() -> Measured:
    """S9."""
    events = [event(number) for number in range(INVITATIONS)]
    zone = icalendar.Timezone.from_ical(VTIMEZONE)
    ours, alone = medians(
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


def a_feed(world: World) -> Measured:
    """S10."""
    rows = [_appointment(world, event(number)) for number in range(APPOINTMENTS)]
    db.session.execute(insert(Appointment), rows)
    db.commit()
    window = feeds.window(NOW)
    owner = world.cor.person.id
    all_of_them = select(Appointment).where(Appointment.organiser_person_id == owner)
    ours, anew = medians(
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
