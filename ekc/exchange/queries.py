"""Finding files that were brought: the bureau those of its municipality."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Boolean, bindparam, select, update
from sqlalchemy.orm import defer

from ekc.accounts.actor import Actor
from ekc.accounts.models import Role
from ekc.db import UTC, db
from ekc.errors import NotFoundError
from ekc.exchange.models import Upload
from ekc.places.models import Municipality

RECENT = 20
VISIBLE = select(Upload).where(
    Upload.municipality_id == bindparam("municipality"), bindparam("all", type_=Boolean())
)
ONE = VISIBLE.where(Upload.id == bindparam("id"))
LATEST = VISIBLE.order_by(Upload.id.desc()).limit(RECENT).options(defer(Upload.content, raiseload=True))
TURN = (  # whoever comes second waits here, and then sees what the first did; SQLite has one writer anyway
    select(Municipality.id)
    .where(Municipality.id == bindparam("municipality"))
    .with_for_update(key_share=True)
)
CLAIM = (
    update(Upload)
    .where(Upload.id == bindparam("upload"), Upload.state == "waiting")
    .values(state=bindparam("to"), done_at=bindparam("now", type_=UTC()))
    .execution_options(synchronize_session=False)
)
LAPSE = (
    update(Upload)
    .where(Upload.state == "waiting", Upload.made_at < bindparam("before", type_=UTC()))
    .values(state="lapsed", content=None, done_at=bindparam("now", type_=UTC()))
    .execution_options(synchronize_session=False)
)


def visible_to(actor: Actor) -> dict[str, object]:
    """The parameters that leave only the files that `actor` may see."""
    return {"municipality": actor.municipality_id, "all": actor.is_a(Role.BUREAU)}


def get_for(actor: Actor, upload_id: int) -> Upload:
    """The file, or NotFoundError where it is not there for `actor`."""
    found = db.session.scalars(ONE, {**visible_to(actor), "id": upload_id}).one_or_none()
    if found is None:
        raise NotFoundError
    return found


def latest(actor: Actor) -> Sequence[Upload]:
    """The newest files, without their bytes."""
    return db.session.scalars(LATEST, visible_to(actor)).all()


def wait_turn(municipality_id: int) -> None:
    """One file at a time comes into a municipality; until this transaction ends."""
    db.session.execute(TURN, {"municipality": municipality_id})


def claim(upload: Upload, to: str, now: datetime) -> bool:
    """Take a waiting file for oneself; False where somebody else did."""
    done = db.session.execute(CLAIM, {"upload": upload.id, "to": to, "now": now})
    return bool(done.rowcount == 1)  # type: ignore[attr-defined] # -- of an UPDATE


def lapse(before: datetime, now: datetime) -> int:
    """Forget the files that wait since before a moment; how many."""
    done = db.session.execute(LAPSE, {"before": before, "now": now})
    return int(done.rowcount)  # type: ignore[attr-defined] # -- of an UPDATE
