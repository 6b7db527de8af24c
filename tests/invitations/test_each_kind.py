"""A bijeenkomst, a visit, a training and an intervisie, from the first message to the end: what leaves about
each of them keeps every promise, in the eyes of each reader."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pytest

from ekc.agenda import service as agenda
from ekc.agenda.models import Conference
from ekc.db import db
from ekc.invitations.models import Appointment
from ekc.invitations.rewording import reword
from ekc.training import service as training
from ekc.training.models import Gathering
from ekc.visits import service as visits
from ekc.visits.models import Visit
from tests.agenda.trajects import a_plan, add, make_conference, make_traject, noon
from tests.invitations.asking import Copy, fresh, leave
from tests.invitations.rules_5546 import broken_rules
from tests.invitations.rules_ours import broken_promises, telling_words
from tests.tools import vobject
from tests.training import evenings
from tests.world import World

__all__ = ["noon"]  # a fixture: it is noon, thirty days before


class Story(NamedTuple):
    """Something with an appointment: who reads about it, and how it is moved and called off."""

    reader: str
    organises: bool
    move: Callable[[], object]
    cancel: Callable[[], object]


def conference(world: World) -> Story:
    """A bijeenkomst, to which Oma is asked."""
    made: Conference = make_conference(world, make_traject(world))
    cor = world.cor.actor
    return Story(
        "oma@post.example",
        False,
        lambda: agenda.move(fresh(made), a_plan(days=7), by=cor),
        lambda: agenda.cancel(fresh(made), "no_room", by=cor),
    )


def visit(world: World) -> Story:
    """A visit, in Cor's own calendar."""
    traject, cor = make_traject(world), world.cor.actor
    oma = add(traject, "Oma", cor, spoken=False, phone="+31644444444")
    day = a_plan()
    made: Visit = visits.plan(traject.referral, oma.person_id, day.starts, 60, in_calendar=True, by=cor)
    return Story(
        "coordinator@demo.example",
        True,
        lambda: visits.move(fresh(made), a_plan(days=7).starts, 60, by=cor),
        lambda: visits.cancel(fresh(made), by=cor),
    )


def gathering(world: World, kind: str) -> Story:
    """A training or an intervisie, to which Cor is asked."""
    made: Gathering = evenings.make_gathering(world, world.cor, kind=kind)
    petra = world.petra.actor
    return Story(
        "coordinator@demo.example",
        False,
        lambda: training.change(fresh(made), evenings.a_plan(kind, days=7), by=petra),
        lambda: training.call_off(fresh(made), by=petra),
    )


KINDS: dict[str, Callable[[World], Story]] = {
    "conference": conference,
    "visit": visit,
    "training": lambda world: gathering(world, "block1"),
    "intervisie": lambda world: gathering(world, "intervisie"),
}


def stamp_of(copy: Copy) -> str:
    return copy.line("DTSTAMP:")


@pytest.mark.parametrize("kind", KINDS)
def test_every_copy_keeps_every_promise_from_the_first_to_the_last(world, kind):
    leave()
    story = KINDS[kind](world)
    told: list[Copy] = []
    for act in (None, story.move, "words", story.cancel):
        if callable(act):
            act()
        elif act == "words":  # only a text changes
            appointment = db.session.query(Appointment).one()
            reword(fresh(appointment), title="Afspraak met Kees", by=world.by)
        told += [copy for copy in leave() if copy.to == story.reader and copy.mail.is_multipart()]

    versions = [0, 1, 2] if story.organises else [0, 1, 1, 2]  # her own name is no news to herself
    assert [copy.event.sequence for copy in told] == versions
    assert [copy.event.method for copy in told] == ["REQUEST"] * (len(told) - 1) + ["CANCEL"]
    stamps = [stamp_of(copy) for copy in told]
    assert stamps == sorted(set(stamps))
    for name in ("UID:", "ORGANIZER"):
        assert len({copy.line(name).partition(":")[2] for copy in told}) == 1
    starts = [copy.event.starts for copy in told]
    assert starts[0] not in starts[1:]
    assert len(set(starts[1:])) == 1
    for copy in told:
        assert (broken_rules(copy.ics), broken_promises(copy.ics, organises=story.organises)) == ([], [])
        (seen,) = vobject.events(copy.ics)
        event = copy.event
        assert (seen.uid, seen.sequence, seen.starts, seen.ends) == (
            event.uid,
            event.sequence,
            event.starts,
            event.ends,
        )
        assert event.attendees == (f"mailto:{copy.to}",)
        shown = f"{copy.subject} {copy.ics.decode()}".replace("@ekc.example", "")  # our mailbox in the tests
        assert telling_words(shown) == []
        assert b"http" not in copy.ics
    assert "/k/" not in told[-1].text
    assert story.organises or all("/k/" in copy.text for copy in told[:-1])
