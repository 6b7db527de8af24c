"""What the pages about a poll need beside it: times to suggest, whom to tick, who will be told."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from ekc import clock
from ekc.agenda import opening, sessions, suggesting
from ekc.agenda.queries import busy_of
from ekc.circle import queries as circle
from ekc.invitations.queries import letterhead
from ekc.polls import queries, rules
from ekc.polls.forms import DaysForm, EssentialForm, PeopleForm
from ekc.web.reading import id_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ekc.agenda.suggesting import Slot
    from ekc.circle.models import CircleMember
    from ekc.people.models import Person
    from ekc.polls.boards import Board
    from ekc.polls.queries import Beginning, Own, Seen
    from ekc.referrals.models import Referral
    from ekc.web.forms import Form


def beginning(referral: Referral, venue: str) -> Beginning:
    """What is known before days are proposed; `venue` is the id in the address of the page, or any text."""
    return queries.beginning(referral, id_in(venue), *_window())


def suggestions(there: Beginning) -> list[Slot]:
    """Times to propose: in the coordinator's own parts of the week, where she has no other appointment, and
    where a place is chosen only while it is open and not full."""
    busy = busy_of(there.lead, *_window()) + there.full
    return suggesting.suggestions(
        there.parts, busy, clock.today(), clock.HOME, week=opening.read(there.hours)
    )


def _window() -> tuple[datetime, datetime]:
    now = clock.now()
    return now, now + suggesting.UNTIL + timedelta(days=2)


def usual_answer_on(slots: Sequence[Slot]) -> date:
    """The last day to answer that is filled in beforehand: before the first day, and soon."""
    usual = clock.today() + rules.USUAL_TO_ANSWER
    return min([usual, *(slot.starts.date() - timedelta(days=1) for slot in slots[:1])])


def named(members: Sequence[tuple[CircleMember, Person]]) -> dict[int, str]:
    """The names of the kring by person id."""
    return {person.id: person.name for _, person in members}


def names(referral: Referral) -> dict[int, str]:
    """The same, read."""
    return named(circle.of_referral(referral))


def told(members: Sequence[tuple[CircleMember, Person]], *, shared: bool = False) -> dict[str, Any]:
    """Who of the kring gets a message, who is called, with whom somebody reads along, who was not spoken."""
    spoken = [person for member, person in members if member.spoken_at is not None]
    mailed = [person for person in spoken if sessions.is_mailed(person, mail_shared=shared)]
    return {
        "told": mailed,
        "called": [person for person in spoken if person not in mailed],
        "watched": [
            person
            for person in spoken
            if sessions.is_mailed(person, mail_shared=True) and not sessions.is_mailed(person)
        ],
        "unspoken": [person for member, person in members if member.spoken_at is None],
        "guests": any(member.is_guest for member, _ in members),
    }


def board_forms(seen: Seen, board: Board, sent: Mapping[str, Form]) -> dict[str, Any]:
    """The forms below a poll; those that were `sent` and refused as they were filled in."""
    asked = {one.person.id for one in board.voters}
    others = {person.id: person.name for _, person in board.members if person.id not in asked}
    essential = [one.id for one in board.voters if one.row.essential]
    days = sent.get("days_form")
    if not isinstance(days, DaysForm):
        days = DaysForm(formdata=None, data={"answer_on": _later(seen)})
    days.lay_out([])
    people = sent.get("people_form") or PeopleForm(formdata=None)
    people["persons"].choices = list(others.items())
    marking = sent.get("essential_form") or EssentialForm.of(board.names, essential)
    marking["essential"].choices = list(board.names.items())
    return {"days_form": days, "people_form": people, "essential_form": marking, "others": others}


def first_name(own: Own) -> str | None:
    """Who organises it now, by the first name."""
    if own.organiser_id is None:
        return None
    return letterhead(own.poll.municipality_id, own.organiser_id)[0]


def _later(seen: Seen) -> date:
    """The last day to answer as it is, or within some days where that is past."""
    return max(rules.last_day(seen.poll.answer_until, clock.HOME), clock.today() + timedelta(days=2))
