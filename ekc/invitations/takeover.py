"""Somebody else organises an appointment: the same UID, one SEQUENCE higher, answers stay.

Whoever takes over has a copy of her own, so that a later move or cancellation reaches her calendar too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ekc import clock
from ekc.accounts import queries as accounts
from ekc.audit.service import record
from ekc.db import db
from ekc.invitations import copies, messages, queries, rules
from ekc.notifications import outbox
from ekc.people import queries as people
from ekc.seals import keyed_hash

FEED = "feed"  # the kind of a link to a calendar that she subscribes to

if TYPE_CHECKING:
    from collections.abc import Collection

    from ekc.accounts.actor import Actor
    from ekc.invitations.models import Appointment, Invitation
    from ekc.invitations.own_copy import Letterhead
    from ekc.people.models import Person


def hand_over(
    appointment: Appointment, title: str, organiser_person_id: int, *, own_copy: bool = True, by: Actor
) -> None:
    """Another organiser, whose first name stands in `title`.

    Everybody invited gets the appointment anew, with their own answer. The new one gets a REQUEST (without
    `own_copy` she has another that covers these hours), the one before hears that it is somebody else's,
    where they have a mail address: with a CANCEL where she had a copy; from her feed it goes by itself.
    TooLateError where the appointment was called off.
    """
    copies.hold(appointment)
    rules.check_stands(appointment.cancelled_at)
    before = appointment.organiser_person_id
    appointment.title, appointment.organiser_person_id = title, organiser_person_id
    record("hand_over_appointment", "appointment", appointment.id, by=by)
    head = copies.next_version(appointment)
    copies.tell_anew(head)
    persons = people.by_ids(appointment.municipality_id, [before, organiser_person_id])
    there = {one.person_id: one for one in queries.of_appointment(appointment)}
    _take_away(head, persons[before], there.get(before), untold=not own_copy)
    if own_copy:
        _give(head, persons[organiser_person_id], there.get(organiser_person_id))
    db.session.flush()


def give_own_copy(appointment: Appointment, *, by: Actor) -> None:
    """Her own appointment in the calendar of who organises it: by mail, unless she subscribes to her feed.

    A later move or cancellation reaches it as it reaches any copy.
    """
    if accounts.link_about(appointment.municipality_id, FEED, appointment.organiser_person_id) is not None:
        return
    person = people.one(appointment.municipality_id, appointment.organiser_person_id)
    _give(copies.stamped(appointment), person, None)
    record("give_own_copy", "appointment", appointment.id, by=by)
    db.session.flush()


def share(appointment: Appointment, person_ids: Collection[int]) -> None:
    """Exactly these do it with whoever organises it: it stands in their own feeds too, and no message tells
    it."""
    there = {one.person_id: one for one in queries.of_appointment(appointment)}
    moment, but = clock.now(), {*person_ids, appointment.organiser_person_id}
    for one in there.values():
        if one.organises and one.removed_at is None and one.person_id not in but:
            one.removed_at = moment
    for person in people.by_ids(appointment.municipality_id, list(person_ids)).values():
        copy = there.get(person.id) or copies.new(appointment, person)
        copy.organises, copy.removed_at, copy.answer, copy.answered_at = True, None, "yes", moment
        copy.address = copy.address_key = None
    db.session.flush()


def _take_away(head: Letterhead, person: Person, known: Invitation | None, *, untold: bool) -> None:
    had_one = known is not None and bool(copies.reached([known]))
    copy = _copy(head, person, known)
    copy.removed_at = clock.now()
    if copy.address is not None and (had_one or not untold):
        outbox.enqueue(messages.organiser_off(head, copy, with_calendar=had_one))


def _give(head: Letterhead, person: Person, known: Invitation | None) -> None:
    copy = _copy(head, person, known)
    copy.removed_at, copy.answer, copy.answered_at = None, "yes", clock.now()
    if copy.address is not None:
        outbox.enqueue(messages.organiser_on(head, copy))


def _copy(head: Letterhead, person: Person, known: Invitation | None) -> Invitation:
    """Her own copy, in this version, at the address that she has now."""
    copy = known or copies.new(head.appointment, person)
    address = rules.reachable(people.reach(person, watched_too=True, paper=True), head.mailbox)
    copy.organises, copy.sequence, copy.address = True, head.appointment.sequence, address
    copy.address_key = keyed_hash(address) if address else None
    db.session.flush()
    return copy
