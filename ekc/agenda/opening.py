"""When a place is open, read from what somebody wrote about it: 'ma t/m vr 9.00-22.00; za 10-17'. Pure.

Words that are not all understood are no hours at all: then nothing is held against a day.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from itertools import groupby

DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
WEEK = tuple(range(7))
GROUPS = {
    "werkdagen": WEEK[:5],
    "doordeweeks": WEEK[:5],
    "weekend": WEEK[5:],
    "dagelijks": WEEK,
    "elke dag": WEEK,
    "alle dagen": WEEK,
}
A_DAY, NIGHT = 24 * 60, 30 * 60  # minutes; after six the next morning it is another day
TOKEN = re.compile(
    r"\s*(?:(?P<group>elke dag|alle dagen|werkdagen|doordeweeks|weekend|dagelijks)"
    r"|(?P<to>t/m|tot en met|tot|-|–)"
    r"|(?P<closed>gesloten|dicht)"
    r"|(?P<time>(?P<hour>\d{1,2})(?:[.:](?P<minute>\d{2}))?(?: ?(?:uur|u)\b)?)"
    r"|(?P<day>ma|di|wo|do|vr|za|zo)(?:[a-z]*dag(?:en)?)?\b\.?"
    r"|(?P<noise>van|en|open|in het|op|[,;:&+/.\n]))"
)
Hours = tuple[tuple[int, int], ...]  # minutes of the day; beyond 24 hours: in the night after it
Week = tuple[Hours, ...]  # Monday first


def read(words: str | None) -> Week | None:
    """The hours of each day of the week; None where they were not understood as a whole."""
    reader = _Reader()
    text, at = (words or "").casefold().strip(), 0
    while at < len(text):
        found = TOKEN.match(text, at)
        if found is None or not reader.take(found):
            return None
        at = found.end()
    return reader.week()


def is_open(week: Week, starts: datetime, ends: datetime) -> bool:
    """Whether it is open all the time from `starts` to `ends`, both as the clock on its wall shows them."""
    for back in (0, 1):  # in the small hours it may still be the evening before
        midnight = (starts - timedelta(days=back)).replace(hour=0, minute=0, second=0, microsecond=0)
        first, last = (_minutes(midnight, one) for one in (starts, ends))
        if any(opens <= first and last <= shuts for opens, shuts in week[midnight.weekday()]):
            return True
    return False


def in_words(week: Week) -> str:
    """'maandag tot en met vrijdag van 9.00 tot 22.00 uur; zaterdag en zondag gesloten'."""
    parts = []
    for hours, same in groupby(WEEK, lambda day: week[day]):
        days = [DAYS[day] for day in same]
        names = " en ".join(days) if len(days) < 3 else f"{days[0]} tot en met {days[-1]}"  # noqa: PLR2004 -- two are named both
        parts.append(f"{names} {on_a_day(hours)}")
    return "; ".join(parts)


def on_a_day(hours: Hours) -> str:
    """'van 9.00 tot 12.00 uur en van 13.00 tot 17.00 uur', or that it is closed."""
    if not hours:
        return "gesloten"
    return " en ".join(f"van {_clock(opens)} tot {_clock(shuts)} uur" for opens, shuts in hours)


class _Reader:
    """Days, then their hours, as often as it takes."""

    def __init__(self) -> None:
        self.known: dict[int, list[tuple[int, int]]] = {}
        self.days: list[int] = []
        self.told = False  # hours of these days
        self.opens: int | None = None
        self.to = False

    def take(self, found: re.Match[str]) -> bool:
        """One word; False where it makes no sense here."""
        if found["noise"]:
            return not self.to
        if found["to"]:
            self.to, twice = True, self.to
            return not twice and (bool(self.days) or self.opens is not None)
        done = self._time(found) if found["time"] else self._days(found)
        self.to = False
        return done

    def week(self) -> Week | None:
        """All days, each with its hours in order; None where nothing was told, or half of it."""
        if self.opens is not None or self.to or not self.told:
            return None
        return tuple(_joined(self.known.get(day, [])) for day in WEEK)

    def _days(self, found: re.Match[str]) -> bool:
        if self.opens is not None:
            return False
        if found["closed"]:
            self.told = bool(self.days) and not self.to
            return self.told
        if self.told:
            self.days, self.told = [], False
        if found["group"]:
            self.days += GROUPS[found["group"]]
            return not self.to
        day = next(number for number, name in enumerate(DAYS) if name.startswith(found["day"]))
        if not self.to:
            self.days.append(day)
            return True
        last = self.days[-1] if self.days else day
        self.days += [(last + more) % 7 for more in range(1, (day - last) % 7 + 1)]
        return bool(self.days)

    def _time(self, found: re.Match[str]) -> bool:
        at = int(found["hour"]) * 60 + int(found["minute"] or 0)
        if at > A_DAY or int(found["minute"] or 0) > 59:  # noqa: PLR2004 -- an hour has sixty minutes
            return False
        if self.opens is None:
            self.opens = at
            return not self.to and at < A_DAY
        shuts = at if at > self.opens else at + A_DAY
        if not self.to or shuts > NIGHT:
            return False
        for day in self.days or WEEK:
            self.known.setdefault(day, []).append((self.opens, shuts))
        self.opens, self.told = None, True
        return True


def _joined(hours: list[tuple[int, int]]) -> Hours:
    found: list[tuple[int, int]] = []
    for opens, shuts in sorted(hours):
        if found and opens <= found[-1][1]:
            found[-1] = (found[-1][0], max(shuts, found[-1][1]))
        else:
            found.append((opens, shuts))
    return tuple(found)


def _minutes(midnight: datetime, one: datetime) -> int:
    wall = one.replace(tzinfo=None) - midnight.replace(tzinfo=None)
    return int(wall / timedelta(minutes=1))


def _clock(minutes: int) -> str:
    hour, minute = divmod(minutes, 60)
    return f"{hour % 24 if hour > 24 else hour}.{minute:02}"  # noqa: PLR2004 -- 24.00 stays
