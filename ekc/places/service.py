"""Adding municipalities and the places in them."""

from __future__ import annotations

from dataclasses import Field, replace
from typing import Any, ClassVar, Protocol

from ekc.audit.service import Signer, record
from ekc.db import db, new_id
from ekc.errors import DomainError
from ekc.places import queries
from ekc.places.models import Locality, Municipality
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
