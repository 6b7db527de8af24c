"""A poll to test with: Cor's traject, four people asked in four ways, and three days."""

from __future__ import annotations

from datetime import date, time, timedelta

from ekc import clock
from ekc.agenda.timeslots import QUARTER
from ekc.circle.queries import of_referral
from ekc.db import db
from ekc.polls import boards, service
from ekc.polls.models import DatePoll, PollVoter
from ekc.polls.rules import Proposal, Times
from ekc.web.formatting import local_to_utc
from tests.agenda.trajects import Traject, add, make_traject
from tests.world import DAY, World

OMA, TANTE = "oma@post.example", "tante@post.example"


def times(day: date, hour: int = 19, lasts: int = 3) -> Times:
    """So many hours from an hour of a day on, in local time."""
    starts = local_to_utc(day, time(hour))
    return Times(starts, starts + timedelta(hours=lasts))


def code(one: Times) -> str:
    """The value of its tick."""
    return f"{int(one.starts.timestamp()) // QUARTER}-{int(one.ends.timestamp()) // QUARTER}"


DAYS = (times(DAY), times(DAY + timedelta(days=1), 14), times(DAY + timedelta(days=4)))


def make_circle(world: World) -> Traject:
    """Oma and Tante read mail, Buur has none, Neef was not spoken yet; Fam is the hoofdpersoon."""
    traject = make_traject(world)
    add(traject, "Oma", world.cor.actor, mail=OMA, phone="+31644444444")
    add(traject, "Tante", world.cor.actor, mail=TANTE)
    add(traject, "Buur", world.cor.actor, "neighbour", phone="+31655555555")
    add(traject, "Neef", world.cor.actor, spoken=False, mail="neef@post.example")
    return traject


def make_poll(
    world: World,
    traject: Traject | None = None,
    *,
    days=DAYS,
    essential=(),
    but=(),
    until: date | None = None,
) -> DatePoll:
    """Days proposed to everybody of the circle `but` some, until four days from now."""
    traject = traject or make_circle(world)
    circle = [(person.given_name, person.id) for _, person in of_referral(traject.referral)]
    wanted = Proposal(
        tuple(days),
        until or clock.today() + timedelta(days=4),
        frozenset(person_id for name, person_id in circle if name not in but),
        frozenset(person_id for name, person_id in circle if name in essential),
    )
    poll = service.propose(traject.referral, wanted, by=world.cor.actor)
    db.commit()
    return poll


def board(poll: DatePoll) -> boards.Board:
    """A poll as it stands now."""
    found = db.session.get_one(DatePoll, poll.id, populate_existing=True)
    return boards.board_of(found, clock.now())


def voters(poll: DatePoll) -> dict[str, PollVoter]:
    """The questions by first name."""
    return {one.person.given_name: one.row for one in board(poll).voters}


def by_link(client_of, voter: PollVoter):
    """A phone on which the link in the mail was opened."""
    client = client_of(None)
    with client.session_transaction() as session:
        session["links"] = [[voter.link_id, 1, "poll", voter.id]]
    return client
