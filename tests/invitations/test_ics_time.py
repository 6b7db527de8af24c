"""The hour on the wall: in every half hour of eleven years, in both nights of the year, in every reader."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from playwright.sync_api import Page

from ekc.invitations import ics
from ekc.invitations.vtimezone import VTIMEZONE
from tests.invitations.content_lines import read
from tests.invitations.rules_ours import broken_promises
from tests.invitations.samples import GUEST, ORGANIZER, make_event
from tests.tools import icaljs, libical, vobject

HOME = ZoneInfo("Europe/Amsterdam")
TZID = "Europe/Amsterdam"
FIRST, LAST = datetime(2026, 1, 1, tzinfo=UTC), datetime(2037, 1, 1, tzinfo=UTC)
Maker = Callable[[ics.Event, ics.Party, ics.Party], bytes]
HALF_HOURS = [
    FIRST + timedelta(minutes=30 * number) for number in range((LAST - FIRST) // timedelta(minutes=30))
]
FILE = ics.request(make_event(), ORGANIZER, GUEST)


def _is_twice(moment: datetime) -> bool:
    wall = moment.astimezone(HOME).replace(tzinfo=None)
    return (
        sum((moment + timedelta(hours=by)).astimezone(HOME).replace(tzinfo=None) == wall for by in (-1, 0, 1))
        == 2
    )


ONCE = [moment for moment in HALF_HOURS if not _is_twice(moment)]
WALLS = [moment.astimezone(HOME).replace(tzinfo=None) for moment in ONCE]
EPOCHS = [int(moment.timestamp()) for moment in ONCE]


def test_only_four_half_hours_a_year_come_twice() -> None:
    assert len(HALF_HOURS) == 192_864
    assert len(HALF_HOURS) - len(ONCE) == 4 * 11


def test_libical_reads_every_half_hour_of_eleven_years_right() -> None:
    assert libical.instants(FILE, TZID, WALLS) == EPOCHS


def test_ical_js_reads_every_half_hour_of_eleven_years_right(ical_js: Page) -> None:
    assert icaljs.instants(ical_js, FILE, TZID, WALLS) == EPOCHS


def test_icalendar_reads_every_switch_of_eleven_years_right_from_our_zone() -> None:
    zone = icalendar.Timezone.from_ical(VTIMEZONE).to_tz()
    near = [
        (moment, wall)
        for moment, wall in zip(ONCE, WALLS, strict=True)
        if (moment + timedelta(days=2)).astimezone(HOME).utcoffset()
        != (moment - timedelta(days=2)).astimezone(HOME).utcoffset()
    ]

    assert len(near) > 22 * 90
    assert [wall.replace(tzinfo=zone).timestamp() for _, wall in near] == [
        moment.timestamp() for moment, _ in near
    ]


def test_a_zone_by_dates_would_have_been_read_wrong(ical_js: Page) -> None:
    """Proof that the truth test can fail: the zone the library makes by itself, in the summer of 2026."""
    summer = [
        (wall, epoch)
        for wall, epoch in zip(WALLS, EPOCHS, strict=True)
        if (wall.year, wall.month) == (2026, 7)
    ]
    calendar = icalendar.Calendar.from_ical(FILE)
    calendar.subcomponents.remove(calendar.timezones[0])
    calendar.add_missing_timezones()

    read_back = icaljs.instants(ical_js, calendar.to_ical(), TZID, [wall for wall, _ in summer])
    assert read_back != [epoch for _, epoch in summer]


EVENINGS = [
    pytest.param("2026-07-01T17:30Z", "2026-07-01T20:00Z", id="summer"),
    pytest.param("2026-12-01T18:30Z", "2026-12-01T21:00Z", id="winter"),
    pytest.param("2027-03-28T00:30Z", "2027-03-28T01:30Z", id="over the gap of spring"),
    pytest.param("2027-03-27T19:00Z", "2027-03-28T09:00Z", id="through the spring night"),
    pytest.param("2026-10-24T23:30Z", "2026-10-25T02:30Z", id="through the autumn night"),
    pytest.param("2026-10-25T00:30Z", "2026-10-25T02:00Z", id="from the first 02:30 to 03:00"),
    pytest.param("2026-10-25T01:30Z", "2026-10-25T03:00Z", id="from the second 02:30"),
    pytest.param("2026-10-25T00:30Z", "2026-10-25T01:30Z", id="02:30 to 02:30, an hour later"),
    pytest.param("2031-10-26T00:00Z", "2031-10-26T01:00Z", id="02:00 to 02:00, years ahead"),
    pytest.param("2026-12-31T22:00Z", "2027-01-01T01:00Z", id="over the new year"),
]


@pytest.mark.parametrize(("starts", "ends"), EVENINGS)
@pytest.mark.parametrize("make", [ics.request, ics.cancel])
def test_every_reader_sees_the_same_start_and_end(make: Maker, starts: str, ends: str, ical_js: Page) -> None:
    start, end = datetime.fromisoformat(starts), datetime.fromisoformat(ends)

    copy = make(make_event(starts=start, ends=end), ORGANIZER, GUEST)

    assert broken_promises(copy) == []
    (by_libical,) = libical.events(copy)
    assert (by_libical.starts, by_libical.ends) == (start, end)
    (by_js,) = icaljs.events(ical_js, copy)
    assert (by_js["start"], by_js["end"]) == (start.timestamp(), end.timestamp())
    (by_vobject,) = vobject.events(copy)
    assert (by_vobject.starts, by_vobject.ends) == (start, end)
    (by_icalendar,) = icalendar.Calendar.from_ical(copy).events
    assert (by_icalendar.start.astimezone(UTC), by_icalendar.end.astimezone(UTC)) == (start, end)


def _written(starts: datetime, ends: datetime) -> list[str]:
    (event,) = read(ics.request(make_event(starts=starts, ends=ends), ORGANIZER, GUEST)).children("VEVENT")
    return [event.value("DTSTART"), event.value("DTEND")]


def test_a_meeting_planned_in_summer_for_winter_keeps_its_hour_on_the_wall() -> None:
    in_summer, in_winter = (datetime(2026, month, 5, 14, tzinfo=HOME).astimezone(UTC) for month in (7, 12))

    assert _written(in_summer, in_summer + timedelta(hours=2)) == ["20260705T140000", "20260705T160000"]
    assert _written(in_winter, in_winter + timedelta(hours=2)) == ["20261205T140000", "20261205T160000"]


@pytest.mark.parametrize(
    ("hour", "written"),
    [
        (datetime(2026, 10, 24, 23, 59, tzinfo=UTC), "20261025T015900"),
        (datetime(2026, 10, 25, 0, 0, tzinfo=UTC), "20261025T000000Z"),
        (datetime(2026, 10, 25, 0, 59, tzinfo=UTC), "20261025T005900Z"),
        (datetime(2026, 10, 25, 1, 0, tzinfo=UTC), "20261025T010000Z"),
        (datetime(2026, 10, 25, 1, 59, tzinfo=UTC), "20261025T015900Z"),
        (datetime(2026, 10, 25, 2, 0, tzinfo=UTC), "20261025T030000"),
        (datetime(2027, 3, 28, 0, 59, tzinfo=UTC), "20270328T015900"),
        (datetime(2027, 3, 28, 1, 0, tzinfo=UTC), "20270328T030000"),
    ],
)
def test_only_the_hour_that_comes_twice_is_written_in_utc(hour: datetime, written: str) -> None:
    assert _written(hour, hour + timedelta(days=3))[0] == written
    assert _written(hour - timedelta(days=3), hour)[1] == written


def test_instants_of_another_zone_are_written_in_ours() -> None:
    tokyo = datetime(2026, 11, 13, 3, 30, tzinfo=ZoneInfo("Asia/Tokyo"))

    assert _written(tokyo, tokyo + timedelta(hours=1)) == ["20261112T193000", "20261112T203000"]
