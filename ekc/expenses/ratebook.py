"""The bureau checks the amounts of a year, or lowers them."""

from __future__ import annotations

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from ekc import clock
from ekc.accounts.actor import Actor
from ekc.audit.service import record
from ekc.db import db, new_id
from ekc.errors import DomainError, TooLateError
from ekc.expenses import queries, rates, rules
from ekc.expenses.models import MunicipalRates
from ekc.expenses.rates import Rates

CHANGED = (
    "Deze bedragen zijn inmiddels gewijzigd door een collega. Kijk wat er nu staat, en bewaar dan opnieuw."
)
AMOUNTS = ("hour", "hour_young", "month", "in_year", "km")


def set_rates(told: Rates, seen: int, *, by: Actor) -> MunicipalRates:
    """The amounts of a calendar year in the actor's municipality, in cents.

    `seen` is the version that was looked at, 0 where the municipality had none. DomainError above what the
    law leaves untaxed (see `rates`), or in another year than this and the next; TooLateError where somebody
    else changed them since.
    """
    if told.year - clock.today().year not in (0, 1):
        raise DomainError("Kies de bedragen van dit jaar of van het volgende.")
    rules.check_rates(told, rates.national(told.year))
    row = queries.rates_of(by.municipality_id).get(told.year)
    if (row.version if row else 0) != seen:
        raise TooLateError(CHANGED)
    if row is None:
        row = MunicipalRates(id=new_id(), municipality_id=by.municipality_id, year=told.year)
        db.session.add(row)
    for name in AMOUNTS:
        setattr(row, name, getattr(told, name))
    row.set_by_id, row.set_at = by.account_id or 0, clock.now()
    record("set_rates", "municipal_rates", row.id, reason=str(told.year), by=by)
    try:
        db.session.flush()
    except (IntegrityError, StaleDataError) as error:
        raise TooLateError(CHANGED) from error
    return row
