"""What has an open end, when it is settled, and what the check two days ahead looks at. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from ekc.errors import DomainError, TooLateError

AHEAD = timedelta(hours=48)
MOST_OWN = 30
NEAR = timedelta(days=7)  # so close to the day, what is open is a telephone call
INTERPRETER, PLACE, OWN, WORDS = "interpreter", "place", "own", "words"
REACH = "reach"  # nobody can be reached: not to arrange, and called about all the same
GO_ON = {
    "on_the_day": "Het wordt op de dag zelf geregeld",
    "family_does": "De familie regelt het zelf",
    "not_needed": "Het is bij nader inzien niet nodig",
    "agreed": "Bureau en coördinator spraken af dat het zo kan",
}
FOUND = {  # what the check can find, in the order in which it is shown
    "apart": "Twee mensen zouden elkaar tegenkomen. Dat mag niet.",
    "nobody": "Er is nog niemand bereikbaar als achterwacht.",
    "place": "De plek is nog niet bevestigd.",
    "interpreter": "Nog niet elke tolk is bevestigd.",
    "open": "Er is nog iets te regelen.",
    "call_me": "Iemand wil gebeld worden.",
    "silent": "Nog niet van iedereen is bekend of die komt.",
    "bounced": "Een bericht kwam niet aan.",
    "calendar": "In een agenda staat nog iets anders dan wat nu is afgesproken.",
}


@dataclass(frozen=True, slots=True)
class End:
    """Something to arrange. `key` says what it is about; `words` are for whoever organises, `phone` is of who
    arranges it, `again_at` when to call about it again."""

    key: str
    kind: str
    words: str
    arranger: str | None = None
    confirmed_at: datetime | None = None
    own: bool = False
    phone: str | None = None
    again_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether nobody confirmed it yet for the day as it stands."""
        return self.confirmed_at is None


@dataclass(frozen=True, slots=True)
class Who:
    """Who arranges something. `phone` None: it stays as it was."""

    name: str | None
    phone: str | None = None


def check_words(words: str) -> None:
    """DomainError for a line that says nothing."""
    if not words.strip():
        raise DomainError("Schrijf op wat er geregeld moet worden.")


def check_reason(reason: str) -> None:
    """DomainError where this is no reason to go on with something open."""
    if reason not in GO_ON:
        raise DomainError("Kies waarom je toch verder gaat.")


def check_something_open(ends: Iterable[End]) -> None:
    """TooLateError where everything is arranged already."""
    if not any(end.is_open for end in ends):
        raise TooLateError("Alles is rond. Er is niets meer open.")


def check_open_end(end: End) -> None:
    """TooLateError where somebody confirmed it a moment ago."""
    if not end.is_open:
        raise TooLateError("Dit is net al bevestigd.")


def findings(
    ends: Iterable[End], tally: Mapping[str, int], *, bounced: int, untrue: int, reach: bool, apart: bool
) -> tuple[str, ...]:
    """The codes of `FOUND` that are so. `tally` counts answers ("open" is none yet).

    `reach`: whether somebody can be reached all the time, or it was decided to go on. `apart`: whether all
    who must not meet are kept apart.
    """
    still = {end.kind for end in ends if end.is_open}
    here = {
        "apart": not apart,
        "nobody": not reach,
        "place": PLACE in still,
        "interpreter": INTERPRETER in still,
        "open": bool(still - {PLACE, INTERPRETER}),
        "call_me": tally.get("call_me", 0) > 0,
        "silent": tally.get("open", 0) > 0,
        "bounced": bounced > 0,
        "calendar": untrue > 0,
    }
    return tuple(code for code in FOUND if here[code])
