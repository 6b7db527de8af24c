"""The call list: all sources together, without who asked to be called later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import BigInteger, bindparam, select
from sqlalchemy.orm import aliased

from ekc.accounts.models import Role
from ekc.calls import (
    from_apart,
    from_conditions,
    from_days,
    from_ends,
    from_family,
    from_followups,
    from_invitations,
    from_kring,
    from_messages,
    from_polls,
)
from ekc.calls.models import Attempt
from ekc.circle.queries import MUNICIPALITY, visible_to
from ekc.db import db
from ekc.errors import NotFoundError
from ekc.people import queries as people
from ekc.web.paging import page_count

if TYPE_CHECKING:
    from collections.abc import Collection

    from ekc.accounts.actor import Actor
    from ekc.calls.rules import Call
    from ekc.people.models import Person

SOURCES = (
    from_apart,
    from_conditions,
    from_family,
    from_kring,
    from_invitations,
    from_polls,
    from_followups,
    from_ends,
    from_days,
    from_messages,
)
PER_PAGE = 30
LATER_ONE = aliased(Attempt)
NEWEST = (
    select(
        Attempt.referral_id,
        Attempt.person_id,
        Attempt.number,
        Attempt.result,
        Attempt.misses,
        Attempt.at,
        Attempt.again_at,
        Attempt.way,
    )
    .outerjoin(
        LATER_ONE,
        (LATER_ONE.referral_id == Attempt.referral_id)
        & (LATER_ONE.person_id == Attempt.person_id)
        & (LATER_ONE.number > Attempt.number),
    )
    .where(
        Attempt.municipality_id == MUNICIPALITY,
        Attempt.referral_id.in_(bindparam("referrals", expanding=True, type_=BigInteger())),
        LATER_ONE.id.is_(None),
    )
)
LAST_ONE = (
    select(Attempt)
    .where(
        Attempt.municipality_id == MUNICIPALITY,
        Attempt.referral_id == bindparam("referral", type_=BigInteger()),
        Attempt.person_id == bindparam("person", type_=BigInteger()),
    )
    .order_by(Attempt.number.desc())
    .limit(1)
)


class Tried(NamedTuple):
    """The newest attempt to reach somebody."""

    number: int
    result: str
    misses: int
    at: datetime
    again_at: datetime | None
    way: str


@dataclass(frozen=True, slots=True)
class Line:
    """A call as the list shows it. `person` is who is called; for the bureau the coordinator phones, `lead`,
    unless there is none: then the bureau does."""

    call: Call
    person: Person
    lead: Person | None
    tried: Tried | None
    through: Person | None = None  # by way of whom they are reached

    @property
    def again_at(self) -> datetime | None:
        """When it waits for a later hour: until when."""
        return _again(self.call, self.tried)

    @property
    def seen(self) -> int:
        """How many attempts stood there when the page was made."""
        return self.tried.number if self.tried else 0


@dataclass(frozen=True, slots=True)
class Today:
    """A page of the list, how many calls it has in all, and those that wait for a later hour."""

    lines: list[Line]
    total: int
    later: list[Line]
    page: int
    pages: int


def today(actor: Actor, now: datetime, page: int = 1) -> Today:
    """The calls of `actor` at `now` (aware); the bureau has those of everybody, one coordinator after the
    other. Past the last page stands the last. A fixed number of queries."""
    values = {**visible_to(actor), "now": now}
    found = {
        (call.referral_id, call.person_id, call.kind, call.thing and call.thing.key): call
        for one in SOURCES
        for call in one.calls(values)
    }
    tried = _tried(actor.municipality_id, {call.referral_id for call in found.values() if call.referral_id})
    ordered = _in_order(list(found.values()), by_lead=actor.is_a(Role.BUREAU))
    due: list[Call] = []
    waits: list[Call] = []
    for call in ordered:
        attempt = tried.get((call.referral_id, call.person_id))
        again = _again(call, attempt)
        if not _knows(call, attempt):
            (waits if again is not None and again > now else due).append(call)
    pages = page_count(len(due), PER_PAGE)
    page = min(page, pages)
    shown = due[(page - 1) * PER_PAGE : page * PER_PAGE]
    waits.sort(key=lambda call: _again(call, tried.get((call.referral_id, call.person_id))) or now)
    later = waits[:PER_PAGE]
    ids = {call.person_id for call in [*shown, *later]} | {call.lead_id for call in [*shown, *later]}
    persons = people.by_ids(actor.municipality_id, ids)

    between = people.by_ids(actor.municipality_id, [_through(person) for person in persons.values()])

    def line(call: Call) -> Line:
        person = persons[call.person_id]
        return Line(
            call,
            person,
            persons.get(call.lead_id),
            tried.get((call.referral_id, call.person_id)),
            between.get(_through(person) or 0),
        )

    return Today([line(call) for call in shown], len(due), [line(call) for call in later], page, pages)


def alone_for(actor: Actor, member_id: int, now: datetime) -> Call:
    """The call to somebody who counted on a day that is off, of whose traject nobody organises it now: as it
    stands on the list of the bureau at `now` (aware). NotFoundError for anything else."""
    found = from_invitations.calls({**visible_to(actor), "now": now})
    call = next((one for one in found if one.member_id == member_id and not one.lead_id), None)
    if call is None:
        raise NotFoundError
    return call


def newest(municipality_id: int, referral_id: int, person_id: int) -> Attempt | None:
    """The newest attempt to reach somebody."""
    values = {"municipality": municipality_id, "referral": referral_id, "person": person_id}
    return db.session.scalars(LAST_ONE, values).one_or_none()


def _tried(municipality_id: int, referrals: Collection[int]) -> dict[tuple[int, int], Tried]:
    rows = db.rows(NEWEST, {"municipality": municipality_id, "referrals": sorted(referrals)})
    return {(row[0], row[1]): Tried(*row[2:]) for row in rows}


def _through(person: Person) -> int | None:
    return next((one.through_person_id for one in person.channels if one.through_person_id), None)


def _again(call: Call, tried: Tried | None) -> datetime | None:
    if call.thing is not None:
        return call.thing.again_at
    return tried.again_at if tried else None


def _knows(call: Call, tried: Tried | None) -> bool:
    """Whether somebody was spoken since there was news for them."""
    if call.news_at is None or tried is None:
        return False
    return tried.result == "reached" and tried.at > call.news_at


def _in_order(calls: list[Call], *, by_lead: bool) -> list[Call]:
    """What waits longest first; for the bureau what nobody else calls, then whoever has the oldest call, with
    all of hers."""
    calls.sort(key=lambda call: (call.due, call.referral_id, call.person_id))
    if not by_lead:
        return calls
    rank = {0: -1}
    for call in calls:
        rank.setdefault(call.lead_id, len(rank))
    return sorted(calls, key=lambda call: rank[call.lead_id])
