"""Asking people which day suits them: by a link of their own, once more, and what they answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import update

from ekc import clock, settings
from ekc.accounts import service as accounts
from ekc.accounts.actor import system
from ekc.accounts.models import PersonalLink
from ekc.agenda.sessions import is_mailed
from ekc.audit.service import record
from ekc.db import db, new_id
from ekc.notifications.quiet import is_quiet
from ekc.people import queries as people
from ekc.polls import boards, due, messages, queries, rules
from ekc.polls.models import DatePoll, PollAnswer, PollVoter
from ekc.polls.rules import Reach
from ekc.referrals.models import Referral
from ekc.seals import keyed_hash

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from ekc.accounts.actor import Actor


def ask_ready(poll: DatePoll, referral: Referral, *, by: Actor, again: bool = False) -> int:
    """Send the question to who was spoken, reads mail alone, and did not get it; gives how many.

    `again`: also to who got it before, since there are days that they did not see.
    """
    board = boards.board_of(poll, clock.now())
    ready = [one for one in board.voters if (one.again if again else one.reach is Reach.READY)]
    lead = queries.organiser(referral)
    for one in ready:
        mail = people.reach(one.person, paper=True) or ""
        before = again and one.reach is not Reach.READY
        link = _link(poll, one.row)
        one.row.asked_at, one.row.address_key = clock.now(), keyed_hash(mail)
        messages.ask(poll, one.row, (one.person, mail), link, lead, again=before, focus=one.focus)
        record("ask_day", "poll_voter", one.id, by=by)
    db.session.flush()
    return len(ready)


def keep_links(poll: DatePoll) -> None:
    """Links open as long as the new last day to answer asks for."""
    for voter in queries.voters_ever(poll):
        if voter.link_id is not None:
            _link(poll, voter)
    db.session.flush()


def answer(
    voter: PollVoter,
    said: Mapping[int, str],
    via: str,
    *,
    referral_state: str,
    told_by: int | None = None,
    by: Actor,
) -> int:
    """Note what somebody says of each day (value by day id), `via` link or phone; gives how many days are
    still without an answer.

    A day that does not take part any more is left out. `told_by` is who said it on the phone. DomainError
    where nothing is said, TooLateError where the poll is closed, or by link after the last day to answer.
    """
    poll = queries.hold(voter.poll_id)
    now = clock.now()
    rules.check_open(poll.state, referral_state)
    if via == "link":
        rules.check_in_time(poll.answer_until, now)
    live = {one.id for one in queries.days_with(poll, now)[0]}
    counts = {day_id: value for day_id, value in said.items() if day_id in live}
    rules.check_values(counts.values())
    there = {one.day_id: one for one in queries.given_by(voter)}
    for day_id, value in counts.items():
        _write(voter, day_id, value, via, told_by, there.get(day_id), by)
    record("answer_poll", "poll_voter", voter.id, reason=via, by=by.acting_for(told_by or voter.person_id))
    db.session.flush()
    return len(live - counts.keys() - there.keys())


def nudge_due(now: datetime) -> int:
    """Remind, once, who did not answer all days shortly before the end, in all municipalities; in waking
    hours only. Gives how many."""
    if is_quiet(now.astimezone(clock.HOME), settings.current().quiet):
        return 0
    rows = due.to_nudge(now)
    done = sum(_nudge(voter, poll, lead, now, focus=focus) for voter, poll, lead, focus in rows)
    db.session.flush()
    return done


def _nudge(voter: PollVoter, poll: DatePoll, lead: int, now: datetime, *, focus: bool) -> bool:
    """Whether this reminder was ours to send, and there is somebody to send it to."""
    person = people.one(voter.municipality_id, voter.person_id)
    mail = people.reach(person, paper=True)
    if mail is None or not is_mailed(person) or keyed_hash(mail) != voter.address_key:
        return False
    claimed = (
        update(PollVoter)
        .where(PollVoter.id == voter.id, PollVoter.nudged_at.is_(None))
        .values(nudged_at=now)
        .returning(PollVoter.id)
    )
    if db.session.scalar(claimed) is None:
        return False
    messages.nudge(poll, voter, (person, mail), _link(poll, voter), lead, focus=focus)
    record("nudge", "poll_voter", voter.id, by=system(voter.municipality_id))
    return True


def _link(poll: DatePoll, voter: PollVoter) -> PersonalLink:
    """Their link, which opens for some time after the last day to answer."""
    expires = poll.answer_until + rules.LINK_STAYS
    link = db.session.get(PersonalLink, voter.link_id) if voter.link_id else None
    if link is None:
        about = (queries.ABOUT, voter.id)
        link = accounts.make_link(voter.municipality_id, voter.person_id, about, expires=expires)
        voter.link_id = link.id
    link.expires_at = expires
    return link


def _write(
    voter: PollVoter,
    day_id: int,
    value: str,
    via: str,
    told_by: int | None,
    before: PollAnswer | None,
    by: Actor,
) -> None:
    found = before or PollAnswer(
        id=new_id(), municipality_id=voter.municipality_id, voter_id=voter.id, day_id=day_id
    )
    found.value, found.via, found.told_by = value, via, told_by
    found.at, found.actor_id = clock.now(), by.signature
    db.session.add(found)
