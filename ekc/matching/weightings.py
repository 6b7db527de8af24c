"""What weighs how much in a municipality: its versions, a new one, and the matches to try one on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from math import sqrt
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.exc import IntegrityError

from ekc import clock
from ekc.accounts.actor import Actor
from ekc.accounts.models import Account
from ekc.audit.service import record
from ekc.db import UTC, db, new_id
from ekc.errors import DomainError, TooLateError
from ekc.matching import volunteers
from ekc.matching.carried import MUNICIPALITY, NO_MARK, year_start
from ekc.matching.fitting import Volunteer, Wanted
from ekc.matching.models import Weighting
from ekc.matching.replaying import Match
from ekc.matching.weighing import HEAVIEST, USUAL, Weights
from ekc.people.models import Person
from ekc.places.distances import point_of, square_km
from ekc.places.models import Locality
from ekc.pool.models import Coordinator
from ekc.referrals.models import Assignment, Referral

MOST_VERSIONS = 20
MOST_PEOPLE, MOST_MATCHES, MOST_PAIRS = 200, 120, 12_000  # more than this nobody waits for
A_YEAR, BUSY = timedelta(days=365), timedelta(weeks=8)
FASTER = "Een collega bewaarde net andere gewichten. Kijk hieronder wat er nu staat, en probeer het opnieuw."
SAME = "Deze gewichten gelden al. Er is niets bewaard."

VERSIONS = (
    select(Weighting, Person.given_name)
    .outerjoin(Account, Account.id == Weighting.account_id)
    .outerjoin(Person, Person.id == Account.person_id)
    .where(Weighting.municipality_id == MUNICIPALITY)
    .order_by(Weighting.version.desc())
    .limit(MOST_VERSIONS)
)
PAST = (
    select(
        Referral.languages,
        Referral.locality_id,
        Referral.own_village,
        Referral.organisations,
        Referral.day_parts,
        Locality.pc4,
        Assignment.since,
        Assignment.ended_at,
    )
    .join(Referral, Referral.id == Assignment.referral_id)
    .outerjoin(Locality, Locality.id == Referral.locality_id)
    .where(
        Assignment.municipality_id == MUNICIPALITY,
        Assignment.kind == "lead",
        Assignment.since >= bindparam("since", type_=UTC()),
        Assignment.end_reason.is_(None) | Assignment.end_reason.not_in(NO_MARK),
    )
    .order_by(Assignment.since.desc(), Assignment.id)
    .limit(bindparam("many"))
)
PEOPLE = volunteers.POOL.order_by(Coordinator.id).limit(MOST_PEOPLE)


class Version(NamedTuple):
    """A version: its number (0: ours), the weights, since when and by whom (None: it came with ekc)."""

    number: int
    weights: Weights
    since: Any
    who: str | None


def versions(municipality_id: int) -> list[Version]:
    """The newest first; the weights that come with the product where there is none. One query."""
    rows = db.session.execute(VERSIONS, {"municipality": municipality_id}).all()
    found = [
        Version(one.version, Weights(*(getattr(one, name) for name in Weights._fields)), one.since, who)
        for one, who in rows
    ]
    return found or [Version(0, USUAL, None, None)]


def past(municipality_id: int) -> tuple[list[Match], Sequence[Volunteer]]:
    """The matches of the last twelve months in order, and the pool to play them again with; two queries."""
    values: dict[str, Any] = {"municipality": municipality_id}
    rows = db.session.execute(PEOPLE, {**values, "referral": 0, **volunteers.since(year_start())}).all()
    pool = [volunteers.volunteer(row, None) for row in rows]
    many = min(MOST_MATCHES, MOST_PAIRS // max(1, len(pool)))
    values |= {"since": clock.now() - A_YEAR, "many": many}
    found = db.session.execute(PAST, values).all()
    return [_match(row, rows) for row in reversed(found)], pool


def change(municipality_id: int, base: int, weights: Weights, *, by: Actor) -> Weighting:
    """From now on this weighs so much; `base` is the version that was looked at.

    TooLateError where a colleague changed it since, DomainError where nothing changes or a weight cannot be.
    """
    now = versions(municipality_id)[0]
    if now.number != base:
        raise TooLateError(FASTER)
    if now.weights == weights:
        raise DomainError(SAME)
    if not all(0 <= one <= HEAVIEST for one in weights):
        raise DomainError(f"Een gewicht is een getal van 0 tot en met {HEAVIEST}.")
    made = Weighting(
        id=new_id(),
        municipality_id=municipality_id,
        version=base + 1,
        since=clock.now(),
        account_id=by.account_id,
        **weights._asdict(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(made)
            db.session.flush()
    except IntegrityError as error:
        raise TooLateError(FASTER) from error
    record("change_weights", "municipality", municipality_id, reason=str(made.version), by=by)
    db.session.flush()
    return made


def _match(row: Any, people: Sequence[Any]) -> Match:  # noqa: ANN401 -- rows of PAST and POOL
    point = point_of(row.pc4) if row.pc4 else None
    begun = row.since.astimezone(clock.HOME).date()
    return Match(
        Wanted(
            languages=row.languages,
            pc4=row.pc4,
            locality_id=row.locality_id,
            own_village=row.own_village,
            organisations=row.organisations,
            point=point,
            day_parts=row.day_parts,
        ),
        begun,
        row.ended_at.astimezone(clock.HOME).date() if row.ended_at else begun + BUSY,
        {one.id: sqrt(square_km(point, one.lat, one.lon)) for one in people if point and one.lat is not None},
    )
