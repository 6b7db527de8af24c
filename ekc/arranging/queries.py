"""What is still open for a day, and what the check found."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, and_, bindparam, select

from ekc.agenda.models import Conference
from ekc.arranging import rules
from ekc.arranging.models import DayCheck, GoneOn, OpenEnd
from ekc.arranging.rules import INTERPRETER, OWN, PLACE, WORDS, End
from ekc.circle import queries as circle
from ekc.circle.rules import NEEDS
from ekc.db import UTC, db
from ekc.people.languages import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from ekc.agenda.queries import Day
    from ekc.circle.models import CircleMember
    from ekc.people.models import Person
    from ekc.referrals.models import Referral

TO_BE_THERE = frozenset({"transport", "wheelchair", "food"})  # not for who is at a distance
HERE = bindparam("municipality", type_=BigInteger())
NOW, UNTIL = bindparam("now", type_=UTC()), bindparam("until", type_=UTC())
ROWS = (
    select(OpenEnd)
    .where(
        OpenEnd.municipality_id == HERE,
        OpenEnd.referral_id.in_(bindparam("referrals", expanding=True, type_=BigInteger())),
    )
    .order_by(OpenEnd.id)
)
GONE_ON = select(GoneOn).where(
    GoneOn.municipality_id == HERE,
    GoneOn.conference_id == bindparam("conference", type_=BigInteger()),
    GoneOn.starts_at == bindparam("starts", type_=UTC()),
)
CHECKED = and_(DayCheck.conference_id == Conference.id, DayCheck.starts_at == Conference.starts_at)
SOON = (
    select(Conference.id, DayCheck.id)
    .outerjoin(DayCheck, CHECKED)
    .where(Conference.state == "planned", Conference.starts_at > NOW, Conference.starts_at <= UNTIL)
    .order_by(Conference.starts_at, Conference.id)
)


def soon(now: datetime) -> list[tuple[int, bool]]:
    """(conference, whether it was checked) of what starts within two days, in all municipalities."""
    rows = db.rows(SOON, {"now": now, "until": now + rules.AHEAD})
    return [(conference_id, check_id is not None) for conference_id, check_id in rows]


def rows(referral: Referral) -> dict[str, OpenEnd]:
    """What was noted about things to arrange, by key."""
    return rows_of(referral.municipality_id, [referral.id])[referral.id]


def rows_of(municipality_id: int, referral_ids: Collection[int]) -> dict[int, dict[str, OpenEnd]]:
    """What was noted for each of these referrals, by key. One query."""
    found: dict[int, dict[str, OpenEnd]] = {number: {} for number in referral_ids}
    values = {"municipality": municipality_id, "referrals": sorted(found)}
    for row in db.session.scalars(ROWS, values):
        found[row.referral_id][row.key] = row
    return found


def gone_on(day: Day) -> GoneOn | None:
    """The decision to go on with something open, for the day as it stands."""
    conference = day.conference
    values = {
        "municipality": conference.municipality_id,
        "conference": conference.id,
        "starts": conference.starts_at,
    }
    return db.session.scalars(GONE_ON, values).one_or_none()


def ends(day: Day) -> list[End]:
    """Everything to arrange for a day. Three queries."""
    held = day.conference
    place = End(f"{PLACE}:{held.venue_id or 0}", PLACE, f"De plek: {day.where}")
    return listed(place, held.starts_at, circle.of_referral(day.referral), rows(day.referral))


def listed(
    place: End,
    starts: datetime,
    members: Iterable[tuple[CircleMember, Person]],
    noted: Mapping[str, OpenEnd],
) -> list[End]:
    """What is to be arranged: the place, what people need to be there, and lines of one's own."""
    found = [place]
    for member, person in members:
        if member.stand not in {"no", "letter"}:
            found += _needs(member, person)
    found += [
        End(row.key, OWN, row.words or "", own=True)
        for row in noted.values()
        if row.key.startswith(f"{OWN}:") and row.removed_at is None
    ]
    return [_noted(end, noted.get(end.key), starts) for end in found]


def _needs(member: CircleMember, person: Person) -> Iterator[End]:
    if person.interpreter:
        language = LANGUAGES.get(person.language, "")
        words = f"Tolk {language} voor {person.given_name}" if language else f"Tolk voor {person.given_name}"
        yield End(f"{member.id}:{INTERPRETER}", INTERPRETER, words)
    for code in member.needed or ():
        if code in NEEDS and not (member.stand == "remote" and code in TO_BE_THERE):
            label = NEEDS[code]
            yield End(f"{member.id}:{code}", code, f"{label[0].upper()}{label[1:]} voor {person.given_name}")
    if person.needs:
        yield End(f"{member.id}:{WORDS}", WORDS, f"Voor {person.given_name}: {person.needs}")


def _noted(end: End, row: OpenEnd | None, starts: datetime) -> End:
    if row is None:
        return end
    confirmed = row.confirmed_at if row.confirmed_for == starts else None
    return End(end.key, end.kind, end.words, row.arranger, confirmed, end.own, row.phone, row.again_at)
