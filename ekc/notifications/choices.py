"""What people chose about their own messages: not this kind, or one mail a morning instead of each."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import bindparam, delete, select
from sqlalchemy.exc import IntegrityError

from ekc import clock, settings
from ekc.db import db, new_id
from ekc.notifications.kinds import Kind
from ekc.notifications.models import MessageChoice, State
from ekc.notifications.quiet import next_morning

DIGEST = "digest"
CHOSEN = select(MessageChoice.kind).where(
    MessageChoice.municipality_id == bindparam("municipality"), MessageChoice.person_id == bindparam("person")
)


def chosen(municipality_id: int, person_id: int) -> set[str]:
    """The kinds that somebody switched off, and `DIGEST` for who wants one mail a morning."""
    return set(db.session.scalars(CHOSEN, {"municipality": municipality_id, "person": person_id}))


def instead(
    kind: Kind, municipality_id: int, person_id: int | None, now: datetime
) -> tuple[State, datetime] | None:
    """(state, when) of a message that does not go its usual way; None where it does. One query, and none for
    what may not be switched off."""
    if person_id is None or not (kind.optional or kind.digest):
        return None
    wishes = chosen(municipality_id, person_id)
    if kind.optional and kind.chosen_as in wishes:
        return State.OFF, now
    if kind.digest and DIGEST in wishes:
        return State.HELD, next_morning(now.astimezone(clock.HOME), settings.current().quiet)
    return None


def choose(municipality_id: int, person_id: int, among: Collection[str], wishes: Collection[str]) -> bool:
    """Of the kinds `among`, these `wishes` are chosen and the others are not; gives whether that is a change.

    Twice at the same moment is once.
    """
    before = chosen(municipality_id, person_id) & set(among)
    wanted = set(wishes) & set(among)
    for kind in sorted(before - wanted):
        db.session.execute(
            delete(MessageChoice).where(
                MessageChoice.municipality_id == municipality_id,
                MessageChoice.person_id == person_id,
                MessageChoice.kind == kind,
            )
        )
    for kind in sorted(wanted - before):
        made = MessageChoice(
            id=new_id(), municipality_id=municipality_id, person_id=person_id, kind=kind, at=clock.now()
        )
        try:
            with db.session.begin_nested():
                db.session.add(made)
        except IntegrityError:  # a second tap: it is chosen
            continue
    return before != wanted
