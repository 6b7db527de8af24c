"""Adding municipalities and the places in them."""

from __future__ import annotations

from collections.abc import Iterable

from ekc.audit.service import Signer, record
from ekc.db import db, new_id
from ekc.errors import DomainError
from ekc.places import queries
from ekc.places.models import Locality, Municipality
from ekc.places.villages import Village


def add_municipality(
    code: str,
    name: str,
    phone: str,
    *,
    demo: bool = False,
    family_chooses: bool = True,
    by: Signer,
) -> Municipality:
    """A new municipality, with the id that the actor already acts in: so its own logbook tells it.

    `code` is that of the national register. DomainError where it is there already.
    """
    if queries.municipality_by_code(code) is not None:
        raise DomainError("Deze gemeente is er al.")
    made = Municipality(
        id=by.municipality_id,
        code=code,
        name=name,
        central_phone=phone,
        demo=demo,
        family_chooses=family_chooses,
    )
    db.session.add(made)
    record("add_municipality", "municipality", made.id, by=by)
    db.session.flush()
    return made


def add_localities(villages: Iterable[Village], *, by: Signer) -> list[Locality]:
    """Give the actor's municipality these dorpen and wijken; those it has already stay as they are."""
    known = {locality.pc4 for locality in queries.localities(by.municipality_id)}
    made = [
        Locality(
            id=new_id(),
            municipality_id=by.municipality_id,
            pc4=village.pc4,
            name=village.name,
            former_municipality=village.former_municipality,
        )
        for village in villages
        if village.pc4 not in known
    ]
    db.session.add_all(made)
    record("add_localities", "municipality", by.municipality_id, by=by)
    db.session.flush()
    return made
