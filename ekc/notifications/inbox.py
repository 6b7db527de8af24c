"""Mail that came in, kept once, never answered: the hash of its bytes makes twice the same mail one mail."""

from __future__ import annotations

from hashlib import sha256

from sqlalchemy import bindparam, exists, select

from ekc import clock
from ekc.db import db, new_id
from ekc.notifications.models import IncomingMail
from ekc.seals import keyed_hash

KNOWN = select(exists().where(IncomingMail.digest == bindparam("digest")))


def is_known(content: bytes) -> bool:
    """Whether this very mail was stored before."""
    return bool(db.session.scalar(KNOWN, {"digest": _digest(content)}))


def store(
    content: bytes,
    outcome: str,
    municipality_id: int | None = None,
    about: tuple[str, int] | None = None,
    *,
    sender: str | None = None,
    waits: bool = False,
) -> IncomingMail:
    """Keep a mail with what came of it, and what it is about as far as that is known.

    `waits`: somebody has to read it. `sender`: one address.
    """
    kept = IncomingMail(
        id=new_id(),
        digest=_digest(content),
        received_at=clock.now(),
        raw=content.decode("latin-1"),
        outcome=outcome,
        waits=waits,
        sender_key=keyed_hash(sender) if sender else None,
        municipality_id=municipality_id,
        about_kind=about[0] if about else None,
        about_id=about[1] if about else None,
    )
    db.session.add(kept)
    db.session.flush()
    return kept


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()
