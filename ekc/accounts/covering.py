"""Arranging that another does the work of who is away, and ending it earlier."""

from __future__ import annotations

from datetime import date

from sqlalchemy import update

from ekc import clock
from ekc.accounts import covers, queries, rules
from ekc.accounts import messages as letters
from ekc.accounts.actor import Actor
from ekc.accounts.models import COVERED, Cover, Role
from ekc.audit.service import record
from ekc.db import db, new_id
from ekc.errors import DomainError, NotFoundError, TooLateError
from ekc.people import queries as people

AS_YOURSELF = "Je werkt nu als waarnemer. Regel dit als jezelf."
SAME = "Kies een ander dan wie er niet is."
NO_ACCOUNT = "{who} kan niet inloggen, en kan dit werk niet overnemen. Kies iemand anders."
ALREADY_AWAY = "{who} heeft in die dagen al een waarnemer."
AWAY_TOO = "{who} is er zelf niet in die dagen. Kies iemand anders."
COVERS_ANOTHER = "{who} neemt in die dagen zelf waar voor iemand anders. Regel dat eerst."
ENDED = "Deze waarneming was al gestopt."


def arrange(absent_id: int, cover_id: int, first: date, last: date, *, by: Actor) -> Cover:
    """Somebody does the work of who is away, from the first up to and including the last day.

    The bureau arranges it for anybody, others for themselves (NotFoundError otherwise). DomainError where the
    days make no sense, or one of the two has something else then. Both are held while that is looked at, so
    that of two at the same moment the second is refused. Both get a message.
    """
    if by.cover_id is not None:
        raise DomainError(AS_YOURSELF)
    if not by.is_a(Role.BUREAU) and absent_id != by.person_id:
        raise NotFoundError
    rules.check_days(first, last, clock.today())
    if absent_id == cover_id:
        raise DomainError(SAME)
    here = covers.lock(by.municipality_id, {absent_id, cover_id})
    if len(here) < 2:  # noqa: PLR2004 -- the two of them
        raise NotFoundError
    _check(absent_id, cover_id, first, last, by)
    cover = Cover(
        id=new_id(),
        municipality_id=by.municipality_id,
        absent_person_id=absent_id,
        cover_person_id=cover_id,
        from_day=first,
        until_day=last,
        made_at=clock.now(),
    )
    db.session.add(cover)
    record("arrange_cover", "cover", cover.id, by=by.acting_for(absent_id))
    db.session.flush()
    letters.covered(cover, by=by)
    return cover


def end(cover: Cover, *, by: Actor) -> None:
    """It stops now: who was away is back, or the cover cannot. TooLateError where it stopped before."""
    stopped = (
        update(Cover)
        .where(Cover.id == cover.id, Cover.ended_at.is_(None), Cover.until_day >= clock.today())
        .values(ended_at=clock.now())
        .returning(Cover.id)
    )
    if db.session.scalar(stopped) is None:
        raise TooLateError(ENDED)
    record("end_cover", "cover", cover.id, by=by.acting_for(cover.absent_person_id))
    db.session.flush()
    letters.ended(cover, by=by)


def _check(absent_id: int, cover_id: int, first: date, last: date, by: Actor) -> None:
    names = {
        key: one.given_name for key, one in people.by_ids(by.municipality_id, [absent_id, cover_id]).items()
    }
    staff = queries.staff(by.municipality_id, *COVERED)
    if any(one.person_id == absent_id for one in staff) and queries.account_of(cover_id) is None:
        raise DomainError(NO_ACCOUNT.format(who=names[cover_id]))
    for one in covers.overlapping(by.municipality_id, {absent_id, cover_id}, first, last):
        if one.absent_person_id == absent_id:
            raise DomainError(ALREADY_AWAY.format(who=names[absent_id]))
        if one.absent_person_id == cover_id:
            raise DomainError(AWAY_TOO.format(who=names[cover_id]))
        if one.cover_person_id == absent_id:
            raise DomainError(COVERS_ANOTHER.format(who=names[absent_id]))
