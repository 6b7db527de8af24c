"""Proposing days, changing what is proposed, and ending a poll: with a day, or without."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.exc import IntegrityError

from ekc import clock
from ekc.agenda import service as agenda
from ekc.audit.service import record
from ekc.circle import queries as circle
from ekc.circle import service as circle_service
from ekc.db import db, new_id
from ekc.errors import DomainError, TooLateError
from ekc.notifications import outbox
from ekc.people import queries as people
from ekc.polls import asking, boards, queries, rules
from ekc.polls.models import DatePoll, PollDay, PollVoter
from ekc.polls.rules import Times

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from ekc.accounts.actor import Actor
    from ekc.agenda.models import Conference
    from ekc.agenda.rules import Plan
    from ekc.polls.rules import Proposal
    from ekc.referrals.models import Referral


def propose(referral: Referral, wanted: Proposal, *, by: Actor) -> DatePoll:
    """Propose days to people of the kring; who was spoken and reads mail is asked at once.

    TooLateError where a poll is open already, DomainError where days, people or last day are not in order.
    """
    rules.check_proposing(referral.state)
    rules.check_number(len(set(wanted.days)))
    _check(wanted)
    by = circle_service.for_lead(referral.municipality_id, referral.id, by)
    members = {person.id for _, person in circle.of_referral(referral)}
    chosen = [person_id for person_id in members if person_id in wanted.persons]
    if not chosen:
        raise DomainError("Kies wie je vraagt.")
    poll = _new(referral, wanted)
    _add_days(poll, wanted.days)
    for person_id in sorted(chosen):
        _add_voter(poll, person_id, essential=person_id in wanted.essential)
    record("propose_days", "date_poll", poll.id, by=by)
    db.session.flush()
    asking.ask_ready(poll, referral, by=by)
    return poll


def add_days(poll: DatePoll, referral: Referral, wanted: Proposal, *, by: Actor) -> int:
    """More days, or only a later last day to answer; gives how many days are new.

    With new days, who was asked by mail is asked again; answers given stay. A day that was withdrawn comes
    back with the answers it had. DomainError where nothing changes; errors as `propose`.
    """
    poll, by = _begin(poll, referral, by)
    live, _ = queries.days_with(poll, clock.now())
    there = {Times(one.starts_at, one.ends_at) for one in live}
    new = set(wanted.days) - there
    until = rules.end_of(wanted.answer_on, clock.HOME) if new else _only_later(poll, wanted)
    rules.check_number(len(new | there), fewest=1)
    rules.check_times(new, clock.now())
    rules.check_answer_on(wanted.answer_on, new or there, clock.now(), clock.HOME)
    poll.answer_until = until
    _add_days(poll, new)
    record("add_days", "date_poll", poll.id, by=by)
    db.session.flush()
    if new:
        asking.ask_ready(poll, referral, by=by, again=True)
    else:
        asking.keep_links(poll)
    return len(new)


def withdraw_day(poll: DatePoll, referral: Referral, day_id: int, *, by: Actor) -> None:
    """A day does not take part any more; nobody is told, it just is not asked again.

    DomainError for the last one: then the poll is rather closed.
    """
    poll, by = _begin(poll, referral, by)
    days, _ = queries.days_with(poll, clock.now())
    day = next((one for one in days if one.id == day_id), None)
    if day is None:
        raise TooLateError(rules.NO_DAY)
    if len(days) == 1:
        raise DomainError("Dit is de laatste dag die nog meedoet. Stop liever met de datumprikker.")
    day.withdrawn_at = clock.now()
    record("withdraw_day", "date_poll", poll.id, by=by)
    db.session.flush()


def add_people(poll: DatePoll, referral: Referral, person_ids: Collection[int], *, by: Actor) -> int:
    """Ask these of the kring too, and everybody who was spoken since; gives how many messages go out."""
    poll, by = _begin(poll, referral, by)
    before = {one.person_id for one in queries.voters_ever(poll)}
    members = {person.id for _, person in circle.of_referral(referral)}
    for person_id in sorted(members.intersection(person_ids) - before):
        _add_voter(poll, person_id, essential=False)
    record("add_people", "date_poll", poll.id, by=by)
    db.session.flush()
    return asking.ask_ready(poll, referral, by=by)


def mark_essential(poll: DatePoll, referral: Referral, voter_ids: Collection[int], *, by: Actor) -> None:
    """Exactly these must be there, says the family: 'zonder oma gaat het niet'."""
    poll, by = _begin(poll, referral, by)
    for one in boards.board_of(poll, clock.now()).voters:
        one.row.essential = one.id in voter_ids
    record("mark_essential", "date_poll", poll.id, by=by)
    db.session.flush()


def choose(poll: DatePoll, referral: Referral, day_id: int, plan: Plan, *, by: Actor) -> Conference:
    """This day it is: the conference is fixed, who was spoken is invited, the poll is closed; all or nothing.

    TooLateError where somebody chose before, or the day was withdrawn; BusyError where the coordinator or the
    room is taken by now; what `agenda.service.plan` refuses. In all of these the poll stays open.
    """
    poll, by = _begin(poll, referral, by)
    if all(one.id != day_id for one in queries.days_with(poll, clock.now())[0]):
        raise TooLateError(rules.NO_DAY)
    conference = agenda.plan(referral, plan, by=by)
    poll.conference_id = conference.id
    _end(poll, "chosen", by)
    return conference


def close(poll: DatePoll, referral: Referral, *, by: Actor) -> None:
    """It stops without a day. Nobody is told: whoever opens the link reads that there is nothing to do."""
    by = circle_service.for_lead(referral.municipality_id, referral.id, by)
    poll = queries.hold(poll.id)
    if poll.state != "open":
        raise TooLateError("Deze datumprikker is al gesloten.")
    _end(poll, "closed", by)


def close_if_open(referral: Referral, *, by: Actor) -> None:
    """A day was fixed in another way, or none is sought any more: a poll that is open has nothing to ask."""
    poll = queries.open_of(referral.municipality_id, referral.id)
    if poll is not None:
        close(poll, referral, by=by)


def leave(municipality_id: int, referral_id: int, person_id: int) -> None:
    """Somebody does not take part any more: a question that did not leave yet is taken back."""
    poll = queries.open_of(municipality_id, referral_id)
    if poll is not None:
        _take_back(poll, [one for one in queries.voters_ever(poll) if one.person_id == person_id])


def _begin(poll: DatePoll, referral: Referral, by: Actor) -> tuple[DatePoll, Actor]:
    """The poll, held and open, and who acts, perhaps for the coordinator."""
    poll = queries.hold(poll.id)
    rules.check_open(poll.state, referral.state)
    return poll, circle_service.for_lead(referral.municipality_id, referral.id, by)


def _only_later(poll: DatePoll, wanted: Proposal) -> datetime:
    """The new end of the time to answer, where no day is new. DomainError where that stays as it was too."""
    until = rules.end_of(wanted.answer_on, clock.HOME)
    if until == poll.answer_until:
        raise DomainError("Kies minstens één nieuwe dag, of een andere laatste dag om te antwoorden.")
    return until


def _check(wanted: Proposal) -> None:
    now = clock.now()
    rules.check_times(wanted.days, now)
    rules.check_answer_on(wanted.answer_on, wanted.days, now, clock.HOME)


def _new(referral: Referral, wanted: Proposal) -> DatePoll:
    poll = DatePoll(
        id=new_id(),
        municipality_id=referral.municipality_id,
        referral_id=referral.id,
        state="open",
        answer_until=rules.end_of(wanted.answer_on, clock.HOME),
        opened_at=clock.now(),
        venue_id=wanted.venue_id,
    )
    try:
        with db.session.begin_nested():
            db.session.add(poll)
    except IntegrityError as error:
        raise TooLateError("Er loopt al een datumprikker voor dit traject.") from error
    return poll


def _add_days(poll: DatePoll, days: Iterable[Times]) -> None:
    there = {(one.starts_at, one.ends_at): one for one in queries.days_of(poll)}
    for one in sorted(set(days), key=lambda each: (each.starts, each.ends)):
        known = there.get((one.starts, one.ends))
        if known is not None:
            known.withdrawn_at = None
            continue
        db.session.add(
            PollDay(
                id=new_id(),
                municipality_id=poll.municipality_id,
                poll_id=poll.id,
                starts_at=one.starts,
                ends_at=one.ends,
                added_at=clock.now(),
            )
        )
    db.session.flush()


def _add_voter(poll: DatePoll, person_id: int, *, essential: bool) -> None:
    db.session.add(
        PollVoter(
            id=new_id(),
            municipality_id=poll.municipality_id,
            poll_id=poll.id,
            person_id=person_id,
            essential=essential,
        )
    )


def _end(poll: DatePoll, state: str, by: Actor) -> None:
    poll.state, poll.closed_at = state, clock.now()
    _take_back(poll, queries.voters_ever(poll))
    record("close_poll", "date_poll", poll.id, by=by, reason=state)
    db.session.flush()


def _take_back(poll: DatePoll, voters: Collection[PollVoter]) -> None:
    """Questions that wait for the morning do not leave any more."""
    asked = [one for one in voters if one.address_key is not None]
    known = people.by_ids(poll.municipality_id, [one.person_id for one in asked])
    for one in asked:
        mail = people.reach(known[one.person_id], paper=True)
        if mail is not None:
            outbox.withdraw(mail, (queries.ABOUT, one.id))
