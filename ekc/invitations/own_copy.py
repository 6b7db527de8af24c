"""An appointment as the calendar of one person shows it: a guest's copy, or a line of who organises it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from ekc.invitations import ics, rules
from ekc.notifications.markup import BELOW
from ekc.notifications.rules import Way, way_of
from ekc.notifications.said import Said
from ekc.notifications.tongues import TEXTS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ekc.invitations.models import Appointment, Invitation

ELSEWHERE = Said("Het adres staat op je persoonlijke pagina.", "The address is on your personal page.")
AT_A_DISTANCE = Said(
    "op afstand: je wordt gebeld", "from a distance: we will call you"
)  # is no place to go to
SIGNED_IN = Said("Dat zie je als je inlogt.", "You see it when you sign in.")  # who organises has no page
QUESTIONS = Said(
    "Vragen, of komt het anders uit? Bel {}.", "Questions, or does another moment suit you better? Call {}."
)
IN_FEED = "Bijeenkomst"  # in her own calendar every appointment is with herself
THIN = {"visit": "Afspraak"}  # what belongs to this kind of owner says even less


class Theirs(NamedTuple):
    """From when until when (aware) it is for one person, and where as far as a message may say it."""

    starts: datetime
    ends: datetime
    place: str | None


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What is the same for everybody who gets a message about one version of an appointment.

    `stamp` is the DTSTAMP of the messages, aware UTC. `languages` is what guests read who read no Dutch (ISO
    639-3), by person id.
    """

    appointment: Appointment
    coordinator: str
    phone: str
    mailbox: str
    stamp: datetime
    languages: Mapping[int, str]


def theirs(appointment: Appointment, invitation: Invitation | None) -> Theirs:
    """When and where it is for whom an invitation is for; None: for whoever organises it."""
    if invitation is None:
        return Theirs(appointment.starts_at, appointment.ends_at, rules.hers(appointment.place))
    place = invitation.own_place or appointment.place
    return Theirs(
        invitation.own_starts_at or appointment.starts_at,
        invitation.own_ends_at or appointment.ends_at,
        rules.hers(place) if is_hers(appointment, invitation) else place,
    )


def shown(appointment: Appointment, invitation: Invitation) -> tuple[str, Theirs]:
    """What can be read of it in the calendar of whom an invitation is for: her own copy has no title."""
    title = "" if is_hers(appointment, invitation) else appointment.title
    return title, theirs(appointment, invitation)


def block(head: Letterhead) -> str:
    """The lines of the appointment in the calendar feed of whoever organises it."""
    return ics.event_lines(event(head, None)).decode()


def is_hers(appointment: Appointment, invitation: Invitation | None) -> bool:
    """Whether this copy is for whoever organises it."""
    return invitation is None or invitation.person_id == appointment.organiser_person_id


def event(head: Letterhead, invitation: Invitation | None) -> ics.Event:
    """The appointment as it is for one person; None: as it stands in the feed of whoever organises it."""
    appointment, own = head.appointment, theirs(head.appointment, invitation)
    summary, description = _words(head, invitation, own.place)
    return ics.Event(
        uid=appointment.uid,
        sequence=appointment.sequence if invitation is None else invitation.sequence,
        stamp=head.stamp,
        created=appointment.created_at,
        changed=appointment.changed_at,
        starts=own.starts,
        ends=own.ends,
        summary=summary,
        location=own.place or "",
        description=description,
        cancelled=appointment.cancelled_at is not None,
    )


def _words(head: Letterhead, invitation: Invitation | None, place: str | None) -> tuple[str, str]:
    """The title and the text; for who reads another language in that one, with the Dutch below it."""
    appointment = head.appointment
    hers = THIN.get(appointment.owner_kind, IN_FEED)
    if invitation is None:
        return hers, f"Vragen? Bel {head.phone}."
    nowhere = SIGNED_IN if is_hers(appointment, invitation) else ELSEWHERE
    dutch = ("" if place else f"{nowhere}\n") + QUESTIONS.format(head.phone)
    if nowhere is SIGNED_IN:
        return hers, dutch
    coordinator = rules.coordinator_in(appointment.title)
    if coordinator is None or head.languages.get(invitation.person_id) not in TEXTS:
        return appointment.title, dutch
    first = ("" if place else f"{nowhere.english}\n") + QUESTIONS.english.format(head.phone)
    return f"Appointment with {coordinator}", f"{first}\n\n{BELOW}\n{appointment.title}. {dutch}"


def calendar(
    make: Callable[..., bytes],
    made: ics.Event,
    head: Letterhead,
    invitation: Invitation,
    *more: str,
    **other: bool,
) -> bytes | None:
    """The calendar file for a guest with a mail address; there is none in a text or on paper.

    The guest has no name in it: others may see the file, and programs show the address anyway.
    """
    if way_of(invitation.address or "") is not Way.MAIL:
        return None
    guest = ics.Party(invitation.address or "", "")
    return make(made, ics.Party(head.mailbox, head.coordinator), guest, *more, **other)


def partstat(answer: str | None) -> str:
    """An answer as PARTSTAT (RFC 5545 section 3.2.12)."""
    known = {"yes": "ACCEPTED", "no": "DECLINED", "maybe": "TENTATIVE"}
    return known.get(answer or "", "NEEDS-ACTION")
