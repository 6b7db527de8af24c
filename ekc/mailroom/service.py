"""Laying a mail with whoever it is for, dealing with it, and letting it go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, update

from ekc import clock
from ekc.audit.service import record
from ekc.db import db
from ekc.errors import TooLateError
from ekc.mailroom import queries, rules, whose
from ekc.notifications.models import IncomingMail
from ekc.places.queries import municipality
from ekc.training import seating
from ekc.training.queries import OWNER as GATHERING

if TYPE_CHECKING:
    from datetime import datetime

    from ekc.accounts.actor import Actor
    from ekc.mailroom.queries import Kept

BUREAU = "bureau"


def place(mail: IncomingMail) -> None:
    """Lay a mail that names nothing with the one reader of all that we wrote to its sender lately.

    Where there are more readers, nobody gets it: what somebody writes to one coordinator is not for another.
    """
    if not mail.waits or mail.about_id is not None:
        return
    mail.municipality_id = mail.municipality_id or queries.only_town()
    if mail.sender_key is None:
        return
    rows = queries.written_to(mail.sender_key, clock.now() - rules.WROTE_LATELY)
    readers = {(row[0], _reader(row[1], row[3], row[4])) for row in rows}
    if len(readers) == 1 and None not in next(iter(readers)):
        mail.municipality_id, mail.about_kind, mail.about_id = rows[0][:3]
    db.session.flush()


def _reader(kind: str, person_id: int | None, owner_kind: str | None) -> str | int | None:
    if owner_kind == GATHERING or kind not in whose.FAMILYS:
        return BUREAU
    return person_id


def deal_with(kept: Kept, said: str, guest_id: int | None, *, by: Actor) -> bool:
    """Note what somebody meant, a code of `rules.SAID`; gives whether the mail is done with.

    Nobody gets a message. DomainError for no answer of a guest of this mail; TooLateError where it was done
    already, or the appointment is off or over.
    """
    ids = [guest.invitation.id for guest in kept.guests]
    rules.check_said(said, guest_id, ids)
    if said != rules.SEEN:
        (guest,) = (one for one in kept.guests if one.invitation.id == guest_id)
        seating.hear(guest.invitation, said, "mail", by=by)
    done = rules.is_done(said, ids)
    change = (
        {"waits": False, "handled_at": clock.now(), "handled_by": by.signature} if done else {"waits": True}
    )
    result = db.session.execute(
        update(IncomingMail).where(IncomingMail.id == kept.mail.id, IncomingMail.waits).values(**change)
    )
    if not getattr(result, "rowcount", 0):
        raise TooLateError(rules.ALREADY)
    record("deal_with_mail", "mail", kept.mail.id, by=by, reason=said)
    db.session.flush()
    return done


def let_bureau_read(allowed: bool, *, by: Actor) -> None:  # noqa: FBT001 -- what is chosen
    """Whether the bureau may read mail that belongs to nobody; closed until somebody opens it."""
    municipality(by.municipality_id).bureau_reads_mail = allowed
    record("bureau_reads_mail", "municipality", by.municipality_id, by=by, reason="yes" if allowed else "no")
    db.session.flush()


def forget(now: datetime) -> int:
    """Let go of mail that was dealt with 30 days ago, and of what nobody read in 90; gives how many."""
    ids = queries.old(now - rules.KEPT, now - rules.KEPT_UNREAD)
    db.session.execute(delete(IncomingMail).where(IncomingMail.id.in_(ids)))
    return len(ids)
