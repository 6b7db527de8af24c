"""What volunteers of the demo wrote down that they spent: paid, approved, asked about, and waiting."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from ekc.db import new_id
from ekc.expenses import payroll, payroll_rules, queries, service
from ekc.expenses.models import Expense
from ekc.expenses.rules import FLAT, HOURS, KM, RECEIPT, TRAINING, Claim
from ekc.seed_town import Town
from ekc.seed_verbs import instant

COR, NOOR, CARLA = "Cor Kuiper", "Noor Nijland", "Carla Mellema"


def claims(town: Town, today: date) -> Iterator[datetime]:
    """A month that was paid, and what was written down since: some waits, about one the bureau asks."""

    def days_ago(many: int) -> date:
        return today - timedelta(days=many)

    yield instant(days_ago(50), time(20, 15))
    service.choose(town.pool[NOOR], days_ago(52).year, FLAT, by=town.coordinators[town.pool[NOOR].id])
    _claim(town, COR, Claim(KM, days_ago(51), 24))
    _claim(town, COR, Claim(RECEIPT, days_ago(51), 350, "parking"))
    _claim(town, NOOR, Claim(HOURS, days_ago(52), 10))
    yield instant(days_ago(45), time(10, 5))
    service.approve(queries.waiting(town.bureau, 100), by=town.bureau)
    until = days_ago(46)
    seen = payroll_rules.digest(payroll.ready(until, by=town.bureau))
    payroll.hand_over(until, seen, by=town.bureau)
    yield instant(days_ago(2), time(21, 0))
    _claim(town, COR, Claim(KM, days_ago(3), 31))
    _claim(town, CARLA, Claim(RECEIPT, days_ago(4), 1240, "food"))
    question = _claim(town, NOOR, Claim(KM, days_ago(6), 180, about=TRAINING))
    yield instant(days_ago(1), time(9, 40))
    service.send_back(question, "Klopt 180 kilometer? De intervisie was in Hoogezand.", by=town.bureau)


def _claim(town: Town, name: str, told: Claim) -> Expense:
    who = town.pool[name]
    return service.claim(who, told, new_id(), by=town.coordinators[who.id])
