"""Finding claims: a volunteer her own, the bureau all of them; a year as the rules see it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import Boolean, bindparam, or_, select

from ekc.accounts.actor import Actor
from ekc.accounts.models import Role
from ekc.db import db
from ekc.errors import NotFoundError
from ekc.expenses import rates, rules
from ekc.expenses.models import AllowanceYear, Expense, MunicipalRates, PaidElsewhere
from ekc.people.models import Person
from ekc.pool.models import Coordinator
from ekc.referrals.models import Assignment, Referral

HERE = Expense.municipality_id == bindparam("municipality")
VISIBLE = select(Expense).where(
    HERE,
    or_(bindparam("all", type_=Boolean()), Expense.person_id == bindparam("person")),
)
ONE = VISIBLE.where(Expense.id == bindparam("id"))
SOME = VISIBLE.where(Expense.id.in_(bindparam("ids", expanding=True))).order_by(Expense.id)
OF_YEAR = (
    select(Expense)
    .where(
        HERE,
        Expense.coordinator_id.in_(bindparam("coordinators", expanding=True)),
        Expense.happened_on.between(bindparam("first"), bindparam("last")),
    )
    .order_by(Expense.happened_on.desc(), Expense.id.desc())
)
WAITING = (
    select(Expense)
    .where(HERE, Expense.state == "entered")
    .order_by(Expense.coordinator_id, Expense.happened_on, Expense.id)
    .limit(bindparam("many"))
)
YEARS = select(AllowanceYear).where(
    AllowanceYear.municipality_id == bindparam("municipality"),
    AllowanceYear.coordinator_id.in_(bindparam("coordinators", expanding=True)),
    AllowanceYear.year.between(bindparam("from_year"), bindparam("to_year")),
)
ELSEWHERE = select(PaidElsewhere).where(
    PaidElsewhere.municipality_id == bindparam("municipality"),
    PaidElsewhere.coordinator_id.in_(bindparam("coordinators", expanding=True)),
    PaidElsewhere.year.between(bindparam("from_year"), bindparam("to_year")),
)
RATES = select(MunicipalRates).where(MunicipalRates.municipality_id == bindparam("municipality"))
NUMBERS = (
    select(Referral.number)
    .join(Assignment, Assignment.referral_id == Referral.id)
    .where(
        Assignment.municipality_id == bindparam("municipality"),
        Assignment.coordinator_id == bindparam("coordinator"),
    )
    .order_by(Assignment.since.desc(), Assignment.id.desc())
    .limit(12)
)
NAMES = (
    select(Coordinator.id, Person.given_name, Person.surname)
    .join(Person, Person.id == Coordinator.person_id)
    .where(
        Coordinator.municipality_id == bindparam("municipality"),
        Coordinator.id.in_(bindparam("ids", expanding=True)),
    )
)


def visible_to(actor: Actor) -> dict[str, object]:
    """The parameters that leave only the claims that `actor` may see."""
    return {
        "municipality": actor.municipality_id,
        "all": actor.is_a(Role.BUREAU) or actor.kind == "system",
        "person": actor.person_id if actor.is_a(Role.COORDINATOR) else None,
    }


def get_for(actor: Actor, expense_id: int) -> Expense:
    """The claim: one's own, or any for the bureau. NotFoundError for anybody else."""
    found = db.session.scalars(ONE, {**visible_to(actor), "id": expense_id}).one_or_none()
    if found is None:
        raise NotFoundError
    return found


def some_for(actor: Actor, ids: Iterable[int]) -> Sequence[Expense]:
    """Those of these claims that `actor` may see, in order of entry."""
    return db.session.scalars(SOME, {**visible_to(actor), "ids": list(ids)}).all()


def waiting(actor: Actor, many: int) -> Sequence[Expense]:
    """What waits for the bureau, by volunteer and day, at most so many."""
    return db.session.scalars(WAITING, {"municipality": actor.municipality_id, "many": many}).all()


def of_year(coordinator: Coordinator, year: int) -> Sequence[Expense]:
    """The claims of a volunteer in a calendar year, the newest day first."""
    return _claims(coordinator.municipality_id, [coordinator.id], year, year)


def rates_of(municipality_id: int) -> dict[int, MunicipalRates]:
    """The amounts that the bureau set itself, by year."""
    found = db.session.scalars(RATES, {"municipality": municipality_id})
    return {row.year: row for row in found}


def in_force(year: int, own: Mapping[int, MunicipalRates]) -> rates.Rates:
    """The amounts of a year: the bureau's own where there are, else those of the table."""
    known, row = rates.national(year), own.get(year)
    if row is None:
        return known
    return rates.Rates(year, row.hour, row.hour_young, row.month, row.in_year, row.km, known.source)


def year_row(coordinator: Coordinator, year: int) -> AllowanceYear | None:
    """How a volunteer chose to be paid in a year; None where she did not choose yet."""
    values = _years(coordinator.municipality_id, [coordinator.id], year, year)
    return db.session.scalars(YEARS, values).one_or_none()


def elsewhere_row(coordinator: Coordinator, year: int, month: int) -> PaidElsewhere | None:
    """What others paid a volunteer in a month, as she told."""
    values = _years(coordinator.municipality_id, [coordinator.id], year, year)
    return next((row for row in db.session.scalars(ELSEWHERE, values) if row.month == month), None)


def account(
    coordinator: Coordinator,
    year: int,
    claims: Sequence[Expense] | None = None,
    choice: AllowanceYear | None = None,
) -> rules.Account:
    """A calendar year of one volunteer; `claims` and `choice` where they were read already."""
    if claims is None:
        claims, choice = of_year(coordinator, year), year_row(coordinator, year)
    values = _years(coordinator.municipality_id, [coordinator.id], year, year)
    return _account(
        in_force(year, rates_of(coordinator.municipality_id)),
        choice,
        claims,
        db.session.scalars(ELSEWHERE, values).all(),
    )


def accounts(municipality_id: int, keys: Iterable[tuple[int, int]]) -> dict[tuple[int, int], rules.Account]:
    """Calendar years by (coordinator id, year): four queries however many."""
    wanted = set(keys)
    if not wanted:
        return {}
    ids = sorted({coordinator for coordinator, _ in wanted})
    first, last = min(year for _, year in wanted), max(year for _, year in wanted)
    own = rates_of(municipality_id)
    values = _years(municipality_id, ids, first, last)
    choices = {(row.coordinator_id, row.year): row for row in db.session.scalars(YEARS, values)}
    told = db.session.scalars(ELSEWHERE, values).all()
    claims = _claims(municipality_id, ids, first, last)
    return {
        key: _account(
            in_force(key[1], own),
            choices.get(key),
            [one for one in claims if (one.coordinator_id, one.happened_on.year) == key],
            [one for one in told if (one.coordinator_id, one.year) == key],
        )
        for key in wanted
    }


def line(claim: Expense) -> rules.Line:
    """A claim as the sums see it."""
    return rules.Line(claim.happened_on, claim.kind, claim.amount, claim.cents)


def numbers(coordinator: Coordinator) -> list[str]:
    """The numbers of her trajecten, running and closed, the newest first."""
    values = {"municipality": coordinator.municipality_id, "coordinator": coordinator.id}
    return list(dict.fromkeys(db.session.scalars(NUMBERS, values)))


def names(municipality_id: int, ids: Iterable[int]) -> dict[int, str]:
    """Names by coordinator id, unsealed only for those who are shown; one query."""
    rows = db.rows(NAMES, {"municipality": municipality_id, "ids": list(ids)})
    return {row.id: f"{row.given_name} {row.surname}".strip() for row in rows}


def _claims(municipality_id: int, ids: list[int], first: int, last: int) -> Sequence[Expense]:
    values = {
        "municipality": municipality_id,
        "coordinators": ids,
        "first": date(first, 1, 1),
        "last": date(last, 12, 31),
    }
    return db.session.scalars(OF_YEAR, values).all()


def _years(municipality_id: int, ids: list[int], first: int, last: int) -> dict[str, object]:
    return {"municipality": municipality_id, "coordinators": ids, "from_year": first, "to_year": last}


def _account(
    amounts: rates.Rates,
    choice: AllowanceYear | None,
    claims: Iterable[Expense],
    told: Iterable[PaidElsewhere],
) -> rules.Account:
    return rules.Account(
        amounts,
        choice.regime if choice else rules.REAL,
        choice.grown_up_on if choice else None,
        tuple(line(one) for one in claims),
        {one.month: one.cents for one in told},
    )
