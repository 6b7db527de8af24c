"""Two at the same moment, in processes of their own: one alarm, one who takes it up, one question."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier

import pytest

from ekc import clock, seals, settings
from ekc.accounts.actor import Actor
from ekc.db import db, make_engine
from ekc.duty import asking
from ekc.duty.models import Reach
from ekc.errors import DomainError
from ekc.home import hers, todo
from ekc.notifications.models import Message
from ekc.safety import checkins, queries, service
from ekc.safety.models import CheckIn, Signal
from ekc.settings import Settings
from tests.agenda.trajects import NOON
from tests.duty.watches import make_day
from tests.safety.evenings import BACK, make_visit, make_worry
from tests.world import World, make_coordinator

pytestmark = pytest.mark.proof
HANG = 120
LATE = BACK + timedelta(minutes=31)
_start: Barrier | None = None


@pytest.fixture
def many(full) -> int:
    """How many coordinators are late, or signals wait."""
    return 30 if full else 4


def race(chosen: Settings, one: tuple[str, list], two: tuple[str, list]) -> list[list[str]]:
    """Two processes, each with a verb and what it is about, one after the other at the same moments."""
    db.remove()
    db.engine.dispose()
    context = get_context("spawn")
    start = context.Barrier(2)
    with ProcessPoolExecutor(2, context, _begin, (chosen, start)) as pool:
        sides = [pool.submit(_contend, verb, about) for verb, about in (one, two)]
        outcomes = [side.result(timeout=HANG) for side in sides]
    return [list(outcome) for outcome in zip(*outcomes, strict=True)]


def _begin(chosen: Settings, start: Barrier) -> None:
    global _start  # noqa: PLW0603 -- a barrier can only be handed to a process when it begins
    _start = start
    settings.use(chosen)
    seals.configure(chosen.secret_key)
    db.bind(make_engine(chosen.database_url))


def _contend(verb: str, about: list[tuple[Actor, int]]) -> list[str]:
    assert _start is not None
    found = []
    with clock.at(LATE):
        for actor, number in about:
            _start.wait(HANG)
            found.append(_attempt(VERBS[verb], actor, number))
            db.remove()
    return found


def _attempt(verb: Callable[[Actor, int], object], actor: Actor, number: int) -> str:
    try:
        verb(actor, number)
        db.commit()
    except DomainError:
        db.rollback()
        return "late"
    except Exception as error:  # noqa: BLE001 -- whatever else it is, the test must see it
        return repr(error)
    return "done"


VERBS: dict[str, Callable[[Actor, int], object]] = {
    "watch": lambda _, __: checkins.watch(LATE),
    "ask": lambda _, __: asking.tick(LATE),
    "stop": lambda actor, number: checkins.stop(queries.carer(actor, number), by=actor),
    "take": lambda actor, number: service.step(queries.get_for(actor, number), "taken", by=actor),
}


def late_ones(both: World, many: int) -> list[tuple[Actor, int]]:
    """Coordinators who are late, as (actor, person)."""
    found = [make_coordinator(both.municipality, f"An{n} A", f"an{n}@post.example") for n in range(many)]
    for one in found:
        make_visit(one)
    return [(one.actor, one.person.id) for one in found]


def told(kind: str) -> list[str]:
    return sorted(row.address for row in db.session.query(Message).filter_by(kind=kind))


def test_two_workers_nudge_and_alarm_once(chosen, both, many, proved):
    with clock.at(NOON):
        late = late_ones(both, many)
    turns = [(both.petra.actor, 0)] * 2
    assert race(chosen, ("watch", turns), ("watch", turns)) == [["done", "done"]] * 2
    assert db.session.query(Signal).count() == many
    assert told("signal_alarm") == ["bureau@demo.example"] * many
    assert told("check_nudge") == sorted(f"an{n}@post.example" for n in range(many))
    assert len(late) == many
    proved("R two workers, one alarm each", f"{many} late, {kind(chosen)}", "1 nudge and 1 alarm each")


def test_who_checks_out_as_the_alarm_goes_is_never_left_in_alarm(chosen, both, many, proved):
    with clock.at(NOON):
        late = late_ones(both, many)
    turns = [(both.petra.actor, 0)] * many
    for outcome in race(chosen, ("watch", turns), ("stop", late)):
        assert outcome == ["done", "done"]
    assert db.session.query(CheckIn).filter(CheckIn.ended_at.is_(None)).count() == 0
    assert db.session.query(Signal).filter(Signal.handled_at.is_(None)).count() == 0
    assert len(told("safety_over")) == db.session.query(Signal).count()
    proved("R back as the alarm goes", f"{many} rounds, {kind(chosen)}", "no alarm left open")


def test_one_of_two_takes_it_up(chosen, both, many, proved):
    signals = []
    for number in range(many):
        with clock.at(NOON + timedelta(minutes=5 * number)):
            signals.append((both.petra.actor, make_worry(both.cor).id))
    for outcome in race(chosen, ("take", signals), ("take", signals)):
        assert sorted(outcome) == ["done", "late"]
    proved("R one takes it up", f"{many} rounds of 2, {kind(chosen)}", "1 each")


def test_two_workers_ask_an_achterwacht_once(chosen, both, proved):
    with clock.at(NOON):
        make_day(both)
        make_day(both, both.noor, surname="Ander")
    turns = [(both.petra.actor, 0)] * 2
    assert race(chosen, ("ask", turns), ("ask", turns)) == [["done", "done"]] * 2
    assert db.session.query(Reach).count() == 2
    assert told("reach_question") == ["bob@post.example"] * 2
    proved("R an achterwacht is asked once", f"2 days, {kind(chosen)}", "1 question each")


def test_the_first_page_reads_alike_on_both_databases(chosen, both):
    with clock.at(NOON):
        day = make_day(both)
        make_visit(both.cor, day.referral_id)
        make_worry(both.noor)
        signals = todo.of(both.municipality.id, NOON).signals
        assert [(one.name, one.what, one.number) for one in signals] == [("Noor Nijland", "worry", None)]
        today = hers.of(both.cor.actor, clock.now())
    assert (today.offers, today.check_in.at if today.check_in else None) == ([], BACK)
    eve = day.starts_at - timedelta(days=1)
    assert [(one.id, one.name) for one in todo.of(both.municipality.id, eve).nobody] == [(day.id, "")]
    later = todo.of(both.municipality.id, day.ends_at + timedelta(days=1))
    assert [one.id for one in later.to_report] == [day.id]


def kind(chosen: Settings) -> str:
    """Which database this was."""
    return chosen.database_url.partition(":")[0].partition("+")[0]
