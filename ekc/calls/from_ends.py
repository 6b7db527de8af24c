"""What is still open for a day that is near, and days with nobody in reach: what the check finds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import and_, bindparam, select

from ekc.agenda.models import Conference, Venue
from ekc.agenda.queries import ROOMS, in_words
from ekc.arranging import queries as arranging
from ekc.arranging.models import DayCheck, GoneOn
from ekc.arranging.rules import AHEAD, NEAR, PLACE, REACH, End
from ekc.calls.rules import Call, Thing
from ekc.calls.whose import MOST, NOW, ORGANISED
from ekc.circle import queries as circle
from ekc.circle.queries import MUNICIPALITY
from ekc.db import UTC, db
from ekc.referrals.models import Assignment, Referral
from ekc.web.formatting import day_and_times

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from ekc.arranging.models import OpenEnd
    from ekc.circle.models import CircleMember
    from ekc.people.models import Person

NOBODY_YET = "Nog niemand regelt dit. Spreek af wie dat doet."
WHO_IS_THERE = "Spreek af wie er bereikbaar is op {when}."
DAYS = (
    select(
        Conference.id,
        Conference.starts_at,
        Conference.ends_at,
        Conference.venue_id,
        Conference.place,
        Venue.name,
        Venue.address,
        Venue.phone,
        ROOMS.label("rooms"),
        Referral.id.label("referral_id"),
        Referral.number,
        Assignment.person_id.label("lead_id"),
        DayCheck.found,
        GoneOn.id.label("gone_on"),
    )
    .join(Referral, Referral.id == Conference.referral_id)
    .join(Assignment, ORGANISED)
    .outerjoin(Venue, Venue.id == Conference.venue_id)
    .outerjoin(DayCheck, arranging.CHECKED)
    .outerjoin(GoneOn, and_(GoneOn.conference_id == Conference.id, GoneOn.starts_at == Conference.starts_at))
    .where(
        Conference.municipality_id == MUNICIPALITY,
        Conference.state == "planned",
        Conference.starts_at > NOW,
        Conference.starts_at <= bindparam("near", type_=UTC()),
    )
    .order_by(Conference.starts_at, Conference.id)
    .limit(MOST)
)


class Near(NamedTuple):
    """A day that is near, with its place, who organises it, and what the check found."""

    id: int
    starts_at: datetime
    ends_at: datetime
    venue_id: int | None
    place: str | None
    name: str | None
    address: str | None
    phone: str | None
    rooms: str | None
    referral_id: int
    number: str
    lead_id: int
    found: tuple[str, ...] | None
    gone_on: int | None

    @property
    def where(self) -> str:
        """The place in words."""
        return in_words(self.name, self.rooms, self.address or "") if self.name else self.place or ""


def calls(values: Mapping[str, Any]) -> list[Call]:
    """One for each thing that nobody confirmed, and one where nobody is in reach. Three queries."""
    days = [Near._make(row) for row in db.rows(DAYS, {**values, "near": values["now"] + NEAR})]
    ids = {day.referral_id for day in days}
    kring = circle.needs_of(values["municipality"], ids)
    noted = arranging.rows_of(values["municipality"], ids)
    return [
        call
        for day in days
        for call in _of_day(
            day, _ends(day, kring[day.referral_id], noted), noted[day.referral_id], values["now"]
        )
    ]


def _ends(
    day: Near, members: list[tuple[CircleMember, Person]], noted: Mapping[int, Mapping[str, OpenEnd]]
) -> list[End]:
    if day.gone_on is not None:
        return []
    place = End(f"{PLACE}:{day.venue_id or 0}", PLACE, f"De plek: {day.where}")
    return [
        end for end in arranging.listed(place, day.starts_at, members, noted[day.referral_id]) if end.is_open
    ]


def _of_day(day: Near, ends: list[End], noted: Mapping[str, OpenEnd], now: datetime) -> Iterator[Call]:
    when = day_and_times(day.starts_at, day.ends_at)
    soon = day.starts_at <= now + AHEAD
    for end in ends:
        yield _call(day, "end", "end_soon" if soon else "end", _ask(end, when), _thing(end, day))
    if "nobody" in (day.found or ()):
        waits = noted[REACH].again_at if REACH in noted else None
        thing = Thing(REACH, "De achterwacht", again_at=waits)
        yield _call(day, REACH, "reach", WHO_IS_THERE.format(when=when), thing)


def _thing(end: End, day: Near) -> Thing:
    if end.kind == PLACE and day.name and not end.arranger:
        return Thing(end.key, end.words, day.name, day.phone, open_to_all=True, again_at=end.again_at)
    return Thing(end.key, end.words, end.arranger, end.phone, again_at=end.again_at)


def _ask(end: End, when: str) -> str:
    if end.kind == PLACE:
        return f"Vraag: kunnen we er terecht op {when}?"
    if not end.arranger:
        return NOBODY_YET
    return f"Vraag: is dit geregeld voor {when}? {end.words}."


def _call(day: Near, kind: str, why: str, ask: str, thing: Thing) -> Call:
    return Call(
        kind=kind,
        why=why,
        ask=ask,
        due=day.starts_at - (AHEAD if kind == REACH else NEAR),
        referral_id=day.referral_id,
        number=day.number,
        lead_id=day.lead_id,
        person_id=day.lead_id,
        about_id=day.id,
        thing=thing,
    )
