"""What a coordinator reads about a place at a gathering: an appointment with somebody, nothing more."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ekc import clock
from ekc.invitations import messages as letters
from ekc.invitations import own_copy
from ekc.invitations import queries as invitations
from ekc.notifications.outbox import Draft, enqueue, still_here, withdraw
from ekc.notifications.rules import TO_CALL, by_voice
from ekc.training.rules import REMIND_NO_LATER
from ekc.web.formatting import day

if TYPE_CHECKING:
    from ekc.invitations.models import Appointment, Invitation
    from ekc.training.models import Seat

REMINDER = "gathering_reminder"  # queries find by it who was reminded


def waiting(appointment: Appointment, invitation: Invitation, seat: Seat, before: int) -> None:
    """It is full: she stands on the waiting list, with `before` people in front of her."""
    _tell("gathering_waiting", appointment, invitation, f"{seat.id}", {"place_in_line": before + 1})


def place_free(appointment: Appointment, invitation: Invitation, seat: Seat) -> None:
    """A place came free: it is hers, unless she lets us know otherwise."""
    _tell("gathering_place", appointment, invitation, f"{seat.id}", {})


def reminder(appointment: Appointment, invitation: Invitation) -> None:
    """It is near: in how many days stands in it, as it is on the day that this leaves."""
    once = f"{invitation.id}:{invitation.sequence}"
    days = (appointment.starts_at.astimezone(clock.HOME).date() - clock.today()).days
    _tell(
        REMINDER,
        appointment,
        invitation,
        once,
        {"coming": invitation.answer == "yes", "away": letters.away(days)},
    )


def say(appointment: Appointment, before: str | None = None) -> None:
    """It moved (`before`: how it was, in words), or it is off: whom no message reaches is called.

    Who was not called yet is asked about the new day alone, or not at all; who does not come need not hear
    that it is off.
    """
    for one in invitations.of_appointment(appointment):
        if one.address is not None or one.removed_at is not None:
            continue
        voice, about = by_voice(one.person_id), (invitations.ABOUT, one.id)
        unasked = still_here(voice, about) == {REMINDER}  # the first question: nothing was told before it
        withdraw(voice, about)
        once = f"{one.id}:{one.sequence}:{TO_CALL}"
        if before is not None and unasked:
            reminder(appointment, one)
        elif before is not None:
            _tell("invitation_moved", appointment, one, once, {"before": before, "remote": False})
        elif not unasked and one.answer != "no":
            _tell("invitation_cancelled", appointment, one, once, {})


def _tell(
    kind: str, appointment: Appointment, invitation: Invitation, once: str, more: dict[str, object]
) -> None:
    head = letters.letterhead(appointment)
    link = invitations.links([invitation])[invitation.link_id]
    context = {
        "coordinator": head.coordinator,
        "day": day(appointment.starts_at),
        "when": letters.when(appointment),
        "place": appointment.place or own_copy.ELSEWHERE,
        "phone": head.phone,
    }
    enqueue(
        Draft(
            municipality_id=appointment.municipality_id,
            kind=kind,
            address=invitation.address or by_voice(invitation.person_id),
            person_id=invitation.person_id,
            about=(invitations.ABOUT, invitation.id),
            dedupe=f"{kind}:{once}",
            context=context | more,
            expires=appointment.starts_at - (REMIND_NO_LATER if kind == REMINDER else timedelta()),
            link=(link.id, link.version),
        )
    )
