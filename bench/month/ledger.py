"""Who heard what, and who should have. Pure: what came in and what was due are given."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple

WEEK = 7
CALL = "call:"
LETTER = "letter:"  # and the name on the envelope
NEWS = frozenset(  # these say on purpose not about whom: the same words may be about two households
    {"referral_news", "offer_filled", "offer_thanks", "first_call_reminder", "follow_up_reminder"}
)


class Heard(NamedTuple):
    """Something that came in: at which address, number or `call:` person, of which kinds it can be by its
    words, when, and the words."""

    who: str
    kinds: frozenset[str]
    at: datetime
    words: str

    @property
    def is_written(self) -> bool:
        """Whether it is a message; a call is none."""
        return not self.who.startswith(CALL)


class Due(NamedTuple):
    """Something that must be heard: at one of `ways`, of this kind, about what, between two instants."""

    ways: tuple[str, ...]
    kind: str
    about: str
    since: datetime
    until: datetime


class Came(NamedTuple):
    """Of what was due of one kind: how much, how much a message told, and a call; the rest is lost."""

    due: int
    written: int
    called: int

    @property
    def lost(self) -> int:
        """What nobody heard."""
        return self.due - self.written - self.called


@dataclass
class Ledger:
    """What came in and what was due, of everybody. `groups`: what kind of person is behind an address."""

    groups: dict[str, str] = field(default_factory=dict)
    heard: list[Heard] = field(default_factory=list)
    dues: dict[Due, None] = field(default_factory=dict)  # two at one address are told together

    def owe(self, ways: tuple[str, ...], kind: str, about: str, since: datetime, days: int = 3) -> None:
        """Somebody must hear this within some days."""
        self.dues[Due(ways, kind, about, since, since + timedelta(days=days))] = None

    def days(self) -> dict[str, Counter[date]]:
        """How many messages came in at each address on each day."""
        found: dict[str, Counter[date]] = defaultdict(Counter)
        for one in self.heard:
            if one.is_written:
                found[one.who][one.at.date()] += 1
        return found

    def twice(self) -> list[Heard]:
        """What came in at one address once more, word for word."""
        seen: set[tuple[str, str]] = set()
        found = []
        for one in self.heard:
            same = (one.who, one.words)
            if one.is_written and same in seen and not one.kinds & NEWS:
                found.append(one)
            seen.add(same)
        return found

    def matched(self) -> list[tuple[Due, Heard | None]]:
        """What was due with what told it. Each thing heard counts for one thing due."""
        there: dict[str, list[Heard]] = defaultdict(list)
        for one in self.heard:
            there[one.who].append(one)
        found = []
        for due in sorted(self.dues, key=lambda due: due.since):
            got = next(_fitting(due, there), None)
            if got is not None:
                there[got.who].remove(got)
            found.append((due, got))
        return found

    def came(self) -> dict[str, Came]:
        """What was due, by kind."""
        found: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
        for due, got in self.matched():
            found[due.kind][0] += 1
            if got is not None:
                found[due.kind][1 if got.is_written else 2] += 1
        return {kind: Came(*row) for kind, row in sorted(found.items())}


def _fitting(due: Due, there: dict[str, list[Heard]]) -> Iterator[Heard]:
    for way in due.ways:
        for one in there[way]:
            if due.kind in one.kinds and due.since <= one.at <= due.until:
                yield one


def busiest(days: Counter[date], many: int) -> tuple[int, date]:
    """(the most in so many days in a row, the first of them)."""
    return max(
        ((sum(days[day + timedelta(days=more)] for more in range(many)), day) for day in sorted(days)),
        key=lambda one: one[0],
    )
