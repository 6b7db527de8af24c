"""Days to propose: her own parts of the week, around her other appointments, never on a holiday."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from ekc.agenda.suggesting import suggestions
from ekc.agenda.timeslots import quarters
from ekc.clock import HOME

TODAY = date(2026, 10, 21)
NOTHING: tuple[tuple[int, int], ...] = ()


def told(found):
    return [f"{slot.starts:%a %d %b %H}-{slot.ends:%H}" for slot in found]


def test_her_own_parts_of_the_week_from_ten_days_on():
    found = suggestions(["mon_evening", "sat_morning"], NOTHING, TODAY, HOME)
    assert told(found)[:3] == ["Sat 31 Oct 10-13", "Mon 02 Nov 19-22", "Sat 07 Nov 10-13"]
    assert all(slot.starts.date() <= TODAY + timedelta(days=56) for slot in found)


def test_where_she_told_nothing_the_usual_evenings_and_the_weekend_at_most_three_a_week():
    found = suggestions([], NOTHING, TODAY, HOME)
    assert len(found) == 12
    weeks = [slot.starts.isocalendar()[1] for slot in found]
    assert max(weeks.count(week) for week in weeks) == 3
    assert {slot.starts.hour for slot in found} >= {10, 14, 19}


def test_what_she_has_already_is_left_out_and_what_only_touches_is_not():
    evening = datetime.combine(date(2026, 11, 2), time(21), HOME)
    touching = datetime.combine(date(2026, 11, 9), time(22), HOME)
    busy = [
        (found.start, found.stop)
        for found in (
            quarters(evening, evening + timedelta(hours=2)),
            quarters(touching, touching + timedelta(hours=1)),
        )
    ]
    days = told(suggestions(["mon_evening"], busy, TODAY, HOME))
    assert "Mon 02 Nov 19-22" not in days
    assert "Mon 09 Nov 19-22" in days


def test_no_holiday_and_no_eve_of_christmas_or_new_year():
    found = suggestions(["thu_evening", "fri_evening", "sat_evening"], NOTHING, date(2026, 11, 10), HOME)
    days = {slot.starts.date() for slot in found} | {
        slot.starts.date()
        for slot in suggestions(["thu_evening", "fri_evening"], NOTHING, date(2026, 12, 10), HOME)
    }
    assert days.isdisjoint({date(2026, 12, 24), date(2026, 12, 25), date(2026, 12, 31), date(2027, 1, 1)})
    assert date(2027, 1, 7) in days


def test_on_the_sunday_on_which_the_clock_changes_the_hours_are_those_on_the_wall():
    found = suggestions(["sun_afternoon"], NOTHING, date(2026, 10, 10), HOME)
    (slot,) = [one for one in found if one.starts.date() == date(2026, 10, 25)]
    assert (slot.starts.hour, slot.starts.utcoffset()) == (14, timedelta(hours=1))
