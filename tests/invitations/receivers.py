"""The calendars of whoever gets our mail, kept as RFC 5546 section 2.1.5 tells calendars to keep them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from tests.tools import libical

if TYPE_CHECKING:
    from tests.invitations.asking import Copy


@dataclass(frozen=True)
class Kept:
    """One appointment as it stands in somebody's calendar."""

    sequence: int
    stamp: str
    event: libical.Event
    partstat: str

    @property
    def shown(self) -> tuple[datetime, datetime, str, str]:
        """What its owner sees: start, end, place and title."""
        return self.event.starts, self.event.ends, self.event.location or "", self.event.summary or ""


@dataclass
class Receiver:
    """The calendar at one address. `broken` tells what a mail did that none may do."""

    kept: dict[str, Kept] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)

    def take(self, copy: Copy) -> None:
        """Take in one mail. Of an older version nothing is kept; the same bytes twice are once."""
        try:
            event = copy.event
        except LookupError:
            return
        if event.attendees != (f"mailto:{copy.to}",):
            self.broken.append(f"{copy.to} got a copy for {event.attendees}")
        uid, sequence = str(event.uid), int(event.sequence or 0)
        stamp = copy.line("DTSTAMP").partition(":")[2]
        known = self.kept.get(uid)
        if known is not None and (sequence, stamp) <= (known.sequence, known.stamp):
            return
        self.kept[uid] = Kept(sequence, stamp, event, _partstat(copy))

    def shows(self) -> dict[str, tuple[datetime, datetime, str, str]]:
        """UID → what its owner sees of what stands."""
        return {uid: one.shown for uid, one in self.kept.items() if one.event.method != "CANCEL"}


def _partstat(copy: Copy) -> str:
    head = copy.line("ATTENDEE").partition(":mailto:")[0]
    return next((part[9:] for part in head.split(";") if part.startswith("PARTSTAT=")), "")
