"""Handing approved claims to the payroll office: once each, as a row that can be fetched again as it went."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import Boolean, bindparam, func, select, update

from ekc import clock
from ekc.accounts.actor import Actor
from ekc.accounts.models import Account, Role
from ekc.audit.service import record
from ekc.db import db, new_id
from ekc.errors import DomainError, NotFoundError, TooLateError
from ekc.expenses import payroll_rules, queries
from ekc.expenses.models import Expense, ExpenseExport
from ekc.expenses.payroll_rules import Paid
from ekc.people.models import Person
from ekc.pool.models import Coordinator
from ekc.sheets import writing

NOTHING = "Er is niets om door te geven tot en met deze dag."
CHANGED = "Er is intussen iets veranderd. Kijk het nog eens na, en geef het dan door."
PER_PAGE = 24
READY = (
    select(Expense)
    .where(
        Expense.municipality_id == bindparam("municipality"),
        Expense.state == "approved",
        Expense.export_id.is_(None),
        Expense.happened_on <= bindparam("until"),
    )
    .order_by(Expense.happened_on, Expense.id)
)
OF_EXPORT = (
    select(Expense).where(Expense.export_id == bindparam("export")).order_by(Expense.happened_on, Expense.id)
)
CLAIM = (  # of two at the same moment the second waits here, and then finds nothing left
    update(Expense)
    .where(
        Expense.municipality_id == bindparam("here"),
        Expense.state == "approved",
        Expense.export_id.is_(None),
        Expense.happened_on <= bindparam("until"),
    )
    .values(state="exported", export_id=bindparam("to"), version=Expense.version + 1)
    .execution_options(synchronize_session=False)
)
WHO = (
    select(Coordinator.id, Coordinator.payroll_number, Person.given_name, Person.surname)
    .join(Person, Person.id == Coordinator.person_id)
    .where(
        Coordinator.municipality_id == bindparam("municipality"),
        Coordinator.id.in_(bindparam("ids", expanding=True)),
    )
)
VISIBLE = select(ExpenseExport).where(
    ExpenseExport.municipality_id == bindparam("municipality"), bindparam("all", type_=Boolean())
)
ONE = VISIBLE.where(ExpenseExport.id == bindparam("id"))
EARLIER = (
    select(ExpenseExport.id, ExpenseExport.until, ExpenseExport.made_at, Person.given_name, Person.surname)
    .join(Account, Account.id == ExpenseExport.made_by_id)
    .join(Person, Person.id == Account.person_id)
    .where(ExpenseExport.municipality_id == bindparam("municipality"), bindparam("all", type_=Boolean()))
    .order_by(ExpenseExport.id.desc())
    .limit(PER_PAGE)
    .offset(bindparam("skip"))
)
MANY = select(func.count()).where(
    ExpenseExport.municipality_id == bindparam("municipality"), bindparam("all", type_=Boolean())
)


class Earlier(NamedTuple):
    """A delivery that was made before: until which day, when, and by whom."""

    id: int
    until: date
    made_at: object
    who: str


def visible_to(actor: Actor) -> dict[str, object]:
    """The parameters that leave only the deliveries that `actor` may see."""
    return {"municipality": actor.municipality_id, "all": actor.is_a(Role.BUREAU)}


def get_for(actor: Actor, export_id: int) -> ExpenseExport:
    """A delivery, or NotFoundError where it is not there for `actor`."""
    found = db.session.scalars(ONE, {**visible_to(actor), "id": export_id}).one_or_none()
    if found is None:
        raise NotFoundError
    return found


def earlier(actor: Actor, page: int) -> list[Earlier]:
    """A page of the deliveries made so far, the newest first."""
    rows = db.rows(EARLIER, {**visible_to(actor), "skip": (page - 1) * PER_PAGE})
    return [
        Earlier(row.id, row.until, row.made_at, f"{row.given_name} {row.surname}".strip()) for row in rows
    ]


def how_many(actor: Actor) -> int:
    """How many deliveries were made."""
    return db.rows(MANY, visible_to(actor)).scalar_one()


def ready(until: date, *, by: Actor) -> list[Paid]:
    """What was approved up to and including a day and did not go before, by name and day, with warnings."""
    values = {"municipality": by.municipality_id, "until": until}
    return _lines(by.municipality_id, db.session.scalars(READY, values).all())


def hand_over(until: date, seen: str, *, by: Actor) -> ExpenseExport:
    """Hand over all that is `ready`; each claim goes once, whoever else does the same at this moment.

    `seen` is the digest of the lines that were looked at. DomainError for a day to come; TooLateError where
    nothing is left, or other lines than those would go.
    """
    if until > clock.today():
        raise DomainError("Deze dag moet nog komen. Kies een dag die geweest is.")
    if by.account_id is None:
        raise NotFoundError
    export = ExpenseExport(
        id=new_id(),
        municipality_id=by.municipality_id,
        until=until,
        lines="[]",
        made_at=clock.now(),
        made_by_id=by.account_id,
    )
    db.session.add(export)
    db.session.flush()
    values = {"here": by.municipality_id, "until": until, "to": export.id}
    if not db.session.execute(CLAIM, values).rowcount:  # type: ignore[attr-defined] # -- of an UPDATE
        raise TooLateError(NOTHING)
    claims = db.session.scalars(OF_EXPORT, {"export": export.id}).all()
    lines = _lines(by.municipality_id, claims)
    if payroll_rules.digest(lines) != seen:
        raise TooLateError(CHANGED)
    export.lines = payroll_rules.packed(lines)
    record("hand_over_claims", "expense_export", export.id, by=by)
    db.session.flush()
    return export


def file_of(export: ExpenseExport, ending: str, *, by: Actor) -> tuple[str, bytes]:
    """(content type, bytes) of a delivery as 'xlsx' or 'csv'; the same to the byte however often."""
    lines = payroll_rules.unpacked(export.lines)
    made = export.made_at.replace(tzinfo=None)
    by.seen.append(("take_out", "expense_export", export.id, "ok"))
    by.seen.extend(("take_out", "coordinator", one, "ok") for one in payroll_rules.per_person(lines))
    return writing.KINDS[ending], writing.write(ending, *payroll_rules.sheets(lines), made=made)


def _lines(municipality_id: int, claims: Sequence[Expense]) -> list[Paid]:
    accounts = queries.accounts(
        municipality_id, {(one.coordinator_id, one.happened_on.year) for one in claims}
    )
    ids = sorted({one.coordinator_id for one in claims})
    who = {row.id: row for row in db.rows(WHO, {"municipality": municipality_id, "ids": ids})}
    found = []
    for one in claims:
        account, person = accounts[one.coordinator_id, one.happened_on.year], who[one.coordinator_id]
        line = queries.line(one)
        found.append(
            Paid(
                claim=one.id,
                coordinator=one.coordinator_id,
                number=person.payroll_number or "",
                name=f"{person.given_name} {person.surname}".strip(),
                on=one.happened_on,
                kind=one.kind,
                what=one.what or "",
                amount=one.amount,
                cents=account.worth(line),
                regime=account.regime,
                warning=payroll_rules.warning(line, account),
            )
        )
    return sorted(found, key=lambda one: (one.name.casefold(), one.coordinator, one.on, one.claim))
