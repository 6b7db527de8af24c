"""A poll as a whole: the days, the people with how to reach them, the answers, and the best day first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, select

from ekc.agenda import best_days
from ekc.agenda.keeping import REMOTE, Asked
from ekc.agenda.sessions import is_mailed
from ekc.apart.queries import OF_MEMBER
from ekc.circle.models import CircleMember
from ekc.circle.queries import MUNICIPALITY, REFERRAL
from ekc.db import db
from ekc.invitations.guests import NEVER_LEFT
from ekc.notifications.models import Message, State
from ekc.notifications.queries import LEAVES
from ekc.people import queries as people
from ekc.people.models import Person
from ekc.polls import queries, rules
from ekc.polls.models import DatePoll, PollAnswer, PollDay, PollVoter
from ekc.polls.rules import Reach
from ekc.seals import keyed_hash

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ekc.referrals.models import Referral

NEWEST_MESSAGE = (
    select(func.max(Message.id))
    .where(
        Message.municipality_id == PollVoter.municipality_id,
        Message.about_kind == queries.ABOUT,
        Message.about_id == PollVoter.id,
        Message.state.not_in(NEVER_LEFT),
    )
    .correlate(PollVoter)
    .scalar_subquery()
)
HEARD_FROM = (  # who told it, of what was entered last after a telephone call
    select(PollAnswer.told_by)
    .where(PollAnswer.voter_id == PollVoter.id, PollAnswer.via == "phone")
    .order_by(PollAnswer.at.desc(), PollAnswer.id)
    .limit(1)
    .correlate(PollVoter)
    .scalar_subquery()
)
KRING = (  # everybody of the kring, with their question where they were asked
    select(
        CircleMember,
        Person,
        PollVoter,
        Message.state,
        queries.IS_FOCUS.label("focus"),
        HEARD_FROM.label("heard_from"),
        OF_MEMBER.label("apart"),
        LEAVES.label("leaves"),
    )
    .join(DatePoll, DatePoll.referral_id == CircleMember.referral_id)
    .join(Person, Person.id == CircleMember.person_id)
    .outerjoin(
        PollVoter, and_(PollVoter.poll_id == DatePoll.id, PollVoter.person_id == CircleMember.person_id)
    )
    .outerjoin(Message, Message.id == NEWEST_MESSAGE)
    .where(
        DatePoll.id == queries.POLL,
        CircleMember.municipality_id == MUNICIPALITY,
        CircleMember.removed_at.is_(None),
    )
    .order_by(CircleMember.id)
)

LEAVING = (
    select(PollVoter.person_id, LEAVES)
    .join(DatePoll, DatePoll.id == PollVoter.poll_id)
    .join(Message, Message.id == NEWEST_MESSAGE)
    .where(
        DatePoll.municipality_id == MUNICIPALITY,
        DatePoll.referral_id == REFERRAL,
        DatePoll.state == "open",
        LEAVES.is_not(None),
    )
)


@dataclass(frozen=True, slots=True)
class Voter:
    """Somebody asked who still takes part, with how to reach them and how that stands."""

    row: PollVoter
    person: Person
    member: CircleMember
    focus: bool
    reach: Reach
    again: bool  # whether a message about new days goes to them
    answered: int  # of how many days they said something
    heard_from: int | None  # the person who told it, where that was by telephone
    leaves: datetime | None  # from when the message may leave, where it waits for the morning

    @property
    def id(self) -> int:
        """The id of their question."""
        return self.row.id


@dataclass(frozen=True)
class Board:
    """A poll with everything: the days that take part and lie ahead, who is asked, what they answered."""

    poll: DatePoll
    days: Sequence[PollDay]
    voters: Sequence[Voter]
    members: Sequence[tuple[CircleMember, Person]]  # the whole kring, also who is not asked
    answers: dict[tuple[int, int], str]  # by (question, day)
    apart: Sequence[Asked] = ()  # who must not meet another

    @cached_property
    def ranked(self) -> list[tuple[PollDay, best_days.Standing]]:
        """The days, the best one first, with how it stands."""
        known = {one.id: one for one in self.days}
        essential = [one.id for one in self.voters if one.row.essential]
        found = best_days.best_first(
            [(one.id, one.starts_at) for one in self.days],
            [one.id for one in self.voters],
            essential,
            self.answers,
        )
        return [(known[one.day_id], one) for one in found]

    @cached_property
    def names(self) -> dict[int, str]:
        """How each is called: by the first name, and in full where two have the same."""
        given = [one.person.given_name for one in self.voters]
        return {
            one.id: one.person.given_name if given.count(one.person.given_name) == 1 else one.person.name
            for one in self.voters
        }

    def told(self, voter: Voter) -> str:
        """Who told on the telephone what somebody answered, in words; '' where that went otherwise."""
        if voter.heard_from is None:
            return ""
        if voter.heard_from == voter.person.id:
            return "aan de telefoon"
        name = next((person.given_name for _, person in self.members if person.id == voter.heard_from), None)
        return f"aan de telefoon, van {name or 'iemand anders'}"

    def why(self, standing: best_days.Standing) -> str:
        """How it stands for a day, in words."""
        return best_days.in_words(standing, self.names)

    def sentences(self, standing: best_days.Standing, say: Callable[..., str]) -> list[str]:
        """The same in the language of who reads it: what `say` makes of each Dutch sentence."""
        return best_days.sentences(standing, self.names, say)


def leaving(referral: Referral) -> dict[int, datetime]:
    """From when the question of an open poll may leave to a person (id), of whom it waits for the morning."""
    values = {"municipality": referral.municipality_id, "referral": referral.id}
    return {row[0]: row[1] for row in db.session.execute(LEAVING, values)}


def board_of(poll: DatePoll, now: datetime) -> Board:
    """A poll with its days, people and answers; three queries however many. `now` is aware."""
    days, answers = queries.days_with(poll, now)
    rows = db.session.execute(KRING, {"municipality": poll.municipality_id, "poll": poll.id}).all()
    people.with_channels(row[1] for row in rows)
    live = [one.id for one in days]
    voters = [_voter(row, live, answers) for row in rows if row[2] is not None]
    apart = [Asked(row[1].id, row[1].given_name, remote=row[0].stand == REMOTE) for row in rows if row.apart]
    return Board(poll, days, voters, [(row[0], row[1]) for row in rows], answers, apart)


def _voter(found: Any, live: Sequence[int], answers: dict[tuple[int, int], str]) -> Voter:  # noqa: ANN401 -- a row
    member, person, row, post = found[:4]
    answered = sum((row.id, day_id) in answers for day_id in live)
    mail = people.reach(person, paper=True)
    stands = {
        "spoken": member.spoken_at is not None,
        "mailable": is_mailed(person),
        "same_address": mail is not None and keyed_hash(mail) == row.address_key,
        "asked": row.asked_at is not None,
        "failed": post == State.FAILED.value,
    }
    return Voter(
        row,
        person,
        member,
        bool(found.focus),
        rules.reach(**stands, answered=bool(live) and answered == len(live)),
        rules.asked_again(rules.reach(**stands, answered=False)),
        answered,
        found.heard_from,
        found.leaves,
    )
