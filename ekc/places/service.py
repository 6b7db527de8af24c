"""Adding municipalities and the places in them; how a municipality works."""

from __future__ import annotations

from dataclasses import Field, asdict, replace
from typing import Any, ClassVar, Protocol

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from ekc import clock
from ekc.audit.service import Signer, record
from ekc.db import db, new_id
from ekc.errors import DomainError, TooLateError
from ekc.places import queries, rules
from ekc.places.models import Locality, Municipality
from ekc.places.rules import Ways
from ekc.places.villages import villages


class Founder(Signer, Protocol):
    """Whoever acts, as a dataclass: the first line of a municipality's logbook is in that municipality."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


def add_municipality(
    code: str,
    name: str,
    phone: str,
    *,
    demo: bool = False,
    family_chooses: bool = True,
    by: Founder,
) -> Municipality:
    """A new municipality. `code` is that of the national register; DomainError where it is there already."""
    if queries.municipality_by_code(code) is not None:
        raise DomainError("Deze gemeente is er al.")
    made = Municipality(
        id=new_id(),
        code=code,
        name=name,
        central_phone=phone,
        demo=demo,
        family_chooses=family_chooses,
    )
    db.session.add(made)
    record("add_municipality", "municipality", made.id, by=replace(by, municipality_id=made.id))
    db.session.flush()
    return made


def add_localities(municipality_id: int, *, by: Signer) -> list[Locality]:
    """Give a municipality the dorpen and wijken that are known of it; what it has already stays as it is."""
    known = {locality.pc4 for locality in queries.localities(municipality_id)}
    made = [
        Locality(
            id=new_id(),
            municipality_id=municipality_id,
            pc4=village.pc4,
            name=village.name,
            former_municipality=village.former_municipality,
        )
        for village in villages(queries.municipality(municipality_id).code)
        if village.pc4 not in known
    ]
    db.session.add_all(made)
    record("add_localities", "municipality", municipality_id, by=by)
    db.session.flush()
    return made


def add_locality(municipality_id: int, name: str, pc4: str, *, by: Signer) -> Locality:
    """One more dorp or wijk, known by its four-figure postcode. DomainError where that postcode is there."""
    made = Locality(id=new_id(), municipality_id=municipality_id, pc4=pc4, name=name, former_municipality="")
    try:
        with db.session.begin_nested():
            db.session.add(made)
            db.session.flush()
    except IntegrityError as error:
        raise DomainError(rules.POSTCODE_TAKEN) from error
    record("add_locality", "locality", made.id, by=by)
    return made


def ways_of(municipality: Municipality) -> Ways:
    """How a municipality works now."""
    return Ways(**{name: getattr(municipality, name) for name in Ways.__slots__})


def change_ways(municipality: Municipality, wanted: Ways, seen: int, *, by: Signer) -> None:
    """Work otherwise from now on; `seen` is the version that was looked at.

    DomainError for what is out of bounds; TooLateError where somebody else changed something since.
    """
    rules.check(wanted)
    before = asdict(ways_of(municipality))
    changed = {name: value for name, value in asdict(wanted).items() if before[name] != value}
    _change(municipality, changed, seen, by)


def change_clocks(municipality: Municipality, clocks: tuple[str, ...], seen: int, *, by: Signer) -> None:
    """Other limits from now on, as `referrals.clocks` keeps them. TooLateError as in `change_ways`."""
    _change(municipality, {"clocks": clocks}, seen, by)


def _change(municipality: Municipality, changed: dict[str, Any], seen: int, by: Signer) -> None:
    stamp = {"version": seen + 1, "changed_at": clock.now(), "changed_by_id": by.signature}
    done = (
        update(Municipality)
        .where(Municipality.id == municipality.id, Municipality.version == seen)
        .values(**changed, **stamp)
        .returning(Municipality.id)
    )
    if db.session.scalar(done) is None:
        raise TooLateError(rules.CHANGED.format(who="een collega"))
    for name in changed:
        record("change_setting", "municipality", municipality.id, reason=name, by=by)
    db.session.flush()
