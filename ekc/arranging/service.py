"""Noting who arranges what, confirming it, going on with something open, and the check two days ahead."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy.exc import IntegrityError

from ekc import clock
from ekc.accounts.actor import system
from ekc.agenda import apart_days
from ekc.agenda import queries as agenda
from ekc.agenda.models import Conference
from ekc.agenda.rules import check_open, tally
from ekc.arranging import queries, rules
from ekc.arranging.models import DayCheck, GoneOn, OpenEnd
from ekc.arranging.rules import OWN, End, Who
from ekc.audit.service import record
from ekc.circle.service import for_lead
from ekc.db import db, new_id
from ekc.duty import queries as duty
from ekc.errors import DomainError, NotFoundError, TooLateError
from ekc.invitations import truth
from ekc.referrals.models import Referral
from ekc.referrals.rules import check_no_bsn

if TYPE_CHECKING:
    from ekc.accounts.actor import Actor
    from ekc.agenda.queries import Day

CLASH = "Iemand anders deed dit op hetzelfde moment. Kijk het na."


def add_own(day: Day, words: str, arranger: str | None, *, by: Actor) -> OpenEnd:
    """One more thing to arrange, in words. DomainError where it says nothing, or there are too many."""
    by = _may(day, by)
    rules.check_words(words)
    check_no_bsn([words, arranger or ""])
    there = [row for row in queries.rows(day.referral).values() if row.words and row.removed_at is None]
    if len(there) >= rules.MOST_OWN:
        raise DomainError(f"Er staan al {rules.MOST_OWN} dingen. Haal er eerst een weg.")
    made = OpenEnd(
        id=(number := new_id()),
        municipality_id=day.referral.municipality_id,
        referral_id=day.referral.id,
        key=f"{OWN}:{number}",
        words=words,
        arranger=arranger,
    )
    db.session.add(made)
    record("add_open_end", "conference", day.conference.id, by=by)
    db.session.flush()
    refresh(day)
    return made


def arrange(day: Day, key: str, who: Who | None, *, confirmed: bool, by: Actor) -> End:
    """Note who arranges something (None: as it was), and whether it is confirmed for this day; gives what it
    is now. NotFoundError for what is not among the things to arrange."""
    by = _may(day, by)
    end = _end(day, key)
    row = _row_of(day, key)
    if who is not None:
        check_no_bsn([who.name or ""])
        row.arranger = who.name
        row.phone = row.phone if who.phone is None else who.phone or None
    row.confirmed_at = (end.confirmed_at or clock.now()) if confirmed else None
    row.confirmed_for = day.conference.starts_at if confirmed else None
    record("confirm_open_end" if confirmed else "note_open_end", "conference", day.conference.id, by=by)
    db.session.flush()
    refresh(day)
    return _end(day, key)


def confirm(day: Day, key: str, *, by: Actor) -> None:
    """It is arranged, as was said on the phone. TooLateError where somebody confirmed it before."""
    rules.check_open_end(_end(day, key))
    arrange(day, key, None, confirmed=True, by=by)


def call_again(day: Day, key: str, at: datetime, *, by: Actor) -> None:
    """Something is still open, or nobody in reach (`rules.REACH`): it is called about again `at` (aware)."""
    by = _may(day, by)
    if key != rules.REACH:
        rules.check_open_end(_end(day, key))
    _row_of(day, key).again_at = at
    record("call_again", "conference", day.conference.id, by=by)
    db.session.flush()


def remove_own(day: Day, key: str, *, by: Actor) -> None:
    """A line of one's own is not needed any more. NotFoundError for anything else."""
    by = _may(day, by)
    if not _end(day, key).own:
        raise NotFoundError
    queries.rows(day.referral)[key].removed_at = clock.now()
    record("remove_open_end", "conference", day.conference.id, by=by)
    db.session.flush()
    refresh(day)


def go_on(day: Day, reason: str, *, by: Actor) -> None:
    """Go on with something open: a deliberate tap, with a reason of the list. TooLateError where all is done,
    or somebody did already."""
    by = _may(day, by)
    rules.check_reason(reason)
    rules.check_something_open(queries.ends(day))
    conference = day.conference
    made = GoneOn(
        municipality_id=conference.municipality_id,
        conference_id=conference.id,
        starts_at=conference.starts_at,
        reason=reason,
        at=clock.now(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError as error:
        raise TooLateError(CLASH) from error
    record("go_on_with_open_ends", "conference", conference.id, by=by, reason=reason)
    db.session.flush()
    refresh(day)


def tick(now: datetime) -> int:
    """Check every day that starts within two days of `now`, and keep what was found up to date.

    Gives how many were checked for the first time. Two workers do no harm: a start is checked once.
    """
    fresh = 0
    for conference_id, checked in queries.soon(now):
        conference = db.session.get_one(Conference, conference_id)
        day = agenda.planned_of(db.session.get_one(Referral, conference.referral_id))
        if day is not None and checked:
            refresh(day)
        elif day is not None:
            fresh += _check(day, now)
    return fresh


def refresh(day: Day) -> None:
    """Where a day was checked already, look again."""
    there = _row(day)
    if there is not None and there.found != (found := look(day)):
        there.found = found
        db.session.flush()


def look(day: Day) -> tuple[str, ...]:
    """What is not in order for a day, as codes of `rules.FOUND`; from the rows as they are now."""
    municipality_id = day.conference.municipality_id
    asked = agenda.asked(day)
    ends = [] if queries.gone_on(day) else queries.ends(day)
    return rules.findings(
        ends,
        tally(row.guest.answer for row in asked),
        bounced=sum(row.in_trouble for row in asked),
        untrue=len(truth.untrue(municipality_id, day.audiences)),
        reach=duty.standing(municipality_id, day.conference.id).is_settled,
        apart=not apart_days.open_at(municipality_id, day.conference.id),
    )


def _check(day: Day, now: datetime) -> bool:
    conference = day.conference
    made = DayCheck(
        municipality_id=conference.municipality_id,
        conference_id=conference.id,
        starts_at=conference.starts_at,
        at=now,
        found=look(day),
    )
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError:
        return False
    record("check_day", "conference", conference.id, by=system(conference.municipality_id))
    db.session.flush()
    return True


def _row(day: Day) -> DayCheck | None:
    conference = day.conference
    told = {"conference_id": conference.id, "starts_at": conference.starts_at}
    return db.session.query(DayCheck).filter_by(**told).one_or_none()


def _may(day: Day, by: Actor) -> Actor:
    check_open(day.conference.state, day.conference.starts_at, clock.now())
    return for_lead(day.referral.municipality_id, day.referral.id, by)


def _end(day: Day, key: str) -> End:
    found = next((end for end in queries.ends(day) if end.key == key), None)
    if found is None:
        raise NotFoundError
    return found


def _row_of(day: Day, key: str) -> OpenEnd:
    return queries.rows(day.referral).get(key) or _first(day, key)


def _first(day: Day, key: str) -> OpenEnd:
    made = OpenEnd(municipality_id=day.referral.municipality_id, referral_id=day.referral.id, key=key)
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError as error:
        raise TooLateError(CLASH) from error
    return made
