"""Appointments in calendars: made, moved, called off; people asked to them, and what they answer.

Whoever calls this decides who is asked: nobody gets a message before the coordinator spoke them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ekc import clock, settings
from ekc.audit.service import record
from ekc.db import db, new_id
from ekc.errors import NotFoundError
from ekc.invitations import copies, ics, messages, own_copy, queries, rules
from ekc.invitations.models import Answer, Appointment, Invitation
from ekc.notifications import outbox
from ekc.notifications.rules import Way, way_of
from ekc.people import queries as people

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from ekc.accounts.actor import Actor
    from ekc.invitations.rules import Own
    from ekc.people.models import Person


def make(
    owner: tuple[str, int],
    organiser_person_id: int,
    title: str,
    starts: datetime,
    ends: datetime,
    place: str | None,
    *,
    by: Actor,
) -> Appointment:
    """A new appointment, with a UID for life, in the calendar of whoever organises it; nobody is asked yet.

    `owner` is (kind, id) of what it belongs to. `title` is neutral. Instants are aware. `place` is what an
    invitation may say; None: it stands on the personal page only.
    """
    moment = clock.now()
    appointment = Appointment(
        id=new_id(),
        municipality_id=by.municipality_id,
        owner_kind=owner[0],
        owner_id=owner[1],
        organiser_person_id=organiser_person_id,
        uid=ics.new_uid(settings.current().link_host),
        sequence=0,
        title=title,
        starts_at=starts,
        ends_at=ends,
        place=place,
        created_at=moment,
        changed_at=moment,
        stamped_at=rules.next_stamp(None, moment),
    )
    appointment.block = own_copy.block(messages.letterhead(appointment))
    db.session.add(appointment)
    record("make_appointment", "appointment", appointment.id, by=by)
    db.session.flush()
    return appointment


def invite(
    appointment: Appointment,
    persons: Sequence[Person],
    *,
    by_voice: Collection[int] = (),
    own: Mapping[int, Own] | None = None,
    by: Actor,
) -> list[Invitation]:
    """Ask persons to come; gives the invitations, in their order.

    Who has a mail address gets a message with a calendar file; the others, and the person ids in `by_voice`,
    the coordinator tells it herself. Who is asked already is left alone, unless their address is another now:
    then the old address is told that it is off, and the new one is asked. `own`: the hours and place of some,
    by person id; nobody reads another's. TooLateError where the appointment was called off.
    """
    copies.hold(appointment)
    rules.check_stands(appointment.cancelled_at)
    there = queries.of_appointment(appointment)
    ids = list(dict.fromkeys(person.id for person in persons))
    found = people.by_ids(appointment.municipality_id, ids)
    before, head = appointment.sequence, copies.stamped(appointment, found.values())
    made = [
        copies.ask(
            head,
            found[person_id],
            there,
            by,
            by_voice=person_id in by_voice,
            own=(own or {}).get(person_id),
        )
        for person_id in ids
    ]
    if appointment.sequence != before:
        copies.rewritten(head)
    db.session.flush()
    return made


def move(
    appointment: Appointment,
    starts: datetime,
    ends: datetime,
    place: str | None,
    *,
    by: Actor,
    elsewhere: bool = False,
    own: Mapping[int, Own] | None = None,
    untold: bool = False,
) -> None:
    """Another day, hour or place: everybody is told, and asked again (RFC 5546 section 2.1.4).

    `elsewhere`: the place is another, though the invitation does not say which. `own`: the hours and place of
    some, by person id. Only for whom something changed is told. `untold`: the message does not say what the
    place was. Nothing happens where nothing changes.
    TooLateError where the appointment was called off.
    """
    copies.hold(appointment)
    rules.check_stands(appointment.cancelled_at)
    guests = copies.standing(appointment)
    say = messages.when if untold else messages.when_and_where
    before = {one.id: say(appointment, one) for one in guests}
    was = {one.id: own_copy.theirs(appointment, one) for one in guests}
    same = (appointment.starts_at, appointment.ends_at, appointment.place) == (starts, ends, place)
    appointment.starts_at, appointment.ends_at, appointment.place = starts, ends, place
    for one in guests:
        copies.give(one, (own or {}).get(one.person_id))
    moved = [
        one
        for one in guests
        if own_copy.theirs(appointment, one) != was[one.id] or (elsewhere and not one.own_place)
    ]
    if same and not elsewhere and not moved:
        return
    record("move_appointment", "appointment", appointment.id, by=by)
    copies.ask_again(copies.next_version(appointment), moved, before)
    db.session.flush()


def forget_postal(person: Person) -> None:
    """No letter of ours goes to somebody any more: from now on they are told by voice; one that is not posted
    yet is taken back."""
    for one in queries.of_person(person):
        if one.address is not None and way_of(one.address) is Way.LETTER:
            outbox.withdraw(one.address, (queries.ABOUT, one.id))
            one.address = one.address_key = None
    db.session.flush()


def cancel(appointment: Appointment, *, by: Actor) -> None:
    """It is off: whom an invitation may have reached is told; one that did not leave yet is taken back.

    It never comes back: who wants it again makes a new appointment, since Outlook keeps a cancelled one dead.
    TooLateError where it was called off before.
    """
    copies.hold(appointment)
    rules.check_stands(appointment.cancelled_at)
    appointment.cancelled_at = clock.now()
    record("cancel_appointment", "appointment", appointment.id, by=by)
    copies.call_all_off(copies.next_version(appointment))
    db.session.flush()


def remove(appointment: Appointment, person_id: int, *, by: Actor) -> None:
    """One person need not come any more; nobody else is told. NotFoundError where they were not asked."""
    copies.hold(appointment)
    everybody = copies.standing(appointment)
    invitation = next((one for one in everybody if one.person_id == person_id), None)
    if invitation is None:
        raise NotFoundError
    invitation.removed_at = clock.now()
    record("remove_invitation", "invitation", invitation.id, by=by)
    if appointment.cancelled_at is None:
        copies.call_off(copies.stamped(appointment), invitation, everybody)
    db.session.flush()


def answer(
    invitation: Invitation,
    value: str,
    via: str,
    *,
    by: Actor,
    sequence: int | None = None,
    stamp: datetime | None = None,
    told_by: int | None = None,
) -> None:
    """Note what somebody answers: yes, no, maybe or call_me, `via` link, phone or calendar.

    `sequence` is the version that they saw, `stamp` the DTSTAMP of a calendar's answer, `told_by` the person
    who said it on the phone (None: they did so themselves). TooLateError where that is not the newest
    version, or the appointment is off, over, or not for them any more.
    """
    appointment = db.session.get_one(Appointment, invitation.appointment_id)
    copies.hold(appointment)
    db.session.refresh(invitation)
    moment = clock.now()
    rules.check_value(value)
    rules.check_open(appointment.cancelled_at, invitation.removed_at, appointment.ends_at, moment)
    rules.check_version(sequence, invitation.sequence)
    invitation.answer, invitation.answered_at, invitation.answered_by = value, moment, via
    db.session.add(
        Answer(
            id=new_id(),
            municipality_id=invitation.municipality_id,
            invitation_id=invitation.id,
            sequence=invitation.sequence,
            value=value,
            by=via,
            at=moment,
            stamp=stamp,
            actor_id=by.signature,
            told_by=None if told_by == invitation.person_id else told_by,
        )
    )
    by = by.acting_for(told_by or invitation.person_id)
    record("answer_invitation", "invitation", invitation.id, by=by, reason=via)
    db.session.flush()
