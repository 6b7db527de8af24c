"""A poll of days in the demo: days proposed, some answered by their link, some on the phone, some not yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from ekc import clock, seed_kring
from ekc.accounts.actor import Actor, holder
from ekc.agenda import suggesting
from ekc.agenda.best_days import IF_NEEDED, NO, YES
from ekc.agenda.queries import busy_of
from ekc.circle import queries as circle
from ekc.circle.rules import is_outside
from ekc.polls import asking, boards, queries, service
from ekc.polls.boards import Voter
from ekc.polls.rules import Proposal, Times
from ekc.referrals.lifecycle import State
from ekc.seed_stories import asked, found, prepared
from ekc.seed_verbs import Case, instant

DAYS = 4
TO_ANSWER = timedelta(days=5)
SILENT = 3  # every third says nothing yet
SAYS = (YES, YES, YES, IF_NEEDED, NO)


def polling(case: Case, day: date, *, opened: date, lead: int | None = None) -> Iterator[datetime]:
    """A household whose day is sought: proposed on `opened`, and half answered since."""
    yield from asked(case, day, post=0)
    yield from found(case, lead)
    if case.is_in(State.STOPPED):
        return
    yield from prepared(case)
    yield instant(opened, time(10, 15))
    propose(case)
    yield instant(opened, time(19, 40))
    _answers(case)
    seed_kring.on_the_way(case)


def propose(case: Case) -> None:
    """Four of the days that suit the coordinator; the first of those around them must be there."""
    now, lead = clock.now(), case.lead.person_id or 0
    busy = busy_of(lead, now, now + suggesting.UNTIL + timedelta(days=2))
    slots = suggesting.suggestions((), busy, clock.today(), clock.HOME)[:DAYS]
    members = circle.of_referral(case.referral)
    persons = [person.id for member, person in members if not member.is_guest]
    around = [person.id for member, person in members if is_outside(member.relation)]
    wanted = Proposal(
        tuple(Times(slot.starts, slot.ends) for slot in slots),
        clock.today() + TO_ANSWER,
        frozenset(persons),
        frozenset(around[:1]),
    )
    service.propose(case.referral, wanted, by=case.lead)


def _answers(case: Case) -> None:
    poll = queries.open_of(case.referral.municipality_id, case.referral.id)
    if poll is None:
        return
    board = boards.board_of(poll, clock.now())
    for number, voter in enumerate(board.voters):
        if number % SILENT == SILENT - 1:
            continue
        said = {day.id: case.chance.choice(SAYS) for day in board.days}
        by, via = _who(case, voter)
        asking.answer(voter.row, said, via, referral_state=case.referral.state, by=by)


def _who(case: Case, voter: Voter) -> tuple[Actor, str]:
    """By their own link where they got one, else on the phone."""
    if voter.row.link_id is None:
        return case.lead, "phone"
    about = (queries.ABOUT, voter.id)
    return holder(voter.row.municipality_id, voter.person.id, voter.row.link_id, about), "link"
