"""The demo municipality as it begins: places, teams, the cast, the pool, places to meet, the target."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

from ekc import clock
from ekc.accounts import service as accounts
from ekc.accounts.actor import Actor, system
from ekc.accounts.models import Role, Team
from ekc.agenda import venues
from ekc.agenda.models import Venue
from ekc.agenda.venue_rules import Told
from ekc.areas import service as areas
from ekc.nearby import service as nearby
from ekc.nearby.rules import Told as Amenity
from ekc.people import service as people
from ekc.people.models import Kind
from ekc.people.service import Particulars
from ekc.places import queries as places_queries
from ekc.places import service as places
from ekc.places.models import Locality, Municipality
from ekc.places.villages import MIDDEN_GRONINGEN
from ekc.pool import service as pool
from ekc.pool.models import Coordinator
from ekc.pool.path import SOURCES
from ekc.pool.rules import Enrolment, Papers
from ekc.reporting import past
from ekc.reporting import service as reporting
from ekc.seed_names import Names
from ekc.seed_pool import COR, NEARBY, NOOR, POOL, VENUES, Volunteer

DEMO_PASSWORD = "eigen-kracht-demo"
SUPPORT = ("Samen Verder", "+31598000112")  # independent support
CENTRAL_PHONE = "+31598000000"  # numbers that begin with a nought after the area code are never given out
TARGET = 60
BEFORE = (0, 1, 2, 1, 2, 1, 0, 0, 2, 3, 2, 1)  # held per month, in the years before ekc
LARGE = 30  # seats: such a place has two rooms
START_UP = timedelta(days=54)  # before the first conference

# Name, telephone, and the postcodes that it covers. The names of the real teams are not used.
TEAMS = (
    ("Hoogezand-Noord", "+31598000001", "9601 9607 9608 9609"),
    ("Hoogezand-Zuid en Sappemeer", "+31598000002", "9602 9603 9605 9606 9611"),
    ("Slochteren", "+31598000003", "9615 9616 9617 9618 9619 9621 9623 9624 9625 9626 9627 9628 9629 9939"),
    ("Menterwolde", "+31598000004", "9632 9633 9635 9636 9649 9651"),
)


SANNE, TESS, PETRA = "team@demo.example", "teamleider@demo.example", "bureau@demo.example"


class Player(NamedTuple):
    """Somebody of the cast."""

    role: Role
    email: str
    given_name: str
    surname: str
    team: int | None = None


CAST = (
    Player(Role.TEAM_MEMBER, SANNE, "Sanne", "Smit", 0),
    Player(Role.TEAM_MEMBER, "anderteam@demo.example", "Tom", "Tuin", 2),
    Player(Role.TEAM_LEAD, TESS, "Tess", "Talma", 0),
    Player(Role.BUREAU, PETRA, "Petra", "Post"),
    Player(Role.COORDINATOR, COR, "Cor", "Kuiper"),
    Player(Role.COORDINATOR, NOOR, "Noor", "Nijland"),
    Player(Role.MUNICIPALITY, "gemeente@demo.example", "Gea", "Groen"),
    Player(Role.KEEPER, "beheer@demo.example", "Bea", "Blok"),
)
OTHERS = (
    Player(Role.TEAM_MEMBER, "zuid@demo.example", "Sietse", "Bolhuis", 1),
    Player(Role.TEAM_MEMBER, "menterwolde@demo.example", "Hilde", "Ottens", 3),
)
ON_DUTY = (  # who can be the achterwacht; one is only reached by telephone
    ("Marga", "Wever", "marga.wever@dienst.example"),
    ("Sjaak", "Brons", None),
    ("Ellen", "Toxopeus", "ellen.toxopeus@dienst.example"),
)


@dataclass
class Post:
    """A sociaal team with who works there and where."""

    team: Team
    places: list[Locality]
    members: list[Actor] = field(default_factory=list)


@dataclass
class Town:
    """The municipality with everybody who acts in it."""

    municipality: Municipality
    by: Actor
    posts: list[Post]
    names: Names
    bureau: Actor
    on_duty: list[int]  # person ids of who can be the achterwacht
    venues: list[Venue] = field(default_factory=list)
    coordinators: dict[int, Actor] = field(default_factory=dict)  # by coordinator id
    pool: dict[str, Coordinator] = field(default_factory=dict)  # by name
    cast: dict[str, Actor] = field(default_factory=dict)  # by mail address, the coordinators left out
    known: dict[str, int] = field(
        default_factory=dict
    )  # coordinator ids of the cast: only their own stories are theirs


def found(begin: datetime, until: datetime, seed: int, volunteers: Sequence[Volunteer] = POOL) -> Town:
    """Everything that is there before the first aanmelding, with who of the `volunteers` joined by then; the
    clock stands at `begin`."""
    municipality = places.add_municipality(
        MIDDEN_GRONINGEN, "Midden-Groningen", CENTRAL_PHONE, demo=True, by=system(0, "command")
    )
    by = system(municipality.id, "command")
    ways = replace(places.ways_of(municipality), support_name=SUPPORT[0], support_phone=SUPPORT[1])
    places.change_ways(municipality, ways, municipality.version, by=by)
    places.add_localities(municipality.id, by=by)
    posts = _posts(municipality.id, by)
    actors = {
        player.email: _player(player, posts, by)
        for player in (*CAST, *OTHERS)
        if player.role != Role.COORDINATOR
    }
    duty = [_professional(municipality.id, *name) for name in ON_DUTY]
    names = Names(random.Random(f"{seed} names"))  # noqa: S311 -- a demo, not a secret
    town = Town(municipality, by, posts, names, actors[PETRA], duty, cast=actors)
    town.venues = [_venue(town, number, *venue) for number, venue in enumerate(VENUES)]
    for name, purpose, phone, web, pc4 in NEARBY:
        place = next((one.id for post in posts for one in post.places if one.pc4 == pc4), None)
        nearby.add(Amenity(name, purpose, phone, web, place), by=by)
    for year in range((begin + START_UP).year, until.year + 2):
        reporting.set_target(year, TARGET, by=by)
    for year in ((begin + START_UP).year - 2, (begin + START_UP).year - 1):
        for month, held in enumerate(BEFORE, 1):
            past.write((year, month, ""), held, held + 1, month % 2, by=by)
    for volunteer in volunteers:
        if until - timedelta(days=volunteer.joined) < begin:
            enrol(town, volunteer, until.date())
    return town


def look_ahead(town: Town) -> None:
    """What is arranged for later already: from the new year on Kolham belongs to another team."""
    kolham = next(place for post in town.posts for place in post.places if place.pc4 == "9615")
    new_year = date(clock.today().year + 1, 1, 1)
    areas.hand_over([kolham.id], town.posts[1].team.id, new_year, by=town.bureau)


def enrol(town: Town, volunteer: Volunteer, today: date) -> None:
    """Somebody joins the pool, with what is in order on `today`, the day of the demo."""
    email = volunteer.email or f"{volunteer.given_name}.{volunteer.surname}@pool.example".lower()
    player = Player(Role.COORDINATOR, email, volunteer.given_name, volunteer.surname)
    actor = _player(player, town.posts, town.by)
    enrolment = Enrolment(
        volunteer.pc4,
        tuple(volunteer.languages.split()),
        volunteer.per_year,
        volunteer.at_once,
        volunteer.employer,
        volunteer.about,
        volunteer.stage,
        tuple(SOURCES)[len(town.pool) % len(SOURCES)],
    )
    coordinator = pool.add(actor.person_id or 0, enrolment, by=town.bureau)
    pool.set_papers(coordinator, _papers(volunteer, today), by=town.bureau)
    if volunteer.agrees:
        pool.accept_code(coordinator, 1, by=actor)
    town.coordinators[coordinator.id] = actor
    town.pool[f"{volunteer.given_name} {volunteer.surname}"] = coordinator
    if email in {COR, NOOR}:
        town.known[email] = coordinator.id


def _papers(volunteer: Volunteer, today: date) -> Papers:
    joined = clock.today()
    left = volunteer.vog_left
    return Papers(
        trained_on=joined - timedelta(days=10) if volunteer.trained else None,
        vog_until=None if left is None else today + timedelta(days=left),
        vog_seen_on=None if left is None else joined - timedelta(days=5),
        vog_asked_on=joined if left is None else None,
        secrecy_on=joined if volunteer.secrecy else None,
        block2_on=joined if volunteer.stage == "active" else None,
    )


def _posts(municipality_id: int, by: Actor) -> list[Post]:
    places_by_code = {place.pc4: place for place in places_queries.localities(municipality_id)}
    posts = []
    for name, phone, codes in TEAMS:
        team = accounts.add_team(municipality_id, name, phone, by=by)
        covered = [places_by_code[code] for code in codes.split()]
        areas.cover(team, [place.id for place in covered], by=by)
        posts.append(Post(team, covered))
    return posts


def _player(player: Player, posts: list[Post], by: Actor) -> Actor:
    """A person with an account and a role, as the actor that a request would make of them."""
    kind = Kind.PROFESSIONAL if player.role != Role.COORDINATOR else Kind.ADULT
    post = None if player.team is None else posts[player.team]
    number = sum(player.email.encode()) % 10_000
    person = people.add(
        by.municipality_id,
        Particulars(
            player.given_name, player.surname, kind.value, phone=f"+3160001{number:04}", mail=player.email
        ),
    )
    account = accounts.add_account(person.id, player.email, DEMO_PASSWORD, by=by)
    accounts.give_role(account.id, player.role, team_id=post.team.id if post else None, by=by)
    actor = Actor(
        kind="account",
        municipality_id=by.municipality_id,
        account_id=account.id,
        person_id=person.id,
        name=player.given_name,
        roles=frozenset({player.role}),
        team_ids=(post.team.id,) if post else (),
    )
    if post and player.role == Role.TEAM_MEMBER:
        post.members.append(actor)
    return actor


def _professional(municipality_id: int, given_name: str, surname: str, mail: str | None) -> int:
    told = Particulars(
        given_name,
        surname,
        Kind.PROFESSIONAL.value,
        phone=CENTRAL_PHONE,
        mail=mail,
        organisation="Bereikbaarheidsdienst",
    )
    return people.add(municipality_id, told).id


def _venue(town: Town, number: int, name: str, address: str, pc4: str, seats: int, step_free: bool) -> Venue:  # noqa: FBT001 -- a row of a table
    place = next(place for post in town.posts for place in post.places if place.pc4 == pc4)
    told = Told(
        name,
        address,
        seats,
        place.id,
        step_free,
        kitchen=True,
        neutral=seats >= LARGE,
        contact="de beheerder",
        phone=f"+31598000{301 + number}",
        hours="elke dag 8.00-23.00",
        bus="halte om de hoek",
        cost="koffie en thee",
    )
    made = venues.add(told, by=town.bureau)
    if seats >= LARGE:
        venues.add_room(made, "grote zaal", seats - 8, alone=False, by=town.bureau)
        venues.add_room(made, "kleine kamer", 8, alone=True, by=town.bureau)
    return made
