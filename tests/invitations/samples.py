"""Made-up appointments for the tests of calendar bytes."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from ekc.invitations import ics

ORGANIZER = ics.Party("agenda@afspraken.example", "Afspraken")
GUEST = ics.Party("fam.jansen@mail.example", "Anna de Boer")
MADE = datetime(2026, 9, 1, 8, 30, tzinfo=UTC)

_EVENT = ics.Event(
    uid="3f2a9c5e8d7b41f0a6c1e2d3b4a59687@afspraken.example",
    sequence=2,
    stamp=datetime(2026, 9, 3, 7, 15, 20, tzinfo=UTC),
    created=MADE,
    changed=datetime(2026, 9, 2, 12, 0, tzinfo=UTC),
    starts=datetime(2026, 11, 12, 18, 30, tzinfo=UTC),
    ends=datetime(2026, 11, 12, 21, 0, tzinfo=UTC),
    summary="Bijeenkomst",
    location="Dorpshuis De Kern, Hoofdweg 1; zaal 2",
    description="Koffie om 19.15 uur.\nBellen kan: 0598 00 00 00.",
)


def make_event(**changes: Any) -> ics.Event:
    """An evening in November, with `changes`."""
    return replace(_EVENT, **changes)
