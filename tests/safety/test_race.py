"""Two at the same moment, in processes of their own: one alarm, one who takes it up, one question."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from ekc import clock
from ekc.accounts.actor import Actor
from ekc.db import db
from ekc.duty import asking
from ekc.duty.models import Reach
from ekc.home import hers, todo
from ekc.notifications.models import Message
from ekc.safety import checkins, queries, service
from ekc.safety.models import CheckIn, Signal
from ekc.settings import Settings
from tests.agenda.trajects import NOON
from tests.duty.watches import make_day
from tests.racing import race
from tests.safety.evenings import BACK, make_visit, make_worry
from tests.world import World, make_coordinator

pytestmark = pytest.mark.proof
LATE = BACK + timedelta(minutes=31)
WATCH = partial(checkins.watch, LATE)


@pytest.fixture
def many(full) -> int:
    """How many coordinators are late, or signals wait."""
    return 30 if full else 4


def stop(actor: Actor, person_id: int) -> None:
    """She is out again."""
    checkins.stop(queries.carer(actor, person_id), by=actor)


def take(actor: Actor, signal_id: int) -> None:
    """Somebody takes it up."""
    service.step(queries.get_for(actor, signal_id), "taken", by=actor)


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
    assert race(chosen, [[WATCH] * 2] * 2, LATE) == [["done", "done"]] * 2
    assert db.session.query(Signal).count() == many
    assert told("signal_alarm") == ["bureau@demo.example"] * many
    assert told("check_nudge") == sorted(f"an{n}@post.example" for n in range(many))
    assert len(late) == many
    proved("R two workers, one alarm each", f"{many} late, {kind(chosen)}", "1 nudge and 1 alarm each")


def test_who_checks_out_as_the_alarm_goes_is_never_left_in_alarm(chosen, both, many, proved):
    with clock.at(NOON):
        late = late_ones(both, many)
    rounds = [[WATCH, partial(stop, *one)] for one in late]
    assert race(chosen, rounds, LATE) == [["done", "done"]] * many
    assert db.session.query(CheckIn).filter(CheckIn.ended_at.is_(None)).count() == 0
    assert db.session.query(Signal).filter(Signal.handled_at.is_(None)).count() == 0
    assert len(told("safety_over")) == db.session.query(Signal).count()
    proved("R back as the alarm goes", f"{many} rounds, {kind(chosen)}", "no alarm left open")


def test_one_of_two_takes_it_up(chosen, both, many, proved):
    signals = []
    for number in range(many):
        with clock.at(NOON + timedelta(minutes=5 * number)):
            signals.append(partial(take, both.petra.actor, make_worry(both.cor).id))
    assert race(chosen, [[one] * 2 for one in signals], LATE) == [["done", "late"]] * many
    proved("R one takes it up", f"{many} rounds of 2, {kind(chosen)}", "1 each")


def test_two_workers_ask_an_achterwacht_once(chosen, both, proved):
    with clock.at(NOON):
        make_day(both)
        make_day(both, both.noor, surname="Ander")
    assert race(chosen, [[partial(asking.tick, LATE)] * 2] * 2, LATE) == [["done", "done"]] * 2
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
