"""A small world for tests: plain `make_…` functions, and the cast.

Sanne is in the team that asked, Tom is in another team, Tess leads Sanne's team, Petra runs the pool, Cor
is the coordinator on the case, Noor is not, Gea works for the gemeente, Bea keeps the machine. Everything
is made through the services.
"""

from __future__ import annotations

import atexit
import shutil
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from argon2 import PasswordHasher
from sqlalchemy import inspect

from ekc import clock, migrations, seals, settings
from ekc.accounts import passwords
from ekc.accounts import service as accounts
from ekc.accounts.actor import Actor, system
from ekc.accounts.models import Account, Role, Team
from ekc.db import db, make_engine
from ekc.people import service as people
from ekc.people.models import Person
from ekc.people.service import Particulars
from ekc.places import service as places
from ekc.places.models import Municipality
from ekc.pool import service as pool
from ekc.pool.models import Coordinator
from ekc.pool.rules import Enrolment, Papers
from ekc.settings import Settings

PASSWORD = "a long password for tests"
SECRET = "a secret of more than thirty-two characters for tests"

# The cast has eight passwords, and every test its cast: here they cost next to nothing.
passwords._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@dataclass
class Somebody:
    """A member of the cast: the person, the account, and the actor that a request would make of them."""

    person: Person
    account: Account
    actor: Actor
    coordinator: Coordinator | None = None

    @property
    def session_id(self) -> str:
        """What stands in the session cookie of this account."""
        return f"{self.account.id}.{self.account.version}"


@dataclass
class World:
    """A municipality with its cast."""

    municipality: Municipality
    team: Team
    other_team: Team
    sanne: Somebody
    tom: Somebody
    tess: Somebody
    petra: Somebody
    cor: Somebody
    noor: Somebody
    gea: Somebody
    bea: Somebody

    @property
    def by(self) -> Actor:
        """The product itself."""
        return system(self.municipality.id)


def make_settings(folder: Path, database_url: str | None = None, **given: object) -> Settings:
    """Settings for a test: everything in `folder`."""
    return Settings(
        **{
            "database_url": database_url or f"sqlite:///{folder}/ekc.sqlite",
            "mail_url": f"maildir:{folder}/mail",
            "sms_url": "",
            "inbox_url": f"maildir:{folder}/inbox",
            "mail_from": "afspraak@ekc.example",
            "public_url": "http://localhost:8000",
            "secret_key": SECRET,
            "demo": False,
            "quiet_hours": "",  # or whatever waits for the morning would fail a test at night
            **given,
        }  # type: ignore[arg-type] # -- whatever a test wants to change
    )


@cache
def own_database() -> str:
    """Where every test of this process has its database, one after the other: the engine stays, and with it
    what it has compiled. In memory where this machine has a disk there."""
    memory = Path("/dev/shm")  # noqa: S108 -- a folder of our own is made in it
    roomy = memory.is_dir() and shutil.disk_usage(memory).free > ENOUGH
    folder = mkdtemp(prefix="ekc-test-", dir=memory if roomy else None)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return f"sqlite:///{folder}/ekc.sqlite"


ENOUGH = 1 << 29  # bytes free


def empty_database(chosen: Settings) -> None:
    """Start this process on an empty database with all tables."""
    settings.use(chosen)
    seals.configure(chosen.secret_key)
    url = chosen.database_url
    db.remove()
    make_engine(url).dispose()
    if url.startswith("sqlite:///"):
        _put(_template(), Path(url.removeprefix("sqlite:///")))
    else:
        _empty(url)
    db.bind(make_engine(url))
    db.reading(False)


def _put(made: Path, there: Path) -> None:
    """A database of its own, whoever may still hold what was there before."""
    for left in there.parent.glob(f"{there.name}*"):
        left.unlink()
    shutil.copy(made, there)


@cache
def _upgraded(url: str) -> tuple[str, ...]:
    """The tables of a PostgreSQL database, made once by the migrations, which put nothing in them."""
    migrations.upgrade(make_engine(url))
    return tuple(set(inspect(make_engine(url)).get_table_names()) - {"alembic_version"})


def _empty(url: str) -> None:
    """Every row out of a PostgreSQL database. To drop it and to make it anew takes fifty times as long."""
    statements = [f"DELETE FROM {table}" for table in _upgraded(url)]  # noqa: S608 -- names of our own
    with make_engine(url).begin() as connection:
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")  # in whatever order
        connection.exec_driver_sql(";".join(statements))


@cache
def _template() -> Path:
    """An SQLite file with every table, made once by the migrations."""
    file = Path(mkdtemp(prefix="ekc-test-")) / "template.sqlite"
    engine = make_engine(f"sqlite:///{file}")
    migrations.upgrade(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("SELECT 1")
    raw = engine.raw_connection()
    raw.execute("PRAGMA journal_mode=DELETE")
    raw.close()
    engine.dispose()
    return file


def make_municipality(name: str = "Midden-Groningen", code: str = "1952") -> Municipality:
    """A municipality with the villages of Midden-Groningen."""
    made = places.add_municipality(code, name, "+31598123456", by=system(0, "command"))
    places.add_localities(made.id, by=system(made.id, "command"))
    return made


def make_person(
    municipality: Municipality, given: str = "Fam", surname: str = "Jansen", **told: object
) -> Person:
    """A person; `told` as in `Particulars`."""
    return people.add(municipality.id, Particulars(given, surname, **told))  # type: ignore[arg-type] # -- as told


def make_somebody(
    municipality: Municipality, name: str, mail: str, *roles: Role, team: Team | None = None
) -> Somebody:
    """An account with roles and the actor for it."""
    by = system(municipality.id, "command")
    given, _, surname = name.partition(" ")
    person = make_person(municipality, given, surname, mail=mail, phone="+31612345678")
    account = accounts.add_account(person.id, mail, PASSWORD, by=by)
    for role in roles:
        accounts.give_role(account.id, role, team_id=team.id if team else None, by=by)
    actor = Actor(
        kind="account",
        municipality_id=municipality.id,
        account_id=account.id,
        person_id=person.id,
        name=given,
        roles=frozenset(roles),
        team_ids=(team.id,) if team else (),
    )
    return Somebody(person, account, actor)


def make_coordinator(
    municipality: Municipality, name: str, mail: str, pc4: str = "9611", **given: object
) -> Somebody:
    """A coordinator with an account, with everything in order unless `given` says otherwise."""
    somebody = make_somebody(municipality, name, mail, Role.COORDINATOR)
    by = system(municipality.id, "command")
    today = clock.today()
    papers = {
        "trained_on": today - timedelta(days=400),
        "block2_on": today - timedelta(days=200),
        "vog_seen_on": today - timedelta(days=300),
        "vog_until": today + timedelta(days=700),
        "secrecy_on": today - timedelta(days=390),
    }
    told = {"stage": "active", **{key: given.pop(key) for key in LIMITS if key in given}}
    accepts = given.pop("accepts", True)
    somebody.coordinator = pool.add(somebody.person.id, Enrolment(pc4, **told), by=by)  # type: ignore[arg-type] # -- as given
    pool.set_papers(somebody.coordinator, Papers(**{**papers, **given}), by=by)  # type: ignore[arg-type] # -- the same
    if accepts:
        pool.accept_code(somebody.coordinator, 1, by=by)
    return somebody


LIMITS = ("languages", "max_per_year", "max_at_once", "employer", "about", "stage", "source")


def make_world() -> World:
    """The municipality and the whole cast, committed."""
    municipality = make_municipality()
    by = system(municipality.id, "command")
    team = accounts.add_team(municipality.id, "Hoogezand-Noord", "+31598111111", by=by)
    other = accounts.add_team(municipality.id, "Slochteren", "+31598222222", by=by)
    world = World(
        municipality=municipality,
        team=team,
        other_team=other,
        sanne=make_somebody(municipality, "Sanne Smit", "team@demo.example", Role.TEAM_MEMBER, team=team),
        tom=make_somebody(municipality, "Tom Tuin", "anderteam@demo.example", Role.TEAM_MEMBER, team=other),
        tess=make_somebody(municipality, "Tess Talma", "teamleider@demo.example", Role.TEAM_LEAD, team=team),
        petra=make_somebody(municipality, "Petra Post", "bureau@demo.example", Role.BUREAU),
        cor=make_coordinator(municipality, "Cor Kuiper", "coordinator@demo.example"),
        noor=make_coordinator(municipality, "Noor Nijland", "anderecoordinator@demo.example", "9628"),
        gea=make_somebody(municipality, "Gea Groen", "gemeente@demo.example", Role.MUNICIPALITY),
        bea=make_somebody(municipality, "Bea Blok", "beheer@demo.example", Role.KEEPER),
    )
    db.commit()
    return world


def remembered_world(chosen: Settings) -> World:
    """As `make_world`, in an empty SQLite database: made once for each moment, after that a copied file."""
    moment = clock._set.get() or clock.today()
    there = Path(chosen.database_url.removeprefix("sqlite:///"))
    if moment not in _worlds:
        made = make_world()
        kept = Path(mkdtemp(prefix="ekc-test-")) / "world.sqlite"
        raw = db.engine.raw_connection()
        raw.execute(f"VACUUM INTO '{kept}'")
        raw.close()
        _worlds[moment] = (kept, made)
        return made
    kept, made = _worlds[moment]
    db.remove()
    db.engine.dispose()
    _put(kept, there)
    db.reading(False)
    return _again(made)


_worlds: dict[object, tuple[Path, World]] = {}


def _again(made: World) -> World:
    """The same world as it stands in this test's database."""
    return World(**{each.name: _anew(getattr(made, each.name)) for each in fields(made)})


def _anew(one: Any) -> Any:
    if not isinstance(one, Somebody):
        return db.session.get_one(type(one), inspect(one).identity[0])
    return Somebody(
        _anew(one.person),
        _anew(one.account),
        replace(one.actor, seen=[]),
        _anew(one.coordinator) if one.coordinator else None,
    )


DAY = date(2026, 11, 20)  # a Friday, away from both nights on which the clock changes
