"""A pool by chance: everything that the rules look at, drawn from a seed, straight into the tables."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from ekc import clock
from ekc.db import db, new_id
from ekc.matching.fitting import Volunteer, Wanted
from ekc.matching.limits import OWN, Surveyed, meets, objections
from ekc.matching.models import Offer, OfferRound
from ekc.people.models import Person
from ekc.places import queries as places
from ekc.places.distances import cell_of, point_of
from ekc.pool.models import Coordinator, PoolPeriod
from ekc.pool.service import word_keys
from ekc.pool.wording import own_words, plain
from ekc.referrals.models import Assignment, Exclusion, Referral
from ekc.seals import keyed_hash

HERE = ("9601", "9603", "9611", "9628", "9635")
AROUND = ("9711", "9401", "9501", "9649")
FAR = ("1012", "6211", "8911", "0000")
EMPLOYERS = (
    None,
    None,
    None,
    "Lefier",
    "Stichting Lefier",
    "Stichting De Badde",
    "Bakker Bart",
    "GGD",
    "badde",
)
LANGUAGES = (("nld",), ("nld", "ara"), ("nld", "tur", "ara"), ("ara",))
WORDS = ((), (), ("vrouw",), ("Koerdische vrouwen", "muziek"), ("man",))
PARTS = ((), ("mon_evening",), ("sun_morning", "mon_evening"), ("fri_afternoon",))
THEMES = ((), ("parenting",), ("rent_arrears", "parenting"), ("nuisance",))
STAGES = ("active",) * 8 + ("training", "intake", "stopped")
KINDS = ("language", "word", "village", "km", "part", "led", "theme")  # of a demand
LET_GO = OWN | {"paused", "same_village", "other_village", "own_village", "too_far"}
STATES = ("open", "yes", "no", "refused", "filled", "lapsed", "withdrawn", "not_chosen")


def make_crowd(municipality_id: int, referrals: list[Referral], many: int, seed: int) -> None:
    """So many coordinators; the `referrals` are asked of some, and done by some."""
    chance = random.Random(seed)
    localities = {one.pc4: one.id for one in places.localities(municipality_id)}
    rounds = [_round(referral) for referral in referrals]
    db.session.add_all(rounds)
    db.session.flush()
    for number in range(many):
        person = _person(municipality_id, number)
        one = _coordinator(chance, municipality_id, person.id, localities)
        db.session.add_all([person, one])
        db.session.flush()
        db.session.add_all(_carries(chance, one, referrals, rounds))
    db.session.commit()


def _person(municipality_id: int, number: int) -> Person:
    name = f"Vrijwilliger{number} Veen"
    given, surname = name.split()
    return Person(
        id=new_id(),
        municipality_id=municipality_id,
        given_name=given,
        surname=surname,
        name_key=keyed_hash(name),
    )


def _coordinator(
    chance: random.Random, municipality_id: int, person_id: int, localities: dict[str, int]
) -> Coordinator:
    today = clock.today()
    pc4 = chance.choice(HERE * 3 + AROUND * 2 + FAR)
    point = point_of(pc4)
    employer, at_home = chance.choice(EMPLOYERS), chance.choice(WORDS)
    return Coordinator(
        id=new_id(),
        municipality_id=municipality_id,
        person_id=person_id,
        pc4=pc4,
        locality_id=localities.get(pc4),
        lat=point[0] if point else None,
        lon=point[1] if point else None,
        cell=cell_of(*point) if point else None,
        languages=chance.choice(LANGUAGES),
        employer=employer,
        employer_plain=plain(employer or "") or None,
        max_per_year=chance.randint(1, 6),
        max_at_once=chance.randint(1, 3),
        max_per_quarter=chance.choice((None, 1, 1, 2)),
        max_km=chance.choice((None, None, 5, 20, 60)),
        own_village=chance.random() < 0.8,
        day_parts=chance.choice(PARTS),
        themes_like=chance.choice(THEMES),
        themes_not=chance.choice(THEMES),
        at_home=at_home,
        at_home_keys=word_keys(own_words(at_home)),
        paused_until=_day(chance, 0.85, today, 30),
        stage=chance.choice(STAGES),
        trained_on=_day(chance, 0.03, today - timedelta(days=300), 310),
        block2_on=_day(chance, 0.3, today - timedelta(days=300), 100),
        vog_seen_on=_day(chance, 0.03, today - timedelta(days=300), 100),
        vog_until=_day(chance, 0.03, today + timedelta(days=150), 160),
        secrecy_on=_day(chance, 0.03, today - timedelta(days=300), 310),
        code_version=chance.choice((None, *[1] * 12)),
        joined_on=today,
    )


def _day(chance: random.Random, none: float, middle: date, spread: int) -> date | None:
    return None if chance.random() < none else middle + timedelta(days=chance.randint(-spread, spread))


def _carries(
    chance: random.Random, one: Coordinator, referrals: list[Referral], rounds: list[OfferRound]
) -> list[object]:
    found: list[object] = []
    if chance.random() < 0.15:
        months = {"first_month": chance.randint(1, 12), "last_month": chance.randint(1, 12)}
        found.append(PoolPeriod(**_of(one), **months, most=chance.randint(0, 2)))
    for referral, opened in zip(referrals, rounds, strict=True):
        if chance.random() < 0.25:
            found.append(_offer(chance, one, referral, opened))
        if chance.random() < 0.2:
            found.append(_assignment(chance, one, referral))
        if chance.random() < 0.05:
            told = {"said_by": chance.choice(("family", "team")), "said_at": clock.now()}
            found.append(Exclusion(**_of(one), referral_id=referral.id, **told))
    return found


def _of(one: Coordinator) -> dict[str, object]:
    return {"id": new_id(), "municipality_id": one.municipality_id, "coordinator_id": one.id}


def _ago(chance: random.Random, most: int) -> datetime:
    return clock.now() - timedelta(days=chance.randint(0, most), minutes=chance.randint(0, 900))


def _offer(chance: random.Random, one: Coordinator, referral: Referral, opened: OfferRound) -> Offer:
    asked = _ago(chance, chance.choice((20, 500)))  # some of them again and again
    return Offer(
        **_of(one),
        round_id=opened.id,
        referral_id=referral.id,
        person_id=one.person_id,
        state=chance.choice(STATES),
        asked_at=asked,
        expires_at=asked + timedelta(days=3),
    )


def _assignment(chance: random.Random, one: Coordinator, referral: Referral) -> Assignment:
    since = _ago(chance, 200)
    return Assignment(
        **_of(one),
        referral_id=referral.id,
        person_id=one.person_id,
        kind=chance.choice(("lead", "buddy", "backup")),
        since=since,
        first_contact_by=since.date(),
        ended_at=since + timedelta(days=20),
        end_reason=chance.choice(("know_them", "no_room", "took_over", "closed", None)),
    )


def _round(referral: Referral) -> OfferRound:
    return OfferRound(
        id=new_id(),
        municipality_id=referral.municipality_id,
        referral_id=referral.id,
        opened_at=clock.now(),
        week_from=clock.today(),
        week_until=clock.today(),
    )


def surveyed(wanted: Wanted, pool: Iterable[Volunteer], others: Sequence[str], today: date) -> list[Surveyed]:
    """A pool counted by what stands in the way, as the database must count it, without whom law or
    independence leaves out."""
    groups: dict[frozenset[str], list[Volunteer]] = {}
    for one in pool:
        found = objections(wanted, one, today)
        if all(map(_gives_way, found)):
            groups.setdefault(frozenset(found), []).append(one)
    return [
        Surveyed(reasons, len(each), {code: sum(meets(wanted, code, one) for one in each) for code in others})
        for reasons, each in groups.items()
    ]


def _gives_way(code: str) -> bool:
    """Whether a reason can be let go by whoever set it: her own limits, and the family's wishes."""
    return code in LET_GO or code.partition(":")[0] in KINDS
