"""Everybody's own copy of an appointment: which version it is, and which message each person gets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ekc import clock
from ekc.accounts.service import make_link
from ekc.audit.service import record
from ekc.db import db, new_id
from ekc.invitations import messages, own_copy, queries, rules
from ekc.invitations.models import Appointment, Invitation
from ekc.notifications import outbox
from ekc.notifications import queries as post
from ekc.notifications.rules import Way, way_of
from ekc.people import queries as people
from ekc.seals import keyed_hash

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ekc.accounts.actor import Actor
    from ekc.invitations.own_copy import Letterhead
    from ekc.invitations.rules import Own
    from ekc.people.models import Person


def hold(appointment: Appointment) -> None:
    """One change at a time: two at once would give the same SEQUENCE to different versions."""
    db.session.refresh(appointment, with_for_update=True)


def stamped(appointment: Appointment, persons: Iterable[Person] = ()) -> Letterhead:
    """The letterhead of new messages about the same version; `persons` are about to be asked."""
    appointment.stamped_at = rules.next_stamp(appointment.stamped_at, clock.now())
    return messages.letterhead(appointment, persons)


def next_version(appointment: Appointment) -> Letterhead:
    """The letterhead of a new version."""
    appointment.sequence += 1
    return rewritten(stamped(appointment))


def rewritten(head: Letterhead) -> Letterhead:
    """Write the lines for the feed anew; `changed_at` is never the same twice."""
    head.appointment.changed_at = head.stamp
    head.appointment.block = own_copy.block(head)
    return head


def standing(appointment: Appointment) -> list[Invitation]:
    """Everybody who is asked to come now."""
    return [one for one in queries.of_appointment(appointment) if one.removed_at is None]


def reached(invitations: Sequence[Invitation]) -> set[int]:
    """Ids of the invitations that may have arrived at the address that stands in them now."""
    if not invitations:
        return set()
    ids = [invitation.id for invitation in invitations]
    pairs = post.reached(invitations[0].municipality_id, queries.ABOUT, ids, "REQUEST")
    return {one.id for one in invitations if one.address_key and (one.id, one.address_key) in pairs}


def ask(
    head: Letterhead,
    person: Person,
    there: Sequence[Invitation],
    by: Actor,
    *,
    by_voice: bool = False,
    own: Own | None = None,
) -> Invitation:
    """Ask one person, who was never asked, was taken off before, or has another address now.

    `there`: every invitation to it, also of who was taken off. `by_voice`: no message, though there may be
    an address; who is asked at it already, stays so. `own`: the hours and place of who was not asked yet.
    """
    known = rules.reachable(people.reach(person, watched_too=True, paper=True), head.mailbox)
    address = None if by_voice else known
    invitation = next((one for one in there if one.person_id == person.id), None)
    if invitation is None:
        invitation = new(head.appointment, person)
        give(invitation, own)
    elif invitation.removed_at is not None:
        _ask_back(head.appointment, invitation)
        give(invitation, own)
    elif invitation.address == address or invitation.address in people.addresses(person):
        return invitation
    else:
        call_off(head, invitation, standing(head.appointment))
        invitation.sequence += 1
    invitation.address = address
    invitation.address_key = keyed_hash(address) if address else None
    head.appointment.sequence = max(
        head.appointment.sequence, invitation.sequence, _above_what_ended(invitation, there)
    )
    invitation.sequence = head.appointment.sequence
    record("invite", "invitation", invitation.id, by=by)
    db.session.flush()
    if address is not None:
        outbox.enqueue(messages.invited(head, invitation, queries.links([invitation])[invitation.link_id]))
    return invitation


def _above_what_ended(invitation: Invitation, there: Sequence[Invitation]) -> int:
    """Higher than what told somebody else at this address that it is off: their calendar is the same one."""
    key = invitation.address_key
    same = (one for one in there if one is not invitation and key is not None and one.address_key == key)
    return max((one.sequence + 1 for one in same if one.removed_at is not None), default=0)


def ask_again(head: Letterhead, guests: Sequence[Invitation], before: Mapping[int, str]) -> None:
    """A new version for these: what they answered was about the old one.

    `before` is how it was for each, in words, by invitation id.
    """
    arrived = reached(guests)
    links = queries.links(guests)
    for invitation in guests:
        link = links[invitation.link_id]
        link.expires_at = head.appointment.ends_at + rules.LINK_STAYS
        invitation.sequence = head.appointment.sequence
        if invitation.organises:
            tell_organiser(head, invitation)
            continue
        _forget_answer(invitation)
        if invitation.address is not None and invitation.id in arrived:
            outbox.enqueue(messages.moved(head, invitation, link, before[invitation.id]))
        elif invitation.address is not None:
            outbox.enqueue(messages.invited(head, invitation, link))


def give(invitation: Invitation, own: Own | None) -> bool:
    """Set the hours and the place that are somebody's own; None: there are none. Whether it changed."""
    wanted = own or rules.Own()
    if (invitation.own_starts_at, invitation.own_ends_at, invitation.own_place) == wanted:
        return False
    invitation.own_starts_at, invitation.own_ends_at, invitation.own_place = wanted
    return True


def tell_anew(head: Letterhead) -> None:
    """A new version with the same day, hours and place: everybody is told, and answers stay."""
    for invitation in standing(head.appointment):
        invitation.sequence = head.appointment.sequence
    tell_all(head)


def tell_organiser(head: Letterhead, invitation: Invitation) -> None:
    """Her own copy, for who took over: she need not answer."""
    if invitation.address is not None:
        outbox.enqueue(messages.organiser_on(head, invitation))


def tell_all(head: Letterhead) -> None:
    """The same version in other words for everybody: answers stay."""
    guests = standing(head.appointment)
    arrived = reached(guests)
    links = queries.links(guests)
    for invitation in guests:
        if invitation.organises:
            continue
        if invitation.address is not None:
            tell = messages.changed if invitation.id in arrived else messages.invited
            outbox.enqueue(tell(head, invitation, links[invitation.link_id]))


def tell_words(head: Letterhead, guests: Sequence[Invitation]) -> None:
    """The same version in other words, for the calendars of these. Who has none reads it when something is
    to be said.

    A message about something else that did not leave yet, stays: it may be the only one that says so.
    """
    arrived = reached(guests)
    links = queries.links(guests)
    for invitation in guests:
        if invitation.address is None:
            continue
        if invitation.organises:
            tell_organiser(head, invitation)
        elif invitation.id not in arrived:
            outbox.enqueue(messages.invited(head, invitation, links[invitation.link_id]))
        elif way_of(invitation.address) is Way.MAIL:
            outbox.enqueue(messages.reworded(head, invitation, links[invitation.link_id]))


def call_all_off(head: Letterhead) -> None:
    """Tell whom an invitation may have reached that it is off; take back what did not leave yet."""
    guests = standing(head.appointment)
    arrived = reached(guests)
    for invitation in guests:
        if invitation.id in arrived:
            invitation.sequence = head.appointment.sequence
            outbox.enqueue(messages.cancelled(head, invitation))
        else:
            _take_back(invitation)


def call_off(head: Letterhead, invitation: Invitation, everybody: Iterable[Invitation]) -> None:
    """Tell one address, and no other, that the appointment is off; or take back what did not leave yet.

    This copy alone gets a higher SEQUENCE: for the others nothing changed.
    """
    if invitation.id not in reached([invitation]):
        _take_back(invitation)
        return
    invitation.sequence = max(invitation.sequence, head.appointment.sequence) + 1
    mates = (one for one in everybody if one is not invitation)
    shared = any(one.address_key == invitation.address_key for one in mates)
    outbox.enqueue(messages.removed(head, invitation, with_calendar=not shared))


def new(appointment: Appointment, person: Person) -> Invitation:
    """A copy for somebody who had none, with a link of their own; nobody is told yet."""
    invitation_id = new_id()
    link = make_link(
        appointment.municipality_id,
        person.id,
        (queries.ABOUT, invitation_id),
        expires=appointment.ends_at + rules.LINK_STAYS,
    )
    invitation = Invitation(
        id=invitation_id,
        municipality_id=appointment.municipality_id,
        appointment_id=appointment.id,
        person_id=person.id,
        link_id=link.id,
        sequence=appointment.sequence,
        asked_at=clock.now(),
    )
    db.session.add(invitation)
    return invitation


def _ask_back(appointment: Appointment, invitation: Invitation) -> None:
    """Somebody who was taken off comes after all: with a higher SEQUENCE than what told them not to."""
    invitation.removed_at, invitation.asked_at = None, clock.now()
    invitation.sequence += 1
    _forget_answer(invitation)
    link = queries.links([invitation])[invitation.link_id]
    link.expires_at = appointment.ends_at + rules.LINK_STAYS


def _forget_answer(invitation: Invitation) -> None:
    invitation.answer = invitation.answered_at = invitation.answered_by = None


def _take_back(invitation: Invitation) -> None:
    if invitation.address is not None:
        outbox.withdraw(invitation.address, (queries.ABOUT, invitation.id))
