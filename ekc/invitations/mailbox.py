"""Emptying our mailbox: each mail is read, judged and stored in a transaction of its own."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from sqlalchemy.exc import IntegrityError

from ekc.db import db
from ekc.invitations import service
from ekc.notifications import inbox

if TYPE_CHECKING:
    from pathlib import Path

    from ekc.settings import Settings

log = logging.getLogger(__name__)

MOST = 200


def read_inbox(settings: Settings) -> int:
    """Take in at most 200 waiting mails; gives how many. Commits after each one."""
    done = 0
    for path in inbox.waiting(settings.inbox_url.removeprefix("maildir:")):
        if done == MOST:
            break
        try:
            _take_in(path)
        except FileNotFoundError:
            continue  # another worker was faster
        done += 1
    return done


def _take_in(path: Path) -> None:
    content = inbox.raw(path)
    db.reading(False)
    if not inbox.is_known(content):
        try:
            outcome = service.take_mail(content)
            db.commit()
            log.info("a mail came in: %s", outcome)
        except IntegrityError:
            db.rollback()  # another worker stored the same mail at the same moment
    db.remove()
    inbox.settled(path)
