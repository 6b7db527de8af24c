"""The month as tables, and what is wrong in it."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from bench.month import around
from bench.month.ledger import LETTER, WEEK, Heard, busiest
from ekc.notifications import catalogue
from ekc.notifications.enough import AT_WORK, MOST, Most
from ekc.notifications.kinds import Audience

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.month import around
    from bench.month.household import Month
from bench.month.ledger import Ledger

BEGIN, END = "<!-- month: written by `python -m bench.month --write` -->\n", "<!-- end of month -->\n"
AT_PLACES = {
    "@familie.example": "hoofdpersoon",
    "@gast.example": "somebody around a family",
    "@pool.example": "coordinator",
    "@dienst.example": "achterwacht",
    "+": "somebody with texts",
    LETTER: "somebody with letters",
}
AUDIENCES = {
    "coordinator": Audience.POOL,
    "achterwacht": Audience.WATCH,
    "bureau": Audience.HERE,
    "team_member": Audience.HERE,
    "team_lead": Audience.HERE,
}


class Row(NamedTuple):
    """A group of people: how many, messages in all, of one the median, the most in a day and in seven."""

    group: str
    people: int
    messages: int
    each: float
    day: int
    week: int
    most: Most


def rows(ledger: Ledger) -> list[Row]:
    """A row for each group."""
    groups: dict[str, list[Counter[date]]] = {}
    for who, days in ledger.days().items():
        groups.setdefault(group_of(ledger, who), []).append(days)
    return [_row(group, them) for group, them in sorted(groups.items())]


def _row(group: str, them: list[Counter[date]]) -> Row:
    totals = [days.total() for days in them]
    day, week = (max(busiest(days, many)[0] for days in them) for many in (1, WEEK))
    most = AT_WORK if group in around.AT_WORK.values() else MOST[AUDIENCES.get(group, Audience.PEOPLE)]
    return Row(group, len(them), sum(totals), median(totals), day, week, most)


def group_of(ledger: Ledger, who: str) -> str:
    """What kind of person this is."""
    known = ledger.groups.get(who)
    return known or next((group for place, group in AT_PLACES.items() if place in who), "unknown")


def faults(month: Month) -> list[str]:
    """What is wrong, a sentence each."""
    return [*_too_many(month.ledger), *_lost(month.ledger), *_strange(month.ledger)]


def _too_many(ledger: Ledger) -> Iterator[str]:
    for row in rows(ledger):
        for many, most, words in ((row.day, row.most.day, "a day"), (row.week, row.most.week, "a week")):
            if many > most:
                yield f"{row.group}: {many} messages in {words}, where {most} is the most"


def _lost(ledger: Ledger) -> Iterator[str]:
    for kind, one in ledger.came().items():
        if one.lost:
            yield f"{kind}: {one.lost} of {one.due} that must be heard were not"


def _strange(ledger: Ledger) -> Iterator[str]:
    for one in ledger.twice():
        yield f"{'/'.join(sorted(one.kinds))}: twice the same to one address"
    for who in ledger.days():
        if group_of(ledger, who) == "unknown":
            yield f"{who}: nobody knows who this is"
    if unread := sum(not one.kinds for one in ledger.heard):
        yield f"{unread} messages of which nobody can tell what they are"


def tables(month: Month) -> str:
    """Who got how much, and what must be heard."""
    lines = [
        "| who | addresses | messages | median of one | most in a day | most in seven days |",
        "|---|---|---|---|---|---|",
    ]
    for row in rows(month.ledger):
        counts = f"{row.day} (≤ {row.most.day}) | {row.week} (≤ {row.most.week})"
        lines.append(f"| {row.group} | {row.people} | {row.messages:,} | {row.each:g} | {counts} |")
    lines += ["", "| must be heard | due | by a message | by telephone | lost |", "|---|---|---|---|---|"]
    came = month.ledger.came()
    for kind, one in came.items():
        lines.append(f"| {kind} | {one.due} | {one.written} | {one.called} | {one.lost} |")
    due, told, called, lost = (
        sum(getattr(one, what) for one in came.values()) for what in ("due", "written", "called", "lost")
    )
    lines += [f"| all | {due:,} | {told:,} | {called:,} | {lost} |", ""]
    lines.append(
        f"Conferences held: {month.held}. Plans without one: {month.without}. "
        f"Households nobody could take: {month.stopped}."
    )
    return "\n".join([*lines, *_busiest(month.ledger), ""])


def _busiest(ledger: Ledger) -> Iterator[str]:
    """Of the busiest address of each group, what came in its busiest week."""
    week: dict[str, tuple[int, str, date]] = {}
    for who, days in ledger.days().items():
        many, first = busiest(days, WEEK)
        week[group_of(ledger, who)] = max(week.get(group_of(ledger, who), (0, "", first)), (many, who, first))
    for group, (_, who, first) in sorted(week.items()):
        there = [one for one in ledger.heard if one.who == who and _is_in(one, first)]
        kinds = Counter(_one(one.kinds, AUDIENCES.get(group, Audience.PEOPLE)) for one in there)
        said = ", ".join(f"{many} {kind}" for kind, many in kinds.most_common())
        yield f"- busiest week, {group}: {said}."


def _one(kinds: frozenset[str], reader: Audience) -> str:
    """Of kinds with the same words, that of who reads it."""
    return min(kinds, key=lambda kind: (catalogue.of(kind).audience is not reader, kind), default="?")


def _is_in(one: Heard, first: date) -> bool:
    return first <= one.at.date() < first + timedelta(days=WEEK)
