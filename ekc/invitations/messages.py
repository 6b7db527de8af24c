"""What people read about an appointment, each in their own copy.

Whoever looks over a shoulder learns nothing: a first name, a day, hours, a public place, the central number.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ekc import settings
from ekc.invitations import ics, own_copy, queries
from ekc.invitations.own_copy import AT_A_DISTANCE, ELSEWHERE, SIGNED_IN, Letterhead, theirs
from ekc.notifications.outbox import Draft
from ekc.notifications.said import Said
from ekc.notifications.tongues import DUTCH, TEXTS
from ekc.web import english
from ekc.web.formatting import day, phone, told_times

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from ekc.accounts.models import PersonalLink
    from ekc.invitations.models import Appointment, Invitation
    from ekc.people.models import Person

SPOKEN = {"session", "visit"}  # to these nobody is asked before the coordinator spoke them
TOGETHER = {
    "invitation",
    "invitation_moved",
    "invitation_changed",
    "invitation_reworded",
    "invitation_cancelled",
    "invitation_reminder",  # for who said the same
}
AWAY = {
    7: Said("Over een week", "In a week"),
    2: Said("Overmorgen", "In two days"),
    1: Said("Morgen", "Tomorrow"),
    0: Said("Vandaag", "Today"),
}


def away(days: int) -> Said:
    """How far away something is that is in so many days."""
    return AWAY.get(days) or Said(f"Over {days} dagen", f"In {days} days")


def letterhead(appointment: Appointment, persons: Iterable[Person] = ()) -> Letterhead:
    """Read who organises it, the number to call and what guests read, for messages of the newest stamp.

    `persons` are about to be asked. Volunteers come to what else there is, and read Dutch.
    """
    languages = queries.languages(appointment) if appointment.owner_kind in SPOKEN else {}
    if appointment.owner_kind in SPOKEN:
        languages |= {person.id: person.reads for person in persons}
    given_name, central = queries.letterhead(appointment.municipality_id, appointment.organiser_person_id)
    sender, stamp = settings.current().mail_from, appointment.stamped_at
    return Letterhead(appointment, given_name, phone(central), sender, stamp, languages)


def invited(head: Letterhead, invitation: Invitation, link: PersonalLink) -> Draft:
    """You are asked to come."""
    return _asking("invitation", head, invitation, link, remote=_remote(invitation))


def moved(head: Letterhead, invitation: Invitation, link: PersonalLink, before: str) -> Draft:
    """The day, the hours or the place changed; do you still come? `before`: how it was, in words."""
    return _asking("invitation_moved", head, invitation, link, before=before, remote=_remote(invitation))


def changed(head: Letterhead, invitation: Invitation, link: PersonalLink) -> Draft:
    """Somebody else organises it; day, hours and place stay, and so does the answer."""
    return _asking("invitation_changed", head, invitation, link)


def reworded(head: Letterhead, invitation: Invitation, link: PersonalLink) -> Draft:
    """It is called otherwise; day, hours and place stay, and so does the answer.

    It takes back nothing that did not leave yet: that may be what tells of another day.
    """
    draft = _asking("invitation_reworded", head, invitation, link)
    return replace(draft, replaces=False, together=f"{draft.together}:{head.stamp:%Y%m%dT%H%M%S}")


def reminder(
    head: Letterhead, invitation: Invitation, link: PersonalLink, days: int, *, expires: datetime
) -> Draft:
    """It is in so many days: a week, two days, or tomorrow. No calendar: nothing is another."""
    more = {"away": away(days), "coming": invitation.answer == "yes", "remote": _remote(invitation)}
    draft = _draft(
        "invitation_reminder",
        head,
        invitation,
        more,
        expires=expires,
        calendar=None,
        method=None,
        link=(link.id, link.version),
    )
    once = f"invitation_reminder:{invitation.id}:{invitation.sequence}:{days}"
    together = f"{draft.together}:{days}:{more['coming']}"
    return replace(draft, dedupe=once, replaces=False, together=together)


def organiser_on(head: Letterhead, invitation: Invitation) -> Draft:
    """You organise this one: your own copy, which needs no answer."""
    event = own_copy.event(head, invitation)
    calendar = own_copy.calendar(ics.request, event, head, invitation, own_copy.partstat("yes"), asks=False)
    return _draft(
        "organiser_on",
        head,
        invitation,
        {},
        calendar=calendar,
        method="REQUEST",
        expires=head.appointment.starts_at,
    )


def organiser_off(head: Letterhead, invitation: Invitation, *, with_calendar: bool) -> Draft:
    """Somebody else organises this one now.

    Without the calendar's part where she had it from her feed alone: a CANCEL of what a calendar never got
    (RFC 5546 section 3.2.5) puzzles its owner.
    """
    return _ending("organiser_off", head, invitation, with_calendar=with_calendar)


def cancelled(head: Letterhead, invitation: Invitation) -> Draft:
    """It is off."""
    return _ending("invitation_cancelled", head, invitation, with_calendar=True)


def removed(head: Letterhead, invitation: Invitation, *, with_calendar: bool) -> Draft:
    """You need not come any more.

    Without the calendar's part where somebody at the same address still comes: their agenda would drop it.
    """
    return _ending("invitation_removed", head, invitation, with_calendar=with_calendar)


def when(appointment: Appointment, invitation: Invitation | None = None) -> Said:
    """'dinsdag 3 maart 2026, 19.30 – 22.00 uur (Nederlandse tijd)': for the person of an invitation."""
    own = theirs(appointment, invitation)
    return Said(told_times(own.starts, own.ends), english.day_and_times(own.starts, own.ends))


def when_and_where(appointment: Appointment, invitation: Invitation) -> Said:
    """The day, the hours and the place, to tell how it was before it changed."""
    own = theirs(appointment, invitation)
    return Said(
        f"{told_times(own.starts, own.ends)}. {own.place or ELSEWHERE}",
        f"{english.day_and_times(own.starts, own.ends)}. {_where(own.place, ELSEWHERE).english}",
    )


def _remote(invitation: Invitation) -> bool:
    """Whether somebody takes part from a distance: they are called, and asked to come nowhere."""
    return invitation.own_place == AT_A_DISTANCE


def _where(place: str | None, nowhere: Said) -> Said:
    """A place of the map reads the same in every language."""
    if place == AT_A_DISTANCE:
        return AT_A_DISTANCE
    return Said(place, place) if place else nowhere


def _asking(kind: str, head: Letterhead, invitation: Invitation, link: PersonalLink, **more: object) -> Draft:
    event = own_copy.event(head, invitation)
    calendar = own_copy.calendar(ics.request, event, head, invitation, own_copy.partstat(invitation.answer))
    return _draft(
        kind,
        head,
        invitation,
        more,
        calendar=calendar,
        method="REQUEST",
        link=(link.id, link.version),
        expires=head.appointment.starts_at,
    )


def _ending(kind: str, head: Letterhead, invitation: Invitation, *, with_calendar: bool) -> Draft:
    event = own_copy.event(head, invitation)
    calendar = own_copy.calendar(ics.cancel, event, head, invitation) if with_calendar else None
    ends, method = head.appointment.ends_at, "CANCEL" if with_calendar else None
    return _draft(kind, head, invitation, {}, calendar=calendar, method=method, expires=ends)


def _draft(
    kind: str,
    head: Letterhead,
    invitation: Invitation,
    more: dict[str, object],
    *,
    expires: datetime,
    calendar: bytes | None,
    method: str | None,
    link: tuple[int, int] | None = None,
) -> Draft:
    appointment = head.appointment
    own = theirs(appointment, invitation)
    language = head.languages.get(invitation.person_id, DUTCH)
    context = {
        "coordinator": head.coordinator,
        "day": Said(day(own.starts), english.day(own.starts)),
        "when": when(appointment, invitation),
        "place": _where(own.place, SIGNED_IN if own_copy.is_hers(appointment, invitation) else ELSEWHERE),
        "phone": head.phone,
    }
    return Draft(
        municipality_id=appointment.municipality_id,
        kind=kind,
        address=invitation.address or "",
        person_id=invitation.person_id,
        together=f"{appointment.id}:{invitation.sequence}:{own.starts:%Y%m%dT%H%M}:{TEXTS.get(language, '')}"
        f"{':remote' if _remote(invitation) else ''}"
        if kind in TOGETHER
        else None,
        language=language,
        about=(queries.ABOUT, invitation.id),
        dedupe=f"{kind}:{invitation.id}:{head.stamp:%Y%m%dT%H%M%S}",
        context=context | more,
        expires=expires,
        calendar=calendar,
        method=method,
        link=link,
        introduces=head.coordinator if kind == "invitation" and appointment.owner_kind in SPOKEN else None,
        replaces=True,
    )
