"""Teams and their places: added, renamed, given to another team from a day on, ended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from ekc import clock
from ekc.accounts import service as accounts
from ekc.accounts.actor import Actor
from ekc.accounts.models import Team
from ekc.areas import queries, rules
from ekc.areas.models import TeamPlace
from ekc.areas.queries import Place
from ekc.audit.service import record
from ekc.db import db, new_id
from ekc.errors import DomainError, NotFoundError, TooLateError
from ekc.places.models import Locality
from ekc.places.rules import POSTCODE_TAKEN

UNKNOWN = "Kies een team uit de lijst."


def add_team(name: str, phone: str, *, by: Actor) -> Team:
    """A new team in the actor's municipality. DomainError where the name is taken."""
    try:
        with db.session.begin_nested():
            return accounts.add_team(by.municipality_id, name, phone, by=by)
    except IntegrityError as error:
        raise DomainError(rules.NAME_TAKEN) from error


def change_team(team: Team, name: str, phone: str, seen: int, *, by: Actor) -> None:
    """Another name or phone number; `seen` is the version that was looked at. Errors as `add_team`."""
    try:
        with db.session.begin_nested():
            _take(team, seen, {"name": name, "phone": phone})
    except IntegrityError as error:
        raise DomainError(rules.NAME_TAKEN) from error
    record("change_team", "team", team.id, by=by)
    db.session.flush()


def cover(team: Team, locality_ids: Iterable[int], *, by: Actor) -> None:
    """Let a team cover these dorpen and wijken from today on."""
    hand_over(locality_ids, team.id, clock.today(), by=by)


def hand_over(
    locality_ids: Iterable[int], team_id: int | None, from_day: date, seen: int | None = None, *, by: Actor
) -> None:
    """From `from_day` (a Dutch day) on these places belong to a team, or to none.

    `seen` is the newest beginning that was looked at. DomainError for a day, a team or a place that cannot
    be; TooLateError where somebody else decided about one of the places since, or at this moment.
    """
    rules.check_day(from_day, clock.today())
    _check_teams([] if team_id is None else [team_id], by)
    there = {place.id: place for place in queries.places(by.municipality_id, clock.today())}
    for locality_id in locality_ids:
        if locality_id not in there:
            raise NotFoundError
        _begin(there[locality_id], team_id, from_day, seen, by)
    _flush()


def withdraw(beginning: TeamPlace, *, by: Actor) -> None:
    """Take back a change that begins today or later. DomainError for what was so already."""
    place = _place(beginning)
    rules.check_withdrawal(place.label, beginning.from_day, clock.today())
    before = rules.in_force([one for one in place.history if one.id != beginning.id], beginning.from_day)
    if before is not None and before.team_id is not None:
        _check_teams([before.team_id], by)
    gone = delete(TeamPlace).where(TeamPlace.id == beginning.id).returning(TeamPlace.id)
    if db.session.scalar(gone) is None:
        raise TooLateError(rules.OVERTAKEN.format(place=place.label))
    record("withdraw_place", "locality", beginning.locality_id, by=by)
    db.session.flush()


def seen_of(place: Locality) -> str:
    """How a dorp or wijk is called: what a page remembers of it."""
    return f"{place.pc4} {place.name}"


def change_place(place: Locality, name: str, pc4: str, seen: str | None, *, by: Actor) -> None:
    """Another name or postcode. DomainError where that postcode is another's; TooLateError where it is not
    called as it was `seen` any more."""
    before = (place.pc4, place.name)
    if seen != seen_of(place):
        raise TooLateError(rules.PLACE_CHANGED)
    wanted = (
        update(Locality)
        .where(Locality.id == place.id, Locality.pc4 == before[0], Locality.name == before[1])
        .values(pc4=pc4, name=name)
        .returning(Locality.id)
    )
    try:
        with db.session.begin_nested():
            done = db.session.scalar(wanted)
    except IntegrityError as error:
        raise DomainError(POSTCODE_TAKEN) from error
    if done is None:
        raise TooLateError(rules.PLACE_CHANGED)
    record("change_locality", "locality", place.id, by=by)
    db.session.flush()


def remove_place(place: Locality, *, by: Actor) -> None:
    """A dorp or wijk goes. DomainError while it belongs to a team, now or later, or anything hangs on it: the
    database knows, also of what came at this moment."""
    today = clock.today()
    found = next(one for one in queries.places(place.municipality_id, today) if one.id == place.id)
    if found.team_id or any(one.team_id for one in found.to_come):
        raise DomainError(rules.PLACE_OF_TEAM)
    try:
        with db.session.begin_nested():
            db.session.execute(delete(TeamPlace).where(TeamPlace.locality_id == place.id))
            db.session.execute(delete(Locality).where(Locality.id == place.id))
    except IntegrityError as error:
        raise DomainError(rules.PLACE_USED) from error
    record("remove_locality", "locality", place.id, by=by)
    db.session.flush()


def end_team(team: Team, from_day: date, heirs: Mapping[int, int | None], seen: int, *, by: Actor) -> None:
    """From a day on a team is no more; `heirs` says per place to which team it goes.

    What runs stays with the people of the team until it is done. DomainError where a place has no heir, or
    something else is planned for it; TooLateError where somebody changed the team since.
    """
    today = clock.today()
    rules.check_day(from_day, today)
    queries.held(team.municipality_id, {team.id, *(heir for heir in heirs.values() if heir is not None)})
    _take(team, seen, {"ended_on": from_day})
    record("end_team", "team", team.id, by=by)
    for place in of_team(team, from_day, today):
        rules.check_ending(place.label, place.history, from_day, team.id)
        if place.id not in heirs:
            raise DomainError(f"Kies naar welk team {place.label} gaat.")
        hand_over([place.id], heirs[place.id], from_day, by=by)


def reopen_team(team: Team, *, by: Actor) -> None:
    """The team is there after all; its places are given back by hand."""
    _take(team, team.version, {"ended_on": None})
    record("reopen_team", "team", team.id, by=by)
    db.session.flush()


def of_team(team: Team, from_day: date, today: date) -> list[Place]:
    """The places that belong to a team on a day or at any time after it."""
    return [
        place
        for place in queries.places(team.municipality_id, today)
        if any(
            one is not None and one.team_id == team.id
            for one in (rules.in_force(place.history, from_day), *rules.to_come(place.history, from_day))
        )
    ]


def _begin(place: Place, team_id: int | None, from_day: date, seen: int | None, by: Actor) -> None:
    newest = max((one.id for one in place.history), default=0)
    if seen is not None and newest > seen:
        raise TooLateError(rules.OVERTAKEN.format(place=place.label))
    rules.check_next(place.label, place.history, from_day, team_id)
    made = TeamPlace(
        id=new_id(),
        municipality_id=by.municipality_id,
        locality_id=place.id,
        number=max((one.number for one in place.history), default=0) + 1,
        from_day=from_day,
        team_id=team_id,
    )
    db.session.add(made)
    record("hand_over_place", "locality", place.id, by=by)


def _flush() -> None:
    try:
        db.session.flush()
    except IntegrityError as error:
        raise TooLateError(rules.OVERTAKEN.format(place="Een van deze dorpen of wijken")) from error


def _check_teams(ids: Iterable[int], by: Actor) -> None:
    """Hold the teams; DomainError for one that is not there, or ends."""
    wanted = list(ids)
    known = queries.held(by.municipality_id, wanted)
    if set(wanted) - set(known):
        raise DomainError(UNKNOWN)
    if any(known[one] is not None for one in wanted):
        raise DomainError(rules.TEAM_ENDED.format(team="Dit team"))


def _take(team: Team, seen: int, values: Mapping[str, object]) -> None:
    """Change a team where it is still as it was seen; TooLateError where it is not."""
    taken = (
        update(Team)
        .where(Team.id == team.id, Team.version == seen)
        .values(**values, version=seen + 1)
        .returning(Team.id)
    )
    if db.session.scalar(taken) is None:
        raise TooLateError(rules.TEAM_CHANGED)
    db.session.get(Team, team.id, populate_existing=True)


def _place(beginning: TeamPlace) -> Place:
    there = queries.places(beginning.municipality_id, clock.today())
    return next(place for place in there if place.id == beginning.locality_id)
