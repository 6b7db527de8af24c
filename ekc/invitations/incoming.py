"""What comes of a mail in our mailbox. No mail is ever sent because of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ekc import clock
from ekc.accounts.actor import system
from ekc.audit.service import record
from ekc.errors import TooLateError
from ekc.invitations import copies, queries, rules, service
from ekc.invitations.replies import read_reply
from ekc.invitations.rules import Outcome
from ekc.notifications import inbox, letters, outbox
from ekc.notifications import queries as post
from ekc.seals import keyed_hash

if TYPE_CHECKING:
    from ekc.invitations.models import Appointment, Invitation
    from ekc.invitations.replies import Reply
    from ekc.notifications.letters import Letter
    from ekc.notifications.models import IncomingMail, Message
    from ekc.notifications.returned import Returned

STANDS = {"counter": Outcome.COUNTER, "delegated": Outcome.DELEGATED}


def take_mail(raw: bytes) -> IncomingMail:
    """Read a mail from our mailbox and keep it, with what came of it (`rules.Outcome`).

    Two kinds change something. An answer of a calendar (METHOD:REPLY, RFC 5546 section 3.2.3): the answer of
    the one person who was invited at the address that it comes from, about the version that they have. And a
    message of ours that came back. Whatever else comes in waits for somebody to read it.
    """
    letter = letters.read(raw)
    if letter is None:
        return _file(raw, None, Outcome.WORDS)
    if letter.returned is not None:
        return _take_returned(raw, letter, letter.returned)
    replies = {reply for part in letter.calendars if (reply := read_reply(part)) is not None}
    maybe = letter.maybe_by_itself and letter.whole and not letter.calendars
    if letter.by_itself or maybe:
        return _file(raw, letter, Outcome.AUTOMATIC)
    if len(replies) == 1:
        return _take_reply(raw, letter, replies.pop())
    return _file(raw, letter, Outcome.WORDS if letter.whole else Outcome.TOO_LARGE)


def _file(raw: bytes, letter: Letter | None, outcome: Outcome) -> IncomingMail:
    """Keep a mail with the message of ours that it answers, where it says so."""
    asked = None if letter is None else _first(letter.answers_to)
    if asked is None or letter is None:
        return _keep(raw, letter, outcome)
    if outcome in rules.WAITING and asked.recipient_key != keyed_hash(letter.sender or ""):
        outcome = Outcome.STRANGER
    return _keep(raw, letter, outcome, asked.municipality_id, (asked.about_kind, asked.about_id))


def _take_returned(raw: bytes, letter: Letter, returned: Returned) -> IncomingMail:
    """A message came back. Who cannot show its id and its address changes nothing."""
    failed = {keyed_hash(address) for address in returned.addresses}
    named = _first(returned.ids)
    if named is None:
        return _keep(raw, letter, Outcome.AUTOMATIC)
    about = (named.about_kind, named.about_id)
    if named.recipient_key not in failed:
        return _keep(raw, letter, Outcome.UNDELIVERED, named.municipality_id, about)
    if not outbox.came_back(named.id):
        return _keep(raw, letter, Outcome.AUTOMATIC, named.municipality_id, about)
    record("message_came_back", "message", named.id, by=system(named.municipality_id, "mail"))
    return _keep(raw, letter, Outcome.BOUNCED, named.municipality_id, about)


def _take_reply(raw: bytes, letter: Letter, reply: Reply) -> IncomingMail:
    everybody = queries.invited_by_uid(reply.uid)
    if not everybody:
        return _file(raw, letter, Outcome.UNKNOWN)
    theirs = [row for row in everybody if row[0].address_key == keyed_hash(reply.attendee)]
    standing = [row for row in theirs if row[0].removed_at is None]
    if not theirs or letter.sender != reply.attendee:
        outcome = Outcome.STRANGER
    elif len(standing) != 1:
        outcome = Outcome.SEVERAL if standing else Outcome.CLOSED
    else:
        outcome = STANDS.get(reply.answer) or _answer_by_calendar(*standing[0], reply)
    appointment = everybody[0][1]
    about = (queries.ABOUT, (standing or theirs)[0][0].id) if theirs else ("appointment", appointment.id)
    return _keep(raw, letter, outcome, appointment.municipality_id, about)


def _answer_by_calendar(invitation: Invitation, appointment: Appointment, reply: Reply) -> Outcome:
    copies.hold(appointment)
    late = rules.overtaken(reply.stamp, queries.last_answer(invitation), clock.now())
    if late or reply.sequence != invitation.sequence:
        return Outcome.OLD
    by = system(invitation.municipality_id, "mail")
    try:
        service.answer(
            invitation, reply.answer, "calendar", by=by, sequence=reply.sequence, stamp=reply.stamp
        )
    except TooLateError:
        return Outcome.CLOSED
    return Outcome.NOTED if reply.with_words else Outcome.ANSWERED


def _keep(
    raw: bytes,
    letter: Letter | None,
    outcome: Outcome,
    municipality_id: int | None = None,
    about: tuple[str, int] | None = None,
) -> IncomingMail:
    sender = letter.sender if letter else None
    waits = outcome in rules.WAITING
    return inbox.store(raw, outcome.value, municipality_id, about, sender=sender, waits=waits)


def _first(ids: tuple[int, ...]) -> Message | None:
    """The first message of ours among ids that somebody names."""
    return next((found for one in ids if (found := post.one(one)) is not None), None)
