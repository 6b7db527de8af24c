"""The taps of the call list."""

from __future__ import annotations

from ekc.calls.rules import LATER
from ekc.web.forms import Choice, Form, Hidden, Number

FAMILY = {"spoken": "Gesproken"}
FOLLOW_UP = {"closed": "Gesproken, het is klaar"}
SPEAK = {"spoken": "Gesproken", "comes": "Komt", "no": "Komt niet"}
OFF = {"spoken": "Weet het"}
ANSWER = {"comes": "Komt", "no": "Komt niet"}
ALWAYS = {**LATER, "letter": "Liever een brief", "not_reached": "Niet bereikt"}
END = {"confirmed": "Bevestigd"}
TELL = {"told": "Gesproken"}
SOON = {code: label for code, label in LATER.items() if code != "week"}  # about a day that is near
TAPS = {
    "family": FAMILY,
    "speak": SPEAK,
    "answer": ANSWER,
    "off": OFF,
    "poll": {},
    "follow_up": FOLLOW_UP,
    "report": {},
    "apart": {},
    "end": END,
    "reach": {},
    "tell": TELL,
}
LARGEST = 2**31 - 1


class TellForm(Form):
    """One tap about what no message could tell."""

    tap = Choice(
        "Wat werd het?",
        list({**TELL, **LATER, "not_reached": "Niet bereikt"}.items()),
        required="Kies een van de knoppen.",
    )


class DayForm(Form):
    """One tap about something that is open for a day: which, and what came of the call."""

    key = Hidden(max_length=60)
    tap = Choice(
        "Wat werd het?",
        list({**END, **SOON, "not_reached": "Niet bereikt"}.items()),
        required="Kies een van de knoppen.",
    )


class TapForm(Form):
    """One tap: what came of a call. `seen`: how many attempts stood on the page."""

    tap = Choice(
        "Wat werd het?", list({**SPEAK, **FOLLOW_UP, **ALWAYS}.items()), required="Kies een van de knoppen."
    )
    seen = Number("Versie", largest=LARGEST, required=False)

    def read_seen(self) -> int | None:
        """How many attempts stood on the page; None where it does not say."""
        return None if self.seen.data is None else int(self.seen.data)
