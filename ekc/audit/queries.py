"""Reading the logbook: only to seal it, to prove it, and to show who did what to one thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from ekc.audit.models import LogEntry
from ekc.db import db

if TYPE_CHECKING:
    from collections.abc import Sequence

UNSEALED = select(LogEntry).where(LogEntry.position.is_(None)).order_by(LogEntry.id).limit(bindparam("many"))
LAST = (
    select(LogEntry.position, LogEntry.chain)
    .where(LogEntry.municipality_id == bindparam("municipality"), LogEntry.position.is_not(None))
    .order_by(LogEntry.position.desc())
    .limit(1)
)
CHAIN = (
    select(LogEntry)
    .where(LogEntry.municipality_id == bindparam("municipality"), LogEntry.position.is_not(None))
    .order_by(LogEntry.position)
)
ABOUT = (
    select(LogEntry)
    .where(
        LogEntry.municipality_id == bindparam("municipality"),
        LogEntry.object_kind == bindparam("kind"),
        LogEntry.object_id == bindparam("id"),
    )
    .order_by(LogEntry.at, LogEntry.id)
)


def unsealed(many: int) -> Sequence[LogEntry]:
    """The oldest lines that are not yet in a chain, at most `many`."""
    return db.session.scalars(UNSEALED, {"many": many}).all()


def chain_end(municipality_id: int) -> tuple[int, str] | None:
    """Place and hash of the last chained line of a municipality."""
    row = db.session.execute(LAST, {"municipality": municipality_id}).one_or_none()
    return None if row is None else (row.position, row.chain)


def chain(municipality_id: int) -> Sequence[LogEntry]:
    """All chained lines of a municipality, in order."""
    return db.session.scalars(CHAIN, {"municipality": municipality_id}).all()


def about(municipality_id: int, kind: str, object_id: int) -> Sequence[LogEntry]:
    """Every line about one thing, oldest first."""
    return db.session.scalars(ABOUT, {"municipality": municipality_id, "kind": kind, "id": object_id}).all()
