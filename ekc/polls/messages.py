"""What people read: that a day is sought, by whom, and until when they may answer. Never which, for what, or
who else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ekc import clock
from ekc.db import new_id
from ekc.invitations.queries import letterhead
from ekc.notifications.outbox import enqueue
from ekc.notifications.said import Said
from ekc.notifications.tongues import TEXTS
from ekc.people.telling import told
from ekc.polls import queries, rules
from ekc.web import english
from ekc.web.formatting import day

if TYPE_CHECKING:
    from ekc.accounts.models import PersonalLink
    from ekc.people.models import Person
    from ekc.polls.models import DatePoll, PollVoter

ASK, NUDGE = "poll", "poll_nudge"


def ask(
    poll: DatePoll,
    voter: PollVoter,
    to: tuple[Person, str],
    link: PersonalLink,
    organiser_id: int,
    *,
    again: bool,
    focus: bool,
) -> None:
    """Which day suits you? `again`: there are days that they did not see yet. It leaves in waking hours.

    `to` is who gets it, and at which address. `focus`: a hoofdpersoon, whose page shows how it stands. Two of
    a kind at one address get one message: each answers on its page.
    """
    _send(ASK, poll, voter, to, link, organiser_id, {"again": again}, focus=focus, once=f"{new_id()}")


def nudge(
    poll: DatePoll,
    voter: PollVoter,
    to: tuple[Person, str],
    link: PersonalLink,
    organiser_id: int,
    *,
    focus: bool,
) -> None:
    """The only reminder that somebody gets; two of a kind at one address get one, as in `ask`."""
    _send(NUDGE, poll, voter, to, link, organiser_id, {}, focus=focus, once="once")


def _send(
    kind: str,
    poll: DatePoll,
    voter: PollVoter,
    to: tuple[Person, str],
    link: PersonalLink,
    organiser_id: int,
    more: dict[str, object],
    *,
    focus: bool,
    once: str,
) -> None:
    coordinator, _ = letterhead(poll.municipality_id, organiser_id)
    person, address = to
    last = rules.last_day(poll.answer_until, clock.HOME)
    enqueue(
        told(
            person,
            kind,
            (queries.ABOUT, voter.id),
            f"{kind}:{voter.id}:{once}",
            {"coordinator": coordinator, "until": Said(day(last), english.day(last)), **more},
            at=address,
            together=f"{poll.id}:{last:%Y%m%d}:{focus}:{more.get('again')}:{TEXTS.get(person.reads, '')}",
            expires=poll.answer_until,
            link=(link.id, link.version),
            introduces=coordinator,
            replaces=True,
        )
    )
