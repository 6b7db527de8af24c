"""The words with which a message leaves: the municipality's own where it has them, else ours."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import aliased

from ekc import clock
from ekc.db import db
from ekc.notifications import own_words
from ekc.notifications.kinds import Kind
from ekc.notifications.models import TextVersion
from ekc.notifications.rendering import PARTS, Words, render, source

if TYPE_CHECKING:
    from sqlalchemy.orm import SessionTransaction

LATER = aliased(TextVersion)
HERE = TextVersion.municipality_id == bindparam("municipality")
NEWEST = ~(
    select(LATER.id)
    .where(
        LATER.municipality_id == TextVersion.municipality_id,
        LATER.kind == TextVersion.kind,
        LATER.version > TextVersion.version,
    )
    .exists()
)
IN_FORCE = select(TextVersion).where(HERE, NEWEST)
REMEMBERED = "texts in force"
Remembered = tuple["SessionTransaction | None", dict[int, dict[str, TextVersion]]]


def written(municipality_id: int, kind: Kind, context: Mapping[str, object]) -> Words:
    """The message written out. An own text that cannot be filled in is marked, and ours leaves instead."""
    version = in_force(municipality_id).get(kind.code)
    default = render(kind.code, context)
    if version is None:
        return default
    try:
        return filled(version, kind, context, default)
    except ValueError:
        _mark_broken(version)
        return default


def filled(
    version: TextVersion, kind: Kind, context: Mapping[str, object], default: Words | None = None
) -> Words:
    """The municipality's own words; a part that it does not have is ours. ValueError where one is broken."""
    parts = (default or render(kind.code, context))._asdict()
    for part in PARTS:
        own = getattr(version, part)
        if own is not None:
            parts[part] = own_words.fill(own, context)
            if not parts[part].strip():
                raise ValueError("empty")
    return Words(" ".join(parts["subject"].split()), parts["body"], parts["sms"].strip())


def in_force(municipality_id: int) -> dict[str, TextVersion]:
    """The newest version of each kind that the municipality ever worded itself: one query per transaction,
    however many messages it writes."""
    running = db.session.get_transaction()
    known: Remembered | None = db.session.info.get(REMEMBERED)
    if known is None or known[0] is None or known[0] is not running:
        known = (running, {})
    if municipality_id not in known[1]:
        rows = db.session.scalars(IN_FORCE, {"municipality": municipality_id}).all()
        known = (db.session.get_transaction(), {**known[1], municipality_id: {row.kind: row for row in rows}})
        db.session.info[REMEMBERED] = known
    return known[1][municipality_id]


def forget() -> None:
    """Read the texts anew: one was just changed."""
    db.session.info.pop(REMEMBERED, None)


@cache
def ours(kind: str) -> dict[str, str]:
    """Our own text of each part, with the Dutch names of its words: what an own text begins with."""
    return {part: own_words.in_dutch(source(kind, part)).strip() for part in PARTS}


def _mark_broken(version: TextVersion) -> None:
    statement = update(TextVersion).where(TextVersion.id == version.id, TextVersion.broken_at.is_(None))
    db.session.execute(statement.values(broken_at=clock.now()).execution_options(synchronize_session=False))
