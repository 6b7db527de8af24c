"""Claiming, approving and sending back; how somebody is paid in a year."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy.exc import IntegrityError

from ekc import clock
from ekc.accounts.actor import Actor
from ekc.audit.service import record
from ekc.db import Base, db, new_id
from ekc.errors import DomainError, TooLateError
from ekc.expenses import messages, queries, rules
from ekc.expenses.models import AllowanceYear, Expense, PaidElsewhere
from ekc.expenses.rules import Claim
from ekc.pool.models import Coordinator
from ekc.referrals.rules import check_no_bsn

SENT_BEFORE = "Dit stond er al. Je hoeft niets meer te doen."
AT_ONCE = "Iemand anders veranderde dit net. Kijk nog een keer."


def claim(coordinator: Coordinator, told: Claim, once: int, *, by: Actor) -> Expense:
    """Write down what somebody claims; it waits for the bureau.

    `once` is the number of the form: TooLateError where that form was sent before. DomainError where it
    cannot be claimed.
    """
    _check(coordinator, told)
    made = Expense(
        id=new_id(),
        municipality_id=coordinator.municipality_id,
        coordinator_id=coordinator.id,
        person_id=coordinator.person_id,
        once=once,
        kind=told.kind,
        state="entered",
    )
    _fill(made, told)
    _put(made, SENT_BEFORE)
    record("claim", "expense", made.id, by=by.acting_for(coordinator.person_id), reason=told.kind)
    return made


def correct(expense: Expense, coordinator: Coordinator, told: Claim, *, by: Actor) -> None:
    """Change what was not approved yet; it waits for the bureau again."""
    rules.check_open(expense.state)
    _check(coordinator, told)
    _fill(expense, told)
    expense.state, expense.reason = "entered", None
    record("correct_claim", "expense", expense.id, by=by.acting_for(expense.person_id))
    db.session.flush()


def withdraw(expense: Expense, *, by: Actor) -> None:
    """Take back what was not approved yet: it is gone."""
    rules.check_open(expense.state)
    record("withdraw_claim", "expense", expense.id, by=by.acting_for(expense.person_id))
    db.session.delete(expense)
    db.session.flush()


def approve(claims: Iterable[Expense], *, by: Actor) -> int:
    """Approve what waits: what each brings is fixed from now on, and so is the way of that year."""
    chosen = list(claims)
    if not chosen:
        raise DomainError("Kies wat je goedkeurt.")
    keys = {(one.coordinator_id, one.happened_on.year) for one in chosen}
    accounts = queries.accounts(by.municipality_id, keys)
    for one in chosen:
        rules.check_waits(one.state)
        account = accounts[one.coordinator_id, one.happened_on.year]
        one.cents = account.worth(queries.line(one))
        one.state, one.approved_at = "approved", clock.now()
        record("approve_claim", "expense", one.id, by=by)
    db.session.flush()
    for coordinator_id, year in sorted(keys):
        _fix(by.municipality_id, coordinator_id, year)
    return len(chosen)


def send_back(expense: Expense, reason: str, *, by: Actor) -> None:
    """The bureau has a question about a claim that waits; the volunteer hears that there is one."""
    rules.check_waits(expense.state)
    rules.check_no_iban(reason)
    check_no_bsn([reason])
    expense.state, expense.reason = "returned", reason
    record("return_claim", "expense", expense.id, by=by)
    db.session.flush()
    messages.returned(expense)


def choose(
    coordinator: Coordinator, year: int, regime: str, grown_up_on: date | None = None, *, by: Actor
) -> None:
    """Real costs or a fixed amount per hour, for a whole calendar year; `grown_up_on`: the day of becoming
    21. DomainError once something of that year was approved."""
    row = queries.year_row(coordinator, year)
    claims = queries.of_year(coordinator, year)
    rules.check_choice(regime, row is not None and row.fixed, (one.kind for one in claims))
    row = row or _year(coordinator.municipality_id, coordinator.id, year)
    row.regime, row.grown_up_on = regime, grown_up_on
    _put(row, AT_ONCE)
    record(
        "choose_allowance", "allowance_year", row.id, by=by.acting_for(coordinator.person_id), reason=regime
    )


def declare(coordinator: Coordinator, year: int, month: int, cents: int, *, by: Actor) -> None:
    """What other organisations paid her in a month; a later amount replaces an earlier one."""
    rules.check_elsewhere(month, cents)
    row = queries.elsewhere_row(coordinator, year, month) or PaidElsewhere(
        id=new_id(),
        municipality_id=coordinator.municipality_id,
        coordinator_id=coordinator.id,
        year=year,
        month=month,
    )
    row.cents = cents
    _put(row, AT_ONCE)
    record("declare_elsewhere", "paid_elsewhere", row.id, by=by.acting_for(coordinator.person_id))


def _check(coordinator: Coordinator, told: Claim) -> None:
    row = queries.year_row(coordinator, told.on.year)
    known = queries.numbers(coordinator) if told.about == rules.TRAJECT else ()
    rules.check_claim(told, row.regime if row else rules.REAL, clock.today(), known)
    check_no_bsn([told.note or ""])


def _fill(expense: Expense, told: Claim) -> None:
    expense.happened_on, expense.amount = told.on, told.amount
    is_receipt = told.kind == rules.RECEIPT
    expense.what, expense.note = (told.what, told.note) if is_receipt else (None, None)
    expense.about = told.about
    expense.number = told.number if told.about == rules.TRAJECT else None


def _fix(municipality_id: int, coordinator_id: int, year: int) -> None:
    coordinator = db.session.get_one(Coordinator, coordinator_id)
    row = queries.year_row(coordinator, year) or _year(municipality_id, coordinator_id, year)
    row.fixed = True
    _put(row, AT_ONCE)


def _year(municipality_id: int, coordinator_id: int, year: int) -> AllowanceYear:
    return AllowanceYear(
        id=new_id(),
        municipality_id=municipality_id,
        coordinator_id=coordinator_id,
        year=year,
        regime=rules.REAL,
        fixed=False,
    )


def _put(row: Base, sentence: str) -> None:
    """Write a row; TooLateError with the sentence where the same was there a moment before."""
    try:
        with db.session.begin_nested():
            db.session.add(row)
            db.session.flush()
    except IntegrityError as error:
        raise TooLateError(sentence) from error
