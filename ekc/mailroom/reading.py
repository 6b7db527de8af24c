"""Emptying our mailbox: each mail is read, judged and stored in a transaction of its own."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.exc import IntegrityError, OperationalError

from ekc import clock
from ekc.db import db
from ekc.invitations import incoming
from ekc.invitations.rules import Outcome
from ekc.mailroom import service
from ekc.notifications import inbox, tray_state
from ekc.notifications import rules as pauses
from ekc.notifications.trays import TrayError

if TYPE_CHECKING:
    from datetime import datetime

    from ekc.notifications.trays import Tray, Waiting

log = logging.getLogger(__name__)

MOST = 200


@dataclass(slots=True)
class Reader:
    """Who empties a mailbox. `troubles` counts how often in a row it was away; it rests until `resting`."""

    tray: Tray
    troubles: int = 0
    resting: datetime | None = None


def read_inbox(reader: Reader) -> int:
    """Take in at most 200 waiting mails; gives how many. Commits after each one.

    A mailbox that is away is left alone for a while; whoever keeps the machine sees since when.
    """
    if pauses.is_resting(reader.resting, clock.now()):
        return 0
    done, trouble = 0, None
    try:
        for mail in reader.tray.waiting(MOST):
            done += _take_in(mail)
    except TrayError as error:
        trouble = str(error)
        log.warning("the mailbox: %s", trouble)
    reader.troubles = reader.troubles + 1 if trouble else 0
    reader.resting = clock.now() + pauses.rest(reader.troubles) if trouble else None
    db.reading(False)
    tray_state.note(trouble, clock.now())
    db.commit()
    return done


def _take_in(mail: Waiting) -> bool:
    content = mail.content()
    if content is None:
        return False  # another worker was faster
    db.reading(False)
    if not inbox.is_known(content):
        _keep(content)
    db.remove()
    mail.put_away()
    return True


def _keep(content: bytes) -> None:
    """Judge a mail and commit. One that we stumble over is kept for a person to read, and holds up nobody."""
    try:
        kept = incoming.take_mail(content)
        service.place(kept)
        outcome = kept.outcome
        db.commit()
    except IntegrityError:
        db.rollback()  # another worker stored the same mail at the same moment
        return
    except OperationalError:
        raise
    except Exception as error:  # noqa: BLE001 -- whatever somebody can send
        db.rollback()
        outcome = Outcome.WORDS.value
        inbox.store(content, outcome, waits=True)
        db.commit()
        log.error("a mail could not be judged: %s", type(error).__name__)  # noqa: TRY400 -- a traceback may quote it
    log.info("a mail came in: %s", outcome)
