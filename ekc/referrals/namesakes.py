"""One open aanmelding per hoofdpersoon, and two people who happen to have one name.

The first of a name holds it, and the database refuses a second. A year of birth on both sides, or the bureau
that looked, shows that somebody is another person: who then gets a key of their own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Integer, bindparam, select

from ekc.accounts.actor import Actor
from ekc.accounts.models import Role, Team
from ekc.db import db
from ekc.errors import NotFoundError
from ekc.people.models import Person
from ekc.people.service import Particulars
from ekc.referrals import rules
from ekc.referrals.models import FocusPerson, Referral
from ekc.referrals.rules import Told
from ekc.referrals.visibility import HERE
from ekc.seals import keyed_hash

HELD = (
    select(FocusPerson.name_key, Person.birth_year)
    .join(Person, Person.id == FocusPerson.person_id)
    .where(
        FocusPerson.municipality_id == bindparam("municipality"),
        FocusPerson.referral_id != bindparam("id"),
        FocusPerson.name_key.in_(bindparam("keys", expanding=True)),
        FocusPerson.open_key.is_not(None),
    )
)
OPEN_ONES = (
    select(
        Referral.id,
        Referral.number,
        Team.name.label("team"),
        Person.id.label("person_id"),
        Person.given_name,
        Person.surname,
        Person.birth_year,
    )
    .join(FocusPerson, FocusPerson.referral_id == Referral.id)
    .join(Person, Person.id == FocusPerson.person_id)
    .join(Team, Team.id == Referral.team_id)
    .where(
        HERE,
        Referral.id != bindparam("id"),
        FocusPerson.name_key.in_(bindparam("keys", expanding=True)),
        FocusPerson.open_key.is_not(None),
    )
    .order_by(Referral.id)
)
OWN_ROWS = select(FocusPerson).where(
    FocusPerson.municipality_id == bindparam("municipality"), FocusPerson.referral_id == bindparam("id")
)
NEXT = (
    select(FocusPerson)
    .where(
        FocusPerson.municipality_id == bindparam("municipality"),
        FocusPerson.name_key == bindparam("key"),
        FocusPerson.open_key.is_not(None),
    )
    .order_by(FocusPerson.id)
    .limit(1)
)
ASKED = (
    select(Referral, Team.name)
    .join(Team, Team.id == Referral.team_id)
    .where(HERE, Referral.namesake == "asked", bindparam("bureau", type_=Integer) == 1)
)
ONE_ASKED = ASKED.where(Referral.id == bindparam("id"))
ALL_ASKED = (
    select(Referral.id, Referral.number, Team.name.label("team"))
    .join(Team, Team.id == Referral.team_id)
    .where(HERE, Referral.namesake == "asked")
    .order_by(Referral.state_since)
    .limit(20)
)


def take(referral: Referral, named: Sequence[tuple[FocusPerson, Particulars]]) -> None:
    """Let these hoofdpersonen hold their names. IntegrityError where somebody else holds one already."""
    keys = [name_key(one) for _, one in named]
    held: list[tuple[str, int | None]] = [
        (row.name_key, row.birth_year) for row in db.session.execute(HELD, {**_of(referral), "keys": keys})
    ]
    for (row, one), key in zip(named, keys, strict=True):
        years = [year for other, year in held if other == key]
        row.name_key, row.open_key = key, _open_key(referral, key, one.birth_year, years)
        held.append((key, one.birth_year))
    db.session.flush()


def let_go(referral: Referral) -> None:
    """It ended: the names are free; the next of a name, where there is one, holds it from now on."""
    rows = db.session.scalars(OWN_ROWS, _of(referral)).all()
    for row in rows:
        row.open_key = None
    db.session.flush()
    for row in rows:
        after = db.session.scalars(
            NEXT, {"municipality": referral.municipality_id, "key": row.name_key}
        ).first()
        if after is not None:
            after.open_key = after.name_key
    db.session.flush()


def ask(referral: Referral, told: Told) -> None:
    """The bureau is to look whether these are the people who have an open aanmelding already."""
    referral.namesake = "asked"
    referral.namesake_keys = tuple(name_key(one) for one in told.focus)
    db.session.flush()


def open_ones(referral: Referral) -> Sequence[Any]:
    """The open aanmeldingen of the same names, with who it is about. For the bureau only; one query."""
    return db.session.execute(OPEN_ONES, {**_of(referral), "keys": list(referral.namesake_keys)}).all()


def asked_for(actor: Actor, referral_id: int) -> tuple[Referral, str]:
    """(the draft, name of its team) that the bureau is to look at. NotFoundError for everybody else."""
    values = {"municipality": actor.municipality_id, "id": referral_id, "bureau": _is_bureau(actor)}
    row = db.session.execute(ONE_ASKED, values).one_or_none()
    if row is None:
        raise NotFoundError
    return row[0], row[1]


def told_names(referral: Referral) -> list[str]:
    """The hoofdpersonen of a draft, as they were typed, with the year of birth where it was given."""
    kept: dict[str, list[str]] = json.loads(referral.draft or "{}")
    groups = sorted({name.split("-")[0] for name in kept if name.startswith("focus")})
    told = (
        " ".join(
            kept.get(f"{group}-{name}", [""])[0].strip() for name in ("given_name", "surname", "birth_year")
        )
        for group in groups
    )
    return [one.strip() for one in told if one.strip()]


def name_key(one: Particulars) -> str:
    """The keyed hash of a name."""
    return keyed_hash(rules.plain_name(one.given_name, one.surname))


def _open_key(referral: Referral, key: str, year: int | None, others: Iterable[int | None]) -> str:
    years = list(others)
    if not years:
        return key
    if referral.namesake == "other" and key in referral.namesake_keys:
        return keyed_hash(f"{key} {referral.id}")
    return keyed_hash(f"{key} {year}") if rules.is_other(year, years) else key


def _is_bureau(actor: Actor) -> int:
    return int(actor.is_a(Role.BUREAU))


def _of(referral: Referral) -> dict[str, object]:
    return {"municipality": referral.municipality_id, "id": referral.id}
